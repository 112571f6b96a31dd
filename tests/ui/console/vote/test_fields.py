"""The fields and tables of the 투표 tab without a meeting: groups, money, ballot order, counted rows."""

from __future__ import annotations

from pytestqt.qtbot import QtBot

from sukui_desktop.assets.messages import text
from sukui_desktop.domain.counting.tally_figures import Tally
from sukui_desktop.domain.question.definition import Draft, Group, Option
from sukui_desktop.domain.rule_year.rule_tables import RuleParameter, RuleParameterKind
from sukui_desktop.models.agenda import ProjectRow
from sukui_desktop.models.ids import ProjectId
from sukui_desktop.ui.console.vote.counting.count_tables import counted_option_rows, make_counted_options_table
from sukui_desktop.ui.console.vote.drafting.ballot_options_table import (
    ballot_options_of_draft,
    make_ballot_table,
    make_numbered_ballot_lines,
)
from sukui_desktop.ui.console.vote.drafting.group_limits_field import GroupLimitsField, count_projects_by_group
from sukui_desktop.ui.widgets.form_fields import MoneyField
from tests.ui.rooms import BILLION
from tests.ui.widgets.test_waterline import NAMES, VOTES, definition


def project(code: str, group: str, place: int = 0) -> ProjectRow:
    return ProjectRow(
        project_id=ProjectId(code),
        code=code,
        title=f"사업 {code}",
        field="",
        group=group,
        bureau="",
        district="",
        cost=BILLION,
        currency="KRW",
        kind="",
        proposer="",
        summary="",
        place_in_list=place,
        is_withdrawn=False,
    )


def test_groups_stand_in_the_order_of_the_list_with_their_sizes() -> None:
    projects = [project("1", "협치"), project("2", "제안"), project("3", "협치")]
    assert count_projects_by_group(projects) == (("협치", 2), ("제안", 1))
    assert count_projects_by_group([project("1", ""), project("2", "")]) == ()
    assert count_projects_by_group([project("1", ""), project("2", "제안")]) == (("", 1), ("제안", 1))
    assert count_projects_by_group([]) == ()


LIMITS = RuleParameter(field="question.groups", title="한도", kind=RuleParameterKind.GROUPS, default="")


def of_groups(*groups: str) -> list[ProjectRow]:
    return [project(str(place), group) for place, group in enumerate(groups)]


def test_limits_never_exceed_what_a_group_has(qtbot: QtBot) -> None:
    limits = GroupLimitsField(LIMITS, of_groups("제안", "제안", "제안", "협치", "협치"))
    qtbot.addWidget(limits)
    limits.show_value("1-2 제안")
    assert limits.value() == "1-2 제안\n0-2 협치"
    limits.boxes["협치"][1].setValue(99)
    assert limits.most_picks_of_all_groups() == 4


def test_only_people_edit_limits(qtbot: QtBot) -> None:
    limits = GroupLimitsField(LIMITS, of_groups("제안", "제안", "제안"))
    qtbot.addWidget(limits)
    with qtbot.assertNotEmitted(limits.edited):
        limits.show_value("1-2 제안")
    with qtbot.waitSignal(limits.edited):
        limits.boxes["제안"][0].setValue(0)


def test_other_groups_replace_the_lines(qtbot: QtBot) -> None:
    limits = GroupLimitsField(LIMITS, of_groups("제안", "협치"))
    qtbot.addWidget(limits)
    limits.follow_changed_projects(of_groups("", "나눔"))
    assert list(limits.boxes) == ["", "나눔"]
    assert limits.boxes[""][0].accessibleName() == text("drafting.groups.least_of", name=text("drafting.groups.none"))


def test_money_is_read_as_people_write_it(qtbot: QtBot) -> None:
    field = MoneyField()
    qtbot.addWidget(field)
    field.show_amount(462_8000_0000, "KRW")
    assert field.line.text() == "46,280,000,000원"
    assert (field.typed_amount(), field.problem()) == (46_280_000_000, "")
    field.show_amount(0, "KRW")
    assert field.line.text() == ""
    assert (field.typed_amount(), field.problem()) == (None, "")
    field.line.setText("많이")
    assert field.typed_amount() is None
    assert field.problem() == field.words.text() != ""


def test_the_ballot_is_ordered_by_group_only_where_groups_have_limits() -> None:
    projects = (project("1", "협치"), project("2", "제안"), project("3", "협치"))
    groups = (Group(name="제안", min_picks=0, max_picks=1), Group(name="협치", min_picks=0, max_picks=1))
    assert [option.code for option in ballot_options_of_draft(Draft(), projects)] == ["1", "2", "3"]
    assert [option.code for option in ballot_options_of_draft(Draft(groups=groups), projects)] == ["2", "1", "3"]


def test_the_ballot_table_numbers_and_finds_projects(qtbot: QtBot) -> None:
    table = make_ballot_table("없음")
    qtbot.addWidget(table)
    options = tuple(Option(code=f"P{n}", title=name, cost=n * BILLION) for n, name in enumerate(NAMES, 1))
    table.show_rows(make_numbered_ballot_lines(options, "KRW"))
    assert [table.found.index(0, column).data() for column in range(5)] == [
        "1",
        "발달장애인 낮활동 확대",
        "",
        "1억원",
        "P1",
    ]
    table.search.setText("ㄱㄷㅅ")
    assert table.found.index(0, 1).data() == "고독사 예방 거점"
    table.search.setText("")
    table.view.sortByColumn(3, table.view.horizontalHeader().sortIndicatorOrder().DescendingOrder)
    assert table.found.index(0, 3).data() == "10억원"


def test_counted_projects_stand_by_votes(qtbot: QtBot) -> None:
    votes = (*VOTES[:8], 98, 120)
    tally = Tally(votes=votes, ballots_cast=300, ballots_valid=300, ballots_blank=0, ballots_invalid=0)
    rows = counted_option_rows(definition(), tally)
    assert [row.votes for row in rows] == sorted(votes, reverse=True)
    assert rows[8].option.title == NAMES[9]
    table = make_counted_options_table()
    qtbot.addWidget(table)
    table.show_rows(rows)
    assert table.found.index(0, 2).data() == "231표"
