"""States of the nine headings for every mixture of what the meeting knows and what the recorder wrote."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from sukui_desktop.assets.messages import text
from sukui_desktop.domain.papers.minutes_content import (
    HEADINGS,
    NEVER_NONE,
    ItemRecord,
    Minutes,
    Speech,
    WrittenHeading,
    section_text_from_record,
)
from sukui_desktop.services.minutes.minutes import put_minutes_into_words
from sukui_desktop.ui.console.minutes.heading_card import HeadingCard
from sukui_desktop.ui.console.minutes.heading_list_and_signing import ROW_PX, HeadingState, MinutesSide, heading_states


def minutes(*written: WrittenHeading, items: tuple[ItemRecord, ...] = ()) -> Minutes:
    return Minutes(
        meeting_id="m",
        title="제3차 회의",
        body_name="시민회",
        host="서울특별시",
        place="회의실",
        starts_at_ms=1_788_000_000_000,
        ends_at_ms=1_788_007_200_000,
        items=items,
        written=written,
    )


ITEM = ItemRecord(
    number="1",
    depth=0,
    title="개회",
    presenter="",
    minutes=10,
    spent_ms=0,
    state="closed",
    speeches=(Speech(speaker="홍길동", gist="이의 없음"),),
)


@given(
    st.dictionaries(
        st.sampled_from(HEADINGS), st.tuples(st.sampled_from(["", "  ", "적은 글"]), st.booleans()), max_size=9
    ),
    st.booleans(),
)
def test_a_heading_is_missing_only_when_nobody_says_anything(
    entries: dict[str, tuple[str, bool]], has_item: bool
) -> None:
    written = [
        WrittenHeading(heading=heading, text=text, is_none=is_none) for heading, (text, is_none) in entries.items()
    ]
    for state in heading_states(minutes(*written, items=(ITEM,) if has_item else ())):
        text, is_none = entries.get(state.heading, ("", False))
        says_nothing_to_say = is_none and state.heading not in NEVER_NONE
        says_something = state.has_content or bool(text.strip()) or says_nothing_to_say
        assert state.is_missing is not says_something
        assert (state.filled_none_or_missing == "missing") is state.is_missing
        assert state.is_none is is_none


def test_states_in_words() -> None:
    assert HeadingState("votes", "", True, False, False).filled_none_or_missing == "none"
    assert HeadingState("votes", "글", False, False, False).filled_none_or_missing == "filled"
    assert HeadingState("host", "", False, True, False).filled_none_or_missing == "filled"
    assert HeadingState("votes", "", False, False, True).filled_none_or_missing == "missing"


def test_known_text_is_that_of_its_own_heading() -> None:
    shown = put_minutes_into_words(minutes(WrittenHeading(heading="gists", text="덧붙인 글"), items=(ITEM,)))
    known = dict(zip(HEADINGS, map(section_text_from_record, shown.sections), strict=True))
    assert "이의 없음" in known["gists"]
    assert "덧붙인 글" not in known["gists"], "what the recorder wrote stands in its own field"
    assert "덧붙인 글" in shown.text
    assert known["votes"] == known["people"] == ""


def test_badges_differ_in_grey_too(qtbot: QtBot) -> None:
    side = MinutesSide()
    qtbot.addWidget(side)
    side.resize(400, 640)
    side.show()
    side.show_heading_states(heading_states(minutes(WrittenHeading(heading="votes", is_none=True), items=(ITEM,))))
    for _ in range(3):
        QApplication.processEvents()
    image = side.list.viewport().grab().toImage()
    states = [state.filled_none_or_missing for state in side.model.rows]
    pictures = {}
    for wanted in ("filled", "missing", "none"):
        row = len(states) - 1 - states[::-1].index(wanted)
        place = QRect(side.list.viewport().width() - 100, row * ROW_PX + 6, 96, ROW_PX - 12)
        pictures[wanted] = bytes(image.copy(place).convertToFormat(QImage.Format.Format_Grayscale8).constBits())
    assert all(one != other for one, other in itertools.combinations(pictures.values(), 2))


def test_complete_minutes_say_so(qtbot: QtBot) -> None:
    side = MinutesSide()
    qtbot.addWidget(side)
    open_ones = [state.heading for state in heading_states(minutes(items=(ITEM,))) if state.is_missing]
    side.show_heading_states(
        heading_states(minutes(*(WrittenHeading(heading=h, text="적음") for h in open_ones), items=(ITEM,)))
    )
    assert side.missing.text() == text("minutes.complete")
    assert side.missing.property("state") == "success"
    assert side.chosen_heading_state is not None
    assert side.chosen_heading_state.heading == HEADINGS[0]


@pytest.fixture
def card(qtbot: QtBot) -> HeadingCard:
    made = HeadingCard()
    qtbot.addWidget(made)
    made.resize(800, 600)
    made.show()
    return made


def state_of(heading: str, written: str = "", *, is_none: bool = False, has_content: bool = False) -> HeadingState:
    return HeadingState(heading, written, is_none, has_content, not (written or is_none or has_content))


def test_unchanged_text_is_not_written_again(card: HeadingCard, qtbot: QtBot) -> None:
    card.show_heading(state_of("gists", "요지"), "")
    with qtbot.assertNotEmitted(card.written):
        card.announce_changed_text()
        card.show_heading(state_of("gists", "요지"), "")
        card.show_heading(state_of("votes"), "")


def test_changed_text_is_written_before_another_heading_is_shown(card: HeadingCard, qtbot: QtBot) -> None:
    card.show_heading(state_of("gists"), "")
    card.field.setPlainText("새 요지")
    with qtbot.waitSignal(card.written) as kept:
        card.show_heading(state_of("votes"), "")
    assert kept.args == ["gists", "새 요지", False]
    assert card.field.toPlainText() == ""


def test_text_takes_the_place_of_nothing_to_say(card: HeadingCard, qtbot: QtBot) -> None:
    card.show_heading(state_of("votes", is_none=True), "")
    assert card.none.isChecked()
    card.field.setPlainText("거수로 정했다")
    with qtbot.waitSignal(card.written) as kept:
        card.write.click()
    assert kept.args == ["votes", "거수로 정했다", False]


def test_the_tick_is_set_by_key(card: HeadingCard, qtbot: QtBot) -> None:
    card.show_heading(state_of("votes"), "")
    with qtbot.waitSignal(card.written) as kept:
        QTest.keyClick(card.none, Qt.Key.Key_Space)
    assert kept.args == ["votes", "", True]


def test_tab_leaves_both_fields(card: HeadingCard) -> None:
    card.show_heading(state_of("votes"), "알려진 내용")
    card.field.setFocus()
    QTest.keyClick(card.field, Qt.Key.Key_Tab)
    assert card.field.toPlainText() == ""
    assert card.known.tabChangesFocus()
