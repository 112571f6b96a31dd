"""Words of readiness sheets and reports: every finding and every fault has its sentence, whatever was found."""

from __future__ import annotations

import itertools

from sukui_desktop.assets.messages import text
from sukui_desktop.domain.ballot_accounting import AccountingFault, BoxFigures, ChannelSlips
from sukui_desktop.domain.clock_check import ClockCheck, ClockStand
from sukui_desktop.domain.machine_readiness import MachineState, SyncTool, judge_machine
from sukui_desktop.models.poll import PaperKind
from sukui_desktop.wording.readiness_and_box_reports import (
    box_accounting_fault_words,
    box_accounting_sentence,
    box_figure_name,
    channels_with_slip_counts,
    readiness_finding_words,
)

FREE_MB = (10, 500, 90_000)
CLOCKS = (None, *(ClockCheck(stand, 1, 2) for stand in ClockStand))
POWERS = ((None, -1), (True, -1), (True, 80), (False, 80), (False, 10))


def test_every_finding_has_its_sentence() -> None:
    """Fails where a code of the rule has no words: the dialog would be empty on the one machine where it matters."""
    several = itertools.product(FREE_MB, CLOCKS, POWERS, (-1, 0, 2), (True, False))
    for free_mb, clock, power, count, is_writable in several:
        state = MachineState(
            free_mb=free_mb,
            is_writable=is_writable,
            clock=clock,
            is_on_mains=power[0],
            battery_percent=power[1],
            printers=count,
            screens=max(1, count),
            missing_letters=max(0, count),
            sync_tools=tuple(SyncTool) if count else (),
        )
        for finding in judge_machine(state):
            assert readiness_finding_words(finding, 1_790_000_000_000).strip()
            assert text(f"wording.readiness.{finding.check}.name")
            assert text(f"wording.readiness.verdict.{finding.verdict}")


def test_a_fault_is_said_with_what_to_do_and_balanced_figures_say_nothing() -> None:
    assert box_accounting_fault_words(()) == ""
    assert all(box_accounting_fault_words((fault,)).endswith(".") for fault in AccountingFault)


def test_rounded_figures_are_said_as_such() -> None:
    figures = BoxFigures(made=12, issued=1_200, cast=1_000, spoiled=1, returned=2, channels=(ChannelSlips("", 5),))
    assert "1,000 이상" in box_accounting_sentence(figures, is_exact=False)
    assert "197 이하" in box_accounting_sentence(figures, is_exact=False)
    assert "이상" not in box_accounting_sentence(figures, is_exact=True)
    ((name, given),) = channels_with_slip_counts(figures)
    assert name
    assert "5" in given


def test_slips_that_are_out_have_one_name_after_the_closing() -> None:
    """Fails where the closing report says 나가 있음 of what the screen beside it calls 미반납 (0.4.0)."""
    assert box_figure_name(PaperKind.CLOSING, "outstanding") == text("vote.ballot_accounting.not_returned")
    assert box_figure_name(PaperKind.PAUSE, "outstanding") == text("documents.report.outstanding")
    assert box_figure_name(PaperKind.CLOSING, "cast") == box_figure_name(PaperKind.ZERO, "cast")
