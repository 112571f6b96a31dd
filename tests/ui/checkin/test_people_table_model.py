"""The roster's model: what it finds, in what order, and that it keeps to Qt's model rules."""

from __future__ import annotations

import pytest
from msgspec.structs import replace
from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtTest import QAbstractItemModelTester
from pytestqt.qtbot import QtBot

from sukui_desktop.assets.messages import text
from sukui_desktop.domain.text_cleaning_and_search import initial_consonants
from sukui_desktop.models.ids import PersonId
from sukui_desktop.models.people import AttendanceRow, PersonRow
from sukui_desktop.services.checkin.people_search import PersonView
from sukui_desktop.ui.checkin.people_table import (
    KEYS,
    STATE_COLUMN,
    PeopleTableModel,
    presence_state_of,
)
from sukui_desktop.ui.widgets.rows_list_model import ROW_ROLE
from sukui_desktop.wording.people_names import names_on_screens
from tests.ui.rooms import PEOPLE

FIRST = "가나다라마바사아자차카타파하"


def view_of(
    number: str,
    name: str,
    *,
    channel: str = "시민",
    last4: str = "",
    is_present: bool = False,
    was_present: bool = False,
) -> PersonView:
    person_id = PersonId(f"p{number}")
    person = PersonRow(
        person_id=person_id,
        number=number,
        name=name,
        channel=channel,
        subcommittee="복지1분과",
        role="위원",
        district="강서구",
        age_band="50대",
        phone_last4=last4,
        needs="",
        is_walk_in=False,
        initials=initial_consonants(name),
    )
    attendance = AttendanceRow(
        person_id=person_id,
        is_present=is_present,
        was_present=was_present or is_present,
        admitted_at_ms=0,
        left_at_ms=0,
        undo_reason="",
        role="위원",
        channel=channel,
        is_enrolled=True,
    )
    return PersonView(person, attendance, (), name)


@pytest.fixture
def model(qtbot: QtBot) -> PeopleTableModel:
    made = PeopleTableModel()
    made.show_people(tuple(view_of(row[0], row[1], channel=row[2], last4=row[5]) for row in PEOPLE))
    return made


def names(model: PeopleTableModel) -> list[str]:
    return [view.person.name for view in model.rows]


def numbers(model: PeopleTableModel) -> list[str]:
    return [view.person.number for view in model.rows]


def test_it_keeps_the_promises_of_an_item_model(model: PeopleTableModel) -> None:
    tester = QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    for query in ("ㅎ", "", "없는이름", "김"):
        model.filter_by(query)
    model.sort(1, Qt.SortOrder.DescendingOrder)
    model.show_people(())
    assert tester.model() is model


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", ["1", "2", "3", "4", "5", "6"]),
        ("ㅎ", ["1", "2", "3"]),
        ("ㅎㄱ", ["1", "2", "3"]),
        ("ㅎㄱㄷ", ["1", "2"]),
        ("황가", ["2"]),
        ("황가ㄷ", ["2"]),
        ("김민준", ["4", "5"]),
        ("9012", ["3"]),
        ("90", ["3"]),
        ("5", ["5", "2"]),
        ("6", ["6"]),
        ("없는사람", []),
    ],
)
def test_name_initials_number_and_last_digits_find_people(
    model: PeopleTableModel, query: str, found: list[str]
) -> None:
    model.filter_by(query)
    assert numbers(model) == found


def test_the_search_stays_when_people_are_read_again(model: PeopleTableModel) -> None:
    model.filter_by("황")
    model.show_people((*model.everybody, view_of("7", "황보은")))
    assert names(model) == ["황가득", "황보은"]


def test_a_chosen_column_orders_and_the_roster_order_comes_back(model: PeopleTableModel) -> None:
    model.sort(KEYS.index("name"))
    assert names(model) == sorted(names(model))
    model.sort(KEYS.index("name"), Qt.SortOrder.DescendingOrder)
    assert names(model) == sorted(names(model), reverse=True)
    model.sort(-1)
    assert numbers(model) == ["1", "2", "3", "4", "5", "6"]


def test_each_column_shows_its_part_of_the_person(model: PeopleTableModel) -> None:
    row = [model.index(1, column).data() for column in range(model.columnCount())]
    assert row == ["2", "황가득", "", "복지1분과", "활동가", "강서구", "대기"]
    heads = [model.headerData(column, Qt.Orientation.Horizontal) for column in range(model.columnCount(QModelIndex()))]
    assert heads == ["번호", "이름", "소속", "분과", "구분", "지역", "상태"]


def test_namesakes_have_behind_the_name_what_tells_them_apart(qtbot: QtBot) -> None:
    model = PeopleTableModel()
    first, second = view_of("1", "김영희", last4="1111"), view_of("2", "김 영희", last4="2222")
    other = view_of("3", "홍길동", last4="3333")
    people = (first, second, other)
    written = names_on_screens(view.person for view in people)
    model.show_people(tuple(replace(view, name=written[view.person.person_id]) for view in people))
    column = KEYS.index("name")
    shown = [model.index(row, column).data() for row in range(3)]
    assert shown[0] == text("checkin.apart.name", name="김영희", apart="끝번호 1111, 1번")
    assert "2222" in shown[1]
    assert shown[2] == "홍길동"


def test_a_row_gives_its_person_and_state(model: PeopleTableModel) -> None:
    index = model.index(0, STATE_COLUMN)
    assert index.data(ROW_ROLE) is model.rows[0]
    assert index.data() == "대기"
    assert model.index(0, KEYS.index("name")).data(Qt.ItemDataRole.FontRole).bold()


@pytest.mark.parametrize(
    ("is_present", "was_present", "state"),
    [(False, False, "waiting"), (True, True, "present"), (False, True, "left")],
)
def test_present_and_was_present_are_kept_apart(is_present: bool, was_present: bool, state: str) -> None:
    assert presence_state_of(view_of("1", "홍길동", is_present=is_present, was_present=was_present)) == state


def test_a_person_is_found_by_id_in_the_shown_rows_only(model: PeopleTableModel) -> None:
    assert model.row_of_person(PersonId("p3")) == 2
    model.filter_by("황")
    assert model.row_of_person(PersonId("p2")) == 0
    assert model.row_of_person(PersonId("p3")) == -1


def test_three_thousand_people_are_all_searched(qtbot: QtBot) -> None:
    people = tuple(
        view_of(str(number), FIRST[number % 14] + FIRST[number // 14 % 14] + FIRST[number // 196 % 14])
        for number in range(3000)
    )
    model = PeopleTableModel()
    model.show_people(people)
    model.filter_by("ㄱㄴ")
    assert model.rowCount() == sum("ㄱㄴ" in view.person.initials for view in people)
    model.filter_by("2999")
    assert numbers(model) == ["2999"]
