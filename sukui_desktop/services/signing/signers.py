"""People who sign with keys of their own: enrol one, list them, withdraw one.

The person is on the roster already (`services/checkin/attendance.py` adds who is not): the record of their keys has no
name in it.
"""

from __future__ import annotations

import secrets
from collections.abc import Sequence

import msgspec
from msgspec.structs import replace
from zxcvbn import zxcvbn

from sukui_desktop.assets.key_card_word_list import card_word_list
from sukui_desktop.assets.messages import text
from sukui_desktop.domain.changed_tables import Changes
from sukui_desktop.domain.electorate import is_member
from sukui_desktop.domain.errors import BadInput, RuleBroken
from sukui_desktop.domain.facts.signer import SignerEnrolled, SignerWithdrawn
from sukui_desktop.domain.file_import import PersonDraft
from sukui_desktop.domain.roster_matching import make_person_added_fact
from sukui_desktop.domain.text_cleaning_and_search import clean_text
from sukui_desktop.domain.two_people import require_two_different_names
from sukui_desktop.models.ids import PersonId, SignerId
from sukui_desktop.models.meeting import MeetingRow
from sukui_desktop.models.people import AttendanceRow, PersonRow
from sukui_desktop.models.signer import SignatureRow, SignerRow, SignerWay
from sukui_desktop.record.key_card import (
    SEED_SIZE,
    PersonKeys,
    card_qr_text,
    card_words_of_seed,
    seal_seed_with_passphrase,
    seed_of_card_text,
)
from sukui_desktop.services.opened_meeting import Room
from sukui_desktop.services.person_keys import SALT_SIZE, SignerProof, name_of_signer, open_keys_with_proofs
from sukui_desktop.storage.file_key_and_recovery_code import (
    derive_key_from_passphrase,
    is_passphrase_of_file,
    passphrase_spellings,
)
from sukui_desktop.storage.meeting_transaction import Transaction
from sukui_desktop.wording.people_names import names_on_screens

PASSPHRASE_LEAST = 8
GUESSES_LEAST = 10**7
"""Tries that a passphrase must be expected to stand: each costs whoever tries a third of a second and 64 MiB."""
YEAR_MS = 366 * 86_400_000
_MOST_ESTIMATED = 72
"""Letters of a passphrase that the library estimates; the rest makes it stronger."""


class KeyCard(msgspec.Struct, frozen=True):
    """A card to be printed once and given to its person; the program keeps nothing of it."""

    words: tuple[str, ...]
    code: str
    """What stands in its QR code."""
    valid_until_ms: int
    """Printed on it: until then it may be used again at other meetings of the same body."""


class KeptCard(msgspec.Struct, frozen=True):
    """A card of an earlier meeting of the same body, as its owner brings it: never kept, never written down."""

    secret: str
    """Its words as typed, or its QR code as scanned."""
    valid_until_ms: int
    """The day that is printed on it."""


class EnrolledSigner(msgspec.Struct, frozen=True):
    """Somebody who signs with keys of their own from now on."""

    signer_id: SignerId
    card: KeyCard | None
    """None where the seed is behind a passphrase, and where the person brought a card."""
    changes: Changes


class SignerView(msgspec.Struct, frozen=True):
    """Somebody who signs, with their name."""

    signer: SignerRow
    name: str
    shown: str
    """The name as the desk shows it: a namesake's with what tells them apart."""


def names_of_unadmitted_signers(room: Room) -> tuple[str, ...]:
    """Return the names of members who signed a step of a poll and were never admitted.

    Whoever signed was there; the minutes would list them among the absent. Somebody who is no member is in none of
    these lists and is not named here.
    """
    with room.reading() as tx:
        meeting = tx.list_rows(MeetingRow)[0]
        signed = {row.signer_id for row in tx.list_rows(SignatureRow)}
        people = {row.person_id for row in tx.list_rows(SignerRow) if row.signer_id in signed}
        away = {
            row.person_id
            for row in tx.list_rows(AttendanceRow)
            if row.is_enrolled and not row.was_present and is_member(meeting, row.role, row.channel)
        }
        names = names_on_screens(tx.list_rows(PersonRow)) if people & away else {}
        return tuple(sorted(names[person_id] for person_id in people & away & names.keys()))


def list_signers(room: Room) -> tuple[SignerView, ...]:
    """Return everybody who signs with keys of their own, first enrolled first; those who were withdrawn too."""
    with room.reading() as tx:
        rows = sorted(tx.list_rows(SignerRow), key=lambda row: (row.enrolled_at_ms, row.signer_id))
        return make_signer_views(tx, rows)


def make_signer_views(tx: Transaction, rows: Sequence[SignerRow]) -> tuple[SignerView, ...]:
    """Return these people who sign with their names, in their order."""
    shown = names_on_screens(tx.list_rows(PersonRow)) if rows else {}
    views = ((row, name_of_signer(tx, row)) for row in rows)
    return tuple(SignerView(row, name, shown.get(row.person_id, name)) for row, name in views)


def enrol_signer(
    room: Room,
    person_id: PersonId,
    way: SignerWay,
    *,
    passphrase: str = "",
    is_drawn: bool = False,
    kept: KeptCard | None = None,
) -> EnrolledSigner:
    """Make keys for somebody on the roster; `passphrase` is theirs, '' for a card. `is_drawn`: a citizen drawn by lot.

    With `kept` the keys are those of a card that the person has; no new one is made. Keys may be given shares of new
    polls for a year from when they were made.
    Raises NotFound person_unknown; RuleBroken signer_enrolled_already, two_people_alike where another signer has the
    same name however it is written, and those of `_require_strong_own_passphrase` and `_seed_of_earlier_card`.
    """
    with room.writing() as tx:
        return _enrol_person(
            room, tx, tx.require_row(PersonRow, person_id), way, passphrase, is_drawn=is_drawn, kept=kept
        )


def enrol_signer_by_name(
    room: Room,
    name: str,
    way: SignerWay,
    *,
    passphrase: str = "",
    is_drawn: bool = False,
    kept: KeptCard | None = None,
) -> EnrolledSigner:
    """Make keys for somebody who is not on the roster: the name is typed once, and they do not count as present.

    Raises RuleBroken name_missing and as `enrol_signer`.
    """
    tidy = clean_text(name)
    if not any(letter.isalnum() for letter in tidy):
        raise RuleBroken("name_missing")
    with room.writing() as tx:
        draft = PersonDraft(number="", name=tidy, role=text("signing.observer"))
        added = tx.append_fact(None, make_person_added_fact(draft, is_walk_in=True))
        person = tx.require_row(PersonRow, added.ids[0])
        enrolled = _enrol_person(room, tx, person, way, passphrase, is_drawn=is_drawn, kept=kept)
        return replace(enrolled, changes=added.changes | enrolled.changes)


def _enrol_person(
    room: Room,
    tx: Transaction,
    person: PersonRow,
    way: SignerWay,
    passphrase: str,
    *,
    is_drawn: bool,
    kept: KeptCard | None,
) -> EnrolledSigner:
    _require_not_enrolled(tx, person)
    valid_until_ms = tx.now() + YEAR_MS
    seed, locked = secrets.token_bytes(SEED_SIZE), b""
    if kept is not None:
        seed, way = _seed_of_earlier_card(tx, kept), SignerWay.CARD
        valid_until_ms = min(valid_until_ms, kept.valid_until_ms)
    if way == SignerWay.PASSPHRASE:
        _require_strong_own_passphrase(room, tx, passphrase, person.name)
        salt = secrets.token_bytes(SALT_SIZE)
        locked = salt + seal_seed_with_passphrase(
            seed, derive_key_from_passphrase(passphrase_spellings(passphrase)[0], salt), person.person_id
        )
    public = PersonKeys(seed).public
    fact = SignerEnrolled(
        person_id=person.person_id,
        way=way,
        sign_key=public.sign,
        share_key=public.share,
        locked_seed=locked,
        is_drawn=is_drawn,
        valid_until_ms=valid_until_ms,
    )
    appended = tx.append_fact(None, fact)
    card = _make_key_card(seed, valid_until_ms) if way == SignerWay.CARD and kept is None else None
    return EnrolledSigner(SignerId(appended.ids[0]), card, appended.changes)


def _make_key_card(seed: bytes, valid_until_ms: int) -> KeyCard:
    words, places = card_word_list(), card_words_of_seed(seed)
    return KeyCard(tuple(words[place] for place in places), card_qr_text(places), valid_until_ms)


def _seed_of_earlier_card(tx: Transaction, kept: KeptCard) -> bytes:
    """Return the seed of a card that somebody brought from an earlier meeting.

    Raises BadInput card_length, card_unreadable, card_word_unknown; RuleBroken card_expired; card_taken where somebody
    else of this meeting has it, card_given_up where it was given up here.
    """
    if kept.valid_until_ms <= tx.now():
        raise RuleBroken("card_expired")
    seed = seed_of_card_text(kept.secret, card_word_list())
    sign_key = PersonKeys(seed).public.sign
    for signer in tx.list_rows(SignerRow):
        if signer.sign_key == sign_key:
            code = "card_given_up" if signer.is_withdrawn else "card_taken"
            raise RuleBroken(code, name=name_of_signer(tx, signer))
    return seed


def _require_not_enrolled(tx: Transaction, person: PersonRow) -> None:
    for signer in tx.list_rows(SignerRow):
        if signer.is_withdrawn:
            continue
        name = name_of_signer(tx, signer)
        if signer.person_id == person.person_id:
            raise RuleBroken("signer_enrolled_already", name=name)
        if name:
            require_two_different_names((name, person.name))


def _require_strong_own_passphrase(room: Room, tx: Transaction, passphrase: str, name: str) -> None:
    """Refuse a passphrase that does not make its owner a second person.

    Raises RuleBroken person_passphrase_short, person_passphrase_weak, person_passphrase_same (as the meeting's),
    person_passphrase_taken (as another signer's).
    """
    if len(passphrase) < PASSPHRASE_LEAST:
        raise RuleBroken("person_passphrase_short", least=PASSPHRASE_LEAST)
    if zxcvbn(passphrase[:_MOST_ESTIMATED], user_inputs=[name, *name.split()])["guesses"] < GUESSES_LEAST:
        raise RuleBroken("person_passphrase_weak")
    if is_passphrase_of_file(room.file.file_key, passphrase):
        raise RuleBroken("person_passphrase_same")
    for signer in tx.list_rows(SignerRow):
        if (
            signer.way == SignerWay.PASSPHRASE
            and not signer.is_withdrawn
            and _is_passphrase_of_signer(tx, signer, passphrase)
        ):
            raise RuleBroken("person_passphrase_taken")


def _is_passphrase_of_signer(tx: Transaction, signer: SignerRow, passphrase: str) -> bool:
    try:
        open_keys_with_proofs(tx, (SignerProof(signer.signer_id, passphrase),))
    except BadInput:
        return False
    return True


def withdraw_signer(room: Room, signer_id: SignerId) -> Changes:
    """Let somebody sign no more from here on; shares that they hold of polls under way stay theirs.

    Raises NotFound signer_unknown, RuleBroken signer_withdrawn.
    """
    with room.writing() as tx:
        signer = tx.require_row(SignerRow, signer_id)
        if signer.is_withdrawn:
            raise RuleBroken("signer_withdrawn", name=name_of_signer(tx, signer))
        return tx.append_fact(signer_id, SignerWithdrawn()).changes


def try_proof(room: Room, proof: SignerProof) -> None:
    """Check that a card or a passphrase is the person's, without doing anything with it.

    Raises as `open_keys_with_proofs`.
    """
    with room.reading() as tx:
        open_keys_with_proofs(tx, (proof,))
