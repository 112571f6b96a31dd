"""`sukui verify|show|replay|copy`: a meeting file checked, listed, rebuilt from its record, copied."""

from __future__ import annotations

import argparse
from datetime import UTC, datetime
from pathlib import Path

import msgspec

from sukui_desktop.assets.messages import text
from sukui_desktop.cli.korean_argparse import Act, Commands, MakeContext, add_json_option, add_passphrase_option
from sukui_desktop.cli.output import Document, Output
from sukui_desktop.cli.passphrases import read_ballot_opening_secrets, read_meeting_file_passphrase, read_text_file
from sukui_desktop.documents.read.qr_code_in_picture import is_picture, read_qr_code_in_picture
from sukui_desktop.domain.papers.anchor_sheet import is_anchor_code
from sukui_desktop.domain.verification_findings import PrintedHead
from sukui_desktop.services.file_reading_and_saving import read_file
from sukui_desktop.services.handover.meeting_file_copies import copy_meeting
from sukui_desktop.services.handover.meeting_outline import read_meeting_outline, rebuild_and_hash_tables
from sukui_desktop.services.meeting_opening import open_meeting
from sukui_desktop.services.opened_meeting import close_meeting_and_boxes
from sukui_desktop.services.verify.verification import verify_meeting
from sukui_desktop.wording.verification import checked_lines, unchecked_lines

_MOST_DIGITS = 12


def add_commands(commands: Commands) -> None:
    """Add `verify`, `show`, `replay` and `copy`."""
    acts: dict[str, Act] = {
        "verify": run_verify_meeting,
        "show": run_show_meeting,
        "replay": run_replay_record,
        "copy": run_copy_meeting,
    }
    for name, act in acts.items():
        parser = commands.add_parser(name, help=text(f"cli.help.{name}"))
        parser.add_korean_argument("meeting", type=Path, metavar="meeting", words="cli.help.meeting")
        if name == "copy":
            parser.add_korean_argument("to", type=Path, metavar="to", words="cli.help.copy_to")
        if name == "verify":
            parser.add_korean_argument("--acks", type=Path, metavar="file", words="cli.help.verify_acks")
            parser.add_korean_argument(
                "--sheet", action="append", default=[], metavar="sheet", words="cli.help.verify_sheet"
            )
            parser.add_korean_argument("--head", metavar="head", words="cli.help.verify_head")
            parser.add_korean_argument(
                "--entries", type=parse_entry_count, metavar="number", words="cli.help.verify_entries"
            )
            parser.add_argument("--open", action="store_true", help=text("cli.help.verify_open"))
            parser.add_korean_argument("--secrets-file", type=Path, metavar="file", words="cli.help.verify_secrets")
        add_json_option(parser)
        add_passphrase_option(parser)
        parser.set_defaults(act=act)


def parse_entry_count(written: str) -> int:
    """Return the number that was typed. Raises argparse.ArgumentTypeError."""
    digits = written.replace(",", "")
    if not digits.isdecimal() or len(digits) > _MOST_DIGITS:
        raise argparse.ArgumentTypeError(text("cli.usage.not_a_number", written=written))
    return int(digits)


def run_verify_meeting(options: argparse.Namespace, make_context: MakeContext, output: Output) -> Document:
    """Check a meeting file and its ballot boxes. Raises VerifyFailed as `verify_meeting`."""
    receipts = _read_acknowledged_receipts(options.acks) if options.acks else ()
    printed = PrintedHead(head=options.head or "", entries=options.entries or 0)
    found = verify_meeting(
        options.meeting,
        read_meeting_file_passphrase(options),
        make_context(),
        receipts,
        tuple(map(_read_anchor_sheet_argument, options.sheet)),
        read_ballot_opening_secrets(options) if options.open else (),
        printed if printed != PrintedHead() else None,
    )
    return {**_struct_as_dict(found), "lines": [*unchecked_lines(found), *checked_lines(found)]}


def _read_acknowledged_receipts(path: Path) -> tuple[str, ...]:
    """Return the receipts of an `--acks` file; a last line cut off by a power cut was never acknowledged.

    Raises BadInput acks_unreadable, StorageFault file_missing.
    """
    content = read_text_file(path, "ascii", "acks_unreadable")
    return tuple(line for line in content[: content.rfind("\n") + 1].splitlines() if line)


def _read_anchor_sheet_argument(written: str) -> str:
    """Return the text of a sheet that was named on the command line: a picture, a file with the text, or the text.

    Raises BadInput sheet_picture_unreadable, sheet_unreadable, and as `read_file`.
    """
    path = Path(written)
    if is_anchor_code(written) or (len(written.split()) > 1 and not _is_file(path)):
        return written
    file = read_file(path)
    if is_picture(file.content):
        return read_qr_code_in_picture(file.content, file.name)
    return read_text_file(path, "utf-8-sig", "sheet_unreadable")


def _is_file(path: Path) -> bool:
    try:
        return path.is_file()
    except OSError:  # longer than any name may be
        return False


def run_show_meeting(options: argparse.Namespace, make_context: MakeContext, output: Output) -> Document:
    """Show what a meeting file holds, without names."""
    outline = read_meeting_outline(options.meeting, read_meeting_file_passphrase(options), make_context())
    lines = [outline.meeting.title, *(f"{title}: {state}" for _, title, state in outline.polls)]
    for stream, seq, kind, subject, ms in outline.entries:
        moment = datetime.fromtimestamp(ms / 1000, UTC).isoformat(timespec="milliseconds")
        note = f" {text('cli.show.unknown')}" if (stream, seq) in outline.unknown else ""
        lines.append(f"{seq:>7} {moment} {kind:<18} {subject} {stream[:8]}{note}")
    return {**_struct_as_dict(outline), "lines": lines}


def run_replay_record(options: argparse.Namespace, make_context: MakeContext, output: Output) -> Document:
    """Build the tables again from the record and return the hash of each."""
    tables = rebuild_and_hash_tables(options.meeting, read_meeting_file_passphrase(options), make_context())
    lines = [f"{name:<12} {digest}" for name, digest in tables.items()]
    return {"tables": tables, "lines": lines}


def run_copy_meeting(options: argparse.Namespace, make_context: MakeContext, output: Output) -> Document:
    """Copy a meeting file safely."""
    room = open_meeting(options.meeting, read_meeting_file_passphrase(options), make_context())
    try:
        copied = copy_meeting(room, options.to)
    finally:
        close_meeting_and_boxes(room)
    return {"copy": str(copied), "lines": [text("cli.copied", file=str(copied))]}


def _struct_as_dict(value: msgspec.Struct) -> Document:
    plain = msgspec.to_builtins(value)
    assert isinstance(plain, dict)
    return plain
