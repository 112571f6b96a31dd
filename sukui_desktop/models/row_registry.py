"""All row types, found by reading the modules that declare them."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from types import ModuleType

from sukui_desktop.models import agenda, joint_vote, meeting, minutes, people, poll, signer, station
from sukui_desktop.models.row import Row


def _declared_row_types(module: ModuleType) -> Iterator[type[Row]]:
    for kind in vars(module).values():
        if isinstance(kind, type) and issubclass(kind, Row) and kind.__module__ == module.__name__:
            yield kind


ROW_TYPES: tuple[type[Row], ...] = tuple(
    kind
    for module in (meeting, people, signer, agenda, poll, minutes, station, joint_vote)
    for kind in _declared_row_types(module)
)
"""Every row type, in the order in which tables are created, emptied and hashed."""


@cache
def row_types_of_subject(subject: str) -> tuple[type[Row], ...]:
    """Return the row types that entries about this type of subject may write, () for none."""
    return tuple(kind for kind in ROW_TYPES if subject == kind.SUBJECT)
