"""FreeTextOpinion (토론형): a short text; equal opinions are counted together."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence

from sukui_desktop.domain.errors import RuleBroken
from sukui_desktop.domain.methods.ballot_kind import (
    Answer,
    Asks,
    BallotKind,
    Counts,
    Fault,
    Judgement,
    Verdict,
    judge_empty_ballot,
    malformed_ballot_refusal,
)
from sukui_desktop.domain.question.definition import Question
from sukui_desktop.domain.question.method_and_marking import LETTER_BYTES, Marking, Method

MAX_TEXT_BYTES = 4096
"""Longest opinion: every ballot of the question is as long."""


class FreeTextOpinion(BallotKind):
    """Two bytes length, UTF-8, zeros to the end; no options and nothing to select."""

    method = Method.OPINION
    counts = Counts.OPINIONS
    asks = Asks.TEXT
    makes_list = False
    names_in_favour = False

    def bytes_per_ballot(self, question: Question) -> int:
        """Return the longest text and its length."""
        return 2 + question.marking.text_bytes

    def encode_ballot(self, question: Question, answer: Answer) -> bytes:
        """Return the tidied text as bytes. Raises RuleBroken opinion_too_long."""
        return self._encode_answer(question, answer)

    def _encode_answer(self, question: Question, answer: Answer) -> bytes:
        written = tidy_opinion(answer.opinion).encode("utf-8", "replace")
        if len(written) > question.marking.text_bytes:
            raise RuleBroken("opinion_too_long", length=len(written), limit=question.marking.text_bytes)
        return (len(written).to_bytes(2, "big") + written).ljust(self.bytes_per_ballot(question), b"\0")

    def _decode_answer(self, question: Question, plaintext: bytes) -> Answer:
        end = 2 + int.from_bytes(plaintext[:2], "big")
        if end <= len(plaintext) and not any(plaintext[end:]):
            try:
                return Answer(opinion=plaintext[2:end].decode("utf-8"))
            except UnicodeDecodeError:
                pass
        raise malformed_ballot_refusal(plaintext)

    def judge_ballot(self, question: Question, answer: Answer) -> Judgement:
        """Return whether the tidied text is within the length; nothing written is blank."""
        tidy = tidy_opinion(answer.opinion)
        if not tidy:
            return judge_empty_ballot(question)
        # Opened ballots always pass: tidying may lengthen what another program wrote, but what fitted still counts.
        length = min(len(tidy.encode("utf-8", "replace")), len(answer.opinion.encode("utf-8", "replace")))
        if length > question.marking.text_bytes:
            return Judgement(Verdict.INVALID, "opinion_too_long", "", length, question.marking.text_bytes)
        return Judgement(Verdict.VALID, counted=Answer(opinion=tidy))

    def require_valid_marking(self, question: Question) -> None:
        """Check that there is a text and nothing to mark. Raises RuleBroken opinion_with_options, opinion_length."""
        if question.options or question.groups:
            raise RuleBroken("opinion_with_options", count=len(question.options))
        if any(self.faults_of_marking_in_rule(question.marking, question.max_picks)):
            raise RuleBroken("opinion_length", length=question.marking.text_bytes, most=MAX_TEXT_BYTES)

    def faults_of_marking_in_rule(self, marks: Marking, max_picks: int) -> Iterator[Fault]:
        """Yield a length that no opinion can have."""
        if not 0 < marks.text_bytes <= MAX_TEXT_BYTES:
            yield "question.text_bytes", marks.text_bytes, f"1..{MAX_TEXT_BYTES}"

    def sentences_of_marking_in_rule(
        self, marks: Marking, choices: Sequence[str]
    ) -> Iterator[tuple[str, dict[str, object]]]:
        """Yield how long a text may be."""
        yield "opinion", {"letters": marks.text_bytes // LETTER_BYTES}


def tidy_opinion(text: str) -> str:
    """Return an opinion as it is counted: NFC, every run of white space one space, none at the ends."""
    return " ".join(unicodedata.normalize("NFC", text).split())
