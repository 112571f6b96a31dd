"""What a study says beside the list, in sentences: without a channel, how close, and what other rules would choose."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from msgspec import UnsetType

from sukui_desktop.assets.messages import text
from sukui_desktop.domain.advice.rule_comparison import Comparison
from sukui_desktop.domain.papers.study import Study
from sukui_desktop.domain.question.definition import Definition
from sukui_desktop.domain.selection.project_list import Outcome

MOST_NAMED = 5


def without_lines(definition: Definition, outcome: Outcome, study: Study) -> tuple[str, ...]:
    """Return for each channel what the list would have been without it; () without channels."""
    channels = definition.channels
    names = {} if isinstance(channels, UnsetType) else {channel.key: channel.name for channel in channels.channels}
    titles = titles_of(definition)
    return tuple(
        text(
            "result.without.same" if set(codes) == set(outcome.selected) else "result.without.other",
            name=names.get(key, key),
            changes=change_words(titles, outcome.selected, codes),
        )
        for key, codes in study.without.items()
    )


def agreement_lines(definition: Definition, study: Study) -> tuple[str, ...]:
    """Return for each other rule what it would have chosen beside the list."""
    titles = titles_of(definition)
    return tuple(_agreement(titles, each) for each in study.agreement) or (text("result.agreement.none"),)


def titles_of(definition: Definition) -> dict[str, str]:
    """Return code → title of every option."""
    return {option.code: option.title for option in definition.question.options}


def change_words(titles: Mapping[str, str], before: Collection[str], after: Collection[str]) -> str:
    """Return which projects come in and which go out; '' when the lists hold the same."""
    ins = [code for code in after if code not in before]
    outs = [code for code in before if code not in after]
    told = [(key, codes) for key, codes in (("in", ins), ("out", outs)) if codes]
    return " · ".join(text(f"result.change.{key}", titles=_named(titles, codes)) for key, codes in told)


def _agreement(titles: Mapping[str, str], each: Comparison) -> str:
    rule = text(f"study.rule.{each.rule}")
    if each.is_same:
        return text("result.agreement.same", rule=rule)
    official = (*each.in_common, *each.only_there)
    changes = change_words(titles, official, (*each.in_common, *each.only_here))
    return text("result.agreement.other", rule=rule, common=f"{len(each.in_common):,}", changes=changes)


def _named(titles: Mapping[str, str], codes: Sequence[str]) -> str:
    named = ", ".join(f"‘{titles[code]}’" for code in codes[:MOST_NAMED])
    more = len(codes) - MOST_NAMED
    return text("result.change.more", titles=named, count=f"{more:,}") if more > 0 else named
