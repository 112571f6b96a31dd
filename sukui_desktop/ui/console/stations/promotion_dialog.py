"""이 컴퓨터를 진행석으로 세우기: which kiosks handed over what they kept, and what two people decide meanwhile."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QTimer, Slot
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QWidget

from sukui_desktop.assets.messages import text
from sukui_desktop.domain.errors import SukuiError
from sukui_desktop.domain.two_people import PEOPLE_WHO_DECIDE
from sukui_desktop.models.ids import PollId
from sukui_desktop.services.opened_meeting import Room
from sukui_desktop.services.promotion.promotion import (
    KioskState,
    KioskToGather,
    PromotionView,
    go_on_after_promotion,
    promote_hub,
    read_promotion,
    write_off_kiosk,
)
from sukui_desktop.services.signing.signers import SignerView
from sukui_desktop.services.stations.station_reports import StationControl
from sukui_desktop.ui.console.signing.enrolled_signers_dialog import SignersDialog
from sukui_desktop.ui.console.vote.step_dialogs import ReasonedProofsDialog
from sukui_desktop.ui.dialog_base import HelpedDialog, resize_dialog_within_screen
from sukui_desktop.ui.service_queues import Operations
from sukui_desktop.ui.signer_proof_fields import ChosenProofs
from sukui_desktop.ui.widgets.basic_widgets import button, heading, show_words_or_hide, with_style_property
from sukui_desktop.ui.widgets.layouts import column_of, grow, row_of
from sukui_desktop.ui.widgets.rows_table import Column, RowsTable
from sukui_desktop.ui.widgets.wrapped_label import WrappedLabel
from sukui_desktop.wording.refusal_sentences import refusal_sentence

_REFRESH_MS = 1000
_SIZE = (900, 560)
_WIDTHS = (0, 220, 160)
_STILL_OUT = (KioskState.WAITING, KioskState.DIFFERS)


class PromotionDialog(HelpedDialog):
    """One sentence that says what is next, the kiosks, and the three acts of two people."""

    help_key = "promotion.help"

    def __init__(
        self, parent: QWidget, operations: Operations, room: Room, control: StationControl, poll_id: PollId
    ) -> None:
        super().__init__(parent, text("promotion.title"))
        self._operations, self._room, self._control, self._poll_id = operations, room, control, poll_id
        self._view: PromotionView | None = None
        columns = (
            Column[KioskToGather]("promotion.column.name", "name"),
            Column[KioskToGather]("promotion.column.state", kiosk_state_words),
            Column[KioskToGather]("promotion.column.kept", _kept_words),
        )
        self.table: RowsTable[KioskToGather] = RowsTable(
            columns,
            _searchable_texts_of_kiosk,
            name=text("promotion.table"),
            empty=text("promotion.empty"),
            widths=_WIDTHS,
            unit=text("widgets.units.machines"),
        )
        self.words = WrappedLabel("", self, name="promotionWords")
        self.addresses = WrappedLabel("", self, name="promotionAddresses")
        self.refusal = with_style_property(WrappedLabel("", self, name="promotionRefusal"), "state", "danger")
        self.refusal.hide()
        self.promote_button = button(text("promotion.promote"), "primary", on_click=self._ask_to_promote)
        self.write_off_button = button(text("promotion.write_off"), on_click=self._ask_to_write_off)
        self.go_on_button = button(text("promotion.go_on"), "primary", on_click=self._ask_to_go_on)
        self.close_button = button(text("stations.close"), on_click=self.reject)
        column_of(
            heading(self.windowTitle()),
            self.words,
            self.addresses,
            self.refusal,
            grow(self.table),
            row_of(self.promote_button, self.go_on_button, self.write_off_button, grow(), self.close_button),
            spacing=12,
            margins=(28, 24, 28, 24),
            into=self,
        )
        resize_dialog_within_screen(self, _SIZE)
        self._timer = QTimer(self, interval=_REFRESH_MS)
        self._timer.timeout.connect(self._look_again)
        self.table.view.selectionModel().selectionChanged.connect(self._show_buttons)
        self._show_buttons()

    def showEvent(self, event: QShowEvent) -> None:
        """Look from now on."""
        super().showEvent(event)
        self._timer.start()
        self._look_again()

    def hideEvent(self, event: QHideEvent) -> None:
        """Look no more."""
        self._timer.stop()
        super().hideEvent(event)

    @Slot()
    def _look_again(self) -> None:
        self._operations.run(
            self, read_promotion, self._room, self._poll_id, on_done=self._show_view, on_refused=self._show_refusal
        )

    def _show_view(self, view: PromotionView) -> None:
        chosen, self._view = self.table.chosen_row, view
        show_words_or_hide(self.refusal, "")
        self.table.show_rows(view.kiosks)
        for place, kiosk in enumerate(view.kiosks):
            if chosen is not None and kiosk.station_id == chosen.station_id:
                self.table.choose_row(place)
        self.words.setText(promotion_words(view))
        places = ", ".join(self._control.list_addresses()) if view.is_under_way else ""
        show_words_or_hide(self.addresses, text("promotion.addresses", addresses=places) if places else "")
        self._show_buttons()

    def _show_refusal(self, error: SukuiError) -> None:
        show_words_or_hide(self.refusal, refusal_sentence(error))

    @Slot()
    def _show_buttons(self) -> None:
        view, chosen = self._view, self.table.chosen_row
        is_open = view is not None and view.is_under_way and not view.is_locked
        self.promote_button.setVisible(view is not None and (view.is_needed or view.is_locked))
        self.go_on_button.setVisible(is_open)
        self.go_on_button.setEnabled(is_open and view is not None and view.is_gathered)
        self.write_off_button.setVisible(is_open)
        self.write_off_button.setEnabled(chosen is not None and chosen.state in _STILL_OUT)

    @Slot()
    def _ask_to_promote(self) -> None:
        if self._view is not None:
            self._open_question(
                PromoteDialog, "promotion.promoting", promote_hub, self._poll_id, view=self._view, is_dangerous=True
            )

    @Slot()
    def _ask_to_write_off(self) -> None:
        kiosk = self.table.chosen_row
        if kiosk is not None:
            args = (self._poll_id, kiosk.station_id)
            self._open_question(
                DecisionOfMachineDialog,
                "promotion.writing_off",
                write_off_kiosk,
                *args,
                name=kiosk.name,
                is_dangerous=True,
            )

    @Slot()
    def _ask_to_go_on(self) -> None:
        if self._view is not None:
            self._open_question(
                DecisionOfMachineDialog,
                "promotion.going_on",
                go_on_after_promotion,
                self._poll_id,
                count=f"{self._view.ballots:,}",
            )

    def _open_question(
        self, kind: type[ReasonedProofsDialog], key: str, service: Any, *args: Any, **facts: Any
    ) -> None:
        title = self._view.title if self._view is not None else ""
        dialog = kind(self, self._operations, service, self._room, *args, key=key, title=title, **facts)
        dialog.answered.connect(self._look_again)
        dialog.open()


class DecisionOfMachineDialog(ReasonedProofsDialog):
    """Asks two people for their proofs and why; where fewer sign by this copy of the record, they are enrolled."""

    needed = PEOPLE_WHO_DECIDE

    def __init__(self, *args: Any, **facts: Any) -> None:
        super().__init__(*args, **facts)
        self.signers_button = button(text("signing.more"), scale="small", on_click=self._open_signers_dialog)
        self.signers_button.hide()
        self.body.insertLayout(0, row_of(self.signers_button, grow()))
        self.proofs.grown.connect(self._offer_to_enrol_signers)

    @Slot()
    def _offer_to_enrol_signers(self) -> None:
        is_offered = not self.proofs.has_enough_signers
        self.signers_button.setVisible(is_offered)
        if is_offered and self.isVisible() and not self.proofs.rows:
            self.signers_button.setFocus()

    @Slot()
    def _open_signers_dialog(self) -> None:
        dialog = SignersDialog(self, self._operations, self._room, needed=self.needed)
        dialog.settled.connect(self._offer_signers)
        dialog.open()

    @Slot(object)
    def _offer_signers(self, signers: tuple[SignerView, ...]) -> None:
        self.proofs.offer_signers(self._room, signers, is_practice=self._is_practice)
        self._order_tabs()
        self.show_message("")
        self.proofs.focus_first_empty_line()


class PromoteDialog(DecisionOfMachineDialog):
    """Asks two people, or as many as open the box, for their proofs, the words of the last sheet and why."""

    def __init__(self, *args: Any, view: PromotionView, **facts: Any) -> None:
        self._view, self.needed = view, view.people_needed
        super().__init__(*args, **facts)
        is_first = not view.is_locked
        self.stick = WrappedLabel(text("promotion.promoting.stick", folder=view.folder), self, name="promotionStick")
        self.no_sheet = with_style_property(
            WrappedLabel(text("promotion.promoting.no_sheet"), self, name="promotionNoSheet"), "state", "danger"
        )
        for words, is_said in ((self.stick, is_first), (self.no_sheet, is_first and not view.has_sheet)):
            words.setVisible(is_said)
            self.body.insertWidget(0, words)
        self.sheet = self.add_paragraph_edit(text("promotion.promoting.sheet"))
        for part in (self._labels[self.reason], self.reason):  # the sheet is compared first, as the words above say
            self.body.removeWidget(part)
            self.body.addWidget(part)
        self.set_tab_order_through_proofs(self.sheet, self.reason)
        self.show_field(self.sheet, is_shown=is_first and view.has_sheet)
        self.show_field(self.reason, is_shown=is_first)

    def make_proof_lines(self) -> ChosenProofs:
        """Return lines for as many people as open the box, two at least."""
        return ChosenProofs(self._operations, self._view.people_needed, self)

    def problem(self) -> str:
        """Different people with their proofs; a reason, unless they open again what was begun."""
        return self.proofs.problem() if self._view.is_locked else super().problem()

    def answer(self) -> tuple[object, ...]:
        """Return the proofs, the words of the sheet and the reason."""
        return self.proofs.proofs, self.sheet.toPlainText().strip(), self.reason.toPlainText()


def promotion_words(view: PromotionView) -> str:
    """Return in one or two sentences where a promotion is and what is next."""
    if view.is_locked:
        return text("promotion.words.locked", title=view.title)
    if view.is_under_way and view.is_gathered:
        return text("promotion.words.gathered", title=view.title, count=f"{view.ballots:,}")
    if view.is_under_way:
        waiting = sum(kiosk.state in _STILL_OUT for kiosk in view.kiosks)
        return text("promotion.words.gathering", title=view.title, count=f"{view.ballots:,}", waiting=waiting)
    return text("promotion.words.needed" if view.is_needed else "promotion.words.not_needed", title=view.title)


def kiosk_state_words(kiosk: KioskToGather) -> str:
    """Return what became of a kiosk's copy."""
    if kiosk.state is KioskState.DIFFERS and kiosk.figures is not None:
        return text("promotion.state.differs", slips=kiosk.figures.new_slips, ballots=kiosk.figures.new_ballots)
    return text(f"promotion.state.{kiosk.state}")


def _kept_words(kiosk: KioskToGather) -> str:
    return "" if kiosk.figures is None else text("promotion.kept", count=f"{kiosk.figures.kept:,}")


def _searchable_texts_of_kiosk(kiosk: KioskToGather) -> tuple[str, str]:
    return kiosk.name, ""
