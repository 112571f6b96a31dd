"""Rows of a sheet into drafts of projects and people: what comes in, what is refused or left aside, what to ask."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Generic, NamedTuple

import msgspec

from sukui_desktop.documents.read.column_headings import (
    Columns,
    Subject,
    comparable_heading,
    find_columns,
    known_headings_by_field,
    read_unit_if_remark_row,
    total_row_headings,
)
from sukui_desktop.documents.read.csv_reader import read_csv
from sukui_desktop.documents.read.source_file_kind import check_and_hash_source_file
from sukui_desktop.documents.read.stated_totals import StatedSum, read_stated_line_counts, read_stated_money_sums
from sukui_desktop.documents.read.text_sheet import Merged, SheetRow, TextSheet, cells_merged_down_by_row
from sukui_desktop.domain.chosen_file import SourceFile
from sukui_desktop.domain.errors import BadInput
from sukui_desktop.domain.file_import import (
    NO_CHOICES,
    DraftT,
    FileQuestion,
    ImportChoices,
    NotRead,
    NotReadKind,
    Problem,
    Reading,
    RowAmount,
    SheetLayout,
)
from sukui_desktop.domain.money import amount_names_its_unit, parse_money
from sukui_desktop.domain.text_cleaning_and_search import clean_text
from sukui_desktop.domain.worksheet_column_letters import column_letters
from sukui_desktop.domain.written_money_units import (
    UnitKind,
    UnitStatement,
    parse_money_unit,
    parse_unit_in_heading,
    split_brackets,
)

_LONGEST_SHOWN = 80
_COVER_ROWS = 60
_ERRORS = ("#REF!", "#VALUE!", "#NAME?", "#DIV/0!", "#N/A", "#NUM!", "#NULL!", "#SPILL!", "#CALC!")
_REMARK = re.compile(
    r"[※*☞►▶]|주\s*[):.]|주\d+\)|(?:비고|출처|자료|붙임|작성|담당|문의|끝|이하)(?:\s|[:：.]|$)|[-–—\s]*이\s*하\s*(?:여\s*백|빈\s*칸)"
)
_UNFIT = re.compile(r"부적격|부적정|불가|철회|자진철회|제외|취소|반려|탈락|미선정|중복|보류|폐기|추진불가|사업불가")
"""Words by which another column says that a project is not to be voted on."""
_SIGNER = re.compile(
    r"(?:작\s*성|확\s*인|검\s*토|기\s*안|결\s*재|협\s*조|담\s*당|제\s*출|보\s*고|입\s*회|서\s*명)"
    r"\s*(?:자|인|관|란|부서)?(?:\s*[:：].*)?"
    r"|.*\(\s*(?:인|서명|직인|날인|印)\s*(?:또는\s*(?:인|서명)\s*)?\)"
    r"|위와 같이 .*|.*(?:보고|제출|통보|확인)(?:합니다|함)\.?"
)
"""Cells of a block of signatures under a table."""
_COUNT_BEHIND = re.compile(r"(?:총)?\s*[0-9,]+\s*(?:건|개|명|개사업|개소|사업)?$")
_COUNT_ALONE = re.compile(r"총?[0-9,]+(?:건|개|명|개사업)")
_COUNT = re.compile(r"(?<![0-9])(?:총)?\s*([0-9][0-9,]*)\s*(?:건|개\s*사업)")
_PEOPLE_COUNT = re.compile(r"(?<![0-9])(?:총)?\s*([0-9][0-9,]*)\s*명")
_DATE_KEY = re.compile(
    r"[0-9]{4}-[0-9]{2}-[0-9]{2}(?: 00:00:00)?|[0-9]{1,2}월 ?[0-9]{1,2}일"
    r"|[A-Z][a-z]{2}-[0-9]{1,2}|[0-9]{1,2}-[A-Z][a-z]{2}"
)
"""What a spreadsheet makes of 1-2."""
_TEXT_NUMBER = re.compile(r"\A['‘’`](?=[0-9])")
"""The sign by which a spreadsheet keeps a number as text."""
_IN_WON = re.compile(r"\A[₩\s]*[0-9][0-9,.]*\s*(?:원|won|krw)\Z", re.IGNORECASE)
"""An amount in plain won, which a column of thousands should not have."""
_OWN = {"projects": ("code", "title", "cost"), "people": ("number", "name", "phone_last4")}
"""Fields of which a merged cell says nothing for the rows below its first."""


class RowFault(Exception):
    """A field of a row that cannot be taken: the field and the reason's code."""

    def __init__(self, field: str, reason_code: str) -> None:
        super().__init__(field, reason_code)
        self.field = field
        self.reason_code = reason_code


class RowAside(Exception):
    """A row that is no line of the list: the reason's code, '' where there is nothing to tell."""

    def __init__(self, reason_code: str) -> None:
        super().__init__(reason_code)
        self.reason_code = reason_code


class Fields(msgspec.Struct, frozen=True):
    """One row by our field names."""

    columns: Columns
    row: SheetRow
    unsaved: frozenset[int] = frozenset()
    """Columns of this row whose formula has no stored result."""
    unit: int = 1
    """What a bare amount of this row counts in; 0 where nobody knows yet."""

    def cell_text(self, field: str) -> str:
        """Return the cell as written, '' where the file has no such column.

        A `cost` comes without the blanks around it and without the sign by which a spreadsheet keeps a number as text.
        """
        cell = self.row.cell(self.columns.places.get(field, -1))
        return _TEXT_NUMBER.sub("", cell.strip()) if field == "cost" else cell

    def optional_text(self, field: str, longest: int) -> str:
        """Return the cell tidied.

        Raises RowFault: text_too_long, formula_unsaved, cell_error.
        """
        text = clean_text(self.cell_text(field))
        if self.columns.places.get(field, -1) in self.unsaved:
            raise RowFault(field, "formula_unsaved")
        if text in _ERRORS:
            raise RowFault(field, "cell_error")
        if len(text) > longest:
            raise RowFault(field, "text_too_long")
        return text

    def required_text(self, field: str, longest: int) -> str:
        """Return the cell tidied.

        Raises RowFault: <field>_empty and those of `text`.
        """
        text = self.optional_text(field, longest)
        if not text:
            raise RowFault(field, f"{field}_empty")
        return text


def open_sheets(file: SourceFile) -> tuple[TextSheet, ...]:
    """Read a CSV (one sheet) or the sheets of an XLSX that have anything written in them.

    The kind is found from the content and not from the name.
    Raises BadInput: as `check_and_hash_source_file`, `Source.refuse_other_kinds`, `read_workbook` and `read_csv`.
    """
    source = check_and_hash_source_file(file)
    if not source.is_workbook():
        source.refuse_other_kinds()
        return (read_csv(source),)
    from sukui_desktop.documents.read.workbook import read_workbook  # CSV needs none of it

    return read_workbook(source)


def choose_sheet(sheets: Sequence[TextSheet], wanted: str, is_list: Callable[[TextSheet], bool]) -> TextSheet:
    """Return the sheet called `wanted`, else the first that people see and that is a list, else the first they see."""
    shown = [sheet for sheet in sheets if not sheet.is_hidden]
    for sheet in sheets:
        if wanted and sheet.name == wanted:
            return sheet
    return next((sheet for sheet in shown if is_list(sheet)), (shown or list(sheets))[0])


class OtherSheets(NamedTuple):
    """What of a workbook is beside the sheet that was read, and whether to ask which one is meant."""

    not_read: tuple[NotRead, ...]
    questions: tuple[FileQuestion, ...]


def other_sheets_and_question(
    sheets: Sequence[TextSheet], read: TextSheet, wanted: str, is_list: Callable[[TextSheet], bool]
) -> OtherSheets:
    """Return the sheets beside `read`; where one more is a list a person is asked, unless they chose already."""
    others = [sheet for sheet in sheets if sheet is not read]
    not_read = tuple(
        NotRead(
            what=NotReadKind.SHEET,
            place=sheet.name,
            value=str(sum(not row.is_blank() for row in sheet.rows)),
            reason_code="sheet_hidden" if sheet.is_hidden else "sheet_other",
        )
        for sheet in others
    )
    lists = [sheet.name for sheet in others if not sheet.is_hidden and is_list(sheet)]
    if not lists or wanted:
        return OtherSheets(not_read, ())
    question = (FileQuestion(reason_code="several_sheets", values=(read.name, *lists)),)
    return OtherSheets(not_read, question)


def _columns_with_unit_to_ask(columns: Columns, sheets: Sequence[TextSheet], read: TextSheet) -> Columns:
    """Return columns whose unit has to be asked for where it is stated beside the cells alone, in a page header, a
    remark or a box of text, or on a sheet before this one."""
    if "cost" not in columns.places or columns.unit.kind != UnitKind.NONE or columns.unit_column >= 0:
        return columns
    for line in read.beside[:_COVER_ROWS]:
        said = read_unit_if_remark_row(SheetRow(1, (line,)))
        if said.kind == UnitKind.KNOWN and said.won > 1:
            return msgspec.structs.replace(columns, unit=UnitStatement(UnitKind.UNKNOWN, words=said.words or line))
    for sheet in sheets[: sheets.index(read)]:
        for row in sheet.rows[:_COVER_ROWS] if not sheet.is_hidden else ():
            said = read_unit_if_remark_row(row)
            if said.kind == UnitKind.KNOWN and said.won > 1:
                return msgspec.structs.replace(columns, unit=UnitStatement(UnitKind.UNKNOWN, words=said.words))
    return columns


class SheetDraftReader(Generic[DraftT]):
    """Collects drafts, problems, questions and what is left aside of one file."""

    def __init__(self, file: SourceFile, subject: Subject, choices: ImportChoices = NO_CHOICES) -> None:
        """Open the file and find its sheet and columns. Raises BadInput: see `open_sheets`."""
        self._subject: Subject = subject
        self._choices: ImportChoices = choices
        sheets = open_sheets(file)
        is_list = self._is_list if any(map(self._is_list, sheets)) else self._is_list_without_numbers
        self._sheet: TextSheet = choose_sheet(sheets, choices.sheet, is_list)
        self.columns: Columns = _columns_with_unit_to_ask(
            find_columns(self._sheet, subject, choices), sheets, self._sheet
        )
        beside: OtherSheets = other_sheets_and_question(sheets, self._sheet, choices.sheet, is_list)
        self._sheets: tuple[str, ...] = tuple(sheet.name for sheet in sheets if sheet.name and not sheet.is_hidden)
        self._not_read: list[NotRead] = list(beside.not_read)
        self._questions: list[FileQuestion] = [*beside.questions, *self.columns.questions]
        self._drafts: dict[str, tuple[int, DraftT]] = {}
        self._problems: list[Problem] = []
        self._totals: list[tuple[bool, int]] = []
        self._stated: list[StatedSum] = []
        self._part_totals: list[tuple[int, int, int]] = []
        self._vacant = 0
        self._has_other_costs = False
        self._counts: list[tuple[int, frozenset[int]]] = []
        self._parts: dict[int, list[int]] = {}
        self._unknown_units: list[str] = []
        self._last_project = 0
        self._is_after_total = self._is_other_table = False
        self._units = self._has_unit_column()
        self._down = cells_merged_down_by_row(self._sheet)
        self._across = frozenset(merged.top for merged in self._sheet.merged if merged.right > merged.left)
        self._unsaved: dict[int, set[int]] = {}
        for number, column in self._sheet.unsaved:
            self._unsaved.setdefault(number, set()).add(column)
        self._shared: dict[Merged, bool] = {}
        self._sum_of_drafts = 0

    @property
    def sheet(self) -> TextSheet:
        """The sheet that is read."""
        return self._sheet

    @property
    def problems(self) -> list[Problem]:
        """What is refused so far; a reader may add its own."""
        return self._problems

    def read_drafts(self, draft_of: Callable[[Fields], DraftT], key: str) -> Reading[DraftT]:
        """Return the whole sheet as drafts, each `key` once, with all that a person should see before taking it in."""
        if self._required_fields():
            self._note_missing_columns()
        elif not any(question.reason_code == "columns_alike" for question in self._questions):
            for fields in self._visible_rows_below_heading():
                self._collect_draft_of_row(fields, draft_of, key)
            self._note_totals_above_headings()
            self._resolve_projects_over_several_lines()
            if self._lacks_number_column() and self._drafts:
                self._questions.append(FileQuestion(reason_code="numbers_missing"))
            if not self._drafts and not self._problems and not self._questions and not self._unknown_units:
                self._note_problem(self._sheet.row(self.columns.header_row), "", "", "no_rows")
        if self._unknown_units:
            values = tuple(dict.fromkeys(self._unknown_units))[:5]
            self._questions.append(FileQuestion(reason_code="unit_unknown", values=values))
        self._ask_about_doubtful_sums()
        if self._has_other_costs and "cost" not in self._choices.places:
            columns = (self.columns.places["cost"], *self.columns.other_costs)
            labels = tuple(f"{column_letters(place)} {self.columns.headings[place]}" for place in columns)
            self._questions.append(FileQuestion(reason_code="columns_alike", columns=labels))
        drafts: tuple[DraftT, ...] = tuple(draft for _, draft in self._drafts.values())
        return Reading(
            file_name=self._sheet.file_name,
            sha256=self._sheet.sha256,
            encoding=self._sheet.encoding,
            columns=self.columns.headers,
            drafts=drafts,
            problems=tuple(self._problems),
            rows=tuple(row for row, _ in self._drafts.values()),
            questions=(*self._questions, *self._questions_about_differing_total(drafts)),
            not_read=(*self._not_read, *self._find_columns_not_read()),
            file_total=self._total_stated_in_file(drafts),
            layout=SheetLayout(
                sheets=self._sheets,
                sheet=self._sheet.name,
                header_row=self.columns.header_row,
                headings=self.columns.headings,
                places=self.columns.places,
                unit=self.columns.cost_unit if "cost" in self.columns.places and not self._units else 0,
            ),
        )

    def _is_list(self, sheet: TextSheet) -> bool:
        columns = find_columns(sheet, self._subject)
        return not columns.missing and any(not row.is_blank() for row in sheet.rows[columns.header_row :])

    def _is_list_without_numbers(self, sheet: TextSheet) -> bool:
        columns = find_columns(sheet, self._subject)
        is_roster = self._subject == "people" and columns.missing == ("number",)
        return is_roster and any(not row.is_blank() for row in sheet.rows[columns.header_row :])

    def _required_fields(self) -> tuple[str, ...]:
        """Return the fields without which nothing can be read; people are known by name where they have no number."""
        is_roster = self._subject == "people"
        return tuple(field for field in self.columns.missing if not (is_roster and field == "number"))

    def _lacks_number_column(self) -> bool:
        """Return whether no column has the numbers of people and nobody said that there is none."""
        return "number" in self.columns.missing and "number" not in self._choices.places

    def _has_unit_column(self) -> bool:
        """Return whether a column says the unit of money row by row; one of 식 and 개 says something else."""
        column = self.columns.unit_column
        return column >= 0 and any(
            parse_money_unit(row.cell(column)) is not None for row in self._sheet.rows[self.columns.header_row :]
        )

    def _visible_rows_below_heading(self) -> Iterator[Fields]:
        hidden: list[int] = []
        amounts: list[RowAmount] = []
        for written in self._sheet.rows[self.columns.header_row :]:
            row = self._fill_in_merged_cells(written)
            if row.is_blank():
                continue
            if row.number in self._sheet.hidden_rows and not self._choices.takes_hidden:
                hidden.append(row.number)
                amounts += filter(None, (self.amount_of_row(row.number),))
                self._leave_row_aside(row, "row_hidden")
                continue
            if self._leave_aside_if_not_of_list(row):
                continue
            if self._sheet.encoding != "xlsx" and self._differs_in_width_from_heading(row):
                self._note_problem(
                    row,
                    "",
                    str(len(row.cells)),
                    "cells_too_many" if self._is_wider_than_heading(row) else "cells_too_few",
                )
                continue
            unsaved = frozenset(self._unsaved.get(row.number, ()))
            yield Fields(self.columns, row, unsaved, self._read_unit_in_unit_column(row))
        if hidden:
            self._questions.append(FileQuestion(reason_code="rows_hidden", rows=tuple(hidden), amounts=tuple(amounts)))

    def amount_of_row(self, number: int) -> RowAmount | None:
        """Return what a row would bring as a project, read or not; None where it says no amount or is a sum."""
        row = self._fill_in_merged_cells(self._sheet.row(number))
        if self._subject != "projects" or "cost" not in self.columns.places or self._find_total_label(row) is not None:
            return None
        fields = Fields(self.columns, row, frozenset(), self._read_unit_in_unit_column(row))
        try:
            amount = parse_money(fields.cell_text("cost"), "KRW", self._unit_as_sheet_shows_it(row, fields.unit or 1))
        except BadInput:
            return None
        return RowAmount(row=number, name=_name_of_project(fields), amount=amount)

    def _amount_beside_sum_of_parts(self, fields: Fields, cost: int) -> RowAmount:
        """Return a project whose parts do not come to its cost, with the sum of them that is nearest to it."""
        sums = [
            total
            for parts in (self.columns.parts, self.columns.years)
            for total in self._sums_of_parts(fields, parts) or ()
            if total != cost
        ]
        other = min(sums, key=lambda total: abs(total - cost), default=None)
        return RowAmount(row=fields.row.number, name=_name_of_project(fields), amount=cost, other=other)

    def _fill_in_merged_cells(self, row: SheetRow) -> SheetRow:
        """Write the value of cells merged downwards into a row they cover, as people read them."""
        filled = list(row.cells)
        own = {self.columns.places.get(field, -1) for field in _OWN[self._subject]}
        for merged in self._down.get(row.number, ()):
            is_below = self.columns.header_row < merged.top < row.number
            if is_below and merged.left == merged.right and merged.left not in own:
                filled += [""] * (merged.left + 1 - len(filled))
                filled[merged.left] = filled[merged.left] or self._sheet.row(merged.top).cell(merged.left)
        return SheetRow(row.number, tuple(filled))

    def _read_unit_in_unit_column(self, row: SheetRow) -> int:
        if not self._units:
            return self.columns.cost_unit
        return parse_money_unit(row.cell(self.columns.unit_column)) or 0

    def _is_wider_than_heading(self, row: SheetRow) -> bool:
        return any(cell.strip() for cell in row.cells[self.columns.width :])

    def _differs_in_width_from_heading(self, row: SheetRow) -> bool:
        return len(row.cells) < self.columns.width or self._is_wider_than_heading(row)

    def _leave_aside_if_not_of_list(self, row: SheetRow) -> bool:
        """Leave aside what is no line of the list: sums, headings again, remarks; say whether it was one."""
        places = self.columns.places
        written = [tidy for cell in row.cells if (tidy := clean_text(cell))]
        cost = clean_text(row.cell(places.get("cost", -1)))
        if not written:  # signs that no screen shows
            return False
        if self._repeats_heading(row):
            self._leave_row_aside(row, "heading_again")
            said = parse_unit_in_heading(clean_text(row.cell(places.get("cost", -1))))
            if said.kind == UnitKind.UNKNOWN or (said.kind == UnitKind.KNOWN and said.won != self.columns.cost_unit):
                self._ask_once_for_all_rows("unit_below", row.number)
        elif self._is_other_table or self._is_heading_of_other_table(row):
            if not self._is_other_table:
                self._ask_once_for_all_rows("another_table", row.number)
            self._is_other_table = True
            self._leave_row_aside(row, "another_table")
        elif (label := self._find_total_label(row)) is not None:
            self._leave_row_aside(row, "row_of_sums")
            self._note_total_row(row, label)
        elif (not cost and self._is_remark_row(row, written)) or self._is_signature_row(row, written):
            self._leave_row_aside(row, "remark")
            self._note_totals_stated_in_row(row, is_remark=True)
            said = read_unit_if_remark_row(row)
            if said.kind == UnitKind.UNKNOWN or (said.kind == UnitKind.KNOWN and said.won != self.columns.cost_unit):
                self._ask_once_for_all_rows("unit_below", row.number)
        else:
            return False
        return True

    def _repeats_heading(self, row: SheetRow) -> bool:
        places = self.columns.places
        header = self._sheet.row(self.columns.header_row)
        same = [place for place in places.values() if comparable_heading(row.cell(place))]
        return (
            len(same) > 1
            and all(
                comparable_heading(row.cell(place)) in comparable_heading(self.columns.headings[place])
                or row.cell(place) == header.cell(place)
                for place in same
            )
            and not re.search(r"[0-9]", row.cell(places.get("cost", -1)))
        )

    def _is_heading_of_other_table(self, row: SheetRow) -> bool:
        """Return whether a row heads another table below this one."""
        if any(re.search(r"[0-9]{2}", cell) for cell in row.cells):
            return False
        return not find_columns(TextSheet("", b"", "", [SheetRow(1, row.cells)]), self._subject).missing

    def _is_remark_row(self, row: SheetRow, written: list[str]) -> bool:
        places = self.columns.places
        if _REMARK.match(written[0]):
            return True
        names = ("title", "code") if self._subject == "projects" else ("name", "number")
        title, code = (clean_text(row.cell(places.get(field, -1))) for field in names)
        if not title and not code:
            return "cost" in places
        is_across = row.number in self._across
        is_alone = len(written) == 1 and (not title or is_across) and not re.fullmatch(r"[0-9-]+", written[0])
        return "cost" in places and (is_alone or (self._is_after_total and not (title and code)))

    def _is_signature_row(self, row: SheetRow, written: list[str]) -> bool:
        """Return whether a row is one of a block of signatures and no line of the list: 작성자 | 홍길동 (서명)."""
        if len(written) > 4 or any(re.search(r"[0-9]{3}", cell) for cell in written):
            return False
        if self._subject == "people":
            return bool(_SIGNER.fullmatch(written[0]))
        code = clean_text(row.cell(self.columns.places.get("code", -1)))
        cost = row.cell(self.columns.places.get("cost", -1))
        is_signer = bool(_SIGNER.fullmatch(written[0]) or _SIGNER.fullmatch(written[-1]))
        return is_signer and not re.search(r"[0-9]", cost) and (not code or bool(_SIGNER.fullmatch(code)))

    def _find_total_label(self, row: SheetRow) -> str | None:
        """Return the words by which a row says that it is a sum; None for a line of the list."""
        places = self.columns.places
        names = ("code", "title") if self._subject == "projects" else ("number", "name")
        code = clean_text(row.cell(places.get(names[0], -1)))
        first = next(tidy for cell in row.cells if (tidy := clean_text(cell)))
        candidates = [first] + [clean_text(row.cell(places.get(name, -1))) for name in names]
        candidates += [clean_text(cell) for cell in row.cells[: places.get("cost", 0)]] if not code else []
        for label in filter(None, candidates):
            outside, inside = split_brackets(label)
            outside = (outside.strip(" :：=·-*") or " ".join(inside)).strip(" :：=·-*")
            plain = re.sub(r"[\s_*※○●■□◎▷▶◆◇]", "", outside).lower()
            bare = (_COUNT_BEHIND.sub("", plain) or plain).strip(":：=")
            bare = bare.removesuffix("금액") or bare
            if bare in total_row_headings():
                return bare
            if _COUNT_ALONE.fullmatch(plain) and sum(bool(clean_text(row.cell(places.get(n, -1)))) for n in names) == 1:
                return "계"
            last = outside.split()[-1] if outside.split() else ""
            is_named = last in total_row_headings() or re.search(r"(?:소계|합계|총계|누계)\Z", plain)
            if is_named and (not code or code == label):
                return "소계"  # of a part of the list, as 복지 분야 소계
        return None

    def _note_total_row(self, row: SheetRow, label: str) -> None:
        cell = row.cell(self.columns.places.get("cost", -1))
        is_part = label in known_headings_by_field("totals")["parts"]
        is_people = self._subject == "people"
        told = row.cells if is_people else row.cells[: self.columns.places.get("cost", 0)]
        count = _PEOPLE_COUNT if is_people else _COUNT
        counts = frozenset(int(number.replace(",", "")) for each in told for number in count.findall(clean_text(each)))
        if counts and not is_part:
            self._counts.append((row.number, counts))
        self._is_after_total |= not is_part and bool(self._drafts)
        unit = self._read_unit_in_unit_column(row) or self.columns.cost_unit or 1
        try:
            amount = parse_money(cell, "KRW", self._unit_as_sheet_shows_it(row, unit))
        except BadInput:
            return
        self._totals.append((is_part, amount))
        if is_part:
            self._part_totals.append((row.number, len(self._drafts), amount))

    def _note_totals_above_headings(self) -> None:
        """Take down what the lines above the headings state of the whole list: 총사업비: 980백만원, 위원 명단(25명)."""
        for number in range(1, self.columns.first_row):
            self._note_totals_stated_in_row(self._sheet.row(number), is_remark=False)

    def _note_totals_stated_in_row(self, row: SheetRow, *, is_remark: bool) -> None:
        is_people = self._subject == "people"
        if counts := read_stated_line_counts(row, is_people=is_people) if not is_remark else ():
            self._counts.append((row.number, counts | {sum(counts)}))
        if not is_people and "cost" in self.columns.places:
            scaled = [scale for (number, _), scale in self._sheet.scaled.items() if number == row.number]
            unit = scaled[0] if scaled and self.columns.unit.kind == UnitKind.NONE else self.columns.cost_unit
            self._stated += read_stated_money_sums(row, 1 if self._units else unit, is_remark=is_remark)

    def _unit_as_sheet_shows_it(self, row: SheetRow, unit: int) -> int:
        """Return what a bare amount counts in where the sheet shows thousands of what a cell holds."""
        scale = self._sheet.scaled.get((row.number, self.columns.places.get("cost", -1)), 1)
        return scale if scale > 1 and self.columns.unit.kind == UnitKind.NONE else unit

    def money_unit_of_row(self, fields: Fields) -> int:
        """Return what the bare amount of a row counts in.

        Raises RowFault: unit_unknown, scale_differs, cost_merged, formula_unsaved, cell_error.
        """
        fields.optional_text("cost", 1000)
        place = (fields.row.number, self.columns.places["cost"])
        if self._find_amount_merged_over_projects(*place) is not None:
            raise RowFault("cost", "cost_merged")
        scale = self._sheet.scaled.get(place, 1)
        if scale > 1 and self.columns.unit.kind != UnitKind.NONE and scale != fields.unit and not self._choices.unit:
            raise RowFault("cost", "scale_differs")
        unit = self._unit_as_sheet_shows_it(fields.row, fields.unit)
        if self._units and fields.unit and self.columns.unit.won not in (0, fields.unit):
            self._ask_once_for_all_rows("unit_column_differs", fields.row.number)
        if unit > 1 and _IN_WON.search(clean_text(fields.cell_text("cost"))):
            self._ask_once_for_all_rows("unit_in_cells", fields.row.number)
        if (
            not unit
            and not amount_names_its_unit(fields.cell_text("cost"))
            and re.search(r"[0-9]", fields.cell_text("cost"))
        ):
            unknown = self.columns.unit.words or fields.row.cell(self.columns.unit_column)
            if self._units:
                raise RowFault("cost", "unit_unknown")
            self._unknown_units.append(unknown)
            raise _AskedAlready
        return unit or 1

    def _find_amount_merged_over_projects(self, number: int, column: int) -> Merged | None:
        """Return the merged cell that gives one amount to several projects; None where each has its own."""
        places = self.columns.places
        for merged in self._down.get(number, ()):
            if not merged.left <= column <= merged.right:
                continue
            if merged not in self._shared:
                rows = [self._sheet.row(row) for row in range(merged.top, merged.bottom + 1)]
                keys = [row.cell(places.get("title", -1)) + row.cell(places.get("code", -1)) for row in rows]
                self._shared[merged] = sum(bool(key.strip()) for key in keys) > 1
            return merged if self._shared[merged] else None
        return None

    def _collect_draft_of_row(self, fields: Fields, draft_of: Callable[[Fields], DraftT], key: str) -> None:
        if self._subject == "projects" and self._leave_aside_if_part_of_project(fields):
            return
        try:
            draft = draft_of(fields)
        except _AskedAlready:
            self._last_project = fields.row.number
            return
        except RowAside as aside:
            self._vacant += aside.reason_code == "person_vacant"
            if aside.reason_code:
                self._leave_row_aside(fields.row, aside.reason_code)
            return
        except RowFault as fault:
            self.note_field_fault(fields, fault)
            self._last_project = fields.row.number
            return
        value = (
            str(getattr(draft, key)) or f"\n{fields.row.number}"
        )  # of a roster without numbers every row is somebody
        self._last_project = fields.row.number
        self._note_doubts_in_other_cells(fields, getattr(draft, "cost", 0))
        if self._is_struck(fields.row):
            self._ask_once_for_all_rows("rows_struck", fields.row.number)
        if _DATE_KEY.fullmatch(value):
            self._ask_once_for_all_rows("keys_are_dates", fields.row.number)
        cost = getattr(draft, "cost", 0)
        if not (
            self._do_cost_parts_add_up(fields, cost, self.columns.parts)
            and self._do_cost_parts_add_up(fields, cost, self.columns.years)
        ):
            self._ask_once_for_all_rows(
                "parts_differ", fields.row.number, self._amount_beside_sum_of_parts(fields, cost)
            )
        if value in self._drafts:
            self._note_problem(fields.row, self.columns.headers[key], value, f"{key}_twice")
            row, before = self._drafts[value]
            if getattr(before, "title", "") == getattr(draft, "title", None) and before != draft:
                self._parts.setdefault(row, []).append(-1)  # one project in several lines, each with money of its own
        else:
            self._drafts[value] = (fields.row.number, draft)
            self._sum_of_drafts += getattr(draft, "cost", 0)

    def _do_cost_parts_add_up(self, fields: Fields, cost: int, parts: Mapping[int, int]) -> bool:
        """Return whether 국비, 시비 and the like of a project come to its cost, or nothing is written of them."""
        sums = self._sums_of_parts(fields, parts)
        return sums is not None and (not sums or cost in sums or (len(parts) == 1 and max(sums) <= cost))

    def _is_struck(self, row: SheetRow) -> bool:
        """Return whether what a line is called, or its number or amount, is struck through: taken back, not erased."""
        places = (self.columns.places.get(field, -1) for field in (*_OWN[self._subject], "title", "name"))
        return any((row.number, place) in self._sheet.struck for place in places)

    def _sums_of_parts(self, fields: Fields, parts: Mapping[int, int]) -> set[int] | None:
        """Return what 국비, 시비 and the like of a project come to, with and without the columns that may be sums
        themselves; nothing where none is written, None where one cannot be read."""
        amounts: dict[int, int] = {}
        row = fields.row
        of_the_row = self.money_unit_of_row(fields) if self.columns.unit_column >= 0 else 0
        is_text = not any(re.search(r"[0-9]", row.cell(column)) for column in parts)
        for column, unit in parts.items() if not (is_text and parts is self.columns.years) else ():
            cell = clean_text(row.cell(column))
            if (row.number, column) in self._sheet.unsaved or not cell.strip("-–—― "):
                continue
            scale = self._sheet.scaled.get((row.number, column), 1)
            won = scale if scale > 1 else of_the_row or unit
            try:
                amounts[column] = parse_money(_TEXT_NUMBER.sub("", cell), "KRW", won)
            except BadInput:
                return None
        sums = {sum(amounts.values())} if amounts else set[int]()
        for column in self.columns.aggregates & amounts.keys():
            sums |= {total - amounts[column] for total in sums}
        return sums

    def _note_doubts_in_other_cells(self, fields: Fields, cost: int) -> None:
        """Note what other cells of a project say: that it is 부적격 or withdrawn, an amount that may be meant."""
        places = {self.columns.places.get(field, -1) for field in ("code", "title", "summary", "proposer")}
        others = [comparable_heading(cell) for place, cell in enumerate(fields.row.cells) if place not in places]
        if self._subject == "projects" and any(_UNFIT.fullmatch(cell) for cell in others):
            self._ask_once_for_all_rows("rows_unfit", fields.row.number)
        if self.columns.other_costs:
            amounts = [
                self._read_amount_in_other_column(fields.row, column, unit)
                for column, unit in self.columns.other_costs.items()
            ]
            if any(amounts) and sum(amounts) != cost:
                self._has_other_costs = True

    def _read_amount_in_other_column(self, row: SheetRow, column: int, unit: int) -> int:
        """Return the amount in another column of money; 0 for what is none."""
        scale = self._sheet.scaled.get((row.number, column), 1)
        try:
            return parse_money(_TEXT_NUMBER.sub("", row.cell(column).strip()), "KRW", scale if scale > 1 else unit)
        except BadInput:
            return 0

    def _ask_about_doubtful_sums(self) -> None:
        """Ask where a 소계 is the sum of no lines beside it, or a total counts other lines than were read."""
        place_of: dict[int, int] = {0: 0}
        sums = [0]
        for _, draft in self._drafts.values():
            sums.append(sums[-1] + getattr(draft, "cost", 0))
            place_of[sums[-1]] = len(sums) - 1
        for number, place, amount in self._part_totals if self.columns.cost_unit or self._units else ():
            before, behind = place_of.get(sums[place] - amount, -1), place_of.get(sums[place] + amount, -1)
            if before < 0 and behind < 0:
                self._ask_once_for_all_rows("part_total_differs", number)
        for number in self.rows_stating_another_count(len(self._drafts), self._vacant):
            self._ask_once_for_all_rows("count_differs", number)

    def rows_stating_another_count(self, count: int, vacant: int) -> tuple[int, ...]:
        """Return the rows that state another number of lines than `count`, or than it with the places of nobody."""
        right: set[int] = {count, count + vacant}
        return tuple(number for number, counts in self._counts if not counts & right)

    def _leave_aside_if_part_of_project(self, fields: Fields) -> bool:
        """Return whether a row is a further line of the project above: without code and title, but with money."""
        if clean_text(fields.cell_text("code")) or clean_text(fields.cell_text("title")):
            return False
        try:
            amount = parse_money(
                fields.cell_text("cost"), "KRW", self._unit_as_sheet_shows_it(fields.row, fields.unit or 1)
            )
        except BadInput:
            amount = -1
        if amount >= 0 and amount == self._sum_of_drafts:
            self._leave_row_aside(fields.row, "row_of_sums")
            self._totals.append((False, amount))
            return True
        if not self._last_project:
            return False
        self._parts.setdefault(self._last_project, []).append(amount)
        self._leave_row_aside(fields.row, "part_of_project")
        return True

    def _resolve_projects_over_several_lines(self) -> None:
        """Keep a project whose lines below add up to its own amount; refuse one whose amount is spread over lines."""
        for row, amounts in self._parts.items():
            key = next((key for key, (number, _) in self._drafts.items() if number == row), None)
            if key is None or sum(amounts) == getattr(self._drafts[key][1], "cost", -1):
                continue
            del self._drafts[key]
            cost = self.columns.places["cost"]
            self._note_problem(
                self._sheet.row(row), self.columns.headers["cost"], self._sheet.row(row).cell(cost), "cost_in_parts"
            )
        self._problems.sort(key=lambda problem: problem.row)

    def _total_stated_in_file(self, drafts: Sequence[DraftT]) -> int | None:
        """Return the total of the file's own rows of sums, or of the lines beside the table; the one that is right."""
        grand = [amount for is_part, amount in self._totals if not is_part]
        if not grand and len(self._totals) == 1:
            grand = [self._totals[0][1]]
        total = self._sum_of_costs(drafts)
        if grand and total not in grand:
            return grand[-1]
        if self._stated and not any(stated.matches_total(total) for stated in self._stated):
            return self._stated[-1].amount
        return total if grand or self._stated else None

    def _sum_of_costs(self, drafts: Sequence[DraftT]) -> int:
        return sum(getattr(draft, "cost", 0) for draft in drafts)

    def _questions_about_differing_total(self, drafts: Sequence[DraftT]) -> tuple[FileQuestion, ...]:
        total = self._total_stated_in_file(drafts)
        if total is None or total == self._sum_of_costs(drafts) or self._unknown_units:
            return ()
        return (FileQuestion(reason_code="total_differs", values=(str(self._sum_of_costs(drafts)), str(total))),)

    def _find_columns_not_read(self) -> Iterator[NotRead]:
        used = {*self.columns.places.values(), self.columns.unit_column if self._units else -1}
        rows = self._sheet.rows[self.columns.header_row :] if self.columns.header_row else ()
        width = max((len(row.cells) for row in rows), default=0)
        for column in range(max(width, len(self.columns.headings))):
            heading = self.columns.headings[column] if column < len(self.columns.headings) else ""
            is_hidden = column in self._sheet.hidden_columns
            if column in used or not (heading or any(row.cell(column).strip() for row in rows)):
                continue
            code = "column_hidden" if is_hidden else "column_unknown" if heading else "column_unheaded"
            yield NotRead(what=NotReadKind.COLUMN, place=column_letters(column), value=heading, reason_code=code)

    def _note_missing_columns(self) -> None:
        """Note the required fields without a column; without any header at all one note says so."""
        if not self.columns.header_row:
            first = next((row for row in self._sheet.rows if not row.is_blank()), SheetRow(1, ()))
            self._note_problem(first, "", " ".join(first.cells), "header_missing")
            return
        header = self._sheet.row(self.columns.header_row)
        for field in self._required_fields():
            self._note_problem(header, "", " ".join(filter(None, header.cells)), f"column_missing_{field}")

    def _ask_once_for_all_rows(self, reason_code: str, row: int, *amounts: RowAmount) -> None:
        before: list[FileQuestion] = [question for question in self._questions if question.reason_code == reason_code]
        rows: tuple[int, ...] = (*(before[0].rows if before else ()), row)
        amounts = (*(before[0].amounts if before else ()), *amounts)
        self._questions = [question for question in self._questions if question not in before]
        self._questions.append(FileQuestion(reason_code=reason_code, rows=rows, amounts=amounts))

    def note_field_fault(self, fields: Fields, fault: RowFault) -> None:
        """Note a field that cannot be taken; whether its row comes in all the same is the reader's matter."""
        header = self.columns.headers.get(fault.field, "")
        self._note_problem(fields.row, header, fields.cell_text(fault.field), fault.reason_code)

    def _leave_row_aside(self, row: SheetRow, reason_code: str) -> None:
        words = " ".join(tidy for cell in row.cells if (tidy := clean_text(cell)))[:_LONGEST_SHOWN]
        self._not_read.append(
            NotRead(what=NotReadKind.ROW, place=str(row.number), value=words, reason_code=reason_code)
        )

    def _note_problem(self, row: SheetRow, column: str, value: str, reason_code: str) -> None:
        shown = clean_text(value)[:_LONGEST_SHOWN]
        self._problems.append(
            Problem(file=self._sheet.file_name, row=row.number, column=column, value=shown, reason_code=reason_code)
        )


def _name_of_project(fields: Fields) -> str:
    name = clean_text(fields.cell_text("title")) or clean_text(fields.cell_text("code"))
    return name[:_LONGEST_SHOWN]


class _AskedAlready(Exception):
    """A row that waits for the answer to a question of the whole file."""
