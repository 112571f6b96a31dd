"""What facts about projects do to their rows."""

from __future__ import annotations

from msgspec.structs import replace

from sukui_desktop.domain.facts import project as facts
from sukui_desktop.domain.facts.base import Entry
from sukui_desktop.domain.rows_from_facts.rows_put_and_removed import Effect, State, effect_of_added_edited_or_removed
from sukui_desktop.models.agenda import ProjectRow


def effect_on_project(state: State, entry: Entry) -> Effect | None:
    """Return the rows that an entry about a project leads to; None when it no longer applies."""
    project = state.row(ProjectRow, entry.subject_id)
    if project is not None and isinstance(entry.fact, facts.ProjectWithdrawn):
        return Effect((replace(project, is_withdrawn=True),))
    if project is not None and isinstance(entry.fact, facts.ProjectReinstated):
        return Effect((replace(project, is_withdrawn=False),))
    return effect_of_added_edited_or_removed(
        state, entry, ProjectRow, facts.ProjectAdded, (facts.ProjectEdited,), (facts.ProjectRemoved,)
    )
