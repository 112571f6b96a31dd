"""Make the typefaces for signs that Pretendard GOV lacks: parts of Gothic A1 and Noto Sans Symbols 2.

    python -m tests.builders.sign_fonts GothicA1-Regular.ttf GothicA1-Bold.ttf NotoSansSymbols2-Regular.ttf

The sources are the fonts as published under the SIL Open Font License 1.1. Equal sources give equal
files in `resources/fonts`; the licence texts lie beside them.
"""

from __future__ import annotations

import sys
import unicodedata
from collections.abc import Set
from pathlib import Path

from fontTools import subset  # type: ignore[import-untyped]
from fontTools.ttLib import TTFont  # type: ignore[import-untyped]

FOLDER = Path(__file__).parents[2] / "resources" / "fonts"
SYMBOL_BLOCKS = (
    range(0x2300, 0x2600),  # technical signs, enclosed figures, boxes, geometric shapes
    range(0x2600, 0x27C0),  # miscellaneous signs, dingbats
    range(0x2B00, 0x2C00),  # more arrows and shapes
    range(0x1F100, 0x1F200),  # enclosed letters
    range(0x1F780, 0x1F800),  # more shapes
)
COMPOSING = range(0x1100, 0x1200)
"""Letters of old Hangul are drawn right only when they are shaped together, which a subset cannot do."""


def letters_of(font: Path) -> set[str]:
    """Return the letters for which a font has a glyph."""
    return {chr(code) for code in TTFont(font, lazy=True).getBestCmap()}


def write_part(source: Path, letters: Set[str], name: str) -> None:
    """Write the part of a font that draws `letters`, without hints and layout tables."""
    options = subset.Options(
        layout_features=[], hinting=False, glyph_names=False, notdef_outline=True, recalc_timestamp=False
    )
    options.name_IDs = [0, 1, 2, 3, 4, 5, 6, 13, 14]
    options.drop_tables += ["GSUB", "GPOS", "GDEF", "vhea", "vmtx", "DSIG", "kern"]
    font = subset.load_font(str(source), options)
    part = subset.Subsetter(options)
    part.populate(unicodes=[ord(letter) for letter in letters])
    part.subset(font)
    subset.save_font(font, str(FOLDER / name), options)


def main(regular: Path, bold: Path, symbols: Path) -> None:
    """Write the three files."""
    drawn = letters_of(FOLDER / "PretendardGOV-Regular.ttf") & letters_of(FOLDER / "PretendardGOV-Bold.ttf")
    signs = {
        letter
        for letter in (letters_of(regular) & letters_of(bold)) - drawn
        if ord(letter) not in COMPOSING and unicodedata.category(letter)[0] in "LNPS"
    }
    more = {
        letter for letter in letters_of(symbols) - drawn - signs if any(ord(letter) in block for block in SYMBOL_BLOCKS)
    }
    write_part(regular, signs, "GothicA1-Signs-Regular.ttf")
    write_part(bold, signs, "GothicA1-Signs-Bold.ttf")
    write_part(symbols, more, "NotoSansSymbols2-Signs.ttf")


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:4]))
