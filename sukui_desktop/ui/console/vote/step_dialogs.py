"""Questions that the steps of a poll ask: passphrases, names of two people, reasons."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from sukui_desktop.assets.messages import text
from sukui_desktop.domain.errors import RuleBroken
from sukui_desktop.domain.poll_steps import check_two_people
from sukui_desktop.ui.ask_dialog import Ask, AskDialog
from sukui_desktop.ui.widgets.parts import styled
from sukui_desktop.ui.widgets.refusal import refusal_sentence
from sukui_desktop.ui.widgets.wheel_ignoring_fields import NumberBox
from sukui_desktop.ui.widgets.wrapped_label import WrappedLabel

SPARE_SLIPS_PERCENT = 20
LEAST_SLIPS = 10
PIN_LEAST, PIN_MOST = 4, 8


class ReadyDialog(Ask):
    """Asks a second person for the tally passphrase, twice, and how many slips to make."""

    def __init__(self, *args: Any, people: int, doubts: str = "", **facts: Any) -> None:
        """`people` is how many may want a slip; `doubts` says what of the rule contradicts the meeting, '' nothing."""
        super().__init__(*args, **facts)
        if doubts:
            self.body.addWidget(styled(WrappedLabel(doubts, self, name="motionDoubts"), "state", "warning"))
        self.passphrase = self.add_line(text("vote.ready.passphrase"), is_secret=True)
        self.again = self.add_line(text("vote.ready.again"), is_secret=True)
        self.slots = NumberBox(self, minimum=1, maximum=200_000)
        self.slots.setGroupSeparatorShown(True)
        self.slots.setSuffix(text("vote.ready.sheets"))
        self.slots.setValue(max(LEAST_SLIPS, people + -(-people * SPARE_SLIPS_PERCENT // 100)))
        self.add_field(text("vote.ready.slots", people=f"{people:,}"), self.slots)

    def problem(self) -> str:
        """Both must be the same."""
        if not self.passphrase.text():
            return text("vote.ready.missing")
        return "" if self.passphrase.text() == self.again.text() else text("vote.ready.differs")

    def answer(self) -> tuple[object, ...]:
        """Return the passphrase and the number of slips."""
        return self.passphrase.text(), self.slots.value()


class TwoPeopleDialog(Ask):
    """Asks once, in words, with the names of two people."""

    def __init__(self, *args: Any, **facts: Any) -> None:
        super().__init__(*args, **facts)
        self.first = self.add_line(text("vote.names.first"))
        self.second = self.add_line(text("vote.names.second"))

    @property
    def names(self) -> tuple[str, str]:
        """Both names as typed."""
        return self.first.text(), self.second.text()

    def problem(self) -> str:
        """Two different people."""
        try:
            check_two_people(self.names)
        except RuleBroken as error:
            return refusal_sentence(error) if error.code == "two_people_alike" else text("vote.names.missing")
        return ""

    def answer(self) -> tuple[object, ...]:
        """Return both names as one argument."""
        return (self.names,)


class VoidDialog(TwoPeopleDialog):
    """Asks why a poll is void, and who declares it so."""

    def __init__(self, *args: Any, **facts: Any) -> None:
        super().__init__(*args, **facts)
        self.reason = self.add_paragraph(text("vote.void.reason"))

    def problem(self) -> str:
        """A reason and two different names."""
        return super().problem() or ("" if self.reason.toPlainText().strip() else text("vote.void.missing"))

    def answer(self) -> tuple[object, ...]:
        """Return the reason and the names."""
        return self.reason.toPlainText(), self.names


class CertifyDialog(TwoPeopleDialog):
    """Asks who certifies and for how many days the count may be challenged; a clock that may be wrong is told."""

    OVERRULE = ("clock_doubtful", "is_clock_right")

    def __init__(self, *args: Any, **facts: Any) -> None:
        super().__init__(*args, **facts)
        self.days = NumberBox(self, minimum=0, maximum=90, value=7, suffix=text("vote.certify.days_unit"))
        self.add_field(text("vote.certify.days"), self.days)

    def answer(self) -> tuple[object, ...]:
        """Return the names and the days."""
        return self.names, self.days.value()


class KioskDialog(AskDialog):
    """Asks for the PIN with which staff will leave the kiosk window, twice."""

    pin_chosen = Signal(str)

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

    def take_answer(self) -> None:
        """Announce the PIN."""
        self.pin_chosen.emit(self.pin.text())
        super().take_answer()
