"""Where an agenda item lands when it is moved by keys or by mouse: without it both would count differently."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal, NamedTuple

from sukui_desktop.domain.agenda import ItemView
from sukui_desktop.models.ids import ItemId

Way = Literal["up", "down", "out", "in"]


class Landing(NamedTuple):
    """The place an item is to take: under `parent_id` ('' the top), after `after_id` (None: as the first)."""

    parent_id: str
    after_id: ItemId | None


def landing(views: Sequence[ItemView], item_id: str, way: Way) -> Landing | None:
    """Return where one step leads an item; None where there is no such step."""
    parent_id = _find(views, item_id).row.parent_id
    row = children(views, parent_id)
    place = row.index(ItemId(item_id))
    if way == "up":
        return Landing(parent_id, row[place - 2] if place > 1 else None) if place else None
    if way == "down":
        return Landing(parent_id, row[place + 1]) if place + 1 < len(row) else None
    if way == "out":
        return Landing(_find(views, parent_id).row.parent_id, ItemId(parent_id)) if parent_id else None
    return _under(views, row[place - 1]) if place else None


def landing_at(views: Sequence[ItemView], item_id: str, parent_id: str, place: int) -> Landing:
    """Return where an item dropped between children of `parent_id` lands; `place` -1: as the last."""
    row = children(views, parent_id)
    before = row if place < 0 else row[:place]
    left = [child for child in before if child != item_id]
    return Landing(parent_id, left[-1] if left else None)


def children(views: Sequence[ItemView], parent_id: str) -> list[ItemId]:
    """Return the ids under `parent_id` in order."""
    return [view.row.item_id for view in views if view.row.parent_id == parent_id]


def _under(views: Sequence[ItemView], parent_id: ItemId) -> Landing:
    row = children(views, parent_id)
    return Landing(str(parent_id), row[-1] if row else None)


def _find(views: Sequence[ItemView], item_id: str) -> ItemView:
    return next(view for view in views if view.row.item_id == item_id)
