"""`sukui desktop`: the program with windows, from its command line to its exit code."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from PySide6.QtWidgets import QApplication

from sukui_desktop.assets.messages import text
from sukui_desktop.assets.program_command import program_command
from sukui_desktop.cli.korean_argparse import KoreanParser
from sukui_desktop.programs.garbage_collection import WindowThreadCollector
from sukui_desktop.programs.machine_state import InternetWatch
from sukui_desktop.programs.uncaught_error_dialog import ThreadErrors, show_uncaught_error
from sukui_desktop.programs.window_manager import StageCopies, WindowManager
from sukui_desktop.ui.console.tab_bar import TABS
from sukui_desktop.ui.qt_translation import translate_qt
from sukui_desktop.ui.service_queues import Operations
from sukui_desktop.ui.theme import apply_theme


def main(argv: Sequence[str] | None = None) -> int:
    """Run the windows until the last one is closed.

    `desktop FILE` asks for the passphrase of FILE (or takes `SUKUI_PASSPHRASE`), `--home` shows the list of meetings,
    `--practice` opens the practice meeting; with none of them it goes on with the meeting that was open, at the step
    where it stood, or shows the list. Returns 0, 1 after a bug, 2 when it was typed wrongly.
    """
    try:
        options = desktop_parser().parse_args(argv)
    except SystemExit as stop:
        return int(stop.code or 0)
    app = QApplication.instance() or QApplication(sys.argv[:1])
    assert isinstance(app, QApplication)
    app.setApplicationName("sukui")
    apply_theme(app)
    translate_qt(app)
    collector = WindowThreadCollector(app)
    operations = Operations()
    windows = WindowManager(
        operations,
        options.file,
        is_home=options.home,
        is_practice=options.practice,
        tab=options.tab,
        internet=InternetWatch(),
    )
    copies = StageCopies(operations, windows)
    sys.excepthook, thread_errors = show_uncaught_error, ThreadErrors(app)
    windows.console.show()
    copies.setParent(app)
    try:
        return app.exec()
    finally:
        collector.restore_automatic_collection()
        sys.excepthook = sys.__excepthook__
        thread_errors.stop()
        windows.shut_down()


def desktop_parser() -> argparse.ArgumentParser:
    """Return the parser of `sukui desktop`."""
    parser = KoreanParser(prog=f"{program_command()} desktop", description=text("cli.help.desktop"))
    parser.add_argument(
        "file", type=Path, nargs="?", metavar=text("cli.metavar.meeting"), help=text("cli.help.desktop_file")
    )
    parser.add_argument("--home", action="store_true", help=text("cli.help.desktop_home"))
    parser.add_argument("--practice", action="store_true", help=text("cli.help.desktop_practice"))
    parser.add_argument("--tab", choices=TABS, default="", help=text("cli.help.desktop_tab"))
    return parser


if __name__ == "__main__":
    raise SystemExit(main())
