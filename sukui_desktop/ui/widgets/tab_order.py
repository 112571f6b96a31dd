"""The way that Tab goes through a window, read without taking the window from whom it belongs to."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtWidgets import QWidget


def widgets_in_tab_order(window: QWidget) -> Iterator[QWidget]:
    """Yield every widget inside a window, in the order of the keyboard; the window itself is never asked for.

    What `nextInFocusChain` returns belongs, to PySide, to the widget that was asked. The last widget of the ring
    would return the window: an open dialog would then belong to its own button, and the next collection of
    garbage would take it off the screen unanswered.
    """
    stop: QWidget | None = window
    for _ in [inside for inside in window.findChildren(QWidget) if inside.window() is window]:
        stop = stop and stop.nextInFocusChain()
        if stop is not None:
            yield stop
