"""A question made by hand: every way to ask keeps its draft, shows its own fields only and says what it cannot read."""

from __future__ import annotations

import pytest
from msgspec import UNSET
from msgspec.structs import replace
from pytestqt.qtbot import QtBot

from sukui_desktop.domain.methods.question_check import check_question
from sukui_desktop.domain.methods.question_from_draft import question_of
from sukui_desktop.domain.question.definition import Draft, EachGroup, Group
from sukui_desktop.domain.question.marking import Invalidity, Marking
from sukui_desktop.domain.question.motion import Motion, MotionBase
from sukui_desktop.domain.question.selection_steps import AllocateBy, Further
from sukui_desktop.ui.console.vote.drafting.ballot_table import listed
from sukui_desktop.ui.console.vote.drafting.hand_form import KINDS, DraftPart, HandForm, kind_of, with_marks
from tests.ui.console.vote.drafts import BY_HAND, project
from tests.ui.rooms import BILLION

PROJECTS = tuple(project(str(number), group="제안" if number < 4 else "협치", cost=1) for number in range(6))

SHOWN = {
    "approval": {"groups", "picks", "blank", "ceiling", "unaffordable", "min_votes"},
    "exactly": {"groups", "exact", "blank", "ceiling", "unaffordable", "min_votes"},
    "knapsack": {"groups", "purse", "blank", "ceiling", "unaffordable", "min_votes"},
    "score": {"range", "blank", "ceiling", "unaffordable", "min_votes"},
    "ranking": {"places", "blank", "ceiling", "unaffordable", "min_votes"},
    "cumulative": {"points", "blank", "ceiling", "unaffordable", "min_votes"},
    "choice": {"choices", "passing", "taking", "blank"},
    "opinion": {"letters", "blank"},
}
"""Way to ask → the fields that stand below it."""


@pytest.fixture
def form(qtbot: QtBot) -> HandForm:
    made = HandForm()
    qtbot.addWidget(made)
    made.show()
    made.show_draft(Draft(), PROJECTS, "KRW")
    return made


def choose(form: HandForm, kind: str) -> None:
    form.kind.setCurrentIndex(KINDS.index(kind))


def shown(form: HandForm) -> set[str]:
    parts = {name: part for name, part in vars(form).items() if isinstance(part, DraftPart)}
    return {name for name, part in parts.items() if part.isVisible()}


@pytest.mark.parametrize("kind", KINDS)
def test_a_draft_of_every_kind_survives_the_form(form: HandForm, kind: str) -> None:
    draft = BY_HAND[kind]
    assert kind_of(draft) == kind
    form.show_draft(draft, PROJECTS, "KRW")
    assert form.kind.currentData() == kind
    assert form.problem() is None
    assert form.draft() == draft


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_shows_just_the_fields_it_needs(form: HandForm, kind: str) -> None:
    choose(form, kind)
    assert shown(form) == SHOWN[kind]


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_can_be_asked_as_it_first_stands(form: HandForm, kind: str) -> None:
    choose(form, kind)
    if kind == "knapsack":
        form.purse.amount.line.setText("3억")
    form.ceiling.amount.line.setText("10억")
    assert form.problem() is None
    assert form.missing() is None
    draft = form.draft()
    assert kind_of(draft) == kind
    check_question(question_of(draft, "질문", listed(PROJECTS)))


@pytest.mark.parametrize("kind", KINDS)
def test_choosing_another_way_and_coming_back_keeps_what_was_shown(form: HandForm, kind: str) -> None:
    form.show_draft(BY_HAND[kind], PROJECTS, "KRW")
    choose(form, "opinion" if kind != "opinion" else "choice")
    choose(form, kind)
    assert form.draft() == BY_HAND[kind]


def test_what_a_draft_holds_beside_its_fields_stays(form: HandForm) -> None:
    draft = replace(
        BY_HAND["approval"],
        further=Further(min_share="1/10"),
        marks=Marking(invalidity=Invalidity.GROUP),
        each_group=EachGroup(by=AllocateBy.FIELD, min_picks=0, max_picks=1),
    )
    form.show_draft(draft, PROJECTS, "KRW")
    assert form.draft() == draft
    choose(form, "score")
    assert form.draft().further is UNSET


def test_groups_may_hold_for_three_ways_of_marking(form: HandForm) -> None:
    groups = (Group(name="제안", min_picks=0, max_picks=2), Group(name="협치", min_picks=1, max_picks=1))
    for kind in ("approval", "exactly", "knapsack"):
        draft = replace(BY_HAND[kind], groups=groups)
        form.show_draft(draft, PROJECTS, "KRW")
        assert form.draft() == draft


def test_the_total_follows_the_groups(form: HandForm) -> None:
    form.groups.is_used.click()
    assert form.picks.most.value() == 6
    form.groups.groups.boxes["제안"][1].setValue(1)
    assert form.picks.most.value() == 3


def test_other_projects_leave_what_is_typed(form: HandForm) -> None:
    form.ceiling.amount.line.setText("7억")
    form.groups.is_used.click()
    form.groups.groups.boxes["제안"][1].setValue(1)
    form.show_projects((*PROJECTS, project("9", group="나눔")))
    assert list(form.groups.groups.boxes) == ["제안", "협치", "나눔"]
    assert form.groups.groups.limits()[0].max_picks == 1
    assert form.draft().ceiling == 7 * BILLION


def test_an_empty_ceiling_may_wait_and_is_missed(form: HandForm) -> None:
    assert form.problem() is None
    assert form.draft().ceiling == 0
    found = form.missing()
    assert found == ("‘한도액’을 적어야 합니다.", form.ceiling.stop)
    for kind in ("choice", "opinion"):
        choose(form, kind)
        assert form.missing() is None


@pytest.mark.parametrize("typed", ["", "abc", "5,,x", "-1", "1.5", "12345", ",".join("1" * 51)])
def test_points_of_places_that_cannot_be_read_are_told(form: HandForm, typed: str) -> None:
    choose(form, "ranking")
    form.places.points.setText(typed)
    found = form.problem()
    assert found is not None
    assert "쉼표" in found[0]
    assert found[1] is form.places.stop


def test_the_points_say_how_many_places_there_are(form: HandForm) -> None:
    choose(form, "ranking")
    form.places.points.setText("10, 5 1")
    assert form.places.told.text() == "3위까지"
    draft = form.draft()
    assert (draft.max_picks, draft.marks) == (3, Marking(place_points=(10, 5, 1)))


def test_a_purse_must_be_an_amount(form: HandForm) -> None:
    choose(form, "knapsack")
    assert form.problem() is not None
    form.purse.amount.line.setText("많이")
    assert form.problem() is not None
    form.purse.amount.line.setText("2억")
    assert form.draft().marks == Marking(cost_limit=2 * BILLION)


def test_the_highest_score_is_above_the_lowest(form: HandForm) -> None:
    choose(form, "score")
    form.range.low.setValue(5)
    assert form.problem() is not None
    form.range.high.setValue(6)
    assert form.draft().marks == Marking(low=5, high=6)


def test_a_choice_may_have_abstentions_and_its_own_share(form: HandForm) -> None:
    choose(form, "choice")
    assert form.draft().choices == ("찬성", "반대", "기권")
    form.choices.may_abstain.click()
    form.passing.share.line.setText("60 %")
    form.passing.way.setCurrentIndex(1)
    form.passing.base.setCurrentIndex(tuple(MotionBase).index("enrolled"))
    form.taking.share.line.setText("1/2")
    draft = form.draft()
    assert draft.choices == ("찬성", "반대")
    assert draft.motion == Motion(
        numerator=3, denominator=5, is_more_than=False, base=MotionBase.ENROLLED, least_share="1/2"
    )


def test_other_words_for_the_choices_stay(form: HandForm) -> None:
    draft = replace(BY_HAND["choice"], choices=("승인", "불승인", "기권"))
    form.show_draft(draft, PROJECTS, "KRW")
    assert form.draft().choices == ("승인", "불승인", "기권")


@pytest.mark.parametrize("typed", ["", "150 %", "절반", "3/2"])
def test_a_share_that_nothing_can_pass_is_told(form: HandForm, typed: str) -> None:
    choose(form, "choice")
    form.passing.share.line.setText(typed)
    assert form.problem() is not None


def test_more_than_everybody_cannot_take_part(form: HandForm) -> None:
    choose(form, "choice")
    form.taking.share.line.setText("101 %")
    assert form.problem() is not None
    form.taking.share.line.setText("")
    assert form.problem() is None


def test_the_length_of_an_opinion_is_in_letters(form: HandForm) -> None:
    choose(form, "opinion")
    form.letters.letters.setValue(50)
    assert form.draft().marks == Marking(text_bytes=150)


def test_every_field_tells_that_it_was_edited(form: HandForm, qtbot: QtBot) -> None:
    for act in (
        lambda: form.picks.least.setValue(1),
        form.blank.is_allowed.click,
        form.unaffordable.stop_there.click,
        lambda: form.min_votes.votes.setValue(3),
        lambda: form.ceiling.amount.line.setText("1억"),
        form.groups.is_used.click,
        lambda: choose(form, "ranking"),
        lambda: form.places.points.setText("2, 1"),
    ):
        with qtbot.waitSignal(form.edited):
            act()  # type: ignore[no-untyped-call]


def test_marks_that_say_nothing_are_left_out() -> None:
    marked = with_marks(Draft(), cost_limit=5)
    assert marked.marks == Marking(cost_limit=5)
    assert with_marks(marked, cost_limit=0).marks is UNSET
