"""The agenda tree: a clean Qt model, edits and drops that are only asked for, moves by keys."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtTest import QAbstractItemModelTester
from pytestqt.qtbot import QtBot

from sukui_desktop.domain.agenda_tree import items_in_tree_order
from sukui_desktop.models.agenda import DecisionHow, ItemRow, ItemState
from sukui_desktop.models.ids import ItemId
from sukui_desktop.ui.console.prepare.agenda_tree import (
    ID_ROLE,
    MINUTES,
    STATE,
    AgendaTreeModel,
    ItemPlace,
    Way,
    place_after_drop,
    place_after_step,
)


def item(item_id: str, rank: str, parent_id: str = "", minutes: int = 10) -> ItemRow:
    return ItemRow(
        item_id=ItemId(item_id),
        parent_id=parent_id,
        rank=rank,
        title=f"안건 {item_id}",
        presenter="서기",
        minutes=minutes,
        state=ItemState.PLANNED,
        started_at_ms=0,
        spent_ms=0,
        decision="",
        decision_how=DecisionHow.OPEN,
    )


# 1 a · 2 b (2.1 c, 2.2 d) · 3 e
VIEWS = items_in_tree_order([item("a", "1"), item("b", "2"), item("c", "1", "b"), item("d", "2", "b"), item("e", "3")])


@pytest.fixture
def model(qtbot: QtBot) -> AgendaTreeModel:
    made = AgendaTreeModel()
    QAbstractItemModelTester(made, QAbstractItemModelTester.FailureReportingMode.Fatal, made)
    made.show_items(VIEWS)
    return made


def test_the_tree_stands_as_the_agenda(model: AgendaTreeModel) -> None:
    shown = [model.index(row, 0).data() for row in range(model.rowCount())]
    assert shown == ["제1호 안건 a", "제2호 안건 b", "제3호 안건 e"]
    under = model.index(1, 0)
    assert [model.index(row, 0, under).data() for row in range(2)] == ["제2-1호 안건 c", "제2-2호 안건 d"]
    assert model.parent(model.index(0, 0, under)).data(ID_ROLE) == "b"
    assert not model.parent(under).isValid()


def test_reading_again_keeps_the_model_sound(model: AgendaTreeModel) -> None:
    model.show_items(VIEWS[:1])
    assert model.rowCount() == 1
    model.show_items(())
    assert model.rowCount() == 0
    model.show_items(VIEWS)
    assert model.index_of_item("d").data() == "제2-2호 안건 d"
    assert not model.index_of_item("gone").isValid()


def test_an_edit_is_asked_for_and_changes_nothing_itself(model: AgendaTreeModel) -> None:
    asked: list[tuple[str, str, str]] = []
    model.edit_wanted.connect(lambda *told: asked.append(told))
    assert model.setData(model.index(0, 0), "개회")
    assert model.setData(model.index(0, MINUTES), 25)
    assert not model.setData(model.index(0, 0), "안건 a"), "the same words are no edit"
    assert not model.setData(model.index(0, STATE), "closed")
    assert asked == [("a", "title", "개회"), ("a", "minutes", "25")]
    assert model.index(0, 0).data() == "제1호 안건 a"


def test_a_drop_is_asked_for_with_its_place(model: AgendaTreeModel) -> None:
    asked: list[tuple[str, str, int]] = []
    model.drop_wanted.connect(lambda *told: asked.append(told))
    carried = model.mimeData([model.index_of_item("e")])
    assert not model.dropMimeData(carried, Qt.DropAction.MoveAction, 1, 0, model.index_of_item("b"))
    assert not model.dropMimeData(carried, Qt.DropAction.MoveAction, -1, -1, QModelIndex())
    assert asked == [("e", "b", 1), ("e", "", -1)]
    assert model.rowCount() == 3


@pytest.mark.parametrize(
    ("item_id", "way", "expected"),
    [
        ("a", "up", None),
        ("b", "up", ItemPlace("", None)),
        ("e", "up", ItemPlace("", ItemId("a"))),
        ("a", "down", ItemPlace("", ItemId("b"))),
        ("e", "down", None),
        ("c", "out", ItemPlace("", ItemId("b"))),
        ("a", "out", None),
        ("a", "in", None),
        ("b", "in", ItemPlace("a", None)),
        ("e", "in", ItemPlace("b", ItemId("d"))),
        ("d", "in", ItemPlace("c", None)),
    ],
)
def test_one_step_by_key(item_id: str, way: Way, expected: ItemPlace | None) -> None:
    assert place_after_step(VIEWS, item_id, way) == expected


@pytest.mark.parametrize(
    ("item_id", "parent_id", "place", "expected"),
    [
        ("e", "", 0, ItemPlace("", None)),
        ("e", "", 1, ItemPlace("", ItemId("a"))),
        ("a", "", 3, ItemPlace("", ItemId("e"))),
        ("a", "", 1, ItemPlace("", None)),
        ("e", "b", -1, ItemPlace("b", ItemId("d"))),
        ("e", "c", -1, ItemPlace("c", None)),
        ("d", "b", -1, ItemPlace("b", ItemId("c"))),
    ],
)
def test_where_a_drop_lands(item_id: str, parent_id: str, place: int, expected: ItemPlace) -> None:
    assert place_after_drop(VIEWS, item_id, parent_id, place) == expected
