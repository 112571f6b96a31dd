"""The kiosk's pages of a poll with ballot audits (시험 개봉): sealed and not cast yet, asked once more, and opened."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QWidget

from sukui_desktop.assets.messages import text
from sukui_desktop.domain.question.definition import Question
from sukui_desktop.models.poll import AuditVerdict
from sukui_desktop.services.vote.ballot_sealing import AuditedBallot
from sukui_desktop.ui.kiosk.page_base import KioskButton, KioskPage, RefusalLine
from sukui_desktop.ui.widgets.basic_widgets import with_screen_reader_name, with_style_property
from sukui_desktop.ui.widgets.layouts import column_of, fill, grow
from sukui_desktop.ui.widgets.screen_scale import role_label, with_spacing_in_ems
from sukui_desktop.ui.widgets.vertical_scroll import VerticalScroll
from sukui_desktop.wording.ballot_audits import opened_ballot_lines


class _CodeBox(QFrame):
    """The 확인번호 of one ballot, as it is on every screen."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        with_style_property(self, "role", "receipt")
        self.name = role_label(self, "small", "kiosk.sealed.code")
        self.code = role_label(self, "code", name="sealedCode")
        for label in (self.name, self.code):
            label.setWordWrap(False)
            label.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        with_spacing_in_ems(column_of(self.name, self.code, into=self), 0.2, (1.6, 0.4, 1.6, 0.4))


class SealedPage(KioskPage):
    """The ballot is sealed and its code shown before the kiosk knows whether it will be cast or opened."""

    back_wanted = Signal()
    cast_wanted = Signal()
    audit_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.heading.setText(text("kiosk.sealed.heading"))
        self.code_box = _CodeBox(self)
        self.help = role_label(self, "lead", "kiosk.sealed.help")
        self.note = role_label(self, "body", "kiosk.sealed.note")
        self.used_up = role_label(self, "body", "kiosk.sealed.used_up")
        self.back = KioskButton("kiosk.sealed.back", self, on_click=self.back_wanted)
        self.audit = KioskButton("kiosk.sealed.audit", self, on_click=self.audit_wanted)
        self.cast = KioskButton("kiosk.sealed.cast", self, is_primary=True, on_click=self.cast_wanted)
        for label in (self.help, self.note, self.used_up):
            label.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self.body.addStretch(1)
        self.body.addWidget(self.code_box, 0, Qt.AlignmentFlag.AlignHCenter)
        fill(self.body, self.help, self.note, self.used_up, grow())
        fill(self.foot_row, self.audit, grow(), self.back, self.cast)
        self.reset()

    def show_ballot_code(self, code: str, *, may_audit: bool) -> None:
        """Show the code of the ballot that was sealed; without the audit once the voter had enough of them."""
        self.code_box.code.setText(code)
        self.audit.setVisible(may_audit)
        self.note.setVisible(may_audit)
        self.used_up.setVisible(not may_audit)

    def reset(self) -> None:
        """Forget the code."""
        self.code_box.code.clear()
        self.used_up.hide()

    def first_focus(self) -> QWidget:
        """Casting is what nearly everybody wants."""
        return self.cast


class AuditAskPage(KioskPage):
    """What an audit means, before it is done: everybody will see what was chosen, and nobody counts it."""

    back_wanted = Signal()
    open_wanted = Signal()
    given_up = Signal()
    """After a fault: go on without this ballot, which may no longer be cast."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.heading.setText(text("kiosk.audit_ask.heading"))
        self.code_box = _CodeBox(self)
        self.shown = role_label(self, "lead", name="auditShownWhere")
        self.lines = tuple(role_label(self, "lead", f"kiosk.audit_ask.{line}") for line in ("secret", "uncounted"))
        self.refusal = RefusalLine(self)
        self.back = KioskButton("kiosk.audit_ask.back", self, on_click=self.back_wanted)
        self.give_up = KioskButton("kiosk.audit_ask.give_up", self, on_click=self.given_up)
        self.open = KioskButton("kiosk.audit_ask.open", self, is_primary=True, on_click=self.open_wanted)
        self.body.addWidget(self.code_box, 0, Qt.AlignmentFlag.AlignHCenter)
        fill(self.body, self.shown, *self.lines, self.refusal, grow())
        fill(self.foot_row, self.back, self.give_up, grow(), self.open)
        self.set_shown_in_hall(is_shown=False)
        self.reset()

    def set_shown_in_hall(self, *, is_shown: bool) -> None:
        """Say from now on that an opened ballot is shown in the hall too, or on this screen alone."""
        self.shown.setText(text("kiosk.audit_ask.shown" if is_shown else "kiosk.audit_ask.shown_here"))

    def show_ballot_code(self, code: str) -> None:
        """Show which ballot would be opened."""
        self.reset()
        self.code_box.code.setText(code)

    def show_opening_failure(self, sentence: str) -> None:
        """Show why it was not opened; from here on the ballot may be opened again or left, never cast."""
        self.refusal.show_refusal(sentence)
        self.back.hide()
        self.give_up.show()

    def reset(self) -> None:
        """Forget the code."""
        self.code_box.code.clear()
        self.refusal.hide_refusal()
        self.back.show()
        self.give_up.hide()

    def first_focus(self) -> QWidget:
        """Going back is first: a key pressed once too often must not show anybody's choice."""
        return self.back if not self.back.isHidden() else self.open


class AuditedPage(KioskPage):
    """What was in the ballot, as the hall screen shows it, and the voter's word on it."""

    agreed = Signal()
    """It is what the voter chose: on to the ballot that counts."""
    stopped = Signal()
    """It is not, and the voter stops here with the slip unspent."""
    disputed = Signal()
    """It is not what the voter chose, although the kiosk says so."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.code_box = _CodeBox(self)
        self.verdict = role_label(self, "big", name="auditVerdict")
        self.alarm = RefusalLine(self)
        self.found = role_label(self, "said", name="auditFound")
        self.ask = role_label(self, "body", name="auditAsk")
        self.dispute = KioskButton("kiosk.audited.dispute", self, on_click=self.disputed)
        self.go_on = KioskButton("kiosk.audited.agree", self, is_primary=True, on_click=self.agreed)
        self.stop = KioskButton("kiosk.audited.stop", self, is_primary=True, on_click=self.stopped)
        self._arrange()
        self.reset()

    def show_opened_ballot(self, audited: AuditedBallot, question: Question) -> None:
        """Show the ballot that was opened."""
        self.heading.setText(text("kiosk.audited.heading", number=audited.number))
        self.code_box.code.setText(audited.code)
        is_agreed = audited.verdict == AuditVerdict.AGREED
        found = ("",) if audited.found is None else opened_ballot_lines(question, audited.found)
        shown = () if is_agreed or audited.shown is None else opened_ballot_lines(question, audited.shown)
        words = ("", f"[{text('kiosk.audited.shown')}]", *shown) if shown else ()
        self.found.setText("\n".join((*found, *words)))
        self._found_area.setVisible(bool(self.found.text().strip()))
        self.verdict.setText(text(f"kiosk.audited.{audited.verdict}"))
        self.verdict.setVisible(is_agreed)
        self.alarm.show_refusal("" if is_agreed else text(f"kiosk.audited.{audited.verdict}"))
        self.ask.setText(text("kiosk.audited.ask" if is_agreed else "kiosk.audited.call_staff"))
        self._show_buttons_for_verdict(is_agreed=is_agreed)

    def show_dispute_being_recorded(self) -> None:
        """Show that the voter's word is being written down; nothing may be pressed until it is."""
        self._disable_buttons_while_waiting(is_waiting=True)
        self.alarm.hide_refusal()
        self.ask.setText(text("kiosk.audited.recording"))

    def show_dispute_recorded(self) -> None:
        """Show that the voter's word is on record."""
        self.verdict.hide()
        self.alarm.show_refusal(text("kiosk.audited.noted"))
        self.ask.setText(text("kiosk.audited.call_staff"))
        self._show_buttons_for_verdict(is_agreed=False)

    def show_dispute_failure(self, sentence: str) -> None:
        """Show why the voter's word is not on record; it may be said again."""
        self._disable_buttons_while_waiting(is_waiting=False)
        self.alarm.show_refusal(sentence)
        self.ask.setText(text("kiosk.audited.ask"))

    def reset(self) -> None:
        """Forget the ballot."""
        for label in (self.code_box.code, self.verdict, self.found, self.ask):
            label.clear()
        self.alarm.hide_refusal()

    def first_focus(self) -> QWidget:
        """Go on, or stop."""
        return self.stop if self.go_on.isHidden() else self.go_on

    def _disable_buttons_while_waiting(self, *, is_waiting: bool) -> None:
        for way in (self.dispute, self.go_on):
            way.setEnabled(not is_waiting)

    def _show_buttons_for_verdict(self, *, is_agreed: bool) -> None:
        self._disable_buttons_while_waiting(is_waiting=False)
        self.dispute.setVisible(is_agreed)
        self.go_on.setVisible(is_agreed)
        self.stop.setVisible(not is_agreed)

    def _arrange(self) -> None:
        self.found.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)
        inside = QWidget(self)
        column_of(self.found, grow(), margins=0, into=inside)
        self._found_area = with_screen_reader_name(VerticalScroll(inside, self), text("kiosk.audited.found"))
        self._found_area.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.found_name = role_label(self, "body", "kiosk.audited.found")
        self.body.addWidget(self.code_box, 0, Qt.AlignmentFlag.AlignHCenter)
        fill(self.body, self.found_name, grow(self._found_area), self.verdict, self.alarm, self.ask)
        fill(self.foot_row, self.dispute, grow(), self.go_on, self.stop)
