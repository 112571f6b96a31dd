"""The score of ballot audits (시험 개봉) on the page of whoever runs the vote."""

from __future__ import annotations

from msgspec.structs import replace
from pytestqt.qtbot import QtBot

from sukui_desktop.assets.messages import text
from sukui_desktop.domain.methods.ballot_kind import Answer
from sukui_desktop.models.poll import PollState
from sukui_desktop.services.checkin.slips import give_slip
from sukui_desktop.services.vote.ballot_audits import audit_ballot
from sukui_desktop.services.vote.ballot_sealing import seal_openable_ballot
from sukui_desktop.services.vote.poll_box import read_ballot_paper
from sukui_desktop.services.vote.polls import make_poll_ready, open_poll
from sukui_desktop.ui.console.vote.page import VotePage
from sukui_desktop.ui.console.vote.polling.ready_polling_and_void_views import PollingView
from tests.builders.rooms import two_people_lock
from tests.ui.console.vote.driving import until_state
from tests.ui.rooms import DRAFT, Stage


def test_an_audit_that_differs_is_loud_on_the_page_of_the_staff(page: VotePage, stage: Stage, qtbot: QtBot) -> None:
    """Fails where staff who look at no hall screen go on with a kiosk that seals something else."""
    stage.admit("1")
    poll_id = stage.draft(draft=replace(DRAFT, offers_audits=True))
    stage.ask(make_poll_ready, stage.room, poll_id, stage.ask(two_people_lock, stage.room), 12)
    stage.ask(open_poll, stage.room, poll_id)
    page.go_to_place_on_page(poll_id)
    until_state(qtbot, page, PollState.OPEN)
    view = page.view_of_present_step
    assert isinstance(view, PollingView)
    shown = view.audits
    qtbot.waitUntil(lambda: text("documents.audits.none") in shown.text())
    token = stage.ask(give_slip, stage.room, stage.person("1"), poll_id).token
    paper = stage.ask(read_ballot_paper, stage.room, poll_id)
    honest, cheated = (seal_openable_ballot(paper, Answer((mark,))) for mark in (1, 0))
    stage.ask(audit_ballot, stage.room, poll_id, token, honest)
    qtbot.waitUntil(lambda: text("documents.audits.clean", audits="1") in shown.text())
    assert text("vote.open.audits_differ") not in shown.text()
    stage.ask(audit_ballot, stage.room, poll_id, token, replace(cheated, shown=honest.shown))
    qtbot.waitUntil(lambda: text("vote.open.audits_differ") in shown.text())
    assert shown.property("state") == "danger"


def test_a_poll_without_audits_says_nothing_of_them(page: VotePage, stage: Stage, qtbot: QtBot) -> None:
    poll_id = stage.ready()
    stage.ask(open_poll, stage.room, poll_id)
    page.go_to_place_on_page(poll_id)
    until_state(qtbot, page, PollState.OPEN)
    view = page.view_of_present_step
    assert isinstance(view, PollingView)
    assert view.audits.isHidden()
