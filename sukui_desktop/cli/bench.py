"""`sukui bench`: speed as a ratio to a bare baseline of the same run, so that figures of two machines compare."""

from __future__ import annotations

import argparse
import tempfile
from collections.abc import Callable
from pathlib import Path

from sukui_desktop.assets.messages import text
from sukui_desktop.cli.bench_cast import compare_casts
from sukui_desktop.cli.bench_city import add_city
from sukui_desktop.cli.bench_rounds import Plan
from sukui_desktop.cli.bench_shares import add_shares
from sukui_desktop.cli.bench_startup import compare_starts
from sukui_desktop.cli.bench_tally import compare_tallies
from sukui_desktop.cli.speaking import Speaker
from sukui_desktop.services.context import Context

ROUNDS = 5
_BENCHES = (("cast", 2_000, compare_casts), ("tally", 100_000, compare_tallies), ("startup", 3_000, compare_starts))
"""Name, size that the figures are for (ballots; people for the start), what runs it."""


def add_commands(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add `bench` with its benches; the answer is one JSON document whether or not `--json` is said."""
    parser = commands.add_parser("bench", help=text("cli.help.bench"))
    benches = parser.add_subparsers(dest="bench", required=True, metavar="BENCH")
    for name, size, compare in _BENCHES:
        bench = benches.add_parser(name, help=text(f"bench.help.{name}"))
        bench.add_argument("--rounds", type=_at_least_one, default=ROUNDS, help=text("bench.help.rounds"))
        unit = "people" if name == "startup" else "ballots"
        bench.add_argument(f"--{unit}", dest="size", type=_at_least_one, default=size, help=text(f"bench.help.{unit}"))
        bench.add_argument("--folder", type=Path, metavar="DIR", help=text("bench.help.folder"))
        bench.add_argument("--json", action="store_true", default=True, help=argparse.SUPPRESS)
        bench.set_defaults(act=run_bench, compare=compare)
    add_shares(benches)
    add_city(benches)


def run_bench(options: argparse.Namespace, make_context: Callable[[], Context], speaker: Speaker) -> dict[str, object]:
    """Run one bench in a folder of its own, which is gone afterwards, and return its document."""
    with tempfile.TemporaryDirectory(prefix="sukui-bench-", dir=options.folder) as folder:
        plan = Plan(options.bench, Path(folder), options.rounds, options.size, make_context, speaker)
        document: dict[str, object] = options.compare(plan)
    return document


def _at_least_one(written: str) -> int:
    value = int(written)
    if value < 1:
        raise ValueError(written)
    return value
