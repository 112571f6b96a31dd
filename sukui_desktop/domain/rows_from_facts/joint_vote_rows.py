"""What facts about a vote held at several places do to its rows."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec.structs import replace

from sukui_desktop.domain.facts import joint_vote as facts
from sukui_desktop.domain.facts.base import Entry
from sukui_desktop.domain.rows_from_facts.rows_put_and_removed import Effect, State
from sukui_desktop.models.ids import PollId
from sukui_desktop.models.joint_vote import DoubleDecisionRow, JointVoteRow, ListedStreamRow, SlipElsewhereRow
from sukui_desktop.models.row import Key, Row
from sukui_desktop.models.shared_fields import copy_fields


def effect_on_joint_vote(state: State, entry: Entry) -> Effect | None:
    """Return the rows that an entry about a joint vote leads to; None when it no longer applies."""
    fact, poll_id = entry.fact, PollId(entry.subject_id)
    vote = state.row(JointVoteRow, poll_id)
    if isinstance(fact, facts.JointVoteBegan):
        begun = copy_fields(JointVoteRow, fact, poll_id=poll_id, began_at_ms=entry.at_ms)
        return Effect((begun,)) if vote is None else None
    if vote is None:
        return None
    match fact:
        case facts.PlaceNamed():
            return Effect((replace(vote, place=fact.place),))
        case facts.PlaceListTaken():
            return _effect_of_list(state, poll_id, fact)
        case facts.DoubleDecided():
            made = copy_fields(DoubleDecisionRow, entry, fact, poll_id=poll_id, decision_id=entry.entry_id)
            return Effect((made,))
        case _:
            return None


def _effect_of_list(state: State, poll_id: PollId, fact: facts.PlaceListTaken) -> Effect:
    gone = [giving for giving in fact.gone if state.row(SlipElsewhereRow, poll_id, giving) is not None]
    removed: list[tuple[type[Row], Key]] = [(SlipElsewhereRow, (poll_id, giving)) for giving in gone]
    return Effect((*_rows_of_list(state, poll_id, fact),), tuple(removed))


def _rows_of_list(state: State, poll_id: PollId, fact: facts.PlaceListTaken) -> Iterator[Row]:
    for given in fact.added:
        yield copy_fields(SlipElsewhereRow, given, poll_id=poll_id)
    for stream, seq in fact.known.items():
        before = state.row(ListedStreamRow, poll_id, stream)
        if before is None or before.seq < seq:
            yield ListedStreamRow(poll_id=poll_id, stream=stream, seq=seq)
