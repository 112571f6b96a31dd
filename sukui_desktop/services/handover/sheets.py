"""Anchor sheets (기록 확인서): issue one, show the newest one, make its paper, compare one with the record."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec
from msgspec.structs import replace

from sukui_desktop.assets.key_card_word_list import card_word_list
from sukui_desktop.assets.messages import text
from sukui_desktop.assets.seal_word_list import seal_word_list
from sukui_desktop.documents.write.anchor_sheet import anchor_sheet_pdf
from sukui_desktop.documents.write.web_page import web_page_bytes
from sukui_desktop.domain import canonical_bytes
from sukui_desktop.domain.changes import Changes
from sukui_desktop.domain.counting.tally import Tally
from sukui_desktop.domain.errors import NotFound, VerifyFailed
from sukui_desktop.domain.facts.poll import SheetIssued
from sukui_desktop.domain.methods.registry import kind_of
from sukui_desktop.domain.papers.anchor_sheet import (
    Anchor,
    AnchorSheet,
    anchor_code,
    anchor_digest,
    anchor_of_poll,
    anchor_words,
    compare_anchors,
    is_anchor_code,
    read_anchor_code,
    read_anchor_words,
    step_of_poll,
)
from sukui_desktop.domain.question.definition import decode_definition
from sukui_desktop.domain.rows_from_facts.rows_put_and_removed import State
from sukui_desktop.domain.seal_words import seal_words
from sukui_desktop.domain.verification import SheetCheck
from sukui_desktop.models.ids import PollId
from sukui_desktop.models.meeting import MeetingRow
from sukui_desktop.models.poll import IssuedSheetRow, PollCountRow, PollRow
from sukui_desktop.models.signer import SignedStep
from sukui_desktop.services.opened_meeting import Room
from sukui_desktop.storage.journal import Journal, Stored, open_entry
from sukui_desktop.storage.projection import fold_entries
from sukui_desktop.storage.transaction import Transaction
from sukui_desktop.wording.times import moment_words

MOST_OPTIONS = 8
"""A sheet is one page: of more options than these it has the sums alone, and the list its own paper."""


class IssuedSheet(msgspec.Struct, frozen=True):
    """A sheet that was issued."""

    sheet: AnchorSheet
    changes: Changes


class SheetList(msgspec.Struct, frozen=True, kw_only=True):
    """Every sheet that was issued in a meeting, for the page on which citizens compare theirs."""

    meeting_id: str
    title: str
    made_at_ms: int
    sheets: tuple[AnchorSheet, ...]


def compose_sheet_list(room: Room) -> SheetList:
    """Put every sheet of the meeting together, in the order of issue."""
    sheets = list_sheets(room)
    with room.reading() as tx:
        meeting = tx.list_rows(MeetingRow)[0]
        return SheetList(meeting_id=meeting.meeting_id, title=meeting.title, made_at_ms=tx.now(), sheets=sheets)


def make_sheet_page(content: SheetList) -> bytes:
    """Return the web page on which citizens compare their sheet, offline and in one file. For the making queue."""
    sheets = [
        {
            "code": anchor_code(sheet.anchor),
            "words": sheet.words,
            "poll": sheet.poll_title,
            "step": text(f"documents.sheet.step.{sheet.anchor.step}"),
            "when": moment_words(sheet.anchor.issued_at_ms),
        }
        for sheet in content.sheets
    ]
    made = moment_words(content.made_at_ms)
    data = {"meeting_id": content.meeting_id, "title": content.title, "made": made, "sheets": sheets}
    return web_page_bytes("sheet_check", data)


def issue_sheet(room: Room, poll_id: PollId) -> IssuedSheet:
    """Issue a sheet of the last step that a poll has come to, and record that it was issued.

    Raises RuleBroken sheet_not_now before 준비 and for a void poll, NotFound poll_unknown.
    """
    with room.writing() as tx:
        poll = tx.require_row(PollRow, poll_id)
        stored = tuple(tx.journal.read_entries())
        anchor = anchor_of_poll(
            tx.list_rows(MeetingRow)[0].meeting_id,
            poll,
            tx.find_row(PollCountRow, poll_id),
            step=step_of_poll(poll),
            head=stored[-1].hash,
            entries=len(stored),
            issued_at_ms=tx.now(),
        )
        fact = SheetIssued(
            step=anchor.step,
            head=anchor.head,
            entries=anchor.entries,
            issued_at_ms=anchor.issued_at_ms,
            digest=anchor_digest(anchor),
        )
        changes = tx.append_fact(poll_id, fact).changes
        return IssuedSheet(_compose_sheet(tx, anchor), changes)


def list_sheets(room: Room) -> tuple[AnchorSheet, ...]:
    """Return every sheet that was issued in the meeting, in the order of issue."""
    with room.reading() as tx:
        return tuple(_compose_sheet(tx, anchor) for anchor in list_anchors(tx.journal))


def find_newest_sheet(room: Room, since_ms: int = 0) -> AnchorSheet | None:
    """Return the sheet that was issued last, None where none was since that moment."""
    with room.reading() as tx:
        newest = max(tx.list_rows(IssuedSheetRow), key=lambda row: row.entries, default=None)
        if newest is None or newest.issued_at_ms < since_ms:
            return None
        stored = tuple(tx.journal.read_entries())[: newest.entries]
        anchor = _anchor_at(tx.journal.scope.meeting, stored, newest.poll_id, newest.step, newest.issued_at_ms)
        is_whole = anchor is not None and anchor_digest(anchor) == newest.digest
        return _compose_sheet(tx, anchor) if anchor is not None and is_whole else None


def make_sheet_pdf(sheet: AnchorSheet) -> bytes:
    """Return a sheet as PDF, one page. For the making queue."""
    return anchor_sheet_pdf(sheet)


def _compose_sheet(tx: Transaction, anchor: Anchor) -> AnchorSheet:
    """Put beside an anchor what people read; the counts are those of the anchor's step, none where they changed."""
    meeting, poll = tx.list_rows(MeetingRow)[0], tx.require_row(PollRow, anchor.poll_id)
    count = tx.find_row(PollCountRow, anchor.poll_id)
    is_counted = anchor.step in (SignedStep.COUNTED, SignedStep.CERTIFIED)
    tally = canonical_bytes.decode(count.tally, Tally) if count is not None and is_counted else None
    options: tuple[str, ...] = ()
    if tally is not None and poll.definition:
        question = decode_definition(poll.definition).question
        titles = tuple(option.title for option in question.options)
        if kind_of(question).names_in_favour or kind_of(question).offers_choices:
            options = titles if len(titles) <= MOST_OPTIONS else ()
    return AnchorSheet(
        anchor=anchor,
        meeting_title=meeting.title,
        host=meeting.host,
        place=meeting.place,
        poll_title=poll.title,
        words=anchor_words(anchor, card_word_list()),
        seal_words=seal_words(anchor.definition_hash, seal_word_list()),
        tally=tally,
        options=options,
        is_practice=meeting.is_practice,
    )


def list_anchors(journal: Journal) -> tuple[Anchor, ...]:
    """Return the anchor of every sheet that was issued, each made anew from the entries before it."""
    stored = tuple(journal.read_entries())
    issued = [place for place, one in enumerate(stored) if one.kind == SheetIssued.KIND]
    found = []
    for place in issued:
        fact = open_entry(stored[place], _no_key)[1].fact
        if isinstance(fact, SheetIssued):
            poll_id = stored[place].subject.partition("/")[2]
            anchor = _anchor_at(journal.scope.meeting, stored[:place], poll_id, fact.step, fact.issued_at_ms)
            if anchor is not None:
                found.append(anchor)
    return tuple(found)


def check_sheet(journal: Journal, written: str) -> SheetCheck:
    """Compare a sheet, by the text of its QR code or by its words, with the record as it is.

    Raises BadInput for what is no sheet (`read_anchor_code`, `read_anchor_words`); VerifyFailed
    sheet_of_another_meeting, sheet_poll_unknown, sheet_record_shorter where the record lacks what the sheet saw,
    sheet_record_rewritten where another entry is at its place, sheet_differs with every figure that differs,
    sheet_words_unknown where no sheet made from this record has the words.
    """
    stored = tuple(journal.read_entries())
    if not is_anchor_code(written):
        words = read_anchor_words(written, card_word_list())
        for anchor in list_anchors(journal):
            if anchor_words(anchor, card_word_list()) == words:
                return _agree(journal, stored, anchor)
        raise VerifyFailed("sheet_words_unknown", words=" ".join(words))
    sheet = read_anchor_code(written)
    when, meeting = moment_words(sheet.issued_at_ms), journal.scope.meeting
    if sheet.meeting_id != meeting:
        raise VerifyFailed("sheet_of_another_meeting", when=when)
    place = next((at for at, one in enumerate(stored, start=1) if one.hash == sheet.head), 0)
    if not place and sheet.entries > len(stored):
        raise VerifyFailed("sheet_record_shorter", when=when, sheet=f"{sheet.entries:,}", entries=f"{len(stored):,}")
    if place != sheet.entries:
        raise VerifyFailed("sheet_record_rewritten", when=when, sheet=f"{sheet.entries:,}", at=f"{place:,}")
    record = _anchor_at(meeting, stored[:place], sheet.poll_id, sheet.step, sheet.issued_at_ms)
    if record is None:
        raise VerifyFailed("sheet_poll_unknown", when=when)
    differences = compare_anchors(sheet, record)
    if differences:
        lines = tuple(
            text(
                "handover.sheet.difference",
                name=text(f"handover.sheet.what.{one.name}"),
                **_sides(one.sheet, one.record),
            )
            for one in differences
        )
        raise VerifyFailed("sheet_differs", when=when, differences=lines)
    return _agree(journal, stored, sheet)


def _sides(sheet: str, record: str) -> dict[str, str]:
    nothing = text("handover.sheet.nothing")
    return {"sheet": sheet or nothing, "record": record or nothing}


def _agree(journal: Journal, stored: Sequence[Stored], sheet: Anchor) -> SheetCheck:
    """Return a sheet that agrees, with whether the poll is still as it says: at the end of the record, too."""
    now = _anchor_at(sheet.meeting_id, stored, sheet.poll_id, sheet.step, sheet.issued_at_ms)
    is_current = now is not None and replace(now, head=sheet.head, entries=sheet.entries) == sheet
    poll, _ = _rows_at(stored, sheet.poll_id)
    if poll is None:
        raise NotFound("poll_unknown", id=sheet.poll_id)
    return SheetCheck(
        poll_id=sheet.poll_id,
        title=poll.title,
        step=sheet.step,
        issued_at_ms=sheet.issued_at_ms,
        entries=sheet.entries,
        is_current=is_current,
    )


def _anchor_at(
    meeting_id: str, stored: Sequence[Stored], poll_id: str, step: SignedStep, issued_at_ms: int
) -> Anchor | None:
    """Return the anchor that the poll has after these entries, None where it had not come to the step then."""
    poll, count = _rows_at(stored, poll_id)
    if poll is None or not stored:
        return None
    try:
        return anchor_of_poll(
            meeting_id,
            poll,
            count,
            step=step,
            head=stored[-1].hash,
            entries=len(stored),
            issued_at_ms=issued_at_ms,
        )
    except ValueError:
        return None


def _rows_at(stored: Sequence[Stored], poll_id: str) -> tuple[PollRow | None, PollCountRow | None]:
    """Return the rows of a poll as these entries leave them."""
    subject = f"poll/{poll_id}"
    state = State()
    fold_entries({subject: state}, (open_entry(one, _no_key)[1] for one in stored if one.subject == subject))
    return state.row(PollRow, poll_id), state.row(PollCountRow, poll_id)


def _no_key(person_id: str) -> None:
    """Entries about polls are sealed to nobody."""
