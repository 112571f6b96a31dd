"""One voter's cast through a `BallotCaster` that is no room: retries, and what is known of the box."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from pytestqt.qtbot import QtBot

from sukui_desktop.assets.messages import text
from sukui_desktop.domain.changed_tables import NOTHING, Changes
from sukui_desktop.domain.errors import RuleBroken, StorageFault, SukuiError
from sukui_desktop.domain.methods.ballot_kind import Answer
from sukui_desktop.domain.question.definition import Draft, encode_definition, hash_definition
from sukui_desktop.domain.selection.definition_from_draft import make_definition
from sukui_desktop.models.agenda import ProjectRow
from sukui_desktop.models.ids import PollId
from sukui_desktop.models.poll import AuditVerdict
from sukui_desktop.record.ballot_encryption import make_tally_key_pair, receipt_code
from sukui_desktop.services.vote.ballot_sealing import AuditedBallot, BallotPaper, OpenableBallot, Receipt, SealedBallot
from sukui_desktop.ui.kiosk.ballot_casting import CastingFlow
from sukui_desktop.ui.service_queues import Operations
from tests.builders.blank_rows import blank


class FarCaster:
    """A caster in another place: notes what it got and answers as the test says."""

    def __init__(self) -> None:
        self.got: list[tuple[str, SealedBallot]] = []
        self.faults: list[SukuiError] = []
        self.opened: list[OpenableBallot] = []

    def check_token(self, token: str) -> None:
        if token != "good":
            raise RuleBroken(token)

    def cast_ballot(self, token: str, ballot: SealedBallot) -> Receipt:
        self.got.append((token, ballot))
        if self.faults:
            raise self.faults.pop(0)
        return Receipt("AAAA")

    def audit_ballot(self, token: str, openable: OpenableBallot) -> AuditedBallot:
        assert token == "good"
        if self.faults:
            raise self.faults.pop(0)
        self.opened.append(openable)
        answer, verdict = Answer((0,)), AuditVerdict.AGREED
        return AuditedBallot(number=1, code=openable.code, verdict=verdict, found=answer, shown=answer, changes=NOTHING)

    def dispute_audit(self, number: int) -> Changes:
        assert number == 1
        return NOTHING


@pytest.fixture
def operations() -> Iterator[Operations]:
    made = Operations()
    yield made
    made.finish_and_end_threads()


@pytest.fixture
def caster() -> FarCaster:
    return FarCaster()


@pytest.fixture
def flow(operations: Operations, caster: FarCaster) -> CastingFlow:
    project = blank(ProjectRow, code="P1", title="쉼터", cost=1, currency="KRW")
    definition = make_definition(Draft(max_picks=1, ceiling=5), [project], title="우선사업", city="", currency="KRW")
    made = CastingFlow(operations, caster)
    made.set_ballot_paper(
        BallotPaper(
            poll_id=PollId("p"),
            definition=definition,
            definition_hash=hash_definition(encode_definition(definition)),
            tally_public_key=make_tally_key_pair(bytes(range(32)))[1],
        )
    )
    return made


@pytest.mark.parametrize("code", ["slip_used", "slip_returned", "slip_spoiled"])
def test_a_slip_is_checked_by_the_caster(flow: CastingFlow, qtbot: QtBot, code: str) -> None:
    """0.2.0 said of a returned and of a replaced slip that it had voted."""
    with qtbot.waitSignal(flow.token_refused) as refused:
        flow.check_token(code)
    assert refused.args == [text(f"kiosk.refused.{code}")], "the voter's words, not those of staff"
    with qtbot.waitSignal(flow.token_accepted):
        flow.check_token("good")


def test_the_same_bytes_are_sent_until_there_is_a_receipt(flow: CastingFlow, caster: FarCaster, qtbot: QtBot) -> None:
    caster.faults = [StorageFault("disk_full", file="box"), RuleBroken("poll_not_open", state="paused")]
    with qtbot.waitSignal(flow.token_accepted):
        flow.check_token("good")
    with qtbot.waitSignal(flow.undelivered) as first:
        flow.seal_and_cast(Answer((0,)))
    with qtbot.waitSignal(flow.undelivered) as second:
        flow.send_sealed_ballot_again()
    assert first.args is not None
    assert second.args is not None
    assert (first.args[1], second.args[1]) == (False, False), "after a fault of the disk nobody can be sure"
    with qtbot.waitSignal(flow.accepted) as accepted:
        flow.send_sealed_ballot_again()
    assert accepted.args == ["AAAA"]
    assert caster.got == [caster.got[0]] * 3
    assert not flow.is_waiting_for_receipt


def test_a_refusal_alone_keeps_the_ballot_surely_out(flow: CastingFlow, caster: FarCaster, qtbot: QtBot) -> None:
    caster.faults = [RuleBroken("poll_not_open", state="paused")]
    with qtbot.waitSignal(flow.token_accepted):
        flow.check_token("good")
    with qtbot.waitSignal(flow.undelivered) as told:
        flow.seal_and_cast(Answer((0,)))
    assert told.args is not None
    assert told.args[1] is True


def test_what_opens_a_ballot_is_never_sent_with_it(flow: CastingFlow, caster: FarCaster, qtbot: QtBot) -> None:
    """Fails where the random bytes of a cast ballot leave the kiosk, or stay in it."""
    with qtbot.waitSignal(flow.token_accepted):
        flow.check_token("good")
    with qtbot.waitSignal(flow.sealed) as sealed:
        flow.seal_openably(Answer((0,)))
    assert caster.got == []
    with qtbot.waitSignal(flow.accepted):
        flow.cast_openable()
    ((_, ballot),) = caster.got
    assert type(ballot) is SealedBallot
    assert sealed.args == [receipt_code(ballot.sealed)]
    flow.audit_openable()
    assert caster.opened == [], "nothing is left to open"


def test_a_ballot_is_opened_again_until_there_is_an_answer(flow: CastingFlow, caster: FarCaster, qtbot: QtBot) -> None:
    caster.faults = [StorageFault("disk_full", file="meeting")]
    with qtbot.waitSignal(flow.token_accepted):
        flow.check_token("good")
    with qtbot.waitSignal(flow.sealed) as sealed:
        flow.seal_openably(Answer((0,)))
    with qtbot.waitSignal(flow.audit_refused):
        flow.audit_openable()
    flow.cast_openable()
    assert caster.got == [], "it may be on record as opened"
    with qtbot.waitSignal(flow.audited):
        flow.audit_openable()
    assert [opened.code for opened in caster.opened] == sealed.args
    flow.cast_openable()
    assert caster.got == [], "an opened ballot cannot be cast"
    assert flow.has_token, "the slip is still good"
