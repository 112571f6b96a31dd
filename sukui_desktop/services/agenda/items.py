"""Agenda items during the sitting: start, hold, close, decide."""

from __future__ import annotations

from sukui_desktop.domain.changes import NOTHING, Changes
from sukui_desktop.domain.errors import RuleBroken
from sukui_desktop.domain.facts.agenda import ItemClosed, ItemDecided, ItemHeld, ItemStarted
from sukui_desktop.domain.text import clean_text
from sukui_desktop.models.agenda import DecisionHow, ItemRow, ItemState
from sukui_desktop.models.ids import ItemId
from sukui_desktop.models.meeting import MeetingRow, MeetingStage
from sukui_desktop.services.room import Room
from sukui_desktop.storage.transaction import Transaction


def start_item(room: Room, item_id: ItemId) -> Changes:
    """진행: turn to an item; the one that was running is put off, as the room can be at one item only.

    Raises RuleBroken sitting_stage, item_state; NotFound item_unknown.
    """
    with room.writing() as tx:
        _check_sitting(tx)
        item = tx.one(ItemRow, item_id)
        if item.state == ItemState.RUNNING:
            raise RuleBroken("item_state", item=item.title, state=item.state)
        held = NOTHING
        for other in tx.all(ItemRow):
            if other.state == ItemState.RUNNING:
                held = held | tx.append(other.item_id, ItemHeld()).changes
        return held | tx.append(item_id, ItemStarted()).changes


def hold_item(room: Room, item_id: ItemId) -> Changes:
    """보류: put an item off. Raises RuleBroken sitting_stage, item_state; NotFound item_unknown."""
    with room.writing() as tx:
        _check_sitting(tx)
        item = tx.one(ItemRow, item_id)
        if item.state in (ItemState.HELD, ItemState.CLOSED):
            raise RuleBroken("item_state", item=item.title, state=item.state)
        return tx.append(item_id, ItemHeld()).changes


def close_item(room: Room, item_id: ItemId) -> Changes:
    """종결: finish an item. Raises RuleBroken sitting_stage, item_state; NotFound item_unknown."""
    with room.writing() as tx:
        _check_sitting(tx)
        item = tx.one(ItemRow, item_id)
        if item.state in (ItemState.PLANNED, ItemState.CLOSED):
            raise RuleBroken("item_state", item=item.title, state=item.state)
        return tx.append(item_id, ItemClosed()).changes


def decide_item(room: Room, item_id: ItemId, text: str, how: str) -> Changes:
    """Adopt the wording of a decision, by vote or by consensus.

    Raises RuleBroken decision_missing, decision_how; NotFound item_unknown.
    """
    wording = clean_text(text)
    if not wording:
        raise RuleBroken("decision_missing")
    if how not in (DecisionHow.VOTE, DecisionHow.CONSENSUS):
        raise RuleBroken("decision_how", how=how)
    with room.writing() as tx:
        tx.one(ItemRow, item_id)
        return tx.append(item_id, ItemDecided(text=wording, how=DecisionHow(how))).changes


def _check_sitting(tx: Transaction) -> None:
    meeting = tx.all(MeetingRow)[0]
    if meeting.stage != MeetingStage.SITTING:
        raise RuleBroken("sitting_stage", stage=meeting.stage)
