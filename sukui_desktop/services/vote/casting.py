"""Casting: the ballot paper of a poll, and the box on this machine that takes slips and sealed ballots."""

from __future__ import annotations

from sukui_desktop.domain.errors import RuleBroken
from sukui_desktop.domain.question.definition import decode_definition
from sukui_desktop.models.ids import PollId
from sukui_desktop.models.poll import PollRow
from sukui_desktop.record.sealing import read_token, receipt_code, token_tag
from sukui_desktop.services.room import OpenPoll, Room
from sukui_desktop.services.vote.ballot_paper import BallotPaper, Receipt, SealedBallot
from sukui_desktop.services.vote.box import find_open_poll


def read_ballot_paper(room: Room, poll_id: PollId) -> BallotPaper:
    """Return the ballot paper of a poll whose definition is frozen; a kiosk reads it once.

    Raises RuleBroken poll_not_open before the poll is ready, NotFound poll_unknown.
    """
    with room.reading() as tx:
        poll = tx.one(PollRow, poll_id)
    if not poll.definition:
        raise RuleBroken("poll_not_open", state=poll.state)
    return BallotPaper(
        poll_id=poll_id,
        definition=decode_definition(poll.definition),
        definition_hash=poll.definition_hash,
        tally_public_key=poll.tally_public_key,
    )


class RoomCaster:
    """The `BallotCaster` of a poll whose box is on this machine; every call belongs on the store queue."""

    def __init__(self, room: Room, poll_id: PollId) -> None:
        self._room = room
        self._poll_id = poll_id

    def check_token(self, token: str) -> None:
        """Check that a slip may vote (`BallotCaster.check_token`)."""
        check_token(self._room, self._poll_id, token)

    def cast_ballot(self, token: str, ballot: SealedBallot) -> Receipt:
        """Put a sealed ballot in the box (`BallotCaster.cast_ballot`)."""
        return cast_ballot(self._room, self._poll_id, token, ballot)


def check_token(room: Room, poll_id: PollId, token: str) -> None:
    """Check that a slip may vote, before the voter begins.

    Raises BadInput slip_malformed, NotFound slip_unknown, RuleBroken slip_used, poll_not_open.
    """
    opened = _find_taking(room, poll_id)
    opened.box.check(token_tag(opened.token_key, read_token(token)))


def cast_ballot(room: Room, poll_id: PollId, token: str, ballot: SealedBallot) -> Receipt:
    """Put a sealed ballot in the box for a slip; returns only when it would survive a power cut.

    The same slip and the same sealed bytes may be sent again and get the same receipt.
    Raises BadInput slip_malformed, NotFound slip_unknown, RuleBroken slip_used, poll_not_open, StorageFault.
    """
    opened = _find_taking(room, poll_id)
    opened.box.cast(token_tag(opened.token_key, read_token(token)), ballot.sealed)
    return Receipt(receipt_code(ballot.sealed))


def _find_taking(room: Room, poll_id: PollId) -> OpenPoll:
    opened = find_open_poll(room, poll_id)
    if not opened.is_open:
        raise RuleBroken("poll_not_open", state="paused")
    return opened
