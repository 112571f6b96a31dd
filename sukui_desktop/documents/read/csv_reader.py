"""CSV reader: lines of fields separated by a sign; a torn file is refused."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Iterator

from sukui_desktop.documents.formula_escaping import unescape_formula
from sukui_desktop.documents.read.source_file_kind import Source
from sukui_desktop.documents.read.text_encoding_detection import detect_encoding
from sukui_desktop.documents.read.text_sheet import MAX_COLUMNS, MAX_ROWS, SheetRow, TextSheet
from sukui_desktop.domain.errors import BadInput

_DELIMITERS = ",;\t"
_SAID_DELIMITER = re.compile(r"sep=(.)\Z")
_SAMPLE_RECORDS = 20
_LAST = "\0"
"""A line put behind the last one: swallowed by a field when a quote was never closed. No line of a file holds it."""


def read_csv(source: Source) -> TextSheet:
    """Read a CSV of commas, semicolons or tabs.

    Raises BadInput: encoding_unknown, csv_nul, csv_quote_open, csv_field_endless, too_many_rows, too_many_columns
    (facts: file, line, column, value, expected).
    """
    encoding = detect_encoding(source)
    delimiter = sniff_delimiter(source, encoding)
    rows: list[SheetRow] = []
    for number, (_, cells) in enumerate(iterate_csv_records(source, encoding, delimiter), 1):
        if number > MAX_ROWS:
            raise BadInput("too_many_rows", file=source.name, line=number, expected=MAX_ROWS)
        if len(cells) > MAX_COLUMNS:
            raise BadInput("too_many_columns", file=source.name, line=number, value=len(cells), expected=MAX_COLUMNS)
        rows.append(SheetRow(number, tuple(map(unescape_formula, cells))))
    if rows and "".join(rows[0].cells) == "sep=":
        rows[0] = SheetRow(1, ())
    return TextSheet(source.name, source.sha256, encoding.removesuffix("-sig"), rows)


def sniff_delimiter(source: Source, encoding: str) -> str:
    """Return the sign that parts the first records into most fields; a first line `sep=;` says it outright."""
    with source.open_text(encoding) as stream:
        lines = [line for line, _ in zip(stream, range(_SAMPLE_RECORDS), strict=False)]
    said = _SAID_DELIMITER.match(lines[0].strip("\r\n")) if lines else None
    if said and said.group(1) in _DELIMITERS:
        return said.group(1)
    return max(_DELIMITERS, key=lambda sign: _evenness_of_fields(lines, sign))


def _evenness_of_fields(lines: list[str], sign: str) -> int:
    """Count the fields of the records that `sign` parts alike: the most frequent width times its records."""
    try:
        widths = [len(record) for record in csv.reader(lines, delimiter=sign) if len(record) > 1]
    except csv.Error:
        return 0
    return max((width * widths.count(width) for width in set(widths)), default=0)


def iterate_csv_records(source: Source, encoding: str, delimiter: str) -> Iterator[tuple[int, list[str]]]:
    """Yield every record with the line it begins in (from 1); a blank line is an empty record.

    Raises BadInput: csv_nul, csv_quote_open, csv_field_endless.
    """
    with source.open_text(encoding) as stream:
        yield from parse_csv_records(source.name, stream, delimiter)


def parse_csv_records(name: str, lines: Iterable[str], delimiter: str) -> Iterator[tuple[int, list[str]]]:
    """Yield the records of lines that keep their ends, as `iterate_csv_records` does for the file `name`.

    Raises BadInput: csv_nul, csv_quote_open, csv_field_endless.
    """
    reader = csv.reader(_refuse_null_bytes(name, lines), delimiter=delimiter)
    begins = 1
    try:
        for record in reader:
            if record and record[-1].endswith(_LAST):
                _refuse_open_quote(name, begins, record)
                return
            yield begins, record
            begins = reader.line_num + 1
    except csv.Error as fault:
        # The one error left to a lenient reader is a field without end.
        raise BadInput("csv_field_endless", file=name, line=begins, expected=csv.field_size_limit()) from fault


def _refuse_open_quote(name: str, line: int, record: list[str]) -> None:
    if record != [_LAST]:
        value = record[-1][:40].rstrip(_LAST)
        raise BadInput("csv_quote_open", file=name, line=line, column=len(record), value=value, expected='"')


def _refuse_null_bytes(name: str, lines: Iterable[str]) -> Iterator[str]:
    for number, line in enumerate(lines, 1):
        if "\0" in line:
            column = line.index("\0") + 1
            raise BadInput("csv_nul", file=name, line=number, column=column, value="0x00", expected="0x20..")
        yield line
    yield _LAST
