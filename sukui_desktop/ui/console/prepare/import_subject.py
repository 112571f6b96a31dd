"""What can be taken in from a file, and by which services: projects and rosters differ in nothing else."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from sukui_desktop.assets.messages import text
from sukui_desktop.domain.changes import Changes
from sukui_desktop.domain.importing import Change, Comparison, PersonDraft, ProjectDraft, Reading
from sukui_desktop.domain.money import format_money
from sukui_desktop.models.agenda import ProjectRow
from sukui_desktop.models.people import PersonRow

if TYPE_CHECKING:
    from sukui_desktop.services.room import Room

AnyReading = Reading[Any]
AnyComparison = Comparison[Any, Any]
Named = ProjectDraft | PersonDraft | ProjectRow | PersonRow


class ImportSubject(NamedTuple):
    """One kind of list that files bring."""

    name: str
    """projects | roster: the texts stand under `prepare.import.<name>`."""
    suffixes: tuple[str, ...]
    read: Callable[[Path], AnyReading]
    """On the making queue."""
    compare: Callable[[Room, AnyReading], AnyComparison]
    accept: Callable[[Room, AnyReading, frozenset[str]], Changes]


def key_of(named: Named) -> str:
    """Return the key by which a file is compared: code of a project, number of a person."""
    return named.code if isinstance(named, ProjectDraft | ProjectRow) else named.number


def title_of(named: Named) -> str:
    """Return what people call it."""
    return named.title if isinstance(named, ProjectDraft | ProjectRow) else named.name


def more_of(named: Named) -> str:
    """Return what tells it from others of the same name."""
    if isinstance(named, ProjectDraft | ProjectRow):
        return format_money(named.cost, named.currency)
    return " · ".join(part for part in (named.channel, named.subcommittee, named.district) if part)


def differences_of(change: Change[Any, Any]) -> str:
    """Return field by field what was and what the file says."""
    told = [
        text(
            "prepare.import.difference",
            field=text(f"prepare.import.field.{field}"),
            before=_shown(change.before, field),
            after=_shown(change.after, field),
        )
        for field in change.fields
    ]
    return " · ".join(told)


def _shown(named: Named, field: str) -> str:
    if field == "cost" and isinstance(named, ProjectDraft | ProjectRow):
        return format_money(named.cost, named.currency)
    return str(getattr(named, field)) or text("prepare.import.nothing")
