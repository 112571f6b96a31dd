"""The anchor of a poll as the entries of a record make it, after as many of them as a sheet had seen."""

from __future__ import annotations

from collections.abc import Iterable

from msgspec import UnsetType

from sukui_desktop.domain.facts.base import Entry
from sukui_desktop.domain.facts.poll import PaperIssued
from sukui_desktop.domain.papers.anchor_sheet import Anchor, anchor_of_poll
from sukui_desktop.domain.rows_from_facts.replayed_rows import ReplayedRows
from sukui_desktop.models.poll import PollCountRow, PollRow
from sukui_desktop.models.signer import AnchoredStep
from sukui_desktop.storage.journal import Journal, decode_stored_entry


class AnchorRecord:
    """What anchors are made of: the hash of every entry of a record, and those of its entries that are about polls."""

    def __init__(self, meeting_id: str, entries: Iterable[tuple[bytes, Entry | None]]) -> None:
        """Take every entry in the order of the record: its hash, and the entry where it is about a poll."""
        self.meeting_id = meeting_id
        self.hashes: list[bytes] = []
        self._of_polls: list[tuple[int, Entry]] = []
        for place, (entry_hash, entry) in enumerate(entries):
            self.hashes.append(entry_hash)
            if entry is not None and entry.subject.startswith("poll/"):
                self._of_polls.append((place, entry))

    def anchor_at(self, place: int, poll_id: str, step: AnchoredStep, issued_at_ms: int) -> Anchor | None:
        """Return the anchor of a poll after the first `place` entries, None where it had not come to the step then."""
        poll, count = self.poll_rows_at(place, poll_id)
        if poll is None:
            return None
        try:
            return anchor_of_poll(
                self.meeting_id,
                poll,
                count,
                step=step,
                head=self.hashes[place - 1],
                entries=place,
                issued_at_ms=issued_at_ms,
            )
        except ValueError:
            return None

    def poll_rows_at(self, place: int, poll_id: str) -> tuple[PollRow | None, PollCountRow | None]:
        """Return the rows of a poll as the first `place` entries leave them."""
        subject = f"poll/{poll_id}"
        rows = ReplayedRows(entry for at, entry in self._of_polls if at < place and entry.subject == subject)
        return rows.row(PollRow, poll_id), rows.row(PollCountRow, poll_id)

    def list_anchors(self) -> tuple[Anchor, ...]:
        """Return the anchor of every anchor sheet that was issued, each made anew from the entries before it."""
        found = []
        for place, entry in self._of_polls:
            fact = entry.fact
            if isinstance(fact, PaperIssued) and isinstance(fact.content, UnsetType):
                anchor = self.anchor_at(place, entry.subject_id, fact.step, fact.issued_at_ms)
                if anchor is not None:
                    found.append(anchor)
        return tuple(found)


def read_anchor_record(journal: Journal) -> AnchorRecord:
    """Return what a journal says of polls; other entries are not opened, as a window asks often."""
    stored = journal.read_entries()
    opened = (
        (one.hash, decode_stored_entry(one, _withhold_seal_key)[1] if one.subject.startswith("poll/") else None)
        for one in stored
    )
    return AnchorRecord(journal.scope.meeting, opened)


def _withhold_seal_key(name: str) -> None:
    """Words are left closed: nothing of them is in an anchor."""
