"""Numbers beside marks, as score and cumulative write them: 1 or 2 bytes an option, 0 for an option without a mark."""

from __future__ import annotations

import struct
from abc import abstractmethod
from collections.abc import Sequence
from itertools import compress

from sukui_desktop.domain.errors import RuleBroken
from sukui_desktop.domain.methods.ballot_kind import Answer, BallotKind, Counts, Judgement, Verdict
from sukui_desktop.domain.question.definition import Question

MAX_POINTS = 65_534
"""Most steps a number may have: two bytes an option, of which 0 means that nothing was given."""


class NumberedKind(BallotKind):
    """A kind in which each marked option has a number; the numbers are added up as points."""

    counts = Counts.POINTS
    has_numbers = True

    @abstractmethod
    def _largest_stored_number(self, question: Question) -> int:
        """Return the largest number of steps that is written for an option; 0 where nothing limits it."""

    @abstractmethod
    def _points_stored_as_one(self, question: Question) -> int:
        """Return the points that are written as 1."""

    @abstractmethod
    def _points_bounds(self, question: Question, answer: Answer) -> tuple[int, int]:
        """Return the least and the most points a mark of this answer may have."""

    def _bytes_per_number(self, question: Question) -> int:
        return 1 if 0 < self._largest_stored_number(question) <= 255 else 2

    def bytes_per_ballot(self, question: Question) -> int:
        """Return one number an option, each 1 byte where all fit into it, else 2."""
        return len(question.options) * self._bytes_per_number(question)

    def _encode_answer(self, question: Question, answer: Answer) -> bytes:
        width, least = self._bytes_per_number(question), self._points_stored_as_one(question)
        most = least + 256**width - 2
        if len(answer.points) != len(answer.marks):
            raise RuleBroken("points_beside_marks", points=len(answer.points), marks=len(answer.marks))
        written = bytearray(self.bytes_per_ballot(question))
        for mark, points in zip(answer.marks, answer.points, strict=True):
            if not least <= points <= most:
                raise RuleBroken("points_unwritable", points=points, least=least, most=most)
            written[mark * width : (mark + 1) * width] = (points - least + 1).to_bytes(width, "big")
        return bytes(written)

    def _decode_answer(self, question: Question, plaintext: bytes) -> Answer:
        numbers = unpack_numbers(plaintext, self._bytes_per_number(question))
        shift = self._points_stored_as_one(question) - 1
        marks = tuple(compress(range(len(numbers)), numbers))
        return Answer(marks, tuple([numbers[mark] + shift for mark in marks]))

    def _faults_of_marks(self, question: Question, answer: Answer) -> list[tuple[int, Judgement]]:
        low, high = self._points_bounds(question, answer)
        if low <= min(answer.points) and max(answer.points) <= high:
            return []
        faults = []
        for place, points in enumerate(answer.points):
            if not low <= points <= high:
                code, limit = ("points_too_low", low) if points < low else ("points_too_high", high)
                title = question.options[answer.marks[place]].title
                faults.append((place, Judgement(Verdict.INVALID, code, title, points, limit)))
        return faults


def unpack_numbers(plaintext: bytes, width: int) -> Sequence[int]:
    """Return the numbers of `width` bytes (1 or 2, high byte first) that follow one another in `plaintext`."""
    if width == 1:
        return plaintext
    return struct.unpack(f">{len(plaintext) // 2}H", plaintext)
