"""Baseline of `city`: pabutools reads the same file and makes a greedy list.

`city.py FILE.pb` runs under a Python that has pabutools (never ours) and prints JSON: the list and its version.
"""

import json
import sys
from importlib.metadata import version

from pabutools.election import Additive_Cardinal_Sat, Cost_Sat, parse_pabulib  # type: ignore[import-not-found]
from pabutools.election.profile import AbstractApprovalProfile  # type: ignore[import-not-found]
from pabutools.rules import greedy_utilitarian_welfare  # type: ignore[import-not-found]

instance, profile = parse_pabulib(sys.argv[1])
# Worth by cost is what makes the library go by votes: it walks down worth over cost.
worth = Cost_Sat if isinstance(profile, AbstractApprovalProfile) else Additive_Cardinal_Sat
chosen = greedy_utilitarian_welfare(instance, profile, sat_class=worth)
json.dump({"selected": sorted(project.name for project in chosen), "version": version("pabutools")}, sys.stdout)
