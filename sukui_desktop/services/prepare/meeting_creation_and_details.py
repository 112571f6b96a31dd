"""A meeting: create it, edit its details."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from sukui_desktop.domain.agenda_tree import rank_between
from sukui_desktop.domain.changed_tables import NOTHING, Changes
from sukui_desktop.domain.errors import RuleBroken
from sukui_desktop.domain.facts.agenda import ItemAdded
from sukui_desktop.domain.facts.meeting import AllowanceChosen, MeetingCreated, MeetingEdited
from sukui_desktop.domain.meeting_kind_template import Template, TemplateItem
from sukui_desktop.domain.quorum import QuorumRule, people_needed_for_quorum, quorum_rule_of_meeting
from sukui_desktop.domain.text_cleaning_and_search import clean_given_fields, clean_text
from sukui_desktop.models.ids import Scope
from sukui_desktop.models.meeting import MeetingBasics, MeetingRow
from sukui_desktop.models.shared_fields import copy_fields
from sukui_desktop.services.opened_meeting import Context, Room, close_meeting_and_boxes
from sukui_desktop.services.person_keys import Reason
from sukui_desktop.storage.durable_files import make_folder_durably, undone_on_failure
from sukui_desktop.storage.file_key_and_recovery_code import (
    make_file_key,
)
from sukui_desktop.storage.meeting_file import create_meeting_file
from sukui_desktop.storage.meeting_transaction import Transaction
from sukui_desktop.wording.times import zone_name_of_new_meeting

PASSPHRASE_LEAST = 8


class MeetingDetails(MeetingBasics, frozen=True, kw_only=True):
    """What the facilitator fills in for a new meeting; times are milliseconds since 1970 UTC."""

    city: str = "seoul"
    currency: str = "KRW"
    is_practice: bool = False
    zone: str = ""
    """IANA name of its time zone; '' for that of new meetings (`zone_name_of_new_meeting`)."""


def create_meeting(path: Path, passphrase: str, details: MeetingDetails, template: Template, context: Context) -> Room:
    """Make a meeting file, and its folder where that is missing, with the template's agenda.

    Raises RuleBroken passphrase_short, title_missing, times_crossed; StorageFault file_exists, read_only, disk_full.
    """
    require_long_enough_passphrase(passphrase)
    require_valid_meeting_details(details)
    random8 = context.random.randbytes(8)
    scope = Scope(details.city, context.random.randbytes(16).hex())
    make_folder_durably(path.parent)
    file = create_meeting_file(path, make_file_key(passphrase, random8), scope, context.station, context.now)
    room = Room(file, context)
    with (
        undone_on_failure(partial(close_meeting_and_boxes, room), partial(path.unlink, missing_ok=True)),
        room.writing() as tx,
    ):
        tx.append_fact(scope.meeting, _make_meeting_created_fact(details, template))
        _append_template_items(tx, template.items, "")
    room.add_to_machine_list_and_use_zone()
    return room


def require_long_enough_passphrase(passphrase: str) -> None:
    """Refuse a passphrase that is too short. Raises RuleBroken passphrase_short."""
    if len(passphrase) < PASSPHRASE_LEAST:
        raise RuleBroken("passphrase_short", least=PASSPHRASE_LEAST)


def require_valid_meeting_details(details: MeetingDetails) -> None:
    """Refuse a meeting without a title or with crossed times. Raises RuleBroken title_missing, times_crossed."""
    _require_title_and_ordered_times(clean_text(details.title), details.starts_at_ms, details.ends_at_ms)


def _require_title_and_ordered_times(title: str, starts_at_ms: int, ends_at_ms: int) -> None:
    if not title:
        raise RuleBroken("title_missing")
    if ends_at_ms and ends_at_ms <= starts_at_ms:
        raise RuleBroken("times_crossed")


def _make_meeting_created_fact(details: MeetingDetails, template: Template) -> MeetingCreated:
    """Return the fact of a new meeting: kind, channels and quorum are the template's."""
    words = {name: clean_text(getattr(details, name)) for name in ("title", "body_name", "host", "place")}
    return copy_fields(MeetingCreated, template, details, zone=details.zone or zone_name_of_new_meeting(), **words)


def _append_template_items(tx: Transaction, items: tuple[TemplateItem, ...], parent_id: str) -> None:
    rank = ""
    for item in items:
        rank = rank_between(rank, "")
        fact = ItemAdded(
            title=item.title, presenter=item.presenter, minutes=item.minutes, parent_id=parent_id, rank=rank
        )
        (item_id,) = tx.append_fact(None, fact).ids
        _append_template_items(tx, item.children, item_id)


def edit_meeting(
    room: Room,
    *,
    title: str | None = None,
    body_name: str | None = None,
    host: str | None = None,
    place: str | None = None,
    starts_at_ms: int | None = None,
    ends_at_ms: int | None = None,
    quorum: QuorumRule | None = None,
    has_allowance: bool | None = None,
    reason: Reason = "",
) -> Changes:
    """Change what is given and keep the rest; nothing is recorded when nothing differs.

    `has_allowance` says whether the attendance sheet has a column to sign for 참석수당; it is no correction.
    `reason` is why a meeting that was closed is corrected (`require_allowed_after_closing`).
    Raises RuleBroken title_missing, times_crossed, quorum_rule, correction_reason_missing.
    """
    with room.writing(reason) as tx:
        before = tx.list_rows(MeetingRow)[0]
        words = clean_given_fields(title=title, body_name=body_name, host=host, place=place)
        times = clean_given_fields(starts_at_ms=starts_at_ms, ends_at_ms=ends_at_ms)
        fact = copy_fields(MeetingEdited, before, quorum=quorum or quorum_rule_of_meeting(before), **words, **times)
        _require_title_and_ordered_times(fact.title, fact.starts_at_ms, fact.ends_at_ms)
        people_needed_for_quorum(fact.quorum, enrolled=100)  # refuses a rule that no meeting could follow
        changes = NOTHING
        if fact != copy_fields(MeetingEdited, before, quorum=quorum_rule_of_meeting(before)):
            changes = tx.append_fact(before.meeting_id, fact).changes
        if has_allowance not in (None, before.has_allowance):
            changes |= tx.append_fact(before.meeting_id, AllowanceChosen(is_paid=bool(has_allowance))).changes
        return changes
