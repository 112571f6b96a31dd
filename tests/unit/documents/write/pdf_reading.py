"""Reads a PDF back as its reader would: the text without what is marked as repeated for convenience."""

from __future__ import annotations

import re
from io import BytesIO

from pypdf import PageObject, PdfReader
from pypdf.generic import DecodedStreamObject, NameObject


def squeezed(text: str) -> str:
    """Return text without any whitespace, for comparing what is said and not how it is broken into lines."""
    return "".join(text.split())


def reader_of(content: bytes) -> PdfReader:
    """Open PDF bytes."""
    return PdfReader(BytesIO(content))


def body_text(reader: PdfReader) -> str:
    """Return the text of all pages in the order of the content, without artifacts."""
    return "\n".join(_without_artifacts(page).extract_text() for page in reader.pages)


def whole_text(reader: PdfReader) -> str:
    """Return the text of all pages with running titles and feet."""
    return "\n".join(page.extract_text() for page in reader.pages)


def _without_artifacts(page: PageObject) -> PageObject:
    contents = page.get_contents()
    assert contents is not None
    kept, count = re.subn(rb"/Artifact BMC\s.*?\sEMC\s", b"\n", contents.get_data(), flags=re.DOTALL)
    assert count == 1, "each page marks once what it repeats"
    stream = DecodedStreamObject()
    stream.set_data(kept)
    page[NameObject("/Contents")] = stream
    return page
