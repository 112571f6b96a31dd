"""시험 개봉 at the kiosk: the code is shown before the choice, what was opened is public and never counted."""

from __future__ import annotations

import pytest
from msgspec.structs import replace
from pytestqt.qtbot import QtBot

from sukui_desktop.assets.messages import text
from sukui_desktop.domain.ballot_audit import MOST_AUDITS, AuditScore, score_audits
from sukui_desktop.domain.methods.ballot_kind import Answer
from sukui_desktop.domain.methods.registry import encode_answer
from sukui_desktop.domain.question.definition import Draft, Question
from sukui_desktop.domain.question.method_and_marking import Method
from sukui_desktop.domain.question.motion import Motion
from sukui_desktop.models.poll import AuditVerdict, BallotAuditRow
from sukui_desktop.record.ballot_encryption import Sealer
from sukui_desktop.services.hall_snapshot import HallChoice, Picture, read_hall_snapshot
from sukui_desktop.services.opened_meeting import Room
from sukui_desktop.ui.display.hall_window_and_feed import DisplayWindow
from tests.builders.rooms import rows_of
from tests.ui.kiosk.conftest import MakeHands
from tests.ui.kiosk.kiosks import QUICK, Hands, Key, words_in
from tests.ui.rooms import DRAFT, PROJECTS

AUDITED = replace(DRAFT, offers_audits=True)


@pytest.fixture
def hands(make_hands: MakeHands) -> Hands:
    return make_hands(AUDITED)


def seal(hands: Hands, *rows: int) -> str:
    """From the list to the code that the kiosk shows."""
    hands.pick(*rows)
    hands.confirm()
    assert hands.pages.confirm.cast.text() == text("kiosk.confirm.seal")
    hands.pages.confirm.cast.click()
    hands.wait_for(hands.pages.sealed)
    return hands.pages.sealed.code_box.code.text()


def audit(hands: Hands, *rows: int) -> str:
    """From the list to the opened ballot."""
    code = seal(hands, *rows)
    hands.pages.sealed.audit.click()
    hands.wait_for(hands.pages.audit_ask)
    assert hands.pages.audit_ask.code_box.code.text() == code
    hands.pages.audit_ask.open.click()
    hands.wait_for(hands.pages.audited)
    return code


def cast(hands: Hands) -> str:
    hands.pages.sealed.cast.click()
    hands.wait_for(hands.pages.done)
    return hands.pages.done.receipt.text()


def audits(hands: Hands) -> tuple[BallotAuditRow, ...]:
    return hands.stage.ask(rows_of, hands.stage.room, BallotAuditRow)


def test_the_code_comes_before_the_choice_and_is_the_receipt(hands: Hands) -> None:
    """Fails where the kiosk seals only once it knows that the ballot is cast."""
    hands.enter(hands.slip("1"))
    code = seal(hands, 0)
    assert hands.ballots() == 0
    assert cast(hands) == code
    assert hands.ballots() == 1
    assert not audits(hands)


def test_an_opened_ballot_is_shown_to_all_and_not_counted(hands: Hands) -> None:
    """Fails where a ballot that was opened is counted, or its voter cannot vote any more."""
    hands.enter(hands.slip("1"))
    code = audit(hands, 1)
    page = hands.pages.audited
    assert page.code_box.code.text() == code
    assert page.found.text() == PROJECTS[1][1]
    assert page.verdict.text() == text("kiosk.audited.agreed")
    assert not page.dispute.isHidden()
    shown = hands.stage.ask(read_hall_snapshot, hands.stage.room, HallChoice.AUTO)
    assert shown.kind == Picture.AUDIT
    assert shown.audit is not None
    assert (shown.audit.code, shown.audit.found) == (code, Answer((1,)))
    page.go_on.click()
    hands.wait_for(hands.pages.list)
    assert hands.marks == (), "what everybody saw is not cast by one more press"
    other = seal(hands, 0)
    assert other != code
    cast(hands)
    assert hands.count().votes == (1, 0, 0, 0, 0, 0)
    assert score_audits(audits(hands)) == AuditScore(audits=1, agreed=1)


def test_by_keyboard_the_first_key_never_opens_a_ballot(hands: Hands) -> None:
    hands.enter(hands.slip("1"))
    seal(hands, 0)
    hands.tab_to(hands.pages.sealed.audit)
    hands.press(Key.Key_Return)
    hands.wait_for(hands.pages.audit_ask)
    hands.press(Key.Key_Return)
    hands.wait_for(hands.pages.sealed)
    hands.tab_to(hands.pages.sealed.back)
    hands.press(Key.Key_Return)
    hands.wait_for(hands.pages.list)
    assert hands.marks == (0,), "back from a sealed ballot the marks are there to be changed"
    assert not audits(hands)


def test_a_kiosk_that_seals_something_else_is_said_loudly(hands: Hands, monkeypatch: pytest.MonkeyPatch) -> None:
    """The mutant: a kiosk that seals the first option whatever was chosen and shown."""
    honest = Sealer.seal_with_given_randomness
    monkeypatch.setattr(
        Sealer, "seal_with_given_randomness", lambda self, shown, opening: honest(self, b"\x80", opening)
    )
    hands.enter(hands.slip("1"))
    audit(hands, 1)
    page = hands.pages.audited
    assert page.found.text().startswith(PROJECTS[0][1])
    assert page.alarm.text() == text("kiosk.audited.differs")
    assert not page.alarm.isHidden()
    assert page.ask.text() == text("kiosk.audited.call_staff")
    assert PROJECTS[1][1] in page.found.text()
    assert page.go_on.isHidden()
    (row,) = audits(hands)
    assert row.verdict == AuditVerdict.DIFFERS
    window = DisplayWindow(hands.stage.operations, hands.stage.room)
    window.page.show_snapshot(hands.stage.ask(read_hall_snapshot, hands.stage.room, HallChoice.VOTE))
    assert text("display.audit_differs") in words_in(window)
    window.deleteLater()


def test_a_voter_finds_out_a_kiosk_that_shows_one_thing_and_says_another(
    hands: Hands, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The mutant: a kiosk that writes another answer than it shows, seals that, and says that it was shown so."""
    honest = encode_answer

    def lie(question: Question, answer: Answer) -> bytes:
        return honest(question, Answer((0,)) if answer.marks else answer)

    monkeypatch.setattr("sukui_desktop.services.vote.ballot_sealing.encode_answer", lie)
    hands.enter(hands.slip("1"))
    audit(hands, 1)
    page = hands.pages.audited
    assert page.verdict.text() == text("kiosk.audited.agreed"), "the machine alone cannot know"
    assert page.found.text() == PROJECTS[0][1], "the voter sees it"
    page.dispute.click()
    hands.qtbot.waitUntil(lambda: not page.alarm.isHidden())
    assert page.alarm.text() == text("kiosk.audited.noted")
    assert page.dispute.isHidden()
    assert score_audits(audits(hands)) == AuditScore(audits=1, disputed=1)
    assert page.go_on.isHidden(), "nobody is sent on to vote here"
    page.stop.click()
    hands.wait_for(hands.pages.start)
    assert hands.ballots() == 0


def test_after_three_audits_only_casting_is_left(hands: Hands) -> None:
    hands.enter(hands.slip("1"))
    for _ in range(MOST_AUDITS):
        audit(hands, 1)
        hands.pages.audited.go_on.click()
        hands.wait_for(hands.pages.list)
    seal(hands, 0)
    assert hands.pages.sealed.audit.isHidden()
    assert not hands.pages.sealed.used_up.isHidden()
    cast(hands)
    hands.pages.done.finish.click()
    hands.wait_for(hands.pages.start)
    hands.enter(hands.slip("2"))
    seal(hands, 0)
    assert not hands.pages.sealed.audit.isHidden(), "the next voter has audits of their own"


def test_a_voter_who_leaves_between_sealing_and_casting_has_not_voted(make_hands: MakeHands, qtbot: QtBot) -> None:
    """Fails where a ballot that is sealed and left is cast, or the slip is lost."""
    hands = make_hands(AUDITED, QUICK)
    token = hands.slip("1")
    hands.window.check_token(token)
    hands.wait_for(hands.pages.guide)
    hands.pages.guide.begin.click()
    hands.wait_for(hands.pages.list)
    with qtbot.waitSignal(hands.window.slip_left) as left:
        seal(hands, 0)
        hands.wait_for(hands.pages.start)
    assert left.args == [token]
    assert hands.ballots() == 0
    assert hands.pages.sealed.code_box.code.text() == ""


def test_a_disk_that_fails_at_the_audit_lets_nothing_be_cast_or_lost(hands: Hands) -> None:
    """Fails where a ballot whose audit may be on record goes into the box after all."""
    hands.enter(hands.slip("1"))
    seal(hands, 1)
    hands.stage.ask(break_record, hands.stage.room, True)
    hands.pages.sealed.audit.click()
    hands.wait_for(hands.pages.audit_ask)
    hands.pages.audit_ask.open.click()
    hands.qtbot.waitUntil(lambda: not hands.pages.audit_ask.refusal.isHidden())
    assert hands.pages.audit_ask.back.isHidden(), "there is no way back to casting it"
    hands.stage.ask(break_record, hands.stage.room, False)
    hands.pages.audit_ask.give_up.click()
    hands.wait_for(hands.pages.list)
    assert hands.ballots() == 0


def test_a_choice_of_buttons_is_opened_by_its_word(make_hands: MakeHands) -> None:
    """Fails where only lists of projects can be opened, or an answer stays pressed after everybody saw it."""
    draft = Draft(method=Method.CHOICE, max_picks=1, choices=("찬성", "반대"), motion=Motion(), offers_audits=True)
    hands = make_hands(draft)
    hands.window.check_token(hands.slip("1"))
    hands.wait_for(hands.pages.guide)
    hands.pages.guide.begin.click()
    page = hands.pages.choice
    hands.wait_for(page)
    for _ in range(2):
        page.answers[1].click()
        page.next.click()
        hands.wait_for(hands.pages.confirm)
        hands.pages.confirm.cast.click()
        hands.wait_for(hands.pages.sealed)
        hands.pages.sealed.audit.click()
        hands.pages.audit_ask.open.click()
        hands.wait_for(hands.pages.audited)
        assert hands.pages.audited.found.text() == "반대"
        hands.pages.audited.go_on.click()
        hands.wait_for(page)
        assert not any(answer.isChecked() for answer in page.answers)
    assert score_audits(audits(hands)) == AuditScore(audits=2, agreed=2)
    assert hands.ballots() == 0


def test_a_poll_without_audits_goes_as_before(make_hands: MakeHands) -> None:
    hands = make_hands()
    hands.enter(hands.slip("1"))
    hands.pick(0)
    hands.confirm()
    assert hands.pages.confirm.cast.text() == text("kiosk.confirm.cast")
    hands.cast()
    assert hands.ballots() == 1


def break_record(room: Room, is_broken: bool) -> None:
    """Make the disk under the meeting file refuse, or obey again."""
    room.file.database._connection.exec_driver_sql(f"PRAGMA query_only = {'ON' if is_broken else 'OFF'}")
    room.file.database._connection.commit()
