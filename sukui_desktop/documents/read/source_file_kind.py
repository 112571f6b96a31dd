"""A source file before it is read: its size, its SHA-256 and what kind of file its bytes are."""

from __future__ import annotations

import codecs
import hashlib
import io
import re
from typing import TextIO

import msgspec

from sukui_desktop.domain.chosen_file import SourceFile
from sukui_desktop.domain.errors import BadInput

MAX_BYTES = 64 * 1024 * 1024
"""Larger files are refused. A list of 3,000 people takes 0.3 MB, 130,000 ballots take 4 MB."""
ZIP_MARK = b"PK\x03\x04"
OLE_MARK = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
"""How an old or an encrypted Excel file begins."""
_BEGINNING = 64 * 1024
_WEB_PAGE = re.compile(
    r"(?:<!doctype html|<(?:html|head|meta|body|table|style|script|div|title|center|font)[\s>/]|mime-version:)"
)
_XML_TABLE = re.compile(r"<(?:[\w.-]+:)?(?:workbook|document|spreadsheet|worksheet|dataset|root)[\s>]")


class Source(msgspec.Struct, frozen=True):
    """A file that may be read: neither empty nor too large."""

    name: str
    """For people: without its folder."""
    content: bytes
    sha256: bytes

    @property
    def beginning(self) -> bytes:
        """Its first 64 KiB, enough to see what kind of file it is."""
        return self.content[:_BEGINNING]

    def is_workbook(self) -> bool:
        """Return whether the bytes are those of an Excel file: new, old or encrypted."""
        return self.content.startswith((ZIP_MARK, OLE_MARK))

    def refuse_other_kinds(self) -> None:
        """Refuse what is no table though its name may say so: a web page, an XML table or a PDF.

        Raises BadInput: input_is_html, input_is_xml, input_is_pdf (facts: file, expected).
        """
        wide = self.beginning.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
        letters = self.beginning.decode("utf-16" if wide else "latin-1", "ignore").lower()
        start = letters.removeprefix("\xef\xbb\xbf").lstrip()
        if "%pdf-" in letters[:1024]:
            raise BadInput("input_is_pdf", file=self.name, expected=".xlsx")
        if _WEB_PAGE.match(start) or (start.startswith(("<?xml", "<!--")) and "<html" in letters):
            raise BadInput("input_is_html", file=self.name, expected=".xlsx")
        if start.startswith("<?xml") or _XML_TABLE.match(start):
            raise BadInput("input_is_xml", file=self.name, expected=".xlsx")

    def open_text(self, encoding: str) -> TextIO:
        """Return the file as text; line ends stay as they are."""
        return io.TextIOWrapper(io.BytesIO(self.content), encoding=encoding, newline="")


def check_and_hash_source_file(file: SourceFile) -> Source:
    """Look at a file before it is read, and take its SHA-256.

    Raises BadInput: file_too_large, input_empty (facts: file, ...).
    """
    size = len(file.content)
    if size > MAX_BYTES:
        raise BadInput("file_too_large", file=file.name, value=size // 1024**2, expected=MAX_BYTES // 1024**2)
    if not file.content[:_BEGINNING].strip(b"\xef\xbb\xbf \t\r\n"):
        raise BadInput("input_empty", file=file.name)
    return Source(file.name, file.content, hashlib.sha256(file.content).digest())
