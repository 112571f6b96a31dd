"""Import of a roster or of projects: a file is read, compared with the meeting and accepted."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple

from msgspec.structs import replace
from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import (
    QCheckBox,
    QLineEdit,
    QProgressBar,
    QStackedWidget,
    QWidget,
)

from sukui_desktop.assets.messages import text
from sukui_desktop.domain.chosen_file import SourceFile
from sukui_desktop.domain.errors import SukuiError
from sukui_desktop.domain.file_import import (
    Change,
    FileQuestion,
    ImportChoices,
    ImportComparison,
    KnownProjects,
    NotRead,
    PersonDraft,
    Problem,
    ProjectDraft,
    Reading,
)
from sukui_desktop.domain.money import format_money
from sukui_desktop.models.agenda import ProjectRow
from sukui_desktop.models.meeting import ImportSubject
from sukui_desktop.models.people import PersonRow
from sukui_desktop.services.file_reading_and_saving import make_and_save_document, read_file_and_call_verb
from sukui_desktop.services.opened_meeting import Room, meeting_path
from sukui_desktop.services.prepare.blank_import_lists import make_blank_import_list
from sukui_desktop.ui.console.prepare.sheet_and_column_chooser import SheetAndColumnChooser
from sukui_desktop.ui.dialog_base import HelpedDialog, resize_dialog_within_screen
from sukui_desktop.ui.service_queues import Job, Operations
from sukui_desktop.ui.widgets.basic_widgets import (
    button,
    heading,
    hint,
    plain_text_label,
    show_words_or_hide,
    with_screen_reader_name,
    with_style_property,
)
from sukui_desktop.ui.widgets.drop_down import DropDown
from sukui_desktop.ui.widgets.file_questions import MUST_CHOOSE, FileQuestions
from sukui_desktop.ui.widgets.labels_without_markup import PlainLabel
from sukui_desktop.ui.widgets.layouts import column_of, grow, row_of
from sukui_desktop.ui.widgets.path_dialog import TABLE_SUFFIXES, ask_for_file, ask_where_to_save
from sukui_desktop.ui.widgets.refusal_bar import RefusalBar
from sukui_desktop.ui.widgets.rows_list_model import Index
from sukui_desktop.ui.widgets.rows_table import Column, RowsTable, RowsTableModel, search_text_reader
from sukui_desktop.ui.widgets.vertical_scroll import FittingScroll
from sukui_desktop.ui.widgets.wheel_ignoring_fields import Tabs
from sukui_desktop.ui.widgets.wrapped_label import WrappedLabel
from sukui_desktop.wording.file_import import money_unit_words, unread_part_words
from sukui_desktop.wording.money import money_words
from sukui_desktop.wording.refusal_sentences import refusal_sentence

AnyReading = Reading[Any]
AnyComparison = ImportComparison[Any, Any]
Named = ProjectDraft | PersonDraft | ProjectRow | PersonRow
ADDED, CHANGED, GONE, PROBLEMS, NOT_READ = range(5)
_TABS = ("added", "changed", "gone", "problems", "not_read")
_KNOWN = ("utf-8", "utf-8-sig", "utf-16", "cp949", "xlsx")
_NAMES_SHOWN = 8
_NAMING = {"projects": ("code", "title"), "roster": ("number", "name")}
"""Subject → the field by which a file is compared, and what people call a line."""


_KNOWN_CHOICES = (KnownProjects.SAME, KnownProjects.SKIPPED, KnownProjects.ADDED)
"""The first one stands until people say otherwise."""
_KNOWN_PX = 330
_LEAST_TABLE_PX = 240
"""Tabs, search, heads and the first rows."""
_SPACING_PX = 6
_SIZE = (1000, 740)


class ListImport(NamedTuple):
    """One kind of list that files bring."""

    name: str
    """projects | roster: the texts are under `prepare.import.<name>`."""
    suffixes: tuple[str, ...]
    read: Callable[[SourceFile, ImportChoices], AnyReading]
    """On the making queue, by what people chose about the file."""
    compare: Callable[..., AnyComparison]
    """`compare(room, reading)`; for a roster, whose numbers are freed by people who go, also their numbers."""
    accept: Callable[[Room, AnyReading, frozenset[str]], object]


def words_to_tell_namesakes_apart(named: Named) -> str:
    """Return what distinguishes it from others of the same name."""
    if isinstance(named, ProjectDraft | ProjectRow):
        about = (named.field, named.group, format_money(named.cost, named.currency))
        return " · ".join(filter(None, about))
    whence = " ".join(filter(None, (named.affiliation, named.position)))
    last4 = text("prepare.import.phone", last4=named.phone_last4) if named.phone_last4 else ""
    remark = text("prepare.import.remark", remark=named.remark) if named.remark else ""
    parts = (named.channel, named.role, whence, named.subcommittee, named.district, last4, named.birth, remark)
    return " · ".join(filter(None, parts))


def changed_field_words(change: Change[Any, Any]) -> str:
    """Return field by field what was and what the file has."""
    lines = [
        text(
            "prepare.import.difference",
            field=text(f"prepare.import.field.{field}"),
            before=_field_value_words(change.before, field),
            after=_field_value_words(change.after, field),
        )
        for field in change.fields
    ]
    return " · ".join(lines)


def _field_value_words(named: Named, field: str) -> str:
    value = getattr(named, field)
    if isinstance(value, int) and isinstance(named, ProjectDraft | ProjectRow):
        return format_money(value, named.currency)
    return str(value) or text("prepare.import.nothing")


class GoneRowsTickModel(RowsTableModel[Any]):
    """Rows with a tick in the first column; nothing is ticked at first."""

    ticks_changed = Signal()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.ticked: set[int] = set()
        self.modelReset.connect(self._forget_ticks)

    @Slot()
    def _forget_ticks(self) -> None:
        self.ticked = set()

    @property
    def ticked_rows(self) -> tuple[Any, ...]:
        """The rows that people ticked."""
        return tuple(self.rows[place] for place in sorted(self.ticked))

    def tick_or_clear(self, places: Iterable[int]) -> None:
        """Tick these rows; where all of them are ticked already take their ticks."""
        meant = set(places)
        if not meant:
            return
        self.ticked = self.ticked - meant if meant <= self.ticked else self.ticked | meant
        self.dataChanged.emit(self.index(0, 0), self.index(len(self.rows) - 1, 0), [Qt.ItemDataRole.CheckStateRole])
        self.ticks_changed.emit()

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Let the first column be ticked."""
        flags = super().flags(index)
        return flags | Qt.ItemFlag.ItemIsUserCheckable if index.isValid() and index.column() == 0 else flags

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return the tick, else what the rows show."""
        if role == Qt.ItemDataRole.CheckStateRole:
            if not index.isValid() or index.column():
                return None
            return Qt.CheckState.Checked if index.row() in self.ticked else Qt.CheckState.Unchecked
        return super().data(index, role)

    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        """Set or take a tick."""
        if role != Qt.ItemDataRole.CheckStateRole or not index.isValid() or index.column():
            return False
        if Qt.CheckState(value) == Qt.CheckState.Checked:
            self.ticked.add(index.row())
        else:
            self.ticked.discard(index.row())
        self.dataChanged.emit(index, index, [role])
        self.ticks_changed.emit()
        return True


class _TabsOfOneHeight(Tabs):
    """Asks for the same height whichever page is shown: a sentence in one of them moves no tab under the pointer."""

    def hasHeightForWidth(self) -> bool:
        """Return that the height does not follow the paragraphs of the page that is shown."""
        return False


class ImportPreview(QWidget):
    """How the file was understood, what has to be decided about it, and five lists with their counts."""

    ticks_changed = Signal()
    removed_people_wanted = Signal(bool)
    """Whether people who were taken off the roster before come back with the file."""
    known_projects_decided = Signal(object)
    """`KnownProjects`: what becomes of projects that the list likely has under another code."""

    def __init__(self, subject: str) -> None:
        super().__init__()
        self._subject = subject
        self.read_as = plain_text_label()
        self.columns_hint = hint()
        self.chooser = SheetAndColumnChooser(subject)
        self.sums = plain_text_label(is_strong=True)
        self.questions = FileQuestions(MUST_CHOOSE)
        self.questions.answered.connect(self.ticks_changed)
        self.tabs = _TabsOfOneHeight(self)
        self.tabs.setMinimumHeight(_LEAST_TABLE_PX)
        self._key, title = _NAMING[subject]
        found_by = search_text_reader(title, self._key)
        listed = [
            _make_preview_column("key", self._key),
            _make_preview_column("title", title),
            _make_preview_column("more", words_to_tell_namesakes_apart),
        ]
        changed = [
            _make_preview_column("key", _number_or_code_of_change),
            _make_preview_column("title", f"before.{title}"),
            _make_preview_column("difference", changed_field_words),
        ]
        problem = [Column("prepare.import.column.row", "row", "row"), _make_preview_column("column", "column")]
        problem += [_make_preview_column("value", "value"), _make_preview_column("reason", _problem_reason_words)]
        found_change = search_text_reader(f"before.{title}", f"after.{self._key}")
        # A name of a person is short and what is said of them long, a title of a project the other way round.
        widths = (0, 320) if subject == "projects" else (140, 0)
        self.added = self._add_table_as_tab("added", listed, found_by, (140, *widths), wraps=True)
        self.changed = self._add_table_as_tab("changed", changed, found_change, (160, 260, 0))
        gone = self._add_table_as_tab("gone", listed, found_by, (160, *widths), GoneRowsTickModel)
        assert isinstance(gone.model, GoneRowsTickModel)
        self.gone = gone.model
        self.gone.ticks_changed.connect(self.ticks_changed)
        self.gone_table = gone
        self.mark_all_button = button(text("prepare.import.mark_all"), scale="small", on_click=self._tick_all_or_none)
        self.mark_all_button.setAutoDefault(False)
        gone.tools.addWidget(self.mark_all_button)
        self.gone.ticks_changed.connect(self._say_what_marking_all_does)
        self.gone.modelReset.connect(self._say_what_marking_all_does)
        space = QShortcut(QKeySequence(Qt.Key.Key_Space), gone.view)
        space.setContext(Qt.ShortcutContext.WidgetShortcut)
        space.activated.connect(self._tick_chosen_rows)
        self.problems = self._add_table_as_tab(
            "problems", problem, _searchable_texts_of_problem, (72, 140, 200, 0), wraps=True
        )
        left = [_make_preview_column("left", unread_part_words)]
        self.not_read = self._add_table_as_tab("not_read", left, _searchable_texts_of_not_read, (0,))
        decided = QWidget(self)
        about = (self.read_as, self.questions, self.chooser, self.columns_hint)
        column_of(*about, spacing=_SPACING_PX, margins=(0, 0, 4, 0), into=decided)
        # Many questions scroll: the list they are about stays in sight.
        self.head = FittingScroll(decided, self, self._widgets_of_head)
        column_of(self.head, self.sums, grow(self.tabs), spacing=_SPACING_PX, margins=0, into=self)

    @Slot()
    def _tick_chosen_rows(self) -> None:
        """Tick the rows that are chosen, whichever cell has the keyboard; take the ticks where all of them have one."""
        found = self.gone_table.found
        chosen = self.gone_table.view.selectionModel().selectedRows() or [self.gone_table.view.currentIndex()]
        self.gone.tick_or_clear(found.mapToSource(index).row() for index in chosen if index.isValid())

    @Slot()
    def _tick_all_or_none(self) -> None:
        """Tick every row that is found, or take all these ticks."""
        found = self.gone_table.found
        self.gone.tick_or_clear(found.mapToSource(found.index(row, 0)).row() for row in range(found.rowCount()))

    @Slot()
    def _say_what_marking_all_does(self) -> None:
        rows = len(self.gone.rows)
        is_full = bool(rows) and len(self.gone.ticked) == rows
        self.mark_all_button.setText(text(f"prepare.import.mark_{'none' if is_full else 'all'}"))
        self.mark_all_button.setEnabled(bool(rows))

    @property
    def ticked_keys(self) -> frozenset[str]:
        """Keys of what people ticked to be removed."""
        return frozenset(getattr(row, self._key) for row in self.gone.ticked_rows)

    def show_file_and_comparison(self, reading: AnyReading, comparison: AnyComparison) -> None:
        """Show what a file brought and how it differs."""
        encoding = (
            text(f"prepare.import.encoding.{reading.encoding}") if reading.encoding in _KNOWN else reading.encoding
        )
        self.read_as.setText(
            text(
                "prepare.import.read_as",
                file=reading.file_name,
                rows=len(reading.drafts),
                encoding=encoding,
                by_key=text(
                    f"prepare.import.{self._subject}.{'by_name' if _lacks_number_column(reading) else 'by_key'}"
                ),
            )
        )
        pairs = [f"{text(f'prepare.import.field.{field}')} ← {header}" for field, header in reading.columns.items()]
        self.columns_hint.setText(text("prepare.import.columns", pairs=" · ".join(pairs)) if pairs else "")
        self.chooser.show_sheet_layout(reading.layout, reading.questions)
        self.head.verticalScrollBar().setValue(0)
        questions = (
            *reading.questions,
            *_question_about_removed_people(comparison),
            *_question_about_people_known_already(reading, comparison),
            *_question_about_projects_known_already(comparison),
        )
        self.questions.show_questions(questions, partial(self._field_that_answers, reading), reading.file_name)
        show_words_or_hide(self.sums, _unit_and_cost_sum_words(reading))
        self.not_read.show_rows(reading.not_read)
        self.gone.show_rows(comparison.gone)
        counts = self.show_changes_and_count_them(reading, comparison)
        first = next((place for place in (ADDED, CHANGED, PROBLEMS, GONE) if counts[place]), ADDED)
        self.tabs.setCurrentIndex(first)

    def _field_that_answers(self, reading: AnyReading, question: FileQuestion) -> QWidget | None:
        if question.reason_code == "projects_known":
            return self._drop_down_about_known_projects(reading.known_projects)
        if question.reason_code != "people_removed":
            return self.chooser.lend_field_that_answers(question)
        box = QCheckBox(text("prepare.import.takes_removed"))
        box.setObjectName("takesRemoved")
        box.setChecked(reading.takes_removed)
        box.clicked.connect(self.removed_people_wanted)
        return box

    def _drop_down_about_known_projects(self, known: KnownProjects) -> DropDown:
        box = DropDown()
        box.setObjectName("knownProjects")
        box.setFixedWidth(_KNOWN_PX)
        for choice in _KNOWN_CHOICES:
            box.addItem(text(f"prepare.import.known_{choice}"), choice)
        box.setCurrentIndex(max(0, box.findData(known)))
        box.activated.connect(self._announce_decision_about_known_projects)
        return box

    @Slot()
    def _announce_decision_about_known_projects(self) -> None:
        box = self.sender()
        if isinstance(box, DropDown):
            self.known_projects_decided.emit(box.currentData())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep half of the height for the lists, or their first rows where that shows all there is to decide."""
        super().resizeEvent(event)
        self._limit_height_of_head()

    def _limit_height_of_head(self) -> None:
        rest = self.height() - self.sums.sizeHint().height() - 2 * _SPACING_PX
        whole = self.head.sizeHint().height()
        most = rest - _LEAST_TABLE_PX
        self.head.set_most_height(max(FittingScroll.LEAST_PX, most if whole <= most else min(most, rest // 2)))

    def _widgets_of_head(self) -> list[QWidget]:
        return [self.read_as, *self.questions.lines, self.questions, self.chooser, self.columns_hint]

    def focus_first_unanswered_choice(self) -> None:
        """Put the keyboard where something has to be chosen or looked at first, and show that place."""
        is_open = not self.questions.boxes or not self.questions.needs_only_ticks
        stop = self.chooser.first_unanswered_box() if is_open else self.questions.boxes[0]
        if stop is not None:
            stop.setFocus()
            self._limit_height_of_head()
            self.head.scroll_to_line_of(stop)

    def show_changes_and_count_them(self, reading: AnyReading, comparison: AnyComparison) -> tuple[int, ...]:
        """Show what would be added, changed and refused, leaving the ticks; return the counts of the five lists."""
        problems = sorted(
            (*_refused_people_as_problems(reading, comparison), *reading.problems), key=lambda told: told.row
        )
        self.added.show_rows(comparison.added)
        self.changed.show_rows(comparison.changed)
        self.problems.show_rows(problems)
        lists = (comparison.added, comparison.changed, comparison.gone, problems, reading.not_read)
        counts = tuple(map(len, lists))
        for place, count in enumerate(counts):
            self.tabs.setTabText(place, text(f"prepare.import.tab.{_TABS[place]}", count=count))
        return counts

    def _add_table_as_tab(
        self,
        name: str,
        columns: list[Column[Any]],
        found_by: Any,
        widths: tuple[int, ...],
        kind: Any = RowsTableModel,
        *,
        wraps: bool = False,
    ) -> RowsTable[Any]:
        table: RowsTable[Any] = RowsTable(
            columns,
            found_by,
            name=text(f"prepare.import.tab_name.{name}"),
            empty=text(f"prepare.import.empty.{name}", subject=text(f"prepare.import.{self._subject}.name")),
            widths=widths,
            kind=kind,
            wraps=wraps,
            unit=text(f"prepare.{self._subject}.unit") if name in ("added", "changed", "gone") else "",
        )
        page = QWidget(self)
        layout = column_of(spacing=12, margins=(0, 12, 0, 0), into=page)
        if name == "gone":  # beside the search: a line of its own would push the tabs up from under the pointer
            words = WrappedLabel(text(f"prepare.import.{self._subject}.gone"))
            table.tools.addWidget(words, 1)
        layout.addWidget(table, 1)
        self.tabs.addTab(page, "")
        return table


def _make_preview_column(what: str, shown: str | Callable[[Any], str]) -> Column[Any]:
    return Column(f"prepare.import.column.{what}", shown)


def _number_or_code_of_change(change: Change[Any, Any]) -> str:
    """Return the code or number of a line that changes; a roster without numbers leaves the one of the meeting."""
    row, draft = change.before, change.after
    return str(draft.code if isinstance(draft, ProjectDraft) else draft.number or row.number)


def _lacks_number_column(reading: AnyReading) -> bool:
    return isinstance(next(iter(reading.drafts), None), PersonDraft) and "number" not in reading.columns


def _problem_reason_words(problem: Problem) -> str:
    return text(f"reading.reason.{problem.reason_code}")


def _refused_people_as_problems(reading: AnyReading, comparison: AnyComparison) -> tuple[Problem, ...]:
    """Return the people of the file who would take another's place, as problems of their rows."""
    if not comparison.refused:
        return ()
    rows = dict(zip(map(id, reading.drafts), reading.rows, strict=False))
    key = "another_unnumbered" if _lacks_number_column(reading) else "another"
    return tuple(
        Problem(
            file=reading.file_name,
            row=rows.get(id(refused.draft), 0),
            column=reading.columns.get("number", reading.columns.get("name", "")),
            value=text(
                f"prepare.import.{key}",
                number=refused.draft.number,
                name=refused.draft.name,
                known=refused.holder.name,
                of=refused.holder.number,
            ),
            reason_code=refused.reason_code,
        )
        for refused in comparison.refused
    )


def _question_about_removed_people(comparison: AnyComparison) -> tuple[FileQuestion, ...]:
    """Return what to ask about people of the file who were taken off the roster before."""
    names = [each.name for each in comparison.removed_before]
    shown = (*names[:_NAMES_SHOWN], *(["…"] if len(names) > _NAMES_SHOWN else []))
    return (FileQuestion(reason_code="people_removed", values=shown),) if names else ()


def _question_about_people_known_already(reading: AnyReading, comparison: AnyComparison) -> tuple[FileQuestion, ...]:
    """Return what to ask about people of the file who are likely on the roster already."""
    key = "known_unnumbered" if _lacks_number_column(reading) else "known"
    names = dict.fromkeys(
        text(f"prepare.import.{key}", number=twins.second.number, name=twins.second.name, of=twins.first.number)
        for twins in comparison.twins
        if isinstance(twins.first, PersonRow)  # of two lines of the file the reading has asked already
    )
    shown = (*list(names)[:_NAMES_SHOWN], *(["…"] if len(names) > _NAMES_SHOWN else []))
    return (FileQuestion(reason_code="people_known", values=shown),) if names else ()


def _question_about_projects_known_already(comparison: AnyComparison) -> tuple[FileQuestion, ...]:
    """Return what to ask about projects of the file that are likely on the list under another code."""
    names = [
        text("prepare.import.known_project", code=pair.after.code, title=pair.after.title, of=pair.before.code)
        for pair in comparison.likely_same
    ]
    shown = (*names[:_NAMES_SHOWN], *(["…"] if len(names) > _NAMES_SHOWN else []))
    return (FileQuestion(reason_code="projects_known", values=shown),) if names else ()


def _searchable_texts_of_not_read(part: NotRead) -> tuple[str, str]:
    return unread_part_words(part), part.place


def _unit_and_cost_sum_words(reading: AnyReading) -> str:
    """Return the unit, the sum of what comes in, and the file's own total beside it; '' for people."""
    drafts = [draft for draft in reading.drafts if isinstance(draft, ProjectDraft)]
    if not drafts and not reading.layout.unit:
        return ""
    currency = drafts[0].currency if drafts else "KRW"
    facts = {"sum": money_words(sum(draft.cost for draft in drafts), currency)}
    words = [text("prepare.import.sum", **facts)]
    if reading.layout.unit:
        words.insert(0, text("prepare.import.unit_used", unit=money_unit_words(reading.layout.unit)))
    if reading.file_total is not None:
        words.append(text("prepare.import.file_total", total=money_words(reading.file_total, currency)))
    return " · ".join(words)


def _searchable_texts_of_problem(problem: Problem) -> tuple[str, str]:
    return f"{problem.value} {_problem_reason_words(problem)}", str(problem.row)


class ImportFileLine(QWidget):
    """A line for a path, taken by Enter, and a button that looks for the file."""

    file_named = Signal(object)
    """`Path`; the service finds out whether it is there."""

    def __init__(self, *, hint: str, choose: str, name_filter: str) -> None:
        super().__init__()
        self._name_filter = name_filter
        self.line = with_screen_reader_name(QLineEdit(self, placeholderText=hint), hint)
        self.line.setAcceptDrops(False)
        self.line.returnPressed.connect(self._announce_typed_path)
        self.choose_button = button(choose, icon_name="folder", on_click=self._ask_for_file)
        row_of(grow(self.line), self.choose_button, spacing=8, margins=0, into=self)
        self.setFocusProxy(self.line)

    def show_path(self, path: Path) -> None:
        """Show which file is meant."""
        self.line.setText(str(path))

    @Slot()
    def _announce_typed_path(self) -> None:
        words = self.line.text().strip()
        if words:
            self.file_named.emit(Path(words).expanduser())

    @Slot()
    def _ask_for_file(self) -> None:
        ask_for_file(self, self.choose_button.text(), self._name_filter, self.file_named.emit)


class ImportDialog(HelpedDialog):
    """Nothing of the meeting changes until [가져오기]; closing earlier leaves nothing behind."""

    file_accepted = Signal(object)
    """What the service returned, once the dialog is closed."""

    def __init__(self, parent: QWidget, operations: Operations, room: Room, subject: ListImport) -> None:
        super().__init__(parent, text(f"prepare.import.{subject.name}.title"))
        self.setAcceptDrops(True)
        self._operations = operations
        self._room = room
        self._subject = subject
        self._job: Job | None = None
        self._reading: AnyReading | None = None
        self._path = Path()
        pattern = " ".join(f"*{suffix}" for suffix in subject.suffixes)
        self.file_line = ImportFileLine(
            hint=text("prepare.import.path"),
            choose=text("prepare.import.choose"),
            name_filter=text("prepare.import.filter", pattern=pattern),
        )
        self.file_line.file_named.connect(self.read_file)
        self.refusal_bar = RefusalBar(self)
        self.preview = ImportPreview(subject.name)
        self.preview.ticks_changed.connect(self._refresh_accept_button)
        self.preview.gone.ticks_changed.connect(self._compare_with_changed_ticks)
        self.preview.removed_people_wanted.connect(self._compare_with_people_back)
        self.preview.known_projects_decided.connect(self._compare_with_known_projects)
        self.preview.chooser.choices_made.connect(self._read_file_again)
        self.accept_button = button(text("prepare.import.accept_none"), "primary", on_click=self._accept_file)
        self.cancel_button = button(text("prepare.import.cancel"), on_click=self.reject)
        self.form_button = button(
            text("prepare.import.blank_form"), icon_name="document", on_click=self._ask_where_to_save_blank_list
        )
        self.form_saved = hint()
        self.left = with_style_property(PlainLabel(self), "state", "warning")
        for pressed in (self.cancel_button, self.file_line.choose_button, self.form_button):
            pressed.setAutoDefault(False)
        self.stack = QStackedWidget(self)
        self._hint = PlainLabel(text(f"prepare.import.{subject.name}.hint"), self, wordWrap=True)
        self._hint.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
        self.busy = _make_busy_page()
        for page in (self._hint, self.busy, self.preview):
            self.stack.addWidget(page)
        self._lay_out()
        self._refresh_accept_button()

    @Slot(object)
    def read_file(self, path: Path) -> None:
        """Read a file on the making queue and show what it would change."""
        self._path = path
        self.file_line.show_path(path)
        self.preview.chooser.forget_choices_for_other_file()
        self._read_file_again()

    @Slot()
    def _read_file_again(self) -> None:
        """Read the file by what people chose so far."""
        self.refusal_bar.hide()
        self._reading = None
        self._refresh_accept_button()
        self.stack.setCurrentWidget(self.busy)
        self._cancel_reading()
        self._job = self._operations.run(
            self,
            read_file_and_call_verb,
            self._subject.read,
            self._path,
            self.preview.chooser.reading_choices,
            queue="making",
            on_done=self._compare_file_with_meeting,
            on_refused=self._show_refusal,
        )

    def done(self, result: int) -> None:
        """Close; what is still being read is dropped."""
        self._cancel_reading()
        super().done(result)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take one file that is dragged in."""
        if event.mimeData().hasUrls() and event.mimeData().urls()[0].isLocalFile():
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Read the dropped file."""
        self.read_file(Path(event.mimeData().urls()[0].toLocalFile()))

    def _lay_out(self) -> None:
        resize_dialog_within_screen(self, _SIZE)
        last = (self.form_button, grow(self.form_saved), self.left, self.cancel_button, self.accept_button)
        column_of(
            heading(self.windowTitle()),
            self.file_line,
            self.refusal_bar,
            grow(self.stack),
            row_of(*last, spacing=8),
            spacing=10,
            margins=(28, 16, 28, 16),
            into=self,
        )

    @Slot()
    def _ask_where_to_save_blank_list(self) -> None:
        """Ask where a blank list is to be saved."""
        kind = text(f"prepare.import.{self._subject.name}.form")
        start = meeting_path(self._room).parent / f"{kind}{TABLE_SUFFIXES[0]}"
        ask_where_to_save(self, self.form_button.text(), start, self._save_blank_list)

    @Slot(object)
    def _save_blank_list(self, path: Path) -> None:
        self._operations.run(
            self,
            make_and_save_document,
            make_blank_import_list,
            path,
            ImportSubject(self._subject.name),
            path.name,
            on_done=self._show_blank_list_was_saved,
            on_refused=self._show_refusal,
            queue="making",
        )

    def _show_blank_list_was_saved(self, path: Path) -> None:
        self.form_saved.setText(text("prepare.import.form_saved", file=path.name))

    def _cancel_reading(self) -> None:
        if self._job is not None:
            self._job.cancel()
            self._job = None

    @Slot()
    def _refresh_accept_button(self) -> None:
        """Show on the button what it will do."""
        added = len(self.preview.added.model.rows) + len(self.preview.changed.model.rows)
        removed = len(self.preview.ticked_keys)
        is_anything = self._reading is not None and bool(added or removed)
        key = "accept_removing" if removed else "accept"
        words = text(
            f"prepare.import.{key}", count=added, removed=removed, unit=text(f"prepare.{self._subject.name}.unit")
        )
        self.accept_button.setText(words if is_anything else text("prepare.import.accept_none"))
        left = self.preview.questions.unanswered_count if self._reading is not None else 0
        show_words_or_hide(self.left, text("prepare.import.questions_left", count=left) if left else "")
        self.accept_button.setEnabled(is_anything and not left)

    def _compare_file_with_meeting(self, reading: AnyReading) -> None:
        self._reading = reading
        self._job = self._operations.run(
            self,
            self._subject.compare,
            self._room,
            reading,
            on_done=self._show_comparison,
            on_refused=self._show_refusal,
        )

    def _show_comparison(self, comparison: AnyComparison) -> None:
        self._job = None
        if self._reading is None:
            return
        self.preview.show_file_and_comparison(self._reading, comparison)
        self.stack.setCurrentWidget(self.preview)
        self._refresh_accept_button()
        if self.accept_button.isEnabled():
            self.accept_button.setFocus()
        elif self.preview.questions.question_count:
            self.preview.focus_first_unanswered_choice()  # so that Enter takes nothing that nobody looked at

    @Slot(bool)
    def _compare_with_people_back(self, are_wanted: bool) -> None:
        """Compare with those who were taken off the roster before, or without them."""
        if self._reading is not None:
            self._compare_file_with_meeting(replace(self._reading, takes_removed=are_wanted))

    @Slot(object)
    def _compare_with_known_projects(self, known: KnownProjects) -> None:
        """Compare by what becomes of projects that the list likely has under another code."""
        if self._reading is not None:
            self._compare_file_with_meeting(replace(self._reading, known_projects=known))

    @Slot()
    def _compare_with_changed_ticks(self) -> None:
        """Compare by who is ticked to go: their numbers are free for others."""
        if self._reading is not None and self._subject.name == "roster":
            ticked = self.preview.ticked_keys
            args = (self._subject.compare, self._room, self._reading, ticked)
            self._operations.run(
                self, *args, on_done=self._show_comparison_of_changed_ticks, on_refused=self._show_refusal
            )

    def _show_comparison_of_changed_ticks(self, comparison: AnyComparison) -> None:
        if self._reading is not None:
            self.preview.show_changes_and_count_them(self._reading, comparison)
            self._refresh_accept_button()

    def _show_refusal(self, error: SukuiError) -> None:
        self._job = None
        if self.stack.currentWidget() is self.busy:
            self.stack.setCurrentWidget(self._hint)
        self.refusal_bar.show_message(refusal_sentence(error))
        self._refresh_accept_button()

    @Slot()
    def _accept_file(self) -> None:
        self.accept_button.setEnabled(False)
        self._operations.run(
            self,
            self._subject.accept,
            self._room,
            self._reading_without_questions(),
            self.preview.ticked_keys,
            on_done=self._close_after_acceptance,
            on_refused=self._show_refusal,
        )

    def _reading_without_questions(self) -> AnyReading:
        """Return what was read; every question of it was answered, else the button could not be pressed."""
        assert self._reading is not None
        return replace(self._reading, questions=(), known_projects=self._reading.known_projects or _KNOWN_CHOICES[0])

    def _close_after_acceptance(self, answer: object) -> None:
        self.accept()
        self.file_accepted.emit(answer)


def _make_busy_page() -> QWidget:
    page = QWidget()
    bar = with_screen_reader_name(
        QProgressBar(page, minimum=0, maximum=0, textVisible=False), text("prepare.import.reading")
    )
    column_of(grow(), PlainLabel(text("prepare.import.reading"), page), bar, grow(factor=2), into=page)
    return page
