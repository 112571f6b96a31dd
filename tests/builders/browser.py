"""A real browser without a window and without a network: what a page is once its scripts have run."""

from __future__ import annotations

import subprocess
import tempfile
from pathlib import Path

_QUIET = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    "--disable-extensions",
    "--disable-dev-shm-usage",
)
_PATIENCE_S = 120


def page_of(page: Path, folder: Path, fragment: str = "", *, width: int = 800) -> str:
    """Return the document of a local page after its scripts, opened with `#fragment`; a fresh profile each time."""
    return _run_chromium(page, folder, fragment, "--dump-dom", width).decode("utf-8")


def picture_of(page: Path, folder: Path, target: Path, fragment: str = "", *, width: int = 800) -> None:
    """Write what the page looks like, as PNG."""
    _run_chromium(page, folder, fragment, f"--screenshot={target}", width)


def _run_chromium(page: Path, folder: Path, fragment: str, act: str, width: int) -> bytes:
    address = page.resolve().as_uri() + (f"#{fragment}" if fragment else "")
    with tempfile.TemporaryDirectory(dir=folder, ignore_cleanup_errors=True) as profile:
        size, data = f"--window-size={width},1400", f"--user-data-dir={profile}"
        command = ["chromium", *_QUIET, "--virtual-time-budget=5000", size, data, act, address]
        return subprocess.run(command, capture_output=True, check=True, timeout=_PATIENCE_S).stdout
