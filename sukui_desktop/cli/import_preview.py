"""`sukui preview projects|roster|channel FILE`: what the preview of an import shows, without a window."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from msgspec.structs import replace

from sukui_desktop.assets.messages import error_text, text
from sukui_desktop.cli.korean_argparse import Act, Commands, MakeContext, add_json_option, parse_name_value_pair
from sukui_desktop.cli.output import Document, Output
from sukui_desktop.domain.channel.channel_result_file import (
    ChannelMapping,
    ChannelReading,
    questions_about_channel_lines,
)
from sukui_desktop.domain.errors import BadInput
from sukui_desktop.domain.file_import import (
    NO_COLUMN,
    DraftT,
    FileQuestion,
    ImportChoices,
    NotRead,
    Problem,
    Reading,
)
from sukui_desktop.domain.money import format_money
from sukui_desktop.domain.worksheet_column_letters import column_number
from sukui_desktop.domain.written_money_units import parse_money_unit
from sukui_desktop.services.file_reading_and_saving import read_file_and_call_verb
from sukui_desktop.services.prepare.projects import read_project_file
from sukui_desktop.services.prepare.roster import read_roster_file
from sukui_desktop.services.vote.channel_results import read_channel_file
from sukui_desktop.wording.file_import import (
    file_question_words,
    money_unit_words,
    row_problem_words,
    unread_part_words,
)

REFUSED = 3
"""Exit code when a row is refused or something has to be decided first."""


def add_commands(commands: Commands) -> None:
    """Add `preview` with its own commands `projects`, `roster` and `channel`."""
    parser = commands.add_parser("preview", help=text("cli.help.preview"))
    kinds = parser.add_subcommands("way")
    for name, preview in (
        ("projects", preview_projects),
        ("roster", preview_roster),
        ("channel", preview_channel_file),
    ):
        kind = kinds.add_parser(name, help=text(f"cli.help.preview_{name}"))
        kind.add_korean_argument("file", type=Path, metavar="file", words="cli.help.preview_file")
        kind.add_korean_argument("--sheet", default="", metavar="key", words="cli.help.preview_sheet")
        if name != "channel":
            pairs = {"dest": "columns", "action": "append", "default": [], "type": _parse_column_option}
            kind.add_korean_argument("--column", metavar="pair", words="cli.help.preview_column", **pairs)
            kind.add_korean_argument(
                "--unit", type=_parse_money_unit_option, default=0, metavar="unit", words="cli.help.preview_unit"
            )
            kind.add_argument("--hidden", action="store_true", help=text("cli.help.preview_hidden"))
        add_json_option(kind)
        kind.set_defaults(act=_command_that_prints_preview(preview))


def _command_that_prints_preview(preview: Callable[[argparse.Namespace], Document]) -> Act:
    def run(options: argparse.Namespace, make_context: MakeContext, output: Output) -> Document:
        """Print the preview; stop with exit code 3 unless all of it would come in without a question."""
        try:
            document = preview(options)
        except BadInput as error:
            output.write_note(error_text(error.code, **error.facts))
            document = _preview_json_document("", None, [], None, None)
            document["problems"] = [{"row": 0, "column": "", "value": "", "reason": error.code}]
        if document["problems"] or document["questions"]:
            output.write_answer(document)
            raise SystemExit(REFUSED)
        return document

    return run


def preview_projects(options: argparse.Namespace) -> Document:
    """Return the preview of a list of projects."""
    reading = read_file_and_call_verb(
        read_project_file, options.file, _import_choices_of_options(options), currency="KRW"
    )
    rows: list[dict[str, object]] = [
        {"row": row, "code": draft.code, "title": draft.title, "cost": draft.cost}
        for row, draft in _row_numbers_and_drafts(reading)
    ]
    total = sum(draft.cost for draft in reading.drafts)
    document = _preview_json_document(
        reading.layout.sheet, reading.layout.unit or None, rows, total, reading.file_total
    )
    currency = reading.drafts[0].currency if reading.drafts else "KRW"
    lines = [
        f"{row:>5}  {draft.code}  {draft.title}  {format_money(draft.cost, currency)}"
        for row, draft in _row_numbers_and_drafts(reading)
    ]
    lines.append(text("cli.preview.sum", sum=format_money(total, currency)))
    if reading.file_total is not None:
        lines.append(text("cli.preview.file_total", total=format_money(reading.file_total, currency)))
    return _add_problems_and_questions(document, reading, lines, money_unit_words(reading.layout.unit))


def preview_roster(options: argparse.Namespace) -> Document:
    """Return the preview of a roster, without what is personal beyond the desk's own columns."""
    reading = read_file_and_call_verb(read_roster_file, options.file, _import_choices_of_options(options))
    rows: list[dict[str, object]] = [
        {"row": row, **{field: getattr(draft, field) for field in draft.__struct_fields__}}
        for row, draft in _row_numbers_and_drafts(reading)
    ]
    lines = [f"{row['row']:>5}  {row['number']}  {row['name']}  {row['phone_last4']}" for row in rows]
    return _add_problems_and_questions(
        _preview_json_document(reading.layout.sheet, None, rows, None, None), reading, lines, ""
    )


def preview_channel_file(options: argparse.Namespace) -> Document:
    """Return the preview of another channel's result."""
    chosen = ChannelMapping(header_row=0, sheet=options.sheet) if options.sheet else None
    reading = read_file_and_call_verb(read_channel_file, options.file, chosen)
    reading = replace(reading, questions=(*reading.questions, *questions_about_channel_lines(reading)))
    rows: list[dict[str, object]] = [
        {"row": line.row, "code": line.code, "title": line.title, "votes": line.votes, "points": line.points}
        for line in reading.lines
    ]
    votes = [line.votes for line in reading.lines if line.votes is not None]
    total = sum(votes) if votes else sum(line.points or 0 for line in reading.lines)
    stated = reading.totals.votes if votes else reading.totals.points
    lines = [f"{row['row']:>5}  {row['code']}  {row['title']}  {row['votes']}  {row['points']}" for row in rows]
    return _add_problems_and_questions(
        _preview_json_document(reading.sheet, None, rows, total, stated), reading, lines, ""
    )


def _import_choices_of_options(options: argparse.Namespace) -> ImportChoices:
    return ImportChoices(
        sheet=options.sheet, places=dict(options.columns), unit=options.unit, takes_hidden=options.hidden
    )


def _row_numbers_and_drafts(reading: Reading[DraftT]) -> list[tuple[int, DraftT]]:
    """Return each draft with its row; of a reader that knows no rows with its place in the list, from 1."""
    rows = reading.rows or range(1, len(reading.drafts) + 1)
    return list(zip(rows, reading.drafts, strict=True))


def _preview_json_document(
    sheet: str, unit: int | None, rows: list[dict[str, object]], total: int | None, stated: int | None
) -> Document:
    return {
        "sheet": sheet,
        "unit": unit,
        "rows": rows,
        "sum": total,
        "file_total": stated,
        "problems": [],
        "questions": [],
        "not_read": [],
    }


def _add_problems_and_questions(
    document: Document, reading: Reading[Any] | ChannelReading, lines: list[str], unit: str
) -> Document:
    """Add what is refused, asked and left aside, and all of it as lines for people."""
    problems: tuple[Problem, ...] = reading.problems
    questions: tuple[FileQuestion, ...] = reading.questions
    not_read: tuple[NotRead, ...] = reading.not_read
    said = [text("cli.preview.sheet", sheet=document["sheet"])] if document["sheet"] else []
    said += [text("cli.preview.unit", unit=unit)] if unit else []
    said += lines
    said += [
        text("cli.preview.problem", row=p.row, column=p.column, value=p.value, reason=row_problem_words(p))
        for p in problems
    ]
    said += [text("cli.preview.question", words=file_question_words(question)) for question in questions]
    said += [text("cli.preview.not_read", words=unread_part_words(part)) for part in not_read]
    return {
        **document,
        "problems": [{"row": p.row, "column": p.column, "value": p.value, "reason": p.reason_code} for p in problems],
        "questions": [_file_question_as_json(question) for question in questions],
        "not_read": [
            {
                "what": part.what.value,
                part.what.value: int(part.place) if part.place.isdigit() and part.what == "row" else part.place,
                "value": part.value,
                "reason": part.reason_code,
            }
            for part in not_read
        ],
        "lines": said,
    }


def _file_question_as_json(question: FileQuestion) -> Mapping[str, object]:
    return {
        "reason": question.reason_code,
        "rows": list(question.rows),
        "columns": list(question.columns),
        "values": list(question.values),
        "words": file_question_words(question),
    }


def _parse_column_option(written: str) -> tuple[str, int]:
    """Return field and column of FIELD=LETTERS; number=- means that the numbers of a list are not read.

    Raises ArgumentTypeError for what is no column.
    """

    field, letters = parse_name_value_pair(written)
    if (field, letters) == ("number", "-"):
        return field, NO_COLUMN
    place = column_number(letters)
    if place < 0:
        raise argparse.ArgumentTypeError(text("cli.preview.no_column", written=letters))
    return field, place


def _parse_money_unit_option(written: str) -> int:
    """Return the won of 천원. Raises ArgumentTypeError for what is no unit."""
    unit = parse_money_unit(written)
    if unit is None:
        raise argparse.ArgumentTypeError(text("cli.preview.no_unit", written=written))
    return unit
