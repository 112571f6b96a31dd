"""`sukui tally`: an election file counted twice and its list made, so that anybody can hold us against real cities."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING

from sukui_desktop.assets.messages import text
from sukui_desktop.cli.speaking import Speaker
from sukui_desktop.domain.money import decimal_money, format_money
from sukui_desktop.domain.pabulib_selection import BY_FILE, RULES
from sukui_desktop.services.vote.tallying import ElectionTally, tally_election

if TYPE_CHECKING:
    from sukui_desktop.services.context import Context

Answer = dict[str, object]


def add_commands(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add `tally`."""
    parser = commands.add_parser("tally", help=text("cli.help.tally"))
    parser.add_argument("file", type=Path, metavar="FILE", help=text("tally.help.file"))
    parser.add_argument("--rule", choices=RULES, default=BY_FILE, help=text("tally.help.rule"))
    parser.add_argument("--json", action="store_true")
    parser.set_defaults(act=run_tally)


def run_tally(options: argparse.Namespace, make_context: Callable[[], Context], speaker: Speaker) -> Answer:
    """Count one election file."""
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


def plain_number(score: int | Fraction) -> int | str:
    """Return a whole number as it is and any other as "n/d"."""
    exact = Fraction(score)
    return exact.numerator if exact.denominator == 1 else f"{exact.numerator}/{exact.denominator}"


def plain_amount(amount: int, currency: str) -> int | str:
    """Return whole units of the currency as a number, an amount with a part of one as "12.5"."""
    written = decimal_money(amount, currency)
    return int(written) if written.isdigit() else written


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
