"""The look of every window: typeface, colours and style sheet, made from the government's KRDS tokens."""

from __future__ import annotations

import json
import re
from functools import cache

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QFont, QFontDatabase, QPalette
from PySide6.QtWidgets import QAbstractItemView, QApplication, QTableView

from sukui_desktop.assets.resources import read_resource, resource_path

FAMILY = "Pretendard GOV"
BODY_PX = 15
ROW_PX = 40
FAMILIES = (FAMILY, "Gothic A1", "Noto Sans Symbols 2")
"""The typeface, then those with the signs that it lacks (▣ ◎ ☎ ∼ ☑ …)."""
_FONT_FILES = (
    "fonts/PretendardGOV-Regular.ttf",
    "fonts/PretendardGOV-Bold.ttf",
    "fonts/GothicA1-Signs-Regular.ttf",
    "fonts/GothicA1-Signs-Bold.ttf",
    "fonts/NotoSansSymbols2-Signs.ttf",
)
_FONTS_PROPERTY = "sukui_fonts"

_Colours = dict[str, str]


def apply_theme(app: QApplication) -> None:
    """Apply the look to the whole program: typeface, palette and style sheet."""
    load_fonts()
    app.setStyle("Fusion")
    app.setFont(font(BODY_PX))
    app.setPalette(_qt_palette())
    app.setStyleSheet(style_sheet())


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


def color(name: str) -> QColor:
    """Return the colour `name`: a role (`ink`, `surface`, `navy`, `primary-text` ...) or a step (`gray-20`).

    Raises KeyError for any other.
    """
    return QColor(hex_color(name))


def hex_color(name: str) -> str:
    """Return the colour `name` as `#rrggbb`; names as for `color`."""
    return _colours()[name]


def style_sheet() -> str:
    """Return the style sheet of the program, its colours filled in. Raises KeyError for a name that is no colour."""
    template = read_resource("styles/app.qss").decode("utf-8")
    words = _colours() | {"styles": resource_path("styles").as_posix()}
    return re.sub(r"@([a-z0-9]+(?:-[a-z0-9]+)*)", lambda found: words[found[1]], template)


def style_table(table: QTableView) -> None:
    """Set a table's rows and headings: whole rows chosen, nothing typed into it, no grid, headings to the left."""
    table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
    table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
    table.setShowGrid(False)
    table.setWordWrap(False)
    table.verticalHeader().hide()
    table.verticalHeader().setDefaultSectionSize(ROW_PX)
    header = table.horizontalHeader()
    header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
    header.setHighlightSections(False)
    header.setStretchLastSection(False)


@cache
def _colours() -> _Colours:
    """Return every colour by its name: the steps of the palette and the roles they play."""
    tokens: dict[str, _Colours] = json.loads(read_resource("styles/tokens.json"))
    steps, roles = tokens["palette"], tokens["roles"]
    return steps | {role: steps[step] for role, step in roles.items()}


def _qt_palette() -> QPalette:
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
        palette.setColor(role, color(name))
    for role in (group.WindowText, group.Text, group.ButtonText):
        palette.setColor(QPalette.ColorGroup.Disabled, role, color("ink-disabled"))
    return palette
