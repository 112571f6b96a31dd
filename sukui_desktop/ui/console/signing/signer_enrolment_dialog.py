"""Enrolling one person who signs: who it is, a passphrase, a new card or one they have, drawn by lot or not."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from itertools import pairwise
from typing import Any

from PySide6.QtCore import QEvent, QObject, Qt, QTime, QTimer, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QButtonGroup, QCheckBox, QRadioButton, QWidget

from sukui_desktop.assets.messages import text
from sukui_desktop.domain.clock_check import DAY_MS
from sukui_desktop.domain.roster_matching import comparable_name
from sukui_desktop.domain.text_cleaning_and_search import clean_text
from sukui_desktop.models.people import PersonRow
from sukui_desktop.models.signer import SignerWay
from sukui_desktop.services.opened_meeting import Room, now_ms
from sukui_desktop.services.signing.signers import KeptCard, enrol_signer, enrol_signer_by_name
from sukui_desktop.ui.ask_dialog import Ask
from sukui_desktop.ui.service_queues import Operations
from sukui_desktop.ui.signer_proof_fields import SecretLine
from sukui_desktop.ui.widgets.basic_widgets import hint
from sukui_desktop.ui.widgets.drop_down import Completions
from sukui_desktop.ui.widgets.form_fields import MomentField
from sukui_desktop.ui.widgets.layouts import grow, row_of
from sukui_desktop.wording.people_names import names_on_screens

_DAY = "yyyy. M. d."


class SignerEnrolmentDialog(Ask):
    """Asks for one person; a name of the roster is offered, any other is typed once and enrolled as it is."""

    def __init__(self, parent: QWidget, operations: Operations, room: Room, people: Sequence[PersonRow]) -> None:
        super().__init__(parent, operations, enrol_signer_by_name, room, key="signing.enrol")
        self.setMinimumWidth(560)
        people = sorted(people, key=_person_sort_key)
        names = names_on_screens(people)
        self._people = {_person_line_words(person, names[person.person_id]): person for person in people}
        self.name = self.add_line_edit(text("signing.enrol.name"), hint=text("signing.enrol.name_hint"))
        self._completer = Completions(tuple(self._people), self.name)
        self._completer.setFilterMode(Qt.MatchFlag.MatchContains)
        self.name.setCompleter(self._completer)
        self.name.installEventFilter(self)
        self.who = hint(" ")
        self.body.addWidget(self.who)
        self.name.textChanged.connect(self._show_who_is_meant)
        self.by_passphrase = QRadioButton(text("signing.enrol.by_passphrase"), self)
        self.by_card = QRadioButton(text("signing.enrol.by_card"), self)
        self._ways = QButtonGroup(self)
        self.by_kept = QRadioButton(text("signing.enrol.by_kept"), self)
        choices = (self.by_passphrase, self.by_card, self.by_kept)
        for choice in choices:
            self._ways.addButton(choice)
        self.by_passphrase.setChecked(True)
        self.body.addLayout(row_of(*choices, grow(), spacing=20, margins=(0, 6, 0, 6)))
        self.passphrase = self.add_line_edit(text("signing.enrol.passphrase"), is_secret=True)
        self.again = self.add_line_edit(text("signing.enrol.again"), is_secret=True)
        self.kept = SecretLine(SignerWay.CARD, self)
        self.add_field(text("signing.enrol.kept"), self.kept)
        self.kept_until = MomentField()
        self.kept_until.setDisplayFormat(_DAY)
        self.kept_until.show_moment(now_ms(room))
        self.kept_until.setTime(QTime(0, 0))
        self.add_field(text("signing.enrol.kept_until"), self.kept_until)
        self.way_words = hint()
        self.body.addWidget(self.way_words)
        self.is_drawn = QCheckBox(text("signing.enrol.is_drawn"), self)
        self.body.addWidget(self.is_drawn)
        stops: tuple[QWidget, ...] = (self.name, self.by_passphrase, self.passphrase, self.again)
        stops += (self.kept, self.kept_until, self.is_drawn, self.cancel_button)
        for before, after in pairwise(stops):
            QWidget.setTabOrder(before, after)
        self._ways.buttonToggled.connect(self._show_fields_of_signer_way)
        self.kept.entered.connect(self.accept_button.click)
        self._show_fields_of_signer_way()

    @property
    def chosen_signer_way(self) -> SignerWay:
        """How the person will keep their key."""
        return SignerWay.PASSPHRASE if self.by_passphrase.isChecked() else SignerWay.CARD

    @property
    def brought_card(self) -> KeptCard | None:
        """The card that the person brought; None where they get a new one or have a passphrase."""
        if not self.by_kept.isChecked():
            return None
        # The printed day is good whole.
        return KeptCard(self.kept.text(), self.kept_until.typed_moment_ms() + DAY_MS - 1)

    @property
    def typed_name(self) -> str:
        """The person's name, without what the list of the roster adds to it."""
        person = self._people.get(self.name.text())
        return person.name if person is not None else clean_text(self.name.text())

    def problem(self) -> str:
        """A name that means one person, and a passphrase twice the same."""
        name = clean_text(self.name.text())
        if not name:
            self.name.setFocus()
            return text("signing.enrol.no_name")
        if self.name.text() not in self._people and len(self._people_of_name(name)) > 1:
            self.name.setFocus()
            QTimer.singleShot(0, self, self._open_list_of_names)  # once the refusal has its room
            return text("signing.enrol.several", name=name, count=len(self._people_of_name(name)))
        if self.chosen_signer_way == SignerWay.PASSPHRASE and not self.passphrase.text():
            self.passphrase.setFocus()
            return text("signing.enrol.no_passphrase")
        if self.chosen_signer_way == SignerWay.PASSPHRASE and self.passphrase.text() != self.again.text():
            self.again.setFocus()
            self.again.selectAll()
            return text("signing.enrol.differs")
        if self.by_kept.isChecked() and not self.kept.text().strip():
            self.kept.setFocus()
            return text("signing.enrol.no_kept")
        return ""

    def answer(self) -> tuple[object, ...]:
        """Return the person, or the name of somebody who is not on the roster, and the way."""
        person = self._chosen_person
        return (clean_text(self.name.text()) if person is None else person.person_id), self.chosen_signer_way

    def act_on_answer(self) -> None:
        """Enrol the person of the roster, or the name."""
        enrol: Any = enrol_signer_by_name if self._chosen_person is None else enrol_signer
        passphrase = self.passphrase.text() if self.chosen_signer_way == SignerWay.PASSPHRASE else ""
        facts = {"passphrase": passphrase, "is_drawn": self.is_drawn.isChecked(), "kept": self.brought_card}
        self.service = partial(enrol, **facts)
        super().act_on_answer()

    @property
    def _chosen_person(self) -> PersonRow | None:
        """The person of the roster that is meant, None for somebody who is not on it."""
        of_name = self._people_of_name(clean_text(self.name.text()))
        return self._people.get(self.name.text()) or next(iter(of_name), None)

    def _people_of_name(self, name: str) -> list[PersonRow]:
        wanted = comparable_name(name)  # 이 영희 of the list is 이영희
        return [person for person in self._people.values() if comparable_name(person.name) == wanted]

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Open the list of the roster by the arrow that goes down into it."""
        key = event.key() if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress else None
        if watched is self.name and key == Qt.Key.Key_Down and not self._completer.list.isVisible():
            self._open_list_of_names()
            return True
        return super().eventFilter(watched, event)

    @Slot()
    def _open_list_of_names(self) -> None:
        """Open the list of who has the name that is typed; of everybody where none is."""
        of_name = self._people_of_name(clean_text(self.name.text()))
        is_chosen = self.name.text() in self._people
        self._completer.setCompletionPrefix("" if is_chosen else of_name[0].name if of_name else self.name.text())
        self._completer.complete()

    @Slot()
    def _show_who_is_meant(self) -> None:
        """Say whether the name is on the roster: another one adds a line to it."""
        name = clean_text(self.name.text())
        count = 1 if self.name.text() in self._people else len(self._people_of_name(name))
        key = "is_many" if count > 1 else "is_known" if count else "is_new"
        self.who.setText(text(f"signing.enrol.{key}", count=count) if name else " ")

    def done(self, result: int) -> None:
        """Close, leaving no word of a card behind."""
        self.kept.clear()
        super().done(result)

    @Slot()
    def _show_fields_of_signer_way(self) -> None:
        way = "kept" if self.by_kept.isChecked() else "card" if self.by_card.isChecked() else "passphrase"
        for line in (self.passphrase, self.again):
            self.show_field(line, is_shown=way == "passphrase")
        for field in (self.kept, self.kept_until):
            self.show_field(field, is_shown=way == "kept")
        self.way_words.setText(text(f"signing.enrol.{way}_words"))
        self.fit_height_to_fields()


def _person_line_words(person: PersonRow, shown: str) -> str:
    """Return a person as the list shows them: number and role, and whatever else tells who it is."""
    words = (person.number, person.role or person.channel, person.affiliation, person.position)
    about = " · ".join(dict.fromkeys(filter(None, words)))
    name = person.name if person.affiliation and person.position else shown
    return text("signing.enrol.person", name=name, about=about) if about else name


def _person_sort_key(person: PersonRow) -> tuple[str, int, str]:
    return comparable_name(person.name), len(person.number), person.number
