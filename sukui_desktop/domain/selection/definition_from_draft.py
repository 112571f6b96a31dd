"""The definition that a draft and a list of projects make, checked as a whole, and the draft of a definition."""

from __future__ import annotations

from collections.abc import Iterable

from msgspec import UNSET

from sukui_desktop.domain.imports import ProjectDraft
from sukui_desktop.domain.methods.question_check import check_question
from sukui_desktop.domain.methods.question_from_draft import question_of, rule_of
from sukui_desktop.domain.methods.registry import kind_of
from sukui_desktop.domain.question.definition import FORMAT, Definition, Draft, Option
from sukui_desktop.domain.selection.rule_check import check_decision
from sukui_desktop.models.agenda import ProjectRow
from sukui_desktop.models.copying import copy_fields


def make_definition(
    draft: Draft,
    projects: Iterable[ProjectRow | ProjectDraft],
    *,
    title: str,
    city: str,
    currency: str,
    meeting_id: str = "",
    poll_id: str = "",
    is_practice: bool = False,
) -> Definition:
    """Return the definition of a poll on these projects, in the order of the ballot; '' for a poll of no meeting.

    Raises RuleBroken of `question_of`, `check_question` and `check_decision`.
    """
    question = question_of(draft, title, [copy_fields(Option, project) for project in projects])
    check_question(question)
    definition = Definition(
        format=FORMAT,
        city=city,
        meeting_id=meeting_id,
        poll_id=poll_id,
        is_practice=is_practice,
        title=title,
        currency=currency,
        question=question,
        rule=rule_of(draft),
        rule_key=draft.rule_key,
        channels=draft.channels,
        motion=draft.motion,
    )
    check_decision(definition)
    return definition


def draft_from_definition(definition: Definition) -> Draft:
    """Return the draft that a frozen definition says, so that both are read out by the same words."""
    question = definition.question
    choices = tuple(option.title for option in question.options) if kind_of(question).offers_choices else UNSET
    return copy_fields(Draft, question, definition.rule, definition, rule_key=UNSET, choices=choices)
