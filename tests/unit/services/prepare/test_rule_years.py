"""Every shipped rule can be found, read and drafted; one more is a file and nothing else."""

from __future__ import annotations

from pathlib import Path

import pytest

from sukui_desktop.assets.resources import resource_path
from sukui_desktop.domain.errors import NotFound
from sukui_desktop.domain.question.method_and_marking import Method
from sukui_desktop.domain.rule_year.rule_year_and_its_draft import draft_from_rule
from sukui_desktop.services.file_reading_and_saving import read_file
from sukui_desktop.services.prepare.rule_years import find_shipped_rule_year, list_shipped_rule_years, read_rule_file

FILES = sorted(resource_path("rules").glob("*.toml"))
VOTES = Path(__file__).parents[3] / "rules"


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_file_is_called_by_its_key_and_makes_a_draft(path: Path) -> None:
    rule = read_rule_file(read_file(path))
    assert (rule.key, find_shipped_rule_year(path.stem)) == (path.stem, rule)
    assert draft_from_rule(rule).rule_key == path.stem


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_every_file_is_voted_by_in_a_test(path: Path) -> None:
    assert f'"{path.stem}"' in "".join(test.read_text(encoding="utf-8") for test in VOTES.glob("test_*.py"))


def test_rules_are_listed_by_city_newest_first_and_those_of_no_year_last() -> None:
    rules = list_shipped_rule_years()
    assert len(rules) == len(FILES) == len({rule.key for rule in rules})
    dated = [rule.year for rule in rules if rule.year]
    assert dated == sorted(dated, reverse=True)
    assert all(not rule.year for rule in rules[len(dated) :])


def test_every_method_has_a_rule() -> None:
    assert {rule.question.method for rule in list_shipped_rule_years()} == set(Method)


def test_an_unknown_rule_is_refused_with_those_that_are_known() -> None:
    with pytest.raises(NotFound) as refused:
        find_shipped_rule_year("seoul-1999")
    assert refused.value.code == "rule_unknown"
    assert "seoul-2015" in tuple(refused.value.facts["known"])  # type: ignore[arg-type]


def test_a_new_year_is_a_new_file(tmp_path: Path) -> None:
    path = tmp_path / "seoul-2031.toml"
    text = (resource_path("rules") / "seoul-2015.toml").read_text(encoding="utf-8")
    path.write_text(
        text.replace("seoul-2015", "seoul-2031")
        .replace("year = 2015", "year = 2031")
        .replace("max_picks = 5", "max_picks = 9"),
        encoding="utf-8",
    )
    rule = read_rule_file(read_file(path))
    assert (rule.key, rule.year, draft_from_rule(rule).max_picks) == ("seoul-2031", 2031, 9)
