"""`sukui tally --rule-file`: a year's rule applied to channel files, every share as an exact fraction."""

from __future__ import annotations

import argparse
from pathlib import Path

import msgspec
from msgspec import UnsetType

from sukui_desktop.assets.messages import text
from sukui_desktop.cli.numbers import plain_amount, plain_number
from sukui_desktop.domain.money import format_money
from sukui_desktop.domain.selection.decision import standing_of
from sukui_desktop.services.tally.explanation_sentences import explanation_sentences
from sukui_desktop.services.tally.rule_tally import ChannelPart, RuleTally, tally_by_rule

Answer = dict[str, object]


def run_rule(options: argparse.Namespace) -> Answer:
    """Count every channel and decide."""
    channels = [(key, Path(file)) for key, file in options.channel]
    found = tally_by_rule(options.rule_file, channels, options.projects, dict(options.answer))
    definition, outcome = found.definition, found.outcome
    codes = [option.code for option in definition.question.options]
    told = explanation_sentences(found.case, outcome, definition.currency)
    return {
        "rule": found.rule.key,
        "votes": dict(zip(codes, found.case.votes, strict=True)),
        "score": dict(zip(codes, _scores(found), strict=True)),
        "selected": list(outcome.selected),
        "explanations": told,
        "channels": [_channel(part) for part in found.parts],
        "ballots_valid": sum(part.count.ballots_valid for part in found.parts),
        "ballots_blank": sum(part.ballots_blank for part in found.parts),
        "ballots_invalid": sum(part.ballots_invalid for part in found.parts),
        "ledger": None if isinstance(outcome.ledger, UnsetType) else msgspec.to_builtins(outcome.ledger),
        "without_channel": {key: list(other.selected) for key, other in found.without.items()},
        "fragility": msgspec.to_builtins(found.fragility),
        "agreement": [{**msgspec.to_builtins(each), "is_same": each.is_same} for each in found.agreement],
        "passage": None if isinstance(outcome.passage, UnsetType) else msgspec.to_builtins(outcome.passage),
        "ties_in_ballot_order": list(outcome.lot),
        "currency": definition.currency,
        "total_cost": plain_amount(outcome.total_cost, definition.currency),
        "ceiling": plain_amount(outcome.ceiling, definition.currency),
        "lines": _lines(found, told),
    }


def _scores(found: RuleTally) -> list[int | str]:
    """Return combined shares, all as "n/d"; whole points or votes where there are no channels."""
    ledger = found.outcome.ledger
    if isinstance(ledger, UnsetType):
        return [plain_number(score) for score in standing_of(found.case).scores]
    return list(ledger.scores)


def _channel(part: ChannelPart) -> Answer:
    return {
        "key": part.key,
        "file": part.file_name,
        "sha256": part.sha256.hex(),
        "ballots_valid": part.count.ballots_valid,
        "ballots_blank": part.ballots_blank,
        "ballots_invalid": part.ballots_invalid,
        "marks": list(part.count.marks),
    }


def _lines(found: RuleTally, told: dict[str, str]) -> list[str]:
    definition, outcome = found.definition, found.outcome
    titles = {option.code: option.title for option in definition.question.options}
    cost, ceiling = (format_money(amount, definition.currency) for amount in (outcome.total_cost, outcome.ceiling))
    lines = [
        text("tally.rule", rule=found.rule.title),
        text("tally.money", count=len(outcome.selected), cost=cost, ceiling=ceiling),
    ]
    lines += [
        text("tally.line", place=place, code=code, title=titles[code], told=told[code])
        for place, code in enumerate(outcome.selected, start=1)
    ]
    return lines
