"""Small counted polls of every kind of rule, by chance and by hand."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any

from hypothesis import strategies as st
from msgspec import UNSET, UnsetType

from sukui_desktop.domain.channel.combined_scores import fraction_text
from sukui_desktop.domain.question.channels import Basis, Channel, ChannelCount, Channels, EmptyChannel
from sukui_desktop.domain.question.definition import Definition, Option, Question, SelectionRule, WhenUnaffordable
from sukui_desktop.domain.question.method_and_marking import Marking, Method
from sukui_desktop.domain.question.motion import Motion, Participation
from sukui_desktop.domain.question.selection_steps import TIE_WAYS, Allocation, CostLimit, SelectionSteps
from sukui_desktop.domain.selection.decision_inputs import Case
from sukui_desktop.domain.selection.outcome_of_case import scores_of_case
from sukui_desktop.domain.selection.ties import find_ties

FIELDS = ("복지", "환경", "교통")


def define(
    costs: Sequence[int],
    *,
    ceiling: int = 0,
    unaffordable: WhenUnaffordable = WhenUnaffordable.SKIP,
    least: int = 0,
    fields: Sequence[str] = (),
    groups: Sequence[str] = (),
    method: Method = Method.APPROVAL,
    channels: Channels | UnsetType = UNSET,
    motion: Motion | UnsetType = UNSET,
    marks: Marking | UnsetType = UNSET,
    number: int = 1,
    **extra_steps: Any,
) -> Definition:
    """Return a definition of projects A, B, C … with these costs; keyword arguments beyond are those of
    `SelectionSteps`, `number` is that of the format."""
    options = tuple(
        Option(
            code=code_of(place),
            title=f"사업 {code_of(place)}",
            cost=cost,
            field=fields[place] if fields else "",
            group=groups[place] if groups else "",
        )
        for place, cost in enumerate(costs)
    )
    question = Question(
        title="우선", method=method, options=options, groups=(), min_picks=0, max_picks=len(options), marks=marks
    )
    rule = SelectionRule(
        when_unaffordable=unaffordable,
        min_votes=least,
        ceiling=ceiling,
        extra_steps=SelectionSteps(**extra_steps) if extra_steps else UNSET,
    )
    return Definition(
        format=number,
        city="seoul",
        meeting_id="m",
        poll_id="p",
        is_practice=False,
        title="우선",
        currency="KRW",
        question=question,
        rule=rule,
        channels=channels,
        motion=motion,
    )


def code_of(place: int) -> str:
    """Return A … Z, then P26, P27 …."""
    return chr(ord("A") + place) if place < 26 else f"P{place}"


def box_case(definition: Definition, votes: Sequence[int], *, valid: int = 0, **more: Any) -> Case:
    """Return the case of the poll's own box with these votes; as many valid ballots as votes unless said."""
    ballots = valid or sum(votes)
    return Case(
        definition=definition,
        counts=(ChannelCount(key="", marks=tuple(votes), ballots_valid=ballots),),
        votes=tuple(votes),
        turnout=Participation(cast=ballots, valid=ballots),
        **more,
    )


def make_channels(
    weights: Mapping[str, str], basis: Basis = Basis.BALLOTS, empty: EmptyChannel = EmptyChannel.RESCALE
) -> Channels:
    """Return channels with these weights by key, all from files."""
    return Channels(
        channels=tuple(Channel(key=key, name=f"선거인단 {key}", weight=weight) for key, weight in weights.items()),
        basis=basis,
        empty=empty,
    )


def channel_case(definition: Definition, counts: Mapping[str, tuple[int, Sequence[int]]]) -> Case:
    """Return a case of channels: key → (valid ballots, marks)."""
    told = tuple(ChannelCount(key=key, marks=tuple(marks), ballots_valid=n) for key, (n, marks) in counts.items())
    votes = tuple(map(sum, zip(*(count.marks for count in told), strict=True)))
    return Case(definition=definition, counts=told, votes=votes)


def drawn(case: Case) -> tuple[str, ...]:
    """Return an order for every tie of a case: that of the ballot."""
    return tuple(code for tied in find_ties(case.definition, scores_of_case(case), case.withdrawn) for code in tied)


shares = st.sampled_from(("1/20", "1/5", "3/10", "1/2", "1"))
borders = st.sampled_from(("within", "reach"))


@st.composite
def furthers(draw: st.DrawFn, size: int) -> dict[str, Any]:
    """Return some steps beyond order and ceiling, as keyword arguments of `Further`."""
    steps: dict[str, Any] = {"ties": draw(st.sampled_from(TIE_WAYS)), "boundary": draw(borders)}
    chance = st.integers(0, 3).map(lambda number: number == 0)
    if draw(chance):
        steps["cost_limits"] = (CostLimit(below=draw(st.integers(5, 20)), kind=draw(st.sampled_from(("", "갑")))),)
    if draw(chance):
        steps["min_share"] = draw(shares)
    if draw(chance):
        steps |= {"eliminate": draw(shares), "eliminate_boundary": draw(borders)}
    if draw(chance) and size >= 2:
        codes = draw(st.lists(st.integers(0, size - 1).map(code_of), min_size=2, max_size=3, unique=True))
        steps["exclusive"] = (tuple(codes),)
    if draw(chance):
        steps["takes_unvoted"] = True
    if draw(chance):
        steps["shortlist"] = draw(st.sampled_from(("13/10", "1/2", "1")))
    if draw(st.booleans()):
        names = draw(st.lists(st.sampled_from(FIELDS), min_size=1, max_size=3, unique=True))
        steps["allocate_by"] = "field"
        steps["allocations"] = tuple(Allocation(name=name, amount=draw(st.integers(0, 25))) for name in names)
        steps["leftover"] = draw(st.sampled_from(("unspent", "pool")))
    return steps


@st.composite
def cases(draw: st.DrawFn, most_options: int = 6, most_marks: int = 6) -> Case:
    """Return a counted poll whose ties have their order."""
    size = draw(st.integers(1, most_options))
    method = draw(st.sampled_from((Method.APPROVAL, Method.APPROVAL, Method.SCORE)))
    channels = draw(st.none() | channel_sets())
    extra_steps = draw(furthers(size))
    definition = define(
        [draw(st.integers(0, 15)) for _ in range(size)],
        ceiling=draw(st.integers(0 if "allocations" in extra_steps else 1, 40)),
        unaffordable=draw(st.sampled_from(WhenUnaffordable)),
        least=draw(st.integers(0, 4)),
        fields=[draw(st.sampled_from(FIELDS)) for _ in range(size)],
        groups=[draw(st.sampled_from(("갑", "을"))) for _ in range(size)],
        method=method,
        channels=channels or UNSET,
        marks=Marking(high=2) if method == Method.SCORE else UNSET,
        number=draw(st.sampled_from((1, 2))),
        **extra_steps,
    )
    counts = tuple(
        _count(draw, key, size, most_marks) for key in ([c.key for c in channels.channels] if channels else [""])
    )
    votes = tuple(map(sum, zip(*(count.marks for count in counts), strict=True)))
    withdrawn = frozenset(draw(st.sets(st.integers(0, size - 1).map(code_of), max_size=1)))
    case = Case(definition=definition, counts=counts, votes=votes, withdrawn=withdrawn)
    order = tuple(draw(st.permutations([option.code for option in definition.question.options])))
    return Case(definition=definition, counts=counts, votes=votes, withdrawn=withdrawn, tie_order=order or drawn(case))


def _count(draw: st.DrawFn, key: str, size: int, most: int) -> ChannelCount:
    marks = tuple(draw(st.integers(0, most)) for _ in range(size))
    spare = draw(st.integers(0, 3))
    return ChannelCount(key=key, marks=marks, ballots_valid=max(marks) + spare if any(marks) else spare // 3)


@st.composite
def channel_sets(draw: st.DrawFn) -> Channels:
    """Return one to three channels whose weights sum to 1."""
    parts = draw(st.lists(st.integers(1, 5), min_size=1, max_size=3))
    weights = {f"c{place}": fraction_text(Fraction(part, sum(parts))) for place, part in enumerate(parts)}
    return make_channels(
        weights,
        draw(st.sampled_from((Basis.BALLOTS, Basis.MARKS))),
        draw(st.sampled_from((EmptyChannel.RESCALE, EmptyChannel.ZERO))),
    )


def motion_case(
    motion: Motion, votes: Sequence[int], *, enrolled: int = 0, present: int = 0, cast: int | None = None
) -> Case:
    """Return the case of 찬성 · 반대 · 기권."""
    definition = define([0] * len(votes), method=Method.CHOICE, motion=motion)
    turnout = Participation(
        enrolled=enrolled, present=present, cast=sum(votes) if cast is None else cast, valid=sum(votes)
    )
    counts = (ChannelCount(key="", marks=tuple(votes), ballots_valid=sum(votes)),)
    return Case(definition=definition, counts=counts, votes=tuple(votes), turnout=turnout)
