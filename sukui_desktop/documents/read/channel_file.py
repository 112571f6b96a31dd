"""Channel reader: a table of options with votes (CSV, XLSX) or our own result.json."""

from __future__ import annotations

import re
from collections.abc import Sequence

from msgspec.structs import replace

from sukui_desktop.documents.read.channel_json import is_json, read_channel_json
from sukui_desktop.documents.read.channel_totals import Totals
from sukui_desktop.documents.read.column_headings import (
    ResultHeadings,
    comparable_heading,
    known_headings_by_field,
    match_headings_to_fields,
    read_result_headings_from_row,
    read_result_headings_up_to_row,
    total_row_headings,
)
from sukui_desktop.documents.read.rows_to_drafts import choose_sheet, open_sheets, other_sheets_and_question
from sukui_desktop.documents.read.source_file_kind import check_and_hash_source_file
from sukui_desktop.documents.read.text_sheet import SheetRow, TextSheet, fill_cells_merged_down, sheet_with_held_numbers
from sukui_desktop.domain.channel.channel_result_file import (
    NO_COLUMN,
    REASON_OF,
    ChannelLine,
    ChannelMapping,
    ChannelReading,
)
from sukui_desktop.domain.channel.whole_number_parser import parse_whole_number
from sukui_desktop.domain.chosen_file import SourceFile
from sukui_desktop.domain.errors import BadInput
from sukui_desktop.domain.file_import import MAX_TITLE, FileQuestion, NotRead, NotReadKind, Problem
from sukui_desktop.domain.text_cleaning_and_search import clean_text
from sukui_desktop.domain.worksheet_column_letters import column_letters

_HEADER_WITHIN = 30
_SHOWN_ROWS = 40
_LONGEST_SHOWN = 80
_SHARES = ("율", "%", "％", "비율", "비중")
_NOTES = ("※", "*", "주)", "주:", "비고", "출처", "자료")
_IN_THOUSANDS = re.compile(
    r"(?:[(\[<（]|단위)\s*(?:단위)?\s*[:：]?\s*1?\s*[십백천만억]+\s*(?:표|명|건|인|회)?\s*[)\]>）]?\s*\Z"
)
_NO_MAPPING = ChannelMapping(header_row=0)


def parse_channel_file(file: SourceFile, mapping: ChannelMapping | None = None) -> ChannelReading:
    """Read a table of options with their votes (CSV, XLSX) or our own result.json, for looking at.

    Without `mapping` the columns are guessed; with it they are taken as given, whatever the headings say.
    Raises BadInput when the file as a whole cannot be read: as `open_sheets` and `read_channel_json`.
    """
    source = check_and_hash_source_file(file)
    if is_json(source):
        return read_channel_json(source)
    wanted = mapping.sheet if mapping is not None else ""
    sheets = tuple(fill_cells_merged_down(sheet_with_held_numbers(sheet)) for sheet in open_sheets(file))
    sheet = choose_sheet(sheets, wanted, _is_result_table)
    beside = other_sheets_and_question(sheets, sheet, wanted, _is_result_table)
    is_chosen = mapping is not None and (mapping.header_row > 0 or not mapping.sheet)
    used = mapping if mapping is not None and is_chosen else guess_channel_mapping(sheet)
    reading = _Table(sheet, used).read_all_rows()
    return replace(
        reading,
        mapping=replace(used, sheet=wanted),
        questions=(
            *beside.questions,
            *(() if is_chosen else _questions_about_columns_alike(sheet, used)),
            *_questions_about_hidden_rows(sheet, used),
            *_questions_about_votes_in_thousands(sheet, used),
        ),
        not_read=(*beside.not_read, *_find_columns_not_read(sheet, used)),
        sheets=tuple(one.name for one in sheets if one.name and not one.is_hidden),
        sheet=sheet.name,
    )


def _is_result_table(sheet: TextSheet) -> bool:
    guessed = guess_channel_mapping(sheet)
    return guessed.has_option_column() and guessed.has_number_column()


def _questions_about_columns_alike(sheet: TextSheet, mapping: ChannelMapping) -> list[FileQuestion]:
    """Return a question for each field that two columns name alike: 득표수(위원) and 득표수(시민)."""
    head = read_result_headings_up_to_row(sheet, mapping.header_row)
    found = []
    for field in known_headings_by_field("channel"):
        place = getattr(mapping, field)
        if place == NO_COLUMN:
            continue
        own = _narrowest_column_headings(head, sheet.hidden_columns)[place]
        named = (
            set(_columns_of_votes_or_points(head, field, sheet.hidden_columns))
            if field in ("votes", "points")
            else set()
        )
        same = {
            column
            for column, name in enumerate(_narrowest_column_headings(head, sheet.hidden_columns))
            if name and name == own
        } | named
        if len(same) > 1:
            labels = tuple(f"{column_letters(column)} {head.column_titles()[column]}" for column in sorted(same))
            found.append(FileQuestion(reason_code="columns_alike", columns=labels))
    return found


def _questions_about_votes_in_thousands(sheet: TextSheet, mapping: ChannelMapping) -> list[FileQuestion]:
    """Return a question about votes counted in thousands."""
    lines = [cell for row in sheet.rows[: max(mapping.header_row - 1, 0)] for cell in row.cells if "단위" in cell]
    words = read_result_headings_up_to_row(sheet, mapping.header_row).columns
    headings = words[mapping.votes] if 0 <= mapping.votes < len(words) else ()
    scaled = [one for one in (*headings, *lines) if _IN_THOUSANDS.search(clean_text(one))]
    if mapping.votes == NO_COLUMN or not scaled:
        return []
    return [FileQuestion(reason_code="votes_scaled", values=tuple(map(clean_text, scaled)))]


def _questions_about_hidden_rows(sheet: TextSheet, mapping: ChannelMapping) -> list[FileQuestion]:
    rows = tuple(sorted(number for number in sheet.hidden_rows if number > mapping.header_row))
    return [FileQuestion(reason_code="rows_hidden", rows=rows)] if rows else []


def _find_columns_not_read(sheet: TextSheet, mapping: ChannelMapping) -> list[NotRead]:
    used = (mapping.code, mapping.title, mapping.votes, mapping.points)
    written = enumerate(read_result_headings_up_to_row(sheet, mapping.header_row).column_titles())
    return [
        NotRead(
            what=NotReadKind.COLUMN,
            place=column_letters(column),
            value=clean_text(heading),
            reason_code="column_hidden" if column in sheet.hidden_columns else "column_unknown",
        )
        for column, heading in written
        if column not in used and heading.strip()
    ]


def guess_channel_mapping(sheet: TextSheet) -> ChannelMapping:
    """Return the columns by the first rows that name both an option and a number, else by those that name most."""
    best = _NO_MAPPING
    for row in sheet.rows[:_HEADER_WITHIN]:
        head = read_result_headings_from_row(sheet, row.number)
        guessed = _mapping_of_headings(head, sheet.hidden_columns)
        if guessed.has_option_column() and guessed.has_number_column():
            return guessed
        names = _narrowest_column_headings(head, sheet.hidden_columns)
        if best.header_row == 0 and len(match_headings_to_fields(names, known_headings_by_field("channel"))) > 0:
            best = guessed
    return best


def _narrowest_column_headings(head: ResultHeadings, hidden: frozenset[int]) -> list[str]:
    """Return the narrowest heading of each column, '' for a hidden column or a share, which is no number of votes."""
    return [
        ""
        if place in hidden or not parts or _is_share_heading(parts)
        else comparable_heading(parts[-1]) or comparable_heading(parts[0])
        for place, parts in enumerate(head.columns)
    ]


def _is_share_heading(parts: Sequence[str]) -> bool:
    return any(sign in part for part in parts for sign in _SHARES)


def _columns_of_votes_or_points(head: ResultHeadings, field: str, hidden: frozenset[int]) -> list[int]:
    """Return the columns of votes or of points: so called, or below such a heading (득표 over 위원, 시민 and 계)."""
    known = {comparable_heading(name) for name in known_headings_by_field("channel")[field]}
    others = {
        comparable_heading(name)
        for key, names in known_headings_by_field("channel").items()
        if key != field
        for name in names
    }
    return [
        place
        for place, parts in enumerate(head.columns)
        if place not in hidden
        and not _is_share_heading(parts)
        and any(comparable_heading(part) in known for part in parts)
        and comparable_heading(parts[-1]) not in others | {"순위"}
    ]


def _mapping_of_headings(head: ResultHeadings, hidden: frozenset[int]) -> ChannelMapping:
    names = _narrowest_column_headings(head, hidden)
    places = match_headings_to_fields(names, known_headings_by_field("channel"))
    if "code" not in places and "title" not in places:
        places |= match_headings_to_fields(names, known_headings_by_field("channel_serial"))
    whole = known_headings_by_field("subheadings")["whole"]
    for field in ("votes", "points"):
        found = _columns_of_votes_or_points(head, field, hidden)
        sums = [place for place in found if comparable_heading(head.columns[place][-1]) in whole]
        if field not in places and found:
            places[field] = (sums or found)[0]
    return replace(_NO_MAPPING, header_row=head.last, **places)


class _Table:
    """One sheet being read by one mapping."""

    def __init__(self, sheet: TextSheet, mapping: ChannelMapping) -> None:
        self._sheet = sheet
        self._mapping = mapping
        self._header = next((row for row in sheet.rows if row.number == mapping.header_row), SheetRow(0, ()))
        self._head = read_result_headings_up_to_row(sheet, mapping.header_row)
        self._words = self._head.column_titles()
        self._width = max((place + 1 for place, words in enumerate(self._words) if words), default=0)
        self._lines: list[ChannelLine] = []
        self._problems: list[Problem] = []
        self._totals = Totals()
        self._has_sum = False
        self._is_table_over = False
        """An empty row came after a sum: what follows without a number is a remark."""

    def read_all_rows(self) -> ChannelReading:
        """Return everything the sheet says; while a column is missing no line is read."""
        if self._check_columns_found():
            for place, row in enumerate(self._sheet.rows):
                self._read_row_below_or_above_header(row, self._sheet.rows[place + 1 : place + 2])
        return ChannelReading(
            file_name=self._sheet.file_name,
            sha256=self._sheet.sha256,
            encoding=self._sheet.encoding,
            first_rows=tuple(row.cells for row in self._sheet.rows[:_SHOWN_ROWS]),
            headers=self._words,
            mapping=self._mapping,
            lines=tuple(self._lines),
            totals=self._totals.collected_totals(),
            problems=tuple(self._problems),
        )

    def _check_columns_found(self) -> bool:
        if self._mapping.header_row < 1 or not self._header.cells:
            self._note_problem(
                self._first_written_row(), "", self._joined_cells(self._first_written_row()), "channel_header_missing"
            )
        elif not self._mapping.has_option_column():
            self._note_problem(self._header, "", self._joined_cells(self._header), "channel_column_missing_option")
        elif not self._mapping.has_number_column():
            self._note_problem(self._header, "", self._joined_cells(self._header), "channel_column_missing_votes")
        return not self._problems

    def _first_written_row(self) -> SheetRow:
        return next((row for row in self._sheet.rows if not row.is_blank()), SheetRow(1, ()))

    def _joined_cells(self, row: SheetRow) -> str:
        return " ".join(cell for cell in row.cells if cell.strip())

    def _read_row_below_or_above_header(self, row: SheetRow, following: Sequence[SheetRow]) -> None:
        """Sort one row: above the header totals alone, below it an option, a sum, a total or a remark."""
        if row.is_blank() or row.number == self._mapping.header_row:
            self._is_table_over = self._is_table_over or (self._has_sum and row.is_blank())
            return
        if row.number < self._mapping.header_row:
            below = [next_row for next_row in following if next_row.number < self._mapping.header_row]
            self._totals.note_labelled_totals(row.cells, below)
        elif any(cell.strip() for cell in row.cells[self._width :]):
            self._note_problem(row, "", self._joined_cells(row), "channel_cells_too_many")
        elif self._repeats_heading(row):
            return
        elif self._is_total_row(row):
            self._read_total_row(row)
        elif not self._totals.note_labelled_totals(row.cells, following, self._cell_at(row, self._mapping.votes)):
            self._read_option_row(row)

    def _repeats_heading(self, row: SheetRow) -> bool:
        written = [comparable_heading(cell) for cell in row.cells[: self._width]]
        heads = (self._sheet.row(number) for number in range(self._head.first, self._head.last + 1))
        return bool(written) and any(
            written == [comparable_heading(head.cell(place)) for place in range(len(written))] for head in heads
        )

    def _is_total_row(self, row: SheetRow) -> bool:
        return self._comparable_first_cell(row) in total_row_headings()

    def _comparable_first_cell(self, row: SheetRow) -> str:
        return comparable_heading(next(clean_text(cell) for cell in row.cells if cell.strip()))

    def _read_total_row(self, row: SheetRow) -> None:
        if self._comparable_first_cell(row) in known_headings_by_field("totals")["parts"]:
            return
        self._has_sum = True
        for field, place in (("votes", self._mapping.votes), ("points", self._mapping.points)):
            cell = self._cell_at(row, place)
            if cell.strip():
                number = self._read_number(row, place, may_be_negative=field == "points")
                self._totals.note_total_of_field(field, number)

    def _read_option_row(self, row: SheetRow) -> None:
        mapping = self._mapping
        code, title = clean_text(self._cell_at(row, mapping.code)), clean_text(self._cell_at(row, mapping.title))
        has_number = bool((self._cell_at(row, mapping.votes) + self._cell_at(row, mapping.points)).strip())
        if not has_number and (self._is_remark_row(row) or not (code or title)):
            return
        if not code and not title:
            self._note_problem(row, "", self._joined_cells(row), "channel_option_empty")
        elif max(len(code), len(title)) > MAX_TITLE:
            self._note_problem(row, "", code or title, "channel_title_too_long")
        else:
            votes = self._read_number(row, mapping.votes)
            points = self._read_number(row, mapping.points, may_be_negative=True)
            self._lines.append(ChannelLine(row=row.number, code=code, title=title, votes=votes, points=points))

    def _is_remark_row(self, row: SheetRow) -> bool:
        """Return whether a row without a number is a remark; an option it may have been is then found missing.

        Such are all rows below the sum and an empty row, as a result has them that tells its base and its money.
        """
        written = [cell.strip() for cell in row.cells if cell.strip()]
        return self._is_table_over or len(written) == 1 or written[0].startswith(_NOTES)

    def _read_number(self, row: SheetRow, place: int, *, may_be_negative: bool = False) -> int | None:
        if place == NO_COLUMN:
            return None
        try:
            return parse_whole_number(self._cell_at(row, place), may_be_negative=may_be_negative)
        except BadInput as fault:
            heading = self._words[place] if place < len(self._words) else ""
            self._note_problem(row, heading, self._cell_at(row, place), REASON_OF[fault.code])
            return None

    def _cell_at(self, row: SheetRow, place: int) -> str:
        return row.cells[place] if 0 <= place < len(row.cells) else ""

    def _note_problem(self, row: SheetRow, column: str, value: str, reason_code: str) -> None:
        shown = clean_text(value)[:_LONGEST_SHOWN]
        file = self._sheet.file_name
        self._problems.append(Problem(file=file, row=row.number, column=column, value=shown, reason_code=reason_code))
