"""The ballot box of a poll on this machine: make, open, close, destroy."""

from __future__ import annotations

import secrets

from sukui_desktop.domain.errors import NotFound, RuleBroken
from sukui_desktop.domain.methods.registry import plaintext_length
from sukui_desktop.domain.poll import OPEN, PAUSED, READY
from sukui_desktop.domain.question.definition import decode_definition
from sukui_desktop.models.ids import PollId
from sukui_desktop.models.poll import PollRow
from sukui_desktop.record.sealing import OVERHEAD, TOKEN_SIZE, make_tally_key, token_tag
from sukui_desktop.services.room import OpenPoll, Room
from sukui_desktop.storage.ballot_box import box_path, box_root, destroy_box, lay_box, open_box
from sukui_desktop.storage.station import BoxKeys


def find_open_poll(room: Room, poll_id: PollId) -> OpenPoll:
    """Return the box of a poll that is ready, open or paused; the first call opens it.

    Raises RuleBroken poll_not_open, NotFound poll_unknown, box_missing, box_keys_missing.
    """
    opened = room.open_polls.get(poll_id)
    if opened is not None:
        return opened
    with room.reading() as tx:
        poll = tx.one(PollRow, poll_id)
    if poll.state not in (READY, OPEN, PAUSED):
        raise RuleBroken("poll_not_open", state=poll.state)
    keys = room.context.station.box_keys(poll_id)
    box = open_box(box_path(room.path, poll_id), keys.box, room.context.random)
    opened = OpenPoll(poll_id, box, keys.token, [], poll.state == OPEN)
    room.open_polls[poll_id] = opened
    return opened


def make_poll_box(room: Room, poll_id: PollId, definition_bytes: bytes, slots: int, tally_passphrase: str) -> bytes:
    """Make keys, tokens and box of a poll durably, and return the public tally key.

    The poll's entry is written only after this: a box without an entry is made anew, an entry without a box cannot be.
    """
    station, question = room.context.station, decode_definition(definition_bytes).question
    destroy_poll_box(room, poll_id)
    private, public = make_tally_key(secrets.token_bytes(32))
    keys = BoxKeys(secrets.token_bytes(32), secrets.token_bytes(32))
    station.keep_tally_key(poll_id, private, tally_passphrase, secrets.token_bytes(28))
    station.keep_box_keys(poll_id, keys)
    tokens = [secrets.token_bytes(TOKEN_SIZE) for _ in range(slots)]
    box = lay_box(
        box_path(room.path, poll_id),
        keys.box,
        [token_tag(keys.token, token) for token in tokens],
        slots,
        plaintext_length(question) + OVERHEAD,
        room.context.random,
    )
    room.open_polls[poll_id] = OpenPoll(poll_id, box, keys.token, tokens, is_open=False)
    return public


def read_box_root(room: Room, poll_id: PollId) -> bytes:
    """Return the root of a closed box as it is now, b'' when the box or its key is no longer here.

    Raises StorageFault.
    """
    try:
        key = room.context.station.box_keys(poll_id).box
        box = open_box(box_path(room.path, poll_id), key, room.context.random)
    except NotFound:
        return b""
    try:
        return box_root(box.sealed_ballots())
    finally:
        box.close()


def destroy_poll_box(room: Room, poll_id: PollId) -> None:
    """Close the box and destroy it with its keys, unopened."""
    close_poll_box(room, poll_id)
    room.context.station.destroy_poll_keys(poll_id)
    destroy_box(box_path(room.path, poll_id))


def close_poll_box(room: Room, poll_id: PollId) -> None:
    """Close the box; the tokens that were not issued are forgotten."""
    opened = room.open_polls.pop(poll_id, None)
    if opened is not None:
        opened.box.close()
