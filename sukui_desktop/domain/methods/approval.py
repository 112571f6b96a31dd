"""Approval (복수선택, 정확히 k개, 예산한도): options are marked or not, one bit each."""

from __future__ import annotations

from sukui_desktop.domain.methods.ballot_kind import Answer, BallotKind, malformed_ballot_refusal
from sukui_desktop.domain.question.definition import Question
from sukui_desktop.domain.question.method_and_marking import Method


class Approval(BallotKind):
    """Marks without numbers; votes are counted."""

    method = Method.APPROVAL
    vote_type = "approval"
    vote_types_read = ("approval", "choose-1")

    def bytes_per_ballot(self, question: Question) -> int:
        """Return one bit an option, in whole bytes."""
        return (len(question.options) + 7) // 8

    def _encode_answer(self, question: Question, answer: Answer) -> bytes:
        size = len(question.options)
        bits = sum(1 << (size - 1 - mark) for mark in answer.marks)
        return (bits << (-size % 8)).to_bytes(self.bytes_per_ballot(question), "big")

    def _decode_answer(self, question: Question, plaintext: bytes) -> Answer:
        size = len(question.options)
        value, spare = int.from_bytes(plaintext, "big"), -size % 8
        if value & ((1 << spare) - 1):
            raise malformed_ballot_refusal(plaintext)
        value >>= spare
        marks = []
        while value:
            top = value.bit_length()
            marks.append(size - top)
            value ^= 1 << (top - 1)
        return Answer(tuple(marks))
