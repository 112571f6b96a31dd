"""The clock of the record: it orders entries and never runs backwards; the wall clock's time stands beside it.

Source: Kulkarni et al., "Logical Physical Clocks" (2014).
"""

from __future__ import annotations

import msgspec

MAX_COUNTER = 2**31
"""The highest counter within one millisecond; the next moment is then in the millisecond after it."""


class Stamp(msgspec.Struct, frozen=True, order=True):
    """A moment in the record: milliseconds since 1970 UTC, then a counter for what falls into the same one."""

    ms: int
    counter: int = 0

    def next_stamp(self, now_ms: int) -> Stamp:
        """Return the next stamp at wall time `now_ms`.

        While the wall clock is behind, the counter alone goes on, and the entry notes the wall clock's own time in its
        body (`wall_clock_of_entry`).
        """
        if now_ms > self.ms:
            return Stamp(now_ms)
        return Stamp(self.ms, self.counter + 1) if self.counter < MAX_COUNTER else Stamp(self.ms + 1)
