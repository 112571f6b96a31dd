"""The command line of the benchmarks: `python -m benchmarks NAME [options]` prints one JSON document."""

from __future__ import annotations

import argparse
import json
import os
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from benchmarks.cast import compare_casts
from benchmarks.ceremony import measure_ceremony
from benchmarks.city import compare_cities
from benchmarks.hall import HallPlan, measure_hall
from benchmarks.rounds import ChildFailed, FilePlan, Plan
from benchmarks.row import measure_row
from benchmarks.shares import compare_shares
from benchmarks.startup import compare_starts
from benchmarks.tally import compare_tallies
from sukui_desktop.assets.resources import resource_path

MADE_UP = {
    "startup": (compare_starts, "people", 3_000, "from process start to first paint, roster and first answered key"),
    "cast": (compare_casts, "ballots", 2_000, "durable casts a second, sealing included"),
    "ceremony": (measure_ceremony, "ballots", 300, "seconds of waiting for the program from five cards to the result"),
    "row": (measure_row, "voters", 10_000, "casts in a row at one kiosk over the hub, 600 options, and its memory"),
    "tally": (compare_tallies, "ballots", 100_000, "ballots counted a second by each counter"),
}
"""Benchmarks on a made-up meeting: what runs it, what its size counts, that size, what it measures."""
ON_A_FILE = {
    "city": (compare_cities, 5, "an election file from start to list, as one process"),
    "shares": (compare_shares, 1, "Equal Shares with add-one on an election file"),
}
"""Benchmarks on a Pabulib file: what runs it, rounds (the baseline of `shares` may need ten minutes each), measured."""
HALL = "hall"
"""The benchmark of real programs over loopback: its hall has sizes of its own."""


def main(argv: Sequence[str] | None = None) -> int:
    """Run one benchmark and print its document. Returns 0, 1 when a program that was to be measured failed."""
    options = make_parser().parse_args(argv)
    try:
        if options.name == HALL:
            with tempfile.TemporaryDirectory(prefix="sukui-bench-", dir=options.folder) as folder:
                plan = HallPlan(Path(folder), options.voters, options.minutes, options.kiosks, options.desks)
                document = measure_hall(plan)
        elif options.name in ON_A_FILE:
            document = ON_A_FILE[options.name][0](FilePlan(options.file, options.rounds, options.baseline_python))
        else:
            with tempfile.TemporaryDirectory(prefix="sukui-bench-", dir=options.folder) as folder:
                document = MADE_UP[options.name][0](Plan(options.name, Path(folder), options.rounds, options.size))
    except ChildFailed as error:
        print(error, file=sys.stderr)
        return 1
    json.dump({"bench": options.name, **document}, sys.stdout, ensure_ascii=False, indent=2)
    print()
    return 0


def make_parser() -> argparse.ArgumentParser:
    """Return the parser of `python -m benchmarks`."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description="Our speed beside bare programs.")
    names = parser.add_subparsers(dest="name", required=True, metavar="NAME")
    for name, (_, unit, size, words) in MADE_UP.items():
        bench = names.add_parser(name, help=words, description=words)
        bench.add_argument("--rounds", type=_at_least_one, default=5, help="rounds of each side (default: 5)")
        bench.add_argument(f"--{unit}", dest="size", type=_at_least_one, default=size, help=f"default: {size}")
        bench.add_argument("--folder", type=Path, metavar="DIR", help="where the measured disk is (default: temporary)")
    for name, (_, rounds, words) in ON_A_FILE.items():
        bench = names.add_parser(name, help=words, description=words)
        practice = resource_path("practice/election.pb")
        bench.add_argument("--file", type=Path, default=practice, metavar="FILE.pb", help="default: practice election")
        bench.add_argument("--rounds", type=_at_least_one, default=rounds, help=f"default: {rounds}")
        python_help = "a Python that has pabutools; without it ours runs alone"
        bench.add_argument("--baseline-python", type=Path, metavar="PATH", help=python_help)
    words = "confirm to receipt in a hall of real programs, one of each of which goes wrong; lost, twice, counted"
    hall = names.add_parser(HALL, help=words, description=words)
    for name, size in (("voters", 1500), ("kiosks", 20), ("desks", 3)):
        hall.add_argument(f"--{name}", type=_at_least_one, default=size, help=f"default: {size}")
    hall.add_argument("--minutes", type=float, default=10.0, help="in which they come (default: 10)")
    hall.add_argument("--folder", type=Path, metavar="DIR", help="where the measured disk is (default: temporary)")
    for bench in names.choices.values():
        bench.add_argument("--json", action="store_true", help="print JSON, which every benchmark prints anyway")
    return parser


def _at_least_one(written: str) -> int:
    value = int(written)
    if value < 1:
        raise ValueError(written)
    return value


if __name__ == "__main__":
    if not (os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")):
        os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    raise SystemExit(main())
