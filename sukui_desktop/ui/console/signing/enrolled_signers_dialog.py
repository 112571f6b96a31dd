"""[서명하는 사람]: who signs with keys of their own; add one, withdraw one."""

from __future__ import annotations

from PySide6.QtCore import Signal, Slot
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QWidget

from sukui_desktop.assets.messages import text
from sukui_desktop.domain.changed_tables import Changes
from sukui_desktop.services.checkin.people_search import PersonView, list_people
from sukui_desktop.services.opened_meeting import Room
from sukui_desktop.services.signing.signers import EnrolledSigner, SignerView, list_signers, withdraw_signer
from sukui_desktop.ui.ask_dialog import Ask
from sukui_desktop.ui.console.signing.key_card_dialog import KeyCardDialog
from sukui_desktop.ui.console.signing.signer_enrolment_dialog import SignerEnrolmentDialog
from sukui_desktop.ui.dialog_base import HelpedDialog, resize_dialog_within_screen
from sukui_desktop.ui.service_queues import Operations
from sukui_desktop.ui.widgets.basic_widgets import button, heading, show_words_or_hide, with_style_property
from sukui_desktop.ui.widgets.layouts import column_of, grow, row_of
from sukui_desktop.ui.widgets.rows_table import Column, RowsTable
from sukui_desktop.ui.widgets.wrapped_label import WrappedLabel
from sukui_desktop.wording.times import moment_words

_WIDTHS = (0, 130, 140, 190)


class SignersDialog(HelpedDialog):
    """The people who sign, in a table; where some are still needed it asks for the first one at once."""

    settled = Signal(object)
    """Everybody who signs now (a tuple of `SignerView`), when people go on and there are as many as are needed."""

    def __init__(self, parent: QWidget, operations: Operations, room: Room, *, needed: int = 0) -> None:
        """`needed` is how many must be enrolled before people may go on; 0 where they only look."""
        super().__init__(parent, text("signing.title"))
        self._operations, self._room, self._needed = operations, room, needed
        self.signers: tuple[SignerView, ...] = ()
        """Those who sign now."""
        self._name = ""
        self._is_given_up = False
        """People closed the question for a person: it is not asked again by itself."""
        columns = (
            Column[SignerView]("signing.column.name", "shown"),
            Column[SignerView]("signing.column.way", _signer_way_words),
            Column[SignerView]("signing.column.drawn", _drawn_by_lot_words),
            Column[SignerView]("signing.column.since", _enrolled_since_words),
        )
        self.table: RowsTable[SignerView] = RowsTable(
            columns,
            _searchable_texts_of_signer,
            name=text("signing.title"),
            empty=text("signing.empty"),
            widths=_WIDTHS,
            search_hint="search_person",
            unit=text("prepare.roster.unit"),
        )
        self.words = WrappedLabel(text("signing.words"), self)
        self.needed_words = with_style_property(WrappedLabel("", self, name="signersNeeded"), "state", "warning")
        self.add_button = button(text("signing.add"), icon_name="people", on_click=self.ask_for_one_more_signer)
        self.withdraw_button = button(text("signing.withdraw"), on_click=self._ask_to_withdraw_signer)
        self.close_button = button(text("signing.close"), on_click=self.reject)
        self.go_on_button = button(text("signing.go_on"), "primary", on_click=self._announce_signers_and_close)
        column_of(
            heading(self.windowTitle()),
            self.words,
            self.needed_words,
            grow(self.table),
            row_of(self.add_button, self.withdraw_button, grow(), self.close_button, self.go_on_button),
            spacing=12,
            margins=(28, 24, 28, 24),
            into=self,
        )
        self.needed_words.hide()
        self.go_on_button.setVisible(bool(needed))
        self.go_on_button.setEnabled(False)  # until it is known who signs
        resize_dialog_within_screen(self, (760, 480))
        self.table.view.selectionModel().selectionChanged.connect(self._enable_withdraw_button)
        self._enable_withdraw_button()

    def showEvent(self, event: QShowEvent) -> None:
        """Read who signs."""
        super().showEvent(event)
        self._load_signers()

    def _load_signers(self) -> None:
        self._operations.run(self, list_signers, self._room, on_done=self._show_signers)

    def _show_signers(self, views: tuple[SignerView, ...]) -> None:
        self.signers = tuple(view for view in views if not view.signer.is_withdrawn)
        self.table.show_rows(self.signers)
        missing = max(0, self._needed - len(self.signers))
        show_words_or_hide(self.needed_words, text("signing.needed", count=missing) if missing else "")
        self.go_on_button.setEnabled(not missing)
        self._enable_withdraw_button()
        if missing and not self._is_given_up:
            self.ask_for_one_more_signer()
        elif self._needed:
            self.go_on_button.setFocus()
        else:
            self.add_button.setFocus()

    @Slot()
    def ask_for_one_more_signer(self) -> None:
        """Ask for one more person."""
        self._is_given_up = False
        self._operations.run(self, list_people, self._room, on_done=self._open_enrol_dialog)

    def _open_enrol_dialog(self, views: tuple[PersonView, ...]) -> None:
        known = {view.signer.person_id for view in self.signers}
        people = [view.person for view in views if view.person.person_id not in known]
        dialog = SignerEnrolmentDialog(self, self._operations, self._room, people)
        dialog.answered.connect(self._remember_typed_name)
        dialog.service_done.connect(self._open_card_dialog)
        dialog.rejected.connect(self._note_enrolment_was_given_up)
        dialog.open()

    @Slot()
    def _remember_typed_name(self) -> None:
        dialog = self.sender()
        if isinstance(dialog, SignerEnrolmentDialog):
            self._name = dialog.typed_name

    @Slot(object)
    def _open_card_dialog(self, enrolled: EnrolledSigner) -> None:
        if enrolled.card is None:
            self._load_signers()
            return
        dialog = KeyCardDialog(self, self._operations, self._room, self._name, enrolled)
        dialog.finished.connect(self._load_signers_after_card)
        dialog.open()

    @Slot()
    def _load_signers_after_card(self) -> None:
        self._load_signers()

    @Slot()
    def _note_enrolment_was_given_up(self) -> None:
        self._is_given_up = True
        self.add_button.setFocus()

    @Slot()
    def _enable_withdraw_button(self) -> None:
        self.withdraw_button.setEnabled(self.table.chosen_row is not None)

    @Slot()
    def _ask_to_withdraw_signer(self) -> None:
        view = self.table.chosen_row
        if view is None:
            return
        about = (self._operations, withdraw_signer, self._room, view.signer.signer_id)
        dialog = Ask(self, *about, key="signing.ask_withdraw", is_dangerous=True, name=view.shown)
        dialog.service_done.connect(self._load_signers_after_withdrawal)
        dialog.open()

    @Slot(object)
    def _load_signers_after_withdrawal(self, changes: Changes) -> None:
        self._load_signers()

    @Slot()
    def _announce_signers_and_close(self) -> None:
        self.settled.emit(self.signers)
        self.accept()


def _signer_way_words(view: SignerView) -> str:
    return text(f"signing.way.{view.signer.way}")


def _drawn_by_lot_words(view: SignerView) -> str:
    return text("signing.drawn") if view.signer.is_drawn else ""


def _enrolled_since_words(view: SignerView) -> str:
    return moment_words(view.signer.enrolled_at_ms)


def _searchable_texts_of_signer(view: SignerView) -> tuple[str, str]:
    return view.shown, ""
