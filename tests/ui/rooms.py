"""A meeting on a temporary file for the tests of windows: made and read on the store queue, as in the program."""

from __future__ import annotations

import atexit
import itertools
import random
import shutil
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any, TypeVar

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from sukui_desktop.domain.file_import import PersonDraft, ProjectDraft
from sukui_desktop.domain.question.definition import Draft, Group
from sukui_desktop.models.ids import PersonId, PollId
from sukui_desktop.services.checkin.attendance import admit_person
from sukui_desktop.services.checkin.people_search import list_people
from sukui_desktop.services.meeting_opening import open_with_key
from sukui_desktop.services.opened_meeting import Context, Room, close_meeting_and_boxes
from sukui_desktop.services.prepare.meeting_creation_and_details import MeetingDetails, create_meeting
from sukui_desktop.services.prepare.meeting_kind_templates import list_templates
from sukui_desktop.services.prepare.projects import add_project
from sukui_desktop.services.prepare.roster import add_person
from sukui_desktop.services.vote.polls import draft_poll, make_poll_ready
from sukui_desktop.storage import file_key_and_recovery_code
from sukui_desktop.storage.file_key_and_recovery_code import FileKey
from sukui_desktop.storage.station_folder import StationFolder
from sukui_desktop.ui.service_queues import Operations
from tests.builders.rooms import two_people_lock

T = TypeVar("T")
NOON_MS = 1_788_000_000_000
BILLION = 100_000_000

PROJECTS = (
    ("A1", "발달장애인 낮활동 확대", "광역제안형", 98),
    ("A2", "어르신 이동지원 차량", "광역제안형", 72),
    ("A3", "지역아동센터 급식 단가", "광역제안형", 65),
    ("A4", "은둔청년 회복 지원", "광역제안형", 54),
    ("B1", "장애인 편의시설 전수점검", "광역협치형", 61),
    ("B2", "1인가구 안부 확인", "광역협치형", 40),
)
"""(code, title, group, cost in 억원)."""

PEOPLE = (
    ("1", "홍길동", "시민", "복지2분과", "강서구", "1234", ""),
    ("2", "황가득", "활동가", "복지1분과", "노원구", "5678", "휠체어 좌석"),
    ("3", "한가람", "시민", "복지2분과", "중랑구", "9012", ""),
    ("4", "김민준", "시민", "복지1분과", "관악구", "3456", ""),
    ("5", "김민준", "전문가", "복지2분과", "마포구", "7890", ""),
    ("6", "이서연", "시민", "복지1분과", "은평구", "2468", "수어 통역"),
)
"""(number, name, channel, subcommittee, district, last four digits, needs)."""

DRAFT = Draft(
    groups=(
        Group(name="광역제안형", min_picks=0, max_picks=2),
        Group(name="광역협치형", min_picks=0, max_picks=1),
    ),
    max_picks=3,
    ceiling=260 * BILLION,
)


def tab_stops(page: QWidget) -> list[QWidget]:
    """Return what Tab reaches on a page, in the order of the keyboard."""
    stops, widget = [], page.nextInFocusChain()
    while widget is not None and widget is not page:
        if page.isAncestorOf(widget) and widget.isVisible() and widget.focusPolicy() & Qt.FocusPolicy.TabFocus:
            stops.append(widget)
        widget = widget.nextInFocusChain()
    return stops


class Answers(QObject):
    """Keeps what the store queue answers to a test."""

    def __init__(self) -> None:
        super().__init__()
        self.kept: list[Any] = []

    def on_done(self, answer: object) -> None:
        self.kept.append(answer)


class Asker:
    """Operations, with a way to ask services from a test and wait for the answer."""

    def __init__(self, qtbot: QtBot) -> None:
        self.qtbot = qtbot
        self.operations = Operations()
        self.answers = Answers()

    def ask(self, service: Callable[..., T], *args: Any, **kwargs: Any) -> T:
        before = len(self.answers.kept)
        self.operations.run(self.answers, service, *args, on_done=self.answers.on_done, **kwargs)
        self.qtbot.waitUntil(lambda: len(self.answers.kept) > before)
        answer: T = self.answers.kept[-1]
        return answer

    def idle(self) -> None:
        """Wait until everything that was asked is answered and shown."""
        self.qtbot.waitUntil(lambda: not self.operations.is_busy)


class Stage(Asker):
    """A room of people and projects behind the windows."""

    def __init__(self, qtbot: QtBot, folder: Path) -> None:
        super().__init__(qtbot)
        clock = itertools.count(NOON_MS + 1_000_000, 1000)  # after the meeting was made
        self.context = Context(StationFolder(folder / "station"), clock.__next__, random.Random(7))
        self.path = folder / "meeting.sukui"

    def make_room(self, people: Sequence[tuple[str, ...]] = PEOPLE) -> Room:
        self.room = self.ask(build_room, self.path, self.context, people)
        return self.room

    def person(self, number: str) -> PersonId:
        views = self.ask(list_people, self.room)
        return next(view.person.person_id for view in views if view.person.number == number)

    def admit(self, *numbers: str) -> None:
        for number in numbers:
            self.ask(admit_person, self.room, self.person(number))

    def draft(self, title: str = "2027 복지분야 우선 정책사업", draft: Draft = DRAFT) -> PollId:
        return self.ask(draft_poll, self.room, "", title, draft).poll_id

    def ready(self, slots: int = 12) -> PollId:
        poll_id = self.draft()
        self.ask(make_poll_ready, self.room, poll_id, self.ask(two_people_lock, self.room), slots)
        return poll_id


@cache
def _built_once(people: tuple[tuple[str, ...], ...], derive: object) -> tuple[Path, FileKey]:
    """Make the meeting once for all tests of this process that derive keys by `derive` (`tests/conftest.py`)."""
    folder = Path(tempfile.mkdtemp(prefix="sukui-ui-rooms-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    context = Context(StationFolder(folder / "station"), itertools.count(NOON_MS, 1000).__next__, random.Random(7))
    room = _build(folder / "meeting.sukui", context, people)
    key = room.file.file_key
    close_meeting_and_boxes(room)
    return folder, key


def build_room(path: Path, context: Context, people: Sequence[tuple[str, ...]]) -> Room:
    """Return the meeting at `path`, opened as on the next day, with the station folder beside it."""
    source, key = _built_once(tuple(people), file_key_and_recovery_code.derive_key_from_passphrase)
    shutil.copytree(source, path.parent, dirs_exist_ok=True)
    (path.parent / "station" / "meetings.json").unlink()  # it names the folder that was copied
    return open_with_key(path, key, context)


def _build(path: Path, context: Context, people: Sequence[tuple[str, ...]]) -> Room:
    template = next(template for template in list_templates() if template.kind == "deliberation")
    details = MeetingDetails(
        title="2026 복지분야 숙의예산시민회 제3차 회의",
        body_name="복지분야 숙의예산시민회",
        host="서울특별시",
        place="3층 공용회의실",
        starts_at_ms=NOON_MS,
        ends_at_ms=NOON_MS + 7_200_000,
    )
    room = create_meeting(path, "회의 파일 암호", details, template, context)
    for code, title, group, cost in PROJECTS:
        add_project(room, ProjectDraft(code=code, title=title, group=group, cost=cost * BILLION, currency="KRW"))
    for number, name, channel, subcommittee, district, last4, needs in people:
        draft = PersonDraft(
            number=number,
            name=name,
            channel=channel,
            subcommittee=subcommittee,
            district=district,
            phone_last4=last4,
            needs=needs,
            role="위원",
        )
        add_person(room, draft)
    return room


@contextmanager
def staged(qtbot: QtBot, folder: Path) -> Iterator[Stage]:
    """A stage whose room is closed on the store queue at the end."""
    stage = Stage(qtbot, folder)
    try:
        yield stage
    finally:
        stage.operations.finish_and_end_threads(
            lambda: close_meeting_and_boxes(stage.room) if hasattr(stage, "room") else None
        )
