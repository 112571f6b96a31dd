"""The waterline chart, on its data and on its pixels: bars end where the next begin, and only what fits stays under
the line."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtTest import QAbstractItemModelTester
from pytestqt.qtbot import QtBot

from sukui_desktop.domain.counting.tally_figures import Tally
from sukui_desktop.domain.question.definition import Definition, Option, Question, SelectionRule, WhenUnaffordable
from sukui_desktop.domain.question.method_and_marking import Method
from sukui_desktop.domain.selection.outcome_of_case import decide_case, make_case
from sukui_desktop.domain.selection.project_list import Outcome
from sukui_desktop.ui.theme import color
from sukui_desktop.ui.widgets.rows_list_model import ROW_ROLE
from sukui_desktop.ui.widgets.waterline_chart import (
    DARK,
    LIGHT,
    ChartInk,
    Scale,
    Waterline,
    WaterlineBar,
    WaterlineListModel,
    make_waterline_bars,
    paint_waterline_bar,
    share_width_among_columns,
)

BILLION = 100_000_000
NAMES = (
    "발달장애인 낮활동 확대",
    "어르신 이동지원 차량",
    "지역아동센터 급식 단가",
    "은둔청년 회복 지원",
    "장애인 편의시설 전수점검",
    "1인가구 안부 확인",
    "자활근로 판로 지원",
    "복지관 야간 개방",
    "치매안심마을 조성",
    "고독사 예방 거점",
)
VOTES = (231, 214, 201, 188, 176, 169, 155, 141, 120, 98)
COSTS = (98, 72, 65, 54, 61, 40, 48, 19, 85, 33)


def definition(
    costs: tuple[int, ...] = COSTS,
    *,
    ceiling: int = 410,
    when_unaffordable: WhenUnaffordable = WhenUnaffordable.SKIP,
    min_votes: int = 0,
    currency: str = "KRW",
    names: tuple[str, ...] = NAMES,
) -> Definition:
    options = tuple(
        Option(code=f"P{place}", title=name, cost=cost * BILLION)
        for place, (name, cost) in enumerate(zip(names, costs, strict=True))
    )
    question = Question(title="우선", method=Method.APPROVAL, options=options, groups=(), min_picks=0, max_picks=3)
    rule = SelectionRule(when_unaffordable=when_unaffordable, min_votes=min_votes, ceiling=ceiling * BILLION)
    return Definition(
        format=1,
        city="seoul",
        meeting_id="m",
        poll_id="p",
        is_practice=False,
        title="우선",
        currency=currency,
        question=question,
        rule=rule,
    )


def outcome_of(asked: Definition, votes: tuple[int, ...] = VOTES, lot: tuple[str, ...] = ()) -> Outcome:
    tally = Tally(votes=votes, ballots_cast=300, ballots_valid=300, ballots_blank=0, ballots_invalid=0)
    return decide_case(make_case(asked, tally, lot))


@pytest.fixture
def chart(qtbot: QtBot) -> Waterline:
    made = Waterline()
    qtbot.addWidget(made)
    made.resize(1270, 420)
    asked = definition()
    made.show_outcome(outcome_of(asked), asked)
    made.show()
    return made


def painted_bar(bar: WaterlineBar, ink: ChartInk = LIGHT) -> QImage:
    image = QImage(200, 40, QImage.Format.Format_RGB32)
    image.fill(color(ink.ground))
    painter = QPainter(image)
    paint_waterline_bar(painter, QRect(0, 0, 200, 40), bar, Scale(100, 200), ink)
    painter.end()
    return image


def bar(start: int, cost: int, *, is_chosen: bool) -> WaterlineBar:
    return WaterlineBar(
        place=1,
        code="P0",
        title="사업",
        marks="3표",
        cost=cost,
        start=start,
        cost_words="",
        is_chosen=is_chosen,
        note="",
    )


def colours(image: QImage, y: int, first: int, last: int) -> set[str]:
    return {image.pixelColor(x, y).name() for x in range(first, last)}


def test_each_bar_begins_where_the_money_before_it_ended() -> None:
    asked = definition()
    bars = make_waterline_bars(outcome_of(asked), asked)
    spent = 0
    for shown in bars:
        assert shown.start == spent
        if shown.is_chosen:
            spent += shown.cost
    assert spent == 409 * BILLION
    assert [shown.place for shown in bars] == list(range(1, 11))


@given(
    st.lists(st.tuples(st.integers(1, 90), st.integers(0, 50)), min_size=1, max_size=30),
    st.integers(1, 500),
    st.sampled_from(["skip", "stop"]),
    st.integers(0, 20),
)
def test_the_line_is_crossed_by_none_that_was_chosen(
    projects: list[tuple[int, int]], ceiling: int, when_unaffordable: WhenUnaffordable, min_votes: int
) -> None:
    names = tuple(f"사업 {place}" for place in range(len(projects)))
    asked = definition(
        tuple(cost for cost, _ in projects),
        ceiling=ceiling,
        when_unaffordable=when_unaffordable,
        min_votes=min_votes,
        names=names,
    )
    codes = tuple(option.code for option in asked.question.options)
    bars = make_waterline_bars(outcome_of(asked, tuple(votes for _, votes in projects), codes), asked)
    scale = Scale(ceiling * BILLION, 400)
    line = scale.x_of_amount(scale.ceiling)
    assert len(bars) == len(projects)
    for shown in bars:
        assert 0 <= scale.x_of_amount(shown.start) <= line
        end = shown.start + shown.cost
        assert not shown.is_chosen or scale.x_of_amount(end) <= line
        assert scale.x_of_amount(end) <= 400
        assert bool(shown.note) or shown.is_chosen


def test_chosen_is_solid_and_not_chosen_is_striped(qtbot: QtBot) -> None:
    solid = painted_bar(bar(0, 50, is_chosen=True))
    assert colours(solid, 20, 5, 85) == {color(LIGHT.chosen).name()}
    striped = painted_bar(bar(0, 50, is_chosen=False))
    found = colours(striped, 20, 5, 85)
    assert color(LIGHT.chosen).name() not in found
    assert len(found) > 1
    grey = [QColor(name).lightness() for name in found]
    assert max(grey) - min(grey) > 40, "the pattern must be seen without colour"


def test_what_was_spent_before_is_a_thin_track(qtbot: QtBot) -> None:
    image = painted_bar(bar(40, 20, is_chosen=True))
    assert colours(image, 20, 0, 70) == {color(LIGHT.track).name()}
    assert colours(image, 8, 0, 70) == {color(LIGHT.ground).name()}
    assert colours(image, 8, 74, 106) == {color(LIGHT.chosen).name()}


@pytest.mark.parametrize("ink", [LIGHT, DARK])
def test_the_ceiling_line_stands_over_every_bar(qtbot: QtBot, ink: ChartInk) -> None:
    crossing = painted_bar(bar(80, 60, is_chosen=False), ink)
    at = Scale(100, 200).x_of_amount(100)
    for y in (0, 20, 39):
        assert crossing.pixelColor(at, y) == color(ink.line)
    fitting = painted_bar(bar(80, 20, is_chosen=True), ink)
    assert fitting.pixelColor(at + 4, 20) == color(ink.ground)
    assert crossing.pixelColor(at + 4, 20) != color(ink.ground)


def test_a_small_project_is_still_seen(qtbot: QtBot) -> None:
    image = painted_bar(bar(50, 0, is_chosen=True))
    assert color(LIGHT.chosen).name() in colours(image, 8, 85, 100)


@pytest.mark.parametrize("ink", [LIGHT, DARK])
def test_every_text_is_readable_on_its_ground(qtbot: QtBot, ink: ChartInk) -> None:
    for words, ground in (
        (ink.text, ink.ground),
        (ink.muted, ink.ground),
        (ink.line, ink.ground),
        (ink.tag_text, ink.tag_ground),
        (ink.text, ink.focus),
        (ink.muted, ink.focus),
    ):
        assert contrast(color(words), color(ground)) >= 4.5, (words, ground)


def contrast(one: QColor, other: QColor) -> float:
    """Source: WCAG 2.2, relative luminance and contrast ratio."""
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def luminance(shown: QColor) -> float:
    channels = (shown.redF(), shown.greenF(), shown.blueF())
    parts = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in channels]
    return float(0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2])


@given(st.integers(500, 2500), st.integers(12, 40), st.integers(30, 90), st.integers(60, 200), st.booleans())
def test_columns_follow_one_another_without_overlap(
    width: int, em: int, votes: int, cost: int, has_notes: bool
) -> None:
    columns = share_width_among_columns(width, em, votes=votes, cost=cost, tag=4 * em, has_notes=has_notes)
    for before, after in pairwise(columns):
        assert before[0] + before[1] < after[0] or after[1] == 0
    assert columns.bar[1] >= 4 * em
    if width > 9 * em + 4 * em + votes + cost + 4 * em + 9 * em + 60:
        last = columns.note if columns.note[1] else columns.tag
        assert last[0] + last[1] <= width


def test_the_model_keeps_its_promises(qtbot: QtBot) -> None:
    model = WaterlineListModel()
    tester = QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    asked = definition()
    model.show_rows(make_waterline_bars(outcome_of(asked), asked))
    assert model.rowCount() == 10
    assert model.rowCount(model.index(0)) == 0
    model.show_rows(())
    assert model.rowCount() == 0
    assert tester.model() is model


def test_a_row_says_itself_whole(chart: Waterline) -> None:
    index = chart.model().index(6, 0)
    said = index.data(Qt.ItemDataRole.AccessibleTextRole)
    assert said == "7위 자활근로 판로 지원, 155표, 48억원, 미선정. 남은 20억원에 28억원이 모자람"
    assert index.data(Qt.ItemDataRole.ToolTipRole) == said
    assert index.data(Qt.ItemDataRole.DisplayRole) == "자활근로 판로 지원"
    assert index.data(ROW_ROLE).code == "P6"
    assert index.data(Qt.ItemDataRole.DecorationRole) is None


def test_the_chart_shows_every_project_and_the_ceiling(chart: Waterline) -> None:
    assert len(chart.bars) == 10
    assert chart.ceiling_words == "한도액 410억원"
    image = chart.grab().toImage()
    at = chart.columns.bar[0] + chart.scale.x_of_amount(chart.scale.ceiling)
    row = chart.visualRect(chart.model().index(8, 0))
    middle = chart.viewport().mapTo(chart, row.center()).y()
    assert image.pixelColor(at, middle) == color(LIGHT.line)
    first = chart.viewport().mapTo(chart, chart.visualRect(chart.model().index(0, 0)).center()).y()
    assert image.pixelColor(chart.columns.bar[0] + 20, first) == color(LIGHT.chosen)


def test_a_row_grows_to_two_lines_when_its_title_needs_them(qtbot: QtBot) -> None:
    made = Waterline()
    qtbot.addWidget(made)
    made.resize(1270, 420)
    asked = definition(names=("아주 " * 8 + "긴 제목", *NAMES[1:]))
    made.show_outcome(outcome_of(asked), asked)
    made.show()
    heights = [made.visualRect(made.model().index(row, 0)).height() for row in range(10)]
    assert heights[0] > heights[1]
    assert len(set(heights[1:6])) == 1
    assert heights == [made.row_height_px(row) for row in range(10)]


def test_notes_give_way_where_there_is_no_room(qtbot: QtBot) -> None:
    made = Waterline()
    qtbot.addWidget(made)
    asked = definition()
    made.show_outcome(outcome_of(asked), asked)
    made.resize(700, 400)
    made.show()
    assert made.columns.note[1] == 0
    made.resize(1500, 400)
    qtbot.waitUntil(lambda: made.columns.note[1] > 0)
    hall = Waterline(ink=DARK, has_notes=False)
    qtbot.addWidget(hall)
    hall.resize(1500, 400)
    hall.show_outcome(outcome_of(asked), asked)
    hall.show()
    assert hall.columns.note[1] == 0


def test_an_empty_chart_paints_nothing_of_a_scale(qtbot: QtBot) -> None:
    made = Waterline()
    qtbot.addWidget(made)
    made.resize(600, 200)
    made.show()
    image = made.grab().toImage()
    shades = {image.pixelColor(QPoint(x, 12)).name() for x in range(5, 595)}
    assert shades == {color(LIGHT.ground).name()}


def test_the_project_that_is_looked_at_is_reported(chart: Waterline, qtbot: QtBot) -> None:
    with qtbot.waitSignal(chart.project_chosen) as told:
        chart.setCurrentIndex(chart.model().index(3, 0))
    assert told.args == ["P3"]
    assert chart.chosen_code == "P3"
    asked = definition()
    chart.show_outcome(outcome_of(asked), asked)
    assert chart.chosen_code == ""
