"""The error tree: refusals and faults of the world, each a code with facts; anything else is a bug.

SukuiError
├── RuleBroken      the rules of the meeting forbid it              exit 3
├── NotFound        what was named is not in the meeting            exit 3
├── Conflict        somebody else changed it first                  exit 3
├── BadInput        a file or a field that cannot be read           exit 3
├── SyncRefused     the other side refused                            exit 3
├── StorageFault    disk or file: full, locked, corrupt, ...        exit 4
├── DeviceFault     a printer, a screen, a scanner                  exit 4
└── VerifyFailed    the record does not agree with itself           exit 5

Every error is a code and facts; `resources/i18n/ko/errors/` turns them into a Korean sentence.
"""

from __future__ import annotations

from typing import ClassVar

Fact = str | int | tuple[str, ...]
"""What a fact of an error may be: shown to people as it is."""


class SukuiError(Exception):
    """A known failure: a code from the message table and the facts that fill its sentence in."""

    exit_code: ClassVar[int] = 3

    def __init__(self, code: str, **facts: Fact) -> None:
        super().__init__(code, facts)
        self.code = code
        self.facts = facts

    def __str__(self) -> str:
        facts = " ".join(f"{name}={value!r}" for name, value in self.facts.items())
        return f"{self.code} {facts}".rstrip()


class RuleBroken(SukuiError):
    """The rules of the meeting forbid what was asked."""


class NotFound(SukuiError):
    """What was named is not in this meeting."""


class Conflict(SukuiError):
    """The thing was changed by somebody else since it was read."""


class BadInput(SukuiError):
    """A file or field cannot be taken as it is; facts name file, line, column, value and what was expected."""


class SyncRefused(SukuiError):
    """The far side refused an exchange."""


class StorageFault(SukuiError):
    """The disk or a file failed: full, locked, read_only, corrupt, foreign, newer, wrong_passphrase."""

    exit_code = 4


class DeviceFault(SukuiError):
    """A device of the room (printer, screen, scanner) failed."""

    exit_code = 4


class VerifyFailed(SukuiError):
    """The record does not agree with itself: the facts name the first place."""

    exit_code = 5
