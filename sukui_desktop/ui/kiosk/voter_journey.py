"""The kiosk's pages and which follows which: one voter's way from 시작 to 접수됨, and the wiping at its end."""

from __future__ import annotations

import gc

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtWidgets import QStackedWidget, QWidget

from sukui_desktop.domain.methods.ballot_kind import Asks
from sukui_desktop.domain.methods.registry import ballot_kind_of
from sukui_desktop.domain.question.definition import Definition
from sukui_desktop.services.vote.ballot_sealing import AuditedBallot
from sukui_desktop.ui.kiosk.ballot_audit_pages import AuditAskPage, AuditedPage, SealedPage
from sukui_desktop.ui.kiosk.ballot_cards import Card, make_cards
from sukui_desktop.ui.kiosk.ballot_casting import CastingFlow, ConfirmPage, DonePage, SendingPage
from sukui_desktop.ui.kiosk.choice_page import MOST_ANSWERS, ChoicePage
from sukui_desktop.ui.kiosk.idle_warning import IdleWatch
from sukui_desktop.ui.kiosk.marking_rules.base import ListMarking, VoterMarking
from sukui_desktop.ui.kiosk.marking_rules.by_method import make_marking
from sukui_desktop.ui.kiosk.next_voter_page import NextVoterPage
from sukui_desktop.ui.kiosk.opinion_page import OpinionPage
from sukui_desktop.ui.kiosk.option_list_page import ListPage
from sukui_desktop.ui.kiosk.page_base import AskPage, KioskPage
from sukui_desktop.ui.kiosk.project_detail_page import DetailPage
from sukui_desktop.ui.kiosk.staff_pin import PinGate, PinPage
from sukui_desktop.ui.kiosk.start_and_guide_pages import GuidePage, SlipNumber, StartPage
from sukui_desktop.ui.kiosk.timeouts_and_countdown import Pace


class Pages(QStackedWidget):
    """All pages; `show_page` puts the keyboard where the page wants it."""

    page_shown = Signal()
    """Another page, or another step of one, is before the voter."""

    def __init__(self, number: SlipNumber, gate: PinGate, pace: Pace, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.start = StartPage(number, pace, self)
        self.guide = GuidePage(self)
        self.list = ListPage(self)
        self.choice = ChoicePage(self)
        self.opinion = OpinionPage(self)
        self.asking: AskPage = self.list
        """The page on which this poll's question is answered."""
        self.detail = DetailPage(self)
        self.confirm = ConfirmPage(self)
        self.sealed = SealedPage(self)
        self.audit_ask = AuditAskPage(self)
        self.audited = AuditedPage(self)
        self.sending = SendingPage(self)
        self.done = DonePage(pace.receipt_s, pace.tick_ms, self)
        self.pin = PinPage(gate, pace, self)
        self.next_voter = NextVoterPage(pace, self)
        for page in self.all_pages():
            self.addWidget(page)
        self.list.step_shown.connect(self.page_shown)

    def all_pages(self) -> tuple[KioskPage, ...]:
        """Return every page, in the order of a voter's way."""
        return (
            self.start,
            self.guide,
            *self.asking_pages(),
            self.detail,
            self.confirm,
            self.sealed,
            self.audit_ask,
            self.audited,
            self.sending,
            self.done,
            self.pin,
            self.next_voter,
        )

    def asking_pages(self) -> tuple[AskPage, ...]:
        """Return the pages of which one asks."""
        return (self.list, self.choice, self.opinion)

    def set_ballot(self, definition: Definition, cards: tuple[Card, ...], marking: VoterMarking) -> None:
        """Show this ballot from now on."""
        self.guide.show_poll_question_and_limits(definition)
        self.confirm.set_cast_button_words(seals_first=definition.has_audits)
        if isinstance(marking, ListMarking):
            self.confirm.set_ballot(cards)
        asks = ballot_kind_of(definition.question).asks
        if asks is Asks.BUTTONS and len(cards) > MOST_ANSWERS:
            asks = Asks.LIST
        self.asking = {Asks.LIST: self.list, Asks.BUTTONS: self.choice, Asks.TEXT: self.opinion}[asks]
        self.asking.set_ballot(cards, marking)

    def show_page(self, page: KioskPage) -> None:
        """Show a page and give it the keyboard, letters only where it takes them."""
        self.setCurrentWidget(page)
        self.page_shown.emit()
        self.start.number.pass_keys_to_text_field(page.accepts_keyboard_letters())
        page.first_focus().setFocus()

    def reset_all_pages(self) -> None:
        """Let every page forget the voter."""
        for page in self.all_pages():
            page.reset()


class Journey(QObject):
    """Knows the voter's marks and moves between pages; the casting flow knows the token."""

    ended = Signal(bool)
    """A voter's way ended at 시작: True with a ballot in the box, False when the voter left with an unused slip."""

    def __init__(self, pages: Pages, casting: CastingFlow, idle: IdleWatch, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._pages = pages
        self._casting = casting
        self._idle = idle
        self._definition: Definition | None = None
        self._cards: tuple[Card, ...] = ()
        self.marking: VoterMarking | None = None
        self._typed = ""
        """The number that was typed or scanned here and is being asked for."""
        self._audit = 0
        """Number of the audit that is shown."""
        self.waits_at_guide = False
        """Whether the guide stands until the voter comes: staff opened it, and the voter is still on the way."""
        self._connect_signals()

    def set_poll_definition(self, definition: Definition) -> None:
        """Ask this from now on; the same definition again changes nothing, not even for a voter at work."""
        if definition == self._definition:
            return
        self._definition = definition
        self._cards = make_cards(definition)
        self.marking = make_marking(definition.question, definition.currency)
        self._pages.set_ballot(definition, self._cards, self.marking)
        self.wipe_voter_and_show_start()

    @property
    def is_waiting_for_voter(self) -> bool:
        """True while nobody votes: 시작 is shown."""
        return self._pages.currentWidget() is self._pages.start

    @Slot()
    def wipe_voter_and_show_start(self) -> None:
        """Wipe the voter from marks, pages, token and memory, and show 시작."""
        self._idle.watch_idle_voter(False)
        if self.marking is not None:
            self.marking.wipe()
        was_voting, is_cast = self._pages.currentWidget() is not self._pages.start, not self._casting.has_token
        self._casting.wipe_voter()
        self._typed = ""
        self._pages.reset_all_pages()
        self._pages.show_page(self._pages.start)
        if was_voting:
            self.ended.emit(is_cast)
        # Between voters, never during one: pages and delegates know each other, so only this frees what they dropped.
        gc.collect()

    @Slot(str)
    def check_token(self, token: str) -> None:
        """Ask for a slip; it counts only on 시작, while the poll is open and no other slip is asked for."""
        if self.is_waiting_for_voter and token and self._pages.start.is_open and not self._casting.is_checking_token:
            self._pages.start.show_slip_being_checked()
            self._casting.check_token(token)

    def _connect_signals(self) -> None:
        pages, casting = self._pages, self._casting
        pages.start.token_entered.connect(self._check_typed_token)
        pages.start.number.entered.connect(self._check_typed_token)
        pages.guide.begun.connect(self._watch_and_show_asking_page)
        pages.guide.quitted.connect(self.wipe_voter_and_show_start)
        for page in pages.asking_pages():
            page.left.connect(self._show_guide)
            page.finished.connect(self._show_confirm_page)
        pages.opinion.written.connect(self._idle.restart_idle_time)
        pages.list.details_wanted.connect(self._show_details)
        pages.list.search_toggled.connect(pages.start.number.pass_keys_to_text_field)
        pages.detail.closed.connect(self._show_asking_page)
        pages.detail.marks_changed.connect(pages.list.refresh_counts_and_marks)
        pages.confirm.back_wanted.connect(self._show_asking_page)
        pages.confirm.marks_changed.connect(pages.list.refresh_counts_and_marks)
        pages.confirm.cast_wanted.connect(self._seal_or_cast_answer)
        pages.sealed.back_wanted.connect(self._show_asking_page)
        pages.sealed.cast_wanted.connect(self._cast_sealed_ballot)
        pages.sealed.audit_wanted.connect(self._show_page_that_asks_about_audit)
        pages.audit_ask.back_wanted.connect(self._show_sealed_page_again)
        pages.audit_ask.open_wanted.connect(self._open_sealed_ballot)
        pages.audit_ask.given_up.connect(self._show_asking_page)
        pages.audited.agreed.connect(self._end_audit_and_ask_again)
        pages.audited.stopped.connect(self.wipe_voter_and_show_start)
        pages.audited.disputed.connect(self._dispute_audit)
        pages.sending.again_wanted.connect(self._send_ballot_again)
        pages.sending.given_up.connect(self.wipe_voter_and_show_start)
        pages.done.finished.connect(self.wipe_voter_and_show_start)
        self._idle.ran_out.connect(self.wipe_voter_and_show_start)
        casting.token_accepted.connect(self._show_guide_to_new_voter)
        casting.token_unread.connect(self._show_token_for_correction)
        casting.token_refused.connect(pages.start.show_slip_refusal)
        casting.accepted.connect(self._show_receipt)
        casting.undelivered.connect(self._show_delivery_failure)
        casting.sealed.connect(self._show_sealed_ballot)
        casting.audited.connect(self._show_audited_ballot)
        casting.audit_refused.connect(self._show_audit_failure)
        casting.disputed.connect(self._show_noted_dispute)
        casting.dispute_refused.connect(self._show_dispute_failure)

    @Slot(str)
    def _check_typed_token(self, token: str) -> None:
        if not self._casting.is_checking_token:
            self._typed = token
            self.check_token(token)

    @Slot()
    def _show_token_for_correction(self) -> None:
        """Give a number that was typed here back to be corrected; one that came from a desk is not shown."""
        self._pages.start.number.show_refused_number(self._typed)
        self._typed = ""

    @Slot()
    def _show_guide_to_new_voter(self) -> None:
        self._typed = ""
        self._pages.start.reset()
        self._idle.watch_idle_voter(not self.waits_at_guide)
        self._pages.show_page(self._pages.guide)

    @Slot()
    def _watch_and_show_asking_page(self) -> None:
        self._idle.watch_idle_voter(True)
        self._show_asking_page()

    @Slot()
    def _show_guide(self) -> None:
        self._pages.show_page(self._pages.guide)

    @Slot()
    def _show_asking_page(self) -> None:
        """Let the voter choose, or choose again: what was sealed before is not cast any more."""
        self._casting.forget_openable()
        self._pages.show_page(self._pages.asking)

    @Slot(int)
    def _show_details(self, option: int) -> None:
        if self._definition is not None and isinstance(self.marking, ListMarking):
            self._pages.detail.show_project(
                self._cards[option], self._definition.question.options[option], self.marking
            )
            self._pages.show_page(self._pages.detail)

    @Slot()
    def _show_confirm_page(self) -> None:
        if self.marking is not None:
            self._pages.confirm.show_marks(self.marking)
            self._pages.show_page(self._pages.confirm)

    @Slot()
    def _seal_or_cast_answer(self) -> None:
        if self.marking is None:
            return
        if self._has_audits:
            self._casting.seal_openably(self.marking.answer)
            return
        self._show_sending_page()
        self._casting.seal_and_cast(self.marking.answer)

    def _show_sending_page(self) -> None:
        """Show that a ballot is on its way: it must be answered, however long the voter looks away."""
        self._idle.watch_idle_voter(False)
        self._pages.sending.reset()
        self._pages.show_page(self._pages.sending)

    def send_waiting_ballot_again(self) -> None:
        """Send a ballot again that had no answer, or that staff's pause kept out, now that the hub answers."""
        if not self._casting.why_it_waits_for_hub or self._casting.is_waiting_for_answer:
            return
        if self._pages.sending.give_up.isHidden():
            self._casting.send_sealed_ballot_again()
        else:  # whoever may leave may not while it is on its way
            self._send_ballot_again()

    @Slot()
    def _send_ballot_again(self) -> None:
        self._show_sending_page()
        if self._casting.is_waiting_for_receipt:
            self._casting.send_sealed_ballot_again()
        elif self.marking is not None and self._has_audits:
            self._casting.seal_openably(self.marking.answer)
        elif self.marking is not None:
            self._casting.seal_and_cast(self.marking.answer)

    @property
    def _has_audits(self) -> bool:
        return self._definition is not None and self._definition.has_audits

    @Slot(str)
    def _show_sealed_ballot(self, code: str) -> None:
        self._pages.sealed.show_ballot_code(code, may_audit=self._casting.may_audit)
        self._pages.audit_ask.show_ballot_code(code)
        self._pages.show_page(self._pages.sealed)

    @Slot()
    def _cast_sealed_ballot(self) -> None:
        self._show_sending_page()
        self._casting.cast_openable()

    @Slot()
    def _show_page_that_asks_about_audit(self) -> None:
        self._pages.show_page(self._pages.audit_ask)

    @Slot()
    def _show_sealed_page_again(self) -> None:
        self._pages.show_page(self._pages.sealed)

    @Slot()
    def _open_sealed_ballot(self) -> None:
        """Have it opened; until that is answered nobody is wiped, as the voter must see what was in it."""
        self._idle.watch_idle_voter(False)
        self._pages.sending.show_ballot_being_opened()
        self._pages.show_page(self._pages.sending)
        self._casting.audit_openable()

    @Slot(object)
    def _show_audited_ballot(self, audited: AuditedBallot) -> None:
        self._idle.watch_idle_voter(True)
        if self._definition is not None and self.marking is not None:
            # What everybody has seen is not cast by one more press: the voter chooses anew.
            self.marking.wipe()
            self._pages.confirm.reset()
            self._audit = audited.number
            self._pages.audited.show_opened_ballot(audited, self._definition.question)
            self._pages.show_page(self._pages.audited)

    @Slot(str)
    def _show_audit_failure(self, sentence: str) -> None:
        self._idle.watch_idle_voter(True)
        self._pages.audit_ask.show_opening_failure(sentence)
        self._pages.show_page(self._pages.audit_ask)

    @Slot()
    def _dispute_audit(self) -> None:
        self._idle.watch_idle_voter(False)
        self._pages.audited.show_dispute_being_recorded()
        self._casting.dispute_audit(self._audit)

    @Slot()
    def _show_noted_dispute(self) -> None:
        self._idle.watch_idle_voter(True)
        self._pages.audited.show_dispute_recorded()
        self._pages.show_page(self._pages.audited)

    @Slot(str)
    def _show_dispute_failure(self, sentence: str) -> None:
        self._idle.watch_idle_voter(True)
        self._pages.audited.show_dispute_failure(sentence)
        self._pages.show_page(self._pages.audited)

    @Slot()
    def _end_audit_and_ask_again(self) -> None:
        self._pages.audited.reset()
        for page in self._pages.asking_pages():
            page.reset()
        self._show_asking_page()

    @Slot(str)
    def _show_receipt(self, receipt: str) -> None:
        if self.marking is not None:
            self.marking.wipe()
        self._pages.confirm.reset()
        is_given = self._definition is None or self._definition.has_receipts
        self._pages.done.show_receipt(receipt, is_given=is_given)
        self._pages.show_page(self._pages.done)

    @Slot(str, bool)
    def _show_delivery_failure(self, sentence: str, is_kept_out: bool) -> None:
        # A ballot that is surely in no box leaves the slip good: whoever walks off is wiped. Else staff are needed.
        self._idle.watch_idle_voter(is_kept_out)
        sending, why_it_waits = self._pages.sending, self._casting.why_it_waits_for_hub
        was_shown = sending.shows_failure and self._pages.currentWidget() is sending
        sending.show_delivery_failure(sentence, is_kept_out=is_kept_out, waits_for_hub=why_it_waits)
        if not was_shown:  # sent again by itself in vain: the button under the finger stays
            self._pages.show_page(sending)
