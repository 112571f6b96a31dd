"""Decisions made by a vote: what the certified results of an item's votes say, in the words of the record."""

from __future__ import annotations

from collections import Counter

from sukui_desktop.domain.facts.poll import PollCertified
from sukui_desktop.domain.poll_steps import SHOWS_RESULT
from sukui_desktop.models.agenda import ItemRow
from sukui_desktop.models.ids import ItemId
from sukui_desktop.services.opened_meeting import Room
from sukui_desktop.services.vote.poll_heads import list_polls
from sukui_desktop.services.vote.polls import read_poll
from sukui_desktop.wording.result import decision_sentence_for_minutes


def words_decided_by_votes(room: Room) -> dict[str, str]:
    """Return the decision that the certified votes of each item made, by the item's id.

    The vote that was certified earlier comes first, by the record and not by a clock that was set back.
    """
    heads = [head for head in list_polls(room) if head.item_id and head.state in SHOWS_RESULT]
    with room.reading() as tx:
        places = {poll_id: place for place, poll_id in enumerate(tx.list_subjects_with_fact(PollCertified))}
        titles = {row.item_id: row.title for row in tx.list_rows(ItemRow)}
    of_item = Counter(head.item_id for head in heads)
    found: dict[str, str] = {}
    for head in sorted(heads, key=lambda head: places[head.poll_id]):
        view = read_poll(room, head.poll_id)
        if view.outcome is not None and view.definition is not None:
            answered = view.tally.ballots_valid if view.tally is not None else 0
            item_title = titles.get(ItemId(head.item_id), "") if of_item[head.item_id] == 1 else ""
            words = decision_sentence_for_minutes(view.definition, view.outcome, answered, item_title)
            found[head.item_id] = " ".join(filter(None, (found.get(head.item_id), words)))
    return found
