"""How close it was: the smallest number of marks that would have made another list, and the list without a channel."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable
from fractions import Fraction
from functools import partial

import msgspec
from msgspec import UnsetType
from msgspec.structs import replace

from sukui_desktop.domain.channel.reckoning import channel_weight, fraction_text
from sukui_desktop.domain.errors import RuleBroken
from sukui_desktop.domain.question.channels import BY_MARKS
from sukui_desktop.domain.question.marking import CHOICE, OPINION
from sukui_desktop.domain.question.motion import Passage
from sukui_desktop.domain.reasons.drifting import Drift
from sukui_desktop.domain.reasons.levers import Lever, is_counted_by_ballots, make_levers
from sukui_desktop.domain.reasons.swaying import Sway
from sukui_desktop.domain.selection.case import Case
from sukui_desktop.domain.selection.deciding import decide, ledger_of, standing_of
from sukui_desktop.domain.selection.listing import Outcome
from sukui_desktop.domain.selection.passing import judge_motion


class Fragility(msgspec.Struct, frozen=True, kw_only=True):
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


NOTHING_CHANGES = Fragility()


def weigh(case: Case, outcome: Outcome) -> Fragility:
    """Return the smallest change of marks that changes the list (of a motion: that turns it), by recomputing.

    Added marks may not pass what the channel's valid ballots can give, taken ones not what is there. A new tie that
    the rule leaves open keeps today's order, so the change counts only when no lot could undo it. Of several equally
    small ones it tells of one, looking first at the projects nearest to where the list ends.
    """
    if not isinstance(outcome.passage, UnsetType):
        return _weigh_motion(case, outcome.passage)
    if not outcome.ranking or case.definition.question.method in (CHOICE, OPINION):
        return NOTHING_CHANGES
    case = replace(case, tie_order=tuple(ranked.code for ranked in outcome.ranking))
    place = {option.code: index for index, option in enumerate(case.definition.question.options)}
    order = tuple(place[ranked.code] for ranked in outcome.ranking)
    best = _search(case, Sway(case, standing_of(case), order))
    return NOTHING_CHANGES if best is None else _tell(case, outcome, best)


class _Change(msgspec.Struct, frozen=True):
    """A change of marks that makes another list."""

    count: int
    sign: int
    place: int
    """Of the channel in `Case.counts`."""
    index: int


def _search(case: Case, sway: Sway) -> _Change | None:
    """Ask every project in every channel, those first whose channel moves nobody else, and keep the least change."""
    levers = make_levers(case, sway.standing, ledger_of(case))
    best: _Change | None = None
    for lever in levers:
        if lever.is_level:
            best = _least(best, sway, lever, partial(sway.first_change, lever), None)
    for lever in levers:
        if not lever.is_level:
            drift = Drift(sway, lever)
            best = _least(best, sway, lever, drift.first_change, drift.find_limit(best.count - 1 if best else None))
    return _least_odd(best, case, sway)


def _least(
    best: _Change | None,
    sway: Sway,
    lever: Lever,
    search: Callable[[int, int, int | None], int | None],
    limit: int | None,
) -> _Change | None:
    for index, sign in sway.questions(is_level=lever.is_level):
        bounds = (lever.room(index, sign), limit, best.count - 1 if best else None)
        most = min((bound for bound in bounds if bound is not None), default=None)
        count = search(index, sign, most) if most is None or most > 0 else None
        if count is not None:
            best = _Change(count, sign, lever.place, index)
    return best


def _least_odd(best: _Change | None, case: Case, sway: Sway) -> _Change | None:
    """Try what makes a channel empty or ends its being empty: shares of all marks, where all are one project's or none.

    A channel then weighs differently, so these few are decided from the beginning.
    """
    channels = case.definition.channels
    if isinstance(channels, UnsetType) or channels.basis != BY_MARKS:
        return best
    before = frozenset(decide(case).selected)
    for place, count in enumerate(case.counts):
        total = sum(count.marks)
        change = -total or 1
        for index in sway.order if count.ballots_valid else ():
            if count.marks[index] != total or (best is not None and abs(change) >= best.count):
                continue
            if frozenset(decide(change_marks(case, place, index, change)).selected) != before:
                best = _Change(abs(change), -1 if total else 1, place, index)
    return best


def change_marks(case: Case, place: int, index: int, change: int) -> Case:
    """Return the case with `change` more marks for one option in the channel at `place` of `Case.counts`.

    A mark of a question without points is a ballot that names the option, so its votes change too.
    """
    count = case.counts[place]
    marks = tuple(mark + change * (at == index) for at, mark in enumerate(count.marks))
    counts = (*case.counts[:place], replace(count, marks=marks), *case.counts[place + 1 :])
    if not is_counted_by_ballots(case):
        return replace(case, counts=counts)
    return replace(
        case, counts=counts, votes=tuple(votes + change * (at == index) for at, votes in enumerate(case.votes))
    )


def _tell(case: Case, outcome: Outcome, best: _Change) -> Fragility:
    change = best.sign * best.count
    after = decide(change_marks(case, best.place, best.index, change)).selected
    return Fragility(
        code=case.definition.question.options[best.index].code,
        channel=case.counts[best.place].key,
        change=change,
        comes_in=tuple(code for code in after if code not in outcome.selected),
        goes_out=tuple(code for code in outcome.selected if code not in after),
        selected=after,
    )


def _weigh_motion(case: Case, passage: Passage) -> Fragility:
    """Return the smallest change of 찬성 or 반대 that turns the passage; how many took part stays as it is."""
    motion, count = case.definition.motion, case.counts[0]
    if isinstance(motion, UnsetType) or len(case.counts) > 1:
        return NOTHING_CHANGES
    best: tuple[int, int, int] | None = None
    for index in (0, 1):
        for sign in (1, -1):
            room = count.ballots_valid - case.votes[index] if sign > 0 else case.votes[index]

            def is_turned(change: int, index: int = index, sign: int = sign) -> bool:
                votes = [*case.votes[:2]]
                votes[index] += sign * change
                return judge_motion(motion, votes[0], votes[1], passage.turnout).is_passed != passage.is_passed

            changes = range(1, max(0, room) + 1)
            # More of the same can only turn it further, so the first that turns it is found by halving.
            at = bisect_left(changes, True, key=is_turned)
            if at < len(changes):
                found = (changes[at], index, sign)
                best = found if best is None or found[0] < best[0] else best
    if best is None:
        return NOTHING_CHANGES
    return Fragility(
        code=case.definition.question.options[best[1]].code,
        channel=count.key,
        change=best[0] * best[2],
        is_passed=not passage.is_passed,
    )


def without_channel(case: Case, key: str) -> Outcome:
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
    if is_counted_by_ballots(case):
        gone = next(count for count in case.counts if count.key == key)
        votes = tuple(all_votes - own for all_votes, own in zip(case.votes, gone.marks, strict=True))
    return decide(
        replace(
            case,
            definition=replace(case.definition, channels=replace(channels, channels=weighed)),
            counts=tuple(count for count in case.counts if count.key != key),
            votes=votes,
            tie_order=tuple(ranked.code for ranked in decide(case).ranking),
        )
    )
