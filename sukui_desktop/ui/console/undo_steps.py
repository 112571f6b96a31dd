"""Taking back what was done on a page: Ctrl+Z and its button, which says what is taken back, one act at a time."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

from PySide6.QtCore import QEvent, QObject, QSize, Qt, QTimer, Slot
from PySide6.QtGui import QKeyEvent, QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QLineEdit, QSizePolicy

from sukui_desktop.assets.messages import text
from sukui_desktop.domain.errors import SukuiError
from sukui_desktop.models.ids import ItemId
from sukui_desktop.services.agenda.agenda_items import AddedItem
from sukui_desktop.ui.tab_page import RoomView
from sukui_desktop.ui.widgets.basic_widgets import EnterButton
from sukui_desktop.ui.widgets.elided_label import ElidedLabel
from sukui_desktop.ui.widgets.labels_without_markup import tool_tip_words
from sukui_desktop.ui.widgets.refusal_bar import show_sentence_in_bar
from sukui_desktop.wording.refusal_sentences import refusal_sentence

MOST_STEPS = 100
_UNANSWERED = ("correction_reason_missing", "correction_signer_missing")
_SAID_MS = 6_000
_MOST_LETTERS = 22
_ROUNDING_PX = 3
"""Widths of letters are fractions: a word that just fits by whole pixels would be cut."""


_LEAST_SHOWN = 4
"""Letters of an act that say something."""


class UndoStep(NamedTuple):
    """The act that puts things back."""

    what: str
    """What was done, in words: ‘안건 ‘개회’ 옮김’."""
    service: Callable[..., Any]
    args: tuple[Any, ...]
    facts: dict[str, Any]
    brings_back: str = ""
    """The item that comes back under a new id; '' where none does."""


class UndoButton(EnterButton):
    """Says what it takes back, as much of it as there is room for; tooltip and name hold the whole."""

    def __init__(self) -> None:
        super().__init__(text("prepare.undo.nothing"))
        self.setProperty("scale", "small")
        self.setAutoDefault(False)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self._words = self._what = ""
        self._least = self._wanted = QSize()
        self.show_act_to_take_back("")

    def show_act_to_take_back(self, what: str) -> None:
        """Say what was done last, '' when there is nothing to take back."""
        nothing = text("prepare.undo.nothing")
        self._what = what
        self._words = text("prepare.undo.button", what=what) if what else nothing
        self.setText(nothing)
        self._least = super().sizeHint()
        self.setText(self._words)
        self._wanted = super().sizeHint()
        self.setAccessibleName(self._words)
        self.setToolTip(tool_tip_words(text("prepare.undo.hint", words=self._words)))
        self.setEnabled(bool(what))
        self.updateGeometry()
        self._shorten_words_to_width()

    def sizeHint(self) -> QSize:
        """Ask for room for about thirty letters."""
        most = self._least.width() + self.fontMetrics().horizontalAdvance("가") * _MOST_LETTERS
        return QSize(min(self._wanted.width() + _ROUNDING_PX, most), self._wanted.height())

    def minimumSizeHint(self) -> QSize:
        """Return the room that its first word needs."""
        return self._least

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fit the words into the new width."""
        super().resizeEvent(event)
        self._shorten_words_to_width()

    def _shorten_words_to_width(self) -> None:
        """Cut the middle of a long name: what was done with it stands at the end."""
        first, metrics = text("prepare.undo.nothing"), self.fontMetrics()
        room = self.width() - self._least.width() + metrics.horizontalAdvance(first)
        taken = metrics.horizontalAdvance(self._words) - metrics.horizontalAdvance(self._what)
        what = metrics.elidedText(self._what, Qt.TextElideMode.ElideMiddle, room - taken) if self._what else ""
        self.setText(text("prepare.undo.button", what=what) if len(what) > _LEAST_SHOWN else first)


class UndoSteps(QObject):
    """The record keeps both acts: what was done, and that it was taken back.

    The width of `button` follows its words: no other button stands at its left, where it would be pushed from under a
    pointer.
    """

    def __init__(self, panel: RoomView) -> None:
        super().__init__(panel)
        self._panel = panel
        self._steps: list[UndoStep] = []
        self._undone_step: UndoStep | None = None
        self._new_ids: dict[str, str] = {}
        self.said = ElidedLabel()
        """What was taken back, for some seconds: beside the button."""
        self.said.setProperty("hint", "true")
        self.said.setMinimumWidth(1)  # it takes the room that is there and never makes a page wider
        self.said.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self._silence = QTimer(self, singleShot=True, interval=_SAID_MS)
        self._silence.timeout.connect(self._clear_undo_message)
        self.button = UndoButton()
        self.button.clicked.connect(self.take_last_act_back)
        shortcut = QShortcut(QKeySequence(QKeySequence.StandardKey.Undo), panel)
        shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        shortcut.activated.connect(self.take_last_act_back)
        self._refresh_undo_button()

    def note_undo_step(
        self, what: str, service: Callable[..., Any], *args: Any, brings_back: str = "", **facts: Any
    ) -> None:
        """Note how the act that was just done is taken back: `service(room, *args, **facts)`.

        `what` names the act in words, as a key under `prepare.undo` makes them.
        """
        self._steps = [*self._steps, UndoStep(what, service, args, facts, brings_back)][-MOST_STEPS:]
        self._clear_undo_message()
        self._refresh_undo_button()

    def listen_for_ctrl_z_in(self, *fields: QLineEdit) -> None:
        """Take Ctrl+Z in these fields too, where nothing typed is to be taken back."""
        for field in fields:
            field.installEventFilter(self)

    def forget_all_steps(self) -> None:
        """Begin anew: another meeting is shown."""
        self._steps.clear()
        self._new_ids.clear()
        self._clear_undo_message()
        self._refresh_undo_button()

    @Slot()
    def take_last_act_back(self) -> None:
        """Take the last act back; nothing happens where there is none."""
        if not self._steps:
            return
        step = self._undone_step = self._steps.pop()
        self._refresh_undo_button()
        args = [self._present_id_of_item(argument) for argument in step.args]
        facts = {name: self._present_id_of_item(value) for name, value in step.facts.items()}
        self._panel.operations.run(
            self._panel,
            step.service,
            self._panel.room,
            *args,
            on_done=self._tell_what_was_taken_back,
            on_refused=self._tell_why_nothing_was_taken_back,
            **facts,
        )

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Leave Ctrl+Z to the shortcut where a field has no typing to take back."""
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            is_empty = isinstance(watched, QLineEdit) and not watched.isUndoAvailable()
            if is_empty and event.matches(QKeySequence.StandardKey.Undo):
                event.ignore()
                return True
        return False

    def _present_id_of_item(self, value: Any) -> Any:
        """Return an id as it is now: an item that came back has another."""
        while isinstance(value, str) and value in self._new_ids:
            value = ItemId(self._new_ids[value])
        return value

    def _tell_what_was_taken_back(self, answer: object) -> None:
        """Say what was taken back, and note the new id of an item that came back."""
        if self._undone_step is None:
            return
        if self._undone_step.brings_back and isinstance(answer, AddedItem):
            self._new_ids[self._undone_step.brings_back] = answer.item_id
        self.said.set_words(text("prepare.undo.done", what=self._undone_step.what))
        self._silence.start()
        self._undone_step = None

    def _tell_why_nothing_was_taken_back(self, error: SukuiError) -> None:
        """Say that the act cannot be taken back any more, as things changed since; where people only did not say why
        a closed meeting is changed, the step stays."""
        step, self._undone_step = self._undone_step, None
        if step is None:
            return
        if error.code in _UNANSWERED:
            self._steps.append(step)
            self._refresh_undo_button()
            return
        why = refusal_sentence(error).split(". ")[0].rstrip(".")
        show_sentence_in_bar(self._panel, text("prepare.undo.refused", what=step.what, why=why))

    @Slot()
    def _clear_undo_message(self) -> None:
        self._silence.stop()
        self.said.set_words("")

    def _refresh_undo_button(self) -> None:
        self.button.show_act_to_take_back(self._steps[-1].what if self._steps else "")


def undoable_act_words(act: str, name: str) -> str:
    """Return an act in words; `act` is a key under `prepare.undo.act`, `name` what it was done to."""
    return text(f"prepare.undo.act.{act}", name=" ".join(name.split()))
