"""The recount page: a third counter, in a browser, finds what ours find; what is withheld is withheld by the rule."""

from __future__ import annotations

import json
import re
from collections import Counter
from html import unescape
from pathlib import Path
from random import Random
from typing import Any

import msgspec
import pytest
from msgspec import UNSET

from sukui_desktop.documents.write.web_page import web_page_bytes
from sukui_desktop.domain.counting.first_counter import count_ballots
from sukui_desktop.domain.counting.tally_figures import Tally
from sukui_desktop.domain.errors import RuleBroken
from sukui_desktop.domain.methods.registry import plaintext_ballot_length
from sukui_desktop.domain.papers.publishable_opinions import LEAST_PUBLISHED
from sukui_desktop.domain.papers.published_and_withheld_ballots import least_alike_to_publish, publishable_ballots
from sukui_desktop.domain.question.definition import Question
from sukui_desktop.domain.question.method_and_marking import Method
from sukui_desktop.services.handover.recount_page import (
    compose_result_for_recount,
    make_recount_page,
    recount_page_fields,
)
from sukui_desktop.services.opened_meeting import close_meeting_and_boxes
from tests.builders import rooms
from tests.builders.browser import page_of
from tests.builders.elections import random_ballots, random_question
from tests.builders.kinds import every_result

SEED = 20200831
ELECTIONS = 900
NOTHING = Tally(votes=(), ballots_cast=0, ballots_valid=0, ballots_blank=0, ballots_invalid=0)


def sections(page: bytes, folder: Path) -> list[dict[str, Any]]:
    """Return what the page says of each poll: same, counted, selected, words."""
    (folder / "recount.html").write_bytes(page)
    seen = page_of(folder / "recount.html", folder)
    found = []
    for attributes, inside in re.findall(r"<section ([^>]*)>(.*?)</section>", seen, re.DOTALL):
        told = dict(re.findall(r'data-(\w+)="([^"]*)"', attributes))
        words = unescape(re.sub("<[^>]+>", " ", inside))
        counted, selected = (json.loads(unescape(told[name])) for name in ("counted", "selected"))
        found.append({"same": told["same"], "counted": counted, "selected": selected, "words": words})
    return found


def as_page(question: Question, ballots: list[bytes]) -> dict[str, Any]:
    """Return a poll for the page with every ballot published and what our first counter finds."""
    tally = count_ballots(question, ballots)
    codes = [option.code for option in question.options]
    points = () if tally.points is UNSET else tally.points
    return {
        "result": {
            "poll": {"id": "", "title": question.title},
            "rule": {
                "method": question.method,
                "min_picks": question.min_picks,
                "max_picks": question.max_picks,
                "groups": msgspec.to_builtins(question.groups),
                "allows_blank": question.allows_blank,
                "marking": {name: getattr(question.marking, name) for name in question.marking.__struct_fields__},
            },
            "options": [
                {"code": option.code, "title": option.title, "cost": option.cost, "group": option.group}
                for option in question.options
            ],
            "ballots_cast": tally.ballots_cast,
            "ballots_valid": tally.ballots_valid,
            "ballots_blank": tally.ballots_blank,
            "ballots_invalid": tally.ballots_invalid,
            "ballots_partial": 0 if tally.ballots_partial is UNSET else tally.ballots_partial,
            "votes": dict(zip(codes, tally.votes, strict=True)),
            "points": dict(zip(codes, points, strict=bool(points))),
            "opinions": {"listed": [] if tally.opinions is UNSET else msgspec.to_builtins(tally.opinions)},
            "selected": [],
        },
        "makes_list": False,
        "least": 10,
        "least_alike": 5,
        "ballots": [[ballot.hex(), times] for ballot, times in Counter(ballots).items()],
        "withheld": 0,
        "withheld_sum": msgspec.to_builtins(NOTHING),
    }


def test_the_third_counter_finds_what_ours_find(tmp_path: Path) -> None:
    """Fails where the page judges one limit of one kind otherwise; every kind, with ballots of every verdict."""
    random, polls = Random(SEED), []
    for number in range(ELECTIONS):
        question = random_question(random, tuple(Method)[number % len(Method)])
        length = plaintext_ballot_length(question)
        made = random_ballots(question, random.randint(0, 30), random)
        polls.append(as_page(question, [ballot for ballot in made if len(ballot) == length]))
    found = sections(web_page_bytes("recount", {"polls": polls}), tmp_path)
    assert len(found) == ELECTIONS
    wrong = [
        (poll["result"]["rule"], seen["words"][:400])
        for poll, seen in zip(polls, found, strict=True)
        if seen["same"] != "true"
    ]
    assert not wrong, wrong[0]
    verdicts = Counter[str]()
    for seen in found:
        verdicts.update({name: seen["counted"][name] for name in ("valid", "blank", "invalid", "partial")})
    assert min(verdicts.values()) > 100, verdicts


def test_a_result_that_its_ballots_do_not_give_is_told(tmp_path: Path) -> None:
    question = random_question(Random(1), Method.APPROVAL)
    ballots = [bytes([0b1000_0000]).ljust(plaintext_ballot_length(question), b"\0")] * 12
    poll = as_page(question, ballots)
    code = next(iter(poll["result"]["votes"]))
    poll["result"]["votes"][code] += 1
    (seen,) = sections(web_page_bytes("recount", {"polls": [poll]}), tmp_path)
    assert seen["same"] == "false"
    assert code in seen["words"]


def test_every_kind_shows_the_list_of_the_result(tmp_path: Path) -> None:
    """The ballots of a box in which many voted alike are published; the list is chosen anew where the rule is plain."""
    sheets = every_result()
    pages = []
    for sheet in sheets.values():
        ballots = _ballots_of(sheet.definition.question, sheet.tally)
        if ballots is not None:
            pages.append((sheet, recount_page_fields(sheet, ballots)))
    found = sections(web_page_bytes("recount", {"polls": [data for _, data in pages]}), tmp_path)
    assert len(found) == len(pages) > 3
    for (sheet, _), seen in zip(pages, found, strict=True):
        assert seen["same"] == "true", seen["words"][:500]
        for code in sheet.outcome.selected:
            assert code in seen["words"]
        if seen["selected"] is not None:
            assert tuple(seen["selected"]) == sheet.outcome.selected


def _ballots_of(question: Question, tally: Tally) -> bytes | None:
    """Return one-mark ballots with the votes of a tally; None of a kind that they cannot make."""
    if question.method not in (Method.APPROVAL, Method.CHOICE) or tally.ballots_partial is not UNSET:
        return None
    length, made = plaintext_ballot_length(question), []
    for place, votes in enumerate(tally.votes):
        made += [(1 << (8 * length - 1 - place)).to_bytes(length, "big")] * votes
    again = count_ballots(question, made)
    return b"".join(sorted(made)) if again == tally else None


@pytest.mark.parametrize("method", tuple(Method))
def test_no_rare_ballot_is_published_and_the_sum_stays_whole(method: Method) -> None:
    """I26. Seen to fail where one to nine withheld ballots are left alone: their sum is the ballots themselves."""
    random = Random(SEED)
    for _ in range(150):
        question = random_question(random, method)
        kinds = random_ballots(question, random.randint(1, 12), random)
        kinds = [ballot for ballot in kinds if len(ballot) == plaintext_ballot_length(question)]
        ballots = [ballot for ballot in kinds for _ in range(random.choice((1, 2, 4, 5, 9, 10, 30)))]
        published, total = publishable_ballots(question, ballots), count_ballots(question, ballots)
        assert all(kind.times >= least_alike_to_publish(question) for kind in published.ballots)
        assert sum(kind.times for kind in published.ballots) + published.withheld == len(ballots)
        assert published.withheld == 0 or published.withheld >= min(LEAST_PUBLISHED, len(ballots))
        if len(ballots) < LEAST_PUBLISHED:
            assert published.ballots == ()
        shown = count_ballots(question, (kind.ballot for kind in published.ballots for _ in range(kind.times)))
        for name in ("ballots_valid", "ballots_blank", "ballots_invalid"):
            assert getattr(shown, name) + getattr(published.withheld_sum, name) == getattr(total, name)
        together = zip(shown.votes, published.withheld_sum.votes, strict=True)
        assert tuple(one + other for one, other in together) == total.votes
        assert published.withheld_sum.opinions is UNSET


def test_a_room_publishes_after_it_announced_the_result(tmp_path: Path) -> None:
    room, poll_id = rooms.open_room(tmp_path, people_count=30, slots=30)
    for place, token in enumerate(rooms.admit_with_slips(room, poll_id, 23)):
        rooms.vote(room, poll_id, token, (0,) if place < 12 else (1, 2) if place < 21 else (place % 5,))
    rooms.bring_to(room, poll_id, "certified")
    with pytest.raises(RuleBroken) as told:
        compose_result_for_recount(room, poll_id)
    assert told.value.code == "ballots_not_public"
    rooms.bring_one(room, poll_id, "published")
    (seen,) = sections(make_recount_page(compose_result_for_recount(room, poll_id)), tmp_path)
    assert seen["same"] == "true"
    assert seen["counted"]["cast"] == 23
    close_meeting_and_boxes(room)
