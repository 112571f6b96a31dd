"""Papers of a poll that say numbers and findings and nothing of any vote: readiness, zero, pause and closing report."""

from __future__ import annotations

import hashlib

import msgspec

from sukui_desktop.domain import canonical_bytes
from sukui_desktop.domain.ballot_audit import AuditScore
from sukui_desktop.domain.errors import RuleBroken
from sukui_desktop.domain.facts.poll import ReportContent
from sukui_desktop.domain.papers.poll_closing_decisions import ClosingDecisions
from sukui_desktop.domain.papers.rollback_record import RollbackRecord
from sukui_desktop.domain.poll_steps import HAS_BOX, poll_states_between
from sukui_desktop.models.poll import PaperKind, PollRow, PollState

BOX_FIGURES = ("made", "issued", "cast", "spoiled", "returned", "outstanding")
"""Numbers of a box (`BoxFigures`) that a report says, in this order."""
_HASHED = b"sukui poll report 1\n"
_CLOSED = poll_states_between(PollState.CLOSED, PollState.PUBLISHED)

REPORT_STATES: dict[PaperKind, tuple[PollState, ...]] = {
    PaperKind.READINESS: HAS_BOX,
    PaperKind.ZERO: HAS_BOX,
    PaperKind.PAUSE: (PollState.PAUSED,),
    PaperKind.CLOSING: _CLOSED,
}
"""Paper → states in which it may be issued. A pause report has the very number of ballots, which nobody is told while
ballots come in; a zero report needs an empty box."""


class PollReport(msgspec.Struct, frozen=True, kw_only=True):
    """One such paper: what was recorded of it, with what people read beside it. Nothing in it is personal."""

    paper: PaperKind
    meeting_id: str
    meeting_title: str
    place: str
    poll_id: str
    poll_title: str
    seal_words: tuple[str, ...]
    """The four words of the definition; () where it was taken back since."""
    issued_at_ms: int
    head: bytes
    """Hash of the newest entry of the record then, and how many it had."""
    entries: int
    content: ReportContent
    digest: bytes
    audits: AuditScore | None = None
    """Of the ballots that had been opened instead of cast by then; None where the poll offers none, and before it."""
    made_again: int = 0
    """Of the slips made: those in place of as many that were lost as the program ended. Slips made = given out + left +
    lost."""
    alarms: int = 0
    """How often somebody had used up all tries at the staff's number of a kiosk by then."""
    rollbacks: tuple[RollbackRecord, ...] = ()
    """What two people had decided by then, as are the closing's."""
    closing: ClosingDecisions = ClosingDecisions()
    is_practice: bool = False


def require_poll_state_for_paper(poll: PollRow, paper: PaperKind) -> None:
    """Let a paper be issued only while a poll is where the paper says it is. Raises RuleBroken report_not_now."""
    if poll.state not in REPORT_STATES[paper]:
        raise RuleBroken("report_not_now", title=poll.title, paper=paper)


def report_digest(
    paper: PaperKind,
    *,
    meeting_id: str,
    poll_id: str,
    head: bytes,
    entries: int,
    issued_at_ms: int,
    content: ReportContent,
) -> bytes:
    """Return the SHA-256 over everything that a paper says: it is printed on it and stands in the record."""
    said = [str(paper), meeting_id, poll_id, head, entries, issued_at_ms, canonical_bytes.encode(content)]
    return hashlib.sha256(_HASHED + canonical_bytes.encode(said)).digest()
