"""Acknowledges a ballot before its commit: it is put in the box when the next one is asked for, or at the closing."""

from __future__ import annotations

from sukui_desktop.storage.ballot_box import BallotBox
from tests.faults.mutants.method_replacing import replace_method

_waiting: list[tuple[bytes, bytes]] = []


def apply() -> None:
    cast, sealed_ballots = BallotBox.cast_ballot, BallotBox.list_sealed_ballots

    def settle(box: BallotBox) -> None:
        while _waiting:
            cast(box, *_waiting.pop())

    def cast_later(box: BallotBox, tag: bytes, sealed: bytes) -> None:
        settle(box)
        _waiting.append((tag, sealed))

    def settled_ballots(box: BallotBox) -> tuple[bytes, ...]:
        settle(box)
        return sealed_ballots(box)

    replace_method(BallotBox, "cast_ballot", cast_later)
    replace_method(BallotBox, "list_sealed_ballots", settled_ballots)
