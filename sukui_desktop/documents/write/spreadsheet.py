"""Result and attendance as rows, and rows as CSV and XLSX in which no cell can run as a formula."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Mapping, Sequence
from io import BytesIO, StringIO
from itertools import zip_longest
from unicodedata import east_asian_width
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from msgspec import UnsetType

from sukui_desktop.assets.messages import text
from sukui_desktop.documents.formula_guard import plain_cell, safe_cell
from sukui_desktop.documents.write.attendance import attendance_state
from sukui_desktop.domain.methods.registry import kind_of
from sukui_desktop.domain.papers.attendance import AttendanceSheet
from sukui_desktop.domain.papers.public_opinions import publish_opinions
from sukui_desktop.domain.papers.result_sheet import ResultSheet
from sukui_desktop.domain.selection.project_list import Ranked
from sukui_desktop.wording.result import (
    gives_points,
    has_channels,
    other_opinions_words,
    outcome_word,
    score_of,
    tie_note,
)
from sukui_desktop.wording.times import hour_words

Cell = str | int
Rows = tuple[tuple[Cell, ...], ...]
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\ufffe\uffff\ud800-\udfff]")
_SHEET_NAME = re.compile(r"[\\/*?:\[\]\x00-\x1f]+")
_WIDEST = 60
"""Widest column, in digits; longer text is broken into lines."""
_AT = (2000, 1, 1, 0, 0, 0)
"""The time that every file bears, so that the same rows are the same bytes."""


def result_rows(sheet: ResultSheet) -> Rows:
    """Return titles and every project in order of rank; amounts are whole numbers of the smallest unit.

    Points have a column beside the votes; a combined share has its numerator and denominator in two columns, which no
    spreadsheet takes for a date; the sentences of a study come last. Of a choice such as a motion, what each choice got
    and every number it was decided by. Of opinions, those that may be published and the number of others.
    """
    kind = kind_of(sheet.definition.question)
    if not kind.has_options:
        return _opinion_rows(sheet)
    if not kind.makes_list:
        return tuple(_choice_rows(sheet))
    scores = ("score_numerator", "score_denominator") if has_channels(sheet.definition) else ()
    points = ("points",) if gives_points(sheet.definition) and not scores else ()
    explanations = sheet.study.explanations if sheet.study else {}
    names = ("place", "code", "title", "group", "votes", *points, *scores, "cost", "outcome")
    names = (*names, "tie") if any(ranked.tie for ranked in sheet.outcome.ranking) else names
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
        "tie": tie_note(ranked),
        "explanation": explanations.get(ranked.code, ""),
    }
    return tuple(cells[name] for name in names)


def _choice_rows(sheet: ResultSheet) -> Iterator[tuple[Cell, ...]]:
    """Yield the choices in the order of the ballot, the other ballots, then base, need and result of a motion."""
    definition, tally, result = sheet.definition, sheet.tally, sheet.outcome.motion_result
    options = definition.question.options
    yield text("documents.motion.column_choice"), text("documents.motion.column_votes")
    yield from ((option.title, votes) for option, votes in zip(options, tally.votes, strict=True))
    yield text("documents.poll.ballots_blank"), tally.ballots_blank
    yield text("documents.poll.ballots_invalid"), tally.ballots_invalid
    yield text("documents.motion.cast"), tally.ballots_cast
    if isinstance(result, UnsetType):
        return
    base = text("documents.motion.base_of", base=text(f"documents.motion.{result.base}"))
    yield base, result.base_count
    yield text("documents.motion.needed", word=options[0].title), result.needed
    if result.needed_to_take_part:
        yield text("documents.motion.needed_part"), result.needed_to_take_part
        yield text("documents.motion.took_part"), result.took_part
    yield text("documents.motion.result"), text(f"documents.motion.result_{result.code}")


def _opinion_rows(sheet: ResultSheet) -> Rows:
    head = (text("documents.opinion.column_text"), text("documents.opinion.column_votes"))
    public = publish_opinions(sheet.tally)
    if public is None:
        return (head,)
    others = ((other_opinions_words(public), public.others),)
    return (head, *((each.text, each.count) for each in public.listed), *(others if public.others else ()))


def attendance_rows(sheet: AttendanceSheet) -> Rows:
    """Return titles and everybody in the order of the sheet."""
    names = ("number", "name", "affiliation", "position", "channel", "subcommittee", "role", "admitted", "state")
    head = tuple(text(f"documents.attendance.column_{name}") for name in names)
    rows = (
        (
            line.number,
            line.name,
            line.affiliation,
            line.position,
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
    cells = ((safe_cell(cell) if isinstance(cell, str) else cell for cell in row) for row in rows)
    csv.writer(target, lineterminator="\r\n").writerows(cells)
    return target.getvalue().encode("utf-8-sig")


def xlsx_bytes(rows: Rows, name: str) -> bytes:
    """Return rows as the one sheet `name` of an XLSX file, the titles fixed above; the same rows are the same bytes.

    Columns are as wide as what is in them. Numbers have their thousands parted; text is marked as text, so that it
    never runs and needs no apostrophe.
    """
    from openpyxl import Workbook
    from openpyxl.cell.cell import WriteOnlyCell
    from openpyxl.styles import Alignment, Font
    from openpyxl.utils import get_column_letter

    book = Workbook()
    page = book.worksheets[0]
    page.title = _SHEET_NAME.sub(" ", name).strip(" '")[:31] or page.title
    wrapped, bold = Alignment(vertical="top", wrap_text=True), Font(bold=True)
    for row in rows:
        cells = []
        for value in row:
            cell = WriteOnlyCell(page)
            if isinstance(value, int):
                cell.value, cell.number_format = value, "#,##0"
            elif value:
                # An apostrophe of the text's own would be taken for one that guards a formula.
                own = value if plain_cell(value) == value else safe_cell(value)
                cell.value, cell.data_type = _CONTROL.sub("", own), "s"
                cell.quotePrefix = value != safe_cell(value)
            cell.alignment = wrapped
            if row is rows[0]:
                cell.font = bold
            cells.append(cell)
        page.append(cells)
    for column, width in enumerate(_column_widths(rows), start=1):
        page.column_dimensions[get_column_letter(column)].width = width
    page.freeze_panes = "A2"
    target = BytesIO()
    book.save(target)
    return _same_every_time(target.getvalue())


def _column_widths(rows: Rows) -> list[int]:
    """Return the width of each column, in digits; a Korean letter is as wide as two."""
    return [min(_WIDEST, max(map(_cell_width, column)) + 2) for column in zip_longest(*rows, fillvalue="")]


def _cell_width(cell: Cell) -> int:
    lines = f"{cell:,}".split("\n") if isinstance(cell, int) else cell.split("\n")
    return max(sum(1 + (east_asian_width(letter) in "WF") for letter in line) for line in lines)


def _same_every_time(content: bytes) -> bytes:
    """Return a workbook without the moment at which it was written."""
    source, target = ZipFile(BytesIO(content)), BytesIO()
    with ZipFile(target, "w", ZIP_DEFLATED) as packed:
        for name in source.namelist():
            part = source.read(name)
            if name == "docProps/core.xml":
                moment = "{:04}-{:02}-{:02}T{:02}:{:02}:{:02}Z".format(*_AT).encode()
                part = re.sub(rb"(<dcterms:(?:created|modified)[^>]*>)[^<]*", rb"\g<1>" + moment, part)
            entry = ZipInfo(name, _AT)
            entry.compress_type = ZIP_DEFLATED
            packed.writestr(entry, part)
    return target.getvalue()
