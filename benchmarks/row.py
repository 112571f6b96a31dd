"""`row`: thousands of voters one after the other at one kiosk over the hub, on a ballot of 600 options.

The last hundred casts beside the first, memory of hub and kiosk on the way, and how long the windows take to open.
"""

from __future__ import annotations

import statistics
from collections.abc import Sequence
from random import SystemRandom
from typing import Any

from benchmarks.hall import HallProcess, spread_ms
from benchmarks.hall_programs import PASSPHRASE
from benchmarks.meetings import make_bench_meeting, station_of
from benchmarks.rounds import Figures, Plan, machine, report_round
from sukui_desktop.domain.box_lock_choice import LockChoice
from sukui_desktop.domain.question.definition import Draft
from sukui_desktop.models.ids import PollId
from sukui_desktop.models.poll import LockWay
from sukui_desktop.models.signer import SignerWay
from sukui_desktop.services.agenda.agenda_items import add_item
from sukui_desktop.services.opened_meeting import close_meeting_and_boxes
from sukui_desktop.services.signing.signers import enrol_signer_by_name
from sukui_desktop.services.vote.polls import draft_poll, make_poll_ready, open_poll

OPTIONS = 600
EDGE = 100
PARTS = 10
MOST_OPENING_MS, MOST_P99_MS, MOST_RATIO = 300.0, 150.0, 1.15


def measure_row(plan: Plan) -> dict[str, object]:
    """Let `plan.size` voters cast in a row, `plan.rounds` times in rooms of their own."""
    before = machine()
    rounds = []
    for number in range(plan.rounds):
        report_round(plan.name, number, plan.rounds)
        folder = plan.folder / f"{number}"
        folder.mkdir()
        rounds.append(_cast_row(plan._replace(folder=folder)))
    return {
        "machine": before,
        "voters": plan.size,
        "options": OPTIONS,
        "ours": rounds,
        "targets": {
            "opening_ms_most": MOST_OPENING_MS,
            "cast_p99_ms_most": MOST_P99_MS,
            "last_over_first_most": MOST_RATIO,
        },
    }


def _cast_row(plan: Plan) -> Figures:
    passphrase = SystemRandom().randbytes(8).hex()
    poll_id = _open_poll(plan, passphrase)
    settings = {PASSPHRASE: passphrase, "SUKUI_HOME": str(station_of(plan.folder))}
    hub = HallProcess("hub", plan.folder / "meeting.sukui", poll_id, **settings)
    hub_before = hub.hear()
    kiosk = HallProcess("row", plan.folder / "kiosk", poll_id, 0)
    kiosk.tell(hub.ask(invite="kiosk", name="kiosk")["qr"])
    kiosk.hear()
    tokens = hub.ask(draw=plan.size + 1)["tokens"]
    opened = kiosk.ask(token=tokens.pop())
    hub_now = hub.ask(used=True)
    cpu_before = hub_now["cpu_s"]
    casts: list[tuple[float, float]] = []
    memory: list[dict[str, float]] = []
    part = -(-plan.size // PARTS)
    for first in range(0, plan.size, part):
        answer = kiosk.ask(tokens=tokens[first : first + part])
        casts += map(tuple, answer["casts"])
        hub_now = hub.ask(used=True)
        memory.append({"casts": len(casts), "kiosk_mb": answer["rss_mb"], "hub_mb": hub_now["rss_mb"]})
    kiosk.end()
    hub.ask(end=True)
    hub.end()
    return {
        **{name: round(value, 1) for name, value in opened.items()},
        "cast_ms": spread_ms([wall for wall, _ in casts]),
        "hub_cpu_ms_per_cast": round((hub_now["cpu_s"] - cpu_before) * 1000 / len(casts), 3),
        "last_over_first": {"wall": _last_over_first(casts, 0), "kiosk_cpu": _last_over_first(casts, 1)},
        "hub_mb_before": hub_before["rss_mb"],
        "memory": memory,
    }


def _open_poll(plan: Plan, passphrase: str) -> PollId:
    room = make_bench_meeting(plan.folder, passphrase, OPTIONS, is_practice=True)
    words = {name: SystemRandom().randbytes(8).hex() for name in ("하나", "두리")}
    signers = [enrol_signer_by_name(room, name, SignerWay.PASSPHRASE, passphrase=word) for name, word in words.items()]
    item_id = add_item(room, "투표").item_id
    poll_id = draft_poll(room, item_id, "투표", Draft(max_picks=1, ceiling=OPTIONS)).poll_id
    lock = LockChoice(way=LockWay.TWO_PEOPLE, holders=(signers[0].signer_id,))
    make_poll_ready(room, poll_id, lock, plan.size + 1)
    open_poll(room, poll_id)
    close_meeting_and_boxes(room)
    return poll_id


def _last_over_first(casts: Sequence[Any], place: int) -> float:
    """Return the median of the last `EDGE` over that of the first, after as many that warm everything up."""
    edge = min(EDGE, len(casts) // 3)
    first, last = casts[edge : 2 * edge], casts[-edge:]
    middle_of_first, middle_of_last = (statistics.median(float(one[place]) for one in part) for part in (first, last))
    return float(round(middle_of_last / middle_of_first, 3))
