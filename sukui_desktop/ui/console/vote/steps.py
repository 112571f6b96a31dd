"""Where a poll stands on the rail of its life; without it each view would count the steps anew."""

from __future__ import annotations

import msgspec

from sukui_desktop.domain import poll as life

STEPS = ("ready", "polling", "closing", "counting", "contest", "certifying", "publishing")
"""Steps of the rail, left to right; `vote.step.<key>` is the word. Source: design.md §4, screens/console-result.png."""

_AT: dict[str, int] = {
    life.DRAFTED: 0,
    life.READY: 1,
    life.OPEN: 1,
    life.PAUSED: 1,
    life.CLOSED: 3,
    life.COUNTED: 4,
    life.CONTESTED: 4,
    life.SELECTED: 5,
    life.CERTIFIED: 6,
    life.PUBLISHED: 7,
    life.SEALED: 7,
}
"""State → number of steps that are done; the step of that number is the present one."""

CAN_BE_VOID = life.STEPS["void"][0]
"""States from which a poll may be declared void."""


class RailStand(msgspec.Struct, frozen=True):
    """How much of the rail is done."""

    done: int
    is_void: bool

    def state_of(self, step: int) -> str:
        """Return done | present | ahead for the step at this place of `STEPS`."""
        if step < self.done:
            return "done"
        return "present" if step == self.done and not self.is_void else "ahead"


def stand_of(state: str, *, was_ready: bool = False) -> RailStand:
    """Return where a poll in `state` stands; of a void poll only whether it had been made ready is known."""
    if state == life.VOID:
        return RailStand(1 if was_ready else 0, is_void=True)
    return RailStand(_AT[state], is_void=False)
