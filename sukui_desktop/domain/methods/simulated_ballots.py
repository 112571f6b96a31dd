"""Simulated ballots for any question, to try a rule before people have voted.

Nothing here is ever cast. Randomness is passed in, so the same trial can be made again.
"""

from __future__ import annotations

from collections.abc import Sequence

from sukui_desktop.domain.methods.ballot_kind import Answer, Chance, Verdict
from sukui_desktop.domain.methods.registry import ballot_kind_of, judge_answer
from sukui_desktop.domain.question.definition import Question

_BLANK_OF = 50
"""One practice voter in so many leaves the ballot blank, where that is allowed."""
_TRIES = 20
_WHIM = 500
"""How far one voter's mood outweighs what all like, on the scale from 1 to 100 of liking."""


def simulate_answers(question: Question, count: int, opinions: Sequence[str], random: Chance) -> list[Answer]:
    """Return `count` answers as people might give them: valid, now and then blank; some options are liked better.

    Where the limits of a question are so tight that no try meets them, an answer is blank, or invalid where a blank
    one is not allowed.
    `opinions` are what practice voters say to a 토론형 question; it must not be empty then.
    """
    liking = [random.randint(1, 100) for _ in question.options]
    return [_simulate_one_voter(question, liking, opinions, random) for _ in range(count)]


def _simulate_one_voter(question: Question, liking: Sequence[int], opinions: Sequence[str], random: Chance) -> Answer:
    if question.allows_blank and random.randrange(_BLANK_OF) == 0:
        return Answer()
    if not ballot_kind_of(question).has_options:
        return Answer(opinion=random.choice(opinions))
    for _ in range(_TRIES):
        answer = _answer_by_liking(question, _order_of_liking(liking, random), random)
        if judge_answer(question, answer).verdict == Verdict.VALID:
            return answer
    return Answer() if question.allows_blank else _answer_by_liking(question, _order_of_liking(liking, random), random)


def _order_of_liking(liking: Sequence[int], random: Chance) -> list[int]:
    """Return every option, the better liked ones sooner by chance."""
    keys = [weight + random.randrange(_WHIM) for weight in liking]
    return sorted(range(len(liking)), key=lambda index: -keys[index])


def _answer_by_liking(question: Question, order: Sequence[int], random: Chance) -> Answer:
    """Answer as somebody would who likes the options in `order`, taking what each limit still lets in."""
    least, most = max(1, question.min_picks), min(question.max_picks, len(order))
    wanted = random.randint(min(least, most), most)
    return ballot_kind_of(question).simulate_answer(question, _pick_options(question, order, wanted), random)


def _pick_options(question: Question, order: Sequence[int], wanted: int) -> list[int]:
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
