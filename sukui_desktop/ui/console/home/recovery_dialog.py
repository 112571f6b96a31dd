"""The recovery code of a new meeting: seen once, copied or printed, and locked away."""

from __future__ import annotations

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QGuiApplication, QTextDocument
from PySide6.QtWidgets import QCheckBox, QDialog, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from sukui_desktop.assets.messages import text
from sukui_desktop.ui.widgets.parts import button, heading, plain


class RecoveryDialog(QDialog):
    """Closes only after people said that they have the code on paper."""

    def __init__(self, parent: QWidget, code: str) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(text("home.recovery.title"))
        self.setMinimumWidth(560)
        self._code = code
        shown = QLabel(code, self)
        shown.setObjectName("recoveryCode")
        shown.setProperty("heading", "2")
        shown.setWordWrap(True)
        shown.setAlignment(Qt.AlignmentFlag.AlignCenter)
        shown.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.copy_button = button(text("home.recovery.copy"), icon_name="copy")
        self.copy_button.clicked.connect(self._on_copy_clicked)
        self.print_button = button(text("home.recovery.print"), icon_name="print")
        self.print_button.clicked.connect(self._on_print_clicked)
        self.written = QCheckBox(text("home.recovery.written"), self)
        self.written.toggled.connect(self._on_written_toggled)
        self.close_button = button(text("home.recovery.done"), "primary")
        self.close_button.setEnabled(False)
        self.close_button.clicked.connect(self.accept)
        tools = QHBoxLayout()
        tools.addWidget(self.copy_button)
        tools.addWidget(self.print_button)
        tools.addStretch(1)
        ending = QHBoxLayout()
        ending.addWidget(self.written, 1)
        ending.addWidget(self.close_button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(28, 24, 28, 24)
        layout.setSpacing(16)
        layout.addWidget(heading(text("home.recovery.title")))
        layout.addWidget(plain(text("home.recovery.words")))
        layout.addWidget(shown)
        layout.addLayout(tools)
        layout.addLayout(ending)

    def reject(self) -> None:
        """Stay open until the code is on paper: Escape would lose it."""
        if self.written.isChecked():
            super().reject()

    @Slot(bool)
    def _on_written_toggled(self, is_written: bool) -> None:
        self.close_button.setEnabled(is_written)

    @Slot()
    def _on_copy_clicked(self) -> None:
        QGuiApplication.clipboard().setText(self._code)
        self.copy_button.setText(text("home.recovery.copied"))

    @Slot()
    def _on_print_clicked(self) -> None:
        from PySide6.QtPrintSupport import QPrintDialog, QPrinter

        printer = QPrinter(QPrinter.PrinterMode.HighResolution)
        if QPrintDialog(printer, self).exec() == QDialog.DialogCode.Accepted:
            paper = QTextDocument(self)
            paper.setPlainText(f"{text('home.recovery.title')}\n\n{self._code}\n\n{text('home.recovery.words')}")
            paper.print_(printer)
