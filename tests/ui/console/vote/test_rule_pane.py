"""Rules, drafts and frozen definitions read out: every sentence, in order, the same words before and after."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from msgspec.structs import replace
from pytestqt.qtbot import QtBot

from sukui_desktop.assets.messages import text
from sukui_desktop.domain.file_import import ProjectDraft
from sukui_desktop.domain.question.definition import Draft
from sukui_desktop.domain.rule_year.rule_tables import RuleParameterKind
from sukui_desktop.domain.rule_year.rule_year_and_its_draft import RuleYear, draft_from_rule
from sukui_desktop.services.opened_meeting import Room, close_meeting_and_boxes
from sukui_desktop.services.prepare.projects import accept_project_file
from sukui_desktop.services.prepare.rule_years import find_shipped_rule_year, list_shipped_rule_years
from sukui_desktop.services.vote.polls import draft_poll, preview_definition, preview_definition_of_draft
from sukui_desktop.ui.console.vote.drafting.rule_choice_dialog import RuleSentencesPane
from sukui_desktop.ui.console.vote.polling.ready_polling_and_void_views import definition_lines_for_hall
from sukui_desktop.wording.rules import definition_sentences, rule_sentences
from tests.builders.rooms import make_room, reading_of
from tests.builders.ruleless_drafts import RULELESS
from tests.ui.rooms import BILLION

RULES = list_shipped_rule_years()
PROJECTS = 170


@pytest.fixture
def pane(qtbot: QtBot) -> RuleSentencesPane:
    made = RuleSentencesPane("규칙")
    qtbot.addWidget(made)
    made.show()
    return made


@pytest.mark.parametrize("rule", RULES, ids=[rule.key for rule in RULES])
def test_every_sentence_of_a_rule_is_read(pane: RuleSentencesPane, rule: RuleYear) -> None:
    pane.show_rule(rule, "KRW")
    lines = pane.toPlainText().splitlines()
    words = rule_sentences(rule)
    assert lines == [*words, f"근거: {rule.source}"]
    assert pane.sentences == tuple(lines)


def test_a_draft_replaces_what_was_read(pane: RuleSentencesPane) -> None:
    pane.show_draft(Draft(ceiling=BILLION), "KRW")
    pane.show_draft(Draft(max_picks=2, ceiling=BILLION), "KRW")
    assert pane.toPlainText().splitlines() == list(rule_sentences(Draft(max_picks=2, ceiling=BILLION)))


def test_words_of_people_are_no_markup(pane: RuleSentencesPane) -> None:
    rule = replace(find_shipped_rule_year("general-approval"), summary="<b>굵게</b> & <i>기울게</i>", source="a < b")
    pane.show_rule(rule, "KRW")
    assert pane.toPlainText().startswith("<b>굵게</b> & <i>기울게</i>")
    assert pane.toPlainText().endswith("a < b")


def test_the_first_sentence_may_head_the_others(pane: RuleSentencesPane) -> None:
    pane.show_sentences_as_paragraphs(("가결", "찬성 3표"), is_headed=True)
    assert pane.toPlainText().splitlines() == ["가결", "찬성 3표"]
    assert (
        pane.document().firstBlock().charFormat().fontWeight() > pane.document().lastBlock().charFormat().fontWeight()
    )


def test_it_is_read_and_left_by_the_keyboard(pane: RuleSentencesPane) -> None:
    assert pane.isReadOnly()
    assert pane.tabChangesFocus()
    assert pane.accessibleName() == "규칙"


def test_a_snug_page_is_no_taller_than_its_words(qtbot: QtBot) -> None:
    pane = RuleSentencesPane("규칙", is_snug=True)
    qtbot.addWidget(pane)
    pane.resize(600, 400)
    pane.show()
    pane.show_sentences_as_paragraphs(("한 줄",))
    short = pane.maximumHeight()
    pane.show_sentences_as_paragraphs(tuple(f"{number}째 줄" for number in range(30)))
    assert pane.maximumHeight() > 4 * short
    tall = pane.maximumHeight()
    pane.resize(160, 400)
    assert pane.maximumHeight() >= tall


@pytest.fixture(scope="module")
def room(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Room]:
    """A meeting with as many projects as any rule asks for; only read here."""
    made = make_room(tmp_path_factory.mktemp("rules"))
    drafts = [
        ProjectDraft(
            code=str(number),
            title=f"사업 {number}",
            cost=BILLION,
            currency="KRW",
            group=("광역제안형", "광역협치형")[number % 2],
            field=("복지", "환경", "교통")[number % 3],
            district="강서구",
        )
        for number in range(PROJECTS)
    ]
    accept_project_file(made, reading_of(drafts), frozenset())
    yield made
    close_meeting_and_boxes(made)


@pytest.mark.parametrize("kind", RULELESS)
def test_what_was_frozen_is_reported_in_the_words_of_the_draft(room: Room, kind: str) -> None:
    draft = replace(RULELESS[kind], max_picks=min(RULELESS[kind].max_picks, PROJECTS))
    definition = preview_definition_of_draft(room, " 제목 ", draft)
    lines = definition_lines_for_hall(definition)
    assert lines[0] == "질문: 제목"
    assert set(rule_sentences(draft)) <= set(lines)
    assert (f"투표지에 {PROJECTS}가지가 오릅니다." in lines) is (kind not in ("choice", "opinion"))
    assert not any(line.startswith("규칙: ") for line in lines)


@pytest.mark.parametrize("rule", RULES, ids=[rule.key for rule in RULES])
def test_every_rule_year_is_frozen_in_its_own_words(room: Room, rule: RuleYear) -> None:
    answers = {parameter.field: 5 * BILLION for parameter in rule.open if parameter.kind == RuleParameterKind.MONEY}
    draft = draft_from_rule(rule, answers)
    definition = preview_definition_of_draft(room, "제목", draft)
    lines = definition_lines_for_hall(definition)
    assert text("vote.frozen.rule", rule=rule.title) in lines
    assert set(definition_sentences(definition)) <= set(lines)
    is_sized = bool(rule.question.sizing) or bool(rule.question.each_group) or draft.max_picks > PROJECTS
    assert is_sized or set(rule_sentences(draft)) <= set(lines)
    assert any("합칩니다" in line for line in lines) is bool(definition.channels)
    assert any("통과합니다" in line for line in lines) is bool(definition.motion)


def test_a_preview_is_the_same_for_a_draft_that_is_written(room: Room) -> None:
    draft = draft_from_rule(find_shipped_rule_year("seoul-2020"))
    poll_id = draft_poll(room, "", "2020", draft).poll_id
    written = preview_definition(room, poll_id)
    assert replace(preview_definition_of_draft(room, "2020", draft), poll_id=poll_id) == written
