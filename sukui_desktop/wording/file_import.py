"""Korean sentences about a file before it is taken in: what to decide first, what was left aside, the unit used."""

from __future__ import annotations

from sukui_desktop.assets.messages import text
from sukui_desktop.domain.file_import import FileQuestion, NotRead, Problem

_ROWS_SHOWN = 8
_UNITS = {1: "원", 10**3: "천원", 10**4: "만원", 10**5: "십만원", 10**6: "백만원", 10**7: "천만원", 10**8: "억원"}
UNITS = tuple(_UNITS)
"""The units a person may choose, in won."""


def money_unit_words(won: int) -> str:
    """Return a unit as people write it: 1000 gives 천원; '' for 0."""
    return _UNITS.get(won) or (f"{won:,}원" if won else "")


def file_question_words(question: FileQuestion) -> str:
    """Return what has to be decided, with the rows, columns or values it is about."""
    rows = ", ".join(map(str, question.rows[:_ROWS_SHOWN])) + (" …" if len(question.rows) > _ROWS_SHOWN else "")
    amounts = [int(value) for value in question.values if value.isdigit()] or [0]
    differs = "less" if amounts[0] < amounts[-1] else "more"
    told = (
        text(f"reading.because.{question.because}", rows=rows)
        if question.because
        else _rows_with_amounts_words(question)
    )
    return text(
        f"reading.question.{question.reason_code}",
        rows=rows,
        columns=" · ".join(question.columns),
        values=" · ".join(question.values),
        first=amounts[0],
        second=amounts[-1],
        by=text(f"reading.differs.{differs}", by=abs(amounts[0] - amounts[-1])),
        told=f"{told} " if told else "",
    )


def _rows_with_amounts_words(question: FileQuestion) -> str:
    """Return the rows of a question with their names and amounts; '' for a question that has none."""
    key = f"reading.amount.{question.reason_code}"
    lines = [
        text(
            key if line.other is not None or question.reason_code != "parts_differ" else f"{key}_unreadable",
            row=line.row,
            name=line.name,
            amount=line.amount,
            other=line.other or 0,
        )
        for line in question.amounts[:_ROWS_SHOWN]
    ]
    return " · ".join(lines) + (" … ." if len(question.amounts) > _ROWS_SHOWN else "." if lines else "")


def unread_part_words(part: NotRead) -> str:
    """Return one part of a file that was left aside."""
    return text(f"reading.not_read.{part.reason_code}", place=part.place, value=part.value)


def row_problem_words(problem: Problem) -> str:
    """Return why a row was refused, and what to do."""
    return text(f"reading.reason.{problem.reason_code}")
