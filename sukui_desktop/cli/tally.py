"""`sukui tally`: an election file counted twice and its list made, so that anybody can hold us against real cities."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from sukui_desktop.assets.messages import text
from sukui_desktop.cli.numbers import plain_amount, plain_number
from sukui_desktop.cli.pairs import read_pair
from sukui_desktop.cli.speaking import Speaker
from sukui_desktop.domain.errors import BadInput
from sukui_desktop.domain.money import format_money
from sukui_desktop.domain.pabulib.election_list import BY_FILE, RULES
from sukui_desktop.services.tally.election_tally import ElectionTally, tally_election

if TYPE_CHECKING:
    from sukui_desktop.services.room import Context

Answer = dict[str, object]


def add_commands(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add `tally`."""
    parser = commands.add_parser("tally", help=text("cli.help.tally"))
    parser.add_argument("file", type=Path, nargs="?", metavar="FILE", help=text("tally.help.file"))
    parser.add_argument("--rule", choices=RULES, default=BY_FILE, help=text("tally.help.rule"))
    parser.add_argument("--rule-file", type=Path, metavar="R.toml", help=text("tally.help.rule_file"))
    for name, metavar in (("channel", "KEY=FILE"), ("answer", "FIELD=VALUE")):
        help_text = text(f"tally.help.{name}")
        parser.add_argument(f"--{name}", action="append", default=[], type=read_pair, metavar=metavar, help=help_text)
    parser.add_argument("--projects", type=Path, metavar="P.csv", help=text("tally.help.projects"))
    parser.add_argument("--json", action="store_true")
    parser.set_defaults(act=run_tally)


def run_tally(options: argparse.Namespace, make_context: Callable[[], Context], speaker: Speaker) -> Answer:
    """Count one election file, or apply a rule file to channels.

    Raises BadInput tally_nothing unless exactly one of the two is asked for.
    """
    if (options.file is None) == (options.rule_file is None) or (options.rule_file and not options.channel):
        raise BadInput("tally_nothing")
    if options.rule_file:
        from sukui_desktop.cli.tally_rule import run_rule

        return run_rule(options)
    return _count_file(options)


def _count_file(options: argparse.Namespace) -> Answer:
    found = tally_election(options.file, options.rule)
    election, tally, listed = found.election, found.tally, found.listed
    codes = [project.project_id for project in election.projects]
    return {
        "file": election.file_name,
        "sha256": election.sha256.hex(),
        "rule": listed.rule,
        "rule_stated": election.rule,
        "is_guess": listed.is_guess,
        "votes": dict(zip(codes, found.votes, strict=True)),
        "score": dict(zip(codes, map(plain_number, tally.scored), strict=True)),
        "selected": list(listed.selected),
        "funded_from_reserve": list(listed.reserve),
        "withdrawn": list(listed.withdrawn),
        "explanations": dict(found.explanations),
        "ballots_cast": tally.ballots_cast,
        "ballots_valid": tally.ballots_valid,
        "ballots_blank": tally.ballots_blank,
        "ballots_invalid": tally.ballots_invalid,
        "ballots_beyond_stated_limits": found.beyond_limits,
        "counters_agree": True,
        "currency": election.currency,
        "total_cost": plain_amount(found.total_cost, election.currency),
        "ceiling": plain_amount(election.budget, election.currency),
        "lines": _lines(found),
    }


def _lines(found: ElectionTally) -> list[str]:
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
    if listed.is_guess:
        lines.append(text("tally.guess", rule=election.rule))
    if found.beyond_limits:
        lines.append(text("tally.beyond", count=found.beyond_limits))
    cost, ceiling = (format_money(amount, election.currency) for amount in (found.total_cost, election.budget))
    lines.append(text("tally.money", count=len(listed.selected), cost=cost, ceiling=ceiling))
    titles = {project.project_id: project.name for project in election.projects}
    lines += [
        text("tally.line", place=place, code=code, title=titles[code], told=found.explanations[code])
        for place, code in enumerate(listed.selected, start=1)
    ]
    return lines
