"""How long the kiosk waits for people: data, so that a hall of old voters may have more."""

from __future__ import annotations

import msgspec


class Pace(msgspec.Struct, frozen=True, kw_only=True):
    """Times of the kiosk in seconds; `tick_ms` is how long its second lasts (1000 outside of tests)."""

    quiet_s: int = 60
    """Silence before the warning."""
    warn_s: int = 30
    """From the warning to the wiping."""
    receipt_s: int = 20
    """The receipt stays this long."""
    pin_wait_s: int = 30
    """After three wrong PINs."""
    tick_ms: int = 1000
