"""Elections of every kind drawn by chance, small enough to be checked by hand: questions, answers, opened ballots."""

from __future__ import annotations

from random import Random

from msgspec.structs import replace

from sukui_desktop.domain.methods.ballot_kind import Answer
from sukui_desktop.domain.methods.registry import encode_answer, plaintext_ballot_length
from sukui_desktop.domain.question.definition import Group, Option, Question
from sukui_desktop.domain.question.method_and_marking import Invalidity, Marking, Method

GROUP_NAMES = ("교통", "환경", "복지")
OPINIONS = (
    "",
    "   ",
    "그늘막을 더 놓자",
    " 그늘막을  더\n놓자 ",
    "그늘막을 더 놓자",
    "밤길 조명",
    "道路 보수",
    "쉼터🙂",
    "a\u0301\u00e9",
)
"""Some are the same opinion in other clothes (spaces, decomposed Hangul); two are blank."""


def random_question(
    random: Random, method: Method, *, grouped: bool | None = None, invalidity: Invalidity | None = None
) -> Question:
    """Return a question that can be answered; with or without groups, of each invalidity, unless they are given."""
    if method == Method.OPINION:
        marks = Marking(text_bytes=random.choice((30, 60, 300)))
        return _question(method, (), (), 0, 1, random, marks)
    if method == Method.CHOICE:
        choices = tuple(
            Option(code=word, title=word, cost=0) for word in ("찬성", "반대", "기권")[: random.choice((2, 3))]
        )
        return _question(method, choices, (), random.randint(0, 1), 1, random, None)
    is_grouped = random.random() < 0.5 if grouped is None else grouped
    options = _options(random, random.choice((1, 2, 7, 8, 9, 20, 40)), is_grouped)
    groups = _groups(random, options) if is_grouped else ()
    most = random.randint(max(1, sum(group.min_picks for group in groups)), len(options) + 1)
    reachable = min(most, _reach(options, groups))
    least = random.choice((0, 0, 1, reachable, random.randint(0, reachable)))
    marks = _marking(random, method, options, most, invalidity or random.choice(tuple(Invalidity)))
    if marks.most_points:  # every marked option takes a point
        least = min(least, marks.most_points)
    if marks.cost_limit and groups:  # as many as must be picked are within it, whichever the groups ask for
        needed = max(1, least, sum(group.min_picks for group in groups))
        costs = sorted(option.cost for option in options)
        marks = replace(marks, cost_limit=max(marks.cost_limit, sum(costs[-needed:])))
    return _question(method, options, groups, least, most, random, marks)


def random_answer(question: Question, random: Random) -> Answer:
    """Return what a voter may write: mostly within the limits, now and then over one or blank; it can be encoded."""
    if question.method == Method.OPINION:
        return Answer(opinion=random.choice(OPINIONS))
    size = len(question.options)
    if random.random() < 0.08:
        return Answer()
    if question.method == Method.RANKING:
        return _random_ranking(question, random)
    wished = random.randint(question.min_picks, min(question.max_picks, size))
    count = max(0, min(size, wished + random.choice((0, 0, 0, 0, 1, -1))))
    marks = tuple(sorted(random.sample(range(size), count)))
    if question.method == Method.SCORE:
        return Answer(marks, tuple(_random_score(question.marking, random) for _ in marks))
    if question.method == Method.CUMULATIVE:
        return Answer(marks, tuple(_random_points(question.marking, random, max(1, count)) for _ in marks))
    return Answer(marks)


def random_ballots(question: Question, count: int, random: Random) -> list[bytes]:
    """Return opened ballots: most can be read, about one in twelve is other bytes, some come more than once."""
    ballots: list[bytes] = []
    for _ in range(count):
        chance = random.random()
        if chance < 0.08:
            ballots.append(malformed_bytes(question, random))
        elif chance < 0.3 and ballots:
            ballots.append(random.choice(ballots))
        else:
            ballots.append(encode_answer(question, random_answer(question, random)))
    return ballots


def malformed_bytes(question: Question, random: Random) -> bytes:
    """Return bytes that need not be a ballot: of another length, or of the right one with anything in them."""
    length = plaintext_ballot_length(question)
    other = random.choice((0, max(0, length - 1), length + 1, length, length, length))
    if random.random() < 0.5:
        return random.randbytes(other)
    # Nearly a ballot: one byte of a sound one is changed, which reaches spare bits, gaps and paddings.
    written = bytearray(encode_answer(question, random_answer(question, random)))
    if written:
        written[random.choice((0, -1, random.randrange(len(written))))] = random.choice((1, 0x80, 0xFF, 0))
    return bytes(written)


def _question(
    method: Method,
    options: tuple[Option, ...],
    groups: tuple[Group, ...],
    least: int,
    most: int,
    random: Random,
    marks: Marking | None,
) -> Question:
    plain = Question(
        title="무작위 문항",
        method=method,
        options=options,
        groups=groups,
        min_picks=least,
        max_picks=most,
        allows_blank=random.random() < 0.8,
    )
    return plain if marks is None else replace(plain, marks=marks)


def _options(random: Random, size: int, is_grouped: bool) -> tuple[Option, ...]:
    return tuple(
        Option(
            code=f"P{place}",
            title=f"사업 {place}",
            cost=random.randint(1, 12),
            group=random.choice(GROUP_NAMES) if is_grouped else "",
        )
        for place in range(size)
    )


def _groups(random: Random, options: tuple[Option, ...]) -> tuple[Group, ...]:
    groups = []
    for name in GROUP_NAMES:
        members = sum(option.group == name for option in options)
        least = random.choice((0, 0, 0, min(1, members)))
        groups.append(Group(name=name, min_picks=least, max_picks=random.randint(max(least, 1), members + 1)))
    return tuple(groups)


def _reach(options: tuple[Option, ...], groups: tuple[Group, ...]) -> int:
    """Return how many options one ballot may mark without passing the limit of a group."""
    sizes = [sum(option.group == group.name for option in options) for group in groups]
    return sum(min(g.max_picks, size) for g, size in zip(groups, sizes, strict=True)) if groups else len(options)


def _marking(random: Random, method: Method, options: tuple[Option, ...], most: int, invalidity: Invalidity) -> Marking:
    limit = 0
    if random.random() < 0.3:
        costs = sorted(option.cost for option in options)
        limit = random.randint(sum(costs[:most]), sum(costs))
    if method == Method.SCORE:
        low, high = random.choice(((0, 10), (1, 5), (-2, 2), (0, 253), (0, 254), (0, 255), (1, 1000)))
        return Marking(invalidity=invalidity, cost_limit=limit, low=low, high=high)
    if method == Method.RANKING:
        points = tuple(random.choice((range(most, 0, -1), [12, 8, 5, 3, 2, 1] + [0] * most)))[:most]
        return Marking(invalidity=invalidity, cost_limit=limit, place_points=points)
    if method == Method.CUMULATIVE:
        high, in_all = random.choice(((0, 10), (3, 10), (5, 0), (0, 0), (0, 255), (0, 300), (300, 0), (1, 0)))
        least = random.choice((0, 0, min(in_all, high or in_all)))
        return Marking(invalidity=invalidity, cost_limit=limit, high=high, least_points=least, most_points=in_all)
    return Marking(invalidity=invalidity, cost_limit=limit)


def _random_ranking(question: Question, random: Random) -> Answer:
    size = len(question.options)
    count = random.randint(min(question.min_picks, size), min(question.max_picks, size))
    ranked = random.sample(range(size), count)
    if random.random() < 0.25 and ranked:
        ranked[random.randrange(count)] = random.choice(ranked)
    if random.random() < 0.1 and ranked and count < question.max_picks:
        ranked.append(ranked[0])
    return Answer(tuple(ranked))


def _random_score(marking: Marking, random: Random) -> int:
    is_wide = marking.high - marking.low + 1 > 255
    highest = marking.low + (65534 if is_wide else 254)
    if random.random() < 0.06:
        return min(highest, marking.high + random.randint(0, 2))
    return random.randint(marking.low, marking.high)


def _random_points(marking: Marking, random: Random, count: int) -> int:
    fair = max(1, (marking.most_points or 12) // count)
    most = marking.high or marking.most_points
    if random.random() < 0.06:
        return min(255 if 0 < most <= 255 else 65535, (most or 65535) + 1)
    return random.randint(1, max(1, min(most or 20, fair)))
