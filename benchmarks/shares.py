"""`shares`: Equal Shares with add-one on an election file, against pabutools."""

from __future__ import annotations

import time

from benchmarks.rounds import Figures, FilePlan, alternate_on_file, machine, medians
from sukui_desktop.documents.read.pabulib import read_pabulib
from sukui_desktop.domain.advice.ballot_profile import make_ballot_profile
from sukui_desktop.domain.advice.equal_shares import budget_raise_step, equal_shares
from sukui_desktop.domain.money import decimal_places_of_currency
from sukui_desktop.domain.pabulib.pabulib_election import Election
from sukui_desktop.services.file_reading_and_saving import read_file_and_call_verb

_NAMES = ("seconds", "cpu_s")


def compare_shares(plan: FilePlan) -> dict[str, object]:
    """Run both in turns; ratio = baseline / ours, medians of the processor time of the rule alone, reading not counted.

    Both begin with the budget over the voters in whole currency units, add one unit at a time and end when nothing
    left fits, as the library does. Where the baseline was ended because it took too long, the ratio is made of the
    processor time it had by then (its reading counted) and is at least what it says.
    """
    before, election = machine(), read_file_and_call_verb(read_pabulib, plan.file)
    ours, ended, too_slow = alternate_on_file("shares", plan, lambda: shares_round(election), "shares")
    baseline = [ran.document for ran in ended]
    middle = medians(ours, _NAMES)
    slow = medians(baseline, _NAMES) if baseline else None
    slow_cpu_s = too_slow.cpu_s if too_slow else slow and slow["cpu_s"]
    return {
        "machine": before,
        "file": plan.file.name,
        "ballots": len(election.ballots),
        "options": len(election.projects),
        "ours": ours,
        "baseline": baseline,
        "baseline_more_than_s": plan.baseline_s if too_slow else None,
        "baseline_more_than_cpu_s": round(too_slow.cpu_s, 2) if too_slow else None,
        "selected_agree": all(each["selected"] == ours[0]["selected"] for each in baseline) if baseline else None,
        "median": {"ours": middle, "baseline": slow},
        "ratio": round(slow_cpu_s / middle["cpu_s"], 2) if slow_cpu_s and middle["cpu_s"] else None,
    }


def shares_round(election: Election) -> Figures:
    """Group equal ballots, run the rule once and return what it selected (ids, sorted) and how long that took."""
    began, cpu = time.perf_counter(), time.process_time()
    profile = make_ballot_profile([project.cost for project in election.projects], election.budget, election.ballots)
    step = budget_raise_step(profile.budget, profile.voter_count, 10 ** decimal_places_of_currency(election.currency))
    bought = equal_shares(profile, step=step, until_exhaustive=True)
    took = {"seconds": time.perf_counter() - began, "cpu_s": time.process_time() - cpu}
    selected = sorted(election.projects[option].project_id for option in bought)
    return {"selected": selected, **{name: round(value, 4) for name, value in took.items()}}
