"""Anchor sheets (기록 확인서): issue one, show the newest, make its paper and the page on which they are compared."""

from __future__ import annotations

from itertools import islice

import msgspec
from msgspec import UnsetType

from sukui_desktop.assets.key_card_word_list import card_word_list
from sukui_desktop.assets.messages import text
from sukui_desktop.assets.seal_word_list import seal_word_list
from sukui_desktop.documents.write.anchor_sheet import anchor_sheet_pdf
from sukui_desktop.documents.write.web_page import web_page_bytes
from sukui_desktop.domain import canonical_bytes
from sukui_desktop.domain.changed_tables import Changes
from sukui_desktop.domain.counting.tally_figures import Tally
from sukui_desktop.domain.facts.joint_vote import DoubleDecided
from sukui_desktop.domain.facts.poll import PaperIssued, PollReopened, RollbackDecided
from sukui_desktop.domain.methods.registry import ballot_kind_of
from sukui_desktop.domain.papers.anchor_sheet import (
    Anchor,
    AnchorSheet,
    anchor_code,
    anchor_digest,
    anchor_of_poll,
    anchor_words,
    last_anchorable_step,
)
from sukui_desktop.domain.papers.poll_closing_decisions import ClosingDecisions
from sukui_desktop.domain.papers.rollback_record import RollbackRecord
from sukui_desktop.domain.question.definition import decode_definition
from sukui_desktop.domain.seal_words import seal_words
from sukui_desktop.models.ids import PollId
from sukui_desktop.models.meeting import MeetingRow
from sukui_desktop.models.poll import IssuedPaperRow, PaperKind, PollCountRow, PollRow
from sukui_desktop.models.signer import AnchoredStep
from sukui_desktop.services.handover.recorded_anchors import read_anchor_record
from sukui_desktop.services.minutes.polls_on_papers import (
    gather_closing_decisions,
    gather_doubles_record,
    gather_rollback_records,
)
from sukui_desktop.services.opened_meeting import Room
from sukui_desktop.storage.meeting_transaction import Transaction
from sukui_desktop.wording.times import moment_words

MOST_OPTIONS = 8
"""A sheet is one page: of more options than these it has the sums alone, and the list its own paper."""


class IssuedAnchorSheet(msgspec.Struct, frozen=True):
    """A sheet that was issued."""

    sheet: AnchorSheet
    changes: Changes


class AnchorSheetList(msgspec.Struct, frozen=True, kw_only=True):
    """Every sheet that was issued in a meeting, for the page on which citizens compare theirs."""

    meeting_id: str
    title: str
    made_at_ms: int
    sheets: tuple[AnchorSheet, ...]


def compose_anchor_sheet_list(room: Room) -> AnchorSheetList:
    """Put every sheet of the meeting together, in the order of issue."""
    sheets = list_anchor_sheets(room)
    with room.reading() as tx:
        meeting = tx.list_rows(MeetingRow)[0]
        return AnchorSheetList(meeting_id=meeting.meeting_id, title=meeting.title, made_at_ms=tx.now(), sheets=sheets)


def make_anchor_sheet_comparison_page(content: AnchorSheetList) -> bytes:
    """Return the web page on which citizens compare their sheet, offline and in one file. For the making queue."""
    sheets = [
        {
            "code": anchor_code(sheet.anchor),
            "words": sheet.words,
            "poll": sheet.poll_title,
            "step": text(f"documents.sheet.step.{sheet.anchor.step}"),
            "when": moment_words(sheet.anchor.issued_at_ms),
        }
        for sheet in content.sheets
    ]
    made = moment_words(content.made_at_ms)
    data = {"meeting_id": content.meeting_id, "title": content.title, "made": made, "sheets": sheets}
    return web_page_bytes("sheet_check", data)


def issue_anchor_sheet(room: Room, poll_id: PollId) -> IssuedAnchorSheet:
    """Issue a sheet of the last step that a poll has come to, and record that it was issued.

    Raises RuleBroken sheet_not_now before 준비 and for a void poll, NotFound poll_unknown.
    """
    with room.writing() as tx:
        poll = tx.require_row(PollRow, poll_id)
        stored = tuple(tx.journal.read_entries())
        anchor = anchor_of_poll(
            tx.list_rows(MeetingRow)[0].meeting_id,
            poll,
            tx.find_row(PollCountRow, poll_id),
            step=last_anchorable_step(poll),
            head=stored[-1].hash,
            entries=len(stored),
            issued_at_ms=tx.now(),
        )
        fact = PaperIssued(
            step=anchor.step,
            head=anchor.head,
            entries=anchor.entries,
            issued_at_ms=anchor.issued_at_ms,
            digest=anchor_digest(anchor),
        )
        changes = tx.append_fact(poll_id, fact).changes
        return IssuedAnchorSheet(_compose_anchor_sheet(tx, anchor), changes)


def list_anchor_sheets(room: Room) -> tuple[AnchorSheet, ...]:
    """Return every sheet that was issued in the meeting, in the order of issue."""
    with room.reading() as tx:
        return tuple(_compose_anchor_sheet(tx, anchor) for anchor in read_anchor_record(tx.journal).list_anchors())


def find_newest_anchor_sheet(room: Room, since_ms: int = 0) -> AnchorSheet | None:
    """Return the anchor sheet that was issued last, None where none was since that moment."""
    with room.reading() as tx:
        rows = [row for row in tx.list_rows(IssuedPaperRow) if row.paper == PaperKind.ANCHOR]
        newest = max(rows, key=lambda row: row.entries, default=None)
        if newest is None or newest.issued_at_ms < since_ms:
            return None
        record = read_anchor_record(tx.journal)
        place = min(newest.entries, len(record.hashes))
        anchor = record.anchor_at(place, newest.poll_id, newest.step, newest.issued_at_ms)
        is_whole = anchor is not None and anchor_digest(anchor) == newest.digest
        return _compose_anchor_sheet(tx, anchor) if anchor is not None and is_whole else None


def make_anchor_sheet_pdf(sheet: AnchorSheet) -> bytes:
    """Return a sheet as PDF, one page. For the making queue."""
    return anchor_sheet_pdf(sheet)


def _compose_anchor_sheet(tx: Transaction, anchor: Anchor) -> AnchorSheet:
    """Put beside an anchor what people read; the counts are those of the anchor's step, none where they changed."""
    meeting, poll = tx.list_rows(MeetingRow)[0], tx.require_row(PollRow, anchor.poll_id)
    count = tx.find_row(PollCountRow, anchor.poll_id)
    is_counted = anchor.step in (AnchoredStep.COUNTED, AnchoredStep.CERTIFIED)
    tally = canonical_bytes.decode(count.tally, Tally) if count is not None and is_counted else None
    options: tuple[str, ...] = ()
    if tally is not None and poll.definition:
        question = decode_definition(poll.definition).question
        titles = tuple(option.title for option in question.options)
        if ballot_kind_of(question).names_in_favour or ballot_kind_of(question).offers_choices:
            options = titles if len(titles) <= MOST_OPTIONS else ()
    rollbacks, closing = gather_decisions_before_paper(tx, poll, step=anchor.step, entries=anchor.entries)
    return AnchorSheet(
        anchor=anchor,
        rollbacks=rollbacks,
        closing=closing,
        meeting_title=meeting.title,
        host=meeting.host,
        place=meeting.place,
        poll_title=poll.title,
        words=anchor_words(anchor, card_word_list()),
        seal_words=seal_words(anchor.definition_hash, seal_word_list()),
        tally=tally,
        options=options,
        is_practice=meeting.is_practice,
    )


def gather_decisions_before_paper(
    tx: Transaction, poll: PollRow, *, step: AnchoredStep, entries: int
) -> tuple[tuple[RollbackRecord, ...], ClosingDecisions]:
    """Return what two people had decided of a poll when a sheet of this step was issued after so many entries: by the
    order of the record, not by a clock."""
    rollbacks, closing = gather_rollback_records(tx, poll), gather_closing_decisions(tx, poll)
    is_joint = not isinstance(closing.doubles, UnsetType)
    if not rollbacks and not closing.reopenings and closing.missing_slips is None and not is_joint:
        return (), closing
    subject, before = f"poll/{poll.poll_id}", tuple(islice(tx.journal.read_entries(), entries))
    kinds = [one.kind for one in before if one.subject == subject]
    decided = {f"{one.stream}:{one.seq:012d}" for one in before if one.kind == DoubleDecided.KIND} if is_joint else ()
    reopenings = closing.reopenings[: kinds.count(PollReopened.KIND)]
    is_same_closing = step != AnchoredStep.READY and len(reopenings) == len(closing.reopenings)
    missing = closing.missing_slips if is_same_closing else None
    known = rollbacks[: kinds.count(RollbackDecided.KIND)]
    doubles = gather_doubles_record(tx, poll.poll_id, decided)
    return known, ClosingDecisions(reopenings=reopenings, missing_slips=missing, doubles=doubles)
