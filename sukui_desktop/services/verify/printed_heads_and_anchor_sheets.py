"""Whether what was printed of a record (a 기록 지문, an anchor sheet) is what the record has at that place."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec.structs import replace

from sukui_desktop.assets.key_card_word_list import card_word_list
from sukui_desktop.assets.messages import text
from sukui_desktop.domain.errors import BadInput, NotFound, VerifyFailed
from sukui_desktop.domain.papers.anchor_sheet import (
    Anchor,
    anchor_words,
    compare_anchors,
    is_anchor_code,
    parse_anchor_code,
    parse_anchor_words,
)
from sukui_desktop.domain.verification_findings import AnchorSheetCheck, PrintedHead
from sukui_desktop.models.poll import PollState
from sukui_desktop.services.handover.recorded_anchors import AnchorRecord
from sukui_desktop.storage.meeting_file_check import CheckedLink
from sukui_desktop.wording.times import moment_words

_HEAD_LETTERS_LEAST = 16
"""Digits of a printed 기록 지문 that must be given: 64 bits, which nobody finds a second record for."""


def check_printed_head(links: Sequence[CheckedLink], printed: PrintedHead) -> None:
    """Check that a head was printed of this record: nothing of then is gone, nothing came in between.

    Raises BadInput head_short; VerifyFailed sheet_head_missing, sheet_entries_differ.
    """
    if printed.head:
        digits = "".join(letter for letter in printed.head.lower() if letter.isalnum())
        if len(digits) < _HEAD_LETTERS_LEAST:
            raise BadInput("head_short", needed=_HEAD_LETTERS_LEAST)
        places = [place for place, link in enumerate(links) if link.hash.hex().startswith(digits)]
        if not places:
            raise VerifyFailed("sheet_head_missing", head=digits[:_HEAD_LETTERS_LEAST])
        if printed.entries and places[0] + 1 > printed.entries:
            raise VerifyFailed("sheet_entries_differ", printed=printed.entries, found=places[0] + 1)
    if printed.entries > len(links):
        raise VerifyFailed("sheet_entries_differ", printed=printed.entries, found=len(links))


def check_printed_anchor_sheet(record: AnchorRecord, written: str) -> AnchorSheetCheck:
    """Compare a sheet, by the text of its QR code or by its words, with the record as it is.

    Raises BadInput for what is no sheet (`parse_anchor_code`, `parse_anchor_words`); VerifyFailed
    sheet_of_another_meeting, sheet_poll_unknown, sheet_record_shorter where the record lacks what the sheet saw,
    sheet_record_rewritten where another entry is at its place, sheet_differs with every figure that differs,
    sheet_words_unknown where no sheet made from this record has the words.
    """
    if not is_anchor_code(written):
        words = parse_anchor_words(written, card_word_list())
        for anchor in record.list_anchors():
            if anchor_words(anchor, card_word_list()) == words:
                return _make_check_of_agreeing_sheet(record, anchor)
        raise VerifyFailed("sheet_words_unknown", words=" ".join(words))
    sheet = parse_anchor_code(written)
    when, entries = moment_words(sheet.issued_at_ms), len(record.hashes)
    if sheet.meeting_id != record.meeting_id:
        raise VerifyFailed("sheet_of_another_meeting", when=when)
    place = record.hashes.index(sheet.head) + 1 if sheet.head in record.hashes else 0
    if not place and sheet.entries > entries:
        raise VerifyFailed("sheet_record_shorter", when=when, sheet=f"{sheet.entries:,}", entries=f"{entries:,}")
    if place != sheet.entries:
        raise VerifyFailed("sheet_record_rewritten", when=when, sheet=f"{sheet.entries:,}", at=f"{place:,}")
    recorded = record.anchor_at(place, sheet.poll_id, sheet.step, sheet.issued_at_ms)
    if recorded is None:
        raise VerifyFailed("sheet_poll_unknown", when=when)
    differences = compare_anchors(sheet, recorded)
    if differences:
        lines = tuple(
            text(
                "handover.sheet.difference",
                name=text(f"handover.sheet.what.{one.name}"),
                **_words_of_both_sides(one.sheet, one.record),
            )
            for one in differences
        )
        raise VerifyFailed("sheet_differs", when=when, differences=lines)
    return _make_check_of_agreeing_sheet(record, sheet)


def _words_of_both_sides(sheet: str, record: str) -> dict[str, str]:
    nothing = text("handover.sheet.nothing")
    return {"sheet": sheet or nothing, "record": record or nothing}


def _make_check_of_agreeing_sheet(record: AnchorRecord, sheet: Anchor) -> AnchorSheetCheck:
    """Return a sheet that agrees, with whether the poll is still as it says: at the end of the record, too."""
    end = len(record.hashes)
    now = record.anchor_at(end, sheet.poll_id, sheet.step, sheet.issued_at_ms)
    is_same = now is not None and replace(now, head=sheet.head, entries=sheet.entries) == sheet
    poll, _ = record.poll_rows_at(end, sheet.poll_id)
    if poll is None:
        raise NotFound("poll_unknown", id=sheet.poll_id)
    return AnchorSheetCheck(
        poll_id=sheet.poll_id,
        title=poll.title,
        step=sheet.step,
        issued_at_ms=sheet.issued_at_ms,
        entries=sheet.entries,
        is_current=is_same and poll.state != PollState.VOID,
    )
