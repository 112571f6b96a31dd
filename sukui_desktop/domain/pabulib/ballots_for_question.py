"""A channel from a Pabulib file: its ballots as ballots of our question, so that a rule of ours judges them.

Unlike a count by the file's own rule, the limits of the question hold here: what breaks them is invalid.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from sukui_desktop.domain.errors import BadInput, RuleBroken
from sukui_desktop.domain.methods.ballot_kind import Answer
from sukui_desktop.domain.methods.registry import ballot_kind_of, encode_answer
from sukui_desktop.domain.pabulib.election_count import fill_in_default_scores, read_default_score
from sukui_desktop.domain.pabulib.pabulib_election import Election
from sukui_desktop.domain.question.definition import Option, Question


def ballots_for_question(question: Question, election: Election) -> tuple[list[bytes], int]:
    """Return the ballots as bytes in the file's order, and how many more cannot be written at all and are invalid.

    Raises BadInput: channel_vote_type, channel_projects_differ (facts: file, value), election_key.
    """
    fitting = ballot_kind_of(question).vote_types_read
    if election.vote_type not in fitting:
        raise BadInput(
            "channel_vote_type", file=election.file_name, value=election.vote_type, expected=", ".join(fitting) or "-"
        )
    places = _ballot_places_of_projects(question.options, election)
    written: dict[Answer, bytes | None] = {}
    ballots: list[bytes] = []
    unwritable = 0
    for answer, times in Counter(_answers_of_voters(question, election, places)).items():
        written[answer] = _encode_answer_or_none(question, answer)
        unwritable += times if written[answer] is None else 0
    for answer in _answers_of_voters(question, election, places):
        ballot = written[answer]
        if ballot is not None:
            ballots.append(ballot)
    return ballots, unwritable


def _ballot_places_of_projects(options: Sequence[Option], election: Election) -> tuple[int, ...]:
    """Return where each project of the file is on the ballot, by its code or, of a choice, by its words."""
    by_code: Mapping[str, int] = {option.code: place for place, option in enumerate(options)}
    by_title = {option.title: place for place, option in enumerate(options)}
    places = []
    for project in election.projects:
        place = by_code.get(project.project_id, by_title.get(project.name))
        if place is None:
            raise BadInput("channel_projects_differ", file=election.file_name, value=project.project_id)
        places.append(place)
    return tuple(places)


def _answers_of_voters(question: Question, election: Election, places: Sequence[int]) -> Iterator[Answer]:
    default_score, has_numbers = read_default_score(election), ballot_kind_of(question).has_numbers
    for row, marks in enumerate(election.ballots):
        cast = Answer(marks, election.points[row] if election.points else ())
        answer = fill_in_default_scores(election, cast, default_score)
        yield Answer(tuple(places[mark] for mark in answer.marks), answer.points if has_numbers else ())


def _encode_answer_or_none(question: Question, answer: Answer) -> bytes | None:
    try:
        return encode_answer(question, answer)
    except RuleBroken:
        return None
