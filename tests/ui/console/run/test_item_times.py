"""When the meeting will end: planned time that is left, and nothing counted twice."""

from __future__ import annotations

from sukui_desktop.domain.agenda_tree import ItemView, items_in_tree_order, planned_minutes_total
from sukui_desktop.models.agenda import ItemRow
from sukui_desktop.models.ids import ItemId
from sukui_desktop.ui.console.run.item_times import item_at_hand, item_spent_ms, planned_ms_left
from tests.builders.blank_rows import blank

MINUTE = 60_000


def item(
    name: str, minutes: int, state: str = "planned", *, under: str = "", started: int = 0, spent: int = 0
) -> ItemRow:
    return blank(
        ItemRow,
        item_id=ItemId(name),
        parent_id=under,
        rank=name,
        title=name,
        minutes=minutes,
        state=state,
        started_at_ms=started,
        spent_ms=spent,
    )


def tree(*rows: ItemRow) -> tuple[ItemView, ...]:
    return items_in_tree_order(rows)


def test_before_anything_began_all_that_was_planned_is_left() -> None:
    agenda = tree(item("a", 30), item("b", 10, under="a"), item("c", 20, under="a"), item("d", 5))
    assert planned_minutes_total(agenda) == 65
    assert planned_ms_left(agenda, 0) == 65 * MINUTE


def test_running_counts_what_is_left_and_overrun_nothing() -> None:
    running = item("a", 10, "running", started=1000, spent=2 * MINUTE)
    assert planned_ms_left(tree(running, item("b", 5)), 1000 + 3 * MINUTE) == 10 * MINUTE
    assert planned_ms_left(tree(running, item("b", 5)), 1000 + 60 * MINUTE) == 5 * MINUTE


def test_put_off_and_finished_items_count_nothing() -> None:
    assert planned_ms_left(tree(item("a", 10, "held"), item("b", 10, "closed"), item("c", 1)), 0) == MINUTE


def test_spent_time_has_the_present_spell_in_it() -> None:
    view = tree(item("a", 10, "running", started=5000, spent=1000))[0]
    assert item_spent_ms(view, 8000) == 4000
    assert item_spent_ms(view, 2000) == 1000, "a clock set back takes nothing away"
    assert item_spent_ms(tree(item("b", 10, "held", spent=700))[0], 9_999_999) == 700


def test_the_item_at_hand() -> None:
    assert item_at_hand(()) is None
    rows = (item("a", 1, "closed"), item("b", 1, "held"), item("c", 1), item("d", 1, "running"))
    found = item_at_hand(tree(*rows))
    assert found is not None
    assert found.row.title == "d"
    assert [getattr(item_at_hand(tree(*rows[:n])), "row", None).title for n in (1, 2, 3)] == ["a", "b", "c"]  # type: ignore[union-attr]
