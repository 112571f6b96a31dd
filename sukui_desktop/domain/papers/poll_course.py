"""When a vote stood still, and who opened its box when: the course of a poll as every later paper says it."""

from __future__ import annotations

from enum import StrEnum

import msgspec


class PauseRecord(msgspec.Struct, frozen=True, kw_only=True):
    """A time in which nobody could vote (잠시 멈춤). The record does not say who paused."""

    from_ms: int
    until_ms: int = 0
    """When voting went on or was closed; 0 while it stands still."""


class OpeningKind(StrEnum):
    """Why a box was opened."""

    COUNT = "count"
    RECOUNT = "recount"
    CONFIRM = "confirm"
    """다시 열어 확인: nothing but to find the same ballots again."""


class BoxOpening(msgspec.Struct, frozen=True, kw_only=True):
    """One opening of the box after the closing."""

    kind: OpeningKind
    at_ms: int
    opened_by: tuple[str, ...] = ()
    """Names of those whose keys opened it; () where the record does not say."""
    confirmed_by: str = ""
    """Name of the person whose act a confirmation is; '' for a count."""
    is_by_another_person: bool = False
    """Of a confirmation: its person is known to be none of those who opened the box for the count."""
    is_by_same_person: bool = False
    """Of a confirmation: its person opened the box for the count, too. Both are False where the record does not say."""


class QuorumGap(msgspec.Struct, frozen=True, kw_only=True):
    """A time of the vote, from its beginning to its closing, in which too few people were in the room."""

    from_ms: int
    until_ms: int = 0
    """When enough were there again, or the vote was closed; 0 while neither is so."""
    is_from_start: bool = False
    """The vote was begun so."""
    is_until_end: bool = False
    """It was so until nobody could vote any more: when the vote was closed, or declared void."""
    fewest: int
    """People who counted, when they were fewest."""
    needed: int


class PollCourse(msgspec.Struct, frozen=True, kw_only=True):
    """All of it for one poll, each in the order of the record."""

    pauses: tuple[PauseRecord, ...] = ()
    openings: tuple[BoxOpening, ...] = ()
    quorum_gaps: tuple[QuorumGap, ...] = ()

    @property
    def recounted_at_ms(self) -> int:
        """When the ballots were last counted again; 0 where they never were."""
        return max((one.at_ms for one in self.openings if one.kind == OpeningKind.RECOUNT), default=0)
