"""The steps of one meeting day as people at console, desk, kiosk and hall screen take them, one method a scene."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import QEvent, Qt, QTimer
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QLineEdit, QWidget

from sukui_desktop.programs import desktop
from tests.e2e.citizens import Citizens
from tests.e2e.lists import PROJECTS, ROSTER, TITLES
from tests.e2e.person import Key, Person, click, texts_on

PASSPHRASE = "느티나무 아래 새벽 돌다리"
FACILITATOR, OBSERVER = "이서연", "강참관"
"""The two who sign: one of the roster, one who only watches."""
SECRETS = {FACILITATOR: "느티나무 소금 대청마루", OBSERVER: "참관인만 아는 낱말 넷"}
PIN = "2580"
TITLE = "2027 복지분야 숙의예산시민회 제3차 회의"
POLL = "2027 복지분야 우선 정책사업"
HALL = "회의장 화면"
HALL_DESK = "회의장 화면 다루기"
NAMESAKES = {"김민준": "김민준 (복지1분과, 끝번호 3456)"}
"""Who shares a name with somebody of the roster, as the desk says which one."""


class Day:
    """Holds what people carry from one scene to the next: slips of paper."""

    def __init__(self, folder: Path) -> None:
        self.person = Person()
        self.folder = folder
        self.slips: dict[str, str] = {}
        self.citizens = Citizens(self.person)
        self.seal_words = ""

    def whole(self) -> None:
        """From a new meeting to a closed program."""
        scenes = (self.make_meeting, self.prepare, self.admit, self.begin, self.draft, self.ready, self.light_hall)
        for scene in (*scenes, self.open_vote, self.vote, self.close_vote, self.count, self.certify, self.finish):
            scene()
        self.write_minutes()
        self.hand_over()
        self.person.front.close()

    # -- before the doors open ----------------------------------------------------------------------------------------

    def make_meeting(self) -> None:
        """Home → 새 회의 → recovery code."""
        person = self.person
        person.press("새 회의")
        person.choose("회의 종류", "숙의예산시민회 회차 회의")
        person.fill("회의 이름", TITLE)
        person.fill("장소", "3층 공용회의실")
        click(person.field("시작"))
        person.stroke(Key.Key_Home, Key.Key_Up)
        person.write(".9121030")
        person.fill("암호문", PASSPHRASE)
        person.fill("암호문 다시", PASSPHRASE + "?")
        person.press("회의 만들기")
        person.sees("서로 다릅니다")
        person.fill("암호문 다시", PASSPHRASE)
        person.press("회의 만들기")
        assert len(person.reads("recoveryCode")) > 20
        assert not person.may_press("회의로 가기")
        person.tick("종이에 적거나 인쇄했습니다")
        person.press("회의로 가기")
        person.sees(TITLE)

    def prepare(self) -> None:
        """준비: projects and roster with their previews, one more item in its place."""
        person = self.person
        person.press("사업")
        self.take_in("projects.csv", PROJECTS, "더해질 것 6", "읽지 못한 곳 1", "6건 가져오기")
        person.sees(TITLES["B2"])
        person.press("명부")
        self.take_in("roster.csv", ROSTER, "더해질 것 8", "읽지 못한 곳 0", "8명 가져오기")
        person.sees("이서연")
        person.press("안건")
        person.fill("새 안건 제목", "우선 정책사업 표결")
        person.fill("시간", "30")
        person.press("안건 추가")
        person.sees("우선 정책사업 표결")
        person.take_row("우선 정책사업 표결")
        person.stroke(Key.Key_Up, with_key=Qt.KeyboardModifier.AltModifier)

    def take_in(self, name: str, content: str, *seen: str) -> None:
        """Name a file, look at its preview (`seen`), take it with the last button."""
        path = self.folder / name
        path.write_text(content, encoding="utf-8-sig")
        self.person.press("파일에서 가져오기")
        self.person.fill("파일 이름을 적거나 여기에 끌어다 놓으십시오", str(path))
        self.person.stroke(Key.Key_Return)
        for words in seen:
            self.person.sees(words)
        self.person.press(seen[-1])
        self.person.until(lambda: QApplication.activeModalWidget() is None, "the closed preview")

    # -- people arrive ------------------------------------------------------------------------------------------------

    def admit(self) -> None:
        """접수: by name, 초성, number and last four digits; one undone, one walk-in."""
        person = self.person
        person.open_tab("접수")
        for typed, name in (("홍길동", "홍길동"), ("ㅎㄱㄹ", "한가람"), ("ㅎㄱㄷ", "홍길동")):
            self.find(typed, name)
            if person.may_press("접수"):
                person.stroke(Key.Key_Return)
                person.sees(f"방금: {name} 접수 ")
        person.sees("정족수 5명 · 3명 모자람")
        self.find("황가득", "황가득")
        person.press("접수")
        person.sees("방금: 황가득 접수 ")
        person.press("접수 되돌리기")
        person.press("접수 되돌리기")
        person.sees("까닭을 적으십시오")
        person.fill("까닭", "홍길동 님을 두 번 눌렀음")
        person.press("접수 되돌리기")
        person.sees("방금: 황가득 접수를 되돌림")
        for typed, name in (("5678", "황가득"), ("4", "김민준"), ("ㅇㅅㅇ", "이서연"), ("박도윤", "박도윤")):
            self.find(typed, name)
            person.until(lambda: person.may_press("접수"), "the button of the desk")
            person.stroke(Key.Key_Return)
            person.sees(f"방금: {NAMESAKES.get(name, name)} 접수 ")
        person.press("현장 등록")
        person.fill("이름", "정새롬")
        person.choose("구분", "시민")
        person.press("등록하고 접수")
        person.sees("방금: 정새롬 현장 등록")
        person.sees("정족수 5명 충족")

    def find(self, typed: str, name: str) -> None:
        """Type into the desk's search until the person stands on the card."""
        self.person.fill("접수할 사람 찾기", typed)
        if typed == "ㅎㄱㄷ":  # two people: nobody is taken before an arrow chose
            self.person.stroke(Key.Key_Down)
        self.person.until(lambda: self.person.reads("personName") == name, f"{name} on the card")

    def begin(self) -> None:
        """진행: 개회, an item, a note."""
        person = self.person
        person.open_tab("진행")
        person.press("개회 선언")
        person.until(lambda: QApplication.activeModalWidget() is not None, "the question of the opening")
        person.press("개회 선언")
        person.sees("에 개회했습니다")
        person.take_row("우선 정책사업 표결")
        person.press("시작")
        person.until(lambda: person.may_press("보류"), "the running item")
        person.fill("발언자", "홍길동")
        person.stroke(Key.Key_Escape)
        person.fill("요지", "낮활동은 당사자에게 가장 급합니다.")
        person.stroke(Key.Key_Return)
        person.until(lambda: "낮활동은" in " ".join(_cells_of(person)), "the note in the list")

    # -- the vote -----------------------------------------------------------------------------------------------------

    def draft(self) -> None:
        """투표: 2 + 1 picks under 275억."""
        person = self.person
        person.open_tab("투표")
        person.choose("안건", "우선 정책사업 표결")
        person.fill("제목", POLL)
        person.tick("사업 유형마다 고를 수 있는 수를 정합니다")
        person.fill("광역제안형 최대", "2")
        person.fill("광역협치형 최대", "1")
        person.fill("한도액", "275억")
        person.sees("275억원")
        person.sees("적은 것을 저장했습니다")
        person.sees(f"{POLL} · 초안")

    def ready(self) -> None:
        """투표 준비 마치기: two people enrol first, each with a passphrase of their own; the observer opens the box."""
        person = self.person
        person.press("투표 준비 마치기")
        for name, secret in SECRETS.items():
            person.fill("이름", name)
            person.fill("본인만 아는 암호문", secret)
            person.fill("암호문 한 번 더", secret)
            person.press("등록하기")
            person.until(self._is_enrolled, f"{name} among those who sign")
        person.press("투표 준비로 가기")
        person.sees(OBSERVER)
        person.press("준비 완료")
        self.seal_words = person.reads("sealWords")
        person.sees("한 사람이 3개까지 고릅니다")

    def _is_enrolled(self) -> bool:
        """The question for a person is gone, or asks for the next one."""
        lines = self.person.front.findChildren(QLineEdit)
        return all(not line.text() for line in lines if line.accessibleName() == "이름")

    def light_hall(self) -> None:
        """회의장 화면: preview, then the hall."""
        person = self.person
        person.press("회의장 화면 열기")
        person.turn_to(HALL_DESK)
        person.press("회의장 화면 켜기")
        person.until(lambda: self.seal_words in self.hall(), "the sealed words in the hall")
        person.turn_to("")

    def hall(self) -> str:
        """Return every word of the hall screen."""
        windows = [w for w in QApplication.topLevelWidgets() if w.windowTitle() == HALL and w.isVisible()]
        return "\n".join(texts_on(windows[0])) if windows else ""

    def open_vote(self) -> None:
        """투표 시작하기, then a slip for each of seven people."""
        person = self.person
        person.press("투표 시작하기")
        person.sees("득표를 볼 수 없습니다")
        person.open_tab("접수")
        for name in ("홍길동", "한가람", "황가득", "이서연", "박도윤", "정새롬"):
            self.give_slip(name, name)
        self.give_slip("3456", "김민준")

    def give_slip(self, typed: str, name: str) -> None:
        """Give one slip; the person walks away with its number."""
        self.find(typed, name)
        self.person.until(lambda: self.person.may_press("투표권 주기"), f"a slip for {name}")
        self.person.stroke(Key.Key_Return)
        self.slips[name] = self.person.reads("slipToken")
        self.person.press("전했음, 닫기")
        self.person.sees(f"방금: {NAMESAKES.get(name, name)} 투표권 교부")

    def vote(self) -> None:
        """Five citizens at the kiosk, by keys and by mouse; then staff takes the machine back."""
        self.open_kiosk()
        self.citizens.enter_by_keys(self.slips["홍길동"])
        self.citizens.pick_by_keys("A1", "A2")
        self.citizens.pick_by_keys("B1")
        self.citizens.cast_by_keys()
        self.citizens.enter_by_mouse(self.slips["한가람"])
        self.citizens.pick_too_many()
        self.citizens.cast_by_mouse()
        self.citizens.enter_by_mouse(self.slips["황가득"])
        self.citizens.pick_by_mouse("A1", "A2")
        self.citizens.pick_by_mouse("B2")
        self.citizens.cast_by_mouse()
        self.citizens.enter_by_mouse(self.slips["이서연"])
        self.citizens.pick_by_mouse()
        self.citizens.pick_by_mouse()
        self.person.sees("이대로 내면 백지 투표로 저장됩니다")
        self.citizens.cast_by_mouse()
        self.citizens.refuse_used_slip(self.slips["홍길동"])
        self.person.until(lambda: "투표 참여" in self.hall() and "5명 단위" in self.hall(), "turnout in the hall")
        assert self.hall_turnout() == "0"
        self.citizens.enter_by_keys(self.slips["박도윤"])
        self.citizens.pick_by_keys("A1", "A3")
        self.citizens.pick_by_keys("B1")
        self.citizens.cast_by_keys()
        self.citizens.staff_takes_over(PIN)
        self.person.until(lambda: self.hall_turnout() == "5", "five in the hall")
        self.assert_no_result_in_hall()

    def open_kiosk(self) -> None:
        """키오스크 열기 with a staff number."""
        person = self.person
        person.open_tab("투표")
        person.press("키오스크 열기")
        person.fill("직원 번호 (숫자 4~8자리)", PIN)
        person.fill("직원 번호 한 번 더", PIN)
        person.press("키오스크 열기")
        person.sees("투표를 시작합니다")
        person.until(lambda: person.may_press("글자 0"), "the keys for a slip's number")

    def hall_turnout(self) -> str:
        """Return the turnout as the hall reads it."""
        windows = [w for w in QApplication.topLevelWidgets() if w.windowTitle() == HALL and w.isVisible()]
        labels: Sequence[QLabel] = windows[0].findChildren(QLabel, "displayTurnout") if windows else ()
        return next((label.text() for label in labels if label.isVisible()), "")

    def assert_no_result_in_hall(self) -> None:
        """No project and no figure of a count stands before the hall."""
        said = self.hall()
        assert said
        assert [title for title in TITLES.values() if title in said] == []
        assert "확정된 결과" not in said

    def close_vote(self) -> None:
        """One slip comes back unused; then 마감 with its ballot accounting."""
        person = self.person
        person.open_tab("접수")
        self.find("정새롬", "정새롬")
        person.press("투표권 반납")
        person.fill("투표권 번호", self.slips["정새롬"])
        person.press("반납받기")
        person.sees("방금: 정새롬 투표권 반납")
        person.open_tab("투표")
        person.press("투표 마감하기")
        person.press("마감하기")
        person.sees("투표권 1장이 돌아오지 않았습니다")
        for name in (FACILITATOR, OBSERVER):
            person.fill(f"{name}의 암호문", SECRETS[name])
        person.fill("투표권이 왜 돌아오지 않았고 왜 그대로 마감하는지", "한 분이 투표권을 들고 먼저 갔습니다")
        person.press("마감하기")
        figures = [person.reads(f"accounting_{term}") for term in ("issued", "cast", "spoiled", "returned")]
        assert [*figures, person.reads("accounting_not_returned")] == ["7", "5", "0", "1", "1"]
        person.sees("맞음")

    def count(self) -> None:
        """개표 → 이의 → 선정, with the hall told nothing."""
        person = self.person
        person.fill(f"{OBSERVER}의 암호문", "지어낸 암호문입니다")
        person.press("투표함 열고 개표하기")
        person.until(
            lambda: "암호문이 아닙니다" in person.reads("proofVerdict"), "why a wrong passphrase opens nothing"
        )
        person.fill(f"{OBSERVER}의 암호문", SECRETS[OBSERVER])
        person.press("투표함 열고 개표하기")
        person.sees("투표 5표 · 유효 4표 · 백지 1표 · 무효 0표")
        person.press("다시 열어 확인")
        for name in (FACILITATOR, OBSERVER):  # who opened the box gives the key, somebody else looks
            person.fill(f"{name}의 암호문", SECRETS[name])
        person.press("다시 열어 확인하기")
        person.sees("같은 표를 확인하고 서명했습니다")
        person.press("이의 받기 시작")
        person.press("이의 없음, 결과 정하기")
        person.sees("선정 4건")
        person.until(lambda: "개표와 확인이 끝나면" in self.hall(), "the hall that waits")
        self.assert_no_result_in_hall()

    def certify(self) -> None:
        """확정 by two people; now the hall sees it."""
        person = self.person
        person.press("확정하기")
        person.fill(f"{FACILITATOR}의 암호문", SECRETS[FACILITATOR])
        person.press("확정하기")
        person.sees("1명 것이 모자랍니다")
        person.fill(f"{OBSERVER}의 암호문", SECRETS[OBSERVER])
        person.press("확정하기")
        person.press("공개하기")
        person.until(lambda: "확정된 결과" in self.hall() and "선정 4건" in self.hall(), "the result in the hall")

    # -- after the vote -----------------------------------------------------------------------------------------------

    def finish(self) -> None:
        """진행: the decision, then 폐회."""
        person = self.person
        person.open_tab("진행")
        person.take_row("우선 정책사업 표결")
        person.fill("결정 문안", "표결로 네 사업을 우선 정책사업으로 정한다.")
        person.press("표결로 결정")
        person.press("표결로 결정")
        person.sees("표결로 결정했습니다")
        person.press("종결")
        person.press("폐회 선언")
        person.press("폐회 선언")
        person.sees("에 폐회했습니다")

    def write_minutes(self) -> None:
        """회의록: what is missing is written or said to be none."""
        person = self.person
        person.open_tab("회의록")
        person.sees("아홉 항목")
        for _ in range(9):
            told = person.reads("minutesMissing")
            if "비어 있습니다" not in told:
                break
            name = told.partition(": ")[2].partition(". 내용을")[0].split(", ")[0]
            person.take_row(name)
            if name == "개최기관":  # never 해당 없음
                person.fill("덧붙여 적기", "서울특별시 시민숙의예산담당관")
                person.press("저장")
            else:
                person.tick("해당 없음")
            person.until(partial(self._minutes_moved, told), f"{name} as none")
        person.sees("아홉 항목이 모두 찼습니다")
        person.take_row("발언 요지")
        person.fill("덧붙여 적기", "郞 위원이 뷁 사업의 까닭을 물었다.")
        person.press("저장")
        person.press("전체 미리 보기")
        person.sees("郞 위원이 뷁 사업의 까닭을 물었다.")

    def hand_over(self) -> None:
        """보내기: five files."""
        person = self.person
        person.open_tab("보내기")
        orders = ("회의록", f"표결 결과 · {POLL}", f"공개 결과 파일 · {POLL}", "참석부", "회의 파일 사본")
        for made, name in enumerate(orders, start=1):
            person.press(f"{name} 만들기")
            person.until(partial(self._has_made, made), f"{name} made")

    def _minutes_moved(self, told: str) -> bool:
        return self.person.reads("minutesMissing") != told

    def _has_made(self, files: int) -> bool:
        buttons = self.person.front.findChildren(QAbstractButton)
        return sum(button.isVisible() and button.text() == "폴더 열기" for button in buttons) == files


def _cells_of(person: Person) -> list[str]:
    return [words for words in person.words() if words]


def live(day: Callable[[], None], arguments: Sequence[str]) -> int:
    """Run the program as `sukui desktop ARGUMENTS` does and live `day` in it; return its exit code.

    Raises what went wrong in the day, after the program was ended.
    """
    wrong: list[BaseException] = []
    app = QApplication.instance()
    assert isinstance(app, QApplication)

    def begin() -> None:
        try:
            day()
        except BaseException as error:  # noqa: BLE001 - told again outside of the event loop
            wrong.append(error)
            app.exit(1)

    QTimer.singleShot(0, begin)
    code = desktop.main(arguments)
    for window in app.topLevelWidgets():
        _forget(window)
    app.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    if wrong:
        raise wrong[0]
    return code


def _forget(window: QWidget) -> None:
    """Leave nothing on the screen for the next test."""
    window.hide()
    if window.windowType() != Qt.WindowType.Popup:  # a field deletes its own list, and would do so twice
        window.deleteLater()
