"""Project reader: lists of projects from CSV, Excel and Pabulib files."""

from __future__ import annotations

import itertools
import re
from collections import Counter
from collections.abc import Collection, Sequence
from statistics import median_low

from msgspec.structs import replace

from sukui_desktop.documents.read.column_headings import comparable_heading, total_row_headings
from sukui_desktop.documents.read.exported_list import ExportedRow, cost_in_exported_list, read_rows_of_exported_list
from sukui_desktop.documents.read.pabulib import read_pabulib
from sukui_desktop.documents.read.rows_to_drafts import Fields, RowFault, SheetDraftReader
from sukui_desktop.domain.chosen_file import SourceFile
from sukui_desktop.domain.errors import BadInput
from sukui_desktop.domain.file_import import (
    MAX_SUMMARY,
    MAX_TITLE,
    NO_CHOICES,
    FileQuestion,
    ImportChoices,
    NotReadKind,
    Problem,
    ProjectDraft,
    Reading,
    RowAmount,
)
from sukui_desktop.domain.money import format_money, parse_money
from sukui_desktop.domain.pabulib.pabulib_election import Election
from sukui_desktop.domain.project_codes import code_without_leading_zeros

_PABULIB_HEADERS = {"code": "project_id", "title": "name", "field": "category", "cost": "cost", "currency": "currency"}
LEAST_COST = 100_000
"""Won. A smaller project is more likely a unit that was misread, and is asked about."""
MOST_COST = 10**12
"""Won. The whole citizens' budget of Seoul was below a trillion won: such a project is asked about."""
_UNLIKE = 500
"""An amount so many times the middle one, or so small a part of it, was probably written in another unit."""
_SUB_TITLE = re.compile(r"[-–—·ㆍ└┗┕ㄴ↳→▸]\s*[가-힣A-Za-z(]")
_LONGEST_PART = 200
"""How many lines a group of a list has at most, of which a line may be the sum."""
_FEWEST_SUMMED = 5
"""In a shorter list one amount may well be the sum of the others by chance."""
_GROUP_TITLE = re.compile(r"(?:분야|부문|총괄|전체|소계|합계|총계|분과|유형)\Z")
_FIGURES = re.compile(r"[0-9]+")
_PADDED = re.compile(r"0[0-9]+")
"""A code of figures that kept the zeros before them."""
_PARTED = re.compile(r"[0-9] +[0-9]")


def read_projects(
    file: SourceFile, currency: str = "KRW", choices: ImportChoices = NO_CHOICES
) -> Reading[ProjectDraft]:
    """Read a list of projects from CSV, XLSX or `.pb`; `currency` is that of amounts that do not say theirs.

    `choices` are what a person decided about sheet, columns and unit.
    Raises BadInput when the file as a whole cannot be read: see `open_sheets` and `read_pabulib`.
    """
    if file.name.lower().endswith(".pb"):
        return _reading_of_election_projects(read_pabulib(file))
    drafting: SheetDraftReader[ProjectDraft] = SheetDraftReader(file, "projects", choices)
    reading = drafting.read_drafts(lambda fields: _project_draft(fields, currency, drafting), "code")
    reading = _with_zeros_or_question_about_them(reading, fills_zeros=choices.fills_zeros)
    reading = replace(reading, questions=(*reading.questions, *_questions_about_doubtful_amounts(reading)))
    reading = replace(reading, questions=_questions_naming_rows_of_difference(reading, drafting))
    is_doubtful = bool(reading.questions or reading.problems or reading.not_read)
    if (
        is_doubtful
        and choices == NO_CHOICES
        and (rows := read_rows_of_exported_list(drafting.sheet, file.content, "projects"))
    ):
        return _reading_of_exported_projects(reading, rows, currency)
    return reading


def _with_zeros_or_question_about_them(reading: Reading[ProjectDraft], *, fills_zeros: bool) -> Reading[ProjectDraft]:
    """Return the list with the zeros that a spreadsheet took from some of its codes (001, 2, 003) put back, or with a
    question about them; two codes that zeros alone tell apart are asked about either way."""
    lines = list(zip(reading.rows, reading.drafts, strict=True))
    padded = Counter(len(draft.code) for _, draft in lines if _PADDED.fullmatch(draft.code))
    width = padded.most_common(1)[0][0] if padded else 0
    rows_of_code: dict[str, list[int]] = {}
    for row, draft in lines:
        rows_of_code.setdefault(code_without_leading_zeros(draft.code), []).append(row)
    lost = {
        row: draft.code.zfill(width)
        for row, draft in lines
        if _FIGURES.fullmatch(draft.code)
        and len(draft.code) < width
        and len(rows_of_code[code_without_leading_zeros(draft.code)]) == 1
    }
    alike = tuple(sorted(row for rows in rows_of_code.values() if len(rows) > 1 for row in rows))
    questions = list(reading.questions)
    if alike:
        questions.append(FileQuestion(reason_code="codes_alike", rows=alike))
    if lost and not fills_zeros:
        first = next(iter(lost.items()))
        shown = f"{dict(lines)[first[0]].code} → {first[1]}"
        questions.append(FileQuestion(reason_code="codes_zeros_lost", rows=tuple(lost), values=(shown,)))
    drafts = tuple(replace(draft, code=lost[row]) if fills_zeros and row in lost else draft for row, draft in lines)
    return replace(reading, drafts=drafts, questions=tuple(questions))


def _reading_of_exported_projects(
    reading: Reading[ProjectDraft], rows: Sequence[ExportedRow], currency: str
) -> Reading[ProjectDraft]:
    """Return a list that our own export wrote, with nothing to ask; one that no meeting can have as it was read."""
    drafts: list[ProjectDraft] = []
    for row in rows:
        own = row.get("currency") or currency
        words = {field: cell for field, cell in row.items() if field not in ("cost", "currency")}
        try:
            drafts.append(ProjectDraft(cost=cost_in_exported_list(row, own), currency=own, **words))
        except BadInput:
            return reading
    codes = {draft.code for draft in drafts}
    if len(codes) < len(drafts) or not all(draft.code and draft.title and draft.cost > 0 for draft in drafts):
        return reading
    lines = list(enumerate(drafts, 2))
    beside = zip(drafts, [*drafts[1:], None], [None, *drafts[:-1]], strict=True)
    copies = (any(other and other.cost == draft.cost for other in near) for draft, *near in beside)
    is_total = [
        comparable_heading(draft.title) in total_row_headings() and same
        for draft, same in zip(drafts, copies, strict=True)
    ]
    if _subtotal_rows(lines, ()) or any(is_total):
        return reading  # a row of sums in a file that an office wrote in our form
    columns = tuple(part for part in reading.not_read if part.what == NotReadKind.COLUMN)
    numbers = tuple(range(2, len(drafts) + 2))
    return replace(
        reading, drafts=tuple(drafts), rows=numbers, problems=(), questions=(), not_read=columns, file_total=None
    )


def _project_draft(fields: Fields, default_currency: str, drafting: SheetDraftReader[ProjectDraft]) -> ProjectDraft:
    code = fields.required_text("code", MAX_TITLE)
    title = fields.required_text("title", MAX_TITLE)
    currency = fields.optional_text("currency", 3).upper() or default_currency
    if len(currency) != 3 or not (currency.isascii() and currency.isalpha()):
        raise RowFault("currency", "currency_unknown")
    return ProjectDraft(
        code=code,
        title=title,
        field=fields.optional_text("field", MAX_TITLE),
        group=fields.optional_text("group", MAX_TITLE),
        bureau=fields.optional_text("bureau", MAX_TITLE),
        district=fields.optional_text("district", MAX_TITLE),
        cost=_read_cost(fields, currency, drafting.money_unit_of_row(fields)),
        currency=currency,
        kind=fields.optional_text("kind", MAX_TITLE),
        proposer=fields.optional_text("proposer", MAX_TITLE),
        summary=fields.optional_text("summary", MAX_SUMMARY),
    )


def _read_cost(fields: Fields, currency: str, unit: int) -> int:
    """Return the cost.

    Raises RowFault: money_empty, money_unreadable, money_negative, money_fraction, money_too_large, cost_zero.
    """
    written = fields.cell_text("cost")
    if _PARTED.search(written.strip()):
        raise RowFault("cost", "money_unreadable")  # 850 400 may be one number or two
    try:
        cost = parse_money(written, currency, unit)
    except BadInput as fault:
        raise RowFault("cost", fault.code) from fault
    if cost == 0:
        raise RowFault("cost", "cost_zero")
    return cost


def _questions_about_doubtful_amounts(reading: Reading[ProjectDraft]) -> list[FileQuestion]:
    """Return what no list of projects should have: amounts far too small, far too large or unlike, lines twice."""
    lines = [line for line in zip(reading.rows, reading.drafts, strict=True) if line[1].currency == "KRW"]
    middle = median_low([draft.cost for _, draft in lines]) if len(lines) > 1 else 0
    small = [row for row, draft in lines if draft.cost < LEAST_COST]
    large = [row for row, draft in lines if draft.cost >= MOST_COST]
    unlike = [
        row
        for row, draft in lines
        if middle and row not in small and row not in large and not middle // _UNLIKE < draft.cost < middle * _UNLIKE
    ]
    parts = _part_rows_of_project_above(reading)
    alike: dict[ProjectDraft, list[int]] = {}
    for row, draft in zip(reading.rows, reading.drafts, strict=True):
        alike.setdefault(replace(draft, code=""), []).append(row)
    twice = [row for rows in alike.values() if len(rows) > 1 for row in rows]
    found = {
        "amounts_small": small,
        "amounts_large": large,
        "amounts_unlike": unlike,
        "rows_identical": twice,
        "rows_may_be_parts": parts,
        "rows_may_be_sums": _subtotal_rows(lines, parts),
    }
    costs = dict(zip(reading.rows, reading.drafts, strict=True))
    return [
        FileQuestion(
            reason_code=code,
            rows=tuple(rows),
            values=tuple(format_money(costs[row].cost, costs[row].currency) for row in rows[:5]),
        )
        for code, rows in found.items()
        if rows
    ]


_READ_TOO_MUCH = ("rows_unfit", "rows_struck", "rows_may_be_parts", "rows_may_be_sums", "rows_identical")
"""Questions about rows that came in and perhaps should not have."""


def _questions_naming_rows_of_difference(
    reading: Reading[ProjectDraft], drafting: SheetDraftReader[ProjectDraft]
) -> tuple[FileQuestion, ...]:
    """Return the questions; that of a total that differs names the rows whose money is exactly the difference: hidden
    or refused ones where money is missing, rows that are asked about where there is too much of it."""
    asked = {question.reason_code: question for question in reading.questions}
    differs = asked.get("total_differs")
    if differs is None or reading.file_total is None:
        return reading.questions
    missing = reading.file_total - sum(draft.cost for draft in reading.drafts)
    refused_rows = sorted({problem.row for problem in reading.problems} - set(reading.rows))
    hidden = asked["rows_hidden"].amounts if "rows_hidden" in asked else ()
    refused = tuple(filter(None, map(drafting.amount_of_row, refused_rows)))
    doubted = sorted({row for code in _READ_TOO_MUCH if code in asked for row in asked[code].rows})
    surplus = tuple(filter(None, map(drafting.amount_of_row, doubted)))
    tried: list[tuple[str, Sequence[RowAmount]]] = [("hidden", hidden), ("refused", refused)]
    tried += [("hidden_or_refused", (*hidden, *refused))]
    tried = tried if missing > 0 else [("asked_about", surplus)]
    for because, rows in tried:
        if named := _rows_with_sum_or_amount(rows, abs(missing)):
            told = replace(differs, rows=tuple(row.row for row in named), amounts=named, because=because)
            return tuple(told if question is differs else question for question in reading.questions)
    return reading.questions


def _rows_with_sum_or_amount(rows: Sequence[RowAmount], amount: int) -> tuple[RowAmount, ...]:
    """Return all of these rows where their sum is this amount, or the last one that is; () where none is."""
    if rows and sum(row.amount for row in rows) == amount:
        return tuple(rows)
    return tuple(row for row in rows if row.amount == amount)[-1:]


def _part_rows_of_project_above(reading: Reading[ProjectDraft]) -> list[int]:
    """Return the rows that look like parts of the project above them, which would be counted twice: 1-1 and 1-2
    below 1, or titles that begin with a dash, whose amounts add up to it."""
    found: list[int] = []
    lines = list(zip(reading.rows, reading.drafts, strict=True))
    place = 0
    while place < len(lines):
        head, below = lines[place][1], place + 1
        while below < len(lines) and _is_part_of_project_above(head, lines[below][1]):
            below += 1
        inner = lines[place + 1 : below]
        has_signs = bool(inner) and all(_SUB_TITLE.match(draft.title) for _, draft in inner)
        adds_up = sum(draft.cost for _, draft in inner) == head.cost and not has_signs
        if adds_up or (has_signs and len(inner) > 1):
            found += [row for row, _ in inner]
        place = below
    return found


def _subtotal_rows(lines: Sequence[tuple[int, ProjectDraft]], parts: Collection[int]) -> list[int]:
    """Return the rows that look like the sum of others: the first or last of all, or one unlike its neighbours in code
    or title (Ⅰ 복지 분야) of those below or above it."""
    total = sum(draft.cost for _, draft in lines)
    found: list[int] = []
    for place, (row, draft) in enumerate(lines):
        if any(other in parts for other, _ in lines[place + 1 : place + 2]):
            continue  # asked about as a project with its parts
        is_at_end = place in (0, len(lines) - 1) and len(lines) >= _FEWEST_SUMMED
        is_of_all = is_at_end and draft.cost * 2 == total
        below = itertools.accumulate(other.cost for _, other in lines[place + 1 : place + _LONGEST_PART])
        above = itertools.accumulate(other.cost for _, other in reversed(lines[max(0, place - _LONGEST_PART) : place]))
        is_of_some = draft.cost in list(below)[1:] or draft.cost in list(above)[1:]
        beside = [other.code for _, other in (*lines[max(0, place - 1) : place], *lines[place + 1 : place + 2])]
        is_unlike = _GROUP_TITLE.search(draft.title) is not None or _code_pattern(draft.code) not in map(
            _code_pattern, beside
        )
        if is_of_all or (is_of_some and is_unlike):
            found.append(row)
    return found


def _code_pattern(code: str) -> str:
    """Return a code with every figure as 9 and every letter of a kind as one, to see whether two are numbered alike."""
    return re.sub(r"[0-9]+", "9", re.sub(r"[A-Za-z]+", "a", re.sub(r"[가-힣]+", "가", re.sub(r"[Ⅰ-Ⅻⅰ-ⅻ]+", "Ⅰ", code))))


def _is_part_of_project_above(head: ProjectDraft, draft: ProjectDraft) -> bool:
    by_code = re.fullmatch(r"(.+?)(?:[-.][0-9가-힣]+|\([0-9가-힣]+\))", draft.code)
    is_sub_title = bool(_SUB_TITLE.match(draft.title)) and not _SUB_TITLE.match(head.title)
    return is_sub_title or (by_code is not None and by_code.group(1) == head.code)


def _reading_of_election_projects(election: Election) -> Reading[ProjectDraft]:
    drafts = tuple(
        ProjectDraft(
            code=project.project_id,
            title=project.name[:MAX_TITLE],
            field=project.category,
            cost=project.cost,
            currency=election.currency,
        )
        for project in election.projects
    )
    problems: tuple[Problem, ...] = election.problems
    return Reading(
        file_name=election.file_name,
        sha256=election.sha256,
        encoding="utf-8",
        columns=_PABULIB_HEADERS,
        drafts=drafts,
        problems=problems,
    )
