"""The agenda as an ordered tree: ranks between siblings, numbering, and which item may be under which."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

import msgspec
from msgspec.structs import replace

from sukui_desktop.domain.errors import NotFound, RuleBroken
from sukui_desktop.models.agenda import ItemRow

_CEREMONY = ("개회", "개의", "폐회", "산회", "정회", "속개", "휴회")
_CUSTOMS = {
    *_CEREMONY,
    *("국민의례", "성원보고", "성원확인", "참석확인", "출석확인", "회의안내", "회의수칙안내", "회의수칙낭독"),
    *("인사", "인사말", "인사말씀", "개회사", "폐회사", "축사", "격려사", "내빈소개", "참석자소개"),
    *("휴식", "점심", "중식", "오찬", "기념촬영", "사진촬영"),
}
_PART_ENDS = r"\s*[·ㆍ‧∙,/&+]\s*|(?<=[가-힣])(?:와|과)\s+|\s+및\s+"
_LEADING_MARK = r"^\s*(?:[0-9]{1,2}|[가-하])[.)]\s*"
_DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"
_BASE = len(_DIGITS)
MAX_DEPTH = 3


class ItemView(msgspec.Struct, frozen=True):
    """An item at its place: `depth` from 0, `number` such as 2.1 by its place in the tree."""

    row: ItemRow
    depth: int
    number: str
    agenda_number: str = ""
    """Among the 안건, as papers and the hall call it: 1, and 1-1 under it; '' for what is procedure."""


def is_procedural_title(title: str) -> bool:
    """Return whether an item only opens, closes or interrupts the sitting, and so is no 안건.

    It is one when a part of its title is 개회, 폐회 and the like (개회 선언, 다음 일정 안내 · 폐회), or when all
    parts are customs of a sitting (국민의례 · 성원 보고, 휴식).
    """
    parts = ["".join(part.split()) for part in re.split(_PART_ENDS, re.sub(_LEADING_MARK, "", title)) if part.strip()]
    opens = any(re.fullmatch(rf"(?:회의)?(?:{'|'.join(_CEREMONY)})(?:선언|선포|식|사)?", part) for part in parts)
    return opens or (bool(parts) and all(part in _CUSTOMS for part in parts))


def opens_or_closes_sitting(title: str) -> bool:
    """Return whether an item is the opening or the closing of the sitting, alone or with something else."""
    parts = ("".join(part.split()) for part in re.split(_PART_ENDS, re.sub(_LEADING_MARK, "", title)))
    return any(re.fullmatch(r"(?:회의)?(?:개회|개의|폐회|산회)(?:선언|선포|식)?", part) for part in parts)


def _number_agenda_items(views: Iterable[ItemView]) -> Iterator[ItemView]:
    """Yield the items with their numbers among the 안건; what is under a procedure is one too."""
    numbers: dict[str, str] = {}
    counts: dict[str, int] = {}
    for view in views:
        item = view.row
        parent = numbers.get(item.parent_id, "") if view.depth else ""
        if is_procedural_title(item.title) or (view.depth and not parent):
            numbers[item.item_id] = ""
        else:
            counts[parent] = counts.get(parent, 0) + 1
            numbers[item.item_id] = f"{parent}-{counts[parent]}" if parent else str(counts[parent])
        yield replace(view, agenda_number=numbers[item.item_id])


def planned_minutes_total(views: Sequence[ItemView]) -> int:
    """Return how many minutes these items take by plan; a parent's minutes are its own, beside those of its parts."""
    return sum(view.row.minutes for view in views)


def rank_between(before: str, after: str) -> str:
    """Return a text that sorts strictly between two ranks; '' is the very start and the very end.

    Ranks never end in '0', so there is always room. Raises ValueError when `before` does not sort before `after`.
    """
    if after and before >= after:
        raise ValueError(f"{before!r} is not before {after!r}")
    rank = ""
    place = 0
    while True:
        low = _DIGITS.index(before[place]) if place < len(before) else 0
        high = _DIGITS.index(after[place]) if place < len(after) else _BASE
        if high - low > 1:
            return rank + _DIGITS[(low + high) // 2]
        rank += _DIGITS[low]
        if low < high:
            after = ""
        place += 1


def items_in_tree_order(items: Sequence[ItemRow]) -> tuple[ItemView, ...]:
    """Return every item in the order of the agenda, with depth and numbers.

    An item whose parent is gone is put at the top, so that nothing is ever hidden.
    """
    known = {item.item_id for item in items}
    children: dict[str, list[ItemRow]] = {}
    for item in sorted(items, key=lambda i: (i.rank, i.item_id)):
        parent = item.parent_id if item.parent_id in known else ""
        children.setdefault(parent, []).append(item)
    views: list[ItemView] = []
    _add_views_below(children, "", 0, "", views)
    while hidden := _first_unreachable_item(items, views):
        # Two moves made apart can put items under each other: the first of them is put at the top then.
        children[hidden.parent_id].remove(hidden)
        children.setdefault("", []).append(hidden)
        views.clear()
        _add_views_below(children, "", 0, "", views)
    return tuple(_number_agenda_items(views))


def _first_unreachable_item(items: Sequence[ItemRow], views: Sequence[ItemView]) -> ItemRow | None:
    shown = {view.row.item_id for view in views}
    hidden = (item for item in items if item.item_id not in shown)
    return min(hidden, key=lambda i: (i.rank, i.item_id), default=None)


def _add_views_below(
    children: dict[str, list[ItemRow]], parent: str, depth: int, prefix: str, views: list[ItemView]
) -> None:
    for place, item in enumerate(children.get(parent, ()), start=1):
        number = f"{prefix}{place}"
        views.append(ItemView(item, depth, number))
        _add_views_below(children, item.item_id, depth + 1, f"{number}.", views)


def rank_after(items: Sequence[ItemRow], parent_id: str, after_id: str | None, moving: str = "") -> str:
    """Return a rank directly after `after_id` under `parent_id` (None: first; '': last).

    Raises NotFound item_unknown when `after_id` is not there.
    """
    siblings = (item for item in items if item.parent_id == parent_id and item.item_id != moving)
    row = sorted(siblings, key=lambda item: (item.rank, item.item_id))
    if after_id is None:
        return rank_between("", row[0].rank if row else "")
    if after_id == "":
        return rank_between(row[-1].rank if row else "", "")
    for place, item in enumerate(row):
        if item.item_id == after_id:
            following = row[place + 1].rank if place + 1 < len(row) else ""
            return rank_between(item.rank, following)
    raise NotFound("item_unknown", item=after_id)


def require_item_may_move(items: Sequence[ItemRow], item_id: str, parent_id: str) -> None:
    """Check that an item may be put under `parent_id`.

    Raises RuleBroken item_under_itself and item_too_deep (three levels), NotFound item_unknown.
    """
    by_id = {str(item.item_id): item for item in items}
    if parent_id and parent_id not in by_id:
        raise NotFound("item_unknown", item=parent_id)
    depth, walk = 0, parent_id
    while walk and depth < MAX_DEPTH:
        if walk == item_id:
            raise RuleBroken("item_under_itself", item=by_id[item_id].title)
        depth += 1
        walk = by_id[walk].parent_id if walk in by_id else ""
    if depth + _levels_below(items, item_id, MAX_DEPTH) > MAX_DEPTH:
        raise RuleBroken("item_too_deep", most=MAX_DEPTH)


def _levels_below(items: Sequence[ItemRow], item_id: str, most: int) -> int:
    """Return the levels from this item down, looking no further than matters (a ring of items has no end)."""
    if not item_id or most == 0:
        return 1
    under = [_levels_below(items, child.item_id, most - 1) for child in items if child.parent_id == item_id]
    return 1 + max(under, default=0)
