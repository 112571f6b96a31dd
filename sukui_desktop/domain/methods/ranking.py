"""Ranking (순위): options put in order, with points by the place."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from sukui_desktop.domain.errors import RuleBroken
from sukui_desktop.domain.methods.ballot_kind import (
    Answer,
    BallotKind,
    Chance,
    Counts,
    Fault,
    Judgement,
    Verdict,
    malformed_ballot_refusal,
)
from sukui_desktop.domain.methods.marks_with_numbers import unpack_numbers
from sukui_desktop.domain.question.definition import Question
from sukui_desktop.domain.question.method_and_marking import Marking, Method


class Ranking(BallotKind):
    """The number of an option at each place, two bytes a place; filled from the first place without a gap."""

    method = Method.RANKING
    counts = Counts.POINTS
    is_ordered = True
    vote_type = "ordinal"
    vote_types_read = ("ordinal",)

    def bytes_per_ballot(self, question: Question) -> int:
        """Return two bytes a place."""
        return 2 * question.max_picks

    def _encode_answer(self, question: Question, answer: Answer) -> bytes:
        if len(answer.marks) > question.max_picks:
            raise RuleBroken("too_many_places", picked=len(answer.marks), limit=question.max_picks)
        written = b"".join((mark + 1).to_bytes(2, "big") for mark in answer.marks)
        return written.ljust(self.bytes_per_ballot(question), b"\0")

    def _decode_answer(self, question: Question, plaintext: bytes) -> Answer:
        places = unpack_numbers(plaintext, 2)
        filled = places.index(0) if 0 in places else len(places)
        if any(places[filled:]) or max(places) > len(question.options):
            raise malformed_ballot_refusal(plaintext)
        return Answer(tuple([place - 1 for place in places[:filled]]))

    def _faults_of_marks(self, question: Question, answer: Answer) -> list[tuple[int, Judgement]]:
        """Return every later mention of an option, with its place counted from 1."""
        marks = answer.marks
        if len(set(marks)) == len(marks):
            return []
        return [
            (place, Judgement(Verdict.INVALID, "ranked_twice", question.options[mark].title, place + 1, first + 1))
            for place, mark in enumerate(marks)
            if (first := marks.index(mark)) < place
        ]

    def _counted_answer(self, question: Question, answer: Answer) -> Answer:
        return Answer(answer.marks, question.marking.place_points[: len(answer.marks)])

    def require_valid_marking(self, question: Question) -> None:
        """Check that every place has its points. Raises RuleBroken place_points."""
        if any(self.faults_of_marking_in_rule(question.marking, question.max_picks)):
            points = question.marking.place_points
            raise RuleBroken("place_points", points=len(points), places=question.max_picks)

    def faults_of_marking_in_rule(self, marks: Marking, max_picks: int) -> Iterator[Fault]:
        """Yield points that are not as many as the places, or below 0."""
        points = marks.place_points
        if len(points) != max_picks:
            yield "question.place_points", len(points), str(max_picks)
        elif min(points, default=0) < 0:
            yield "question.place_points", min(points), "0.."

    def points_range_of_option(self, question: Question) -> tuple[int, int | None]:
        """Return from 0 to the points of the best place."""
        return min((0, *question.marking.place_points)), max((0, *question.marking.place_points))

    def points_range_of_ballot(self, question: Question) -> tuple[int | None, int | None]:
        """Return no least and, at most, the points of all places."""
        return None, sum(points for points in question.marking.place_points if points > 0)

    def sentences_of_marking_in_rule(
        self, marks: Marking, choices: Sequence[str]
    ) -> Iterator[tuple[str, dict[str, object]]]:
        """Yield how many places there are and their points."""
        points = " · ".join(map(str, marks.place_points))
        yield "ranking", {"places": len(marks.place_points), "points": points}

    def simulate_answer(self, question: Question, picked: Sequence[int], random: Chance) -> Answer:
        """Return the options in the order of liking."""
        return Answer(tuple(picked))
