"""`cast`: durable casts a second through the services, sealing included, against the two bare statements."""

from __future__ import annotations

import time
from random import SystemRandom
from typing import NamedTuple

from benchmarks.meetings import make_bench_meeting
from benchmarks.rounds import Figures, Plan, alternate, machine, medians, read_settings, rounded, run_baseline
from sukui_desktop.domain.box_lock_choice import LockChoice
from sukui_desktop.domain.methods.ballot_kind import Answer
from sukui_desktop.domain.methods.registry import plaintext_ballot_length
from sukui_desktop.domain.question.definition import Draft
from sukui_desktop.models.ids import PollId
from sukui_desktop.models.poll import LockWay
from sukui_desktop.models.signer import SignerWay
from sukui_desktop.record.ballot_encryption import OVERHEAD
from sukui_desktop.services.agenda.agenda_items import add_item
from sukui_desktop.services.checkin.slips import draw_slips
from sukui_desktop.services.opened_meeting import Room, close_meeting_and_boxes
from sukui_desktop.services.signing.signers import SignerView, enrol_signer_by_name, list_signers
from sukui_desktop.services.vote.ballot_sealing import seal_ballot
from sukui_desktop.services.vote.poll_box import cast_ballot, close_poll_box, find_or_open_box, read_ballot_paper
from sukui_desktop.services.vote.polls import draft_poll, make_poll_ready, open_poll

OPTIONS = 100
PICKS = 10
LEAST_RATIO = 0.4
MOST_CPU_MS = 1.5
_DRAFT = Draft(max_picks=PICKS, ceiling=OPTIONS)
_FIGURES = ("per_s", "cpu_ms")


class CastingRound(NamedTuple):
    """An open poll with as many slips and marks as a round casts."""

    poll_id: PollId
    tokens: tuple[str, ...]
    marks: tuple[tuple[int, ...], ...]


def compare_casts(plan: Plan) -> dict[str, object]:
    """Cast `plan.size` ballots a round through the services and by bare statements; ratio = ours / baseline."""
    before = machine()
    room = make_bench_meeting(plan.folder, SystemRandom().randbytes(8).hex(), OPTIONS, is_practice=True)
    try:
        length = OVERHEAD + (OPTIONS + 7) // 8
        ours, baseline = alternate(
            plan,
            lambda number: cast_round(room, prepare_round(room, plan.size, f"{number}")),
            lambda number: run_baseline("cast", plan.folder / f"bare-{number}.box", plan.size, length),
        )
    finally:
        close_meeting_and_boxes(room)
    middle = medians(ours, _FIGURES), medians(baseline, _FIGURES)
    return {
        "machine": before,
        "casts": plan.size,
        "pragmas": {"ours": ours[-1]["pragmas"], "baseline": baseline[-1]["pragmas"]},
        "ours": rounded(ours, _FIGURES),
        "baseline": rounded(baseline, _FIGURES),
        "median": {"ours": middle[0], "baseline": middle[1]},
        "ratio": round(middle[0]["per_s"] / middle[1]["per_s"], 3),
        "targets": {"ratio_least": LEAST_RATIO, "cpu_ms_most": MOST_CPU_MS},
    }


def _lock_of_two(room: Room) -> LockChoice:
    """Return a lock that one of two people opens; they are enrolled for the first round."""
    known = list_signers(room) or [
        enrol_signer_by_name(room, name, SignerWay.PASSPHRASE, passphrase=room.context.random.randbytes(12).hex())
        for name in ("하나", "두리")
    ]
    first = known[0]
    signer_id = first.signer.signer_id if isinstance(first, SignerView) else first.signer_id
    return LockChoice(way=LockWay.TWO_PEOPLE, holders=(signer_id,))


def prepare_round(room: Room, count: int, title: str) -> CastingRound:
    """Make and open a poll with `count` slips; nothing of this is measured."""
    random = room.context.random
    item_id = add_item(room, title).item_id
    poll_id = draft_poll(room, item_id, title, _DRAFT).poll_id
    make_poll_ready(room, poll_id, _lock_of_two(room), count)
    open_poll(room, poll_id)
    tokens = draw_slips(room, poll_id, count).mark_issued_and_list_tokens()
    definition = read_ballot_paper(room, poll_id).definition
    assert plaintext_ballot_length(definition.question) == (OPTIONS + 7) // 8
    return CastingRound(poll_id, tokens, tuple(tuple(random.sample(range(OPTIONS), PICKS)) for _ in tokens))


def cast_round(room: Room, casting: CastingRound) -> Figures:
    """Seal and cast every ballot as the kiosk does; the clock runs over nothing else."""
    poll_id = casting.poll_id
    paper = read_ballot_paper(room, poll_id)
    began, began_cpu = time.perf_counter(), time.process_time()
    for token, marks in zip(casting.tokens, casting.marks, strict=True):
        cast_ballot(room, poll_id, token, seal_ballot(paper, Answer(marks)))
    took, took_cpu = time.perf_counter() - began, time.process_time() - began_cpu
    box = find_or_open_box(room, poll_id).box
    count = len(casting.tokens)
    assert box.count_spent_and_filled().filled == count
    pragmas = read_settings(box._connection)  # noqa: SLF001
    close_poll_box(room, poll_id)  # as a poll that has ended, so that every round finds the room alike
    return {"per_s": count / took, "cpu_ms": took_cpu * 1000 / count, "pragmas": pragmas}
