"""투표 방법 고르기 on a real meeting: the list, a rule read in words, its form, what is written, a file."""

from __future__ import annotations

from pathlib import Path

import pytest
from msgspec.structs import replace
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from sukui_desktop.assets.messages import text
from sukui_desktop.assets.resources import resource_path
from sukui_desktop.domain.file_import import ProjectDraft
from sukui_desktop.domain.question.definition import Draft
from sukui_desktop.domain.question.selection_steps import SelectionSteps
from sukui_desktop.domain.rule_year.rule_year_and_its_draft import draft_from_rule
from sukui_desktop.models.poll import PollState
from sukui_desktop.services.prepare.projects import add_project
from sukui_desktop.services.prepare.rule_years import find_shipped_rule_year, list_shipped_rule_years
from sukui_desktop.services.vote.poll_heads import list_polls
from sukui_desktop.services.vote.polls import edit_poll, preview_definition, read_poll
from sukui_desktop.ui.console.vote.drafting.rule_choice_dialog import RuleChoiceDialog, list_rule_choices
from sukui_desktop.ui.console.vote.page import VotePage
from sukui_desktop.ui.console.vote.polling.ready_polling_and_void_views import DefinitionCard
from sukui_desktop.ui.console.vote.step_dialogs import MakePollReadyDialog
from sukui_desktop.wording.money import money_words
from sukui_desktop.wording.rules import rule_sentences
from tests.builders.rooms import two_signers
from tests.builders.ruleless_drafts import RULELESS
from tests.ui.console.vote.driving import answer_ready, line_of, opened, press, rule_form, until_state
from tests.ui.console.vote.polls import only_poll
from tests.ui.rooms import BILLION, Stage

OWN = "seoul-proposal.toml"


def choosing(page: VotePage, qtbot: QtBot) -> RuleChoiceDialog:
    press(page.drafting.form.choose_button)
    return opened(qtbot, page, RuleChoiceDialog)


def choose(page: VotePage, qtbot: QtBot, key: str) -> None:
    """Choose a shipped rule as people do: find it, point at it, take it."""
    dialog = choosing(page, qtbot)
    dialog.choose_rule_of_key(key)
    press(dialog.accept_button)


def titles(dialog: RuleChoiceDialog) -> list[str]:
    found = dialog.table.found
    return [found.index(row, 0).data() for row in range(found.rowCount())]


def own_file(folder: Path, **changed: str) -> Path:
    """Return a rule file of one's own: a shipped one with other words in it."""
    words = (resource_path("rules") / OWN).read_text(encoding="utf-8")
    for old, new in {
        "seoul-proposal": "our-proposal",
        "광역제안형 시민투표 (하위": "우리 구 투표 (하위",
        **changed,
    }.items():
        assert old in words
        words = words.replace(old, new)
    path = folder / "우리 규칙.toml"
    path.write_text(words, encoding="utf-8")
    return path


def test_this_citys_years_come_first_then_general_ones() -> None:
    ways = list_rule_choices(list_shipped_rule_years(), (), "seoul")
    cities = [way.rule.city for way in ways]
    assert cities == sorted(cities, key=["seoul", "general", "daejeon"].index)
    years = [way.rule.year for way in ways if way.rule.city == "seoul" and way.rule.year]
    assert years == sorted(years, reverse=True)
    elsewhere = list_rule_choices(list_shipped_rule_years(), (find_shipped_rule_year("seoul-2015"),), "daejeon")
    assert [way.where for way in elsewhere[:2]] == [text("drafting.where.file"), "대전"]


def test_a_city_without_a_korean_name_is_called_by_its_code() -> None:
    (way,) = list_rule_choices([replace(find_shipped_rule_year("daejeon"), city="busan")], (), "seoul")
    assert way.where == "busan"


def test_a_rule_is_read_in_words_before_it_is_taken(page: VotePage, qtbot: QtBot) -> None:
    dialog = choosing(page, qtbot)
    assert dialog.focusWidget() is dialog.table.search
    assert dialog.title.text() == find_shipped_rule_year("general-approval").title
    dialog.choose_rule_of_key("seoul-2020")
    rule = find_shipped_rule_year("seoul-2020")
    assert dialog.title.text() == rule.title
    read = dialog.words.toPlainText()
    assert all(sentence in read for sentence in rule_sentences(rule))
    assert f"근거: {rule.source}" in read


def test_rules_are_searched_and_taken_by_the_keyboard(page: VotePage, qtbot: QtBot) -> None:
    dialog = choosing(page, qtbot)
    QTest.keyClicks(dialog.table.search, "2017")
    assert titles(dialog) == [find_shipped_rule_year("seoul-2017").title]
    assert dialog.title.text() == find_shipped_rule_year("seoul-2017").title
    QTest.keyClick(dialog.table.search, Qt.Key.Key_Return)
    form = page.drafting.form.rule_form
    assert form is not None
    assert form.rule.key == "seoul-2017"


def test_a_search_that_finds_nothing_can_take_nothing(page: VotePage, qtbot: QtBot) -> None:
    dialog = choosing(page, qtbot)
    dialog.table.search.setText("없는 규칙")
    assert titles(dialog) == []
    assert not dialog.accept_button.isEnabled()
    assert dialog.words.toPlainText() == text("drafting.point")
    dialog.table.search.setText("찬반")
    assert dialog.accept_button.isEnabled()


def test_leaving_the_list_changes_nothing(page: VotePage, qtbot: QtBot) -> None:
    dialog = choosing(page, qtbot)
    dialog.choose_rule_of_key("seoul-2015")
    press(dialog.cancel_button)
    assert rule_form(page).rule.key == "general-approval"
    assert not page.drafting.editor.is_edited


def test_a_rule_becomes_a_draft_with_its_key(page: VotePage, stage: Stage, qtbot: QtBot) -> None:
    choose(page, qtbot, "seoul-proposal")
    form = page.drafting.form
    assert form.way.text() == find_shipped_rule_year("seoul-proposal").title
    assert form.year.text() == "2020년"
    assert form.rule_form is not None
    form.rule_form.fields["selection.eliminate"].stop.setText("20 %")  # type: ignore[attr-defined]
    form.rule_form.fields["question.max_picks"].show_value(4)
    form.title.setText("제안형")
    press(page.drafting.save_button)
    until_state(qtbot, page, PollState.DRAFTED)
    view = only_poll(stage)
    answers: dict[str, int | str] = {"selection.eliminate": "1/5", "question.max_picks": 4}
    assert view.draft == draft_from_rule(find_shipped_rule_year("seoul-proposal"), answers)
    assert view.draft.rule_key == "seoul-proposal"


def test_a_saved_draft_of_a_rule_is_edited_further(page: VotePage, stage: Stage, qtbot: QtBot) -> None:
    draft = draft_from_rule(find_shipped_rule_year("seoul-proposal"), {"selection.eliminate": "1/5"})
    poll_id = stage.draft("제안형", draft)
    until_state(qtbot, page, PollState.DRAFTED)
    stage.idle()
    form = page.drafting.form.rule_form
    assert form is not None
    assert form.fields["selection.eliminate"].value() == "1/5"
    assert not page.drafting.save_button.isEnabled()
    form.fields["selection.ceiling"].stop.setText("250억")  # type: ignore[attr-defined]
    press(page.drafting.save_button)
    qtbot.waitUntil(lambda: stage.ask(read_poll, stage.room, poll_id).draft.ceiling == 250 * BILLION)
    extra_steps = stage.ask(read_poll, stage.room, poll_id).draft.extra_steps
    assert isinstance(extra_steps, SelectionSteps)
    assert extra_steps.eliminate == "1/5"


def test_the_words_follow_what_is_typed(page: VotePage, qtbot: QtBot) -> None:
    choose(page, qtbot, "seoul-2015")
    words = page.drafting.editor.words
    assert text("rules.select.ceiling_missing") in words.sentences
    form = page.drafting.form.rule_form
    assert form is not None
    line = form.fields["selection.ceiling"].stop
    QTest.keyClicks(line, "50000000000")
    assert text("rules.select.ceiling", amount="500억원") in words.sentences
    QTest.keyClicks(line, "x")
    assert words.sentences[0] == text("drafting.unfinished")
    form.fields["channels.basis"].show_value("marks")
    line.setText("3억")  # type: ignore[attr-defined]
    assert text("rules.channels.marks") in words.sentences


def test_the_words_of_a_general_rule_follow_too(page: VotePage, qtbot: QtBot) -> None:
    words = page.drafting.editor.words
    rule_form(page).fields["question.max_picks"].show_value(4)
    assert text("rules.picks.up_to", most=4) in words.sentences
    choose(page, qtbot, "general-opinion")
    assert page.drafting.editor.ballot.isHidden()
    assert page.drafting.editor.ballot_words.text() == text("drafting.ballot.opinion")


def test_the_ballot_of_a_choice_is_its_words(page: VotePage, qtbot: QtBot) -> None:
    choose(page, qtbot, "general-yes-no")
    rows = page.drafting.editor.ballot.found
    assert [rows.index(row, 1).data() for row in range(rows.rowCount())] == ["찬성", "반대", "기권"]
    assert rows.index(0, 3).data() == ""
    assert page.drafting.form.year.isHidden()
    assert "3가지" in page.drafting.editor.ballot_words.text()


def test_projects_without_the_field_a_rule_goes_by_are_reported_in_korean(
    page: VotePage, stage: Stage, qtbot: QtBot
) -> None:
    choose(page, qtbot, "seoul-2015")
    told = page.drafting.editor.ballot_words.text()
    assert "‘발달장애인 낮활동 확대’ 사업에 분야 값이 없어" in told
    assert page.drafting.editor.ballot.found.rowCount() == 6
    form = page.drafting.form
    assert form.rule_form is not None
    form.rule_form.fields["selection.ceiling"].stop.setText("500억")  # type: ignore[attr-defined]
    form.title.setText("2015")
    press(page.drafting.ready_button)
    qtbot.waitUntil(page.drafting.refusal.isVisible)
    assert "분야 값이 없어" in page.drafting.refusal.text()
    assert stage.ask(list_polls, stage.room)[0].state == PollState.DRAFTED


def test_the_ballot_comes_back_after_a_question_without_one(page: VotePage, qtbot: QtBot) -> None:
    choose(page, qtbot, "minju-seoul-discussion")
    assert page.drafting.editor.ballot.isHidden()
    choose(page, qtbot, "seoul-2015")
    assert page.drafting.editor.ballot.isVisible()
    assert page.drafting.form.year.isHidden()  # the title says the year itself


@pytest.mark.parametrize("kind", RULELESS)
def test_a_draft_of_an_older_release_is_shown_by_a_general_rule(
    page: VotePage, stage: Stage, qtbot: QtBot, kind: str
) -> None:
    poll_id = stage.draft("옛 초안", replace(RULELESS[kind], groups=()))
    until_state(qtbot, page, PollState.DRAFTED)
    stage.idle()
    assert rule_form(page).rule.city == "general"
    assert not page.drafting.editor.is_edited
    assert not page.drafting.save_button.isEnabled()
    is_allowed = RULELESS[kind].allows_blank
    rule_form(page).fields["question.allows_blank"].show_value("false" if is_allowed else "true")
    press(page.drafting.save_button)
    qtbot.waitUntil(lambda: stage.ask(read_poll, stage.room, poll_id).draft.allows_blank is not is_allowed)
    assert stage.ask(read_poll, stage.room, poll_id).draft.method == RULELESS[kind].method


def test_an_older_draft_that_no_rule_can_say_is_kept_and_made_ready(page: VotePage, stage: Stage, qtbot: QtBot) -> None:
    draft = Draft(max_picks=3, ceiling=BILLION, extra_steps=SelectionSteps(min_share="1/10"))
    stage.ask(two_signers, stage.room)
    poll_id = stage.draft("옛 초안", draft)
    until_state(qtbot, page, PollState.DRAFTED)
    stage.idle()
    form = page.drafting.form
    assert form.rule_form is None
    assert form.kept_words.text() == text("drafting.kept_ruleless")
    assert page.drafting.editor.words.sentences == rule_sentences(draft)
    press(page.drafting.ready_button)
    opened(qtbot, page, MakePollReadyDialog).reject()
    assert stage.ask(read_poll, stage.room, poll_id).draft == draft
    choose(page, qtbot, "general-score")
    assert rule_form(page).rule.key == "general-score"
    assert form.kept_words.isHidden()


def test_making_ready_says_what_is_not_written_and_goes_there(page: VotePage, stage: Stage, qtbot: QtBot) -> None:
    choose(page, qtbot, "dong-meeting")
    page.drafting.form.title.setText("동 회의")
    press(page.drafting.ready_button)
    assert page.drafting.refusal.text() == text("drafting.missing", title="한도액")
    form = page.drafting.form.rule_form
    assert form is not None
    assert page.focusWidget() is form.fields["selection.ceiling"].stop
    press(page.drafting.save_button)
    until_state(qtbot, page, PollState.DRAFTED)
    assert only_poll(stage).draft.ceiling == 0
    press(page.drafting.ready_button)
    assert page.drafting.refusal.isVisible()
    assert not page.findChildren(MakePollReadyDialog)


def test_what_is_out_of_bounds_is_not_saved(page: VotePage, stage: Stage, qtbot: QtBot) -> None:
    choose(page, qtbot, "seoul-proposal")
    form = page.drafting.form
    form.title.setText("제안형")
    assert form.rule_form is not None
    line = form.rule_form.fields["selection.eliminate"].stop
    line.setText("90 %")  # type: ignore[attr-defined]
    press(page.drafting.save_button)
    assert "5% 이상 30% 이하" in page.drafting.refusal.text()
    assert page.focusWidget() is line
    assert stage.ask(list_polls, stage.room) == ()


def test_a_rule_goes_all_the_way_to_ready(page: VotePage, stage: Stage, qtbot: QtBot) -> None:
    stage.ask(two_signers, stage.room)
    choose(page, qtbot, "general-yes-no")
    page.drafting.form.title.setText("공론장을 열까요?")
    press(page.drafting.ready_button)
    answer_ready(qtbot, page)
    until_state(qtbot, page, PollState.READY)
    view = only_poll(stage)
    assert view.definition is not None
    assert view.definition.rule_key == "general-yes-no"
    shown = page.views[PollState.READY].findChildren(type(page.drafting.editor.words))[0].sentences
    assert text("vote.frozen.rule", rule=find_shipped_rule_year("general-yes-no").title) in shown
    assert text("rules.motion.more_than_half", base="출석", word="찬성") in shown


def test_a_rule_of_ones_own_is_read_from_a_file(page: VotePage, stage: Stage, qtbot: QtBot, tmp_path: Path) -> None:
    dialog = choosing(page, qtbot)
    dialog.read_own_rule_file(own_file(tmp_path))
    qtbot.waitUntil(lambda: dialog.title.text().startswith("우리 구 투표"))
    assert titles(dialog)[0] == dialog.title.text()
    press(dialog.accept_button)
    page.drafting.form.title.setText("우리 것")
    press(page.drafting.save_button)
    until_state(qtbot, page, PollState.DRAFTED)
    view = only_poll(stage)
    assert view.draft.rule_key == "our-proposal"
    stage.idle()
    assert page.drafting.form.rule_form is not None
    again = choosing(page, qtbot)
    assert again.title.text().startswith("우리 구 투표")


def test_a_file_read_twice_is_offered_once(page: VotePage, qtbot: QtBot, tmp_path: Path) -> None:
    dialog = choosing(page, qtbot)
    count = len(titles(dialog))
    path = own_file(tmp_path)
    for name in ("우리 구 투표", "고친 투표"):
        dialog.read_own_rule_file(path)
        qtbot.waitUntil(lambda name=name: dialog.title.text().startswith(name))  # type: ignore[misc]
        own_file(tmp_path, **{"우리 구 투표": "고친 투표"})
    assert len(titles(dialog)) == count + 1


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ('method = "approval"', 'method = "approvel"', ("question.method", "approvel", "approval")),
        ("max_picks = 7", "max_pick = 7", ("max_pick", "max_picks")),
        ('key = "our-proposal"', 'key = "our-proposal', ("줄",)),
    ],
)
def test_a_file_that_is_wrong_is_reported_with_its_line(
    page: VotePage, qtbot: QtBot, tmp_path: Path, old: str, new: str, told: tuple[str, ...]
) -> None:
    path = own_file(tmp_path)
    words = path.read_text(encoding="utf-8")
    assert old in words
    path.write_text(words.replace(old, new), encoding="utf-8")
    line = words[: words.index(old)].count("\n") + 1
    dialog = choosing(page, qtbot)
    dialog.read_own_rule_file(path)
    qtbot.waitUntil(dialog.refusal.isVisible)
    assert "우리 규칙.toml" in dialog.refusal.text()
    assert f"{line}번째 줄" in dialog.refusal.text()
    assert all(word in dialog.refusal.text() for word in told)
    assert titles(dialog)[0] != "우리 구 투표"
    dialog.read_own_rule_file(tmp_path / "없는 파일.toml")
    qtbot.waitUntil(lambda: "없는 파일.toml" in dialog.refusal.text())


def test_a_draft_whose_rule_is_not_at_hand_is_kept_whole(page: VotePage, stage: Stage, qtbot: QtBot) -> None:
    draft = draft_from_rule(find_shipped_rule_year("seoul-proposal"))
    foreign = Draft(**{name: getattr(draft, name) for name in draft.__struct_fields__} | {"rule_key": "busan-2031"})
    poll_id = stage.draft("먼 규칙", foreign)
    until_state(qtbot, page, PollState.DRAFTED)
    stage.idle()
    form = page.drafting.form
    assert form.rule_form is None
    assert form.kept_words.isVisible()
    assert form.way.text() == text("drafting.own_file"), "people never see the key of a rule"
    assert page.drafting.editor.words.sentences == rule_sentences(foreign)
    form.title.setText("새 제목")
    form.title.textEdited.emit("새 제목")
    press(page.drafting.save_button)
    qtbot.waitUntil(lambda: stage.ask(read_poll, stage.room, poll_id).head.title == "새 제목")
    assert stage.ask(read_poll, stage.room, poll_id).draft == foreign


def test_the_allocations_of_a_draft_follow_the_projects(page: VotePage, stage: Stage, qtbot: QtBot) -> None:
    choose(page, qtbot, "seoul-2020-deliberation")
    form = page.drafting.form.rule_form
    assert form is not None
    assert form.allocations is not None
    before = list(form.allocations.fields)
    draft = ProjectDraft(code="F1", title="새 사업", field="나눔", cost=BILLION, currency="KRW", group="광역제안형")
    stage.ask(add_project, stage.room, draft)
    table = form.allocations
    qtbot.waitUntil(lambda: "나눔" in table.fields)
    assert "나눔" not in before
    assert page.drafting.editor.is_edited


def test_a_draft_changed_elsewhere_changes_its_form(page: VotePage, stage: Stage, qtbot: QtBot) -> None:
    poll_id = stage.draft("제안형", draft_from_rule(find_shipped_rule_year("seoul-proposal")))
    until_state(qtbot, page, PollState.DRAFTED)
    stage.idle()
    stage.ask(edit_poll, stage.room, poll_id, "제안형", draft_from_rule(find_shipped_rule_year("seoul-2017")))
    qtbot.waitUntil(lambda: page.drafting.form.way.text() == find_shipped_rule_year("seoul-2017").title)
    stage.ask(edit_poll, stage.room, poll_id, "제안형", Draft())
    qtbot.waitUntil(lambda: page.drafting.form.way.text() == find_shipped_rule_year("general-exactly").title)


def test_tab_goes_from_the_way_to_vote_through_its_fields_to_the_buttons(page: VotePage, qtbot: QtBot) -> None:
    choose(page, qtbot, "seoul-2020")
    form = page.drafting.form
    assert form.rule_form is not None
    assert form.rule_form.channels is not None
    assert form.rule_form.allocations is not None
    form.choose_button.setFocus()
    passed = []
    for _ in range(12):
        QTest.keyClick(page.focusWidget(), Qt.Key.Key_Tab)
        passed.append(page.focusWidget())
    weights = [field.stop for field in form.rule_form.channels.fields.values()]
    amounts = [field.line for field in form.rule_form.allocations.fields.values()]
    assert passed[:2] == weights
    assert set(amounts) <= set(passed)
    assert max(map(passed.index, amounts)) < passed.index(page.drafting.editor.words)
    assert page.drafting.save_button in passed or page.drafting.editor.ballot.search in passed


def test_another_rule_and_back_loses_nothing_that_was_typed(page: VotePage) -> None:
    form = page.drafting.form
    line_of(page, "selection.ceiling").setText("12억")
    rule_form(page).fields["question.max_picks"].show_value(3)
    form.switch_to_rule(find_shipped_rule_year("general-ranking"))
    assert rule_form(page).fields["selection.ceiling"].value() == 12 * BILLION
    line_of(page, "selection.ceiling").setText("15억")
    form.switch_to_rule(find_shipped_rule_year("general-opinion"))
    form.switch_to_rule(find_shipped_rule_year("general-approval"))
    assert rule_form(page).fields["selection.ceiling"].value() == 15 * BILLION
    assert rule_form(page).fields["question.max_picks"].value() == 3


def test_while_something_is_half_typed_no_sentence_says_it_as_a_fact(page: VotePage) -> None:
    """Fails where the panel keeps the sentences of an amount that is being typed over (0.3.0)."""
    editor = page.drafting.editor
    line_of(page, "selection.ceiling").setText("1억")
    assert any("1억원" in words for words in editor.words.sentences)
    line_of(page, "selection.ceiling").setText("1억8")
    problem = editor.form.problem()
    if problem is None:
        line_of(page, "selection.ceiling").setText("1억8처")
        problem = editor.form.problem()
    assert problem is not None
    assert editor.words.sentences == (text("drafting.unfinished"), problem[0])
    line_of(page, "selection.ceiling").setText("1억8천만")
    amount = money_words(180_000_000, "KRW")
    assert any(amount in words for words in editor.words.sentences)


@pytest.mark.parametrize(
    ("key", "is_listed", "hides_projects", "heading"),
    [
        ("general-yes-no", True, True, "drafting.ballot.heading_choice"),
        ("general-opinion", False, False, "drafting.ballot.heading_opinion"),
        ("general-ranking", True, False, "vote.draft.ballot_heading"),
    ],
)
def test_the_ballot_shows_what_its_kind_has(
    page: VotePage, key: str, is_listed: bool, hides_projects: bool, heading: str
) -> None:
    page.drafting.form.switch_to_rule(find_shipped_rule_year(key))
    editor = page.drafting.editor
    assert editor.ballot.isHidden() is not is_listed
    assert editor.ballot_heading.text() == text(heading)
    if is_listed:
        assert editor.ballot.view.isColumnHidden(3) is hides_projects


def test_the_frozen_panel_of_an_opinion_has_no_table_of_projects(stage: Stage, qtbot: QtBot) -> None:
    card = DefinitionCard()
    qtbot.addWidget(card)
    for key, is_listed in (("general-opinion", False), ("general-yes-no", True)):
        poll_id = stage.draft(draft=draft_from_rule(find_shipped_rule_year(key)))
        view = stage.ask(read_poll, stage.room, poll_id)
        card.show_definition(replace(view, definition=stage.ask(preview_definition, stage.room, poll_id)))
        assert card.ballot.isHidden() is not is_listed


def test_the_rule_that_is_read_is_the_row_that_is_marked(page: VotePage, qtbot: QtBot) -> None:
    """Fails where Qt's neighbour of a row that is not found is read and taken while no row is marked (0.4.0)."""
    dialog = choosing(page, qtbot)
    marked = dialog.table.view.selectionModel()
    for letters in ("순위", "점수", "찬반", "2017"):
        dialog.table.search.clear()
        dialog.table.search.setText(letters)
        assert titles(dialog), letters
        (row,) = marked.selectedRows()
        assert (row.row(), row.data()) == (0, dialog.title.text()), letters
        assert dialog.accept_button.isEnabled()
    dialog.table.search.setText("없는 규칙")
    assert not titles(dialog)
    assert not marked.hasSelection()
    assert dialog.title.text() == ""
    assert not dialog.accept_button.isEnabled()
    dialog.reject()
