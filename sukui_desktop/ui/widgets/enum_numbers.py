"""Values of Qt's enums as plain numbers: without it the first paint would wait for the whole namespace `Qt`.

PySide6 makes some 130 enum classes, about 30 ms, the moment anything asks for `Qt`. What the frame needs of it is set
as a property (`setProperty("alignment", CENTRED)`), which takes numbers; a test compares each with Qt's own. Whatever
is made after the first paint uses `Qt` itself; modules of the frame import it where they need it then.
"""

from __future__ import annotations

CENTRED = 0x84
"""`Qt.AlignmentFlag.AlignCenter`."""
RIGHT = 0x82
"""`Qt.AlignmentFlag.AlignRight | AlignVCenter`."""
PLAIN_TEXT = 0
"""`Qt.TextFormat.PlainText`."""
SELECTABLE = 1
"""`Qt.TextInteractionFlag.TextSelectableByMouse`."""
