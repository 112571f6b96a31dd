"""Baseline of `shares`: the same rule of pabutools with add-one, on the same file.

`shares.py FILE.pb` runs under a Python that has pabutools (never ours) and prints JSON: what it buys, seconds for the
rule alone. Equal ballots are put together first and the worth is binary by voter, as the library does fastest.
"""

import json
import sys
import time
from importlib.metadata import version

from pabutools.election import Cost_Sat, parse_pabulib  # type: ignore[import-not-found]
from pabutools.rules.budgetallocation import BudgetAllocation  # type: ignore[import-not-found]
from pabutools.rules.mes.mes_rule import method_of_equal_shares_scheme  # type: ignore[import-not-found]
from pabutools.tiebreaking import app_score_tie_breaking  # type: ignore[import-not-found]

instance, profile = parse_pabulib(sys.argv[1])
began, cpu = time.perf_counter(), time.process_time()
voters = profile.num_ballots()
bought = method_of_equal_shares_scheme(
    instance,
    profile,
    profile.as_multiprofile().as_sat_profile(Cost_Sat),
    instance.budget_limit // voters,
    BudgetAllocation(),
    app_score_tie_breaking,
    voter_budget_increment=1,
    binary_sat=True,
)
figures = {"seconds": time.perf_counter() - began, "cpu_s": time.process_time() - cpu}
json.dump({"selected": sorted(p.name for p in bought), "version": version("pabutools"), **figures}, sys.stdout)
