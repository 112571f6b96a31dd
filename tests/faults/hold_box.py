"""A program that keeps a ballot box open until it is told to stop."""

from __future__ import annotations

import random
import sys
from pathlib import Path

from sukui_desktop.storage.ballot_box import open_box


def play(arguments: list[str]) -> None:
    """Open the box of a path and a key, say `held`, and close it at a line from stdin."""
    box = open_box(Path(arguments[0]), bytes.fromhex(arguments[1]), random.Random(1))
    print("held", flush=True)
    sys.stdin.readline()
    box.close()
