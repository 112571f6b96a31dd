"""The anchor sheet (기록 확인서): what a poll and the record were at a step, on paper that leaves the machine.

`Anchor` is what is compared: its code is in the QR of the sheet, its words can be typed. `AnchorSheet` is the paper.

Source: docs/sources.md, "Anchor sheets".
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import unicodedata
from collections.abc import Sequence
from typing import Any

import cbor2
import msgspec

from sukui_desktop.domain.counting.tally_figures import Tally
from sukui_desktop.domain.errors import BadInput, RuleBroken
from sukui_desktop.domain.papers.poll_closing_decisions import ClosingDecisions
from sukui_desktop.domain.papers.rollback_record import RollbackRecord
from sukui_desktop.domain.poll_statement import poll_statement_bytes
from sukui_desktop.domain.poll_steps import poll_states_between
from sukui_desktop.models.poll import PollCountRow, PollRow, PollState
from sukui_desktop.models.signer import AnchoredStep

CODE_START = "SUKUI1:"
"""Begins every code; the figure is the version of what follows."""
ANCHOR_WORDS = 14
"""Words of a sheet, ten bits each: two anchors with the same words take about 2 to the 70 tries."""
WORD_BITS = 10

_HASHED = b"sukui anchor sheet 1\n"
FIGURES_AT_CLOSING = ("issued", "cast", "spoiled", "returned", "not_returned")
_STEP_OF_STATE = {
    **dict.fromkeys(poll_states_between(PollState.READY, PollState.PAUSED), AnchoredStep.READY),
    PollState.CLOSED: AnchoredStep.CLOSED,
    **dict.fromkeys(poll_states_between(PollState.COUNTED, PollState.SELECTED), AnchoredStep.COUNTED),
    **dict.fromkeys(poll_states_between(PollState.CERTIFIED, PollState.SEALED), AnchoredStep.CERTIFIED),
}


class Anchor(msgspec.Struct, frozen=True, kw_only=True):
    """What a poll and the record were at a step. Its fields in this order are the code: they never change."""

    step: AnchoredStep
    meeting_id: str
    poll_id: str
    issued_at_ms: int
    head: bytes
    """Hash of the newest entry of the record (32 bytes)."""
    entries: int
    """How many entries the record had, that one included."""
    definition_hash: bytes
    made: int
    """Slips that were made."""
    issued: int
    cast: int
    spoiled: int
    returned: int
    not_returned: int
    """Ballot accounting, 0 before the closing."""
    box_root: bytes
    """b'' before the closing."""
    opened_root: bytes
    """SHA-256 over the opened ballots, b'' before the count."""
    statement: bytes
    """SHA-256 of what people sign at this step (`domain/poll_statement.py`): box, lock, figures, counts and list."""


def last_anchorable_step(poll: PollRow) -> AnchoredStep:
    """Return the last of the four steps that a poll has come to.

    Raises RuleBroken sheet_not_now before 준비 and for a void poll.
    """
    if poll.state not in _STEP_OF_STATE:
        raise RuleBroken("sheet_not_now", title=poll.title)
    return _STEP_OF_STATE[poll.state]


def anchor_of_poll(
    meeting_id: str,
    poll: PollRow,
    count: PollCountRow | None,
    *,
    step: AnchoredStep,
    head: bytes,
    entries: int,
    issued_at_ms: int,
) -> Anchor:
    """Return the anchor of a poll as these rows have it.

    Raises ValueError when the poll has not come to the step.
    """
    is_closed = step != AnchoredStep.READY
    is_counted = step in (AnchoredStep.COUNTED, AnchoredStep.CERTIFIED)
    figures = {name: getattr(poll, name) if is_closed else 0 for name in FIGURES_AT_CLOSING}
    return Anchor(
        step=step,
        meeting_id=meeting_id,
        poll_id=poll.poll_id,
        issued_at_ms=issued_at_ms,
        head=head,
        entries=entries,
        definition_hash=poll.definition_hash,
        made=poll.tokens_made,
        **figures,
        box_root=poll.box_root if is_closed else b"",
        opened_root=count.opened_root if is_counted and count is not None else b"",
        statement=hashlib.sha256(poll_statement_bytes(step, meeting_id, poll, count)).digest(),
    )


def anchor_code(anchor: Anchor) -> str:
    """Return the text of the QR code: canonical CBOR of the fields in base32, which no scanner or mail changes."""
    return CODE_START + base64.b32encode(_anchor_bytes(anchor)).decode("ascii").rstrip("=")


def parse_anchor_code(written: str) -> Anchor:
    """Return the anchor of a code, however it was broken into lines or its letters were made small.

    Raises BadInput sheet_unreadable; sheet_newer for a version that this program does not know.
    """
    code = "".join(written.split()).upper()
    if not code.startswith(CODE_START):
        raise BadInput("sheet_newer" if is_anchor_code(written) else "sheet_unreadable")
    packed = code.removeprefix(CODE_START)
    try:
        values = cbor2.loads(base64.b32decode(packed + "=" * (-len(packed) % 8)))
        if not isinstance(values, list):
            raise BadInput("sheet_unreadable")
        fields = dict(zip(Anchor.__struct_fields__, values, strict=True))
        anchor = msgspec.convert(fields, Anchor, builtin_types=(bytes,))
    except (binascii.Error, ValueError, cbor2.CBORDecodeError, msgspec.ValidationError) as error:
        raise BadInput("sheet_unreadable") from error
    if anchor_code(anchor) != code:
        raise BadInput("sheet_unreadable")
    return anchor


def is_anchor_code(written: str) -> bool:
    """Return whether a text is meant as the code of a sheet, of whatever version."""
    return "".join(written.split()).upper().startswith(CODE_START.rstrip("1:"))


def anchor_digest(anchor: Anchor) -> bytes:
    """Return the SHA-256 from which the words are."""
    return hashlib.sha256(_HASHED + _anchor_bytes(anchor)).digest()


def anchor_words(anchor: Anchor, words: Sequence[str]) -> tuple[str, ...]:
    """Return the `ANCHOR_WORDS` words of an anchor; `words` is the list of 1,024, in its order.

    Raises ValueError when there are not 1,024 words.
    """
    if len(words) != 1 << WORD_BITS:
        raise ValueError(f"{len(words)} words")
    digest = int.from_bytes(anchor_digest(anchor), "big")
    mask = (1 << WORD_BITS) - 1
    shifts = (256 - WORD_BITS * (place + 1) for place in range(ANCHOR_WORDS))
    return tuple(words[digest >> shift & mask] for shift in shifts)


def parse_anchor_words(written: str, words: Sequence[str]) -> tuple[str, ...]:
    """Return the words of a sheet as they were typed, with numbers, commas or lines between them.

    Raises BadInput sheet_words_count (words, needed), sheet_word_unknown with its place from 1.
    """
    marks = str.maketrans(dict.fromkeys("0123456789.,·()[]-", " "))
    typed = tuple(unicodedata.normalize("NFC", written).translate(marks).split())
    known = frozenset(words)
    for at, word in enumerate(typed, start=1):
        if word not in known:
            raise BadInput("sheet_word_unknown", word=word, at=at)
    if len(typed) != ANCHOR_WORDS:
        raise BadInput("sheet_words_count", words=len(typed), needed=ANCHOR_WORDS)
    return typed


class AnchorDifference(msgspec.Struct, frozen=True):
    """A figure on which a sheet and the record differ, as people read it."""

    name: str
    """definition | made | issued | cast | spoiled | returned | not_returned | box | ballots | figures."""
    sheet: str
    record: str


_SHOWN_AS = {
    "definition_hash": "definition",
    "box_root": "box",
    "opened_root": "ballots",
    "statement": "figures",
}
_COMPARED = ("definition_hash", "made", *FIGURES_AT_CLOSING, "box_root", "opened_root", "statement")


def compare_anchors(sheet: Anchor, record: Anchor) -> tuple[AnchorDifference, ...]:
    """Return every figure of a poll on which a sheet and the record differ, in the order of the sheet."""
    return tuple(
        AnchorDifference(
            _SHOWN_AS.get(name, name), _figure_text(getattr(sheet, name)), _figure_text(getattr(record, name))
        )
        for name in _COMPARED
        if getattr(sheet, name) != getattr(record, name)
    )


def _figure_text(value: bytes | int) -> str:
    return value[:6].hex() if isinstance(value, bytes) else f"{value:,}"


def _anchor_bytes(anchor: Anchor) -> bytes:
    plain: dict[str, Any] = msgspec.to_builtins(anchor, builtin_types=(bytes,))
    return cbor2.dumps([plain[name] for name in Anchor.__struct_fields__], canonical=True)


class AnchorSheet(msgspec.Struct, frozen=True, kw_only=True):
    """The paper: the anchor with what people read beside it; nobody is named but two people who decided something."""

    anchor: Anchor
    meeting_title: str
    host: str
    place: str
    poll_title: str
    words: tuple[str, ...]
    """The words of the whole sheet."""
    seal_words: tuple[str, ...]
    """The four words of the definition, for the ear."""
    tally: Tally | None = None
    """What was counted; None before the count."""
    options: tuple[str, ...] = ()
    """What was voted on, in the order of the tally's votes; () where a sheet has no room for them."""
    rollbacks: tuple[RollbackRecord, ...] = ()
    """Decided before the sheet was issued, as the next."""
    closing: ClosingDecisions = ClosingDecisions()
    is_practice: bool = False
