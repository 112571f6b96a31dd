"""What the desk asks: why an admission is undone, which slip came back, who is on the paper list, who walked in."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any

import msgspec
from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QCheckBox, QLabel, QPlainTextEdit, QWidget

from sukui_desktop.assets.messages import text
from sukui_desktop.domain.file_import import PersonDraft
from sukui_desktop.models.ids import PollId
from sukui_desktop.services.checkin.attendance import (
    AddedWalkIn,
    add_walk_in,
    admit_paper_list,
    record_departure,
    undo_admissions,
)
from sukui_desktop.services.checkin.people_search import PersonView
from sukui_desktop.services.checkin.slips import return_slip, spoil_slip, typed_text_as_slip_number
from sukui_desktop.services.opened_meeting import Room
from sukui_desktop.ui.ask_dialog import Ask
from sukui_desktop.ui.service_queues import Operations
from sukui_desktop.ui.widgets.basic_widgets import with_style_property
from sukui_desktop.ui.widgets.drop_down import DropDown
from sukui_desktop.ui.widgets.form_fields import FieldGrid
from sukui_desktop.ui.widgets.layouts import fill
from sukui_desktop.ui.widgets.wrapped_label import WrappedLabel

LONGEST_RANGE = 10_000
"""A range of more numbers is a mistyped number (docs/sources.md, "Past votes": 3,000 voters at most)."""

_SPLIT = re.compile(r"[\s,;·/]+")
_RANGE = re.compile(r"(\d+)[-~–∼〜](\d+)\Z")
_AROUND_DASH = re.compile(r"(?<=\d)[ \t]*([-~–∼〜])[ \t]*(?=\d)")
_ABOUT_WALK_IN = ("affiliation", "subcommittee", "district")
"""What is asked of a walk-in as it is, by its name in the draft and in the texts."""
_NAMED = 12
"""How many unknown numbers are named; the rest are counted."""


class PaperReading(msgspec.Struct, frozen=True, kw_only=True):
    """What a typed list of roster numbers says, each number once, in the order typed."""

    to_admit: tuple[str, ...]
    already: tuple[str, ...]
    """On the roster and in the room."""
    unknown: tuple[str, ...]
    """Not on the roster, or not readable as a number."""


def parse_roster_numbers(typed: str, roster: Mapping[str, bool]) -> PaperReading:
    """Read numbers and ranges (1-40, 1~40) divided by commas, spaces or lines.

    `roster` is roster number → is in the room. A number is known as it is or without leading zeros.
    """
    plain = {_strip_leading_zeros_of_number(number): number for number in roster}
    to_admit: dict[str, None] = {}
    already: dict[str, None] = {}
    unknown: dict[str, None] = {}
    for word in _typed_numbers_with_ranges_listed(typed, roster):
        number = word if word in roster else plain.get(_strip_leading_zeros_of_number(word), "")
        if not number:
            unknown[word] = None
        elif roster[number]:
            already[number] = None
        else:
            to_admit[number] = None
    return PaperReading(to_admit=tuple(to_admit), already=tuple(already), unknown=tuple(unknown))


def _typed_numbers_with_ranges_listed(typed: str, roster: Mapping[str, bool]) -> list[str]:
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


def _strip_leading_zeros_of_number(number: str) -> str:
    return number.lstrip("0") or number


class DeskDialog(Ask):
    """A question of the desk whose texts are under `checkin.<key>`: `service(room, *answer())`."""

    act_done = Signal(str, str)
    """(person id, key of `checkin.latest`)."""

    def __init__(
        self,
        parent: QWidget,
        operations: Operations,
        service: Callable[..., Any],
        room: Room,
        *,
        key: str,
        latest: str,
        view: PersonView | None = None,
        **facts: Any,
    ) -> None:
        """`latest` is the key of `checkin.latest` that names what was done; `view` whom it is about."""
        name = view.name if view is not None else ""
        super().__init__(parent, operations, service, room, key=f"checkin.{key}", name=name, **facts)
        self.person_id: str = view.person.person_id if view is not None else ""
        self._latest = latest

    def announce_result_and_close(self, answer: object = None) -> None:
        """Close, then report what was done."""
        super().announce_result_and_close(answer)
        person_id = answer.person_id if isinstance(answer, AddedWalkIn) else self.person_id
        self.act_done.emit(person_id, self._latest)


class UndoDialog(DeskDialog):
    """Asks for the reason of undoing one admission, or those of a paper list."""

    def __init__(self, parent: QWidget, operations: Operations, room: Room, views: Sequence[PersonView]) -> None:
        view = views[0] if len(views) == 1 else None
        keys = ("undo", "undone") if view is not None else ("undo_all", "undone_all")
        super().__init__(
            parent, operations, undo_admissions, room, key=keys[0], latest=keys[1], view=view, count=len(views)
        )
        self._people = tuple(each.person.person_id for each in views)
        self.reason = self.add_line_edit(text("checkin.undo.reason"), hint=text("checkin.undo.hint"))
        self.removing = QCheckBox(text("checkin.undo.remove_walk_in"), self)
        self.removing.setChecked(view is not None and view.person.is_walk_in)
        self.removing.setVisible(self.removing.isChecked())
        self.body.addWidget(self.removing)
        QWidget.setTabOrder(self.reason, self.removing)
        QWidget.setTabOrder(self.removing, self.accept_button)
        QWidget.setTabOrder(self.accept_button, self.cancel_button)

    def problem(self) -> str:
        """A reason is needed."""
        return "" if self.reason.text().strip() else text("checkin.undo.missing")

    def answer(self) -> tuple[object, ...]:
        """Return whose admissions, and why."""
        return self._people, self.reason.text()

    def act_on_answer(self) -> None:
        """Take a walk-in off the list too, unless people want to keep the line."""
        self.service = partial(undo_admissions, is_walk_in_removed=self.removing.isChecked())
        super().act_on_answer()


class LeaveDialog(DeskDialog):
    """Asks for the slip of somebody who goes while its poll is not over."""

    def __init__(
        self, parent: QWidget, operations: Operations, room: Room, view: PersonView, polls: tuple[str, ...]
    ) -> None:
        service = partial(record_departure, has_slip=True)
        words = ", ".join(polls)
        super().__init__(parent, operations, service, room, key="leave", latest="left", view=view, polls=words)

    def answer(self) -> tuple[object, ...]:
        """Return who goes."""
        return (self.person_id,)


class TokenDialog(DeskDialog):
    """Asks for the slip itself, scanned or typed, to take it back or to write it off."""

    slip_spoiled = Signal(str, str)
    """(person id, poll id): the person is due another slip of this poll."""

    def __init__(
        self, parent: QWidget, operations: Operations, room: Room, view: PersonView, poll_id: PollId, act: str
    ) -> None:
        """`act` is return or spoil."""
        service, latest = (return_slip, "returned") if act == "return" else (spoil_slip, "spoiled")
        super().__init__(parent, operations, service, room, key=act, latest=latest, view=view)
        self._poll_id = poll_id
        self._is_spoilt = act == "spoil"
        self.token = self.add_line_edit(text("checkin.slip.number"), hint=text("checkin.slip.scan"))

    def problem(self) -> str:
        """A number is needed."""
        return "" if self.token.text().strip() else text("checkin.slip.missing")

    def answer(self) -> tuple[object, ...]:
        """Return whose slip of which poll, and its number."""
        typed = self.token.text().strip()
        return self.person_id, self._poll_id, typed_text_as_slip_number(typed) or typed

    def announce_result_and_close(self, answer: object = None) -> None:
        """Ask for another slip in place of a spoiled one."""
        super().announce_result_and_close(answer)
        if self._is_spoilt:
            self.slip_spoiled.emit(self.person_id, self._poll_id)


class PaperDialog(DeskDialog):
    """Asks for the numbers of a signed paper list and shows at once whom it means."""

    def __init__(self, parent: QWidget, operations: Operations, room: Room, people: tuple[PersonView, ...]) -> None:
        super().__init__(parent, operations, admit_paper_list, room, key="paper", latest="paper")
        self._roster = {view.person.number: view.attendance.is_present for view in people}
        self.reading: PaperReading = parse_roster_numbers("", self._roster)
        self.numbers: QPlainTextEdit = self.add_paragraph_edit(text("checkin.paper.numbers"))
        self.numbers.setPlaceholderText(text("checkin.paper.hint"))
        self.found = WrappedLabel("", self)
        self.unknown = with_style_property(WrappedLabel("", self), "state", "danger")
        fill(self.body, self.found, self.unknown)
        self.unknown.reserve_height_of_lines(2)
        self.numbers.textChanged.connect(self._show_people_of_numbers)
        self._show_people_of_numbers()

    def problem(self) -> str:
        """Somebody must be found, and nobody unknown."""
        if self.reading.unknown:
            return text("checkin.paper.has_unknown")
        return "" if self.reading.to_admit else text("checkin.paper.nobody")

    def answer(self) -> tuple[object, ...]:
        """Return the numbers, all to be admitted in one go."""
        return (self.reading.to_admit,)

    @Slot()
    def _show_people_of_numbers(self) -> None:
        self.reading = parse_roster_numbers(self.numbers.toPlainText(), self._roster)
        self.show_message("")
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
    """Asks who came without being on the roster; somebody who is likely on it is told first."""

    OVERRULE = ("person_likely_known", "is_another")

    def __init__(self, parent: QWidget, operations: Operations, room: Room, channels: Sequence[str]) -> None:
        """`channels` are those of the roster, the most frequent first."""
        super().__init__(parent, operations, add_walk_in, room, key="walk_in", latest="walk_in")
        self.setMinimumWidth(620)
        self._grid = FieldGrid()
        self.body.addWidget(self._grid)
        self.name = self.add_line_edit(text("checkin.walk_in.name"))
        self.channel = DropDown(self)
        self.channel.addItems(channels)
        self.add_field(text("checkin.walk_in.channel"), self.channel)
        self.about = {name: self.add_line_edit(text(f"checkin.walk_in.{name}")) for name in _ABOUT_WALK_IN}
        self.last4 = self.add_line_edit(text("checkin.walk_in.last4"))
        self.last4.setMaxLength(4)
        self.needs = self.add_line_edit(text("checkin.walk_in.needs"), hint=text("checkin.walk_in.needs_hint"))

    def place_labelled_field(self, named: QLabel, field: QWidget) -> None:
        """Put two fields side by side: all of them fit into a window of 640 px."""
        self._grid.place_labelled_field(named, field)

    def problem(self) -> str:
        """A name is needed; the four digits are digits."""
        if not self.name.text().strip():
            return text("checkin.walk_in.missing")
        digits = self.last4.text().strip()
        return "" if not digits or (len(digits) == 4 and digits.isdecimal()) else text("checkin.walk_in.wrong_last4")

    def answer(self) -> tuple[object, ...]:
        """Return the person as written."""
        draft = PersonDraft(
            number="",
            name=self.name.text(),
            channel=self.channel.currentText(),
            **{name: line.text() for name, line in self.about.items()},
            phone_last4=self.last4.text().strip(),
            needs=self.needs.text(),
        )
        return (draft,)
