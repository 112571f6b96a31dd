"""The minutes on paper say exactly what the minutes are, with every name whole."""

from __future__ import annotations

import subprocess
import unicodedata
from pathlib import Path

import msgspec
import pytest
from pypdf.generic import DictionaryObject, PdfObject

from sukui_desktop.documents.write.fonts_and_line_breaks import printable_text
from sukui_desktop.documents.write.minutes import minutes_pdf, minutes_text
from sukui_desktop.domain.errors import RuleBroken
from sukui_desktop.domain.papers.minutes_content import (
    HEADINGS,
    LEGAL_NAMES,
    ItemRecord,
    Minutes,
    PeopleGroup,
    Speech,
    WrittenHeading,
)
from tests.builders import papers
from tests.unit.documents.write.pdf_reading import body_text, reader_of, squeezed, whole_text


def _pdf(minutes: Minutes, folder: Path) -> bytes:
    path = folder / "minutes.pdf"
    path.write_bytes(minutes_pdf(minutes))
    return path.read_bytes()


def _big() -> Minutes:
    return papers.minutes_of(papers.big_result(), 1200, speeches=9, odd=True)


@pytest.mark.parametrize("minutes", [papers.small_minutes(), papers.small_minutes(is_practice=True), _big()])
def test_extracted_text_is_the_whole_minutes(minutes: Minutes, tmp_path: Path) -> None:
    assert squeezed(body_text(reader_of(_pdf(minutes, tmp_path)))) == squeezed(minutes_text(minutes))


def test_every_name_is_there_whole(tmp_path: Path) -> None:
    extracted = squeezed(body_text(reader_of(_pdf(_big(), tmp_path))))
    for name in papers.ODD_NAMES:
        assert squeezed(printable_text(name)) in extracted
    assert "뷁뷁이" in extracted
    assert "郞君子" in extracted
    assert "나" * 200 in extracted
    assert unicodedata.normalize("NFC", papers.ODD_NAMES[2]) == "각설탕"
    assert "각설탕" in extracted
    assert "김〔U+1F600〕민" in extracted


def test_another_program_reads_the_same_letters(tmp_path: Path) -> None:
    path = tmp_path / "minutes.pdf"
    minutes = papers.small_minutes()
    path.write_bytes(minutes_pdf(minutes))
    told = subprocess.run(["pdftotext", "-raw", str(path), "-"], capture_output=True, check=True).stdout.decode()
    assert squeezed(minutes_text(minutes)[:400]) in squeezed(told)


def test_text_names_the_nine_headings_in_the_order_of_the_law() -> None:
    text = minutes_text(papers.small_minutes())
    places = [text.index(f"{number}. {LEGAL_NAMES[key]}") for number, key in enumerate(HEADINGS, start=1)]
    assert places == sorted(places)


def test_text_shows_what_happened() -> None:
    text = minutes_text(papers.small_minutes())
    for said in (
        "2026. 8. 29.(토) 14:00~16:30",
        "2026. 8. 29.(토) 14:02~16:35",
        "3층 공용회의실",
        "재적 15명 중 8명 이상, 12명으로 충족",
        "주관부서 2명: 정도윤, 최예은",
        "제1호 안건 2027 복지분야 우선 정책사업 선정 (설명: 복지정책과장)",
        "우선 정책사업을 표결 결과대로 선정한다. (표결)",
        "시민공론장 개최 여부는 다음 회의로 미룬다.",
        "문항의 사업명이 잘못되어 다시 묻기로 함 (무효화한 사람: 김민서, 이지우)",
        papers.HASH,
        "느티나무 · 새벽 · 돌다리 · 종이배",
        "19\t12\t3\t3\t1",
        "확정인 김민서, 이지우",
    ):
        assert said in text, said


@pytest.mark.parametrize("state", ["open", "counted", "selected"])
def test_no_figure_of_the_result_before_it_is_certified(state: str) -> None:
    minutes = papers.small_minutes()
    poll = papers.poll_record(papers.small_result(), state)
    text = minutes_text(msgspec.structs.replace(minutes, polls=(poll,)))
    assert "아직 확정되지 않아" in text
    assert "P001" not in text
    assert "선정 누계" not in text


def test_empty_heading_is_refused_and_nothing_is_written(tmp_path: Path) -> None:
    minutes = msgspec.structs.replace(papers.small_minutes(), polls=(), written=())
    path = tmp_path / "minutes.pdf"
    with pytest.raises(RuleBroken) as refused:
        path.write_bytes(minutes_pdf(minutes))
    assert refused.value.code == "minutes_incomplete"
    assert refused.value.facts == {"headings": ("표결 내용",)}
    assert list(tmp_path.iterdir()) == []


def test_none_is_said_where_it_was_chosen(tmp_path: Path) -> None:
    minutes = msgspec.structs.replace(
        papers.small_minutes(), polls=(), written=(WrittenHeading(heading="votes", is_none=True),)
    )
    text = body_text(reader_of(_pdf(minutes, tmp_path)))
    assert squeezed("9. 표결 내용 해당 없음") in squeezed(text)


def test_fonts_are_embedded_and_korean_is_declared(tmp_path: Path) -> None:
    reader = reader_of(_pdf(_big(), tmp_path))
    names = set()
    for page in reader.pages:
        for name in _dictionary(_dictionary(page["/Resources"])["/Font"]):
            fact = _dictionary(_dictionary(_dictionary(page["/Resources"])["/Font"])[name])
            if "PretendardGOV" in str(fact["/BaseFont"]):
                assert "/FontFile2" in _dictionary(fact["/FontDescriptor"])
                assert "/ToUnicode" in fact
                names.add(str(fact["/BaseFont"]).split("+")[-1])
    assert names == {"PretendardGOV-Regular", "PretendardGOV-Bold"}
    assert str(_dictionary(reader.trailer["/Root"])["/Lang"]) == "ko-KR"
    width, height = reader.pages[0].mediabox[2:]
    assert (round(width), round(height)) == (595, 842)


def _dictionary(found: PdfObject) -> DictionaryObject:
    told = found.get_object()
    assert isinstance(told, DictionaryObject)
    return told


def test_equal_minutes_give_equal_bytes(tmp_path: Path) -> None:
    assert _pdf(papers.small_minutes(), tmp_path) == _pdf(papers.small_minutes(), tmp_path)


def test_every_page_has_number_hash_line_and_practice_mark(tmp_path: Path) -> None:
    reader = reader_of(_pdf(papers.small_minutes(is_practice=True), tmp_path))
    for number, page in enumerate(reader.pages, start=1):
        text = page.extract_text()
        assert f"{number}/{len(reader.pages)}" in text
        assert papers.HEAD in text
        assert text.count("연습") >= 2
    assert "연습" not in whole_text(reader_of(_pdf(papers.small_minutes(), tmp_path)))


def test_a_speech_longer_than_a_page_goes_on(tmp_path: Path) -> None:
    gist = "\n".join(f"{place}번째 줄의 말씀입니다." for place in range(200))
    item = ItemRecord(
        number="1",
        depth=0,
        title="긴 발언 " * 60,
        presenter="",
        minutes=10,
        spent_ms=0,
        state="planned",
        speeches=(Speech(speaker="", gist=gist),),
    )
    minutes = msgspec.structs.replace(papers.small_minutes(), items=(item,))
    assert squeezed(body_text(reader_of(_pdf(minutes, tmp_path)))) == squeezed(minutes_text(minutes))


def test_a_cell_higher_than_a_page_loses_nothing(tmp_path: Path) -> None:
    item = ItemRecord(number="1", depth=0, title="가나다 " * 3000, presenter="", minutes=10, spent_ms=0, state="closed")
    minutes = msgspec.structs.replace(
        papers.small_minutes(),
        items=(item,),
        written=tuple(WrittenHeading(heading=heading, is_none=True) for heading in HEADINGS),
    )
    told = squeezed(body_text(reader_of(_pdf(minutes, tmp_path))))
    assert sorted(told) == sorted(squeezed(minutes_text(minutes)))


def test_people_without_channel_or_role_are_listed() -> None:
    groups = (PeopleGroup(channel="", role="", names=("홍길동",)), PeopleGroup(channel="빈", role="", names=()))
    text = minutes_text(msgspec.structs.replace(papers.small_minutes(), attendees=groups, observers=()))
    assert "1) 구분 없음 1명: 홍길동" in text
    assert "빈" not in text
    assert "배석자 0명" not in text
