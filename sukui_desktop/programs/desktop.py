"""The program with windows: the one place where console, check-in, kiosk and display are put together.

The frame is painted before the meeting is opened and before any page, service or document code is imported.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence
from pathlib import Path

import platformdirs
from PySide6.QtCore import QLibraryInfo, QTranslator
from PySide6.QtWidgets import QApplication

from sukui_desktop.programs.bug_report import BugReport
from sukui_desktop.programs.windows import Windows
from sukui_desktop.ui.console.tabs import TABS
from sukui_desktop.ui.operations import Operations
from sukui_desktop.ui.theme import apply_theme


def main(argv: Sequence[str] | None = None) -> int:
    """Run the windows until the last one is closed.

    `desktop FILE` asks for the passphrase of FILE (or takes `SUKUI_PASSPHRASE`), `--home` shows the list of meetings;
    without either the practice meeting is opened. Returns 0, or 1 after a bug.
    """
    asked = _read_arguments(argv)
    app = QApplication.instance() or QApplication(sys.argv[:1])
    assert isinstance(app, QApplication)
    app.setApplicationName("sukui")
    apply_theme(app)
    operations = Operations()
    windows = Windows(operations, station_root(), asked.file, is_home=asked.home, tab=asked.tab)
    bugs = BugReport()
    sys.excepthook = bugs.tell
    windows.console.painted.connect(_speak_korean)
    windows.console.show()
    try:
        return app.exec()
    finally:
        sys.excepthook = sys.__excepthook__
        windows.finish()


def _speak_korean() -> None:
    """Let Qt's own dialogs speak Korean too; after the first paint."""
    app = QApplication.instance()
    translator = QTranslator(app)
    if app is not None and translator.load("qtbase_ko", QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)):
        app.installTranslator(translator)


def station_root() -> Path:
    """Return this machine's station folder without making it (`bootstrap.make_context` makes it)."""
    return Path(os.environ.get("SUKUI_HOME") or platformdirs.user_data_dir("sukui", appauthor=False))


def _read_arguments(argv: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="sukui desktop")
    parser.add_argument("file", nargs="?", type=Path)
    parser.add_argument("--practice", action="store_true", help="open the practice meeting (the default)")
    parser.add_argument("--home", action="store_true", help="show the list of meetings")
    parser.add_argument("--tab", choices=TABS, default=TABS[0], help="tab to show first")
    return parser.parse_args(argv)


if __name__ == "__main__":
    raise SystemExit(main())
