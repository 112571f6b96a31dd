"""A kiosk on a real room, and hands for it: keys go through its QWindow, as from a keyboard."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QPlainTextEdit, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from sukui_desktop.domain.counting.tally_figures import Tally
from sukui_desktop.domain.question.definition import (
    Definition,
    Draft,
    Group,
    Option,
    Question,
    SelectionRule,
    WhenUnaffordable,
)
from sukui_desktop.domain.question.method_and_marking import Method
from sukui_desktop.models.ids import PollId
from sukui_desktop.services.checkin.slips import give_slip
from sukui_desktop.services.opened_meeting import Room
from sukui_desktop.services.vote.polls import make_poll_ready, open_poll, read_poll
from sukui_desktop.ui.kiosk.kiosk_window import KioskWindow
from sukui_desktop.ui.kiosk.page_base import KioskPage
from sukui_desktop.ui.kiosk.timeouts_and_countdown import Pace
from sukui_desktop.ui.kiosk.voter_journey import Pages
from tests.builders import rooms
from tests.builders.rooms import count as open_and_count
from tests.builders.rooms import two_people_lock
from tests.ui.rooms import DRAFT, Stage

PIN = "2580"
QUICK = Pace(quiet_s=2, warn_s=2, staff_quiet_s=2, receipt_s=600, pin_wait_s=3, tick_ms=15)
"""Seconds that pass at once, for what happens by itself."""
CALM = Pace(quiet_s=600, warn_s=600, staff_quiet_s=600, receipt_s=600, pin_wait_s=600)
Key = Qt.Key


class Hands:
    """A kiosk window and somebody before it."""

    def __init__(self, stage: Stage, qtbot: QtBot, draft: Draft = DRAFT, pace: Pace = CALM) -> None:
        self.stage, self.qtbot = stage, qtbot
        stage.admit("1", "2", "3", "4", "5")
        self.poll_id: PollId = stage.draft(draft=draft)
        stage.ask(make_poll_ready, stage.room, self.poll_id, stage.ask(two_people_lock, stage.room), 12)
        stage.ask(open_poll, stage.room, self.poll_id)
        self.window = KioskWindow(stage.operations, stage.room, self.poll_id, PIN, pace)
        self.window.resize(1366, 768)
        self.window.show()
        qtbot.waitUntil(lambda: self.pages.start.is_open)

    @property
    def pages(self) -> Pages:
        return self.window.pages

    @property
    def marks(self) -> tuple[int, ...]:
        marking = self.window.journey.marking
        assert marking is not None
        return marking.marks

    def slip(self, number: str) -> str:
        return self.stage.ask(give_slip, self.stage.room, self.stage.person(number), self.poll_id).token

    @contextmanager
    def busy_store(self) -> Iterator[None]:
        """Hold the store queue, as a check of the record or a copy to a slow stick does; all is answered at the end."""
        gate = threading.Event()
        self.stage.operations.run(self.stage.operations, gate.wait)
        try:
            yield
        finally:
            gate.set()
            self.stage.idle()

    def press(self, *keys: Qt.Key) -> None:
        for key in keys:
            QTest.keyClick(self.window.windowHandle(), key)

    def type(self, letters: str) -> None:
        for letter in letters:
            if letter.isalnum():
                self.press(Qt.Key(ord(letter)))

    def wait_for(self, page: KioskPage) -> None:
        self.qtbot.waitUntil(lambda: self.pages.currentWidget() is page)

    def tab_to(self, wanted: QWidget) -> None:
        for _ in range(40):
            if self.window.focusWidget() is wanted:
                return
            self.press(Key.Key_Tab)
        raise AssertionError(f"{wanted.objectName()} is not reached by Tab")

    def enter(self, token: str) -> None:
        """Come in with a slip and go on to the list."""
        self.window.check_token(token)
        self.wait_for(self.pages.guide)
        self.pages.guide.begin.click()
        self.wait_for(self.pages.list)

    def pick(self, *rows: int) -> None:
        """Pick rows of the step that is shown, by mouse."""
        cards = self.pages.list.area.cards
        for row in rows:
            place = cards.visualRect(cards.model().index(row, 0))
            QTest.mouseClick(cards.viewport(), Qt.MouseButton.LeftButton, pos=place.center())

    @property
    def way_on(self) -> QPushButton:
        """The button of the list that goes on: beside the blue one while that shows more cards."""
        page = self.pages.list
        return page.next if page.done.isHidden() else page.done

    def confirm(self) -> None:
        """Go through the steps that are left to the confirmation."""
        while self.pages.currentWidget() is self.pages.list:
            self.way_on.click()
            assert self.pages.list.refusal.isHidden(), self.pages.list.refusal.text()
        self.wait_for(self.pages.confirm)

    def cast(self) -> str:
        """Cast, and return the receipt."""
        self.pages.confirm.cast.click()
        self.wait_for(self.pages.done)
        return self.pages.done.receipt.text()

    def count(self) -> Tally:
        """Close and count the poll."""
        self.stage.ask(rooms.close, self.stage.room, self.poll_id)
        self.stage.ask(open_and_count, self.stage.room, self.poll_id)
        tally = self.stage.ask(read_poll, self.stage.room, self.poll_id).tally
        assert tally is not None
        return tally

    def ballots(self) -> int:
        return self.stage.ask(ballots_in, self.stage.room, self.poll_id)


def ballots_in(room: Room, poll_id: PollId) -> int:
    return room.boxes[poll_id].box.count_spent_and_filled().filled


def make_box_readonly(room: Room, poll_id: PollId, is_readonly: bool) -> None:
    """Make the disk under the box refuse, or obey again."""
    connection = room.boxes[poll_id].box._connection
    connection.execute(f"PRAGMA query_only = {'ON' if is_readonly else 'OFF'}")


def words_in(window: QWidget) -> str:
    """Everything any widget of a window says or would tell a screen reader, hidden pages included."""
    said: list[str] = []
    for widget in window.findChildren(QWidget):
        said += [widget.accessibleName(), widget.accessibleDescription(), widget.toolTip()]
        if isinstance(widget, QLabel | QPushButton | QLineEdit):
            said.append(widget.text())
        if isinstance(widget, QPlainTextEdit):
            said.append(widget.toPlainText())
    return "\n".join(said)


def settle() -> None:
    """Let layouts and repaints happen."""
    for _ in range(3):
        QApplication.sendPostedEvents()
        QApplication.processEvents()


def definition(options: int, *, title_letters: int = 20, groups: int = 2, is_practice: bool = True) -> Definition:
    """A ballot of any size; titles of any length, summaries of some lines."""
    names = tuple(f"광역{'제안협치참여숙의생활'[2 * g : 2 * g + 2]}형" for g in range(groups))
    made = tuple(
        Option(
            code=f"2027-{place:04}",
            title=_title(place, title_letters),
            cost=(320_000_000, 80_000_000, 1_234_567_890)[place % 3],
            group=names[place * groups // options] if groups else "",
            field=("교통", "여성·교육", "문화체육관광")[place % 3],
            summary="누구나 쓸 수 있는 길을 냅니다. " * 8,
        )
        for place in range(options)
    )
    limits = tuple(Group(name=name, min_picks=0, max_picks=7) for name in names)
    return Definition(
        format=1,
        city="seoul",
        meeting_id="m",
        poll_id="p",
        is_practice=is_practice,
        title="2027년 우선 정책사업 선정 투표",
        currency="KRW",
        question=Question(
            title="우선 정책사업",
            method=Method.APPROVAL,
            options=made,
            groups=limits,
            min_picks=0,
            max_picks=max(1, 7 * groups),
        ),
        rule=SelectionRule(when_unaffordable=WhenUnaffordable.SKIP, min_votes=0, ceiling=46_280_000_000),
    )


def _title(place: int, letters: int) -> str:
    words = f"{place + 1}호 지하철역 교통약자 이동안내 로봇 시범 설치와 골목길 빗물 저금통 놓기 "
    return (words * (letters // len(words) + 1))[:letters].strip()
