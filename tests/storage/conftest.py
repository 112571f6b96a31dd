"""An empty database with the tables of meetings, once on SQLite (SQLCipher) and once on PostgreSQL."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import text

from sukui_desktop.models.tables import metadata
from sukui_desktop.storage.database import Database, open_memory_database
from tests.storage.postgres import Postgres


@pytest.fixture(scope="session")
def postgres() -> Iterator[Postgres]:
    # Not in pytest's own folder, which nobody but its user may enter.
    folder = Path(tempfile.mkdtemp(prefix="sukui-pg-"))
    server = Postgres(folder)
    try:
        yield server
    finally:
        server.stop()
        shutil.rmtree(folder)


@pytest.fixture(scope="session")
def postgres_database(postgres: Postgres) -> Iterator[Database]:
    database = Database(postgres.engine())
    with database.begin():
        database.create_tables()
    yield database
    database.close()


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request: pytest.FixtureRequest) -> Iterator[Database]:
    if request.param == "postgresql":
        found: Database = request.getfixturevalue("postgres_database")
        empty(found)
        yield found
    else:
        made = open_memory_database()
        yield made
        made.close()


def empty(database: Database) -> None:
    """Remove every row of every meeting."""
    with database.begin():
        for name in metadata.tables:
            database.execute(text(f'DELETE FROM "{name}"'))
