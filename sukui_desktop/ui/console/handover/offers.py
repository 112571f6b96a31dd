"""What can be sent, and by which services: each offer differs in nothing else."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from sukui_desktop.models.ids import PollId

if TYPE_CHECKING:
    from sukui_desktop.services.room import Room


class Offer(NamedTuple):
    """One file people can have made."""

    kind: str
    """minutes | result | result_table | public | attendance | attendance_table | copy; its texts: `handover.<kind>`."""
    suffix: str
    compose: Callable[[Room], Any] | None
    """On the store queue: the frozen content; None when `write` reads the meeting itself."""
    write: Callable[[Any, Path], Path]
    """On the making queue with what was composed, on the store queue with the room when there is no `compose`."""


def minutes_offer() -> Offer:
    """Return the offer of the minutes as PDF."""
    from sukui_desktop.services.minutes.writing import compose_minutes, make_minutes_pdf

    return Offer("minutes", ".pdf", compose_minutes, make_minutes_pdf)


def attendance_offer() -> Offer:
    """Return the offer of the attendance sheet as PDF."""
    from sukui_desktop.services.handover.documents import compose_attendance, make_attendance_pdf

    return Offer("attendance", ".pdf", compose_attendance, make_attendance_pdf)


def copy_offer() -> Offer:
    """Return the offer of a safe copy of the meeting file."""
    from sukui_desktop.services.handover.copies import copy_meeting

    return Offer("copy", ".sukui", None, copy_meeting)


def result_offer(poll_id: PollId) -> Offer:
    """Return the offer of one poll's result as PDF."""
    from sukui_desktop.services.handover.documents import compose_result, make_result_pdf

    return Offer("result", ".pdf", partial(compose_result, poll_id=poll_id), make_result_pdf)


def public_offer(poll_id: PollId) -> Offer:
    """Return the offer of one poll's public result file."""
    from sukui_desktop.services.handover.documents import compose_result, make_public_result

    return Offer("public", ".json", partial(compose_result, poll_id=poll_id), make_public_result)


def result_table_offer(poll_id: PollId) -> Offer:
    """Return the offer of one poll's ranking as a spreadsheet."""
    from sukui_desktop.services.handover.documents import compose_result
    from sukui_desktop.services.handover.exports import make_result_table

    return Offer("result_table", ".xlsx", partial(compose_result, poll_id=poll_id), make_result_table)


def attendance_table_offer() -> Offer:
    """Return the offer of the attendance as a spreadsheet."""
    from sukui_desktop.services.handover.documents import compose_attendance
    from sukui_desktop.services.handover.exports import make_attendance_table

    return Offer("attendance_table", ".xlsx", compose_attendance, make_attendance_table)
