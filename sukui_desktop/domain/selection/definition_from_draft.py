"""The definition that a draft and a list of projects make, checked as a whole, and the draft of a definition."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from msgspec import UNSET, UnsetType
from msgspec.structs import replace

from sukui_desktop.domain.ballot_audit import require_audits_allowed
from sukui_desktop.domain.errors import RuleBroken
from sukui_desktop.domain.file_import import ProjectDraft
from sukui_desktop.domain.methods.question_from_draft import question_from_draft, selection_rule_from_draft
from sukui_desktop.domain.methods.question_validation import require_answerable_question
from sukui_desktop.domain.methods.registry import ballot_kind_of
from sukui_desktop.domain.question.definition import FORMAT, Definition, Draft, Option
from sukui_desktop.domain.question.selection_steps import NO_EXTRA_STEPS
from sukui_desktop.domain.selection.budget_limits import allocation_name_of_option
from sukui_desktop.domain.selection.definition_validation import require_decidable_definition
from sukui_desktop.domain.selection.eligibility import requires_a_vote
from sukui_desktop.models.agenda import ProjectRow
from sukui_desktop.models.shared_fields import copy_fields


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

    Raises RuleBroken allocation_unanswered while projects wait for an amount, and those of `question_from_draft`,
    `require_answerable_question`, `require_decidable_definition` and `require_audits_allowed`.
    """
    options = [copy_fields(Option, project) for project in projects]
    draft = draft_without_unused_allocations(draft, options)
    if waiting := [each.name for each in draft.steps.allocations if not each.amount]:
        raise RuleBroken("allocation_unanswered", names=", ".join(waiting))
    question = question_from_draft(draft, title, options)
    require_answerable_question(question)
    definition = copy_fields(
        Definition,
        draft,
        format=FORMAT,
        city=city,
        meeting_id=meeting_id,
        poll_id=poll_id,
        is_practice=is_practice,
        title=title,
        currency=currency,
        question=question,
        rule=selection_rule_from_draft(draft),
    )
    require_decidable_definition(definition)
    require_audits_allowed(definition)
    return definition


def draft_without_unused_allocations(draft: Draft, options: Sequence[Option]) -> Draft:
    """Return a draft without the allocations that nobody wrote and no option would be paid from.

    A rule names the fields of a whole city; those that a meeting's list does not have are none of its business. Where
    no option names any, all stay: which ones the meeting has cannot be known.
    """
    named = {allocation_name_of_option(option, draft.steps.allocate_by) for option in options} - {""}
    kept = tuple(each for each in draft.steps.allocations if each.amount or each.name in named)
    if not named or isinstance(draft.extra_steps, UnsetType):
        return draft
    return replace(draft, extra_steps=replace(draft.extra_steps, allocations=kept))


def draft_from_definition(definition: Definition) -> Draft:
    """Return the draft that a frozen definition says, so that both are read out by the same words."""
    question, steps = definition.question, definition.rule.steps
    if ballot_kind_of(question).makes_list and not requires_a_vote(definition):
        steps = replace(steps, takes_unvoted=True)
    choices = tuple(option.title for option in question.options) if ballot_kind_of(question).offers_choices else UNSET
    return copy_fields(
        Draft,
        question,
        definition.rule,
        definition,
        rule_key=UNSET,
        choices=choices,
        extra_steps=UNSET if steps == NO_EXTRA_STEPS else steps,
    )
