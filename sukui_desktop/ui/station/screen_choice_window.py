"""Which screen a station covers: a number is shown large on every screen, and one of them is chosen."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QRect, Qt, Signal, Slot
from PySide6.QtGui import QCloseEvent, QFont, QGuiApplication, QPainter, QPaintEvent, QScreen
from PySide6.QtWidgets import QButtonGroup, QRadioButton, QVBoxLayout, QWidget

from sukui_desktop.assets.messages import text
from sukui_desktop.models.station import StationRole
from sukui_desktop.ui.theme import color
from sukui_desktop.ui.widgets.basic_widgets import EnterButton, with_style_property
from sukui_desktop.ui.widgets.layouts import column_of, grow, row_of
from sukui_desktop.ui.widgets.wrapped_label import WrappedLabel

_NUMBER_PX = 260
_WIDTH = 640


class ScreenNumber(QWidget):
    """A number in the corner of a screen, over everything, until it is closed."""

    def __init__(self, number: int, screen: QScreen) -> None:
        flags = Qt.WindowType.FramelessWindowHint | Qt.WindowType.WindowStaysOnTopHint | Qt.WindowType.ToolTip
        super().__init__(None, flags)
        self.number = number
        self.setAttribute(Qt.WidgetAttribute.WA_ShowWithoutActivating)
        area = screen.availableGeometry()
        self.setGeometry(QRect(area.x() + 40, area.y() + 40, _NUMBER_PX, _NUMBER_PX))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the number."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), color("navy"))
        painter.setPen(color("navy-ink"))
        face = QFont(self.font())
        face.setBold(True)
        face.setPixelSize(_NUMBER_PX * 3 // 4)
        painter.setFont(face)
        painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, str(self.number))
        painter.end()


class ScreenChoiceWindow(QWidget):
    """Screens by number and size; one that another role covers says so and cannot be chosen."""

    screen_chosen = Signal(object)
    """The `QScreen`."""

    def __init__(self, role: StationRole, taken_by: Callable[[QScreen], str]) -> None:
        """`taken_by` gives the role that covers a screen, '' for a free one."""
        super().__init__()
        role_words = text(f"station.role.{role}")
        self.setWindowTitle(text("station.screen.title", role=role_words))
        self.setMinimumWidth(_WIDTH)
        self._taken_by = taken_by
        self._screens: tuple[QScreen, ...] = ()
        self._numbers: list[ScreenNumber] = []
        self.choices = QButtonGroup(self)
        self._rows = QVBoxLayout()
        self.words = WrappedLabel(text("station.screen.words"), self)
        self.open_button = EnterButton(text("station.screen.accept"), self)
        self.open_button.setProperty("class", "primary")
        self.open_button.clicked.connect(self._announce_chosen_screen)
        self.again_button = EnterButton(text("station.screen.again"), self)
        self.again_button.clicked.connect(self.show_screens)
        self.choices.idToggled.connect(self._enable_open_button)
        column_of(
            with_style_property(WrappedLabel(self.windowTitle(), self), "heading", "2"),
            self.words,
            self._rows,
            grow(),
            row_of(self.again_button, grow(), self.open_button),
            spacing=14,
            margins=(32, 28, 32, 28),
            into=self,
        )
        app = QGuiApplication.instance()
        if isinstance(app, QGuiApplication):
            app.screenAdded.connect(self.show_screens)
            app.screenRemoved.connect(self.show_screens)
        self.show_screens()

    @Slot()
    def show_screens(self) -> None:
        """Show the screens as they are now, and their numbers on them."""
        for choice in self.choices.buttons():
            self.choices.removeButton(choice)
            self._rows.removeWidget(choice)
            choice.deleteLater()
        self._screens = tuple(QGuiApplication.screens())
        for place, screen in enumerate(self._screens):
            size, role = screen.size(), self._taken_by(screen)
            facts = {"number": place + 1, "width": size.width(), "height": size.height(), "model": screen.model()}
            words = text("station.screen.of", **facts).strip()
            if role:
                words = f"{words} — {text(f'station.screen.taken_{role}')}"
            choice = QRadioButton(words, self)
            choice.setEnabled(not role)
            self.choices.addButton(choice, place)
            self._rows.addWidget(choice)
        has_free = any(choice.isEnabled() for choice in self.choices.buttons())
        self.words.setText(text("station.screen.words" if has_free else "station.screen.all_taken"))
        self._enable_open_button()
        self._show_numbers()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Take the numbers away."""
        self._hide_numbers()
        super().closeEvent(event)

    def _show_numbers(self) -> None:
        self._hide_numbers()
        self._numbers = [ScreenNumber(place + 1, screen) for place, screen in enumerate(self._screens)]
        for number in self._numbers:
            number.show()

    def _hide_numbers(self) -> None:
        for number in self._numbers:
            number.close()
            number.deleteLater()
        self._numbers = []

    @Slot()
    def _enable_open_button(self) -> None:
        self.open_button.setEnabled(self.choices.checkedId() >= 0)

    @Slot()
    def _announce_chosen_screen(self) -> None:
        screen = self._screens[self.choices.checkedId()]
        if self._taken_by(screen):
            self.show_screens()  # taken since
            return
        self.close()
        self.screen_chosen.emit(screen)
