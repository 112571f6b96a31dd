"""Result and attendance as rows, and rows as CSV and XLSX in which no cell can run as a formula."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from fractions import Fraction
from io import BytesIO, StringIO
from itertools import zip_longest
from unicodedata import east_asian_width
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from msgspec import UnsetType

from sukui_desktop.assets.messages import text
from sukui_desktop.documents.formula_escaping import escape_formula, unescape_formula
from sukui_desktop.documents.write.attendance_sheet import (
    absence_words,
    attendance_number_words,
    attendance_state_words,
)
from sukui_desktop.domain.errors import BadInput
from sukui_desktop.domain.methods.registry import ballot_kind_of
from sukui_desktop.domain.papers.attendance_sheet import AttendanceSheet
from sukui_desktop.domain.papers.publishable_opinions import publishable_opinions
from sukui_desktop.domain.papers.result_sheet import ResultSheet
from sukui_desktop.domain.question.definition import Definition
from sukui_desktop.domain.question.exact_fractions import percent_words
from sukui_desktop.domain.question.motion import MotionResult
from sukui_desktop.domain.selection.decision_inputs import OutcomeKind
from sukui_desktop.wording.result import (
    combined_score_words,
    has_channels,
    motion_verdict_sentence,
    project_outcome_word,
    ranking_score_of_project,
    ranks_by_points,
    tie_note,
    tie_order_sentence,
    unlisted_opinions_words,
    voting_method_word,
)
from sukui_desktop.wording.times import moment_words, planned_and_held_time_words, time_of_day_words

Cell = str | int | Fraction
"""Text, a whole number, or a share that is shown as a percentage."""
Rows = tuple[tuple[Cell, ...], ...]
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\ufffe\uffff\ud800-\udfff]")
_SHEET_NAME = re.compile(r"[\\/*?:\[\]\x00-\x1f]+")
_WIDEST = 60
"""Widest column, in digits; longer text is broken into lines."""
_AT = (2000, 1, 1, 0, 0, 0)
"""The time that every file bears, so that the same rows are the same bytes."""


def result_rows(sheet: ResultSheet) -> Rows:
    """Return the whole result as rows of one width: a table with its totals, an empty row, then all it is measured by.

    Of a list, every project in order of rank; amounts are whole numbers of the smallest unit. Points have a column
    beside the votes, and so has each of several channels; a combined share is there as a percentage and exactly, its
    numerator and denominator in two columns, which no spreadsheet takes for a date; the sentences of a study come last.
    Of a choice such as a motion, what each choice got. Of opinions, those that may be published and the number of
    others. Below are people, slips and ballots, and every number that the list or the motion was decided by, a name and
    its value in a row.
    """
    kind = ballot_kind_of(sheet.definition.question)
    table = _ranking_rows if kind.makes_list else _choice_rows if kind.has_options else _opinion_rows
    # No value is in the column of the votes: as a channel's file the table is read back without them.
    facts = ((name, "", value) for name, value in _result_facts(sheet))
    rows: list[tuple[Cell, ...]] = [*table(sheet), ("",), *facts]
    width = max(map(len, rows))
    return tuple((*row, *("" for _ in range(width - len(row)))) for row in rows)


def _ranking_rows(sheet: ResultSheet) -> Iterator[tuple[Cell, ...]]:
    definition, outcome = sheet.definition, sheet.outcome
    by_shares = has_channels(definition)
    points = ranks_by_points(definition) and not by_shares
    shares = _combined_share_cells(sheet)
    scores = (
        ("share", "score_numerator", "score_denominator") if by_shares else ("points", "rate") if points else ("rate",)
    )
    explanations = sheet.study.explanations if sheet.study else {}
    options = {option.code: option for option in definition.question.options}
    about = tuple(name for name in ("group", "field") if any(getattr(each, name) for each in options.values()))
    channels = _marks_by_channel(sheet)
    names = ("place", "code", "title", *about, "votes", *channels, *scores, "cost", "sum", "outcome")
    names = (*names, "tie") if any(ranked.tie for ranked in outcome.ranking) else names
    names = (*names, "explanation") if explanations else names
    won = {"cost": "cost_won", "sum": "sum_won"} if definition.currency == "KRW" else {}
    yield tuple(name if name in channels else text(f"documents.poll.column_{won.get(name, name)}") for name in names)
    places, spent = {option.code: place for place, option in enumerate(definition.question.options)}, 0
    for ranked in outcome.ranking:
        is_chosen = ranked.outcome == OutcomeKind.CHOSEN
        spent += ranked.cost if is_chosen else 0
        score, valid = ranking_score_of_project(ranked), sheet.tally.ballots_valid
        cells: dict[str, Cell] = {
            **{name: marks[places[ranked.code]] for name, marks in channels.items()},
            "place": ranked.place,
            "code": ranked.code,
            "title": ranked.title,
            "group": options[ranked.code].group,
            "field": options[ranked.code].field,
            "votes": ranked.votes,
            "rate": _share_of(ranked.votes, valid),
            "points": int(score),
            "share": shares.get(ranked.code, ""),
            "score_numerator": score.numerator,
            "score_denominator": score.denominator,
            "cost": ranked.cost,
            "sum": spent if is_chosen else "",
            "outcome": project_outcome_word(ranked, definition),
            "tie": tie_note(ranked),
            "explanation": explanations.get(ranked.code, ""),
        }
        yield tuple(cells[name] for name in names)
    totals: dict[str, Cell] = {
        "place": text("documents.poll.total"),
        "title": text("documents.poll.total_projects", count=f"{len(outcome.ranking):,}"),
        **{name: sum(marks) for name, marks in channels.items()},
        "votes": sum(ranked.votes for ranked in outcome.ranking),
        "points": sum(int(ranking_score_of_project(ranked)) for ranked in outcome.ranking) if points else "",
        "cost": sum(ranked.cost for ranked in outcome.ranking),
        "sum": spent,
        "outcome": text("documents.poll.total_chosen", count=f"{len(outcome.selected):,}"),
    }
    yield tuple(totals.get(name, "") for name in names)


def _marks_by_channel(sheet: ResultSheet) -> dict[str, tuple[int, ...]]:
    """Return what each channel gave every option, in the order of the ballot, by the title of its column."""
    ledger, found = sheet.outcome.ledger, dict[str, tuple[int, ...]]()
    key = "points" if ranks_by_points(sheet.definition) else "votes"
    for line in () if isinstance(ledger, UnsetType) else ledger.lines:
        title, number = text(f"documents.poll.column_channel_{key}", name=line.name), 2
        while title in found:
            title, number = text(f"documents.poll.column_channel_{key}", name=f"{line.name} ({number})"), number + 1
        found[title] = line.marks
    return found


def _combined_share_cells(sheet: ResultSheet) -> dict[str, Cell]:
    """Return the score combined of several channels by the option's code: a share, or points to a ballot in words."""
    if not has_channels(sheet.definition):
        return {}
    scores = {ranked.code: ranking_score_of_project(ranked) for ranked in sheet.outcome.ranking}
    is_share = all(score <= 1 for score in scores.values())
    return {code: score if is_share else combined_score_words(score) for code, score in scores.items()}


def _choice_rows(sheet: ResultSheet) -> Iterator[tuple[Cell, ...]]:
    """Yield the choices in the order of the ballot, and their sum; of several channels with the combined share."""
    valid, definition = sheet.tally.ballots_valid, sheet.definition
    is_combined = has_channels(definition)
    last = "poll.column_share" if is_combined else "motion.column_share"
    channels, shares = _marks_by_channel(sheet), _combined_share_cells(sheet)
    titles = (text(f"documents.{name}") for name in ("motion.column_choice", "motion.column_votes"))
    yield *titles, *channels, text(f"documents.{last}")
    ranked = {each.code: each for each in sheet.outcome.ranking}
    for place, option in enumerate(definition.question.options):
        each = ranked[option.code]
        share = shares[option.code] if is_combined else _share_of(each.votes, valid)
        yield option.title, each.votes, *(marks[place] for marks in channels.values()), share
    whole = sum(each.votes for each in ranked.values())
    sums = map(sum, channels.values())
    yield text("documents.poll.total"), whole, *sums, "" if is_combined else _share_of(whole, valid)


def _share_of(part: int, whole: int) -> Cell:
    return Fraction(part, whole) if whole else ""


def _opinion_rows(sheet: ResultSheet) -> Iterator[tuple[Cell, ...]]:
    valid = sheet.tally.ballots_valid
    yield tuple(text(f"documents.opinion.column_{name}") for name in ("text", "votes", "share"))
    public = publishable_opinions(sheet.tally)
    if public is None:
        return
    rows = [(each.text, each.count) for each in public.listed]
    rows += [(unlisted_opinions_words(public), public.others)] if public.others else []
    for words, count in (*rows, (text("documents.poll.total"), sum(count for _, count in rows))):
        yield words, count, _share_of(count, valid)


def _result_facts(sheet: ResultSheet) -> Iterator[tuple[str, Cell]]:
    """Yield name and value of what a result is measured by; people only where they were recorded."""
    tally, accounting = sheet.tally, sheet.accounting
    when = planned_and_held_time_words(sheet.starts_at_ms, sheet.sitting_opened_at_ms, sheet.sitting_closed_at_ms)
    if sheet.is_practice:
        yield text("documents.practice"), text("documents.practice_running")
    yield text("documents.result.meeting"), sheet.meeting_title
    yield text("documents.result.when_place"), ", ".join(filter(None, (when, sheet.place)))
    yield text("documents.result.poll"), sheet.poll_title
    yield text("documents.poll.method"), voting_method_word(sheet.definition)
    if sheet.base_enrolled or sheet.base_present:
        yield text("documents.motion.enrolled"), sheet.base_enrolled
        yield text("documents.motion.present"), sheet.base_present
    for name in ("issued", "cast", "spoiled", "returned", "not_returned"):
        yield text(f"documents.poll.{name}"), getattr(accounting, name)
    if whole := sheet.base_present or accounting.issued:
        yield text("documents.poll.turnout"), Fraction(accounting.cast, whole)
    for name in ("ballots_cast", "ballots_valid", "ballots_blank", "ballots_invalid"):
        yield text(f"documents.poll.{name}"), getattr(tally, name)
    if not isinstance(sheet.outcome.motion_result, UnsetType):
        yield from _motion_facts(sheet.definition, sheet.outcome.motion_result)
    elif ballot_kind_of(sheet.definition.question).makes_list:
        yield from _selection_facts(sheet)
    if sheet.certified_at_ms:
        yield text("documents.poll.certified"), moment_words(sheet.certified_at_ms)


def _motion_facts(definition: Definition, result: MotionResult) -> Iterator[tuple[str, Cell]]:
    """Yield base, need and result of a motion, and the sentence that says them."""
    yield text("documents.motion.base_of", base=text(f"documents.motion.{result.base}")), result.base_count
    yield text("documents.motion.needed", word=definition.question.options[0].title), result.needed
    if result.needed_to_take_part:
        yield text("documents.motion.needed_part"), result.needed_to_take_part
        yield text("documents.motion.took_part"), result.took_part
    yield text("documents.motion.result"), text(f"documents.motion.result_{result.code}")
    yield text("documents.motion.sentence"), motion_verdict_sentence(definition, result)


def _selection_facts(sheet: ResultSheet) -> Iterator[tuple[str, Cell]]:
    """Yield ceiling, number and cost of the chosen projects, what is left, and the order of a lot."""
    outcome = sheet.outcome
    yield (
        text("documents.facts.currency"),
        text("documents.facts.won")
        if (sheet.definition.currency == "KRW")
        else text("documents.facts.smallest", currency=sheet.definition.currency),
    )
    yield text("documents.facts.ceiling"), outcome.ceiling
    yield text("documents.facts.selected"), len(outcome.selected)
    yield text("documents.facts.total_cost"), outcome.total_cost
    yield text("documents.facts.left"), outcome.ceiling - outcome.total_cost
    if outcome.lot:
        yield text("documents.facts.lot"), tie_order_sentence(outcome, sheet.definition)


def attendance_rows(sheet: AttendanceSheet) -> Rows:
    """Return titles and everybody in the order of the sheet; first coming and last going in columns of their own, and
    behind them, where anybody was out and came back, when that was."""
    about = ("affiliation", "position", "channel", "subcommittee", "role")
    has_absences = any(line.absences for line in sheet.lines)
    names = ("number", "name", *about, "admitted", "left", "state", *(("away",) if has_absences else ()))
    head = tuple(text(f"documents.attendance.column_{name}") for name in names)
    rows = (
        (
            attendance_number_words(line),
            line.name,
            line.affiliation,
            line.position,
            line.channel,
            line.subcommittee,
            line.role,
            time_of_day_words(line.admitted_at_ms) if line.admitted_at_ms else "",
            time_of_day_words(line.left_at_ms) if line.left_at_ms and not line.is_present else "",
            text("documents.attendance.present") if line.was_present else attendance_state_words(line, sheet),
            *((absence_words(line),) if has_absences else ()),
        )
        for line in sheet.lines
    )
    return (head, *rows)


def csv_or_xlsx_bytes(rows: Rows, name: str, sheet: str = "") -> bytes:
    """Return rows as CSV or as XLSX, as the ending of the file's `name` says; `sheet` names the sheet of a workbook.

    Raises BadInput export_kind_unknown for another ending.
    """
    if name.lower().endswith(".csv"):
        return csv_bytes(rows)
    if name.lower().endswith(".xlsx"):
        return xlsx_bytes(rows, sheet or name[: -len(".xlsx")])
    raise BadInput("export_kind_unknown", file=name)


def csv_bytes(rows: Rows) -> bytes:
    """Return rows as CSV (UTF-8 with BOM, CRLF)."""
    target = StringIO()
    csv.writer(target, lineterminator="\r\n").writerows(map(_csv_cell, row) for row in rows)
    return target.getvalue().encode("utf-8-sig")


def _csv_cell(cell: Cell) -> str | int:
    if isinstance(cell, str):
        return escape_formula(cell)
    return percent_words(cell) if isinstance(cell, Fraction) else cell


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
    total = text("documents.poll.total")
    wrapped, bold = Alignment(vertical="top", wrap_text=True), Font(bold=True)
    for row in rows:
        cells = []
        for value in row:
            cell = WriteOnlyCell(page)
            if isinstance(value, Fraction):
                cell.value, cell.number_format = value.numerator / value.denominator, "0.00%"
            elif isinstance(value, int):
                cell.value, cell.number_format = value, "#,##0"
            elif value:
                # An apostrophe of the text's own would be taken for one that guards a formula.
                own = value if unescape_formula(value) == value else escape_formula(value)
                cell.value, cell.data_type = _CONTROL.sub("", own), "s"
                cell.quotePrefix = value != escape_formula(value)
            cell.alignment = wrapped
            if row is rows[0] or row[0] == total:
                cell.font = bold
            cells.append(cell)
        page.append(cells)
    for column, width in enumerate(_column_widths(rows), start=1):
        page.column_dimensions[get_column_letter(column)].width = width
    page.freeze_panes = "A2"
    target = BytesIO()
    book.save(target)
    return _make_zip_reproducible(target.getvalue())


def _column_widths(rows: Rows) -> list[int]:
    """Return the width of each column, in digits; a Korean letter is as wide as two."""
    return [min(_WIDEST, max(map(_cell_width, column)) + 2) for column in zip_longest(*rows, fillvalue="")]


def _cell_width(cell: Cell) -> int:
    if isinstance(cell, Fraction):
        cell = percent_words(cell)
    lines = f"{cell:,}".split("\n") if isinstance(cell, int) else cell.split("\n")
    return max(sum(1 + (east_asian_width(letter) in "WF") for letter in line) for line in lines)


def _make_zip_reproducible(content: bytes) -> bytes:
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
