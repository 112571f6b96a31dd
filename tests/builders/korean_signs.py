"""The signs that Korean offices write: KS X 1001 whole, and those that are common beyond it."""

from __future__ import annotations


def _decoded(row: int, cell: int) -> str:
    return bytes([row, cell]).decode("euc-kr", "ignore")


_CELLS = [(row, cell) for row in range(0xA1, 0xFF) for cell in range(0xA1, 0xFF)]
_INVISIBLE = {
    "\u3000": "the wide blank is a blank",
    "\u00ad": "the soft hyphen is printed as a hyphen",
    "\u3164": "the Hangul filler has no picture",
}
KS_X_1001_WHOLE = tuple(sign for row, cell in _CELLS if (sign := _decoded(row, cell)))
KS_X_1001 = tuple(sign for sign in KS_X_1001_WHOLE if sign not in _INVISIBLE)
OFFICE_SIGNS = tuple("❍✔☑☐☒✓✗✘➡➔➜➤❏❑❒❖✉✍⚠⇨⇒➊➋➓⬛⬜◼◻☎♨⓿◦※◌")
