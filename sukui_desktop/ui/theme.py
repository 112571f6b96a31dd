"""The look of every window: typeface, colours and style sheet, made from the government's KRDS tokens."""

from __future__ import annotations

import json
import re
from functools import cache
from typing import cast

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QFont, QFontDatabase, QPalette
from PySide6.QtWidgets import QAbstractItemView, QApplication, QTableView

from sukui_desktop.assets.resources import read_resource, resource_path

FAMILY = "Pretendard GOV"
BODY_PX = 15
ROW_PX = 40
LIGHT = "light"
HIGH_CONTRAST = "high-contrast"
FAMILIES = (FAMILY, "Gothic A1", "Noto Sans Symbols 2")
"""The typeface, then those with the signs that it lacks (▣ ◎ ☎ ∼ ☑ …)."""
_FONT_FILES = (
    "fonts/PretendardGOV-Regular.ttf",
    "fonts/PretendardGOV-Bold.ttf",
    "fonts/GothicA1-Signs-Regular.ttf",
    "fonts/GothicA1-Signs-Bold.ttf",
    "fonts/NotoSansSymbols2-Signs.ttf",
)
_MODE_PROPERTY = "sukui_mode"
_FONTS_PROPERTY = "sukui_fonts"

_Scale = dict[str, str]


def apply_theme(app: QApplication, mode: str = LIGHT) -> None:
    """Apply the look to the whole program: typeface, palette and style sheet of `mode` (`light` or `high-contrast`).

    May be called again to change the mode; painters that use `color` then see the new one.
    Raises KeyError for a mode the tokens do not have.
    """
    sheet = style_sheet(mode)
    load_fonts()
    app.setProperty(_MODE_PROPERTY, mode)
    app.setStyle("Fusion")
    app.setFont(font(BODY_PX))
    app.setPalette(_qt_palette(mode))
    app.setStyleSheet(sheet)


def load_fonts() -> None:
    """Make the program's typeface known to Qt, once per process and needing an application.

    Raises FileNotFoundError when a font file is not shipped or Qt cannot read it.
    """
    # Asking Qt for all families instead would take 8 ms of the first paint.
    app = QApplication.instance()
    assert app is not None
    if app.property(_FONTS_PROPERTY):
        return
    for name in _FONT_FILES:
        if QFontDatabase.addApplicationFont(str(resource_path(name))) < 0:
            raise FileNotFoundError(name)
    app.setProperty(_FONTS_PROPERTY, True)


def font(size_px: int, *, is_bold: bool = False) -> QFont:
    """Return the program's typeface for painters, `size_px` pixels high, with figures of one width."""
    chosen = QFont(list(FAMILIES))
    chosen.setPixelSize(size_px)
    chosen.setBold(is_bold)
    chosen.setFeature(QFont.Tag("tnum"), 1)
    return chosen


def color(name: str, mode: str | None = None) -> QColor:
    """Return the colour `name` of the mode in force, or of `mode`.

    A name is a role (`ink`, `surface`, `navy`, `primary-text` ...), a step (`gray-20`, `danger-60`; mirrored in
    high contrast, so that what was dark on light becomes light on dark) or `static-` and a step, never mirrored.
    Raises KeyError for any other.
    """
    return QColor(hex_color(name, mode or _mode_in_force()))


def hex_color(name: str, mode: str = LIGHT) -> str:
    """Return the colour `name` of `mode` as `#rrggbb`; names as for `color`."""
    roles = _role_colours(mode)
    if name in roles:
        return roles[name]
    steps = _palette_steps(mode)
    if name.startswith("static-"):
        return steps[name.removeprefix("static-")]
    if mode == LIGHT:
        return steps[name]
    hue, _, step = name.rpartition("-")
    mirrored = f"{hue}-{_mirrored_steps()[step]}"
    return steps.get(mirrored, steps[name])


@cache
def style_sheet(mode: str = LIGHT, percent: int = 100) -> str:
    """Return the style sheet of `mode` with every length at `percent`; a window may wear another than the program's."""
    template = read_resource("styles/app.qss").decode("utf-8")
    words = {f"static-{step}": value for step, value in _palette_steps(mode).items()} | _role_colours(mode)
    words["styles"] = resource_path("styles").as_posix()
    words["ink-kind"] = "dark" if mode == LIGHT else "light"
    names = "|".join(sorted((re.escape(word) for word in words), key=len, reverse=True))
    if percent != 100:
        template = re.sub(r"(\d+)px", lambda found: f"{int(found[1]) * percent // 100}px", template)
    return re.sub(f"@({names})", lambda found: words[found[1]], template)


def dress_table(table: QTableView) -> None:
    """Set a table's rows and headings: whole rows chosen, no grid, headings to the left, the last column wide."""
    table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
    table.setShowGrid(False)
    table.setWordWrap(False)
    table.verticalHeader().hide()
    table.verticalHeader().setDefaultSectionSize(ROW_PX)
    header = table.horizontalHeader()
    header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
    header.setHighlightSections(False)
    header.setStretchLastSection(True)


def _mode_in_force() -> str:
    app = QApplication.instance()
    return cast("str", app and app.property(_MODE_PROPERTY)) or LIGHT


@cache
def _style_tokens() -> dict[str, dict[str, _Scale]]:
    return cast("dict[str, dict[str, _Scale]]", json.loads(read_resource("styles/tokens.json")))


def _mirrored_steps() -> _Scale:
    return cast("_Scale", _style_tokens()["mirror"])


@cache
def _palette_steps(mode: str) -> _Scale:
    palette = _style_tokens()["palette"]
    return {**palette[LIGHT], **palette[mode]}


@cache
def _role_colours(mode: str) -> _Scale:
    steps = _palette_steps(mode)
    return {role: steps[step] for role, step in _style_tokens()["roles"][mode].items()}


def _qt_palette(mode: str) -> QPalette:
    group = QPalette.ColorRole
    roles = {
        group.Window: "window",
        group.WindowText: "ink",
        group.Base: "surface",
        group.AlternateBase: "surface-subtle",
        group.Text: "ink",
        group.Button: "surface",
        group.ButtonText: "ink",
        group.BrightText: "danger-text",
        group.Highlight: "primary",
        group.HighlightedText: "on-fill",
        group.Link: "link",
        group.PlaceholderText: "ink-faint",
        group.ToolTipBase: "tooltip",
        group.ToolTipText: "tooltip-ink",
        group.Mid: "line",
        group.Accent: "primary",
    }
    palette = QPalette()
    for role, name in roles.items():
        palette.setColor(role, QColor(hex_color(name, mode)))
    for role in (group.WindowText, group.Text, group.ButtonText):
        palette.setColor(QPalette.ColorGroup.Disabled, role, QColor(hex_color("ink-disabled", mode)))
    return palette
