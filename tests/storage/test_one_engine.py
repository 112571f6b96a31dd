"""Every file of a process shares one engine: statements are compiled once, each database has its own connection."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest
import sqlcipher3.dbapi2 as sqlcipher
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError, ResourceClosedError

from sukui_desktop.models.tables import FILE_FACT
from sukui_desktop.storage import database as database_module
from sukui_desktop.storage.database import Database, open_memory_database


def _put(database: Database, value: str) -> None:
    with database.begin():
        database.execute(FILE_FACT.insert(), {"name": "whose", "value": value})


def _read(database: Database) -> str:
    with database.begin():
        return str(database.execute(select(FILE_FACT.c.value).where(FILE_FACT.c.name == "whose")).scalar_one())


def test_databases_that_are_open_together_keep_apart() -> None:
    """Seen to fail on a pool that keeps one connection for the engine."""
    first, second = open_memory_database(), open_memory_database()
    _put(first, "first")
    _put(second, "second")
    assert (_read(first), _read(second)) == ("first", "second")
    first.close()
    assert _read(second) == "second"
    second.close()


def test_what_is_handed_over_in_a_thread_is_taken_there() -> None:
    """Seen to fail on one place for the connections of all threads."""
    raw = sqlcipher.connect(":memory:")
    database_module._handed.raw = raw
    with ThreadPoolExecutor(max_workers=1) as elsewhere:
        other = elsewhere.submit(open_memory_database).result()
    assert database_module._take_handed_connection() is raw
    other.close()
    raw.close()


def test_a_statement_is_compiled_once_for_all_files() -> None:
    """Seen to fail on an engine for each file."""
    first, second = open_memory_database(), open_memory_database()
    _put(first, "first")
    _read(first)
    compiled = database_module._engine_of_this_process()._compiled_cache
    assert compiled is not None
    before = len(compiled)
    assert before > 0
    _put(second, "second")
    _read(second)
    assert len(compiled) == before
    first.close()
    second.close()


def test_a_closed_database_takes_no_other_connection() -> None:
    """Seen to fail on a creator that answers with the connection that was handed over last."""
    closed, other = open_memory_database(), open_memory_database()
    closed.close()
    with pytest.raises(ResourceClosedError), closed.begin():
        closed.execute(text("SELECT 1"))
    with pytest.raises(DBAPIError, match="closed database"):
        database_module._engine_of_this_process().connect()
    other.close()
