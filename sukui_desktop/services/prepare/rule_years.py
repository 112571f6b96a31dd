"""Rule years that a poll can be made from: the shipped ones by their key, and one from a file."""

from __future__ import annotations

from functools import cache

from sukui_desktop.assets.resources import resource_path
from sukui_desktop.documents.read.rule_file import parse_rule, read_rule
from sukui_desktop.domain.chosen_file import SourceFile
from sukui_desktop.domain.errors import NotFound
from sukui_desktop.domain.rule_year.rule_year_and_its_draft import RuleYear

_FOLDER = "rules"


@cache
def list_shipped_rule_years() -> tuple[RuleYear, ...]:
    """Return every shipped rule: by city, then newest year first, those of no year last.

    Raises BadInput as `read_rule_file`; a test reads every shipped file.
    """
    paths = resource_path(_FOLDER).glob("*.toml")
    rules = [parse_rule(path.read_bytes(), path.name) for path in paths]
    return tuple(sorted(rules, key=lambda rule: (rule.year == 0, rule.city, -rule.year, rule.key)))


def find_shipped_rule_year(key: str) -> RuleYear:
    """Return the shipped rule called `key`.

    Raises NotFound rule_unknown.
    """
    known = {rule.key: rule for rule in list_shipped_rule_years()}
    if key not in known:
        raise NotFound("rule_unknown", rule=key, known=tuple(known))
    return known[key]


def read_rule_file(file: SourceFile) -> RuleYear:
    """Read and check a rule file of any folder.

    Raises BadInput rule_syntax, rule_key_unknown, rule_value_wrong with file, line, column, key, value and what was
    expected, and those of a file that cannot be read at all.
    """
    return read_rule(file)
