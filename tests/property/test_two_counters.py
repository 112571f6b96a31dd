"""The two counters agree on ten thousand elections of every kind, and a bug in either is seen."""

from __future__ import annotations

import ast
import os
import struct
from collections.abc import Callable, Iterable, Iterator
from random import Random
from types import ModuleType

import pytest
from msgspec.structs import replace

from sukui_desktop.domain.counting.columns.mark_columns import ballot_length
from sukui_desktop.domain.counting.first_counter import count_ballots
from sukui_desktop.domain.counting.second_counter import compare_counts, count_ballots_by_columns
from sukui_desktop.domain.counting.tally_figures import Tally
from sukui_desktop.domain.errors import SukuiError
from sukui_desktop.domain.methods.registry import encode_answer, plaintext_ballot_length
from sukui_desktop.domain.question.definition import Question
from sukui_desktop.domain.question.method_and_marking import Invalidity, Marking, Method
from tests.builders.elections import random_answer, random_ballots, random_question
from tests.builders.planting import FIRST, Bug, copied, judging, mutants, reading, with_bug
from tests.builders.questions import make_question

ELECTIONS = 10_000
MOST_BALLOTS = 40
SEARCHED = 900
"""Elections of all methods in which a mutant must show."""
LEAST_SEEN = 90
"""Per cent of all mutants; the rest change nothing (a wider lane, a smaller block) and were looked at one by one."""

BROKEN_DOWN = (
    *(ArithmeticError, AttributeError, LookupError, NameError, TypeError, ValueError),
    *(MemoryError, struct.error, SukuiError),
)

Election = tuple[Question, list[bytes]]
CountBallots = Callable[[Question, Iterable[bytes]], Tally]
CountColumns = Callable[[Question, bytes], Tally]


def _seed() -> int:
    """Return where the stream begins: the same in every run, another under SUKUI_SEED."""
    return int(os.environ.get("SUKUI_SEED", "20200831"))


def _draw(random: Random, method: Method) -> Election:
    question = random_question(random, method)
    ballots = random_ballots(question, random.randint(0, MOST_BALLOTS), random)
    length = plaintext_ballot_length(question)
    # A box holds ballots of one length; only the last one of a file can be cut short.
    return question, [ballot for ballot in ballots if len(ballot) == length]


def _stream(methods: tuple[Method, ...], count: int) -> Iterator[Election]:
    random = Random(_seed())
    for number in range(count):
        yield _draw(random, methods[number % len(methods)])


def _is_seen(
    election: Election, first: CountBallots = count_ballots, second: CountColumns = count_ballots_by_columns
) -> bool:
    """Return whether the counters disagree; one that breaks down stops the count as well."""
    question, ballots = election
    try:
        return bool(compare_counts(first(question, ballots), second(question, b"".join(ballots))))
    except BROKEN_DOWN:
        return True


def test_both_counters_agree_on_ten_thousand_elections_of_every_kind(capsys: pytest.CaptureFixture[str]) -> None:
    with capsys.disabled():
        print(f" seed {_seed()}", end="")
    counted = 0
    for number, (question, ballots) in enumerate(_stream(tuple(Method), ELECTIONS)):
        first, second = count_ballots(question, ballots), count_ballots_by_columns(question, b"".join(ballots))
        assert compare_counts(first, second) == (), f"seed {_seed()}, election {number}: {question}"
        assert first == second
        counted += first.ballots_valid
    assert counted > 5 * ELECTIONS


def test_the_elections_have_ballots_of_every_verdict() -> None:
    for method in tuple(Method):
        tallies = [count_ballots(*election) for election in _stream((method,), 200)]
        for name in ("valid", "blank", "invalid"):
            assert sum(getattr(tally, f"ballots_{name}") for tally in tallies) > 100, (method, name)
        if method not in {"choice", Method.OPINION}:
            assert sum(tally.ballots_partial or 0 for tally in tallies if isinstance(tally.ballots_partial, int)) > 10


def test_both_know_the_length_of_a_ballot() -> None:
    for question, _ in _stream(tuple(Method), 600):
        assert ballot_length(question) == plaintext_ballot_length(question)


@pytest.mark.parametrize("method", tuple(Method))
def test_both_count_a_box_of_several_blocks(method: Method) -> None:
    random = Random(_seed())
    for _ in range(3):
        question = random_question(random, method)
        encoded = [encode_answer(question, random_answer(question, random)) for _ in range(100)]
        ballots = random.choices(encoded, k=17_001)
        assert (
            compare_counts(count_ballots(question, ballots), count_ballots_by_columns(question, b"".join(ballots)))
            == ()
        )


@pytest.mark.parametrize("method", tuple(Method))
def test_both_keep_a_last_ballot_that_is_cut_short(method: Method) -> None:
    for question, ballots in _stream((method,), 30):
        length = plaintext_ballot_length(question)
        if length > 1:
            cut = [*ballots, bytes(length - 1)]
            assert compare_counts(count_ballots(question, cut), count_ballots_by_columns(question, b"".join(cut))) == ()


def test_both_hold_the_largest_ballot_that_can_be_asked_for() -> None:
    random = Random(_seed())
    question = make_question(
        Method.CUMULATIVE, 4096, (0, 4096), costs=(10**12,) * 4096, marks=Marking(high=65535, cost_limit=4096 * 10**12)
    )
    ballots = [b"\xff" * 8192, bytes(8192), random.randbytes(8192), b"\0\1" * 4096]
    first = count_ballots(question, ballots)
    assert compare_counts(first, count_ballots_by_columns(question, b"".join(ballots))) == ()
    assert first.ballots_valid == 3


def _marks_changed(**changes: int) -> Callable[[Question], Question]:
    return lambda question: replace(question, marks=replace(question.marking, **changes))


def _high_raised(question: Question) -> Question:
    return replace(question, marks=replace(question.marking, high=question.marking.high + 1))


def _last_byte_lost(question: Question, ballot: bytes) -> bytes:
    return (
        ballot[:-1] + b"\0"
        if len(question.options) % 8 and len(ballot) == plaintext_ballot_length(question)
        else ballot
    )


def _spare_bits_cleared(question: Question, ballot: bytes) -> bytes:
    spare = (1 << -len(question.options) % 8) - 1
    return ballot[:-1] + bytes((ballot[-1] & ~spare,)) if ballot else ballot


def _gaps_closed(question: Question, ballot: bytes) -> bytes:
    places = [ballot[at : at + 2] for at in range(0, len(ballot), 2)]
    return b"".join(sorted(places, key=b"\0\0".__eq__))


def _named_once(question: Question, ballot: bytes) -> bytes:
    places = dict.fromkeys(ballot[at : at + 2] for at in range(0, len(ballot), 2) if any(ballot[at : at + 2]))
    return b"".join(places).ljust(len(ballot), b"\0")


def _padding_cleared(question: Question, ballot: bytes) -> bytes:
    return ballot[: 2 + int.from_bytes(ballot[:2], "big")].ljust(len(ballot), b"\0")


IN_FIRST: dict[str, tuple[Callable[[], ModuleType], Method]] = {
    "one mark too many is let in": (lambda: judging(lambda q: replace(q, max_picks=q.max_picks + 1)), Method.APPROVAL),
    "one mark too few is let in": (lambda: judging(lambda q: replace(q, min_picks=q.min_picks - 1)), Method.APPROVAL),
    "groups are ignored": (lambda: judging(lambda q: replace(q, groups=())), Method.APPROVAL),
    "blank is allowed everywhere": (lambda: judging(lambda q: replace(q, allows_blank=True)), Method.CHOICE),
    "cost is not added up": (lambda: judging(_marks_changed(cost_limit=0)), Method.APPROVAL),
    "the last byte that is not full is lost": (lambda: reading(_last_byte_lost), Method.APPROVAL),
    "spare bits are ignored": (lambda: reading(_spare_bits_cleared), Method.APPROVAL),
    "a gap in a ranking is closed": (lambda: reading(_gaps_closed), Method.RANKING),
    "naming an option twice is naming it once": (lambda: reading(_named_once), Method.RANKING),
    "a score too large counts": (lambda: judging(_high_raised), Method.SCORE),
    "points over the sum count": (lambda: judging(_marks_changed(most_points=0)), Method.CUMULATIVE),
    "points under the sum count": (lambda: judging(_marks_changed(least_points=0)), Method.CUMULATIVE),
    "padding of an opinion is not looked at": (lambda: reading(_padding_cleared), Method.OPINION),
    "a ballot in part is not noted": (
        lambda: with_bug(Bug("counting.first_counter", "sums.partial += times", "pass")),
        Method.SCORE,
    ),
    "equal ballots are one": (
        lambda: with_bug(Bug("counting.first_counter", "votes[mark] += times", "votes[mark] += 1")),
        Method.APPROVAL,
    ),
}

IN_SECOND: dict[str, tuple[Bug, Method]] = {
    "one mark too many is let in": (
        Bug(
            "counting.columns.ballot_validity",
            "question.min_picks, question.max_picks)",
            "question.min_picks, question.max_picks + 1)",
        ),
        Method.APPROVAL,
    ),
    "one mark too few is let in": (
        Bug(
            "counting.columns.ballot_validity",
            "question.min_picks, question.max_picks)",
            "question.min_picks - 1, question.max_picks)",
        ),
        Method.APPROVAL,
    ),
    "groups are ignored": (
        Bug("counting.columns.ballot_validity", "for group in question.groups:", "for group in ():"),
        Method.APPROVAL,
    ),
    "the last byte that is not full is lost": (
        Bug("counting.columns.mark_columns", "for place in range(length)\n", "for place in range(size // 8)\n"),
        Method.APPROVAL,
    ),
    "spare bits are ignored": (Bug("counting.columns.mark_columns", "spare |= column", "pass"), Method.APPROVAL),
    "cost is not added up": (Bug("counting.columns.ballot_validity", "if not limit:", "if limit:"), Method.APPROVAL),
    "a gap in a ranking is closed": (
        Bug("counting.columns.mark_columns", "(is_filled & (is_filled ^ was_filled)) |", "0 |"),
        Method.RANKING,
    ),
    "naming an option twice counts twice": (
        Bug("counting.columns.mark_columns", "cast & named[option]", "0"),
        Method.RANKING,
    ),
    "an unknown option is taken for nothing": (
        Bug("counting.columns.mark_columns", "lanes.ballots_with_at_least(numbers, size + 1)", "0"),
        Method.RANKING,
    ),
    "a score too large counts": (
        Bug(
            "counting.columns.mark_columns",
            "lanes.ballots_with_at_least(numbers, largest + 1)",
            "lanes.ballots_with_at_least(numbers, largest + 2)",
        ),
        Method.SCORE,
    ),
    "points over the sum count": (
        Bug("counting.columns.ballot_validity", "given, most + 1) if most", "given, most + 1) if 0"),
        Method.CUMULATIVE,
    ),
    "padding of an opinion is not looked at": (
        Bug("counting.columns.opinion_ballots", ' or padding.strip(b"\\0")', ""),
        Method.OPINION,
    ),
    "a ballot in part is not noted": (
        Bug("counting.second_counter", "partial += verdicts", "valid += 0 & verdicts"),
        Method.SCORE,
    ),
    "the low byte comes first": (
        Bug(
            "counting.columns.mark_columns",
            "numbers << 8 | lanes.put_bytes_into_lanes(",
            "numbers | lanes.put_bytes_into_lanes(",
        ),
        Method.RANKING,
    ),
    "blank is allowed everywhere": (
        Bug("counting.second_counter", "blank = blank if question.allows_blank else 0", "pass"),
        Method.APPROVAL,
    ),
}


def _seen_on(method: Method, first: CountBallots, second: CountColumns) -> int:
    """Return on how many elections of a method two counters disagree."""
    return sum(_is_seen(election, first, second) for election in _stream((method,), 200))


@pytest.mark.parametrize("name", IN_FIRST)
def test_a_bug_planted_in_the_first_counter_is_seen(name: str) -> None:
    plant, method = IN_FIRST[name]
    # On some elections, not on all: then the copy would differ for a reason of its own.
    assert 0 < _seen_on(method, plant().count_ballots, count_ballots_by_columns) < 200


@pytest.mark.parametrize("name", IN_SECOND)
def test_a_bug_planted_in_the_second_counter_is_seen(name: str) -> None:
    bug, method = IN_SECOND[name]
    assert 0 < _seen_on(method, count_ballots, with_bug(bug).count_ballots_by_columns) < 200


BETWEEN_BLOCKS = (
    Bug("counting.second_counter", "range(0, whole, size)", "range(0, whole - size, size)"),
    Bug("counting.second_counter", "ballots[start * length :", "ballots[(start + (start > 0)) * length :"),
    Bug("counting.second_counter", "count = min(size, whole - start)", "count = min(size - 1, whole - start)"),
    Bug(
        "counting.first_counter",
        "while block := Counter(islice(rest, BLOCK)):",
        "for block in [Counter(islice(rest, BLOCK))]:",
    ),
    Bug(
        "counting.first_counter",
        "while block := Counter(islice(rest, BLOCK)):",
        "while (block := Counter(islice(rest, BLOCK))) and next(rest, 1):",
    ),
)


@pytest.mark.parametrize("bug", BETWEEN_BLOCKS, ids=[bug.new for bug in BETWEEN_BLOCKS])
def test_a_ballot_lost_between_blocks_is_seen(bug: Bug) -> None:
    question = make_question(Method.APPROVAL, 3, (0, 2))
    ballots = [Random(1).choice((b"\x80", b"\x40", b"\x20")) for _ in range(3)] * 6_000
    assert not _is_seen((question, ballots))
    planted = with_bug(bug)
    first = planted.count_ballots if bug.module in FIRST else count_ballots
    second = count_ballots_by_columns if bug.module in FIRST else planted.count_ballots_by_columns
    assert _is_seen((question, ballots), first, second)


@pytest.mark.parametrize("module", ["counting.first_counter", "counting.columns.ballot_validity"])
def test_an_unchanged_copy_of_a_counter_counts_as_the_counter_does(module: str) -> None:
    unchanged = with_bug(Bug(module, "from __future__ import annotations", "from __future__ import annotations"))
    first = unchanged.count_ballots if module in FIRST else count_ballots
    second = count_ballots_by_columns if module in FIRST else unchanged.count_ballots_by_columns
    assert not any(_is_seen(election, first, second) for election in _stream(tuple(Method), 300))


JUDGES = frozenset(
    [
        *(
            "bytes_per_ballot",
            "decode_ballot",
            "_decode_answer",
            "unpack_numbers",
            "_bytes_per_number",
            "_largest_stored_number",
        ),
        *(
            "_points_stored_as_one",
            "judge_ballot",
            "judge_empty_ballot",
            "_fault_of_whole_ballot",
            "_judge_marks_and_groups",
        ),
        *("_faults_of_marks", "_points_bounds", "_counted_answer"),
        *("_mark_places_in_same_group", "_group_faults"),
    ]
)
"""Of the kinds of ballot what the first counter uses; the rest writes, checks and simulates ballots."""
COLUMN_COUNT = frozenset(
    ["count_ballots_by_columns", "_count_marked_ballots", "_ballot_blocks", "_add_block_to_sums", "_count_opinions"]
)
MUTATED = {
    "counting.columns.integer_lanes": frozenset[str](),
    "counting.columns.mark_columns": frozenset[str](),
    "counting.columns.ballot_validity": frozenset[str](),
    "counting.columns.opinion_ballots": frozenset[str](),
    "counting.second_counter": COLUMN_COUNT,
    "counting.first_counter": frozenset[str](),
    **{module: JUDGES for module in FIRST if module.startswith("methods.")},
}


def _edges() -> list[Election]:
    """Return what chance rarely draws: several blocks, a cut box, an opinion as long as can be, the lowest scores."""
    said = make_question(Method.OPINION, 0, (0, 1), marks=Marking(text_bytes=3))
    plain = make_question(
        Method.APPROVAL, 12, (0, 2), groups="A" * 12, limits=(("A", 0, 2),), marks=Marking(invalidity=Invalidity.GROUP)
    )
    wide = make_question(Method.SCORE, 2, (0, 2), marks=Marking(low=5, high=255))
    many = make_question(Method.CUMULATIVE, 200, (0, 200), marks=Marking(high=255, most_points=255 * 199))
    ranks = make_question(Method.RANKING, 300, (0, 2), marks=Marking(place_points=(2, 1)))
    spread = [b"\x80\x10", b"\x00\x30", b"\x04\x00", b"\x01\x01", bytes(2)]
    return [
        (said, [b"\0\3abc", b"\0\2ab\0", b"\0\4abc", b"\0\3ab\1", b"\0"]),
        (said, [b"\0\3abc", b"\0\1a\0\0", bytes(5)] * 3_000),
        (plain, spread * 1_700),
        (plain, [*spread, b"\x80"]),
        (wide, [b"\1\2", b"\xfb\xfc", b"\xff\0"]),
        (many, [b"\xff" * 200, b"\xff" * 199 + b"\0", bytes(200)]),
        (ranks, [b"\1\x2c\0\1", b"\1\x2d\0\1", b"\0\2\1\x2c"]),
    ]


def _is_found(module: str, tree: ast.Module, elections: list[tuple[Election, bytes, Tally]]) -> bool:
    """Return whether a mutant counts otherwise than its counter, or cannot count at all."""
    try:
        mutant = copied(module, tree)
        for (question, ballots), joined, right in elections:
            is_first = module in FIRST
            counted = (
                mutant.count_ballots(question, ballots)
                if is_first
                else mutant.count_ballots_by_columns(question, joined)
            )
            if compare_counts(right, counted):
                return True
    except BROKEN_DOWN:
        return True
    return False


def test_nearly_every_changed_operator_and_number_of_either_counter_is_seen() -> None:
    drawn = [*_edges(), *_stream(tuple(Method), SEARCHED)]
    elections = [(election, b"".join(election[1]), count_ballots(*election)) for election in drawn]
    missed, changed = [], 0
    for module, functions in MUTATED.items():
        for name, tree in mutants(module, functions):
            changed += 1
            if not _is_found(module, tree, elections):
                missed.append(name)
    print(changed, *missed, sep="\n")
    assert changed > 250
    assert 100 * len(missed) <= (100 - LEAST_SEEN) * changed, missed
