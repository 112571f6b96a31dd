"""A document is whole on the disk or not there; every fault of the disk has a name of ours and harms nothing."""

from __future__ import annotations

import errno
import os
import stat
from collections.abc import Callable
from pathlib import Path

import pytest

from sukui_desktop.assets.messages import error_text
from sukui_desktop.documents.write.attendance_sheet import attendance_pdf
from sukui_desktop.documents.write.minutes import minutes_pdf
from sukui_desktop.documents.write.result_and_study import result_pdf
from sukui_desktop.documents.write.spreadsheet import attendance_rows, csv_bytes, xlsx_bytes
from sukui_desktop.domain.errors import StorageFault
from sukui_desktop.domain.papers.public_result import public_result_fields, result_json_bytes
from sukui_desktop.services.file_reading_and_saving import save_file
from tests.builders import papers

WRITERS: dict[str, Callable[[Path], Path]] = {
    "attendance": lambda path: save_file(attendance_pdf(papers.attendance_sheet(3)), path),
    "minutes": lambda path: save_file(minutes_pdf(papers.small_minutes()), path),
    "result": lambda path: save_file(result_pdf(papers.small_result()), path),
    "json": lambda path: save_file(result_json_bytes(public_result_fields(papers.small_result())), path),
    "csv": lambda path: save_file(csv_bytes(attendance_rows(papers.attendance_sheet(3))), path),
    "xlsx": lambda path: save_file(xlsx_bytes(attendance_rows(papers.attendance_sheet(3)), "표"), path),
}


@pytest.mark.parametrize("content", [b"", b"%PDF-", b"\x00" * 100_000])
def test_what_is_saved_is_what_is_there_and_nothing_beside_it(content: bytes, tmp_path: Path) -> None:
    path = tmp_path / "회의록 (최종).pdf"
    save_file(content, path)
    assert path.read_bytes() == content
    assert list(tmp_path.iterdir()) == [path]


def test_an_older_paper_is_replaced_and_its_open_reader_keeps_it(tmp_path: Path) -> None:
    path = tmp_path / "minutes.pdf"
    path.write_bytes(b"yesterday")
    with path.open("rb") as reader:
        save_file(b"today", path)
        assert reader.read() == b"yesterday"
    assert path.read_bytes() == b"today"


def test_anybody_who_may_read_the_folder_may_read_the_paper(tmp_path: Path) -> None:
    path = tmp_path / "result.pdf"
    save_file(b"x", path)
    assert stat.S_IMODE(path.stat().st_mode) == 0o644


def test_a_folder_in_the_way_is_reported_and_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "result.pdf"
    path.mkdir()
    (path / "inside").write_bytes(b"kept")
    with pytest.raises(StorageFault) as refused:
        save_file(b"x", path)
    assert refused.value.code == "write_failed"
    assert refused.value.facts["path"] == str(path)
    assert refused.value.facts["reason"] == os.strerror(errno.EISDIR)
    assert [entry.name for entry in tmp_path.rglob("*")] == ["result.pdf", "inside"]


def test_a_file_where_the_folder_should_be_is_reported(tmp_path: Path) -> None:
    (tmp_path / "usb").write_bytes(b"kept")
    with pytest.raises(StorageFault) as refused:
        save_file(b"x", tmp_path / "usb" / "result.pdf")
    assert refused.value.code == "folder_missing"
    assert (tmp_path / "usb").read_bytes() == b"kept"


@pytest.mark.parametrize("kind", WRITERS)
def test_every_paper_tells_that_its_folder_is_gone(kind: str, tmp_path: Path) -> None:
    with pytest.raises(StorageFault) as refused:
        WRITERS[kind](tmp_path / "gone" / "paper")
    assert refused.value.code == "folder_missing"
    assert refused.value.facts == {"file": "paper", "path": str(tmp_path / "gone" / "paper")}
    assert error_text("folder_missing", **refused.value.facts)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("kind", WRITERS)
def test_every_paper_is_written_whole_over_an_older_one(kind: str, tmp_path: Path) -> None:
    path = tmp_path / "paper"
    path.write_bytes(b"older" * 1_000_000)
    WRITERS[kind](path)
    assert b"older" not in path.read_bytes()
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize("kind", sorted(set(WRITERS) - {"xlsx"}))
def test_the_same_meeting_gives_the_same_bytes(kind: str, tmp_path: Path) -> None:
    for name in ("one", "other"):
        WRITERS[kind](tmp_path / name)
    assert (tmp_path / "one").read_bytes() == (tmp_path / "other").read_bytes()
