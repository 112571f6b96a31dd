"""A line that names a file: typed, pasted or looked up."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QLineEdit, QWidget

from sukui_desktop.ui.widgets.parts import button


class FileLine(QWidget):
    """A line for a path, taken by Enter, and a button that looks for the file."""

    file_named = Signal(object)
    """`Path`; whether it is there is for the service to say."""

    def __init__(self, *, hint: str, choose: str, name_filter: str) -> None:
        super().__init__()
        self._name_filter = name_filter
        self.line = QLineEdit(self)
        self.line.setPlaceholderText(hint)
        self.line.setAccessibleName(hint)
        self.line.setAcceptDrops(False)
        self.line.returnPressed.connect(self._on_path_entered)
        self.choose_button = button(choose, icon_name="folder")
        self.choose_button.clicked.connect(self._on_choose_clicked)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        layout.addWidget(self.line, 1)
        layout.addWidget(self.choose_button)
        self.setFocusProxy(self.line)

    def show_path(self, path: Path) -> None:
        """Show which file is meant."""
        self.line.setText(str(path))

    @Slot()
    def _on_path_entered(self) -> None:
        words = self.line.text().strip()
        if words:
            self.file_named.emit(Path(words).expanduser())

    @Slot()
    def _on_choose_clicked(self) -> None:
        ask = QFileDialog(self, self.choose_button.text())
        ask.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        ask.setFileMode(QFileDialog.FileMode.ExistingFile)
        ask.setNameFilter(self._name_filter)
        ask.fileSelected.connect(self._on_file_chosen)
        ask.open()

    @Slot(str)
    def _on_file_chosen(self, path: str) -> None:
        self.file_named.emit(Path(path))
