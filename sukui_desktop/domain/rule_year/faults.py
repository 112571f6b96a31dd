"""Whether a rule file makes sense before anybody votes by it: a slip in a year's file must not wait for the day."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from msgspec import UnsetType

from sukui_desktop.domain.question.channels import BY_BALLOTS, BY_MARKS, FROM_BOX, FROM_FILE, RESCALE, ZERO, Channels
from sukui_desktop.domain.question.definition import EachGroup
from sukui_desktop.domain.question.marking import CHOICE, CUMULATIVE, INVALIDITIES, METHODS, OPINION, RANKING, SCORE
from sukui_desktop.domain.question.motion import BASES, Motion
from sukui_desktop.domain.question.selection_steps import POOL, REACH, TIE_WAYS, UNSPENT, WITHIN
from sukui_desktop.domain.question.shares import read_share
from sukui_desktop.domain.rule_year.parts import QuestionPart, SelectionPart

BY = ("field", "district", "group")
BODY = ("question", "selection", "channels", "motion")

Fault = tuple[str, object, str]
"""Where (dotted path), what stands there, what was expected (in signs that need no language)."""


def faults_of(
    question: QuestionPart, selection: SelectionPart, channels: Channels | UnsetType, motion: Motion | UnsetType
) -> Iterator[Fault]:
    """Yield everything by which this rule could not be voted, in the order of the file."""
    yield from _question(question)
    yield from _method(question)
    yield from _selection(selection)
    if not isinstance(channels, UnsetType):
        yield from _channels(channels)
    if not isinstance(motion, UnsetType):
        yield from _motion(motion)
    if (question.method == CHOICE) == isinstance(motion, UnsetType):
        yield "motion", question.method, "question.method = choice"


def _question(question: QuestionPart) -> Iterator[Fault]:
    if question.method not in METHODS:
        yield "question.method", question.method, " | ".join(METHODS)
    if question.invalidity not in INVALIDITIES:
        yield "question.invalidity", question.invalidity, " | ".join(INVALIDITIES)
    limits = [("question.sizing", sizing.min_picks, sizing.max_picks) for sizing in question.sizing]
    limits += [("question.groups", group.min_picks, group.max_picks) for group in question.groups]
    if isinstance(question.each_group, EachGroup):
        limits.append(("question.each_group", question.each_group.min_picks, question.each_group.max_picks))
        if question.each_group.by not in BY:
            yield "question.each_group.by", question.each_group.by, " | ".join(BY)
        if question.groups:
            yield "question.groups", len(question.groups), "groups | each_group"
    if not question.sizing:
        limits.append(("question", question.min_picks, question.max_picks))
    for at, least, most in limits:
        if not 0 <= least <= most or most < 1:
            yield f"{at}.max_picks", most, f"{max(least, 1)}.."
    least = sum(group.min_picks for group in question.groups)
    if question.groups and least > question.max_picks:
        yield "question.max_picks", question.max_picks, f"{least}.."
    yield from _names("question.groups", [group.name for group in question.groups])
    yield from _sizes(question)


def _sizes(question: QuestionPart) -> Iterator[Fault]:
    ends = [sizing.up_to for sizing in question.sizing]
    if ends and (ends[-1] != 0 or ends[:-1] != sorted(set(ends[:-1])) or 0 in ends[:-1]):
        yield "question.sizing.up_to", ", ".join(map(str, ends)), "a < b < … < 0"


def _names(at: str, names: list[str], called: str = "name") -> Iterator[Fault]:
    """Yield the place of every element that has no name or one that stands before."""
    for place, name in enumerate(names):
        if not name or name in names[:place]:
            yield f"{at}.{place}.{called}", name, " ≠ ".join(names[:place]) or "…"


def _method(question: QuestionPart) -> Iterator[Fault]:
    """Check what only some methods have."""
    if question.method == CHOICE:
        if len(question.choices) < 2 or len(set(question.choices)) < len(question.choices):
            yield "question.choices", ", ".join(question.choices), "2.."
    elif question.choices:
        yield "question.choices", ", ".join(question.choices), "question.method = choice"
    if question.method == SCORE and question.low >= question.high:
        yield "question.high", question.high, f"{question.low + 1}.."
    if question.method == RANKING and len(question.place_points) != question.max_picks:
        yield "question.place_points", len(question.place_points), str(question.max_picks)
    if question.method == CUMULATIVE and not max(question.most_points, question.high) > 0:
        yield "question.most_points", question.most_points, "1.."
    if question.most_points and question.least_points > question.most_points:
        yield "question.least_points", question.least_points, f"0..{question.most_points}"
    if question.method == OPINION and not 0 < question.text_bytes <= 4096:
        yield "question.text_bytes", question.text_bytes, "1..4096"


def _selection(selection: SelectionPart) -> Iterator[Fault]:
    words = (
        ("when_unaffordable", ("skip", "stop")),
        ("eliminate_boundary", (WITHIN, REACH)),
        ("boundary", (WITHIN, REACH)),
        ("leftover", (UNSPENT, POOL)),
        ("allocate_by", ("", *BY)),
    )
    for name, known in words:
        if getattr(selection, name) not in known:
            yield f"selection.{name}", getattr(selection, name), " | ".join(known)
    for name in ("min_share", "eliminate", "shortlist"):
        written = getattr(selection, name)
        share = read_share(written) if written else Fraction(1)
        if share is None or share <= 0 or (name != "shortlist" and share > 1):
            yield f"selection.{name}", written, "n/d"
    if selection.ties not in TIE_WAYS:
        yield "selection.ties", ", ".join(selection.ties), " | ".join(map(str, TIE_WAYS))
    if bool(selection.allocate_by) != bool(selection.allocations):
        yield "selection.allocations", len(selection.allocations), "selection.allocate_by"
    yield from _names("selection.allocations", [allocation.name for allocation in selection.allocations])
    amounts = [("min_votes", selection.min_votes), ("ceiling", selection.ceiling)]
    amounts += [("allocations.amount", allocation.amount) for allocation in selection.allocations]
    amounts += [("cost_limits.below", limit.below - 1) for limit in selection.cost_limits]
    for name, amount in amounts:
        if amount < 0:
            yield f"selection.{name}", amount, "0.."


def _channels(channels: Channels) -> Iterator[Fault]:
    if channels.basis not in (BY_BALLOTS, BY_MARKS):
        yield "channels.basis", channels.basis, f"{BY_BALLOTS} | {BY_MARKS}"
    if channels.empty not in (RESCALE, ZERO):
        yield "channels.empty", channels.empty, f"{RESCALE} | {ZERO}"
    yield from _names("channels.channels", [channel.key for channel in channels.channels], "key")
    total = Fraction(0)
    for channel in channels.channels:
        weight = read_share(channel.weight)
        if channel.source not in (FROM_BOX, FROM_FILE):
            yield f"channels.channels.{channel.key}.source", channel.source, f"{FROM_BOX} | {FROM_FILE}"
        if not weight or weight > 1:
            yield f"channels.channels.{channel.key}.weight", channel.weight, "n/d"
        total += weight or 0
    boxes = sum(channel.source == FROM_BOX for channel in channels.channels)
    if boxes > 1:
        yield "channels.channels", boxes, "source = box: 0..1"
    if total != 1:
        yield "channels.channels", str(total), "1"


def _motion(motion: Motion) -> Iterator[Fault]:
    if motion.base not in BASES:
        yield "motion.base", motion.base, " | ".join(BASES)
    if not 0 <= motion.numerator <= motion.denominator or not motion.denominator:
        yield "motion.numerator", motion.numerator, f"0..{motion.denominator}"
    if motion.least_cast < 0:
        yield "motion.least_cast", motion.least_cast, "0.."
    share = read_share(motion.least_share) if motion.least_share else Fraction(1)
    if share is None or share > 1:
        yield "motion.least_share", motion.least_share, "n/d"
