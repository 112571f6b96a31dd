"""A ballot that a voter had opened instead of cast (시험 개봉), on the hall screen."""

from __future__ import annotations

from itertools import accumulate

from PySide6.QtWidgets import QWidget

from sukui_desktop.assets.messages import text
from sukui_desktop.domain.methods.ballot_kind import Answer
from sukui_desktop.models.poll import AuditVerdict
from sukui_desktop.services.hall_snapshot import HallSnapshot
from sukui_desktop.services.vote.ballot_audits import AuditView
from sukui_desktop.ui.display.panels import Panel
from sukui_desktop.ui.widgets.basic_widgets import show_words_or_hide
from sukui_desktop.ui.widgets.layouts import fill, grow
from sukui_desktop.ui.widgets.screen_scale import role_label
from sukui_desktop.wording.ballot_audits import audit_score_words, opened_ballot_lines

_MOST_LINES = 6
_MOST_LETTERS = 130
_MOST_SHOWN_LETTERS = 60
"""So much is read at 20 m, beside all else; the kiosk shows the whole."""


class AuditPanel(Panel):
    """Code, what was in the ballot, and whether it is what the kiosk had shown and the voter had chosen."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.title = role_label(self, "subtitle", name="displayTitle")
        self.code = role_label(self, "subtitle", name="displayAuditCode")
        self.found_name = role_label(self, "label", "display.audit_found")
        self.found = role_label(self, "subtitle", name="displayAuditFound")
        self.shown = role_label(self, "label", name="displayAuditShown")
        self.agreed = role_label(self, "note", name="displayAuditVerdict")
        self.alarm = role_label(self, "alarm", name="displayAuditAlarm")
        self.score = role_label(self, "foot", name="displayAuditScore")
        fill(self.column, self.title, self.code, self.found_name, self.found, grow())
        fill(self.column, self.shown, self.agreed, self.alarm, self.score)

    def show_snapshot(self, snapshot: HallSnapshot, now_ms: int) -> None:
        """Show the ballot that was opened last."""
        audit = snapshot.audit
        if audit is None:
            return
        self.title.setText(text("display.audit", number=audit.number))
        self.code.setText(text("display.audit_code", code=audit.code))
        self.found.setText("\n".join(_lines_found_in_opened_ballot(audit)))
        sentence, is_loud = _verdict_words_and_alarm(audit)
        is_other = audit.row.verdict != AuditVerdict.AGREED and audit.shown is not None
        show_words_or_hide(
            self.shown, text("display.audit_shown", shown=_words_of_marks_voter_saw(audit)) if is_other else ""
        )
        self.agreed.setText(sentence)
        self.alarm.setText(sentence)
        self.agreed.setVisible(not is_loud)
        self.alarm.setVisible(is_loud)
        self.score.setText(text("display.audit_score", score=audit_score_words(audit.score)))


def _lines_found_in_opened_ballot(audit: AuditView) -> tuple[str, ...]:
    return _first_mark_lines(audit, audit.found, _MOST_LETTERS) or (text("display.audit_closed"),)


def _words_of_marks_voter_saw(audit: AuditView) -> str:
    return " · ".join(_first_mark_lines(audit, audit.shown, _MOST_SHOWN_LETTERS))


def _first_mark_lines(audit: AuditView, answer: Answer | None, letters: int) -> tuple[str, ...]:
    """Return the first marks, as many as there is room for but at least one, and how many there are besides."""
    lines = () if answer is None else opened_ballot_lines(audit.definition.question, answer)
    ends = tuple(accumulate(map(len, lines)))
    count = max(1, sum(end <= letters for end in ends[:_MOST_LINES]))
    if len(lines) <= count:
        return lines
    return (*lines[:count], text("display.audit_more", count=f"{len(lines) - count:,}"))


def _verdict_words_and_alarm(audit: AuditView) -> tuple[str, bool]:
    """Return the sentence, and whether it is an alarm."""
    if audit.row.verdict != AuditVerdict.AGREED:
        return text(f"display.audit_{audit.row.verdict}"), True
    return text("display.audit_disputed" if audit.row.is_disputed else "display.audit_agreed"), audit.row.is_disputed
