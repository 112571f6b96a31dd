"""Lanes: one number for each ballot of a block, side by side in one big integer.

A lane is `width` bytes; ballot 0 has the lowest one. Whatever is added to the whole is added in every lane at once, as
long as no lane runs over: callers choose the width for the largest sum (`lane_bytes_for_number`). A column is a number
in which every lane is 0 or 1: one bit a ballot.
"""

from __future__ import annotations

import msgspec


class Lanes(msgspec.Struct, frozen=True):
    """The lanes of one block of ballots and what can be done in all of them at once."""

    count: int
    """How many ballots."""
    width: int
    """Bytes a lane."""
    ones: int
    """1 in every lane: the column of all ballots."""
    lower: int
    """All bits of every lane but the topmost."""

    def put_bytes_into_lanes(self, values: bytes) -> int:
        """Put one byte into each lane; `values` has one byte a ballot."""
        room = bytearray(self.count * self.width)
        room[:: self.width] = values
        return int.from_bytes(room, "little")

    def ballots_with_at_least(self, numbers: int, limit: int) -> int:
        """Return the column of ballots whose number is `limit` or more."""
        top = 8 * self.width - 1
        half = 1 << top
        if limit <= 0:
            return self.ones
        if limit >> top + 1:
            return 0
        # The lower bits, and what a limit in the lower half lacks to half a lane: the top bit shows whether they reach
        # it, and nothing runs over. The number's own topmost bit is enough for a low limit and needed for a high one.
        reach = (numbers & self.lower) + self.ones * (half - limit % half)
        met = numbers | reach if limit < half else numbers & reach
        return met >> top & self.ones

    def ballots_outside(self, numbers: int, least: int, most: int) -> int:
        """Return the column of ballots whose number is under `least` or over `most`."""
        return (self.ones ^ self.ballots_with_at_least(numbers, least)) | self.ballots_with_at_least(numbers, most + 1)

    def sum_of_numbers(self, numbers: int, among: int, bits: int) -> int:
        """Add up the numbers of the ballots in the column `among`; no number is of more than `bits` bits."""
        return sum((numbers >> bit & among).bit_count() << bit for bit in range(bits))


def make_lanes(count: int, width: int) -> Lanes:
    """Return the lanes of `count` ballots."""
    ones = int.from_bytes((b"\x01" + bytes(width - 1)) * count, "little")
    return Lanes(count, width, ones, ones * ((1 << 8 * width - 1) - 1))


def lane_bytes_for_number(largest: int) -> int:
    """Return the bytes of a lane that holds up to `largest`."""
    return (largest.bit_length() + 7) // 8


def subtract_column(column: int, other: int) -> int:
    """Return the ballots of a column that are not in the other."""
    return column ^ (column & other) if other else column
