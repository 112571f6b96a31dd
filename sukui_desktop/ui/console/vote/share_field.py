"""A share as people type it, 45 % or 1/3, said the other way beside it: without it 1 might mean all or a hundredth."""

from __future__ import annotations

import re
from fractions import Fraction

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QWidget

from sukui_desktop.assets.messages import text
from sukui_desktop.domain.question.shares import read_share
from sukui_desktop.services.prepare.opening_words import share_words
from sukui_desktop.ui.widgets.parts import set_look

_PERCENT = re.compile(r"([0-9]{1,6})(?:\.([0-9]{1,6}))?\s*%")


def parse_share(typed: str) -> str | None:
    """Return the share that "45 %", "12.5%" or "1/3" says as "n/d"; None for anything else, a bare number too."""
    tidy = typed.strip()
    found = _PERCENT.fullmatch(tidy)
    if found is not None:
        digits = found[2] or ""
        exact = Fraction(int(found[1] + digits), 100 * 10 ** len(digits))
        return str(exact)
    share = read_share("".join(tidy.split())) if "/" in tidy or tidy == "0" else None
    return None if share is None else str(share)


def other_words(share: str) -> str:
    """Return a share the other way: a percentage as a fraction, a fraction as a percentage of two places."""
    exact = Fraction(share)
    if share_words(share) != share:
        return text("drafting.share.exact", share=share) if exact.denominator > 1 else ""
    hundredths = exact.numerator * 10_000 // exact.denominator
    return text("drafting.share.about", percent=f"{hundredths // 100}.{hundredths % 100:02}")


class ShareField(QWidget):
    """A line for a share that says at once what it understood."""

    edited = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.line = QLineEdit(self)
        self.line.setPlaceholderText(text("drafting.share.hint"))
        self.line.setMaximumWidth(130)
        self.words = QLabel(self)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.line)
        layout.addWidget(self.words, 1)
        self.setFocusProxy(self.line)
        self.line.textChanged.connect(self._on_text_changed)

    def show_share(self, share: str) -> None:
        """Show a share as people say it; '' shows nothing."""
        self.line.setText(share_words(share) if share else "")
        self._tell()

    def share(self) -> str:
        """Return what was typed as "n/d"; '' when nothing was typed or it is no share."""
        return parse_share(self.line.text()) or ""

    def problem(self) -> str:
        """Return why what was typed is no share; '' when it is one, or nothing."""
        return text("drafting.share.unreadable") if self.line.text().strip() and not self.share() else ""

    def _tell(self) -> None:
        problem, share = self.problem(), self.share()
        self.words.setText(problem or (other_words(share) if share else ""))
        set_look(self.words, "state", "danger" if problem else "")

    @Slot(str)
    def _on_text_changed(self, typed: str) -> None:
        del typed
        self._tell()
        self.edited.emit()
