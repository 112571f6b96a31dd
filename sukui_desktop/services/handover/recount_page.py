"""The recount page (다시 세는 쪽): published ballots that anybody counts again in a browser, beside the result."""

from __future__ import annotations

import msgspec

from sukui_desktop.documents.write.web_page import web_page_bytes
from sukui_desktop.domain.errors import RuleBroken
from sukui_desktop.domain.methods.registry import ballot_kind_of, split_ballots
from sukui_desktop.domain.papers.public_result import public_result_fields
from sukui_desktop.domain.papers.publishable_opinions import LEAST_PUBLISHED
from sukui_desktop.domain.papers.published_and_withheld_ballots import least_alike_to_publish, publishable_ballots
from sukui_desktop.domain.papers.result_sheet import ResultSheet
from sukui_desktop.domain.poll_steps import ANNOUNCED
from sukui_desktop.models.ids import PollId
from sukui_desktop.models.poll import PollRow
from sukui_desktop.services.handover.result_and_attendance_papers import compose_result_sheet
from sukui_desktop.services.opened_meeting import Room


def compose_result_for_recount(room: Room, poll_id: PollId) -> ResultSheet:
    """Put a published result together, for the page on which its ballots are counted again.

    Raises RuleBroken ballots_not_public before 공개, result_not_certified; NotFound poll_unknown.
    """
    with room.reading() as tx:
        poll = tx.require_row(PollRow, poll_id)
    if poll.state not in ANNOUNCED:
        raise RuleBroken("ballots_not_public", title=poll.title)
    return compose_result_sheet(room, poll_id)


def make_recount_page(sheet: ResultSheet) -> bytes:
    """Return the page: the published ballots, the sum of the withheld ones, the result. For the making queue."""
    if sheet.to_study is None:
        raise ValueError("the ballots of the sheet were dropped")
    return web_page_bytes("recount", {"polls": [recount_page_fields(sheet, sheet.to_study.ballots)]})


def recount_page_fields(sheet: ResultSheet, ballots: bytes) -> dict[str, object]:
    """Return what the page counts and shows of one poll, as plain values; `ballots` are all that were opened."""
    question = sheet.definition.question
    published = publishable_ballots(question, split_ballots(question, ballots))
    return {
        "result": public_result_fields(sheet),
        "makes_list": ballot_kind_of(question).makes_list,
        "least": LEAST_PUBLISHED,
        "least_alike": least_alike_to_publish(question),
        "ballots": [[kind.ballot.hex(), kind.times] for kind in published.ballots],
        "withheld": published.withheld,
        "withheld_sum": msgspec.to_builtins(published.withheld_sum),
    }
