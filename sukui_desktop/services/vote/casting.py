"""Casting a ballot: what the kiosk calls, and the demo, one ballot at a time."""

from __future__ import annotations

import msgspec

from sukui_desktop.domain.counting.ballot import Answer, encode_answer
from sukui_desktop.domain.errors import RuleBroken
from sukui_desktop.models.ids import PollId
from sukui_desktop.record.sealing import read_token, receipt_code, token_tag
from sukui_desktop.services.room import OpenPoll, Room
from sukui_desktop.services.vote.box import find_open_poll


class SealedBallot(msgspec.Struct, frozen=True):
    """A ballot that only the tally key opens."""

    sealed: bytes


class Receipt(msgspec.Struct, frozen=True):
    """That a ballot lies in the box for good. The code comes from the sealed ballot alone and tells nothing of it."""

    code: str


def check_token(room: Room, poll_id: PollId, token: str) -> None:
    """See that a slip may vote, before the voter begins.

    Raises BadInput slip_malformed, NotFound slip_unknown, RuleBroken slip_used, poll_not_open.
    """
    opened = _find_taking(room, poll_id)
    opened.box.check(token_tag(opened.token_key, read_token(token)))


def seal_ballot(room: Room, poll_id: PollId, answer: Answer) -> SealedBallot:
    """Seal an answer to the question of this poll.

    Raises RuleBroken poll_not_open and those of `encode_answer` for what cannot be written on the ballot.
    """
    opened = _find_taking(room, poll_id)
    return SealedBallot(opened.sealer.seal(encode_answer(opened.definition.question, answer)))


def cast_ballot(room: Room, poll_id: PollId, token: str, ballot: SealedBallot) -> Receipt:
    """Put a sealed ballot in the box for a slip; returns only when it would survive a power cut.

    With the same slip and the very same sealed ballot it may be asked again and answers the same.

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
