"""The sentence of a known failure, as people read it."""

from __future__ import annotations

from sukui_desktop.assets.messages import error_text
from sukui_desktop.domain.errors import SukuiError


def refusal_sentence(error: SukuiError) -> str:
    """Return the Korean sentence of a known failure, with its facts filled in and the next step.

    A meeting's file is called by its name without the ending.
    """
    file = error.facts.get("file")
    facts = {**error.facts, "file": file_name_on_screen(file)} if isinstance(file, str) else error.facts
    return error_text(error.code, **facts)


def file_name_on_screen(file: str) -> str:
    """Return what a file is called on a screen: a meeting's without .sukui."""
    return file.removesuffix(".sukui")
