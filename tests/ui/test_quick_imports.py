"""Qt for Python reads no module's source for our sake, and still spells its names as we do."""

from __future__ import annotations

import subprocess
import sys

import pytest

LOOK = """
import linecache
from PySide6.QtWidgets import QApplication, QLabel
{turned}
import tomllib, sukui_desktop.ui.theme
read = [name for name in linecache.cache if "tomllib" in name or "theme" in name]
app = QApplication([])
label = QLabel("가")
print(len(read), label.text(), hasattr(label, "set_text"))
"""


@pytest.mark.parametrize(
    ("turned", "read"), [("import sukui_desktop.programs.quick_imports", False), ("pass", True)], ids=["ours", "mutant"]
)
def test_no_source_is_read_after_qt_was_imported(turned: str, read: bool) -> None:
    code = LOOK.format(turned=turned)
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    count, words, is_snake = done.stdout.split()
    assert (int(count) > 0) is read
    assert (words, is_snake) == ("가", "False")


def test_the_program_asks_for_it_before_anything_else_of_ours() -> None:
    code = (
        "import sys, sukui_desktop.programs.desktop as d\n"
        "names = [n for n in sys.modules if n.startswith('sukui_desktop.')]\n"
        "print(names.index('sukui_desktop.programs.quick_imports') < names.index('sukui_desktop.ui.theme'))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "True"
