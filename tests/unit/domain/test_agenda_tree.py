"""Order of the agenda: ranks always leave room, numbers follow the tree, allowed nesting."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from sukui_desktop.domain.agenda_tree import (
    is_procedural_title,
    items_in_tree_order,
    rank_after,
    rank_between,
    require_item_may_move,
)
from sukui_desktop.domain.errors import NotFound, RuleBroken
from sukui_desktop.models.agenda import DecisionHow, ItemRow, ItemState
from sukui_desktop.models.ids import ItemId


def item(item_id: str, parent_id: str = "", rank: str = "i") -> ItemRow:
    return ItemRow(
        item_id=ItemId(item_id),
        parent_id=parent_id,
        rank=rank,
        title=f"안건 {item_id}",
        presenter="",
        minutes=10,
        state=ItemState.PLANNED,
        started_at_ms=0,
        spent_ms=0,
        decision="",
        decision_how=DecisionHow.OPEN,
    )


AGENDA = [item("a", rank="1"), item("b", rank="2"), item("b1", "b", "1"), item("b2", "b", "2"), item("b2x", "b2", "1")]


def test_numbers_follow_the_tree() -> None:
    views = items_in_tree_order(list(reversed(AGENDA)))
    assert [(v.row.item_id, v.depth, v.number) for v in views] == [
        ("a", 0, "1"),
        ("b", 0, "2"),
        ("b1", 1, "2.1"),
        ("b2", 1, "2.2"),
        ("b2x", 2, "2.2.1"),
    ]


def test_an_item_whose_parent_is_gone_stands_at_the_top() -> None:
    assert [v.row.item_id for v in items_in_tree_order([item("x", "gone", "9"), *AGENDA])][-1] == "x"


def test_items_that_stand_under_each_other_are_shown_all_the_same() -> None:
    ring = [item("p", "q", "1"), item("q", "p", "1"), item("r", "q", "2"), *AGENDA]
    views = items_in_tree_order(ring)
    assert sorted(v.row.item_id for v in views) == sorted(i.item_id for i in ring)
    assert next(v.depth for v in views if v.row.item_id == "p") == 0


def test_a_move_into_a_ring_ends() -> None:
    ring = [item("p", "q", "1"), item("q", "p", "1"), *AGENDA]
    with pytest.raises(RuleBroken):
        require_item_may_move(ring, "a", "p")


def test_a_rank_for_every_place() -> None:
    assert rank_after(AGENDA, "b", None) < "1"
    assert "1" < rank_after(AGENDA, "b", "b1") < "2"
    assert rank_after(AGENDA, "b", "b2") > "2"
    assert rank_after(AGENDA, "b", "") > "2"
    assert rank_after(AGENDA, "b1", None) == rank_after(AGENDA, "b1", "")


def test_an_item_may_be_put_where_it_already_stands() -> None:
    assert rank_after(AGENDA, "b", "b1", moving="b2") > "1"


def test_a_place_after_nothing_is_refused() -> None:
    with pytest.raises(NotFound) as refused:
        rank_after(AGENDA, "b", "a")
    assert refused.value.code == "item_unknown"


def test_ranks_out_of_order_are_a_bug() -> None:
    with pytest.raises(ValueError, match="not before"):
        rank_between("2", "1")
    with pytest.raises(ValueError, match="not before"):
        rank_between("1", "1")


@pytest.mark.parametrize(("moving", "under"), [("a", ""), ("a", "b"), ("a", "b1"), ("b2", "a"), ("", "b2")])
def test_moves_that_may_be(moving: str, under: str) -> None:
    require_item_may_move(AGENDA, moving, under)


@pytest.mark.parametrize(
    ("code", "moving", "under"),
    [
        ("item_under_itself", "b", "b"),
        ("item_under_itself", "b", "b2"),
        ("item_too_deep", "a", "b2x"),
        ("item_too_deep", "b", "a"),
        ("item_too_deep", "", "b2x"),
    ],
)
def test_moves_that_may_not(code: str, moving: str, under: str) -> None:
    with pytest.raises(RuleBroken) as refused:
        require_item_may_move(AGENDA, moving, under)
    assert refused.value.code == code


def test_nothing_stands_under_what_is_not_there() -> None:
    with pytest.raises(NotFound):
        require_item_may_move(AGENDA, "a", "gone")


@pytest.mark.parametrize(
    "title",
    [
        "개회",
        "1. 개회 선언",
        "개회 · 참석 확인 · 회의수칙 낭독",
        "개회와 회의수칙 안내",
        "국민의례 · 성원 보고",
        "다음 일정 안내 · 폐회",
        "결정 사항 낭독 및 폐회",
        "폐회사",
        "휴식",
        "정회",
    ],
)
def test_opening_closing_and_customs_are_no_items(title: str) -> None:
    assert is_procedural_title(title)


@pytest.mark.parametrize(
    "title",
    [
        "우선 정책사업 선정",
        "폐회 중 위원회 활동 계획 승인",
        "휴식 공간 조성 사업 심의",
        "개회식 준비 예산안",
        "지난 회의록 확인",
        "국민의례 간소화의 건과 조례 개정",
        "",
    ],
)
def test_what_the_room_deals_with_is_an_item(title: str) -> None:
    assert not is_procedural_title(title)


def test_numbers_on_paper_begin_with_the_first_item_and_count_parts_under_it() -> None:
    """Fails where 제1호 안건 is the opening, or a part is 제4.1호."""
    titles = {
        "a": ("", "개회"),
        "a1": ("a", "내빈 소개"),
        "b": ("", "사업 심의"),
        "b1": ("b", "설명"),
        "b2": ("b", "표결"),
    }
    titles |= {"b0": ("b", "휴식"), "c": ("", "시민공론장"), "d": ("", "다음 일정 안내 · 폐회")}
    items = [
        replace(item(key, parent, rank), title=title)
        for rank, (key, (parent, title)) in zip("abcdefgh", titles.items(), strict=True)
    ]
    numbers = {view.row.item_id: view.agenda_number for view in items_in_tree_order(items)}
    assert numbers == {"a": "", "a1": "", "b": "1", "b1": "1-1", "b2": "1-2", "b0": "", "c": "2", "d": ""}
