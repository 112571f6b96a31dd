"""찬반: the page of one question and a few very large answers, and the button of an answer."""

from __future__ import annotations

from itertools import pairwise

from PySide6.QtCore import QRect, QRectF, QSize, Qt, Slot
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QGridLayout, QSizePolicy, QWidget

from sukui_desktop.assets.messages import text
from sukui_desktop.domain.methods.ballot_kind import Verdict
from sukui_desktop.ui.kiosk.ballot_cards import Card, paint_tick, text_wrap_flag, wrapped_text_height_px
from sukui_desktop.ui.kiosk.marking_rules.base import VoterMarking
from sukui_desktop.ui.kiosk.marking_rules.choice import ChoiceMarking
from sukui_desktop.ui.kiosk.page_base import AskPage, KioskButton, RefusalLine
from sukui_desktop.ui.kiosk.sentences import list_step_heading, mark_refusal_words, marks_still_possible_words
from sukui_desktop.ui.theme import color, font
from sukui_desktop.ui.widgets.basic_widgets import EnterButton
from sukui_desktop.ui.widgets.layouts import fill, grow
from sukui_desktop.ui.widgets.screen_scale import (
    Metrics,
    Scaled,
    role_label,
    scale_layouts_to_screen,
    with_spacing_in_ems,
)

_LETTERS_EM = (3.0, 2.2, 1.6, 1.2)
_BOX_EM = 2.6
_GAP_EM = 0.9
MOST_ANSWERS = 6
"""More answers than this are shown as a list."""
_SIDE_BY_SIDE = 4
_COLUMNS = 3


class ChoiceButton(EnterButton, Scaled):
    """A title in the middle under a box that is ticked when it is chosen; marks are kept elsewhere."""

    def __init__(self, option: int, title: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.option = option
        self.title = title
        self.setCheckable(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.show_chosen(False)

    def fit_to_screen(self, metrics: Metrics) -> None:
        """Paint in these lengths from now on."""
        super().fit_to_screen(metrics)
        self.setMinimumSize(QSize(metrics.pixels_of_ems(6), metrics.pixels_of_ems(3.6)))
        self.update()

    def show_chosen(self, is_chosen: bool) -> None:
        """Show whether this is the voter's answer, in words for those who do not see the tick."""
        self.setChecked(is_chosen)
        state = text(f"ballot_kinds.{'marked' if is_chosen else 'unmarked'}.choice", number=1)
        self.setAccessibleName(text("ballot_kinds.choice.name", title=self.title, state=state))

    def title_place_and_letter_px(self) -> tuple[QRect, int]:
        """Return the place of the title and the px of its letters: smaller ones where large ones do not fit."""
        u, room = self.metrics.pixels_of_ems, self._title_area()
        heights = [(wrapped_text_height_px(self.title, u(em), room.width(), is_bold=True), u(em)) for em in _LETTERS_EM]
        height, size = next((fit for fit in heights if fit[0] <= room.height()), heights[-1])
        return QRect(room.x(), room.y() + (room.height() - height) // 2, room.width(), height), size

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw card, box and title."""
        u, is_chosen = self.metrics.pixels_of_ems, self.isChecked()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(color("primary" if is_chosen else "line-input"), u(0.16) if is_chosen else 2))
        painter.setBrush(color("primary-tint" if is_chosen else "surface"))
        edge = u(0.1)
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(edge, edge, -edge, -edge), u(0.4), u(0.4))
        box = self._box_place()
        painter.setPen(QPen(color("primary-hover" if is_chosen else "ink-faint"), max(2, u(0.1))))
        painter.setBrush(color("primary-hover" if is_chosen else "surface"))
        painter.drawRoundedRect(box, u(0.25), u(0.25))
        if is_chosen:
            paint_tick(painter, box, color("on-fill"))
        place, size = self.title_place_and_letter_px()
        painter.setFont(font(size, is_bold=True))
        painter.setPen(color("ink-bold"))
        flags = text_wrap_flag(self.title, QFontMetrics(painter.font()), place.width())
        side = Qt.AlignmentFlag.AlignHCenter if self._is_box_above_title() else Qt.AlignmentFlag.AlignLeft
        painter.drawText(place, flags | int(side), self.title)
        painter.end()

    def _is_box_above_title(self) -> bool:
        """True where the box is above the title, False where it is before it."""
        return self.height() > self.metrics.pixels_of_ems(8)

    def _box_place(self) -> QRectF:
        u, side = self.metrics.pixels_of_ems, self.metrics.pixels_of_ems(_BOX_EM)
        if self._is_box_above_title():
            place, _ = self.title_place_and_letter_px()
            return QRectF((self.width() - side) / 2, place.y() - u(_GAP_EM) - side, side, side)
        return QRectF(u(1.2), (self.height() - side) / 2, side, side)

    def _title_area(self) -> QRect:
        """Return what the title may fill; over it there is as much left as the box needs, and below it half of that."""
        u = self.metrics.pixels_of_ems
        if self._is_box_above_title():
            return self.rect().adjusted(u(0.8), u(_BOX_EM + 2 * _GAP_EM), -u(0.8), -u(_GAP_EM))
        return self.rect().adjusted(u(_BOX_EM + 2.2), u(0.3), -u(0.8), -u(0.3))


class ChoicePage(AskPage, Scaled):
    """Answers side by side on a wide screen, in two rows when they are many; one below another on a tall one."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._marking: ChoiceMarking | None = None
        self.answers: list[ChoiceButton] = []
        self.question = role_label(self, "big")
        self.refusal = RefusalLine(self)
        self.rest = role_label(self, "counter")
        self.back = KioskButton("kiosk.list.back", self, on_click=self.left)
        self.next = KioskButton("kiosk.list.next", self, is_primary=True, on_click=self._finish_or_refuse_empty_answer)
        self.blank = KioskButton("kiosk.choice.blank", self, on_click=self.finished)
        self._grid = with_spacing_in_ems(QGridLayout(), 0.8, (0.35, 0.5, 0.35, 0.5))
        fill(self.body, self.question, grow(self._grid), self.refusal)
        fill(self.foot_row, grow(self.rest), self.back, self.blank, self.next)

    def set_ballot(self, cards: tuple[Card, ...], marking: VoterMarking) -> None:
        """Ask this from now on; a button an option, no cards."""
        assert isinstance(marking, ChoiceMarking)
        self._marking = marking
        self.question.setText(marking.question.title)
        self.heading.setText(list_step_heading(marking, 0))
        for answer in self.answers:
            self._grid.removeWidget(answer)
            answer.hide()
            answer.deleteLater()
        self.answers = [
            ChoiceButton(place, option.title, self) for place, option in enumerate(marking.question.options)
        ]
        for answer in self.answers:
            answer.clicked.connect(self._choose_clicked_answer)
        # Made after the foot, they come before it on the keyboard's way.
        stops = [*self.answers, self.back, self.blank, self.next]
        for first, second in pairwise(stops):
            QWidget.setTabOrder(first, second)
        scale_layouts_to_screen(self, self.metrics)
        self._show_chosen_answers()

    def fit_to_screen(self, metrics: Metrics) -> None:
        """Put the answers beside or below one another, as the screen is."""
        super().fit_to_screen(metrics)
        columns = 1
        if metrics.width > metrics.height:
            columns = len(self.answers) if len(self.answers) <= _SIDE_BY_SIDE else _COLUMNS
        for place, answer in enumerate(self.answers):
            self._grid.addWidget(answer, place // columns, place % columns)

    def reset(self) -> None:
        """Show no answer as chosen; the mark is wiped by the marking."""
        self.refusal.hide_refusal()
        self._show_chosen_answers()

    def first_focus(self) -> QWidget:
        """The first answer, or the chosen one."""
        stops: list[QWidget] = [answer for answer in self.answers if answer.isChecked()]
        return (*stops, *self.answers, self.next)[0]

    def _show_chosen_answers(self) -> None:
        if self._marking is None:
            return
        for answer in self.answers:
            answer.show_chosen(self._marking.is_marked(answer.option))
        is_open = self._marking.is_blank and self._marking.question.allows_blank
        self.blank.setVisible(is_open)
        self.rest.setText(
            text("kiosk.choice.pick_or_blank") if is_open else marks_still_possible_words(self._marking, 0)
        )

    @Slot()
    def _finish_or_refuse_empty_answer(self) -> None:
        """Go on with an answer; an empty ballot is a choice of its own, with a button of its own."""
        if self._marking is None or not self._marking.is_blank:
            self.finished.emit()
            return
        key = "pick_or_blank" if self._marking.question.allows_blank else "pick"
        self.refusal.show_refusal(text(f"kiosk.choice.{key}"))

    @Slot()
    def _choose_clicked_answer(self) -> None:
        answer = self.sender()
        if self._marking is None or not isinstance(answer, ChoiceButton):
            return
        judgement = self._marking.toggle_mark(answer.option)
        self.refusal.show_refusal(
            "" if judgement.verdict == Verdict.VALID else mark_refusal_words(self._marking, judgement)
        )
        self._show_chosen_answers()
