"""The faults of a rule file by which nobody could vote: where, what is there, what was expected."""

from __future__ import annotations

from collections.abc import Iterator
from enum import StrEnum
from fractions import Fraction

import msgspec
from msgspec import UnsetType

from sukui_desktop.domain.methods.ballot_kind import Fault
from sukui_desktop.domain.methods.registry import BALLOT_KINDS
from sukui_desktop.domain.question.channels import Channels, ChannelSource
from sukui_desktop.domain.question.definition import EachGroup
from sukui_desktop.domain.question.exact_fractions import parse_exact_fraction
from sukui_desktop.domain.question.method_and_marking import Method
from sukui_desktop.domain.question.motion import Motion
from sukui_desktop.domain.question.selection_steps import TIE_WAYS, AllocateBy
from sukui_desktop.domain.rule_year.rule_tables import QuestionPart, SelectionPart

BODY = ("question", "selection", "channels", "motion")
_CHOICE = f"question.method = {Method.CHOICE}"


def faults_of_rule_tables(
    question: QuestionPart, selection: SelectionPart, channels: Channels | UnsetType, motion: Motion | UnsetType
) -> Iterator[Fault]:
    """Yield everything by which this rule could not be voted, in the order of the file."""
    yield from _question_faults(question)
    if question.method in BALLOT_KINDS:
        yield from _method_faults(question)
        if BALLOT_KINDS[question.method].offers_choices == isinstance(motion, UnsetType):
            yield "motion", question.method, _CHOICE
    yield from _selection_faults(selection)
    if not isinstance(channels, UnsetType):
        yield from _channel_faults(channels)
    if not isinstance(motion, UnsetType):
        yield from _motion_faults(motion)


def _unknown_word_faults(at: str, part: msgspec.Struct) -> Iterator[Fault]:
    """Yield every field of a vocabulary that holds another word: an answer to what is open may be any text."""
    for field in msgspec.structs.fields(part):
        if isinstance(field.type, type) and issubclass(field.type, StrEnum):
            word = getattr(part, field.name)
            if word not in tuple(field.type):
                yield f"{at}.{field.name}", word, " | ".join(field.type)


def _question_faults(question: QuestionPart) -> Iterator[Fault]:
    yield from _unknown_word_faults("question", question)
    limits = [("question.sizing", sizing.min_picks, sizing.max_picks) for sizing in question.sizing]
    for place, group in enumerate(question.groups):
        limits.append((f"question.groups.{place}", group.min_picks, group.max_picks))
    if isinstance(question.each_group, EachGroup):
        limits.append(("question.each_group", question.each_group.min_picks, question.each_group.max_picks))
        yield from _unknown_word_faults("question.each_group", question.each_group)
        if question.each_group.by == AllocateBy.NOTHING:
            yield "question.each_group.by", "", " | ".join(AllocateBy).lstrip(" |")
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
    # A group without a name is that of the projects without a group.
    yield from _missing_or_repeated_name_faults("question.groups", [group.name or "-" for group in question.groups])
    yield from _sizing_faults(question)


def _sizing_faults(question: QuestionPart) -> Iterator[Fault]:
    ends = [sizing.up_to for sizing in question.sizing]
    if ends and (ends[-1] != 0 or ends[:-1] != sorted(set(ends[:-1])) or 0 in ends[:-1]):
        yield "question.sizing.up_to", ", ".join(map(str, ends)), "a < b < … < 0"


def _missing_or_repeated_name_faults(at: str, names: list[str], called: str = "name") -> Iterator[Fault]:
    """Yield the place of every element that has no name or one that came before."""
    for place, name in enumerate(names):
        if not name or name in names[:place]:
            yield f"{at}.{place}.{called}", name, " ≠ ".join(names[:place]) or "…"


def _method_faults(question: QuestionPart) -> Iterator[Fault]:
    """Yield what does not fit the kind of ballot."""
    kind, choices = BALLOT_KINDS[question.method], question.choices
    if kind.offers_choices:
        if len(choices) < 2 or len(set(choices)) < len(choices):
            yield "question.choices", ", ".join(choices), "2.."
    elif choices:
        yield "question.choices", ", ".join(choices), _CHOICE
    yield from kind.faults_of_marking_in_rule(question, question.max_picks)


def _selection_faults(selection: SelectionPart) -> Iterator[Fault]:
    yield from _unknown_word_faults("selection", selection)
    for name in ("min_share", "eliminate", "shortlist"):
        written = getattr(selection, name)
        share = parse_exact_fraction(written) if written else Fraction(1)
        if share is None or share <= 0 or (name != "shortlist" and share > 1):
            yield f"selection.{name}", written, "n/d"
    if selection.ties not in TIE_WAYS:
        yield "selection.ties", ", ".join(selection.ties), " | ".join(", ".join(way) for way in TIE_WAYS)
    if bool(selection.allocate_by) != bool(selection.allocations):
        yield "selection.allocations", len(selection.allocations), "selection.allocate_by"
    yield from _missing_or_repeated_name_faults(
        "selection.allocations", [allocation.name for allocation in selection.allocations]
    )
    amounts = [("min_votes", selection.min_votes), ("ceiling", selection.ceiling)]
    amounts += [("allocations.amount", allocation.amount) for allocation in selection.allocations]
    amounts += [("cost_limits.below", limit.below - 1) for limit in selection.cost_limits]
    for name, amount in amounts:
        if amount < 0:
            yield f"selection.{name}", amount, "0.."


def _channel_faults(channels: Channels) -> Iterator[Fault]:
    yield from _unknown_word_faults("channels", channels)
    yield from _missing_or_repeated_name_faults(
        "channels.channels", [channel.key for channel in channels.channels], "key"
    )
    total = Fraction(0)
    for channel in channels.channels:
        weight = parse_exact_fraction(channel.weight)
        yield from _unknown_word_faults(f"channels.channels.{channel.key}", channel)
        if not weight or weight > 1:
            yield f"channels.channels.{channel.key}.weight", channel.weight, "n/d"
        total += weight or 0
    boxes = sum(channel.source == ChannelSource.BOX for channel in channels.channels)
    if boxes > 1:
        yield "channels.channels", boxes, "source = box: 0..1"
    if total != 1:
        yield "channels.channels", str(total), "1"


def _motion_faults(motion: Motion) -> Iterator[Fault]:
    yield from _unknown_word_faults("motion", motion)
    if not 0 <= motion.numerator <= motion.denominator or not motion.denominator:
        yield "motion.numerator", motion.numerator, f"0..{motion.denominator}"
    if motion.least_cast < 0:
        yield "motion.least_cast", motion.least_cast, "0.."
    share = parse_exact_fraction(motion.least_share) if motion.least_share else Fraction(1)
    if share is None or share > 1:
        yield "motion.least_share", motion.least_share, "n/d"
