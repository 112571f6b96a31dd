"""The side of the minutes: their headings, each with whether it is complete, and below them PDF and signing."""

from __future__ import annotations

from pathlib import Path

import msgspec
from PySide6.QtCore import QModelIndex, QRect, Qt, Signal, Slot
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QFrame, QWidget

from sukui_desktop.assets.messages import text
from sukui_desktop.domain.errors import SukuiError
from sukui_desktop.domain.papers.minutes_content import (
    HEADINGS,
    LEGAL_NAMES,
    Minutes,
    has_recorded_content_under_heading,
    missing_headings,
    recorder_words_under_heading,
)
from sukui_desktop.ui.theme import BODY_PX, color, font
from sukui_desktop.ui.widgets.basic_widgets import (
    button,
    heading,
    hint,
    set_style_property,
    show_words_in_state,
    show_words_or_hide,
    with_style_property,
)
from sukui_desktop.ui.widgets.layouts import column_of, grow, row_of
from sukui_desktop.ui.widgets.rows_list_model import ROW_ROLE, Index, RowsListModel
from sukui_desktop.ui.widgets.side_list import SideList, SideListDelegate, paint_badge
from sukui_desktop.ui.widgets.wrapped_label import WrappedLabel
from sukui_desktop.wording.people_names import absent_speakers_sentence
from sukui_desktop.wording.refusal_sentences import refusal_sentence

ROW_PX = 36
_BADGE_PX = 84
_TONES = {
    "filled": ("success-tint", "success-text"),
    "none": ("grey-tint", "grey-text"),
    "missing": ("danger-tint", "danger-text"),
}
SIDE_PX = 400


class HeadingState(msgspec.Struct, frozen=True):
    """One heading and its present state."""

    heading: str
    written: str
    """What the recorder wrote."""
    is_none: bool
    has_content: bool
    """The meeting itself fills it in."""
    is_missing: bool

    @property
    def filled_none_or_missing(self) -> str:
        """Return filled, none or missing."""
        if self.is_missing:
            return "missing"
        return "filled" if self.has_content or self.written else "none"


def heading_states(minutes: Minutes) -> tuple[HeadingState, ...]:
    """Return the state of each of the nine headings, in the order of the law."""
    missing = missing_headings(minutes)
    states = []
    for each in HEADINGS:
        written = recorder_words_under_heading(minutes, each)
        known = has_recorded_content_under_heading(minutes, each)
        states.append(HeadingState(each, written.text, written.is_none, known, each in missing))
    return tuple(states)


class HeadingsListModel(RowsListModel[HeadingState]):
    """Always nine rows once a meeting is shown."""

    def key_of(self, row: HeadingState) -> str:
        """Return the heading's key."""
        return row.heading

    def words_of(self, place: int, row: HeadingState) -> str:
        """Return the law's name of the heading with its number."""
        return f"{place + 1}. {LEGAL_NAMES[row.heading]}"

    def screen_reader_words_of(self, place: int, row: HeadingState) -> str:
        """Return the name and the state."""
        return f"{self.words_of(place, row)}, {text(f'minutes.state.{row.filled_none_or_missing}')}"


class HeadingDelegate(SideListDelegate):
    """The name of a heading with a badge at the right."""

    def paint_row(self, painter: QPainter, area: QRect, index: Index, *, is_chosen: bool) -> None:
        """Paint name and badge."""
        painter.setFont(font(BODY_PX, is_bold=is_chosen))
        painter.setPen(color("ink"))
        words = area.adjusted(20, 0, -_BADGE_PX - 24, 0)
        middle = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        painter.drawText(words, middle, index.data(Qt.ItemDataRole.DisplayRole))
        state = index.data(ROW_ROLE).filled_none_or_missing
        badge = QRect(area.right() - _BADGE_PX - 14, area.y() + (area.height() - 26) // 2, _BADGE_PX, 26)
        paint_badge(painter, badge, text(f"minutes.state.{state}"), _TONES[state])


class MinutesSide(QFrame):
    """Choosing a heading shows it at the right."""

    heading_chosen = Signal(str)
    whole_toggled = Signal(bool)
    """Show the whole text instead of one heading."""
    pdf_wanted = Signal()
    sign_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFixedWidth(SIDE_PX)
        self.model = HeadingsListModel(self)
        self.list = SideList(self.model, text("minutes.list"), self)
        self.list.setItemDelegate(HeadingDelegate(ROW_PX, self.list))
        self.missing = hint()
        self.missing.setObjectName("minutesMissing")
        self.whole = button(text("minutes.whole"))
        self.whole.setCheckable(True)
        self.pdf = button(text("minutes.pdf.make"), "primary", icon_name="document", on_click=self.pdf_wanted)
        self.sign = button(text("minutes.sign.button"), on_click=self.sign_wanted)
        self.signed = hint()
        self.unadmitted = with_style_property(WrappedLabel(name="unadmittedSigners"), "state", "warning")
        self.unadmitted.hide()
        self.absent_speakers = with_style_property(WrappedLabel(name="absentSpeakers"), "state", "warning")
        self.absent_speakers.hide()
        self.chairless = with_style_property(
            WrappedLabel(text("minutes.chairless"), name="chairless"), "state", "warning"
        )
        """Says that nobody's name stands on the chair's line of the paper."""
        self.chairless.hide()
        self.hint = hint()
        self.hint.setObjectName("minutesTold")
        self._refused_for: list[str] | None = None
        """What was lacking when the PDF was refused, while that is said."""
        self._lacking: list[str] = []
        column_of(
            _put_side_margins_around(heading(text("minutes.heading"), 2)),
            _put_side_margins_around(hint(text("minutes.law"))),
            grow(self.list),
            _put_side_margins_around(self.missing),
            _put_side_margins_around(self.unadmitted),
            _put_side_margins_around(self.absent_speakers),
            _put_side_margins_around(self.chairless),
            row_of(self.whole, grow(self.pdf), spacing=8, margins=(16, 0, 16, 0)),
            _put_side_margins_around(self.sign),
            _put_side_margins_around(self.signed),
            _put_side_margins_around(self.hint),
            spacing=10,
            margins=(0, 14, 0, 16),
            into=self,
        )
        self.list.selectionModel().currentChanged.connect(self._announce_chosen_heading)
        self.whole.toggled.connect(self.whole_toggled)

    @property
    def chosen_heading_state(self) -> HeadingState | None:
        """The heading that is shown."""
        state: HeadingState | None = self.list.currentIndex().data(ROW_ROLE)
        return state

    def show_heading_states(self, states: tuple[HeadingState, ...]) -> None:
        """Show the states of the nine headings; the first missing one is chosen when none was."""
        self.model.show_rows(states)
        lacking = [LEGAL_NAMES[state.heading] for state in states if state.is_missing]
        if self._refused_for is not None and lacking != self._refused_for:
            self._show_outcome("")
        self._lacking = lacking
        key = "minutes.missing" if lacking else "minutes.complete"
        self.missing.setText(text(key, headings=", ".join(lacking), count=len(lacking)))
        set_style_property(self.missing, "state", "danger" if lacking else "success")
        if self.chosen_heading_state is None:
            self.choose_heading(next((state.heading for state in states if state.is_missing), HEADINGS[0]))

    def show_unadmitted_signers(self, names: tuple[str, ...]) -> None:
        """Point out members who signed and are listed as absent because nobody admitted them."""
        words = text("minutes.unadmitted", names=", ".join(names), count=len(names)) if names else ""
        show_words_or_hide(self.unadmitted, words)

    def show_absent_speakers(self, names: tuple[str, ...]) -> None:
        """Point out who speaks in the notes and is listed as absent because nobody admitted them."""
        show_words_or_hide(self.absent_speakers, absent_speakers_sentence(names))

    def show_signing_state(self, minutes: Minutes) -> None:
        """Offer the signing once the sitting is closed, and say who signed and how often it was corrected since."""
        is_signed = minutes.minutes_signed_at_ms > 0
        self.chairless.setVisible(bool(minutes.opened_at_ms) and not minutes.signers[0].name)
        self.sign.setVisible(bool(minutes.closed_at_ms) and not is_signed)
        self.signed.setVisible(is_signed)
        after = sum(one.is_after_signing for one in minutes.corrections)
        self.signed.setText(text("minutes.sign.signed", names=", ".join(minutes.signed_by), count=after))

    def choose_first_missing_heading(self) -> None:
        """Choose the first heading of which something is lacking; the chosen one stays where it lacks something too."""
        chosen = self.chosen_heading_state
        if chosen is None or not chosen.is_missing:
            missing = next((row.heading for row in self.model.rows if row.is_missing), None)
            self.choose_heading(missing or HEADINGS[0])

    def choose_heading(self, key: str) -> None:
        """Choose a heading; unknown ones are ignored."""
        self.list.choose_row(self.model.row_number_of(key))

    def show_pdf_is_being_made(self) -> None:
        """Show that the PDF is being made."""
        self.pdf.setEnabled(False)
        self._show_outcome(text("minutes.pdf.making"))

    def _show_outcome(self, words: str, *, is_refused: bool = False) -> None:
        self._refused_for = self._lacking if is_refused else None
        show_words_in_state(self.hint, words, "danger" if is_refused else "")

    @Slot(object)
    def show_path_of_pdf(self, path: Path) -> None:
        """Show the path of the PDF."""
        self.pdf.setEnabled(True)
        self._show_outcome(text("minutes.pdf.made", name=path.name, folder=str(path.parent)))

    @Slot(object)
    def show_pdf_refusal(self, error: SukuiError) -> None:
        """Show why there is no PDF."""
        self.pdf.setEnabled(True)
        self._show_outcome(refusal_sentence(error), is_refused=True)

    @Slot(QModelIndex, QModelIndex)
    def _announce_chosen_heading(self, current: QModelIndex, previous: QModelIndex) -> None:
        if current.isValid():
            self.heading_chosen.emit(current.data(ROW_ROLE).heading)


def _put_side_margins_around(part: QWidget) -> QWidget:
    holder = QWidget()
    column_of(part, margins=(16, 0, 16, 0), into=holder)
    return holder
