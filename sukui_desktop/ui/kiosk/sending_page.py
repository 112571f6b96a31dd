"""제출: waits for the durable commit, and keeps the sealed ballot in sight when it fails."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from sukui_desktop.assets.messages import text
from sukui_desktop.ui.kiosk.page import KioskButton, KioskPage, label


class SendingPage(KioskPage):
    """Being stored; or not stored yet, why, and what to do."""

    again_wanted = Signal()
    given_up = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.why = label(self, "big")
        self.why.setObjectName("why")
        self.help = label(self, "lead")
        self.again = KioskButton("kiosk.sending.again", self, is_primary=True)
        self.give_up = KioskButton("kiosk.sending.give_up", self)
        self.body.addWidget(self.why)
        self.body.addWidget(self.help)
        self.body.addStretch(1)
        self.foot_row.addWidget(self.give_up)
        self.foot_row.addStretch(1)
        self.foot_row.addWidget(self.again)
        self.again.clicked.connect(self.again_wanted)
        self.give_up.clicked.connect(self.given_up)
        self.reset()

    def reset(self) -> None:
        """Say that the ballot is being stored."""
        self.heading.setText(text("kiosk.sending.heading"))
        self.why.clear()
        self.help.setText(text("kiosk.sending.wait"))
        self.foot.hide()

    def show_failure(self, sentence: str, *, is_kept_out: bool) -> None:
        """Say why the ballot is not in the box; `is_kept_out` when it surely is not, so that the voter may leave."""
        self.heading.setText(text("kiosk.sending.failed_heading"))
        self.why.setText(sentence)
        self.help.setText(text("kiosk.sending.refused_help" if is_kept_out else "kiosk.sending.failed_help"))
        self.give_up.setVisible(is_kept_out)
        self.foot.show()

    def first_focus(self) -> QWidget:
        """Enter sends the same sealed ballot again."""
        return self.again
