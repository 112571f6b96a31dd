"""One rule parameter as a field: its kind, its bounds, its default and what must be written."""

from __future__ import annotations

from PySide6.QtWidgets import QComboBox, QLabel, QLineEdit, QRadioButton, QSpinBox
from pytestqt.qtbot import QtBot

from sukui_desktop.assets.messages import text
from sukui_desktop.domain.rule_year.rule_tables import RuleParameter, RuleParameterKind
from sukui_desktop.models.agenda import ProjectRow
from sukui_desktop.ui.console.vote.drafting.group_limits_field import GroupLimitsField
from sukui_desktop.ui.console.vote.drafting.rule_parameter_field import RuleParameterField, parameter_bounds_words
from tests.ui.console.vote.drafts import project

CEILING = RuleParameter(field="selection.ceiling", title="한도액", kind=RuleParameterKind.MONEY, default=0, least=1)
PURSE = RuleParameter(
    field="question.cost_limit", title="쓸 돈", kind=RuleParameterKind.MONEY, default=10**9, least=10**8, most=10**10
)
SHARE = RuleParameter(
    field="selection.eliminate",
    title="빼는 비율",
    kind=RuleParameterKind.SHARE,
    default="1/10",
    least="1/20",
    most="3/10",
)
COUNT = RuleParameter(
    field="question.max_picks", title="고르는 수", kind=RuleParameterKind.WHOLE, default=5, least=1, most=25
)
WAY = RuleParameter(
    field="selection.when_unaffordable",
    title="넘으면",
    kind=RuleParameterKind.WORD,
    default="stop",
    choices=("skip", "stop"),
)
BASE = RuleParameter(
    field="motion.base",
    title="바탕",
    kind=RuleParameterKind.WORD,
    default="valid",
    choices=("enrolled", "present", "cast", "valid", "deciding"),
)
PLACES = RuleParameter(
    field="question.place_points", title="점수", kind=RuleParameterKind.POINTS, default="5, 3, 1", least=1, most=3
)
TAKING = RuleParameter(
    field="motion.least_share", title="참여", kind=RuleParameterKind.SHARE, default="1/2", least="0", most="1"
)
LIMITS = RuleParameter(field="question.groups", title="한도", kind=RuleParameterKind.GROUPS, default="")


def made(qtbot: QtBot, parameter: RuleParameter) -> RuleParameterField:
    field = RuleParameterField(parameter, "KRW")
    qtbot.addWidget(field)
    field.show()
    return field


def test_every_kind_starts_at_its_default(qtbot: QtBot) -> None:
    values = [made(qtbot, parameter).value() for parameter in (CEILING, PURSE, SHARE, COUNT, WAY, BASE)]
    assert values == [None, 10**9, "1/10", 5, "stop", "valid"]


def test_every_kind_shows_an_answer(qtbot: QtBot) -> None:
    for parameter, value in (
        (CEILING, 7),
        (PURSE, 10**8),
        (SHARE, "1/5"),
        (COUNT, 25),
        (WAY, "skip"),
        (BASE, "cast"),
    ):
        field = made(qtbot, parameter)
        field.show_value(value)
        assert field.value() == value
        assert field.problem() == ""
        assert not field.is_missing()


def test_money_that_must_be_written_is_marked_until_it_is(qtbot: QtBot) -> None:
    field = made(qtbot, CEILING)
    assert field.is_missing()
    assert not field.must.isHidden()
    assert field.problem() == ""
    field.stop.setText("300억")  # type: ignore[attr-defined]
    assert field.value() == 30_000_000_000
    assert field.must.isHidden()
    field.stop.setText("많이")  # type: ignore[attr-defined]
    assert field.is_missing()
    assert field.problem().startswith("‘한도액’:")


def test_an_emptied_field_does_not_fall_back_to_the_default_in_silence(qtbot: QtBot) -> None:
    for parameter in (PURSE, SHARE):
        field = made(qtbot, parameter)
        field.stop.setText("")  # type: ignore[attr-defined]
        assert field.value() is None
        assert "비어 있습니다" in field.problem()


def test_what_is_out_of_bounds_is_reported_with_them(qtbot: QtBot) -> None:
    share, money = made(qtbot, SHARE), made(qtbot, PURSE)
    share.stop.setText("50 %")  # type: ignore[attr-defined]
    assert share.problem() == text("drafting.bounds.between", title="빼는 비율", least="5%", most="30%")
    share.stop.setText("30 %")  # type: ignore[attr-defined]
    assert share.problem() == ""
    money.stop.setText("1억")  # type: ignore[attr-defined]
    assert money.problem() == ""
    money.stop.setText("9천만")  # type: ignore[attr-defined]
    assert "1억원 이상 100억원 이하" in money.problem()
    assert money.value() is None


def test_bounds_on_one_side() -> None:
    assert parameter_bounds_words(CEILING, "KRW") == text("drafting.bounds.from", title="한도액", least="1원")
    up_to = RuleParameter(field="question.high", title="점수", kind=RuleParameterKind.WHOLE, default=1, most=1000)
    assert parameter_bounds_words(up_to, "KRW") == text("drafting.bounds.to", title="점수", most="1,000")


def test_a_count_cannot_leave_its_bounds(qtbot: QtBot) -> None:
    field = made(qtbot, COUNT)
    assert isinstance(field.stop, QSpinBox)
    field.stop.setValue(400)
    assert field.value() == 25
    field.stop.setValue(0)
    assert field.value() == 1


def test_two_choices_lie_open_and_many_fold(qtbot: QtBot) -> None:
    way, base = made(qtbot, WAY), made(qtbot, BASE)
    assert [radio.text() for radio in way.findChildren(QRadioButton)] == [
        text("rules.word.when_unaffordable.skip"),
        text("rules.word.when_unaffordable.stop"),
    ]
    assert isinstance(base.stop, QComboBox)
    assert base.stop.itemText(0) == "재적"
    with qtbot.waitSignal(way.edited):
        way.findChildren(QRadioButton)[0].click()
    assert way.value() == "skip"
    with qtbot.waitSignal(base.edited):
        base.stop.setCurrentIndex(1)
    assert base.value() == "present"


def test_every_field_is_named_for_those_who_hear_it(qtbot: QtBot) -> None:
    for parameter in (CEILING, SHARE, COUNT, WAY, BASE):
        assert made(qtbot, parameter).stop.accessibleName() == parameter.title


def test_points_of_places_are_counted_as_they_are_typed(qtbot: QtBot) -> None:
    field = made(qtbot, PLACES)
    assert field.value() == "5, 3, 1"
    for typed, value in (("10, 5 1", "10, 5, 1"), ("7", "7")):
        field.stop.setText(typed)  # type: ignore[attr-defined]
        assert field.value() == value
        assert field.problem() == ""
    assert text("drafting.points.places", count=1) in [label.text() for label in field.findChildren(QLabel)]
    for typed in ("", "abc", "5,,x", "1, 2, 3, 4"):
        field.stop.setText(typed)  # type: ignore[attr-defined]
        assert field.value() is None
        assert field.problem()


def test_a_share_that_may_be_left_out(qtbot: QtBot) -> None:
    field = made(qtbot, TAKING)
    field.stop.setText("")  # type: ignore[attr-defined]
    assert (field.value(), field.problem()) == ("", "")
    field.stop.setText("101 %")  # type: ignore[attr-defined]
    assert field.problem()


def grouped(*groups: str) -> tuple[ProjectRow, ...]:
    return tuple(project(str(place), group=group) for place, group in enumerate(groups))


def test_limits_of_groups_are_an_answer(qtbot: QtBot) -> None:
    field = GroupLimitsField(LIMITS, grouped("제안", "제안", "협치", ""))
    qtbot.addWidget(field)
    assert field.value() == ""
    field.is_used.click()
    assert field.value() == "0-2 제안\n0-1 협치\n0-1 "
    field.boxes["제안"][1].setValue(1)
    assert field.most_picks_of_all_groups() == 3
    field.show_value("1-1 협치")
    assert field.value() == "0-2 제안\n1-1 협치\n0-1 "


def test_other_projects_leave_the_limits_that_are_typed(qtbot: QtBot) -> None:
    field = GroupLimitsField(LIMITS, grouped("제안", "제안"))
    qtbot.addWidget(field)
    field.is_used.click()
    field.boxes["제안"][1].setValue(1)
    field.follow_changed_projects(grouped("제안", "제안", "나눔"))
    assert field.value() == "0-1 제안\n0-1 나눔"
    field.follow_changed_projects(grouped("", ""))
    assert field.value() == ""
    assert not field.is_used.isEnabled()


def test_a_share_that_must_be_a_number_is_asked_for_when_it_is_emptied(qtbot: QtBot) -> None:
    parameter = RuleParameter(
        field="motion.share", title="비율", kind=RuleParameterKind.SHARE, default="1/2", least="0", most="1"
    )
    field = RuleParameterField(parameter, "KRW")
    qtbot.addWidget(field)
    line = field.stop
    assert isinstance(line, QLineEdit)
    line.setText("")
    assert field.value() is None
    assert field.problem() == text("drafting.empty", title="비율")
