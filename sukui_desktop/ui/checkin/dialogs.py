"""What the desk asks: why an admission is undone, which slip came back, who is on the paper list, who walked in."""

from __future__ import annotations

import re
from collections.abc import Mapping

import msgspec
from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QComboBox, QPlainTextEdit, QWidget

from sukui_desktop.assets.messages import text
from sukui_desktop.domain.changes import Changes
from sukui_desktop.domain.imports import PersonDraft
from sukui_desktop.models.ids import PollId
from sukui_desktop.services.admit.admission import Added, Admitted, add_walk_in, admit_paper_list, undo_admission
from sukui_desktop.services.admit.people import PersonView
from sukui_desktop.services.admit.slips import return_slip, spoil_slip
from sukui_desktop.services.room import Room
from sukui_desktop.ui.operations import Operations
from sukui_desktop.ui.widgets.ask_dialog import AskDialog
from sukui_desktop.ui.widgets.wrapped_label import WrappedLabel

LONGEST_RANGE = 10_000
"""A range of more numbers is a mistyped number (docs/sources.md, "Past votes": 3,000 voters at most)."""

_SPLIT = re.compile(r"[\s,;·/]+")
_RANGE = re.compile(r"(\d+)[-~–∼〜](\d+)\Z")
_AROUND_DASH = re.compile(r"(?<=\d)[ \t]*([-~–∼〜])[ \t]*(?=\d)")


class PaperReading(msgspec.Struct, frozen=True, kw_only=True):
    """What a typed list of roster numbers says, each number once, in the order typed."""

    to_admit: tuple[str, ...]
    already: tuple[str, ...]
    """On the roster and in the room."""
    unknown: tuple[str, ...]
    """Not on the roster, or not readable as a number."""


def read_numbers(typed: str, roster: Mapping[str, bool]) -> PaperReading:
    """Read numbers and ranges (1-40, 1~40) divided by commas, spaces or lines.

    `roster` is roster number → is in the room. A number is known as it is or without leading zeros.
    """
    plain = {_stripped(number): number for number in roster}
    to_admit: dict[str, None] = {}
    already: dict[str, None] = {}
    unknown: dict[str, None] = {}
    for word in _words(typed, roster):
        number = word if word in roster else plain.get(_stripped(word), "")
        if not number:
            unknown[word] = None
        elif roster[number]:
            already[number] = None
        else:
            to_admit[number] = None
    return PaperReading(to_admit=tuple(to_admit), already=tuple(already), unknown=tuple(unknown))


def _words(typed: str, roster: Mapping[str, bool]) -> list[str]:
    words: list[str] = []
    for word in _SPLIT.split(_AROUND_DASH.sub(r"\1", typed)):
        found = _RANGE.match(word)
        if not word:
            continue
        if found is None or word in roster:
            words.append(word)
            continue
        first, last = int(found.group(1)), int(found.group(2))
        if not first <= last < first + LONGEST_RANGE:
            words.append(word)
        else:
            words += map(str, range(first, last + 1))
    return words


def _stripped(number: str) -> str:
    return number.lstrip("0") or number


_NAMED = 12
"""How many unknown numbers are named; the rest are counted."""


class DeskDialog(AskDialog):
    """A question of the desk that asks its service itself and closes when that is done."""

    act_done = Signal(str, str, bool)
    """(person id, key of `checkin.latest`, whether it may be taken back)."""

    def __init__(
        self, parent: QWidget, operations: Operations, room: Room, *, title: str, words: str, accept: str
    ) -> None:
        super().__init__(parent, title=title, words=words, accept=accept)
        self.operations = operations
        self.room = room
        self.answered.connect(self._on_answered)

    @Slot()
    def _on_answered(self) -> None:
        self.ask()

    def ask(self) -> None:
        """Ask the service; overridden by each question."""
        raise NotImplementedError


class UndoDialog(DeskDialog):
    """Asks for the reason of undoing one admission."""

    def __init__(self, parent: QWidget, operations: Operations, room: Room, view: PersonView) -> None:
        super().__init__(
            parent,
            operations,
            room,
            title=text("checkin.undo.title", name=view.person.name),
            words=text("checkin.undo.words"),
            accept=text("checkin.undo.accept"),
        )
        self.person_id = view.person.person_id
        self.reason = self.add_line(text("checkin.undo.reason"), hint=text("checkin.undo.hint"))

    def problem(self) -> str:
        """A reason is needed."""
        return "" if self.reason.text().strip() else text("checkin.undo.missing")

    def ask(self) -> None:
        """Undo the admission."""
        self.operations.run(
            self,
            undo_admission,
            self.room,
            self.person_id,
            self.reason.text().strip(),
            on_done=self._on_admission_undone,
            on_refused=self.refuse,
        )

    @Slot(object)
    def _on_admission_undone(self, changes: Changes) -> None:
        self.act_done.emit(self.person_id, "undone", False)
        self.close_done(changes)


class TokenDialog(DeskDialog):
    """Asks for the slip itself, scanned or typed: `act` is return or spoil."""

    def __init__(
        self, parent: QWidget, operations: Operations, room: Room, view: PersonView, poll_id: PollId, act: str
    ) -> None:
        super().__init__(
            parent,
            operations,
            room,
            title=text(f"checkin.{act}.title", name=view.person.name),
            words=text(f"checkin.{act}.words"),
            accept=text(f"checkin.{act}.accept"),
        )
        self.person_id = view.person.person_id
        self.poll_id = poll_id
        self.act = act
        self.token = self.add_line(text("checkin.slip.number"), hint=text("checkin.slip.scan"))

    def problem(self) -> str:
        """A number is needed."""
        return "" if self.token.text().strip() else text("checkin.slip.missing")

    def ask(self) -> None:
        """Take the slip back or write it off."""
        self.operations.run(
            self,
            return_slip if self.act == "return" else spoil_slip,
            self.room,
            self.person_id,
            self.poll_id,
            self.token.text().strip(),
            on_done=self._on_slip_taken,
            on_refused=self.refuse,
        )

    @Slot(object)
    def _on_slip_taken(self, changes: Changes) -> None:
        self.act_done.emit(self.person_id, "returned" if self.act == "return" else "spoiled", False)
        self.close_done(changes)


class PaperDialog(DeskDialog):
    """Asks for the numbers of a signed paper list and shows at once whom it means."""

    def __init__(self, parent: QWidget, operations: Operations, room: Room, people: tuple[PersonView, ...]) -> None:
        super().__init__(
            parent,
            operations,
            room,
            title=text("checkin.paper.title"),
            words=text("checkin.paper.words"),
            accept=text("checkin.paper.accept"),
        )
        self._roster = {view.person.number: view.attendance.is_present for view in people}
        self.reading: PaperReading = read_numbers("", self._roster)
        self.numbers: QPlainTextEdit = self.add_paragraph(text("checkin.paper.numbers"))
        self.numbers.setPlaceholderText(text("checkin.paper.hint"))
        self.found = WrappedLabel("", self)
        self.unknown = WrappedLabel("", self)
        self.unknown.setProperty("state", "danger")
        self.body.addWidget(self.found)
        self.body.addWidget(self.unknown)
        self.numbers.textChanged.connect(self._on_numbers_typed)
        self._on_numbers_typed()

    def problem(self) -> str:
        """Somebody must be found, and nobody unknown."""
        if self.reading.unknown:
            return text("checkin.paper.has_unknown")
        return "" if self.reading.to_admit else text("checkin.paper.nobody")

    def ask(self) -> None:
        """Admit all of them in one go."""
        self.operations.run(
            self,
            admit_paper_list,
            self.room,
            self.reading.to_admit,
            on_done=self._on_list_admitted,
            on_refused=self.refuse,
        )

    @Slot(object)
    def _on_list_admitted(self, admitted: Admitted) -> None:
        self.act_done.emit("", "paper", False)
        self.close_done(admitted)

    @Slot()
    def _on_numbers_typed(self) -> None:
        self.reading = read_numbers(self.numbers.toPlainText(), self._roster)
        self.tell("")
        self.found.setText(
            text("checkin.paper.found", count=len(self.reading.to_admit), already=len(self.reading.already)),
        )
        named = ", ".join(self.reading.unknown[:_NAMED])
        more = len(self.reading.unknown) - _NAMED
        if more > 0:
            named = text("checkin.paper.more", named=named, more=more)
        self.unknown.setText(text("checkin.paper.unknown", count=len(self.reading.unknown), named=named))
        self.unknown.setVisible(bool(self.reading.unknown))


class WalkInDialog(DeskDialog):
    """Asks who came without being on the roster."""

    def __init__(self, parent: QWidget, operations: Operations, room: Room, channels: tuple[str, ...]) -> None:
        super().__init__(
            parent,
            operations,
            room,
            title=text("checkin.walk_in.title"),
            words=text("checkin.walk_in.words"),
            accept=text("checkin.walk_in.accept"),
        )
        self.name = self.add_line(text("checkin.walk_in.name"))
        self.channel = QComboBox(self)
        self.channel.addItems(channels)
        self.add_field(text("checkin.walk_in.channel"), self.channel)
        self.subcommittee = self.add_line(text("checkin.walk_in.subcommittee"))
        self.district = self.add_line(text("checkin.walk_in.district"))
        self.last4 = self.add_line(text("checkin.walk_in.last4"))
        self.last4.setMaxLength(4)
        self.needs = self.add_line(text("checkin.walk_in.needs"), hint=text("checkin.walk_in.needs_hint"))

    def problem(self) -> str:
        """A name is needed; the four digits are digits."""
        if not self.name.text().strip():
            return text("checkin.walk_in.missing")
        digits = self.last4.text().strip()
        return "" if not digits or (len(digits) == 4 and digits.isdecimal()) else text("checkin.walk_in.wrong_last4")

    def ask(self) -> None:
        """Add the person and admit them."""
        draft = PersonDraft(
            number="",
            name=self.name.text().strip(),
            channel=self.channel.currentText(),
            subcommittee=self.subcommittee.text().strip(),
            district=self.district.text().strip(),
            phone_last4=self.last4.text().strip(),
            needs=self.needs.text().strip(),
        )
        self.operations.run(self, add_walk_in, self.room, draft, on_done=self._on_walk_in_added, on_refused=self.refuse)

    @Slot(object)
    def _on_walk_in_added(self, added: Added) -> None:
        self.act_done.emit(added.person_id, "walk_in", False)
        self.close_done(added)
