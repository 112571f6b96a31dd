"""Which screen the kiosk covers: asked where there are several, the hall's never among them."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtGui import QScreen
from PySide6.QtWidgets import QButtonGroup, QRadioButton, QWidget

from sukui_desktop.assets.messages import text
from sukui_desktop.ui.ask_dialog import AskDialog
from sukui_desktop.ui.widgets.labels_without_markup import tool_tip_words


class ScreenDialog(AskDialog):
    """Screens by number and size, the console's own named as such; nothing is chosen beforehand."""

    screen_chosen = Signal(object)
    """The `QScreen`."""

    def __init__(self, parent: QWidget, screens: Sequence[QScreen], own: QScreen) -> None:
        key = "kiosk.screen"
        super().__init__(parent, title=text(f"{key}.title"), words=text(f"{key}.words"), accept=text(f"{key}.accept"))
        self._screens = tuple(screens)
        self.choices = QButtonGroup(self)
        for place, screen in enumerate(self._screens):
            size = screen.size()
            words = text(f"{key}.{'own' if screen is own else 'other'}", width=size.width(), height=size.height())
            choice = QRadioButton(words, self)
            choice.setToolTip(tool_tip_words(screen.name()))
            self.choices.addButton(choice, place)
            self.body.addWidget(choice)

    def problem(self) -> str:
        """One must be chosen: a ballot on the wrong screen is shown to everybody."""
        return "" if self.choices.checkedId() >= 0 else text("kiosk.screen.none")

    def act_on_answer(self) -> None:
        """Announce the screen."""
        self.screen_chosen.emit(self._screens[self.choices.checkedId()])
        super().act_on_answer()
