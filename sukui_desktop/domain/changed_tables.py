"""Changes: which tables and ids a service changed, so that screens read them again."""

from __future__ import annotations

import msgspec


class Changes(msgspec.Struct, frozen=True):
    """The tables that changed, by the `TABLE` of their row types in `models/`, and the ids concerned."""

    tables: frozenset[str] = frozenset()
    ids: frozenset[str] = frozenset()

    def __or__(self, other: Changes) -> Changes:
        return Changes(self.tables | other.tables, self.ids | other.ids)

    def __bool__(self) -> bool:
        return bool(self.tables)

    def touches(self, *tables: str) -> bool:
        """Return whether any of these row types changed."""
        return any(table in self.tables for table in tables)


NOTHING = Changes()
