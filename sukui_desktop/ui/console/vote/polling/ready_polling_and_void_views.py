"""From the frozen definition to the closing: a poll that is ready, open, paused or void."""

from __future__ import annotations

from collections.abc import Callable, Collection
from typing import Any

from msgspec import UnsetType
from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QFrame, QGridLayout, QLabel, QProgressBar, QPushButton, QWidget

from sukui_desktop.assets.messages import text
from sukui_desktop.domain.ballot_audit import AuditScore
from sukui_desktop.domain.electorate import VoteBase
from sukui_desktop.domain.methods.registry import BALLOT_KINDS, ballot_kind_of
from sukui_desktop.domain.question.channels import ChannelSource
from sukui_desktop.domain.question.definition import Definition
from sukui_desktop.domain.quorum import VoteDoubt, doubts_about_voting_now
from sukui_desktop.models.meeting import MeetingRow
from sukui_desktop.models.poll import PollState
from sukui_desktop.services.checkin.attendance import AttendanceCount
from sukui_desktop.services.handover.poll_reports import IssuedReport, issue_pause_report, issue_zero_report
from sukui_desktop.services.opened_meeting import Room, meeting_path
from sukui_desktop.services.prepare.rule_years import list_shipped_rule_years
from sukui_desktop.services.signing.signers import SignerView
from sukui_desktop.services.vote.box_lock import LockView
from sukui_desktop.services.vote.channel_results import ChannelView
from sukui_desktop.services.vote.live_accounting import LiveAccounting
from sukui_desktop.services.vote.lost_slips import replace_lost_slips
from sukui_desktop.services.vote.poll_box import unlock_box_by_holders
from sukui_desktop.services.vote.polls import PollView, close_poll, open_poll, pause_poll, resume_poll, withdraw_poll
from sukui_desktop.ui.ask_dialog import Ask
from sukui_desktop.ui.console.vote.drafting.ballot_options_table import (
    make_ballot_table,
    make_numbered_ballot_lines,
    show_options_on_ballot,
)
from sukui_desktop.ui.console.vote.drafting.rule_choice_dialog import RuleSentencesPane, city_name_words
from sukui_desktop.ui.console.vote.poll_report_dialogs import ReadinessDialog, ReportDialog
from sukui_desktop.ui.console.vote.polling.entitlement_dialog import EntitlementDialog
from sukui_desktop.ui.console.vote.polling.next_voter_card import NextVoterCard
from sukui_desktop.ui.console.vote.step_dialogs import BoxOpeningDialog, PollClosingDialog, TwoNamesDialog
from sukui_desktop.ui.console.vote.step_view_base import StepView
from sukui_desktop.ui.console.vote.vote_snapshot import LiveTurnout, VoteSnapshot
from sukui_desktop.ui.service_queues import Operations
from sukui_desktop.ui.signer_proof_fields import ChosenProofsAsk
from sukui_desktop.ui.widgets.basic_widgets import (
    OnClick,
    badge,
    button,
    heading,
    hint,
    set_style_property,
    show_words_in_state,
    show_words_or_hide,
    with_screen_reader_name,
    with_style_property,
)
from sukui_desktop.ui.widgets.labels_without_markup import PlainLabel, tool_tip_words
from sukui_desktop.ui.widgets.layouts import column_of, fill, grow, row_of
from sukui_desktop.ui.widgets.wrapped_label import WrappedLabel
from sukui_desktop.wording.ballot_audits import audit_score_words
from sukui_desktop.wording.digests import hex_digits_in_groups
from sukui_desktop.wording.poll_closing_decisions import poll_reopening_words
from sukui_desktop.wording.quorum import (
    doubts_about_taking_ballots_words,
    quorum_alert_words,
    quorum_verdict_words,
    vote_base_now_words,
    who_counts_in_quorum_words,
)
from sukui_desktop.wording.readiness_and_box_reports import (
    box_accounting_fault_words,
    box_accounting_sentence,
    channels_with_slip_counts,
)
from sukui_desktop.wording.rules import definition_sentences


def definition_lines_for_hall(definition: Definition) -> tuple[str, ...]:
    """Return what a hall has to hear of a definition, beside its options, a sentence a line;
    `definition_ids_and_format_words` has the rest."""
    question = definition.question
    currency = text("vote.frozen.won") if definition.currency == "KRW" else definition.currency
    count = (text("vote.frozen.count", count=f"{len(question.options):,}"),) if question.options else ()
    return (
        text("vote.frozen.question", title=question.title),
        *_rule_title_lines(definition.rule_key),
        *count,
        *definition_sentences(definition),
        text("vote.frozen.practice" if definition.is_practice else "vote.frozen.real"),
        *((text("vote.frozen.currency", currency=currency),) if ballot_kind_of(question).makes_list else ()),
    )


def definition_ids_and_format_words(definition: Definition) -> str:
    """Return what else was frozen and nobody reads aloud: the city of the template, the ids, the format."""
    city = city_name_words(definition.city)
    return text(
        "vote.frozen.marks",
        city=text("vote.frozen.city", city=city) if city else "",
        meeting=definition.meeting_id,
        poll=definition.poll_id,
        format=definition.format,
    )


def _rule_title_lines(key: str | UnsetType) -> tuple[str, ...]:
    """Return the rule by its title; one of a file that is not shipped as such, nothing without a rule."""
    if isinstance(key, UnsetType) or not key:
        return ()
    title = next((rule.title for rule in list_shipped_rule_years() if rule.key == key), "")
    return (text("vote.frozen.rule", rule=title) if title else text("vote.frozen.own_rule"),)


class DefinitionCard(QFrame):
    """What is asked, what is frozen, and the words by which a hall compares it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("card", "true")
        self.seal_words = with_style_property(WrappedLabel("", self, name="sealWords"), "figure", "true")
        self.hash_label = with_style_property(WrappedLabel(), "hint", "true")
        self.rules = RuleSentencesPane(text("vote.frozen.heading"), self)
        self.ballot = make_ballot_table(text("vote.draft.no_projects"))
        self._lay_out()

    def show_definition(self, view: PollView) -> None:
        """Show what was frozen for this poll."""
        if view.definition is None:
            return
        self.seal_words.setText(" · ".join(view.head.words))
        self.hash_label.setText(text("vote.frozen.hash", hash=hex_digits_in_groups(view.head.definition_hash)))
        self.hash_label.setToolTip(tool_tip_words(definition_ids_and_format_words(view.definition)))
        self.rules.show_sentences_as_list(definition_lines_for_hall(view.definition))
        lines = make_numbered_ballot_lines(view.definition.question.options, view.definition.currency)
        show_options_on_ballot(self.ballot, lines, BALLOT_KINDS[view.definition.question.method])

    def _lay_out(self) -> None:
        left = column_of(
            hint(text("vote.frozen.words_label")),
            self.seal_words,
            self.hash_label,
            heading(text("vote.frozen.heading"), 3),
            grow(self.rules),
            spacing=4,
        )
        row_of(grow(left, 4), grow(self.ballot, 6), spacing=24, margins=(20, 14, 20, 14), into=self)


class LostSlipsBar(QFrame):
    """Shows that the slips not yet given were lost with the power, with the button that makes new ones."""

    def __init__(self, on_deal: OnClick) -> None:
        """`on_deal` is what the button calls."""
        super().__init__()
        self.setProperty("card", "subtle")
        words = WrappedLabel(text("vote.deal.words"))
        set_style_property(words, "state", "warning")
        self.deal_button = button(text("vote.deal.button"), "primary", on_click=on_deal)
        row_of(grow(words), self.deal_button, margins=(20, 12, 20, 12), into=self)
        self.hide()


class LockedBoxBar(QFrame):
    """Shows that the box is locked since the program was started again, with the button that lets its holders open
    it."""

    def __init__(self, on_unlock: OnClick) -> None:
        """`on_unlock` is what the button calls."""
        super().__init__()
        self.setProperty("card", "subtle")
        self.words = WrappedLabel(name="lockedBox")
        set_style_property(self.words, "state", "warning")
        self.unlock_button = button(text("vote.unlock.button"), "primary", on_click=on_unlock)
        row_of(grow(self.words), self.unlock_button, margins=(20, 12, 20, 12), into=self)
        self.hide()

    def show_if_box_is_locked(self, lock: LockView) -> None:
        """Show the bar while the box is locked."""
        self.words.setText(text("vote.unlock.locked", needed=lock.needed, holders=len(lock.holders)))
        self.setVisible(lock.is_locked)


class PollWithBoxView(StepView):
    """A poll with a box: its definition and the slips that were lost with the power."""

    def __init__(self, operations: Operations, parent: QWidget | None = None) -> None:
        super().__init__(operations, parent)
        self._lock = LockView()
        self._meeting: MeetingRow | None = None
        self._is_practice = False
        self._signers: tuple[SignerView, ...] = ()
        self._attendance: AttendanceCount | None = None
        self._base: VoteBase | None = None
        self._waiting = 0
        """People in the room who may vote and have no slip yet."""
        self._doubts: tuple[VoteDoubt, ...] = ()
        """What speaks against taking ballots now."""
        self.locked = LockedBoxBar(self._open_unlock_dialog)
        self.dealing = LostSlipsBar(self._replace_lost_slips)
        self.definition = DefinitionCard(self)

    def show_snapshot(self, room: Room, snapshot: VoteSnapshot) -> None:
        """Show the frozen definition and the slips."""
        super().show_snapshot(room, snapshot)
        self._meeting = snapshot.meeting
        self._attendance, self._base, self._doubts = snapshot.attendance, snapshot.base, ()
        if snapshot.attendance is not None and snapshot.base is not None:
            voters = snapshot.base.present
            self._doubts = doubts_about_voting_now(snapshot.meeting.stage, snapshot.attendance.quorum, voters)
        if snapshot.poll is not None:
            self.definition.show_definition(snapshot.poll)
        self._signers = snapshot.signers
        if snapshot.lock is not None:
            self._lock, self._is_practice = snapshot.lock, snapshot.meeting.is_practice
            self.locked.show_if_box_is_locked(snapshot.lock)
        if snapshot.live is not None:
            self.show_turnout(snapshot.live)

    @Slot()
    def _open_unlock_dialog(self) -> None:
        facts: dict[str, Any] = {"lock": self._lock, "is_practice": self._is_practice}
        self.open_ask_dialog(BoxOpeningDialog, "vote.unlock", unlock_box_by_holders, **facts)

    def take_ballots_from_now(
        self, service: Callable[..., Any], key: str, *, passed_over: Collection[VoteDoubt] = ()
    ) -> None:
        """Begin or go on taking ballots, after one question in the words of `key` where something speaks against it.

        `passed_over` are doubts that people answered before. The question forbids nothing: a rule may let a vote
        begin so.
        """
        doubts = [doubt for doubt in self._doubts if doubt not in passed_over]
        if doubts and self._attendance is not None:
            self.open_ask_dialog(
                Ask, key, service, doubts=doubts_about_taking_ballots_words(doubts, self._attendance.quorum)
            )
        else:
            self.run_service_for_poll(service)

    def show_turnout(self, live: LiveTurnout) -> None:
        """Show a fresh turnout; both views extend this."""
        self.dealing.setVisible(live.has_lost_slips)

    def open_report_dialog(self, issued: IssuedReport) -> None:
        """Show a report that was just issued."""
        if self.room is not None and self._meeting is not None:
            folder = meeting_path(self.room).parent
            ReportDialog(self, self.operations, issued.report, self._meeting, folder).open()

    @Slot()
    def _replace_lost_slips(self) -> None:
        self.run_service_for_poll(replace_lost_slips)


class ReadyView(PollWithBoxView):
    """준비 완료: the frozen definition in full; open it, or take it back by two people."""

    def __init__(self, operations: Operations, parent: QWidget | None = None) -> None:
        super().__init__(operations, parent)
        self.laid = WrappedLabel()
        self.open_button = button(text("vote.ready_view.open"), "primary", on_click=self._open_poll)
        self.zero_button = button(
            text("vote.report.zero_button"), icon_name="document", on_click=self._issue_zero_report
        )
        self.readiness_button = button(text("vote.report.readiness_button"), on_click=self._open_readiness_dialog)
        self.entitlement_button = button(text("vote.entitlement.button"), on_click=self._open_entitlement_dialog)
        self.withdraw_button = button(text("vote.ready_view.withdraw"), on_click=self._ask_to_withdraw_poll)
        fill(self.body, self.locked, self.dealing, grow(self.definition), self.laid)
        self.add_buttons(
            self.open_button,
            self.entitlement_button,
            self.readiness_button,
            self.zero_button,
            self.withdraw_button,
        )

    def buttons_of_acts(self) -> dict[str, QPushButton]:
        """A poll that is ready is opened."""
        return {"open": self.open_button}

    def show_turnout(self, live: LiveTurnout) -> None:
        """Show how many slips were made, given and left."""
        super().show_turnout(live)
        facts = {"laid": live.turnout.base, "issued": live.turnout.issued, "left": live.unissued_slips}
        shown = {name: f"{count:,}" for name, count in facts.items()}
        self.laid.setText(text("vote.ready_view.laid", **shown))

    @Slot()
    def _issue_zero_report(self) -> None:
        self.run_service_for_poll(issue_zero_report, on_done=self.open_report_dialog)

    @Slot()
    def _open_readiness_dialog(self) -> None:
        if self.room is not None and self._meeting is not None and self.poll is not None:
            ReadinessDialog(self, self.operations, self.room, self._meeting, self.poll.head.poll_id).open()

    @Slot()
    def _open_entitlement_dialog(self) -> None:
        if self.room is not None and self.poll is not None:
            EntitlementDialog(self, self.operations, self.room, self.poll.head.poll_id).open()

    @Slot()
    def _open_poll(self) -> None:
        self.take_ballots_from_now(open_poll, "vote.open_question")

    @Slot()
    def _ask_to_withdraw_poll(self) -> None:
        if self.poll is not None and self.poll.head.is_locked:
            self.go_on_once_two_signers_exist(self._signers, self._ask_two_signers_to_withdraw_poll)
        else:
            self.open_ask_dialog(TwoNamesDialog, "vote.withdraw", withdraw_poll, is_dangerous=True)

    @Slot(object)
    def _ask_two_signers_to_withdraw_poll(self, signers: tuple[SignerView, ...]) -> None:
        about: dict[str, Any] = {"signers": signers, "is_practice": self._is_practice}
        self.open_ask_dialog(ChosenProofsAsk, "vote.withdraw", withdraw_poll, is_dangerous=True, **about)


class PollingView(PollWithBoxView):
    """투표: issued slips and turnout in steps, never a running result; pause, resume, close."""

    slips_wanted = Signal()
    """Leave for the desk that gives slips."""

    def __init__(self, operations: Operations, parent: QWidget | None = None) -> None:
        super().__init__(operations, parent)
        self.state_badge = badge("", "green")
        self.issued = _make_figure_label("pollIssued")
        self.cast_name = hint(text("vote.open.turnout"))
        self.cast = _make_figure_label("pollCast")
        self.left = _make_figure_label("pollLeft")
        self.bar = with_screen_reader_name(QProgressBar(self, textVisible=False), text("vote.open.turnout"))
        self.base = WrappedLabel("", self, name="whoCounts")
        self.reopened = with_style_property(WrappedLabel("", self, name="reopened"), "state", "warning")
        self.audits = WrappedLabel("", self, name="auditScore")
        self.turns = NextVoterCard(self)
        self.give_button = button(text("vote.open.give"), on_click=self.slips_wanted)
        self.pause_button = button(text("vote.open.pause"), on_click=self._pause_poll)
        self.resume_button = button(text("vote.open.resume"), "primary", on_click=self._resume_poll)
        self.close_button = button(text("vote.open.close"), on_click=self._ask_to_close_poll)
        self.report_button = button(
            text("vote.report.pause_button"), icon_name="document", on_click=self._pause_if_needed_and_issue_report
        )
        self.accounting = WrappedLabel("", self, name="accountingNow")
        self.balance = badge("", "green")
        self.balance.setObjectName("accountingVerdict")
        self.fault = with_style_property(WrappedLabel("", self, name="accountingFault"), "state", "danger")
        self.by_channel = with_style_property(WrappedLabel("", self, name="accountingChannels"), "hint", "true")
        self._channels: tuple[ChannelView, ...] = ()
        self._lay_out()

    def first_focus(self) -> QWidget | None:
        """Whoever leads a room with one screen goes on with the next voter."""
        return self.turns.begin if self.turns.begin.isEnabled() else super().first_focus()

    def buttons_of_acts(self) -> dict[str, QPushButton]:
        """A running poll goes on with the next voter, or is closed."""
        return {"turn": self.turns.begin, "close": self.close_button}

    def show_snapshot(self, room: Room, snapshot: VoteSnapshot) -> None:
        """Show the running poll."""
        self._channels = snapshot.channels
        super().show_snapshot(room, snapshot)
        if snapshot.poll is None:
            return
        is_paused = snapshot.poll.head.state == PollState.PAUSED
        self._show_audit_score(snapshot.poll.definition, snapshot.audits)
        self.state_badge.setText(text("vote.state.paused" if is_paused else "vote.state.open"))
        set_style_property(self.state_badge, "badge", "amber" if is_paused else "green")
        self.pause_button.setVisible(not is_paused)
        self.resume_button.setVisible(is_paused)
        self.give_button.setVisible(not is_paused)
        self.turns.show_turns(snapshot.turns)
        self._waiting = len(snapshot.turns.waiting) if snapshot.turns is not None else 0
        if (attendance := snapshot.attendance) is not None:
            loud = quorum_alert_words(attendance.alert, attendance.quorum)
            counts = (
                vote_base_now_words(snapshot.base)
                if snapshot.base is not None
                else who_counts_in_quorum_words(attendance)
            )
            show_words_in_state(self.base, " ".join(filter(None, (loud, counts))), "danger" if loud else "")
        show_words_or_hide(self.reopened, poll_reopening_words(snapshot.closing))

    def _show_audit_score(self, definition: Definition | None, score: AuditScore) -> None:
        """Show how audits came out; loudly where one did not agree, as staff may not look at the hall screen."""
        words = text("vote.open.audits", score=audit_score_words(score))
        loud = "" if score.are_all_agreed else text("vote.open.audits_differ")
        show_words_in_state(self.audits, " ".join(filter(None, (words, loud))), "danger" if loud else "")
        self.audits.setVisible(definition is not None and definition.has_audits)

    def show_turnout(self, live: LiveTurnout) -> None:
        """Show a fresh turnout."""
        super().show_turnout(live)
        turnout = live.turnout
        self.issued.setText(text("vote.open.sheets", count=f"{turnout.issued:,}"))
        figures, is_exact = live.accounting.figures, live.accounting.is_exact
        cast = figures.cast if is_exact else turnout.cast_in_steps  # one figure, the same as in the accounting below
        self.cast.setText(text("vote.open.exactly" if is_exact else "vote.open.at_least", count=f"{cast:,}"))
        self.cast_name.setText(text("vote.open.turnout_exact" if is_exact else "vote.open.turnout"))
        self.left.setText(text("vote.open.sheets", count=f"{live.unissued_slips:,}"))
        self.bar.setRange(0, max(1, turnout.issued))
        self.bar.setValue(min(cast, turnout.issued))
        self._show_accounting(live.accounting)

    def _show_accounting(self, live: LiveAccounting) -> None:
        """Show the accounting of the box, whether it balances, and every channel beside it."""
        self.accounting.setText(box_accounting_sentence(live.figures, is_exact=live.is_exact))
        show_words_or_hide(self.fault, box_accounting_fault_words(live.faults))
        self.balance.setText(text("vote.ballot_accounting.false" if live.faults else "vote.ballot_accounting.true"))
        set_style_property(self.balance, "badge", "red" if live.faults else "green")
        given = " · ".join(f"{name} {slips}" for name, slips in channels_with_slip_counts(live.figures))
        parts = [text("vote.open.by_channel", channels=given)] if given else []
        parts += [_outside_channel_words(view) for view in self._channels if view.channel.source == ChannelSource.FILE]
        show_words_or_hide(self.by_channel, "   ".join(parts))

    @Slot()
    def _pause_if_needed_and_issue_report(self) -> None:
        """Issue the pause report; while ballots come in, people are asked whether the vote pauses for it."""
        if self.poll is not None and self.poll.head.state == PollState.PAUSED:
            self._issue_report_of_paused_poll()
        elif self.room is not None and self.poll is not None:
            args = (self.operations, pause_poll, self.room, self.poll.head.poll_id)
            dialog = Ask(self, *args, key="vote.pause_report", title=self.poll.head.title)
            dialog.service_done.connect(self._issue_report_of_paused_poll)
            dialog.open()

    @Slot()
    def _issue_report_of_paused_poll(self) -> None:
        self.run_service_for_poll(issue_pause_report, on_done=self.open_report_dialog)

    @Slot()
    def _pause_poll(self) -> None:
        self.run_service_for_poll(pause_poll)

    @Slot()
    def _resume_poll(self) -> None:
        self.take_ballots_from_now(resume_poll, "vote.resume_question", passed_over={VoteDoubt.NOT_OPENED})

    @Slot()
    def _ask_to_close_poll(self) -> None:
        """Closing is asked once; with slips of a poll with a lock missing two people decide."""
        facts: dict[str, Any] = {"now": self._base_and_quorum_words()}
        if self.poll is not None and self.poll.head.is_locked:
            facts |= {"signers": self._signers, "is_practice": self._is_practice}
            self.open_ask_dialog(PollClosingDialog, "vote.close", close_poll, **facts)
        else:
            self.open_ask_dialog(Ask, "vote.close", close_poll, **facts)

    def _base_and_quorum_words(self) -> str:
        """Return by how many people the vote would be measured now, and whether they make the quorum."""
        if self._attendance is None:
            return ""
        base = vote_base_now_words(self._base) if self._base is not None else ""
        quorum = text("vote.close.quorum", verdict=quorum_verdict_words(self._attendance.quorum))
        waiting = text("vote.close.waiting", count=f"{self._waiting:,}") if self._waiting else ""
        return " ".join(filter(None, (base, quorum, waiting)))

    def _lay_out(self) -> None:
        numbers = with_style_property(QFrame(self), "card", "true")
        grid = QGridLayout(numbers)
        grid.setContentsMargins(20, 14, 20, 16)
        issued, left = hint(text("vote.open.issued")), hint(text("vote.open.left"))
        shown = ((issued, self.issued), (self.cast_name, self.cast), (left, self.left))
        for column, (name, figure) in enumerate(shown):
            grid.addWidget(name, 0, column)
            grid.addWidget(figure, 1, column)
            grid.setColumnStretch(column, 1)
        grid.addWidget(self.state_badge, 0, 3)
        grid.addWidget(self.bar, 2, 0, 1, 4)
        grid.addLayout(row_of(grow(self.accounting), self.balance), 3, 0, 1, 4)
        below = (self.fault, self.by_channel, hint(text("vote.open.no_result")), self.base, self.reopened, self.audits)
        for row, part in enumerate(below, 4):
            grid.addWidget(part, row, 0, 1, 4)
        fill(self.body, self.locked, self.turns, self.dealing, numbers, grow(self.definition))
        acts = (self.give_button, self.resume_button, self.close_button, self.pause_button, self.report_button)
        self.add_buttons(*acts)


class VoidPollView(StepView):
    """무효: why, and who said so; nothing more can be done."""

    def __init__(self, operations: Operations, parent: QWidget | None = None) -> None:
        super().__init__(operations, parent)
        card = with_style_property(QFrame(self), "card", "subtle")
        self.reason = with_style_property(WrappedLabel(), "strong", "true")
        self.reason.setObjectName("voidReason")
        self.people = WrappedLabel()
        column_of(
            heading(text("vote.void.heading")),
            self.reason,
            self.people,
            WrappedLabel(text("vote.void.stays")),
            margins=(20, 16, 20, 16),
            into=card,
        )
        fill(self.body, card, grow())

    def show_snapshot(self, room: Room, snapshot: VoteSnapshot) -> None:
        """Show the reason."""
        super().show_snapshot(room, snapshot)
        if snapshot.poll is not None:
            self.reason.setText(snapshot.poll.head.void_reason)
            self.people.setText(text("vote.void.by", names=", ".join(snapshot.poll.head.void_by)))


def _outside_channel_words(view: ChannelView) -> str:
    """Return what is known of a channel that is counted elsewhere."""
    if view.result is None:
        return text("vote.open.channel_missing", channel=view.channel.name)
    return text("vote.open.channel_in", channel=view.channel.name, count=f"{view.result.voters:,}")


def _make_figure_label(name: str) -> QLabel:
    label = with_style_property(PlainLabel(), "figure", "true")
    label.setObjectName(name)
    return label
