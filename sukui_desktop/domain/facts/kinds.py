"""All kinds of facts, found by reading the modules that declare them, and the type of subject each is about."""

from __future__ import annotations

from collections.abc import Iterator

from sukui_desktop.domain.facts import agenda, joint_vote, meeting, person, poll, project, signer, station
from sukui_desktop.domain.facts.base import Fact


def _declared_fact_kinds() -> Iterator[type[Fact]]:
    for module in (meeting, person, signer, project, agenda, poll, station, joint_vote):
        for kind in vars(module).values():
            if isinstance(kind, type) and issubclass(kind, Fact) and kind.__module__ == module.__name__:
                yield kind


KINDS: dict[str, type[Fact]] = {fact.KIND: fact for fact in _declared_fact_kinds()}

SUBJECT_OF: dict[str, str] = {kind: fact.SUBJECT or kind.partition(".")[0] for kind, fact in KINDS.items()}
"""Type of the subject that a fact of each kind is about."""


def is_known_fact_kind(kind: str, version: int) -> bool:
    """Return whether this program reads facts of this kind in this version."""
    return kind in KINDS and version <= KINDS[kind].VERSION
