"""Which picture is due, over all states a poll can have: a result leaves the program only when it may."""

from __future__ import annotations

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sukui_desktop.domain import poll_steps
from sukui_desktop.domain.agenda_tree import ItemView, items_in_tree_order
from sukui_desktop.models.agenda import ItemRow
from sukui_desktop.models.ids import ItemId, PollId
from sukui_desktop.models.meeting import MeetingRow
from sukui_desktop.models.poll import PollState
from sukui_desktop.services.hall_snapshot import HallChoice, choose_picture_and_poll
from sukui_desktop.services.vote.poll_heads import PollHead
from tests.builders.blank_rows import blank

STATES = sorted({state for _, state in poll_steps.STEPS.values()} | {PollState.DRAFTED})
MEETING = blank(MeetingRow, title="회의", body_name="시민회", stage="sitting", opened_at_ms=1, quorum_denominator=2)


def view(state: str, number: int = 0, *, item: str = "", certified: int = 0) -> PollHead:
    return blank(
        PollHead,
        poll_id=PollId(f"p{number}"),
        item_id=item,
        title=f"투표 {number}",
        state=state,
        opened_at_ms=number + 1,
        certified_at_ms=certified,
    )


def items(*states: str, started: int = 50) -> tuple[ItemView, ...]:
    return items_in_tree_order(
        [
            blank(
                ItemRow,
                item_id=ItemId(f"i{place}"),
                rank=str(place),
                title=f"안건 {place}",
                minutes=10,
                state=state,
                started_at_ms=started if state == "running" else 0,
            )
            for place, state in enumerate(states)
        ]
    )


@given(
    states=st.lists(st.sampled_from(STATES), max_size=4),
    wanted=st.sampled_from(HallChoice),
    agenda=st.lists(st.sampled_from(["planned", "running", "held", "closed"]), max_size=3),
    stage=st.sampled_from(["preparing", "sitting", "closed"]),
)
def test_a_picture_never_says_more_than_its_poll_may(
    states: list[str], wanted: HallChoice, agenda: list[str], stage: str
) -> None:
    polls = tuple(view(state, number, certified=number) for number, state in enumerate(states))
    meeting = msgspec.structs.replace(MEETING, stage=stage)
    kind, shown = choose_picture_and_poll(meeting, items(*agenda), polls, wanted)
    if kind == "result":
        assert shown is not None
        assert shown.state in poll_steps.SHOWS_RESULT
    elif kind == "vote":
        assert shown is not None
        assert shown.state in (PollState.OPEN, PollState.PAUSED)
    elif kind == "counting":
        assert shown is not None
        assert shown.state in (PollState.CLOSED, PollState.COUNTED, PollState.CHALLENGED, PollState.SELECTED)
    else:
        assert shown is None
    if wanted == "covered":
        assert kind == "covered"


@pytest.mark.parametrize("state", [PollState.DRAFTED, PollState.READY, PollState.VOID])
@pytest.mark.parametrize("wanted", HallChoice)
def test_what_has_no_public_figures_is_not_shown_at_all(state: str, wanted: HallChoice) -> None:
    kind, shown = choose_picture_and_poll(MEETING, (), (view(state),), wanted)
    assert shown is None
    assert kind in ("waiting", "covered")


def test_an_open_vote_comes_before_everything_but_a_cover() -> None:
    polls = (view(PollState.CERTIFIED, 1, certified=90), view(PollState.OPEN, 2), view(PollState.COUNTED, 3))
    agenda = items("running")
    assert choose_picture_and_poll(MEETING, agenda, polls)[0] == "vote"
    assert choose_picture_and_poll(MEETING, agenda, polls, HallChoice.ITEM)[0] == "item"
    assert choose_picture_and_poll(MEETING, agenda, polls, HallChoice.RESULT)[0] == "result"
    closed = msgspec.structs.replace(MEETING, stage="closed")
    assert choose_picture_and_poll(closed, agenda, (polls[0],))[0] == "closed"


def test_a_result_stays_for_its_own_item_and_goes_for_the_next() -> None:
    mine = view(PollState.CERTIFIED, item="i0", certified=10)
    assert choose_picture_and_poll(MEETING, items("running", started=50), (mine,))[0] == "result"
    other = view(PollState.CERTIFIED, item="i9", certified=10)
    assert choose_picture_and_poll(MEETING, items("running", started=50), (other,))[0] == "item"
    fresh = view(PollState.PUBLISHED, item="i9", certified=60)
    assert choose_picture_and_poll(MEETING, items("running", started=50), (fresh,))[0] == "result"


def test_the_newest_of_two_is_shown() -> None:
    kind, shown = choose_picture_and_poll(
        MEETING, (), (view(PollState.SEALED, 1, certified=10), view(PollState.CERTIFIED, 2, certified=20))
    )
    assert kind == "result"
    assert shown is not None
    assert shown.poll_id == "p2"


def test_the_deepest_running_item_is_at_hand() -> None:
    agenda = items("running", "planned")
    below = msgspec.structs.replace(agenda[1].row, parent_id=agenda[0].row.item_id, state="running", started_at_ms=70)
    kind, shown = choose_picture_and_poll(MEETING, items_in_tree_order([agenda[0].row, below]), ())
    assert (kind, shown) == ("item", None)
