"""All kinds of facts: the struct of each, and the type of subject it is about."""

from __future__ import annotations

from sukui_desktop.domain.facts import agenda, meeting, person, poll
from sukui_desktop.domain.facts.base import Fact

SUBJECTS: dict[str, tuple[type[Fact], ...]] = {
    "meeting": (meeting.MeetingCreated, meeting.MeetingEdited, meeting.SittingOpened, meeting.SittingClosed),
    "stream": (meeting.StreamBegan,),
    "import": (meeting.ImportAccepted,),
    "heading": (meeting.HeadingWritten,),
    "person": (
        person.PersonAdded,
        person.PersonEdited,
        person.PersonRemoved,
        person.PersonAdmitted,
        person.AdmissionUndone,
        person.PersonLeft,
        person.SlipGiven,
        person.SlipReturned,
        person.SlipSpoiled,
    ),
    "project": (
        agenda.ProjectAdded,
        agenda.ProjectEdited,
        agenda.ProjectWithdrawn,
        agenda.ProjectRemoved,
    ),
    "item": (
        agenda.ItemAdded,
        agenda.ItemEdited,
        agenda.ItemMoved,
        agenda.ItemRemoved,
        agenda.ItemStarted,
        agenda.ItemHeld,
        agenda.ItemClosed,
        agenda.ItemDecided,
    ),
    "note": (agenda.NoteRecorded, agenda.NoteEdited, agenda.NoteRemoved),
    "poll": (
        poll.PollDrafted,
        poll.PollEdited,
        poll.PollMadeReady,
        poll.PollWithdrawn,
        poll.PollOpened,
        poll.PollPaused,
        poll.PollResumed,
        poll.TokensMade,
        poll.PollClosed,
        poll.ChannelAccepted,
        poll.ChannelRemoved,
        poll.PollCounted,
        poll.PollRecounted,
        poll.PollChallenged,
        poll.PollSelected,
        poll.PollCertified,
        poll.PollPublished,
        poll.PollSealed,
        poll.PollVoided,
    ),
}

KINDS: dict[str, type[Fact]] = {fact.KIND: fact for facts in SUBJECTS.values() for fact in facts}

SUBJECT_OF: dict[str, str] = {fact.KIND: subject for subject, facts in SUBJECTS.items() for fact in facts}


def is_known(kind: str, version: int) -> bool:
    """Return whether this program reads facts of this kind in this version."""
    return kind in KINDS and version <= KINDS[kind].VERSION
