"""A result.json of another hall is read as a channel; anything else that begins like one is refused."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from sukui_desktop.documents.read.channel_file import parse_channel_file
from sukui_desktop.domain.channel.channel_result_file import ChannelReading, ChannelTotals
from sukui_desktop.domain.channel.checked_channel_figures import reconcile_channel_reading
from sukui_desktop.domain.errors import BadInput
from sukui_desktop.domain.papers.public_result import public_result_fields, result_json_bytes
from sukui_desktop.services.file_reading_and_saving import read_file
from tests.builders import papers

SHEET = papers.small_result()


def _public() -> dict[str, Any]:
    return json.loads(result_json_bytes(public_result_fields(SHEET)))  # type: ignore[no-any-return]


def _read(folder: Path, content: str | bytes) -> ChannelReading:
    path = folder / "result.json"
    path.write_bytes(content if isinstance(content, bytes) else content.encode("utf-8"))
    return parse_channel_file(read_file(path))


def _refused(folder: Path, content: str | bytes) -> tuple[str, dict[str, object]]:
    with pytest.raises(BadInput) as refused:
        _read(folder, content)
    return refused.value.code, dict(refused.value.facts)


def test_our_own_result_comes_in_as_it_went_out(tmp_path: Path) -> None:
    reading = _read(tmp_path, result_json_bytes(public_result_fields(SHEET)))
    options, tally = SHEET.definition.question.options, SHEET.tally
    assert [(line.code, line.votes) for line in reading.lines] == [
        (option.code, votes) for option, votes in zip(options, tally.votes, strict=True)
    ]
    assert reading.totals == ChannelTotals(
        voters=tally.ballots_cast,
        ballots_valid=tally.ballots_valid,
        ballots_blank=tally.ballots_blank,
        ballots_invalid=tally.ballots_invalid,
    )
    assert (reading.encoding, reading.problems) == ("json", ())
    origin = reading.origin
    assert origin is not None
    assert (origin.poll_id, origin.definition_hash, origin.poll_title) == (
        SHEET.poll_id,
        SHEET.definition_hash,
        SHEET.poll_title,
    )
    question = SHEET.definition.question
    assert (origin.method, origin.min_picks, origin.max_picks, origin.groups) == (
        question.method,
        question.min_picks,
        question.max_picks,
        question.groups,
    )
    assert reconcile_channel_reading(question, reading).votes == tally.votes


def test_a_mark_at_the_beginning_and_other_indents_are_nothing(tmp_path: Path) -> None:
    plain = json.dumps(_public(), ensure_ascii=True)
    assert _read(tmp_path, b"\xef\xbb\xbf \n" + plain.encode()).lines == _read(tmp_path, plain).lines


def test_what_later_versions_add_is_let_be(tmp_path: Path) -> None:
    more = _public() | {"channels": [{"key": "x"}], "opinions": None}
    assert _read(tmp_path, json.dumps(more)).lines == _read(tmp_path, json.dumps(_public())).lines


def test_points_are_read_where_they_are_reported(tmp_path: Path) -> None:
    public = _public()
    public["points"] = {code: place - 1 for place, code in enumerate(public["votes"])}
    assert [line.points for line in _read(tmp_path, json.dumps(public)).lines] == [
        place - 1 for place in range(len(public["votes"]))
    ]


def test_a_code_twice_stays_twice(tmp_path: Path) -> None:
    content = json.dumps(_public()).replace('"votes": {', '"votes": {"P001": 1, ', 1)
    assert [line.code for line in _read(tmp_path, content).lines].count("P001") == 2


@pytest.mark.parametrize(
    ("value", "reason"),
    [
        (-1, "channel_votes_negative"),
        (1.5, "channel_votes_fraction"),
        (None, "channel_votes_unreadable"),
        (True, "channel_votes_unreadable"),
        ([1], "channel_votes_unreadable"),
        ("많음", "channel_votes_unreadable"),
        (10**15, "channel_votes_too_large"),
    ],
)
def test_votes_that_are_no_number(tmp_path: Path, value: object, reason: str) -> None:
    public = _public()
    code = next(iter(public["votes"]))
    public["votes"][code] = value
    (problem,) = _read(tmp_path, json.dumps(public)).problems
    assert (problem.row, problem.column, problem.reason_code) == (1, "votes", reason)


@pytest.mark.parametrize(
    "key", ["votes", "poll", "rule", "definition_hash", "ballots_valid", "is_practice", "currency"]
)
def test_a_result_with_a_part_missing(tmp_path: Path, key: str) -> None:
    public = _public()
    del public[key]
    assert _refused(tmp_path, json.dumps(public)) == ("channel_json_broken", {"file": "result.json"})


@pytest.mark.parametrize(
    "content",
    [
        "{",
        "{}",
        '{"format": 1}',
        '{"format": 1, "votes": 5}',
        "{" * 100_000,
        '{"a":' * 50_000,
        b'{"format": "\xff"}',
        '{"format": 1' + "0" * 5000 + "}",
    ],
)
def test_what_only_begins_like_a_result(tmp_path: Path, content: str | bytes) -> None:
    assert _refused(tmp_path, content)[0] in ("channel_json_broken", "channel_json_newer")


@pytest.mark.parametrize(
    ("key", "value"),
    [("votes", [1, 2]), ("votes", "P1"), ("votes", [[None, 1]]), ("rule", []), ("poll", 7), ("rule", {"method": []})],
)
def test_parts_of_another_shape(tmp_path: Path, key: str, value: object) -> None:
    assert _refused(tmp_path, json.dumps(_public() | {key: value}))[0] == "channel_json_broken"


def test_a_newer_format_says_so(tmp_path: Path) -> None:
    assert _refused(tmp_path, json.dumps(_public() | {"format": 2})) == (
        "channel_json_newer",
        {"file": "result.json", "format": "2"},
    )
