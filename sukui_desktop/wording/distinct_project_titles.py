"""Titles of projects on lists where two projects may share one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from sukui_desktop.assets.messages import text
from sukui_desktop.domain.question.definition import Definition


def distinct_titles(titled: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Return by code what each project of a list is called, given (code, title) pairs.

    That is its title, and where another project of the list has the same one its code too: 쉼터 만들기 (P007).
    """
    pairs = tuple(titled)
    times = Counter(title for _, title in pairs)
    return {
        code: text("wording.project.namesake", title=title, code=code) if times[title] > 1 else title
        for code, title in pairs
    }


def distinct_option_titles(definition: Definition) -> dict[str, str]:
    """Return by code what each option of a ballot is called."""
    return distinct_titles((option.code, option.title) for option in definition.question.options)
