"""A certified result of every kind of vote, counted, decided and studied by the product's own functions."""

from __future__ import annotations

import random
from collections.abc import Callable, Collection, Mapping, Sequence
from functools import cache

from msgspec import UNSET, UnsetType
from msgspec.structs import replace

from sukui_desktop.domain.ballot_accounting import BallotAccounting
from sukui_desktop.domain.counting.first_counter import count_ballots
from sukui_desktop.domain.counting.second_counter import count_ballots_by_columns
from sukui_desktop.domain.methods.ballot_kind import Answer
from sukui_desktop.domain.methods.question_from_draft import question_from_draft, selection_rule_from_draft
from sukui_desktop.domain.methods.question_validation import require_answerable_question
from sukui_desktop.domain.methods.registry import encode_answer
from sukui_desktop.domain.papers.result_sheet import ResultSheet, StudyInput
from sukui_desktop.domain.question.channels import Channel, ChannelCount, Channels, ChannelSource
from sukui_desktop.domain.question.definition import Definition, Draft, Option, WhenUnaffordable
from sukui_desktop.domain.question.method_and_marking import Invalidity, Marking, Method
from sukui_desktop.domain.question.motion import Motion, MotionBase, Participation
from sukui_desktop.domain.question.selection_steps import (
    AllocateBy,
    Allocation,
    Boundary,
    CostLimit,
    Leftover,
    SelectionSteps,
    TieWay,
)
from sukui_desktop.domain.selection.decision_inputs import Case
from sukui_desktop.domain.selection.definition_validation import require_decidable_definition
from sukui_desktop.domain.selection.outcome_of_case import decide_case, make_case, scores_of_case
from sukui_desktop.domain.selection.ties import find_ties
from sukui_desktop.services.vote.result_study import make_study
from tests.builders import papers

EOK = 100_000_000
FIELDS = ("여성", "복지", "환경", "교통")
MOTION = Draft(
    method=Method.CHOICE, max_picks=1, choices=("찬성", "반대", "기권"), motion=Motion(base=MotionBase.PRESENT)
)
OPINION = Draft(method=Method.OPINION, marks=Marking(text_bytes=90))
THREE = Channels(
    channels=(
        Channel(key="committee", name="참여예산위원", weight="9/20", source=ChannelSource.BOX),
        Channel(key="online", name="엠보팅(온라인 시민투표)", weight="9/20"),
        Channel(key="survey", name="시민 여론조사", weight="1/10"),
    )
)


def projects(count: int, *, is_long: bool = False) -> list[Option]:
    """Return projects of different cost in four fields, two groups and two districts; long titles when asked for."""
    return [
        Option(
            code=f"P{place:03}",
            title=(
                papers.project_title(place) + (" — 대기자와 이용자를 위한 시설 점검과 개선, 주민 참여 운영" * 3)[:90]
            )
            if is_long
            else papers.project_title(place * 7),
            cost=(place * 53 % 29 + 1) * EOK // 2,
            group=("광역제안형", "광역협치형")[place % 3 == 2],
            field=FIELDS[place % 4],
            district=("관악구", "성북구")[place % 2],
            kind=("시설", "행사")[place % 5 == 0],
        )
        for place in range(count)
    ]


def ballots(count: int, size: int, picks: int, *, seed: int = 5) -> list[Answer]:
    """Return ballots that lean to the first projects, a few of them blank."""
    chance = random.Random(seed)
    weights = [1 / (1 + place % 11 + place / 9) for place in range(size)]
    made = []
    for turn in range(count):
        wanted = set(chance.choices(range(size), weights, k=picks)) if turn % 40 else set()
        made.append(Answer(tuple(sorted(wanted))))
    return made


def scored(answers: Sequence[Answer], least: int, most: int) -> list[Answer]:
    """Return the same ballots with a number beside each mark, from `least` to `most`."""
    span = most - least + 1
    return [
        replace(answer, points=tuple(least + (mark * 7 + turn) % span for mark in answer.marks))
        for turn, answer in enumerate(answers)
    ]


def define(draft: Draft, options: Sequence[Option] = ()) -> Definition:
    """Return the checked definition of a draft over these projects."""
    question = question_from_draft(draft, "2027 우선사업", tuple(options))
    require_answerable_question(question)
    definition = Definition(
        format=1,
        city="seoul",
        meeting_id="m1",
        poll_id="q1",
        is_practice=False,
        title="2027 우선사업",
        currency="KRW",
        question=question,
        rule=selection_rule_from_draft(draft),
        rule_key=draft.rule_key,
        channels=draft.channels,
        motion=draft.motion,
    )
    require_decidable_definition(definition)
    return definition


def make_result(
    definition: Definition,
    answers: Sequence[Answer],
    *,
    files: Mapping[str, tuple[int, Sequence[int]]] | None = None,
    withdrawn: Collection[str] = (),
    turnout: Participation | None = None,
) -> ResultSheet:
    """Return the certified result of these ballots; `files` are (valid ballots, marks) of channels from elsewhere."""
    plain = sorted(encode_answer(definition.question, answer) for answer in answers)
    tally = count_ballots(definition.question, plain)
    case = make_case(definition, tally, (), withdrawn)
    if turnout:
        case = replace(case, turnout=turnout)
    case = _with_files(case, definition, files or {})
    lot = tuple(code for tied in find_ties(definition, scores_of_case(case), case.withdrawn) for code in tied)
    found = StudyInput(
        definition=definition,
        tally=tally,
        second=count_ballots_by_columns(definition.question, b"".join(plain)),
        outcome=decide_case(replace(case, tie_order=lot)),
        ballots=b"".join(plain),
    )
    base = papers.result_sheet(papers.definition(["가"], [1], ceiling=1), (1,), 1)
    return replace(
        base,
        definition=definition,
        accounting=BallotAccounting(issued=len(answers) + 2, cast=len(answers), spoiled=1, returned=1, not_returned=0),
        tally=tally,
        outcome=found.outcome,
        study=make_study(found),
    )


def _with_files(case: Case, definition: Definition, files: Mapping[str, tuple[int, Sequence[int]]]) -> Case:
    channels = definition.channels
    if isinstance(channels, UnsetType):
        return case
    box = case.counts[0]
    counts = tuple(
        ChannelCount(key=channel.key, marks=tuple(files[channel.key][1]), ballots_valid=files[channel.key][0])
        if channel.key in files
        else replace(box, key=channel.key)
        for channel in channels.channels
    )
    votes = tuple(map(sum, zip(case.votes, *(marks for _, marks in files.values()), strict=True)))
    return replace(case, counts=counts, votes=votes)


def approval() -> ResultSheet:
    """Return ten projects, three picks at most."""
    return make_result(define(Draft(max_picks=3, ceiling=30 * EOK), projects(10)), ballots(31, 10, 3))


def exactly_two() -> ResultSheet:
    """Return a vote in which other than two picks void the ballot."""
    answers = [Answer((0, 1)), Answer((0,)), Answer((2, 3)), Answer((1, 2)), Answer(())]
    draft = Draft(
        min_picks=2, max_picks=2, ceiling=20 * EOK, allows_blank=False, when_unaffordable=WhenUnaffordable.STOP
    )
    return make_result(define(draft, projects(6)), answers)


def score() -> ResultSheet:
    """Return scores from 1 to 5 of which one that is out of range voids itself only."""
    draft = Draft(
        method=Method.SCORE,
        max_picks=8,
        marks=Marking(low=1, high=5, invalidity=Invalidity.MARK),
        ceiling=25 * EOK,
        min_votes=9,
    )
    wrong = [Answer((0, 2), (5, 9)), Answer((1, 4), (3, 2))]
    return make_result(define(draft, projects(8)), [*scored(ballots(21, 8, 4), 1, 5), *wrong])


def negative_score() -> ResultSheet:
    """Return scores below 0, so that a project has less than nothing."""
    draft = Draft(method=Method.SCORE, max_picks=4, marks=Marking(low=-2, high=2), ceiling=9 * EOK)
    answers = [Answer((0, 1), (2, -2)), Answer((1, 2), (-2, 1)), Answer((3,), (0,))]
    return make_result(define(draft, projects(4)), answers)


def ranking() -> ResultSheet:
    """Return three places with 5, 3 and 1 points."""
    draft = Draft(method=Method.RANKING, max_picks=3, marks=Marking(place_points=(5, 3, 1)), ceiling=30 * EOK)
    return make_result(define(draft, projects(9)), ballots(25, 9, 3))


def cumulative() -> ResultSheet:
    """Return ten points to be shared out."""
    draft = Draft(method=Method.CUMULATIVE, max_picks=9, marks=Marking(most_points=10, high=6), ceiling=30 * EOK)
    return make_result(define(draft, projects(9)), scored(ballots(25, 9, 3), 1, 3))


def motion(votes: Sequence[int], asked: Motion | None = None, turnout: Participation | None = None) -> ResultSheet:
    """Return a question of 찬성, 반대 and 기권 with so many votes each."""
    draft = replace(MOTION, motion=asked or Motion(base=MotionBase.PRESENT))
    answers = [Answer((choice,)) for choice, count in enumerate(votes) for _ in range(count)]
    people = turnout or Participation(enrolled=40, present=30, cast=len(answers), valid=len(answers))
    return make_result(define(draft), answers, turnout=people)


def passed() -> ResultSheet:
    """Return a motion that passed by one vote."""
    return motion((16, 9, 3))


def failed() -> ResultSheet:
    """Return a motion that 기권 made fail."""
    return motion((14, 9, 5))


def too_few() -> ResultSheet:
    """Return a motion for which too few people came."""
    return motion((9, 1, 0), Motion(base=MotionBase.DECIDING, least_share="1/2"))


def choice() -> ResultSheet:
    """Return a choice of names that passes nothing."""
    draft = Draft(method=Method.CHOICE, max_picks=1, choices=("한마음", "새싹", "느티나무", "물결"), motion=UNSET)
    return make_result(define(draft), [Answer((place % 3,)) for place in range(14)])


def opinions() -> ResultSheet:
    """Return opinions of which two are held by ten or more."""
    said = {"골목에 그늘막을 놓자": 17, "도서관을 밤 열 시까지 열자": 10, "주차장": 9, "나무를 더 심자": 2, "분수": 1}
    return make_result(define(OPINION), [Answer(opinion=word) for word, times in said.items() for _ in range(times)])


def rare_opinions() -> ResultSheet:
    """Return a small room in which no opinion may be told."""
    return make_result(define(OPINION), [Answer(opinion="가"), Answer(opinion="나"), Answer(opinion="가"), Answer()])


def channels(count: int = 9, *, is_long: bool = False) -> ResultSheet:
    """Return a vote of three channels, one of them the box."""
    options = projects(count, is_long=is_long)
    online = [11_694 * 3 // (3 + place * 5 % count) for place in range(count)]
    files = {"online": (11_694, online), "survey": (300, [300 // (2 + place * 7 % count) for place in range(count)])}
    draft = Draft(max_picks=5, channels=THREE, ceiling=sum(option.cost for option in options) // 3)
    return make_result(define(draft, options), ballots(60, count, 5), files=files)


def empty_channel() -> ResultSheet:
    """Return two channels of which one has no ballot."""
    two = Channels(channels=(replace(THREE.channels[0], weight="1/2"), replace(THREE.channels[1], weight="1/2")))
    draft = Draft(max_picks=2, channels=two, ceiling=10 * EOK)
    return make_result(define(draft, projects(5)), ballots(12, 5, 2), files={"online": (0, [0] * 5)})


def allocations() -> ResultSheet:
    """Return an allocation for each of three fields, what is left pooled; one field has none."""
    extra_steps = SelectionSteps(
        allocate_by=AllocateBy.FIELD,
        allocations=tuple(Allocation(name=name, amount=12 * EOK) for name in FIELDS[:3]),
        leftover=Leftover.POOL,
        ties=(TieWay.COST, TieWay.CHAIR),
    )
    return make_result(define(Draft(max_picks=3, extra_steps=extra_steps), projects(12)), ballots(33, 12, 3))


def every_fate() -> ResultSheet:
    """Return limits of cost, a least share, elimination, rivals and one that was withdrawn."""
    extra_steps = SelectionSteps(
        cost_limits=(CostLimit(below=14 * EOK), CostLimit(below=2 * EOK, kind="행사")),
        min_share="1/20",
        eliminate="1/5",
        exclusive=(("P001", "P002"),),
    )
    draft = Draft(max_picks=4, extra_steps=extra_steps, ceiling=25 * EOK)
    return make_result(define(draft, projects(14)), ballots(60, 14, 4), withdrawn=("P003",))


def short_list() -> ResultSheet:
    """Return a short list of 130 % whose last project crosses it."""
    draft = Draft(max_picks=3, ceiling=20 * EOK, extra_steps=SelectionSteps(shortlist="13/10", boundary=Boundary.REACH))
    return make_result(define(draft, projects(10)), ballots(31, 10, 3))


def many() -> ResultSheet:
    """Return 97 projects with long titles."""
    return make_result(define(Draft(max_picks=10, ceiling=150 * EOK), projects(97, is_long=True)), ballots(300, 97, 10))


def many_channels() -> ResultSheet:
    """Return 97 projects with long titles in three channels."""
    return channels(97, is_long=True)


def foreign() -> ResultSheet:
    """Return a vote in another currency."""
    asked = replace(define(Draft(max_picks=2, ceiling=100_050), projects(3)), currency="PLN")
    options = tuple(replace(option, cost=40_025) for option in asked.question.options)
    return make_result(replace(asked, question=replace(asked.question, options=options)), ballots(9, 3, 2))


MAKERS: tuple[Callable[[], ResultSheet], ...] = (
    approval,
    exactly_two,
    score,
    negative_score,
    ranking,
    cumulative,
    passed,
    failed,
    too_few,
    choice,
    opinions,
    rare_opinions,
    channels,
    empty_channel,
    allocations,
    every_fate,
    short_list,
    many,
    many_channels,
    foreign,
)


@cache
def every_result() -> Mapping[str, ResultSheet]:
    """Return one result of every kind by its name; made once, as they never change."""
    return {make.__name__: make() for make in MAKERS}
