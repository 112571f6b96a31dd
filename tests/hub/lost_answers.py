"""A line whose answers are lost: the hub did what it was asked, and the station never hears of it."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest

from sukui_desktop.hub import station_line
from sukui_desktop.hub.messages import VerbAsked


class LostAnswers:
    """Loses the answers to one verb while there are `left` to lose."""

    def __init__(self, patched: pytest.MonkeyPatch, verb: str) -> None:
        self.left = 0
        asking = station_line._Line.ask

        def ask(line: Any, path: str, question: msgspec.Struct, kind: Any, seconds: float) -> Any:
            answer: Any
            try:
                answer = asking(line, path, question, kind, seconds)
            finally:
                if isinstance(question, VerbAsked) and question.verb.endswith(verb) and self.left:
                    self.left -= 1
                    raise OSError("the answer was lost")
            return answer

        patched.setattr(station_line._Line, "ask", ask)
