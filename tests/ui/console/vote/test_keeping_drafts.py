"""A draft that is typed is written down by itself; what cannot be is asked about before it is left."""

from __future__ import annotations

from PySide6.QtWidgets import QDialog
from pytestqt.qtbot import QtBot

from sukui_desktop.assets.messages import text
from sukui_desktop.domain.question.definition import Draft
from sukui_desktop.models.poll import PollState
from sukui_desktop.services.agenda.items import list_items
from sukui_desktop.services.prepare.rules import find_rule
from sukui_desktop.services.vote.polls import list_polls, read_poll
from sukui_desktop.ui.ask_dialog import AskDialog
from sukui_desktop.ui.console.vote.page import VotePage
from sukui_desktop.ui.console.vote.poll_bar import NEW
from sukui_desktop.ui.console.vote.step_dialogs import ReadyDialog
from tests.ui.console.vote.driving import line_of, opened, press, rule_form
from tests.ui.rooms import BILLION, Stage


def drafts(stage: Stage) -> list[tuple[str, Draft]]:
    polls = stage.ask(list_polls, stage.room)
    return [(head.title, stage.ask(read_poll, stage.room, head.poll_id).draft) for head in polls]


def test_what_is_typed_is_in_the_record_after_a_pause(page: VotePage, stage: Stage, qtbot: QtBot) -> None:
    """Fails where a draft is in the record only once [저장] was pressed (0.3.0): a fall of the program lost it."""
    page.drafting.form.title.setText("우선사업")
    line_of(page, "selection.ceiling").setText("5억")
    qtbot.waitUntil(lambda: bool(drafts(stage)))
    qtbot.waitUntil(lambda: page.drafting.save_words.text() == text("drafting.saved"))
    ((title, draft),) = drafts(stage)
    assert (title, draft.ceiling) == ("우선사업", 5 * BILLION)
    assert not page.drafting.editor.is_edited


def test_a_half_typed_value_keeps_the_one_before_and_says_so(page: VotePage, stage: Stage, qtbot: QtBot) -> None:
    page.drafting.form.title.setText("우선사업")
    line_of(page, "selection.ceiling").setText("5억")
    line_of(page, "selection.ceiling").setText("5억 넘게")
    rule_form(page).fields["question.max_picks"].show_value(3)
    page.drafting.form.edited.emit()
    qtbot.waitUntil(lambda: bool(drafts(stage)))
    ((_, draft),) = drafts(stage)
    assert (draft.ceiling, draft.max_picks) == (5 * BILLION, 3)
    problem = page.drafting.problem()
    assert problem is not None
    assert page.drafting.save_words.text() == text("drafting.not_saved", why=problem[0])
    assert page.keep_typed() == text("drafting.would_be_lost", why=problem[0])
    stage.idle()
    assert len(drafts(stage)) == 1


def test_a_poll_without_a_title_is_kept_and_cannot_be_made_ready(page: VotePage, stage: Stage, qtbot: QtBot) -> None:
    line_of(page, "selection.ceiling").setText("5억")
    qtbot.waitUntil(lambda: [title for title, _ in drafts(stage)] == [text("drafting.untitled")])
    stage.idle()
    press(page.drafting.ready_button)
    assert page.drafting.refusal.text() == text("drafting.no_title")
    page.show_room(stage.room)
    stage.idle()
    assert page.drafting.form.title.text() == ""
    assert line_of(page, "selection.ceiling").text() == "500,000,000원"


def test_another_poll_is_shown_only_after_the_half_typed_one_was_asked_about(
    page: VotePage, stage: Stage, qtbot: QtBot
) -> None:
    """Fails where another poll is shown at once and what was typed is gone (0.3.0)."""
    poll_id = stage.draft(draft=Draft(ceiling=BILLION))
    page.go_to(NEW)
    stage.idle()
    page.drafting.form.title.setText("새 투표")
    line_of(page, "selection.ceiling").setText("많이")
    page.go_to(poll_id)
    dialog = opened(qtbot, page, AskDialog)
    press(dialog.cancel_button)
    assert line_of(page, "selection.ceiling").text() == "많이"
    page.go_to(poll_id)
    press(opened(qtbot, page, AskDialog).accept_button)
    stage.idle()
    assert page.snapshot is not None
    assert page.snapshot.poll is not None
    assert page.snapshot.poll.head.poll_id == poll_id
    assert "많이" not in line_of(page, "selection.ceiling").text()


def test_another_poll_writes_down_what_is_typed_without_asking(page: VotePage, stage: Stage, qtbot: QtBot) -> None:
    poll_id = stage.draft(draft=Draft(ceiling=BILLION))
    page.go_to(NEW)
    stage.idle()
    page.drafting.form.title.setText("새 투표")
    line_of(page, "selection.ceiling").setText("7억")
    page.go_to(poll_id)
    stage.idle()
    assert not [dialog for dialog in page.findChildren(QDialog) if dialog.isVisible()]
    assert ("새 투표", 7 * BILLION) in [(title, draft.ceiling) for title, draft in drafts(stage)]


def test_the_agenda_item_of_a_saved_draft_can_be_changed(page: VotePage, stage: Stage, qtbot: QtBot) -> None:
    """Fails where the box of the agenda item is grey once the draft was saved (0.3.0)."""
    poll_id = stage.draft(draft=Draft(ceiling=BILLION))
    page.go_to(poll_id)
    stage.idle()
    item = page.drafting.form.item
    assert item.isEnabled()
    place = 1 if item.currentIndex() != 1 else 2
    item.setCurrentIndex(place)
    qtbot.waitUntil(lambda: stage.ask(read_poll, stage.room, poll_id).head.item_id == item.itemData(place))
    assert stage.ask(list_items, stage.room)


def test_fields_of_other_lists_are_neither_asked_nor_read_out(page: VotePage, stage: Stage, qtbot: QtBot) -> None:
    """Fails where the sentences name 여성, 교통 … of the city's rule though no project is of them (0.3.0)."""
    page.drafting.form.use_rule(find_rule("seoul-2020-deliberation"))
    table = rule_form(page).allocations
    assert table is not None
    shown = "\n".join(page.drafting.editor.words.sentences)
    named = [name for name in ("민주서울", "여성", "교통", "안전") if name in shown]
    assert set(named) <= set(table.fields)


def test_a_poll_with_an_unanswered_field_is_not_made_ready(page: VotePage, stage: Stage, qtbot: QtBot) -> None:
    page.drafting.form.title.setText("배분")
    page.drafting.form.use_rule(find_rule("seoul-2020-deliberation"))
    stage.idle()
    press(page.drafting.ready_button)
    missing = page.drafting.form.missing()
    assert missing is not None
    assert page.drafting.refusal.text() == missing[0]
    assert all(head.state == PollState.DRAFTED for head in stage.ask(list_polls, stage.room))


def test_a_change_that_was_taken_back_does_not_stand_in_the_way_of_the_next_step(
    page: VotePage, stage: Stage, qtbot: QtBot
) -> None:
    page.drafting.form.title.setText("우선사업")
    line_of(page, "selection.ceiling").setText("5억")
    qtbot.waitUntil(lambda: page.drafting.save_words.text() == text("drafting.saved"))
    line_of(page, "selection.ceiling").setText("6억")
    line_of(page, "selection.ceiling").setText("500,000,000원")
    press(page.drafting.ready_button)
    stage.idle()
    assert page.drafting.refusal.text() == "", page.drafting.refusal.text()
    opened(qtbot, page, ReadyDialog)
    assert len(drafts(stage)) == 1, "what is typed before the new poll is shown belongs to it"
