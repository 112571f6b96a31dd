"""Several people write at once: nobody writes over words of a note or a decision that they have not seen."""

from __future__ import annotations

import msgspec

from sukui_desktop.domain.errors import Conflict
from sukui_desktop.models.agenda import ItemRow, NoteRow


class SeenNote(msgspec.Struct, frozen=True):
    """A note as somebody saw it."""

    speaker: str
    gist: str


def require_note_as_seen(note: NoteRow, seen: SeenNote | None) -> None:
    """Refuse what was decided on other words than those of the note now; None: whatever they are.

    Raises Conflict note_changed.
    """
    if seen is not None and seen != SeenNote(note.speaker, note.gist):
        raise Conflict("note_changed", speaker=note.speaker, gist=note.gist)


def require_decision_as_seen(item: ItemRow, seen: str | None) -> None:
    """Refuse a decision written over another one than the item has now; None: whatever it is.

    Raises Conflict decision_changed.
    """
    if seen is not None and seen != item.decision:
        raise Conflict("decision_changed", decision=item.decision)
