"""Corrections (정정) in words: what stood there and what stands there now."""

from __future__ import annotations

from typing import Protocol

from sukui_desktop.assets.messages import text
from sukui_desktop.wording.times import moment_words

_STATES = ("item.decision_how", "meeting.quorum_base")
_IS_IT = ("is_", "was_", "quorum_is")


class Corrected(Protocol):
    """What a correction changed."""

    @property
    def fields(self) -> tuple[str, ...]:
        """`table.column` of each field."""

    @property
    def old(self) -> tuple[str, ...]:
        """What stood in each, '' for nothing."""

    @property
    def new(self) -> tuple[str, ...]:
        """What stands in each now."""


def correction_words(correction: Corrected) -> str:
    """Return one line for each field: its name, what stood there, what stands there now."""
    if not correction.fields:
        return text("documents.correction.unknown")
    lines = zip(correction.fields, correction.old, correction.new, strict=True)
    return "\n".join(
        text(
            "documents.correction.change",
            field=text(f"documents.correction.field.{field}"),
            old=_corrected_value_words(field, old),
            new=_corrected_value_words(field, new),
        )
        for field, old, new in lines
    )


def _corrected_value_words(field: str, value: str) -> str:
    column = field.rpartition(".")[2]
    if not value:
        return text("documents.correction.nothing")
    if column.endswith("_ms") and value.isdecimal():
        return moment_words(int(value))
    if column.startswith(_IS_IT) and value == "1":
        return text("documents.correction.yes")
    return text(f"documents.correction.value.{value}") if field in _STATES else value
