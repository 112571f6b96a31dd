"""Lengths that follow the screen."""

from __future__ import annotations

import re

import pytest
from PySide6.QtCore import QObject
from PySide6.QtWidgets import QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from sukui_desktop.assets.resources import read_resource
from sukui_desktop.ui.theme import hex_color
from sukui_desktop.ui.widgets.screen_scale import (
    Metrics,
    metrics_for_screen,
    scale_layouts_to_screen,
    scaled_style_sheet,
    with_spacing_in_ems,
)


@pytest.mark.parametrize(
    ("width", "height", "em"),
    [(1366, 768, 26), (1920, 1080, 37), (3840, 2160, 75), (1080, 1920, 23), (200, 200, 12)],
)
def test_letters_follow_height_and_never_vanish(width: int, height: int, em: int) -> None:
    assert metrics_for_screen(width, height, per_mille=35).em == em


def test_no_length_is_nothing() -> None:
    assert Metrics(width=0, height=0, em=10).pixels_of_ems(0.01) == 1
    assert Metrics(width=0, height=0, em=10).pixels_of_ems(1.5) == 15


@pytest.mark.parametrize("name", ["kiosk", "display"])
def test_sheets_are_filled_in(qapp: QObject, name: str) -> None:
    sheet = scaled_style_sheet(name, metrics_for_screen(1366, 768, per_mille=35))
    rules = re.sub(r"/\*.*?\*/", "", sheet, flags=re.DOTALL)
    assert "@" not in rules
    assert not re.search(r"\d\s*em\b", rules)
    assert "px" in rules


def test_a_sheet_scales(qapp: QObject) -> None:
    small = scaled_style_sheet("kiosk", Metrics(width=0, height=0, em=10))
    large = scaled_style_sheet("kiosk", Metrics(width=0, height=0, em=20))
    assert "font-size: 21px" in small
    assert "font-size: 42px" in large


def test_every_colour_of_the_sheets_is_known(qapp: QObject) -> None:
    for name in ("kiosk", "display"):
        for colour in re.findall(r"@([a-z][a-z0-9-]*)", read_resource(f"styles/{name}.qss").decode()):
            if colour not in ("colours", "colour"):
                assert hex_color(colour).startswith("#")


def test_spacing_in_letters(qtbot: QtBot) -> None:
    holder = QWidget()
    qtbot.addWidget(holder)
    layout = QVBoxLayout(holder)
    with_spacing_in_ems(layout, 0.5, (1, 0, 2, 0.25))
    scale_layouts_to_screen(holder, Metrics(width=0, height=0, em=20))
    margins = layout.contentsMargins()
    assert (layout.spacing(), margins.left(), margins.top(), margins.right(), margins.bottom()) == (10, 20, 0, 40, 5)
