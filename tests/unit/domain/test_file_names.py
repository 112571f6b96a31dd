"""Names of files: bytes are counted, nothing is forbidden anywhere, and they say what they are of."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sukui_desktop.domain.file_names import MOST_STEM_BYTES, cut_to_bytes, dated_file_stem


@given(st.text(), st.sampled_from(["회의", "회의록", "결과 " * 40, ""]), st.sampled_from(["", "2026-08-29"]))
def test_any_title_gives_a_name_that_every_disk_takes(title: str, kind: str, day: str) -> None:
    """Seen to fail on 0.2.0, which counted letters: 70 Hangul letters took 210 bytes and more."""
    stem = dated_file_stem(day, title, kind)
    assert len(stem.encode("utf-8")) <= MOST_STEM_BYTES
    assert stem == stem.strip(" .")
    assert not set(stem) & set('\\/:*?"<>|\r\n\t\0')
    assert stem.startswith(day)
    assert unicodedata.is_normalized("NFC", stem)


@pytest.mark.parametrize("length", [1, 30, 60, 65, 70, 76, 80, 500])
@pytest.mark.parametrize("letter", ["가", "가".encode().decode(), "한글 ", "🦁", "a", "뷁\u0301"])
def test_the_kind_stays_whole(letter: str, length: int) -> None:
    assert dated_file_stem("2026-08-29", letter * length, "회의록").endswith("회의록")


@pytest.mark.parametrize(
    ("title", "kind", "expected"),
    [
        ("제3차 회의", "회의", "제3차 회의"),
        ("제3차 주민총회", "회의", "제3차 주민총회 회의"),
        ("1/2 분과: <예산>?", "결과", "1 2 분과 예산 결과"),
        ("CON", "", "_CON"),
        ("nul.2026", "회의", "_nul.2026 회의"),
        ("LPT1 .", "", "_LPT1"),
        ("CONsult", "", "CONsult"),
        ("  .. ", "회의", "회의"),
        ("줄\n바꿈\t탭", "회의", "줄 바꿈 탭 회의"),
        (unicodedata.normalize("NFD", "예산"), "회의", "예산 회의"),
    ],
)
def test_odd_titles(title: str, kind: str, expected: str) -> None:
    assert dated_file_stem("", title, kind) == expected


def test_names_are_cut_between_words() -> None:
    """A poll's title ended within a word: 시민투표 대상사업 선."""
    meeting = "2027 햇살구 주민참여예산 심사회의"
    kind = "공개 결과 파일 · 2027 시민투표 대상사업 선정"
    assert dated_file_stem("2026-11-29", meeting, kind).endswith(f"{meeting} {kind}")
    longer = dated_file_stem("2026-11-29", meeting, f"{kind} 및 다음 해로 넘기는 사업의 우선순위")
    assert f"{kind} 및 다음 해로 넘기는 사업의 우선순위".startswith(longer.removeprefix(f"2026-11-29 {meeting} ") + " ")
    assert dated_file_stem("", "가나다라 " * 20, "결과").removesuffix(" 결과").split()[-1] == "가나다라"


def test_files_of_two_polls_are_told_apart_behind_a_long_title() -> None:
    """Fails on 0.6.0: the title of the meeting took the room, and a poll's ended in "민관 연계사업(☎"."""
    meeting = "2026년 가온구 주민참여예산 한마당 총회 ◈현장·온라인 겸용◈"
    polls = ("2027년도 주민참여예산 사업 선정 (현장 50 % + 온라인 50 %)", "민관 연계사업(☎ 돌봄·안부전화) 승인의 건")
    first, second = (dated_file_stem("2026-12-01", meeting, "표결 결과 표", about=poll) for poll in polls)
    assert second.endswith(f" {polls[1]} 표결 결과 표")
    assert "2027년도 주민참여예산 사업 선정" in first
    for stem in (first, second):
        assert stem.startswith("2026-12-01 2026년 가온구")
        assert stem.count("(") == stem.count(")")
        assert len(stem.encode()) <= MOST_STEM_BYTES
    assert dated_file_stem("", "총회", "회의록", about="안건 1") == "총회 안건 1 회의록"


@given(st.text(), st.text(max_size=200), st.sampled_from(["표결 결과 표", "결과 " * 40, ""]))
def test_a_name_with_what_it_is_about_fits_every_disk(title: str, about: str, kind: str) -> None:
    stem = dated_file_stem("2026-08-29", title, kind, about=about)
    assert len(stem.encode("utf-8")) <= MOST_STEM_BYTES
    assert not set(stem) & set('\\/:*?"<>|\r\n\t\0')


@given(st.text(), st.integers(0, 40))
def test_a_cut_text_is_its_own_beginning(text: str, most: int) -> None:
    text = text.encode("utf-8", "ignore").decode()
    cut = cut_to_bytes(text, most)
    assert len(cut.encode()) <= most
    assert text.startswith(cut)
