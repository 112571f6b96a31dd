"""Choice (찬반): one of a few words that are not projects, such as 찬성 · 반대 · 기권; a motion may be put with it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from sukui_desktop.domain.errors import RuleBroken
from sukui_desktop.domain.methods.approval import Approval
from sukui_desktop.domain.methods.ballot_kind import Answer, Asks, Chance
from sukui_desktop.domain.question.definition import Question
from sukui_desktop.domain.question.method_and_marking import Marking, Method


class Choice(Approval):
    """One mark, written as an approval; its options are not ranked into a list."""

    method = Method.CHOICE
    asks = Asks.BUTTONS
    makes_list = False
    offers_choices = True
    names_in_favour = False
    vote_type = "choose-1"

    def require_valid_marking(self, question: Question) -> None:
        """Check that exactly one choice can be marked. Raises RuleBroken choice_is_one."""
        if question.max_picks != 1:
            raise RuleBroken("choice_is_one", most=question.max_picks)

    def sentences_of_marking_in_rule(
        self, marks: Marking, choices: Sequence[str]
    ) -> Iterator[tuple[str, dict[str, object]]]:
        """Yield what there is to choose from."""
        if choices:
            yield "choice", {"choices": " · ".join(choices)}

    def simulate_answer(self, question: Question, picked: Sequence[int], random: Chance) -> Answer:
        """Return the choice that is liked best."""
        return Answer(tuple(picked[:1]))
