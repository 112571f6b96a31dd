"""The small pieces every window is made of: headings, text, badges, buttons, cards, icons."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import TypeVar

from PySide6.QtCore import Qt, SignalInstance
from PySide6.QtGui import QIcon, QKeyEvent, QPixmap
from PySide6.QtWidgets import QFrame, QLabel, QPushButton, QScrollArea, QSizePolicy, QWidget

from sukui_desktop.assets.messages import error_text
from sukui_desktop.assets.resources import read_resource
from sukui_desktop.ui.theme import color
from sukui_desktop.ui.widgets.labels_without_markup import PlainLabel, tool_tip_words
from sukui_desktop.ui.widgets.layouts import column_of, grow, row_of

ICON_PX = 20
AnyWidget = TypeVar("AnyWidget", bound=QWidget)
OnClick = Callable[..., object] | SignalInstance
"""A bound slot, or a signal of the same window; never a lambda, which outlives its widget."""


class EnterButton(QPushButton):
    """A button that Enter presses as well as space; Qt leaves Enter alone outside of dialogs."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Press on Enter."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.isAutoRepeat():
            self.click()
            return
        super().keyPressEvent(event)


def with_screen_reader_name(widget: AnyWidget, name: str) -> AnyWidget:
    """Give a widget the name that a screen reader says of it."""
    widget.setAccessibleName(name)
    return widget


def with_style_property(widget: AnyWidget, name: str, value: str) -> AnyWidget:
    """Set a property that the style sheet looks at on a widget that was just made; `set_style_property` changes it
    later."""
    widget.setProperty(name, value)
    return widget


def field_label(words: str, field: QWidget, *, wraps: bool = False) -> QLabel:
    """Return the name of a field, beside or above it; a screen reader says it of the part that has the keyboard."""
    label = with_style_property(PlainLabel(words, wordWrap=wraps), "strong", "true")
    label.setBuddy(field)
    (field.focusProxy() or field).setAccessibleName(words)
    return label


def heading(words: str, level: int = 2) -> QLabel:
    """Return a heading of level 1 (page), 2 (section) or 3 (card)."""
    label = PlainLabel(words)
    label.setProperty("heading", str(level))
    label.setWordWrap(True)
    return label


def plain_text_label(words: str = "", *, is_strong: bool = False) -> QLabel:
    """Return running text that wraps; `is_strong` in bold."""
    label = PlainLabel(words, wordWrap=True)
    label.setProperty("strong", "true" if is_strong else "false")
    label.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
    return label


def hint(words: str = "", *, may_wrap: bool = True) -> QLabel:
    """Return small grey text that explains."""
    label = PlainLabel(words)
    label.setProperty("hint", "true")
    label.setWordWrap(may_wrap)
    return label


def badge(words: str = "", tone: str = "") -> QLabel:
    """Return a small coloured word; `tone` is '' (grey), blue, green, amber, red or navy."""
    label = PlainLabel(words)
    label.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Maximum)
    label.setAlignment(Qt.AlignmentFlag.AlignCenter)
    label.setProperty("badge", tone)  # dressed when it is first shown
    return label


def button(
    words: str, look: str = "", *, scale: str = "", icon_name: str = "", on_click: OnClick | None = None
) -> QPushButton:
    """Return a button; `look` is '' | primary | danger | quiet, `scale` is '' | small | large.

    `on_click` is the slot or the signal that a click calls.
    """
    made = EnterButton(words)
    made.setCursor(Qt.CursorShape.PointingHandCursor)
    made.setAutoDefault(False)
    if look:
        made.setProperty("class", look)
    if scale:
        made.setProperty("scale", scale)
    if icon_name:
        made.setIcon(icon(icon_name, "on-fill" if look in ("primary", "danger") else "ink"))
    if on_click is not None:
        made.clicked.connect(on_click)
    return made


def card(*parts: QWidget, look: str = "true") -> QFrame:
    """Return a framed group with its parts below one another; `look` is true | subtle | chosen."""
    frame = QFrame()
    frame.setProperty("card", look)
    column_of(*parts, spacing=10, margins=(18, 14, 18, 16), into=frame)
    return frame


def scrolled(inside: QWidget, parent: QWidget, *, scrolls_across: bool = True, is_stop: bool = True) -> QScrollArea:
    """Return an area without a frame in which a part that is too large is scrolled; `is_stop`: Tab stops at it."""
    area = QScrollArea(parent, widgetResizable=True)
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setWidget(inside)
    if not scrolls_across:
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    if not is_stop:
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    return area


def horizontal_rule() -> QFrame:
    """Return a thin rule across."""
    frame = QFrame()
    frame.setProperty("line", "true")
    return frame


def vertical_rule() -> QFrame:
    """Return a thin rule from top to bottom, as between a list at the side and what it shows."""
    frame = horizontal_rule()
    frame.setStyleSheet("QFrame { min-width: 1px; max-width: 1px; max-height: 16777215px; }")
    return frame


def row(*parts: QWidget, spacing: int = 8) -> QWidget:
    """Return parts side by side, pushed to the left."""
    holder = QWidget()
    row_of(*parts, grow(), spacing=spacing, margins=0, into=holder)
    return holder


def set_style_property(widget: QWidget, name: str, value: str) -> None:
    """Set a property the style sheet looks at and restyle the widget."""
    if widget.property(name) == value:
        return
    widget.setProperty(name, value)
    widget.style().unpolish(widget)
    widget.style().polish(widget)


def show_words_or_hide(label: QLabel, words: str) -> None:
    """Show words; a label without any is hidden."""
    label.setText(words)
    label.setVisible(bool(words))


def show_words_in_state(label: QLabel, words: str, state: str = "") -> None:
    """Show words in the colour of a state: success, warning, danger, or '' for none."""
    label.setText(words)
    set_style_property(label, "state", state)


@cache
def icon(name: str, color_name: str = "ink") -> QIcon:
    """Return the drawn icon `resources/icons/<name>.svg` in a colour of the theme; needs an application."""
    drawn = read_resource(f"icons/{name}.svg").replace(b"currentColor", color(color_name).name().encode("ascii"))
    made = QIcon()
    for scale in (1, 2):
        pixmap = QPixmap()
        size = ICON_PX * scale
        sized = drawn.replace(b'width="24" height="24"', f'width="{size}" height="{size}"'.encode("ascii"))
        pixmap.loadFromData(sized, "SVG")
        pixmap.setDevicePixelRatio(scale)
        made.addPixmap(pixmap)
    return made


def enable_until_closing(*buttons: QPushButton, is_closed: bool) -> None:
    """Let buttons of acts that a closed meeting takes no more be pressed before 폐회 alone; after it they say why."""
    for each in buttons:
        each.setEnabled(not is_closed)
        if is_closed:
            each.setToolTip(tool_tip_words(error_text("meeting_closed")))
        elif each.toolTip() == tool_tip_words(error_text("meeting_closed")):
            each.setToolTip("")
