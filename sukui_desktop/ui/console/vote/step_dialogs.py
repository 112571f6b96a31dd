"""Questions that the steps of a poll ask: who opens the box, names of two people, proofs, reasons."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import Any, ClassVar

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QButtonGroup, QCheckBox, QListWidget, QListWidgetItem, QRadioButton, QWidget

from sukui_desktop.assets.messages import text
from sukui_desktop.domain.box_lock_choice import DEFAULT_HOLDERS, DEFAULT_THRESHOLD, MOST_HOLDERS, LockChoice
from sukui_desktop.domain.errors import RuleBroken, SukuiError
from sukui_desktop.domain.two_people import PEOPLE_WHO_DECIDE, require_two_different_names
from sukui_desktop.models.poll import LockWay
from sukui_desktop.services.opened_meeting import Room
from sukui_desktop.services.signing.signers import SignerView
from sukui_desktop.services.vote.box_lock import LockView
from sukui_desktop.ui.ask_dialog import Ask, AskDialog
from sukui_desktop.ui.console.signing.enrolled_signers_dialog import SignersDialog
from sukui_desktop.ui.signer_proof_fields import ChosenProofsAsk, ProofAsk, signer_words
from sukui_desktop.ui.widgets.basic_widgets import button, hint, show_words_or_hide, with_style_property
from sukui_desktop.ui.widgets.drop_down import DropDown
from sukui_desktop.ui.widgets.layouts import fill, grow, row_of
from sukui_desktop.ui.widgets.wheel_ignoring_fields import NumberBox
from sukui_desktop.ui.widgets.wrapped_label import WrappedLabel
from sukui_desktop.wording.refusal_sentences import refusal_sentence

_LIST_PX = 112
SPARE_SLIPS_PERCENT = 20
LEAST_SLIPS = 10
PIN_LEAST, PIN_MOST = 4, 8


class MakePollReadyDialog(Ask):
    """Asks who opens the box together, and how many slips to make."""

    def __init__(self, *args: Any, people: int, signers: Sequence[SignerView], doubts: str = "", **facts: Any) -> None:
        """`people` is how many may want a slip; `signers` is everybody who signs now, two at least; `doubts` says what
        of the rule contradicts the meeting, '' nothing."""
        super().__init__(*args, **facts)
        self.setMinimumWidth(620)
        if doubts:
            self.body.addWidget(
                with_style_property(WrappedLabel(doubts, self, name="motionDoubts"), "state", "warning")
            )
        self.two_people = QRadioButton(text("vote.ready.two_people"), self)
        self.shares = QRadioButton(text("vote.ready.shares"), self)
        self._ways = QButtonGroup(self)
        for choice in (self.two_people, self.shares):
            self._ways.addButton(choice)
        self.two_people.setChecked(True)
        self.signers_button = button(text("signing.more"), scale="small", on_click=self._open_signers_dialog)
        self.body.addLayout(row_of(self.two_people, self.shares, grow(), self.signers_button, spacing=18))
        self.opener = DropDown(self)
        self.add_field(text("vote.ready.opener"), self.opener)
        self.holders = QListWidget(self)
        self.holders.setMaximumHeight(_LIST_PX)
        self.add_field(text("vote.ready.holders"), self.holders)
        self.threshold = NumberBox(self, minimum=2, maximum=MOST_HOLDERS, value=2)
        self.threshold.setSuffix(text("vote.ready.people_unit"))
        self.is_strict = QCheckBox(text("vote.ready.strict"), self)
        self.strict_words = hint(text("vote.ready.strict_words"))
        self.add_field(text("vote.ready.threshold"), self.threshold)
        fill(self.body, self.is_strict, self.strict_words)
        self.way_words = hint()
        self.body.addWidget(self.way_words)
        self.slots = NumberBox(self, minimum=1, maximum=200_000)
        self.slots.setGroupSeparatorShown(True)
        self.slots.setSuffix(text("vote.ready.sheets"))
        self.slots.setValue(max(LEAST_SLIPS, people + -(-people * SPARE_SLIPS_PERCENT // 100)))
        self.add_field(text("vote.ready.slots", people=f"{people:,}"), self.slots)
        stops: tuple[QWidget, ...] = (self.two_people, self.shares, self.signers_button, self.opener, self.holders)
        stops += (self.threshold, self.is_strict, self.slots, self.cancel_button, self.accept_button)
        for before, after in pairwise(stops):
            QWidget.setTabOrder(before, after)
        self.offer_signers(tuple(signers))
        self.shares.toggled.connect(self._show_fields_of_chosen_lock)
        self.holders.itemChanged.connect(self._show_who_will_open_box)
        self.threshold.valueChanged.connect(self._show_who_will_open_box)
        self._show_fields_of_chosen_lock()

    @Slot(object)
    def offer_signers(self, signers: tuple[SignerView, ...]) -> None:
        """Offer these people; until people choose, the second one enrolled opens the box and five have shares."""
        opener, ticked = self.opener.currentData(), self._ticked_share_holder_ids()
        self.opener.clear()
        self.holders.clear()
        for place, view in enumerate(signers):
            self.opener.addItem(signer_words(view), view.signer.signer_id)
            item = QListWidgetItem(signer_words(view), self.holders)
            item.setData(Qt.ItemDataRole.UserRole, view.signer.signer_id)
            item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
            is_ticked = view.signer.signer_id in ticked or (not ticked and place < DEFAULT_HOLDERS)
            item.setCheckState(Qt.CheckState.Checked if is_ticked else Qt.CheckState.Unchecked)
        known = self.opener.findData(opener)
        self.opener.setCurrentIndex(known if known >= 0 else min(1, self.opener.count() - 1))
        if not ticked:
            self.threshold.setValue(min(DEFAULT_THRESHOLD, max(2, len(self._ticked_share_holder_ids()))))
        self.shares.setEnabled(len(signers) > 1)

    def _ticked_share_holder_ids(self) -> tuple[str, ...]:
        items = (self.holders.item(row) for row in range(self.holders.count()))
        return tuple(
            str(item.data(Qt.ItemDataRole.UserRole)) for item in items if item.checkState() == Qt.CheckState.Checked
        )

    @property
    def chosen_lock(self) -> LockChoice:
        """The lock as it is chosen."""
        if self.two_people.isChecked():
            return LockChoice(way=LockWay.TWO_PEOPLE, holders=(str(self.opener.currentData()),))
        return LockChoice(
            way=LockWay.SHARES,
            holders=self._ticked_share_holder_ids(),
            threshold=self.threshold.value(),
            is_strict=self.is_strict.isChecked(),
        )

    def answer(self) -> tuple[object, ...]:
        """Return the lock and the number of slips."""
        return self.chosen_lock, self.slots.value()

    @Slot()
    def _show_fields_of_chosen_lock(self) -> None:
        is_shared = self.shares.isChecked()
        self.show_field(self.opener, is_shown=not is_shared)
        for field in (self.holders, self.threshold):
            self.show_field(field, is_shown=is_shared)
        for part in (self.is_strict, self.strict_words):
            part.setVisible(is_shared)
        self.show_message("")
        self._show_who_will_open_box()
        self.fit_height_to_fields()

    @Slot()
    def _show_who_will_open_box(self) -> None:
        """Say in one sentence who will open the box."""
        if self.shares.isChecked():
            holders = len(self._ticked_share_holder_ids())
            words = text("vote.ready.shares_words", holders=holders, needed=self.threshold.value())
        else:
            words = text("vote.ready.two_people_words")
        self.way_words.setText(words)
        self._grow_to_paragraphs()

    @Slot()
    def _open_signers_dialog(self) -> None:
        room = self._args[0]
        assert isinstance(room, Room)
        dialog = SignersDialog(self, self._operations, room, needed=PEOPLE_WHO_DECIDE)
        dialog.settled.connect(self.offer_signers)
        dialog.open()


class TwoNamesDialog(Ask):
    """Asks once, in words, with the names of two people."""

    def __init__(self, *args: Any, **facts: Any) -> None:
        super().__init__(*args, **facts)
        self.first = self.add_line_edit(text("vote.names.first"))
        self.second = self.add_line_edit(text("vote.names.second"))

    @property
    def typed_names(self) -> tuple[str, str]:
        """Both names as typed."""
        return self.first.text(), self.second.text()

    def problem(self) -> str:
        """Two different people."""
        try:
            require_two_different_names(self.typed_names)
        except RuleBroken as error:
            return refusal_sentence(error) if error.code == "two_people_alike" else text("vote.names.missing")
        return ""

    def answer(self) -> tuple[object, ...]:
        """Return no proofs and both names; why comes between them where it is asked."""
        return (), self.typed_names


class VoidPollDialog(TwoNamesDialog):
    """Asks why a poll is void, and who declares it so."""

    def __init__(self, *args: Any, **facts: Any) -> None:
        super().__init__(*args, **facts)
        self.reason = self.add_paragraph_edit(text("vote.void.reason"))

    def problem(self) -> str:
        """A reason and two different names."""
        return super().problem() or ("" if self.reason.toPlainText().strip() else text("vote.void.missing"))

    def answer(self) -> tuple[object, ...]:
        """Return no proofs, the reason and the names."""
        return (), self.reason.toPlainText(), self.typed_names


class CertifyDialog(ChosenProofsAsk):
    """Asks two people for their proofs and for how many days the count may be challenged; a clock that may be wrong is
    told."""

    OVERRULE = ("clock_doubtful", "is_clock_right")

    def __init__(self, *args: Any, **facts: Any) -> None:
        super().__init__(*args, **facts)
        self.days = NumberBox(self, minimum=0, maximum=90, value=7, suffix=text("vote.certify.days_unit"))
        self.add_field(text("vote.certify.days"), self.days)
        self.set_tab_order_through_proofs(self.days)
        for place, part in enumerate((self._labels[self.days], self.days)):
            self.body.insertWidget(place, part)  # seen first: Enter in the last proof, as a scanner types it, certifies

    def answer(self) -> tuple[object, ...]:
        """Return the proofs and the days."""
        return self.proofs.proofs, self.days.value()


class ReasonedProofsDialog(ChosenProofsAsk):
    """Asks two people for their proofs and why they do it."""

    MISSING: ClassVar[str] = "vote.reason.missing"

    def __init__(self, *args: Any, **facts: Any) -> None:
        super().__init__(*args, **facts)
        self.reason = self.add_paragraph_edit(text(f"{self._key}.reason"))
        self.set_tab_order_through_proofs(self.reason)

    def problem(self) -> str:
        """Two different people with their proofs, and a reason."""
        found = super().problem()
        if not found and not self.reason.toPlainText().strip():
            self.reason.setFocus()  # and away from the words of a card, which are hidden then
            found = text(self.MISSING)
        return found

    def answer(self) -> tuple[object, ...]:
        """Return the proofs and the reason."""
        return self.proofs.proofs, self.reason.toPlainText()


class RollbackDialog(ReasonedProofsDialog):
    """Asks two people whether a vote goes on although its box or the record was put back, and why."""

    MISSING = "vote.rollback.missing"

    def __init__(self, *args: Any, found: str, **facts: Any) -> None:
        """`found` says all that was put back: two people decide on what they have read."""
        super().__init__(*args, **facts)
        self.body.insertWidget(
            0, with_style_property(WrappedLabel(found, self, name="rollbackFound"), "state", "danger")
        )


class PollClosingDialog(ReasonedProofsDialog):
    """Asks whether to close a vote with a lock; where slips did not come back, two people and why as well.

    Where fewer than two people sign, they are enrolled then: a vote that balances needs nobody.
    """

    def __init__(self, *args: Any, **facts: Any) -> None:
        super().__init__(*args, **facts)
        self._is_balanced = True
        self.missing_slips = with_style_property(WrappedLabel("", self, name="missingSlips"), "state", "danger")
        """Says to the end what two people decide on."""
        self.missing_slips.hide()
        self._asks_leavers = False
        self.left_unvoted = DropDown(self)
        """Each number with the 출석 it makes: in a field of figures one step from "not said" is 0, and looks like 1."""
        self.add_field(text("vote.close.left_unvoted"), self.left_unvoted)
        self.set_tab_order_through_proofs(self.left_unvoted, self.reason)
        self._first_field = None  # a vote that balances is closed by the buttons alone
        self.signers_button = button(text("signing.more"), scale="small", on_click=self._open_signers_dialog)
        self.body.insertLayout(0, row_of(self.signers_button, grow()))
        self.body.insertWidget(0, self.missing_slips)
        self._show_fields_of_decision()
        self.resize(self.minimumWidth(), self.height_needed_at(self.minimumWidth()))

    def _show_fields_of_decision(self) -> None:
        self.signers_button.setVisible(not self._is_balanced and not self.proofs.has_enough_signers)
        self.proofs.setVisible(not self._is_balanced)
        self.show_field(self.reason, is_shown=not self._is_balanced)
        self.show_field(self.left_unvoted, is_shown=self._asks_leavers)

    @Slot()
    def _open_signers_dialog(self) -> None:
        dialog = SignersDialog(self, self._operations, self._room, needed=PEOPLE_WHO_DECIDE)
        dialog.settled.connect(self._offer_signers)
        dialog.open()

    @Slot(object)
    def _offer_signers(self, signers: tuple[SignerView, ...]) -> None:
        self.proofs.offer_signers(self._room, signers, is_practice=self._is_practice)
        self.set_tab_order_through_proofs(self.left_unvoted, self.reason)
        self._show_fields_of_decision()
        self.show_message("")
        self.proofs.focus_first_empty_line()

    def show_service_refusal(self, error: SukuiError) -> None:
        """Say how many slips are missing, and let two people decide."""
        if error.code != "slips_not_returned":
            super().show_service_refusal(error)
            return
        self.show_message("")
        show_words_or_hide(self.missing_slips, refusal_sentence(error))
        least, most = (int(str(error.facts[bound])) for bound in ("least", "most"))
        present = error.facts["present"]
        assert isinstance(present, tuple)
        self._offer_numbers_of_leavers(least, present)
        self._asks_leavers = least < most
        if self._is_balanced:
            self._is_balanced = False
            self._show_fields_of_decision()
            self._grow_to_paragraphs()
            if self.proofs.has_enough_signers:
                self.proofs.focus_first_empty_line()
            else:
                self._open_signers_dialog()

    def _offer_numbers_of_leavers(self, least: int, present: Sequence[str]) -> None:
        """Offer every number from `least` on with its 출석; what was said stands where nothing changed meanwhile."""
        choices = [text("vote.close.left_unvoted_unset")]
        for count, people in enumerate(present, start=least):
            choices.append(text("vote.close.left_unvoted_choice", count=f"{count:,}", present=f"{int(people):,}"))
        if choices == [self.left_unvoted.itemText(place) for place in range(self.left_unvoted.count())]:
            return
        self.left_unvoted.clear()
        for place, words in enumerate(choices):
            self.left_unvoted.addItem(words, least + place - 1 if place else None)

    def problem(self) -> str:
        """Nothing, until slips are missing."""
        return "" if self._is_balanced else super().problem()

    def answer(self) -> tuple[object, ...]:
        """Return the proofs, the reason and what was said of those who left; nothing while no slip is known to be
        missing."""
        return () if self._is_balanced else (*super().answer(), self._answer_on_leavers)

    @property
    def _answer_on_leavers(self) -> int | None:
        said = self.left_unvoted.currentData()
        return int(said) if self._asks_leavers and said is not None else None


class BoxOpeningDialog(ProofAsk):
    """Asks those who hold the key of a box for their proofs; what opens it says the words of its key."""

    def __init__(self, *args: Any, lock: LockView, **facts: Any) -> None:
        super().__init__(*args, **facts)
        if lock.holders:
            self.show_lines_of_signers(lock.holders, lock.needed)
        else:
            self.show_passphrase_line(text("vote.count.passphrase"))

    def answer(self) -> tuple[object, ...]:
        """Return the proofs, or the passphrase of an old poll, as one argument."""
        return (self.proofs.given_proofs_or_passphrase,)


class KioskPinDialog(AskDialog):
    """Asks for the PIN with which staff will leave the kiosk window, twice."""

    pin_chosen = Signal(str)

    def __init__(self, parent: QWidget, key: str = "vote.kiosk") -> None:
        """`key` is that of the words around the two fields."""
        super().__init__(parent, title=text(f"{key}.title"), words=text(f"{key}.words"), accept=text(f"{key}.accept"))
        self.pin = self.add_line_edit(text("vote.kiosk.pin"), is_secret=True)
        self.again = self.add_line_edit(text("vote.kiosk.again"), is_secret=True)
        for field in (self.pin, self.again):
            field.setMaxLength(PIN_MOST)
            field.setInputMethodHints(Qt.InputMethodHint.ImhDigitsOnly | Qt.InputMethodHint.ImhHiddenText)

    def problem(self) -> str:
        """Four to eight digits, twice the same."""
        pin = self.pin.text()
        if not (PIN_LEAST <= len(pin) <= PIN_MOST and pin.isascii() and pin.isdecimal()):
            return text("vote.kiosk.wrong")
        return "" if pin == self.again.text() else text("vote.kiosk.differs")

    def act_on_answer(self) -> None:
        """Announce the PIN."""
        self.pin_chosen.emit(self.pin.text())
        super().act_on_answer()
