"""Answers that come late, as the store queue is busy: they belong to the voter and to the choice on the screen, or to
nobody. Each test says on which old behaviour it fails."""

from __future__ import annotations

import pytest
from msgspec.structs import replace
from PySide6.QtCore import QObject
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from sukui_desktop.domain.errors import RuleBroken
from sukui_desktop.domain.methods.ballot_kind import Answer
from sukui_desktop.services.vote.ballot_sealing import BallotPaper
from sukui_desktop.services.vote.poll_box import read_ballot_paper
from sukui_desktop.services.vote.polls import pause_poll, resume_poll
from sukui_desktop.ui.kiosk.ballot_casting import CastingFlow
from sukui_desktop.ui.kiosk.voter_journey import Pages
from tests.ui.kiosk.conftest import MakeHands
from tests.ui.kiosk.kiosks import QUICK, Hands, Key
from tests.ui.kiosk.test_ballot_audits import AUDITED, audit, audits, seal
from tests.ui.kiosk.test_ballot_casting import FarCaster
from tests.ui.rooms import PROJECTS

LONG_AFTER_IDLE_MS = 5 * (QUICK.quiet_s + QUICK.warn_s) * QUICK.tick_ms


def press_if_there(button: QPushButton) -> None:
    """Press a button as a finger can: only where it is seen and takes a press."""
    if button.isVisible() and button.isEnabled():
        button.click()


def live_buttons(pages: Pages) -> list[str]:
    """What a finger can press on the page that is shown."""
    page = pages.currentWidget()
    assert page is not None
    found = page.findChildren(QPushButton)
    return [button.objectName() for button in found if button.isVisible() and button.isEnabled()]


def test_a_choice_changed_while_the_store_is_busy_is_the_one_that_is_cast(make_hands: MakeHands) -> None:
    """Fails where sealing waits for the store queue with [고치기] live: the ballot of the old choice came up later and
    was cast."""
    hands = make_hands(AUDITED)
    hands.enter(hands.slip("1"))
    hands.pick(0)
    hands.confirm()
    with hands.busy_store():
        hands.pages.confirm.cast.click()
        hands.qtbot.wait(50)
        press_if_there(hands.pages.confirm.back)
        press_if_there(hands.pages.sealed.back)
        hands.wait_for(hands.pages.list)
        hands.pick(0)
        assert hands.marks == (0, 4)
    assert hands.pages.currentWidget() is hands.pages.list, "nothing of the old choice comes up"
    hands.window.casting.cast_openable()
    hands.stage.idle()
    assert hands.ballots() == 0, "what was sealed before the change is gone"
    hands.confirm()
    hands.pages.confirm.cast.click()
    hands.wait_for(hands.pages.sealed)
    hands.pages.sealed.cast.click()
    hands.wait_for(hands.pages.done)
    assert hands.count().votes == (1, 0, 0, 0, 1, 0)


def test_every_way_back_from_a_sealed_ballot_forgets_it(make_hands: MakeHands) -> None:
    """Fails where what was sealed outlives the way back to the choice."""
    hands = make_hands(AUDITED)
    hands.enter(hands.slip("1"))
    for back in (hands.pages.sealed.back, hands.pages.confirm.back):
        seal(hands, 0)
        back.click()
        hands.wait_for(hands.pages.list)
        hands.window.casting.cast_openable()
        hands.stage.idle()
        assert hands.ballots() == 0
        hands.pick(0)


def test_what_was_sealed_is_not_shown_to_the_next_voter(make_hands: MakeHands) -> None:
    """Fails where a sealed page comes after its voter was wiped, and nothing wipes it again: a dead kiosk."""
    hands = make_hands(AUDITED, QUICK)
    hands.enter(hands.slip("1"))
    hands.pick(0)
    hands.confirm()
    with hands.busy_store():
        hands.pages.confirm.cast.click()
        hands.wait_for(hands.pages.start)
    hands.qtbot.wait(50)
    assert hands.pages.currentWidget() is hands.pages.start
    assert hands.pages.sealed.code_box.code.text() == ""
    hands.enter(hands.slip("2"))


def test_nobody_is_wiped_while_a_ballot_is_opened_and_the_watch_goes_on_after(make_hands: MakeHands) -> None:
    """Fails where the idle watch runs while a ballot is opened: the next voter saw the choice, and it stayed."""
    hands = make_hands(AUDITED, QUICK)
    hands.enter(hands.slip("1"))
    seal(hands, 1)
    hands.pages.sealed.audit.click()
    hands.wait_for(hands.pages.audit_ask)
    with hands.busy_store():
        hands.pages.audit_ask.open.click()
        hands.qtbot.wait(LONG_AFTER_IDLE_MS)
        assert hands.pages.currentWidget() is hands.pages.sending, "the voter sees that it works"
        assert live_buttons(hands.pages) == []
        assert not hands.window.notice.isVisible()
    hands.wait_for(hands.pages.audited)
    assert hands.pages.audited.found.text() == PROJECTS[1][1]
    hands.wait_for(hands.pages.start)
    assert hands.pages.audited.found.text() == ""
    hands.enter(hands.slip("2"))
    assert hands.window.casting.may_audit
    assert len(audits(hands)) == 1


def test_the_watch_goes_on_after_an_audit_that_is_refused(make_hands: MakeHands) -> None:
    """Fails where a refused audit leaves the page of somebody who went away for ever."""
    hands = make_hands(AUDITED, QUICK)
    hands.enter(hands.slip("1"))
    seal(hands, 1)
    hands.pages.sealed.audit.click()
    hands.stage.ask(pause_poll, hands.stage.room, hands.poll_id)
    hands.pages.audit_ask.open.click()
    hands.qtbot.waitUntil(lambda: not hands.pages.audit_ask.refusal.isHidden())
    hands.wait_for(hands.pages.start)


def test_the_voters_word_is_awaited_before_anything_else(make_hands: MakeHands) -> None:
    """Fails where [같습니다] stays live: the answer then covered the new choice with an old ballot."""
    hands = make_hands(AUDITED, QUICK)
    hands.window.idle.watch_idle_voter(False)
    hands.enter(hands.slip("1"))
    audit(hands, 1)
    page = hands.pages.audited
    with hands.busy_store():
        page.dispute.click()
        assert live_buttons(hands.pages) == []
        press_if_there(page.go_on)
        hands.qtbot.wait(LONG_AFTER_IDLE_MS)
        assert hands.pages.currentWidget() is page
    assert live_buttons(hands.pages) == [page.stop.objectName()]
    assert audits(hands)[0].is_disputed
    hands.wait_for(hands.pages.start)


def test_a_ballot_that_is_surely_kept_out_does_not_hold_the_kiosk(make_hands: MakeHands) -> None:
    """Fails where the watch stays off after a refusal: a paused poll left a dead kiosk behind."""
    hands = make_hands(pace=replace(QUICK, quiet_s=20))
    hands.enter(hands.slip("1"))
    hands.confirm()
    hands.stage.ask(pause_poll, hands.stage.room, hands.poll_id)
    with hands.busy_store():
        hands.pages.confirm.cast.click()
        hands.qtbot.wait(LONG_AFTER_IDLE_MS + 20 * QUICK.tick_ms)
        assert hands.pages.currentWidget() is hands.pages.sending, "not while it is on its way"
    assert hands.pages.sending.give_up.isVisible()
    hands.wait_for(hands.pages.start)
    hands.stage.ask(resume_poll, hands.stage.room, hands.poll_id)
    hands.qtbot.waitUntil(lambda: hands.pages.start.is_open)
    hands.enter(hands.slip("2"))


def test_one_slip_is_asked_for_at_a_time(make_hands: MakeHands) -> None:
    """Fails where the second number takes the place of the first: the first voter cast with the second's slip."""
    hands = make_hands()
    first, second = hands.slip("1"), hands.slip("2")
    answers: list[str] = []
    hands.window.slip_answered.connect(answers.append)
    with hands.busy_store():
        hands.window.journey.check_token(first)
        assert hands.pages.start.checking.isVisible(), "the voter sees that it works"
        hands.window.check_token(second)
        assert answers == ["busy"]
        hands.type(second)
        hands.press(Key.Key_Return)
    hands.wait_for(hands.pages.guide)
    hands.pages.guide.begin.click()
    hands.confirm()
    hands.cast()
    hands.pages.done.finish.click()
    assert not hands.pages.start.checking.isVisible()
    hands.enter(second)


def test_a_slip_that_is_refused_late_leaves_the_kiosk_free(make_hands: MakeHands) -> None:
    hands = make_hands()
    with hands.busy_store():
        hands.window.check_token("7K2M")
    assert not hands.pages.start.checking.isVisible()
    assert hands.pages.start.message.isVisible()
    hands.enter(hands.slip("1"))


class Heard(QObject):
    """What a flow announces."""

    def __init__(self, flow: CastingFlow) -> None:
        super().__init__()
        self.said: list[str] = []
        flow.token_accepted.connect(lambda: self.said.append("token_accepted"))
        flow.token_refused.connect(lambda why: self.said.append("token_refused"))
        flow.audited.connect(lambda audited: self.said.append("audited"))
        flow.audit_refused.connect(lambda why: self.said.append("audit_refused"))
        flow.disputed.connect(lambda: self.said.append("disputed"))
        flow.accepted.connect(lambda code: self.said.append("accepted"))
        flow.undelivered.connect(lambda why, out: self.said.append("undelivered"))


@pytest.mark.parametrize("is_refused", [False, True])
@pytest.mark.parametrize("asked", ["token", "audit", "dispute", "cast"])
def test_whatever_comes_after_the_wiping_is_thrown_away(
    make_hands: MakeHands, qtbot: QtBot, asked: str, is_refused: bool
) -> None:
    """Fails where only the check of a slip is cancelled when the voter is wiped."""
    hands = make_hands(AUDITED)
    paper: BallotPaper = hands.stage.ask(read_ballot_paper, hands.stage.room, hands.poll_id)
    caster = FarCaster()
    flow = CastingFlow(hands.stage.operations, caster)
    flow.set_ballot_paper(paper)
    with qtbot.waitSignal(flow.token_accepted):
        flow.check_token("good")
    flow.seal_openably(Answer((0,)))
    heard = Heard(flow)
    caster.faults = [RuleBroken("poll_not_open", state="paused")] if is_refused else []
    with hands.busy_store():
        if asked == "token":
            flow.wipe_voter()
            flow.check_token("bad" if is_refused else "good")
        elif asked == "audit":
            flow.audit_openable()
        elif asked == "dispute":
            flow.dispute_audit(1)
        else:
            flow.cast_openable()
        flow.wipe_voter()
    assert heard.said == []
    assert (flow.has_token, flow.is_waiting_for_answer, flow.is_checking_token) == (False, False, False)


def test_the_page_that_asks_says_where_the_ballot_will_be_shown(hands: Hands) -> None:
    """Fails where the hall screen is promised whether it is lit or not."""
    shown = hands.pages.audit_ask.shown
    alone = shown.text()
    hands.window.set_shown_in_hall(True)
    in_hall = shown.text()
    assert alone != in_hall
    hands.pages.reset_all_pages()
    assert shown.text() == in_hall, "no voter changes what the hall shows"
    hands.window.set_shown_in_hall(False)
    assert shown.text() == alone
