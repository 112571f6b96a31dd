"""Readiness, zero, pause and closing report in windows: what is looked at, what was issued, saved and printed."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from msgspec import UnsetType
from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QFontMetrics, QGuiApplication
from PySide6.QtWidgets import QGridLayout, QWidget

from sukui_desktop.assets.messages import text
from sukui_desktop.domain.errors import SukuiError
from sukui_desktop.domain.machine_readiness import TRIAL_LETTERS, CheckVerdict, Finding
from sukui_desktop.domain.papers.poll_report import BOX_FIGURES, PollReport
from sukui_desktop.models.ids import PollId
from sukui_desktop.models.meeting import MeetingRow
from sukui_desktop.services.handover.poll_reports import IssuedReport, issue_readiness_sheet, make_reports_pdf
from sukui_desktop.services.opened_meeting import Room, meeting_path, now_ms
from sukui_desktop.services.prepare.machine_inspection import ScreensAndPrinters, inspect_machine
from sukui_desktop.ui.console.free_document_paths import free_document_path
from sukui_desktop.ui.console.vote.paper_buttons import PaperButtons
from sukui_desktop.ui.dialog_base import ContentsOfDialog, HelpedDialog, resize_dialog_within_screen
from sukui_desktop.ui.service_queues import Operations
from sukui_desktop.ui.theme import BODY_PX, font
from sukui_desktop.ui.widgets.basic_widgets import (
    badge,
    button,
    heading,
    hint,
    show_words_in_state,
    with_style_property,
)
from sukui_desktop.ui.widgets.labels_without_markup import PlainLabel
from sukui_desktop.ui.widgets.layouts import column_of, grow, row_of
from sukui_desktop.ui.widgets.wrapped_label import WrappedLabel
from sukui_desktop.wording.readiness_and_box_reports import (
    box_figure_name,
    box_figure_words,
    channels_with_slip_counts,
    poll_report_title,
    readiness_finding_words,
    slips_made_rows,
)
from sukui_desktop.wording.refusal_sentences import refusal_sentence

_WIDTH_PX = 900
_SPARE_PX = 36
"""Where the file was saved takes two lines more often than one."""
_TONES = {CheckVerdict.GOOD: "green", CheckVerdict.DOUBTFUL: "amber", CheckVerdict.BAD: "red"}


class ReportDialog(HelpedDialog):
    """The figures of a report that was just issued; its page is a file at once."""

    def __init__(
        self, parent: QWidget, operations: Operations, report: PollReport, meeting: MeetingRow, folder: Path
    ) -> None:
        """`folder` is where the page is saved, named after the meeting."""
        super().__init__(parent, poll_report_title(report))
        path = free_document_path(folder, meeting, self.windowTitle(), ".pdf", about=report.poll_title)
        self.paper = PaperButtons(self, operations, path, self.reject)
        parts: list[QWidget] = [WrappedLabel(text(f"documents.report.{report.paper}.words"), self)]
        column = column_of(heading(f"{self.windowTitle()} · {report.poll_title}"), *parts, spacing=12, margins=0)
        figures = report.content.figures
        if not isinstance(figures, UnsetType):
            grid = QGridLayout()
            grid.setHorizontalSpacing(28)
            for place, name in enumerate(BOX_FIGURES):
                grid.addWidget(hint(box_figure_name(report.paper, name), may_wrap=False), 0, place)
                figure = with_style_property(PlainLabel(box_figure_words(figures, name), self), "figure", "true")
                figure.setObjectName(f"report_{name}")
                grid.addWidget(figure, 1, place)
            column.addLayout(grid)
            by_channel = " · ".join(f"{name} {given}" for name, given in channels_with_slip_counts(figures))
            if by_channel:
                column.addWidget(hint(f"{text('documents.report.by_channel')}: {by_channel}"))
            if report.alarms:
                words = text("documents.report.alarms_of", count=report.alarms)
                column.addWidget(hint(f"{text('documents.report.alarms')}: {words}"))
            for row in slips_made_rows(figures, report.made_again):
                column.addWidget(hint(": ".join(row)))
            column.addWidget(hint(text("documents.report.no_votes")))
        if report.content.findings:
            column.addLayout(make_readiness_findings_grid(report.content.findings, report.issued_at_ms))
        record = text("vote.report.record", entries=f"{report.entries:,}", digest=report.digest.hex()[:16])
        contents = self.contents = ContentsOfDialog(self, column, hint(record))
        whole = column_of(contents, self.paper, spacing=12, margins=(28, 24, 28, 24), into=self)
        resize_dialog_within_screen(self, (_WIDTH_PX, whole.totalHeightForWidth(_WIDTH_PX) + _SPARE_PX))
        self.paper.make_and_save_paper(make_reports_pdf, (report,))


class ReadinessDialog(HelpedDialog):
    """[투표 전 점검]: every check with what was found; look again, or issue the sheet that people sign."""

    def __init__(
        self, parent: QWidget, operations: Operations, room: Room, meeting: MeetingRow, poll_id: PollId
    ) -> None:
        super().__init__(parent, text("documents.report.readiness.title"))
        self._operations, self._room, self._meeting, self._poll_id = operations, room, meeting, poll_id
        self.findings: tuple[Finding, ...] = ()
        """What was found at the last look."""
        self.message = WrappedLabel(text("vote.report.looking"), self, name="readinessMessage")
        self._list = column_of(spacing=0, margins=0)
        self._shown: QWidget | None = None
        self.again_button = button(text("vote.report.again"), on_click=self.check_machine_again)
        self.issue_button = button(
            text("vote.report.issue"), "primary", icon_name="document", on_click=self._issue_readiness_sheet
        )
        self.close_button = button(text("vote.receipts.close"), on_click=self.reject)
        about = (heading(self.windowTitle()), WrappedLabel(text("vote.report.readiness_words"), self))
        contents = self.contents = ContentsOfDialog(self, *about, self._list, grow())
        column_of(
            grow(contents),
            self.message,
            row_of(self.issue_button, self.again_button, grow(), self.close_button, spacing=8),
            spacing=12,
            margins=(28, 24, 28, 24),
            into=self,
        )
        resize_dialog_within_screen(self, (_WIDTH_PX, 520))
        self.check_machine_again()

    @Slot()
    def check_machine_again(self) -> None:
        """Look at the machine again."""
        self._enable_buttons(is_ready=False)
        show_words_in_state(self.message, text("vote.report.looking"))
        act = (inspect_machine, self._room, find_screens_and_printers())
        self._operations.run(self, *act, on_done=self._show_findings, on_refused=self._show_refusal)

    def _show_findings(self, findings: tuple[Finding, ...]) -> None:
        self.findings = findings
        if self._shown is not None:
            self._list.removeWidget(self._shown)
            self._shown.deleteLater()
        self._shown = QWidget(self)
        column_of(make_readiness_findings_grid(findings, now_ms(self._room)), margins=0, into=self._shown)
        self._list.addWidget(self._shown)
        self._enable_buttons(is_ready=True)
        bad = sum(finding.verdict == CheckVerdict.BAD for finding in findings)
        doubtful = sum(finding.verdict == CheckVerdict.DOUBTFUL for finding in findings)
        key, state = ("bad", "danger") if bad else ("doubtful", "warning") if doubtful else ("good", "success")
        show_words_in_state(self.message, text(f"vote.report.found_{key}", bad=bad, doubtful=doubtful), state)
        self.issue_button.setFocus()

    @Slot()
    def _issue_readiness_sheet(self) -> None:
        self._enable_buttons(is_ready=False)
        act = (issue_readiness_sheet, self._room, self._poll_id, self.findings)
        self._operations.run(self, *act, on_done=self._open_report_dialog, on_refused=self._show_refusal)

    def _open_report_dialog(self, issued: IssuedReport) -> None:
        self._enable_buttons(is_ready=True)
        folder = meeting_path(self._room).parent
        ReportDialog(self, self._operations, issued.report, self._meeting, folder).open()

    def _show_refusal(self, error: SukuiError) -> None:
        self._enable_buttons(is_ready=bool(self.findings))
        self.again_button.setEnabled(True)
        show_words_in_state(self.message, refusal_sentence(error), "danger")

    def _enable_buttons(self, *, is_ready: bool) -> None:
        for part in (self.again_button, self.issue_button):
            part.setEnabled(is_ready)


def make_readiness_findings_grid(findings: Sequence[Finding], at_ms: int) -> QGridLayout:
    """Return findings as rows: check, verdict, what was found."""
    grid = QGridLayout()
    grid.setHorizontalSpacing(14)
    grid.setVerticalSpacing(8)
    grid.setColumnStretch(2, 1)
    for row, finding in enumerate(findings):
        name = with_style_property(PlainLabel(text(f"wording.readiness.{finding.check}.name")), "strong", "true")
        verdict = badge(text(f"wording.readiness.verdict.{finding.verdict}"), _TONES[finding.verdict])
        verdict.setObjectName(f"verdict_{finding.check}")
        for column, part in enumerate((name, verdict, WrappedLabel(readiness_finding_words(finding, at_ms)))):
            grid.addWidget(part, row, column, Qt.AlignmentFlag.AlignTop if column < 2 else Qt.AlignmentFlag(0))
    return grid


def find_screens_and_printers() -> ScreensAndPrinters:
    """Return what the windows can see of the machine: printers, screens, signs that cannot be shown."""
    from PySide6.QtPrintSupport import QPrinterInfo

    shown = QFontMetrics(font(BODY_PX))
    return ScreensAndPrinters(
        printers=len(QPrinterInfo.availablePrinterNames()),
        screens=len(QGuiApplication.screens()),
        missing_letters=sum(not shown.inFontUcs4(ord(letter)) for letter in TRIAL_LETTERS),
    )
