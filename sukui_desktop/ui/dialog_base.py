"""What every dialog has: its help by F1, a size that its screen has room for, contents that scroll where it has not."""

from __future__ import annotations

from typing import ClassVar

from PySide6.QtCore import QEvent, QObject, QSize, Qt, QTimer, Slot
from PySide6.QtGui import QHideEvent, QKeySequence, QShortcut, QShowEvent
from PySide6.QtWidgets import QDialog, QFrame, QSizePolicy, QWidget

from sukui_desktop.assets.messages import text
from sukui_desktop.ui.dialog_input_guard import AccidentalInputFilter
from sukui_desktop.ui.widgets.basic_widgets import button, heading, with_style_property
from sukui_desktop.ui.widgets.labels_without_markup import PlainLabel
from sukui_desktop.ui.widgets.layouts import Part, column_of
from sukui_desktop.ui.widgets.vertical_scroll import VerticalScroll

WIDTH_PX = 420
_TITLE_PX = 40
"""Room for the title bar that the window system adds."""


class DialogHelp(QObject):
    """Shows its words in a small window beside the dialog, which stays as it is."""

    def __init__(self, dialog: QDialog, key: str) -> None:
        super().__init__(dialog)
        self._dialog = dialog
        self._key = key
        self.window: QDialog | None = None
        QShortcut(QKeySequence(QKeySequence.StandardKey.HelpContents), dialog).activated.connect(self.show_or_hide)

    @Slot()
    def show_or_hide(self) -> None:
        """Show the help, or hide it when it is shown."""
        if self.window is None:
            self.window = self._make_help_window()
        self.window.setVisible(self.window.isHidden())

    @property
    def help_words(self) -> str:
        """What it says."""
        about = f"{text(self._key).strip()}\n\n" if self._key else ""
        return f"{about}{text('console.help.dialog_keys').strip()}"

    def _make_help_window(self) -> QDialog:
        window = QDialog(self._dialog)
        window.setWindowTitle(text("console.help.dialog", title=self._dialog.windowTitle()))
        window.setFixedWidth(WIDTH_PX)
        panel = with_style_property(QFrame(window), "panel", "subtle")
        words = PlainLabel(self.help_words, panel, wordWrap=True)
        words.setObjectName("dialogHelp")
        close = button(text("console.help.close"), on_click=window.hide)
        column_of(heading(self._dialog.windowTitle()), words, close, spacing=12, margins=20, into=panel)
        column_of(panel, margins=0, into=window)
        QShortcut(QKeySequence(QKeySequence.StandardKey.HelpContents), window).activated.connect(window.hide)
        return window


def resize_dialog_within_screen(dialog: QDialog, size: tuple[int, int]) -> None:
    """Give a dialog this width and height in pixels, or what its window has of that width and the screen of that height
    beside a title bar."""
    width, height = min(size[0], dialog.screen().availableGeometry().width()), size[1]
    parent = dialog.parentWidget()
    if parent is not None and parent.window().isVisible():
        width = min(width, parent.window().width())
    dialog.resize(width, min(height, height_on_screen(dialog)))


def height_on_screen(dialog: QDialog) -> int:
    """Return how many pixels high a dialog may be so that all of it is seen on its screen, beside a title bar."""
    return dialog.screen().availableGeometry().height() - _TITLE_PX


def fit_dialog_height(dialog: QDialog) -> None:
    """Give a dialog the height that what it shows needs at its width, as far as the screen has it: Qt lets it keep the
    room of what was hidden."""
    layout = dialog.layout()
    if layout is not None:
        for contents in dialog.findChildren(ContentsOfDialog):
            contents.measure_anew()
        layout.activate()
        needed = layout.totalHeightForWidth(dialog.width()), layout.totalMinimumSize().height()
        dialog.resize(dialog.width(), min(max(needed), height_on_screen(dialog)))


class ContentsOfDialog(VerticalScroll):
    """What a dialog shows above its buttons: as high as it is while the screen has room for all of it, else it scrolls.

    So the buttons are on the screen however much there is to say and to fill in.
    """

    LEAST_PX = 120

    def __init__(self, dialog: QDialog, *parts: Part) -> None:
        self._dialog = dialog
        self.does_scroll = False
        """Whether there was too little room."""
        inside = QWidget(dialog)
        self.inner_layout = column_of(*parts, spacing=12, margins=0, into=inside)
        super().__init__(inside, dialog)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)

    def measure_anew(self) -> None:
        """Let the dialog know at once how much room is needed now, not only when the window system asks."""
        self.inner_layout.activate()
        self.updateGeometry()

    def scroll_where_too_high(self) -> None:
        """Scroll from now on, when the least height of the dialog is more than its screen has."""
        layout = self._dialog.layout()
        if self.does_scroll or layout is None:
            return
        self.measure_anew()
        layout.activate()
        width = max(self._dialog.width(), layout.totalMinimumSize().width())
        least = max(layout.totalMinimumSize().height(), layout.totalMinimumHeightForWidth(width))
        if least <= height_on_screen(self._dialog):
            return
        self.does_scroll = True
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Expanding)
        self.updateGeometry()
        layout.activate()
        self._dialog.resize(max(width, layout.totalMinimumSize().width()), height_on_screen(self._dialog))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Tell the dialog that what is inside needs other room."""
        if event.type() == QEvent.Type.LayoutRequest:
            self.updateGeometry()
        return super().eventFilter(watched, event)

    def hasHeightForWidth(self) -> bool:
        """Return whether paragraphs inside need more lines at a smaller width."""
        return self.inner_layout.hasHeightForWidth()

    def heightForWidth(self, width: int) -> int:
        """Return the height of what is inside at a width."""
        return self.inner_layout.totalHeightForWidth(width)

    def sizeHint(self) -> QSize:
        """Return the size of what is inside."""
        return self.inner_layout.totalSizeHint()

    def minimumSizeHint(self) -> QSize:
        """Return the least size of what is inside, or of what is seen of it at once."""
        least = self.inner_layout.totalMinimumSize()
        if not self.does_scroll:
            return least
        return QSize(super().minimumSizeHint().width(), min(self.LEAST_PX, least.height()))


class HelpedDialog(QDialog):
    """A dialog that F1 explains, that takes answers once it has been seen, and that is gone when it closes.

    Until then it stays, whoever opened it and whether or not anybody still holds it.
    """

    _on_screen: ClassVar[set[HelpedDialog]] = set()
    """Dialogs on the screen: garbage collection may close nothing that people are reading."""

    help_key: ClassVar[str] = ""
    """Key of the text that F1 shows before the keys; '' for a dialog that its own words explain."""

    _is_measuring_due = True  # until there are contents to measure

    def __init__(self, parent: QWidget, title: str) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(title)
        DialogHelp(self, self.help_key)
        self.contents: ContentsOfDialog | None = None
        """What scrolls where the screen has no room for all of it; None for a dialog that is never so high."""
        self._is_measuring_due = False
        self.accidental_input_filter = AccidentalInputFilter(self)

    def showEvent(self, event: QShowEvent) -> None:
        """Hold answers off until people can have seen what they answer."""
        super().showEvent(event)
        self.keep_buttons_on_screen()
        self._on_screen.add(self)
        window = self.windowHandle()
        if window is not None:
            self.accidental_input_filter.start_filtering_window(window)

    def event(self, event: QEvent) -> bool:
        """Let what grew beyond the screen scroll: a file that was read has more to ask, a list more lines."""
        if event.type() == QEvent.Type.LayoutRequest and not self._is_measuring_due:
            self._is_measuring_due = True
            QTimer.singleShot(0, self, self._measure_again)
        return super().event(event)

    @Slot()
    def _measure_again(self) -> None:
        self._is_measuring_due = False
        if self.isVisible():
            self.keep_buttons_on_screen()

    def keep_buttons_on_screen(self) -> None:
        """Scroll the contents where the screen has no room for all of them."""
        if self.contents is not None:
            self.contents.scroll_where_too_high()

    def hideEvent(self, event: QHideEvent) -> None:
        """Let go of what is no longer on the screen."""
        super().hideEvent(event)
        self._on_screen.discard(self)
