"""`sukui tally`: an election file counted twice and its list made, or a year's rule applied to channel files."""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import msgspec
from msgspec import UnsetType

from sukui_desktop.assets.messages import error_text, text
from sukui_desktop.cli.korean_argparse import Commands, MakeContext, add_json_option, parse_name_value_pair
from sukui_desktop.cli.output import Document, Output, amount_or_decimal_text, number_or_fraction_text
from sukui_desktop.domain.counting.tally_figures import sum_ballot_figures
from sukui_desktop.domain.errors import BadInput
from sukui_desktop.domain.money import format_money
from sukui_desktop.domain.pabulib.election_selection import BY_FILE, RULES
from sukui_desktop.domain.selection.outcome_of_case import scores_of_case
from sukui_desktop.domain.selection.project_list import Outcome
from sukui_desktop.services.file_reading_and_saving import read_file
from sukui_desktop.services.tally.channel_files_tally import ChannelPart, RuleTally, tally_channel_files_by_rule
from sukui_desktop.services.tally.pabulib_tally import ElectionTally, tally_election
from sukui_desktop.wording.result import selection_summary_sentence
from sukui_desktop.wording.result_study import explanation_sentences

NOBODY = "-"
"""Stands for the file of a channel in which nobody voted."""


def add_commands(commands: Commands) -> None:
    """Add `tally`."""
    parser = commands.add_parser("tally", help=text("cli.help.tally"))
    parser.add_korean_argument("file", type=Path, nargs="?", metavar="file", words="tally.help.file")
    parser.add_argument("--rule", choices=RULES, default=BY_FILE, help=text("tally.help.rule"))
    parser.add_korean_argument("--rule-file", type=Path, metavar="file", words="tally.help.rule_file")
    for name, metavar in (("channel", "channel"), ("answer", "pair")):
        pairs = {"action": "append", "default": [], "type": parse_name_value_pair}
        parser.add_korean_argument(f"--{name}", metavar=metavar, words=f"tally.help.{name}", **pairs)
    parser.add_korean_argument("--projects", type=Path, metavar="file", words="tally.help.projects")
    add_json_option(parser)
    parser.set_defaults(act=run_tally, refuse_usage=parser.exit_with_refusal)


def run_tally(options: argparse.Namespace, make_context: MakeContext, output: Output) -> Document:
    """Count one election file, or apply a rule file to channels.

    Exits as for a command typed wrongly when neither is asked for.
    Raises BadInput tally_nothing for both, tally_not_for_file for options of a rule beside an election file.
    """
    if options.file is not None and options.rule_file is None:
        unfit = [f"--{name}" for name in ("channel", "answer", "projects") if getattr(options, name)]
        if unfit:
            raise BadInput("tally_not_for_file", names=", ".join(unfit))
    if options.file is None and options.rule_file is None:
        options.refuse_usage(error_text("tally_nothing"))
    if (options.file is None) == (options.rule_file is None) or (options.rule_file and not options.channel):
        raise BadInput("tally_nothing")
    if options.rule_file:
        return _tally_channel_files_by_rule(options)
    return _tally_election_file(options)


def _tally_election_file(options: argparse.Namespace) -> Document:
    found = tally_election(read_file(options.file), options.rule)
    election, tally, listed = found.election, found.tally, found.listed
    codes = [project.project_id for project in election.projects]
    return {
        "file": election.file_name,
        "sha256": election.sha256.hex(),
        "rule": listed.rule,
        "rule_stated": election.rule,
        "is_guess": listed.is_rule_guessed,
        "doubt": str(listed.doubt),
        "votes": dict(zip(codes, found.votes, strict=True)),
        "score": dict(zip(codes, map(number_or_fraction_text, tally.points_or_votes), strict=True)),
        "selected": list(listed.selected),
        "funded_from_reserve": list(listed.reserve),
        "withdrawn": list(listed.withdrawn),
        "explanations": dict(found.explanations),
        "ties": list(found.ties),
        "passage": _motion_result_json(listed.decided[1] if listed.decided else None),
        "ballots_cast": tally.ballots_cast,
        **sum_ballot_figures(tally),
        "ballots_beyond_stated_limits": found.beyond_limits,
        "counters_agree": True,
        "currency": election.currency,
        "total_cost": amount_or_decimal_text(found.total_cost, election.currency),
        "ceiling": amount_or_decimal_text(election.budget, election.currency),
        "lines": _election_tally_lines(found),
    }


def _election_tally_lines(found: ElectionTally) -> list[str]:
    election, tally, listed = found.election, found.tally, found.listed
    lines = [
        text(
            "tally.counted",
            file=election.file_name,
            cast=tally.ballots_cast,
            valid=tally.ballots_valid,
            blank=tally.ballots_blank,
            invalid=tally.ballots_invalid,
        ),
        text("tally.rule", rule=listed.rule),
    ]
    if listed.is_rule_guessed:
        doubt, followed = text(f"tally.doubt.{listed.doubt}"), text(f"tally.followed.{listed.rule}")
        lines.append(text("tally.guess", rule=election.rule, doubt=doubt, followed=followed))
    if found.beyond_limits:
        lines.append(text("tally.beyond", count=found.beyond_limits))
    if listed.decided and not isinstance(listed.decided[1].motion_result, UnsetType):
        return [*lines, selection_summary_sentence(listed.decided[0].definition, listed.decided[1])]
    titles = {project.project_id: project.name for project in election.projects}
    money = (found.total_cost, election.budget, election.currency)
    return [*lines, *_selected_list_lines(listed.selected, money, found.ties, titles, found.explanations)]


def _selected_list_lines(
    selected: Sequence[str],
    money: tuple[int, int, str],
    ties: Sequence[str],
    titles: Mapping[str, str],
    reasons: Mapping[str, str],
) -> Iterator[str]:
    """Yield what a list costs, what broke its ties and why each project is in; `money`: cost, ceiling, currency."""
    cost, ceiling = (format_money(amount, money[2]) for amount in money[:2])
    yield text("tally.money", count=len(selected), cost=cost, ceiling=ceiling)
    yield from ties
    for place, code in enumerate(selected, start=1):
        yield text("tally.line", place=place, code=code, title=titles[code], reason=reasons[code])


def _motion_result_json(outcome: Outcome | None) -> object:
    """Return whether a motion passed and by what; None where projects were selected."""
    if outcome is None or isinstance(outcome.motion_result, UnsetType):
        return None
    return msgspec.to_builtins(outcome.motion_result)


def _tally_channel_files_by_rule(options: argparse.Namespace) -> Document:
    found = tally_channel_files_by_rule(
        read_file(options.rule_file),
        [(key, None if file == NOBODY else read_file(Path(file))) for key, file in options.channel],
        None if options.projects is None else read_file(options.projects),
        dict(options.answer),
    )
    definition, outcome = found.definition, found.outcome
    codes = [option.code for option in definition.question.options]
    sentences = explanation_sentences(found.case, outcome, definition.currency)
    return {
        "rule": found.rule.key,
        "votes": dict(zip(codes, found.case.votes, strict=True)),
        "score": dict(zip(codes, _scores_for_output(found), strict=True)),
        "selected": list(outcome.selected),
        "explanations": sentences,
        "channels": [_channel_figures_as_json(part) for part in found.parts],
        **sum_ballot_figures(*(part.result for part in found.parts)),
        "ledger": None if isinstance(outcome.ledger, UnsetType) else msgspec.to_builtins(outcome.ledger),
        "without_channel": {key: list(other.selected) for key, other in found.without.items()},
        "fragility": msgspec.to_builtins(found.margin),
        "agreement": [{**msgspec.to_builtins(each), "is_same": each.is_same_list} for each in found.agreement],
        "passage": _motion_result_json(outcome),
        "ties_in_ballot_order": list(outcome.lot),
        "ties": list(found.ties),
        "currency": definition.currency,
        "total_cost": amount_or_decimal_text(outcome.total_cost, definition.currency),
        "ceiling": amount_or_decimal_text(outcome.ceiling, definition.currency),
        "lines": _rule_tally_lines(found, sentences),
    }


def _scores_for_output(found: RuleTally) -> list[int | str]:
    """Return combined shares, all as "n/d"; whole points or votes where there are no channels."""
    ledger = found.outcome.ledger
    if isinstance(ledger, UnsetType):
        return [number_or_fraction_text(score) for score in scores_of_case(found.case).scores]
    return list(ledger.scores)


def _channel_figures_as_json(part: ChannelPart) -> Document:
    return {
        "key": part.key,
        "file": part.file_name,
        "sha256": part.sha256.hex(),
        **sum_ballot_figures(part.result),
        "marks": list(part.result.points_or_votes),
    }


def _rule_tally_lines(found: RuleTally, sentences: dict[str, str]) -> list[str]:
    definition, outcome = found.definition, found.outcome
    titles = {option.code: option.title for option in definition.question.options}
    money = (outcome.total_cost, outcome.ceiling, definition.currency)
    return [
        text("tally.rule", rule=found.rule.title),
        *_selected_list_lines(outcome.selected, money, found.ties, titles, sentences),
    ]
