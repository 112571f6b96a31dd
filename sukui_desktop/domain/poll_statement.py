"""The statement of a poll at a step: what an anchor sheet has the hash of and people sign, the same bytes everywhere.

Source: docs/sources.md, "Signed statements".
"""

from __future__ import annotations

import hashlib

import msgspec
from msgspec import UNSET
from msgspec.structs import replace

from sukui_desktop.domain import canonical_bytes
from sukui_desktop.domain.selection.project_list import Outcome
from sukui_desktop.models.poll import PollCountRow, PollRow
from sukui_desktop.models.signer import AnchoredStep


class PollStatement(msgspec.Struct, frozen=True, kw_only=True):
    """What a poll is at a step; what comes later than the step is empty in it."""

    step: AnchoredStep
    meeting_id: str
    poll_id: str
    definition_hash: bytes
    tally_public_key: bytes
    box_id: bytes
    lock: bytes
    """Canonical CBOR of the `PollLock`."""
    slots: int
    issued: int = 0
    cast: int = 0
    spoiled: int = 0
    returned: int = 0
    not_returned: int = 0
    reopened: int = 0
    box_root: bytes = b""
    sealed_root: bytes = b""
    opened_root: bytes = b""
    tally: bytes = b""
    """SHA-256 over the canonical bytes of the tally, as the two that follow."""
    second_tally: bytes = b""
    outcome: bytes = b""
    """Without the names of those who drew a lot."""


_ORDER = (AnchoredStep.READY, AnchoredStep.CLOSED, AnchoredStep.COUNTED, AnchoredStep.CERTIFIED)
_OF_POLL = {
    AnchoredStep.READY: ("definition_hash", "tally_public_key", "box_id", "lock", "slots"),
    AnchoredStep.CLOSED: ("issued", "cast", "spoiled", "returned", "not_returned", "reopened", "box_root"),
}
_OF_COUNT = {AnchoredStep.COUNTED: ("tally", "second_tally"), AnchoredStep.CERTIFIED: ("outcome",)}


def poll_statement_bytes(step: AnchoredStep, meeting_id: str, poll: PollRow, count: PollCountRow | None) -> bytes:
    """Return the bytes of the statement (canonical CBOR) of a poll at a step.

    An anchor has its hash, and people sign it at the count and at 확정.
    `count` is None for the steps before the count.
    Raises ValueError when the poll has not come to the step.
    """
    reached = _ORDER[: _ORDER.index(step) + 1]
    fields = {name: getattr(poll, name) for one in reached for name in _OF_POLL.get(one, ())}
    if AnchoredStep.COUNTED in reached:
        if count is None or (step == AnchoredStep.CERTIFIED and not count.outcome):
            raise ValueError(f"{poll.poll_id} has not come to {step}")
        fields |= {"sealed_root": count.sealed_root, "opened_root": count.opened_root}
        hashed = [name for one in reached for name in _OF_COUNT.get(one, ())]
        signed = {"outcome": _outcome_without_names(count.outcome)} if "outcome" in hashed else {}
        fields |= {name: hashlib.sha256(signed.get(name, getattr(count, name))).digest() for name in hashed}
    return canonical_bytes.encode(PollStatement(step=step, meeting_id=meeting_id, poll_id=poll.poll_id, **fields))


def _outcome_without_names(outcome: bytes) -> bytes:
    """Return the outcome without who drew the lot: a signature outlives the erasing of a person."""
    found = canonical_bytes.decode(outcome, Outcome)
    return canonical_bytes.encode(replace(found, draw=UNSET))
