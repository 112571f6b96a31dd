"""What facts about projects do to their rows."""

from __future__ import annotations

from msgspec.structs import asdict, replace

from sukui_desktop.domain.effects.effect import Effect, State
from sukui_desktop.domain.facts import project as facts
from sukui_desktop.domain.facts.base import Entry
from sukui_desktop.models.agenda import ProjectRow
from sukui_desktop.models.ids import ProjectId


def apply_to_project(state: State, entry: Entry) -> Effect | None:
    """Return the rows that an entry about a project leads to; None when it no longer applies."""
    fact, project_id = entry.fact, ProjectId(entry.subject_id)
    project = state.row(ProjectRow, project_id)
    if isinstance(fact, facts.ProjectAdded):
        return Effect((ProjectRow(project_id=project_id, **asdict(fact)),)) if project is None else None
    if project is None:
        return None
    if isinstance(fact, facts.ProjectEdited):
        return Effect((replace(project, **asdict(fact)),))
    if isinstance(fact, facts.ProjectWithdrawn):
        return Effect((replace(project, is_withdrawn=True),))
    if isinstance(fact, facts.ProjectReinstated):
        return Effect((replace(project, is_withdrawn=False),))
    if isinstance(fact, facts.ProjectRemoved):
        return Effect((), ((ProjectRow, (project_id,)),))
    return None
