"""The card of a person: which actions it offers in each state, and what it shows of slips."""

from __future__ import annotations

import pytest
from msgspec.structs import replace
from PySide6.QtCore import QPoint, QRect
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from sukui_desktop.assets.messages import text
from sukui_desktop.models.ids import PollId
from sukui_desktop.models.people import SlipRow, SlipState
from sukui_desktop.services.checkin.desk_snapshot import find_slip_of_poll, holds_slip_of_poll
from sukui_desktop.services.checkin.people_search import PersonView
from sukui_desktop.services.checkin.slips import PollVoters
from sukui_desktop.services.vote.poll_heads import PollHead
from sukui_desktop.ui.checkin.person_card import PersonCard
from tests.builders.blank_rows import blank
from tests.ui.checkin.test_people_table_model import view_of

POLL = PollId("poll1")


def open_poll_head(poll_id: str = POLL, title: str = "우선사업") -> PollHead:
    """An open poll of which only the name matters."""
    return blank(PollHead, poll_id=PollId(poll_id), title=title, state="open")


def with_slip(view: PersonView, state: str, *, issued: int = 1, poll_id: PollId = POLL) -> PersonView:
    slip = SlipRow(
        person_id=view.person.person_id,
        poll_id=poll_id,
        state=SlipState(state),
        issued=issued,
        spoiled=0,
        returned=0,
        issued_at_ms=1,
    )
    return PersonView(view.person, view.attendance, (*view.slips, slip), view.name)


@pytest.fixture
def card(qtbot: QtBot) -> PersonCard:
    made = PersonCard()
    qtbot.addWidget(made)
    made.show()
    return made


WAITING = view_of("1", "홍길동")
PRESENT = view_of("2", "황가득", is_present=True)
LEFT = view_of("3", "한가람", was_present=True)


def offered(card: PersonCard) -> set[str]:
    names = ("main", "plain", "leave", "undo", "return", "spoil", "walk_in", "paper")
    return {name for name in names if getattr(card, f"{name}_button").isVisible()}


def test_nobody_chosen_offers_what_needs_nobody(card: PersonCard) -> None:
    assert offered(card) == {"walk_in", "paper"}
    assert not card.gives_slip_on_admission


@pytest.mark.parametrize(
    ("view", "main", "acts"),
    [
        (WAITING, "접수 ⏎", {"main"}),
        (PRESENT, "접수됨", {"main", "leave", "undo"}),
        (LEFT, "접수 ⏎", {"main", "undo"}),
    ],
)
def test_without_a_poll_the_card_only_admits(card: PersonCard, view: PersonView, main: str, acts: set[str]) -> None:
    card.show_person(view)
    assert card.main_button.text() == main
    assert offered(card) == acts | {"walk_in", "paper"}


@pytest.mark.parametrize(
    ("view", "main", "acts"),
    [
        (WAITING, "접수하고 투표권 주기 ⏎", {"main", "plain"}),
        (PRESENT, "투표권 주기 ⏎", {"main", "leave", "undo"}),
        (LEFT, "접수하고 투표권 주기 ⏎", {"main", "plain", "undo"}),
        (with_slip(PRESENT, "issued"), "투표권 받음", {"main", "leave", "undo", "return", "spoil"}),
        (with_slip(PRESENT, "spoiled"), "투표권 주기 ⏎", {"main", "leave", "undo"}),
        (with_slip(PRESENT, "returned"), "투표권 주기 ⏎", {"main", "leave", "undo"}),
        (with_slip(LEFT, "issued"), "접수 ⏎", {"main", "undo", "return", "spoil"}),
    ],
)
def test_with_a_poll_the_big_button_gives_what_is_due(
    card: PersonCard, view: PersonView, main: str, acts: set[str]
) -> None:
    card.offer_polls((open_poll_head(),))
    card.show_person(view)
    assert card.main_button.text() == main
    assert offered(card) == acts | {"walk_in", "paper"}


def test_no_act_is_ever_where_another_was(card: PersonCard) -> None:
    """현장 등록 was where 퇴장 is after the check-in: the second of two clicks sent the person home."""
    card.resize(470, 700)
    card.offer_polls((open_poll_head(),))
    places: dict[str, QRect] = {}
    for view in (None, WAITING, PRESENT, with_slip(PRESENT, "issued"), LEFT, with_slip(LEFT, "issued")):
        card.show_person(view)
        QApplication.processEvents()
        for name in offered(card) - {"main"}:
            act = getattr(card, f"{name}_button")
            place = QRect(act.mapTo(card, QPoint()), act.size())
            for other, taken in places.items():
                assert other == name or not taken.intersects(place), (name, other, view)
            places.setdefault(name, place)
    assert len(places) == 7


@pytest.mark.parametrize(
    ("view", "words"),
    [
        (PRESENT, "투표권을 아직 받지 않았습니다."),
        (with_slip(PRESENT, "issued"), "투표권을 받았습니다."),
        (with_slip(PRESENT, "issued", issued=3), "모두 3장"),
        (with_slip(PRESENT, "returned"), "투표권을 반납했습니다."),
        (with_slip(PRESENT, "spoiled"), "훼손되어"),
        (with_slip(PRESENT, "issued", poll_id=PollId("other")), "투표권을 아직 받지 않았습니다."),
    ],
)
def test_the_slip_of_this_poll_is_reported(card: PersonCard, view: PersonView, words: str) -> None:
    card.offer_polls((open_poll_head(),))
    card.show_person(view)
    assert words in card.slip_label.text()


def test_a_choice_of_polls_stays_when_they_are_read_again(card: PersonCard) -> None:
    card.offer_polls((open_poll_head("a", "가"), open_poll_head("b", "나")))
    assert card.poll_choice.isVisible()
    card.poll_choice.setCurrentIndex(1)
    card.offer_polls((open_poll_head("c", "다"), open_poll_head("b", "나")))
    assert card.chosen_poll_id == "b"
    card.offer_polls((open_poll_head("c", "다"),))
    assert card.chosen_poll_id == "c"
    assert card.poll_choice.isHidden()
    card.offer_polls(())
    assert card.chosen_poll_id is None


def test_needs_and_channel_stand_out(card: PersonCard) -> None:
    person = replace(WAITING.person, needs="휠체어 좌석", channel="")
    card.show_person(PersonView(person, WAITING.attendance, (), person.name))
    assert card.needs_badge.isVisible()
    assert card.channel_badge.whole_words == text("checkin.card.channel", channel="없음")


def test_long_needs_and_channels_are_cut_with_a_mark(card: PersonCard, qtbot: QtBot) -> None:
    """Fails on 0.6.1: both ends of a long word were cut off, and nothing said that there was more."""
    needs, channel = "휠체어 좌석과 수어 통역과 큰 글자 자료 " * 4, "아주 긴 이름을 가진 분과위원회 " * 3
    person = replace(WAITING.person, needs=needs.strip(), channel=channel.strip())
    card.resize(420, card.height())
    card.show_person(PersonView(person, WAITING.attendance, (), person.name))
    badges = (card.needs_badge, card.channel_badge)
    qtbot.waitUntil(lambda: all(each.text().endswith("…") for each in badges))
    for each in badges:
        assert each.fontMetrics().horizontalAdvance(each.text()) <= each.width() - each.frame_px()
    assert card.needs_badge.whole_words == needs.strip()
    assert needs.strip() in card.needs_badge.toolTip()


def test_a_name_of_two_hundred_letters_stays_inside_the_card(card: PersonCard, qtbot: QtBot) -> None:
    card.setFixedWidth(470)
    person = replace(WAITING.person, name="남궁황보" * 50)
    card.show_person(PersonView(person, WAITING.attendance, (), person.name))
    qtbot.waitUntil(lambda: card.name_label.height() > 100)
    assert card.name_label.width() <= card.width()
    assert card.name_label.text().replace("\u200b", "") == person.name
    assert card.main_button.geometry().right() <= card.width()


def test_a_refusal_goes_when_it_is_over(card: PersonCard) -> None:
    card.show_message("이미 입장했습니다.")
    assert card.refusal.isVisible()
    card.show_message("")
    assert card.refusal.isHidden()


def test_slips_are_distinguished_by_poll() -> None:
    view = with_slip(with_slip(PRESENT, "spoiled", poll_id=PollId("other")), "issued")
    assert holds_slip_of_poll(view, POLL)
    assert not holds_slip_of_poll(view, PollId("other"))
    other = find_slip_of_poll(view, PollId("other"))
    assert other is not None
    assert other.state == "spoiled"
    assert find_slip_of_poll(PRESENT, POLL) is None


def test_who_may_not_vote_is_only_admitted_and_told_who_may(card: PersonCard) -> None:
    """Fails on 0.3.0, which offered a slip to everybody."""
    voters = PollVoters(poll_id=POLL, roles=("위원", "위원장"), people=frozenset())
    card.offer_polls((open_poll_head(),), (voters,))
    card.show_person(WAITING)
    assert card.main_button.text() == text("checkin.card.admit")
    assert card.slip_label.text() == text("checkin.slip_state.not_entitled", voters="위원, 위원장")
    may = replace(voters, people=frozenset({WAITING.person.person_id}))
    card.offer_polls((open_poll_head(),), (may,))
    assert card.gives_slip_on_admission
