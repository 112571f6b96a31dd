"""The place that an office's or a meeting's name says."""

from __future__ import annotations

import pytest

from sukui_desktop.domain.place_names import place_words_of_names


@pytest.mark.parametrize(
    ("names", "place"),
    [
        (("햇살구 햇살동 주민센터", "햇살동 주민자치회", "2026년 햇살동 주민총회"), "햇살구 햇살동"),
        (("", "햇살동 주민자치회", "2026년 햇살동 주민총회"), "햇살동"),
        (("", "", "2026년 햇살동 주민총회"), "햇살동"),
        (("서울특별시 시민숙의예산담당관", "", ""), "서울특별시"),
        (("전북특별자치도 완주군 삼례읍 행정복지센터", "", ""), "전북특별자치도 완주군 삼례읍"),
        (("주민활동가 공동 연구 모임", "대전광역시 중구 주민참여예산위원회", ""), "대전광역시 중구"),
        (("마을공동체 활동 지원센터", "청년 정책 제도 연구회", "한마당"), ""),
    ],
)
def test_the_first_name_that_says_a_place(names: tuple[str, ...], place: str) -> None:
    assert place_words_of_names(*names) == place
