"""Rows as they were at a step of the record: replayed from its entries up to there, without a database."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TypeVar

from sukui_desktop.domain.facts.base import Entry, Fact
from sukui_desktop.domain.rows_from_facts.effect_of_entry import effect_of_entry
from sukui_desktop.domain.rows_from_facts.rows_put_and_removed import State
from sukui_desktop.models.row import Row, key_of_row

R = TypeVar("R", bound=Row)


class ReplayedRows:
    """The rows that the entries given so far, in the order of the record, lead to."""

    def __init__(self, entries: Iterable[Entry] = ()) -> None:
        self._states: dict[str, State] = {}
        for entry in entries:
            self.apply_next_entry(entry)

    def apply_next_entry(self, entry: Entry) -> None:
        """Bring the rows up to date with the next entry."""
        state = self._states.setdefault(entry.subject, State())
        state.apply_effect(effect_of_entry(state, entry))

    def rows(self, kind: type[R]) -> Iterator[R]:
        """Yield the rows of a type, subject by subject."""
        for subject, state in self._states.items():
            if subject.startswith(f"{kind.SUBJECT}/"):
                yield from state.rows(kind)

    def row(self, kind: type[R], *key: str) -> R | None:
        """Return the row of a type and key, None where there is none."""
        return next((row for row in self.rows(kind) if key_of_row(row) == key), None)


def rows_before_last_step(entries: Sequence[Entry], is_step: Callable[[Fact], bool]) -> ReplayedRows:
    """Return the rows as they were before the last entry that is the step; no rows where no entry is."""
    steps = [place for place, entry in enumerate(entries) if is_step(entry.fact)]
    return ReplayedRows(entries[: steps[-1] if steps else 0])
