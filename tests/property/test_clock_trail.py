"""A clock that people move ends no period early, as long as the program looked at it before the machine was started
again."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from sukui_desktop.domain.clock_check import DAY_MS, MOST_MOVED_MS, ClockTrail, update_clock_trail

_ACTS = st.tuples(
    st.sampled_from(("wait", "move", "start", "start_set_back")),
    st.integers(min_value=-4000 * DAY_MS, max_value=4000 * DAY_MS),
)


@given(st.lists(_ACTS, max_size=25))
def test_the_clock_less_what_it_was_set_forward_is_never_ahead_of_the_time(acts: list[tuple[str, int]]) -> None:
    """Fails where a start of the machine forgets what was seen, and where setting a clock right counts as time."""
    true_ms = offset_ms = boot = uptime_ms = 0
    trail: ClockTrail | None = update_clock_trail(None, boot="0", uptime_ms=0, wall_ms=0)
    for act, amount in acts:
        if act == "wait":
            true_ms += abs(amount)
            uptime_ms += abs(amount)
        elif act == "move":
            offset_ms += amount
        else:
            boot, uptime_ms = boot + 1, 0
            true_ms += abs(amount) % DAY_MS
            offset_ms -= abs(amount) if act == "start_set_back" else 0
        trail = update_clock_trail(trail, boot=str(boot), uptime_ms=uptime_ms, wall_ms=true_ms + offset_ms)
        shown_ms = true_ms + offset_ms - max(0, trail.ahead_ms)
        assert shown_ms <= true_ms + MOST_MOVED_MS * (boot + 1)


@given(st.lists(st.integers(min_value=0, max_value=30 * DAY_MS), max_size=20), st.integers(0, MOST_MOVED_MS // 40))
def test_a_clock_that_goes_right_or_drifts_a_little_delays_nothing(waits: list[int], drift_ms: int) -> None:
    trail, wall_ms, uptime_ms = update_clock_trail(None, boot="a", uptime_ms=0, wall_ms=0), 0, 0
    for wait_ms in waits:
        uptime_ms += wait_ms
        wall_ms += wait_ms + drift_ms
        assert update_clock_trail(trail, boot="a", uptime_ms=uptime_ms, wall_ms=wall_ms) == trail
        trail = update_clock_trail(trail, boot="a", uptime_ms=uptime_ms, wall_ms=wall_ms)
    assert trail.ahead_ms == 0
