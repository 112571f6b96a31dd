"""The judge of contacts, with its own clock: what is a tap, and why the rest is none."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sukui_desktop.ui.kiosk.touch_gestures import ContactJudge, NotATap, TouchLimits

LIMITS = TouchLimits()


def judge() -> ContactJudge:
    return ContactJudge(LIMITS)


def tap(made: ContactJudge, now: int, *, at: tuple[float, float] = (50.0, 50.0), held: int = 80) -> NotATap | None:
    made.put_down(0, *at, now)
    return made.lift(0, *at, now + held)


@pytest.mark.parametrize("held", [50, 120, 500, 1500, 4000])
def test_a_finger_that_rests_a_moment_taps(held: int) -> None:
    assert tap(judge(), 1000, held=held) is None


@pytest.mark.parametrize(("held", "why"), [(0, NotATap.TOO_SHORT), (49, NotATap.TOO_SHORT), (4001, NotATap.TOO_LONG)])
def test_a_contact_too_short_or_too_long_is_none(held: int, why: NotATap) -> None:
    assert tap(judge(), 1000, held=held) is why


def test_a_mouse_button_may_be_as_quick_as_it_likes() -> None:
    made = judge()
    made.put_down(0, 1.0, 1.0, 0)
    assert made.lift(0, 1.0, 1.0, 2, may_be_short=True) is None


def test_a_trembling_finger_taps_where_it_came_down_and_moves_nothing() -> None:
    made = judge()
    made.put_down(0, 50.0, 50.0, 0)
    for step, now in ((54.0, 20), (47.0, 60), (55.0, 100)):
        made.move(0, step, 50.0, now)
        assert not made.moves_list(0)
    assert made.lift(0, 53.0, 50.0, 150) is None


def test_a_drag_moves_the_list_and_is_no_tap_even_when_it_comes_back() -> None:
    made = judge()
    made.put_down(0, 50.0, 50.0, 0)
    made.move(0, 50.0, 61.0, 30)
    assert made.moves_list(0)
    made.move(0, 50.0, 50.0, 60)
    assert made.lift(0, 50.0, 50.0, 90) is NotATap.DRAGGED


def test_a_second_tap_at_once_at_one_place_is_none_but_on_a_key_it_is() -> None:
    made = judge()
    assert tap(made, 0) is None
    assert tap(made, 300) is NotATap.TAPPED_AGAIN
    assert tap(made, 2000) is None
    made.put_down(0, 50.0, 50.0, 2300)
    assert made.lift(0, 50.0, 50.0, 2380, may_repeat=True) is None


def test_impatience_does_not_get_through_by_going_on() -> None:
    """Fails where only taps that counted are remembered: every second tap of a row of quick ones counts."""
    made = judge()
    counted = [tap(made, now) for now in range(0, 2000, 200)]
    assert counted[0] is None
    assert set(counted[1:]) == {NotATap.TAPPED_AGAIN}


def test_a_new_page_is_deaf_for_a_moment_also_to_a_finger_that_is_down() -> None:
    made = judge()
    made.put_down(0, 50.0, 50.0, 0)
    made.begin_page(40)
    assert made.lift(0, 50.0, 50.0, 100) is NotATap.NEW_PAGE
    assert tap(made, 600) is NotATap.NEW_PAGE
    assert tap(made, 40 + LIMITS.new_page_ms) is NotATap.TAPPED_AGAIN, "somebody who taps on and on has seen nothing"
    assert tap(made, 40 + LIMITS.new_page_ms + 2 * LIMITS.again_ms) is None
    made.begin_page(3000)
    assert tap(made, 3000 + LIMITS.new_page_ms) is None


def test_two_fingers_at_once_are_no_tap_but_a_resting_hand_leaves_the_other_finger_free() -> None:
    made = judge()
    made.put_down(0, 10.0, 90.0, 0)
    made.put_down(1, 60.0, 20.0, 100)
    assert made.lift(1, 60.0, 20.0, 200) is NotATap.SECOND_FINGER
    assert made.lift(0, 10.0, 90.0, 300) is NotATap.SECOND_FINGER
    made.put_down(0, 10.0, 90.0, 1000)
    made.put_down(1, 60.0, 20.0, 1000 + LIMITS.rest_ms)
    assert made.lift(1, 60.0, 20.0, 1500) is None
    assert made.lift(0, 10.0, 90.0, 1600) is NotATap.RESTING


def test_a_palm_counts_until_its_last_part_is_off_the_glass() -> None:
    """Fails where its deaf time begins when it comes down: a part that leaves late taps."""
    made = judge()
    for contact in range(3):
        made.put_down(contact, 50.0 + contact * 9, 50.0, contact * 20)
    assert {made.lift(contact, 50.0 + contact * 9, 50.0, 900) for contact in range(3)} == {NotATap.PALM}
    assert tap(made, 1000) is NotATap.AFTER_PALM
    assert tap(made, 900 + LIMITS.after_palm_ms) is None


@given(st.integers(0, 3), st.floats(22.1, 90), st.integers(50, 3000))
def test_a_wide_contact_is_a_palm(contact: int, width: float, held: int) -> None:
    made = judge()
    made.put_down(contact, 50.0, 50.0, 0, width_mm=width)
    assert made.lift(contact, 50.0, 50.0, held) is NotATap.PALM


@given(st.floats(1, 22), st.integers(50, 3000))
def test_a_contact_as_wide_as_a_finger_is_a_finger(width: float, held: int) -> None:
    made = judge()
    made.put_down(0, 50.0, 50.0, 0, width_mm=width)
    assert made.lift(0, 50.0, 50.0, held) is None


def test_a_panel_that_knows_one_contact_leaps_between_two_hands() -> None:
    made = judge()
    made.put_down(0, 10.0, 10.0, 0)
    made.move(0, 90.0, 60.0, 50, is_only_contact=True)
    made.move(0, 10.0, 10.0, 90, is_only_contact=True)
    assert made.lift(0, 10.0, 10.0, 150) is NotATap.LEAPT
    assert not made.moves_list(0)


def test_a_finger_that_stops_a_gliding_list_ticks_nothing_and_drags_it_on() -> None:
    made = judge()
    made.put_down(0, 50.0, 50.0, 0, stops_list=True)
    assert made.moves_list(0)
    assert made.lift(0, 50.0, 50.0, 100) is NotATap.GLIDING


def test_what_began_elsewhere_is_no_tap() -> None:
    made = judge()
    made.put_down(0, 1.0, 1.0, 0)
    made.forget_contacts(50)
    assert made.lift(0, 1.0, 1.0, 100) is NotATap.UNKNOWN


def test_a_palm_that_the_window_system_takes_away_was_a_palm() -> None:
    """Seen to fail before: what was left of it tapped at once after the window system had taken all contacts away."""
    made = judge()
    made.put_down(0, 50.0, 50.0, 0, width_mm=40.0)
    made.forget_contacts(5000)
    assert tap(made, 5010) is NotATap.AFTER_PALM
    assert tap(made, 9000) is None


def test_another_clock_makes_nothing_longer_than_a_tap_and_no_later_one_deaf() -> None:
    """Seen to fail before: a time of the window system that leapt forward made one place deaf until that time came."""
    made = judge()
    for held_ms in (10**9, -(10**9), 0):
        made.put_down(0, 50.0, 50.0, 0)
        assert made.lift(0, 50.0, 50.0, 10, held_ms=held_ms) is NotATap.TOO_SHORT
    made.put_down(0, 50.0, 50.0, 1000)
    assert made.lift(0, 50.0, 50.0, 1010, held_ms=90) is None
    assert tap(made, 2000) is None


def test_a_number_that_is_used_again_is_another_finger() -> None:
    """Seen to fail before: the finger before, whose end came nowhere, made the new one a second finger."""
    made = judge()
    made.put_down(0, 10.0, 10.0, 0)
    made.move(0, 40.0, 10.0, 100)
    assert tap(made, 1000) is None


@given(st.lists(st.tuples(st.integers(0, 3), st.sampled_from(["down", "move", "up", "page"]), st.integers(0, 900))))
def test_whatever_comes_no_tap_is_counted_on_a_page_younger_than_its_limit(
    acts: list[tuple[int, str, int]],
) -> None:
    made, now, page = judge(), 0, -LIMITS.new_page_ms
    down: dict[int, int] = {}
    for contact, act, passed in acts:
        now += passed
        if act == "page":
            made.begin_page(now)
            page = now
        elif act == "down":
            made.put_down(contact, 50.0, 50.0, now)
            down[contact] = now
        elif act == "move":
            made.move(contact, 50.0, 52.0, now)
        elif made.lift(contact, 50.0, 50.0, now) is None:
            assert down[contact] >= page + LIMITS.new_page_ms
            assert LIMITS.least_ms <= now - down[contact] <= LIMITS.most_ms
