"""The one next thing to do: what is missing first, then opening, agenda, vote, minutes."""

from __future__ import annotations

import msgspec
import pytest

from sukui_desktop.assets.messages import text
from sukui_desktop.domain.agenda_tree import ItemView, items_in_tree_order
from sukui_desktop.domain.quorum import QuorumRule, judge_quorum
from sukui_desktop.models.agenda import DecisionHow, ItemRow, ItemState
from sukui_desktop.models.ids import ItemId, MeetingId, PollId
from sukui_desktop.models.meeting import MeetingRow, MeetingStage, QuorumBase
from sukui_desktop.services.checkin.attendance import AttendanceCount
from sukui_desktop.services.vote.poll_heads import PollHead
from sukui_desktop.ui.console.console_snapshot import ConsoleSnapshot
from sukui_desktop.ui.console.next_step import OPEN_SITTING, next_step
from sukui_desktop.ui.console.tab_bar import TABS
from tests.builders.blank_rows import blank

MEETING = MeetingRow(
    meeting_id=MeetingId("m"),
    city="seoul",
    title="제3차 회의",
    kind="deliberation",
    body_name="시민회",
    host="서울",
    place="회의실",
    starts_at_ms=0,
    ends_at_ms=0,
    currency="KRW",
    is_practice=False,
    quorum_base=QuorumBase.ENROLLED,
    quorum_numerator=1,
    quorum_denominator=2,
    quorum_is_more_than=True,
    quorum_fixed=0,
    channels=(),
    zone="Asia/Seoul",
    stage=MeetingStage.PREPARING,
    opened_at_ms=0,
    opened_present=0,
    opened_needed=0,
    closed_at_ms=0,
)


def attendance(present: int, enrolled: int = 10) -> AttendanceCount:
    return AttendanceCount(
        enrolled=enrolled,
        present=present,
        was_present=present,
        walk_ins=0,
        by_channel=(),
        quorum=judge_quorum(QuorumRule(base=QuorumBase.ENROLLED), enrolled=enrolled, present=present),
    )


def item(item_id: str, state: str, rank: str = "1") -> ItemRow:
    return ItemRow(
        item_id=ItemId(item_id),
        parent_id="",
        rank=rank,
        title=f"안건 {item_id}",
        presenter="",
        minutes=10,
        state=ItemState(state),
        started_at_ms=0,
        spent_ms=0,
        decision="",
        decision_how=DecisionHow.OPEN,
    )


def poll(state: str, item_id: str = "a") -> PollHead:
    return blank(PollHead, poll_id=PollId("p"), item_id=item_id, title="우선사업", state=state)


ITEMS: tuple[ItemView, ...] = items_in_tree_order([item("a", "planned")])


def now(
    stage: str = "preparing",
    items: tuple[ItemView, ...] = ITEMS,
    polls: tuple[PollHead, ...] = (),
    present: int = 0,
    enrolled: int = 10,
    project_count: int = 6,
) -> ConsoleSnapshot:
    meeting = msgspec.structs.replace(MEETING, stage=stage)
    return ConsoleSnapshot(meeting, attendance(present, enrolled), items, polls, project_count)


def test_what_is_missing_comes_first() -> None:
    drafted = (poll("drafted"),)
    assert next_step(now(items=(), polls=drafted)).target == "agenda"
    assert next_step(now(project_count=0, polls=drafted)).target == "projects.import"
    assert next_step(now(enrolled=0, polls=drafted)).target == "roster.import"
    step = next_step(now())
    assert (step.page, step.target) == ("vote", "new")


def test_admission_says_how_many_are_lacking() -> None:
    step = next_step(now(polls=(poll("drafted"),), present=4))
    assert step.page == "checkin"
    assert step.blocked == text("steps.next.lacking", people=2)


def test_a_quorum_lets_the_sitting_open() -> None:
    step = next_step(now(polls=(poll("drafted"),), present=6))
    assert (step.page, step.target, step.blocked) == ("run", OPEN_SITTING, "")
    assert step.button == text("steps.next.open.button")


def test_a_sitting_goes_on_with_its_agenda() -> None:
    started = next_step(now("sitting"))
    assert (started.page, started.target) == ("run", "start:a")
    assert "안건 a" in started.words
    running = next_step(now("sitting", items_in_tree_order([item("a", "running")])))
    assert (running.page, running.button) == ("run", text("steps.next.item_running.button"))
    held = next_step(now("sitting", items_in_tree_order([item("a", "closed"), item("b", "held", "2")])))
    assert held.target == "start:b"


def test_a_drafted_poll_of_the_running_item_is_to_be_made_ready() -> None:
    step = next_step(now("sitting", items_in_tree_order([item("a", "running")]), (poll("drafted", "a"),)))
    assert (step.page, step.target, step.button) == ("vote", "begin:ready:p", text("steps.next.poll_ready.button"))


ACTS = {
    "ready": "open",
    "paused": "paused",
    "closed": "count",
    "counted": "challenge",
    "challenged": "select",
    "selected": "certify",
    "certified": "publish",
}
"""State of a poll → the act that its next step begins."""


@pytest.mark.parametrize("state", list(ACTS))
def test_a_live_poll_comes_before_the_agenda(state: str) -> None:
    step = next_step(now("sitting", items_in_tree_order([item("a", "running")]), (poll(state),)))
    assert (step.page, step.target) == ("vote", f"begin:{ACTS[state]}:p")
    assert "우선사업" in step.words


def test_an_open_poll_leads_to_whoever_has_no_slip_yet() -> None:
    """Fails on 0.5.0: slips were to be given when everybody had one, and when none were left to give."""
    running = now("sitting", polls=(poll("open"),))
    lost, all_have = frozenset({"p"}), frozenset({"p"})
    assert next_step(running).page == "checkin"
    full = next_step(msgspec.structs.replace(running, all_have_slips=all_have))
    assert (full.page, full.target) == ("vote", "p")
    remaking = next_step(msgspec.structs.replace(running, all_have_slips=all_have, lost_slips=lost))
    assert (remaking.page, remaking.target) == ("vote", "p")
    assert remaking.words == text("steps.next.poll_deal.words", title="우선사업")
    ready = msgspec.structs.replace(now("sitting", polls=(poll("ready"),)), lost_slips=lost)
    assert next_step(ready).words == remaking.words


@pytest.mark.parametrize("state", ["published", "sealed", "void"])
def test_an_ended_poll_no_longer_asks_for_anything(state: str) -> None:
    step = next_step(now("sitting", items_in_tree_order([item("a", "closed")]), (poll(state),)))
    assert step.page == "minutes"


def test_a_poll_left_in_draft_is_not_forgotten() -> None:
    step = next_step(now("sitting", items_in_tree_order([item("a", "closed")]), (poll("drafted", "other"),)))
    assert (step.page, step.target) == ("vote", "begin:ready:p")


def test_after_the_end_papers_are_sent() -> None:
    assert next_step(now("closed")).page == "handover"


@pytest.mark.parametrize("state", ["closed", "counted", "challenged", "selected", "certified"])
def test_a_result_is_still_owed_after_the_end(state: str) -> None:
    """Fails where 폐회 forgot a certified result that nobody had published."""
    step = next_step(now("closed", ITEMS, (poll(state),)))
    assert (step.page, step.target) == ("vote", f"begin:{ACTS[state]}:p")
    assert next_step(now("closed", ITEMS, (poll("ready"),))).page == "handover"


def test_every_step_leads_to_a_tab() -> None:
    steps = [next_step(now(stage, items)) for stage in ("preparing", "sitting", "closed") for items in ((), ITEMS)]
    assert {step.page for step in steps} <= set(TABS)
    assert all(step.words and step.button for step in steps)


def test_a_room_with_a_quorum_may_open_without_any_vote() -> None:
    assert next_step(now(present=6, project_count=0)).target == OPEN_SITTING


def test_a_poll_that_waits_for_other_channels_says_for_which() -> None:
    waiting = poll("challenged")
    situation = msgspec.structs.replace(
        now("sitting", polls=(waiting,)), missing_channels={waiting.poll_id: ("시민", "설문조사")}
    )
    step = next_step(situation)
    assert (step.target, step.blocked) == (
        "begin:channels:p",
        text("steps.next.channels_missing", channels="시민, 설문조사"),
    )
    assert next_step(now("sitting", polls=(waiting,))).blocked == ""


def test_an_open_poll_leads_to_the_desk_that_gives_slips() -> None:
    """Fails where people are only shown the running poll (0.3.0): nobody said where slips come from."""
    step = next_step(now("sitting", items_in_tree_order([item("a", "running")]), (poll("open"),)))
    assert (step.page, step.target) == ("checkin", "")
    assert "우선사업" in step.words


def test_a_room_at_one_screen_goes_on_with_the_next_voter_until_nobody_is_left() -> None:
    """Fails where a room without kiosks is sent to give slips that nobody can type anywhere (0.5.0)."""
    waiting = poll("open")
    step = next_step(msgspec.structs.replace(now("sitting", polls=(waiting,)), voters_left={waiting.poll_id: 3}))
    assert (step.page, step.target) == ("vote", f"begin:turn:{waiting.poll_id}")
    done = msgspec.structs.replace(now("sitting", polls=(waiting,), present=3), voters_left={waiting.poll_id: 0})
    assert next_step(done).target == f"begin:close:{waiting.poll_id}"


@pytest.mark.parametrize(
    ("state", "obstacle", "act"),
    [
        ("counted", "counts_differ", "recount"),
        ("challenged", "counts_differ", "recount"),
        ("counted", "count_unconfirmed", "challenge"),
        ("challenged", "challenge_unanswered", "select"),
        ("selected", "count_unconfirmed", "confirm"),
        ("selected", "challenge_unanswered", "answer"),
        ("selected", "", "certify"),
    ],
)
def test_what_would_be_refused_at_the_signing_comes_first(state: str, obstacle: str, act: str) -> None:
    """Fails where 확정 was offered while the box was not opened again or an objection waited for its answer."""
    situation = msgspec.structs.replace(now("sitting", polls=(poll(state),)), obstacles={PollId("p"): obstacle})
    assert next_step(situation).target == f"begin:{act}:p"
