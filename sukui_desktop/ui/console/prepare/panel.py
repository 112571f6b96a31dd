"""Base of the four panels of the 준비 tab."""

from __future__ import annotations

from PySide6.QtCore import Signal

from sukui_desktop.ui.tab_page import RoomView


class PreparePanel(RoomView):
    """One of the things to prepare; shows in a few words how far it is."""

    summary_changed = Signal(str, bool)
    """(words, is_ready) for the list at the left."""
