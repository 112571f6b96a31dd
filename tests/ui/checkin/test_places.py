"""The lists of other places at the desk: begin, join, carry, refuse, decide; all by clicks."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from sukui_desktop.assets.messages import error_text, text
from sukui_desktop.models.ids import PollId
from sukui_desktop.models.people import PersonRow
from sukui_desktop.services.checkin.attendance import admit_person
from sukui_desktop.services.checkin.slips import give_slip
from sukui_desktop.services.opened_meeting import Room, close_meeting_and_boxes
from sukui_desktop.services.vote.joint_votes import list_joint_votes, make_place_list
from sukui_desktop.services.vote.polls import open_poll
from sukui_desktop.ui.checkin.doubles_dialog import DECISIONS, DecideDialog, DoublesDialog, OtherPersonDialog
from sukui_desktop.ui.checkin.page import CheckinPage
from sukui_desktop.ui.checkin.places_dialog import (
    JoinDialog,
    OtherSystemDialog,
    PlaceNameDialog,
    PlacesDialog,
    TakeListDialog,
)
from sukui_desktop.ui.checkin.slip_dialog import SlipDialog
from tests.builders import rooms, three_places
from tests.ui.checkin.test_desk import open_dialog, type_words
from tests.ui.rooms import Stage

HERE = "1"
"""Roster number of 홍길동 at the desk."""


@pytest.fixture
def poll_id(desk: CheckinPage, stage: Stage) -> PollId:
    made = stage.ready()
    stage.ask(open_poll, stage.room, made)
    stage.idle()
    return made


@pytest.fixture
def other(tmp_path: Path) -> Iterator[tuple[Room, PollId]]:
    """Another place whose roster has the people of the desk too."""
    (tmp_path / "elsewhere").mkdir()
    room = three_places.reopen_as_another_stream(rooms.make_room(tmp_path / "elsewhere"), tmp_path / "elsewhere")
    rooms.furnish(room, people_count=1)
    poll = rooms.ready_poll(room)
    open_poll(room, poll)
    yield room, poll
    close_meeting_and_boxes(room)


def places(desk: CheckinPage, stage: Stage, qtbot: QtBot) -> PlacesDialog:
    desk.places_button.click()
    dialog = open_dialog(qtbot, desk, PlacesDialog)
    stage.idle()
    return dialog


def begun(desk: CheckinPage, stage: Stage, qtbot: QtBot) -> PlacesDialog:
    dialog = places(desk, stage, qtbot)
    assert dialog.state.text() == text("places.alone")
    dialog.begin_button.click()
    asked = open_dialog(qtbot, desk, PlaceNameDialog)
    asked.accept_button.click()
    stage.idle()
    assert asked.refusal.text() == error_text("place_missing")
    asked.place.setText("시청")
    asked.accept_button.click()
    stage.idle()
    return dialog


def give_elsewhere(stage: Stage, other: tuple[Room, PollId], number: str = HERE) -> None:
    """The person of this number at the desk is on the other roster too, and takes a slip there."""
    from sukui_desktop.domain.file_import import PersonDraft
    from sukui_desktop.models.shared_fields import copy_fields
    from sukui_desktop.services.prepare.roster import add_person

    room, poll = other
    here = next(row for row in stage.ask(rooms.rows_of, stage.room, PersonRow) if row.number == number)
    draft = copy_fields(
        PersonDraft, here, number="900", channel="주민", role="주민", phone_last4=here.phone_last4 or "4321"
    )
    person_id = add_person(room, draft, is_another=True).person_id
    admit_person(room, person_id)
    give_slip(room, person_id, poll)


def list_of_other(stage: Stage, desk: CheckinPage, other: tuple[Room, PollId], folder: Path) -> Path:
    """Let the other place join the vote of the desk, give a slip there, and return its list as a file."""
    from sukui_desktop.services.vote.joint_votes import join_joint_vote

    [vote] = stage.ask(list_joint_votes, stage.room)
    first = stage.ask(make_place_list, stage.room, vote.poll_id).content
    join_joint_vote(other[0], other[1], "복지관", first, " ".join(vote.words))
    give_elsewhere(stage, other)
    path = folder / "복지관.sukui-list"
    path.write_bytes(make_place_list(*other).content)
    return path


def take(dialog: PlacesDialog, desk: CheckinPage, stage: Stage, qtbot: QtBot, path: Path) -> None:
    dialog.preview_list_of_place(path)
    stage.idle()
    asked = open_dialog(qtbot, desk, TakeListDialog)
    assert text("places.taking.place_people", place="복지관", count=1) in asked.said.text()
    assert text("places.taking.news", added=1, gone=0, roster=1) in asked.said.text()
    asked.accept_button.click()
    stage.idle()


def test_a_vote_is_begun_with_a_name_and_its_words_are_shown(
    desk: CheckinPage, stage: Stage, poll_id: PollId, qtbot: QtBot
) -> None:
    dialog = begun(desk, stage, qtbot)
    [vote] = stage.ask(list_joint_votes, stage.room)
    assert len(vote.words) == 6
    assert dialog.outcome.text() == text("places.key_words", words=" · ".join(vote.words))
    assert dialog.state.text() == text("places.here", place="시청", count=0)
    assert dialog.key_words.isHidden()
    dialog.words_button.click()
    assert vote.words[5] in dialog.key_words.text()


def test_a_list_is_saved_and_taken_in_and_the_desk_refuses_with_where_and_when(
    desk: CheckinPage, stage: Stage, poll_id: PollId, other: tuple[Room, PollId], qtbot: QtBot, tmp_path: Path
) -> None:
    dialog = begun(desk, stage, qtbot)
    path = list_of_other(stage, desk, other, tmp_path)
    take(dialog, desk, stage, qtbot, path)
    assert dialog.outcome.text() == text("places.taken", place="복지관", added=1, gone=0)
    assert dialog.table.found_rows() == (("복지관", 1),)
    dialog.preview_list_of_place(path)
    stage.idle()
    open_dialog(qtbot, desk, TakeListDialog).accept_button.click()
    stage.idle()
    assert dialog.outcome.text() == text("places.nothing_new", place="복지관")
    dialog._made = stage.ask(make_place_list, stage.room, poll_id)
    dialog.save_list_in(tmp_path)
    stage.idle()
    assert len(list(tmp_path.glob("*시청*.sukui-list"))) == 1
    dialog.close_button.click()
    type_words(desk, HERE)
    QTest.keyClick(desk.search, Qt.Key.Key_Return)
    stage.idle()
    qtbot.waitUntil(lambda: not desk.card.other_person_button.isHidden())
    assert "복지관" in desk.card.refusal.text()
    assert desk.findChild(SlipDialog) is None


def test_another_person_is_given_the_slip_once_people_said_who_found_it(
    desk: CheckinPage, stage: Stage, poll_id: PollId, other: tuple[Room, PollId], qtbot: QtBot, tmp_path: Path
) -> None:
    dialog = begun(desk, stage, qtbot)
    take(dialog, desk, stage, qtbot, list_of_other(stage, desk, other, tmp_path))
    dialog.close_button.click()
    type_words(desk, HERE)
    QTest.keyClick(desk.search, Qt.Key.Key_Return)
    stage.idle()
    desk.card.other_person_button.click()
    stage.idle()
    asked = open_dialog(qtbot, desk, OtherPersonDialog)
    asked.accept_button.click()
    stage.idle()
    assert asked.refusal.text() == error_text("decider_missing")
    asked.decided_by.setText("김하나")
    asked.reason.setText("신분증의 주소가 다름")
    asked.accept_button.click()
    stage.idle()
    slip = open_dialog(qtbot, desk, SlipDialog)
    assert slip.shown_token
    slip.close_button.click()


def test_a_double_is_listed_and_decided(
    desk: CheckinPage, stage: Stage, poll_id: PollId, other: tuple[Room, PollId], qtbot: QtBot, tmp_path: Path
) -> None:
    dialog = begun(desk, stage, qtbot)
    path = list_of_other(stage, desk, other, tmp_path)
    stage.admit(HERE)
    stage.ask(give_slip, stage.room, stage.person(HERE), poll_id)
    take(dialog, desk, stage, qtbot, path)
    assert dialog.doubles_button.text() == text("places.doubles", count=1)
    dialog.doubles_button.click()
    page = open_dialog(qtbot, desk, DoublesDialog)
    stage.idle()
    [view] = page.table.found_rows()
    assert [given.place for given in view.givings] in (["시청", "복지관"], ["복지관", "시청"])
    page.decide_button.click()
    asked = open_dialog(qtbot, desk, DecideDialog)
    assert asked.decision is DECISIONS[0]
    asked.decided_by.setText("김하나")
    asked.reason.setText("두 곳에서 받았다고 함")
    asked.accept_button.click()
    stage.idle()
    [view] = page.table.found_rows()
    assert view.decision is not None
    page.close_button.click()
    stage.idle()
    assert dialog.doubles_button.text() == text("places.no_doubles")


def test_a_place_joins_by_the_list_and_the_words_of_another(
    desk: CheckinPage, stage: Stage, poll_id: PollId, other: tuple[Room, PollId], qtbot: QtBot, tmp_path: Path
) -> None:
    from sukui_desktop.services.vote.joint_votes import begin_joint_vote

    words = begin_joint_vote(*other, "복지관").words
    path = tmp_path / "명단.sukui-list"
    path.write_bytes(make_place_list(*other).content)
    dialog = places(desk, stage, qtbot)
    dialog.preview_list_of_place(path)
    stage.idle()
    asked = open_dialog(qtbot, desk, JoinDialog)
    asked.place.setText("시청")
    asked.key_words.setText("틀린 낱말")
    asked.accept_button.click()
    stage.idle()
    assert asked.refusal.text() == error_text("list_words_wrong")
    asked.key_words.setText(" ".join(words))
    asked.accept_button.click()
    stage.idle()
    assert dialog.state.text() == text("places.here", place="시청", count=0)


def test_a_file_that_is_no_list_is_refused_in_words(
    desk: CheckinPage, stage: Stage, poll_id: PollId, qtbot: QtBot, tmp_path: Path
) -> None:
    dialog = begun(desk, stage, qtbot)
    path = tmp_path / "사진.sukui-list"
    path.write_bytes(b"\x89PNG")
    dialog.preview_list_of_place(path)
    stage.idle()
    assert dialog.outcome.text() == error_text("list_foreign")


def test_a_table_of_online_voters_is_taken_in(
    desk: CheckinPage, stage: Stage, poll_id: PollId, qtbot: QtBot, tmp_path: Path
) -> None:
    dialog = begun(desk, stage, qtbot)
    person = next(row for row in stage.ask(rooms.rows_of, stage.room, PersonRow) if row.number == HERE)
    path = tmp_path / "온라인.csv"
    path.write_text(
        f"이름,전화번호\n{person.name},010-1234-{person.phone_last4}\n정다운,010-1111-2222\n", encoding="utf-8"
    )
    dialog.read_table_of_other_system(path)
    stage.idle()
    asked = open_dialog(qtbot, desk, OtherSystemDialog)
    asked.accept_button.click()
    stage.idle()
    assert dialog.table.found_rows() == ((text("places.other_system.name"), 2),)
    dialog.close_button.click()
    type_words(desk, HERE)
    QTest.keyClick(desk.search, Qt.Key.Key_Return)
    stage.idle()
    assert text("places.other_system.name") in desk.card.refusal.text()
