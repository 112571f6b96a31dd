"""Rows at a step: as they were before the last entry that is it, whatever came after."""

from __future__ import annotations

from sukui_desktop.domain.facts.agenda import ItemAdded, ItemEdited, ItemRemoved
from sukui_desktop.domain.facts.base import Entry, Fact
from sukui_desktop.domain.rows_from_facts.replayed_rows import ReplayedRows, rows_before_last_step
from sukui_desktop.models.agenda import ItemRow, NoteRow


def entries_of(*facts: Fact) -> list[Entry]:
    return [Entry(stream="ab", seq=seq, subject="item/i", at_ms=seq, fact=fact) for seq, fact in enumerate(facts)]


ADDED = ItemAdded(title="하나", presenter="", minutes=5, parent_id="", rank="a")
RENAMED, AGAIN = (ItemEdited(title=title, presenter="", minutes=5) for title in ("둘", "셋"))


def titles(rows: ReplayedRows) -> list[str]:
    return [row.title for row in rows.rows(ItemRow)]


def test_rows_are_those_before_the_last_entry_of_the_step() -> None:
    """Fails where the step itself is applied, or where the first one of its kind is taken."""
    entries = entries_of(ADDED, RENAMED, AGAIN)
    assert titles(rows_before_last_step(entries, lambda fact: type(fact) is ItemEdited)) == ["둘"]
    assert titles(ReplayedRows(entries)) == ["셋"]


def test_without_the_step_there_are_no_rows() -> None:
    assert titles(rows_before_last_step(entries_of(ADDED), lambda fact: isinstance(fact, ItemRemoved))) == []


def test_one_row_is_found_by_type_and_key() -> None:
    rows = ReplayedRows(entries_of(ADDED))
    found = rows.row(ItemRow, "i")
    assert found is not None
    assert found.title == "하나"
    assert rows.row(NoteRow, "i") is None
    assert rows.row(ItemRow, "j") is None
