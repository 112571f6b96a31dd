"""Writing the facts of the meeting anew, and the meetings this machine knows."""

from __future__ import annotations

from sukui_desktop.domain.changes import Changes
from sukui_desktop.domain.errors import RuleBroken
from sukui_desktop.domain.facts.meeting import MeetingEdited
from sukui_desktop.domain.quorum import QuorumRule, needed_people
from sukui_desktop.domain.text import clean_text
from sukui_desktop.models.meeting import MeetingRow
from sukui_desktop.services.context import Context
from sukui_desktop.services.room import Room
from sukui_desktop.storage.station import Known


def edit_meeting(
    room: Room,
    *,
    title: str | None = None,
    body_name: str | None = None,
    host: str | None = None,
    place: str | None = None,
    starts_at_ms: int | None = None,
    ends_at_ms: int | None = None,
    quorum: QuorumRule | None = None,
) -> Changes:
    """Change what is given and keep the rest.

    Raises RuleBroken title_missing, times_crossed, quorum_rule.
    """
    with room.writing() as tx:
        before = tx.all(MeetingRow)[0]
        fact = MeetingEdited(
            title=before.title if title is None else clean_text(title),
            body_name=before.body_name if body_name is None else clean_text(body_name),
            host=before.host if host is None else clean_text(host),
            place=before.place if place is None else clean_text(place),
            starts_at_ms=before.starts_at_ms if starts_at_ms is None else starts_at_ms,
            ends_at_ms=before.ends_at_ms if ends_at_ms is None else ends_at_ms,
            quorum=quorum or quorum_rule(before),
        )
        _check(fact)
        return tx.append(before.meeting_id, fact).changes


def _check(fact: MeetingEdited) -> None:
    if not fact.title:
        raise RuleBroken("title_missing")
    if fact.ends_at_ms and fact.ends_at_ms <= fact.starts_at_ms:
        raise RuleBroken("times_crossed")
    needed_people(fact.quorum, enrolled=100)


def quorum_rule(meeting: MeetingRow) -> QuorumRule:
    """Return the meeting's quorum rule from its columns."""
    return QuorumRule(
        base=meeting.quorum_base,
        numerator=meeting.quorum_numerator,
        denominator=meeting.quorum_denominator,
        is_more_than=meeting.quorum_is_more_than,
        fixed=meeting.quorum_fixed,
    )


def list_known_meetings(context: Context) -> tuple[Known, ...]:
    """Return the meetings this machine has seen and still finds, newest first."""
    return context.station.list_known()
