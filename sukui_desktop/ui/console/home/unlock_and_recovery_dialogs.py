"""Passphrase of a meeting, its recovery code and the sheet on which the code is printed."""

from __future__ import annotations

from html import escape
from itertools import pairwise
from pathlib import Path

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QFont, QGuiApplication, QTextDocument
from PySide6.QtWidgets import QCheckBox, QDialog, QLineEdit, QWidget

from sukui_desktop.assets.messages import text
from sukui_desktop.models.meeting import MeetingRow
from sukui_desktop.services.meeting_opening import open_meeting, open_with_recovery_code
from sukui_desktop.services.opened_meeting import Context
from sukui_desktop.ui.ask_dialog import Ask
from sukui_desktop.ui.dialog_base import HelpedDialog
from sukui_desktop.ui.service_queues import Operations
from sukui_desktop.ui.theme import FAMILY
from sukui_desktop.ui.widgets.basic_widgets import button, heading, plain_text_label, with_style_property
from sukui_desktop.ui.widgets.labels_without_markup import PlainLabel
from sukui_desktop.ui.widgets.layouts import column_of, grow, row_of
from sukui_desktop.wording.refusal_sentences import file_name_on_screen
from sukui_desktop.wording.times import moment_words


class RecoveryCodeDialog(HelpedDialog):
    """Closes only after people said that they have the code on paper."""

    def __init__(self, parent: QWidget, code: str, meeting: MeetingRow) -> None:
        super().__init__(parent, text("home.recovery.title"))
        self.setMinimumWidth(560)
        self._meeting, self._code = meeting, code
        shown = with_style_property(PlainLabel(code, self), "heading", "2")
        shown.setObjectName("recoveryCode")
        shown.setWordWrap(True)
        shown.setAlignment(Qt.AlignmentFlag.AlignCenter)
        shown.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.copy_button = button(text("home.recovery.copy"), icon_name="copy", on_click=self._copy_recovery_code)
        self.print_button = button(text("home.recovery.print"), icon_name="print", on_click=self._print_recovery_sheet)
        self.written = QCheckBox(text("home.recovery.written"), self)
        self.close_button = button(text("home.recovery.done"), "primary", on_click=self.accept)
        self.close_button.setEnabled(False)
        self.written.toggled.connect(self.close_button.setEnabled)
        for part in (self.copy_button, self.print_button, self.close_button):
            part.setParent(self)
        for before, after in pairwise((self.copy_button, self.print_button, self.written, self.close_button)):
            QWidget.setTabOrder(before, after)
        column_of(
            heading(text("home.recovery.title")),
            plain_text_label(text("home.recovery.words")),
            shown,
            row_of(self.copy_button, self.print_button, grow()),
            row_of(grow(self.written), self.close_button),
            spacing=16,
            margins=(28, 24, 28, 24),
            into=self,
        )

    def reject(self) -> None:
        """Stay open until the code is on paper: Escape would lose it."""
        if self.written.isChecked():
            super().reject()

    @Slot()
    def _copy_recovery_code(self) -> None:
        QGuiApplication.clipboard().setText(self._code)
        self.copy_button.setText(text("home.recovery.copied"))

    @Slot()
    def _print_recovery_sheet(self) -> None:
        from PySide6.QtPrintSupport import QPrintDialog, QPrinter

        printer = QPrinter(QPrinter.PrinterMode.HighResolution)
        if QPrintDialog(printer, self).exec() == QDialog.DialogCode.Accepted:
            recovery_code_sheet(self._meeting, self._code).print_(printer)


def recovery_code_sheet(meeting: MeetingRow, code: str) -> QTextDocument:
    """Return the sheet: whose code it is, the code in large letters, and what to do with it; letters in points."""
    sheet = QTextDocument()
    letters = QFont(FAMILY)
    letters.setPointSize(14)  # in pixels, as everywhere on screens, it would be a speck of ink at a printer's 1200 dpi
    sheet.setDefaultFont(letters)
    parts = {
        "heading": text("home.recovery.sheet"),
        "meeting": meeting.title,
        "when": moment_words(meeting.starts_at_ms),
        "code": code,
        "words": text("home.recovery.words"),
    }
    sheet.setHtml(text("home.recovery.html", **{name: escape(words) for name, words in parts.items()}))
    return sheet


class UnlockDialog(Ask):
    """Opens the file on the store queue; a wrong passphrase is shown here and may be typed again."""

    def __init__(self, parent: QWidget, operations: Operations, context: Context, path: Path) -> None:
        super().__init__(parent, operations, open_meeting, key="home.unlock", name=file_name_on_screen(path.name))
        self._context = context
        self._path = path
        self._is_code = False
        self.secret = self.add_line_edit(text("home.unlock.passphrase"), is_secret=True)
        self.code = self.add_line_edit(text("home.unlock.code"))
        self.switch_button = button(
            text("home.unlock.use_code"), "quiet", scale="small", on_click=self._switch_passphrase_and_code
        )
        self.body.addWidget(self.switch_button)
        stops = (self.secret, self.code, self.switch_button, self.accept_button, self.cancel_button)
        for before, after in pairwise(stops):  # from top to bottom, as people read
            QWidget.setTabOrder(before, after)
        self._show_passphrase_or_code_field()

    @property
    def _passphrase_or_code_field(self) -> QLineEdit:
        return self.code if self._is_code else self.secret

    def problem(self) -> str:
        """Ask for something to be typed."""
        return "" if self._passphrase_or_code_field.text().strip() else text("home.unlock.empty")

    def answer(self) -> tuple[object, ...]:
        """Return the file and what opens it."""
        return self._path, self._passphrase_or_code_field.text(), self._context

    def _show_passphrase_or_code_field(self) -> None:
        for place in range(self.body.count()):
            item = self.body.itemAt(place)
            widget = item.widget() if item is not None else None
            if widget is None or widget is self.switch_button:
                continue
            field = self.code if place >= 2 else self.secret
            widget.setVisible(field is self._passphrase_or_code_field)
        wanted = "home.unlock.words_code" if self._is_code else "home.unlock.words"
        self.explained.setText(text(wanted, name=file_name_on_screen(self._path.name)))
        self.service = open_with_recovery_code if self._is_code else open_meeting
        self.switch_button.setText(text("home.unlock.use_passphrase" if self._is_code else "home.unlock.use_code"))
        self._passphrase_or_code_field.setFocus()

    @Slot()
    def _switch_passphrase_and_code(self) -> None:
        self._is_code = not self._is_code
        self.show_message("")
        self._show_passphrase_or_code_field()
