"""Particles follow the last sound: every kind of ending, and every pair."""

from __future__ import annotations

import pytest

from sukui_desktop.assets.korean_particles import PARTICLES, Ending, ending_of_word, particle_of
from sukui_desktop.assets.messages import error_text, text

ENDINGS = [
    ("놀이터", Ending.VOWEL),
    ("시민숲", Ending.CONSONANT),
    ("교실", Ending.RIEUL),
    ("391점", Ending.CONSONANT),
    ("3", Ending.CONSONANT),
    ("2", Ending.VOWEL),
    ("1", Ending.RIEUL),
    ("0", Ending.CONSONANT),
    ("5", Ending.VOWEL),
    ("7", Ending.RIEUL),
    ("1,000", Ending.CONSONANT),
    ("100,000,000", Ending.CONSONANT),
    ("1,000,000,000,000", Ending.VOWEL),
    ("10,000,000,000,000,000", Ending.CONSONANT),
    ("3.5", Ending.VOWEL),
    ("3.50", Ending.CONSONANT),
    ("1/2", Ending.RIEUL),
    ("9/20", Ending.VOWEL),
    ("-3", Ending.CONSONANT),
    ("55.75%", Ending.VOWEL),
    ("5 %", Ending.VOWEL),
    ("P001", Ending.RIEUL),
    ("가-2", Ending.VOWEL),
    ("KRW", Ending.VOWEL),
    ("PLN", Ending.CONSONANT),
    ("A", Ending.VOWEL),
    ("L", Ending.RIEUL),
    ("R", Ending.RIEUL),
    ("R&D", Ending.VOWEL),
    ("server", Ending.VOWEL),
    ("meeting", Ending.CONSONANT),
    ("greedy", Ending.VOWEL),
    ("회의.sukui", Ending.VOWEL),
    ("표.csv", Ending.VOWEL),
    ("규칙.toml", Ending.RIEUL),
    ("시민숲(2차)", Ending.CONSONANT),
    ("놀이터 (3억 2천만원)", Ending.VOWEL),
    ("놀이터 [계속사업](2차)", Ending.VOWEL),
    ("(교실)", Ending.RIEUL),
    ("‘놀이터’", Ending.VOWEL),
    ("『동네 책방』", Ending.CONSONANT),
    ("정말?", Ending.RIEUL),
    ("ㄹ", Ending.RIEUL),
    ("ㄱ", Ending.CONSONANT),
    ("ㅏ", Ending.VOWEL),
    ("", Ending.UNKNOWN),
    (" ", Ending.UNKNOWN),
    ("()", Ending.UNKNOWN),
    ("🌳", Ending.UNKNOWN),
    ("水", Ending.UNKNOWN),
]


@pytest.mark.parametrize(("word", "ending"), ENDINGS)
def test_the_last_sound_of_a_word(word: str, ending: Ending) -> None:
    assert ending_of_word(word) is ending


FORMS = {
    "은": ("놀이터는", "시민숲은", "교실은", "은(는)"),
    "이": ("놀이터가", "시민숲이", "교실이", "이(가)"),
    "을": ("놀이터를", "시민숲을", "교실을", "을(를)"),
    "과": ("놀이터와", "시민숲과", "교실과", "과(와)"),
    "으로": ("놀이터로", "시민숲으로", "교실로", "(으)로"),
    "이라": ("놀이터라", "시민숲이라", "교실이라", "(이)라"),
}


@pytest.mark.parametrize("particle", FORMS)
def test_each_pair_after_each_sound(particle: str) -> None:
    words = ("놀이터", "시민숲", "교실", "")
    assert tuple(word + particle_of(word, particle) for word in words) == FORMS[particle]


def test_either_form_names_the_pair() -> None:
    for word, _ in ENDINGS:
        for one, other in (("은", "는"), ("이", "가"), ("을", "를"), ("과", "와"), ("으로", "로"), ("이라", "라")):
            assert particle_of(word, one) == particle_of(word, other)
    assert len(PARTICLES) == 12


def test_what_is_no_particle_is_a_mistake_of_the_caller() -> None:
    with pytest.raises(KeyError):
        particle_of("놀이터", "에서")


def test_a_sentence_asks_for_the_particle_beside_its_fact() -> None:
    assert "‘도서관’이 비어" in text("drafting.empty", title="도서관")
    assert "‘놀이터’가 비어" in text("drafting.empty", title="놀이터")
    assert "점수 7은" in error_text("points_unwritable", points=7, least=0, most=5)
    assert "1/2은" in error_text("motion_share", numerator=1, denominator=2)
    assert "2/3는" in error_text("motion_share", numerator=2, denominator=3)


def test_the_length_of_a_text_costs_nothing() -> None:
    assert particle_of("(가)" * 100_000 + "숲", "은") == "은"
    assert particle_of("숲" + " (가)" * 100_000, "은")
    assert particle_of("시민숲(" + "가" * 100 + ")", "은") == "은"
