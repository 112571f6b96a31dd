"""Facts about projects: added, edited, withdrawn and back again, removed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from sukui_desktop.domain.facts.base import Fact, Upcast, fields_unchanged
from sukui_desktop.models.agenda import ProjectBasics


class ProjectEdited(ProjectBasics, Fact, frozen=True, kw_only=True):
    """A project's particulars were written anew."""

    KIND: ClassVar[str] = "project.edited"
    VERSION: ClassVar[int] = 2
    UPCASTS: ClassVar[Mapping[int, Upcast]] = {1: fields_unchanged}
    SEALED: ClassVar[tuple[str, ...]] = ("proposer", "summary")
    SEALED_SINCE: ClassVar[int] = 2


class ProjectAdded(ProjectEdited, frozen=True, kw_only=True):
    """A project came onto the list."""

    KIND: ClassVar[str] = "project.added"
    place_in_list: int


class ProjectWithdrawn(Fact, frozen=True, kw_only=True):
    """A project was withdrawn; it stays in the record."""

    KIND: ClassVar[str] = "project.withdrawn"


class ProjectReinstated(Fact, frozen=True, kw_only=True):
    """A withdrawal was a mistake: the project is on the list again."""

    KIND: ClassVar[str] = "project.reinstated"


class ProjectRemoved(Fact, frozen=True, kw_only=True):
    """A project was taken off the list, as the accepted file no longer has it or it was written by mistake."""

    KIND: ClassVar[str] = "project.removed"
