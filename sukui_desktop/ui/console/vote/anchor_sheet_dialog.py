"""[기록 확인서]: the sheet that was just issued, saved beside the meeting, to be printed, signed and compared."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QGridLayout, QWidget

from sukui_desktop.assets.messages import text
from sukui_desktop.domain.papers.anchor_sheet import AnchorSheet, anchor_code
from sukui_desktop.models.meeting import MeetingRow
from sukui_desktop.services.handover.anchor_sheets import make_anchor_sheet_pdf
from sukui_desktop.ui.console.free_document_paths import free_document_path
from sukui_desktop.ui.console.vote.paper_buttons import PaperButtons
from sukui_desktop.ui.dialog_base import HelpedDialog, resize_dialog_within_screen
from sukui_desktop.ui.service_queues import Operations
from sukui_desktop.ui.widgets.basic_widgets import heading, hint, with_style_property
from sukui_desktop.ui.widgets.labels_without_markup import PlainLabel
from sukui_desktop.ui.widgets.layouts import column_of, grow, row_of
from sukui_desktop.ui.widgets.qr_picture import QrPicture
from sukui_desktop.ui.widgets.wrapped_label import WrappedLabel

_IN_ROW = 4
_CODE_PX = 300


class AnchorSheetDialog(HelpedDialog):
    """The words and the code of a sheet; the page itself is a file at once, so that printing is one more button."""

    def __init__(
        self, parent: QWidget, operations: Operations, sheet: AnchorSheet, meeting: MeetingRow, folder: Path
    ) -> None:
        """`folder` is where the page is saved, named after the meeting."""
        step = text(f"documents.sheet.step.{sheet.anchor.step}")
        super().__init__(parent, text("documents.sheet.title", step=step))
        path = free_document_path(folder, meeting, self.windowTitle(), ".pdf", about=sheet.poll_title)
        self.paper = PaperButtons(self, operations, path, self.reject)
        self.code = QrPicture(self)
        self.code.setFixedSize(_CODE_PX, _CODE_PX)
        self.code.setAccessibleName(text("vote.sheet.code"))
        self.code.show_code_of_text(anchor_code(sheet.anchor), is_long=True)
        self._lay_out(sheet)
        self.paper.make_and_save_paper(make_anchor_sheet_pdf, sheet)

    def _lay_out(self, sheet: AnchorSheet) -> None:
        words = QGridLayout()
        for place, word in enumerate(sheet.words):
            label = with_style_property(PlainLabel(f"{place + 1}. {word}", self), "heading", "3")
            label.setObjectName("sheetWord")
            words.addWidget(label, *divmod(place, _IN_ROW))
        right = column_of(
            hint(text("documents.sheet.words")),
            words,
            WrappedLabel(text("vote.sheet.words"), self),
            hint(text("vote.sheet.seal_words", words=" · ".join(sheet.seal_words))),
            grow(),
            spacing=10,
        )
        column_of(
            heading(f"{self.windowTitle()} · {sheet.poll_title}"),
            row_of(self.code, grow(right), spacing=20),
            self.paper,
            spacing=12,
            margins=(28, 24, 28, 24),
            into=self,
        )
        resize_dialog_within_screen(self, (860, 480))
