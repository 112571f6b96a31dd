"""Replaying a journal into tables: what a new version of the program and every check of the record need."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import Connection

from sukui_desktop.domain.applying.effect import State
from sukui_desktop.domain.facts.base import Entry
from sukui_desktop.storage.projections import Scope, empty_tables, write_effect
from sukui_desktop.storage.transaction import fold


def replay_into(connection: Connection, scope: Scope, entries: Iterable[Entry]) -> None:
    """Empty the projection tables and fill them from entries in the order of the record."""
    empty_tables(connection)
    states: dict[str, State] = {}
    write_effect(connection, scope, fold(states, entries))
