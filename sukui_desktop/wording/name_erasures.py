"""What papers say of personal data that was erased before they were made."""

from __future__ import annotations

from collections.abc import Iterable

from sukui_desktop.assets.messages import text
from sukui_desktop.domain.facts.base import ERASED
from sukui_desktop.domain.papers.name_erasures import NameErasure
from sukui_desktop.wording.times import moment_words


def name_erasure_lines(erasures: Iterable[NameErasure]) -> tuple[str, ...]:
    """Return a sentence for each erasing: when, by which two people and why; nothing says whose data it was."""
    return tuple(
        text(
            "documents.erasure.line",
            at=moment_words(one.at_ms),
            names=", ".join(one.decided_by),
            reason=one.reason,
            mark=ERASED,
        )
        for one in erasures
    )
