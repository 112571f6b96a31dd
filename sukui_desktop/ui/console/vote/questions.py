"""Questions that the steps of a poll ask: passphrases, names of two people, reasons."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QSpinBox, QWidget

from sukui_desktop.assets.messages import text
from sukui_desktop.ui.widgets.ask_dialog import AskDialog

SPARE_SLIPS_PERCENT = 20
LEAST_SLIPS = 10
PIN_LEAST, PIN_MOST = 4, 8


class ReadyDialog(AskDialog):
    """Asks a second person for the tally passphrase, twice, and how many slips to make."""

    def __init__(self, parent: QWidget, poll_title: str, people: int) -> None:
        super().__init__(
            parent,
            title=text("vote.ready.title", title=poll_title),
            words=text("vote.ready.words"),
            accept=text("vote.ready.accept"),
        )
        self.passphrase = self.add_line(text("vote.ready.passphrase"), is_secret=True)
        self.again = self.add_line(text("vote.ready.again"), is_secret=True)
        self.slots = QSpinBox(self)
        self.slots.setRange(1, 200_000)
        self.slots.setGroupSeparatorShown(True)
        self.slots.setSuffix(text("vote.ready.sheets"))
        self.slots.setValue(max(LEAST_SLIPS, people + -(-people * SPARE_SLIPS_PERCENT // 100)))
        self.add_field(text("vote.ready.slots", people=f"{people:,}"), self.slots)

    def problem(self) -> str:
        """Both must be the same."""
        if not self.passphrase.text():
            return text("vote.ready.missing")
        return "" if self.passphrase.text() == self.again.text() else text("vote.ready.differs")


class TwoPeopleDialog(AskDialog):
    """Asks once, in words, with the names of two people; `key` names the table of its sentences."""

    def __init__(self, parent: QWidget, key: str, poll_title: str, *, is_dangerous: bool = False) -> None:
        super().__init__(
            parent,
            title=text(f"vote.{key}.title", title=poll_title),
            words=text(f"vote.{key}.words"),
            accept=text(f"vote.{key}.accept"),
            is_dangerous=is_dangerous,
        )
        self.first = self.add_line(text("vote.names.first"))
        self.second = self.add_line(text("vote.names.second"))

    @property
    def names(self) -> tuple[str, str]:
        """Both names as typed."""
        return self.first.text(), self.second.text()

    def problem(self) -> str:
        """Two different names."""
        first, second = (" ".join(name.split()) for name in self.names)
        return "" if first and second and first != second else text("vote.names.missing")


class VoidDialog(TwoPeopleDialog):
    """Asks why a poll is void, and who says so."""

    def __init__(self, parent: QWidget, poll_title: str) -> None:
        super().__init__(parent, "void", poll_title, is_dangerous=True)
        self.reason = self.add_paragraph(text("vote.void.reason"))

    def problem(self) -> str:
        """A reason and two different names."""
        return super().problem() or ("" if self.reason.toPlainText().strip() else text("vote.void.missing"))


class CertifyDialog(TwoPeopleDialog):
    """Asks who certifies and for how many days the count may be objected to."""

    def __init__(self, parent: QWidget, poll_title: str) -> None:
        super().__init__(parent, "certify", poll_title)
        self.days = QSpinBox(self)
        self.days.setRange(0, 90)
        self.days.setValue(7)
        self.days.setSuffix(text("vote.certify.days_unit"))
        self.add_field(text("vote.certify.days"), self.days)


class KioskDialog(AskDialog):
    """Asks for the PIN with which staff will leave the kiosk window, twice."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(
            parent, title=text("vote.kiosk.title"), words=text("vote.kiosk.words"), accept=text("vote.kiosk.accept")
        )
        self.pin = self.add_line(text("vote.kiosk.pin"), is_secret=True)
        self.again = self.add_line(text("vote.kiosk.again"), is_secret=True)
        for field in (self.pin, self.again):
            field.setMaxLength(PIN_MOST)
            field.setInputMethodHints(Qt.InputMethodHint.ImhDigitsOnly | Qt.InputMethodHint.ImhHiddenText)

    def problem(self) -> str:
        """Four to eight digits, twice the same."""
        pin = self.pin.text()
        if not (PIN_LEAST <= len(pin) <= PIN_MOST and pin.isascii() and pin.isdecimal()):
            return text("vote.kiosk.wrong")
        return "" if pin == self.again.text() else text("vote.kiosk.differs")
