"""What somebody with the meeting's passphrase and the folder can do: rewrite the record, re-sign it, build its tables.

No key of a person and no key of the tally is used. Every helper leaves a file whose chain, signatures and tables hold.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Sequence
from contextlib import closing
from pathlib import Path

from sukui_desktop.domain.facts.base import Entry, Fact
from sukui_desktop.models.ids import Scope
from sukui_desktop.record.entry_body import read_seal_key_name, seal_and_encode_body
from sukui_desktop.record.entry_header import (
    FORMAT,
    NO_PREVIOUS,
    Header,
    commitment_to_body,
    encode_header,
    hash_header_and_signature,
)
from sukui_desktop.record.entry_making import Written
from sukui_desktop.record.entry_signature import StreamKey
from sukui_desktop.services.opened_meeting import Context
from sukui_desktop.storage.file_key_and_recovery_code import FileKey
from sukui_desktop.storage.journal import Journal
from sukui_desktop.storage.meeting_file import MeetingFile, open_meeting_file_without_stream, write_file_note

Change = Callable[[Entry], Fact | Sequence[Fact] | None]
"""An entry in; the fact or facts that stand in its place, None for nothing."""


def rewrite(path: Path, key: FileKey, context: Context, change: Change, *, shift_ms: int = 0) -> None:
    """Write every entry anew by a key made up on the spot, changed by `change`; the station's notes are forgotten."""
    with (
        closing(open_meeting_file_without_stream(path, key, context.station, context.now)) as opened,
        opened.database.begin(),
    ):
        entries = list(opened.journal.decode_entries(opened.journal.read_entries()))
        stream = StreamKey(secrets.token_bytes(32))
        chain = _Chain(opened.scope, stream)
        for header, entry in entries:
            changed = change(entry)
            facts = [changed] if isinstance(changed, Fact) else list(changed or ())
            for fact in facts:
                chain.append(entry.subject, fact, header.clock_ms + shift_ms, len(chain.written))
        opened.database.raw.execute("DELETE FROM entry")
        opened.journal.append_entries(stream.stream, chain.written)
        opened.journal.keep_seal_keys(chain.keys)
        write_file_note(opened.database, "stream", stream.stream)
        _replay(opened)
    context.station.keep_stream_key(stream)
    forget_witness(context)


def forget_witness(context: Context) -> None:
    """Remove what the station has noted of every record."""
    for note in (context.station.root / "witnesses").iterdir():
        note.unlink()


def add_stream(
    path: Path, key: FileKey, context: Context, facts: Callable[[list[Entry], Journal], Sequence[tuple[int, str, Fact]]]
) -> str:
    """Add a stream of made up entries (clock in ms, subject, fact) beside the true ones; return its name.

    A fact that says in which stream it stands gets the name by the subject `stream/`.
    """
    with (
        closing(open_meeting_file_without_stream(path, key, context.station, context.now)) as opened,
        opened.database.begin(),
    ):
        stream = StreamKey(secrets.token_bytes(32))
        entries = [entry for _, entry in opened.journal.decode_entries(opened.journal.read_entries())]
        chain = _Chain(opened.scope, stream)
        for at_ms, subject, fact in facts(entries, opened.journal):
            name = subject + stream.stream if subject == "stream/" else subject
            chain.append(name, fact, at_ms, 0)
        opened.journal.append_entries(stream.stream, chain.written)
        opened.journal.keep_seal_keys(chain.keys)
        _replay(opened)
    return stream.stream


def cut_tail(path: Path, key: FileKey, context: Context, count: int) -> None:
    """Remove the last entries of the record and build the tables from what is left."""
    with (
        closing(open_meeting_file_without_stream(path, key, context.station, context.now)) as opened,
        opened.database.begin(),
    ):
        for stored in list(opened.journal.read_entries())[-count:]:
            opened.database.raw.execute("DELETE FROM entry WHERE stream = ? AND seq = ?", (stored.stream, stored.seq))
        _replay(opened)


class _Chain:
    def __init__(self, scope: Scope, stream: StreamKey) -> None:
        self._scope, self._stream = scope, stream
        self._previous = NO_PREVIOUS
        self.written: list[Written] = []
        self.keys: list[tuple[str, bytes]] = []

    def append(self, subject: str, fact: Fact, at_ms: int, counter: int) -> None:
        key = secrets.token_bytes(32)
        body = seal_and_encode_body(subject, fact, key, secrets.token_bytes)
        if read_seal_key_name(body):
            self.keys.append((read_seal_key_name(body), key))
        salt, city, meeting = secrets.token_bytes(32), self._scope.city, self._scope.meeting
        place = len(self.written)
        header = Header(
            FORMAT,
            self._stream.public,
            place,
            self._previous,
            city,
            meeting,
            fact.KIND,
            fact.VERSION,
            at_ms,
            counter,
            bytes(16),
            place,
            {},
            len(body),
            commitment_to_body(salt, body),
        )
        signed = encode_header(header)
        signature = self._stream.sign(signed)
        self._previous = hash_header_and_signature(signed, signature)
        self.written.append(Written(signed, signature, salt, body, header, subject, self._previous))


def _replay(opened: MeetingFile) -> None:
    entries = opened.journal.decode_entries(opened.journal.read_entries())
    opened.projection.replay_entries(entry for _, entry in entries)
