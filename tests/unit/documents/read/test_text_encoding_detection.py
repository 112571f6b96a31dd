"""The encoding of a file is found from its bytes, also where a letter is cut by the reading block."""

from __future__ import annotations

from pathlib import Path

import pytest

from sukui_desktop.documents.read.source_file_kind import check_and_hash_source_file
from sukui_desktop.documents.read.text_encoding_detection import detect_encoding
from sukui_desktop.domain.errors import BadInput
from sukui_desktop.services.file_reading_and_saving import read_file

BLOCK = 1024 * 1024


def _detect(folder: Path, content: bytes) -> str:
    path = folder / "글.csv"
    path.write_bytes(content)
    return detect_encoding(check_and_hash_source_file(read_file(path)))


@pytest.mark.parametrize(
    ("content", "codec"),
    [
        (b"plain ascii\n", "utf-8"),
        ("홍길동".encode(), "utf-8"),
        ("\ufeff홍길동".encode(), "utf-8-sig"),
        ("홍길동".encode("cp949"), "cp949"),
        ("뷁".encode("cp949"), "cp949"),
        ("郞".encode("cp949"), "cp949"),
        ("홍길동".encode("utf-16"), "utf-16"),
        (b"\xfe\xff" + "홍길동".encode("utf-16-be"), "utf-16"),
        ("이름,번호\n홍길동,1\n".encode("utf-16-le"), "utf_16_le"),
        ("이름,번호\n홍길동,1\n".encode("utf-16-be"), "utf_16_be"),
    ],
)
def test_the_usual_ones(tmp_path: Path, content: bytes, codec: str) -> None:
    assert _detect(tmp_path, content) == codec


@pytest.mark.parametrize("encoding", ["utf-8", "cp949"])
@pytest.mark.parametrize("before", [BLOCK - 2, BLOCK - 1, BLOCK])
def test_a_letter_that_two_blocks_share_is_no_fault(tmp_path: Path, encoding: str, before: int) -> None:
    assert _detect(tmp_path, b"a" * before + "뷁\n".encode(encoding)) == encoding


@pytest.mark.parametrize("before", [BLOCK - 1, BLOCK, BLOCK + 1])
def test_a_bad_byte_near_the_edge_of_a_block_is_named_at_its_place(tmp_path: Path, before: int) -> None:
    with pytest.raises(BadInput) as refused:
        _detect(tmp_path, b"a\n" + b"b" * (before - 2) + "홍".encode() + b"\xff!\n")
    facts = refused.value.facts
    assert (facts["line"], facts["column"], facts["value"]) == (2, before + 2, "ff 21")


def test_a_mark_that_the_rest_belies_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="encoding_unknown") as refused:
        _detect(tmp_path, "\ufeff이름\n".encode() + "홍길동".encode("cp949"))
    assert refused.value.facts["line"] == 2


def test_a_letter_cut_off_at_the_end_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="encoding_unknown") as refused:
        _detect(tmp_path, "번호,성명\n1,홍길동".encode()[:-1])
    assert refused.value.facts["expected"] == "utf-8"
    with pytest.raises(BadInput, match="encoding_unknown") as refused:
        _detect(tmp_path, "번호,성명\n1,홍길동".encode("cp949")[:-1])
    assert refused.value.facts["expected"] == "cp949"


def test_latin_letters_of_another_country_are_refused_rather_than_guessed(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="encoding_unknown"):
        _detect(tmp_path, "Świecie,café é".encode("cp1250", "replace"))


def test_a_file_keeps_its_hash_and_its_beginning(tmp_path: Path) -> None:
    path = tmp_path / "큰.csv"
    path.write_bytes(b"x" * 100_000)
    source = check_and_hash_source_file(read_file(path))
    assert (source.name, len(source.beginning)) == ("큰.csv", 64 * 1024)
    assert not source.is_workbook()
