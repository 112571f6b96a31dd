"""What the record says was so at each step of a poll: read once from its beginning, for every poll."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TypeVar

import msgspec

from sukui_desktop.domain.ballot_accounting import SlipCounts, count_slip_rows
from sukui_desktop.domain.facts.base import Entry, Fact
from sukui_desktop.domain.facts.poll import PollClosed, PollMadeReady, PollSelected
from sukui_desktop.domain.rows_from_facts.effect_of_entry import apply_entry
from sukui_desktop.domain.rows_from_facts.rows_put_and_removed import State
from sukui_desktop.models.agenda import ProjectRow
from sukui_desktop.models.people import SlipRow
from sukui_desktop.models.row import Row
from sukui_desktop.models.signer import SignerRow

R = TypeVar("R", bound=Row)


class PollHistory(msgspec.Struct, kw_only=True):
    """One poll's facts, and rows of others as they were at its steps."""

    facts: list[Fact] = []
    """In the order of the record, those that did not apply included."""
    slips_at_ready: SlipCounts = SlipCounts()
    """Slips of boxes that were withdrawn before."""
    slips_at_closing: SlipCounts = SlipCounts()
    projects_at_ready: dict[str, ProjectRow] = {}
    """code → project."""
    signers_at_ready: int = 0
    """People who had signed up with keys of their own when it was made ready, those who no longer sign included."""
    withdrawn_at_selection: frozenset[str] = frozenset()
    """Codes of projects that were withdrawn when the list was made."""


def read_histories(entries: Iterable[Entry]) -> dict[str, PollHistory]:
    """Return the history of every poll (poll id → history) from all entries in the order of the record."""
    states: dict[str, State] = {}
    histories: dict[str, PollHistory] = {}
    for entry in entries:
        kind, _, subject_id = entry.subject.partition("/")
        if kind == "poll":
            history = histories.setdefault(subject_id, PollHistory())
            history.facts.append(entry.fact)
            _note_step(history, entry.fact, subject_id, states)
        state = states.setdefault(entry.subject, State())
        state.apply_effect(apply_entry(state, entry))
    return histories


def _note_step(history: PollHistory, fact: Fact, poll_id: str, states: dict[str, State]) -> None:
    if isinstance(fact, PollMadeReady):
        history.slips_at_ready = _count_slips(states, poll_id)
        history.signers_at_ready = sum(1 for _ in _rows_of(states, SignerRow))
        history.projects_at_ready = {row.code: row for row in _rows_of(states, ProjectRow) if not row.is_withdrawn}
    elif isinstance(fact, PollClosed):
        history.slips_at_closing = _count_slips(states, poll_id)
    elif isinstance(fact, PollSelected):
        gone = (row.code for row in _rows_of(states, ProjectRow) if row.is_withdrawn)
        history.withdrawn_at_selection = frozenset(gone)


def _count_slips(states: dict[str, State], poll_id: str) -> SlipCounts:
    return count_slip_rows(row for row in _rows_of(states, SlipRow) if row.poll_id == poll_id)


def _rows_of(states: dict[str, State], kind: type[R]) -> Iterator[R]:
    for subject, state in states.items():
        if subject.startswith(f"{kind.SUBJECT or kind.TABLE}/"):
            yield from state.rows(kind)
