"""Every dialog has a size that the smallest screen has room for: 1024 x 640."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2] / "sukui_desktop" / "ui"
WIDTH_PX, HEIGHT_PX = 1024, 600
_FIXED = re.compile(r"self\.resize\(\s*(?:QSize\()?(\d+),\s*(\d+)\)(?!\.boundedTo)")
_LEAST = re.compile(r"self\.set(?:Minimum|Fixed)(Width|Height)\((\d+)\)")
DIALOGS = sorted(
    path
    for path in ROOT.rglob("*.py")
    if re.search(r"class \w+\((?:Helped|Ask|Form)?\w*(?:Dialog|Ask)\b", path.read_text())
)


def test_the_dialogs_are_found() -> None:
    assert len(DIALOGS) > 20


@pytest.mark.parametrize("path", DIALOGS, ids=lambda path: str(path.relative_to(ROOT)))
def test_no_dialog_asks_for_more_than_the_smallest_screen(path: Path) -> None:
    """Fails on 0.6.1, where two dialogs were 1120 and 1180 px wide, whatever the screen."""
    source = path.read_text(encoding="utf-8")
    sizes = [(int(width), int(height)) for width, height in _FIXED.findall(source)]
    sizes += [(int(px), 0) if side == "Width" else (0, int(px)) for side, px in _LEAST.findall(source)]
    assert [size for size in sizes if size[0] > WIDTH_PX or size[1] > HEIGHT_PX] == []
