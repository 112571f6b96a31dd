"""A person at the program: finds what is visible by its words, presses it, types; calls no service."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TypeVar

from PySide6.QtCore import QAbstractListModel, QDeadlineTimer, QEventLoop, QModelIndex, QPoint, Qt, QTimer
from PySide6.QtGui import QInputMethodEvent, QWindow
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QApplication,
    QCheckBox,
    QComboBox,
    QLabel,
    QLineEdit,
    QMainWindow,
    QPlainTextEdit,
    QProgressBar,
    QRadioButton,
    QTabBar,
    QTextEdit,
    QWidget,
)

from sukui_desktop.ui.dialog_base import HelpedDialog

Seen = TypeVar("Seen")
WidgetT = TypeVar("WidgetT", bound=QWidget)
Key = Qt.Key
LEFT = Qt.MouseButton.LeftButton
PATIENCE_MS = 60_000
_MARKS = str.maketrans("", "", "⏎&")


class Person:
    """Looks at the window in front: an open question first, then the kiosk, then the window last turned to."""

    def __init__(self) -> None:
        self._turned_to = ""

    # -- eyes ---------------------------------------------------------------------------------------------------------

    @property
    def front(self) -> QWidget:
        """The window that takes the mouse and the keys."""
        asked = QApplication.activeModalWidget()
        if asked is not None and asked.isVisible():
            return asked
        windows = [window for window in QApplication.topLevelWidgets() if window.isVisible()]
        for window in windows:
            if window.objectName() == "kiosk" or (self._turned_to and window.windowTitle() == self._turned_to):
                return window
        return next(window for window in windows if isinstance(window, QMainWindow))

    def turn_to(self, title: str) -> None:
        """Work with another window, by its title; '' is the console."""
        self._turned_to = title
        self.until(lambda: not title or self.front.windowTitle() == title, f"the window {title}")

    def until(self, seen: Callable[[], Seen | None], what: str) -> Seen:
        """Watch the screen until something is seen, and return it; whoever waits too long is told what there is."""
        patience = QDeadlineTimer(PATIENCE_MS)
        waker = QTimer()
        waker.start(10)
        while not (found := seen()):
            if patience.hasExpired():
                raise AssertionError(f"never seen: {what}\n" + "\n".join(self.words()))
            QApplication.processEvents(
                QEventLoop.ProcessEventsFlag.AllEvents | QEventLoop.ProcessEventsFlag.WaitForMoreEvents
            )
        return found

    def words(self) -> list[str]:
        """Every word that is seen in the front window."""
        return [*texts_on(self.front)]

    def sees(self, words: str) -> str:
        """Wait for a text that holds `words`, and return it whole."""
        return self.until(lambda: next((said for said in self.words() if words in said), ""), words)

    def reads(self, name: str) -> str:
        """Return what the label of this object name says, once it says something."""

        def shown() -> str:
            labels = self.front.findChildren(QLabel, name)
            return next((label.text() for label in labels if label.isVisible()), "")

        return self.until(shown, f"words in {name}")

    # -- hands --------------------------------------------------------------------------------------------------------

    def press(self, words: str) -> None:
        """Click the button of these words, once it can be pressed; one below the fold is reached by Tab first."""
        self._reach(words)
        click(self.until(lambda: self._button(words), f"the button [{words}]"))

    def may_press(self, words: str) -> bool:
        """Say whether such a button is there and on."""
        return self._button(words) is not None

    def open_tab(self, words: str) -> None:
        """Click a tab whose words begin so."""

        def place() -> tuple[QTabBar, int] | None:
            for bar in self.front.findChildren(QTabBar):
                for number in range(bar.count()):
                    if bar.isVisible() and bar.isEnabled() and bar.tabText(number).startswith(words):
                        return bar, number
            return None

        bar, number = self.until(place, f"the tab {words}")
        QTest.mouseClick(bar, LEFT, pos=bar.tabRect(number).center())

    def stroke(self, *keys: Qt.Key, with_key: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        """Press keys in the front window; whoever has the keyboard gets them."""
        for key in keys:
            self.until(self._has_been_seen, "a question that has been read")
            QTest.keyClick(self._handle(), key, with_key)

    def write(self, words: str) -> None:
        """Type where the keyboard is: letters by keys, Hangul as an input method composes it."""
        for letter in words:
            typed = self.until(self.front.focusWidget, "a field with the keyboard")
            if letter.isascii():
                QTest.keyClicks(typed, letter)
            else:
                QApplication.sendEvent(typed, QInputMethodEvent(letter, []))
                composed = QInputMethodEvent()
                composed.setCommitString(letter)
                QApplication.sendEvent(typed, composed)

    def fill(self, name: str, words: str) -> None:
        """Click the field of this name and write over what stands there."""
        field = self.field(name)
        click(field)
        if not field.hasFocus():
            self.until(lambda: self.front.focusWidget() is field, f"the keyboard in {name}")
        QTest.keyClick(field, Key.Key_A, Qt.KeyboardModifier.ControlModifier)
        if words:
            self.write(words)
        else:
            self.stroke(Key.Key_Delete)

    def field(self, name: str) -> QWidget:
        """Return the field whose name or label is this."""

        def found() -> QWidget | None:
            for field in self.front.findChildren(QWidget):
                if _is_seen(field) and field.isEnabled() and field.accessibleName() == name:
                    return field
            return None

        return self.until(found, f"the field {name}")

    def choose(self, name: str, words: str) -> None:
        """Choose in a drop-down list, by keys."""
        box = self.field(name)
        assert isinstance(box, QComboBox)
        box.setFocus(Qt.FocusReason.MouseFocusReason)
        self.until(lambda: box.findText(words, Qt.MatchFlag.MatchContains) >= 0, f"{words} among {name}")
        QTest.keyClick(box, Key.Key_Home)
        for _ in range(box.count()):
            if words in box.currentText():
                return
            QTest.keyClick(box, Key.Key_Down)
        raise AssertionError(f"{words} cannot be reached in {name}")

    def tick(self, words: str) -> None:
        """Click a box or a round button by its words."""

        def box() -> QAbstractButton | None:
            kinds = (QCheckBox, QRadioButton)
            return next((b for k in kinds for b in self._all(k) if b.text() == words and b.isEnabled()), None)

        found = self.until(box, f"the box {words}")
        QTest.mouseClick(found, LEFT, pos=QPoint(12, found.height() // 2))

    def take_row(self, words: str) -> None:
        """Click the row of a list that says `words`."""
        view, index = self.until(lambda: self.row(words), f"the row {words}")
        view.scrollTo(index)
        QTest.mouseClick(view.viewport(), LEFT, pos=view.visualRect(index).center())

    # -- inside -------------------------------------------------------------------------------------------------------

    def _has_been_seen(self) -> bool:
        """A person reads a question before answering it."""
        front = self.front
        return not (isinstance(front, HelpedDialog) and front.accidental_input_filter.is_filtering_now)

    def _handle(self) -> QWindow:
        handle = self.front.windowHandle()
        assert handle is not None
        return handle

    def _all(self, kind: type[WidgetT]) -> Iterator[WidgetT]:
        return (widget for widget in self.front.findChildren(kind) if _is_seen(widget))

    def _reach(self, words: str) -> None:
        for button in self.front.findChildren(QAbstractButton):
            is_named = words in (button.text().translate(_MARKS).strip(), button.accessibleName())
            if is_named and button.isVisible() and button.isEnabled():
                for _ in range(100):
                    if _is_seen(button):
                        return
                    self.stroke(Qt.Key.Key_Tab)

    def _button(self, words: str) -> QAbstractButton | None:
        for button in reversed([*self._all(QAbstractButton)]):
            if button.isEnabled() and words in (button.text().translate(_MARKS).strip(), button.accessibleName()):
                return button
        return None

    def row(self, words: str) -> tuple[QAbstractItemView, QModelIndex] | None:
        for view in self._all(QAbstractItemView):
            for index in _cells(view):
                if words in str(index.data() or ""):
                    return view, index
        return None


def click(widget: QWidget, place: QPoint | None = None) -> None:
    """Click in the middle of a widget, or at a place of it."""
    QTest.mouseClick(widget, LEFT, pos=place or widget.rect().center())


def texts_on(window: QWidget) -> Iterator[str]:
    """Return every text a person reads in a window: labels, buttons, fields, cells, tabs."""
    for widget in window.findChildren(QWidget):
        if not _is_seen(widget):
            continue
        if isinstance(widget, QLabel | QAbstractButton | QLineEdit):
            yield widget.text()
        elif isinstance(widget, QPlainTextEdit | QTextEdit):
            yield widget.toPlainText()
        elif isinstance(widget, QComboBox):
            yield widget.currentText()
        elif isinstance(widget, QTabBar):
            yield from (widget.tabText(number) for number in range(widget.count()))
        elif isinstance(widget, QAbstractItemView):
            yield from (str(index.data()) for index in _cells(widget) if index.data())


def _cells(view: QAbstractItemView) -> Iterator[QModelIndex]:
    model = view.model()
    waiting = [QModelIndex()]
    while waiting and model is not None:
        parent = waiting.pop()
        for row in range(model.rowCount(parent)):
            columns = 1 if isinstance(model, QAbstractListModel) else model.columnCount(parent)
            yield from (model.index(row, column, parent) for column in range(columns))
            waiting.append(model.index(row, 0, parent))


def _is_seen(widget: QWidget) -> bool:
    return widget.isVisible() and not widget.visibleRegion().isEmpty() and not isinstance(widget, QProgressBar)
