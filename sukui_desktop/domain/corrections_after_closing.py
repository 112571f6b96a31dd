"""After 폐회: what is never written any more, and what only as a correction that is named as such, with its reason.

Once the minutes are signed, whatever they say changes by a correction that a person signs, or not at all.

Work that a meeting leaves behind goes on: counting, certifying and sealing votes that were closed, and the minutes.
Source: docs/sources.md, "After the sitting".
"""

from __future__ import annotations

from collections.abc import Iterable

import msgspec

from sukui_desktop.domain.errors import RuleBroken
from sukui_desktop.domain.text_cleaning_and_search import clean_text
from sukui_desktop.models.row import Row, key_of_row

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
        "station.enrolled",
        "joint.began",
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


CORRECTIONS_OF_SIGNED = CORRECTIONS | {"heading.written", "poll.challenge_recorded", "poll.challenge_answered"}
"""Kinds that change what signed minutes say: until the signing the recorder writes the headings as the work goes on."""

BESIDE_SIGNED = frozenset(
    {
        "allowance.chosen",
        "correction.noted",
        "kiosk.pin_guessed",
        "person.erased",
        "poll.published",
        "poll.sealed",
        "poll.sheet_issued",
        "poll.signed",
        "signer.enrolled",
        "signer.withdrawn",
        "station.internet_lost",
        "station.internet_reached",
        "station.paused",
        "station.renamed",
        "station.resumed",
        "station.revoked",
        "stream.began",
        "words.rewritten",
    }
)
"""Kinds that go on after the signing, as they change nothing that the minutes say of the meeting."""


def require_allowed_after_closing(
    kind: str, reason: str | None, *, is_signed: bool = False, has_signer: bool = False
) -> bool:
    """Return whether a fact of this kind is a correction once the meeting is closed.

    `reason` is what the person gave, None where the act takes none; `is_signed` says whether the minutes are, and
    `has_signer` whether the person gave the proof of a key of their own.
    Raises RuleBroken meeting_closed, correction_reason_missing; of signed minutes minutes_signed,
    correction_signer_missing.
    """
    if is_signed:
        return _require_allowed_after_signing(kind, reason, has_signer=has_signer)
    if kind in OVER or (kind in CORRECTIONS and reason is None):
        raise RuleBroken("meeting_closed")
    if kind in CORRECTIONS and not clean_text(reason or ""):
        raise RuleBroken("correction_reason_missing")
    return kind in CORRECTIONS


def _require_allowed_after_signing(kind: str, reason: str | None, *, has_signer: bool) -> bool:
    if kind in BESIDE_SIGNED:
        return False
    if kind not in CORRECTIONS_OF_SIGNED or reason is None:
        raise RuleBroken("minutes_signed")
    if not has_signer:
        raise RuleBroken("correction_signer_missing")
    if not clean_text(reason):
        raise RuleBroken("correction_reason_missing")
    return True


SAID: dict[str, tuple[str, ...]] = {
    "meeting": (
        "title",
        "body_name",
        "host",
        "place",
        "starts_at_ms",
        "ends_at_ms",
        "quorum_base",
        "quorum_numerator",
        "quorum_denominator",
        "quorum_is_more_than",
        "quorum_fixed",
        "voting_roles",
        "observing_roles",
    ),
    "person": ("number", "name", "role", "channel"),
    "attendance": ("was_present", "undo_reason"),
    "item": ("title", "presenter", "minutes", "decision", "decision_how"),
    "note": ("speaker", "gist"),
    "project": ("code", "title", "cost", "is_withdrawn"),
    "minutes": ("text", "is_none"),
    "challenge": ("by", "words", "answer"),
}
"""Table → columns of which a correction says what stood there and what stands there now: what papers say. What else is
personal (telephone, birth, needs) is not printed with a correction."""


class ChangedField(msgspec.Struct, frozen=True):
    """What stood in a field and what stands there now, '' for nothing."""

    field: str
    """`table.column`"""
    old: str
    new: str


def changed_fields(before: Iterable[Row], after: Iterable[Row]) -> tuple[ChangedField, ...]:
    """Return what is said otherwise in the rows of one subject than before, in the order of `SAID`."""
    old, new = _stated_values_by_field(before), _stated_values_by_field(after)
    places = sorted(
        old.keys() | new.keys(),
        key=lambda place: ([*SAID].index(place[0].TABLE), place[1], SAID[place[0].TABLE].index(place[2])),
    )
    changed = ((place, old.get(place, ""), new.get(place, "")) for place in places)
    return tuple(ChangedField(f"{place[0].TABLE}.{place[2]}", was, now) for place, was, now in changed if was != now)


def _stated_values_by_field(rows: Iterable[Row]) -> dict[tuple[type[Row], tuple[str, ...], str], str]:
    return {
        (type(row), key_of_row(row), column): _value_as_text(getattr(row, column))
        for row in rows
        for column in SAID.get(row.TABLE, ())
    }


def _value_as_text(value: object) -> str:
    if isinstance(value, bool):
        return "1" if value else ""
    if isinstance(value, tuple):
        return ", ".join(map(str, value))
    return "" if value == 0 else str(value)
