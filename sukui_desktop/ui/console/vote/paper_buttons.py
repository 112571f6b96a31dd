"""A paper that is made and saved at once, with the buttons that print and open it and the line that says what was
done."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QWidget

from sukui_desktop.assets.messages import text
from sukui_desktop.domain.errors import SukuiError
from sukui_desktop.services.file_reading_and_saving import make_and_save_document
from sukui_desktop.ui.console.handover.open_and_print import open_made_file, print_or_open_made_file
from sukui_desktop.ui.service_queues import Operations
from sukui_desktop.ui.widgets.basic_widgets import OnClick, button, show_words_in_state
from sukui_desktop.ui.widgets.layouts import column_of, grow, row_of
from sukui_desktop.ui.widgets.wrapped_label import WrappedLabel
from sukui_desktop.wording.refusal_sentences import refusal_sentence


class PaperButtons(QWidget):
    """[인쇄] [열기] … [닫기] under what came of the paper; printing begins once the file is there."""

    def __init__(self, parent: QWidget, operations: Operations, path: Path, on_close: OnClick) -> None:
        """`path` is where the paper will be written; nothing is there yet."""
        super().__init__(parent)
        self._operations = operations
        self.path = path
        self.outcome = WrappedLabel(text("vote.sheet.saving"), self, name="sheetOutcome")
        self.print_button = button(
            text("handover.print"), "primary", icon_name="print", on_click=self._print_saved_paper
        )
        self.open_button = button(text("handover.open"), on_click=self._open_saved_paper)
        self.close_button = button(text("vote.receipts.close"), on_click=on_close)
        self._enable_print_and_open(is_saved=False)
        column_of(
            self.outcome,
            row_of(self.print_button, self.open_button, grow(), self.close_button, spacing=8),
            spacing=12,
            margins=0,
            into=self,
        )

    def make_and_save_paper(self, make: Callable[..., bytes], content: object) -> None:
        """Have the paper made of its frozen content on the making queue, and saved."""
        act = (make_and_save_document, make, self.path, content)
        self._operations.run(self, *act, queue="making", on_done=self._show_saved_paper, on_refused=self._show_refusal)

    def _enable_print_and_open(self, *, is_saved: bool) -> None:
        self.print_button.setEnabled(is_saved)
        self.open_button.setEnabled(is_saved)

    def _show_saved_paper(self, path: Path) -> None:
        self._enable_print_and_open(is_saved=True)
        show_words_in_state(self.outcome, text("handover.written_in", name=path.name, folder=path.parent), "success")
        self.print_button.setFocus()

    def _show_refusal(self, error: SukuiError) -> None:
        show_words_in_state(self.outcome, refusal_sentence(error), "danger")

    @Slot()
    def _open_saved_paper(self) -> None:
        if not open_made_file(self.path):
            show_words_in_state(self.outcome, text("handover.no_program", name=self.path.name), "danger")

    @Slot()
    def _print_saved_paper(self) -> None:
        show_words_in_state(self.outcome, text(f"handover.{print_or_open_made_file(self.path)}", name=self.path.name))
