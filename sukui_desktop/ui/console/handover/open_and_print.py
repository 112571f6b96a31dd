"""Opening and printing a file that was made, with the programs of this machine."""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path

from PySide6.QtCore import QProcess, QUrl
from PySide6.QtGui import QDesktopServices


def open_made_file(path: Path) -> bool:
    """Open a file, or a folder, in the program that the machine keeps for its kind; return whether there is one."""
    return QDesktopServices.openUrl(QUrl.fromLocalFile(str(path)))


def print_made_file(path: Path) -> bool:
    """Send a file to the machine's printer; where it has no command for that, return False: it must be opened."""
    if sys.platform == "win32":
        os.startfile(path, "print")
        return True
    command = shutil.which("lp") or shutil.which("lpr")
    return command is not None and QProcess.startDetached(command, [str(path)])[0]


def print_or_open_made_file(path: Path) -> str:
    """Print a file, or open it where the machine has no command for that; return what was done.

    printing | no_printer (it was opened) | no_program (nothing here opens it).
    """
    if print_made_file(path):
        return "printing"
    return "no_printer" if open_made_file(path) else "no_program"
