"""A rule file over channel files: the worked example to the last fraction, and what cannot be true refused."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest
from msgspec import UNSET, UnsetType

from sukui_desktop.assets.resources import resource_path
from sukui_desktop.domain.errors import BadInput, RuleBroken
from sukui_desktop.domain.question.channels import Ledger
from sukui_desktop.services.file_reading_and_saving import read_file
from sukui_desktop.services.tally.channel_files_tally import RuleTally, tally_channel_files_by_rule
from tests.builders.pabulib_text import pabulib_text, write_text

RULE = """key = "worked"
title = "예"
city = "seoul"
year = 2020
track = ""
source = "예"
summary = "예"
[question]
method = "approval"
max_picks = 2
[selection]
ceiling = 100
[channels]
basis = "ballots"
[[channels.channels]]
key = "committee"
name = "위원"
weight = "9/20"
[[channels.channels]]
key = "citizens"
name = "시민"
weight = "11/20"
[[open]]
field = "channels.basis"
title = "바탕"
kind = "choice"
choices = ["ballots", "marks"]
default = "ballots"
[[open]]
field = "selection.ceiling"
title = "한도액"
kind = "money"
least = 1
default = 100
[[open]]
field = "question.max_picks"
title = "고를 수"
kind = "int"
least = 1
most = 2
default = 2
"""
PLAIN_RULE = RULE.partition("[channels]")[0]
PROJECTS = {"projects": ("X;60", "Y;50"), "currency": "KRW"}
SUMS = "코드,득표수\nX,4\nY,8\n유효 투표수,10\n"


@pytest.fixture
def files(tmp_path: Path) -> Path:
    write_text(tmp_path / "rule.toml", RULE)
    write_text(tmp_path / "plain.toml", PLAIN_RULE)
    write_text(tmp_path / "a.pb", pabulib_text(["X,Y", "X", "X", "Y"], **PROJECTS))  # type: ignore[arg-type]
    write_text(tmp_path / "b.csv", SUMS)
    return tmp_path


def worked(files: Path, **answers: str) -> RuleTally:
    told = {name.replace("__", "."): value for name, value in answers.items()}
    channels = [("committee", files / "a.pb"), ("citizens", files / "b.csv")]
    return tally_files(files / "rule.toml", channels, None, told)


def tally_files(
    rule: Path,
    channels: Sequence[tuple[str, Path | None]],
    projects: Path | None = None,
    answers: Mapping[str, str] | None = None,
) -> RuleTally:
    """Read the files and tally them; None for a channel in which nobody voted."""
    read = [(key, None if path is None else read_file(path)) for key, path in channels]
    return tally_channel_files_by_rule(
        read_file(rule), read, None if projects is None else read_file(projects), answers
    )


def ledger_of(found: RuleTally) -> Ledger:
    ledger = found.outcome.ledger
    assert not isinstance(ledger, UnsetType)
    return ledger


def test_the_worked_example_by_ballots(files: Path) -> None:
    found = worked(files)
    assert ledger_of(found).scores == ("223/400", "133/200")
    assert [line.shares for line in ledger_of(found).lines] == [("27/80", "9/40"), ("11/50", "11/25")]
    assert (found.case.votes, found.outcome.selected) == ((7, 10), ("Y",))


def test_the_worked_example_by_marks(files: Path) -> None:
    assert ledger_of(worked(files, channels__basis="marks")).scores == ("34/75", "41/75")


def test_the_order_of_the_files_does_not_matter(files: Path) -> None:
    channels = [("citizens", files / "b.csv"), ("committee", files / "a.pb")]
    found = tally_files(files / "rule.toml", channels, files / "a.pb")
    assert ledger_of(found) == ledger_of(worked(files))


def test_the_list_without_each_channel_and_how_close_it_was(files: Path) -> None:
    found = worked(files)
    assert {key: other.selected for key, other in found.without.items()} == {"committee": ("Y",), "citizens": ("X",)}
    assert (found.margin.code, found.margin.channel, found.margin.change) == ("Y", "committee", -1)
    assert found.agreement == ()  # one channel brings sums alone


def test_other_rules_speak_where_all_ballots_are_there(files: Path) -> None:
    channels = [("committee", files / "a.pb"), ("citizens", files / "a.pb")]
    found = tally_files(files / "rule.toml", channels)
    assert {each.rule for each in found.agreement} == {"greedy", "greedy-no-skip", "mes-add1", "phragmen"}


def test_what_is_open_may_be_said(files: Path) -> None:
    assert worked(files, selection__ceiling="1천원").outcome.ceiling == 1_000
    assert worked(files, selection__ceiling="1천원").outcome.selected == ("Y", "X")
    with pytest.raises(BadInput, match="channel_marks_over_picks"):
        worked(files, question__max_picks="1")


def test_limits_of_the_rule_hold_and_what_no_ballot_can_say_is_invalid(files: Path) -> None:
    write_text(files / "a.pb", pabulib_text(["X,Y", "X", "X", "Y", "X,X", ""], **PROJECTS))  # type: ignore[arg-type]
    part = worked(files).parts[0]
    assert (part.result.ballots_valid, part.result.ballots_invalid, part.result.points_or_votes) == (4, 1, (3, 2))


def test_sums_may_show_what_was_blank_or_invalid(files: Path) -> None:
    write_text(files / "b.csv", SUMS + "무효,3\n백지,2\n투표자 수,15\n")
    part = worked(files).parts[1]
    assert (part.result.ballots_valid, part.result.ballots_blank, part.result.ballots_invalid) == (10, 2, 3)
    turnout = worked(files).case.turnout
    assert turnout is not None
    assert (turnout.cast, turnout.valid) == (4 + 15, 14)


def test_without_channels_one_file_decides(files: Path) -> None:
    found = tally_files(files / "plain.toml", [("all", files / "a.pb")])
    assert found.outcome.ledger is UNSET
    assert (found.case.votes, found.outcome.selected, found.without) == ((3, 2), ("X",), {})
    with pytest.raises(RuleBroken, match="channel_one_only"):
        tally_files(files / "plain.toml", [("all", files / "a.pb"), ("more", files / "a.pb")])


def test_a_ceiling_that_nobody_says_is_the_budget_of_the_ballots(files: Path) -> None:
    write_text(files / "plain.toml", PLAIN_RULE.replace("ceiling = 100", "ceiling = 0"))
    assert tally_files(files / "plain.toml", [("all", files / "a.pb")]).outcome.ceiling == 1_000


def test_projects_from_a_list(files: Path) -> None:
    write_text(files / "p.csv", "코드,사업명,사업비(원)\nX,하나,60000000\nY,둘,50000000\n")
    channels = [("committee", files / "b.csv"), ("citizens", files / "b.csv")]
    found = tally_files(files / "rule.toml", channels, files / "p.csv")
    assert ledger_of(found).scores == ("2/5", "4/5")
    assert [option.title for option in found.definition.question.options] == ["하나", "둘"]


@pytest.mark.parametrize(
    ("channels", "answers", "code"),
    [
        ([("committee", "a.pb")], {}, "channel_missing"),
        ([("committee", "a.pb"), ("citizens", "b.csv"), ("survey", "b.csv")], {}, "channel_unknown"),
        ([("committee", "a.pb"), ("committee", "a.pb")], {}, "channel_missing|channel_twice"),
        ([("committee", "b.csv"), ("citizens", "b.csv")], {}, "projects_missing"),
        ([("committee", "a.pb"), ("citizens", "b.csv")], {"question.max_picks": "two"}, "answer_unreadable"),
        ([("committee", "a.pb"), ("citizens", "b.csv")], {"question.title": "x"}, "rule_answer"),
        ([("committee", "a.pb"), ("citizens", "none.csv")], {}, "input_missing"),
    ],
)
def test_what_does_not_make_a_result_is_refused(
    files: Path, channels: list[tuple[str, str]], answers: dict[str, str], code: str
) -> None:
    with pytest.raises((BadInput, RuleBroken), match=code):
        tally_files(files / "rule.toml", [(key, files / name) for key, name in channels], None, answers)


def test_sums_that_cannot_be_true_are_refused(files: Path) -> None:
    write_text(files / "b.csv", SUMS.replace("X,4", "X,11"))
    with pytest.raises(BadInput, match="channel_"):
        worked(files)


def test_a_row_of_projects_that_cannot_be_read_is_refused_by_its_row(files: Path) -> None:
    write_text(files / "p.csv", "코드,사업명,사업비(원)\nX,하나,많이\nY,둘,50\n")
    with pytest.raises(BadInput, match="projects_unreadable") as caught:
        tally_files(files / "rule.toml", [("committee", files / "a.pb")], files / "p.csv")
    assert caught.value.facts["row"] == 2


@pytest.mark.parametrize(("key", "weights"), [("seoul-2015", 3), ("seoul-2017", 3), ("daejeon", 2)])
def test_shipped_years_with_channels(files: Path, key: str, weights: int) -> None:
    rule = resource_path(f"rules/{key}.toml")
    projects = tuple(f"P{place};{place};{place % 8}" for place in range(1, 40))
    picks = 25 if key == "seoul-2017" else 5
    vote = ",".join(f"P{place}" for place in range(1, picks + 1))
    text = pabulib_text([vote] * 4, projects=projects, columns="project_id;cost;category", currency="KRW")
    path = write_text(files / "year.pb", text)
    keys = _keys_of(rule)
    found = tally_files(rule, [(name, path) for name in keys])
    assert len(ledger_of(found).lines) == weights
    assert ledger_of(found).scores[0] == "1/1"


def _keys_of(rule: Path) -> tuple[str, ...]:
    words = rule.read_text(encoding="utf-8").split("[[channels.channels]]")[1:]
    return tuple(word.split('key = "')[1].partition('"')[0] for word in words)


def test_nobody_voted_in_a_channel(files: Path) -> None:
    channels = [("committee", files / "a.pb"), ("citizens", None)]
    ledger = ledger_of(tally_files(files / "rule.toml", channels))
    assert [line.applied for line in ledger.lines] == ["1/1", "0/1"]
    assert ledger.scores == ("3/4", "1/2")
    write_text(files / "zero.toml", RULE.replace('basis = "ballots"\n[[', 'basis = "ballots"\nempty = "zero"\n[[', 1))
    assert ledger_of(tally_files(files / "zero.toml", channels)).scores == ("27/80", "9/40")


def test_a_channel_of_another_name_is_reported_by_its_name(files: Path) -> None:
    with pytest.raises(RuleBroken, match="channel_unknown") as refused:
        tally_files(files / "rule.toml", [("comittee", files / "a.pb"), ("citizens", files / "b.csv")])
    assert refused.value.facts["channel"] == "comittee"
