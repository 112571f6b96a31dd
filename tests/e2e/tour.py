"""A walk through every state of the manual on the practice meeting; what is seen at each is somebody else's to say."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QApplication, QWidget

from sukui_desktop.assets.resources import resource_path
from sukui_desktop.domain.changed_tables import Changes
from sukui_desktop.domain.methods.ballot_kind import Answer
from sukui_desktop.models.ids import PollId
from sukui_desktop.models.station import StationRole
from sukui_desktop.programs.machine_context import make_context
from sukui_desktop.programs.window_manager import WindowManager
from sukui_desktop.services.checkin.people_search import list_people
from sukui_desktop.services.checkin.slips import give_slip
from sukui_desktop.services.opened_meeting import Room, close_meeting_and_boxes
from sukui_desktop.services.practice_meeting import passphrase_of_practice_signer
from sukui_desktop.services.prepare.meeting_creation_and_details import MeetingDetails, create_meeting
from sukui_desktop.services.prepare.meeting_kind_templates import find_template
from sukui_desktop.services.vote.ballot_sealing import seal_ballot
from sukui_desktop.services.vote.poll_box import cast_ballot, read_ballot_paper
from sukui_desktop.services.vote.poll_heads import list_polls
from sukui_desktop.services.vote.polls import read_poll
from sukui_desktop.ui.console.stations.new_station_and_invitation_dialogs import InvitationDialog, NewStationDialog
from sukui_desktop.ui.console.stations.stations_dialog import StationsDialog
from sukui_desktop.ui.service_queues import Operations
from sukui_desktop.ui.station.enrolment_window import EnrolmentWindow
from tests.builders.station_reports import FixedControl, station_report
from tests.e2e.person import Key, Person

SIGNERS = ("연습 진행자", "연습 참관인")
"""Who signs in the practice meeting."""
PIN = "2580"
HALL_DESK, HALL = "회의장 화면 다루기", "회의장 화면"
VOTING = "현장 전자투표"
CROWD = 640
LATE = 24
PROJECTS = """코드,사업명,구분,분야,사업비(원)
제안-68,어르신 쉼터 냉난방기 교체,광역제안형,복지,320000000
제안-65,통학로 과속 알림판 설치,광역제안형,교통,180000000
제안-66,동네 도서관 점자 안내,광역제안형,문화체육관광,95000000
제안-67,하천 산책로 조명,광역제안형,환경,약 3억
협치-35,마을 돌봄 상담 창구,광역협치형,복지,410000000
"""
ROSTER = """번호,성명,구분,분과,역할,거주,연락처,배려 사항
1201,나윤슬,시민,복지·행정 분과,참석자,강북구,010-0000-1201,
1202,도하람,시민,교통 분과,참석자,관악구,010-0000-1202,휠체어 좌석
1203,우새벽,예산학교,환경 분과,참석자,은평구,010-0000-1203,
1204,진가온,참여예산위원,경제·일자리 분과,위원,중랑구,010-0000-1204,수어 통역
"""
NOTES = (
    ("송채한", "제안자들이 사업마다 1분씩 설명하기로 함."),
    ("권규배", "광역협치형은 자치구 분담이 있는지 물음. 주관부서가 모두 시 예산이라고 답함."),
    ("김재영", "기표 방법을 글자 크게 한 번 더 보여 달라고 함."),
)

Look = Callable[[str, QWidget, QWidget | None], None]


class Tour:
    """Drives the program's own windows with a person's hands; only the crowd votes through the services."""

    def __init__(self, folder: Path, look: Look, sizes: Sequence[tuple[int, int]], root: Path) -> None:
        self.person = Person()
        self.folder = folder
        self.look = look
        self.sizes = sizes
        self.operations = Operations()
        self.answers: list[Any] = []
        self.owner = QObject()
        make_neighbour(root / "meetings" / "zip.sukui")
        self.windows = WindowManager(self.operations, None, is_home=True)

    def whole(self) -> None:
        """Every state of the manual, in the order of a day."""
        self.windows.console.resize(*self.sizes[0])
        self.windows.console.show()
        try:
            for part in (self.home, self.prepare, self.admit, self.run_items, self.ready, self.vote, self.count):
                part()
            self.certify()
            self.papers()
            self.stations()
        finally:
            self.close()

    def close(self) -> None:
        """Put every window away, the hall's and its desk's with the console."""
        self.windows.console.close()
        self.windows.shut_down()
        self.windows.console.deleteLater()

    # -- seeing -------------------------------------------------------------------------------------------------------

    def shot(self, name: str, window: QWidget | None = None) -> None:
        """Look at the front window, or `window`, in every size."""
        shown = window or self.person.front
        asked = shown if shown.parentWidget() is not None and shown.isWindow() else None
        frame = self.windows.console if asked is not None else shown
        whole = asked.size() if asked is not None else frame.size()
        for size in self.sizes:
            self.fit(frame, size)
            if asked is not None:
                asked.resize(whole.boundedTo(frame.size()))  # as it would have opened over this window
            self.settle()
            self.look(name, frame, asked)
        self.fit(frame, self.sizes[0])
        if asked is not None:
            asked.resize(whole)

    def fit(self, window: QWidget, size: tuple[int, int]) -> None:
        """Give a window a screen's size."""
        if window.objectName() == "kiosk":
            window.setFixedSize(*size)
        elif window.isWindow():
            window.resize(*size)

    def settle(self) -> None:
        """Wait until all that was asked for is answered and drawn."""
        self.person.until(lambda: not self.operations.is_busy, "an idle program")
        for _ in range(3):
            QApplication.sendPostedEvents()
            QApplication.processEvents()

    def ask(self, service: Callable[..., Any], *arguments: object) -> Any:
        """Ask a service on the store queue."""
        before = len(self.answers)
        self.operations.run(self.owner, service, *arguments, on_done=self.answers.append)
        self.person.until(lambda: len(self.answers) > before, "an answer")
        return self.answers[-1]

    @property
    def room(self) -> Room:
        """The practice meeting."""
        assert self.windows.room is not None
        return self.windows.room

    def take_in(self, name: str, content: str, shot: str) -> None:
        """Show the preview of a file, and leave it."""
        path = self.folder / name
        path.write_text(content, encoding="utf-8-sig")
        self.person.press("파일에서 가져오기")
        self.person.fill("파일 이름을 적거나 여기에 끌어다 놓으십시오", str(path))
        self.person.stroke(Key.Key_Return)
        self.person.sees("더해질 것 4")
        self.shot(shot)
        self.leave()

    def leave(self) -> None:
        """[그만두기]."""
        self.person.press("그만두기")
        self.settle()
        if QApplication.activeModalWidget() is not None:  # words that were typed are asked about once
            self.person.press("그만두기")
        self.person.until(lambda: QApplication.activeModalWidget() is None, "the console")

    def question(self, words: str, shot: str) -> None:
        """Open the question behind a button, look at it, and leave it by Escape."""
        self.person.press(words)
        self.person.until(lambda: QApplication.activeModalWidget() is not None, f"the question of [{words}]")
        self.shot(shot)
        self.person.stroke(Key.Key_Escape)
        self.person.until(lambda: QApplication.activeModalWidget() is None, "the console")

    # -- the day ------------------------------------------------------------------------------------------------------

    def home(self) -> None:
        """Home with two meetings, a new one begun, the practice meeting opened."""
        person = self.person
        person.press("연습 회의")
        person.sees("연습 회의")
        person.until(lambda: self.windows.room is not None, "the practice meeting")
        person.sees("회의체")
        self.shot("01-practice")
        person.press("회의 목록")
        person.sees("열기")
        self.shot("01-home")
        person.press("새 회의")
        person.choose("회의 종류", "한마당 총회")
        person.fill("암호문", "느티나무 새벽 돌다리")
        person.fill("암호문 다시", "느티나무 새벽 돌다리")
        self.shot("02-new-meeting")
        self.leave()
        person.press("연습 회의")
        person.until(lambda: self.windows.room is not None, "the practice meeting")

    def prepare(self) -> None:
        """준비 and the draft."""
        person = self.person
        person.press("안건")
        person.take_row(VOTING)
        self.shot("02-agenda")
        person.press("사업")
        person.sees("제안-01")
        self.shot("02-projects")
        self.question("사업 추가", "02-add-project")
        self.take_in("사업목록.csv", PROJECTS, "02-import-projects")
        person.press("명부")
        person.sees("송채한")
        self.shot("02-roster")
        self.question("표결권…", "02-voting-roles")
        self.question("한 사람 더하기", "02-add-person")
        self.question("서명하는 사람", "02-signers")
        self.take_in("명부.csv", ROSTER, "02-import-roster")
        person.open_tab("투표")
        person.sees("광역제안형 (")
        self.shot("02-poll-draft")
        self.question("무효화", "05-void")
        person.press("투표 방법 고르기")
        person.fill("투표 방법 고르기에서 찾기", "2020년 시민")
        person.sees("조례와 계획이 열어 둔 것")
        self.shot("05-choose-rule")
        self.leave()
        person.press("연습 표로 해 보기")
        person.sees("1번째 연습")
        self.shot("05-trial")
        person.press("닫기")
        person.until(lambda: QApplication.activeModalWidget() is None, "the draft")

    def admit(self) -> None:
        """접수 until the quorum stands."""
        person = self.person
        person.open_tab("접수")
        person.fill("접수할 사람 찾기", "송채한")
        person.until(lambda: person.may_press("접수"), "somebody on the card")
        person.stroke(Key.Key_Return)
        person.sees("방금: 송채한 접수 ")
        self.shot("01-frame")
        person.fill("접수할 사람 찾기", "ㅎㅎ")
        person.stroke(Key.Key_Down)  # several people: one is chosen by hand
        person.until(lambda: person.may_press("접수"), "somebody on the card")
        self.shot("03-search")
        person.press("현장 등록")
        person.fill("이름", "정새롬")
        person.fill("지역", "성동구")
        self.shot("03-walk-in")
        self.leave()
        person.press("명부로 한꺼번에 접수")
        person.fill("번호", f"2-{CROWD}")
        self.shot("03-paper")
        person.press("모두 접수")
        person.sees("방금: 종이 명부로")
        person.fill("접수할 사람 찾기", "")
        person.sees("충족")
        self.shot("03-quorum")

    def run_items(self) -> None:
        """진행: the second item, its notes, a decision, and the hall."""
        person = self.person
        person.open_tab("진행")
        person.press("개회 선언")
        person.until(lambda: QApplication.activeModalWidget() is not None, "the question of the opening")
        person.press("개회 선언")
        person.sees("에 개회했습니다")
        self.write_minutes()
        person.open_tab("진행")
        person.take_row("추진 경과 보고")
        person.press("시작")
        person.until(lambda: person.may_press("보류"), "the running item")
        self.shot("04-run")
        for speaker, gist in NOTES:
            person.fill("발언자", speaker)
            person.stroke(Key.Key_Escape)
            person.fill("요지", gist)
            person.stroke(Key.Key_Return)
            person.sees(gist[:20])
            self.settle()
        self.shot("04-notes")
        person.fill("결정 문안", "현장 전자투표로 사업을 정하고, 득표가 같으면 사업비가 적은 사업을 앞에 둔다.")
        self.shot("04-decision")
        person.press("합의로 채택")
        person.sees("합의로 채택했습니다")
        person.press("회의장 화면")
        person.turn_to(HALL_DESK)
        person.press("회의장 화면 켜기")
        self.shot("04-display-desk")
        person.turn_to(HALL)
        person.sees("남은 시간")
        self.shot("04-display")
        person.turn_to("")

    def ready(self) -> None:
        """투표 준비 마치기, and the sealed words."""
        person = self.person
        person.open_tab("투표")
        person.sees("투표용지에 오를 사업")
        self.shot("05-rail")
        person.press("투표 준비 마치기")
        person.sees(SIGNERS[1])
        self.shot("05-make-ready")
        person.press("준비 완료")
        person.reads("sealWords")
        self.shot("05-words")
        self.question("초안으로 되돌리기", "05-withdraw")

    def vote(self) -> None:
        """A slip, the kiosk's pages, a crowd, the closing."""
        person = self.person
        person.press("투표 시작하기")
        person.sees("득표를 볼 수 없습니다")
        person.open_tab("접수")
        person.fill("접수할 사람 찾기", "송채한")
        person.until(lambda: person.may_press("투표권 주기"), "the slip's button")
        person.press("투표권 주기")
        slip = person.reads("slipToken")
        self.shot("03-slip")
        person.press("전했음, 닫기")
        self.visit_kiosk(slip)
        self.ask(cast_crowd, self.room, self.poll_id())
        person.open_tab("투표")
        person.sees("615표 이상")
        self.shot("05-turnout")
        person.turn_to(HALL)
        person.sees("615")
        self.shot("05-display-turnout")
        person.turn_to("")
        person.press("투표 마감하기")
        person.press("마감하기")
        person.sees("돌아오지 않았습니다")
        for name in SIGNERS:
            person.fill(f"{name}의 암호문", passphrase_of_practice_signer(name))
        person.fill("투표권이 왜 돌아오지 않았고 왜 그대로 마감하는지", "투표권을 들고 먼저 가신 분이 있습니다")
        self.shot("05-closing")
        person.press("마감하기")
        person.reads("accounting_issued")
        self.shot("05-equation")
        self.question("확인번호 목록", "05-receipts")

    def visit_kiosk(self, slip: str) -> None:
        """One voter, by the pages of the manual."""
        person = self.person
        person.open_tab("투표")
        person.press("키오스크 열기")
        person.fill("직원 번호 (숫자 4~8자리)", PIN)
        person.fill("직원 번호 한 번 더", PIN)
        person.press("키오스크 열기")
        person.until(lambda: person.may_press("글자 0"), "the kiosk")
        self.shot("05-kiosk-start")
        person.stroke(*(Qt.Key(ord(letter)) for letter in slip if letter.isalnum()), Key.Key_Return)
        person.sees("투표 안내")
        self.shot("05-kiosk-guide")
        person.press("투표하러 가기")
        person.sees("고르세요")
        self.pick(5, "05-kiosk-list")
        self.pick(2)
        person.press("다음")
        self.pick(3)
        person.press("다음")
        person.sees("이대로 낼까요?")
        self.shot("05-kiosk-confirm")
        person.press("네, 투표하기")
        person.sees("투표가 접수되었습니다")
        self.shot("05-kiosk-done")
        person.press("마치기")
        person.sees("투표를 시작합니다")
        way_out = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
        person.stroke(Key.Key_Q, with_key=way_out)
        person.sees("직원 확인")
        self.shot("05-kiosk-pin")
        for digit in PIN:
            person.press(f"숫자 {digit}")
        person.press("닫기")
        person.until(lambda: person.front is self.windows.console, "the console")

    def pick(self, count: int, shot: str = "") -> None:
        """Pick the next cards with the keyboard."""
        for _ in range(count):
            self.person.stroke(Key.Key_Space, Key.Key_Down)
        if shot:
            self.shot(shot)

    def count(self) -> None:
        """개표 and 선정."""
        person = self.person
        person.fill(f"{SIGNERS[1]}의 암호문", passphrase_of_practice_signer(SIGNERS[1]))
        person.press("투표함 열고 개표하기")
        person.sees("유효")
        person.press("다시 열어 확인")
        for name in SIGNERS:  # who opened the box gives the key, somebody else looks
            person.fill(f"{name}의 암호문", passphrase_of_practice_signer(name))
        person.press("다시 열어 확인하기")
        person.sees("같은 표를 확인하고 서명했습니다")
        self.shot("06-count")
        person.press("이의 받기 시작")
        person.press("이의 없음, 결과 정하기")
        person.until(lambda: person.may_press("확정하기"), "the result")
        self.shot("06-waterline")
        self.question("이의 적기", "06-challenge")

    def certify(self) -> None:
        """확정, and what the hall sees."""
        person = self.person
        person.press("확정하기")
        for name in SIGNERS:
            person.fill(f"{name}의 암호문", passphrase_of_practice_signer(name))
        self.shot("06-certify")
        person.press("확정하기")
        person.press("공개하기")
        person.turn_to(HALL)
        person.sees("확정된 결과")
        self.shot("06-display-result")
        person.turn_to("")
        person.open_tab("진행")
        person.press("폐회 선언")
        person.press("폐회 선언")
        person.sees("에 폐회했습니다")

    def write_minutes(self) -> None:
        """회의록 while nothing was said and nothing decided yet."""
        person = self.person
        person.open_tab("회의록")
        told = person.reads("minutesMissing")
        person.take_row("발언 요지")
        self.shot("07-minutes")
        person.tick("해당 없음")
        person.until(lambda: person.reads("minutesMissing") != told, "the heading as none")
        self.shot("07-heading")

    def papers(self) -> None:
        """보내기."""
        person = self.person
        person.open_tab("보내기")
        person.sees("모두 만들기")
        self.shot("08-handover")
        person.press("회의록 만들기")
        self.settle()
        person.sees("열기")
        self.shot("08-documents")

    def stations(self) -> None:
        """[기기] with a hub that is not there, so that no picture shows an address of this machine."""
        control = FixedControl()
        control.reports = (
            station_report(StationRole.KIOSK, name="키오스크 1", is_voting=True, casts=118, kept=118, battery=64),
            station_report(StationRole.KIOSK, name="키오스크 2", needs_help=True, casts=97, kept=97),
            station_report(StationRole.DESK, name="동문 접수대", serves="ㄱ–ㅂ"),
            station_report(StationRole.RECORDER, name="서기석 1", clock_ahead_ms=-90_000),
            station_report(StationRole.HALL, name="큰 화면", quiet_s=125.0),
        )
        dialog = StationsDialog(self.windows.console, self.operations, self.room, control)
        dialog.open()
        self.shot("10-stations")
        asked = NewStationDialog(dialog, [report.row.name for report in control.reports])
        asked.open()
        self.shot("10-new-station")
        asked.reject()
        shown = InvitationDialog(dialog, StationRole.KIOSK, "키오스크 3", control)
        shown.open()
        self.shot("10-invitation")
        shown.reject()
        dialog.reject()
        window = EnrolmentWindow(self.operations, StationRole.KIOSK, lambda address, letters: None)
        window.address.setText("169.254.13.7")
        window.letters.setText("3F8KA-9TQ2M-7ZC1X-PD4HB")
        window.show()
        self.shot("10-enrol", window)
        window.close()

    def poll_id(self) -> PollId:
        """The one poll of the practice meeting."""
        poll_id: PollId = self.ask(list_polls, self.room)[0].poll_id
        return poll_id


def cast_crowd(room: Room, poll_id: PollId) -> Changes:
    """Everybody else takes a slip; all but the last ones vote, as the invented voters of the practice election did."""
    definition = read_poll(room, poll_id).definition
    assert definition is not None
    place_of = {option.code: place for place, option in enumerate(definition.question.options)}
    told = resource_path("practice/election.pb").read_text(encoding="utf-8").partition("voter_id;voting_method;vote\n")
    ballots = [line.split(";")[2].split(",") for line in told[2].splitlines()]
    here = [view.person.person_id for view in list_people(room) if view.attendance.is_present][1:]
    tokens = [give_slip(room, person_id, poll_id).token for person_id in here]
    paper = read_ballot_paper(room, poll_id)
    for token, codes in zip(tokens[:-LATE], ballots, strict=False):
        marks = sorted(place_of[code] for code in codes if code)
        cast_ballot(room, poll_id, token, seal_ballot(paper, Answer(tuple(marks))))
    return Changes(frozenset({"slip"}))


def make_neighbour(path: Path) -> None:
    """Make another meeting that this machine knows."""
    context = make_context()
    template = find_template("deliberation")
    details = MeetingDetails(
        title="2026 복지분야 숙의예산시민회 제3차 회의",
        body_name=template.body_name,
        host=template.host,
        place="3층 공용회의실",
        starts_at_ms=context.now() + 7 * 24 * 3_600_000,
        ends_at_ms=context.now() + 7 * 24 * 3_600_000 + 7_200_000,
        city=template.city,
        currency=template.currency,
    )
    named = path.with_name("2026 복지분야 숙의예산시민회 제3차 회의.sukui")
    close_meeting_and_boxes(create_meeting(named, "느티나무 새벽 돌다리", details, template, context))
