"""What goes where: with --json one document on stdout and everything else on stderr."""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Mapping

from sukui_desktop.assets.messages import error_text
from sukui_desktop.domain.errors import SukuiError

_EVERY_S = 1.0


class Speaker:
    """Speaks to the person at the terminal, or to the program behind it."""

    def __init__(self, *, is_json: bool) -> None:
        self.is_json = is_json
        self._last_s = 0.0

    def say(self, words: str) -> None:
        """Say a line to the person, on stderr."""
        print(words, file=sys.stderr, flush=True)

    def progress(self, words: str, done: int, total: int) -> None:
        """Say how far a long work has come, at most once a second and at its end."""
        now_s = time.monotonic()
        if done == total or now_s - self._last_s >= _EVERY_S:
            self._last_s = now_s
            self.say(f"{words} {done:,}/{total:,}")

    def answer(self, answer: Mapping[str, object]) -> None:
        """Give the command's answer on stdout: as JSON, or its `lines` for people."""
        if self.is_json:
            document = {key: value for key, value in answer.items() if key != "lines"}
            print(json.dumps(document, ensure_ascii=False, indent=2))
            return
        lines = answer.get("lines", ())
        assert isinstance(lines, (list, tuple))
        for line in lines:
            print(line)

    def tell_error(self, error: SukuiError) -> None:
        """Tell a known failure: its sentence on stderr, and with --json its code and facts on stdout."""
        self.say(error_text(error.code, **error.facts))
        if self.is_json:
            failure = {"error": error.code, "facts": error.facts, "exit": error.exit_code}
            print(json.dumps(failure, ensure_ascii=False, indent=2))
