"""The selection rule that a Pabulib file states, in our own terms.

Source: pabulib.org, the key `rule` and its companions; what each city's key means was read from 107 files with their
official lists (docs/other-elections.md).
"""

from __future__ import annotations

import re
from enum import StrEnum
from fractions import Fraction
from math import ceil

import msgspec

from sukui_desktop.domain.errors import BadInput
from sukui_desktop.domain.money import decimal_places_of_currency, parse_decimal_money
from sukui_desktop.domain.pabulib.pabulib_election import Election
from sukui_desktop.domain.pabulib.recorded_rule import RecordedRule, read_recorded_rule
from sukui_desktop.domain.question.selection_steps import Allocation, Leftover

GREEDY = "greedy"
NO_SKIP = "greedy-no-skip"
THRESHOLD = "greedy-threshold"
EXCLUSIVE = "greedy-exclusive"
NEAR_FIT = "greedy-custom"
"""Stop at the first that does not fit, and fund that one from a reserve when enough of its cost is left."""
EQUAL_SHARES = "equalshares/add1"
UNKNOWN = "unknown"
_WALKS = (GREEDY, NO_SKIP, THRESHOLD, EXCLUSIVE)
_SHARES = re.compile(r"(?:equalshares|mes)\b(?P<completion>/\S+?)?(?P<comparison>-comparison)?")


class Doubt(StrEnum):
    """Why the list is our guess: what the file states of its selection and we do not follow, or it does not state."""

    NONE = ""
    UNKNOWN = "unknown"
    """No rule, one without a definition, or a name that nobody knows."""
    NO_PAIRS = "no_pairs"
    """`greedy-exclusive`, but the comment names no projects that exclude each other, or not in a way we read."""
    NO_THRESHOLD = "no_threshold"
    """`greedy-threshold` without its threshold."""
    COMPARISON = "comparison"
    """Equal Shares compared with greedy afterwards: the file does not say by what."""
    COMPLETION = "completion"
    """Equal Shares completed in another way than add-one."""
    POINTS = "points"
    """Equal Shares of ballots with points or places: we take every mark as an approval."""
    PARTS = "parts"
    """Money in parts that the file does not tie to its categories."""


WITHDRAWN_COST = 999_999_999
"""The cost that says: withdrawn after the vote; in whole units of the currency."""

_ITEMS = re.compile(r"#\s*\d+\s*:|\d+\s*#\s*:")
_PERCENT = re.compile(r"(\d+(?:\.\d+)?)\s*%")
_NUMBER = re.compile(r"[0-9]{1,15}(?:\.[0-9]{1,15})?")
_AT_ONCE = re.compile(r"simultaneous|exclu|conflict|both|together", re.IGNORECASE)
_AND = r"\s*,\s*(?:and\s+)?|\s+and\s+|\s+or\s+|\s*&\s*"
_BETWEEN = re.compile(_AND, re.IGNORECASE)
_LISTED = re.compile(rf"\bprojects?\s+((?:[^\s,;]+(?:{_AND}))+[^\s,;]+)", re.IGNORECASE)


class StatedRule(msgspec.Struct, frozen=True, kw_only=True):
    """What a file says of the selection, read into the words of our own rules."""

    name: str
    """What is followed: GREEDY, NO_SKIP, NEAR_FIT or EQUAL_SHARES."""
    stops: bool = False
    """The list ends at the first project that does not fit."""
    min_score: int = 0
    """Least score a project needs, equal is eligible; 0 sets none."""
    min_share: str = ""
    """Or least share of the valid ballots."""
    near_fit: str = ""
    """Share of a project's cost ("4/5") that must be left for a reserve to fund it; '' where there is none."""
    withdrawn: tuple[str, ...] = ()
    """Codes, in the file's order."""
    exclusive: tuple[tuple[str, ...], ...] = ()
    allocations: tuple[Allocation, ...] = ()
    """What the projects of one category may cost together."""
    leftover: Leftover = Leftover.UNSPENT
    adds_one: bool = True
    """Of EQUAL_SHARES: completed by add-one; False leaves what the shares do not buy."""
    doubt: Doubt = Doubt.NONE
    recorded: RecordedRule | None = None
    """Of a file of ours whose rule has no name in the format; all that is above says nothing then."""

    @property
    def is_rule_guessed(self) -> bool:
        """Return whether the file does not say its rule in a way that can be followed."""
        return self.doubt != Doubt.NONE


def read_stated_rule(election: Election) -> StatedRule:
    """Return the rule the file states; where we cannot follow it, the one that is nearest, and the doubt.

    Raises BadInput: election_key, and of `parse_decimal_money` for a category's amount.
    """
    stated = election.rule.strip().lower()
    recorded = read_recorded_rule(election)
    if recorded is not None:
        return StatedRule(name=stated, withdrawn=find_withdrawn_projects(election), recorded=recorded)
    comment = election.meta.get("comment", "")
    near_fit = _near_fit_share_in_comment(comment) if stated == NEAR_FIT else ""
    shares = _SHARES.fullmatch(stated)
    min_score, min_share = read_score_threshold(election)
    exclusive, are_all_read = _exclusive_sets_in_comment(election, comment) if stated == EXCLUSIVE else ((), True)
    allocations = _category_allocations(election)
    doubts = {
        Doubt.UNKNOWN: not (shares or near_fit or stated in _WALKS),
        Doubt.NO_PAIRS: not are_all_read,
        Doubt.NO_THRESHOLD: stated == THRESHOLD and not (min_score or min_share),
        Doubt.COMPARISON: shares is not None and shares["comparison"] is not None,
        Doubt.COMPLETION: shares is not None and shares["completion"] not in (None, "/add1"),
        Doubt.POINTS: shares is not None and election.vote_type not in ("approval", "choose-1"),
        Doubt.PARTS: _has_unsupported_money_division(election, allocations),
    }
    return StatedRule(
        name=EQUAL_SHARES if shares else NEAR_FIT if near_fit else NO_SKIP if stated == NO_SKIP else GREEDY,
        stops=stated == NO_SKIP or bool(near_fit),
        min_score=min_score,
        min_share=min_share,
        near_fit=near_fit,
        withdrawn=find_withdrawn_projects(election),
        exclusive=exclusive,
        allocations=allocations,
        leftover=Leftover.POOL if election.meta.get("leftover_budget") else Leftover.UNSPENT,
        adds_one=shares is None or shares["completion"] is not None,
        doubt=next((doubt for doubt, is_there in doubts.items() if is_there), Doubt.NONE),
    )


def read_score_threshold(election: Election) -> tuple[int, str]:
    """Return the least score, and the least share of the valid ballots ("1/10") where the file says a percentage.

    Raises BadInput election_key when the value is neither.
    """
    written = election.meta.get("min_project_score_threshold", "").strip()
    percent = _PERCENT.fullmatch(written)
    if percent:
        return 0, str(Fraction(percent.group(1)) / 100)
    if written and _NUMBER.fullmatch(written) is None:
        raise BadInput("election_key", key="min_project_score_threshold", value=written[:80])
    least = Fraction(written or 0)
    return ceil(least), ""


def find_withdrawn_projects(election: Election) -> tuple[str, ...]:
    """Return the projects that were withdrawn after the vote: their cost is all nines and no budget reaches it.

    A file of ours keeps their cost and names them.
    """
    if (recorded := read_recorded_rule(election)) is not None:
        return recorded.withdrawn
    cost = WITHDRAWN_COST * 10 ** decimal_places_of_currency(election.currency)
    if election.budget >= cost:
        return ()
    return tuple(project.project_id for project in election.projects if project.cost == cost)


def _near_fit_share_in_comment(comment: str) -> str:
    """Return the share of its cost that the first project that does not fit needs, as the comment states it."""
    for item in _ITEMS.split(comment):
        found = _PERCENT.search(item)
        if found and "fit" in item:
            return str(Fraction(found.group(1)) / 100)
    return ""


def _exclusive_sets_in_comment(election: Election, comment: str) -> tuple[tuple[tuple[str, ...], ...], bool]:
    """Return the sets of projects that the comment says cannot be done together, and whether each remark names one."""
    known = {project.project_id for project in election.projects}
    sets: list[tuple[str, ...]] = []
    are_all_read = True
    for item in _ITEMS.split(comment):
        if not _AT_ONCE.search(item):
            continue
        found = []
        for listed in _LISTED.finditer(item):
            named = dict.fromkeys(word.strip(".:()'\"") for word in _BETWEEN.split(listed.group(1)))
            codes = tuple(code for code in named if code in known)
            if len(codes) > 1:
                found.append(codes)
        sets += [codes for codes in found if codes not in sets]
        are_all_read = are_all_read and bool(found)
    return tuple(sets), are_all_read and bool(sets)


def _category_allocations(election: Election) -> tuple[Allocation, ...]:
    """Return what each category may spend, where the file gives as many amounts as categories."""
    names = [name.strip() for name in election.meta.get("categories", "").split(",")]
    amounts = [amount for amount in election.meta.get("budget_per_category", "").split(",") if amount.strip()]
    if not amounts or len(names) != len(amounts):
        return ()
    return tuple(
        Allocation(name=name, amount=parse_decimal_money(amount, election.currency))
        for name, amount in zip(names, amounts, strict=True)
    )


def _has_unsupported_money_division(election: Election, allocations: tuple[Allocation, ...]) -> bool:
    """Return whether the file parts its money in a way that gives no allocations: by neighbourhood, or with more
    amounts than categories."""
    per_category, per_neighborhood = (
        any(amount.strip() for amount in election.meta.get(key, "").split(","))
        for key in ("budget_per_category", "budget_per_neighborhood")
    )
    return per_neighborhood or (per_category and not allocations)
