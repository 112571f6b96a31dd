"""The program with windows: the one place where console, check-in, kiosk and display are put together.

The frame is painted before the meeting is opened and before any page, service or document code is imported. What the
first paint does not need (argparse, platformdirs, traceback, msgspec) is imported after it.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from pathlib import Path
from types import TracebackType
from typing import NamedTuple

from PySide6.QtWidgets import QApplication

import sukui_desktop.programs.quick_imports  # noqa: F401  # isort: skip - before all that follows
from sukui_desktop.assets.messages import text
from sukui_desktop.programs.stage_copies import StageCopies
from sukui_desktop.programs.sweeping import Sweeping
from sukui_desktop.programs.windows import Windows
from sukui_desktop.ui.console.tabs import TABS
from sukui_desktop.ui.operations import Operations
from sukui_desktop.ui.theme import apply_theme

EXIT_USAGE = 2


class Asked(NamedTuple):
    """What the command line asks for: `sukui desktop [FILE] [--practice | --home] [--tab TAB]`."""

    file: Path | None = None
    is_home: bool = False
    tab: str = TABS[0]


def main(argv: Sequence[str] | None = None) -> int:
    """Run the windows until the last one is closed.

    `desktop FILE` asks for the passphrase of FILE (or takes `SUKUI_PASSPHRASE`), `--home` shows the list of meetings;
    without either the practice meeting is opened. Returns 0, 1 after a bug, 2 when it was asked wrongly.
    """
    try:
        asked = read_arguments(sys.argv[1:] if argv is None else argv)
    except ValueError:
        sys.stderr.write(text("console.usage", tabs=" ".join(TABS)) + "\n")
        return EXIT_USAGE
    app = QApplication.instance() or QApplication(sys.argv[:1])
    assert isinstance(app, QApplication)
    app.setApplicationName("sukui")
    apply_theme(app)
    operations = Operations()
    windows = Windows(operations, station_root(), asked.file, is_home=asked.is_home, tab=asked.tab)
    copies = StageCopies(operations, windows)
    sys.excepthook = _tell_bug
    windows.console.painted.connect(_speak_korean)
    windows.console.show()
    sweeping = Sweeping(app)
    copies.setParent(app)
    try:
        return app.exec()
    finally:
        sweeping.end()
        sys.excepthook = sys.__excepthook__
        windows.finish()


def read_arguments(argv: Sequence[str]) -> Asked:
    """Return what is asked for; by hand, because argparse costs a fifth of the first paint.

    Raises ValueError for anything that is not offered.
    """
    asked, rest = Asked(), list(argv)
    while rest:
        word = rest.pop(0)
        if word == "--home":
            asked = asked._replace(is_home=True)
        elif word == "--tab" and rest and rest[0] in TABS:
            asked = asked._replace(tab=rest.pop(0))
        elif not word.startswith("-") and asked.file is None:
            asked = asked._replace(file=Path(word))
        elif word != "--practice":
            raise ValueError(word)
    return asked


def station_root() -> Path:
    """Return this machine's station folder without making it (`bootstrap.make_context` makes it)."""
    home = os.environ.get("SUKUI_HOME")
    if not home:
        import platformdirs

        home = platformdirs.user_data_dir("sukui", appauthor=False)
    return Path(home)


def _tell_bug(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    """Stand as `sys.excepthook`."""
    from sukui_desktop.programs.bug_report import tell_bug

    tell_bug(kind, error, trace)


def _speak_korean() -> None:
    """Let Qt's own dialogs speak Korean too; after the first paint, which also need not wait for their classes."""
    from PySide6.QtCore import QLibraryInfo, QTranslator

    app = QApplication.instance()
    translator = QTranslator(app)
    if app is not None and translator.load("qtbase_ko", QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)):
        app.installTranslator(translator)


if __name__ == "__main__":
    raise SystemExit(main())
