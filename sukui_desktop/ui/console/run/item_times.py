"""Times of agenda items: time spent, planned time left, and the item being dealt with."""

from __future__ import annotations

from sukui_desktop.domain.agenda_tree import ItemView

_MINUTE_MS = 60_000
_UNFINISHED = ("planned", "running")


def spent_ms(view: ItemView, now_ms: int) -> int:
    """Return how long an item took so far, its present spell included."""
    row = view.row
    return row.spent_ms + (max(0, now_ms - row.started_at_ms) if row.started_at_ms else 0)


def left_ms(items: tuple[ItemView, ...], now_ms: int) -> int:
    """Return the planned time that is still to come.

    Only items without items under them count (the plan of a parent is that of its parts); one that ran over counts
    nothing more, one put off or finished nothing at all.
    """
    parents = {view.row.parent_id for view in items}
    left = 0
    for view in items:
        if view.row.item_id not in parents and view.row.state in _UNFINISHED:
            left += max(0, view.row.minutes * _MINUTE_MS - spent_ms(view, now_ms))
    return left


def item_at_hand(items: tuple[ItemView, ...]) -> ItemView | None:
    """Return the item the room is at: the running one, else the first that waits, else the last; None without any."""
    for states in (("running",), ("planned",), ("held",)):
        for view in items:
            if view.row.state in states:
                return view
    return items[-1] if items else None
