"""Ballot accounting of an open box: what balances, and that any single figure that is wrong is found."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from sukui_desktop.domain.ballot_accounting import (
    AccountingFault,
    BoxFigures,
    ChannelSlips,
    SpentInBox,
    count_slips_by_channel,
    find_accounting_faults,
    require_empty_box,
    round_figures_down,
)
from sukui_desktop.domain.errors import RuleBroken
from sukui_desktop.models.ids import PersonId, PollId
from sukui_desktop.models.people import SlipRow

NUMBER = st.integers(0, 300)


@st.composite
def boxes(draw: st.DrawFn) -> tuple[BoxFigures, SpentInBox]:
    """Return a true state: slips were given, some of them voted, came back or were spoiled."""
    cast, spoiled, returned, out, unissued = (draw(NUMBER) for _ in range(5))
    issued = cast + spoiled + returned + out
    figures = BoxFigures(made=issued + unissued, issued=issued, cast=cast, spoiled=spoiled, returned=returned)
    if draw(st.booleans()):
        return figures, SpentInBox(voted=cast, returned=returned, spoiled=spoiled)
    return figures, SpentInBox(voted=cast + returned + spoiled, returned=0, spoiled=0, tells_apart=False)


@given(boxes())
def test_a_true_state_balances(box: tuple[BoxFigures, SpentInBox]) -> None:
    figures, spent = box
    assert find_accounting_faults(figures, spent) == ()
    assert figures.issued == figures.cast + figures.spoiled + figures.returned + figures.outstanding
    assert figures.outstanding >= 0
    shown = round_figures_down(figures)
    assert shown.cast % 5 == 0
    assert shown.cast <= figures.cast
    assert shown.outstanding >= figures.outstanding


@given(boxes(), st.sampled_from(("cast", "spoiled", "returned")), st.integers(-300, 300).filter(bool))
def test_a_figure_of_the_record_that_is_wrong_is_found(
    box: tuple[BoxFigures, SpentInBox], name: str, wrong: int
) -> None:
    """Fails where only the sum is looked at."""
    figures, spent = box
    assert find_accounting_faults(replace(figures, **{name: getattr(figures, name) + wrong}), spent)


@given(boxes(), st.sampled_from(("voted", "spoiled", "returned")), st.integers(1, 300))
def test_a_slip_that_the_box_alone_knows_is_found(box: tuple[BoxFigures, SpentInBox], name: str, more: int) -> None:
    figures, spent = box
    if spent.tells_apart or name == "voted":
        assert find_accounting_faults(figures, replace(spent, **{name: getattr(spent, name) + more}))


@given(boxes(), st.integers(1, 300))
def test_more_in_than_out_is_said(box: tuple[BoxFigures, SpentInBox], more: int) -> None:
    figures, spent = box
    stuffed = replace(figures, cast=figures.cast + figures.outstanding + more)
    assert AccountingFault.TOO_MANY in find_accounting_faults(stuffed, spent)


@given(boxes())
def test_a_box_is_empty_when_nothing_is_in_it_and_nobody_voted(box: tuple[BoxFigures, SpentInBox]) -> None:
    figures, spent = box
    if figures.cast or spent.voted:
        with pytest.raises(RuleBroken):
            require_empty_box(figures, spent, "")
    else:
        require_empty_box(figures, spent, "")


@given(st.lists(st.tuples(st.sampled_from(("", "시민", "위원")), st.integers(0, 2), st.booleans()), max_size=30))
def test_slips_by_channel_add_up_to_those_that_are_out_or_voted(people: list[tuple[str, int, bool]]) -> None:
    slips = [
        SlipRow(
            person_id=PersonId(str(place)),
            poll_id=PollId("q"),
            issued=spoiled + 1,
            spoiled=spoiled,
            returned=int(is_back),
        )
        for place, (_, spoiled, is_back) in enumerate(people)
    ]
    channels = {PersonId(str(place)): channel for place, (channel, _, _) in enumerate(people)}
    found = count_slips_by_channel(slips, channels)
    assert sum(one.given for one in found) == sum(not is_back for _, _, is_back in people)
    assert found == tuple(sorted(found, key=_name))
    assert all(one.given for one in found)


def _name(one: ChannelSlips) -> str:
    return one.channel
