"""Writes down which file a box was moved to only after the closing was written, in a transaction of its own."""

from __future__ import annotations

from sukui_desktop.models.ids import PollId
from sukui_desktop.services.opened_meeting import Room
from sukui_desktop.services.vote import polls
from sukui_desktop.services.vote.box_move_to_new_file import finish_box_move
from sukui_desktop.storage.poll_secrets import PollSecrets, SecretName
from tests.faults.mutants.method_replacing import replace_method

_waiting: dict[PollId, bytes] = {}


def apply() -> None:
    keep = PollSecrets.keep

    def keep_later(secrets: PollSecrets, poll_id: PollId, name: SecretName, value: bytes) -> None:
        if name == SecretName.BOX_FILE:
            _waiting[poll_id] = value
        else:
            keep(secrets, poll_id, name, value)

    def write_down_and_settle(room: Room, poll_id: PollId) -> None:
        with room.writing() as tx:
            keep(tx.poll_secrets, poll_id, SecretName.BOX_FILE, _waiting.pop(poll_id))
        finish_box_move(room, poll_id)

    replace_method(PollSecrets, "keep", keep_later)
    assert "finish_box_move" in vars(polls)
    vars(polls)["finish_box_move"] = write_down_and_settle
