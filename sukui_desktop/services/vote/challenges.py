"""Challenges of a count or a result: who said what, and how it was answered."""

from __future__ import annotations

from sukui_desktop.domain.changed_tables import Changes
from sukui_desktop.domain.errors import RuleBroken
from sukui_desktop.domain.facts.poll import ChallengeAnswered, ChallengeRecorded
from sukui_desktop.domain.poll_steps import TAKES_CHALLENGES
from sukui_desktop.domain.text_cleaning_and_search import clean_text
from sukui_desktop.models.ids import PollId
from sukui_desktop.models.poll import ChallengeRow, PollRow
from sukui_desktop.services.opened_meeting import Room
from sukui_desktop.services.person_keys import Reason


def record_challenge(
    room: Room, poll_id: PollId, by: str, words: str, answer: str = "", *, reason: Reason = ""
) -> Changes:
    """Record who challenges the count or the result, what was said and, where it was given at once, the answer.

    Raises RuleBroken challenge_incomplete without a name or words, challenge_not_now; NotFound poll_unknown.
    Of signed minutes it is a correction: `reason` as in `require_allowed_after_closing`.
    """
    name, said = clean_text(by), clean_text(words)
    if not name or not said:
        raise RuleBroken("challenge_incomplete")
    with room.writing(reason) as tx:
        _require_challengeable(tx.require_row(PollRow, poll_id))
        return tx.append_fact(poll_id, ChallengeRecorded(by=name, words=said, answer=clean_text(answer))).changes


def answer_challenge(room: Room, poll_id: PollId, number: int, answer: str, *, reason: Reason = "") -> Changes:
    """Record how a challenge was answered; `number` is its place among those of the poll, from 1.

    Raises RuleBroken challenge_answer_missing, challenge_not_now; NotFound poll_unknown, challenge_unknown.
    """
    said = clean_text(answer)
    if not said:
        raise RuleBroken("challenge_answer_missing")
    with room.writing(reason) as tx:
        _require_challengeable(tx.require_row(PollRow, poll_id))
        tx.require_row(ChallengeRow, poll_id, f"{number:04}")
        return tx.append_fact(poll_id, ChallengeAnswered(number=number, answer=said)).changes


def list_challenges(room: Room, poll_id: PollId) -> tuple[ChallengeRow, ...]:
    """Return the challenges of a poll in the order in which they were recorded."""
    with room.reading() as tx:
        return tuple(sorted(tx.list_rows(ChallengeRow, poll_id=poll_id), key=_number_of_challenge))


def _number_of_challenge(row: ChallengeRow) -> str:
    return row.number


def _require_challengeable(poll: PollRow) -> None:
    if poll.state not in TAKES_CHALLENGES:
        raise RuleBroken("challenge_not_now")
