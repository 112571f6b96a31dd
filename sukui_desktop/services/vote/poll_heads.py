"""Polls as lists show them, without draft, definition and figures: every poll of a meeting."""

from __future__ import annotations

from enum import StrEnum
from functools import lru_cache

from msgspec import UnsetType

from sukui_desktop.assets.seal_word_list import seal_word_list
from sukui_desktop.domain.methods.registry import does_question_make_list
from sukui_desktop.domain.poll_steps import HAS_BOX
from sukui_desktop.domain.promotion import find_promotion_under_way
from sukui_desktop.domain.question.definition import decode_definition
from sukui_desktop.domain.seal_words import seal_words
from sukui_desktop.models.poll import PollRow, PollSummary, RollbackRow
from sukui_desktop.models.shared_fields import copy_fields
from sukui_desktop.services.opened_meeting import Room
from sukui_desktop.services.person_keys import names_of_certifiers, names_of_voiders
from sukui_desktop.storage.meeting_transaction import Transaction


class ResultKind(StrEnum):
    """What a poll comes to, for words that speak of its result."""

    LIST = "list"
    """Chosen projects (선정)."""
    MOTION = "motion"
    """Carried or lost (가결·부결)."""
    OTHER = "other"
    """Votes of each choice, or opinions, that decide nothing by themselves."""


class PollHead(PollSummary, frozen=True, kw_only=True):
    """A poll as lists show it."""

    words: tuple[str, ...]
    """The four words of the definition's hash; () before the poll is ready."""
    is_locked: bool = False
    """Whether people with keys of their own open its box, so that two of them also decide on its end."""
    result_kind: ResultKind = ResultKind.LIST
    """Of a poll that is ready; LIST before."""
    is_gathering: bool = False
    """Whether another machine takes the hub's place and no ballot is taken until two people let the vote go on."""


def list_polls(room: Room) -> tuple[PollHead, ...]:
    """Return the heads of every poll of the meeting, in the order in which they were begun."""
    with room.reading() as tx:
        polls = sorted(tx.list_rows(PollRow), key=lambda poll: (poll.drafted_clock_ms, poll.drafted_clock_counter))
        return tuple(make_poll_head(tx, poll) for poll in polls)


def make_poll_head(tx: Transaction, poll: PollRow) -> PollHead:
    """Return the head of the poll of this row, with who certified it or declared it void by name."""
    words = seal_words(poll.definition_hash, seal_word_list()) if poll.definition_hash else ()
    by = {"certified_by": names_of_certifiers(tx, poll), "void_by": names_of_voiders(tx, poll)}
    kind = _find_result_kind(poll.definition) if poll.definition else ResultKind.LIST
    rollbacks = tx.list_rows(RollbackRow, poll_id=poll.poll_id) if poll.state in HAS_BOX else ()
    is_gathering = find_promotion_under_way(rollbacks, poll.box_id) is not None
    return copy_fields(
        PollHead,
        poll,
        words=words,
        is_locked=bool(poll.lock),
        result_kind=kind,
        is_gathering=is_gathering,
        **by,
    )


@lru_cache(maxsize=64)
def _find_result_kind(definition: bytes) -> ResultKind:
    found = decode_definition(definition)
    if does_question_make_list(found):
        return ResultKind.LIST
    return ResultKind.OTHER if isinstance(found.motion, UnsetType) else ResultKind.MOTION
