"""The QR code of an anchor sheet in a photograph or a scan: its text."""

from __future__ import annotations

import io

from sukui_desktop.domain.errors import BadInput

MOST_PIXELS = 60_000_000
"""A photograph of a telephone has 12 to 50 million."""
_SMALLER = (1.0, 0.5, 0.25)
"""Sizes at which a code is looked for: a large blurred one is found in a smaller picture."""


def read_qr_code_in_picture(content: bytes, file_name: str) -> str:
    """Return the text of the first QR code of a sheet in a picture (PNG, JPEG, TIFF …).

    Raises BadInput sheet_picture_unreadable for what is no picture, is too large, or shows no such code.
    """
    import zxingcpp
    from PIL import Image, UnidentifiedImageError

    unreadable = BadInput("sheet_picture_unreadable", file=file_name)
    try:
        with Image.open(io.BytesIO(content)) as opened:
            if opened.width * opened.height > MOST_PIXELS:
                raise unreadable
            grey = opened.convert("L")
    except (UnidentifiedImageError, Image.DecompressionBombError, OSError, ValueError, SyntaxError) as error:
        raise unreadable from error
    for part in _SMALLER:
        size = (max(1, round(grey.width * part)), max(1, round(grey.height * part)))
        picture = grey if part == 1.0 else grey.resize(size)
        for code in zxingcpp.read_barcodes(picture, formats=zxingcpp.BarcodeFormats(zxingcpp.BarcodeFormat.QRCode)):
            if code.text.upper().startswith("SUKUI"):
                return str(code.text)
    raise unreadable


def is_picture(content: bytes) -> bool:
    """Return whether a file is meant as a picture: it begins as none of our texts does."""
    return b"\x00" in content[:4096] or content[:2] in (b"\xff\xd8", b"BM", b"II", b"MM") or content[:5] == b"%PDF-"
