"""The form of a rule year: made from its parameters, for every shipped rule; names what does not fit."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from sukui_desktop.assets.messages import text
from sukui_desktop.domain.question.channels import Channels
from sukui_desktop.domain.question.selection_steps import Allocation, SelectionSteps
from sukui_desktop.domain.rule_year.answers_and_their_draft import ALLOCATIONS, WEIGHTS, Answered
from sukui_desktop.domain.rule_year.rule_year_and_its_draft import RuleYear, draft_from_rule
from sukui_desktop.services.prepare.rule_years import find_shipped_rule_year, list_shipped_rule_years
from sukui_desktop.ui.console.vote.drafting.allocation_fields import AllocationFields, project_count_and_cost_by_name
from sukui_desktop.ui.console.vote.drafting.rule_form import RuleForm
from tests.ui.console.vote.drafts import FIELDS, project
from tests.ui.rooms import BILLION

RULES = list_shipped_rule_years()


def made(qtbot: QtBot, key: str, projects: tuple[object, ...] = FIELDS) -> RuleForm:
    form = RuleForm(find_shipped_rule_year(key), projects, "KRW")  # type: ignore[arg-type]
    qtbot.addWidget(form)
    form.show()
    return form


def typed(form: RuleForm, field: str, words: str) -> None:
    """Type into the line of an open field."""
    form.fields[field].stop.setText(words)  # type: ignore[attr-defined]


def amounts(table: AllocationFields | None) -> AllocationFields:
    assert table is not None
    return table


def told(found: tuple[str, QWidget] | None) -> str:
    assert found is not None
    return found[0]


@pytest.mark.parametrize("rule", RULES, ids=[rule.key for rule in RULES])
def test_untouched_it_says_what_the_rule_says(qtbot: QtBot, rule: RuleYear) -> None:
    form = made(qtbot, rule.key)
    assert form.problem() is None
    assert form.draft_from_answers() == draft_from_rule(rule)
    asked = set(form.fields)
    if form.channels is not None:
        asked |= set(form.channels.fields)
    if form.allocations is not None:
        asked |= {parameter.field for parameter in rule.open if parameter.field.startswith(ALLOCATIONS)}
    if form.groups is not None:
        asked.add(form.groups.parameter.field)
    assert asked == {parameter.field for parameter in rule.open}


def test_nothing_is_asked_where_nothing_is_open(qtbot: QtBot) -> None:
    form = made(qtbot, "minju-seoul-forum")
    assert form.fields == {}
    assert form.missing_answer_sentence_and_field() is None
    assert form.channels is None
    assert form.allocations is None


def test_what_must_be_written_is_named(qtbot: QtBot) -> None:
    form = made(qtbot, "seoul-2015")
    found = form.missing_answer_sentence_and_field()
    assert told(found) == text("drafting.missing", title="한도액")
    assert found is not None
    assert found[1] is form.fields["selection.ceiling"].stop
    typed(form, "selection.ceiling", "500억")
    assert form.missing_answer_sentence_and_field() is None
    assert form.draft_from_answers().ceiling == 500 * BILLION


def test_every_keystroke_is_reported(qtbot: QtBot) -> None:
    form = made(qtbot, "seoul-2020")
    with qtbot.waitSignal(form.edited):
        form.fields["question.invalidity"].show_value("group")
    assert form.channels is not None
    with qtbot.waitSignal(form.edited):
        form.channels.fields[f"{WEIGHTS}onsite.weight"].show_value("2/5")
    with qtbot.waitSignal(form.edited):
        amounts(form.allocations).fields["광역제안형"].line.setText("1억")


def test_choices_that_do_not_fit_each_other_are_reported_by_their_title(qtbot: QtBot) -> None:
    form = made(qtbot, "general-approval")
    form.fields["question.min_picks"].show_value(9)
    form.fields["question.max_picks"].show_value(2)
    found = form.problem()
    assert "‘가장 많이 고를 수 있는 수’에 적은 2가" in told(found)
    assert found is not None
    assert found[1] is form.fields["question.max_picks"].stop
    form.fields["question.max_picks"].show_value(9)
    assert form.problem() is None


def test_a_share_out_of_bounds_goes_to_its_field(qtbot: QtBot) -> None:
    form = made(qtbot, "seoul-proposal")
    typed(form, "selection.eliminate", "40%")
    found = form.problem()
    assert "5% 이상 30% 이하" in told(found)
    assert found is not None
    assert found[1] is form.fields["selection.eliminate"].stop
    typed(form, "selection.eliminate", "12.5%")
    extra_steps = form.draft_from_answers().extra_steps
    assert isinstance(extra_steps, SelectionSteps)
    assert extra_steps.eliminate == "1/8"


def test_weights_must_make_one_whole(qtbot: QtBot) -> None:
    form = made(qtbot, "seoul-2020")
    lines = form.channels
    assert lines is not None
    assert lines.total.text() == text("drafting.channel.whole", share="100%")
    onsite, online = (lines.fields[f"{WEIGHTS}{key}.weight"] for key in ("onsite", "online"))
    onsite.stop.setText("1/3")  # type: ignore[attr-defined]
    assert lines.total.property("state") == "danger"
    assert told(form.problem()) == text("drafting.channel.sum", share="5/6")
    online.stop.setText("")  # type: ignore[attr-defined]
    assert "비어 있습니다" in told(form.problem())
    online.stop.setText("2/3")  # type: ignore[attr-defined]
    assert form.problem() is None
    channels = form.draft_from_answers().channels
    assert isinstance(channels, Channels)
    assert [channel.weight for channel in channels.channels] == ["1/3", "2/3"]


def test_weights_that_are_fixed_are_shown_and_not_asked(qtbot: QtBot) -> None:
    form = made(qtbot, "seoul-2015")
    assert form.channels is not None
    assert form.channels.fields == {}
    assert form.channels.total.isHidden()
    shown = [label.text() for label in form.channels.findChildren(QWidget) if hasattr(label, "text")]
    assert [words for words in shown if words.endswith("%")] == ["45%", "45%", "10%"]
    assert shown.count(text("channels.card.box")) == 1


def test_allocations_are_asked_for_the_fields_of_the_list(qtbot: QtBot) -> None:
    form = made(qtbot, "seoul-2020-deliberation")
    table = amounts(form.allocations)
    assert list(table.fields) == ["복지", "환경", "나눔"]
    assert told(form.missing_answer_sentence_and_field()) == text(
        "drafting.missing_amounts_of", names="복지, 환경, 나눔"
    )
    table.fields["복지"].line.setText("40억")
    table.fields["나눔"].line.setText("5억")
    assert told(form.missing_answer_sentence_and_field()) == text("drafting.missing_amounts_of", names="환경")
    assert "모두 45억원" in table.total.text()
    assert "1곳" in table.total.text()
    assert form.written_answers() == Answered(
        answers={**form.written_answers().answers, f"{ALLOCATIONS}복지.amount": 40 * BILLION},
        extra=(Allocation(name="나눔", amount=5 * BILLION),),
    )
    extra_steps = form.draft_from_answers().extra_steps
    assert isinstance(extra_steps, SelectionSteps)
    written = {each.name: each.amount for each in extra_steps.allocations if each.amount}
    assert written == {"복지": 40 * BILLION, "나눔": 5 * BILLION}


def test_projects_of_no_field_are_counted(qtbot: QtBot) -> None:
    form = made(qtbot, "seoul-2020-deliberation", (*FIELDS, project("9")))
    assert text("drafting.allocation.nameless", by="분야", count=1) in amounts(form.allocations).total.text()


def test_a_list_without_fields_is_asked_for_those_of_the_rule(qtbot: QtBot) -> None:
    form = made(qtbot, "seoul-2020-deliberation", (project("9"),))
    table = amounts(form.allocations)
    assert len(table.fields) == 13
    assert next(iter(table.fields)) == "민주서울"


def test_an_allocation_out_of_bounds_or_emptied_is_reported(qtbot: QtBot) -> None:
    form = made(qtbot, "seoul-2020")
    line = amounts(form.allocations).fields["광역협치형"].line
    line.setText("101억")
    found = form.problem()
    assert "‘광역협치형 한도액’은 1원 이상 100억원 이하" in told(found)
    assert found is not None
    assert found[1] is line
    line.setText("")
    assert "비어 있습니다" in told(form.problem())
    line.setText("많이")
    assert told(form.problem()).startswith("‘광역협치형’:")
    line.setText("100억")
    assert form.problem() is None


def test_allocations_follow_the_list_and_keep_what_is_typed(qtbot: QtBot) -> None:
    form = made(qtbot, "seoul-2020-deliberation")
    table = amounts(form.allocations)
    table.fields["복지"].line.setText("40억")
    table.fields["나눔"].line.setText("5억")
    form.follow_changed_projects((*FIELDS, project("5", field="교통"), project("6", field="교통")))
    assert list(table.fields) == ["복지", "환경", "나눔", "교통"]
    assert table.typed_amounts() == {"복지": 40 * BILLION, "환경": 0, "나눔": 5 * BILLION, "교통": 0}
    kept = table.fields["복지"]
    form.follow_changed_projects((*FIELDS, project("5", field="교통"), project("6", field="교통")))
    assert table.fields["복지"] is kept


def test_an_amount_of_a_field_that_has_no_project_any_more_stays_in_sight(qtbot: QtBot) -> None:
    form = made(qtbot, "seoul-2020-deliberation")
    table = amounts(form.allocations)
    table.fields["나눔"].line.setText("5억")
    form.follow_changed_projects(FIELDS[:3])
    assert list(table.fields) == ["복지", "환경", "나눔"]
    assert table.typed_amounts()["나눔"] == 5 * BILLION


def test_answers_are_shown_again(qtbot: QtBot) -> None:
    form, again = made(qtbot, "seoul-2020-deliberation"), made(qtbot, "seoul-2020-deliberation")
    amounts(form.allocations).fields["환경"].line.setText("20억")
    amounts(form.allocations).fields["나눔"].line.setText("5억")
    form.fields["selection.leftover"].show_value("pool")
    again.show_answers(form.written_answers(), FIELDS)
    assert again.draft_from_answers() == form.draft_from_answers()
    again.show_answers(Answered(answers={}), FIELDS)
    assert again.draft_from_answers() == draft_from_rule(form.rule)


def test_fields_are_found_with_their_number_and_cost() -> None:
    assert project_count_and_cost_by_name(FIELDS, "field") == {
        "복지": (2, 42 * BILLION),
        "환경": (1, 20 * BILLION),
        "나눔": (1, 5 * BILLION),
    }
    assert project_count_and_cost_by_name(FIELDS, "district") == {}


GROUPED = tuple(project(str(n), group="생활" if n % 2 else "안전") for n in range(10))


def test_a_total_that_was_typed_stays_whatever_the_groups_are(qtbot: QtBot) -> None:
    form = made(qtbot, "general-approval", GROUPED)
    assert form.groups is not None
    total = form.fields["question.max_picks"]
    total.show_value(3)
    form.groups.is_used.click()
    assert total.value() == 3
    form.groups.boxes["생활"][1].setValue(2)
    assert total.value() == 3
    form.groups.is_used.click()
    assert total.value() == 3
    form.groups.is_used.click()
    form.groups.boxes["생활"][0].setValue(2)
    form.groups.boxes["안전"][0].setValue(2)
    found = form.problem()
    assert found is not None
    assert found[1] is total.stop
    assert total.value() == 3


def test_a_total_that_nobody_typed_follows_the_groups_and_comes_back(qtbot: QtBot) -> None:
    form = made(qtbot, "general-approval", GROUPED)
    assert form.groups is not None
    total = form.fields["question.max_picks"]
    form.groups.is_used.click()
    assert total.value() == 10
    form.groups.boxes["생활"][1].setValue(2)
    assert total.value() == 7
    form.groups.is_used.click()
    assert total.value() == 5


def test_a_total_that_was_saved_does_not_follow_the_groups(qtbot: QtBot) -> None:
    form = made(qtbot, "general-approval", GROUPED)
    form.show_answers(Answered(answers={"question.max_picks": 5}), GROUPED)
    assert form.groups is not None
    form.groups.is_used.click()
    assert form.fields["question.max_picks"].value() == 5


def test_a_group_whose_limits_contradict_is_named_with_its_range(qtbot: QtBot) -> None:
    form = made(qtbot, "general-approval", GROUPED)
    assert form.groups is not None
    form.groups.is_used.click()
    form.groups.boxes["생활"][0].setValue(3)
    form.groups.boxes["생활"][1].setValue(2)
    found = form.problem()
    assert found is not None
    assert found[1] is form.groups.boxes["생활"][1]
    span = text("drafting.misfit.from", least=3)
    facts = {"title": form.groups.parameter.title, "group": "생활", "value": 2, "range": span}
    assert found[0] == text("drafting.misfit.group", **facts)


def test_too_few_points_are_counted(qtbot: QtBot) -> None:
    form = made(qtbot, "general-ranking")
    form.fields["question.min_picks"].show_value(5)
    typed(form, "question.place_points", "7, 5, 3")
    span = text("drafting.misfit.count_from", least=5)
    title = form.fields["question.place_points"].parameter.title
    assert told(form.problem()) == text("drafting.misfit.points", title=title, value=3, range=span)


def test_an_amount_that_the_rule_needs_is_asked_for_by_the_words_below_the_table(qtbot: QtBot) -> None:
    form = made(qtbot, "seoul-2020", GROUPED)
    table = amounts(form.allocations)
    assert list(table.fields) == ["안전", "생활", "광역제안형", "광역협치형"]
    for name in ("안전", "생활"):
        table.fields[name].line.setText("1억")
    total = table.total
    assert total.text() == text("drafting.allocation.all", total="402억원")
    table.fields["광역제안형"].line.setText("")
    assert total.text() == text("drafting.allocation.needed", total="102억원", names="광역제안형")
    assert told(form.problem()) == text("drafting.empty", title="광역제안형")
    table.fields["광역제안형"].line.setText("300억")
    table.fields["생활"].line.setText("")
    assert total.text() == text("drafting.allocation.some", total="401억원", count=1)
    assert form.problem() is None
