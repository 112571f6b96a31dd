"""What facts about the meeting, its minutes and their headings do to their rows."""

from __future__ import annotations

from typing import Any

from msgspec.structs import asdict, replace

from sukui_desktop.domain.facts import meeting as facts
from sukui_desktop.domain.facts.base import Entry
from sukui_desktop.domain.rows_from_facts.rows_put_and_removed import Effect, State
from sukui_desktop.models.ids import MeetingId
from sukui_desktop.models.meeting import MeetingRow, MeetingStage
from sukui_desktop.models.minutes import MinutesRow


def effect_on_meeting(state: State, entry: Entry) -> Effect | None:
    """Return the row that an entry about the meeting leads to; None when it no longer applies."""
    fact, meeting_id = entry.fact, MeetingId(entry.subject_id)
    meeting = state.row(MeetingRow, meeting_id)
    if isinstance(fact, facts.MeetingCreated):
        return Effect((MeetingRow(meeting_id=meeting_id, **_meeting_columns(fact)),)) if meeting is None else None
    if meeting is None:
        return None
    if isinstance(fact, facts.MeetingEdited):
        return Effect((replace(meeting, **_meeting_columns(fact)),))
    if isinstance(fact, facts.RoleDeclared):
        return Effect((_meeting_row_with_role(meeting, fact),))
    if isinstance(fact, facts.AllowanceChosen):
        return Effect((replace(meeting, has_allowance=fact.is_paid),))
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
    if isinstance(fact, facts.MinutesSigned) and meeting.stage == MeetingStage.CLOSED:
        return _effect_of_minutes_signing(meeting, entry.at_ms, fact)
    return None


def _effect_of_minutes_signing(meeting: MeetingRow, at_ms: int, fact: facts.MinutesSigned) -> Effect | None:
    if meeting.minutes_signed_at_ms:
        return None
    signers = tuple(one.signer_id for one in fact.signatures)
    signed = replace(meeting, minutes_signed_at_ms=at_ms, minutes_digest=fact.digest, minutes_signers=signers)
    return Effect((signed,))


def _meeting_row_with_role(meeting: MeetingRow, fact: facts.RoleDeclared) -> MeetingRow:
    voting, observing = ({*roles} - {fact.role} for roles in (meeting.voting_roles, meeting.observing_roles))
    (voting if fact.votes else observing).add(fact.role)
    return replace(meeting, voting_roles=tuple(sorted(voting)), observing_roles=tuple(sorted(observing)))


def _meeting_columns(fact: facts.MeetingEdited) -> dict[str, Any]:
    """Return what the fact says as columns of the meeting; the parts of its quorum have one each."""
    columns = asdict(fact)
    quorum = asdict(columns.pop("quorum"))
    return columns | {f"quorum_{name}": value for name, value in quorum.items()}


def effect_on_stream(state: State, entry: Entry) -> Effect | None:
    """Return nothing to put: who writes the record is the record's own matter."""
    del state
    return Effect() if isinstance(entry.fact, facts.StreamBegan) else None


def effect_on_heading(state: State, entry: Entry) -> Effect | None:
    """Return the row of one of the nine items of the minutes, written anew."""
    fact = entry.fact
    if not isinstance(fact, facts.HeadingWritten):
        return None
    return Effect((MinutesRow(heading=entry.subject_id, **asdict(fact)),))
