"""Which columns of a channel file say what: without these boxes a heading nobody foresaw would end the import."""

from __future__ import annotations

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QComboBox, QGridLayout, QLabel, QSpinBox, QWidget

from sukui_desktop.assets.messages import text
from sukui_desktop.domain.channel.file import NO_COLUMN, ChannelMapping, ChannelReading

FIELDS = (("code", "code"), ("title", "title_column"), ("votes", "votes"), ("points", "points"))
"""(field of `ChannelMapping`, key of its label)."""
_HEADING_SHOWN = 24


class ChannelColumns(QWidget):
    """The header's row and a combo box for each field."""

    mapping_changed = Signal()
    """People chose another row or column."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.header_row = QSpinBox(self)
        self.header_row.setSuffix(text("channels.preview.header_row_unit"))
        self.header_row.setSpecialValueText(text("channels.preview.no_header"))
        self.header_row.setKeyboardTracking(False)
        self.boxes = {field: QComboBox(self) for field, _ in FIELDS}
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(10)
        grid.setVerticalSpacing(2)
        named = [("header_row", self.header_row), *((key, self.boxes[field]) for field, key in FIELDS)]
        for column, (key, box) in enumerate(named):
            words = text(f"channels.preview.{key}")
            label = QLabel(words, self)
            label.setProperty("strong", "true")
            label.setBuddy(box)
            box.setAccessibleName(words)
            grid.addWidget(label, 0, column)
            grid.addWidget(box, 1, column)
            grid.setColumnStretch(column, 0 if column == 0 else 1)
        self.header_row.valueChanged.connect(self._on_row_changed)
        for box in self.boxes.values():
            box.setMinimumContentsLength(8)
            box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
            box.activated.connect(self._on_column_chosen)

    @property
    def mapping(self) -> ChannelMapping:
        """What is chosen now."""
        places = {
            field: int(box.currentData() if box.currentData() is not None else NO_COLUMN)
            for field, box in self.boxes.items()
        }
        return ChannelMapping(header_row=self.header_row.value(), **places)

    def show_reading(self, reading: ChannelReading) -> None:
        """Offer the columns of this file as it was read; a result.json has none to choose."""
        self.setVisible(bool(reading.first_rows))
        self.header_row.blockSignals(True)
        self.header_row.setRange(0, len(reading.first_rows))
        self.header_row.setValue(reading.mapping.header_row)
        self.header_row.blockSignals(False)
        width = max((len(row) for row in reading.first_rows), default=0)
        headings = (*reading.headers, *("",) * (width - len(reading.headers)))
        for field, box in self.boxes.items():
            box.clear()
            box.addItem(text("channels.preview.no_column"), NO_COLUMN)
            for place, found in enumerate(headings):
                words = text("channels.preview.column", place=place + 1, heading=found[:_HEADING_SHOWN])
                box.addItem(words.strip(), place)
            box.setCurrentIndex(max(0, box.findData(getattr(reading.mapping, field))))

    @Slot(int)
    def _on_row_changed(self, row: int) -> None:
        del row
        self.mapping_changed.emit()

    @Slot(int)
    def _on_column_chosen(self, place: int) -> None:
        del place
        self.mapping_changed.emit()
