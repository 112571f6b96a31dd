"""Card of a poll's channels: weight, state and file of each, and what may be done with it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from msgspec import UnsetType
from PySide6.QtCore import QObject, Slot
from PySide6.QtWidgets import (
    QFrame,
    QPushButton,
    QSizePolicy,
    QWidget,
)

from sukui_desktop.assets.messages import text
from sukui_desktop.domain.channel.channel_result_file import ChannelReading
from sukui_desktop.domain.poll_steps import TAKES_CHANNELS
from sukui_desktop.domain.question.channels import ChannelSource, EmptyChannel
from sukui_desktop.models.poll import PollState
from sukui_desktop.services.file_reading_and_saving import read_file_and_call_verb
from sukui_desktop.services.opened_meeting import Room
from sukui_desktop.services.vote.channel_results import (
    ChannelView,
    declare_channel_empty,
    read_channel_file,
    remove_channel_result,
)
from sukui_desktop.services.vote.polls import PollView
from sukui_desktop.ui.ask_dialog import Ask
from sukui_desktop.ui.console.roster_name_field import RosterNameField
from sukui_desktop.ui.console.vote.channels.channel_import_dialog import ChannelImportDialog
from sukui_desktop.ui.console.vote.vote_snapshot import VoteSnapshot
from sukui_desktop.ui.service_queues import Operations
from sukui_desktop.ui.widgets.basic_widgets import (
    OnClick,
    badge,
    button,
    heading,
    plain_text_label,
    scrolled,
    set_style_property,
    with_screen_reader_name,
    with_style_property,
)
from sukui_desktop.ui.widgets.elided_label import ElidedLabel
from sukui_desktop.ui.widgets.layouts import column_of, grid_of, grow, row_of
from sukui_desktop.ui.widgets.path_dialog import ask_for_file
from sukui_desktop.ui.widgets.wrapped_label import WrappedLabel

HASH_SHOWN = 12
ROW_PX = 32
LEAST_ROWS, MOST_ROWS = 3, 5
"""On a low screen, and at most; the other channels are scrolled to, so that the count below keeps its room."""
TONES = {"box": "blue", "accepted": "green", "empty": "", "waiting": "amber"}
"""State of a channel → tone of its badge."""


class ChannelActions(QObject):
    """The dialogs of one card; each asks once and shows a refusal at the place."""

    def __init__(self, operations: Operations, parent: QWidget) -> None:
        super().__init__(parent)
        self._operations = operations
        self._window = parent
        self._room: Room | None = None
        self._poll: PollView | None = None
        self._view: ChannelView | None = None
        self._path = Path()

    def set_poll(self, room: Room, poll: PollView) -> None:
        """Take this poll for what is asked from now on."""
        self._room, self._poll = room, poll

    def ask_for_channel_file(self, view: ChannelView) -> None:
        """Ask for the file of a channel."""
        self._view = view
        title = text("channels.file.title", name=view.channel.name)
        ask_for_file(self._window, title, text("channels.file.filter"), self._read_chosen_file)

    def _read_chosen_file(self, path: Path) -> None:
        """Read on the making queue; a file that cannot be read as a whole is refused in the window."""
        self._path = path
        reading, done = (read_file_and_call_verb, read_channel_file, self._path), self._open_channel_dialog
        self._operations.run(self._window, *reading, on_done=done, queue="making")

    def _open_channel_dialog(self, snapshot: ChannelReading) -> None:
        if self._view is not None and self._room is not None and self._poll is not None:
            dialog = ChannelImportDialog(self._window, self._operations, self._room, self._poll, self._view.channel)
            dialog.show_file_reading(self._path, snapshot)
            dialog.open()

    def ask_to_declare_channel_empty(self, view: ChannelView) -> None:
        """Ask who attests that nobody voted in a channel."""
        channels = self._poll.definition.channels if self._poll is not None and self._poll.definition else None
        is_spread = (
            channels is not None and not isinstance(channels, UnsetType) and channels.empty == EmptyChannel.RESCALE
        )
        EmptyChannelAttesterDialog(
            self._window,
            self._operations,
            declare_channel_empty,
            *self._room_poll_and_channel(view),
            key="channels.declare",
            words="words_rescale" if is_spread else "words_zero",
            name=view.channel.name,
        ).open()

    def ask_to_remove_channel_numbers(self, view: ChannelView) -> None:
        """Ask once before a channel's numbers are taken back."""
        Ask(
            self._window,
            self._operations,
            remove_channel_result,
            *self._room_poll_and_channel(view),
            key="channels.remove",
            is_dangerous=True,
            name=view.channel.name,
        ).open()

    def _room_poll_and_channel(self, view: ChannelView) -> tuple[object, ...]:
        """Return room, poll and channel as services take them."""
        return self._room, self._poll.head.poll_id if self._poll is not None else "", view.channel.key


class EmptyChannelAttesterDialog(Ask):
    """Asks for the name of the attester."""

    def __init__(self, *args: Any, **facts: Any) -> None:
        super().__init__(*args, **facts)
        self.name = RosterNameField(text("channels.declare.attester"), self)
        self.add_field(text("channels.declare.attester"), self.name)
        self.name.read_people(self._operations, self._args[0])

    def problem(self) -> str:
        """A name."""
        return self.name.problem() if self.name.text().strip() else text("channels.preview.missing_name")

    def answer(self) -> tuple[object, ...]:
        """Return the name."""
        return (self.name.text(),)


class ChannelsCard(QFrame):
    """Every channel of a frozen poll with its weight and state; folds itself when nothing is missing."""

    def __init__(self, operations: Operations, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("card", "true")
        self.channel_actions = ChannelActions(operations, self)
        self.lines: dict[str, ChannelLineView] = {}
        self._shown: tuple[str, tuple[str, ...]] = ("", ())
        self.state = WrappedLabel(name="channelsState")
        self.fold_button = button(text("channels.card.fold"), "quiet", scale="small", on_click=self._fold_or_unfold)
        self._rows = QWidget()
        self._rows.setObjectName("channelRows")
        self._grid = grid_of(spacing=(12, 4), margins=0, growing=3, into=self._rows)
        self._area = scrolled(self._rows, self, scrolls_across=False, is_stop=False)
        title = heading(text("channels.card.heading"), 3)
        title.setWordWrap(False)
        top = row_of(title, grow(self.state), self.fold_button)
        column_of(top, self._area, spacing=6, margins=(16, 8, 12, 8), into=self)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        self.hide()

    def show_snapshot(self, room: Room, snapshot: VoteSnapshot) -> None:
        """Show the channels of the poll of this snapshot; hidden where it has none or none may change any more."""
        poll = snapshot.poll
        is_open = poll is not None and poll.head.state in TAKES_CHANNELS and bool(snapshot.channels)
        self.setVisible(is_open)
        if poll is None or not is_open:
            return
        self.channel_actions.set_poll(room, poll)
        missing = snapshot.missing_channels
        shown = (f"{poll.head.poll_id} {poll.head.state}", missing)
        if shown != self._shown:
            # Somebody's folding holds until something is taken in or out; while people vote the turnout needs the room.
            self._area.setVisible(bool(missing) and poll.head.state not in (PollState.OPEN, PollState.PAUSED))
            self._shown = shown
        self._show_missing_channels(len(snapshot.channels), missing)
        self._show_channel_lines(snapshot.channels)

    def first_waiting_import_button(self) -> QWidget | None:
        """Return the button that takes the file of the first channel that is missing, unfolded; None where none is."""
        for line in () if self.isHidden() else self.lines.values():
            if not line.import_button.isHidden():
                self._area.show()
                self.fold_button.setText(text("channels.card.fold"))
                return line.import_button
        return None

    def _show_missing_channels(self, count: int, missing: tuple[str, ...]) -> None:
        key = "missing" if missing else "all_in"
        self.state.setText(text(f"channels.card.{key}", count=count, missing=len(missing), names=", ".join(missing)))
        set_style_property(self.state, "state", "warning" if missing else "")
        is_folded = self._area.isHidden()
        self.fold_button.setText(text("channels.card.unfold" if is_folded else "channels.card.fold"))

    def _show_channel_lines(self, channels: tuple[ChannelView, ...]) -> None:
        if tuple(self.lines) != tuple(view.channel.key for view in channels):
            self._make_channel_lines(channels)
        for view in channels:
            self.lines[view.channel.key].show_channel(view)

    def _make_channel_lines(self, channels: tuple[ChannelView, ...]) -> None:
        for line in self.lines.values():
            for part in line.widgets_side_by_side:
                self._grid.removeWidget(part)
                part.deleteLater()
        self.lines = {}
        for row, view in enumerate(channels):
            line = self.lines[view.channel.key] = ChannelLineView(view, self.channel_actions)
            for column, part in enumerate(line.widgets_side_by_side):
                self._grid.addWidget(part, row, column)
        self._area.setMinimumHeight(min(len(channels), LEAST_ROWS) * ROW_PX)
        self._area.setMaximumHeight(min(len(channels), MOST_ROWS) * ROW_PX)

    @Slot()
    def _fold_or_unfold(self) -> None:
        self._area.setVisible(self._area.isHidden())
        self.fold_button.setText(text("channels.card.unfold" if self._area.isHidden() else "channels.card.fold"))


class ChannelLineView(QWidget):
    """One channel: name, weight, state, what is known of it, and what may be done."""

    def __init__(self, view: ChannelView, actions: ChannelActions) -> None:
        super().__init__()
        self._view, self._actions = view, actions
        name = view.channel.name
        self.name = with_style_property(ElidedLabel(words=name), "strong", "true")
        self.name.setMaximumWidth(260)
        self.weight = plain_text_label(text("channels.card.weight", weight=view.channel.weight))
        self.weight.setWordWrap(False)
        self.badge = badge()
        self.words = ElidedLabel()
        self.import_button = _make_channel_button("import", name, self._ask_for_file)
        self.empty_button = _make_channel_button("declare", name, self._ask_to_declare_empty)
        self.remove_button = _make_channel_button("remove", name, self._ask_to_remove_numbers)
        row_of(grow(), self.import_button, self.empty_button, self.remove_button, spacing=6, margins=0, into=self)

    @property
    def widgets_side_by_side(self) -> tuple[QWidget, ...]:
        """The widgets side by side; the last holds the buttons."""
        return (self.name, self.weight, self.badge, self.words, self)

    def show_channel(self, view: ChannelView) -> None:
        """Show how far this channel is."""
        self._view = view
        state = channel_state(view)
        self.badge.setText(text(f"channels.card.{state}"))
        set_style_property(self.badge, "badge", TONES[state])
        self.words.set_words(channel_state_words(view))
        for made in (self.import_button, self.empty_button):
            made.setVisible(state == "waiting")
        self.remove_button.setVisible(state in ("accepted", "empty"))

    @Slot()
    def _ask_for_file(self) -> None:
        self._actions.ask_for_channel_file(self._view)

    @Slot()
    def _ask_to_declare_empty(self) -> None:
        self._actions.ask_to_declare_channel_empty(self._view)

    @Slot()
    def _ask_to_remove_numbers(self) -> None:
        self._actions.ask_to_remove_channel_numbers(self._view)


def channel_state(view: ChannelView) -> str:
    """Return box | accepted | empty | waiting."""
    if view.channel.source == ChannelSource.BOX:
        return "box"
    if view.row is None:
        return "waiting"
    return "empty" if view.row.source == "empty" else "accepted"


def channel_state_words(view: ChannelView) -> str:
    """Return in one line what is known of a channel: file, valid ballots, hash and attester."""
    state = channel_state(view)
    if view.row is None or view.result is None:
        return text(f"channels.card.{state}_words")
    return text(
        f"channels.card.{state}_words",
        file=view.row.file_name,
        valid=f"{view.result.ballots_valid:,}",
        hash=view.row.file_sha256.hex()[:HASH_SHOWN],
        name=view.row.attested_by,
    )


def _make_channel_button(key: str, name: str, on_click: OnClick) -> QPushButton:
    made = button(text(f"channels.card.{key}"), scale="small", on_click=on_click)
    return with_screen_reader_name(made, text(f"channels.card.{key}_of", name=name))
