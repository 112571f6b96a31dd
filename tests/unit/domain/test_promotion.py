"""What the record says of a promotion, and when a kiosk's copy may go into the box."""

from __future__ import annotations

import pytest

from sukui_desktop.domain.promotion import CopyFigures, count_promotions, find_promotion_under_way
from sukui_desktop.models.ids import PollId
from sukui_desktop.models.poll import RollbackKind, RollbackRow

BOX = bytes(range(16))


def row(number: int, kind: RollbackKind, *, station_id: str = "", box_id: bytes = BOX) -> RollbackRow:
    return RollbackRow(
        poll_id=PollId("p"),
        number=f"{number:04}",
        kind=kind,
        reason="까닭",
        signer_ids=("a", "b"),
        box_id=box_id,
        spent=0,
        filled=0,
        witness_spent=0,
        witness_filled=0,
        given=0,
        stopped=0,
        missing=0,
        at_ms=number,
        station_id=station_id,
    )


def test_a_promotion_is_under_way_until_people_let_the_vote_go_on() -> None:
    begun = [row(1, RollbackKind.HUB_PROMOTED), row(2, RollbackKind.KIOSK_WRITTEN_OFF, station_id="k")]
    under_way = find_promotion_under_way(reversed(begun), BOX)
    assert under_way is not None
    assert under_way.written_off == {"k"}
    assert find_promotion_under_way([*begun, row(3, RollbackKind.HUB_GATHERED)], BOX) is None
    again = find_promotion_under_way(
        [*begun, row(3, RollbackKind.HUB_GATHERED), row(4, RollbackKind.HUB_PROMOTED)], BOX
    )
    assert again is not None
    assert again.written_off == frozenset()
    assert find_promotion_under_way(begun, bytes(16)) is None
    assert count_promotions([*begun, row(4, RollbackKind.HUB_PROMOTED)]) == 2


@pytest.mark.parametrize(
    ("slips", "ballots", "unreadable", "agrees"),
    [(0, 0, 0, True), (3, 3, 0, True), (3, 2, 0, False), (2, 3, 0, False), (3, 3, 1, False)],
)
def test_a_copy_goes_in_only_where_slips_and_ballots_agree(
    slips: int, ballots: int, unreadable: int, *, agrees: bool
) -> None:
    """Seen to fail where numbers that do not open are passed over."""
    figures = CopyFigures(kept=9, new_slips=slips, new_ballots=ballots, unreadable=unreadable)
    assert figures.agrees is agrees
