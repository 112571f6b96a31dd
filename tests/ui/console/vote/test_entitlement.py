"""[투표권 점검] beside the opening: everybody who would get no slip, two or the wrong 구분, with what to do."""

from __future__ import annotations

from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from sukui_desktop.assets.messages import text
from sukui_desktop.domain.entitlement_check import EntitlementFault
from sukui_desktop.domain.file_import import PersonDraft
from sukui_desktop.models.poll import PollState
from sukui_desktop.services.checkin.people_search import list_people
from sukui_desktop.services.prepare.roster import add_person
from sukui_desktop.ui.console.vote.page import VotePage
from sukui_desktop.ui.console.vote.polling.entitlement_dialog import EntitlementDialog, entitlement_fault_words
from sukui_desktop.ui.console.vote.polling.ready_polling_and_void_views import ReadyView
from tests.ui.console.vote.driving import opened, press, until_state
from tests.ui.rooms import Stage


def test_the_check_names_everybody_and_what_to_do(page: VotePage, stage: Stage, qtbot: QtBot) -> None:
    double = PersonDraft(number="7", name="홍 길동", channel="시민", role="위원", phone_last4="1234")
    stage.ask(add_person, stage.room, double, is_another=True)
    stage.ask(add_person, stage.room, PersonDraft(number="8", name="오참관", channel="시민", role="참관인"))
    stage.ready()
    until_state(qtbot, page, PollState.READY)
    view = page.view_of_present_step
    assert isinstance(view, ReadyView)
    press(view.entitlement_button)
    dialog = opened(qtbot, page, EntitlementDialog)
    stage.idle()
    lines = [line for line in dialog.table.found_rows() if line.number in ("7", "8")]
    assert [(line.number, line.finding.fault) for line in lines] == [
        ("7", EntitlementFault.TWO_SLIPS),
        ("8", EntitlementFault.NO_VOTE_BY_ROLE),
    ]
    assert lines[0].other_number == "1"
    assert "1번" in entitlement_fault_words(lines[0])
    verdict = dialog.findChild(QLabel, "entitlementVerdict")
    assert isinstance(verdict, QLabel)
    people = {line.finding.person_id for line in dialog.table.found_rows()}
    everybody = stage.ask(list_people, stage.room)
    assert verdict.text() == text("vote.entitlement.found", count=len(people), people=len(everybody))
    assert verdict.isVisible()
    press(dialog.close_button)
