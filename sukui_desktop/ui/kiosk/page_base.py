"""What every page of the kiosk is made of: buttons, labels, the line for a refused mark, and the base class."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from sukui_desktop.assets.messages import text
from sukui_desktop.ui.kiosk.ballot_cards import Card
from sukui_desktop.ui.kiosk.marking_rules.base import VoterMarking
from sukui_desktop.ui.kiosk.tap_guard import STRUCK_TWICE
from sukui_desktop.ui.widgets.basic_widgets import EnterButton, OnClick, show_words_or_hide, with_style_property
from sukui_desktop.ui.widgets.labels_without_markup import PlainLabel
from sukui_desktop.ui.widgets.layouts import column_of, grow, row_of
from sukui_desktop.ui.widgets.screen_scale import role_label, with_spacing_in_ems


class KioskButton(EnterButton):
    """A large button with words."""

    def __init__(
        self,
        words_key: str,
        parent: QWidget,
        *,
        is_primary: bool = False,
        is_struck_twice: bool = False,
        on_click: OnClick | None = None,
    ) -> None:
        """`on_click`: the slot or the signal that a press calls; `is_struck_twice`: two quick taps are two presses."""
        super().__init__(text(words_key), parent)
        self.setObjectName(words_key.rpartition(".")[2])
        self.setProperty("kind", "primary" if is_primary else "plain")
        self.setProperty(STRUCK_TWICE, is_struck_twice)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        if on_click is not None:
            self.clicked.connect(on_click)


class KioskPage(QWidget):
    """One page, built once and reset for each voter."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.heading = role_label(self, "heading")
        self.foot = with_style_property(QFrame(self), "role", "foot")
        self.foot_row = with_spacing_in_ems(QHBoxLayout(self.foot), 0.6, (1.1, 0.5, 1.1, 0.5))
        self.body = with_spacing_in_ems(QVBoxLayout(), 0.5, (1.1, 0.2, 1.1, 0.3))
        self.head_row = with_spacing_in_ems(row_of(grow(self.heading)), 0.6, (1.1, 0.5, 1.1, 0.3))
        with_spacing_in_ems(column_of(self.head_row, grow(self.body), self.foot, into=self), 0)
        self.heading.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)

    def reset(self) -> None:
        """Forget everything of the last voter."""

    def first_focus(self) -> QWidget:
        """Return where the keyboard starts on this page."""
        return self

    def accepts_keyboard_letters(self) -> bool:
        """Return whether letters and figures of a keyboard may reach this page; else they are a scanner's."""
        return False


class AskPage(KioskPage):
    """A page on which the voter answers; each kind of question has one."""

    finished = Signal()
    """The voter wants to see what will be stored."""
    left = Signal()
    """Back to the guide."""

    def set_ballot(self, cards: tuple[Card, ...], marking: VoterMarking) -> None:
        """Ask this from now on; the marks are kept in `marking` alone."""
        raise NotImplementedError


class RefusalLine(PlainLabel):
    """Why one more mark is not taken and what to do first; hidden until a limit is met, then until the next mark."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("refusal")
        self.setProperty("role", "refusal")
        self.setWordWrap(True)
        self.hide()

    @Slot(str)
    def show_refusal(self, sentence: str) -> None:
        """Show why, or nothing when the mark was taken ('')."""
        show_words_or_hide(self, sentence)

    @Slot()
    def hide_refusal(self) -> None:
        """Remove the sentence."""
        self.clear()
        self.hide()
