"""Rows of the people who sign with keys of their own, and of what they signed."""

from __future__ import annotations

from enum import StrEnum
from typing import ClassVar

import msgspec

from sukui_desktop.models.ids import PersonId, PollId, SignerId
from sukui_desktop.models.row import Row


class SignerWay(StrEnum):
    """How a person keeps the seed of their keys."""

    CARD = "card"
    """On a printed card (열쇠 카드) that only they have."""
    PASSPHRASE = "passphrase"
    """Behind a passphrase that only they know."""


class AnchoredStep(StrEnum):
    """The steps of a poll that an anchor sheet may be of; people sign the last two of them with their own keys."""

    READY = "ready"
    """준비: the definition and the public key."""
    CLOSED = "closed"
    """마감: the box and the ballot accounting."""
    COUNTED = "counted"
    """개표: what was in the box."""
    CERTIFIED = "certified"
    """확정: the list or the result."""


class SignerKeys(msgspec.Struct, frozen=True, kw_only=True):
    """The keys of somebody who signs, as they are made known to everybody."""

    person_id: PersonId
    """Who it is: the name is on the roster, sealed as every name."""
    way: SignerWay
    sign_key: bytes
    """Raw Ed25519 public key."""
    share_key: bytes
    """Raw X25519 public key, to which shares of a poll's key are sealed."""
    locked_seed: bytes
    """Salt and seed under the passphrase (`record/key_card.py`), b'' where it is on a card."""
    is_drawn: bool
    """Whether it is a citizen drawn by lot."""
    valid_until_ms: int
    """Until when the keys may be given new shares: holders enrol once for a year of a body's meetings."""


class SignerRow(SignerKeys, Row, frozen=True, kw_only=True):
    """Somebody who signs with keys of their own."""

    TABLE: ClassVar[str] = "signer"
    KEY: ClassVar[tuple[str, ...]] = ("signer_id",)
    signer_id: SignerId
    enrolled_at_ms: int
    is_withdrawn: bool = False
    """Signs no more; what was signed stays valid."""


class SignatureRow(Row, frozen=True, kw_only=True):
    """That somebody signed a step of a poll."""

    TABLE: ClassVar[str] = "signature"
    KEY: ClassVar[tuple[str, ...]] = ("poll_id", "step", "signer_id")
    SUBJECT: ClassVar[str] = "poll"
    poll_id: PollId
    step: AnchoredStep
    signer_id: SignerId
    statement: bytes
    """SHA-256 of the statement (`domain/poll_statement.py`)."""
    signature: bytes
    at_ms: int
