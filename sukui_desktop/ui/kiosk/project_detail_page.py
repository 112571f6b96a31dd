"""사업 자세히: everything the ballot knows of one project, and its mark."""

from __future__ import annotations

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QWidget

from sukui_desktop.assets.messages import text
from sukui_desktop.domain.methods.ballot_kind import Judgement, Verdict
from sukui_desktop.domain.question.definition import Option
from sukui_desktop.ui.kiosk.ballot_cards import Card
from sukui_desktop.ui.kiosk.marking_rules.base import ListMarking
from sukui_desktop.ui.kiosk.page_base import KioskButton, KioskPage, RefusalLine
from sukui_desktop.ui.kiosk.sentences import mark_refusal_words, mark_state_words
from sukui_desktop.ui.widgets.basic_widgets import scrolled, with_screen_reader_name
from sukui_desktop.ui.widgets.layouts import column_of, fill, grow
from sukui_desktop.ui.widgets.screen_scale import role_label, with_spacing_in_ems


class DetailPage(KioskPage):
    """One project; it may be marked here too: picked and put back, or given more and less."""

    closed = Signal()
    marks_changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._marking: ListMarking | None = None
        self._option = -1
        self.heading.setText(text("kiosk.detail.heading"))
        self.title = role_label(self, "big")
        self.facts = role_label(self, "lead")
        self.summary = role_label(self, "lead")
        self.refusal = RefusalLine(self)
        self.state = role_label(self, "counter")
        self.back = KioskButton("kiosk.detail.back", self, on_click=self.closed)
        self.pick = KioskButton("kiosk.detail.pick", self, is_primary=True, on_click=self._mark_or_unmark)
        self.less = KioskButton("ballot_kinds.detail.less", self, on_click=self._lower_mark)
        self.more = KioskButton("ballot_kinds.detail.more", self, on_click=self._raise_mark)
        inside = QWidget(self)
        self._area = with_screen_reader_name(scrolled(inside, self, scrolls_across=False), text("kiosk.detail.summary"))
        with_spacing_in_ems(column_of(self.title, self.facts, self.summary, grow(), into=inside), 0.7, (0, 0, 0.5, 0.5))
        fill(self.body, grow(self._area), self.refusal)
        fill(self.foot_row, grow(self.state), self.back, self.less, self.more, self.pick)
        self.reset()

    def show_project(self, card: Card, option: Option, marking: ListMarking) -> None:
        """Show one project of the ballot."""
        self._marking, self._option = marking, card.index
        self.title.setText(card.title)
        facts = (("group", option.group), ("field", option.field), ("cost", card.cost), ("code", option.code))
        self.facts.setText("\n".join(text(f"kiosk.detail.{key}", **{key: value}) for key, value in facts if value))
        self.summary.setText(option.summary or text("kiosk.detail.no_summary"))
        self.refusal.hide_refusal()
        self._area.verticalScrollBar().setValue(0)
        self.pick.setVisible(marking.is_tapped)
        for button in (self.less, self.more):
            button.setVisible(not marking.is_tapped)
        self._show_mark_state()

    def reset(self) -> None:
        """Forget which project was looked at."""
        self._marking, self._option = None, -1
        for shown in (self.title, self.facts, self.summary, self.state):
            shown.clear()
        self.refusal.hide_refusal()

    def first_focus(self) -> QWidget:
        """Enter goes back to the list."""
        return self.back

    def _show_mark_state(self) -> None:
        if self._marking is None:
            return
        is_picked = self._marking.is_marked(self._option)
        is_plain = not self._marking.has_steps
        key = "picked" if is_picked else "not_picked"
        self.state.setText(text(f"kiosk.detail.{key}") if is_plain else mark_state_words(self._marking, self._option))
        if self._marking.is_tapped:
            act = "put_back" if is_picked else "pick"
            self.pick.setText(text(f"ballot_kinds.detail.{act}.{self._marking.question.method}"))

    def _show_mark_or_refusal(self, judgement: Judgement) -> None:
        if self._marking is not None:
            self.refusal.show_refusal(
                "" if judgement.verdict == Verdict.VALID else mark_refusal_words(self._marking, judgement)
            )
            self._show_mark_state()
            self.marks_changed.emit()

    @Slot()
    def _mark_or_unmark(self) -> None:
        """Mark it or take its mark back, and go back to the list: the same press once more would undo it."""
        if self._marking is not None:
            judgement = self._marking.toggle_mark(self._option)
            self._show_mark_or_refusal(judgement)
            if judgement.verdict == Verdict.VALID:
                self.closed.emit()

    @Slot()
    def _lower_mark(self) -> None:
        if self._marking is not None:
            self._show_mark_or_refusal(self._marking.step_mark(self._option, -1))

    @Slot()
    def _raise_mark(self) -> None:
        if self._marking is not None:
            self._show_mark_or_refusal(self._marking.step_mark(self._option, 1))
