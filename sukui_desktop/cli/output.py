"""What a command prints: with --json one document on stdout, everything else on stderr; exact numbers."""

from __future__ import annotations

import io
import json
import os
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from fractions import Fraction

from sukui_desktop.assets.messages import error_text
from sukui_desktop.domain.errors import StorageFault, SukuiError
from sukui_desktop.domain.money import money_as_decimal_text

Document = dict[str, object]
"""A command's document; `lines` is what people read instead of it."""
_PROGRESS_EVERY_S = 1.0


class OutputLost(StorageFault):
    """The answer could not be written on stdout: the disk behind it is full or gone."""


class Output:
    """The two streams of one command."""

    def __init__(self, *, is_json: bool) -> None:
        self.is_json = is_json
        self._last_s = 0.0

    def write_note(self, words: str) -> None:
        """Write a line for the person, on stderr."""
        if sys.stderr is not None:
            print(words, file=sys.stderr, flush=True)

    def write_progress(self, words: str, done: int, total: int) -> None:
        """Write how far a long work has come, at most once a second and at its end."""
        now_s = time.monotonic()
        if done == total or now_s - self._last_s >= _PROGRESS_EVERY_S:
            self._last_s = now_s
            self.write_note(f"{words} {done:,}/{total:,}")

    def write_answer(self, answer: Mapping[str, object]) -> None:
        """Write the command's answer on stdout: as JSON, or its `lines` for people. Raises OutputLost."""
        if self.is_json:
            _write_json({key: value for key, value in answer.items() if key != "lines"})
            return
        lines = answer.get("lines", ())
        assert isinstance(lines, (list, tuple))
        with _stdout_errors_as_output_lost():
            for line in lines:
                print(line)

    def flush_output(self) -> None:
        """Write out what is still held back. Raises OutputLost."""
        if sys.stdout is not None:
            with _stdout_errors_as_output_lost():
                sys.stdout.flush()

    def write_refusal(self, error: SukuiError) -> None:
        """Write a known failure: its sentence on stderr, and with --json its code and facts on stdout.

        Raises OutputLost.
        """
        self.write_note(error_text(error.code, **error.facts))
        if self.is_json:
            _write_json({"error": error.code, "facts": error.facts, "exit": error.exit_code})


def number_or_fraction_text(score: int | Fraction) -> int | str:
    """Return a whole number as it is and any other as "n/d"."""
    exact = Fraction(score)
    return exact.numerator if exact.denominator == 1 else f"{exact.numerator}/{exact.denominator}"


def amount_or_decimal_text(amount: int, currency: str) -> int | str:
    """Return whole units of the currency as a number, an amount with a part of one as "12.5"."""
    written = money_as_decimal_text(amount, currency)
    return int(written) if written.isdigit() else written


def _write_json(document: Mapping[str, object]) -> None:
    # A stream that cannot write Korean gets JSON's own escapes: those of `escape_letters_the_streams_lack` are not
    # JSON.
    encoding = str(getattr(sys.stdout, "encoding", None) or "utf-8").lower().replace("-", "")
    with _stdout_errors_as_output_lost():
        print(json.dumps(document, ensure_ascii=encoding != "utf8", indent=2))


@contextmanager
def _stdout_errors_as_output_lost() -> Iterator[None]:
    try:
        yield
    except BrokenPipeError:
        raise
    except OSError as error:
        raise OutputLost("output_lost") from error


def escape_letters_the_streams_lack() -> None:
    """Let both streams write a letter that their encoding lacks as an escape instead of failing."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")


def discard_stdout() -> None:
    """Send what is still held back nowhere, so that the end of the program does not fail on it again."""
    try:
        number = sys.stdout.fileno()
    except (AttributeError, OSError, ValueError):  # closed, or no file at all
        return
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, number)
    os.close(nowhere)
