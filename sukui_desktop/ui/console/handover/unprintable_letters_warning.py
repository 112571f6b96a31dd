"""The warning that some letters of the meeting cannot be printed, with their places."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QWidget

from sukui_desktop.assets.messages import text
from sukui_desktop.services.handover.unprintable_letters import (
    LostLetters,
    PlacedText,
    find_unprintable_letters,
    gather_printed_texts,
)
from sukui_desktop.services.opened_meeting import Room
from sukui_desktop.ui.service_queues import Operations
from sukui_desktop.ui.widgets.basic_widgets import with_style_property
from sukui_desktop.ui.widgets.labels_without_markup import PlainLabel

MOST_PLACES = 5


class UnprintableLettersWarning(PlainLabel):
    """Hidden while every letter can be printed."""

    def __init__(self, operations: Operations, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._operations = operations
        self.setWordWrap(True)
        with_style_property(self, "state", "warning")
        self.hide()

    def look_for_unprintable_letters(self, room: Room | None) -> None:
        """Look through the texts of a meeting."""
        if room is not None:
            self._operations.run(self, gather_printed_texts, room, on_done=self._search_texts_for_unprintable_letters)

    def _search_texts_for_unprintable_letters(self, texts: tuple[PlacedText, ...]) -> None:
        self._operations.run(self, find_unprintable_letters, texts, queue="making", on_done=self._show_letters_found)

    def _show_letters_found(self, found: tuple[LostLetters, ...]) -> None:
        self.setText(unprintable_letters_words(found))
        self.setVisible(bool(found))


def unprintable_letters_words(found: Sequence[LostLetters]) -> str:
    """Return which letters cannot be printed and where they are; '' for none."""
    if not found:
        return ""
    places = [
        text(
            f"handover.letters.{each.place}",
            name=each.name,
            letters=" ".join(f"{letter}(U+{ord(letter):04X})" for letter in each.letters),
        )
        for each in found[:MOST_PLACES]
    ]
    more = len(found) - len(places)
    if more:
        places.append(text("handover.letters.more", count=f"{more:,}"))
    return text("handover.letters.words", places=" · ".join(places))
