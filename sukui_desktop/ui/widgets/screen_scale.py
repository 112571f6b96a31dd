"""Lengths of a full screen in one measure: letters, gaps and painted parts that grow with the screen."""

from __future__ import annotations

import re
from typing import TypeVar

import msgspec
from PySide6.QtGui import QScreen
from PySide6.QtWidgets import QLabel, QLayout, QWidget

from sukui_desktop.assets.messages import text
from sukui_desktop.assets.resources import read_resource
from sukui_desktop.ui.theme import hex_color
from sukui_desktop.ui.widgets.labels_without_markup import PlainLabel

_EM = re.compile(r"(\d+(?:\.\d+)?)em\b")
_COLOR = re.compile(r"@([a-z][a-z0-9-]*)")
_SPACE = "space_em"
AnyLayout = TypeVar("AnyLayout", bound=QLayout)
Margins = tuple[float, float, float, float]


class Metrics(msgspec.Struct, frozen=True, kw_only=True):
    """Lengths on one screen; `em` is the height in px of the letters the screen is made for."""

    width: int
    """Of the screen, px."""
    height: int
    em: int

    def pixels_of_ems(self, ems: float) -> int:
        """Return `ems` letters as whole px, at least 1."""
        return max(1, round(ems * self.em))


def metrics_for_screen(width: int, height: int, *, per_mille: int) -> Metrics:
    """Return the lengths for a screen of `width` × `height` px.

    `per_mille` is the letter's share of the height of a 16:9 screen; a narrower one counts as if it were lower.
    """
    height_counted = min(height, width * 10 // 16)
    return Metrics(width=width, height=height, em=max(12, height_counted * per_mille // 1000))


def scaled_style_sheet(name: str, metrics: Metrics) -> str:
    """Return the style sheet `styles/<name>.qss` with its `em` lengths in px and its @colours."""
    template = read_resource(f"styles/{name}.qss").decode("utf-8")
    in_px = _EM.sub(lambda found: f"{metrics.pixels_of_ems(float(found[1]))}px", template)
    return _COLOR.sub(lambda found: hex_color(found[1]), in_px)


class Scaled:
    """A widget that paints by the screen's measure; `metrics` is small until it is fitted to a screen."""

    metrics = Metrics(width=0, height=0, em=24)

    def fit_to_screen(self, metrics: Metrics) -> None:
        """Paint in these lengths from now on."""
        self.metrics = metrics


def with_spacing_in_ems(layout: AnyLayout, gap: float, margins: Margins = (0, 0, 0, 0)) -> AnyLayout:
    """Give a layout its spacing and margins (left, top, right, bottom) in letters; `scale_layouts_to_screen` makes
    them px."""
    layout.setProperty(_SPACE, [gap, *margins])
    return layout


def style_screen(screen: QWidget, sheet: str, *, per_mille: int) -> None:
    """Give a screen its sheet and every length of it the measure of its present size; `per_mille` as
    `metrics_for_screen`."""
    metrics = metrics_for_screen(screen.width(), screen.height(), per_mille=per_mille)
    screen.setStyleSheet(scaled_style_sheet(sheet, metrics))
    scale_layouts_to_screen(screen, metrics)


def show_over_whole_screen(window: QWidget, screen: QScreen) -> None:
    """Show a window over a whole screen, and never over more than that, whatever its contents ask for."""
    layout = window.layout()
    if layout is not None:
        layout.setSizeConstraint(QLayout.SizeConstraint.SetNoConstraint)
    window.winId()
    window.windowHandle().setScreen(screen)
    window.setGeometry(screen.geometry())
    window.showFullScreen()


def scale_layouts_to_screen(screen: QWidget, metrics: Metrics) -> None:
    """Give all layouts and painted parts of a screen its measure; 0 letters are 0 px."""
    for layout in (screen.layout(), *screen.findChildren(QLayout)):
        lengths = layout.property(_SPACE) if layout is not None else None
        if layout is not None and lengths:
            gap, *margins = (metrics.pixels_of_ems(length) if length else 0 for length in lengths)
            layout.setSpacing(gap)
            layout.setContentsMargins(*margins)
    for part in (screen, *screen.findChildren(QWidget)):
        if isinstance(part, Scaled):
            part.fit_to_screen(metrics)


def role_label(parent: QWidget, role: str, words_key: str = "", *, name: str = "") -> QLabel:
    """Return a label in the letters that the screen's sheet gives `role`, found by `name`; it wraps and never cuts."""
    made = PlainLabel(text(words_key) if words_key else "", parent)
    made.setProperty("role", role)
    made.setWordWrap(True)
    made.setIndent(0)
    made.setObjectName(name)
    return made
