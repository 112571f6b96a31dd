"""Which opinions may be published: those of ten people or more, and the sum is complete."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from msgspec import UNSET

from sukui_desktop.domain.counting.tally_figures import OpinionCount, Tally
from sukui_desktop.domain.papers.publishable_opinions import LEAST_PUBLISHED, publishable_opinions


def tally(*counts: int) -> Tally:
    """Return a count of opinions held by so many each."""
    return Tally(
        votes=(),
        ballots_cast=sum(counts),
        ballots_valid=sum(counts),
        ballots_blank=0,
        ballots_invalid=0,
        opinions=tuple(OpinionCount(text=f"의견 {place}", count=count) for place, count in enumerate(counts)),
    )


def test_ten_are_reported_and_nine_are_not() -> None:
    public = publishable_opinions(tally(25, 10, 9, 1))
    assert public
    assert [(opinion.text, opinion.count) for opinion in public.listed] == [("의견 0", 25), ("의견 1", 10)]
    assert (public.others, public.other_kinds) == (10, 2)


def test_where_nobody_said_anything_there_is_nothing() -> None:
    public = publishable_opinions(tally())
    assert public
    assert (public.listed, public.others, public.other_kinds) == ((), 0, 0)


def test_other_methods_have_no_opinions() -> None:
    asked = Tally(votes=(3,), ballots_cast=3, ballots_valid=3, ballots_blank=0, ballots_invalid=0)
    assert asked.opinions is UNSET
    assert publishable_opinions(asked) is None


@given(st.lists(st.integers(1, 40), max_size=12))
def test_every_valid_ballot_is_in_the_sum(counts: list[int]) -> None:
    asked = tally(*counts)
    public = publishable_opinions(asked)
    assert public
    assert sum(opinion.count for opinion in public.listed) + public.others == asked.ballots_valid
    assert len(public.listed) + public.other_kinds == len(counts)
    assert all(opinion.count >= LEAST_PUBLISHED for opinion in public.listed)
