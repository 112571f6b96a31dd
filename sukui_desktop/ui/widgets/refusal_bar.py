"""The bar that says why an act was refused, and a dialog where there is no bar."""

from __future__ import annotations

from weakref import ReferenceType, WeakSet, ref

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QFrame, QLabel, QMessageBox, QSizePolicy, QWidget

from sukui_desktop.assets.messages import text
from sukui_desktop.domain.errors import SukuiError
from sukui_desktop.ui.theme import color
from sukui_desktop.ui.widgets.basic_widgets import button, icon
from sukui_desktop.ui.widgets.labels_without_markup import PlainLabel
from sukui_desktop.ui.widgets.layouts import grow, row_of
from sukui_desktop.wording.refusal_sentences import refusal_sentence

_REFUSING: WeakSet[RefusalBar] = WeakSet()
"""The bars that show why a service refused somebody."""


class RefusalBar(QFrame):
    """A strip that says what could not be done and what to do next; hidden until something is refused."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("refusalBar")
        self._label: QLabel | None = None
        self._refused: tuple[ReferenceType[QObject], object] | None = None
        """Who was refused and what they had asked; None where the sentence is of something else."""
        self.hide()

    @property
    def message(self) -> str:
        """What it says now; empty while hidden."""
        return "" if self._label is None or self.isHidden() else self._label.text()

    def show_refusal_of(self, owner: QObject, service: object, message: str) -> None:
        """Show why a service refused its owner, until it is closed, another one comes or it was put right."""
        self.show_message(message)
        self._refused = ref(owner), service
        _REFUSING.add(self)

    def hide_if_put_right(self, owner: QObject, service: object, *, is_written: bool) -> None:
        """Hide when the service now did what it had refused this owner, or the owner wrote something else since."""
        if self._refused is None or self._refused[0]() is not owner:
            return
        if is_written or self._refused[1] == service:
            self.hide()
            self._refused = None
            _REFUSING.discard(self)

    def show_message(self, message: str) -> None:
        """Show one sentence until it is closed or another one comes."""
        self._refused = None
        _REFUSING.discard(self)
        label = self._label or self._make_contents()
        label.setText(message)
        self.setAccessibleName(message)
        self.show()

    def _make_contents(self) -> QLabel:
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
    show_sentence_in_bar(owner, refusal_sentence(error))


def show_refusal_of_service(owner: QObject, service: object, error: SukuiError) -> None:
    """Show as `show_refusal` why a service refused its owner; it goes when the thing is put right."""
    bar = refusal_bar_of(owner)
    if bar is None:
        show_refusal(owner, error)
    else:
        bar.show_refusal_of(owner, service, refusal_sentence(error))


def take_back_refusals_put_right(owner: QObject, service: object, *, is_written: bool) -> None:
    """Hide what was refused this owner where the service did it now, or the owner wrote something else since."""
    for bar in tuple(_REFUSING):
        bar.hide_if_put_right(owner, service, is_written=is_written)


def refusal_bar_of(owner: QObject) -> RefusalBar | None:
    """Return the bar of the owner's window, None where it has none."""
    window = owner.window() if isinstance(owner, QWidget) else None
    bar = window.findChild(RefusalBar) if window is not None else None
    return bar if isinstance(bar, RefusalBar) else None


def show_sentence_in_bar(owner: QObject, words: str) -> None:
    """Show one sentence that people must read, where `show_refusal` shows a failure."""
    window = owner.window() if isinstance(owner, QWidget) else None
    bar = refusal_bar_of(owner)
    if bar is not None:
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
