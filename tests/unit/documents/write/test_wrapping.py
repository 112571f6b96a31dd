"""Lines break where Korean breaks, at the last place that still fits, and however long the text is."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sukui_desktop.documents.write.fonts_and_line_breaks import BOLD, REGULAR, printable_text, text_width, wrap_text
from tests.builders import papers

WORDS = st.lists(st.text("가나다라뷁0123aW.", min_size=1, max_size=8), min_size=1, max_size=30)


@given(WORDS, st.floats(60, 300))
def test_no_line_is_broken_before_it_is_full(words: list[str], width: float) -> None:
    lines = wrap_text(" ".join(words), REGULAR, 9, width)
    for line, below in pairwise(lines):
        first = below.split(" ")[0]
        if any(first == word for word in words):
            assert text_width(f"{line} {first}", REGULAR, 9) > width - 1e-6 or len(first) == 1


@given(WORDS)
def test_words_that_fit_are_never_cut(words: list[str]) -> None:
    width = max(text_width(word, BOLD, 10) for word in words)
    lines = wrap_text(" ".join(words), BOLD, 10, width)
    assert [word for line in lines for word in line.split(" ")] == words


@pytest.mark.parametrize("spare", [-0.01, 0.0, 0.01])
def test_a_text_just_as_wide_as_the_line_stays_on_it(spare: float) -> None:
    text = "구분 없음 12명"
    lines = wrap_text(text, REGULAR, 9, text_width(text, REGULAR, 9) + spare)
    assert (lines == [text]) == (spare >= 0)
    assert " ".join(lines) == text


def test_a_long_word_goes_on_in_the_line_its_end_stands_in() -> None:
    width = text_width("가가가가", REGULAR, 9)
    assert wrap_text("가" * 10 + " 나", REGULAR, 9, width) == ["가가가가", "가가가가", "가가 나"]
    assert wrap_text("나 " + "가" * 5, REGULAR, 9, width) == ["나", "가가가가", "가"]


def test_a_letter_wider_than_the_line_stands_alone() -> None:
    assert wrap_text("가나다", REGULAR, 9, 1) == ["가", "나", "다"]


def test_spaces_at_a_break_are_dropped_and_within_a_short_text_kept() -> None:
    assert wrap_text("가  나", REGULAR, 9, 100) == ["가  나"]
    assert wrap_text("가  나", REGULAR, 9, text_width("가", REGULAR, 9)) == ["가", "나"]


def test_the_names_of_a_whole_city_are_all_there_in_order() -> None:
    names = [papers.person_name(place) for place in range(20_000)]
    lines = wrap_text(", ".join(names), REGULAR, 10.5, 400)
    assert ", ".join(names) == " ".join(lines)
    assert max(text_width(line, REGULAR, 10.5) for line in lines) <= 400
    shortest = min(text_width(line, REGULAR, 10.5) for line in lines[:-1])
    assert shortest > 400 - text_width(", 가가가", REGULAR, 10.5) - 3


@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=40), st.sampled_from([6.5, 9.0, 20.0]))
def test_the_width_of_a_text_is_the_sum_of_its_letters_and_grows_with_the_size(text: str, size: float) -> None:
    shown = printable_text(text).replace("\n", "")
    whole = text_width(shown, REGULAR, size)
    assert whole == pytest.approx(sum(text_width(letter, REGULAR, size) for letter in shown))
    assert text_width(shown, REGULAR, 2 * size) == pytest.approx(2 * whole)
    assert text_width(shown[:-1], REGULAR, size) <= whole


def test_a_letter_without_a_glyph_counts_as_one_em() -> None:
    assert text_width("😀", REGULAR, 9) == 9
    assert text_width("", REGULAR, 9) == 0
    # A miss is not remembered as a letter of the typeface.
    assert printable_text("😀") == "〔U+1F600〕"
