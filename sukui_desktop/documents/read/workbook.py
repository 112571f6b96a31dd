"""Excel reader: the sheets of an `.xlsx` as rows of text, with what is hidden, merged, scaled or not stored.

Only what is written is kept and counted, so a coloured empty cell at the end of a sheet costs nothing, and a file made
to fill the memory is refused while it is being read.
"""

from __future__ import annotations

import datetime
import io
import posixpath
import re
import zipfile
import zlib
from collections.abc import Callable, Mapping
from xml.parsers import expat

from sukui_desktop.documents.formula_escaping import unescape_formula
from sukui_desktop.documents.read.excel_number_format import (
    PLAIN,
    NumberFormat,
    built_in_number_format,
    number_as_cell_shows_it,
    parse_number_format,
)
from sukui_desktop.documents.read.source_file_kind import OLE_MARK, Source
from sukui_desktop.documents.read.text_sheet import (
    MAX_COLUMNS,
    MAX_ROWS,
    Merged,
    SheetRow,
    TextSheet,
)
from sukui_desktop.domain.errors import BadInput
from sukui_desktop.domain.worksheet_column_letters import column_letters, column_number

MAX_UNPACKED = 512 * 1024 * 1024
"""A workbook that unpacks to more is refused: a small file can be made to fill any memory."""
MAX_CELLS = 1_000_000
"""Cells that hold something, in all sheets together; a list of 3,000 people has 30,000."""
MAX_STRINGS = 500_000
MAX_LETTERS = 50_000_000
"""Of all texts together."""
_MAX_ELEMENTS = 4_000_000
"""Of all parts together, empty cells too: what a reader can run through in some seconds."""
_MAX_MERGED = 20_000
_LONGEST_TAG = 2 * 1024 * 1024
"""Bytes of one tag: the parser holds it whole, with every attribute."""
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_PAGE_TEXTS = frozenset(("oddHeader", "oddFooter", "evenHeader", "evenFooter", "firstHeader", "firstFooter"))
_PAGE_CODE = re.compile(r'&"[^"]*"|&K[0-9A-Fa-f]{6}|&[0-9]{1,3}|&.')
_PLACE = re.compile(r"([A-Z]{1,3})([0-9]{1,7})\Z")
_CHUNK = 256 * 1024
_EPOCH, _EPOCH_1904 = datetime.datetime(1899, 12, 30), datetime.datetime(1904, 1, 1)  # noqa: DTZ001 - a sheet has no zone

Attributes = Mapping[str, str]


def read_workbook(source: Source) -> tuple[TextSheet, ...]:
    """Read every sheet that has anything written in it, formulas as their last result; rows from 1, columns from A.

    Raises BadInput: xlsx_encrypted, xlsx_old, xlsx_broken, xlsx_empty, input_kind_unknown, file_too_large,
    too_many_rows, too_many_columns, too_many_cells (facts: file, ...).
    """
    if source.beginning.startswith(OLE_MARK):
        is_encrypted = _ENCRYPTED in source.content
        raise BadInput("xlsx_encrypted" if is_encrypted else "xlsx_old", file=source.name, expected=".xlsx")
    try:
        with zipfile.ZipFile(io.BytesIO(source.content)) as packed:
            _require_safe_zip_members(packed, source.name)
            sheets = _Book(packed, source).read_sheets()
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, expat.ExpatError) as fault:
        raise BadInput("xlsx_broken", file=source.name) from fault
    except (ValueError, KeyError, IndexError, OverflowError, ArithmeticError) as fault:
        raise BadInput("xlsx_broken", file=source.name) from fault
    if not any(not sheet.is_hidden for sheet in sheets):
        raise BadInput("xlsx_empty", file=source.name)
    return sheets


def _require_safe_zip_members(packed: zipfile.ZipFile, file: str) -> None:
    """Refuse what is no workbook, locked, or unpacks to more than may be held."""
    if "xl/workbook.xml" not in packed.namelist():
        raise BadInput("input_kind_unknown", file=file, expected=".xlsx .csv .pb")
    if any(member.flag_bits & 1 for member in packed.infolist()):
        raise BadInput("xlsx_encrypted", file=file)
    stated = sum(member.file_size for member in packed.infolist())
    if stated > MAX_UNPACKED:
        raise BadInput("file_too_large", file=file, value=stated // 1024**2, expected=MAX_UNPACKED // 1024**2)


class _Book:
    """One workbook being read: its parts, its formats and its shared texts."""

    def __init__(self, packed: zipfile.ZipFile, source: Source) -> None:
        self._packed = packed
        self._source = source
        self._names = set(packed.namelist())
        self.file = source.name
        self.formats: list[NumberFormat] = []
        self.struck: list[bool] = []
        """Of each cell style whether its letters are struck through."""
        self.struck_strings: set[int] = set()
        """Places of shared texts of which every letter is struck through."""
        self.strings: list[str] = []
        self.epoch = _EPOCH
        self.cells_left = MAX_CELLS
        self.letters_left = MAX_LETTERS
        self.elements_left = _MAX_ELEMENTS

    def read_sheets(self) -> tuple[TextSheet, ...]:
        """Return the sheets with anything written in them, in the order of their tabs. Raises as `read_workbook`."""
        listed: list[tuple[str, str, bool]] = []
        targets: dict[str, str] = {}

        def take_book(name: str, said: Attributes) -> None:
            if name == "sheet":
                relation = next((value for key, value in said.items() if key.endswith(":id")), "")
                listed.append((said.get("name", ""), relation, said.get("state", "visible") != "visible"))
            elif name == "workbookPr" and said.get("date1904") in ("1", "true"):
                self.epoch = _EPOCH_1904

        def take_relation(name: str, said: Attributes) -> None:
            if name == "Relationship" and said.get("Type", "").endswith("/worksheet"):
                targets[said["Id"]] = posixpath.normpath(posixpath.join("/xl", said["Target"])).lstrip("/")

        self.parse_xml_part("xl/workbook.xml", take_book)
        self.parse_xml_part("xl/_rels/workbook.xml.rels", take_relation)
        self._read_number_formats()
        self._read_shared_strings()
        sheets = []
        for name, relation, is_hidden in listed:
            if relation in targets:  # others are sheets of charts
                sheet = _SheetReader(self).read_sheet(targets[relation], name, is_hidden=is_hidden)
                if any(not row.is_blank() for row in sheet.rows) or sheet.unsaved:
                    sheets.append(sheet)
        return tuple(sheets)

    def parse_xml_part(
        self,
        part: str,
        start: Callable[[str, Attributes], None],
        end: Callable[[str], None] | None = None,
        letters: Callable[[str], None] | None = None,
    ) -> None:
        """Run through one part; names come without their prefix. A part that is not there is empty.

        Raises BadInput too_many_cells, and as expat for what is no XML.
        """
        if part not in self._names:
            return
        parser = expat.ParserCreate()
        parser.buffer_text = True
        parser.StartDoctypeDeclHandler = _refuse_doctype

        def start_counted(name: str, said: Attributes) -> None:
            self.elements_left -= 1
            if self.elements_left < 0:
                raise BadInput("too_many_cells", file=self.file, expected=MAX_CELLS)
            start(name.rpartition(":")[2], said)

        parser.StartElementHandler = start_counted
        if end is not None:
            parser.EndElementHandler = lambda name: end(name.rpartition(":")[2])
        if letters is not None:
            parser.CharacterDataHandler = letters
        fed = 0
        with self._packed.open(part) as stream:
            while chunk := stream.read(_CHUNK):
                parser.Parse(chunk, False)
                fed += len(chunk)
                if fed - max(0, parser.CurrentByteIndex) > _LONGEST_TAG:
                    raise BadInput("too_many_cells", file=self.file, expected=MAX_CELLS)
        parser.Parse(b"", True)

    def texts_beside_sheet(self, part: str) -> tuple[str, ...]:
        """Return what is written beside the cells of a sheet: in remarks on cells and in boxes drawn over them."""
        folder, _, name = part.rpartition("/")
        targets: list[str] = []

        def take_relation(element: str, said: Attributes) -> None:
            kind = said.get("Type", "").rpartition("/")[2]
            if element == "Relationship" and kind in ("comments", "drawing"):
                targets.append(posixpath.normpath(posixpath.join("/", folder, said["Target"])).lstrip("/"))

        self.parse_xml_part(f"{folder}/_rels/{name}.rels", take_relation)
        texts: list[str] = []
        state = {"is_text": False}

        def start(element: str, _said: Attributes) -> None:
            if element in ("comment", "txBody"):
                texts.append("")
            state["is_text"] = element == "t" and bool(texts)

        def end(element: str) -> None:
            state["is_text"] = False
            if element == "p" and texts:
                texts[-1] += "\n"

        def letters(text: str) -> None:
            if state["is_text"]:
                texts[-1] += self.text_within_letter_limit(text)

        for target in targets:
            self.parse_xml_part(target, start, end, letters)
        return tuple(line.strip() for text in texts for line in text.splitlines() if line.strip())

    def text_within_letter_limit(self, text: str) -> str:
        """Return a text. Raises BadInput too_many_cells for more letters than may be held."""
        self.letters_left -= len(text)
        if self.letters_left < 0:
            raise BadInput("too_many_cells", file=self.file, expected=MAX_CELLS)
        return text

    def _read_number_formats(self) -> None:
        codes: dict[int, NumberFormat] = {}
        fonts: list[bool] = []
        path: list[str] = []

        def start(name: str, said: Attributes) -> None:
            if name == "numFmt":
                codes[int(said["numFmtId"])] = parse_number_format(said.get("formatCode", ""))
            elif name == "font" and path[-1] == "fonts":
                fonts.append(False)
            elif name == "strike" and path[-1] == "font" and path[-2] == "fonts":
                fonts[-1] = said.get("val", "1") not in ("0", "false")
            elif name == "xf" and path[-1] == "cellXfs":
                font = int(said.get("fontId", "0"))
                self.struck.append(font < len(fonts) and fonts[font])
                number = int(said.get("numFmtId", "0"))
                self.formats.append(codes[number] if number in codes else built_in_number_format(number))
            path.append(name)

        def end(_name: str) -> None:
            path.pop()

        self.parse_xml_part("xl/styles.xml", start, end)

    def _read_shared_strings(self) -> None:
        pieces: list[str] = []
        state = {"is_text": False, "is_reading_aid": False, "is_struck": False, "is_all_struck": True}

        def start(name: str, said: Attributes) -> None:
            if name == "si":
                pieces.clear()
                state["is_struck"], state["is_all_struck"] = False, True
            elif name == "r":
                state["is_struck"] = False
            elif name == "strike":
                state["is_struck"] = said.get("val", "1") not in ("0", "false")
            elif name == "rPh":
                state["is_reading_aid"] = True
            state["is_text"] = name == "t" and not state["is_reading_aid"]

        def end(name: str) -> None:
            state["is_text"] = False
            if name == "rPh":
                state["is_reading_aid"] = False
            elif name == "si":
                if len(self.strings) >= MAX_STRINGS:
                    raise BadInput("too_many_cells", file=self.file, expected=MAX_CELLS)
                if pieces and state["is_all_struck"]:
                    self.struck_strings.add(len(self.strings))
                self.strings.append("".join(pieces))

        def letters(text: str) -> None:
            if state["is_text"]:
                pieces.append(self.text_within_letter_limit(text))
                state["is_all_struck"] &= state["is_struck"] or not text.strip()

        self.parse_xml_part("xl/sharedStrings.xml", start, end, letters)


def _refuse_doctype(*_: object) -> None:
    raise ValueError("a sheet has no document type")


def _plain_page_text(text: str) -> str:
    """Return a header or footer of a printed page without its codes: &R&"맑은 고딕,보통"&9(단위: 천원)."""
    return " ".join(_PAGE_CODE.sub(" ", text).split())


class _SheetReader:
    """One sheet being read: only cells that hold something are kept."""

    def __init__(self, book: _Book) -> None:
        self._book = book
        self._cells: dict[int, dict[int, str]] = {}
        self._hidden_rows: set[int] = set()
        self._hidden_columns: set[int] = set()
        self._merged: list[Merged] = []
        self._scaled: dict[tuple[int, int], int] = {}
        self._unsaved: set[tuple[int, int]] = set()
        self._struck: set[tuple[int, int]] = set()
        self._beside: list[str] = []
        self._is_page_text = False
        self._row = self._column = 0
        self._said: Attributes = {}
        self._value: list[str] = []
        self._has_formula = self._is_value = self._is_cell = self._is_reading_aid = False
        self._is_struck, self._is_all_struck = False, True

    def read_sheet(self, part: str, name: str, *, is_hidden: bool) -> TextSheet:
        """Read one sheet whole; [] rows where nothing is written."""
        self._book.parse_xml_part(part, self._on_element_start, self._on_element_end, self._on_element_text)
        last = max((*self._cells, *(row for row, _ in self._unsaved)), default=0)
        width = max((max(cells) for cells in self._cells.values()), default=-1) + 1
        width = max((width, *(column + 1 for _, column in self._unsaved)))
        empty: dict[int, str] = {}
        rows = []
        for number in range(1, last + 1):
            cells = self._cells.get(number, empty)
            rows.append(SheetRow(number, tuple(cells.get(column, "") for column in range(width)) if cells else ()))
        return TextSheet(
            self._book.file,
            self._book._source.sha256,  # noqa: SLF001 - the book is this module's own
            "xlsx",
            rows,
            name=name,
            is_hidden=is_hidden,
            hidden_rows=frozenset(number for number in self._hidden_rows if number in self._cells),
            hidden_columns=frozenset(self._hidden_columns),
            merged=tuple(self._merged),
            scaled=self._scaled,
            unsaved=frozenset(self._unsaved),
            struck=frozenset(self._struck),
            beside=(*filter(None, map(_plain_page_text, self._beside)), *self._book.texts_beside_sheet(part)),
        )

    def _on_element_start(self, name: str, said: Attributes) -> None:
        if name == "c":
            self._begin_cell(said)
        elif name == "row":
            self._row = int(said["r"]) if "r" in said else self._row + 1
            self._column = -1
            if said.get("hidden") in ("1", "true") or said.get("ht") == "0":
                self._hidden_rows.add(self._row)
        elif name in ("v", "t"):
            self._is_value = self._is_cell and not self._is_reading_aid
        elif name == "f":
            self._has_formula = True
        elif name == "r":
            self._is_struck = False
        elif name == "strike":
            self._is_struck = said.get("val", "1") not in ("0", "false")
        elif name == "rPh":
            self._is_reading_aid = True
        elif name in _PAGE_TEXTS:
            self._is_page_text = True
            self._beside.append("")
        elif name == "mergeCell":
            self._note_merged_range(said.get("ref", ""))
        elif name == "col" and (said.get("hidden") in ("1", "true") or float(said.get("width", "1")) == 0):
            self._hidden_columns.update(range(int(said["min"]) - 1, min(int(said["max"]), MAX_COLUMNS)))

    def _begin_cell(self, said: Attributes) -> None:
        self._said, self._value, self._has_formula, self._is_cell = said, [], False, True
        self._is_struck, self._is_all_struck = False, True
        if "r" not in said:
            self._column += 1
            return
        found = _PLACE.match(said["r"])
        if found is None:
            raise BadInput("xlsx_broken", file=self._book.file)
        self._column = column_number(found.group(1))
        self._row = int(found.group(2))

    def _on_element_text(self, text: str) -> None:
        if self._is_page_text:
            self._beside[-1] += self._book.text_within_letter_limit(text)
        if self._is_value:
            self._value.append(self._book.text_within_letter_limit(text))
            self._is_all_struck &= self._is_struck or not text.strip()

    def _on_element_end(self, name: str) -> None:
        if name in ("v", "t"):
            self._is_value = False
        elif name == "rPh":
            self._is_reading_aid = False
        elif name in _PAGE_TEXTS:
            self._is_page_text = False
        elif name == "c":
            self._is_cell = False
            self._keep_cell("".join(self._value))

    def _keep_cell(self, written: str) -> None:
        place = (self._row, self._column)
        if not written:
            if self._has_formula and self._said.get("t") != "str":
                self._refuse_cell_out_of_bounds()
                self._unsaved.add(place)
            return
        self._refuse_cell_out_of_bounds()
        kind = self._said.get("t", "n")
        if kind == "s":
            text = self._book.strings[int(written)]
        elif kind == "b":
            text = "TRUE" if written == "1" else "FALSE"
        elif kind == "n":
            text = self._number_as_cell_shows_it(written, place)
        else:
            text = written
        if text.strip():
            self._cells.setdefault(self._row, {})[self._column] = unescape_formula(text)
            style = int(self._said.get("s", "0"))
            is_shared = kind == "s"
            is_struck_text = int(written) in self._book.struck_strings if is_shared else self._is_all_struck
            if is_struck_text or (style < len(self._book.struck) and self._book.struck[style]):
                self._struck.add(place)

    def _number_as_cell_shows_it(self, written: str, place: tuple[int, int]) -> str:
        style = int(self._said.get("s", "0"))
        form = self._book.formats[style] if style < len(self._book.formats) else PLAIN
        number = float(written)
        if form.is_date:
            return _date_text(number, self._book.epoch)
        if form.scale > 1 and not form.unit:
            self._scaled[place] = form.scale
        return number_as_cell_shows_it(_number_text(number), form)

    def _refuse_cell_out_of_bounds(self) -> None:
        file = self._book.file
        if self._row > MAX_ROWS:
            raise BadInput("too_many_rows", file=file, line=self._row, expected=MAX_ROWS)
        if self._column >= MAX_COLUMNS:
            value = column_letters(self._column)
            raise BadInput("too_many_columns", file=file, line=self._row, value=value, expected=MAX_COLUMNS)
        self._book.cells_left -= 1
        if self._book.cells_left < 0:
            raise BadInput("too_many_cells", file=file, expected=MAX_CELLS)

    def _note_merged_range(self, reference: str) -> None:
        if len(self._merged) >= _MAX_MERGED:
            return
        ends = [_PLACE.match(end) for end in reference.replace("$", "").split(":")]
        if len(ends) == 2 and ends[0] and ends[1]:
            (left, top), (right, bottom) = ends[0].groups(), ends[1].groups()
            self._merged.append(
                Merged(
                    int(top),
                    column_number(left),
                    min(int(bottom), MAX_ROWS),
                    min(column_number(right), MAX_COLUMNS),
                )
            )


def _number_text(number: float) -> str:
    """Return a number plainly. Excel keeps 15 digits; more digits than those are noise of its formulas."""
    rounded = f"{number:.15g}"
    if number.is_integer() and abs(number) < 2**53:
        return str(int(number))
    return str(int(float(rounded))) if float(rounded).is_integer() else rounded


def _date_text(number: float, epoch: datetime.datetime) -> str:
    """Return a day as 2026-08-31, a moment as 2026-08-31 09:05:00, a time of day as 09:05:00."""
    moment = epoch + datetime.timedelta(seconds=round(number * 86_400))
    if 0 <= number < 1:
        return moment.time().isoformat()
    return moment.date().isoformat() if moment.time() == datetime.time() else moment.isoformat(" ")
