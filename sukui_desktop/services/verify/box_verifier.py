"""Whether the boxes that are here hold what the record says: root, slips, witness and, once opened, every ballot."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from contextlib import closing

from sukui_desktop.domain.ballot_audit import score_audits
from sukui_desktop.domain.errors import NotFound, StorageFault, VerifyFailed
from sukui_desktop.domain.methods.registry import split_ballots
from sukui_desktop.domain.poll_steps import HAS_BOX
from sukui_desktop.domain.question.definition import decode_definition
from sukui_desktop.domain.rollback_detection import (
    accepted_range_of_missing_stops,
    counts_of_rollback_decision,
    find_newest_rollback_decision,
)
from sukui_desktop.domain.verification_findings import PollCheck
from sukui_desktop.models.poll import PollRow, PollState, RollbackRow
from sukui_desktop.record.ballot_encryption import Opener, receipt_code
from sukui_desktop.services.opened_meeting import Context
from sukui_desktop.services.verify.poll_evidence import WITH_ROOT, PollEvidence
from sukui_desktop.services.vote.box_keys import find_box_keys
from sukui_desktop.services.vote.box_move_to_new_file import find_box_path
from sukui_desktop.services.vote.poll_box import is_box_or_key_left
from sukui_desktop.services.vote.tally_key import find_tally_key_by_secrets
from sukui_desktop.storage.ballot_box import SpentSlips, box_root, open_box_without_writing, slips_root
from sukui_desktop.storage.meeting_file import MeetingFile
from sukui_desktop.storage.poll_secrets import PollSecrets, SecretName


class BoxVerifier:
    """The boxes of one meeting, checked one after the other; what was found in them is kept."""

    def __init__(self, opened: MeetingFile, context: Context, secrets: Sequence[str], held: frozenset[str]) -> None:
        """Take the passphrases or words of cards that may open ballots, and the polls whose box this program has open
        itself."""
        self._meeting_path = opened.path
        self._kept = PollSecrets(opened.database, opened.scope)
        self._context = context
        self._secrets = secrets
        self._held = held
        self.used_secrets: set[str] = set()
        self.receipts: set[str] = set()
        """Of every ballot in a box that was read."""

    def check_box(self, evidence: PollEvidence) -> PollCheck:
        """Check the box of one poll.

        Raises VerifyFailed box_changed, audited_in_box, box_seen_fuller, box_slips_differ, tally_key_changed,
        ballot_not_of_this_poll, opened_ballots_differ; StorageFault.
        """
        poll, count = evidence.poll, evidence.count
        box = self._compare_box_with_record(evidence)
        recount, audits = "ballots" if count else "none", score_audits(evidence.audits)
        return PollCheck(poll.poll_id, poll.title, poll.state, box, recount, poll.cast, audits)

    def _compare_box_with_record(self, evidence: PollEvidence) -> str:
        poll = evidence.poll
        if not poll.definition:
            return "none"
        if poll.state == PollState.SEALED and poll.sealed_root and poll.sealed_root != poll.box_root:
            raise VerifyFailed("box_changed", poll=poll.title)
        if poll.state in (PollState.SEALED, PollState.VOID):
            return "left" if is_box_or_key_left(self._kept, self._meeting_path, poll.poll_id) else "destroyed"
        if poll.poll_id in self._held:
            return "open"
        if poll.state in HAS_BOX and self._kept.find(poll.poll_id, SecretName.BOX_SHARES) is not None:
            return "locked"  # nobody but the holders of its shares opens the box before it is closed
        try:
            sealed, slips = self._read_ballots_and_slips(evidence)
        except NotFound:
            return "not_here"
        if {row.sealed for row in evidence.audits} & set(sealed):
            raise VerifyFailed("audited_in_box", poll=poll.title)
        self.receipts.update(receipt_code(ballot) for ballot in sealed)
        if poll.state not in WITH_ROOT:
            return "open"
        if len(sealed) != poll.cast or box_root(sealed) != poll.box_root:
            raise VerifyFailed("box_changed", poll=poll.title)
        _check_slips_of_box(poll, slips, find_newest_rollback_decision(evidence.rollbacks, poll.box_id))
        return (
            self._open_and_compare_ballots(evidence, sealed)
            if self._secrets and evidence.count is not None
            else "matches"
        )

    def _read_ballots_and_slips(self, evidence: PollEvidence) -> tuple[tuple[bytes, ...], SpentSlips]:
        """Return the sealed ballots and the slips of a box on the disk.

        Raises VerifyFailed box_changed for the box of another poll, box_seen_fuller for one that this machine has seen
        fuller, box_slips_differ where more slips were spent than the record gave out; NotFound, StorageFault.
        """
        poll, station = evidence.poll, self._context.station
        key, path = self._find_box_key(poll), find_box_path(self._kept, self._meeting_path, poll)
        with closing(open_box_without_writing(path, key, self._context.random)) as box:
            noted = station.box_witness(poll.poll_id).read_note()
            if box.box_id != poll.box_id:
                raise VerifyFailed("box_changed", poll=poll.title)
            counts, slips = box.count_spent_and_filled(), box.count_spent_slips()
            if noted is not None and noted.box_id == box.box_id and counts.is_behind(noted.counts):
                raise VerifyFailed("box_seen_fuller", poll=poll.title, seen=noted.counts.filled, found=counts.filled)
            accepted = find_newest_rollback_decision(evidence.rollbacks, poll.box_id)
            never_given = counts_of_rollback_decision(accepted).slips_never_given if accepted is not None else 0
            issued = evidence.slips_now.issued
            if poll.state in HAS_BOX and slips.spent > issued + never_given:
                raise VerifyFailed("box_slips_differ", poll=poll.title, spent=slips.spent, recorded=issued)
            if poll.state in WITH_ROOT and poll.slips_root and slips_root(box.read_contents().slips) != poll.slips_root:
                raise VerifyFailed("box_changed", poll=poll.title)
            return box.list_sealed_ballots(), slips

    def _find_box_key(self, poll: PollRow) -> bytes:
        """Return the key of a box that is on a disk: in the meeting file, or in the station folder before 0.5.0.

        Raises NotFound box_keys_missing; RuleBroken box_locked where only the holders of shares open it.
        """
        return find_box_keys(self._kept, self._context, poll).box

    def _open_and_compare_ballots(self, evidence: PollEvidence, sealed: Sequence[bytes]) -> str:
        """Open every ballot of the box and hold it against those of the record, one by one."""
        poll, count = evidence.poll, evidence.count
        assert count is not None
        found = find_tally_key_by_secrets(self._context, poll, evidence.signers, evidence.sealed_shares, self._secrets)
        if found is None:
            return "matches"
        self.used_secrets.update(found.used)
        opener = Opener(found.private, poll.definition_hash)
        if opener.public_key != poll.tally_public_key:
            raise VerifyFailed("tally_key_changed")
        try:
            in_box = Counter(opener.open_sealed(one) for one in sealed)
        except StorageFault as fault:
            raise VerifyFailed("ballot_not_of_this_poll", poll=poll.title) from fault
        recorded = Counter(split_ballots(decode_definition(poll.definition).question, count.ballots))
        if in_box != recorded:
            raise VerifyFailed("opened_ballots_differ", poll=poll.title, count=(recorded - in_box).total())
        return "opened"


def _check_slips_of_box(poll: PollRow, slips: SpentSlips, accepted: RollbackRow | None) -> None:
    """Hold the spent slips of a box against the accounting and what two people `accepted` of it.

    Older boxes do not tell on what a slip was spent, and a decision does not tell spoiled slips from returned ones.
    """
    recorded, stopped = poll.returned + poll.spoiled, slips.spent - poll.cast
    most, least = accepted_range_of_missing_stops(accepted)
    is_same = least <= recorded - stopped <= most
    if slips.tells_apart:
        is_same = is_same and slips.voted == poll.cast
    if slips.tells_apart and accepted is None:
        is_same = is_same and slips.returned >= poll.returned and slips.spoiled >= poll.spoiled
    if not is_same or slips.total < poll.issued:
        raise VerifyFailed("box_slips_differ", poll=poll.title, spent=slips.spent, recorded=recorded + poll.cast)
