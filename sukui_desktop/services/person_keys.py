"""Keys of people, taken out for one act by what only the person has: their card or their passphrase."""

from __future__ import annotations

from collections.abc import Collection, Sequence

import msgspec

from sukui_desktop.assets.key_card_word_list import card_word_list
from sukui_desktop.domain.errors import BadInput, RuleBroken
from sukui_desktop.domain.facts.base import ERASED
from sukui_desktop.domain.roster_matching import comparable_name
from sukui_desktop.domain.two_people import PEOPLE_WHO_DECIDE
from sukui_desktop.models.ids import SignerId
from sukui_desktop.models.people import PersonRow
from sukui_desktop.models.poll import PollSummary
from sukui_desktop.models.signer import SignerRow, SignerWay
from sukui_desktop.record.key_card import PersonKeys, open_seed_with_passphrase, seed_of_card_text
from sukui_desktop.storage.file_key_and_recovery_code import derive_key_from_passphrase, passphrase_spellings
from sukui_desktop.storage.meeting_transaction import Transaction
from sukui_desktop.wording.people_names import names_on_papers

SALT_SIZE = 16


class SignerProof(msgspec.Struct, frozen=True, tag=True):
    """What a person gives for one act: never kept, never written down."""

    signer_id: SignerId
    secret: str
    """The passphrase, or the words of the card as typed or scanned."""


class OldPassphrase(msgspec.Struct, frozen=True, tag=True):
    """What opens the box of a poll that was made ready before 0.5.0: one passphrase, and nobody's key."""

    secret: str


BoxProof = SignerProof | OldPassphrase
"""What is given to open a box."""


class SignedReason(msgspec.Struct, frozen=True):
    """Why signed minutes are corrected, and the proof of who corrects them."""

    reason: str
    proof: SignerProof


Reason = str | SignedReason
"""Why a closed meeting is corrected; with a proof where its minutes are signed."""


def reason_text(reason: Reason) -> str:
    """Return the reason in words."""
    return reason.reason if isinstance(reason, SignedReason) else reason


def name_of_signer(tx: Transaction, signer: SignerRow) -> str:
    """Return the name of somebody who signs, `ERASED` once the person was erased."""
    person = tx.find_row(PersonRow, signer.person_id)
    return ERASED if person is None else person.name


def names_of_certifiers(tx: Transaction, poll: PollSummary) -> tuple[str, ...]:
    """Return who certified a poll, by name as papers have it; before 0.5.0 the names that were typed."""
    signers = (tx.require_row(SignerRow, signer_id) for signer_id in poll.certifiers)
    return poll.certified_by or tuple(name_of_signer_on_papers(tx, signer) for signer in signers)


def names_of_voiders(tx: Transaction, poll: PollSummary) -> tuple[str, ...]:
    """Return who declared a poll void, by name as papers have it; without a lock the names that were typed."""
    signers = (tx.require_row(SignerRow, signer_id) for signer_id in poll.void_signers)
    return poll.void_by or tuple(name_of_signer_on_papers(tx, signer) for signer in signers)


def name_of_signer_on_papers(tx: Transaction, signer: SignerRow) -> str:
    """Return the name of somebody who signs as papers print it: a namesake's with what tells them apart."""
    name = name_of_signer(tx, signer)
    namesakes = (row for row in tx.list_rows(PersonRow) if comparable_name(row.name) == comparable_name(name))
    return names_on_papers(namesakes).get(signer.person_id, name)


def open_keys_with_proofs(
    tx: Transaction, proofs: Sequence[SignerProof], *, holders: Collection[str] = ()
) -> dict[str, PersonKeys]:
    """Return the keys of everybody who gave a proof (signer id → keys).

    `holders` are signer ids of those whose keys open a box: whoever signs no more opens what they held before.
    Raises NotFound signer_unknown; RuleBroken signer_withdrawn, proof_twice; BadInput card_length, card_unreadable,
    card_word_unknown, card_of_another, passphrase_of_person_wrong, each with whose proof it was.
    """
    keys: dict[str, PersonKeys] = {}
    for proof in proofs:
        signer = tx.require_row(SignerRow, proof.signer_id)
        name = name_of_signer(tx, signer)
        if signer.is_withdrawn and proof.signer_id not in holders:
            raise RuleBroken("signer_withdrawn", name=name)
        if proof.signer_id in keys:
            raise RuleBroken("proof_twice", name=name)
        keys[proof.signer_id] = _open_keys_of_signer(tx, signer, name, proof.secret)
    return keys


def open_keys_of_two_people(tx: Transaction, proofs: Sequence[SignerProof]) -> dict[str, PersonKeys]:
    """Return the keys of the two people who decide something together.

    Raises RuleBroken two_people_needed, and as `open_keys_with_proofs`.
    """
    if len(proofs) != PEOPLE_WHO_DECIDE:
        raise RuleBroken("two_people_needed")
    return open_keys_with_proofs(tx, proofs)


def _open_keys_of_signer(tx: Transaction, signer: SignerRow, name: str, secret: str) -> PersonKeys:
    try:
        keys = PersonKeys(open_seed_of_signer(signer, secret))
    except BadInput as fault:
        raise BadInput(fault.code, **fault.facts, name=name) from fault
    if keys.public.sign != signer.sign_key:
        owners = [other for other in tx.list_rows(SignerRow) if other.sign_key == keys.public.sign]
        owner = name_of_signer(tx, owners[0]) if owners else ""
        raise BadInput("card_of_another", name=name, owner=owner)
    return keys


def open_seed_of_signer(signer: SignerRow, secret: str) -> bytes:
    """Return the seed of a person's keys from their card or passphrase. Raises BadInput where it is not theirs."""
    if signer.way == SignerWay.CARD:
        return seed_of_card_text(secret, card_word_list())
    salt, locked = signer.locked_seed[:SALT_SIZE], signer.locked_seed[SALT_SIZE:]
    *others, last = passphrase_spellings(secret)
    for spelling in others:
        try:
            return open_seed_with_passphrase(locked, derive_key_from_passphrase(spelling, salt), signer.person_id)
        except BadInput:
            continue
    return open_seed_with_passphrase(locked, derive_key_from_passphrase(last, salt), signer.person_id)
