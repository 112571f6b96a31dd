"""Meeting templates: agenda, channels, roles, quorum and poll draft that a new meeting of one kind starts with."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import msgspec

from sukui_desktop.domain.agenda_tree import MAX_DEPTH
from sukui_desktop.domain.errors import RuleBroken
from sukui_desktop.domain.question.definition import Draft
from sukui_desktop.domain.quorum import QuorumRule, people_needed_for_quorum

KINDS = ("deliberation", "council", "general_assembly", "residents")
"""Every kind of meeting this release knows, in the order in which they are offered."""


class TemplateItem(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One agenda item a meeting of this kind usually has."""

    title: str
    minutes: int
    """Of this item alone, without its children: the plan of the day is the sum over the whole tree."""
    presenter: str = ""
    children: tuple[TemplateItem, ...] = ()


class Template(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What a new meeting of one kind starts with; all of it may be changed afterwards."""

    key: str
    title: str
    """What the template is called on the screen."""
    kind: str
    """One of KINDS; the meeting keeps it (`MeetingRow.kind`)."""
    body_name: str
    host: str
    place: str
    city: str
    """The city's id, which begins every key and is signed with every entry; never shown, so never translated."""
    currency: str
    channels: tuple[str, ...]
    """구분: one for each person, in the order in which attendance is counted."""
    roles: tuple[str, ...]
    items: tuple[TemplateItem, ...]
    quorum: QuorumRule
    draft: Draft
    """Limits and rule of the poll; a ceiling of 0 means that it is written in when the poll is drafted."""


def iterate_template_items(items: Sequence[TemplateItem]) -> Iterator[TemplateItem]:
    """Go through an agenda in tree order: each item, then its children."""
    for item in items:
        yield item
        yield from iterate_template_items(item.children)


def planned_minutes(template: Template) -> int:
    """Return how many minutes the whole agenda is planned to take."""
    return sum(item.minutes for item in iterate_template_items(template.items))


def require_valid_template(template: Template) -> None:
    """Check that a meeting can be made from this template.

    Raises RuleBroken: template_field, template_kind, template_twice, template_minutes, template_depth, template_limits,
    quorum_rule.
    """
    _require_valid_template_texts(template)
    _require_valid_template_items(template)
    people_needed_for_quorum(template.quorum, enrolled=100)
    _require_valid_template_poll(template)


def _require_valid_template_texts(template: Template) -> None:
    for field in ("key", "title", "body_name", "host", "city", "currency", "channels", "roles", "items"):
        if not getattr(template, field):
            raise RuleBroken("template_field", template=template.key, field=field)
    if template.kind not in KINDS:
        raise RuleBroken("template_kind", template=template.key, kind=template.kind)
    for words in (template.channels, template.roles):
        for word in words:
            if words.count(word) > 1:
                raise RuleBroken("template_twice", template=template.key, word=word)


def _require_valid_template_items(template: Template) -> None:
    for item in iterate_template_items(template.items):
        if not item.title.strip():
            raise RuleBroken("template_field", template=template.key, field="items.title")
        if item.minutes < 1:
            raise RuleBroken("template_minutes", template=template.key, item=item.title, minutes=item.minutes)
    if _count_levels(template.items) > MAX_DEPTH:
        raise RuleBroken("template_depth", template=template.key, most=MAX_DEPTH)


def _count_levels(items: Sequence[TemplateItem]) -> int:
    return 1 + max(_count_levels(item.children) for item in items) if items else 0


def _require_valid_template_poll(template: Template) -> None:
    draft = template.draft
    is_sound = (
        draft.method == "approval"
        and 0 <= draft.min_picks <= draft.max_picks >= 1
        and draft.when_unaffordable in ("skip", "stop")
        and min(draft.min_votes, draft.ceiling) >= 0
        and all(group.name and 0 <= group.min_picks <= group.max_picks for group in draft.groups)
        and len({group.name for group in draft.groups}) == len(draft.groups)
    )
    if is_sound and draft.groups:
        least = sum(group.min_picks for group in draft.groups)
        most = sum(group.max_picks for group in draft.groups)
        is_sound = least <= draft.max_picks and draft.min_picks <= most
    if not is_sound:
        raise RuleBroken("template_limits", template=template.key)
