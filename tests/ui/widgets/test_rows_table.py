"""The table of frozen rows: a clean model, search by word, 초성 and number, sorting, copying, empty words."""

from __future__ import annotations

import msgspec
import pytest
from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QAbstractItemModelTester, QTest
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from sukui_desktop.assets.messages import text
from sukui_desktop.ui.console.prepare.import_dialog import GoneRowsTickModel
from sukui_desktop.ui.theme import apply_theme
from sukui_desktop.ui.widgets.rows_list_model import ROW_ROLE
from sukui_desktop.ui.widgets.rows_table import SORT_ROLE, Column, FoundRows, RowsTable, RowsTableModel
from tests.e2e.layout import faults_of


class Thing(msgspec.Struct, frozen=True):
    name: str
    number: str
    size: int


COLUMNS = (
    Column[Thing](heading="이름", shown="name"),
    Column[Thing](heading="번호", shown="number"),
    Column[Thing](heading="크기", shown="size", is_number=True),
)
THINGS = (Thing("홍길동", "7", 9), Thing("황가득", "8", 100), Thing("김민준", "19", 20))


def found_by(thing: Thing) -> tuple[str, str]:
    return thing.name, thing.number


@pytest.fixture
def model(qtbot: QtBot) -> RowsTableModel[Thing]:
    made: RowsTableModel[Thing] = RowsTableModel(COLUMNS, found_by)
    QAbstractItemModelTester(made, QAbstractItemModelTester.FailureReportingMode.Fatal, made)
    made.show_rows(THINGS)
    return made


@pytest.fixture
def table(qtbot: QtBot) -> RowsTable[Thing]:
    made: RowsTable[Thing] = RowsTable(COLUMNS, found_by, name="것", empty="아직 없습니다.")
    qtbot.addWidget(made)
    made.resize(800, 400)
    made.show()
    qtbot.waitExposed(made)
    return made


def names(table: RowsTable[Thing]) -> list[str]:
    return [table.found.index(row, 0).data() for row in range(table.found.rowCount())]


class TestModel:
    def test_cells_rows_and_headings(self, model: RowsTableModel[Thing]) -> None:
        assert model.index(1, 0).data() == "황가득"
        assert model.index(1, 2).data() == "100"
        assert model.index(1, 2).data(SORT_ROLE) == 100
        assert model.index(1, 0).data(SORT_ROLE) == "황가득"
        assert model.index(1, 0).data(ROW_ROLE) is THINGS[1]
        assert model.headerData(2, Qt.Orientation.Horizontal) == "크기"
        assert model.data(QModelIndex()) is None
        assert model.rowCount(model.index(0, 0)) == 0

    def test_rows_are_replaced_as_a_whole(self, model: RowsTableModel[Thing]) -> None:
        model.show_rows(THINGS[:1])
        assert model.rowCount() == 1
        model.show_rows(())
        assert model.rowCount() == 0
        assert model.rows == ()

    def test_figures_stand_at_the_right(self, model: RowsTableModel[Thing]) -> None:
        aligned = model.index(0, 2).data(Qt.ItemDataRole.TextAlignmentRole)
        assert Qt.AlignmentFlag(aligned) & Qt.AlignmentFlag.AlignRight
        assert model.index(0, 0).data(Qt.ItemDataRole.TextAlignmentRole) is None

    def test_the_found_rows_are_a_sound_model(self, model: RowsTableModel[Thing]) -> None:
        found = FoundRows(model)
        QAbstractItemModelTester(found, QAbstractItemModelTester.FailureReportingMode.Fatal, found)
        for query in ("ㅎ", "황", "황가", "", "19", "nobody", ""):
            found.filter_rows(query)
        assert found.rowCount() == 3

    @pytest.mark.parametrize(
        ("query", "expected"),
        [("홍", 1), ("ㅎ", 2), ("ㅎㄱㄷ", 2), ("홍길ㄷ", 1), ("9", 1), ("19", 1), ("x", 0), ("", 3)],
    )
    def test_a_query_means_words_initials_or_number(
        self, model: RowsTableModel[Thing], query: str, expected: int
    ) -> None:
        found = FoundRows(model)
        found.filter_rows(query)
        assert found.rowCount() == expected


class TestTable:
    def test_an_empty_table_says_what_to_do(self, table: RowsTable[Thing]) -> None:
        shown = [label.text() for label in table.findChildren(QLabel) if label.isVisible()]
        assert "아직 없습니다." in shown
        assert not table.view.isVisible()
        table.show_rows(THINGS)
        assert table.view.isVisible()
        assert table.count.text() == text("widgets.rows.count", rows=3, unit="건")

    def test_typing_narrows_the_rows(self, table: RowsTable[Thing], qtbot: QtBot) -> None:
        table.show_rows(THINGS)
        table.search.setFocus()
        QTest.keyClicks(table.search, "19")
        assert names(table) == ["김민준"]
        assert table.count.text() == text("widgets.rows.count_found", rows=3, found=1, unit="건")

    def test_a_search_stays_over_a_new_reading(self, table: RowsTable[Thing]) -> None:
        table.show_rows(THINGS)
        table.search.setText("ㅎ")
        table.show_rows((*THINGS, Thing("한가람", "30", 5)))
        assert names(table) == ["홍길동", "황가득", "한가람"]

    def test_rows_keep_their_order_until_people_sort(self, table: RowsTable[Thing]) -> None:
        table.show_rows(THINGS)
        assert names(table) == ["홍길동", "황가득", "김민준"]
        table.view.sortByColumn(0, Qt.SortOrder.AscendingOrder)
        assert names(table) == ["김민준", "홍길동", "황가득"]
        table.view.sortByColumn(2, Qt.SortOrder.AscendingOrder)
        assert names(table) == ["홍길동", "김민준", "황가득"], "9 < 20 < 100"

    def test_the_place_is_kept(self, table: RowsTable[Thing]) -> None:
        table.show_rows(THINGS)
        seen = [table.chosen_row]
        table.choose_row(1)
        seen.append(table.chosen_row)
        table.show_rows(THINGS)
        seen.append(table.chosen_row)
        table.show_rows(())
        seen.append(table.chosen_row)
        assert seen == [None, THINGS[1], THINGS[1], None]

    def test_enter_takes_a_row(self, table: RowsTable[Thing], qtbot: QtBot) -> None:
        taken: list[object] = []
        table.row_chosen.connect(taken.append)
        table.show_rows(THINGS)
        table.choose_row(2)
        QTest.keyClick(table.view, Qt.Key.Key_Return)
        assert taken == [THINGS[2]]

    def test_copied_cells_never_run_as_formulas(self, table: RowsTable[Thing], qtbot: QtBot) -> None:
        table.show_rows((Thing("=1+1", "@x", 1), Thing("a\tb\nc", "-5", 2)))
        table.view.setFocus()
        table.view.selectAll()
        QTest.keyClick(table.view, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
        assert QGuiApplication.clipboard().text() == "'=1+1\t'@x\t1\na b c\t'-5\t2"

    def test_names_for_a_screen_reader(self, table: RowsTable[Thing]) -> None:
        assert table.view.accessibleName() == "것"
        assert table.search.accessibleName() == text("widgets.rows.search_in", name="것")


class TestGone:
    @pytest.fixture
    def gone(self, qtbot: QtBot) -> GoneRowsTickModel:
        made = GoneRowsTickModel(COLUMNS, found_by)
        QAbstractItemModelTester(made, QAbstractItemModelTester.FailureReportingMode.Fatal, made)
        made.show_rows(THINGS)
        return made

    def test_nothing_is_ticked_at_first(self, gone: GoneRowsTickModel) -> None:
        assert gone.ticked_rows == ()
        assert gone.index(0, 0).data(Qt.ItemDataRole.CheckStateRole) == Qt.CheckState.Unchecked
        assert gone.index(0, 1).data(Qt.ItemDataRole.CheckStateRole) is None

    def test_ticks_are_set_and_taken_one_by_one(self, gone: GoneRowsTickModel) -> None:
        told: list[int] = []
        gone.ticks_changed.connect(lambda: told.append(1))
        role = Qt.ItemDataRole.CheckStateRole
        assert gone.setData(gone.index(2, 0), Qt.CheckState.Checked.value, role)
        assert gone.setData(gone.index(0, 0), Qt.CheckState.Checked.value, role)
        assert [thing.name for thing in gone.ticked_rows] == ["홍길동", "김민준"]
        assert gone.setData(gone.index(2, 0), Qt.CheckState.Unchecked.value, role)
        assert [thing.name for thing in gone.ticked_rows] == ["홍길동"]
        assert len(told) == 3
        assert not gone.setData(gone.index(0, 1), Qt.CheckState.Checked.value, role)
        assert not gone.setData(gone.index(0, 0), "x")

    def test_a_new_reading_takes_every_tick(self, gone: GoneRowsTickModel) -> None:
        gone.setData(gone.index(0, 0), Qt.CheckState.Checked.value, Qt.ItemDataRole.CheckStateRole)
        gone.show_rows(THINGS)
        assert gone.ticked_rows == ()


def test_amounts_of_many_digits_are_never_cut(qtbot: QtBot) -> None:
    """Fails on 0.2.0: "1,250,000,00…" at every width of the window."""
    table: RowsTable[Thing] = RowsTable(COLUMNS, found_by, name="사업", empty="", widths=(0, 90, 100))
    qtbot.addWidget(table)
    table.resize(700, 300)
    table.show()
    table.show_rows((Thing("쉼터", "1", 12_345_678_901_234), Thing("길", "2", 5)))
    words = table.found.index(0, 2).data()
    assert words == "12,345,678,901,234"
    assert table.view.fontMetrics().horizontalAdvance(words) + 20 <= table.view.columnWidth(2)


@pytest.mark.parametrize("width", [640, 1024, 1366])
@pytest.mark.parametrize("wraps", [False, True])
@pytest.mark.parametrize("given", [-1, 118])
def test_a_number_is_whole_beside_a_long_name_at_every_width(
    qtbot: QtBot, qapp: QApplication, width: int, wraps: bool, given: int
) -> None:
    """Fails on 0.4.0 where long names wrap: the width of an amount was measured without the padding ("800···")."""
    apply_theme(qapp)
    table: RowsTable[Thing] = RowsTable(COLUMNS, found_by, name="사업", empty="", widths=(0, -1, given), wraps=wraps)
    qtbot.addWidget(table)
    table.resize(width, 300)
    table.show()
    long = "어르신이 함께 쓰는 동네 쉼터의 냉난방기와 문턱을 고치는 사업 " * 3
    table.show_rows([Thing(long, long, 10**figures) for figures in (0, 3, 6, 9, 13)])
    qtbot.wait(20)
    assert faults_of(table, may_shorten=True) == []
    if wraps:
        assert table.view.columnWidth(0) >= width // 4, "long words beside it leave the name its room"


def test_a_row_that_is_not_found_is_chosen_no_longer(table: RowsTable[Thing]) -> None:
    """Fails where the buttons of a page act on the neighbour of the row that was chosen, unmarked."""
    table.show_rows(THINGS)
    table.choose_row(0)
    table.search.setText("황")
    assert names(table) == ["황가득"]
    assert table.chosen_row not in THINGS
    assert not table.view.selectionModel().hasSelection()
    table.choose_row(0)
    table.search.setText("")
    assert table.chosen_row == THINGS[1], "what is still found stays chosen"
    assert [index.row() for index in table.view.selectionModel().selectedRows()] == [1]


class TestNarrow:
    """A table too narrow for all of its columns; fails on 0.4.0, where titles were broken into one word a line."""

    @pytest.fixture
    def narrow(self, qtbot: QtBot) -> RowsTable[Thing]:
        made: RowsTable[Thing] = RowsTable(
            COLUMNS, found_by, name="것", empty="아직 없습니다.", widths=(0, 140, 120), gives_way=(1,)
        )
        qtbot.addWidget(made)
        made.show()
        made.show_rows(THINGS)
        return made

    def test_a_column_gives_way_and_comes_back(self, narrow: RowsTable[Thing], qtbot: QtBot) -> None:
        for width, is_away in ((900, False), (400, True), (900, False)):
            narrow.resize(width, 300)
            qtbot.wait(30)
            assert narrow.view.isColumnHidden(1) == is_away
            assert narrow.view.columnWidth(0) >= 210
            assert not narrow.view.isColumnHidden(2)

    def test_what_gave_way_is_told_by_the_title(self, narrow: RowsTable[Thing], qtbot: QtBot) -> None:
        narrow.resize(400, 300)
        qtbot.waitUntil(lambda: narrow.view.isColumnHidden(1))
        assert "번호: 7" in narrow.model.index(0, 0).data(Qt.ItemDataRole.ToolTipRole)

    def test_a_column_hidden_for_another_reason_stays_away(self, narrow: RowsTable[Thing], qtbot: QtBot) -> None:
        narrow.hide_columns("kind", (1,))
        narrow.resize(900, 300)
        qtbot.wait(50)
        assert narrow.view.isColumnHidden(1)
        narrow.hide_columns("kind", ())
        assert not narrow.view.isColumnHidden(1)
