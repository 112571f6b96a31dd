"""Replaying a journal into tables: what a new version of the program and every check of the record need."""

from __future__ import annotations

from collections.abc import Iterable

from sukui_desktop.domain.applying.effect import State
from sukui_desktop.domain.facts.base import Entry
from sukui_desktop.storage.connection import Database
from sukui_desktop.storage.projections import Scope, empty_tables, write_effect
from sukui_desktop.storage.transaction import fold


def replay_into(database: Database, scope: Scope, entries: Iterable[Entry]) -> None:
    """Empty the projection tables and fill them from entries in the order of the record."""
    empty_tables(database)
    states: dict[str, State] = {}
    write_effect(database, scope, fold(states, entries))
