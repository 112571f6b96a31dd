"""Whatever a channel's file holds, it ends in a reading or a plain refusal, and no number of votes goes lost."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from sukui_desktop.documents.read.channel_file import parse_channel_file
from sukui_desktop.domain.channel.channel_result_file import ChannelMapping, ChannelTotals
from sukui_desktop.domain.channel.checked_channel_figures import reconcile_channel_reading
from sukui_desktop.domain.errors import BadInput
from sukui_desktop.domain.papers.public_result import public_result_fields, result_json_bytes
from sukui_desktop.services.file_reading_and_saving import read_file
from tests.builders import papers

SHEET = papers.small_result()
QUESTION = SHEET.definition.question
RESULT = result_json_bytes(public_result_fields(SHEET))
TABLE = '투표자 수: 1,000,,\n사업코드,사업명,득표수\nP001,가,"1,2"\nP002,나,5\n합계,,17\n무효,,3\n'.encode()
CELLS = st.text(max_size=8) | st.sampled_from(
    ["1", "1,234표", "합계", "무효", "유효: 5", "투표자 수", "※", "", "P001", "-", "-1", "0.5", "득표수", "사업명", "%"]
)
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=6),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner, max_size=3),
    max_leaves=6,
)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("channels")


def _take(folder: Path, content: bytes, mapping: ChannelMapping | None = None) -> None:
    """Read and reconcile; only a refusal that names the file may stop it."""
    path = folder / "any.csv"
    path.write_bytes(content)
    try:
        reconcile_channel_reading(
            QUESTION, parse_channel_file(read_file(path), mapping), ChannelTotals(voters=10, ballots_valid=10)
        )
    except BadInput as refused:
        if refused.facts["file"] != "any.csv":
            raise AssertionError(refused) from refused


@given(content=st.binary(max_size=300))
@example(content=b"{")
@example(content=b"\xef\xbb\xbf{}")
@example(content=b'{"format": 1, "votes": {"a": NaN}}')
def test_any_bytes(folder: Path, content: bytes) -> None:
    _take(folder, content)


@given(source=st.sampled_from([RESULT, TABLE]), data=st.data())
def test_a_good_file_with_some_bytes_changed(folder: Path, source: bytes, data: st.DataObject) -> None:
    content = bytearray(source)
    for _ in range(data.draw(st.integers(1, 4))):
        content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))
    _take(folder, bytes(content))


@given(data=st.data(), value=VALUES)
def test_a_result_with_one_part_of_another_shape(folder: Path, data: st.DataObject, value: object) -> None:
    public = json.loads(RESULT)
    part = data.draw(st.sampled_from([public, public["rule"], public["poll"], public["votes"]]))
    part[data.draw(st.sampled_from(sorted(part)))] = value
    _take(folder, json.dumps(public).encode())


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    rows=st.lists(st.lists(CELLS.filter(lambda cell: "\0" not in cell), min_size=3, max_size=3), max_size=8),
    places=st.lists(st.integers(-1, 4), min_size=5, max_size=5),
)
def test_any_sheet_under_any_mapping(folder: Path, rows: list[list[str]], places: list[int]) -> None:
    lines = [",".join('"' + cell.replace('"', '""') + '"' for cell in row) for row in rows]
    content = "\n".join(["사업코드,사업명,득표수", *lines]).encode("utf-8", "replace")
    header_row, code, title, votes, points = places
    _take(folder, content)
    _take(folder, content, ChannelMapping(header_row=header_row, code=code, title=title, votes=votes, points=points))


@given(
    votes=st.lists(st.integers(0, 10**9), min_size=1, max_size=30),
    style=st.sampled_from(["{}", '"{:,}"', '"{:,}표"', "{}.0", " {} "]),
    has_sum=st.booleans(),
    above=st.integers(0, 5),
    codec=st.sampled_from(["utf-8-sig", "cp949", "utf-16"]),
)
def test_every_vote_of_a_table_is_read(
    folder: Path, votes: list[int], style: str, has_sum: bool, above: int, codec: str
) -> None:
    lines = ["결과표,,,"] * above + ["연번,사업명,득표수,득표율(%)"]
    lines += [f"{n},사업 {n},{style.format(count)},1.5" for n, count in enumerate(votes)]
    lines += [f"합계,,{style.format(sum(votes))},100"] * has_sum + [",,,"] * above
    path = folder / "table.csv"
    path.write_bytes("\n".join(lines).encode(codec))
    reading = parse_channel_file(read_file(path))
    assert reading.problems == ()
    assert [line.votes for line in reading.lines] == votes
    assert [line.title for line in reading.lines] == [f"사업 {n}" for n in range(len(votes))]
    assert reading.totals == ChannelTotals(votes=sum(votes) if has_sum else None)
