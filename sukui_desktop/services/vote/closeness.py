"""How close a result was, in one Korean sentence: without it a number of marks would stand without its meaning."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from msgspec import UnsetType

from sukui_desktop.assets.messages import text
from sukui_desktop.domain.margin.margin import Fragility
from sukui_desktop.domain.question.definition import Definition
from sukui_desktop.domain.question.marking import APPROVAL, CHOICE, OPINION

MOST_NAMED = 3


def closeness_sentence(definition: Definition, fragility: Fragility) -> str:
    """Return the smallest change of marks that makes another list or turns a motion; '' where nothing is decided."""
    method = definition.question.method
    is_motion = not isinstance(definition.motion, UnsetType)
    if method == OPINION or (method == CHOICE and not is_motion):
        return ""
    if not fragility.code:
        return text("study.nothing_motion" if is_motion else "study.nothing")
    titles = {option.code: option.title for option in definition.question.options}
    title, count, is_more = titles[fragility.code], f"{abs(fragility.change):,}", fragility.change > 0
    if is_motion:
        way = text("study.many" if is_more else "study.few")
        result = text("study.passed" if fragility.is_passed else "study.failed")
        return text("study.motion", title=title, count=count, way=way, result=result)
    return text(
        "study.list",
        where=_where(definition, fragility),
        title=title,
        marks=text(_unit(method), count=count),
        way=text("study.more" if is_more else "study.less"),
        changes=_changes(titles, fragility),
    )


def _unit(method: str) -> str:
    return "study.votes" if method in (APPROVAL, CHOICE) else "study.points"


def _where(definition: Definition, fragility: Fragility) -> str:
    channels = definition.channels
    known = () if isinstance(channels, UnsetType) else channels.channels
    names = [channel.name for channel in known if channel.key == fragility.channel]
    return text("study.in_channel", name=names[0]) if names else ""


def _changes(titles: Mapping[str, str], fragility: Fragility) -> str:
    ins, outs = fragility.comes_in, fragility.goes_out
    key = "both" if ins and outs else "only_in" if ins else "only_out"
    return text(f"study.{key}", ins=_named(titles, ins), outs=_named(titles, outs))


def _named(titles: Mapping[str, str], codes: Sequence[str]) -> str:
    named = ", ".join(text("study.named", title=titles[code]) for code in codes[:MOST_NAMED])
    more = len(codes) - MOST_NAMED
    return text("study.rest", titles=named, count=f"{more:,}") if more > 0 else named
