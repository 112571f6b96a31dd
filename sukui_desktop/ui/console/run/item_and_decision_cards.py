"""The item at hand: its clock, its buttons and its decision."""

from __future__ import annotations

from PySide6.QtCore import QSignalBlocker, Signal, Slot
from PySide6.QtWidgets import QFrame, QPlainTextEdit, QProgressBar, QWidget

from sukui_desktop.assets.messages import text
from sukui_desktop.domain.agenda_tree import ItemView
from sukui_desktop.ui.console.run.item_times import item_spent_ms
from sukui_desktop.ui.widgets.basic_widgets import (
    button,
    heading,
    hint,
    row,
    set_style_property,
    show_words_in_state,
    with_screen_reader_name,
    with_style_property,
)
from sukui_desktop.ui.widgets.labels_without_markup import PlainLabel
from sukui_desktop.ui.widgets.layouts import column_of, grow, row_of
from sukui_desktop.ui.widgets.wrapped_label import WrappedLabel
from sukui_desktop.wording.times import duration_as_clock, time_left_label_and_clock

_FIELD_PX = 58


class DecisionCard(QFrame):
    """The wording of an item's decision: adopted as it is typed, or taken from the certified result of a vote."""

    adopted = Signal(str)
    """The wording, adopted by consensus."""
    result_adopted = Signal(str, str)
    """(what the certified result says, what was typed beside it)."""
    poll_wanted = Signal()
    typed = Signal()
    """Somebody writes."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("card", "true")
        self._stored = ""
        self.seen = ""
        """The decision as it was when somebody began to write another one."""
        self._how = ""
        self._result = ""
        self.wording = with_screen_reader_name(QPlainTextEdit(self, tabChangesFocus=True), text("run.decision.heading"))
        self.wording.setFixedHeight(_FIELD_PX)
        self.wording.setPlaceholderText(text("run.decision.hint"))
        self.hint = hint()
        self.consensus = button(
            text("run.decision.consensus"), "primary", on_click=self._announce_adoption_by_consensus
        )
        self.vote = button(text("run.decision.vote"), on_click=self._announce_adoption_of_vote_result)
        self.poll = button(text("run.decision.poll"), "quiet", on_click=self.poll_wanted)
        column_of(
            row_of(heading(text("run.decision.heading"), 3), grow(self.hint)),
            self.wording,
            row(self.consensus, self.vote, self.poll),
            spacing=8,
            margins=(18, 8, 18, 10),
            into=self,
        )
        self.wording.textChanged.connect(self._refresh_buttons_and_announce_typing)

    @property
    def unadopted_wording(self) -> str | None:
        """What is typed and not adopted; None where it is as it was adopted."""
        wording = self.wording.toPlainText()
        return wording if wording.strip() != self._stored else None

    def show_decision(
        self, view: ItemView | None, result: str, unfinished: str | None, seen: str | None = None
    ) -> None:
        """Show the decision of an item, or what was typed and not adopted; `result` is what its votes decided, `seen`
        the decision as it was when that was begun."""
        self.setEnabled(view is not None)
        self._stored = view.row.decision if view else ""
        self._how = view.row.decision_how if view else ""
        self._result = result
        self.seen = self._stored if unfinished is None or seen is None else seen
        wording = self._stored if unfinished is None else unfinished
        if wording != self.wording.toPlainText():
            with QSignalBlocker(self.wording):
                self.wording.setPlainText(wording)
        self._refresh_adopt_buttons()

    def _refresh_adopt_buttons(self) -> None:
        if self.unadopted_wording is not None:
            words = text("run.decision.draft")
        else:
            words = text(f"run.decision.by_{self._how}") if self._how else ""
        self.hint.setText(words)
        self.consensus.setEnabled(not self._result and bool(self.wording.toPlainText().strip()))
        self.consensus.setToolTip(text("run.decision.has_result") if self._result else "")
        self.vote.setEnabled(bool(self._result))
        set_style_property(
            self.consensus, "class", "" if self._result else "primary"
        )  # what was voted on is decided by the vote
        set_style_property(self.vote, "class", "primary" if self._result else "")
        self.vote.setToolTip("" if self._result else text("run.decision.no_result"))

    @Slot()
    def _refresh_buttons_and_announce_typing(self) -> None:
        self._refresh_adopt_buttons()
        self.typed.emit()

    @Slot()
    def _announce_adoption_by_consensus(self) -> None:
        self.adopted.emit(self.wording.toPlainText())

    @Slot()
    def _announce_adoption_of_vote_result(self) -> None:
        self.result_adopted.emit(self._result, (self.unadopted_wording or "").strip())


class ItemCard(QWidget):
    """시작 · 보류 · 종결 with the time that is left, as the hall screen shows it."""

    start_wanted = Signal()
    hold_wanted = Signal()
    close_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._view: ItemView | None = None
        self.number = hint(may_wrap=False)
        self.title = with_style_property(WrappedLabel("", self), "heading", "1")
        self.left_words = hint(may_wrap=False)
        self.clock = with_style_property(PlainLabel("00:00", self), "figure", "true")
        self.clock.setObjectName("itemClock")
        self.spent = hint(may_wrap=False)
        self.bar = with_screen_reader_name(QProgressBar(self, textVisible=False), text("run.item.bar"))
        self.start = button(text("run.item.start"), "primary", on_click=self.start_wanted)
        self.hold = button(text("run.item.hold"), on_click=self.hold_wanted)
        self.close_item = button(text("run.item.close"), on_click=self.close_wanted)
        self._lay_out()

    def show_item_and_times(self, view: ItemView | None, stage: str, now_ms: int) -> None:
        """Show an item; buttons are on when the sitting and the item's state allow them."""
        self._view = view
        self.setEnabled(view is not None)
        if view is None:
            self.title.setText(text("run.item.none"))
            return
        state = view.row.state
        key = "number" if view.agenda_number else "procedure"
        about = [text(f"run.item.{key}", number=view.agenda_number, state=text(f"run.state.{state}"))]
        if view.row.presenter:
            about.append(text("run.item.presenter", presenter=view.row.presenter))
        self.number.setText(" · ".join(about))
        self.title.setText(view.row.title)
        is_sitting = stage == "sitting"
        self.start.setText(text("run.item.again" if state in ("held", "closed") else "run.item.start"))
        self.start.setEnabled(is_sitting and state != "running")
        self.hold.setEnabled(is_sitting and state in ("planned", "running"))
        self.close_item.setEnabled(is_sitting and state in ("running", "held"))
        set_style_property(self.close_item, "class", "primary" if state == "running" else "")
        set_style_property(self.start, "class", "" if state == "running" else "primary")
        self.show_time_spent(now_ms)

    def show_time_spent(self, now_ms: int) -> None:
        """Show the time that is left as the hall sees it, beside it how long the item took so far."""
        if self._view is None:
            return
        spent, planned = item_spent_ms(self._view, now_ms), self._view.row.minutes * 60_000
        words, left = time_left_label_and_clock(spent, self._view.row.minutes)
        self.left_words.setText(words)
        show_words_in_state(self.clock, left, "danger" if spent > planned else "")
        self.spent.setText(f"{text('run.item.spent')} {duration_as_clock(spent)}")
        self.bar.setRange(0, max(1, planned // 1000))
        self.bar.setValue(min(spent, planned) // 1000)

    def _lay_out(self) -> None:
        told = column_of(self.left_words, self.spent, spacing=0)
        acts = (self.start, self.hold, self.close_item)
        line = row_of(self.clock, told, grow(), *acts, spacing=10)
        column_of(column_of(self.number, self.title, spacing=2), line, self.bar, spacing=6, margins=0, into=self)
