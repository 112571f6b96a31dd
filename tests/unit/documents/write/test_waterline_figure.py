"""The picture of the result: widths are money, heights are votes, and the line stands at the ceiling."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sukui_desktop.assets.messages import text
from sukui_desktop.documents.write.fonts_and_line_breaks import BOLD, text_width
from sukui_desktop.documents.write.page_marks import INK, WARNING, BoxMark, LineMark, Mark, TextMark
from sukui_desktop.documents.write.result_and_study import result_document
from sukui_desktop.documents.write.waterline_figure import LEAST_WATERLINE_HEIGHT, are_others_narrowed, waterline_marks
from sukui_desktop.domain.papers.document_blocks import WaterlineFigure, WaterlineStripe, document_text
from sukui_desktop.domain.selection.decision_inputs import OutcomeKind
from tests.builders import kinds, papers

LEFT, WIDTH = 50.0, 400.0
STRIPES = st.lists(
    st.builds(WaterlineStripe, width=st.integers(0, 10**12), height=st.integers(0, 70_000), is_hatched=st.booleans()),
    max_size=30,
)


def _figure(stripes: list[WaterlineStripe], ceiling: int, line: str = "한도액 100원") -> WaterlineFigure:
    # The chosen ones come first, as the result gives them.
    ordered = tuple(sorted(stripes, key=lambda stripe: stripe.is_hatched))
    return WaterlineFigure(
        stripes=ordered, ceiling=ceiling, top="꼭대기", line=line, legend=(("선정", False), ("미선정", True))
    )


def _bars(marks: list[Mark], count: int) -> list[BoxMark]:
    return [mark for mark in marks if isinstance(mark, BoxMark)][:count]


def _ceiling_line(marks: list[Mark]) -> LineMark:
    return next(mark for mark in marks if isinstance(mark, LineMark) and mark.colour == WARNING)


@given(STRIPES, st.integers(1, 10**12), st.floats(0, 500))
def test_the_picture_stays_in_its_room(stripes: list[WaterlineStripe], ceiling: int, room: float) -> None:
    chosen = sum(stripe.width for stripe in stripes if not stripe.is_hatched)
    marks, height = waterline_marks(_figure(stripes, max(ceiling, chosen)), LEFT, WIDTH, room)
    assert LEAST_WATERLINE_HEIGHT <= height <= max(room, LEAST_WATERLINE_HEIGHT)
    for bar in _bars(marks, len(stripes)):
        assert bar.x >= LEFT - 1e-6
        assert bar.x + bar.width <= LEFT + WIDTH + 0.3
        assert bar.y >= 0
        assert bar.height >= 0


@given(STRIPES, st.integers(1, 10**12))
def test_chosen_bars_end_before_the_ceiling_and_the_others_begin_at_it(
    stripes: list[WaterlineStripe], ceiling: int
) -> None:
    chosen = sum(stripe.width for stripe in stripes if not stripe.is_hatched)
    figure = _figure(stripes, max(ceiling, chosen))
    marks, _ = waterline_marks(figure, LEFT, WIDTH, 200)
    x = _ceiling_line(marks).x1
    for bar, stripe in zip(_bars(marks, len(stripes)), figure.stripes, strict=True):
        assert bar.is_hatched == stripe.is_hatched
        if stripe.is_hatched:
            assert bar.x >= x - 1e-6
        else:
            assert bar.x + bar.width <= x + 0.3


@given(STRIPES, st.integers(1, 10**12))
def test_what_others_cost_never_hides_the_chosen(stripes: list[WaterlineStripe], ceiling: int) -> None:
    """Fails on 0.6.0, where one project of 123,400,000,000 won drew a list of 1,000,000,000 in two millimetres."""
    chosen = sum(stripe.width for stripe in stripes if not stripe.is_hatched)
    figure = _figure(stripes, max(ceiling, chosen))
    marks, _ = waterline_marks(figure, LEFT, WIDTH, 200)
    assert _ceiling_line(marks).x1 - LEFT >= WIDTH / 3 - 1e-6
    others = [stripe.width for stripe in stripes if stripe.is_hatched]
    assert are_others_narrowed(figure) == (max(others, default=0) > figure.ceiling or sum(others) > 2 * figure.ceiling)


@pytest.mark.parametrize(("name", "is_said"), [("negative_score", True), ("approval", False)])
def test_a_picture_says_that_others_are_drawn_narrower(name: str, is_said: bool) -> None:
    document = result_document(kinds.every_result()[name])
    (figure,) = (block for block in document.blocks if isinstance(block, WaterlineFigure))
    assert are_others_narrowed(figure) == is_said
    assert (text("documents.result.others_narrowed") in document_text(document)) == is_said


@given(STRIPES.filter(lambda stripes: any(stripe.height for stripe in stripes)))
def test_heights_are_the_votes_of_the_highest(stripes: list[WaterlineStripe]) -> None:
    figure = _figure(stripes, 10**14)
    marks, _ = waterline_marks(figure, LEFT, WIDTH, 200)
    bars = _bars(marks, len(stripes))
    highest = max(bar.height for bar in bars)
    most = max(stripe.height for stripe in stripes)
    for bar, stripe in zip(bars, figure.stripes, strict=True):
        assert bar.height == pytest.approx(highest * stripe.height / most)
    assert len({round(bar.y + bar.height, 6) for bar in bars}) == 1


@pytest.mark.parametrize(("chosen", "other"), [(1, 10**6), (10**6, 1), (1, 0)])
def test_the_words_at_the_ceiling_never_leave_the_picture(chosen: int, other: int) -> None:
    stripes = [
        WaterlineStripe(width=chosen, height=2, is_hatched=False),
        WaterlineStripe(width=other, height=1, is_hatched=True),
    ]
    marks, _ = waterline_marks(_figure(stripes, chosen, "한도액 462억 8천만원"), LEFT, WIDTH, 200)
    words = next(mark for mark in marks if isinstance(mark, TextMark) and mark.colour == WARNING)
    assert words.x >= LEFT
    assert words.x + text_width(words.text, BOLD, words.size) <= LEFT + WIDTH + 1e-6


def test_the_ground_is_one_line_under_all_bars() -> None:
    stripes = [
        WaterlineStripe(width=5, height=3, is_hatched=False),
        WaterlineStripe(width=4, height=2, is_hatched=True),
    ]
    marks, height = waterline_marks(_figure(stripes, 9), LEFT, WIDTH, 200)
    ground = next(mark for mark in marks if isinstance(mark, LineMark) and mark.colour == INK)
    assert (ground.x1, ground.x2, ground.y1) == (LEFT, LEFT + WIDTH, ground.y2)
    assert all(bar.y + bar.height == pytest.approx(ground.y1) for bar in _bars(marks, 2))
    assert ground.y1 < height


def test_the_legend_shows_both_kinds_beside_their_words() -> None:
    marks, _ = waterline_marks(_figure([], 9), LEFT, WIDTH, 200)
    swatches = [mark for mark in marks if isinstance(mark, BoxMark)]
    assert [swatch.is_hatched for swatch in swatches] == [False, True]
    for swatch, words in zip(swatches, ("선정", "미선정"), strict=True):
        beside = next(mark for mark in marks if isinstance(mark, TextMark) and mark.text == words)
        assert swatch.x + swatch.width < beside.x < swatch.x + swatch.width + 10
        assert swatch.y < beside.y < swatch.y + swatch.height


def test_the_picture_of_a_result_is_that_result() -> None:
    sheet = papers.big_result()
    (figure,) = (block for block in result_document(sheet).blocks if isinstance(block, WaterlineFigure))
    chosen = [stripe for stripe in figure.stripes if not stripe.is_hatched]
    assert sum(stripe.width for stripe in chosen) == sheet.outcome.total_cost <= figure.ceiling
    assert len(chosen) == sum(ranked.outcome == OutcomeKind.CHOSEN for ranked in sheet.outcome.ranking)
    assert [stripe.is_hatched for stripe in figure.stripes] == sorted(stripe.is_hatched for stripe in figure.stripes)
    assert max(stripe.height for stripe in figure.stripes) == max(sheet.tally.votes)


def test_the_others_begin_after_the_last_one_where_it_crosses_the_ceiling() -> None:
    stripes = [
        WaterlineStripe(width=60, height=9, is_hatched=False),
        WaterlineStripe(width=60, height=8, is_hatched=False),
        WaterlineStripe(width=30, height=7, is_hatched=True),
    ]
    marks, _ = waterline_marks(_figure(stripes, 100), LEFT, WIDTH, 200)
    first, second, other = _bars(marks, 3)
    assert first.x + first.width <= second.x
    assert second.x + second.width <= other.x
    assert other.x + other.width <= LEFT + WIDTH + 1e-6


def test_shares_of_one_are_drawn_to_scale() -> None:
    sheet = kinds.every_result()["channels"]
    (figure,) = (block for block in result_document(sheet).blocks if isinstance(block, WaterlineFigure))
    ledger = sheet.outcome.ledger
    assert ledger
    best = max(map(Fraction, ledger.scores))
    assert max(stripe.height for stripe in figure.stripes) == int(best * 1_000_000)
    assert figure.top == "세로: 얻은 표나 점수(최고 합산 90.34% · 11,896표) · 가로: 사업비"


def test_less_than_nothing_has_no_height() -> None:
    sheet = kinds.every_result()["negative_score"]
    (figure,) = (block for block in result_document(sheet).blocks if isinstance(block, WaterlineFigure))
    assert min(stripe.height for stripe in figure.stripes) == 0
