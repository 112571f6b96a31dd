"""Another machine that takes the place of a hub, as a process that ends with signal 9 where it is told to.

`tests.hub.promoted_process FOLDER POLL STEP`: reads proofs and sheet from its first line, promotes, prints its port,
and lets the vote go on when another line comes. It is killed before or after the step `STEP` of `STEPS`.
"""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, NamedTuple, NoReturn

import msgspec

from sukui_desktop.models.ids import PollId
from sukui_desktop.services import person_keys
from sukui_desktop.services.person_keys import SignerProof
from sukui_desktop.services.promotion import promotion
from sukui_desktop.services.stations.hub_parts import read_promotion_count
from sukui_desktop.storage.ballot_box import BallotBox
from tests.builders import rooms
from tests.builders.hub_rooms import HubRoom
from tests.builders.quick_keys import derive_quickly_in_this_process, quick_key

REASON = "진행석 컴퓨터가 꺼져 켜지지 않음"


class Step(NamedTuple):
    """Where the process is killed: before or after a function is called."""

    owner: Any
    name: str
    is_after: bool = False
    is_once_served: bool = False
    """Of the merges and of going on; else of the promotion itself."""


STEPS = {
    "before the record says so": Step(promotion, "_decide"),
    "before the box is laid": Step(promotion, "_open_or_lay_box"),
    "after the box was laid": Step(promotion, "_open_or_lay_box", is_after=True),
    "before a merge": Step(BallotBox, "merge", is_once_served=True),
    "as a merge is to be committed": Step(BallotBox, "_clean_up_after_commit", is_once_served=True),
    "before the witness knows": Step(BallotBox, "write_witness", is_once_served=True),
    "after a merge, before its answer": Step(BallotBox, "merge", is_after=True, is_once_served=True),
    "before the vote goes on": Step(promotion, "_decide", is_once_served=True),
    "as the vote goes on, before the answer": Step(
        promotion, "go_on_after_promotion", is_after=True, is_once_served=True
    ),
}


class Decision(msgspec.Struct):
    """What two people give."""

    proofs: tuple[SignerProof, ...]
    sheet: str


def die(*_args: object, **_named: object) -> NoReturn:
    """End with signal 9."""
    os.kill(os.getpid(), signal.SIGKILL)
    raise AssertionError


def break_at(step: Step) -> None:
    """Let this process end at a step."""
    whole: Callable[..., Any] = getattr(step.owner, step.name)

    def end_after(*args: Any, **named: Any) -> NoReturn:
        whole(*args, **named)
        die()

    setattr(step.owner, step.name, end_after if step.is_after else die)


def main(arguments: list[str]) -> None:
    """Promote, serve, go on; be killed on the way."""
    folder, poll_id, step = Path(arguments[0]), PollId(arguments[1]), STEPS[arguments[2]]
    derive_quickly_in_this_process()
    setattr(person_keys, "derive_key_from_passphrase", quick_key)  # noqa: B010  # imported before
    decided = msgspec.json.decode(sys.stdin.readline(), type=Decision)
    with ThreadPoolExecutor(max_workers=1) as store:
        held = HubRoom(store.submit(rooms.open_folder, folder).result(), store, poll_id)
        if not step.is_once_served:
            break_at(step)
        held.call(promotion.promote_hub, poll_id, decided.proofs, decided.sheet, REASON)
        held.hub.set_promotions(held.call(read_promotion_count))
        break_at(step)
        held.start()
        sys.stdout.write(f"{held.server.port}\n")
        sys.stdout.flush()
        sys.stdin.readline()
        assert held.call(promotion.read_promotion, poll_id).is_gathered
        held.call(promotion.go_on_after_promotion, poll_id, decided.proofs, REASON)


if __name__ == "__main__":
    main(sys.argv[1:])
