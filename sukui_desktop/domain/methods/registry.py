"""The kinds of ballot by their word, and what is asked of a ballot through its question."""

from __future__ import annotations

from collections.abc import Mapping

from sukui_desktop.domain.methods.approval import Approval
from sukui_desktop.domain.methods.ballot_kind import Answer, BallotKind, Judgement
from sukui_desktop.domain.methods.choice import Choice
from sukui_desktop.domain.methods.cumulative import Cumulative
from sukui_desktop.domain.methods.opinion import FreeTextOpinion
from sukui_desktop.domain.methods.ranking import Ranking
from sukui_desktop.domain.methods.score import Score
from sukui_desktop.domain.question.definition import Definition, Question
from sukui_desktop.domain.question.method_and_marking import Method

BALLOT_KINDS: Mapping[Method, BallotKind] = {
    kind.method: kind for kind in (Approval(), Choice(), Score(), Ranking(), Cumulative(), FreeTextOpinion())
}


def ballot_kind_of(question: Question) -> BallotKind:
    """Return the kind of a question's ballots."""
    return BALLOT_KINDS[question.method]


def does_question_make_list(definition: Definition) -> bool:
    """Return whether the question makes a list of projects, not a motion or a table of opinions."""
    return ballot_kind_of(definition.question).makes_list


def plaintext_ballot_length(question: Question) -> int:
    """Return the number of bytes of every ballot of this question."""
    return ballot_kind_of(question).bytes_per_ballot(question)


def split_ballots(question: Question, ballots: bytes) -> list[bytes]:
    """Return ballots that follow one another; a last one that is cut short is there as it is."""
    length = plaintext_ballot_length(question)
    return [ballots[at : at + length] for at in range(0, len(ballots), length)]


def encode_answer(question: Question, answer: Answer) -> bytes:
    """Return an answer, valid or not, as bytes of the one length. Raises RuleBroken of `BallotKind.encode_ballot`."""
    return ballot_kind_of(question).encode_ballot(question, answer)


def decode_answer(question: Question, plaintext: bytes) -> Answer:
    """Return the answer that bytes hold. Raises RuleBroken ballot_malformed."""
    return ballot_kind_of(question).decode_ballot(question, plaintext)


def judge_answer(question: Question, answer: Answer) -> Judgement:
    """Return whether this is a valid, blank or invalid answer, and what of it counts (`BallotKind.judge_ballot`)."""
    return ballot_kind_of(question).judge_ballot(question, answer)
