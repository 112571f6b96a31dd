"""A ballot as bytes of one length and the judgement over its marks: the same on the kiosk and at the count."""

from __future__ import annotations

import struct
import unicodedata
from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from itertools import compress

import msgspec

from sukui_desktop.domain.errors import RuleBroken
from sukui_desktop.domain.question.definition import Question
from sukui_desktop.domain.question.marking import (
    APPROVAL,
    CHOICE,
    CUMULATIVE,
    OPINION,
    RANKING,
    SCORE,
    SINGLE_MARK,
    WHOLE_BALLOT,
)

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
    """What a ballot is: valid, blank or invalid, and which limit it broke first (code, facts).

    A valid ballot has a code where a group or a mark of it does not count.
    """

    verdict: str
    code: str = ""
    name: str = ""
    """The group or the title of the option concerned, or ''."""
    picked: int = 0
    limit: int = 0
    counted: Answer = Answer()
    """What counts of a valid ballot; of a ranking with the points of each mark's place, of an opinion tidied."""


def plaintext_length(question: Question) -> int:
    """Return the number of bytes of every ballot of this question."""
    method, size = question.method, len(question.options)
    if method in (APPROVAL, CHOICE):
        return (size + 7) // 8
    if method == RANKING:
        return 2 * question.max_picks
    if method == OPINION:
        return 2 + question.marking.text_bytes
    return size * _width(question)


def encode_answer(question: Question, answer: Answer) -> bytes:
    """Write an answer, valid or not, as bytes of the one length (docs/formats/ballot.md).

    Raises RuleBroken: mark_unknown for an index that is not on the ballot, mark_twice (any method but ranking),
    points_beside_marks, points_unwritable, too_many_places, opinion_too_long.
    """
    if question.method == OPINION:
        return _encode_opinion(question, answer.opinion)
    size = len(question.options)
    for mark in answer.marks:
        if not 0 <= mark < size:
            raise RuleBroken("mark_unknown", mark=mark)
    if question.method == RANKING:
        return _encode_ranking(question, answer.marks)
    if len(set(answer.marks)) != len(answer.marks):
        raise RuleBroken("mark_twice", count=len(answer.marks))
    if question.method in (APPROVAL, CHOICE):
        bits = sum(1 << (size - 1 - mark) for mark in answer.marks)
        return (bits << (-size % 8)).to_bytes(plaintext_length(question), "big")
    return _encode_points(question, answer)


def decode_answer(question: Question, plaintext: bytes) -> Answer:
    """Read an answer back; marks ascend, except those of a ranking.

    Raises RuleBroken ballot_malformed when the length differs or the bytes are none that an answer could have.
    """
    length = plaintext_length(question)
    if len(plaintext) != length:
        raise RuleBroken("ballot_malformed", length=len(plaintext), expected=length)
    if question.method in (APPROVAL, CHOICE):
        return Answer(_decode_bits(len(question.options), plaintext))
    if question.method == RANKING:
        return Answer(_decode_ranking(len(question.options), plaintext))
    if question.method == OPINION:
        return Answer(opinion=_decode_opinion(plaintext))
    return _decode_points(question, plaintext)


def judge_answer(question: Question, answer: Answer) -> Judgement:
    """Say whether this is a valid, blank or invalid answer, and what of it counts.

    A blank ballot is apart from an invalid one. A broken limit voids the larger of its own unit and the question's
    `invalidity`: a limit of the whole ballot always all of it (docs/sources.md, "Past votes": 2014). Where several are
    broken, the code is that of the whole ballot first, then of a mark, then of a group.
    """
    if question.method == OPINION:
        return _judge_opinion(question, answer.opinion)
    if not answer.marks:
        return Judgement(BLANK) if question.allows_blank else Judgement(INVALID, "blank_not_allowed")
    broken = _judge_whole(question, answer)
    if broken is not None:
        return broken
    if not question.groups and question.method in (APPROVAL, CHOICE):
        return Judgement(VALID, counted=answer)
    return _judge_parts(question, answer)


def tidy_opinion(text: str) -> str:
    """Return an opinion as it is counted: NFC, every run of white space one space, none at the ends."""
    return " ".join(unicodedata.normalize("NFC", text).split())


def _width(question: Question) -> int:
    marking = question.marking
    if question.method == SCORE:
        return 2 if marking.high - marking.low + 1 > 255 else 1
    return 1 if 0 < (marking.high or marking.most_points) <= 255 else 2


def _encode_ranking(question: Question, marks: tuple[int, ...]) -> bytes:
    if len(marks) > question.max_picks:
        raise RuleBroken("too_many_places", picked=len(marks), limit=question.max_picks)
    return b"".join((mark + 1).to_bytes(2, "big") for mark in marks).ljust(plaintext_length(question), b"\0")


def _encode_points(question: Question, answer: Answer) -> bytes:
    width = _width(question)
    least = question.marking.low if question.method == SCORE else 1
    most = least + 256**width - 2
    if len(answer.points) != len(answer.marks):
        raise RuleBroken("points_beside_marks", points=len(answer.points), marks=len(answer.marks))
    written = bytearray(plaintext_length(question))
    for mark, points in zip(answer.marks, answer.points, strict=True):
        if not least <= points <= most:
            raise RuleBroken("points_unwritable", points=points, least=least, most=most)
        written[mark * width : (mark + 1) * width] = (points - least + 1).to_bytes(width, "big")
    return bytes(written)


def _encode_opinion(question: Question, text: str) -> bytes:
    written = tidy_opinion(text).encode("utf-8", "replace")
    if len(written) > question.marking.text_bytes:
        raise RuleBroken("opinion_too_long", length=len(written), limit=question.marking.text_bytes)
    return (len(written).to_bytes(2, "big") + written).ljust(plaintext_length(question), b"\0")


def _decode_bits(size: int, plaintext: bytes) -> tuple[int, ...]:
    value, spare = int.from_bytes(plaintext, "big"), -size % 8
    if value & ((1 << spare) - 1):
        raise RuleBroken("ballot_malformed", length=len(plaintext), expected=len(plaintext))
    value >>= spare
    marks = []
    while value:
        top = value.bit_length()
        marks.append(size - top)
        value ^= 1 << (top - 1)
    return tuple(marks)


def _decode_ranking(size: int, plaintext: bytes) -> tuple[int, ...]:
    places = _numbers(plaintext, 2)
    filled = places.index(0) if 0 in places else len(places)
    if any(places[filled:]) or max(places) > size:
        raise RuleBroken("ballot_malformed", length=len(plaintext), expected=len(plaintext))
    return tuple([place - 1 for place in places[:filled]])


def _decode_points(question: Question, plaintext: bytes) -> Answer:
    numbers = _numbers(plaintext, _width(question))
    shift = question.marking.low - 1 if question.method == SCORE else 0
    marks = tuple(compress(range(len(numbers)), numbers))
    return Answer(marks, tuple([numbers[mark] + shift for mark in marks]))


def _decode_opinion(plaintext: bytes) -> str:
    end = 2 + int.from_bytes(plaintext[:2], "big")
    if end <= len(plaintext) and not any(plaintext[end:]):
        try:
            return plaintext[2:end].decode("utf-8")
        except UnicodeDecodeError:
            pass
    raise RuleBroken("ballot_malformed", length=len(plaintext), expected=len(plaintext))


def _numbers(plaintext: bytes, width: int) -> Sequence[int]:
    if width == 1:
        return plaintext
    return struct.unpack(f">{len(plaintext) // 2}H", plaintext)


def _judge_opinion(question: Question, text: str) -> Judgement:
    tidy = tidy_opinion(text)
    if not tidy:
        return Judgement(BLANK) if question.allows_blank else Judgement(INVALID, "blank_not_allowed")
    # Opened ballots always pass: tidying may lengthen what another program wrote, but what fitted still counts.
    length = min(len(tidy.encode("utf-8", "replace")), len(text.encode("utf-8", "replace")))
    if length > question.marking.text_bytes:
        return Judgement(INVALID, "opinion_too_long", "", length, question.marking.text_bytes)
    return Judgement(VALID, counted=Answer(opinion=tidy))


def _judge_whole(question: Question, answer: Answer) -> Judgement | None:
    """Hold the marks as they were cast against the limits of the whole ballot; a voided mark is one of them."""
    picked, marking = len(answer.marks), question.marking
    if picked > question.max_picks:
        return Judgement(INVALID, "too_many_picks", "", picked, question.max_picks)
    if picked < question.min_picks:
        return Judgement(INVALID, "too_few_picks", "", picked, question.min_picks)
    if marking.cost_limit:
        cost = sum(question.options[mark].cost for mark in answer.marks)
        if cost > marking.cost_limit:
            return Judgement(INVALID, "too_costly", "", cost, marking.cost_limit)
    if question.method == CUMULATIVE:
        points = sum(answer.points)
        if points < marking.least_points:
            return Judgement(INVALID, "too_few_points", "", points, marking.least_points)
        if 0 < marking.most_points < points:
            return Judgement(INVALID, "too_many_points", "", points, marking.most_points)
    return None


def _judge_parts(question: Question, answer: Answer) -> Judgement:
    """Void what marks and groups break of their own limits; the ballot is invalid when nothing stands."""
    invalidity = question.marking.invalidity
    voided: set[int] = set()
    broken = None
    for place, fault in _mark_faults(question, answer):
        broken = broken or fault
        voided |= {place} if invalidity == SINGLE_MARK else _group_places(question, answer, place)
    for fault in _group_faults(question, answer, voided) if question.groups else ():
        broken = broken or fault
        voided |= {p for p, mark in enumerate(answer.marks) if question.options[mark].group == fault.name}
    if broken is None:
        return Judgement(VALID, counted=_counted(question, answer, voided))
    if invalidity == WHOLE_BALLOT or len(voided) == len(answer.marks):
        return broken
    return Judgement(VALID, broken.code, broken.name, broken.picked, broken.limit, _counted(question, answer, voided))


def _mark_faults(question: Question, answer: Answer) -> list[tuple[int, Judgement]]:
    """Return the place and the fault of every mark that breaks a limit of its own."""
    if question.method in (APPROVAL, CHOICE):
        return []
    if question.method == RANKING:
        return _ranked_twice(question, answer.marks)
    is_score, marking = question.method == SCORE, question.marking
    low = marking.low if is_score else min(answer.points)
    high = marking.high if is_score or marking.high else max(answer.points)
    if low <= min(answer.points) and max(answer.points) <= high:
        return []
    faults = []
    for place, points in enumerate(answer.points):
        if not low <= points <= high:
            code, limit = ("points_too_low", low) if points < low else ("points_too_high", high)
            title = question.options[answer.marks[place]].title
            faults.append((place, Judgement(INVALID, code, title, points, limit)))
    return faults


def _ranked_twice(question: Question, marks: tuple[int, ...]) -> list[tuple[int, Judgement]]:
    """Return every later mention of an option, with its place counted from 1."""
    if len(set(marks)) == len(marks):
        return []
    return [
        (place, Judgement(INVALID, "ranked_twice", question.options[mark].title, place + 1, marks.index(mark) + 1))
        for place, mark in enumerate(marks)
        if mark in marks[:place]
    ]


def _group_places(question: Question, answer: Answer, place: int) -> set[int]:
    """Return the places of all marks in the group of one of them; all there are where it has no group."""
    name = question.options[answer.marks[place]].group
    if all(group.name != name for group in question.groups):
        return set(range(len(answer.marks)))
    return {p for p, mark in enumerate(answer.marks) if question.options[mark].group == name}


def _group_faults(question: Question, answer: Answer, voided: AbstractSet[int]) -> list[Judgement]:
    counts = dict.fromkeys([group.name for group in question.groups], 0)
    for place, mark in enumerate(answer.marks):
        group_name = question.options[mark].group
        if place not in voided and group_name in counts:
            counts[group_name] += 1
    faults = []
    for group in question.groups:
        picked = counts[group.name]
        if picked > group.max_picks:
            faults.append(Judgement(INVALID, "too_many_in_group", group.name, picked, group.max_picks))
        elif picked < group.min_picks:
            faults.append(Judgement(INVALID, "too_few_in_group", group.name, picked, group.min_picks))
    return faults


def _counted(question: Question, answer: Answer, voided: AbstractSet[int]) -> Answer:
    points = question.marking.place_points[: len(answer.marks)] if question.method == RANKING else answer.points
    if not voided:
        return Answer(answer.marks, points) if question.method == RANKING else answer
    stands = [place not in voided for place in range(len(answer.marks))]
    return Answer(tuple(compress(answer.marks, stands)), tuple(compress(points, stands)))
