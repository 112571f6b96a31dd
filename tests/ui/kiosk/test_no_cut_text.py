"""96 states of the kiosk (two screens, four ballots, twelve pages): no word is cut, hidden or too pale."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtWidgets import QLabel, QPushButton

from sukui_desktop.domain.changed_tables import NOTHING
from sukui_desktop.domain.methods.ballot_kind import Answer
from sukui_desktop.domain.question.definition import Definition
from sukui_desktop.models.poll import AuditVerdict
from sukui_desktop.services.vote.ballot_sealing import AuditedBallot
from sukui_desktop.ui.kiosk.ballot_cards import CardList
from sukui_desktop.ui.widgets.list_page_turn import rows_in_view
from tests.ui.kiosk.conftest import MakeHands
from tests.ui.kiosk.kiosks import Hands, definition, settle
from tests.ui.kiosk.layout_checks import contrast, cut_texts

SCREENS = ((1366, 768), (1920, 1080))
BALLOTS = ((97, 20), (600, 20), (97, 200), (600, 200))
_LEAST = 4.5


def _show(hands: Hands, name: str) -> None:
    _STATES[name](hands)
    settle()


def _start(hands: Hands) -> None:
    hands.pages.start.show_slip_refusal("이 투표권은 이미 쓰였습니다. 다른 투표권이 있는지 접수대에서 확인해 주세요.")
    for letter in "7K3M9QZ2WX4V7K3M9QZ2WX4V7K":
        hands.window.number.add_letter(letter)
    hands.pages.show_page(hands.pages.start)


def _guide(hands: Hands) -> None:
    hands.pages.show_page(hands.pages.guide)


def _list(hands: Hands) -> None:
    """Seven picked and an eighth refused: the fullest the page can be."""
    page = hands.pages.list
    page.show_group_step(0)
    for row in range(8):
        page.area.model.setData(page.area.model.index(row), Qt.CheckState.Checked, Qt.ItemDataRole.CheckStateRole)
    hands.pages.show_page(page)


def _search(hands: Hands) -> None:
    hands.pages.show_page(hands.pages.list)
    hands.pages.list.area.controls.search.click()
    hands.pages.list.search.field.setText("ㅈㅎㅊ")


def _detail(hands: Hands) -> None:
    hands.window.journey._show_details(1)


def _confirm(hands: Hands) -> None:
    assert hands.window.journey.marking is not None
    hands.pages.list.reset()
    hands.pages.confirm.show_marks(hands.window.journey.marking)
    hands.pages.show_page(hands.pages.confirm)


def _sealed(hands: Hands) -> None:
    hands.pages.sealed.show_ballot_code("1P1C-8HYY-3K64-WY61", may_audit=True)
    hands.pages.show_page(hands.pages.sealed)


def _audit_ask(hands: Hands) -> None:
    hands.pages.audit_ask.show_ballot_code("1P1C-8HYY-3K64-WY61")
    hands.pages.audit_ask.show_opening_failure(
        "디스크에 자리가 없어 저장하지 못했습니다. 자리를 만든 뒤 다시 하십시오."
    )
    hands.pages.show_page(hands.pages.audit_ask)


def _audited(hands: Hands) -> None:
    """The loudest and longest: 14 projects were shown, and others sealed."""
    marking = hands.window.journey.marking
    assert marking is not None
    audited = AuditedBallot(
        number=12,
        code="1P1C-8HYY-3K64-WY61",
        verdict=AuditVerdict.DIFFERS,
        found=Answer(tuple(range(14))),
        shown=Answer(tuple(range(14, 28))),
        changes=NOTHING,
    )
    hands.pages.audited.show_opened_ballot(audited, marking.question)
    hands.pages.show_page(hands.pages.audited)


def _failed(hands: Hands) -> None:
    why = "디스크에 자리가 없어 저장하지 못했습니다. 자리를 만든 뒤 다시 하십시오."
    hands.pages.sending.show_delivery_failure(why, is_kept_out=True)
    hands.pages.show_page(hands.pages.sending)


def _done(hands: Hands) -> None:
    hands.pages.done.show_receipt("1P1C-8HYY-3K64-WY61")
    hands.pages.show_page(hands.pages.done)


def _pin(hands: Hands) -> None:
    hands.pages.pin.show_why_not_closed("비밀번호를 여러 번 잘못 눌렀습니다. 30초 뒤에 다시 눌러 주세요.")
    hands.pages.show_page(hands.pages.pin)


_STATES: dict[str, Callable[[Hands], None]] = {
    "start": _start,
    "guide": _guide,
    "list": _list,
    "search": _search,
    "detail": _detail,
    "confirm": _confirm,
    "sealed": _sealed,
    "audit_ask": _audit_ask,
    "audited": _audited,
    "failed": _failed,
    "done": _done,
    "pin": _pin,
}
PAGES = tuple(_STATES)


@pytest.fixture
def hands(make_hands: MakeHands) -> Iterator[Hands]:
    made = make_hands()
    yield made
    made.pages.done.reset()


def _dress(hands: Hands, made: Definition, screen: tuple[int, int]) -> None:
    hands.window.offer_help()
    hands.window.resize(*screen)
    hands.window.journey.set_poll_definition(made)
    hands.pages.start.show_poll_state("open")
    hands.window.strip.show_title_and_seal_words(made.title, ("은하수", "나룻배", "보리밭", "등대"), is_practice=True)
    settle()


def test_no_word_is_cut_in_96_states(hands: Hands) -> None:
    bad: list[str] = []
    states = 0
    for screen in SCREENS:
        for options, letters in BALLOTS:
            _dress(hands, definition(options, title_letters=letters), screen)
            for name in PAGES:
                _show(hands, name)
                states += 1
                where = f"{name} {screen} {options}×{letters}: "
                bad += [where + cut for cut in cut_texts(hands.window)]
                least = hands.window.minimumSizeHint()
                if least.width() > screen[0] or least.height() > screen[1]:
                    bad.append(f"{where}the window wants {least}")
                if hands.window.strip.practice.isHidden():
                    bad.append(f"{where}no practice mark")
    assert states == 96
    assert not bad, "\n".join(bad[:20])


def test_letters_stand_out_from_their_ground_on_every_page(hands: Hands) -> None:
    _dress(hands, definition(97), (1366, 768))
    pale: list[str] = []
    for name in PAGES:
        _show(hands, name)
        image = hands.window.grab().toImage()
        for shown in hands.window.findChildren(QLabel) + hands.window.findChildren(QPushButton):
            if not shown.isVisible() or not shown.text() or not shown.isEnabled():
                continue
            inside = QRect(shown.mapTo(hands.window, QPoint(0, 0)), shown.size()).adjusted(9, 5, -9, -5)
            if image.rect().contains(inside) and inside.height() > 8:
                found = contrast(image, inside)
                if found < _LEAST:
                    pale.append(f"{name} {shown.text()[:20]!r} {found:.2f}")
    assert not pale, pale


def test_the_check_sees_a_cut_text(hands: Hands) -> None:
    """The nets above are only worth something when they catch."""
    _dress(hands, definition(97), (1366, 768))
    _show(hands, "guide")
    assert not list(cut_texts(hands.window))
    hands.pages.guide.question.setFixedHeight(10)
    hands.pages.guide.begin.setFixedWidth(20)
    settle()
    assert len(list(cut_texts(hands.window))) >= 2


def test_targets_are_large_enough_for_a_finger(hands: Hands) -> None:
    _dress(hands, definition(97), (1366, 768))
    for name in PAGES:
        _show(hands, name)
        for button in hands.window.findChildren(QPushButton):
            if button.isVisible():
                assert min(button.width(), button.height()) >= 40, f"{name} {button.text()}"


def test_every_control_has_a_name_for_a_screen_reader(hands: Hands) -> None:
    _dress(hands, definition(97), (1366, 768))
    for page in hands.pages.all_pages():
        for button in page.findChildren(QPushButton):
            assert button.accessibleName() or button.text(), button.objectName()
        for cards in page.findChildren(CardList):
            assert cards.accessibleName()


def test_the_focus_ring_stands_around_the_control_and_inside_the_window(hands: Hands) -> None:
    _dress(hands, definition(97), (1366, 768))
    for name in ("guide", "confirm", "done", "pin", "start"):
        _show(hands, name)
        focused = hands.window.focusWidget()
        ring = hands.window.ring
        assert focused is not None
        ring._follow_focus(None, focused)
        place = QRect(focused.mapTo(hands.window, QPoint(0, 0)), focused.size())
        assert ring.isVisible()
        assert ring.geometry().contains(place), name
        assert hands.window.rect().contains(ring.geometry()), name
    _show(hands, "list")
    hands.window.ring._follow_focus(None, hands.pages.list.area.cards)
    assert not hands.window.ring.isVisible(), "a list paints the ring around its card"


def test_pages_of_cards_can_be_turned_without_flicking(hands: Hands) -> None:
    _dress(hands, definition(600, title_letters=200), (1366, 768))
    _show(hands, "guide")
    hands.pages.show_page(hands.pages.list)
    settle()
    controls, cards = hands.pages.list.area.controls, hands.pages.list.area.cards
    assert not controls.page_up.isEnabled()
    seen: set[int] = set()
    for _ in range(400):
        first, last = rows_in_view(cards)
        seen.update(range(first, last + 1))
        assert f"{first + 1}–{last + 1}번째" in controls.place.text()
        if not controls.page_down.isEnabled():
            break
        controls.page_down.click()
        settle()
        assert cards.currentIndex().row() == rows_in_view(cards)[0]
    assert seen == set(range(cards.model().rowCount())), "no card is skipped by turning pages"
    controls.page_up.click()
    assert controls.page_down.isEnabled()
