"""Columns of a list: which heading means which field, over one row of headings or several, and the unit of its money.

What cannot be told apart, two columns of money under one heading or a unit that is not understood, becomes a question.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Collection, Mapping, Sequence
from functools import cache, lru_cache
from typing import Literal

import msgspec

from sukui_desktop.assets.resources import read_resource
from sukui_desktop.documents.read.text_sheet import SheetRow, TextSheet
from sukui_desktop.domain.file_import import NO_CHOICES, FileQuestion, ImportChoices
from sukui_desktop.domain.text_cleaning_and_search import clean_text
from sukui_desktop.domain.worksheet_column_letters import column_letters
from sukui_desktop.domain.written_money_units import (
    NO_UNIT,
    UnitKind,
    UnitStatement,
    parse_money_unit,
    parse_unit_in_heading,
    parse_unit_in_line,
    split_brackets,
    split_heading_and_unit,
    strip_footnote_marks,
)

Subject = Literal["projects", "people"]
Headed = Literal["projects", "people", "channel"]
"""Lists and tables that have headings."""

_HEADER_WITHIN = 60
"""The headings are in one of the first rows; above them are titles, dates and remarks."""
_DEEPEST_HEADER = 6
_YEAR_BEFORE = re.compile(
    r"\A(?:['‘’]?(?:20)?[0-9]{2}(?:년도?|회계연도)?|전년도?|금년도?|당해연도|당해년도|내년도?|익년도?)(?=[가-힣])"
)
_LETTERS = re.compile(r"[a-z①-⑳㉠-㉭ⓐ-ⓩ+=\-/×*]+")
"""Letters by which a table says how its columns add up: 계(A+B)."""
_NUMBER = re.compile(r"[-△▲(]?\s*[0-9][0-9,. ]*(?:원|%)?\)?\Z")
_LONGEST_HEADING = 40
_YEAR_PART = re.compile(
    r"['‘’]?(?:20)?[0-9]{2}(?:년도?|회계연도|fy)?(?:분|까지|이전|이후|예산|계획|투자)?|[1-9]차년도?|[1-4]/?4?분기|[상하]반기"
    r"|기투자액?|향후(?:투자액?|계획)?|(?:전|금|당해|내|익)년도?"
)
"""Headings under which a cost of several years is parted: 2026년, '27, 1차년도, 상반기, 향후."""
_PART_ENDING = re.compile(r"(?<=비)(?:지원|보조|부담)?(?:금|액|예산|사업비)?\Z")
"""What may stand behind 국비 and 시비: 국비지원액, 시비부담금."""


_OTHER_COST = re.compile(
    r"(?:최종|심사|조정|확정|결정|선정|반영|편성|검토|수정|변경|승인|의결|배정|인정|산출|산정|실제|실소요|재산정|협의|부서)"
    r"(?:후|된|검토)?(?:액|금액|사업비|예산액?|예산안|소요액|비용)"
)
_NO_COST = re.compile(r"단가|당|평균|비율|증감|인원|수량|면적|누계|잔액|집행|전년|기준|한도")
"""Words of a column of money that is not the amount of a project."""


class Columns(msgspec.Struct, frozen=True):
    """The columns of a sheet by field."""

    header_row: int
    """Number of the last row of headings, 0 when none was found."""
    places: Mapping[str, int]
    """Field → index of its cell from 0."""
    headers: Mapping[str, str]
    """Field → heading as written, those above it before it."""
    width: int
    """How many cells a row has."""
    missing: tuple[str, ...]
    """Required fields that no heading names."""
    headings: tuple[str, ...] = ()
    """Heading of every column, '' where it has none."""
    questions: tuple[FileQuestion, ...] = ()
    unit: UnitStatement = NO_UNIT
    """What bare amounts count in."""
    unit_column: int = -1
    """The column that says the unit row by row, -1 without one."""
    parts: Mapping[int, int] = {}
    """Column of a part of the cost (국비, 시비) → won of its unit; of two and more their sum should be the cost."""
    years: Mapping[int, int] = {}
    """Column of a year of the cost (2026년, 2027년 beside 합계) → won of its unit, likewise."""
    other_costs: Mapping[int, int] = {}
    """Column of money of another name (최종액, 심사결과(천원)) → won of its unit: perhaps the one that is meant."""
    aggregates: frozenset[int] = frozenset()
    """Those of `parts` that may be the sum of others: 지방비 of 시비 and 구비."""
    first_row: int = 0
    """Number of the first row of headings, 0 when none was found."""

    @property
    def cost_unit(self) -> int:
        """How many won a bare amount counts in: 1 where nothing is said, 0 where a person has to say it."""
        return {UnitKind.NONE: 1, UnitKind.KNOWN: self.unit.won}.get(self.unit.kind, 0)


@cache
def _known_column_names() -> dict[str, dict[str, list[str]]]:
    tree: dict[str, dict[str, list[str]]] = tomllib.loads(read_resource("templates/columns.toml").decode("utf-8"))
    return tree


@cache
def total_row_headings() -> frozenset[str]:
    """Return the words that head a row of sums, which is no project and no person."""
    return frozenset(_known_column_names()["totals"]["words"])


def known_headings_by_field(section: str) -> dict[str, list[str]]:
    """Return the fields of one section of columns.toml, each with the headings by which it is known."""
    return _known_column_names()[section]


@lru_cache(maxsize=4096)
def comparable_heading(header: str) -> str:
    """Return a header for comparing: without brackets, blanks, marks of footnotes, underscores, in lower case."""
    plain = re.sub(r"[\s*_※·]", "", split_brackets(strip_footnote_marks(header))[0]).lower()
    return re.sub(r"(?<=.)단위[:=;].*\Z", "", plain)


def match_headings_to_fields(written: Sequence[str], known: Mapping[str, list[str]]) -> dict[str, int]:
    """Return for each field that some heading names the index of that heading; no heading serves two fields."""
    plain = [comparable_heading(header) for header in written]
    places: dict[str, int] = {}
    for field, synonyms in known.items():
        taken = set(places.values())
        for name in map(comparable_heading, synonyms):
            found = [place for place, header in enumerate(plain) if header == name and place not in taken]
            if found:
                places[field] = found[0]
                break
    return places


def find_columns(sheet: TextSheet, subject: Subject, choices: ImportChoices = NO_CHOICES) -> Columns:
    """Find the headings among the first rows: the first block of rows that names every required field, else the one
    that names most of them. What a person chose goes before what the headings say."""
    required = tuple(_known_column_names()["required"][subject])
    deepest = choices.header_row or _HEADER_WITHIN + _DEEPEST_HEADER
    sheet = msgspec.structs.replace(sheet, merged=tuple(one for one in sheet.merged if one.top <= deepest))
    best = Columns(0, {}, {}, 0, required)
    starts = range(1, min(len(sheet.rows), _HEADER_WITHIN) + 1)
    if choices.header_row:
        starts = range(max(1, choices.header_row - _DEEPEST_HEADER), choices.header_row + 1)
    for start in starts:
        last = _find_last_heading_row(sheet, start, subject)
        if choices.header_row and last != choices.header_row:
            if start < choices.header_row:
                continue
            last = start
        if not choices.header_row and not any(
            _has_known_heading(sheet.row(row), subject) for row in range(start, last + 1)
        ):
            continue
        block = _Block(sheet, start, last, subject, choices)
        columns = block.find_all_columns()
        is_better = columns.places and len(columns.missing) < len(best.missing)
        if is_better or (best.header_row == last and columns.places and columns.missing == best.missing):
            best = columns
        elif choices.header_row == last and not best.header_row:
            best = msgspec.structs.replace(columns, header_row=last)
    return best


def _has_known_heading(row: SheetRow, subject: Headed) -> bool:
    """Return whether a cell of the row is a known heading: a quick look, because few rows of a sheet are headings."""
    return any(comparable_heading(cell) in _known_headings(subject) for cell in row.cells if not cell[:1].isdigit())


@cache
def _comparable_headings_by_field(subject: Headed) -> Mapping[str, tuple[str, ...]]:
    """Return field → the headings by which it is known, for comparing."""
    return {field: tuple(map(comparable_heading, names)) for field, names in _known_column_names()[subject].items()}


@cache
def _known_headings(subject: Headed) -> frozenset[str]:
    serials = map(comparable_heading, _known_column_names()["channel_serial"]["code"]) if subject == "channel" else ()
    return frozenset([*serials, *(name for names in _comparable_headings_by_field(subject).values() for name in names)])


def _find_last_heading_row(sheet: TextSheet, start: int, subject: Headed) -> int:
    """Return the last row of the headings that begin in row `start`: merged cells and sub-headings go further down."""
    last = start
    while last < start + _DEEPEST_HEADER - 1:
        down = [m.bottom for m in sheet.merged if start <= m.top <= last < m.bottom and sheet.row(m.top).cell(m.left)]
        across = any(m.top <= last <= m.bottom and m.top >= start and m.right > m.left for m in sheet.merged)
        if down and max(down) < start + _DEEPEST_HEADER:
            last = max(down)
        elif _is_subheading(sheet.row(last), sheet.row(last + 1), subject, is_under_merged=across):
            last += 1
        else:
            break
    return last


def _is_subheading(above: SheetRow, row: SheetRow, subject: Headed, *, is_under_merged: bool) -> bool:
    """Return whether a row goes on with the headings of the row above: parts of it, units, no value of a list."""
    written = {place: tidy for place, cell in enumerate(row.cells) if (tidy := clean_text(cell))}
    if not written or row.is_blank() or any(map(_is_number_and_no_heading, written.values())):
        return False
    if next(iter(written.values())).startswith(("※", "*")) or len(written) > len(row.cells):
        return False
    known = _known_headings(subject)
    words = _subheading_words_for_subject(subject) | (known if subject == "channel" else frozenset())
    plain = {place: comparable_heading(cell) for place, cell in written.items()}
    is_known = [
        plain[place] in words
        or parse_money_unit(cell) is not None
        or _is_money_unit_alone(cell)
        or _is_year_heading(cell)
        for place, cell in written.items()
    ]
    if all(is_known):
        return subject != "channel" or all(
            name in known
            or comparable_heading(above.cell(place))
            not in known - frozenset(_comparable_headings_by_field(subject)["votes"])
            for place, name in plain.items()
            if not _is_money_unit_alone(written[place])
        )
    keys = [place for place, cell in enumerate(above.cells) if comparable_heading(cell) in known]
    is_keyless = not any(place in written for place in keys[:2])
    return (
        is_under_merged
        and is_keyless
        and all(ok or plain[place] in known for ok, place in zip(is_known, plain, strict=True))
    )


def _is_number_and_no_heading(cell: str) -> bool:
    """Return whether a cell is a number of a list: no year and no unit such as (1,000원)."""
    is_unit = not cell[:1].isdigit() and parse_unit_in_line(cell).kind == UnitKind.KNOWN
    return bool(_NUMBER.match(cell)) and not is_unit and not _is_year_heading(cell)


def _is_money_unit_alone(cell: str) -> bool:
    outside, _ = split_brackets(cell)
    return not outside.strip() and parse_unit_in_heading(cell).kind in (
        UnitKind.KNOWN,
        UnitKind.UNKNOWN,
        UnitKind.OTHER,
    )


def _is_year_heading(cell: str) -> bool:
    plain = comparable_heading(cell)
    return re.fullmatch(r"20[0-9]{2}|'?(?:20)?[0-9]{2}년도?(?:예산)?", plain) is not None or (
        _YEAR_PART.fullmatch(plain) is not None and not plain.isdigit()
    )


@cache
def _subheading_words_by_kind() -> Mapping[str, frozenset[str]]:
    """Return the words of a second row of headings by their kind (whole, parts ...), for comparing."""
    return {
        kind: frozenset(map(comparable_heading, words)) for kind, words in _known_column_names()["subheadings"].items()
    }


@cache
def _subheading_words_for_subject(subject: Headed) -> frozenset[str]:
    kinds = [words for kind, words in _subheading_words_by_kind().items() if kind != "channel" or subject == "channel"]
    return frozenset().union(*kinds)


@cache
def _cost_headings(subject: Subject) -> frozenset[str]:
    """Return the names of the cost, each alone and with a word behind it that says that it is the whole."""
    names = _comparable_headings_by_field(subject)["cost"]
    return frozenset([*names, *(f"{name}{word}" for name in names for word in _subheading_words_by_kind()["whole"])])


_WIDE_COSTS = (
    "사업비",
    "예산",
    "예산액",
    "소요액",
    "투자계획",
    "재원",
    "재원별",
    "재원내역",
    "재원구분",
    "재원조달계획",
)
"""Ends of a heading over several columns of money."""


class _Heading(msgspec.Struct, frozen=True):
    """What heads one column, from the widest heading to the narrowest."""

    column: int
    parts: tuple[str, ...]
    """As written."""

    @property
    def words(self) -> str:
        """The heading as people read it, cut to 40 letters."""
        return " ".join(self.parts)[:_LONGEST_HEADING]

    @property
    def comparable_parts(self) -> tuple[str, ...]:
        """The parts for comparing, narrowest last; what is in brackets and no unit is a part of its own."""
        return _comparable_parts(self.parts)

    @property
    def is_one_year_of_several(self) -> bool:
        """Whether the column is one year of several, as 2026년 is under 사업비."""
        plain = [comparable_heading(part) for part in self.parts if parse_money_unit(part) is None]
        return _YEAR_PART.fullmatch(next((name for name in reversed(plain) if name), "")) is not None

    def stands_under_known_heading(self, known: Collection[str]) -> bool:
        """Return whether a wider heading over the narrowest is one of `known`, or ends with one: 재원별 사업비."""
        return any(name in known or name.endswith(_WIDE_COSTS) for name in self.comparable_parts[:-1])

    def label_with_column_letter(self) -> str:
        """Return the column as people name it."""
        return f"{column_letters(self.column)} {self.words}".strip()


@lru_cache(maxsize=4096)
def _comparable_parts(parts: tuple[str, ...]) -> tuple[str, ...]:
    found: list[str] = []
    for part in parts:
        if parse_money_unit(part) is None and (plain := comparable_heading(part)):
            found.append(_YEAR_BEFORE.sub("", plain))
        inside = [
            one
            for one in split_brackets(strip_footnote_marks(part))[1]
            if parse_unit_in_heading(f"({one})").kind == UnitKind.OTHER
        ]
        found += [tidy for one in inside if (tidy := comparable_heading(one)) and not _LETTERS.fullmatch(tidy)]
    return tuple(found)


def _is_subheading_word(cell: str, subject: Headed) -> bool:
    return (bool(cell) and comparable_heading(cell) in _subheading_words_for_subject(subject)) or _YEAR_PART.fullmatch(
        comparable_heading(cell)
    ) is not None


def _read_headings(sheet: TextSheet, first: int, last: int, subject: Headed) -> list[_Heading]:
    """Return what heads each column in the rows of headings `first` to `last`."""
    rows = [sheet.row(number) for number in range(first, last + 1)]
    width = max((len(row.cells) for row in rows), default=0)
    grid = [[clean_text(row.cell(column)) for column in range(width)] for row in rows]
    for merged in sheet.merged:
        if first <= merged.top <= last:
            for depth in range(merged.top - first, min(merged.bottom, last) - first + 1):
                for column in range(merged.left, min(merged.right + 1, width)):
                    grid[depth][column] = grid[merged.top - first][merged.left]
    if not any(first <= merged.top <= last and merged.right > merged.left for merged in sheet.merged):
        _fill_blanks_above_subheadings_in_place(grid, subject)
    headings = []
    for column in range(width):
        parts = [line[column] for line in grid if line[column]]
        headings.append(_Heading(column, tuple(part for i, part in enumerate(parts) if i == 0 or part != parts[i - 1])))
    return headings


def _fill_blanks_above_subheadings_in_place(grid: list[list[str]], subject: Headed) -> None:
    """Carry a heading to the right over sub-headings with none above them: a table saved without its merges."""
    for depth in range(len(grid) - 1):
        for column in range(1, len(grid[depth])):
            is_part = any(
                _is_subheading_word(line[column], subject) and _is_subheading_word(line[column - 1], subject)
                for line in grid[depth + 1 :]
            )
            if not grid[depth][column] and is_part:
                grid[depth][column] = grid[depth][column - 1]


class ResultHeadings(msgspec.Struct, frozen=True):
    """The rows of headings of a table of votes, from the first to the last, and what heads each column."""

    first: int
    last: int
    columns: tuple[tuple[str, ...], ...]
    """The parts of each column's heading as written, the widest first."""

    def column_titles(self) -> tuple[str, ...]:
        """Return each column's heading as people read it, '' where it has none."""
        return tuple(" ".join(parts) for parts in self.columns)


def read_result_headings_from_row(sheet: TextSheet, start: int) -> ResultHeadings:
    """Return the headings of a table of votes that begin in row `start`, over as many rows as they go on."""
    last = start
    if not any(_NUMBER.match(clean_text(cell)) for cell in sheet.row(start).cells if cell.strip()):
        last = _find_last_heading_row(sheet, start, "channel")
    found = _read_headings(sheet, start, last, "channel")
    return ResultHeadings(start, last, tuple(heading.parts for heading in found))


def read_result_headings_up_to_row(sheet: TextSheet, last: int) -> ResultHeadings:
    """Return the headings of a table of votes whose last row is `last`."""
    for start in range(max(1, last - _DEEPEST_HEADER + 1), last):
        if (
            _has_known_heading(sheet.row(start), "channel")
            and (found := read_result_headings_from_row(sheet, start)).last == last
        ):
            return found
    alone = _read_headings(sheet, last, last, "channel")
    return ResultHeadings(last, last, tuple(heading.parts for heading in alone))


class _Block:
    """Rows of headings being read."""

    def __init__(self, sheet: TextSheet, first: int, last: int, subject: Subject, choices: ImportChoices) -> None:
        self._sheet, self._first, self._last = sheet, first, last
        self._subject: Subject = subject
        self._choices = choices
        self._known = _comparable_headings_by_field(subject)
        self._headings = _read_headings(sheet, first, last, subject)
        self._questions: list[FileQuestion] = []

    def find_all_columns(self) -> Columns:
        """Return the columns by what the headings say and by what a person chose."""
        places: dict[str, int] = {}
        for field in self._known:
            place = self._find_column(field, set(places.values()))
            if place is not None:
                places[field] = place
        chosen = {field: place for field, place in self._choices.places.items() if 0 <= place < len(self._headings)}
        places = {field: place for field, place in places.items() if place not in chosen.values()} | chosen
        required = _known_column_names()["required"][self._subject]
        named = {heading.column for heading in self._headings if heading.parts}
        width = max(named, default=-1) + 1
        unit_column = next(
            (
                h.column
                for h in self._headings
                if h.comparable_parts[-1:] in _UNIT_HEADINGS and h.column not in places.values()
            ),
            -1,
        )
        unit = self._unit_of_money_columns(places)
        parts, years = (
            self._cost_part_columns(places, unit, is_year=False),
            self._cost_part_columns(places, unit, is_year=True),
        )
        aggregates = {comparable_heading(word) for word in _known_column_names()["subheadings"]["aggregates"]}
        return Columns(
            header_row=self._last,
            places=places,
            headers={field: self._headings[place].words for field, place in places.items()},
            width=max(width, *(place + 1 for place in places.values()), 0),
            missing=tuple(field for field in required if field not in places),
            headings=tuple(heading.words for heading in self._headings),
            questions=tuple(self._questions),
            unit=unit,
            parts=parts,
            aggregates=frozenset(
                column for column in parts if self._headings[column].comparable_parts[-1] in aggregates
            ),
            unit_column=unit_column if "cost" in places else -1,
            years=years,
            first_row=self._first,
            other_costs=self._other_money_columns(places, {*parts, *years}, unit),
        )

    def _other_money_columns(
        self, places: Mapping[str, int], parts: Collection[int], unit: UnitStatement
    ) -> dict[int, int]:
        """Return the columns of money that are neither the cost nor a part of it, each with its unit."""
        if "cost" not in places:
            return {}
        found: dict[int, int] = {}
        for heading in self._headings:
            is_used = heading.column in places.values() or heading.column in parts
            if is_used or not heading.comparable_parts or heading.column in self._sheet.hidden_columns:
                continue
            said = parse_unit_in_heading(heading.parts[-1])
            is_money = said.kind == UnitKind.KNOWN or _OTHER_COST.fullmatch(heading.comparable_parts[-1])
            if is_money and not _NO_COST.search(" ".join(heading.comparable_parts)):
                found[heading.column] = said.won or unit.won or 1
        return found

    def _cost_part_columns(self, places: Mapping[str, int], unit: UnitStatement, *, is_year: bool) -> dict[int, int]:
        """Return the columns of what the cost is made of, by source or by year, each with its unit."""
        if "cost" not in places:
            return {}
        known = frozenset(self._known["cost"])
        words = {comparable_heading(word) for word in _known_column_names()["subheadings"]["parts"]}
        vague = {comparable_heading(word) for word in _known_column_names()["subheadings"]["vague"]}
        found: dict[int, int] = {}
        for heading in self._headings:
            if heading.column in places.values() or heading.is_one_year_of_several != is_year:
                continue
            is_under_cost = heading.stands_under_known_heading(known)
            last = heading.comparable_parts[-1] if heading.comparable_parts else ""
            last = last if last in words else _PART_ENDING.sub("", last)
            if not is_year and (last not in words or (last in vague and not is_under_cost)):
                continue
            said = [_unit_in_heading_part(part, known) for part in reversed(heading.parts)]
            own = next((one.won for one in said if one.kind == UnitKind.KNOWN), unit.won or 1)
            found[heading.column] = own
        return found

    def _find_column(self, field: str, taken: set[int]) -> int | None:
        """Return the column of a field; hidden columns only where there is no other."""
        if field in self._choices.places:
            return None
        hidden = self._sheet.hidden_columns
        free = [heading for heading in self._headings if heading.column not in taken]
        shown = [heading for heading in free if heading.column not in hidden]
        find = self._find_cost_column if field == "cost" else self._find_best_named_column
        place = find(field, shown)
        if place is None and field in _known_column_names()["required"][self._subject]:
            place = find(field, free)
            if place is not None:
                self._ask_which_column("column_hidden", [self._headings[place]])
        return place

    def _find_best_named_column(self, field: str, free: list[_Heading]) -> int | None:
        """Return the column whose heading is the best known name; a heading over it counts where none is."""
        written = {name for heading in free for name in heading.comparable_parts}
        known = [name for name in self._known[field] if name in written]
        others = {name for key, names in self._known.items() if key != field for name in names}
        for is_whole in (True, False):
            for name in known:
                found = [
                    heading
                    for heading in free
                    if heading.comparable_parts[-1:] == (name,)
                    or (
                        not is_whole
                        and name in heading.comparable_parts
                        and not others.intersection(heading.comparable_parts[-1:])  # 위원 구분 over 분과 is 분과
                    )
                ]
                if not found:
                    continue
                found = self._headings_with_any_value(found)
                if len(found) > 1:
                    preferred = [
                        h for h in found if h.comparable_parts[-1] in _known_column_names()["subheadings"]["preferred"]
                    ]
                    if not preferred and field in _known_column_names()["required"][self._subject]:
                        self._ask_which_column("headings_twice", found)
                    found = preferred or found
                return found[0].column
        return None

    def _find_cost_column(self, field: str, free: list[_Heading]) -> int | None:
        """Return the column of the whole cost; among several that only a person can tell apart, ask."""
        known = _cost_headings(self._subject)
        found = self._headings_with_any_value([heading for heading in free if self._is_cost_heading(heading, known)])
        sub = _subheading_words_by_kind()
        if not found:
            return self._find_sum_column_beside_parts(free)
        if len(found) == 1:
            if found[0].comparable_parts[-1] in sub["parts"]:
                self._ask_which_column("columns_alike", found)
            return found[0].column
        totals = [heading for heading in found if _is_sum_of_parts(heading, sub["whole"], known)]
        rest = [heading for heading in found if heading not in totals]
        if len(totals) != 1 or any(
            not (heading.comparable_parts[-1] in sub["parts"] or heading.is_one_year_of_several) for heading in rest
        ):
            self._ask_which_column("columns_alike", found)
        return (totals or found)[0].column

    def _find_sum_column_beside_parts(self, free: list[_Heading]) -> int | None:
        """Return the one column of sums beside columns of parts, where no heading says 사업비: 국비, 시비, 계."""
        sub = _subheading_words_by_kind()
        totals = [
            heading
            for heading in free
            if heading.comparable_parts[-1:] and heading.comparable_parts[-1] in sub["whole"]
        ]
        parts = [
            heading
            for heading in free
            if heading.is_one_year_of_several
            or (heading.comparable_parts[-1:] and heading.comparable_parts[-1] in sub["parts"])
        ]
        return totals[0].column if len(totals) == 1 and len(parts) > 1 else None

    def _headings_with_any_value(self, found: list[_Heading]) -> list[_Heading]:
        """Return the columns that have anything below their heading: one heading merged over two often fills one."""
        if len(found) < 2:
            return found
        rows = self._sheet.rows[self._last :]
        filled = [heading for heading in found if any(row.cell(heading.column).strip() for row in rows)]
        return filled or found

    def _is_cost_heading(self, heading: _Heading, known: frozenset[str]) -> bool:
        names = heading.comparable_parts
        if not any(
            name in known or split_heading_and_unit(name, known) for name in names
        ) and not heading.stands_under_known_heading(known):
            return False
        others = [name for field, synonyms in self._known.items() if field != "cost" for name in synonyms]
        return names[-1] in known or names[-1] not in others

    def _ask_which_column(self, reason_code: str, headings: Sequence[_Heading]) -> None:
        self._questions.append(
            FileQuestion(
                reason_code=reason_code, columns=tuple(heading.label_with_column_letter() for heading in headings)
            )
        )

    def _unit_of_money_columns(self, places: Mapping[str, int]) -> UnitStatement:
        """Return what the amounts count in: the heading's own word, else the nearest line above, else one below."""
        if self._choices.unit:
            return UnitStatement(UnitKind.KNOWN, self._choices.unit, "")
        if "cost" not in places:
            return NO_UNIT
        known = frozenset(self._known["cost"])
        other = NO_UNIT
        for part in reversed(self._headings[places["cost"]].parts):
            said = _unit_in_heading_part(part, known)
            if said.kind in (UnitKind.KNOWN, UnitKind.UNKNOWN):
                return said
            other = said if said.kind == UnitKind.OTHER else other
        for number in range(self._last, 0, -1):
            row = self._sheet.row(number)
            if number >= self._first and sum(bool(cell.strip()) for cell in row.cells) != 1:
                continue  # a row of headings speaks for its own columns, one unit alone for the table
            said = _read_unit_in_row(row)
            if said.kind in (UnitKind.KNOWN, UnitKind.UNKNOWN):
                return said
            other = other if said.kind == UnitKind.NONE else said
        for row in self._sheet.rows[self._last :]:
            said = _read_unit_in_row(row) if _is_remark_row(row) else NO_UNIT
            if said.kind in (UnitKind.KNOWN, UnitKind.UNKNOWN):
                return UnitStatement(UnitKind.UNKNOWN, words=said.words)  # below the table: may be meant for another
        for heading in self._headings if other.kind == UnitKind.NONE else ():
            said = parse_unit_in_heading(heading.parts[-1]) if heading.parts else NO_UNIT
            if said.kind == UnitKind.KNOWN and said.won > 1:  # 최종액 beside 사업비(천원): most likely the same
                return UnitStatement(UnitKind.UNKNOWN, words=heading.words)
        for name in (self._sheet.name, self._sheet.file_name.rpartition(".")[0]):
            if other.kind == UnitKind.NONE and parse_unit_in_line(name).kind in (UnitKind.KNOWN, UnitKind.UNKNOWN):
                return UnitStatement(UnitKind.UNKNOWN, words=name)
        return other


_UNIT_HEADINGS = (("단위",), ("금액단위",), ("화폐단위",), ("통화단위",), ("unit",))


def _is_sum_of_parts(heading: _Heading, whole: frozenset[str], known: frozenset[str]) -> bool:
    """Return whether a heading says that its column is the sum of others: 계, 사업비 합계, 총사업비 beside 국비."""
    last = heading.comparable_parts[-1]
    return last in whole or any(last == f"{name}{word}" for name in known for word in whole)


def _unit_in_heading_part(part: str, known: frozenset[str]) -> UnitStatement:
    unit = parse_money_unit(part)
    if unit is not None:
        return UnitStatement(UnitKind.KNOWN, unit, part)
    said = parse_unit_in_heading(part)
    if said.kind in (UnitKind.NONE, UnitKind.OTHER) and (
        found := split_heading_and_unit(comparable_heading(part), known)
    ):
        return UnitStatement(UnitKind.KNOWN, found[1], part)
    return said


def _read_unit_in_row(row: SheetRow) -> UnitStatement:
    """Return what a line beside the table says of the unit; two different ones in a line are not understood."""
    said = [parse_unit_in_line(clean_text(cell)) for cell in row.cells if cell.strip()]
    units = {one.won for one in said if one.kind == UnitKind.KNOWN}
    unknown = next((one for one in said if one.kind == UnitKind.UNKNOWN), None)
    if len(units) > 1 or unknown is not None:
        return unknown or UnitStatement(UnitKind.UNKNOWN, words=" ".join(one.words for one in said if one.words))
    return next((one for one in said if one.kind == UnitKind.KNOWN), next((one for one in said if one.words), NO_UNIT))


def _is_remark_row(row: SheetRow) -> bool:
    """Return whether a row is a remark and no line of the list."""
    return 0 < sum(bool(cell.strip()) for cell in row.cells) <= 2 and not any(
        _NUMBER.match(clean_text(cell)) for cell in row.cells if cell.strip()
    )


def read_unit_if_remark_row(row: SheetRow) -> UnitStatement:
    """Return the unit that a remark among the rows states; nothing for a line of the list."""
    return _read_unit_in_row(row) if _is_remark_row(row) else NO_UNIT
