"""Citizens who vote at the kiosk by keys and by mouse."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton

from sukui_desktop.assets.messages import text
from tests.e2e.lists import TITLES
from tests.e2e.person import Key, Person


class Citizens:
    """One after the other before the same machine; their receipts are kept."""

    def __init__(self, person: Person) -> None:
        self.person = person
        self.receipts: list[str] = []

    def enter_by_keys(self, slip: str) -> None:
        """Type the slip's number on a keyboard, read the guide, go on."""
        self.person.stroke(*(Qt.Key(ord(letter)) for letter in slip if letter.isalnum()))
        self.person.until(lambda: self.person.reads("slipNumber").replace("-", "") == slip.replace("-", ""), slip)
        self.person.stroke(Key.Key_Return)
        self.person.sees("투표 안내")
        self.person.stroke(Key.Key_Return)
        self.person.sees("고르세요")

    def enter_by_mouse(self, slip: str) -> None:
        """Press the slip's number on the screen."""
        for letter in slip.replace("-", ""):
            self.person.press(f"글자 {letter}")
        self.person.press("시작")
        self.person.sees("투표 안내")
        self.person.press("투표하러 가기")
        self.person.sees("고르세요")

    def refuse_used_slip(self, slip: str) -> None:
        """A slip counts once."""
        for letter in slip.replace("-", ""):
            self.person.press(f"글자 {letter}")
        self.person.press("시작")
        self.person.sees("이미")

    def pick_by_keys(self, *codes: str) -> None:
        """Pick cards of the group that is shown with arrows and space, and go on."""
        for code in codes:
            view, index = self.person.until(partial(self.person.row, TITLES[code]), code)
            self.person.until(view.hasFocus, "the keyboard in the list")
            self.person.stroke(Key.Key_Home, *[Key.Key_Down] * index.row(), Key.Key_Space)
        self.tab_to(self.way_on())
        self.person.stroke(Key.Key_Return)

    def pick_by_mouse(self, *codes: str) -> None:
        """Tap cards of the group that is shown, and go on."""
        for code in codes:
            self.person.take_row(TITLES[code])
        self.person.press(self.way_on())

    def way_on(self) -> str:
        """The button that leaves the group: beside the blue one while that shows more cards."""
        return next((words for words in ("다 골랐습니다", "백지로 내기") if self.person.may_press(words)), "다음")

    def pick_too_many(self) -> None:
        """Two of two are picked; a third is refused in words until one is put back."""
        person = self.person
        person.take_row(TITLES["A1"])
        person.take_row(TITLES["A3"])
        person.sees("광역제안형 2/2")
        person.take_row(TITLES["A4"])
        person.sees("이 사업을 고르려면 먼저 고른 사업 하나를 눌러 빼 주세요")
        person.sees("광역제안형 2/2")
        person.take_row(TITLES["A3"])
        person.sees("광역제안형 1/2")
        self.pick_by_mouse("A4")
        self.pick_by_mouse("B1")
        assert TITLES["A3"] not in person.words()

    def tab_to(self, words: str) -> None:
        """Walk with Tab to the button of these words."""
        for _ in range(60):
            held = self.person.front.focusWidget()
            if isinstance(held, QAbstractButton) and held.text() == words:
                return
            self.person.stroke(Key.Key_Tab)
        raise AssertionError(f"Tab never comes to {words}")

    def cast_by_keys(self) -> None:
        """확인 → 투표하기 → receipt → 마치기, by keys."""
        self.person.sees("이대로 낼까요?")
        self.tab_to("네, 투표하기")
        self.person.stroke(Key.Key_Return)
        self.keep_receipt()
        self.person.stroke(Key.Key_Return)
        self.person.sees("투표를 시작합니다")

    def cast_by_mouse(self) -> None:
        """확인 → 투표하기 → receipt → 마치기, by mouse."""
        self.person.sees("이대로 낼까요?")
        self.person.press("네, 투표하기")
        self.keep_receipt()
        self.person.press("마치기")
        self.person.sees("투표를 시작합니다")

    def keep_receipt(self) -> None:
        """Write the receipt's number down."""
        self.person.sees("투표가 접수되었습니다")
        self.receipts.append(self.person.reads("receipt"))

    def staff_takes_over(self, pin: str) -> None:
        """Ctrl+Shift+Q asks for the PIN; a wrong one does not open."""
        person = self.person
        way_out = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
        person.stroke(Key.Key_Q, with_key=way_out)
        person.sees("직원 확인")
        for digit in "1111":
            person.press(f"숫자 {digit}")
        person.press("닫기")
        person.sees(text("kiosk.pin.wrong", left=2))
        for digit in pin:
            person.press(f"숫자 {digit}")
        person.press("닫기")
        person.until(lambda: person.front.objectName() != "kiosk", "the console again")
