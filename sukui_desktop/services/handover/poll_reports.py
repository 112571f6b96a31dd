"""Readiness sheet, zero, pause and closing report of a poll: issue one, find those that were issued, make their paper.

Each is recorded as a sheet that was issued, with all that stands on it, so that it can be made again as it was.
"""

from __future__ import annotations

from itertools import islice

import msgspec

from sukui_desktop.assets.seal_word_list import seal_word_list
from sukui_desktop.documents.write.poll_report import poll_reports_pdf
from sukui_desktop.domain import canonical_bytes
from sukui_desktop.domain.ballot_accounting import BoxFigures, require_empty_box
from sukui_desktop.domain.ballot_audit import AuditScore, score_audits
from sukui_desktop.domain.changed_tables import Changes
from sukui_desktop.domain.errors import RuleBroken, VerifyFailed
from sukui_desktop.domain.facts.poll import PaperIssued, PollMadeReady, ReportContent, TokensMade
from sukui_desktop.domain.machine_readiness import Finding
from sukui_desktop.domain.papers.anchor_sheet import last_anchorable_step
from sukui_desktop.domain.papers.poll_report import PollReport, report_digest, require_poll_state_for_paper
from sukui_desktop.domain.question.definition import decode_definition
from sukui_desktop.domain.rows_from_facts.replayed_rows import ReplayedRows
from sukui_desktop.domain.seal_words import seal_words
from sukui_desktop.models.ids import PollId
from sukui_desktop.models.meeting import MeetingRow
from sukui_desktop.models.poll import BallotAuditRow, IssuedPaperRow, PaperKind, PollRow
from sukui_desktop.services.handover.anchor_sheets import gather_decisions_before_paper
from sukui_desktop.services.opened_meeting import Room
from sukui_desktop.services.vote.live_accounting import count_figures_and_spent_slips, count_slips_of_channels
from sukui_desktop.services.vote.poll_box import find_or_open_box, read_sealed_ballots
from sukui_desktop.services.vote.staff_number_guesses import count_staff_number_alarms
from sukui_desktop.storage.ballot_box import box_root
from sukui_desktop.storage.meeting_transaction import Transaction


class IssuedReport(msgspec.Struct, frozen=True):
    """A report that was issued."""

    report: PollReport
    changes: Changes


class IssuedReportKind(msgspec.Struct, frozen=True):
    """That a poll has papers of a kind."""

    poll_id: PollId
    poll_title: str
    paper: PaperKind


def issue_zero_report(room: Room, poll_id: PollId) -> IssuedReport:
    """Look into the box on the disk before the vote, and record and return that it is empty.

    Raises RuleBroken box_not_empty, report_not_now, and as `find_or_open_box`; StorageFault.
    """
    return _issue_report_of_open_box(room, poll_id, PaperKind.ZERO)


def issue_pause_report(room: Room, poll_id: PollId) -> IssuedReport:
    """Count slips and ballots while the vote is paused, the ballots in the box on the disk.

    Raises RuleBroken report_not_now, and as `find_or_open_box`; StorageFault.
    """
    return _issue_report_of_open_box(room, poll_id, PaperKind.PAUSE)


def _issue_report_of_open_box(room: Room, poll_id: PollId, paper: PaperKind) -> IssuedReport:
    with room.reading() as tx:
        require_poll_state_for_paper(tx.require_row(PollRow, poll_id), paper)
    opened = find_or_open_box(room, poll_id)
    cast = len(opened.box.list_sealed_ballots())  # of the file as it is on the disk now, not as it is remembered
    with room.writing() as tx:
        poll = tx.require_row(PollRow, poll_id)
        figures, spent = count_figures_and_spent_slips(tx, opened, cast)
        if paper == PaperKind.ZERO:
            require_empty_box(figures, spent, poll.title)
        return _record_issued_report(tx, poll, paper, ReportContent(figures=figures))


def issue_closing_report(room: Room, poll_id: PollId) -> IssuedReport:
    """Count the ballots of a closed poll's box on the disk, and record them with the slips of its closing.

    Raises RuleBroken report_not_now; VerifyFailed box_changed where the box is not the one of the closing; NotFound
    box_missing, box_keys_missing; StorageFault.
    """
    with room.writing() as tx:
        poll = tx.require_row(PollRow, poll_id)
        require_poll_state_for_paper(poll, PaperKind.CLOSING)
        sealed = read_sealed_ballots(tx.poll_secrets, room.path, poll, room.context)
        if box_root(sealed) != poll.box_root or len(sealed) != poll.cast:
            raise VerifyFailed("box_changed", poll=poll.title)
        figures = BoxFigures(
            made=poll.tokens_made,
            issued=poll.issued,
            cast=len(sealed),
            spoiled=poll.spoiled,
            returned=poll.returned,
            channels=count_slips_of_channels(tx, poll_id),
        )
        return _record_issued_report(tx, poll, PaperKind.CLOSING, ReportContent(figures=figures))


def issue_readiness_sheet(room: Room, poll_id: PollId, findings: tuple[Finding, ...]) -> IssuedReport:
    """Record and return what was found of the machine before the vote (`inspect_machine`).

    Raises RuleBroken report_not_now, findings_missing; NotFound poll_unknown.
    """
    if not findings:
        raise RuleBroken("findings_missing")
    with room.writing() as tx:
        poll = tx.require_row(PollRow, poll_id)
        require_poll_state_for_paper(poll, PaperKind.READINESS)
        return _record_issued_report(tx, poll, PaperKind.READINESS, ReportContent(findings=findings))


def _record_issued_report(tx: Transaction, poll: PollRow, paper: PaperKind, content: ReportContent) -> IssuedReport:
    stored, now_ms = tuple(tx.journal.read_entries()), tx.now()
    head, entries = stored[-1].hash, len(stored)
    digest = report_digest(
        paper,
        meeting_id=tx.journal.scope.meeting,
        poll_id=poll.poll_id,
        head=head,
        entries=entries,
        issued_at_ms=now_ms,
        content=content,
    )
    fact = PaperIssued(
        step=last_anchorable_step(poll),
        head=head,
        entries=entries,
        issued_at_ms=now_ms,
        digest=digest,
        paper=paper,
        content=content,
    )
    changes = tx.append_fact(poll.poll_id, fact).changes
    newest = max(tx.list_rows(IssuedPaperRow, poll_id=poll.poll_id), key=_paper_number)
    return IssuedReport(_compose_report(tx, newest), changes)


def list_issued_report_kinds(room: Room) -> tuple[IssuedReportKind, ...]:
    """Return which papers were issued of which poll, first issued first."""
    with room.reading() as tx:
        titles = {poll.poll_id: poll.title for poll in tx.list_rows(PollRow)}
        rows = sorted(tx.list_rows(IssuedPaperRow), key=lambda row: row.entries)
    keys = (IssuedReportKind(row.poll_id, titles[row.poll_id], row.paper) for row in rows if row.content)
    return tuple(dict.fromkeys(keys))


def compose_reports_of_kind(room: Room, poll_id: PollId, paper: PaperKind) -> tuple[PollReport, ...]:
    """Return every paper of a kind that was issued of a poll, as it was, in the order of issue.

    Raises NotFound poll_unknown.
    """
    with room.reading() as tx:
        tx.require_row(PollRow, poll_id)
        rows = sorted(tx.list_rows(IssuedPaperRow, poll_id=poll_id), key=_paper_number)
        return tuple(_compose_report(tx, row) for row in rows if row.paper == paper)


def find_newest_report(room: Room, since_ms: int = 0) -> PollReport | None:
    """Return the report of a box that was issued last, None where none was since that moment.

    A readiness sheet is for the table of the facilitator, and is none.
    """
    with room.reading() as tx:
        rows = [row for row in tx.list_rows(IssuedPaperRow) if row.content and row.paper != PaperKind.READINESS]
        newest = max(rows, key=lambda row: row.entries, default=None)
        return None if newest is None or newest.issued_at_ms < since_ms else _compose_report(tx, newest)


def make_reports_pdf(reports: tuple[PollReport, ...]) -> bytes:
    """Return reports as PDF, a page each. For the making queue."""
    return poll_reports_pdf(reports)


def _compose_report(tx: Transaction, row: IssuedPaperRow) -> PollReport:
    meeting, poll = tx.list_rows(MeetingRow)[0], tx.require_row(PollRow, row.poll_id)
    rollbacks, closing = gather_decisions_before_paper(tx, poll, step=row.step, entries=row.entries)
    says_alarms = row.paper in (PaperKind.PAUSE, PaperKind.CLOSING)
    return PollReport(
        audits=_audit_score_before(tx, poll, row),
        made_again=_count_slips_made_again_before(tx, row),
        alarms=count_staff_number_alarms(tx, poll.poll_id, row.entries) if says_alarms else 0,
        rollbacks=rollbacks,
        closing=closing,
        paper=row.paper,
        meeting_id=meeting.meeting_id,
        meeting_title=meeting.title,
        place=meeting.place,
        poll_id=poll.poll_id,
        poll_title=poll.title,
        seal_words=seal_words(poll.definition_hash, seal_word_list()) if poll.definition_hash else (),
        issued_at_ms=row.issued_at_ms,
        head=row.head,
        entries=row.entries,
        content=canonical_bytes.decode(row.content, ReportContent),
        digest=row.digest,
        is_practice=meeting.is_practice,
    )


def _audit_score_before(tx: Transaction, poll: PollRow, sheet: IssuedPaperRow) -> AuditScore | None:
    """Return the score of the ballots that were opened instead of cast before a paper was issued: by the order of the
    record, so that a paper made again says the same."""
    is_offered = bool(poll.definition) and decode_definition(poll.definition).has_audits
    if not is_offered or sheet.paper not in (PaperKind.PAUSE, PaperKind.CLOSING):
        return None
    if not tx.list_rows(BallotAuditRow, poll_id=poll.poll_id):
        return AuditScore()
    subject, before = f"poll/{poll.poll_id}", islice(tx.journal.read_entries(), sheet.entries)
    of_poll = tx.journal.decode_entries(stored for stored in before if stored.subject == subject)
    return score_audits(ReplayedRows(entry for _, entry in of_poll).rows(BallotAuditRow))


def _count_slips_made_again_before(tx: Transaction, sheet: IssuedPaperRow) -> int:
    """Return how many slips of the box of that time had been made in place of lost ones before a paper was issued."""
    made_again = 0
    for entry in tx.read_entries((f"poll/{sheet.poll_id}",)):
        if isinstance(entry.fact, PollMadeReady):
            made_again = 0
        elif isinstance(entry.fact, TokensMade):
            made_again += entry.fact.count
        elif isinstance(entry.fact, PaperIssued) and entry.fact.digest == sheet.digest:
            break
    return made_again


def _paper_number(row: IssuedPaperRow) -> str:
    return row.number
