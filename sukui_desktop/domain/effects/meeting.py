"""What facts about the meeting, its imports and its minutes do to their rows."""

from __future__ import annotations

from typing import Any

from msgspec.structs import replace

from sukui_desktop.domain.effects.effect import Effect, State
from sukui_desktop.domain.facts import meeting as facts
from sukui_desktop.domain.facts.base import Entry
from sukui_desktop.models.ids import MeetingId
from sukui_desktop.models.meeting import ImportRow, MeetingRow, MeetingStage
from sukui_desktop.models.minutes import MinutesRow


def apply_to_meeting(state: State, entry: Entry) -> Effect | None:
    """Return the row that an entry about the meeting leads to; None when it no longer applies."""
    fact, meeting_id = entry.fact, MeetingId(entry.subject_id)
    meeting = state.get(MeetingRow, meeting_id)
    if isinstance(fact, facts.MeetingCreated):
        return Effect((_created(meeting_id, fact),)) if meeting is None else None
    if meeting is None:
        return None
    if isinstance(fact, facts.MeetingEdited):
        return Effect((replace(meeting, **_editable(fact)),))
    if isinstance(fact, facts.SittingOpened) and meeting.stage == MeetingStage.PREPARING:
        opened = replace(
            meeting,
            stage=MeetingStage.SITTING,
            opened_at_ms=entry.at_ms,
            opened_present=fact.present,
            opened_needed=fact.needed,
        )
        return Effect((opened,))
    if isinstance(fact, facts.SittingClosed) and meeting.stage == MeetingStage.SITTING:
        return Effect((replace(meeting, stage=MeetingStage.CLOSED, closed_at_ms=entry.at_ms),))
    return None


def _editable(fact: facts.MeetingEdited) -> dict[str, Any]:
    return {
        "title": fact.title,
        "body_name": fact.body_name,
        "host": fact.host,
        "place": fact.place,
        "starts_at_ms": fact.starts_at_ms,
        "ends_at_ms": fact.ends_at_ms,
        "quorum_base": fact.quorum.base,
        "quorum_numerator": fact.quorum.numerator,
        "quorum_denominator": fact.quorum.denominator,
        "quorum_is_more_than": fact.quorum.is_more_than,
        "quorum_fixed": fact.quorum.fixed,
    }


def _created(meeting_id: MeetingId, fact: facts.MeetingCreated) -> MeetingRow:
    return MeetingRow(
        meeting_id=meeting_id,
        city=fact.city,
        kind=fact.kind,
        currency=fact.currency,
        is_practice=fact.is_practice,
        channels=fact.channels,
        stage=MeetingStage.PREPARING,
        opened_at_ms=0,
        opened_present=0,
        opened_needed=0,
        closed_at_ms=0,
        **_editable(fact),
    )


def apply_to_stream(state: State, entry: Entry) -> Effect | None:
    """Return nothing to put: who writes the record is the record's own matter."""
    del state
    return Effect() if isinstance(entry.fact, facts.StreamBegan) else None


def apply_to_import(state: State, entry: Entry) -> Effect | None:
    """Return the row that says which file was taken in."""
    fact = entry.fact
    if not isinstance(fact, facts.ImportAccepted):
        return None
    row = ImportRow(
        import_id=entry.subject_id,
        subject=fact.subject,
        file_name=fact.file_name,
        file_sha256=fact.file_sha256,
        added=fact.added,
        changed=fact.changed,
        removed=fact.removed,
        at_ms=entry.at_ms,
    )
    return Effect((row,)) if state.get(ImportRow, entry.subject_id) is None else None


def apply_to_heading(state: State, entry: Entry) -> Effect | None:
    """Return the row of one of the nine items of the minutes, written anew."""
    fact = entry.fact
    if not isinstance(fact, facts.HeadingWritten):
        return None
    return Effect((MinutesRow(heading=entry.subject_id, text=fact.text, is_none=fact.is_none),))
