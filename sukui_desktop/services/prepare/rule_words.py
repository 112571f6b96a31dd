"""A rule read out in plain Korean: without it only who reads files could say what a room is about to vote by."""

from __future__ import annotations

from sukui_desktop.documents.write.draft_words import asking_words, deciding_words
from sukui_desktop.domain.question.definition import Draft
from sukui_desktop.domain.rule_year.rule import RuleYear, draft_of
from sukui_desktop.services.prepare.opening_words import opening_words


def rule_words(rule: RuleYear | Draft, currency: str = "KRW") -> tuple[str, ...]:
    """Return what a rule (with its defaults, and what it leaves open) or a draft says, one sentence an element."""
    if isinstance(rule, Draft):
        return (*asking_words(rule, currency), *deciding_words(rule, currency))
    return (rule.summary, *rule_words(draft_of(rule), currency), *opening_words(rule, currency))
