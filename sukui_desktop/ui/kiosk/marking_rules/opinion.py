"""토론형: one short text, never longer than its field on the ballot."""

from __future__ import annotations

from sukui_desktop.domain.methods.ballot_kind import Answer
from sukui_desktop.domain.methods.opinion import tidy_opinion
from sukui_desktop.domain.question.definition import Question
from sukui_desktop.ui.kiosk.marking_rules.base import VoterMarking

BYTES_OF_A_SYLLABLE = 3
"""UTF-8 of a Hangul syllable."""


class OpinionMarking(VoterMarking):
    """The voter's own words, tidied as they will be counted."""

    def __init__(self, question: Question, currency: str = "KRW") -> None:
        super().__init__(question, currency)
        self._opinion = ""

    @property
    def answer(self) -> Answer:
        """The text."""
        return Answer(opinion=self._opinion)

    @property
    def choice_or_opinion_words(self) -> str:
        """The text."""
        return self._opinion

    @property
    def bytes_left(self) -> int:
        """Bytes (UTF-8) that may still be written; a Hangul syllable takes `BYTES_OF_A_SYLLABLE`."""
        return self.question.marking.text_bytes - len(self._opinion.encode())

    def take_typed_opinion(self, typed: str) -> bool:
        """Take the text of the field; return False and change nothing when it is too long."""
        tidy = tidy_opinion(typed)
        if len(tidy.encode()) > self.question.marking.text_bytes:
            return False
        self._opinion = tidy
        return True

    def wipe(self) -> None:
        """Forget the voter."""
        self._opinion = ""
