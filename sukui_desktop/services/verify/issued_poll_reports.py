"""Whether the reports that a record says were issued of a poll, beside its sheets, say what the record has there."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import msgspec
from msgspec import UnsetType

from sukui_desktop.domain.ballot_accounting import BoxFigures
from sukui_desktop.domain.errors import VerifyFailed
from sukui_desktop.domain.facts.person import PersonAdmitted, SlipGiven, SlipReturned, SlipSpoiled
from sukui_desktop.domain.facts.poll import (
    PaperIssued,
    PollClosed,
    PollMadeReady,
    PollOpened,
    PollReopened,
    PollWithdrawn,
    RollbackDecided,
    TokensMade,
)
from sukui_desktop.domain.papers.poll_report import report_digest
from sukui_desktop.models.poll import PaperKind
from sukui_desktop.storage.meeting_file_check import CheckedLink


class _RunningSlips(msgspec.Struct):
    """Slips of one poll's box as the entries go by."""

    made: int = 0
    issued: int = 0
    spoiled: int = 0
    returned: int = 0
    cast: int | None = None
    """By the closing; None while the record does not say."""
    is_opened: bool = False
    """Whether voting began: an empty box is looked into before."""
    seen: int = 0
    """Ballots that were said to be in the box: it never holds fewer, unless two people let a put back box go on."""


def check_issued_poll_reports(links: Sequence[CheckedLink], meeting_id: str, titles: Mapping[str, str]) -> None:
    """Check head, digest and figures of every report against the entries before it; `titles` are those of the polls.

    How many ballots were in an open box only the box knew: of a zero report it must be none, of others no more than the
    slips that were out.
    Raises VerifyFailed report_differs, reported_ballots_missing where a poll was closed with fewer ballots than a
    report before says were in the box.
    """
    polls: dict[str, _RunningSlips] = {}
    for place, link in enumerate(links):
        entry, fact = link.entry, link.entry.fact
        if isinstance(fact, PersonAdmitted):
            for poll_id in fact.polls:
                polls.setdefault(poll_id, _RunningSlips()).issued += 1
        elif isinstance(fact, (SlipGiven, SlipReturned, SlipSpoiled)):
            _count_slip_fact(polls.setdefault(fact.poll_id, _RunningSlips()), fact)
        elif isinstance(fact, (PollMadeReady, PollWithdrawn)):
            polls[entry.subject_id] = _RunningSlips(made=fact.slots if isinstance(fact, PollMadeReady) else 0)
        elif isinstance(fact, PollOpened):
            polls.setdefault(entry.subject_id, _RunningSlips()).is_opened = True
        elif isinstance(fact, TokensMade):
            polls.setdefault(entry.subject_id, _RunningSlips()).made += fact.count
        elif isinstance(fact, (PollClosed, PollReopened)):
            cast = fact.accounting.cast if isinstance(fact, PollClosed) else None
            running = polls.setdefault(entry.subject_id, _RunningSlips())
            running.cast = cast
            if cast is not None and cast < running.seen:
                title = titles.get(entry.subject_id, "")
                raise VerifyFailed("reported_ballots_missing", poll=title, before=running.seen, after=cast)
        elif isinstance(fact, RollbackDecided):
            polls.setdefault(entry.subject_id, _RunningSlips()).seen = 0
        elif isinstance(fact, PaperIssued) and not isinstance(fact.content, UnsetType):
            running = polls.get(entry.subject_id, _RunningSlips())
            if not _is_report_true(links, place, meeting_id, entry.subject_id, fact, running):
                raise VerifyFailed("report_differs", poll=titles.get(entry.subject_id, ""), place=f"{place + 1:,}")
            if not isinstance(fact.content.figures, UnsetType):
                running.seen = fact.content.figures.cast


def _count_slip_fact(running: _RunningSlips, fact: SlipGiven | SlipReturned | SlipSpoiled) -> None:
    if isinstance(fact, SlipGiven):
        running.issued += 1
    elif isinstance(fact, SlipSpoiled):
        running.spoiled += 1
    else:
        running.returned += 1


def _is_report_true(
    links: Sequence[CheckedLink], place: int, meeting_id: str, poll_id: str, fact: PaperIssued, running: _RunningSlips
) -> bool:
    if isinstance(fact.content, UnsetType) or isinstance(fact.paper, UnsetType):
        return False
    digest = report_digest(
        fact.paper,
        meeting_id=meeting_id,
        poll_id=poll_id,
        head=fact.head,
        entries=fact.entries,
        issued_at_ms=fact.issued_at_ms,
        content=fact.content,
    )
    if digest != fact.digest or fact.entries != place or not place or links[place - 1].hash != fact.head:
        return False
    figures = fact.content.figures
    if isinstance(figures, UnsetType):
        return fact.paper == PaperKind.READINESS and bool(fact.content.findings)
    return fact.paper != PaperKind.READINESS and _are_figures_true(fact.paper, figures, running)


def _are_figures_true(paper: PaperKind, figures: BoxFigures, running: _RunningSlips) -> bool:
    said = (figures.made, figures.issued, figures.spoiled, figures.returned)
    if said != (running.made, running.issued, running.spoiled, running.returned) or figures.outstanding < 0:
        return False
    given = sum(one.given for one in figures.channels)
    if figures.cast < running.seen:
        return False
    if figures.channels and given != figures.issued - figures.spoiled - figures.returned:
        return False
    if paper == PaperKind.CLOSING:
        return figures.cast == running.cast
    if paper == PaperKind.ZERO and (figures.cast or running.is_opened):
        return False
    return running.cast is None
