"""Signing the minutes (회의록 서명): from then on what they say changes by numbered, signed corrections alone."""

from __future__ import annotations

from collections.abc import Sequence

from sukui_desktop.domain.changed_tables import Changes
from sukui_desktop.domain.errors import RuleBroken
from sukui_desktop.domain.facts.meeting import MinutesSignature, MinutesSigned
from sukui_desktop.domain.papers.minutes_content import (
    minutes_digest,
    minutes_statement_bytes,
    require_complete_minutes,
)
from sukui_desktop.domain.poll_steps import poll_states_between
from sukui_desktop.domain.two_people import PEOPLE_WHO_DECIDE
from sukui_desktop.models.meeting import MeetingRow, MeetingStage
from sukui_desktop.models.poll import PollRow, PollState
from sukui_desktop.services.minutes.minutes import compose_minutes_in_transaction
from sukui_desktop.services.opened_meeting import Room
from sukui_desktop.services.person_keys import SignerProof, open_keys_with_proofs

_UNFINISHED = poll_states_between(PollState.OPEN, PollState.SELECTED)


def sign_minutes(room: Room, proofs: Sequence[SignerProof]) -> Changes:
    """Let people sign what the minutes say now, and freeze it: chair and recorder or whom they send, or more.

    Raises RuleBroken minutes_signed_already, minutes_not_closed before 폐회, polls_unfinished, minutes_signers_missing
    with fewer than two people, and as `require_complete_minutes` and `open_keys_with_proofs`.
    """
    with room.writing() as tx:
        meeting = tx.list_rows(MeetingRow)[0]
        if meeting.minutes_signed_at_ms:
            raise RuleBroken("minutes_signed_already")
        if meeting.stage != MeetingStage.CLOSED:
            raise RuleBroken("minutes_not_closed")
        going_on = sorted(poll.title for poll in tx.list_rows(PollRow) if poll.state in _UNFINISHED)
        if going_on:
            raise RuleBroken("polls_unfinished", polls=tuple(going_on))
        minutes = compose_minutes_in_transaction(tx, room.context.now())
        require_complete_minutes(minutes)
        keys = open_keys_with_proofs(tx, proofs)
        if len(keys) < PEOPLE_WHO_DECIDE:
            raise RuleBroken("minutes_signers_missing", least=PEOPLE_WHO_DECIDE)
        digest, head = minutes_digest(minutes), tx.writer.head.hash
        statement = minutes_statement_bytes(meeting.meeting_id, digest, head)
        signatures = tuple(
            MinutesSignature(signer_id=signer_id, signature=own.sign(statement)) for signer_id, own in keys.items()
        )
        fact = MinutesSigned(digest=digest, head=head, signatures=signatures)
        return tx.append_fact(meeting.meeting_id, fact).changes
