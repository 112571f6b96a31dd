"""A question, its rule and what a rule year leaves open, in plain Korean sentences."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction

from msgspec import UnsetType
from msgspec.structs import replace

from sukui_desktop.assets.messages import text
from sukui_desktop.domain.electorate import ALL_MEMBERS, PollElectorate
from sukui_desktop.domain.methods.ballot_kind import BallotKind
from sukui_desktop.domain.methods.registry import BALLOT_KINDS
from sukui_desktop.domain.question.channels import Channels
from sukui_desktop.domain.question.definition import MAX_OPTIONS, Definition, Draft, EachGroup
from sukui_desktop.domain.question.method_and_marking import PLAIN
from sukui_desktop.domain.question.motion import Motion
from sukui_desktop.domain.question.selection_steps import Boundary, SelectionSteps
from sukui_desktop.domain.rule_year.rule_tables import RuleParameter, RuleParameterKind, Value
from sukui_desktop.domain.rule_year.rule_year_and_its_draft import (
    RuleYear,
    draft_from_rule,
    money_parameters_without_value,
)
from sukui_desktop.domain.selection.definition_from_draft import draft_from_definition
from sukui_desktop.domain.selection.motion_threshold_doubts import MotionThresholdDoubt
from sukui_desktop.wording.money import money_words, share_words


def rule_sentences(rule: RuleYear | Draft, currency: str = "KRW") -> tuple[str, ...]:
    """Return what a rule (with its defaults, and what it leaves open) or of a draft, one sentence an element."""
    if isinstance(rule, Draft):
        return (*marking_sentences(rule, currency), *result_rule_sentences(rule, currency))
    return (
        rule.summary,
        *rule_sentences(draft_from_rule(rule), currency),
        *rule_parameter_heading_and_sentences(rule, currency),
    )


def readable_draft_of_definition(definition: Definition) -> Draft:
    """Return the draft of a frozen definition.

    Definitions made before 0.4.0 may hold allocations that nobody had written; nothing can be written there any more,
    so that they are left out where others were written.
    """
    draft = draft_from_definition(definition)
    written = tuple(each for each in draft.steps.allocations if each.amount)
    if written and not isinstance(draft.extra_steps, UnsetType):
        return replace(draft, extra_steps=replace(draft.extra_steps, allocations=written))
    return draft


def definition_sentences(definition: Definition) -> tuple[str, ...]:
    """Return what a frozen definition says, in the sentences of its draft, one an element."""
    return rule_sentences(readable_draft_of_definition(definition), definition.currency)


def who_may_vote_words(voters: PollElectorate) -> str:
    """Return who may vote in a poll: 표결권이 있는 사람 모두, 위원 · 위원장, or those of one 구분."""
    roles = " · ".join(voters.roles) or text("rules.all_members")
    return text("rules.of_channels", channels=" · ".join(voters.channels), roles=roles) if voters.channels else roles


def motion_threshold_doubt_words(doubts: Sequence[MotionThresholdDoubt]) -> str:
    """Return what contradicts the people there are, in sentences; '' where nothing does."""
    return " ".join(text(f"rules.doubt.{doubt.kind}", needed=doubt.needed, people=doubt.people) for doubt in doubts)


def marking_sentences(draft: Draft, currency: str) -> Iterator[str]:
    """Yield how ballots are marked and what becomes invalid, one sentence an element."""
    marks = PLAIN if isinstance(draft.marks, UnsetType) else draft.marks
    kind = BALLOT_KINDS[draft.method]
    if not isinstance(draft.electorate, UnsetType) and draft.electorate != ALL_MEMBERS:
        yield text("rules.voters", voters=who_may_vote_words(draft.electorate))
    if draft.gives_receipts is False:
        yield text("rules.no_receipts")
    if draft.offers_audits is True:
        yield text("rules.audits")
    for key, facts in kind.sentences_of_marking_in_rule(
        marks, () if isinstance(draft.choices, UnsetType) else draft.choices
    ):
        yield text(f"ballot_kinds.in_rules.{key}", **facts)
    if kind.makes_list:
        yield from _pick_limit_sentences(draft, kind)
    if marks.cost_limit:
        yield text("rules.picks.cost", amount=money_words(marks.cost_limit, currency))
    if kind.has_options:
        yield text(f"rules.invalid.{marks.invalidity}")
    yield text("rules.invalid.blank" if draft.allows_blank else "rules.invalid.no_blank")


def result_rule_sentences(draft: Draft, currency: str) -> Iterator[str]:
    """Yield how the count becomes a result, one sentence an element; an opinion has none."""
    if isinstance(draft.channels, Channels):
        yield from _channel_weight_sentences(draft.channels)
    if BALLOT_KINDS[draft.method].makes_list:
        yield from _list_selection_sentences(draft, currency)
    if isinstance(draft.motion, Motion):
        yield from _motion_threshold_sentences(draft, draft.motion)


def _pick_limit_sentences(draft: Draft, kind: BallotKind) -> Iterator[str]:
    says_it_all = kind.is_ordered or (kind.has_numbers and draft.max_picks >= MAX_OPTIONS)
    if isinstance(draft.sizing, UnsetType):
        if draft.min_picks > 1 or not says_it_all:
            yield _pick_limit_sentence("", draft.min_picks, draft.max_picks)
    else:
        for sizing in draft.sizing:
            picks = _pick_limit_sentence("", sizing.min_picks, sizing.max_picks)
            key = "sized" if sizing.up_to else "sized_rest"
            yield text(f"rules.picks.{key}", up_to=sizing.up_to, picks=picks)
    for group in draft.groups:
        yield _pick_limit_sentence("group_", group.min_picks, group.max_picks, name=group.name)
    if isinstance(draft.each_group, EachGroup):
        each = draft.each_group
        yield _pick_limit_sentence("each_", each.min_picks, each.max_picks, by=text(f"rules.by.{each.by}"))


def _pick_limit_sentence(prefix: str, least: int, most: int, **facts: str) -> str:
    if most >= MAX_OPTIONS and not prefix:
        key = "any_from" if least > 1 else "any"
    elif least == most:
        key = "exactly"
    else:
        key = "between" if least > 1 or (least and prefix) else "up_to"
    return text(f"rules.picks.{prefix}{key}", least=least, most=most, **facts)


def _channel_weight_sentences(channels: Channels) -> Iterator[str]:
    parts = [text("rules.channels.part", name=c.name, share=share_words(c.weight)) for c in channels.channels]
    yield text("rules.channels.sum", parts=", ".join(parts))
    yield text(f"rules.channels.{channels.basis}")
    yield text(f"rules.channels.{channels.empty}")


def _list_selection_sentences(draft: Draft, currency: str) -> Iterator[str]:
    steps = draft.steps
    has_channels = isinstance(draft.channels, Channels)
    ranks_by_points = BALLOT_KINDS[draft.method].ranks_by_points
    yield text(f"rules.select.order_{'score' if has_channels else 'points' if ranks_by_points else 'votes'}")
    for limit in steps.cost_limits:
        key = "cost_limit_kind" if limit.kind else "cost_limit"
        yield text(f"rules.select.{key}", below=money_words(limit.below, currency), kind=limit.kind)
    if draft.min_votes:
        yield text("rules.select.min_votes", votes=draft.min_votes)
    else:
        yield text("rules.select.unvoted_in" if steps.takes_unvoted else "rules.select.unvoted_out")
    if steps.min_share:
        key = "min_share_score" if has_channels else "min_share"
        yield text(f"rules.select.{key}", share=share_words(steps.min_share))
    if steps.eliminate:
        yield text("rules.select.eliminate", share=share_words(steps.eliminate))
        yield text(f"rules.select.eliminate_{steps.eliminate_boundary}")
    for codes in steps.exclusive:
        yield text("rules.select.exclusive", codes=", ".join(codes))
    yield from _money_limit_sentences(draft, steps, currency)
    yield text("rules.select.reach" if steps.boundary == Boundary.REACH else f"rules.select.{draft.when_unaffordable}")
    if steps.leftover == "pool":
        yield text("rules.select.pool")
    yield text(f"rules.select.{'_'.join(steps.ties)}")


def _money_limit_sentences(draft: Draft, steps: SelectionSteps, currency: str) -> Iterator[str]:
    if steps.allocations:
        by = text(f"rules.by.{steps.allocate_by}")
        if any(allocation.amount for allocation in steps.allocations):
            parts = [_allocation_words(each.name, each.amount, currency) for each in steps.allocations]
            yield text("rules.select.allocations", by=by, parts=", ".join(parts))
        else:
            names = " · ".join(each.name for each in steps.allocations)
            yield text("rules.select.allocations_missing", by=by, names=names)
    if draft.ceiling:
        yield text("rules.select.ceiling", amount=money_words(draft.ceiling, currency))
    elif not steps.allocations:
        yield text("rules.select.ceiling_missing")
    if steps.shortlist:
        yield text("rules.select.shortlist", share=share_words(steps.shortlist))


def _allocation_words(name: str, amount: int, currency: str) -> str:
    key = "rules.select.part" if amount else "rules.select.part_missing"
    return text(key, name=name, amount=money_words(amount, currency))


def _motion_threshold_sentences(draft: Draft, motion: Motion) -> Iterator[str]:
    word = "" if isinstance(draft.choices, UnsetType) else draft.choices[0]
    share = f"{motion.numerator}/{motion.denominator}"
    if motion.is_more_than:
        key = "more_than_half" if Fraction(share) == Fraction(1, 2) else "more_than"
    else:
        key = "at_least"
    base = text(f"rules.base.{motion.base}")
    yield text(f"rules.motion.{key}", base=base, share=share_words(share), word=word)
    if motion.least_cast:
        yield text("rules.motion.least_cast", people=motion.least_cast)
    if motion.least_share:
        yield text("rules.motion.least_share", share=share_words(motion.least_share))


def rule_parameter_heading_and_sentences(rule: RuleYear, currency: str = "KRW") -> tuple[str, ...]:
    """Return a heading and one sentence for each rule parameter; nothing where nothing is open."""
    if not rule.open:
        return ()
    return (text("rules.open.heading"), *_rule_parameter_sentences(rule, currency))


def parameter_choice_words(parameter: RuleParameter, word: str) -> str:
    """Return what a word of a rule parameter is called on the screen; the word itself where it has no other."""
    try:
        return text(f"rules.word.{parameter.field.rpartition('.')[2]}.{word}")
    except KeyError:
        return word


def _rule_parameter_sentences(rule: RuleYear, currency: str) -> Iterator[str]:
    must = money_parameters_without_value(rule, {})
    for parameter in rule.open:
        facts = {
            "title": parameter.title,
            "default": _rule_parameter_value_words(parameter, parameter.default, currency),
        }
        if parameter in must:
            yield text("rules.open.must", **facts)
        elif parameter.kind == RuleParameterKind.WORD:
            words = " · ".join(parameter_choice_words(parameter, word) for word in parameter.choices)
            yield text("rules.open.words", words=words, **facts)
        else:
            yield _rule_parameter_range_sentence(parameter, facts, currency)


def _rule_parameter_range_sentence(parameter: RuleParameter, facts: dict[str, str], currency: str) -> str:
    bounds = {"least": parameter.least, "most": parameter.most}
    known = {
        name: _rule_parameter_value_words(parameter, bound, currency)
        for name, bound in bounds.items()
        if bound is not None
    }
    key = {2: "range", 0: "any"}.get(len(known)) or ("from" if "least" in known else "to")
    if not facts["default"] and not known:
        key = "any_empty"
    return text(f"rules.open.{key}", **facts, **known)


def _rule_parameter_value_words(parameter: RuleParameter, value: Value, currency: str) -> str:
    if parameter.kind == RuleParameterKind.MONEY and isinstance(value, int):
        return money_words(value, currency)
    if parameter.kind == RuleParameterKind.SHARE and isinstance(value, str):
        return share_words(value)
    return f"{value:,}" if isinstance(value, int) else parameter_choice_words(parameter, value)
