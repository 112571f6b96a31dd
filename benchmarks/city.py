"""`city`: a whole election counted from its file to its list as one process, against pabutools."""

from __future__ import annotations

import sys

from benchmarks.rounds import FilePlan, alternate_on_file, machine, medians, run_program

MOST_CPU_S = 0.8
MOST_RSS_MB = 80
_NAMES = ("cpu_s", "seconds", "rss_mb")


def compare_cities(plan: FilePlan) -> dict[str, object]:
    """Count the file `plan.rounds` times by `sukui tally` and by the library; ratio = baseline / ours, CPU seconds.

    A process is measured whole: start, reading, both counters, list, explanations, JSON. Where the baseline was ended
    because it took too long, the ratio is at least what it says.
    """
    before = machine()
    command = [sys.executable, "-m", "sukui_desktop", "tally", plan.file, "--json"]
    first = run_program(command).document  # so that Python has kept what it compiles, as on the machine of a user
    ours, baseline, too_slow = alternate_on_file("city", plan, lambda: run_program(command), "city")
    middle = medians([ran.figures for ran in ours], _NAMES)
    slow = medians([ran.figures for ran in baseline], _NAMES) if baseline else None
    slow_cpu_s = too_slow.cpu_s if too_slow else slow and slow["cpu_s"]
    return {
        "machine": before,
        "file": plan.file.name,
        "ballots": first["ballots_cast"],
        "options": len(first["votes"]),
        "ours": [ran.figures for ran in ours],
        "baseline": [{**ran.figures, **ran.document} for ran in baseline],
        "baseline_more_than_s": plan.baseline_s if too_slow else None,
        "median": {"ours": middle, "baseline": slow},
        "ratio": round(slow_cpu_s / middle["cpu_s"], 2) if slow_cpu_s else None,
        "targets": {"cpu_s_most": MOST_CPU_S, "rss_mb_most": MOST_RSS_MB},
    }
