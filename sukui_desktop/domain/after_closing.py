"""After 폐회: what is never written any more, and what only as a correction that is named as such, with its reason.

Work that a meeting leaves behind goes on: counting, certifying and sealing votes that were closed, and the minutes.
Source: docs/sources.md, "After the sitting".
"""

from __future__ import annotations

from sukui_desktop.domain.errors import RuleBroken
from sukui_desktop.domain.text import clean_text

OVER = frozenset(
    {
        "person.added",
        "person.admitted",
        "person.left",
        "slip.given",
        "slips.dealt",
        "import.accepted",
        "item.added",
        "item.moved",
        "item.removed",
        "poll.drafted",
        "poll.edited",
        "poll.made_ready",
        "poll.opened",
        "poll.reopened",
        "poll.resumed",
        "project.added",
    }
)
"""Kinds of facts that a closed meeting takes no more: nobody comes in, nothing new is put before it, no new vote."""

CORRECTIONS = frozenset(
    {
        "meeting.edited",
        "role.declared",
        "person.edited",
        "person.removed",
        "admission.undone",
        "item.edited",
        "item.decided",
        "note.recorded",
        "note.edited",
        "note.removed",
        "note.restored",
        "project.edited",
        "project.removed",
        "project.withdrawn",
        "project.reinstated",
    }
)
"""Kinds that change what the meeting was: each needs a reason, which stands in the record beside it."""


def check_after_closing(kind: str, reason: str | None) -> bool:
    """Return whether a fact of this kind is a correction once the meeting is closed.

    `reason` is what the person gave, None where the act takes none.
    Raises RuleBroken meeting_closed, correction_reason_missing.
    """
    if kind in OVER or (kind in CORRECTIONS and reason is None):
        raise RuleBroken("meeting_closed")
    if kind in CORRECTIONS and not clean_text(reason or ""):
        raise RuleBroken("correction_reason_missing")
    return kind in CORRECTIONS
