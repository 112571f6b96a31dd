"""The look: every rule of the style sheet is filled in, Korean is drawn in our typeface, and words can be read."""

from __future__ import annotations

import re
import unicodedata

import pytest
from PySide6.QtGui import QColor, QFontInfo, QRawFont, QTextLayout
from PySide6.QtWidgets import (
    QApplication,
    QComboBox,
    QDateEdit,
    QDateTimeEdit,
    QLineEdit,
    QPushButton,
    QSpinBox,
    QTableWidget,
    QTimeEdit,
)
from pytestqt.qtbot import QtBot

from sukui_desktop.ui import theme
from tests.builders.korean_signs import KS_X_1001, OFFICE_SIGNS

# What the style sheet writes on what: text and large fills against their ground.
WORDS_ON_GROUND = [
    ("ink", "window"),
    ("ink-subtle", "surface-subtle"),
    ("ink-faint", "window"),
    ("primary-text", "window"),
    ("primary-text", "primary-tint"),
    ("success-text", "success-tint"),
    ("warning-text", "warning-tint"),
    ("danger-text", "danger-tint"),
    ("grey-text", "grey-tint"),
    ("ink", "selection"),
    ("on-fill", "primary"),
    ("on-fill", "primary-hover"),
    ("on-fill", "danger"),
    ("navy-ink", "navy"),
    ("navy-subtle", "navy"),
    ("navy-ink", "navy-chip"),
    ("tooltip-ink", "tooltip"),
]


def _luminance(color: QColor) -> float:
    def linear(part: float) -> float:
        return part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4

    return 0.2126 * linear(color.redF()) + 0.7152 * linear(color.greenF()) + 0.0722 * linear(color.blueF())


def _contrast(one: QColor, other: QColor) -> float:
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize(("words", "ground"), WORDS_ON_GROUND)
def test_words_can_be_read(words: str, ground: str) -> None:
    """WCAG 2.2, 1.4.3: at least 4.5 to 1."""
    assert _contrast(theme.color(words), theme.color(ground)) >= 4.5


@pytest.mark.parametrize("role", ["line-input", "line-focus"])
def test_borders_of_fields_can_be_seen(role: str) -> None:
    """WCAG 2.2, 1.4.11: at least 3 to 1."""
    assert _contrast(theme.color(role), theme.color("surface")) >= 3


def test_style_sheet_is_filled_in() -> None:
    sheet = theme.style_sheet()
    assert not re.search(r"@\w", sheet)
    pictures = re.findall(r'url\("([^"]+)"\)', sheet)
    assert pictures
    assert all(QColor(word).isValid() for word in re.findall(r"#[0-9a-f]+", sheet))


def test_unknown_names_are_bugs() -> None:
    with pytest.raises(KeyError):
        theme.color("gray-21")


def test_the_application_wears_our_typeface(qapp: QApplication) -> None:
    assert QFontInfo(qapp.font()).family() == theme.FAMILY
    assert qapp.font().pixelSize() == theme.BODY_PX


@pytest.mark.parametrize("is_bold", [False, True])
@pytest.mark.parametrize("words", ["홍길동 뷁쉛쫢", "金郞李樂", "①②㉠ · → ✓ ※ ₩ 1,234억원", "ㅎㄱㄷ"])
def test_no_tofu(qapp: QApplication, words: str, is_bold: bool) -> None:
    drawn = QRawFont.fromFont(theme.font(20, is_bold=is_bold))
    assert drawn.familyName() == theme.FAMILY
    assert [letter for letter in words if not drawn.supportsCharacter(ord(letter))] == []


@pytest.mark.parametrize("is_bold", [False, True])
def test_every_sign_of_an_office_shows_in_a_face_of_ours(qapp: QApplication, is_bold: bool) -> None:
    """Fails with one family alone: Qt then takes whatever face the machine has, or a box."""
    line = QTextLayout(unicodedata.normalize("NFC", "".join(KS_X_1001 + OFFICE_SIGNS)), theme.font(20, is_bold=is_bold))
    line.beginLayout()
    line.createLine()
    line.endLayout()
    runs = line.glyphRuns()
    assert {run.rawFont().familyName() for run in runs} == set(theme.FAMILIES)
    assert all(all(run.glyphIndexes()) for run in runs)


def test_the_palette_of_qt_is_that_of_the_tokens(qapp: QApplication) -> None:
    assert qapp.palette().window().color() == theme.color("window")


def test_focus_does_not_move_text(qtbot: QtBot) -> None:
    first, second = QLineEdit("복지분야"), QPushButton("확인")
    for widget in (first, second):
        qtbot.addWidget(widget)
        widget.show()
    sizes = first.sizeHint(), second.sizeHint()
    cursor = first.cursorRect()
    first.setFocus()
    second.setFocus()
    assert (first.sizeHint(), second.sizeHint()) == sizes
    assert first.cursorRect() == cursor


def test_fields_beside_each_other_are_of_one_height(qtbot: QtBot) -> None:
    when = QDateTimeEdit()
    when.setCalendarPopup(True)
    fields = (QLineEdit(), QComboBox(), QSpinBox(), QDateEdit(), QTimeEdit(), when, QPushButton("확인"))
    for field in fields:
        qtbot.addWidget(field)
        field.ensurePolished()
    assert {type(field).__name__: field.sizeHint().height() for field in fields} == {
        type(field).__name__: theme.ROW_PX for field in fields
    }


def test_kinds_of_buttons_look_their_part(qtbot: QtBot) -> None:
    button = QPushButton("확정")
    qtbot.addWidget(button)
    button.setProperty("class", "primary")
    button.resize(120, 42)
    picture = button.grab().toImage()
    assert picture.pixelColor(20, 8) == theme.color("primary")


def test_tables_have_rows_for_fingers(qtbot: QtBot) -> None:
    table = QTableWidget(2, 2)
    qtbot.addWidget(table)
    theme.style_table(table)
    assert table.rowHeight(0) == theme.ROW_PX
