"""The encoding of a text file: UTF-8, UTF-16 or CP949, found from its bytes."""

from __future__ import annotations

import codecs

from sukui_desktop.documents.read.source_file_kind import Source
from sukui_desktop.domain.errors import BadInput

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_CHUNK = 1024 * 1024
_ASCII_END = 0x80


def detect_encoding(source: Source) -> str:
    """Return the codec that reads the whole file: by its mark, else UTF-8, UTF-16 without a mark, else CP949.

    What is neither marked nor UTF-8 is taken for CP949 when every byte of it fits, because that is what Korean offices
    write; Latin code pages fit everything and are therefore never guessed.
    Raises BadInput: encoding_unknown (facts: file, line, column (in bytes), value (the bytes in hex)).
    """
    for mark, codec in _MARKS:
        if source.beginning.startswith(mark):
            _codec_if_every_byte_fits(source, codec)
            return codec
    candidates = [*_likely_utf16_codecs(source.beginning), "utf-8", "cp949"]
    for codec in candidates:
        if _first_undecodable_byte(source, codec) is None:
            return codec
    likely = "utf-8" if _is_mostly_utf8(source.beginning) else "cp949"
    return _codec_if_every_byte_fits(source, likely)


def _likely_utf16_codecs(beginning: bytes) -> list[str]:
    """Return the UTF-16 the bytes look like; its commas and digits are half zero bytes, which no other text has."""
    if beginning.count(0) * 20 <= len(beginning):
        return []
    units = list(zip(beginning[::2], beginning[1::2], strict=False))
    if (0, 0) in units:
        return []  # no text has a letter of number 0
    little = sum(first < _ASCII_END and second == 0 for first, second in units)
    big = sum(first == 0 and second < _ASCII_END for first, second in units)
    return ["utf_16_le" if little >= big else "utf_16_be"]


def _is_mostly_utf8(beginning: bytes) -> bool:
    return len(beginning.decode("utf-8", "ignore").encode("utf-8")) * 10 > len(beginning) * 9


def _codec_if_every_byte_fits(source: Source, codec: str) -> str:
    """Raise BadInput at the first byte that does not fit; return the codec when all fit."""
    misfit = _first_undecodable_byte(source, codec)
    if misfit is None:
        return codec
    content = source.content
    before = content[:misfit]
    line, column = before.count(b"\n") + 1, misfit - before.rfind(b"\n")
    value = content[misfit : misfit + 2].hex(" ")
    raise BadInput("encoding_unknown", file=source.name, line=line, column=column, value=value, expected=codec)


def _first_undecodable_byte(source: Source, codec: str) -> int | None:
    """Return the place of the first byte where the file stops being `codec`, None when it never does."""
    # Plain UTF-8 takes the mark for a letter; the marked codec would not count it among the places.
    decoder = codecs.getincrementaldecoder(codec.removesuffix("-sig"))()
    for place in range(0, len(source.content) + _CHUNK, _CHUNK):
        chunk = source.content[place : place + _CHUNK]
        held = len(decoder.getstate()[0])
        try:
            decoder.decode(chunk, final=not chunk)
        except UnicodeDecodeError as fault:
            return place - held + fault.start
    return None
