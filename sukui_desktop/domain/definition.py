"""What exactly is being asked: the question, its limits and its rule, frozen and hashed when a poll is ready."""

from __future__ import annotations

import hashlib

import msgspec

from sukui_desktop.domain import canonical
from sukui_desktop.domain.errors import RuleBroken

FORMAT = 1
MAX_OPTIONS = 4096


class Option(msgspec.Struct, frozen=True, kw_only=True):
    """One project on the ballot; its place in `Question.options` is its place in every ballot."""

    code: str
    title: str
    cost: int
    """In the currency's smallest unit."""
    group: str = ""
    field: str = ""
    summary: str = ""


class Group(msgspec.Struct, frozen=True, kw_only=True):
    """A group of options with limits of its own, such as 광역제안형: up to 7."""

    name: str
    min_picks: int
    max_picks: int


class Question(msgspec.Struct, frozen=True, kw_only=True):
    """An approval question: pick between `min_picks` and `max_picks` of the options, within each group's limits."""

    title: str
    method: str
    """approval."""
    options: tuple[Option, ...]
    groups: tuple[Group, ...]
    """In the order of the ballot; empty when the options are not grouped."""
    min_picks: int
    max_picks: int
    allows_blank: bool = True


class SelectionRule(msgspec.Struct, frozen=True, kw_only=True):
    """How scores become a list under the ceiling."""

    when_unaffordable: str
    """skip: pass over what does not fit and go on; stop: end there."""
    min_votes: int
    """A project needs at least this many votes; equal is eligible; 0 says no minimum."""
    ceiling: int
    """In the currency's smallest unit."""


class Definition(msgspec.Struct, frozen=True, kw_only=True):
    """Everything a voter and an observer may want to know of a poll before it opens; hashed as a whole."""

    format: int
    city: str
    meeting_id: str
    poll_id: str
    is_practice: bool
    title: str
    currency: str
    question: Question
    rule: SelectionRule


class Draft(msgspec.Struct, frozen=True, kw_only=True):
    """What the facilitator may still change of a poll: limits and rule; the options are the projects of the meeting."""

    method: str = "approval"
    groups: tuple[Group, ...] = ()
    min_picks: int = 0
    max_picks: int = 1
    allows_blank: bool = True
    when_unaffordable: str = "skip"
    min_votes: int = 0
    ceiling: int = 0


def encode_definition(definition: Definition) -> bytes:
    """Return the canonical bytes: what is hashed, stored and shown."""
    return canonical.encode(definition)


def decode_definition(data: bytes) -> Definition:
    """Read a definition back from its canonical bytes."""
    return canonical.decode(data, Definition)


def hash_definition(data: bytes) -> bytes:
    """Return the SHA-256 of a definition's canonical bytes (32 bytes)."""
    return hashlib.sha256(data).digest()


def check_question(question: Question) -> None:
    """See that a question can be answered at all.

    Raises RuleBroken: no_options, too_many_options, option_twice, limits_crossed, group_unknown, group_limits,
    method_unknown.
    """
    if question.method != "approval":
        raise RuleBroken("method_unknown", method=question.method)
    if not question.options:
        raise RuleBroken("no_options", title=question.title)
    if len(question.options) > MAX_OPTIONS:
        raise RuleBroken("too_many_options", count=len(question.options), most=MAX_OPTIONS)
    _check_codes(question)
    _check_limits(question)


def _check_codes(question: Question) -> None:
    seen: set[str] = set()
    for option in question.options:
        if option.code in seen:
            raise RuleBroken("option_twice", option=option.code)
        seen.add(option.code)


def _check_limits(question: Question) -> None:
    if not 0 <= question.min_picks <= question.max_picks or question.max_picks < 1:
        raise RuleBroken("limits_crossed", least=question.min_picks, most=question.max_picks)
    if not question.groups:
        return
    names = {group.name for group in question.groups}
    for option in question.options:
        if option.group not in names:
            raise RuleBroken("group_unknown", option=option.title, group=option.group)
    for group in question.groups:
        size = sum(option.group == group.name for option in question.options)
        if not 0 <= group.min_picks <= group.max_picks or group.min_picks > size:
            raise RuleBroken("group_limits", group=group.name, least=group.min_picks, most=group.max_picks, size=size)


def check_rule(rule: SelectionRule) -> None:
    """See that a selection rule says something.

    Raises RuleBroken: ceiling_missing, min_votes_negative, unaffordable_unknown.
    """
    if rule.ceiling <= 0:
        raise RuleBroken("ceiling_missing")
    if rule.min_votes < 0:
        raise RuleBroken("min_votes_negative", votes=rule.min_votes)
    if rule.when_unaffordable not in ("skip", "stop"):
        raise RuleBroken("unaffordable_unknown", word=rule.when_unaffordable)
