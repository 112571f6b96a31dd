"""The ballot as Qt and a screen reader see it."""

from __future__ import annotations

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QAbstractItemModelTester
from pytestqt.qtbot import QtBot

from sukui_desktop.assets.messages import text
from sukui_desktop.ui.kiosk.ballot_cards import BallotListModel, CardList, CardRole, find_card_indexes, make_cards
from sukui_desktop.ui.kiosk.marking_rules.approval import ApprovalMarking
from sukui_desktop.ui.widgets.screen_scale import metrics_for_screen
from sukui_desktop.wording.money import money_words_and_figures
from tests.ui.kiosk.kiosks import definition

_CHECK = Qt.ItemDataRole.CheckStateRole


def filled(size: int = 20) -> tuple[BallotListModel, ApprovalMarking]:
    made = definition(size)
    marking = ApprovalMarking(made.question)
    model = BallotListModel()
    model.set_ballot(make_cards(made), marking)
    model.show_options(range(size))
    return model, marking


def test_the_model_keeps_its_promises_to_qt(qapp: QObject) -> None:
    model, marking = filled()
    tester = QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    assert model.setData(model.index(3), Qt.CheckState.Checked, _CHECK)
    model.show_options((5, 3, 9))
    marking.wipe()
    model.refresh_marks()
    model.show_options(())
    model.refresh_marks()
    assert tester.model() is model


def test_checking_a_row_marks_its_option(qapp: QObject) -> None:
    model, marking = filled()
    model.show_options((7, 2))
    assert model.row_of_option(2) == 1
    assert model.row_of_option(11) == -1
    assert model.setData(model.index(1), Qt.CheckState.Checked, _CHECK)
    assert marking.is_marked(2)
    assert not model.setData(model.index(1), Qt.CheckState.Checked, _CHECK), "it is checked already"
    assert model.setData(model.index(1), Qt.CheckState.Unchecked, _CHECK)
    assert marking.marks == ()


def test_a_limit_is_reported_and_nothing_changes(qtbot: QtBot) -> None:
    model, marking = filled()
    for row in range(7):
        model.setData(model.index(row), Qt.CheckState.Checked, _CHECK)
    with qtbot.waitSignal(model.mark_refused) as refused, qtbot.assertNotEmitted(model.marks_changed):
        assert not model.setData(model.index(8), Qt.CheckState.Checked, _CHECK)
    assert refused.args is not None
    assert "7개까지" in refused.args[0]
    assert len(marking.marks) == 7


def test_a_screen_reader_hears_title_cost_state_and_place(qtbot: QtBot) -> None:
    model, marking = filled(600)
    marking.toggle_mark(1)
    view = CardList(model)
    qtbot.addWidget(view)
    view.resize(900, 500)
    view.fit_to_screen(metrics_for_screen(1366, 768, per_mille=35))
    view.show()
    spoken = model.index(1).data(Qt.ItemDataRole.AccessibleTextRole)
    assert spoken.startswith("2호 지하철역")
    assert "8천만원" in spoken
    assert spoken.endswith("골랐음")
    assert model.index(1).data(Qt.ItemDataRole.AccessibleDescriptionRole) == text(
        "kiosk.card.place", count=600, place=2
    )
    QAccessible.setActive(True)
    spoken_list = QAccessible.queryAccessibleInterface(view)
    assert spoken_list.childCount() == 600
    assert spoken_list.child(1).text(QAccessible.Text.Name) == spoken
    assert spoken_list.child(1).state().checked


def test_cards_say_cost_in_words_and_figures(qapp: QObject) -> None:
    model, _ = filled()
    assert model.index(0).data(CardRole).line == "교통 · 3억\u00a02천만원(320,000,000원)"
    assert money_words_and_figures(123_450, "PLN") == "1,234.50\u00a0PLN"


def test_search_by_title_first_sounds_and_code() -> None:
    cards = make_cards(definition(97))
    assert find_card_indexes(cards, "") == tuple(range(97))
    assert find_card_indexes(cards, "97호") == (96,)
    assert len(find_card_indexes(cards, "ㅈㅎㅊㅇ")) == 97
    assert find_card_indexes(cards, "2027-0012") == (12,)
    assert find_card_indexes(cards, "12호 지하철 역") == (11,)
    assert find_card_indexes(cards, "없음") == ()
