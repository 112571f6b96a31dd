"""The `BallotCaster` of a room, on this machine or at its hub: the verbs that a kiosk votes with."""

from __future__ import annotations

from sukui_desktop.domain.changed_tables import Changes
from sukui_desktop.models.ids import PollId
from sukui_desktop.services.opened_meeting import Room
from sukui_desktop.services.remote_room import RemoteRoom, call_verb
from sukui_desktop.services.vote.ballot_audits import audit_ballot, dispute_audit
from sukui_desktop.services.vote.ballot_sealing import AuditedBallot, OpenableBallot, Receipt, SealedBallot
from sukui_desktop.services.vote.poll_box import cast_ballot, check_token


class RoomCaster:
    """The `BallotCaster` of a poll, wherever its box is; every call belongs on the store queue."""

    def __init__(self, room: Room | RemoteRoom, poll_id: PollId) -> None:
        self._room = room
        self._poll_id = poll_id

    def check_token(self, token: str) -> None:
        """Check that a slip may vote (`BallotCaster.check_token`)."""
        call_verb(check_token, self._room, self._poll_id, token)

    def cast_ballot(self, token: str, ballot: SealedBallot) -> Receipt:
        """Put a sealed ballot in the box (`BallotCaster.cast_ballot`)."""
        return call_verb(cast_ballot, self._room, self._poll_id, token, ballot)

    def audit_ballot(self, token: str, openable: OpenableBallot) -> AuditedBallot:
        """Open a sealed ballot instead of casting it (`BallotCaster.audit_ballot`)."""
        return call_verb(audit_ballot, self._room, self._poll_id, token, openable)

    def dispute_audit(self, number: int) -> Changes:
        """Record that the voter had chosen something else (`BallotCaster.dispute_audit`)."""
        return call_verb(dispute_audit, self._room, self._poll_id, number)
