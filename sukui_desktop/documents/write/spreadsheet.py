"""Result and attendance as rows, and rows as CSV and XLSX in which no cell can run as a formula."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping, Sequence
from io import BytesIO, StringIO

from sukui_desktop.assets.messages import text
from sukui_desktop.documents.formula_guard import safe_cell
from sukui_desktop.documents.write.attendance import attendance_state
from sukui_desktop.domain.methods.registry import kind_of
from sukui_desktop.domain.papers.attendance import AttendanceSheet
from sukui_desktop.domain.papers.public_opinions import publish_opinions
from sukui_desktop.domain.papers.result_sheet import ResultSheet
from sukui_desktop.domain.selection.project_list import Ranked
from sukui_desktop.wording.result import gives_points, has_channels, other_opinions_words, outcome_word, score_of
from sukui_desktop.wording.times import hour_words

Cell = str | int
Rows = tuple[tuple[Cell, ...], ...]


def result_rows(sheet: ResultSheet) -> Rows:
    """Return titles and every project in order of rank; amounts are whole numbers of the smallest unit.

    Points have a column beside the votes; a combined share has its numerator and denominator in two columns, which no
    spreadsheet takes for a date; the sentences of a study come last. Of opinions, those that may be published and the
    number of others.
    """
    if not kind_of(sheet.definition.question).has_options:
        return _opinion_rows(sheet)
    scores = ("score_numerator", "score_denominator") if has_channels(sheet.definition) else ()
    points = ("points",) if gives_points(sheet.definition) and not scores else ()
    explanations = sheet.study.explanations if sheet.study else {}
    names = ("place", "code", "title", "group", "votes", *points, *scores, "cost", "outcome")
    names = (*names, "explanation") if explanations else names
    rows = (_result_row(ranked, names, explanations) for ranked in sheet.outcome.ranking)
    return (tuple(text(f"documents.poll.column_{name}") for name in names), *rows)


def _result_row(ranked: Ranked, names: Sequence[str], explanations: Mapping[str, str]) -> tuple[Cell, ...]:
    score = score_of(ranked)
    cells: dict[str, Cell] = {
        "place": ranked.place,
        "code": ranked.code,
        "title": ranked.title,
        "group": ranked.group,
        "votes": ranked.votes,
        "points": int(score),
        "score_numerator": score.numerator,
        "score_denominator": score.denominator,
        "cost": ranked.cost,
        "outcome": outcome_word(ranked),
        "explanation": explanations.get(ranked.code, ""),
    }
    return tuple(cells[name] for name in names)


def _opinion_rows(sheet: ResultSheet) -> Rows:
    head = (text("documents.opinion.column_text"), text("documents.opinion.column_votes"))
    public = publish_opinions(sheet.tally)
    if public is None:
        return (head,)
    others = ((other_opinions_words(public), public.others),)
    return (head, *((each.text, each.count) for each in public.listed), *(others if public.others else ()))


def attendance_rows(sheet: AttendanceSheet) -> Rows:
    """Return titles and everybody in the order of the sheet."""
    names = ("number", "name", "channel", "subcommittee", "role", "admitted", "state")
    head = tuple(text(f"documents.attendance.column_{name}") for name in names)
    rows = (
        (
            line.number,
            line.name,
            line.channel,
            line.subcommittee,
            line.role,
            hour_words(line.admitted_at_ms) if line.admitted_at_ms else "",
            attendance_state(line, sheet),
        )
        for line in sheet.lines
    )
    return (head, *rows)


def csv_bytes(rows: Rows) -> bytes:
    """Return rows as CSV (UTF-8 with BOM, CRLF)."""
    target = StringIO()
    csv.writer(target, lineterminator="\r\n").writerows(_safe(rows))
    return target.getvalue().encode("utf-8-sig")


def xlsx_bytes(rows: Rows) -> bytes:
    """Return rows as the one sheet of an XLSX file, the titles fixed above."""
    from openpyxl import Workbook

    book = Workbook()
    page = book.worksheets[0]
    for row in _safe(rows):
        page.append([_readable(cell) for cell in row])
    page.freeze_panes = "A2"
    target = BytesIO()
    book.save(target)
    return target.getvalue()


def _safe(rows: Rows) -> Iterator[Sequence[Cell]]:
    for row in rows:
        yield [safe_cell(cell) if isinstance(cell, str) else cell for cell in row]


def _readable(cell: Cell) -> Cell:
    """XLSX cannot hold control characters; they carry nothing a reader would miss."""
    return "".join(letter for letter in cell if letter >= " ") if isinstance(cell, str) else cell
