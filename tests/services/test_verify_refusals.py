"""What `verify` must refuse: every clause by its own code, exit 5 and one Korean sentence."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

import msgspec
import pytest
from msgspec.structs import replace

from sukui_desktop.assets.messages import error_sentences, error_text
from sukui_desktop.cli.main import run_command
from sukui_desktop.domain.errors import VerifyFailed
from sukui_desktop.domain.facts.base import Fact
from sukui_desktop.domain.facts.poll import PollCounted, PollMadeReady
from sukui_desktop.domain.papers.anchor_sheet import anchor_code
from sukui_desktop.domain.verification_findings import Unchecked
from sukui_desktop.services.handover.anchor_sheets import issue_anchor_sheet
from sukui_desktop.services.opened_meeting import close_meeting_and_boxes
from sukui_desktop.services.verify import verification
from sukui_desktop.services.verify.deciders_and_signatures import check_signed_acts_of_poll
from sukui_desktop.services.verify.poll_evidence import PollEvidence
from sukui_desktop.services.verify.recorded_count import check_recorded_figures
from sukui_desktop.services.verify.stream_order import check_stream_order
from sukui_desktop.services.verify.verification import verify_meeting
from sukui_desktop.storage.ballot_box import box_path
from sukui_desktop.storage.meeting_file_check import CheckedLink
from tests.builders import rooms
from tests.builders.held_vote import Held, hold_vote
from tests.conftest import ROOT


@pytest.fixture(scope="module")
def counted(tmp_path_factory: pytest.TempPathFactory) -> Held:
    return hold_vote(tmp_path_factory.mktemp("counted"), "counted")


@pytest.fixture
def held(counted: Held, tmp_path: Path) -> Held:
    folder = rooms.copy_tree(counted.path.parent, tmp_path / "held")
    return msgspec.structs.replace(counted, path=folder / counted.path.name, context=rooms.make_context(folder))


@pytest.fixture(scope="module")
def evidence(tmp_path_factory: pytest.TempPathFactory) -> PollEvidence:
    """What `verify` reads of a certified poll."""
    seen: list[PollEvidence] = []
    held = hold_vote(tmp_path_factory.mktemp("certified"), "certified")

    def note(one: PollEvidence) -> tuple[Unchecked, ...]:
        seen.append(one)
        return ()

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(verification, "check_recorded_figures", note)
        held.verify()
    assert check_poll(seen[0]) == ()
    return seen[0]


def check_poll(evidence: PollEvidence) -> tuple[Unchecked, ...]:
    return (*check_recorded_figures(evidence), *check_signed_acts_of_poll(evidence))


def _of_count(**changed: object) -> Callable[[PollEvidence], PollEvidence]:
    def change(evidence: PollEvidence) -> PollEvidence:
        assert evidence.count is not None
        return replace(evidence, count=replace(evidence.count, **changed))

    return change


def _of_confirmation(**changed: object) -> Callable[[PollEvidence], PollEvidence]:
    return lambda evidence: replace(
        evidence, confirmations=tuple(replace(row, **changed) for row in evidence.confirmations)
    )


CHANGES: dict[str, tuple[Callable[[PollEvidence], PollEvidence], str]] = {
    "another question than that of 준비": (
        lambda evidence: replace(evidence, poll=replace(evidence.poll, definition_hash=bytes(32))),
        "definition_changed",
    ),
    "no list": (_of_count(outcome=b""), "selection_missing"),
    "other shares of the tally key": (lambda evidence: replace(evidence, sealed_shares=b"other"), "shares_changed"),
    "nobody signed": (lambda evidence: replace(evidence, signatures=()), "signature_missing"),
    "second opening with another tally": (_of_confirmation(tally=b"other"), "confirmation_unlike"),
    "second opening with other ballots": (_of_confirmation(opened_root=bytes(32)), "confirmation_unlike"),
    "certified without a second opening": (
        lambda evidence: replace(evidence, confirmations=()),
        "confirmation_missing",
    ),
    "nobody of those who sign is enrolled": (
        lambda evidence: replace(evidence, signers={}, names={}),
        "signer_not_enrolled",
    ),
}


@pytest.mark.parametrize("name", CHANGES)
def test_rows_that_do_not_hold_together_are_refused(evidence: PollEvidence, name: str) -> None:
    """Each fails where its own check is taken out of `check_recorded_figures` or `check_signed_acts_of_poll`."""
    change, code = CHANGES[name]
    with pytest.raises(VerifyFailed) as told:
        check_poll(change(evidence))
    assert (told.value.code, told.value.exit_code) == (code, 5)


def test_a_count_of_other_ballots_than_its_root_says_is_refused_before_anybody_confirmed_it(held: Held) -> None:
    """Fails where roots are compared only once somebody signed."""

    def change(fact: Fact) -> Fact:
        return replace(fact, opened_root=bytes(32)) if isinstance(fact, PollCounted) else fact

    held.rewrite(lambda entry: change(entry.fact))
    assert held.refused() == "roots_differ"


def test_a_count_that_nobody_confirmed_is_held_against_the_box_by_opening_it(held: Held) -> None:
    """Old: 0.2.0 never opened a box again. The tally key that is recorded must be the one that opens."""

    def other_key(fact: Fact) -> Fact:
        return replace(fact, tally_public_key=bytes(32)) if isinstance(fact, PollMadeReady) else fact

    held.rewrite(lambda entry: other_key(entry.fact))
    assert held.refused(rooms.TALLY_PASSPHRASE) == "tally_key_changed"


def test_a_box_that_this_machine_has_seen_fuller_is_refused(tmp_path: Path) -> None:
    """0.2.0: three of four acknowledged ballots were gone, and verify said all is well."""
    room, poll_id = rooms.open_room(tmp_path)
    tokens = rooms.admit_with_slips(room, poll_id, 4)
    rooms.vote(room, poll_id, tokens[0], [0])
    room = rooms.reopen(room)
    box = box_path(room.path, poll_id)
    shutil.copy(box, tmp_path / "older")
    for token in tokens[1:]:
        rooms.vote(room, poll_id, token, [0])
    path, context = room.path, room.context
    close_meeting_and_boxes(room)
    shutil.copy(tmp_path / "older", box)
    with pytest.raises(VerifyFailed, match="box_seen_fuller"):
        verify_meeting(path, rooms.PASSPHRASE, context)


def test_entries_that_a_later_one_has_seen_must_be_there(held: Held, monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[CheckedLink] = []

    def note(links: Sequence[CheckedLink]) -> tuple[str, ...]:
        seen.extend(links)
        return check_stream_order(links)

    monkeypatch.setattr(verification, "check_stream_order", note)
    held.verify()
    claims = [*seen[:-1], replace(seen[-1], seen={"ab" * 32: 4})]
    with pytest.raises(VerifyFailed, match="entries_missing"):
        check_stream_order(claims)


def test_a_sheet_of_a_poll_that_the_record_does_not_have_is_refused(tmp_path: Path) -> None:
    room, poll_id = rooms.open_room(tmp_path)
    rooms.bring_to(room, poll_id, "closed")
    sheet = issue_anchor_sheet(room, poll_id).sheet
    path, context = room.path, room.context
    close_meeting_and_boxes(room)
    foreign = anchor_code(replace(sheet.anchor, poll_id="x" * len(poll_id)))
    with pytest.raises(VerifyFailed, match="sheet_poll_unknown"):
        verify_meeting(path, rooms.PASSPHRASE, context, sheets=(foreign,))


def _codes() -> list[str]:
    """Return every code that a verification refuses with."""
    raised = re.compile(r'VerifyFailed\(\s*"([a-z_]+)"')
    return sorted(
        {code for path in (ROOT / "sukui_desktop").rglob("*.py") for code in raised.findall(path.read_text())}
    )


@pytest.mark.parametrize("code", _codes())
def test_every_refusal_is_one_korean_sentence_or_says_what_to_do_next(code: str) -> None:
    """It begins with what is wrong, ends as a sentence, and has no more than two of them."""
    sentence = error_sentences()[code]
    assert re.search("[가-힣]", sentence)
    assert sentence.endswith(("오.", "다.")), sentence
    assert sentence.count(". ") <= 2, sentence


def test_the_command_ends_with_5_and_says_it_in_one_line(held: Held, capsys: pytest.CaptureFixture[str]) -> None:
    held.rewrite(lambda entry: replace(entry.fact, ballots=b"") if isinstance(entry.fact, PollCounted) else entry.fact)
    secret = held.path.with_name("passphrase")
    secret.write_text(rooms.PASSPHRASE, encoding="utf-8")
    command = ["verify", str(held.path), "--passphrase-file", str(secret)]
    assert run_command(command, partial(rooms.make_context, held.path.parent)) == 5
    told = capsys.readouterr()
    assert error_text("ballots_missing", poll="우선사업", cast=5) in told.out + told.err
