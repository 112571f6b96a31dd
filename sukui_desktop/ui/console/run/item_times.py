"""Times of agenda items: time spent, planned time left, and the item being dealt with."""

from __future__ import annotations

from sukui_desktop.domain.agenda_tree import ItemView, planned_minutes_total

_MINUTE_MS = 60_000
_UNFINISHED = ("planned", "running")


def item_spent_ms(view: ItemView, now_ms: int) -> int:
    """Return how long an item took so far, its present spell included."""
    row = view.row
    return row.spent_ms + (max(0, now_ms - row.started_at_ms) if row.started_at_ms else 0)


def planned_ms_left(items: tuple[ItemView, ...], now_ms: int) -> int:
    """Return the planned time that is still to come; before anything began, that of the whole agenda.

    An item that ran over counts nothing more, one put off or finished nothing at all.
    """
    unfinished = [view for view in items if view.row.state in _UNFINISHED]
    begun = sum(min(item_spent_ms(view, now_ms), view.row.minutes * _MINUTE_MS) for view in unfinished)
    return planned_minutes_total(unfinished) * _MINUTE_MS - begun


def item_at_hand(items: tuple[ItemView, ...]) -> ItemView | None:
    """Return the item the room is at: the running one, else the first that waits, else the last; None without any."""
    for states in (("running",), ("planned",), ("held",)):
        for view in items:
            if view.row.state in states:
                return view
    return items[-1] if items else None
