"""Practice ballots for any question: without them nobody could see what a rule does before people have voted.

Nothing here is ever cast. Randomness is passed in, so the same trial can be made again.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol, TypeVar

from sukui_desktop.domain.counting.ballot import VALID, Answer, judge_answer
from sukui_desktop.domain.question.definition import Question
from sukui_desktop.domain.question.marking import CHOICE, CUMULATIVE, OPINION, RANKING, SCORE

T = TypeVar("T")


class Chance(Protocol):
    """What is needed of a source of randomness, such as `random.Random`."""

    def randint(self, a: int, b: int) -> int:
        """Return a whole number from `a` to `b`."""

    def randrange(self, start: int) -> int:
        """Return a whole number from 0, less than `start`."""

    def choice(self, seq: Sequence[T]) -> T:
        """Return one of `seq`."""


_BLANK_OF = 50
"""One practice voter in so many leaves the ballot blank, where that is allowed."""
_TRIES = 20
_WHIM = 500
"""How far one voter's mood outweighs what all like, on the scale from 1 to 100 of liking."""


def imagine_answers(question: Question, count: int, opinions: Sequence[str], random: Chance) -> list[Answer]:
    """Return `count` answers that a kiosk would take: valid, now and then blank; some options are liked better.

    `opinions` are what practice voters say to a 토론형 question; it must not be empty then.
    """
    liking = [random.randint(1, 100) for _ in question.options]
    return [_imagine(question, liking, opinions, random) for _ in range(count)]


def _imagine(question: Question, liking: Sequence[int], opinions: Sequence[str], random: Chance) -> Answer:
    if question.allows_blank and random.randrange(_BLANK_OF) == 0:
        return Answer()
    if question.method == OPINION:
        return Answer(opinion=random.choice(opinions))
    for _ in range(_TRIES):
        answer = _mark(question, _order_of_liking(liking, random), random)
        if judge_answer(question, answer).verdict == VALID:
            return answer
    return _mark(question, _order_of_liking(liking, random), random)


def _order_of_liking(liking: Sequence[int], random: Chance) -> list[int]:
    """Return every option, the better liked ones sooner by chance."""
    keys = [weight + random.randrange(_WHIM) for weight in liking]
    return sorted(range(len(liking)), key=lambda index: -keys[index])


def _mark(question: Question, order: Sequence[int], random: Chance) -> Answer:
    """Answer as somebody would who likes the options in `order`, taking what each limit still lets in."""
    least, most = max(1, question.min_picks), min(question.max_picks, len(order))
    if question.method == CHOICE:
        most = 1
    wanted = random.randint(min(least, most), most)
    picked = _pick(question, order, wanted)
    if question.method == RANKING:
        return Answer(tuple(picked))
    marks = tuple(sorted(picked))
    if question.method == SCORE:
        low, high = question.marking.low, question.marking.high
        return Answer(marks, tuple(random.randint(low, high) for _ in marks))
    if question.method == CUMULATIVE:
        return _share_out(question, picked, random)
    return Answer(marks)


def _pick(question: Question, order: Sequence[int], wanted: int) -> list[int]:
    """Take `wanted` options, first those that a group's least asks for."""
    options, groups = question.options, {group.name: group for group in question.groups}
    lacking = {name: group.min_picks for name, group in groups.items()}
    room = {name: group.max_picks for name, group in groups.items()}
    left = question.marking.cost_limit or sum(option.cost for option in options)
    picked: list[int] = []
    for is_needed in (True, False):
        for index in order:
            option = options[index]
            is_full = len(picked) >= wanted and not is_needed
            is_refused = room.get(option.group, 1) < 1 or option.cost > left or index in picked
            if is_full or is_refused or (is_needed and lacking.get(option.group, 0) < 1):
                continue
            picked.append(index)
            left -= option.cost
            if groups:
                room[option.group] -= 1
                lacking[option.group] -= 1
    return picked


def _share_out(question: Question, picked: Sequence[int], random: Chance) -> Answer:
    """Give each marked option a point, then the rest of the points one by one."""
    marking = question.marking
    total = marking.most_points or max(marking.least_points, len(picked) * (marking.high or 1))
    picked = picked[:total]
    highest = marking.high or total
    points = dict.fromkeys(sorted(picked), 1)
    for _ in range(total - len(picked)):
        open_marks = [index for index, given in points.items() if given < highest]
        if not open_marks:
            break
        points[random.choice(open_marks)] += 1
    return Answer(tuple(points), tuple(points.values()))
