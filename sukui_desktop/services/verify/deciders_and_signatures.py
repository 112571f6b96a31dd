"""Whether what two people must do was done by two, and what people signed with keys of their own is what there is."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence

import msgspec
from msgspec import UnsetType

from sukui_desktop.domain.decision_statement import Decision, deciders_of
from sukui_desktop.domain.errors import RuleBroken, VerifyFailed
from sukui_desktop.domain.facts.base import Fact
from sukui_desktop.domain.facts.meeting import CorrectionNoted, MinutesSigned, WordsRewritten
from sukui_desktop.domain.facts.person import PersonErased
from sukui_desktop.domain.facts.poll import CountConfirmed, PollCertified, PollSigned, PollVoided
from sukui_desktop.domain.facts.signer import SignerEnrolled, SignerWithdrawn
from sukui_desktop.domain.poll_statement import poll_statement_bytes
from sukui_desktop.domain.two_people import PEOPLE_WHO_DECIDE, require_two_different_names
from sukui_desktop.domain.verification_findings import Unchecked
from sukui_desktop.models.poll import PollState
from sukui_desktop.models.signer import AnchoredStep, SignatureRow, SignerRow
from sukui_desktop.services.signing.poll_step_signatures import is_statement_signed
from sukui_desktop.services.signing.two_person_decisions import is_decision_signed
from sukui_desktop.services.verify.poll_evidence import CERTIFIED, COUNTED, PollEvidence
from sukui_desktop.storage.meeting_file_check import CheckedLink

_FINGERPRINT_LETTERS = 16


class _SigningSpan(msgspec.Struct):
    """Between which entries a person signed."""

    since: int
    until: int | None = None


def check_deciders(meeting_id: str, links: Sequence[CheckedLink], signers: Mapping[str, SignerRow]) -> None:
    """Check that whoever decided together was enrolled, two people, and signed it at its place in the record; and that
    nobody signed anything before being enrolled or once withdrawn, as a card that was lost would. Words that were
    written anew stand right before the erasing of a person for which both signed.

    Raises VerifyFailed deciders_unknown, decision_unsigned, decision_misplaced where a decision about the same subject
    stands between this one and the entry after which it was signed (it was used once already), signed_when_withdrawn,
    words_rewritten_unsigned.
    """
    rewritten: set[int] = set()
    places: dict[bytes, int] = {}
    newest: dict[str, int] = {}
    signing: dict[str, _SigningSpan] = {}
    for place, link in enumerate(links):
        places[link.hash] = place
        fact, subject = link.entry.fact, link.entry.subject
        if isinstance(fact, SignerEnrolled):
            signing[link.entry.subject_id] = _SigningSpan(place)
        elif isinstance(fact, SignerWithdrawn) and link.entry.subject_id in signing:
            signing[link.entry.subject_id].until = place
        elif isinstance(fact, WordsRewritten):
            rewritten.add(place)
        _require_enrolled_when_signing(signing, _signers_of_fact(fact), place, link)
        decided = deciders_of(fact) if isinstance(fact, Decision) else None
        if not isinstance(fact, Decision) or decided is None:
            continue
        known = {signers[one].person_id for one in decided.signer_ids if one in signers}
        if len(known) < PEOPLE_WHO_DECIDE or len(known) < len(decided.signer_ids):
            raise VerifyFailed("deciders_unknown", kind=fact.KIND, seq=link.entry.seq)
        if not is_decision_signed(meeting_id, subject, fact, signers):
            raise VerifyFailed("decision_unsigned", kind=fact.KIND, seq=link.entry.seq)
        decided_at = places.get(decided.after, -1)
        if decided_at < newest.get(subject, 0):
            raise VerifyFailed("decision_misplaced", kind=fact.KIND, seq=link.entry.seq)
        _require_enrolled_when_signing(signing, decided.signer_ids, decided_at, link)
        newest[subject] = place
        if isinstance(fact, PersonErased):
            rewritten -= set(range(decided_at - fact.rewritten + 1, decided_at + 1))
    if rewritten:
        raise VerifyFailed("words_rewritten_unsigned", seq=links[min(rewritten)].entry.seq, count=len(rewritten))


def _signers_of_fact(fact: Fact) -> tuple[str, ...]:
    """Return who signed a fact that is no decision of two people; () for one that nobody signs."""
    if isinstance(fact, MinutesSigned):
        return tuple(one.signer_id for one in fact.signatures)
    if isinstance(fact, (PollSigned, CountConfirmed)):
        return (fact.signer_id,)
    return (fact.signer_id,) if isinstance(fact, CorrectionNoted) and fact.signer_id else ()


def _require_enrolled_when_signing(
    signing: Mapping[str, _SigningSpan], signer_ids: Sequence[str], at: int, link: CheckedLink
) -> None:
    for signer_id in signer_ids:
        known = signing.get(signer_id)
        if known is not None and known.since <= at and (known.until is None or at < known.until):
            continue
        raise VerifyFailed("signed_when_withdrawn", kind=link.kind, seq=link.entry.seq)


def check_signed_acts_of_poll(evidence: PollEvidence) -> Iterator[Unchecked]:
    """Check who certified or voided one poll, the holders of its key, every signature under it, and its second opening;
    yield what an older version did not write.

    Raises VerifyFailed certifiers_missing, certifier_twice, voiding_unsigned, lock_missing, shares_changed,
    signer_not_enrolled, signature_missing, signature_wrong, ballots_missing, roots_differ, confirmation_missing,
    confirmation_unlike.
    """
    if evidence.poll.state in CERTIFIED:
        _check_certifiers(evidence)
    if evidence.poll.state == PollState.VOID:
        _check_voiding(evidence)
    yield from _check_poll_with_lock(evidence)


def _check_certifiers(evidence: PollEvidence) -> None:
    title, certified = evidence.poll.title, _last_certification(evidence)
    if evidence.lock is None and not _signers_of_certification(certified):
        # Made ready and certified before 0.5.0; what was made ready then and certified later has keys under it.
        require_two_names(certified.names, "certifiers_missing", title)
        return
    names = [evidence.names.get(signer_id, "") for signer_id in _signers_of_certification(certified)]
    people = {
        evidence.signers[one].person_id for one in _signers_of_certification(certified) if one in evidence.signers
    }
    if len(names) != PEOPLE_WHO_DECIDE:
        raise VerifyFailed("certifiers_missing", poll=title)
    if not set(_signers_of_certification(certified)) <= set(evidence.signers):
        raise VerifyFailed("signer_not_enrolled", poll=title)
    if len(people) != 2:
        raise VerifyFailed("certifier_twice", poll=title)
    if all(names):
        require_two_names(names, "certifiers_missing", title)


def _signers_of_certification(certified: PollCertified) -> tuple[str, ...]:
    return () if isinstance(certified.signer_ids, UnsetType) else certified.signer_ids


def _last_certification(evidence: PollEvidence) -> PollCertified:
    found = [fact for fact in evidence.history.facts if isinstance(fact, PollCertified)]
    if not found:
        raise VerifyFailed("certifiers_missing", poll=evidence.poll.title)
    return found[-1]


def _check_voiding(evidence: PollEvidence) -> None:
    """A voided poll bears two names, a locked one two signatures (`check_deciders`)."""
    for fact in evidence.history.facts:
        if isinstance(fact, PollVoided) and (evidence.lock is None or not fact.signer_ids):
            names = fact.names if evidence.lock is None else ()
            require_two_names(names, "voiding_unsigned", evidence.poll.title)


def require_two_names(names: Sequence[str], missing: str, title: str) -> None:
    """Check that an act bears the names of two people. Raises VerifyFailed certifier_twice, or `missing`."""
    try:
        require_two_different_names(names)
    except RuleBroken as broken:
        code = "certifier_twice" if broken.code == "two_people_alike" else missing
        raise VerifyFailed(code, poll=title, **broken.facts) from broken


def _check_poll_with_lock(evidence: PollEvidence) -> Iterator[Unchecked]:
    """Hold a poll against what people signed of it with keys of their own, and its count against the second opening."""
    poll, lock = evidence.poll, evidence.lock
    if not poll.definition:
        return
    if lock is None:
        if _needs_lock(evidence):
            raise VerifyFailed("lock_missing", poll=poll.title)
        _check_signatures(evidence)
        yield Unchecked("older_version", poll.title)
        return
    shares = evidence.sealed_shares
    if shares is not None and hashlib.sha256(shares).digest() != lock.shares_digest:
        raise VerifyFailed("shares_changed", poll=poll.title)
    if not set(lock.holders) <= set(evidence.signers):
        raise VerifyFailed("signer_not_enrolled", poll=poll.title)
    signed = _check_signatures(evidence)
    if poll.state in COUNTED:
        yield from _check_confirmations(evidence, signed)


def _check_signatures(evidence: PollEvidence) -> set[tuple[AnchoredStep, str]]:
    """Check every signature under a poll, and that who certified it with keys signed it; return who signed what."""
    poll = evidence.poll
    signed = {(row.step, str(row.signer_id)) for row in evidence.signatures}
    for row in evidence.signatures:
        _check_signature(evidence, row)
    if poll.state in CERTIFIED:
        for signer_id in _signers_of_certification(_last_certification(evidence)):
            if (AnchoredStep.CERTIFIED, signer_id) not in signed:
                name = evidence.names.get(signer_id, "")
                raise VerifyFailed("signature_missing", poll=poll.title, name=name)
    return signed


def _needs_lock(evidence: PollEvidence) -> bool:
    """Return whether a poll without a lock was made ready by a version that always writes one.

    Such a version alone gives the box an id (in the record, in the box, in this machine's note of it), splits the
    tally key into shares, knows people who sign with keys of their own, and writes entries of its own versions.
    """
    has_id = bool(evidence.poll.box_id or evidence.witnessed_box_id)
    has_signers = evidence.history.signers_at_ready > 0
    return has_id or has_signers or evidence.is_of_today or evidence.sealed_shares is not None


def _check_signature(evidence: PollEvidence, row: SignatureRow) -> None:
    poll, signer = evidence.poll, evidence.signers.get(row.signer_id)
    if signer is None:
        raise VerifyFailed("signer_not_enrolled", poll=poll.title)
    name = evidence.names.get(row.signer_id, "")
    try:
        statement = poll_statement_bytes(row.step, evidence.meeting_id, poll, evidence.count)
    except ValueError as error:
        raise VerifyFailed("signature_wrong", poll=poll.title, name=name) from error
    if hashlib.sha256(statement).digest() != row.statement or not is_statement_signed(statement, signer, row):
        raise VerifyFailed("signature_wrong", poll=poll.title, name=name)


def _check_confirmations(evidence: PollEvidence, signed: set[tuple[AnchoredStep, str]]) -> Iterator[Unchecked]:
    poll, count = evidence.poll, evidence.count
    if count is None:
        raise VerifyFailed("ballots_missing", poll=poll.title, cast=poll.cast)
    if (count.sealed_root, count.opened_root) != (poll.box_root, hashlib.sha256(count.ballots).digest()):
        raise VerifyFailed("roots_differ", poll=poll.title)
    for row in evidence.confirmations:
        found = (row.sealed_root, row.opened_root, row.tally, row.second_tally)
        if found != (count.sealed_root, count.opened_root, count.tally, count.second_tally):
            raise VerifyFailed("confirmation_unlike", poll=poll.title)
        if row.signer_id not in evidence.signers:
            raise VerifyFailed("signer_not_enrolled", poll=poll.title)
        if (AnchoredStep.COUNTED, row.signer_id) not in signed:
            raise VerifyFailed("signature_missing", poll=poll.title, name=evidence.names.get(row.signer_id, ""))
    if not evidence.confirmations:
        if poll.state in CERTIFIED:
            raise VerifyFailed("confirmation_missing", poll=poll.title)
        yield Unchecked("unconfirmed", poll.title)


def key_fingerprint(sign_key: bytes) -> str:
    """Return the 지문 of a person's key as verify shows it: 16 digits in fours."""
    digits = hashlib.sha256(sign_key).hexdigest()[:_FINGERPRINT_LETTERS]
    return "-".join(digits[start : start + 4] for start in range(0, _FINGERPRINT_LETTERS, 4))
