"""What a poll decided: the list with its reasons, a passage or a table of opinions, and how it came about."""

from __future__ import annotations

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from sukui_desktop.assets.messages import text
from sukui_desktop.domain.papers.study import Study, has_list
from sukui_desktop.domain.question.definition import Definition
from sukui_desktop.domain.selection.project_list import Outcome
from sukui_desktop.services.room import Room
from sukui_desktop.services.vote.channels import ChannelView
from sukui_desktop.services.vote.drafting import PollView
from sukui_desktop.ui.console.vote.counted_panel import CountedPanel
from sukui_desktop.ui.console.vote.study_view import StudyView
from sukui_desktop.ui.operations import Operations
from sukui_desktop.ui.widgets.current_pages import CurrentPages
from sukui_desktop.ui.widgets.parts import badge, button, heading
from sukui_desktop.ui.widgets.result_words import first_out, last_in, lot_words, summary
from sukui_desktop.ui.widgets.waterline import Waterline
from sukui_desktop.ui.widgets.wrapped_label import WrappedLabel

NAMED_IN_LOT = 4
"""How many projects of a lot are named on the page; the tooltip names all, and the rows stand in their order."""


class ResultPanel(QFrame):
    """The chart with the sentence of the row that is looked at, and [결과 설명] in its place when asked."""

    def __init__(self, operations: Operations, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("card", "true")
        self._outcome: Outcome | None = None
        self._definition: Definition | None = None
        self.title = heading(text("vote.result.heading"))
        self.summary = WrappedLabel()
        self.why_button = button(text("result.why.button"), scale="small")
        self.chart = Waterline(self)
        self.counted = CountedPanel(self)
        self.study = StudyView(operations, self)
        self.why = _sentence("rowWhy")
        self.last_in, self.first_out, self.lot = _sentence("lastIn"), _sentence("firstOut"), _sentence("lot")
        self.pages = CurrentPages(self)
        self._edges = QWidget(self)
        self._lay_out()
        self.why_button.clicked.connect(self._on_why_clicked)
        self.chart.project_chosen.connect(self._on_project_chosen)
        self.study.studied.connect(self._on_studied)

    def show_poll(self, room: Room, view: PollView, channels: tuple[ChannelView, ...] = ()) -> None:
        """Show the result of a decided poll."""
        if view.outcome is None or view.definition is None:
            return
        is_other = self._outcome != view.outcome or self._definition != view.definition
        self._outcome, self._definition = view.outcome, view.definition
        self.study.show_poll(room, view, channels)
        if not is_other:
            return
        self.title.setText(text("vote.result.heading" if has_list(view.definition) else "result.counted.heading"))
        if has_list(view.definition):
            self._show_list(view.outcome, view.definition)
        elif view.tally is not None:
            self.counted.show_counted(view.outcome, view.definition, view.tally)
            self.summary.setText(self.counted.summary)
        self._show_page(is_study=False)

    def _show_list(self, outcome: Outcome, definition: Definition) -> None:
        self.chart.show_outcome(outcome, definition)
        self.summary.setText(summary(outcome, definition))
        self.last_in.setText(last_in(outcome, definition))
        self.first_out.setText(first_out(outcome, definition))
        self.lot.setText(text("vote.result.lot", titles=lot_words(outcome, NAMED_IN_LOT)))
        self.lot.setToolTip(lot_words(outcome))
        self.lot.setVisible(bool(outcome.lot))
        self.chart.setCurrentIndex(self.chart.model().index(0, 0))
        self._tell_why(self.chart.chosen_code)

    def _show_page(self, *, is_study: bool) -> None:
        is_list = self._definition is not None and has_list(self._definition)
        page = self.study if is_study else self.chart if is_list else self.counted
        self.pages.setCurrentWidget(page)
        self._edges.setVisible(is_list and not is_study)
        self.why_button.setText(text("result.why.back" if is_study else "result.why.button"))

    def _tell_why(self, code: str) -> None:
        """Tell why the project of this code is in or not; '' asks to choose one."""
        outcome, study = self._outcome, self.study.study
        ranked = None if outcome is None else next((each for each in outcome.ranking if each.code == code), None)
        if ranked is None:
            self.why.setText(text("result.why.choose"))
        elif study is None or code not in study.explanations:
            self.why.setText(text("result.why.working"))
        else:
            why = study.explanations[code]
            self.why.setText(text("result.why.line", place=f"{ranked.place:,}", title=ranked.title, why=why))

    @Slot()
    def _on_why_clicked(self) -> None:
        is_study = self.pages.currentWidget() is not self.study
        self._show_page(is_study=is_study)
        (self.study if is_study else self.chart).setFocus()

    @Slot(str)
    def _on_project_chosen(self, code: str) -> None:
        self._tell_why(code)

    @Slot(object)
    def _on_studied(self, study: Study) -> None:
        del study
        self._tell_why(self.chart.chosen_code)

    def _lay_out(self) -> None:
        top = QHBoxLayout()
        top.setSpacing(12)
        self.title.setWordWrap(False)
        top.addWidget(self.title)
        top.addWidget(self.summary, 1)
        top.addWidget(self.why_button)
        for page in (self.chart, self.counted, self.study):
            self.pages.addWidget(page)
        edges = QVBoxLayout(self._edges)
        edges.setContentsMargins(0, 0, 0, 0)
        edges.setSpacing(6)
        edges.addWidget(self.why)
        for key, tone, words in (("in", "blue", self.last_in), ("out", "amber", self.first_out)):
            line = QHBoxLayout()
            line.addWidget(badge(text(f"vote.result.{key}"), tone))
            line.addWidget(words, 1)
            edges.addLayout(line)
        edges.addWidget(self.lot)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(20, 10, 20, 10)
        layout.setSpacing(6)
        layout.addLayout(top)
        layout.addWidget(self.pages, 1)
        layout.addWidget(self._edges)


def _sentence(name: str) -> WrappedLabel:
    label = WrappedLabel()
    label.setObjectName(name)
    return label
