"""Text on paper: the typefaces, which letters can be printed, how wide they are, and where lines break.

Each of the two weights is a chain of faces: Pretendard GOV, then faces with the signs that it lacks (▣ ◎ ☎ ∼ ☑ …).

A name may hold letters that no typeface of ours has (emoji, other scripts). `printable_text` writes such a letter as
its code in brackets, 〔U+1F600〕, when a document is composed, so that the page and its extracted text agree.
`require_drawable_text` never replaces a letter: it refuses, because reportlab drops missing glyphs silently.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from io import BytesIO
from itertools import groupby
from operator import is_
from typing import TYPE_CHECKING, TypeVar, cast

import msgspec

from sukui_desktop.assets.resources import read_resource
from sukui_desktop.domain.errors import RuleBroken

if TYPE_CHECKING:
    from reportlab.pdfbase.ttfonts import TTFont

REGULAR = "PretendardGOV-Regular"
BOLD = "PretendardGOV-Bold"
_CHAINS = {
    REGULAR: (REGULAR, "GothicA1-Signs-Regular", "NotoSansSymbols2-Signs"),
    BOLD: (BOLD, "GothicA1-Signs-Bold", "NotoSansSymbols2-Signs"),
}
"""Weight → its faces; a letter is drawn in the first that has it."""
_SOFT_HYPHEN = "\u00ad"
"""A line in KS X 1001 and on paper, invisible in Unicode: printed, because 3\u00ad5월 must never become 35월."""

_INVISIBLE = {"Cc", "Cf", "Cs", "Co"}
_FILLERS = set("\u115f\u1160\u3164\uffa0")


def is_printable(letter: str) -> bool:
    """Return whether both weights can draw `letter`."""
    return letter in _letters_covered(REGULAR) and letter in _letters_covered(BOLD)


def printable_text(text: str) -> str:
    """Return `text` as it can be printed: NFC, no invisible marks, letters without a glyph as 〔U+1F600〕.

    Letters that follow each other share one bracket: 〔U+1F468 U+1F469〕. Line feeds stay.
    """
    if text.isascii() and text.isprintable():
        return text
    if _letters_printed_unchanged().issuperset(text) and unicodedata.is_normalized("NFC", text):
        return text
    plain = "".join(_visible_letter(letter) for letter in unicodedata.normalize("NFC", text))
    parts = re.split(r"(\n)", plain)
    return "".join(_codes_for_unprintable_letters(part) if part != "\n" else part for part in parts)


def unprintable_letters(text: str) -> tuple[str, ...]:
    """Return the letters of `text` that papers print as codes, each once, in order."""
    if _letters_printed_unchanged().issuperset(text):
        return ()
    visible = map(_visible_letter, unicodedata.normalize("NFC", text))
    return tuple(dict.fromkeys(letter for letter in visible if letter and letter != "\n" and not is_printable(letter)))


@cache
def _letters_printed_unchanged() -> frozenset[str]:
    """The letters that stay as they are: with them alone, the lists of a whole city need no look at each letter."""
    return frozenset(
        letter for letter in _letters_covered(REGULAR) & _letters_covered(BOLD) if _visible_letter(letter) == letter
    ) | {"\n"}


def _visible_letter(letter: str) -> str:
    if letter == "\n":
        return letter
    if letter == _SOFT_HYPHEN:
        return "-"
    category = unicodedata.category(letter)
    if category in {"Zs", "Zl", "Zp"} or letter == "\t":
        return " "
    if category in _INVISIBLE or letter in _FILLERS or "\ufe00" <= letter <= "\ufe0f":
        return ""
    return letter


def _codes_for_unprintable_letters(text: str) -> str:
    out: list[str] = []
    lost: list[str] = []
    for letter in text:
        if is_printable(letter):
            out += _codes_in_brackets(lost)
            lost = []
            out.append(letter)
        else:
            lost.append(letter)
    return "".join(out + _codes_in_brackets(lost))


def _codes_in_brackets(letters: list[str]) -> list[str]:
    return ["〔" + " ".join(f"U+{ord(letter):04X}" for letter in letters) + "〕"] if letters else []


def require_drawable_text(text: str, font: str) -> str:
    """Return `text` when `font` has a glyph for every letter of it; everything that is drawn passes here.

    Raises RuleBroken glyph_missing (`text`, `characters` as U+ codes).
    """
    cover = _letters_covered(font)
    if not cover.issuperset(text):
        missing = tuple(dict.fromkeys(f"U+{ord(letter):04X}" for letter in text if letter not in cover))
        raise RuleBroken("glyph_missing", text=text, characters=missing)
    return text


def text_width(text: str, font: str, size: float) -> float:
    """Return the width of one line of `text` in points; a letter without a glyph counts as one em."""
    return sum(map(_letter_widths(font).__getitem__, text)) * size / 1000


def text_runs(text: str, font: str) -> list[tuple[str, str]]:
    """Return `text` as (face, piece) in order, each piece in the first face of the weight `font` that has its letters.

    Raises RuleBroken glyph_missing as `require_drawable_text`.
    """
    if _letters_of_face(font).issuperset(require_drawable_text(text, font)):
        return [(font, text)]
    return [(face, "".join(piece)) for face, piece in groupby(text, lambda letter: _face_for_letter(letter, font))]


def register_fonts() -> None:
    """Make every face known to reportlab; the first call takes about 0.2 s, the others nothing."""
    for face in {face for chain in _CHAINS.values() for face in chain}:
        _load_and_register_face(face)


@cache
def _load_and_register_face(name: str) -> TTFont:
    # reportlab loads with the first paper, not with the program: a console must be up before anybody prints.
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.ttfonts import TTFont

    face = TTFont(name, BytesIO(read_resource(f"fonts/{name}.ttf")))
    pdfmetrics.registerFont(face)
    return face


@cache
def _letters_of_face(name: str) -> frozenset[str]:
    return frozenset(map(chr, _load_and_register_face(name).face.charToGlyph))


@cache
def _face_for_letter(letter: str, font: str) -> str:
    return next(name for name in _CHAINS[font] if letter in _letters_of_face(name))


@cache
def _letters_covered(font: str) -> frozenset[str]:
    return frozenset().union(*map(_letters_of_face, _CHAINS[font]))


class _Widths(dict[str, float]):
    """Letter to width in thousandths of the size."""

    def __missing__(self, letter: str) -> float:
        return 1000.0


@cache
def _letter_widths(font: str) -> _Widths:
    widths = _Widths()
    for name in reversed(_CHAINS[font]):
        widths.update((chr(code), width) for code, width in _load_and_register_face(name).face.charWidths.items())
    return widths


def wrap_text(text: str, font: str, size: float, width: float) -> list[str]:
    """Return the lines of `text`, each at most `width` points wide (a single letter may be wider).

    No letter but spaces at the ends of lines is lost. Line feeds are kept as breaks; empty text gives one empty line.
    """
    lines: list[str] = []
    for paragraph in text.split("\n"):
        lines += _wrap_paragraph(paragraph, font, size, width)
    return lines


def _wrap_paragraph(text: str, font: str, size: float, width: float) -> list[str]:
    if text_width(text, font, size) <= width:
        return [text]
    lines: list[str] = []
    line, used = "", 0.0
    space = text_width(" ", font, size)
    for word in text.split():
        size_of_word = text_width(word, font, size)
        if line and used + space + size_of_word <= width:
            line, used = f"{line} {word}", used + space + size_of_word
            continue
        if line:
            lines.append(line)
        *whole, line = _cut_word(word, font, size, width) if size_of_word > width else [word]
        lines += whole
        used = text_width(line, font, size)
    return [*lines, line]


def _cut_word(word: str, font: str, size: float, width: float) -> list[str]:
    """Cut one word that is longer than a line."""
    pieces, piece, used = [], "", 0.0
    for letter in word:
        step = text_width(letter, font, size)
        if piece and used + step > width:
            pieces.append(piece)
            piece, used = "", 0.0
        piece, used = piece + letter, used + step
    return [*pieces, piece]


T = TypeVar("T")


def printable_content(value: T) -> T:
    """Return content (a text, tuple or struct of them) with every text made `printable_text`, of the same type."""
    if isinstance(value, str):
        return cast("T", printable_text(value))
    if isinstance(value, tuple):
        items = tuple(map(printable_content, value))
        return value if all(map(is_, items, value)) else cast("T", items)
    if isinstance(value, msgspec.Struct):
        fields = {name: getattr(value, name) for name in _text_fields(type(value))}
        made = {name: printable_content(field) for name, field in fields.items()}
        return value if all(map(is_, made.values(), fields.values())) else msgspec.structs.replace(value, **made)
    return value


@cache
def _text_fields(kind: type[msgspec.Struct]) -> tuple[str, ...]:
    """Return the fields of a struct that may hold text."""
    return tuple(field.name for field in msgspec.structs.fields(kind) if field.type not in {bool, int})
