"""A question whose answer is given to a service."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QWidget

from sukui_desktop.assets.messages import text
from sukui_desktop.ui.operations import Operations
from sukui_desktop.ui.widgets.ask_dialog import AskDialog


class Ask(AskDialog):
    """Asks in the words of `key` (title, words, accept) and calls `service(*args, *answer())`.

    It closes when the service is done; a refusal is shown in it and what was typed stays.
    """

    def __init__(
        self,
        parent: QWidget,
        operations: Operations,
        service: Callable[..., Any],
        *args: object,
        key: str,
        words: str = "words",
        is_dangerous: bool = False,
        **facts: object,
    ) -> None:
        """`words` is the name of the sentence under `key`; `facts` fill the title and that sentence."""
        super().__init__(
            parent,
            title=text(f"{key}.title", **facts),
            words=text(f"{key}.{words}", **facts),
            accept=text(f"{key}.accept"),
            is_dangerous=is_dangerous,
        )
        self._operations = operations
        self._service = partial(service, *args)
        self.answered.connect(self._on_answered)

    def answer(self) -> tuple[object, ...]:
        """Return what was answered, as the last arguments of the service; nothing where nothing is typed."""
        return ()

    @Slot()
    def _on_answered(self) -> None:
        self._operations.run(self, self._service, *self.answer(), on_done=self.close_done, on_refused=self.refuse)
