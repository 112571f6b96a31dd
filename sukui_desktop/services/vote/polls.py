"""Polls: draft, edit, list, read, make ready, open, pause, close, turnout."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

import msgspec
from msgspec.structs import replace

from sukui_desktop.domain import canonical_bytes
from sukui_desktop.domain.ballot_accounting import (
    account_for_ballots,
    closing_needs_two_people,
    turnout_in_steps,
)
from sukui_desktop.domain.box_lock_choice import LockChoice, require_valid_box_lock
from sukui_desktop.domain.changed_tables import Changes
from sukui_desktop.domain.corrections_after_closing import require_allowed_after_closing
from sukui_desktop.domain.counting.tally_figures import Tally
from sukui_desktop.domain.electorate import VoteBase, leavers_without_vote_bounds, vote_base_at_closing
from sukui_desktop.domain.errors import RuleBroken
from sukui_desktop.domain.facts.base import Fact
from sukui_desktop.domain.facts.poll import (
    ClosingDifference,
    PollClosed,
    PollDrafted,
    PollEdited,
    PollItemChosen,
    PollMadeReady,
    PollOpened,
    PollPaused,
    PollReopened,
    PollResumed,
    PollWithdrawn,
)
from sukui_desktop.domain.poll_steps import HAS_BOX
from sukui_desktop.domain.question.definition import (
    Definition,
    Draft,
    decode_definition,
    encode_definition,
)
from sukui_desktop.domain.selection.definition_from_draft import make_definition
from sukui_desktop.domain.selection.project_list import Outcome
from sukui_desktop.domain.text_cleaning_and_search import clean_text
from sukui_desktop.models.agenda import ProjectRow
from sukui_desktop.models.ids import PollId
from sukui_desktop.models.meeting import MeetingRow, MeetingStage
from sukui_desktop.models.people import AttendanceRow, SlipRow, SlipState
from sukui_desktop.models.poll import PollCountRow, PollRow, PollState
from sukui_desktop.models.shared_fields import copy_fields
from sukui_desktop.models.signer import SignerRow
from sukui_desktop.services.opened_meeting import Room
from sukui_desktop.services.person_keys import (
    SignerProof,
    open_keys_of_two_people,
)
from sukui_desktop.services.signing.two_person_decisions import add_deciders_to_poll_end, sign_decision
from sukui_desktop.services.vote.box_move_to_new_file import (
    discard_failed_box_move,
    finish_box_move,
    move_ballots_at_closing,
    move_ballots_at_reopening,
)
from sukui_desktop.services.vote.kept_turn import give_back_kept_turn
from sukui_desktop.services.vote.poll_box import (
    close_poll_box,
    count_slips_of_opened_box,
    destroy_poll_box,
    find_or_open_box,
    make_poll_box,
    open_reopened_box,
)
from sukui_desktop.services.vote.poll_heads import PollHead, make_poll_head
from sukui_desktop.services.vote.rollback import require_no_missing_entries
from sukui_desktop.services.vote.step_recording import read_poll_for_step, record_step
from sukui_desktop.storage.ballot_box import box_root, slips_root
from sukui_desktop.storage.durable_files import undone_on_failure
from sukui_desktop.storage.meeting_transaction import Transaction

MOST_SLOTS = 200_000


class DraftedPoll(msgspec.Struct, frozen=True):
    """A new poll."""

    poll_id: PollId
    changes: Changes


class PollView(msgspec.Struct, frozen=True, kw_only=True):
    """One poll whole; None where it has not come so far."""

    head: PollHead
    draft: Draft
    definition: Definition | None
    tally: Tally | None
    second_tally: Tally | None
    """Of the second counter; None before the count and where the first release counted."""
    outcome: Outcome | None


class Turnout(msgspec.Struct, frozen=True):
    """What may be said of an open poll."""

    issued: int
    """Slips given and neither returned nor spoiled."""
    cast_in_steps: int
    """Ballots in the box, rounded down to steps of five."""
    base: int
    """Slips that were made: the most that could vote."""


def draft_poll(room: Room, item_id: str, title: str, draft: Draft) -> DraftedPoll:
    """Begin a poll for an agenda item ('' for none).

    Raises RuleBroken title_missing, meeting_closed after 폐회.
    """
    with room.writing() as tx:
        appended = tx.append_fact(None, PollDrafted(item_id=item_id, title=_clean_poll_title(title), draft=draft))
    return DraftedPoll(PollId(appended.ids[0]), appended.changes)


def edit_poll(room: Room, poll_id: PollId, title: str, draft: Draft, item_id: str | None = None) -> Changes:
    """Replace a draft, and put it under another agenda item ('' for none) where one is given.

    Raises RuleBroken poll_frozen once it is ready, title_missing; NotFound poll_unknown.
    """
    with room.writing() as tx:
        poll = tx.require_row(PollRow, poll_id)
        if poll.state != PollState.DRAFTED:
            raise RuleBroken("poll_frozen", title=poll.title)
        changes = tx.append_fact(poll_id, PollEdited(title=_clean_poll_title(title), draft=draft)).changes
        if item_id is not None and item_id != poll.item_id:
            changes |= tx.append_fact(poll_id, PollItemChosen(item_id=item_id)).changes
        return changes


def preview_definition(room: Room, poll_id: PollId) -> Definition:
    """Return what would be frozen if the poll were made ready now.

    Raises RuleBroken as `make_definition_of_poll`, NotFound poll_unknown.
    """
    with room.reading() as tx:
        return make_definition_of_poll(tx, tx.require_row(PollRow, poll_id))


def preview_definition_of_draft(room: Room, title: str, draft: Draft) -> Definition:
    """Return what would be asked if this draft were written and made ready now; nothing is written.

    Raises RuleBroken as `preview_definition`.
    """
    with room.reading() as tx:
        return _make_definition_in_meeting(tx, PollId(""), clean_text(title), draft)


def make_definition_of_poll(tx: Transaction, poll: PollRow) -> Definition:
    """Return the definition that a draft and the meeting's projects make.

    Raises RuleBroken currency_differs and those of `make_definition`.
    """
    return _make_definition_in_meeting(tx, poll.poll_id, poll.title, canonical_bytes.decode(poll.draft, Draft))


def _make_definition_in_meeting(tx: Transaction, poll_id: PollId, title: str, draft: Draft) -> Definition:
    meeting = tx.list_rows(MeetingRow)[0]
    projects = sorted(tx.list_rows(ProjectRow), key=lambda p: (p.place_in_list, p.project_id))
    on_ballot = [project for project in projects if not project.is_withdrawn]
    for project in on_ballot:
        if project.currency != meeting.currency:
            raise RuleBroken("currency_differs", title=project.title, currency=project.currency, ours=meeting.currency)
    return make_definition(
        draft,
        on_ballot,
        title=title,
        city=meeting.city,
        currency=meeting.currency,
        meeting_id=meeting.meeting_id,
        poll_id=poll_id,
        is_practice=meeting.is_practice,
    )


def read_poll_head(room: Room, poll_id: PollId) -> PollHead:
    """Return the head of one poll.

    Raises NotFound poll_unknown.
    """
    with room.reading() as tx:
        return make_poll_head(tx, tx.require_row(PollRow, poll_id))


def read_poll(room: Room, poll_id: PollId) -> PollView:
    """Return one poll whole.

    Raises NotFound poll_unknown.
    """
    with room.reading() as tx:
        poll, count = tx.require_row(PollRow, poll_id), tx.find_row(PollCountRow, poll_id)
        head = make_poll_head(tx, poll)
    return PollView(
        head=head,
        draft=canonical_bytes.decode(poll.draft, Draft),
        definition=decode_definition(poll.definition) if poll.definition else None,
        tally=canonical_bytes.decode(count.tally, Tally) if count else None,
        second_tally=canonical_bytes.decode(count.second_tally, Tally) if count and count.second_tally else None,
        outcome=canonical_bytes.decode(count.outcome, Outcome) if count and count.outcome else None,
    )


def _clean_poll_title(title: str) -> str:
    tidy = clean_text(title)
    if not tidy:
        raise RuleBroken("title_missing")
    return tidy


def make_poll_ready(room: Room, poll_id: PollId, choice: LockChoice, slots: int) -> Changes:
    """Freeze a poll's definition, make its box with `slots` slots and as many slips, and record it.

    `choice` says who opens the box together; nobody else can.

    Raises RuleBroken poll_step, meeting_file_behind, meeting_closed, slots_out_of_range, those of
    `require_valid_box_lock` and of the definition; NotFound poll_unknown, signer_unknown; StorageFault.
    """
    if not 1 <= slots <= MOST_SLOTS:
        raise RuleBroken("slots_out_of_range", slots=slots, most=MOST_SLOTS)
    with room.writing() as tx:
        poll = read_poll_for_step(tx, poll_id, "make_ready")
        if tx.list_rows(MeetingRow)[0].stage == MeetingStage.CLOSED:
            # Refused before a box is made that nobody would ever destroy.
            require_allowed_after_closing(PollMadeReady.KIND, None)
        require_no_missing_entries(room, tx, poll)
        definition = encode_definition(make_definition_of_poll(tx, poll))
        holders = require_valid_box_lock(choice, tx.list_rows(SignerRow), tx.now())
        made = make_poll_box(room, tx, poll_id, definition, slots, choice, holders)
        fact = copy_fields(PollMadeReady, made, definition=definition, slots=slots)
        return tx.append_fact(poll_id, fact).changes


def withdraw_poll(
    room: Room, poll_id: PollId, proofs: Sequence[SignerProof] = (), names: Sequence[str] = ()
) -> Changes:
    """Take a ready poll back to its draft, by two people; box and keys are destroyed, with no ballot in them.

    They give their proofs; of a poll that was made ready before 0.5.0, and has no lock, their names.
    Raises RuleBroken poll_step, two_people_needed, slips_out while somebody holds a slip; NotFound poll_unknown; and as
    `open_keys_of_two_people`.
    """
    with room.writing() as tx:
        poll = read_poll_for_step(tx, poll_id, "withdraw")
        # A slip that is out would be of no box, and its holder could get none for the next.
        out = sum(slip.state == SlipState.ISSUED for slip in tx.list_rows(SlipRow, poll_id=poll_id))
        if out:
            raise RuleBroken("slips_out", title=poll.title, count=out)
        changes = tx.append_fact(
            poll_id, add_deciders_to_poll_end(tx, poll, PollWithdrawn(names=()), proofs, names)
        ).changes
    destroy_poll_box(room, poll_id)
    return changes


def open_poll(room: Room, poll_id: PollId) -> Changes:
    """Begin the vote. Raises RuleBroken poll_step, meeting_closed after 폐회; NotFound."""
    return _take_step_with_open_box(room, poll_id, "open", PollOpened(), is_open=True)


def pause_poll(room: Room, poll_id: PollId) -> Changes:
    """Stop taking ballots for a while. Raises RuleBroken poll_step, NotFound."""
    return _take_step_with_open_box(room, poll_id, "pause", PollPaused(), is_open=False)


def resume_poll(room: Room, poll_id: PollId) -> Changes:
    """Go on taking ballots. Raises RuleBroken poll_step, NotFound."""
    return _take_step_with_open_box(room, poll_id, "resume", PollResumed(), is_open=True)


def _take_step_with_open_box(room: Room, poll_id: PollId, verb: str, fact: Fact, *, is_open: bool) -> Changes:
    with room.reading() as tx:
        read_poll_for_step(tx, poll_id, verb)
    opened = find_or_open_box(room, poll_id)
    changes = record_step(room, poll_id, verb, fact)
    opened.is_open = is_open
    return changes


def close_poll(
    room: Room,
    poll_id: PollId,
    proofs: Sequence[SignerProof] = (),
    reason: str = "",
    left_unvoted: int | None = None,
) -> Changes:
    """End the vote: no more ballots, slips reconciled, the box's root and the base of the vote (재적, 출석) written
    down. The ballots are then shuffled in another file under another key, and the one that was voted into is gone.

    Where slips did not come back, two people give their proofs and a reason, and, where somebody left, how many of the
    missing slips are with people who left without voting: they were not 출석. Else all of this is left out.
    Raises RuleBroken poll_step, ballot_accounting_impossible, slips_not_returned while nobody decided on them (its
    facts `least` and `most` say what `left_unvoted` may be, `present` the 출석 that each makes), leavers_unclear,
    reason_missing, two_people_needed; NotFound; StorageFault; and as `open_keys_of_two_people`. The vote goes on then.
    """
    with room.reading() as tx:
        poll = read_poll_for_step(tx, poll_id, "close")
    given_back = give_back_kept_turn(room, poll_id)  # the program holds that slip: nobody has to bring it
    opened = find_or_open_box(room, poll_id)
    contents = opened.box.read_contents()
    root, cast = box_root(contents.ballots), len(contents.ballots)
    with undone_on_failure(partial(discard_failed_box_move, room, poll_id)), room.writing() as tx:
        slips = count_slips_of_opened_box(tx, opened)
        accounting = account_for_ballots(issued=slips.issued, cast=cast, spoiled=slips.spoiled, returned=slips.returned)
        known = (
            tx.list_rows(MeetingRow)[0],
            decode_definition(poll.definition).poll_electorate,
            tx.list_rows(AttendanceRow),
            tx.list_rows(SlipRow, poll_id=poll_id),
        )
        least, most = leavers_without_vote_bounds(*known, cast=cast, not_returned=accounting.not_returned)
        is_decided = closing_needs_two_people(accounting, poll)
        measured = partial(vote_base_at_closing, *known, cast=cast, not_returned=accounting.not_returned)
        if is_decided and not proofs and not clean_text(reason):
            raise RuleBroken(
                "slips_not_returned",
                title=poll.title,
                count=f"{accounting.not_returned:,}",
                least=least,
                most=most,
                present=tuple(str(measured(left_unvoted=count).present) for count in range(least, most + 1)),
            )
        if is_decided and least < most and (left_unvoted is None or not least <= left_unvoted <= most):
            raise RuleBroken("leavers_unclear", least=least, most=most)
        base = measured(left_unvoted=left_unvoted if is_decided and least < most else None)
        fact = PollClosed(accounting=accounting, box_root=root, slips_root=slips_root(contents.slips), base=base)
        fact = _sign_for_missing_slips(tx, poll, fact, proofs, clean_text(reason))
        move_ballots_at_closing(room, tx, poll, opened)
        opened.is_open = False  # from here on, whatever the disk answers: no ballot may miss the root
        changes = given_back | tx.append_fact(poll_id, fact).changes
    close_poll_box(room, poll_id)
    finish_box_move(room, poll_id)
    return changes


def _sign_for_missing_slips(
    tx: Transaction, poll: PollRow, fact: PollClosed, proofs: Sequence[SignerProof], reason: str
) -> PollClosed:
    """Return the closing with who lets it be so without all its slips, and why; as it is where none is missing."""
    if not closing_needs_two_people(fact.accounting, poll):
        return fact
    if not reason:
        raise RuleBroken("reason_missing")
    keys = open_keys_of_two_people(tx, proofs)
    difference = ClosingDifference(reason=reason, signer_ids=tuple(sorted(keys)))
    return sign_decision(tx, f"poll/{poll.poll_id}", replace(fact, difference=difference), keys)


def read_vote_base_now(room: Room, poll_id: PollId) -> VoteBase:
    """Return by how many people an open vote would be measured if it closed now with nobody gone.

    Raises NotFound poll_unknown, RuleBroken poll_not_open before it is ready.
    """
    with room.reading() as tx:
        poll, slips = tx.require_row(PollRow, poll_id), tx.list_rows(SlipRow, poll_id=poll_id)
        if poll.state not in HAS_BOX:
            raise RuleBroken("poll_not_open", state=poll.state)
        voters = decode_definition(poll.definition).poll_electorate
        people = tx.list_rows(AttendanceRow)
        return vote_base_at_closing(tx.list_rows(MeetingRow)[0], voters, people, slips, cast=0, not_returned=len(slips))


def reopen_poll(room: Room, poll_id: PollId, proofs: Sequence[SignerProof], reason: str) -> Changes:
    """Let a vote that was closed by mistake go on, by two people, before it is counted; it is paused at first.

    Its box is moved once more, under a key that in the strict mode is on no disk again.
    Raises RuleBroken poll_step, reason_missing, two_people_needed, meeting_closed after 폐회; NotFound; and as
    `open_keys_of_two_people` and `move_ballots_at_reopening`.
    """
    why = clean_text(reason)
    if not why:
        raise RuleBroken("reason_missing")
    with undone_on_failure(partial(discard_failed_box_move, room, poll_id)), room.writing() as tx:
        poll = read_poll_for_step(tx, poll_id, "reopen")
        require_no_missing_entries(room, tx, poll)
        people = open_keys_of_two_people(tx, proofs)
        fact = PollReopened(reason=why, signer_ids=tuple(sorted(people)), box_root=poll.box_root)
        keys = move_ballots_at_reopening(room, tx, poll)
        changes = tx.append_fact(poll_id, sign_decision(tx, f"poll/{poll_id}", fact, people)).changes
    finish_box_move(room, poll_id)
    if keys is not None:
        open_reopened_box(room, poll_id, keys)
    return changes


def read_turnout(room: Room, poll_id: PollId) -> Turnout:
    """Return issued slips and turnout in steps, while a poll is ready, open or paused.

    Raises RuleBroken poll_not_open.
    """
    opened = find_or_open_box(room, poll_id)
    with room.reading() as tx:
        slips = count_slips_of_opened_box(tx, opened)
        slots = tx.require_row(PollRow, poll_id).slots
    return Turnout(
        slips.issued - slips.spoiled - slips.returned,
        turnout_in_steps(opened.box.count_spent_and_filled().filled),
        slots,
    )
