"""연습 표로 해 보기 on a real meeting: counts, the list with its reasons, a verdict; nothing is left behind."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from sukui_desktop.assets.messages import text
from sukui_desktop.domain.file_import import ProjectDraft
from sukui_desktop.services.prepare.projects import add_project, list_projects, withdraw_project
from sukui_desktop.services.prepare.rule_years import find_shipped_rule_year
from sukui_desktop.services.vote.poll_heads import list_polls
from sukui_desktop.services.vote.rule_trial import MOST_VOTERS
from sukui_desktop.ui.console.vote.drafting.rule_trial_dialog import RuleTrialDialog
from sukui_desktop.ui.console.vote.page import VotePage
from tests.builders.rooms import snapshot
from tests.ui.console.vote.driving import opened, press
from tests.ui.rooms import BILLION, Stage


def trying(page: VotePage, stage: Stage, qtbot: QtBot) -> RuleTrialDialog:
    """Press the button and wait for what comes of it."""
    press(page.drafting.try_button)
    dialog = opened(qtbot, page, RuleTrialDialog)
    stage.idle()
    return dialog


def use(page: VotePage, key: str, **typed: str) -> None:
    """Take a rule and type into its fields, named by the last part of their path."""
    page.drafting.form.switch_to_rule(find_shipped_rule_year(key))
    form = page.drafting.form.rule_form
    assert form is not None
    for name, words in typed.items():
        field = next(field for path, field in form.fields.items() if path.endswith(name))
        field.stop.setText(words)  # type: ignore[attr-defined]


def told(dialog: RuleTrialDialog) -> list[str]:
    return list(dialog.lines.sentences)


def test_a_list_is_shown_with_its_reasons(page: VotePage, stage: Stage, qtbot: QtBot) -> None:
    use(page, "general-approval", ceiling="200억")
    dialog = trying(page, stage, qtbot)
    assert dialog.counts.text().startswith("투표지 200 = 유효 ")
    assert text("drafting.trial.agree") in dialog.counts.text()
    assert dialog.summary.text().startswith("한도액 200억원")
    assert len(dialog.chart.bars) == 6
    assert sum(bar.cost for bar in dialog.chart.bars if bar.is_chosen) <= 200 * BILLION
    first = dialog.chart.bars[0]
    assert dialog.why.text().startswith(f"{first.title}: ")
    assert "1위" in dialog.why.text()
    assert dialog.lines.isHidden()


def test_the_reason_follows_the_keyboard(page: VotePage, stage: Stage, qtbot: QtBot) -> None:
    use(page, "general-approval", ceiling="200억")
    dialog = trying(page, stage, qtbot)
    dialog.chart.setFocus()
    QTest.keyClick(dialog.chart, Qt.Key.Key_Down)
    assert dialog.why.text().startswith(f"{dialog.chart.bars[1].title}: ")


def test_nothing_is_recorded(page: VotePage, stage: Stage, qtbot: QtBot) -> None:
    before = stage.ask(snapshot, stage.room)
    use(page, "general-approval", ceiling="200억")
    dialog = trying(page, stage, qtbot)
    press(dialog.again_button)
    stage.idle()
    assert stage.ask(snapshot, stage.room) == before
    assert stage.ask(list_polls, stage.room) == ()
    assert page.drafting.editor.is_edited


def test_again_is_other_people_and_a_new_dialog_begins_anew(page: VotePage, stage: Stage, qtbot: QtBot) -> None:
    use(page, "general-approval", ceiling="200억")
    dialog = trying(page, stage, qtbot)
    first = dialog.chart.bars
    press(dialog.again_button)
    stage.idle()
    assert dialog.problem.text().startswith("2번째 연습")
    assert dialog.chart.bars != first
    press(dialog.close_button)
    again = trying(page, stage, qtbot)
    assert again.problem.text() == text("drafting.trial.round", round=1, voters=200)
    assert again.chart.bars == first


def test_the_number_of_practice_people_is_chosen(page: VotePage, stage: Stage, qtbot: QtBot) -> None:
    use(page, "general-approval", ceiling="200억")
    dialog = trying(page, stage, qtbot)
    assert dialog.voters.maximum() == MOST_VOTERS
    dialog.voters.setValue(31)
    press(dialog.again_button)
    assert not dialog.again_button.isEnabled()
    stage.idle()
    assert dialog.counts.text().startswith("투표지 31 = ")
    assert dialog.problem.text() == text("drafting.trial.round", round=2, voters=31)
    assert dialog.again_button.isEnabled()


def test_a_choice_gets_its_verdict(page: VotePage, stage: Stage, qtbot: QtBot) -> None:
    use(page, "general-yes-no")
    dialog = trying(page, stage, qtbot)
    verdict, votes, why = told(dialog)
    assert verdict in (text("drafting.trial.passed"), text("drafting.trial.failed"))
    assert votes.startswith("찬성 ")
    assert "기권" in votes
    assert "출석 200명" in why
    assert dialog.lines.isVisible()
    assert dialog.summary.isHidden()
    assert dialog.why.isHidden()


def test_opinions_are_counted_together(page: VotePage, stage: Stage, qtbot: QtBot) -> None:
    use(page, "minju-seoul-discussion")
    dialog = trying(page, stage, qtbot)
    assert told(dialog)
    counts = [int(line.rpartition(" · ")[2].removesuffix("명")) for line in told(dialog)]
    assert counts == sorted(counts, reverse=True)
    assert sum(counts) <= 200


def test_channels_give_shares(page: VotePage, stage: Stage, qtbot: QtBot) -> None:
    use(page, "seoul-2020")
    dialog = trying(page, stage, qtbot)
    assert all(bar.marks.endswith("%") for bar in dialog.chart.bars)
    assert "배분액" in dialog.why.text()


def test_a_saved_draft_is_tried_too(page: VotePage, stage: Stage, qtbot: QtBot) -> None:
    stage.draft()
    qtbot.waitUntil(lambda: page.drafting.form.title.text() != "")
    dialog = trying(page, stage, qtbot)
    assert len(dialog.chart.bars) == 6


def test_what_must_be_written_comes_first(page: VotePage, stage: Stage, qtbot: QtBot) -> None:
    press(page.drafting.try_button)
    assert page.drafting.refusal.text() == text("drafting.missing", title="한도액")
    use(page, "seoul-2020-deliberation")
    press(page.drafting.try_button)
    assert page.drafting.refusal.text() == text("drafting.missing_amounts")
    stage.idle()
    assert not page.findChildren(RuleTrialDialog)


def test_a_draft_nobody_can_vote_by_is_refused_in_the_dialog(page: VotePage, stage: Stage, qtbot: QtBot) -> None:
    for project in stage.ask(list_projects, stage.room):
        stage.ask(withdraw_project, stage.room, project.project_id)
    stage.idle()
    use(page, "general-approval", ceiling="200억")
    dialog = trying(page, stage, qtbot)
    assert dialog.problem.property("state") == "danger"
    assert dialog.problem.text()
    assert dialog.counts.isHidden() or not dialog.counts.isVisible()
    assert not dialog.again_button.isEnabled()


def test_a_field_that_a_rule_goes_by_is_called_in_korean(page: VotePage, stage: Stage, qtbot: QtBot) -> None:
    use(page, "seoul-2015", ceiling="200억")
    dialog = trying(page, stage, qtbot)
    assert "분야 값이 없어" in dialog.problem.text()


def test_closing_drops_what_is_still_counted(page: VotePage, stage: Stage, qtbot: QtBot) -> None:
    use(page, "general-approval", ceiling="200억")
    dialog = trying(page, stage, qtbot)
    dialog.voters.setValue(MOST_VOTERS)
    press(dialog.again_button)
    press(dialog.close_button)
    stage.idle()
    assert not any(each.isVisible() for each in page.findChildren(RuleTrialDialog))


@pytest.mark.parametrize("kind", ["approval", "exactly", "score", "ranking", "cumulative"])
def test_every_general_rule_of_a_list_is_tried(page: VotePage, stage: Stage, qtbot: QtBot, kind: str) -> None:
    use(page, f"general-{kind}", ceiling="150억")
    dialog = trying(page, stage, qtbot)
    assert len(dialog.chart.bars) == 6
    assert all(
        bar.marks.endswith("점" if kind in ("score", "ranking", "cumulative") else "표") for bar in dialog.chart.bars
    )


def test_many_projects_are_tried_without_standing_still(page: VotePage, stage: Stage, qtbot: QtBot) -> None:
    """The window answers while the practice ballots are counted: the count runs beside it."""
    for number in range(40):
        draft = ProjectDraft(
            code=f"M{number}", title=f"사업 {number}", cost=BILLION, currency="KRW", group="광역제안형"
        )
        stage.ask(add_project, stage.room, draft)
    stage.idle()
    use(page, "general-approval", ceiling="30억")
    press(page.drafting.try_button)
    dialog = opened(qtbot, page, RuleTrialDialog)
    assert dialog.problem.text() == text("drafting.trial.counting")
    assert dialog.close_button.isEnabled()
    stage.idle()
    assert len(dialog.chart.bars) == 46
