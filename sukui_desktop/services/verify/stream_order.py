"""Whether the streams of a record hang together: each begun as it must be, none older than what it follows."""

from __future__ import annotations

from collections.abc import Sequence

from sukui_desktop.domain.errors import VerifyFailed
from sukui_desktop.domain.facts.meeting import MeetingCreated, StreamBegan
from sukui_desktop.storage.meeting_file_check import CheckedLink

_SHOWN = 8
"""Digits of a stream that people are shown."""


def check_stream_order(links: Sequence[CheckedLink]) -> tuple[str, ...]:
    """Check how the streams of a whole record begin and follow each other.

    One stream begins with the meeting itself. Every other one begins with a `stream.began` that names the entry after
    which it goes on; that entry is in the file with that very hash, and it is older. An entry is younger than every
    entry of other streams that its writer had seen, and these are in the file.

    Returns the streams that were gone on with twice: another stream follows an entry of theirs that is not their last.
    Raises VerifyFailed stream_unbegun, stream_unfitting, stream_backdated, entries_missing.
    """
    places = {(link.entry.stream, link.entry.seq): link for link in links}
    last = {link.entry.stream: link.entry.seq for link in links}
    roots = [link for link in links if link.entry.seq == 0 and isinstance(link.entry.fact, MeetingCreated)]
    forked: dict[str, None] = {}
    claimed: dict[str, dict[str, int]] = {}
    for link in links:
        if link.entry.seq == 0 and link is not next(iter(roots), None):
            followed = _check_stream_beginning(link, places)
            if followed.entry.seq < last[followed.entry.stream]:
                forked[followed.entry.stream] = None
        if claimed.get(link.entry.stream) != link.seen:
            _check_entries_seen_by_writer(link, places)
            claimed[link.entry.stream] = link.seen
    return tuple(forked)


def _check_stream_beginning(link: CheckedLink, places: dict[tuple[str, int], CheckedLink]) -> CheckedLink:
    """Return the entry after which a stream goes on."""
    fact, stream = link.entry.fact, link.entry.stream
    if not isinstance(fact, StreamBegan) or link.entry.subject_id != stream:
        raise VerifyFailed("stream_unbegun", stream=stream[:_SHOWN], kind=link.entry.fact.KIND)
    followed = places.get((fact.supersedes, fact.seq))
    if followed is None or followed.hash != fact.hash or fact.supersedes == stream:
        raise VerifyFailed("stream_unfitting", stream=stream[:_SHOWN], seq=fact.seq)
    if link.stamp <= followed.stamp:
        raise VerifyFailed("stream_backdated", stream=stream[:_SHOWN], seq=link.entry.seq)
    return followed


def _check_entries_seen_by_writer(link: CheckedLink, places: dict[tuple[str, int], CheckedLink]) -> None:
    for stream, seq in link.seen.items():
        known = places.get((stream, seq))
        if known is None:
            raise VerifyFailed("entries_missing", stream=stream[:_SHOWN], seq=seq)
        if link.stamp <= known.stamp:
            raise VerifyFailed("stream_backdated", stream=link.entry.stream[:_SHOWN], seq=link.entry.seq)
