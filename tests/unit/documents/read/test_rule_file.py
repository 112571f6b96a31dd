"""A fault in a rule file is reported with file, line, key, value and what was expected."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from sukui_desktop.assets.messages import error_text
from sukui_desktop.assets.resources import read_resource
from sukui_desktop.documents.read.rule_file import parse_rule, read_rule
from sukui_desktop.domain.errors import BadInput
from sukui_desktop.services.file_reading_and_saving import read_file

SOUND = read_resource("rules/seoul-2015.toml").decode("utf-8")


def refusal(content: str | bytes) -> BadInput:
    data = content if isinstance(content, bytes) else content.encode("utf-8")
    with pytest.raises(BadInput) as refused:
        parse_rule(data, "우리 규칙.toml")
    assert refused.value.facts["file"] == "우리 규칙.toml"
    assert str(refused.value.facts["line"]) in error_text(refused.value.code, **refused.value.facts)
    return refused.value


def line_of(content: str, part: str) -> int:
    return next(number for number, line in enumerate(content.splitlines(), start=1) if part in line)


def test_a_sound_file_is_read_with_any_line_ends_and_a_byte_order_mark(tmp_path: Path) -> None:
    path = tmp_path / "새 해.toml"
    path.write_bytes(b"\xef\xbb\xbf" + SOUND.replace("\n", "\r\n").encode("utf-8"))
    assert read_rule(read_file(path)) == parse_rule(SOUND.encode("utf-8"), "seoul-2015.toml")
    assert read_rule(read_file(path)).title.startswith("2015년")


@pytest.mark.parametrize(
    ("old", "new", "key", "value", "expected"),
    [
        ('method = "approval"', 'method = "votes"', "question.method", "votes", "approval | choice"),
        ("max_picks = 5", 'max_picks = "5"', "question.max_picks", "5", "int"),
        ("max_picks = 5", "max_picks = 0", "question.max_picks", "0", "1.."),
        ("year = 2015", "year = 2015.5", "year", "2015.5", "int"),
        ('weight = "1/10"', 'weight = "1/5"', "channels.channels", "11/10", "1"),
        ('weight = "1/10"', "weight = 0.1", "channels.channels.2.weight", "0.1", "str"),
        ('weight = "1/10"', 'weight = "0.1"', "channels.channels.2.weight", "0.1", "n/d"),
        ('key = "survey"', 'key = "citizens"', "channels.channels.2.key", "citizens", "committee ≠ citizens"),
        ('basis = "ballots"', 'basis = "표"', "channels.basis", "표", "ballots | marks"),
        ("min_picks = 1", "min_picks = 2", "open.1.default", "1", "2"),
        ('empty = "rescale"', "empty = true", "channels.empty", "True", "str"),
        ('kind = "money"', 'kind = "won"', "open.0.kind", "won", "int | share"),
        ('field = "question.min_picks"', 'field = "question.least"', "open.1.field", "question.least", "question.…"),
        ("most = 5", "most = 0", "open.1.most", "0", "0.."),
        ("least = 1\nmost = 5", "least = 2\nmost = 5", "open.1.default", "1", "2..5"),
        ('choices = ["ballots", "marks"]', 'choices = ["marks"]', "open.2.default", "ballots", "marks"),
        ('key = "seoul-2015"', 'key = "서울"', "key", "서울", "a-z 0-9 -"),
    ],
)
def test_a_value_that_does_not_fit_is_reported_with_its_place(
    old: str, new: str, key: str, value: str, expected: str
) -> None:
    assert old in SOUND
    refused = refusal(SOUND.replace(old, new, 1))
    assert refused.code == "rule_value_wrong"
    assert (refused.facts["key"], refused.facts["value"]) == (key, value)
    assert str(refused.facts["expected"]).startswith(expected)


def test_the_line_is_that_of_the_key() -> None:
    for old, new in (("max_picks = 5", "max_picks = -1"), ('weight = "1/10"', 'weight = "ten"')):
        content = SOUND.replace(old, new)
        assert refusal(content).facts["line"] == line_of(content, new)


@pytest.mark.parametrize(
    ("old", "new", "key"),
    [
        ("max_picks = 5", "max_pick = 5", "question.max_pick"),
        ("max_picks = 1 }", "max_picks = 1, most = 2 }", "question.each_group.most"),
        ('name = "시민"', 'nam = "시민"', "channels.channels.1.nam"),
        ('basis = "ballots"', 'basis = "ballots"\nunit = "표"', "channels.unit"),
        ("year = 2015", 'year = 2015\n"연도" = 2015', "연도"),
        ("least = 1", "lest = 1", "open.0.lest"),
    ],
)
def test_a_key_that_nobody_knows_is_reported_with_those_that_may_stand_there(old: str, new: str, key: str) -> None:
    content = SOUND.replace(old, new, 1)
    refused = refusal(content)
    assert (refused.code, refused.facts["key"]) == ("rule_key_unknown", key)
    assert refused.facts["line"] == line_of(content, new.splitlines()[-1])
    assert key.rpartition(".")[2] not in str(refused.facts["expected"]).split(", ")


@pytest.mark.parametrize(
    ("gone", "key"),
    [
        ('key = "seoul-2015"\n', "key"),
        ('method = "approval"\n', "question.method"),
        ('name = "설문조사"\n', "channels.channels.2.name"),
        ("default = 0\n", "open.0.default"),
    ],
)
def test_what_is_missing_is_named(gone: str, key: str) -> None:
    refused = refusal(SOUND.replace(gone, "", 1))
    assert (refused.code, refused.facts["key"]) == ("rule_value_wrong", key)
    assert refused.facts["expected"] == f"{key.rpartition('.')[2]} = …"


@pytest.mark.parametrize(
    ("content", "line"),
    [
        (SOUND.replace('basis = "ballots"', 'basis = "ballots'), 20),
        (SOUND + "\n[question\n", SOUND.count("\n") + 2),
        (SOUND + '\nkey = """', SOUND.count("\n") + 2),
        (SOUND + "\n[question]\n", SOUND.count("\n") + 2),
        (SOUND.encode("utf-8").replace("위원".encode(), b"\xc0\xa7", 1), 1),
        (SOUND.encode("cp949", "replace"), 1),
        (b"\x00\x01\x02", 1),
    ],
)
def test_what_is_no_toml_is_reported_by_its_line(content: str | bytes, line: int) -> None:
    refused = refusal(content)
    assert (refused.code, refused.facts["line"]) == ("rule_syntax", line)


def test_a_long_value_is_cut() -> None:
    assert len(str(refusal(SOUND.replace('"approval"', f'"{"가" * 500}"')).facts["value"])) == 80


@pytest.mark.parametrize(
    ("name", "content", "code"), [("없음.toml", None, "input_missing"), ("빔.toml", b"", "input_empty")]
)
def test_a_file_that_is_not_there_or_empty(tmp_path: Path, name: str, content: bytes | None, code: str) -> None:
    path = tmp_path / name
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(BadInput) as refused:
        read_rule(read_file(path))
    assert (refused.value.code, refused.value.facts["file"]) == (code, name)


@pytest.mark.parametrize("wrong", ["key = " + "[" * 5000 + "]" * 5000, "year = " + "9" * 5000])
def test_a_file_too_deep_or_a_number_too_long_is_refused_with_its_line(wrong: str) -> None:
    with pytest.raises(BadInput) as refusal:
        parse_rule(f"# one\n{wrong}\n".encode(), "rule.toml")
    assert (refusal.value.code, refusal.value.facts["line"]) == ("rule_syntax", 2)


@pytest.mark.parametrize(
    "content",
    [
        "a" + ".a" * 100_000 + " = 1",
        "a" + " . a" * 60_000 + " = 1",
        "[a" + '."b c"' * 40_000 + "]\nx = 1",
        "x = " + "{a" + ".a" * 100_000 + " = 1}",
        "k = 1\n" * 60_000,
        "x = " + "[" * 250_000,
        "year = " + "9" * 250_000,
        'title = "' + "말" * 200_000 + '"',
    ],
    ids=["dots", "spaced dots", "table", "inline", "twice", "lists", "number", "large"],
)
def test_a_rule_made_to_take_for_ever_is_refused_in_seconds(content: str) -> None:
    """Seen to fail on 0.3.0: a key of a hundred thousand parts was read for minutes."""
    began = time.process_time()
    with pytest.raises(BadInput) as refused:
        parse_rule(content.encode(), "bomb.toml")
    assert refused.value.code in ("rule_syntax", "rule_too_large")
    assert time.process_time() - began < 10
