"""`sukui rules` as people and programs call it: lists, words, and the exit code of a bad file."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from sukui_desktop.assets.messages import text
from sukui_desktop.assets.resources import resource_path
from sukui_desktop.cli.main import run_command
from sukui_desktop.services.opened_meeting import Context
from sukui_desktop.services.prepare.rule_years import list_shipped_rule_years

SOUND = resource_path("rules/seoul-2015.toml").read_text(encoding="utf-8")


def no_context() -> Context:
    raise AssertionError("rules need no station")


def call(*words: str | Path) -> int:
    return run_command(["rules", *map(str, words)], no_context)


def test_the_list_names_every_rule_on_its_line(capsys: pytest.CaptureFixture[str]) -> None:
    assert call("list") == 0
    lines = capsys.readouterr().out.splitlines()
    assert [line.split()[0] for line in lines] == [rule.key for rule in list_shipped_rule_years()]
    assert any(line.split()[:2] == ["seoul-2014", "2014"] for line in lines)


def test_the_list_as_json_holds_source_and_summary(capsys: pytest.CaptureFixture[str]) -> None:
    assert call("list", "--json") == 0
    (first, *_) = json.loads(capsys.readouterr().out)["rules"]
    assert set(first) == {"key", "title", "city", "year", "track", "source", "summary"}


def test_a_rule_is_read_out(capsys: pytest.CaptureFixture[str]) -> None:
    assert call("show", "seoul-2014") == 0
    told = capsys.readouterr().out
    assert told.startswith("2014년 참여예산 사업 선정 (정확히 168개) (seoul-2014)")
    assert "한 사람이 정확히 168개를 고릅니다." in told


def test_a_rule_as_json_holds_its_tables_its_words_and_what_must_be_written(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert call("show", "seoul-2015", "--json") == 0
    told = json.loads(capsys.readouterr().out)
    assert told["question"]["each_group"] == {"by": "field", "min_picks": 0, "max_picks": 1}
    assert [channel["weight"] for channel in told["channels"]["channels"]] == ["9/20", "9/20", "1/10"]
    assert told["must_be_written"] == ["selection.ceiling"]
    assert told["words"][1] == "한 사람이 5개까지 고릅니다."


def test_an_unknown_rule_is_refused_with_the_known_ones(capsys: pytest.CaptureFixture[str]) -> None:
    assert call("show", "seoul-1999") == 3
    assert "seoul-2015" in capsys.readouterr().err


def test_a_sound_file_of_somebody_else_is_read_out(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "busan.toml"
    path.write_text(SOUND.replace("seoul-2015", "busan-2031").replace('city = "seoul"', 'city = "busan"'), "utf-8")
    assert call("check", path) == 0
    assert capsys.readouterr().out.startswith("busan.toml: 이상 없습니다.\n")
    assert call("check", path, "--json") == 0
    told = json.loads(capsys.readouterr().out)
    assert (told["file"], told["key"], told["city"]) == ("busan.toml", "busan-2031", "busan")


def test_a_bad_file_is_reported_by_line_key_value_and_what_was_expected(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "bad.toml"
    path.write_text(SOUND.replace('basis = "ballots"', 'basis = "ballots"\nempty_too = 1'), "utf-8")
    assert call("check", path, "--json") == 3
    spoken = capsys.readouterr()
    assert json.loads(spoken.out) == {
        "error": "rule_key_unknown",
        "facts": {
            "file": "bad.toml",
            "line": 21,
            "column": 1,
            "key": "channels.empty_too",
            "value": "empty_too",
            "expected": "channels, basis, empty",
        },
        "exit": 3,
    }
    assert "21번째 줄" in spoken.err
    assert "channels.empty_too" in spoken.err


def test_a_file_that_is_not_there(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert call("check", tmp_path / "없음.toml") == 3
    assert "없음.toml" in capsys.readouterr().err


@pytest.mark.parametrize("words", [(), ("show",), ("check",), ("write", "x")])
def test_a_call_that_makes_no_sense_is_a_usage_error(
    words: tuple[str, ...], capsys: pytest.CaptureFixture[str]
) -> None:
    assert call(*words) == 2
    assert text("cli.usage.prefix") in capsys.readouterr().err
