"""TrueType fonts, embedded as the subset that was drawn."""

from typing import IO

from reportlab.pdfbase.pdfmetrics import Font

class TTFError(Exception): ...

class TTFontFace:
    charToGlyph: dict[int, int]
    charWidths: dict[int, float]
    ascent: float
    descent: float
    defaultWidth: float

class TTFont(Font):
    face: TTFontFace
    def __init__(
        self,
        name: str,
        filename: str | IO[bytes],
        validate: int = 0,
        subfontIndex: int = 0,
        asciiReadable: bool | None = None,
        shapable: bool = True,
    ) -> None: ...
