"""Passphrases of a command: from the environment or a file, never an argument, which every user of the machine sees."""

from __future__ import annotations

import argparse
import os
from collections.abc import Mapping
from pathlib import Path

import msgspec

from sukui_desktop.domain.errors import BadInput, StorageFault

FILE_VARIABLE = "SUKUI_PASSPHRASE"
TALLY_VARIABLE = "SUKUI_TALLY_PASSPHRASE"
OPENING_VARIABLE = "SUKUI_OPEN"


class Passphrases(msgspec.Struct, frozen=True):
    """The passphrase of the file and the second person's of the count; '' when not given."""

    file: str
    tally: str


def read_passphrases(options: argparse.Namespace) -> Passphrases:
    """Return the passphrases given: lines of `--passphrase-file` (file, tally) before the environment.

    A line may be plain or `SUKUI_PASSPHRASE=…`, as `demo` writes it. Raises StorageFault file_missing.
    """
    given = _read_passphrase_lines(options.passphrase_file) if options.passphrase_file else {}
    return Passphrases(
        given.get(FILE_VARIABLE) or os.environ.get(FILE_VARIABLE, ""),
        given.get(TALLY_VARIABLE) or os.environ.get(TALLY_VARIABLE, ""),
    )


def read_meeting_file_passphrase(options: argparse.Namespace) -> str:
    """Return the passphrase of the meeting file. Raises BadInput passphrase_missing."""
    passphrase = read_passphrases(options).file
    if not passphrase:
        raise BadInput("passphrase_missing", variable=FILE_VARIABLE)
    return passphrase


def read_ballot_opening_secrets(options: argparse.Namespace) -> tuple[str, ...]:
    """Return what people gave to open ballots, a passphrase or the words of a card on each line.

    From `--secrets-file`, else from the environment; the tally passphrase of the other commands counts too.
    Raises StorageFault file_missing, BadInput opening_secret_missing.
    """
    if options.secrets_file:
        written = read_text_file(options.secrets_file, "utf-8", "passphrase_file_unreadable")
    else:
        written = os.environ.get(OPENING_VARIABLE, "") or read_passphrases(options).tally
    secrets = tuple(dict.fromkeys(line.strip() for line in written.splitlines() if line.strip()))
    if not secrets:
        raise BadInput("opening_secret_missing", variable=OPENING_VARIABLE)
    return secrets


def _read_passphrase_lines(path: Path) -> Mapping[str, str]:
    lines = read_text_file(path, "utf-8", "passphrase_file_unreadable").splitlines()
    found: dict[str, str] = {}
    for line, name in zip((line for line in lines if line.strip()), (FILE_VARIABLE, TALLY_VARIABLE), strict=False):
        key, sign, value = line.partition("=")
        is_named = sign and key in (FILE_VARIABLE, TALLY_VARIABLE)
        found[key if is_named else name] = value if is_named else line
    return found


def read_text_file(path: Path, encoding: str, code: str) -> str:
    """Return the text of a small file that somebody named.

    Raises StorageFault file_missing where it cannot be read, BadInput `code` for bytes that are no text.
    """
    try:
        return path.read_text(encoding=encoding)
    except OSError as error:
        raise StorageFault("file_missing", file=path.name) from error
    except UnicodeDecodeError as error:
        raise BadInput(code, file=path.name) from error
