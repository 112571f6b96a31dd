"""The hall screen and its desk: drawn whole at both sizes, previewed before it goes out."""

from __future__ import annotations

import re
from collections.abc import Iterator

import msgspec
import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QWidget
from pytestqt.qtbot import QtBot

from sukui_desktop.assets.messages import text
from sukui_desktop.domain.counting.tally_figures import Tally
from sukui_desktop.domain.selection.outcome_of_case import decide_case, make_case
from sukui_desktop.models.station import StationRole
from sukui_desktop.services.agenda.agenda_items import list_items, start_item
from sukui_desktop.services.agenda.sitting import open_sitting
from sukui_desktop.services.hall_snapshot import HallChoice, HallSnapshot, Picture, read_hall_snapshot
from sukui_desktop.services.handover.anchor_sheets import issue_anchor_sheet
from sukui_desktop.services.opened_meeting import read_meeting
from sukui_desktop.services.stations.room_queue import DeskServing, RoomQueue
from sukui_desktop.services.vote.polls import open_poll, pause_poll
from sukui_desktop.ui.display.hall_window_and_feed import DisplayFeed, DisplayWindow
from sukui_desktop.ui.display.operator_desk import DisplayDesk
from sukui_desktop.ui.display.page import DisplayPage
from sukui_desktop.ui.display.panels import SelectionPanel
from sukui_desktop.ui.widgets.waterline_chart import Waterline
from sukui_desktop.wording.times import duration_as_clock, time_of_day_words
from tests.builders.rooms import certify
from tests.builders.station_reports import station_report
from tests.ui.display.test_snapshot import select, vote
from tests.ui.kiosk.kiosks import definition
from tests.ui.rooms import NOON_MS, Stage

SIZES = ((1366, 768), (1920, 1080), (640, 360))


def said(widget: QWidget, name: str) -> str:
    found = widget.findChildren(QLabel, name)
    return " ".join(label.text() for label in found if label.isVisible())


def settle() -> None:
    for _ in range(3):
        QApplication.sendPostedEvents()
        QApplication.processEvents()


def pictures_of_a_day(stage: Stage) -> list[HallSnapshot]:
    """One snapshot of every kind, with the longest words they may have."""

    def now() -> HallSnapshot:
        return stage.ask(read_hall_snapshot, stage.room)

    found = [now()]
    stage.ask(open_sitting, stage.room)
    stage.ask(start_item, stage.room, stage.ask(list_items, stage.room)[0].row.item_id)
    found.append(now())
    poll_id = stage.ready()
    stage.ask(open_poll, stage.room, poll_id)
    vote(stage, poll_id, "1", "2", "3", "4", "5")
    found.append(now())
    stage.ask(pause_poll, stage.room, poll_id)
    found.append(now())
    select(stage, poll_id)
    found.append(now())
    stage.ask(issue_anchor_sheet, stage.room, poll_id)
    found.append(now())
    stage.ask(certify, stage.room, poll_id)
    found.append(stage.ask(read_hall_snapshot, stage.room, HallChoice.RESULT))
    found.append(stage.ask(read_hall_snapshot, stage.room, HallChoice.COVERED))
    found.append(msgspec.structs.replace(found[0], kind=Picture.CLOSED))
    return found


def test_every_picture_is_whole_at_every_size(stage: Stage, qtbot: QtBot) -> None:
    """Fails where the largest picture of the stack makes the page higher than its screen (1260 px on 1080)."""
    pictures = pictures_of_a_day(stage)
    assert {snapshot.kind for snapshot in pictures} == {
        "waiting",
        "item",
        "vote",
        "counting",
        "sheet",
        "result",
        "covered",
        "closed",
    }
    page = DisplayPage(stage.context.now)
    qtbot.addWidget(page)
    page.show()
    bad: list[str] = []
    for size in SIZES:
        page.resize(*size)
        for snapshot in pictures:
            practice = msgspec.structs.replace(snapshot.meeting, is_practice=True)
            page.show_snapshot(msgspec.structs.replace(snapshot, meeting=practice))
            page.show_moment_of_picture(NOON_MS)
            settle()
            assert page.practice.isVisible()
            assert (page.width(), page.height()) == size
            bad += [f"{snapshot.kind} {size} below the edge: {words}" for words in _outside(page)]
            bad += [f"{snapshot.kind} {size}: {cut}" for cut in _cut(page)]
    assert not bad, bad


def test_no_words_are_too_many_for_a_screen(stage: Stage, qtbot: QtBot) -> None:
    """Fails where a window grows with what it shows: the seal words and the page number were below the edge."""
    pictures = pictures_of_a_day(stage)
    window = DisplayWindow(stage.operations, stage.room)
    qtbot.addWidget(window)
    bad: list[str] = []
    receipts = msgspec.structs.replace(
        pictures[3], kind=Picture.RECEIPTS, receipts=tuple(f"{number:04} {number:04}" for number in range(500))
    )
    queue = msgspec.structs.replace(pictures[3], kind=Picture.QUEUE, waiting=tuple(range(19)))
    for size in SIZES[:2]:
        window.resize(*size)
        window.page.queue.show_queue(
            RoomQueue(desks=tuple(DeskServing(name=f"접수대 {n}", serves="ㄱ–ㅂ") for n in range(9)), kiosks_free=3)
        )
        window.show()
        for snapshot in (*pictures, receipts, queue):
            long = msgspec.structs.replace(snapshot.meeting, title="아주 긴 이름의 회의 " * 6, place="긴 곳 " * 12)
            item = snapshot.item
            if item is not None:
                row = msgspec.structs.replace(item.row, title="말이 많은 안건의 이름 " * 12, presenter="긴 이름 " * 9)
                item = msgspec.structs.replace(item, row=row)
            window.page.show_snapshot(
                msgspec.structs.replace(snapshot, meeting=long, item=item, poll_title="이름이 긴 투표 " * 14)
            )
            window.page.show_moment_of_picture(NOON_MS)
            settle()
            assert (window.width(), window.height()) == size, snapshot.kind
            assert window.page.hint.isVisible()
            assert window.page.hint.text()
            bad += [f"{snapshot.kind} {size} below the edge: {words}" for words in _outside(window.page)]
            bad += [f"{snapshot.kind} {size}: {cut}" for cut in _cut(window.page)]
            chart = window.page.findChild(Waterline, "displayChart")
            assert chart is not None
            if chart.isVisible():
                rows = [row for row in range(len(chart.bars)) if not chart.isRowHidden(row)]
                assert sum(map(chart.row_height_px, rows)) <= chart.viewport().height(), "a row is cut at the edge"
    assert not bad, bad


def _outside(page: QWidget) -> Iterator[str]:
    """The words that are not on the screen, or over which others lie."""
    shown = [label for label in page.findChildren(QLabel) if label.isVisible() and label.text().strip()]
    places = [QRect(label.mapTo(page, QPoint(0, 0)), label.size()) for label in shown]
    for place, label in zip(places, shown, strict=True):
        if not page.rect().contains(place):
            yield label.text()
    foot = next(place for place, label in zip(places, shown, strict=True) if label.objectName() == "displayHint")
    for place, label in zip(places, shown, strict=True):
        if label.objectName() not in ("displayHint", "displayWords") and place.bottom() > foot.bottom():
            yield label.text()


def _cut(page: QWidget) -> Iterator[str]:
    for label in page.findChildren(QLabel):
        if not label.isVisible() or not label.text():
            continue
        wide = not label.wordWrap() and label.sizeHint().width() > label.width()
        high = (label.heightForWidth(label.width()) if label.wordWrap() else label.sizeHint().height()) > label.height()
        if wide or high:
            yield label.text()


def test_the_item_counts_down_and_then_up(stage: Stage, qtbot: QtBot) -> None:
    snapshot = pictures_of_a_day(stage)[1]
    assert snapshot.item is not None
    clock = [snapshot.item.row.started_at_ms]
    page = DisplayPage(lambda: clock[0])
    qtbot.addWidget(page)
    page.resize(1366, 768)
    page.show()
    page.show_snapshot(snapshot)
    minutes = snapshot.item.row.minutes
    assert said(page, "displayClock") == f"{minutes:02}:00"
    clock[0] += 90_000
    page._show_clock_and_item_time()
    assert said(page, "displayClock") == f"{minutes - 2:02}:30"
    clock[0] += minutes * 60_000
    page._show_clock_and_item_time()
    assert said(page, "displayClock") == "01:30"
    assert "지난 시간" in " ".join(label.text() for label in page.findChildren(QLabel) if label.isVisible())
    assert said(page, "displayTime") == time_of_day_words(clock[0])


def test_the_window_follows_the_meeting_by_itself(stage: Stage, qtbot: QtBot) -> None:
    window = DisplayWindow(stage.operations, stage.room)
    qtbot.addWidget(window)
    window.resize(1366, 768)
    window.show()
    qtbot.waitUntil(lambda: "숙의예산시민회" in said(window, "displayTitle"))
    poll_id = stage.ready()
    stage.ask(open_poll, stage.room, poll_id)
    qtbot.waitUntil(lambda: said(window, "displayTurnout") == "0")
    vote(stage, poll_id, "1", "2", "3", "4", "5")
    window.feed.load_snapshot()
    qtbot.waitUntil(lambda: said(window, "displayTurnout") == "5")
    assert "5명" in said(window, "displayBase")
    assert len(said(window, "displayWords").split("·")) == 4
    select(stage, poll_id)
    qtbot.waitUntil(lambda: "개표" in said(window, "displayCounting"))
    everything = " ".join(label.text() for label in window.findChildren(QLabel) if label.isVisible())
    assert not re.search(r"\d표", everything)
    stage.ask(certify, stage.room, poll_id)
    qtbot.waitUntil(lambda: "확정된 결과" in said(window, "displayTitle"))
    stage.idle()


def test_a_long_result_turns_its_pages_and_every_project_is_seen(stage: Stage, qtbot: QtBot) -> None:
    asked = definition(97)
    tally = Tally(votes=tuple(range(97)), ballots_cast=500, ballots_valid=500, ballots_blank=0, ballots_invalid=0)
    snapshot = HallSnapshot(
        kind=Picture.RESULT,
        meeting=stage.ask(read_meeting, stage.room),
        poll_title=asked.title,
        definition=asked,
        outcome=decide_case(make_case(asked, tally)),
    )
    page = DisplayPage(stage.context.now)
    qtbot.addWidget(page)
    page.resize(1366, 768)
    page.show()
    page.show_snapshot(snapshot)
    settle()
    panel = page.panels[Picture.RESULT]
    assert isinstance(panel, SelectionPanel)
    model, chart = panel.chart.model(), panel.chart
    seen: set[int] = set()
    for _ in range(97):
        for row in range(model.rowCount()):
            if chart.isRowHidden(row):
                continue
            place = chart.visualRect(model.index(row, 0))
            assert place.top() >= 0
            assert place.bottom() <= chart.viewport().height(), "no row is cut through"
            seen.add(row)
        assert panel.place.text().strip()
        panel.turn_page()
        settle()
        if not chart.isRowHidden(0):
            break
    assert seen == set(range(97))
    assert not chart.isRowHidden(0), "after the last page comes the first"


def test_what_is_previewed_is_sent_to_this_screen_to_hall_stations_or_both(stage: Stage, qtbot: QtBot) -> None:
    desk = DisplayDesk(stage.operations, stage.room)
    qtbot.addWidget(desk)
    sent: list[HallChoice] = []
    desk.sent_to_stations.connect(sent.append)
    desk.show()
    own = desk.window_shown.feed
    assert desk.to_stations.isHidden()
    QTest.mouseClick(desk.choices.buttons()[-1], Qt.MouseButton.LeftButton)
    QTest.mouseClick(desk.send, Qt.MouseButton.LeftButton)
    assert not sent, "there is no station to send to"
    assert own.wanted == HallChoice.COVERED

    desk.show_hall_stations([station_report(StationRole.HALL), station_report(StationRole.KIOSK)], None)
    QTest.mouseClick(desk.choices.buttons()[0], Qt.MouseButton.LeftButton)
    desk.to_own.click()
    QTest.mouseClick(desk.send, Qt.MouseButton.LeftButton)
    assert (sent, own.wanted) == ([HallChoice.AUTO], HallChoice.COVERED)
    desk.to_stations.click()
    assert not desk.send.isEnabled()
    desk.to_own.click()
    QTest.mouseClick(desk.send, Qt.MouseButton.LeftButton)
    assert (sent, own.wanted) == ([HallChoice.AUTO], HallChoice.AUTO)
    desk.to_stations.click()
    desk.choose_for_preview_and_hall(HallChoice.VOTE)
    assert (sent[-1], own.wanted) == (HallChoice.VOTE, HallChoice.VOTE)
    lost = station_report(StationRole.HALL, name="동문 화면", quiet_s=60.0)
    desk.show_hall_stations([lost], HallChoice.VOTE)
    assert "동문 화면" in desk.stations_hint.text()
    assert text("display.desk.choice.vote") in desk.stations_hint.text()


def test_a_hall_station_that_nothing_was_sent_to_is_said_to_follow_the_meeting(stage: Stage, qtbot: QtBot) -> None:
    """Fails where the desk says that it shows nothing while turnout and result were on it."""
    desk = DisplayDesk(stage.operations, stage.room)
    qtbot.addWidget(desk)
    desk.show_hall_stations((station_report(StationRole.HALL, name="동문 화면"),), None)
    assert text("display.desk.choice.auto") in desk.stations_hint.text()
    stage.idle()


def test_what_is_chosen_is_previewed_and_goes_out_only_by_button(stage: Stage, qtbot: QtBot) -> None:
    desk = DisplayDesk(stage.operations, stage.room)
    qtbot.addWidget(desk)
    desk.show()
    assert "꺼져" in desk.hint.text()
    QTest.mouseClick(desk.light, Qt.MouseButton.LeftButton)
    assert desk.window_shown.isVisible()
    qtbot.waitUntil(lambda: desk.window_shown.page.snapshot is not None and desk.preview.snapshot is not None)
    cover = desk.choices.buttons()[-1]
    QTest.mouseClick(cover, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: desk.preview.snapshot is not None and desk.preview.snapshot.kind == "covered")
    assert desk.window_shown.page.snapshot is not None
    assert desk.window_shown.page.snapshot.kind == "waiting", "the hall still sees what it saw"
    QTest.mouseClick(desk.send, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: said(desk.window_shown, "displayTitle") == text("display.covered"))
    qtbot.waitUntil(lambda: "가리기" in desk.hint.text())
    QTest.mouseClick(desk.light, Qt.MouseButton.LeftButton)
    assert not desk.window_shown.isVisible()
    desk.close()
    stage.idle()
    stage.ready()
    assert not stage.operations.is_busy, "a dark screen asks nothing"


def test_the_desk_is_closed_by_button_and_by_key_while_the_hall_is_dark(stage: Stage, qtbot: QtBot) -> None:
    """It had no button and took no key: without a title bar nobody could close it (0.6.0)."""
    for is_by_key in (True, False):
        desk = DisplayDesk(stage.operations, stage.room)
        qtbot.addWidget(desk)
        desk.show()
        desk.light.click()
        assert desk.lit_screen is not None
        assert desk.close_button.text() == text("display.desk.close_and_dark")
        QTest.keyClick(desk, Qt.Key.Key_Escape)
        assert desk.isVisible(), "a lit hall goes dark by no key"
        if is_by_key:
            desk.light.click()
            assert desk.close_button.text() == text("display.desk.close")
            QTest.keyClick(desk, Qt.Key.Key_Escape)
        else:
            desk.close_button.click()
        assert not desk.isVisible()
        assert desk.lit_screen is None


def test_the_window_enters_and_leaves_full_screen_by_key(stage: Stage, qtbot: QtBot) -> None:
    window = DisplayWindow(stage.operations, stage.room)
    qtbot.addWidget(window)
    window.show()
    QTest.keyClick(window, Qt.Key.Key_F11)
    assert window.isFullScreen()
    QTest.keyClick(window, Qt.Key.Key_Escape)
    assert not window.isFullScreen()
    window.show_on(window.screen())
    assert window.isFullScreen()
    with qtbot.waitSignal(window.closed):
        window.close()
    stage.idle()


@pytest.mark.parametrize(
    ("span", "told"),
    [(0, "00:00"), (-5, "00:00"), (999, "00:00"), (61_000, "01:01"), (3_600_000, "1:00:00"), (7_325_000, "2:02:05")],
)
def test_lengths_of_time(span: int, told: str) -> None:
    assert duration_as_clock(span) == told


def test_never_is_no_hour() -> None:
    assert time_of_day_words(0) == ""
    assert len(time_of_day_words(NOON_MS)) == 5


def reads_by_clock(stage: Stage, feed: DisplayFeed) -> bool:
    feed._load_if_picture_changes_silently()
    return stage.operations.is_busy


def test_the_feed_reads_by_the_clock_only_while_a_vote_is_shown(stage: Stage, qtbot: QtBot) -> None:
    poll_id = stage.ready()
    desk = QWidget()
    qtbot.addWidget(desk)
    feed = DisplayFeed(stage.operations, stage.room, desk)
    feed.start_feed()
    stage.idle()
    assert not reads_by_clock(stage, feed), "nothing is read while people wait"
    stage.ask(open_poll, stage.room, poll_id)
    stage.idle()
    assert reads_by_clock(stage, feed), "the turnout is read again"
    stage.idle()
    feed.stop_feed()


def test_those_who_wait_see_desks_and_free_kiosks(stage: Stage, qtbot: QtBot) -> None:
    desk = DisplayDesk(stage.operations, stage.room)
    qtbot.addWidget(desk)
    desk.show()
    reports = [
        station_report(StationRole.DESK, name="동문", serves="ㄱ–ㅂ"),
        station_report(StationRole.DESK, name="서문", serves="ㅅ–ㅎ", quiet_s=60.0),
        station_report(StationRole.KIOSK, name="1"),
        station_report(StationRole.KIOSK, name="2", is_voting=True),
        station_report(StationRole.KIOSK, name="3", is_paused=True),
    ]
    desk.show_hall_stations(reports, None)
    stage.ask(open_poll, stage.room, stage.ready())
    QTest.mouseClick(desk.choices.button(tuple(HallChoice).index(HallChoice.QUEUE)), Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: desk.preview.snapshot is not None and desk.preview.snapshot.kind == Picture.QUEUE)
    panel = desk.preview.queue
    qtbot.waitUntil(lambda: panel.kiosks.text() == text("display.queue.kiosks", free=1, used=1))
    snapshot = desk.preview.snapshot
    assert snapshot is not None
    waiting = sum(snapshot.waiting)
    assert waiting > 0
    assert panel.waiting.text() == text("display.queue.waiting", count=waiting)
    assert "동문" in panel.desks.text()
    assert "서문" not in panel.desks.text(), "a desk that is not connected serves nobody"
    panel.show_snapshot(msgspec.structs.replace(snapshot, waiting=(), poll_state="certified"), 0)
    assert panel.waiting.text() == text("display.queue.over"), "it said that slips were not given yet (0.6.0)"
    panel.show_snapshot(msgspec.structs.replace(snapshot, waiting=(), poll_state=""), 0)
    assert panel.waiting.text() == text("display.queue.no_slips")
