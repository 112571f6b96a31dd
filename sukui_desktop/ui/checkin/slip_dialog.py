"""A slip in the hand: without it the number that was drawn would be shown small, or remain on the screen."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from sukui_desktop.assets.messages import text
from sukui_desktop.ui.widgets.parts import set_look
from sukui_desktop.ui.widgets.qr import QrPicture
from sukui_desktop.ui.widgets.wrapped_label import WrappedLabel


class SlipDialog(QDialog):
    """Shows one token as a code and in groups; closing wipes it, after one warning unless it was handed on."""

    slip_handed = Signal(str)
    """The token, for the kiosk window of this machine."""

    def __init__(self, parent: QWidget, *, name: str, poll_title: str, token: str, is_kiosk_open: bool) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setModal(True)
        self.setWindowTitle(text("checkin.slip.title"))
        self._token = token
        self._is_kiosk_open = is_kiosk_open
        self._is_warned = False
        heading = QLabel(text("checkin.slip.heading", name=name), self)
        heading.setProperty("heading", "1")
        heading.setWordWrap(True)
        self.code = QrPicture(self)
        self.code.setMinimumSize(333, 333)
        self.code.setAccessibleName(text("checkin.slip.code"))
        self.code.show_text(token)
        self.token_label = QLabel(token, self)
        self.token_label.setObjectName("slipToken")
        self.token_label.setProperty("figure", "true")
        self.token_label.setWordWrap(True)
        self.token_label.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.token_label.setAccessibleName(text("checkin.slip.number"))
        self.words = WrappedLabel(text("checkin.slip.nowhere"), self)
        self.hand_button = QPushButton(text("checkin.slip.hand"), self)
        self.hand_button.setProperty("class", "primary")
        self.hand_button.setProperty("scale", "large")
        self.hand_button.setDefault(True)
        self.hand_button.clicked.connect(self._on_hand_clicked)
        self.close_button = QPushButton(text("checkin.slip.close"), self)
        self.close_button.setAutoDefault(False)
        self.close_button.clicked.connect(self._on_close_clicked)
        self._lay_out(heading, WrappedLabel(poll_title, self))

    @property
    def token(self) -> str:
        """What is shown, '' once it was wiped."""
        return self._token

    def reject(self) -> None:
        """Escape and the window's cross warn once: the number can never be shown again."""
        if self._token and not self._is_warned:
            self._warn("warning")
            return
        super().reject()

    def done(self, result: int) -> None:
        """Wipe the number from the screen and from here, then close."""
        self._token = ""
        self.token_label.clear()
        self.code.wipe()
        super().done(result)

    @Slot()
    def _on_hand_clicked(self) -> None:
        self.slip_handed.emit(self._token)
        if self._is_kiosk_open:
            self.accept()
        else:
            # Nobody said that a kiosk is there: wiping the only copy of the number now could cost a vote.
            self._warn("no_kiosk")

    @Slot()
    def _on_close_clicked(self) -> None:
        self.accept()

    def _warn(self, key: str) -> None:
        self._is_warned = True
        self.words.setText(text(f"checkin.slip.{key}"))
        set_look(self.words, "state", "danger")

    def _lay_out(self, heading: QLabel, poll_title: QLabel) -> None:
        poll_title.setProperty("hint", "true")
        buttons = QHBoxLayout()
        buttons.addWidget(self.close_button)
        buttons.addWidget(self.hand_button, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(32, 28, 32, 28)
        layout.setSpacing(14)
        layout.addWidget(heading)
        layout.addWidget(poll_title)
        layout.addWidget(self.code, 1)
        layout.addWidget(self.token_label)
        layout.addWidget(self.words)
        layout.addLayout(buttons)
        self.setMinimumWidth(640)
