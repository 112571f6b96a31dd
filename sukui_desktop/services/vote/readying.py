"""준비 완료 and the way back from it."""

from __future__ import annotations

from sukui_desktop.domain.changes import Changes
from sukui_desktop.domain.errors import RuleBroken
from sukui_desktop.domain.facts.poll import PollMadeReady, PollWithdrawn
from sukui_desktop.domain.poll import check_two_people, next_state
from sukui_desktop.domain.question.definition import encode_definition
from sukui_desktop.domain.text import clean_text
from sukui_desktop.models.ids import PollId
from sukui_desktop.models.people import SlipRow
from sukui_desktop.models.poll import PollRow
from sukui_desktop.services.room import Room
from sukui_desktop.services.vote.boxes import drop_booth, lay_booth
from sukui_desktop.services.vote.drafting import define_poll

PASSPHRASE_LEAST = 8
MOST_SLOTS = 200_000


def make_ready(room: Room, poll_id: PollId, tally_passphrase: str, slots: int) -> Changes:
    """Freeze a poll's definition, lay its box with `slots` slots and as many slips, and write it down.

    `tally_passphrase` is a second person's: without it the box is never opened.

    Raises RuleBroken poll_step, slots_out_of_range, tally_passphrase_short and those of the definition;
    NotFound poll_unknown; StorageFault.
    """
    if not 1 <= slots <= MOST_SLOTS:
        raise RuleBroken("slots_out_of_range", slots=slots, most=MOST_SLOTS)
    if len(tally_passphrase) < PASSPHRASE_LEAST:
        raise RuleBroken("tally_passphrase_short", least=PASSPHRASE_LEAST)
    with room.writing() as tx:
        poll = tx.one(PollRow, poll_id)
        next_state(poll.state, "make_ready")
        definition = encode_definition(define_poll(tx, poll))
        public = lay_booth(room, poll_id, definition, slots, tally_passphrase)
        fact = PollMadeReady(definition=definition, tally_public_key=public, laid=slots)
        return tx.append(poll_id, fact).changes


def withdraw_poll(room: Room, poll_id: PollId, names: tuple[str, str]) -> Changes:
    """Take a ready poll back to its draft, by two people; box and keys are destroyed, with no ballot in them.

    Raises RuleBroken poll_step, two_people_needed, slips_out while somebody holds a slip; NotFound poll_unknown.
    """
    people = check_two_people((clean_text(names[0]), clean_text(names[1])))
    with room.writing() as tx:
        poll = tx.one(PollRow, poll_id)
        next_state(poll.state, "withdraw")
        # A slip that is out would be of no box, and its holder could get none for the next.
        out = sum(slip.state == "issued" for slip in tx.all(SlipRow, poll_id=poll_id))
        if out:
            raise RuleBroken("slips_out", title=poll.title, count=out)
        changes = tx.append(poll_id, PollWithdrawn(names=people)).changes
    drop_booth(room, poll_id)
    return changes
