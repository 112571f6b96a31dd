"""A ballot as bytes of one length and the judgement over its marks: the same on the kiosk and at the count."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import msgspec

from sukui_desktop.domain.definition import Question
from sukui_desktop.domain.errors import RuleBroken

VALID = "valid"
BLANK = "blank"
INVALID = "invalid"


class Answer(msgspec.Struct, frozen=True):
    """What one voter says to one question, whatever its method."""

    marks: tuple[int, ...] = ()
    """Indexes into `Question.options`; best first for a ranking, ascending otherwise."""
    points: tuple[int, ...] = ()
    """Beside `marks` for score and cumulative, one number a mark."""
    opinion: str = ""


class Judgement(msgspec.Struct, frozen=True):
    """What a ballot is: valid, blank or invalid, and for an invalid one why (code, facts)."""

    verdict: str
    code: str = ""
    name: str = ""
    """The group concerned, or ''."""
    picked: int = 0
    limit: int = 0


def plaintext_length(question: Question) -> int:
    """Return the number of bytes of every ballot of this question: one bit an option."""
    return (len(question.options) + 7) // 8


def encode_marks(question: Question, marks: Iterable[int]) -> bytes:
    """Write marks (indexes into `question.options`) as bits; option 0 is the highest bit of the first byte.

    Raises RuleBroken mark_unknown for an index that is not on the ballot.
    """
    bits = bytearray(plaintext_length(question))
    for mark in marks:
        if not 0 <= mark < len(question.options):
            raise RuleBroken("mark_unknown", mark=mark)
        bits[mark >> 3] |= 0x80 >> (mark & 7)
    return bytes(bits)


def decode_marks(question: Question, plaintext: bytes) -> tuple[int, ...]:
    """Read the marks back, ascending.

    Raises RuleBroken ballot_malformed when the length differs or a bit beyond the last option is set.
    """
    size = len(question.options)
    if len(plaintext) != plaintext_length(question):
        raise RuleBroken("ballot_malformed", length=len(plaintext), expected=plaintext_length(question))
    value = int.from_bytes(plaintext, "big")
    spare = len(plaintext) * 8 - size
    if value & ((1 << spare) - 1):
        raise RuleBroken("ballot_malformed", length=len(plaintext), expected=size)
    value >>= spare
    marks = []
    while value:
        top = value.bit_length() - 1
        marks.append(size - 1 - top)
        value ^= 1 << top
    return tuple(marks)


def judge_marks(question: Question, marks: Sequence[int]) -> Judgement:
    """Say whether these marks are a valid, blank or invalid answer.

    A blank ballot is apart from an invalid one. One broken limit makes the whole ballot invalid (domain.md §3, 2014).
    """
    if not marks:
        if question.allows_blank:
            return Judgement(BLANK)
        return Judgement(INVALID, "blank_not_allowed")
    picked = len(marks)
    if picked > question.max_picks:
        return Judgement(INVALID, "too_many_picks", "", picked, question.max_picks)
    if picked < question.min_picks:
        return Judgement(INVALID, "too_few_picks", "", picked, question.min_picks)
    return _judge_groups(question, marks)


def _judge_groups(question: Question, marks: Sequence[int]) -> Judgement:
    counts = dict.fromkeys((group.name for group in question.groups), 0)
    if counts:
        for mark in marks:
            counts[question.options[mark].group] += 1
    for group in question.groups:
        picked = counts[group.name]
        if picked > group.max_picks:
            return Judgement(INVALID, "too_many_in_group", group.name, picked, group.max_picks)
        if picked < group.min_picks:
            return Judgement(INVALID, "too_few_in_group", group.name, picked, group.min_picks)
    return Judgement(VALID)
