"""[투표 방법 고르기]: the rules there are, each read out in sentences."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from pathlib import Path

import msgspec
from PySide6.QtCore import QSize, Signal, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QSplitter, QTextEdit, QWidget

from sukui_desktop.assets.messages import text
from sukui_desktop.domain.question.definition import Draft
from sukui_desktop.domain.rule_year.rule_year_and_its_draft import GENERAL, RuleYear
from sukui_desktop.services.file_reading_and_saving import read_file_and_call_verb
from sukui_desktop.services.prepare.rule_years import read_rule_file
from sukui_desktop.ui.ask_dialog import AskDialog
from sukui_desktop.ui.service_queues import Operations
from sukui_desktop.ui.widgets.basic_widgets import button, heading
from sukui_desktop.ui.widgets.layouts import column_of, fill, grow, row_of
from sukui_desktop.ui.widgets.path_dialog import ask_for_file
from sukui_desktop.ui.widgets.rows_table import Column, RowsTable
from sukui_desktop.wording.rules import rule_sentences

_FRAME = 26
"""Pixels of border and padding around the page."""
_LEAST_HEIGHT = 100
_PAGE = "<style>li {{ margin-bottom: 6px; }} p {{ margin: 0 0 8px 0; }}</style>{body}"


class RuleSentencesPane(QTextEdit):
    """Shows the sentences of a rule or of a draft; can be read with the keyboard and copied from."""

    def __init__(self, name: str, parent: QWidget | None = None, *, is_snug: bool = False) -> None:
        """`is_snug`: never taller than what is read, so that what is below it gets the room."""
        super().__init__(parent)
        self._is_snug = is_snug
        self.setReadOnly(True)
        self.setTabChangesFocus(True)
        self.setAccessibleName(name)
        self.sentences: tuple[str, ...] = ()
        """What is shown now."""

    def show_rule(self, rule: RuleYear, currency: str) -> None:
        """Show the sentences of a rule year, what it leaves open and where it is written."""
        summary, *words = rule_sentences(rule, currency)
        heading = text("rules.open.heading")
        at = words.index(heading) if heading in words else len(words)
        settled, left = words[:at], words[at + 1 :]
        body = f"<p><b>{escape(summary)}</b></p>{_html_list_of_sentences(settled)}"
        if left:
            body += f"<p><b>{escape(heading)}</b></p>{_html_list_of_sentences(left)}"
        source = text("drafting.source", source=rule.source)
        self._show_html_of_sentences((summary, *words, source), f"{body}<p>{escape(source)}</p>")

    def show_draft(self, draft: Draft, currency: str) -> None:
        """Show the sentences of a draft as it is."""
        self.show_sentences_as_list(rule_sentences(draft, currency))

    def show_sentences_as_list(self, words: Sequence[str]) -> None:
        """Show sentences, each with a mark before it."""
        self._show_html_of_sentences(tuple(words), _html_list_of_sentences(words))

    def show_sentences_as_paragraphs(self, words: Sequence[str], *, is_headed: bool = False) -> None:
        """Show any sentences; the first as a heading where it is one."""
        parts = [f"<p>{escape(each)}</p>" for each in words]
        if is_headed and words:
            parts[0] = f"<h2>{escape(words[0])}</h2>"
        self._show_html_of_sentences(tuple(words), "".join(parts))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Follow the width: a narrower page is a taller one."""
        super().resizeEvent(event)
        self._fit_height_to_text()

    def _fit_height_to_text(self) -> None:
        if self._is_snug:
            height = int(self.document().size().height()) + _FRAME
            self.setMaximumHeight(max(_LEAST_HEIGHT, height))

    def _show_html_of_sentences(self, sentences: tuple[str, ...], body: str) -> None:
        if sentences == self.sentences:
            return
        self.sentences = sentences
        place = self.verticalScrollBar().value()
        self.setHtml(_PAGE.format(body=body))
        self.verticalScrollBar().setValue(place)
        self._fit_height_to_text()


def _html_list_of_sentences(words: Sequence[str]) -> str:
    lines = "".join(f"<li>{escape(each)}</li>" for each in words)
    return f'<ul style="margin-left: 14px; -qt-list-indent: 0;">{lines}</ul>'


class RuleChoice(msgspec.Struct, frozen=True):
    """One line of the list: a rule and whose it is."""

    rule: RuleYear
    where: str
    """Whose rule it is: this city, another one, any, a file of one's own."""


def list_rule_choices(rules: Sequence[RuleYear], own: Sequence[RuleYear], city: str) -> tuple[RuleChoice, ...]:
    """Return the list: rules from files, this city's years (newest first), general ones, other cities'."""
    groups = (
        [RuleChoice(rule, text("drafting.where.file")) for rule in own],
        [RuleChoice(rule, city_name_words(rule.city)) for rule in rules if rule.city == city],
        [RuleChoice(rule, city_name_words(rule.city)) for rule in rules if rule.city == GENERAL],
        [RuleChoice(rule, city_name_words(rule.city)) for rule in rules if rule.city not in (city, GENERAL)],
    )
    return tuple(way for group in groups for way in group)


def city_name_words(city: str) -> str:
    """Return what people call a city; its code where it has no other name."""
    try:
        return text(f"drafting.where.{city}")
    except KeyError:
        return city


class RuleChoiceDialog(AskDialog):
    """The rule years at the left, the chosen one read in words at the right."""

    rule_chosen = Signal(object)
    """`RuleYear`."""
    rule_read = Signal(object)
    """A `RuleYear` that was read from a file."""

    def __init__(
        self,
        parent: QWidget,
        operations: Operations,
        rules: Sequence[RuleYear],
        own: Sequence[RuleYear],
        *,
        city: str,
        currency: str,
    ) -> None:
        super().__init__(parent, title=text("drafting.choose"), words="", accept=text("drafting.take"))
        self._operations, self._currency, self._city = operations, currency, city
        self._rules, self._own = tuple(rules), tuple(own)
        self.table = _make_rules_table()
        self.title = heading("")
        self.words = RuleSentencesPane(text("drafting.in_words"))
        self.file_button = button(text("drafting.from_file"), icon_name="folder", on_click=self._ask_for_rule_file)
        self._lay_out(parent)
        self.table.view.selectionModel().currentChanged.connect(self._show_chosen_rule)
        self.table.row_chosen.connect(self.accept_button.click)
        self.table.search.textChanged.connect(self._choose_first_rule_found)
        self._show_rules()

    def choose_rule_of_key(self, key: str) -> None:
        """Point at the rule of this key; on the first line where there is none."""
        keys = [way.rule.key for way in self.table.model.rows]
        self.table.choose_row(keys.index(key) if key in keys else 0)

    def read_own_rule_file(self, path: Path) -> None:
        """Read a rule of one's own, on the queue of files."""
        self.show_message("")
        reading = (read_file_and_call_verb, read_rule_file, path)
        done, refused = self._add_own_rule, self.show_service_refusal
        self._operations.run(self, *reading, on_done=done, on_refused=refused, queue="making")

    def _show_rules(self) -> None:
        self.table.show_rows(list_rule_choices(self._rules, self._own, self._city))
        self.table.choose_row(0)

    @Slot()
    def _show_chosen_rule(self) -> None:
        way = self.table.chosen_row
        self.accept_button.setEnabled(way is not None)
        if way is None:
            self.title.setText("")
            self.words.show_sentences_as_paragraphs((text("drafting.point"),))
        else:
            self.title.setText(way.rule.title)
            self.words.show_rule(way.rule, self._currency)

    @Slot()
    def _choose_first_rule_found(self) -> None:
        """Always point at one that is found: it is marked, and Enter takes it."""
        if self.table.chosen_row is None:
            self.table.choose_row(0)
        self._show_chosen_rule()

    def act_on_answer(self) -> None:
        """Announce the rule that is pointed at."""
        way = self.table.chosen_row
        if way is not None:
            self.rule_chosen.emit(way.rule)
            super().act_on_answer()

    @Slot()
    def _ask_for_rule_file(self) -> None:
        ask_for_file(self, text("drafting.from_file"), text("drafting.file_filter"), self.read_own_rule_file)

    def _add_own_rule(self, rule: RuleYear) -> None:
        self._own = (rule, *(own for own in self._own if own.key != rule.key))
        self.rule_read.emit(rule)
        self.table.search.clear()
        self._show_rules()
        self.table.choose_row(0)
        self.accept_button.setFocus()

    def _lay_out(self, parent: QWidget) -> None:
        left, right = QWidget(self), QWidget(self)
        column_of(grow(self.table), row_of(self.file_button, grow()), margins=0, into=left)
        column_of(self.title, grow(self.words), margins=(12, 0, 0, 0), into=right)
        both = QSplitter(self, childrenCollapsible=False)
        both.addWidget(left)
        both.addWidget(right)
        both.setSizes([560, 520])
        fill(self.body, grow(both))
        self._first_field = self.table.search
        self.resize(QSize(1140, 620).boundedTo(parent.window().size() - QSize(40, 40)))


def _make_rules_table() -> RowsTable[RuleChoice]:
    columns: tuple[Column[RuleChoice], ...] = (
        Column("drafting.column.way", "rule.title"),
        Column("drafting.column.year", _rule_year_words, "rule.year", is_number=True),
        Column("drafting.column.where", "where"),
    )
    name, widths = text("drafting.choose"), (0, 64, 96)
    return RowsTable(columns, _searchable_texts_of_rule, name=name, empty="", widths=widths, search_hint="search_rule")


def _searchable_texts_of_rule(way: RuleChoice) -> tuple[str, str]:
    return f"{way.rule.title} {way.rule.track} {way.where}", str(way.rule.year)


def _rule_year_words(way: RuleChoice) -> str:
    return str(way.rule.year or "")
