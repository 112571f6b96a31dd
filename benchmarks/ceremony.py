"""`ceremony`: how long people wait for the program in the acts of a vote, from five cards to the published result."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from functools import partial
from random import SystemRandom
from typing import TypeVar

from benchmarks.meetings import make_bench_meeting, reading_of_people
from benchmarks.rounds import Figures, Plan, machine, medians, report_round, rounded
from sukui_desktop.domain.box_lock_choice import LockChoice
from sukui_desktop.domain.errors import BadInput
from sukui_desktop.domain.methods.ballot_kind import Answer
from sukui_desktop.domain.question.definition import Draft
from sukui_desktop.domain.selection.decision_inputs import LotDraw, LotWay
from sukui_desktop.models.ids import PollId
from sukui_desktop.models.poll import LockWay
from sukui_desktop.models.signer import SignerWay
from sukui_desktop.services.agenda.agenda_items import add_item
from sukui_desktop.services.checkin.attendance import admit_paper_list
from sukui_desktop.services.handover.anchor_sheets import issue_anchor_sheet, make_anchor_sheet_pdf
from sukui_desktop.services.opened_meeting import Room, close_meeting_and_boxes
from sukui_desktop.services.person_keys import SignerProof
from sukui_desktop.services.prepare.roster import accept_roster_file
from sukui_desktop.services.signing.signers import enrol_signer_by_name, try_proof
from sukui_desktop.services.vote.ballot_sealing import seal_ballot
from sukui_desktop.services.vote.counting import confirm_count, count_poll, start_challenge_period
from sukui_desktop.services.vote.poll_box import cast_ballot, list_receipts, read_ballot_paper
from sukui_desktop.services.vote.polls import close_poll, draft_poll, make_poll_ready, open_poll
from sukui_desktop.services.vote.selection_and_certification import certify_poll, publish_poll, select_list

HOLDERS, NEEDED = 5, 3
OPTIONS, PICKS = 30, 5
MOST_WAITING_S = 10.0
MOST_OPENING_S = 120.0
_FIGURES = (
    "enrol_s",
    "ready_s",
    "sheets_s",
    "close_s",
    "opening_s",
    "confirm_s",
    "result_s",
    "receipts_s",
    "waiting_s",
    "waiting_cpu_s",
)
_NAMES = ("하나", "두리", "서이", "너울", "다솜")
T = TypeVar("T")


class _Waiting:
    """What was waited for the program, by name, in seconds."""

    def __init__(self) -> None:
        self.figures = dict.fromkeys(_FIGURES, 0.0)

    def measure(self, name: str, act: Callable[[], T]) -> T:
        """Do an act and add how long it took."""
        began, began_cpu = time.perf_counter(), time.process_time()
        try:
            return act()
        finally:
            took = time.perf_counter() - began
            self.figures[name] += took
            self.figures["waiting_s"] += took
            self.figures["waiting_cpu_s"] += time.process_time() - began_cpu


def measure_ceremony(plan: Plan) -> dict[str, object]:
    """Hold a vote of `plan.size` ballots a round, its key in five cards of which one has a wrong word.

    Casting is not measured (`cast`), nor is what people do: finding cards, reading aloud, printing.
    """
    before = machine()
    rounds = []
    for number in range(plan.rounds):
        report_round(plan.name, number, plan.rounds)
        folder = plan.folder / f"{number}"
        folder.mkdir()
        room = make_bench_meeting(folder, SystemRandom().randbytes(8).hex(), OPTIONS, is_practice=True)
        try:
            rounds.append(_hold_vote(room, plan.size))
        finally:
            close_meeting_and_boxes(room)
    return {
        "machine": before,
        "ballots": plan.size,
        "cards": {"holders": HOLDERS, "needed": NEEDED, "corrupt": 1},
        "ours": rounded(rounds, _FIGURES),
        "median": medians(rounds, _FIGURES),
        "targets": {"opening_s_most": MOST_OPENING_S, "waiting_s_most": MOST_WAITING_S},
    }


def _hold_vote(room: Room, ballots: int) -> Figures:
    waiting = _Waiting()
    proofs = [waiting.measure("enrol_s", partial(_enrol, room, name)) for name in _NAMES]
    accept_roster_file(room, reading_of_people(ballots, room.context.random), frozenset())
    item_id = add_item(room, "투표").item_id
    poll_id = draft_poll(room, item_id, "투표", Draft(max_picks=PICKS, ceiling=OPTIONS)).poll_id
    holders = tuple(proof.signer_id for proof in proofs)
    choice = LockChoice(way=LockWay.SHARES, holders=holders, threshold=NEEDED, is_strict=True)
    waiting.measure("ready_s", lambda: make_poll_ready(room, poll_id, choice, ballots))
    _issue_sheet(room, poll_id, waiting)
    waiting.measure("ready_s", lambda: open_poll(room, poll_id))
    _vote(room, poll_id, ballots)
    waiting.measure("close_s", lambda: close_poll(room, poll_id))
    waiting.measure("receipts_s", lambda: list_receipts(room, poll_id))
    _issue_sheet(room, poll_id, waiting)
    waiting.measure("opening_s", lambda: _open_with_a_corrupt_card(room, poll_id, proofs))
    _issue_sheet(room, poll_id, waiting)
    again = proofs[2:]
    waiting.measure("confirm_s", lambda: confirm_count(room, poll_id, again, again[-1].signer_id))
    waiting.measure("result_s", lambda: start_challenge_period(room, poll_id))
    waiting.measure("result_s", lambda: select_list(room, poll_id, (), LotDraw(way=LotWay.PROGRAM)))
    waiting.measure("result_s", lambda: certify_poll(room, poll_id, proofs[:2], 7))
    _issue_sheet(room, poll_id, waiting)
    waiting.measure("result_s", lambda: publish_poll(room, poll_id))
    return waiting.figures


def _enrol(room: Room, name: str) -> SignerProof:
    enrolled = enrol_signer_by_name(room, name, SignerWay.CARD, is_drawn=name == _NAMES[0])
    assert enrolled.card is not None
    return SignerProof(enrolled.signer_id, enrolled.card.code)


def _issue_sheet(room: Room, poll_id: PollId, waiting: _Waiting) -> None:
    sheet = waiting.measure("sheets_s", lambda: issue_anchor_sheet(room, poll_id)).sheet
    waiting.measure("sheets_s", lambda: make_anchor_sheet_pdf(sheet))


def _vote(room: Room, poll_id: PollId, ballots: int) -> None:
    random, paper = room.context.random, read_ballot_paper(room, poll_id)
    numbers = [str(number) for number in range(1, ballots + 1)]
    for token in admit_paper_list(room, numbers, poll_id).tokens:
        marks = Answer(tuple(random.sample(range(OPTIONS), PICKS)))
        cast_ballot(room, poll_id, token, seal_ballot(paper, marks))


def _open_with_a_corrupt_card(room: Room, poll_id: PollId, proofs: Sequence[SignerProof]) -> None:
    """Try all five cards as the window does, the first with a wrong word; open with it and be refused; count by others.

    Raises AssertionError where the corrupt card is taken, or its holder is not named.
    """
    words = proofs[0].secret.split()
    words[3] = words[4] if words[3] != words[4] else words[5]
    corrupt = SignerProof(proofs[0].signer_id, " ".join(words))
    try_all = (corrupt, *proofs[1:])
    refused = [_name_of_refused(partial(try_proof, room, proof)) for proof in try_all]
    assert refused == [_NAMES[0], *[""] * (HOLDERS - 1)], refused
    assert _name_of_refused(lambda: count_poll(room, poll_id, try_all[:NEEDED])) == _NAMES[0]
    count_poll(room, poll_id, try_all[1 : NEEDED + 1])


def _name_of_refused(act: Callable[[], object]) -> str:
    """Return whose card an act refused, '' where it took all."""
    try:
        act()
    except BadInput as refused:
        return str(refused.facts["name"])
    return ""
