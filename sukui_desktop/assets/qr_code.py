"""QR codes: the modules of a code, for screens and for paper."""

from __future__ import annotations

QUIET_MODULES = 4
"""Light modules around the code. Source: ISO/IEC 18004, quiet zone of four modules."""

Matrix = tuple[tuple[bool, ...], ...]


def qr_matrix(text: str, *, is_long: bool = False) -> Matrix:
    """Return the square of modules of a QR code, True for dark, quiet zone included (rows from the top).

    Correction level Q: a quarter of the code may be creased or smudged. A long text has level M, an eighth, so that
    its modules stay large enough for a telephone.
    """
    import qrcode  # brings a library for pictures along

    level = qrcode.ERROR_CORRECT_M if is_long else qrcode.ERROR_CORRECT_Q
    code = qrcode.QRCode(error_correction=level, border=QUIET_MODULES)
    code.add_data(text)
    code.make()
    return tuple(tuple(bool(module) for module in row) for row in code.get_matrix())
