"""Whether both counters agree, and where they differ."""

from __future__ import annotations

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QFrame, QWidget

from sukui_desktop.assets.messages import text
from sukui_desktop.domain.counting.second_counter import Difference
from sukui_desktop.domain.errors import SukuiError
from sukui_desktop.domain.question.definition import Definition
from sukui_desktop.models.ids import PollId
from sukui_desktop.services.room import Room
from sukui_desktop.services.vote.counting import (
    Counted,
    OpenedBallots,
    count_opened,
    fetch_ballots,
    record_recount,
)
from sukui_desktop.ui.console.vote.snapshot import CountsCheck
from sukui_desktop.ui.operations import Operations
from sukui_desktop.ui.theme import color
from sukui_desktop.ui.widgets.layouts import column_of, grow, row_of
from sukui_desktop.ui.widgets.parts import badge, button, set_look
from sukui_desktop.ui.widgets.wrapped_label import WrappedLabel
from sukui_desktop.wording.times import hour_words

MOST_SHOWN = 5
"""How many differences are named; the others are counted."""


class AgreementCard(QFrame):
    """One line while all is well; red, with what differs, when it is not. Counts again on the making queue."""

    void_wanted = Signal()
    refused = Signal(object)
    """`SukuiError` of a recount."""

    def __init__(self, operations: Operations, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("agreementCard")
        self._operations = operations
        self._room: Room | None = None
        self._poll_id: PollId | None = None
        self.verdict = badge("", "green")
        self.words = WrappedLabel(name="agreementWords")
        self.differences = WrappedLabel(name="countDifferences")
        self.differences.hide()
        self.recount_button = button(text("result.counts.recount"), scale="small", on_click=self._on_recount_clicked)
        self.void_button = button(text("result.counts.void"), "danger", scale="small", on_click=self.void_wanted)
        self._lay_out()

    def show_counts(self, room: Room, poll_id: PollId, definition: Definition, counts: CountsCheck) -> None:
        """Show what two counters found."""
        self._room, self._poll_id = room, poll_id
        key = "alike" if counts.is_alike else "differ" if counts.is_twice else "single"
        self.verdict.setText(text(f"result.counts.{key}_badge"))
        set_look(self.verdict, "badge", "green" if counts.is_alike else "red")
        again = text("result.counts.again", at=hour_words(counts.recounted_at_ms)) if counts.recounted_at_ms else ""
        self.words.setText(f"{again} {text(f'result.counts.{key}')}".strip())
        set_look(self.words, "state", "" if counts.is_alike else "danger")
        self.differences.setText("\n".join(difference_lines(counts.differences, definition)))
        self.differences.setVisible(bool(counts.differences))
        self.void_button.setVisible(not counts.is_alike)
        look = f"background: {color('danger-tint').name()}; border: 2px solid {color('danger').name()};"
        self.setStyleSheet("" if counts.is_alike else f"#agreementCard {{ {look} border-radius: 10px; }}")
        self._end()

    @Slot()
    def _on_recount_clicked(self) -> None:
        """Fetch on the store queue, count on the making queue, record on the store queue."""
        if self._room is None or self._poll_id is None:
            return
        self.recount_button.setEnabled(False)
        self.words.setText(text("result.counts.recounting"))
        self._operations.run(
            self,
            fetch_ballots,
            self._room,
            self._poll_id,
            on_done=self._on_ballots_fetched,
            on_refused=self._on_recount_refused,
        )

    def _on_ballots_fetched(self, ballots: OpenedBallots) -> None:
        self._operations.run(
            self,
            count_opened,
            ballots,
            on_done=self._on_counted_again,
            on_refused=self._on_recount_refused,
            queue="making",
        )

    def _on_counted_again(self, counted: Counted) -> None:
        self._operations.run(self, record_recount, self._room, counted, on_refused=self._on_recount_refused)

    def _on_recount_refused(self, error: SukuiError) -> None:
        self._end()
        self.refused.emit(error)

    def _end(self) -> None:
        self.recount_button.setEnabled(True)

    def _lay_out(self) -> None:
        self.setProperty("card", "subtle")
        column_of(
            row_of(self.verdict, grow(self.words), self.recount_button, self.void_button, spacing=10),
            self.differences,
            spacing=4,
            margins=(16, 8, 12, 8),
            into=self,
        )


def difference_lines(differences: tuple[Difference, ...], definition: Definition) -> tuple[str, ...]:
    """Return the first differences, a line each, and how many more there are."""
    lines = [_line(each, definition) for each in differences[:MOST_SHOWN]]
    more = len(differences) - len(lines)
    return (*lines, *((text("result.counts.more", count=f"{more:,}"),) if more else ()))


def _line(found: Difference, definition: Definition) -> str:
    options = definition.question.options
    where = options[found.option].title if 0 <= found.option < len(options) else found.text
    return text(
        "result.difference.line",
        what=text(f"result.difference.{found.what}", where=where or text("result.difference.all")),
        first=_figure(found.first),
        second=_figure(found.second),
    )


def _figure(value: int | None) -> str:
    return text("result.difference.none") if value is None else f"{value:,}"
