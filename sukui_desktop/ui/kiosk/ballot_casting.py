"""Casting: the flow that seals and casts an answer, and its pages 확인, 제출 and 접수됨."""

from __future__ import annotations

from PySide6.QtCore import QObject, QRectF, Qt, Signal, Slot
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QWidget

from sukui_desktop.assets.messages import text
from sukui_desktop.domain.ballot_audit import MOST_AUDITS
from sukui_desktop.domain.changed_tables import Changes
from sukui_desktop.domain.errors import DeviceFault, StorageFault, SukuiError
from sukui_desktop.domain.methods.ballot_kind import Answer, Verdict
from sukui_desktop.services.vote.ballot_sealing import (
    AuditedBallot,
    BallotCaster,
    BallotPaper,
    OpenableBallot,
    Receipt,
    SealedBallot,
    seal_ballot,
    seal_openable_ballot,
)
from sukui_desktop.ui.kiosk.ballot_cards import Card, paint_tick
from sukui_desktop.ui.kiosk.marking_rules.base import ListMarking, VoterMarking
from sukui_desktop.ui.kiosk.page_base import KioskButton, KioskPage
from sukui_desktop.ui.kiosk.review_list import ReviewList
from sukui_desktop.ui.kiosk.sentences import (
    ballot_verdict_words,
    marks_to_be_stored_words,
    running_count_words,
    says_all_in_groups,
    slip_or_ballot_refusal_words,
    unused_marks_words,
)
from sukui_desktop.ui.kiosk.timeouts_and_countdown import Countdown
from sukui_desktop.ui.service_queues import Job, Operations
from sukui_desktop.ui.theme import color
from sukui_desktop.ui.widgets.basic_widgets import (
    scrolled,
    show_words_or_hide,
    with_screen_reader_name,
    with_style_property,
)
from sukui_desktop.ui.widgets.layouts import column_of, fill, grow, row_of
from sukui_desktop.ui.widgets.screen_scale import role_label, with_spacing_in_ems


class CastingFlow(QObject):
    """Holds the token and, from sealing to receipt, the sealed ballot; a retry sends those very bytes.

    Sealing needs the paper alone and takes less than a millisecond, so it waits in no queue: the ballot that is sealed
    is that of the answer on the screen. The caster is asked one thing at a time.
    """

    token_accepted = Signal()
    token_unread = Signal()
    """The number is none of this poll's: a letter may be wrong; the sentence follows."""
    token_refused = Signal(str)
    """The sentence that says why the slip is not taken."""
    accepted = Signal(str)
    """The receipt: the ballot is durably in the box."""
    undelivered = Signal(str, bool)
    """(sentence, kept out): no receipt came; kept out when the ballot surely is not in the box."""
    sealed = Signal(str)
    """The code of a ballot that is neither cast nor opened yet: the voter chooses which."""
    audited = Signal(object)
    """`AuditedBallot`: it was opened, is never cast, and the slip is still good."""
    audit_refused = Signal(str)
    """The sentence that says why the ballot was not opened, as far as is known; it is not cast any more either."""
    disputed = Signal()
    """The voter's word on the ballot that was opened is on record."""
    dispute_refused = Signal(str)

    def __init__(self, operations: Operations, caster: BallotCaster, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._operations = operations
        self._caster = caster
        self._paper: BallotPaper | None = None
        self._token = ""
        self._sealed: SealedBallot | None = None
        self._openable: OpenableBallot | None = None
        self._is_opened = False
        """Whether that ballot may be on record as opened: then it is never cast, whatever the disk answered."""
        self._audits = 0
        self._check: Job | None = None
        self._sending: Job | None = None
        self._is_doubtful = False
        self._lacks_hub = ""

    @property
    def is_checking_token(self) -> bool:
        """True while the answer to a slip's number is to come: no other number may be asked for."""
        return self._check is not None

    @property
    def is_waiting_for_answer(self) -> bool:
        """True while an answer to a ballot is to come: nothing may be wiped or closed."""
        return self._sending is not None

    @property
    def has_token(self) -> bool:
        """True from a slip's number until its ballot is in the box or the voter is wiped."""
        return bool(self._token)

    @property
    def is_waiting_for_receipt(self) -> bool:
        """True from sealing until the receipt."""
        return self._sealed is not None

    @property
    def why_it_waits_for_hub(self) -> str:
        """'lost' or 'paused' while a sealed ballot is to be sent again as soon as the hub takes it; '' else."""
        return self._lacks_hub if self._sealed is not None else ""

    def set_ballot_paper(self, paper: BallotPaper) -> None:
        """Seal for this poll from now on."""
        self._paper = paper

    def check_token(self, token: str) -> None:
        """Ask whether this slip may vote; nothing happens while another one is asked for."""
        if self.is_checking_token:
            return
        self._token = token
        self._check = self._operations.run(
            self,
            self._caster.check_token,
            token,
            on_done=self._announce_accepted_token,
            on_refused=self._wipe_voter_and_announce_token_refusal,
        )

    def seal_and_cast(self, answer: Answer) -> None:
        """Seal this answer, then cast it. Nothing happens before a paper was taken, or while a ballot is sent."""
        if self._paper is None or self.is_waiting_for_answer:
            return
        try:
            self._sealed = seal_ballot(self._paper, answer)
        except SukuiError as error:
            self._announce_undelivered_ballot(error)
            return
        self._send_sealed_ballot(self._sealed)

    @property
    def may_audit(self) -> bool:
        """Whether the voter may have another ballot opened."""
        return self._audits < MOST_AUDITS

    def seal_openably(self, answer: Answer) -> None:
        """Seal this answer and say its code; only then is it known whether it will be cast or opened."""
        if self._paper is None or self.is_waiting_for_answer:
            return
        try:
            self._openable, self._is_opened = seal_openable_ballot(self._paper, answer), False
        except SukuiError as error:
            self._announce_undelivered_ballot(error)
            return
        self.sealed.emit(self._openable.code)

    def cast_openable(self) -> None:
        """Cast the ballot that was sealed; what would open it is forgotten before it is sent."""
        if self._openable is not None and not self._is_opened and not self.is_waiting_for_answer:
            self._sealed, self._openable = self._openable.ballot, None
            self._send_sealed_ballot(self._sealed)

    def audit_openable(self) -> None:
        """Have the ballot that was sealed opened instead; asked again, the same ballot."""
        if self._openable is None or self.is_waiting_for_answer:
            return
        self._is_opened = True
        self._sending = self._operations.run(
            self,
            self._caster.audit_ballot,
            self._token,
            self._openable,
            on_done=self._announce_audited_ballot,
            on_refused=self._announce_audit_refusal,
        )

    def forget_openable(self) -> None:
        """Forget the ballot that was sealed and neither cast nor opened."""
        self._openable = None

    def dispute_audit(self, number: int) -> None:
        """Record that the voter says of an opened ballot that it is not what they chose."""
        if self.is_waiting_for_answer:
            return
        self._sending = self._operations.run(
            self,
            self._caster.dispute_audit,
            number,
            on_done=self._announce_noted_dispute,
            on_refused=self._announce_dispute_refusal,
        )

    def send_sealed_ballot_again(self) -> None:
        """Send the same bytes again: the box answers a ballot it already holds with its receipt."""
        if self._sealed is not None and not self.is_waiting_for_answer:
            self._send_sealed_ballot(self._sealed)

    def _send_sealed_ballot(self, sealed: SealedBallot) -> None:
        self._sending = self._operations.run(
            self,
            self._caster.cast_ballot,
            self._token,
            sealed,
            on_done=self._announce_receipt,
            on_refused=self._announce_undelivered_ballot,
        )

    def wipe_voter(self) -> None:
        """Forget the voter; an answer that is still to come is thrown away, whatever it answers."""
        for job in (self._check, self._sending):
            if job is not None:
                job.cancel()
        self._check = self._sending = None
        self._token = ""
        self._sealed = None
        self._openable, self._audits = None, 0
        self._is_doubtful = False
        self._lacks_hub = ""

    def _announce_accepted_token(self, nothing: None) -> None:
        self._check = None
        self.token_accepted.emit()

    def _wipe_voter_and_announce_token_refusal(self, error: SukuiError) -> None:
        self.wipe_voter()
        if error.code in ("slip_malformed", "slip_unknown"):
            self.token_unread.emit()
        self.token_refused.emit(slip_or_ballot_refusal_words(error))

    def _announce_audited_ballot(self, audited: AuditedBallot) -> None:
        self._sending = None
        self._openable = None
        self._audits += 1
        self.audited.emit(audited)

    def _announce_audit_refusal(self, error: SukuiError) -> None:
        self._sending = None
        self.audit_refused.emit(slip_or_ballot_refusal_words(error))

    def _announce_noted_dispute(self, changes: Changes) -> None:
        del changes
        self._sending = None
        self.disputed.emit()

    def _announce_dispute_refusal(self, error: SukuiError) -> None:
        self._sending = None
        self.dispute_refused.emit(slip_or_ballot_refusal_words(error))

    def _announce_receipt(self, receipt: Receipt) -> None:
        self.wipe_voter()
        self.accepted.emit(receipt.code)

    def _announce_undelivered_ballot(self, error: SukuiError) -> None:
        self._sending = None
        self._lacks_hub = _why_hub_is_lacking(error)
        # After a fault of the disk the ballot may be in the box all the same; no later refusal can prove otherwise.
        self._is_doubtful = self._is_doubtful or isinstance(error, StorageFault | DeviceFault)
        self.undelivered.emit(slip_or_ballot_refusal_words(error), not self._is_doubtful)


def _why_hub_is_lacking(error: SukuiError) -> str:
    if isinstance(error, DeviceFault) or error.code == "hub_restarted":
        return "lost"
    return "paused" if error.code == "station_paused" else ""


class ConfirmPage(KioskPage):
    """The answer as it will be sealed: a line a mark, or words where there is but one thing, and a yes or a no.

    A mark can be taken away here, and put back where it stood; nothing else is changed here.
    """

    back_wanted = Signal()
    cast_wanted = Signal()
    marks_changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._cards: tuple[Card, ...] = ()
        self._marking: VoterMarking | None = None
        self._shown_answer = Answer()
        """What was read back when the page was shown."""
        self._taken_away: set[int] = set()
        """The options of it whose marks were taken away since."""
        self.heading.setText(text("kiosk.confirm.heading"))
        self.review = ReviewList(self)
        self.stored = role_label(self, "body")
        self.answer = role_label(self, "said", name="answer")
        self.verdict = role_label(self, "refusal", name="verdict")
        self.unfilled = role_label(self, "small", name="unfilled")
        self.counters = role_label(self, "counter")
        self.more = KioskButton("kiosk.confirm.above", self, on_click=self.review.turn_page)
        self.more.hide()
        self.back = KioskButton("kiosk.confirm.back", self, on_click=self.back_wanted)
        self.cast = KioskButton("kiosk.confirm.cast", self, is_primary=True, on_click=self.cast_wanted)
        self._answer_area = with_screen_reader_name(
            scrolled(self.answer, self, scrolls_across=False), text("kiosk.confirm.cards")
        )
        self._arrange()
        self.reset()

    def set_cast_button_words(self, *, seals_first: bool) -> None:
        """Name the button by what it does: cast at once, or seal and let the voter choose."""
        self.cast.setText(text("kiosk.confirm.seal" if seals_first else "kiosk.confirm.cast"))

    def set_ballot(self, cards: tuple[Card, ...]) -> None:
        """Read cards of this ballot back from now on."""
        self._cards = cards

    def show_marks(self, marking: VoterMarking) -> None:
        """Show what would be sealed now; an answer that would be invalid cannot be cast here."""
        self._marking, self._shown_answer = marking, marking.answer
        self._taken_away.clear()
        answer = marking.choice_or_opinion_words
        shows_marks = bool(marking.marks) and not answer
        self.review.setVisible(shows_marks)
        if shows_marks and isinstance(marking, ListMarking):
            self.review.show_marks(self._cards, marking)
        else:
            self.review.forget()
        self.answer.setText(answer)
        self._answer_area.setVisible(bool(answer))
        self._show_what_would_be_stored(marking)

    def reset(self) -> None:
        """Forget the marks."""
        self._marking, self._shown_answer = None, Answer()
        self._taken_away.clear()
        self.review.forget()
        for shown in (self.stored, self.answer, self.verdict, self.unfilled, self.counters):
            shown.clear()

    def first_focus(self) -> QWidget:
        """Going back is first: a key pressed once too often must not cast."""
        return self.back

    def _show_what_would_be_stored(self, marking: VoterMarking) -> None:
        show_words_or_hide(self.stored, marks_to_be_stored_words(marking))
        show_words_or_hide(self.verdict, ballot_verdict_words(marking))
        may_cast = marking.judge_answer_as_it_is().verdict != Verdict.INVALID
        show_words_or_hide(self.unfilled, unused_marks_words(marking) if may_cast else "")
        counted = ""
        if isinstance(marking, ListMarking) and not marking.choice_or_opinion_words and not says_all_in_groups(marking):
            counted = running_count_words(marking, 0)
        show_words_or_hide(self.counters, counted)
        self.cast.setVisible(may_cast)

    def _arrange(self) -> None:
        self.answer.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)
        self.stored.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        middle = with_spacing_in_ems(row_of(self.review, self._answer_area), 0)
        self.head_row.addWidget(self.stored, 1)
        # What a mark taken away brings stands below the lines: none of them moves under the finger.
        fill(self.body, grow(middle), self.verdict)
        # What casts stands where no page before had [다음]: a tap too many goes back.
        words = with_spacing_in_ems(column_of(self.counters, self.unfilled), 0.1)
        fill(self.foot_row, self.cast, grow(words), self.more, self.back)
        self.review.toggle_wanted.connect(self._take_mark_away_or_put_it_back)
        self.review.place_changed.connect(self._show_number_of_marks_below)

    @Slot(int)
    def _take_mark_away_or_put_it_back(self, option: int) -> None:
        """Make the answer that which was shown, without the marks that are taken away now."""
        marking = self._marking
        if not isinstance(marking, ListMarking):
            return
        self._taken_away ^= {option}
        marking.put_back(self._shown_answer)
        for taken in self._taken_away:
            marking.unmark(taken)
        self.review.show_taken_away(marking, self._taken_away)
        self._show_what_would_be_stored(marking)
        self.marks_changed.emit()

    @Slot()
    def _show_number_of_marks_below(self) -> None:
        """Say how many marks are below what is seen; none may be cast unseen for want of a word."""
        fits = not self.review.verticalScrollBar().maximum()
        self.more.setVisible(not fits and not self.review.isHidden())
        below = self.review.count_lines_below()
        self.more.setText(text("kiosk.confirm.more", count=below) if below else text("kiosk.confirm.above"))


class SendingPage(KioskPage):
    """Being stored, or opened for an audit; or not stored yet, why, and what to do."""

    again_wanted = Signal()
    given_up = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.why = role_label(self, "big", name="why")
        self.help = role_label(self, "lead")
        self.again = KioskButton("kiosk.sending.again", self, is_primary=True, on_click=self.again_wanted)
        self.give_up = KioskButton("kiosk.sending.give_up", self, on_click=self.given_up)
        fill(self.body, self.why, self.help, grow())
        fill(self.foot_row, self.give_up, grow(), self.again)
        self.reset()

    def reset(self) -> None:
        """Show that the ballot is being stored."""
        self.heading.setText(text("kiosk.sending.heading"))
        self.why.clear()
        self.help.setText(text("kiosk.sending.wait"))
        self.foot.hide()

    def show_ballot_being_opened(self) -> None:
        """Show that the ballot is being opened instead."""
        self.reset()
        self.heading.setText(text("kiosk.sending.opening_heading"))
        self.help.setText(text("kiosk.sending.opening_wait"))

    @property
    def shows_failure(self) -> bool:
        """Whether it says that the ballot is not stored yet, with the button that sends it again."""
        return not self.foot.isHidden()

    def show_delivery_failure(self, sentence: str, *, is_kept_out: bool, waits_for_hub: str = "") -> None:
        """Show why the ballot is not in the box; `is_kept_out` when it surely is not, so that the voter may leave.

        `waits_for_hub` is 'lost' or 'paused' where it is sent again by itself.
        """
        self.heading.setText(text("kiosk.sending.failed_heading"))
        self.why.setText(sentence)
        key = {"lost": "waiting_help", "paused": "paused_help"}.get(waits_for_hub)
        self.help.setText(text(f"kiosk.sending.{key or ('refused_help' if is_kept_out else 'failed_help')}"))
        self.give_up.setVisible(is_kept_out)
        self.foot.show()

    def first_focus(self) -> QWidget:
        """Enter sends the same sealed ballot again."""
        return self.again


class DonePage(KioskPage):
    """The receipt, and the way back to 시작, by key or after a while."""

    finished = Signal()

    def __init__(self, seconds: int, tick_ms: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.tick = _TickMark(self)
        self.tick.setObjectName("doneTick")
        self.title = role_label(self, "huge", "kiosk.done.heading")
        self.stored = role_label(self, "body", "kiosk.done.stored")
        self.receipt_box = with_style_property(QFrame(self), "role", "receipt")
        self.receipt_name = role_label(self.receipt_box, "small", "kiosk.done.receipt")
        self.receipt = role_label(self.receipt_box, "code", name="receipt")
        self.leaving = role_label(self, "small")
        self.stay = KioskButton("kiosk.done.stay", self)
        self.finish = KioskButton("kiosk.done.finish", self, is_primary=True, on_click=self.finished)
        self._countdown = Countdown(seconds, tick_ms, self)
        self._leaving_key = "kiosk.done.leaving"
        self._arrange()
        self.stay.clicked.connect(self._countdown.start)
        self._countdown.ran_out.connect(self.finished)
        self._countdown.seconds_left.connect(self._show_seconds_left)

    def use_words_of_one_screen(self) -> None:
        """Say what follows where the screen is locked after each voter, and no slip is on paper."""
        self._leaving_key = "kiosk.done.locking"
        self.stored.setText(text("kiosk.done.stored_one_screen"))

    def show_receipt(self, code: str, *, is_given: bool = True) -> None:
        """Show that the ballot is in the box, with its receipt where the poll gives any."""
        self.receipt.setText(code if is_given else "")
        self.receipt_box.setVisible(is_given)
        self._countdown.start()

    def reset(self) -> None:
        """Forget the receipt."""
        self._countdown.stop()
        self.receipt.clear()
        self.leaving.clear()

    def first_focus(self) -> QWidget:
        """Enter ends the voter's turn."""
        return self.finish

    def _arrange(self) -> None:
        middle = Qt.AlignmentFlag.AlignHCenter
        self.heading.hide()
        self.foot.hide()
        self.receipt.setWordWrap(False)
        self.receipt_name.setWordWrap(False)
        for shown in (self.title, self.stored, self.receipt_name, self.receipt, self.leaving):
            shown.setAlignment(middle)
        with_spacing_in_ems(
            column_of(self.receipt_name, self.receipt, into=self.receipt_box), 0.2, (1.6, 0.7, 1.6, 0.7)
        )
        buttons = with_spacing_in_ems(row_of(grow(), self.stay, self.finish, grow()), 0.8, (0, 0.4, 0, 0.2))
        self.body.addStretch(1)
        self.body.addWidget(self.tick, 0, middle)
        fill(self.body, self.title, self.stored)
        self.body.addWidget(self.receipt_box, 0, middle)
        fill(self.body, buttons, self.leaving, grow())

    @Slot(int)
    def _show_seconds_left(self, seconds: int) -> None:
        self.leaving.setText(text(self._leaving_key, seconds=seconds))


class _TickMark(QWidget):
    """A green disc with a tick."""

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(color("success-text"))
        disc = QRectF(self.rect())
        painter.drawEllipse(disc)
        inset = disc.width() * 0.17
        paint_tick(painter, disc.adjusted(inset, inset, -inset, -inset), color("on-fill"))
        painter.end()
