"""Margin: the smallest number of marks that would have made another list or turned a motion.

The margin of victory of Boehmer, Faliszewski, Janeczko, Kaczmarczyk, "Robustness of Participatory Budgeting Outcomes"
(docs/sources.md, "Rules from the literature"), for the rule of the poll as it is, over the marks of one project in one
channel. It is exact: every place that a project can take is tried, and no other. A score is a line in the number of
marks (`ScoreLines`); where shares are of a channel's marks, all lines move together (`SharedScoreSearch`). The result
without a channel is here too.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator, Sequence
from fractions import Fraction
from functools import cache, partial
from itertools import combinations, product
from math import ceil, lcm

import msgspec
from msgspec import UNSET, UnsetType
from msgspec.structs import replace

from sukui_desktop.domain.channel.combined_scores import channel_weight, fraction_text
from sukui_desktop.domain.errors import RuleBroken
from sukui_desktop.domain.margin.ranking_walk_trace import TracedList
from sukui_desktop.domain.methods.registry import ballot_kind_of
from sukui_desktop.domain.question.channels import Basis, Ledger
from sukui_desktop.domain.question.motion import MotionResult
from sukui_desktop.domain.question.selection_steps import TieWay
from sukui_desktop.domain.selection.budget_limits import LimitKind
from sukui_desktop.domain.selection.decision_inputs import Case, OutcomeKind, Scores
from sukui_desktop.domain.selection.eligibility import is_minimum_in_votes, reasons_out_before_ranking, requires_a_vote
from sukui_desktop.domain.selection.outcome_of_case import (
    channel_ledger_of_case,
    decide_case,
    judge_motion,
    scores_of_case,
)
from sukui_desktop.domain.selection.project_list import Outcome
from sukui_desktop.domain.selection.ranking_walk import SelectionPath, selection_path_of


class Margin(msgspec.Struct, frozen=True, kw_only=True):
    """The smallest number of single marks, added to or taken from one project in one channel, that changes the list."""

    code: str = ""
    """The project whose marks change; '' when no number of marks that its channel can give changes anything."""
    channel: str = ""
    """Key of the channel; '' where the poll has none."""
    change: int = 0
    """Marks (points, where the question gives points): added when above 0, taken away when below."""
    comes_in: tuple[str, ...] = ()
    """Codes, in the order of the list after."""
    goes_out: tuple[str, ...] = ()
    """Codes, in the order of the list before."""
    selected: tuple[str, ...] = ()
    """The whole list after."""
    is_passed: bool | UnsetType = msgspec.UNSET
    """Of a motion: whether it passes after the change."""


NO_MARGIN = Margin()


def measure_margin(case: Case, outcome: Outcome) -> Margin:
    """Return the smallest change of marks that changes the list (of a motion: that turns it), by recomputing.

    Added marks may not pass what the channel's valid ballots can give, taken ones not what is there. A new tie that
    the rule leaves open keeps today's order, so the change counts only when no lot could undo it. Of several equally
    small ones it names one, looking first at the projects nearest to where the list ends.
    """
    if not isinstance(outcome.motion_result, UnsetType):
        return _motion_margin(case, outcome.motion_result)
    if not outcome.ranking or not ballot_kind_of(case.definition.question).makes_list:
        return NO_MARGIN
    search = make_margin_search(case, outcome)
    best = _find_smallest_list_change(search)
    return NO_MARGIN if best is None else _margin_of_change(search.case, outcome, best)


class _ListChange(msgspec.Struct, frozen=True):
    """A change of marks that makes another list."""

    count: int
    sign: int
    place: int
    """Of the channel in `Case.counts`."""
    index: int


def _find_smallest_list_change(search: MarginSearch) -> _ListChange | None:
    """Ask every project in every channel, those first whose channel moves nobody else, and keep the least change."""
    line_sets = make_score_lines(search.case, search.scores, channel_ledger_of_case(search.case))
    best: _ListChange | None = None
    for line_set in line_sets:
        if line_set.moves_only_its_project:
            best = _keep_smaller_list_change(
                best, search, line_set, partial(search.fewest_marks_to_change_list, line_set), None
            )
    for line_set in line_sets:
        if not line_set.moves_only_its_project:
            shared = SharedScoreSearch(search, line_set)
            best = _keep_smaller_list_change(
                best,
                search,
                line_set,
                shared.fewest_marks_to_change_list,
                shared.find_some_marks_that_change_list(best.count - 1 if best else None),
            )
    return _smaller_change_by_emptying_channel(best, search)


def _keep_smaller_list_change(
    best: _ListChange | None,
    search: MarginSearch,
    line_set: ScoreLines,
    find: Callable[[int, int, int | None], int | None],
    limit: int | None,
) -> _ListChange | None:
    for index, sign in search.nearest_changes_to_try(moves_only_its_project=line_set.moves_only_its_project):
        bounds = (line_set.most_marks_to_move(index, sign), limit, best.count - 1 if best else None)
        most = min((bound for bound in bounds if bound is not None), default=None)
        count = find(index, sign, most) if most is None or most > 0 else None
        if count is not None:
            best = _ListChange(count, sign, line_set.place, index)
    return best


def _smaller_change_by_emptying_channel(best: _ListChange | None, search: MarginSearch) -> _ListChange | None:
    """Try what makes a channel empty or ends its being empty: shares of all marks, where all are one project's or none.

    A channel then weighs differently, so these few are decided from the beginning.
    """
    case, channels = search.case, search.case.definition.channels
    if isinstance(channels, UnsetType) or channels.basis != Basis.MARKS:
        return best
    before = frozenset(decide_case(case).selected)
    for place, count in enumerate(case.counts):
        total = sum(count.marks)
        change = -total or 1
        for index in search.order if count.ballots_valid else ():
            if count.marks[index] != total or (best is not None and abs(change) >= best.count):
                continue
            if frozenset(decide_case(case_with_changed_marks(case, place, index, change)).selected) != before:
                best = _ListChange(abs(change), -1 if total else 1, place, index)
    return best


def case_with_changed_marks(case: Case, place: int, index: int, change: int) -> Case:
    """Return the case with `change` more marks for one option in the channel at `place` of `Case.counts`.

    A mark of a question without points is a ballot that names the option, so its votes change too.
    """
    count = case.counts[place]
    counts = (
        *case.counts[:place],
        replace(count, marks=_add_marks(count.marks, index, change)),
        *case.counts[place + 1 :],
    )
    votes = _add_marks(case.votes, index, change) if does_mark_count_as_vote(case) else case.votes
    return replace(case, counts=counts, votes=votes)


def _add_marks(numbers: Sequence[int], index: int, change: int) -> tuple[int, ...]:
    return tuple(number + change * (at == index) for at, number in enumerate(numbers))


def _margin_of_change(case: Case, outcome: Outcome, best: _ListChange) -> Margin:
    change = best.sign * best.count
    after = decide_case(case_with_changed_marks(case, best.place, best.index, change)).selected
    return Margin(
        code=case.definition.question.options[best.index].code,
        channel=case.counts[best.place].key,
        change=change,
        comes_in=tuple(code for code in after if code not in outcome.selected),
        goes_out=tuple(code for code in outcome.selected if code not in after),
        selected=after,
    )


def _motion_margin(case: Case, result: MotionResult) -> Margin:
    """Return the smallest change of 찬성 or 반대 that turns the result; how many took part stays as it is."""
    motion, count = case.definition.motion, case.counts[0]
    if isinstance(motion, UnsetType) or len(case.counts) > 1:
        return NO_MARGIN
    found: list[tuple[int, int, int]] = []
    for index, sign in product((0, 1), (1, -1)):
        room = count.ballots_valid - case.votes[index] if sign > 0 else case.votes[index]

        def is_turned(change: int, index: int = index, sign: int = sign) -> bool:
            votes = _add_marks(case.votes, index, sign * change)
            return judge_motion(motion, votes[0], votes[1], result.turnout).is_passed != result.is_passed

        changes = range(1, max(0, room) + 1)
        # More of the same can only turn it further, so the first that turns it is found by halving.
        at = bisect_left(changes, True, key=is_turned)
        if at < len(changes):
            found.append((changes[at], index, sign))
    if not found:
        return NO_MARGIN
    change, index, sign = min(found, key=lambda each: each[0])
    code = case.definition.question.options[index].code
    return Margin(code=code, channel=count.key, change=change * sign, is_passed=not result.is_passed)


def outcome_without_channel(case: Case, key: str) -> Outcome:
    """Return the result as if the channel `key` had not been there, its weight spread over the others in proportion.

    Ties that this leaves open keep the order of the real result.
    Raises RuleBroken channel_unknown (channel), channels_missing when it is the only one.
    """
    channels = case.definition.channels
    if isinstance(channels, UnsetType) or all(channel.key != key for channel in channels.channels):
        raise RuleBroken("channel_unknown", channel=key)
    kept = tuple(channel for channel in channels.channels if channel.key != key)
    rest = sum(map(channel_weight, kept), Fraction(0))
    weighed = tuple(replace(channel, weight=fraction_text(channel_weight(channel) / rest)) for channel in kept)
    votes = case.votes
    if does_mark_count_as_vote(case):
        gone = next(count for count in case.counts if count.key == key)
        votes = tuple(all_votes - own for all_votes, own in zip(case.votes, gone.marks, strict=True))
    return decide_case(
        replace(
            case,
            definition=replace(case.definition, channels=replace(channels, channels=weighed)),
            counts=tuple(count for count in case.counts if count.key != key),
            votes=votes,
            tie_order=tuple(ranked.code for ranked in decide_case(case).ranking),
        )
    )


class ChangingScore(msgspec.Struct, frozen=True):
    """A whole number that grows by the same for every mark added."""

    start: int
    slope: int

    def after_change(self, change: int) -> int:
        """Return the number after `change` marks (below 0: taken away)."""
        return self.start + change * self.slope


class ScoreLines(msgspec.Struct, frozen=True):
    """One channel: how every score moves when one project gets marks there. Scores are scaled to whole numbers."""

    place: int
    """Of the channel in `Case.counts`."""
    key: str
    lines: tuple[ChangingScore, ...]
    """Of every option when the marks go to another: level, unless shares are of all marks."""
    step: int
    """What the project itself gains on that for each of its marks; more than 0."""
    threshold: ChangingScore | None
    """The least share, where it is compared with these scores."""
    divisor: int
    """All marks of the channel where shares are of marks; 0 for a level lever."""
    marks: tuple[int, ...]
    most: int | None
    """Most marks a project can have here; None where the question sets no limit."""
    least: int

    @property
    def moves_only_its_project(self) -> bool:
        """Return whether a mark moves nobody but its project."""
        return self.divisor == 0

    def changing_score(self, index: int, moved: int) -> ChangingScore:
        """Return the line of an option while `moved` gets the marks."""
        line = self.lines[index]
        return ChangingScore(line.start, line.slope + self.step) if index == moved else line

    def most_marks_to_move(self, index: int, sign: int) -> int | None:
        """Return how many marks can be added (sign 1) or taken (-1) at most; None for any number."""
        if sign < 0:
            # The last mark of a channel is not taken here: without it the channel is empty and weighs differently.
            taken = max(0, self.marks[index] - self.least)
            return taken if self.moves_only_its_project else min(taken, self.divisor - 1)
        return None if self.most is None else max(0, self.most - self.marks[index])


def marks_until_ahead(behind: ChangingScore, ahead: ChangingScore, sign: int, *, is_enough: bool) -> int | None:
    """Return the smallest number of marks, 1 or more, after which `behind` is no longer behind; None when it stays so.

    `is_enough`: to be equal is enough. Now it is behind: less, or equal where that is not enough.
    """
    gap, rate = ahead.start - behind.start, sign * (behind.slope - ahead.slope)
    if rate <= 0:
        return None
    whole, rest = divmod(gap, rate)
    return max(1, whole if is_enough and not rest else whole + 1)


def make_score_lines(case: Case, scores: Scores, ledger: Ledger | UnsetType) -> tuple[ScoreLines, ...]:
    """Return one lever for each channel whose marks move a score, in the order of the channels."""
    if isinstance(ledger, UnsetType):
        return (_changing_scores_of_channel(case, 0, 0, _scores_of_fixed_divisor(scores.scores, Fraction(1), None)),)
    line_sets = []
    share = Fraction(case.definition.rule.steps.min_share) if case.definition.rule.steps.min_share else None
    for place, count in enumerate(case.counts):
        line = next(line for line in ledger.lines if line.key == count.key)
        applied = Fraction(line.applied)
        if line.divisor == 0 or applied == 0:
            continue
        if ledger.basis == Basis.MARKS:
            parts = _scores_of_changing_divisor(
                scores.scores, tuple(map(Fraction, line.shares)), applied, line.divisor, share
            )
            line_sets.append(_changing_scores_of_channel(case, place, line.divisor, parts))
        else:
            line_sets.append(
                _changing_scores_of_channel(
                    case, place, 0, _scores_of_fixed_divisor(scores.scores, applied / line.divisor, share)
                )
            )
    return tuple(line_sets)


Parts = tuple[tuple[ChangingScore, ...], int, ChangingScore | None]
"""Lines, step and threshold of `ScoreLines`."""


def _scores_of_fixed_divisor(scores: Sequence[Fraction], step: Fraction, share: Fraction | None) -> Parts:
    """Scores that stay the same but for the project's own: one mark is worth `step`."""
    scale = lcm(step.denominator, *(score.denominator for score in scores), share.denominator if share else 1)
    threshold = None if share is None else ChangingScore(int(share * scale), 0)
    return tuple(ChangingScore(int(score * scale), 0) for score in scores), int(step * scale), threshold


def _scores_of_changing_divisor(
    scores: Sequence[Fraction], shares: Sequence[Fraction], applied: Fraction, divisor: int, share: Fraction | None
) -> Parts:
    """Scores times the number of all marks: with shares of marks a mark for one is a little less for the others.

    score = rest + applied × own ÷ all, so score × all = rest × all + applied × own, which is a line in the marks added.
    """
    rests = [score - part for score, part in zip(scores, shares, strict=True)]
    scale = lcm(
        applied.denominator, *(each.denominator for each in (*rests, *scores)), share.denominator if share else 1
    )
    threshold = None if share is None else ChangingScore(int(share * divisor * scale), int(share * scale))
    lines = tuple(
        ChangingScore(int(score * divisor * scale), int(rest * scale))
        for score, rest in zip(scores, rests, strict=True)
    )
    return lines, int(applied * scale), threshold


def _changing_scores_of_channel(case: Case, place: int, divisor: int, parts: Parts) -> ScoreLines:
    """Return the lines of one channel, with the least and most that its valid ballots can give one option."""
    count, question = case.counts[place], case.definition.question
    least, most = ballot_kind_of(question).points_range_of_option(question)
    valid = count.ballots_valid
    return ScoreLines(
        place, count.key, *parts, divisor, count.marks, None if most is None else most * valid, least * valid
    )


def does_mark_count_as_vote(case: Case) -> bool:
    """Return whether a mark is a ballot that names the project, so that votes move with it."""
    return ballot_kind_of(case.definition.question).counts_votes


def make_margin_search(case: Case, outcome: Outcome) -> MarginSearch:
    """Return the search for a case as it came out; a tie that is still open keeps the order of the outcome."""
    place = {option.code: index for index, option in enumerate(case.definition.question.options)}
    codes = tuple(ranked.code for ranked in outcome.ranking)
    return MarginSearch(replace(case, tie_order=codes), scores_of_case(case), tuple(place[code] for code in codes))


class MarginSearch:
    """One case with its order as it came out, ready to be asked about every project."""

    def __init__(self, case: Case, scores: Scores, order: tuple[int, ...]) -> None:
        """Prepare the case; `order` holds all options, best first, as the outcome ranks them."""
        definition = case.definition
        self.case = case
        self.scores = scores
        self.order = order
        self.bars = reasons_out_before_ranking(definition, scores, case.withdrawn)
        by_cost = TieWay.COST in definition.rule.steps.ties
        costs = [option.cost if by_cost else 0 for option in definition.question.options]
        place = {index: number for number, index in enumerate(order)}
        self.ranks = tuple((cost, place[index]) for index, cost in enumerate(costs))
        self.running = [index for index in order if not self.bars[index]]
        self.path = selection_path_of(definition)
        moving = [index for index in order if self.can_marks_matter_for(index)]
        self.is_order_free = not definition.rule.steps.eliminate and is_order_irrelevant(self.path, moving)
        self.traced = TracedList(self.path, definition.rule.steps, self.running)

    def can_marks_matter_for(self, index: int) -> bool:
        """Return whether marks can matter for this project: not when it is withdrawn or too costly."""
        return self.bars[index] in (None, OutcomeKind.BELOW_MINIMUM)

    def nearest_changes_to_try(self, *, moves_only_its_project: bool) -> Iterator[tuple[int, int]]:
        """Yield every project with marks added and taken, those first that are nearest to where the list ends.

        Where a mark moves others too (`moves_only_its_project` False), the marks of one that is out for good matter as
        well.
        """
        last = max((place for place, index in enumerate(self.order) if index in self.traced.chosen), default=0)
        for _, index in sorted(enumerate(self.order), key=lambda each: abs(each[0] - last)):
            if self.can_marks_matter_for(index) or not moves_only_its_project:
                yield index, 1
                yield index, -1

    def wins_tie(self, index: int, other: int) -> bool:
        """Return whether one of two equal scores is first; a new tie that only a lot breaks keeps today's order."""
        return self.ranks[index] < self.ranks[other]

    def fewest_marks_to_change_list(
        self, line_set: ScoreLines, index: int, sign: int, most: int | None, *, is_own: bool = False
    ) -> int | None:
        """Return the fewest marks, up to `most`, that change the list; None when none do. For a level lever only.

        With `is_own` the fewest that bring this very project into the list, or out of it.
        """
        was_in = index in self.traced.chosen
        traced = self.traced.copy_trace()
        for count, uppers, place in self._places_of_project_by_marks(line_set, index, sign):
            if most is not None and count > most:
                return None
            if place is not None:
                traced.insert_project(place, index)
            elif uppers is None:
                traced.remove_project(index)
            else:
                traced.swap_with_neighbours_below(uppers)
            if (index in traced.chosen) != was_in if is_own else traced.chosen != self.traced.chosen:
                return count
        return None

    def _places_of_project_by_marks(
        self, line_set: ScoreLines, index: int, sign: int
    ) -> Iterator[tuple[int, list[int] | None, int | None]]:
        """Yield the project's places one after the other: marks, then either the exchanges or the place it comes in at.

        Neither: it drops below the minimum.
        """
        others = [other for other in self.running if other != index]
        turning = marks_until_minimum_is_crossed(self.case, self.scores, line_set, index, sign)
        if self.bars[index]:
            if turning is None or sign < 0:
                return
            place = self._place_among(line_set, index, others, turning)
            yield turning, None, place
            yield from self._exchanges_with_neighbours(line_set, index, sign, others, place, None)
            return
        yield from self._exchanges_with_neighbours(line_set, index, sign, others, self.running.index(index), turning)

    def _exchanges_with_neighbours(
        self, line_set: ScoreLines, index: int, sign: int, others: list[int], place: int, until: int | None
    ) -> Iterator[tuple[int, list[int] | None, int | None]]:
        """Yield every further exchange with a neighbour, those of the same number of marks together."""
        together: list[int] = []
        count = 0
        line = line_set.changing_score(index, index)
        uppers = range(place - 1, -1, -1) if sign > 0 else range(place, len(others))
        uppers = range(0) if self.is_order_free else uppers
        for upper in uppers:
            other = others[upper]
            behind, ahead = (line, line_set.lines[other]) if sign > 0 else (line_set.lines[other], line)
            is_enough = self.wins_tie(index, other) if sign > 0 else self.wins_tie(other, index)
            needed = marks_until_ahead(behind, ahead, sign, is_enough=is_enough)
            if needed is None or (until is not None and needed >= until):
                break
            if together and needed != count:
                yield count, together, None
                together = []
            count = needed
            together.append(upper)
        if together:
            yield count, together, None
        if until is not None and sign < 0:
            yield until, None, None

    def _place_among(self, line_set: ScoreLines, index: int, others: list[int], change: int) -> int:
        """Return the place among `others` that the project takes after `change` marks."""
        own = line_set.changing_score(index, index).after_change(change)
        for place, other in enumerate(others):
            level = line_set.lines[other].after_change(change)
            if own > level or (own == level and self.wins_tie(index, other)):
                return place
        return len(others)


def marks_until_minimum_is_crossed(
    case: Case, scores: Scores, line_set: ScoreLines, index: int, sign: int
) -> int | None:
    """Return after how many marks a project comes over its minimum (sign 1) or falls below it (-1); None: never.

    For a level line only: the minimum stays the same.
    """
    points = []
    for own, threshold in _measures_and_minimums(case, scores, line_set, index):
        is_over = own.start >= threshold.start
        point = _marks_until_met(own, threshold, sign)
        if sign > 0 and not is_over and point is None:
            return None
        if point is not None and is_over == (sign < 0):
            points.append(point)
    return (max if sign > 0 else min)(points, default=None)


def _marks_until_met(own: ChangingScore, threshold: ChangingScore, sign: int) -> int | None:
    """Return after how many marks a line crosses what it needs, upwards or downwards; None: never."""
    if own.start >= threshold.start:
        return marks_until_ahead(threshold, own, sign, is_enough=False)
    return marks_until_ahead(own, threshold, sign, is_enough=True)


def _measures_and_minimums(
    case: Case, scores: Scores, line_set: ScoreLines, index: int
) -> Iterator[tuple[ChangingScore, ChangingScore]]:
    """Yield what the project has and what it needs, for every minimum of the rule."""
    definition = case.definition
    votes = ChangingScore(scores.votes[index], 1 if does_mark_count_as_vote(case) else 0)
    if definition.rule.min_votes:
        own = votes if is_minimum_in_votes(definition) else ChangingScore(int(scores.scores[index]), 1)
        yield own, ChangingScore(definition.rule.min_votes, 0)
    elif requires_a_vote(definition) and (does_mark_count_as_vote(case) or not scores.votes[index]):
        yield votes if votes.slope else line_set.changing_score(index, index), ChangingScore(1, 0)
    if definition.rule.steps.min_share and definition.channels is UNSET:
        share = Fraction(definition.rule.steps.min_share) * scores.ballots_valid
        yield votes, ChangingScore(ceil(share), 0)
    elif line_set.threshold is not None:
        yield line_set.changing_score(index, index), line_set.threshold


class SharedScoreSearch:
    """One channel whose marks move every project's score."""

    def __init__(self, search: MarginSearch, line_set: ScoreLines) -> None:
        self._search = search
        self._line_set = line_set
        self._flat = replace(line_set, lines=tuple(ChangingScore(line.start, 0) for line in line_set.lines), divisor=0)
        self._moving = [index for index in search.order if search.can_marks_matter_for(index)]
        self._steps = search.case.definition.rule.steps
        self._common_points = cache(self._marks_where_others_move)

    def find_some_marks_that_change_list(self, most: int | None) -> int | None:
        """Return some number of marks that changes the list, no more than `most` and likely small; else `most`.

        It only spares the exact search from looking further than it must.
        """
        for index, sign in self._search.nearest_changes_to_try(moves_only_its_project=True):
            room = self._line_set.most_marks_to_move(index, sign)
            near = self._search.fewest_marks_to_change_list(self._flat, index, sign, most)
            for count in () if near is None else (near, near + 1, 2 * near, 4 * near):
                is_allowed = (room is None or count <= room) and (most is None or count <= most)
                if is_allowed and self._do_marks_change_list(index, sign * count):
                    most = count
                    break
        return most

    def fewest_marks_to_change_list(self, index: int, sign: int, most: int | None) -> int | None:
        """Return the fewest marks, up to `most`, that change the list; None when none do."""
        common = self._common_points(sign)
        points = {
            *self._marks_where_project_itself_moves(index, sign),
            *common[: None if most is None else bisect_right(common, most)],
        }
        in_reach = sorted(point for point in points if most is None or point <= most)
        return next((point for point in in_reach if self._do_marks_change_list(index, sign * point)), None)

    def _do_marks_change_list(self, index: int, change: int) -> bool:
        """Make the list anew after `change` marks for one project and return whether it is another."""
        line_set, search = self._line_set, self._search
        values = {other: line_set.changing_score(other, index).after_change(change) for other in self._moving}
        running = [other for other in self._moving if self._is_eligible(other, index, change, values[other])]
        running.sort(key=lambda other: (-values[other], search.ranks[other]))
        return TracedList(search.path, self._steps, running).chosen != search.traced.chosen

    def _is_eligible(self, index: int, moved: int, change: int, value: int) -> bool:
        threshold = self._line_set.threshold
        if threshold is not None and value < threshold.after_change(change):
            return False
        votes = self._search.scores.votes[index]
        if index == moved and does_mark_count_as_vote(self._search.case):
            votes += change
        definition = self._search.case.definition
        return votes >= definition.rule.min_votes and (votes > 0 or value > 0 or not requires_a_vote(definition))

    def _marks_where_project_itself_moves(self, index: int, sign: int) -> Iterator[int]:
        """Yield the numbers of marks at which the project itself passes another, is passed, or meets a minimum."""
        if not self._search.can_marks_matter_for(index):
            return
        own, search = self._line_set.changing_score(index, index), self._search
        points = [
            _marks_until_met(*pair, sign)
            for pair in _measures_and_minimums(search.case, search.scores, self._line_set, index)
        ]
        if not search.is_order_free:
            others = [other for other in self._moving if other != index]
            points += [
                self._marks_until_crossing(index, own, other, self._line_set.lines[other], sign) for other in others
            ]
        yield from (point for point in points if point is not None)

    def _marks_where_others_move(self, sign: int) -> Sequence[int]:
        """Return the numbers of marks at which two others change places or one meets the least share, ascending."""
        lines, threshold = self._line_set.lines, self._line_set.threshold
        points: set[int | None] = set()
        if threshold is not None:
            points.update(_marks_until_met(lines[index], threshold, sign) for index in self._moving)
        if not self._search.is_order_free:
            pairs = combinations(self._moving, 2)
            points.update(self._marks_until_crossing(one, lines[one], two, lines[two], sign) for one, two in pairs)
        return sorted(point for point in points if point is not None)

    def _marks_until_crossing(
        self, one: int, first: ChangingScore, two: int, second: ChangingScore, sign: int
    ) -> int | None:
        """Return after how many marks two projects change places; None: never."""
        if (-first.start, self._search.ranks[one]) > (-second.start, self._search.ranks[two]):
            one, first, two, second = two, second, one, first
        return marks_until_ahead(second, first, sign, is_enough=self._search.wins_tie(two, one))


def is_order_irrelevant(path: SelectionPath, indexes: Sequence[int]) -> bool:
    """Return whether any of these projects in any order give the same list, whichever of them are in the running.

    It may say False where that is so, never True where it is not; elimination is not looked at.
    """
    if any(path.excludes[index] for index in indexes):
        return False
    limits = path.limits.limits
    paid = [index for index in indexes if path.limits.draws[index]]
    unable = [index for index in paid if any(path.costs[index] > limits[p].amount for p in path.limits.draws[index])]
    if unable and (path.is_stop or path.is_reach):
        return False
    # All allocations together are the most that can be left for the pool: when nobody was paid.
    most_pooled = sum(limit.amount for limit in limits if limit.kind != LimitKind.CEILING)
    if path.is_pool and unable and most_pooled >= min(path.costs[index] for index in unable):
        return False
    totals = [0] * len(limits)
    for index in set(paid) - set(unable):
        for limit in path.limits.draws[index]:
            totals[limit] += path.costs[index]
    return all(total <= limit.amount for total, limit in zip(totals, limits, strict=True))
