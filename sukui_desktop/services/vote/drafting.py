"""Drafting a poll and looking at polls in any state."""

from __future__ import annotations

import msgspec

from sukui_desktop.assets.words import seal_word_list
from sukui_desktop.domain import canonical
from sukui_desktop.domain.changes import Changes
from sukui_desktop.domain.counting.tally import Tally
from sukui_desktop.domain.errors import RuleBroken
from sukui_desktop.domain.facts.poll import PollDrafted, PollEdited
from sukui_desktop.domain.poll import DRAFTED
from sukui_desktop.domain.question.definition import (
    FORMAT,
    Definition,
    Draft,
    Option,
    decode_definition,
)
from sukui_desktop.domain.question.question_check import check_question
from sukui_desktop.domain.question.question_from_draft import question_of, rule_of
from sukui_desktop.domain.selection.project_list import Outcome
from sukui_desktop.domain.selection.rule_check import check_decision
from sukui_desktop.domain.text import clean_text
from sukui_desktop.domain.words import seal_words
from sukui_desktop.models.agenda import ProjectRow
from sukui_desktop.models.ids import PollId
from sukui_desktop.models.meeting import MeetingRow
from sukui_desktop.models.poll import PollRow
from sukui_desktop.services.room import Room
from sukui_desktop.storage.transaction import Transaction


class Drafted(msgspec.Struct, frozen=True):
    """A new poll."""

    poll_id: PollId
    changes: Changes


class PollView(msgspec.Struct, frozen=True):
    """A poll with everything that its columns hold opened; None where it has not come so far."""

    row: PollRow
    draft: Draft
    definition: Definition | None
    words: tuple[str, ...]
    """The four words of the sealed definition; empty before ready."""
    tally: Tally | None
    outcome: Outcome | None


def draft_poll(room: Room, item_id: str, title: str, draft: Draft) -> Drafted:
    """Begin a poll for an agenda item ('' for none).

    Raises RuleBroken title_missing.
    """
    with room.writing() as tx:
        appended = tx.append(None, PollDrafted(item_id=item_id, title=_title(title), draft=draft))
    return Drafted(PollId(appended.ids[0]), appended.changes)


def edit_poll(room: Room, poll_id: PollId, title: str, draft: Draft) -> Changes:
    """Write a draft anew.

    Raises RuleBroken poll_frozen once it is ready, title_missing; NotFound poll_unknown.
    """
    with room.writing() as tx:
        poll = tx.one(PollRow, poll_id)
        if poll.state != DRAFTED:
            raise RuleBroken("poll_frozen", title=poll.title)
        return tx.append(poll_id, PollEdited(title=_title(title), draft=draft)).changes


def preview_definition(room: Room, poll_id: PollId) -> Definition:
    """Return what would be frozen if the poll were made ready now.

    Raises RuleBroken of `check_question` and `check_decision`, NotFound poll_unknown.
    """
    with room.reading() as tx:
        return define_poll(tx, tx.one(PollRow, poll_id))


def preview_draft(room: Room, title: str, draft: Draft) -> Definition:
    """Return what would be asked if this draft were written and made ready now; nothing is written.

    Raises RuleBroken as `preview_definition`.
    """
    with room.reading() as tx:
        return _define(tx, PollId(""), clean_text(title), draft)


def define_poll(tx: Transaction, poll: PollRow) -> Definition:
    """Put a draft and the meeting's projects together, and see that they make a poll.

    Raises RuleBroken currency_differs and those of `question_of`, `check_question` and `check_decision`.
    """
    return _define(tx, poll.poll_id, poll.title, canonical.decode(poll.draft, Draft))


def _define(tx: Transaction, poll_id: PollId, title: str, draft: Draft) -> Definition:
    meeting = tx.all(MeetingRow)[0]
    projects = sorted(tx.all(ProjectRow), key=lambda p: (p.place_in_list, p.project_id))
    standing = [project for project in projects if not project.is_withdrawn]
    for project in standing:
        if project.currency != meeting.currency:
            raise RuleBroken("currency_differs", title=project.title, currency=project.currency, ours=meeting.currency)
    question = question_of(draft, title, [_option(project) for project in standing])
    check_question(question)
    definition = Definition(
        format=FORMAT,
        city=meeting.city,
        meeting_id=meeting.meeting_id,
        poll_id=poll_id,
        is_practice=meeting.is_practice,
        title=title,
        currency=meeting.currency,
        question=question,
        rule=rule_of(draft),
        rule_key=draft.rule_key,
        channels=draft.channels,
        motion=draft.motion,
    )
    check_decision(definition)
    return definition


def _option(project: ProjectRow) -> Option:
    return Option(
        code=project.code,
        title=project.title,
        cost=project.cost,
        group=project.group,
        field=project.field,
        summary=project.summary,
        district=project.district,
        kind=project.kind,
    )


def list_polls(room: Room) -> tuple[PollView, ...]:
    """Return every poll of the meeting, in the order in which they were begun."""
    with room.reading() as tx:
        polls = sorted(tx.all(PollRow), key=lambda poll: (poll.drafted_at_ms, poll.drafted_seq, poll.poll_id))
        return tuple(map(_view, polls))


def read_poll(room: Room, poll_id: PollId) -> PollView:
    """Return one poll.

    Raises NotFound poll_unknown.
    """
    with room.reading() as tx:
        return _view(tx.one(PollRow, poll_id))


def _view(poll: PollRow) -> PollView:
    return PollView(
        row=poll,
        draft=canonical.decode(poll.draft, Draft),
        definition=decode_definition(poll.definition) if poll.definition else None,
        words=seal_words(poll.definition_hash, seal_word_list()) if poll.definition_hash else (),
        tally=canonical.decode(poll.tally, Tally) if poll.tally else None,
        outcome=canonical.decode(poll.outcome, Outcome) if poll.outcome else None,
    )


def _title(title: str) -> str:
    tidy = clean_text(title)
    if not tidy:
        raise RuleBroken("title_missing")
    return tidy
