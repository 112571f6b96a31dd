"""What a paper holds before it has pages: titles, paragraphs, tables, signatures and the waterline figure, as data.

Screens, the PDF and every later format read these; plain text is made of them by `document_text`.
"""

from __future__ import annotations

from collections.abc import Iterable

import msgspec

LEFT, RIGHT, CENTRE = "left", "right", "centre"


class Title(msgspec.Struct, frozen=True, kw_only=True, tag=True):
    """The head of the document: what it is, and a line or two under it."""

    text: str
    under: tuple[str, ...] = ()
    is_on_new_page: bool = False
    """For what follows the paper itself, such as 붙임 1."""


class Paragraph(msgspec.Struct, frozen=True, kw_only=True, tag=True):
    """Text with an optional number before it; `level` 0 is a heading 1., 1 is 가., 2 is 1), 3 is 가)."""

    text: str
    label: str = ""
    level: int = 1
    is_bold: bool = False
    is_small: bool = False
    introduces: bool = False
    """Stays on the page on which the next block begins, as headings and bold lines do."""


class TableColumn(msgspec.Struct, frozen=True, kw_only=True, tag=True):
    """A column of a table; `share` is its part of the width beside the others' shares."""

    title: str
    share: int
    align: str = LEFT


class TableRow(msgspec.Struct, frozen=True, kw_only=True, tag=True):
    """A row: one cell a column, or one cell that spans all of them when it is a banner."""

    cells: tuple[str, ...]
    is_bold: bool = False
    is_banner: bool = False
    bar: int = -1
    """Length of the bar in the table's bar column in thousandths; -1 for no bar."""
    is_hatched: bool = False
    note: str = ""
    """Small words under the whole row, on the same page as its end."""


class Table(msgspec.Struct, frozen=True, kw_only=True, tag=True):
    """Rows under titles that are repeated on every page; `unit` is above at the right."""

    columns: tuple[TableColumn, ...]
    rows: tuple[TableRow, ...]
    unit: str = ""
    has_head: bool = True
    """False: no titles, and the odd columns name what is right of them."""
    bar_column: int = -1
    """The column in which bars are drawn; its cells are empty."""
    least_row_mm: int = 0
    """Rows are at least this high, for a place to sign."""
    introduces: bool = False
    """A short table that stays on the page on which the next block begins."""


class Signatures(msgspec.Struct, frozen=True, kw_only=True, tag=True):
    """Boxes to sign in: what the person is and, when known, their name, under what they sign to."""

    declaration: str
    boxes: tuple[tuple[str, str], ...]
    mark: str
    """Such as (서명)."""


class WaterlineStripe(msgspec.Struct, frozen=True, kw_only=True, tag=True):
    """One bar of a figure: `width` in money, `height` in votes, points or parts of a share."""

    width: int
    height: int
    is_hatched: bool


class WaterlineFigure(msgspec.Struct, frozen=True, kw_only=True, tag=True):
    """Projects in order of score side by side: as wide as their cost, as high as their votes, and the ceiling line."""

    stripes: tuple[WaterlineStripe, ...]
    """Chosen ones first, then the others, each in order of score."""
    ceiling: int
    top: str
    """Label of the highest bar."""
    line: str
    """Label of the ceiling line."""
    legend: tuple[tuple[str, bool], ...]
    """(words, is_hatched)."""
    narrowed: str = ""
    """Said beside the legend where the others are drawn narrower than their money, as they would hide the chosen."""


class CodeFigure(msgspec.Struct, frozen=True, kw_only=True, tag=True):
    """A QR code at the left, and beside it what it is."""

    code: str
    """The text in the code."""
    lines: tuple[tuple[str, bool], ...]
    """(words, is_bold), one under the other."""


class NumberedWords(msgspec.Struct, frozen=True, kw_only=True, tag=True):
    """Words in large letters, numbered from 1 down the columns, to be read out or typed one by one."""

    words: tuple[str, ...]
    columns: int = 2


Block = Title | Paragraph | Table | Signatures | WaterlineFigure | CodeFigure | NumberedWords


class Document(msgspec.Struct, frozen=True, kw_only=True, tag=True):
    """Blocks and what runs on every page beside them."""

    name: str
    """Title in the file's properties."""
    running: str
    """Top of every page."""
    footer: str
    """Small, at the left of the foot: hashes and ids."""
    blocks: tuple[Block, ...]
    stamp: str = ""
    """What is across every page: 연습, 초안; '' for a paper that counts."""


def document_text(document: Document) -> str:
    """Return everything the blocks say as plain lines, in the order of the pages."""
    return blocks_text(document.blocks)


def blocks_text(blocks: Iterable[Block]) -> str:
    """Return everything that blocks say as plain lines, in their order."""
    return "\n".join(line for block in blocks for line in _block_lines(block))


def _block_lines(block: Block) -> Iterable[str]:
    match block:
        case Title():
            return (block.text, *block.under)
        case Paragraph():
            return (f"{block.label} {block.text}".strip(),)
        case Table():
            return _table_lines(block)
        case Signatures():
            return (block.declaration, *(f"{role} {name} {block.mark}" for role, name in block.boxes))
        case NumberedWords():
            return tuple(f"{number}. {word}" for number, word in enumerate(block.words, start=1))
        case WaterlineFigure():
            return tuple(filter(None, (block.top, block.line, *(words for words, _ in block.legend), block.narrowed)))
        case CodeFigure():
            return tuple(words for words, _ in block.lines)


def _table_lines(table: Table) -> Iterable[str]:
    lines = [table.unit] if table.unit else []
    if table.has_head:
        lines.append("\t".join(column.title for column in table.columns))
    return [*lines, *(line for row in table.rows for line in _row_lines(row))]


def _row_lines(row: TableRow) -> Iterable[str]:
    cells = "\t".join(row.cells)
    return (cells, row.note) if row.note else (cells,)


_FIRST, _PER_LEAD, _PER_VOWEL = 0xAC00, 588, 28
_LEADS = (0, 2, 3, 5, 6, 7, 9, 11, 12, 14, 15, 16, 17, 18)
"""가 나 다 … 하: the plain leading consonants, as places in Unicode's order."""
_VOWELS = (0, 4, 8, 13, 18, 20)
"""After 하 comes 거, then 고, 구, 그, 기: the simple vowels in order."""


def list_item_mark(level: int, number: int) -> str:
    """Return the mark of the `number`-th item (from 1) of a level: 0 gives 1., 1 gives 가., 2 gives 1), 3 gives 가).

    Source: 행정업무의 운영 및 혁신에 관한 규정 시행규칙 제2조.
    """
    body = str(number) if level % 2 == 0 else nth_syllable(number)
    if level < 2:
        return f"{body}."
    return f"{body})" if level < 4 else f"({body})"


def nth_syllable(number: int) -> str:
    """Return the `number`-th syllable of 가, 나, 다 … 하, 거, 너 …; after 히 two syllables, 가가, 가나 …"""
    rounds, place = divmod(number - 1, len(_LEADS) * len(_VOWELS))
    vowel, lead = divmod(place, len(_LEADS))
    letter = chr(_FIRST + _LEADS[lead] * _PER_LEAD + _VOWELS[vowel] * _PER_VOWEL)
    return nth_syllable(rounds) + letter if rounds else letter
