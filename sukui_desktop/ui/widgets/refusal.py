"""Known failures in words: the sentence of an error, the bar that shows it, a dialog where there is no bar."""

from __future__ import annotations

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QFrame, QLabel, QMessageBox, QSizePolicy, QWidget

from sukui_desktop.assets.messages import error_text, text
from sukui_desktop.domain.errors import SukuiError
from sukui_desktop.ui.theme import color
from sukui_desktop.ui.widgets.basic_widgets import button, icon
from sukui_desktop.ui.widgets.layouts import grow, row_of
from sukui_desktop.ui.widgets.plain_words import PlainLabel


def refusal_sentence(error: SukuiError) -> str:
    """Return the Korean sentence of a known failure, with its facts filled in and the next step.

    A meeting's file is called by its name without the ending.
    """
    file = error.facts.get("file")
    facts = {**error.facts, "file": file_name_on_screen(file)} if isinstance(file, str) else error.facts
    return error_text(error.code, **facts)


def file_name_on_screen(file: str) -> str:
    """Return what a file is called on a screen: a meeting's without .sukui."""
    return file.removesuffix(".sukui")


class RefusalBar(QFrame):
    """A strip that says what could not be done and what to do next; hidden until something is refused."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("refusalBar")
        self._label: QLabel | None = None
        self.hide()

    @property
    def message(self) -> str:
        """What it says now; empty while hidden."""
        return "" if self._label is None or self.isHidden() else self._label.text()

    def show_message(self, message: str) -> None:
        """Show one sentence until it is closed or another one comes."""
        label = self._label or self._lay_out()
        label.setText(message)
        self.setAccessibleName(message)
        self.show()

    def _lay_out(self) -> QLabel:
        """Make what is inside when it is first needed: its drawn sign alone would cost the first paint 5 ms."""
        self.setStyleSheet(f"#refusalBar {{ background: {color('danger-tint').name()}; }}")
        sign = PlainLabel(self)
        sign.setPixmap(icon("warning", "danger-text").pixmap(20, 20))
        self._label = label = PlainLabel(self)
        label.setWordWrap(True)
        label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        label.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self.close_button = button(text("console.refusal.close"), scale="small", on_click=self.hide)
        row_of(sign, grow(label), self.close_button, spacing=12, margins=(24, 8, 16, 8), into=self)
        return label


def show_refusal(owner: QObject, error: SukuiError) -> None:
    """Show a known failure in the bar of the owner's window, or in a dialog where the window has none."""
    show_sentence(owner, refusal_sentence(error))


def show_sentence(owner: QObject, words: str) -> None:
    """Show one sentence that people must read, where `show_refusal` shows a failure."""
    window = owner.window() if isinstance(owner, QWidget) else None
    bar = window.findChild(RefusalBar) if window is not None else None
    if isinstance(bar, RefusalBar):
        bar.show_message(words)
        return
    box = QMessageBox(window)
    box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    box.setObjectName("refusalDialog")
    box.setWindowTitle(text("console.refusal.title"))
    box.setTextFormat(Qt.TextFormat.PlainText)
    box.setText(words)
    box.addButton(text("console.refusal.close"), QMessageBox.ButtonRole.AcceptRole)
    box.open()
