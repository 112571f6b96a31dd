"""The dialog that shows the number of a slip once, as a code and in groups."""

from __future__ import annotations

from PySide6.QtCore import QElapsedTimer, QEvent, QObject, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent, QShowEvent
from PySide6.QtWidgets import QWidget

from sukui_desktop.assets.messages import text
from sukui_desktop.ui.dialog_base import HelpedDialog
from sukui_desktop.ui.widgets.basic_widgets import (
    button,
    heading,
    show_words_in_state,
    with_screen_reader_name,
    with_style_property,
)
from sukui_desktop.ui.widgets.labels_without_markup import PlainLabel
from sukui_desktop.ui.widgets.layouts import column_of, grow, row_of
from sukui_desktop.ui.widgets.qr_picture import QrPicture
from sukui_desktop.ui.widgets.wrapped_label import WrappedLabel

GUARD_MS = 700
"""How long a slip that has just appeared, or has just asked, takes no key: it was meant for the search."""
_PRESSES = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space)


class SlipDialog(HelpedDialog):
    """Shows one token as a code and in groups; closing wipes it: by a click at once, by a key after one question.

    Handed to a kiosk it stays until the kiosk took it: nothing else holds the number.
    """

    slip_handed = Signal(str, str)
    """(token, poll id), for the kiosk window of this machine."""
    taken_back = Signal(str)
    """The number, of a slip that nobody took along: it is to be returned."""

    def __init__(
        self,
        parent: QWidget,
        *,
        name: str,
        poll_title: str,
        poll_id: str,
        token: str,
        is_kiosk_open: bool | None,
        is_voting: bool = True,
    ) -> None:
        """`is_kiosk_open` is None where this desk has no kiosk of its own to hand a slip to; `is_voting` says whether
        the poll takes ballots now."""
        super().__init__(parent, text("checkin.slip.title"))
        self.setModal(True)
        self._token = token
        self._poll_id = poll_id
        self._is_warned = False
        title = heading(text("checkin.slip.heading", name=name), 1)
        self.code = with_screen_reader_name(QrPicture(self), text("checkin.slip.code"))
        self.code.setMinimumSize(290, 290)  # all of it fits into a window of 640 px
        self.code.show_code_of_text(token)
        self.token_label = with_style_property(
            with_screen_reader_name(PlainLabel(token, self), text("checkin.slip.number")), "figure", "true"
        )
        self.token_label.setObjectName("slipToken")
        self.token_label.setWordWrap(True)
        self.token_label.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.words = WrappedLabel(text("checkin.slip.nowhere"), self)
        hand = text("checkin.slip.hand" if is_kiosk_open else "checkin.slip.vote_here")
        self.hand_button = button(hand, "primary", scale="large", on_click=self._hand_slip_to_kiosk)
        self.close_button = button(text("checkin.slip.close"), on_click=self.accept)
        self.take_back_button = button(text("checkin.slip.take_back"), on_click=self._take_slip_back)
        has_turn = is_kiosk_open is not None and is_voting
        self._main_button = self.hand_button if has_turn else self.close_button
        self._main_button.setDefault(True)
        self.hand_button.setVisible(is_kiosk_open is not None)
        self._has_kiosk = is_kiosk_open is not None
        self._since_shown = QElapsedTimer()
        self._since_shown.start()
        for taker in (self, self.code, self.hand_button, self.close_button, self.take_back_button):
            taker.installEventFilter(self)
        column_of(
            title,
            with_style_property(WrappedLabel(poll_title, self), "hint", "true"),
            grow(self.code),
            self.token_label,
            self.words,
            row_of(self.close_button, self.take_back_button, grow(self.hand_button)),
            spacing=14,
            margins=(32, 28, 32, 28),
            into=self,
        )
        self.setMinimumWidth(640)
        self.take_back_button.setAutoDefault(False)
        self.take_back_button.hide()
        if self._has_kiosk and not is_voting:
            self.show_whether_poll_takes_ballots(is_voting=False)
        self._main_button.setFocus()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Let no key that was pressed for the search, or is only held down, press a button; [닫기] asks a key first."""
        if not isinstance(event, QKeyEvent) or event.type() not in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
            return super().eventFilter(watched, event)
        is_press = event.type() == QEvent.Type.KeyPress
        if event.isAutoRepeat() or (is_press and self._since_shown.elapsed() < GUARD_MS):
            return True
        if watched is self.close_button and event.key() in _PRESSES:
            if is_press:
                self.reject()
            return True
        return super().eventFilter(watched, event)

    def showEvent(self, event: QShowEvent) -> None:
        """Begin to hold keys off."""
        super().showEvent(event)
        self._since_shown.start()

    @property
    def shown_token(self) -> str:
        """What is shown, '' once it was wiped."""
        return self._token

    def reject(self) -> None:
        """Escape and the window's cross warn once: the number can never be shown again."""
        if self._token and not self._is_warned:
            self._is_warned = True
            self._since_shown.start()
            show_words_in_state(self.words, text("checkin.slip.warning"), "danger")
            return
        super().reject()

    def done(self, result: int) -> None:
        """Wipe the number from the screen and from here, then close."""
        self._token = ""
        self.token_label.clear()
        self.code.wipe()
        super().done(result)

    def show_whether_poll_takes_ballots(self, *, is_voting: bool) -> None:
        """Offer this screen for voting once the poll takes ballots; before, a way back that loses no number."""
        if not self._has_kiosk or not self._token or is_voting == self.take_back_button.isHidden():
            return
        self.hand_button.setEnabled(is_voting)
        self.take_back_button.setVisible(not is_voting)
        show_words_in_state(self.words, text(f"checkin.slip.{'nowhere' if is_voting else 'not_begun'}"), "")

    def show_kiosk_answer(self, answer: str) -> None:
        """Show what the kiosk said: `accepted` closes, `busy`, `not_open` and `other_poll` keep the number, as does any
        other sentence."""
        if answer == "accepted":
            self.accept()
            return
        is_key = answer in ("busy", "not_open", "other_poll", "came_back")
        show_words_in_state(self.words, text(f"checkin.slip.{answer}") if is_key else answer, "danger")
        self.hand_button.setEnabled(True)
        self.hand_button.setFocus()

    def ignore_keyboard_until_clicked(self) -> None:
        """Let no Enter of somebody who was typing close it or hand it on: it came by itself."""
        self.hand_button.setDefault(False)
        self.code.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.code.setFocus()

    @Slot()
    def _take_slip_back(self) -> None:
        self.take_back_button.setEnabled(False)
        self.taken_back.emit(self._token)

    def show_refusal(self, words: str) -> None:
        """Show why the slip was not taken back; the number stays."""
        show_words_in_state(self.words, words, "danger")
        self.take_back_button.setEnabled(True)

    @Slot()
    def _hand_slip_to_kiosk(self) -> None:
        self.hand_button.setEnabled(False)
        self.slip_handed.emit(self._token, self._poll_id)
