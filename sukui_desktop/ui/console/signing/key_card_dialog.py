"""A new key card: shown and printed once, then tried, so that nobody leaves with a card that does not work."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QGridLayout, QWidget

from sukui_desktop.assets.messages import text
from sukui_desktop.domain.errors import SukuiError
from sukui_desktop.domain.papers.key_card import KeyCardPaper
from sukui_desktop.models.signer import SignerWay
from sukui_desktop.services.file_reading_and_saving import make_and_save_document
from sukui_desktop.services.opened_meeting import Room
from sukui_desktop.services.person_keys import SignerProof
from sukui_desktop.services.signing.key_card_paper import compose_key_card_paper, make_key_card_pdf
from sukui_desktop.services.signing.signers import EnrolledSigner, KeyCard, try_proof, withdraw_signer
from sukui_desktop.ui.console.handover.open_and_print import print_or_open_made_file
from sukui_desktop.ui.dialog_base import HelpedDialog, fit_dialog_height
from sukui_desktop.ui.service_queues import Operations
from sukui_desktop.ui.signer_proof_fields import SecretLine
from sukui_desktop.ui.widgets.basic_widgets import (
    button,
    field_label,
    heading,
    show_words_in_state,
    with_style_property,
)
from sukui_desktop.ui.widgets.labels_without_markup import PlainLabel
from sukui_desktop.ui.widgets.layouts import column_of, grow, row_of
from sukui_desktop.ui.widgets.qr_picture import QrPicture
from sukui_desktop.ui.widgets.wrapped_label import WrappedLabel
from sukui_desktop.wording.refusal_sentences import refusal_sentence
from sukui_desktop.wording.times import date_words

_COLUMNS = 4
_CODE_PX = 260


class KeyCardDialog(HelpedDialog):
    """Two pages: the card, and a line to try it in while the card is hidden; only a card that works closes it."""

    card_given_up = Signal()
    """The person was withdrawn: there is no card."""

    def __init__(
        self, parent: QWidget, operations: Operations, room: Room, name: str, enrolled: EnrolledSigner
    ) -> None:
        super().__init__(parent, text("signing.card_dialog.title", name=name))
        assert enrolled.card is not None
        self._operations, self._room, self._name = operations, room, name
        self._signer_id, self._card = enrolled.signer_id, enrolled.card
        self._is_tried = False
        self._folder: Path | None = None
        """Where the page to be printed is until this closes."""
        self.setMinimumWidth(860)
        self.message = WrappedLabel(name="cardMessage")
        self.print_button = button(
            text("signing.card_dialog.print"), icon_name="print", on_click=self._compose_card_to_print
        )
        self.go_on_button = button(text("signing.card_dialog.go_on"), "primary", on_click=self._show_trial_page)
        self.typed = SecretLine(SignerWay.CARD, self)
        self.try_button = button(text("signing.card_dialog.try"), "primary", on_click=self._try_typed_card)
        self.again_button = button(text("signing.card_dialog.show_again"), on_click=self._show_card_again)
        self.give_up_button = button(
            text("signing.card_dialog.give_up"), "quiet", on_click=self._withdraw_signer_of_card
        )
        self.close_button = button(text("signing.card_dialog.close"), "primary", on_click=self.accept)
        self._card_page, self._trial_page = self._make_card_page(self._card), self._make_trial_page()
        self._trial_page.hide()
        column_of(
            heading(self.windowTitle()),
            self._card_page,
            self._trial_page,
            grow(),
            row_of(self.give_up_button, grow(), self.close_button),
            self.message,  # under the buttons, which stay where they are when it comes
            spacing=12,
            margins=(28, 24, 28, 24),
            into=self,
        )
        self.typed.entered.connect(self.try_button.click)
        self.close_button.hide()
        self.go_on_button.setFocus()

    def _make_card_page(self, card: KeyCard) -> QWidget:
        page, words = QWidget(self), QGridLayout()
        words.setHorizontalSpacing(22)
        words.setVerticalSpacing(10)
        rows = -(-len(card.words) // _COLUMNS)
        for place, word in enumerate(card.words):
            shown = with_style_property(
                PlainLabel(text("signing.card_dialog.word", number=place + 1, word=word)), "heading", "2"
            )
            shown.setObjectName("cardWord")
            words.addWidget(shown, place % rows, place // rows)
        code = QrPicture(page)
        code.setFixedSize(_CODE_PX, _CODE_PX)
        code.show_code_of_text(card.code)
        until = text("signing.card_dialog.until", until=date_words(card.valid_until_ms))
        column_of(
            WrappedLabel(text("signing.card_dialog.words", name=self._name)),
            with_style_property(WrappedLabel(until, name="cardUntil"), "strong", "true"),
            row_of(grow(words), code, spacing=20),
            row_of(self.print_button, grow(), self.go_on_button),
            spacing=14,
            margins=0,
            into=page,
        )
        return page

    def _make_trial_page(self) -> QWidget:
        page = QWidget(self)
        column_of(
            WrappedLabel(text("signing.card_dialog.try_words", name=self._name)),
            field_label(text("signing.card_dialog.try_label"), self.typed),
            self.typed,
            row_of(self.again_button, grow(), self.try_button),
            grow(),
            spacing=10,
            margins=0,
            into=page,
        )
        return page

    def reject(self) -> None:
        """Stay open until the card was tried: Escape would lose it."""
        if self._is_tried:
            super().reject()

    def done(self, result: int) -> None:
        """Close, leaving neither card nor page behind."""
        self.typed.clear()
        if self._folder is not None:
            shutil.rmtree(self._folder, ignore_errors=True)
        super().done(result)

    @Slot()
    def _compose_card_to_print(self) -> None:
        self.print_button.setEnabled(False)
        about = (self._room, self._name, self._card)
        self._operations.run(
            self, compose_key_card_paper, *about, on_done=self._make_pdf_of_card, on_refused=self._show_refusal
        )

    def _make_pdf_of_card(self, paper: KeyCardPaper) -> None:
        self._folder = self._folder or Path(tempfile.mkdtemp(prefix="sukui-card-"))  # for this user alone
        made = (make_key_card_pdf, self._folder / "card.pdf", paper)
        done, refused = self._print_made_page, self._show_refusal
        self._operations.run(self, make_and_save_document, *made, on_done=done, on_refused=refused, queue="making")

    def _print_made_page(self, path: Path) -> None:
        self.print_button.setEnabled(True)
        done = print_or_open_made_file(path)
        show_words_in_state(
            self.message, text(f"signing.card_dialog.{done}"), "warning" if done == "no_program" else ""
        )

    @Slot()
    def _show_trial_page(self) -> None:
        show_words_in_state(self.message, "")
        self._show_card_or_trial_page(is_trial=True)
        self.typed.setFocus()

    def _show_card_or_trial_page(self, *, is_trial: bool) -> None:
        """Show the card or its trial, in a window that is as high as that page."""
        self._card_page.setVisible(not is_trial)
        self._trial_page.setVisible(is_trial)
        fit_dialog_height(self)

    @Slot()
    def _show_card_again(self) -> None:
        show_words_in_state(self.message, "")
        self.typed.clear()
        self._show_card_or_trial_page(is_trial=False)
        self.go_on_button.setFocus()

    @Slot()
    def _try_typed_card(self) -> None:
        self.try_button.setEnabled(False)
        proof = SignerProof(self._signer_id, self.typed.text())
        self._operations.run(
            self, try_proof, self._room, proof, on_done=self._finish_trial, on_refused=self._show_refusal
        )

    def _finish_trial(self, answer: object = None) -> None:
        self._is_tried = True
        self.typed.clear()
        for part in (self.typed, self.again_button, self.give_up_button, self.try_button):
            part.setEnabled(False)
        show_words_in_state(self.message, text("signing.card_dialog.works", name=self._name), "success")
        self.close_button.show()
        self.close_button.setFocus()

    def _show_refusal(self, error: SukuiError) -> None:
        self.try_button.setEnabled(True)
        self.print_button.setEnabled(True)
        show_words_in_state(self.message, refusal_sentence(error), "danger")
        if self._trial_page.isVisible():
            self.typed.setFocus()

    @Slot()
    def _withdraw_signer_of_card(self) -> None:
        """Withdraw the person: a card that nobody has must not be asked for later."""
        about = (self._room, self._signer_id)
        self._operations.run(
            self, withdraw_signer, *about, on_done=self._close_after_giving_up, on_refused=self._show_refusal
        )

    def _close_after_giving_up(self, answer: object = None) -> None:
        self.card_given_up.emit()
        self.accept()
