"""Making one file: composed on the store queue, written on the making queue, told on its card."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Slot

from sukui_desktop.domain.errors import SukuiError
from sukui_desktop.ui.console.handover.offer_card import OfferCard
from sukui_desktop.ui.operations import Operations
from sukui_desktop.ui.widgets.refusal import sentence

if TYPE_CHECKING:
    from sukui_desktop.services.room import Room

MINUTES_INCOMPLETE = "minutes_incomplete"


class FileMaking(QObject):
    """One order of one card; lives as long as its card."""

    def __init__(self, card: OfferCard, operations: Operations, room: Room, path: Path) -> None:
        super().__init__(card)
        self._card = card
        self._operations = operations
        self._room = room
        self._path = path

    def start(self) -> None:
        """Begin; the card is busy until the file lies there or the reason why not is told."""
        offer = self._card.offer
        self._card.show_busy()
        if offer.compose is None:
            self._operations.run(
                self, offer.write, self._room, self._path, on_done=self._on_written, on_refused=self._on_refused
            )
        else:
            self._operations.run(
                self, offer.compose, self._room, on_done=self._on_composed, on_refused=self._on_refused
            )

    @Slot(object)
    def _on_composed(self, content: Any) -> None:
        self._operations.run(
            self,
            self._card.offer.write,
            content,
            self._path,
            queue="making",
            on_done=self._on_written,
            on_refused=self._on_refused,
        )

    @Slot(object)
    def _on_written(self, path: Path) -> None:
        self._card.show_written(path)

    @Slot(object)
    def _on_refused(self, error: SukuiError) -> None:
        self._card.show_refused(sentence(error), may_fix=error.code == MINUTES_INCOMPLETE)
