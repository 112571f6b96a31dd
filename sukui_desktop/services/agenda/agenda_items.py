"""Agenda items: list, add, edit, move and remove them in an ordered tree; start, hold, close and decide them."""

from __future__ import annotations

from collections.abc import Set

import msgspec

from sukui_desktop.domain.agenda_tree import ItemView, items_in_tree_order, rank_after, require_item_may_move
from sukui_desktop.domain.changed_tables import NOTHING, Changes
from sukui_desktop.domain.errors import RuleBroken
from sukui_desktop.domain.facts.agenda import (
    ItemAdded,
    ItemClosed,
    ItemDecided,
    ItemEdited,
    ItemHeld,
    ItemMoved,
    ItemRemoved,
    ItemStarted,
)
from sukui_desktop.domain.notes_and_decisions_as_seen import require_decision_as_seen
from sukui_desktop.domain.text_cleaning_and_search import clean_given_fields, clean_text, clean_text_of_lines
from sukui_desktop.models.agenda import DecisionHow, ItemRow, ItemState
from sukui_desktop.models.ids import ItemId
from sukui_desktop.models.meeting import MeetingRow, MeetingStage
from sukui_desktop.models.poll import PollRow, PollState
from sukui_desktop.models.shared_fields import copy_fields
from sukui_desktop.services.opened_meeting import Room
from sukui_desktop.services.person_keys import Reason
from sukui_desktop.storage.meeting_transaction import Transaction

MOST_MINUTES = 24 * 60


class AddedItem(msgspec.Struct, frozen=True):
    """A new agenda item."""

    item_id: ItemId
    changes: Changes


def list_items(room: Room) -> tuple[ItemView, ...]:
    """Return the agenda in tree order."""
    with room.reading() as tx:
        return items_in_tree_order(tx.list_rows(ItemRow))


def add_item(
    room: Room,
    title: str,
    *,
    parent_id: str = "",
    after_id: str | None = "",
    minutes: int = 10,
    presenter: str = "",
) -> AddedItem:
    """Add an item under `parent_id` ('' for the top), after `after_id` ('' last, None first).

    Raises RuleBroken title_missing, item_minutes, item_too_deep; NotFound item_unknown.
    """
    _require_valid_title_and_minutes(title, minutes)
    with room.writing() as tx:
        items = tx.list_rows(ItemRow)
        require_item_may_move(items, "", parent_id)
        fact = ItemAdded(
            title=clean_text(title),
            presenter=clean_text(presenter),
            minutes=minutes,
            parent_id=parent_id,
            rank=rank_after(items, parent_id, after_id),
        )
        appended = tx.append_fact(None, fact)
    return AddedItem(ItemId(appended.ids[0]), appended.changes)


def edit_item(
    room: Room,
    item_id: ItemId,
    *,
    title: str | None = None,
    minutes: int | None = None,
    presenter: str | None = None,
    reason: Reason = "",
) -> Changes:
    """Change what is given of an item; nothing is recorded when nothing differs. `reason`:
    `require_allowed_after_closing`.

    Raises RuleBroken title_missing, item_minutes, correction_reason_missing; NotFound item_unknown.
    """
    with room.writing(reason) as tx:
        before = tx.require_row(ItemRow, item_id)
        fact = copy_fields(ItemEdited, before, **clean_given_fields(title=title, presenter=presenter, minutes=minutes))
        _require_valid_title_and_minutes(fact.title, fact.minutes)
        if fact == copy_fields(ItemEdited, before):
            return NOTHING
        return tx.append_fact(item_id, fact).changes


def _require_valid_title_and_minutes(title: str, minutes: int) -> None:
    if not clean_text(title):
        raise RuleBroken("title_missing")
    if not 0 <= minutes <= MOST_MINUTES:
        raise RuleBroken("item_minutes", minutes=minutes, most=MOST_MINUTES)


def move_item(room: Room, item_id: ItemId, *, parent_id: str, after_id: str | None) -> Changes:
    """Put an item under `parent_id` after `after_id` ('' last, None first), with everything under it.

    Raises RuleBroken item_under_itself, item_too_deep; NotFound item_unknown.
    """
    with room.writing() as tx:
        items = tx.list_rows(ItemRow)
        tx.require_row(ItemRow, item_id)
        require_item_may_move(items, item_id, parent_id)
        rank = rank_after(items, parent_id, after_id, moving=item_id)
        return tx.append_fact(item_id, ItemMoved(parent_id=parent_id, rank=rank)).changes


def remove_item(room: Room, item_id: ItemId) -> Changes:
    """Take an item off the agenda.

    Raises RuleBroken item_has_children, item_has_poll, item_was_run; NotFound item_unknown.
    """
    with room.writing() as tx:
        item = tx.require_row(ItemRow, item_id)
        if any(other.parent_id == item_id for other in tx.list_rows(ItemRow)):
            raise RuleBroken("item_has_children", item=item.title)
        if any(poll.item_id == item_id and poll.state != PollState.VOID for poll in tx.list_rows(PollRow)):
            raise RuleBroken("item_has_poll", item=item.title)
        if item.state != ItemState.PLANNED:
            raise RuleBroken("item_was_run", item=item.title)
        return tx.append_fact(item_id, ItemRemoved()).changes


def start_item(room: Room, item_id: ItemId) -> Changes:
    """진행: turn to an item; the one that was running is put off, as the room can be at one item only.

    Raises RuleBroken sitting_stage, item_state; NotFound item_unknown.
    """
    with room.writing() as tx:
        _require_item_may_change_state(tx, item_id, {ItemState.RUNNING})
        running = [item.item_id for item in tx.list_rows(ItemRow) if item.state == ItemState.RUNNING]
        return tx.append_facts([*((other, ItemHeld()) for other in running), (item_id, ItemStarted())]).changes


def hold_item(room: Room, item_id: ItemId) -> Changes:
    """보류: put an item off. Raises RuleBroken sitting_stage, item_state; NotFound item_unknown."""
    with room.writing() as tx:
        _require_item_may_change_state(tx, item_id, {ItemState.HELD, ItemState.CLOSED})
        return tx.append_fact(item_id, ItemHeld()).changes


def close_item(room: Room, item_id: ItemId) -> Changes:
    """종결: finish an item. Raises RuleBroken sitting_stage, item_state; NotFound item_unknown."""
    with room.writing() as tx:
        _require_item_may_change_state(tx, item_id, {ItemState.PLANNED, ItemState.CLOSED})
        return tx.append_fact(item_id, ItemClosed()).changes


def _require_item_may_change_state(tx: Transaction, item_id: ItemId, refused: Set[ItemState]) -> None:
    meeting, item = tx.list_rows(MeetingRow)[0], tx.require_row(ItemRow, item_id)
    if meeting.stage != MeetingStage.SITTING:
        raise RuleBroken("sitting_stage", stage=meeting.stage)
    if item.state in refused:
        raise RuleBroken("item_state", item=item.title, state=item.state)


def decide_item(
    room: Room, item_id: ItemId, text: str, how: str, seen: str | None = None, *, reason: Reason = ""
) -> Changes:
    """Adopt the wording of a decision, by vote or by consensus. `seen` is the decision as it was when somebody began to
    write this one, None where that does not matter. `reason`: `require_allowed_after_closing`.

    A decision by vote begins with what the certified result says; `text` may add to it. What a certified vote decided
    (부결 too) is nothing to adopt by consensus: only another vote changes it.
    Raises RuleBroken decision_missing, decision_how, decision_without_result, decision_already_by_vote,
    correction_reason_missing; NotFound item_unknown; Conflict decision_changed.
    """
    from sukui_desktop.services.agenda.decisions_by_vote import words_decided_by_votes  # the words of results

    if how not in (DecisionHow.VOTE, DecisionHow.CONSENSUS):
        raise RuleBroken("decision_how", how=how)
    with room.reading() as tx:
        item = tx.require_row(ItemRow, item_id)
    wording = clean_text_of_lines(text)
    result = words_decided_by_votes(room).get(item_id, "")
    if result and how == DecisionHow.CONSENSUS:
        raise RuleBroken("decision_already_by_vote", item=item.title)
    if how == DecisionHow.VOTE:
        if not result:
            raise RuleBroken("decision_without_result", item=item.title)
        wording = wording if result in wording else clean_text_of_lines(f"{result}\n{wording}")
    if not wording:
        raise RuleBroken("decision_missing")
    with room.writing(reason) as tx:
        require_decision_as_seen(tx.require_row(ItemRow, item_id), seen)
        return tx.append_fact(item_id, ItemDecided(text=wording, how=DecisionHow(how))).changes
