"""Each step of a poll starts where the design draws it; quorum, turnout and ballot accounting at their edges."""

from __future__ import annotations

import unicodedata
from typing import cast

import pytest

from sukui_desktop.domain.ballot_accounting import BallotAccounting, account_for_ballots, turnout_in_steps
from sukui_desktop.domain.changed_tables import NOTHING, Changes
from sukui_desktop.domain.errors import BadInput, RuleBroken, StorageFault, SukuiError, VerifyFailed
from sukui_desktop.domain.poll_steps import STEPS, next_poll_state
from sukui_desktop.domain.quorum import QuorumRule, judge_quorum, people_needed_for_quorum
from sukui_desktop.domain.seal_words import seal_words
from sukui_desktop.domain.two_people import require_two_different_names
from sukui_desktop.models.ids import StreamId, derive_id_from_entry
from sukui_desktop.models.meeting import QuorumBase
from sukui_desktop.models.poll import PollState

STATES = sorted({state for sources, target in STEPS.values() for state in (*sources, target)})
DRAWN = {
    ("drafted", "make_ready"): "ready",
    ("ready", "withdraw"): "drafted",
    ("ready", "open"): "open",
    ("open", "pause"): "paused",
    ("paused", "resume"): "open",
    ("open", "close"): "closed",
    ("paused", "close"): "closed",
    ("closed", "count"): "counted",
    ("counted", "challenge"): "challenged",
    ("challenged", "select"): "selected",
    ("counted", "recount"): "counted",
    ("challenged", "recount"): "counted",
    ("closed", "reopen"): "paused",
    ("selected", "certify"): "certified",
    ("certified", "publish"): "published",
    ("published", "seal"): "sealed",
    **{
        (state, "void"): "void"
        for state in ("drafted", "ready", "open", "paused", "closed", "counted", "challenged", "selected")
    },
}


@pytest.mark.parametrize("verb", sorted(STEPS))
@pytest.mark.parametrize("state", STATES)
def test_every_step_from_every_state(state: str, verb: str) -> None:
    if (state, verb) in DRAWN:
        assert next_poll_state(PollState(state), verb) == DRAWN[state, verb]
    else:
        with pytest.raises(RuleBroken) as refused:
            next_poll_state(PollState(state), verb)
        assert (refused.value.code, refused.value.facts) == ("poll_step", {"state": state, "verb": verb})


def test_two_people_are_two_different_names() -> None:
    assert require_two_different_names((" 김  하나", "이두리 ")) == ("김 하나", "이두리")


@pytest.mark.parametrize("names", [(), ("가",), ("가", "나", "다"), ("가", ""), ("가", "  "), ("·", "가")])
def test_anything_else_is_refused(names: tuple[str, ...]) -> None:
    with pytest.raises(RuleBroken) as refused:
        require_two_different_names(names)
    assert refused.value.code == "two_people_needed"


@pytest.mark.parametrize(
    "names",
    [
        ("김 하나", "김  하나 "),
        ("곽도원", "곽 도원"),
        ("Kim Hana", "kim hana"),
        ("김하나", unicodedata.normalize("NFD", "김하나")),
        ("김하나", "김·하나"),
        ("ＫＩＭ", "Kim"),
    ],
)
def test_one_person_written_twice_is_not_two(names: tuple[str, str]) -> None:
    """Fails where names are compared letter by letter: 곽도원 and 곽 도원 certified as two people (0.2.0)."""
    with pytest.raises(RuleBroken) as refused:
        require_two_different_names(names)
    assert refused.value.code == "two_people_alike"


@pytest.mark.parametrize(("enrolled", "needed"), [(0, 1), (1, 1), (2, 2), (99, 50), (100, 51), (101, 51), (2999, 1500)])
def test_more_than_half(enrolled: int, needed: int) -> None:
    assert people_needed_for_quorum(QuorumRule(base=QuorumBase.ENROLLED), enrolled) == needed


@pytest.mark.parametrize(("enrolled", "needed"), [(0, 0), (1, 1), (3, 1), (4, 2), (300, 100), (301, 101)])
def test_a_third_or_more(enrolled: int, needed: int) -> None:
    rule = QuorumRule(base=QuorumBase.ENROLLED, numerator=1, denominator=3, is_more_than=False)
    assert people_needed_for_quorum(rule, enrolled) == needed


def test_a_fixed_number_needs_no_roster() -> None:
    judged = judge_quorum(QuorumRule(base=QuorumBase.FIXED, fixed=30), enrolled=0, present=30)
    assert (judged.needed, judged.base_size, judged.is_met) == (30, 30, True)
    assert not judge_quorum(QuorumRule(base=QuorumBase.FIXED, fixed=30), enrolled=500, present=29).is_met


def test_an_empty_roster_never_makes_a_quorum() -> None:
    rule = QuorumRule(base=QuorumBase.ENROLLED, numerator=0, denominator=1, is_more_than=False)
    assert not judge_quorum(rule, enrolled=0, present=0).is_met


@pytest.mark.parametrize(
    "rule",
    [
        QuorumRule(base=cast("QuorumBase", "town")),
        QuorumRule(base=QuorumBase.ENROLLED, denominator=0),
        QuorumRule(base=QuorumBase.ENROLLED, numerator=3, denominator=2),
        QuorumRule(base=QuorumBase.ENROLLED, numerator=-1),
        QuorumRule(base=QuorumBase.FIXED, fixed=-1),
    ],
)
def test_a_share_that_is_none_is_refused(rule: QuorumRule) -> None:
    with pytest.raises(RuleBroken) as refused:
        people_needed_for_quorum(rule, 10)
    assert refused.value.code == "quorum_rule"


def test_the_ballot_accounting_finds_the_slips_that_did_not_come_back() -> None:
    closed = account_for_ballots(issued=10, cast=6, spoiled=1, returned=1)
    assert closed == BallotAccounting(issued=10, cast=6, spoiled=1, returned=1, not_returned=2)


@pytest.mark.parametrize("numbers", [(5, 6, 0, 0), (5, 3, 2, 1), (-1, 0, 0, 0), (5, -1, 0, 0), (5, 6, -1, 0)])
def test_a_ballot_accounting_that_cannot_be_true_is_refused(numbers: tuple[int, int, int, int]) -> None:
    issued, cast, spoiled, returned = numbers
    with pytest.raises(RuleBroken) as refused:
        account_for_ballots(issued=issued, cast=cast, spoiled=spoiled, returned=returned)
    assert refused.value.code == "ballot_accounting_impossible"


@pytest.mark.parametrize(("cast", "shown"), [(0, 0), (4, 0), (5, 5), (9, 5), (10, 10), (1199, 1195)])
def test_turnout_shows_in_steps_of_five(cast: int, shown: int) -> None:
    assert turnout_in_steps(cast) == shown


def test_ids_are_the_same_at_every_replay_and_different_for_every_thing() -> None:
    stream = StreamId("ab" * 32)
    made = {derive_id_from_entry(stream, seq, index) for seq in range(50) for index in range(3)}
    assert len(made) == 150
    assert derive_id_from_entry(stream, 7) == derive_id_from_entry(stream, 7, 0)
    assert all(len(name) == 16 and name == name.lower() for name in made)
    assert derive_id_from_entry(stream, 0) != derive_id_from_entry(StreamId("cd" * 32), 0)


def test_changes_add_up() -> None:
    both = Changes(frozenset({"poll"}), frozenset({"a"})) | Changes(frozenset({"item"}), frozenset({"b"}))
    assert both == Changes(frozenset({"poll", "item"}), frozenset({"a", "b"}))
    assert both.touches("note", "item")
    assert not both.touches("note")
    assert both
    assert not NOTHING


def test_an_error_tells_its_code_and_facts() -> None:
    told = BadInput("pb_cost", line=3, value="x")
    assert str(told) == "pb_cost line=3 value='x'"
    assert told.facts == {"line": 3, "value": "x"}
    assert str(SukuiError("plain")) == "plain"
    assert [kind.exit_code for kind in (RuleBroken, StorageFault, VerifyFailed)] == [3, 4, 5]


def test_four_words_come_from_the_first_bytes_of_a_hash() -> None:
    words = tuple(f"말{n}" for n in range(256))
    assert seal_words(bytes((3, 0, 255, 17)) + bytes(28), words) == ("말3", "말0", "말255", "말17")
