"""Whether a PIN opens the kiosk: three tries, then a wait, so that a voter cannot guess it."""

from __future__ import annotations

import hashlib
import hmac

TRIES = 3


class PinGate:
    """Keeps a hash of the PIN for as long as the window lives; a wrong one costs a try."""

    def __init__(self, pin: str) -> None:
        self._digest = _digest(pin)
        self.tries_left = TRIES

    def try_pin(self, typed: str) -> bool:
        """Say whether `typed` is the PIN; a right one gives all tries back, and none counts when no try is left."""
        if not self.tries_left:
            return False
        if hmac.compare_digest(_digest(typed), self._digest):
            self.tries_left = TRIES
            return True
        self.tries_left -= 1
        return False

    def start_again(self) -> None:
        """Give the tries back: the wait is over."""
        self.tries_left = TRIES


def _digest(pin: str) -> bytes:
    return hashlib.sha256(pin.encode("utf-8")).digest()
