"""What may be done with a channel's numbers: take a file in, say that nobody voted, take it back."""

from __future__ import annotations

from pathlib import Path

from msgspec import UnsetType
from PySide6.QtCore import QObject, Qt, Slot
from PySide6.QtWidgets import QFileDialog, QWidget

from sukui_desktop.assets.messages import text
from sukui_desktop.domain.channel.file import ChannelReading
from sukui_desktop.domain.question.channels import RESCALE
from sukui_desktop.services.room import Room
from sukui_desktop.services.vote.channels import (
    ChannelView,
    declare_channel_empty,
    read_channel_file,
    remove_channel,
)
from sukui_desktop.services.vote.drafting import PollView
from sukui_desktop.ui.console.vote.channel_dialog import ChannelDialog
from sukui_desktop.ui.operations import Operations
from sukui_desktop.ui.widgets.ask_dialog import AskDialog


class ChannelActs(QObject):
    """The dialogs of one card; each asks once and tells a refusal at the place."""

    def __init__(self, operations: Operations, parent: QWidget) -> None:
        super().__init__(parent)
        self._operations = operations
        self._window = parent
        self._room: Room | None = None
        self._poll: PollView | None = None
        self._view: ChannelView | None = None
        self._path = Path()

    def show_poll(self, room: Room, poll: PollView) -> None:
        """Speak of this poll from now on."""
        self._room, self._poll = room, poll

    @Slot(object)
    def ask_file(self, view: ChannelView) -> None:
        """Ask for the file of a channel."""
        self._view = view
        ask = QFileDialog(self._window, text("channels.file.title", name=view.channel.name))
        ask.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        ask.setFileMode(QFileDialog.FileMode.ExistingFile)
        ask.setNameFilter(text("channels.file.filter"))
        ask.fileSelected.connect(self._on_file_chosen)
        ask.open()

    @Slot(str)
    def _on_file_chosen(self, path: str) -> None:
        """Read on the making queue; a file that cannot be read as a whole is told in the window."""
        self._path = Path(path)
        self._operations.run(self._window, read_channel_file, self._path, on_done=self._on_file_read, queue="making")

    @Slot(object)
    def _on_file_read(self, reading: ChannelReading) -> None:
        if self._view is not None and self._room is not None and self._poll is not None:
            dialog = ChannelDialog(self._window, self._operations, self._room, self._poll, self._view.channel)
            dialog.show_file(self._path, reading)
            dialog.open()

    @Slot(object)
    def ask_empty(self, view: ChannelView) -> None:
        """Ask who says that nobody voted in a channel."""
        self._view = view
        channels = self._poll.definition.channels if self._poll is not None and self._poll.definition else None
        is_spread = channels is not None and not isinstance(channels, UnsetType) and channels.empty == RESCALE
        self._empty = VouchDialog(
            self._window,
            title=text("channels.declare.title", name=view.channel.name),
            words=text("channels.declare.words_rescale" if is_spread else "channels.declare.words_zero"),
            accept=text("channels.declare.accept"),
        )
        self._empty.answered.connect(self._on_empty_answered)
        self._empty.open()

    @Slot()
    def _on_empty_answered(self) -> None:
        if self._poll is not None and self._view is not None:
            self._operations.run(
                self._empty,
                declare_channel_empty,
                self._room,
                self._poll.row.poll_id,
                self._view.channel.key,
                self._empty.name.text(),
                on_done=self._empty.close_done,
                on_refused=self._empty.refuse,
            )

    @Slot(object)
    def ask_removal(self, view: ChannelView) -> None:
        """Ask once before a channel's numbers are taken back."""
        self._view = view
        self._removal = AskDialog(
            self._window,
            title=text("channels.remove.title", name=view.channel.name),
            words=text("channels.remove.words"),
            accept=text("channels.remove.accept"),
            is_dangerous=True,
        )
        self._removal.answered.connect(self._on_removal_answered)
        self._removal.open()

    @Slot()
    def _on_removal_answered(self) -> None:
        if self._poll is not None and self._view is not None:
            self._operations.run(
                self._removal,
                remove_channel,
                self._room,
                self._poll.row.poll_id,
                self._view.channel.key,
                on_done=self._removal.close_done,
                on_refused=self._removal.refuse,
            )


class VouchDialog(AskDialog):
    """Asks for the name of whoever stands for what is written down."""

    def __init__(self, parent: QWidget, *, title: str, words: str, accept: str) -> None:
        super().__init__(parent, title=title, words=words, accept=accept)
        self.name = self.add_line(text("channels.declare.vouched"))

    def problem(self) -> str:
        """A name."""
        return "" if self.name.text().strip() else text("channels.preview.missing_name")
