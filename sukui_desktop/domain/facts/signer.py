"""Facts about a person who signs with keys of their own."""

from __future__ import annotations

from typing import ClassVar

from sukui_desktop.domain.facts.base import Fact
from sukui_desktop.models.signer import SignerKeys


class SignerEnrolled(SignerKeys, Fact, frozen=True, kw_only=True):
    """A person made keys of their own and made the public halves known."""

    KIND: ClassVar[str] = "signer.enrolled"


class SignerWithdrawn(Fact, frozen=True, kw_only=True):
    """A person signs no more from here on: the card was lost, or they left."""

    KIND: ClassVar[str] = "signer.withdrawn"
