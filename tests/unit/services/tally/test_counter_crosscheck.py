"""Two counters go over every file; a difference is no result."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from sukui_desktop.domain.counting.second_counter import count_ballots_by_columns
from sukui_desktop.domain.counting.tally_figures import Tally
from sukui_desktop.domain.errors import VerifyFailed
from sukui_desktop.domain.methods.ballot_kind import Answer
from sukui_desktop.domain.methods.registry import encode_answer
from sukui_desktop.domain.question.definition import Option, Question
from sukui_desktop.domain.question.method_and_marking import Method
from sukui_desktop.services.tally import counter_crosscheck
from sukui_desktop.services.tally.counter_crosscheck import count_and_require_agreement

OPTIONS = tuple(Option(code=code, title=code, cost=1) for code in "ABC")
QUESTION = Question(title="", method=Method.APPROVAL, options=OPTIONS, groups=(), min_picks=0, max_picks=2)
BALLOTS = [encode_answer(QUESTION, Answer(marks)) for marks in ((0, 1), (0,), (), (0, 1, 2))]


def test_what_both_find_is_the_count() -> None:
    tally = count_and_require_agreement(QUESTION, BALLOTS, "city.pb")
    assert (tally.votes, tally.ballots_valid, tally.ballots_blank, tally.ballots_invalid) == ((2, 1, 0), 2, 1, 1)


def test_no_ballot_at_all_is_counted_too() -> None:
    assert count_and_require_agreement(QUESTION, [], "city.pb").ballots_cast == 0


def test_a_bug_in_either_is_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    right = count_ballots_by_columns

    def wrong(question: Question, ballots: bytes) -> Tally:
        tally = right(question, ballots)
        return replace(tally, votes=(tally.votes[0] + 1, *tally.votes[1:]))

    monkeypatch.setattr(counter_crosscheck, "count_ballots_by_columns", wrong)
    with pytest.raises(VerifyFailed, match="counters_differ") as caught:
        count_and_require_agreement(QUESTION, BALLOTS, "city.pb")
    assert caught.value.facts == {"poll": "city.pb", "what": "votes"}
