"""The pinned packages are the ones the project names, with hashes and without anybody's address."""

from __future__ import annotations

import re
import tomllib

from tests.contracts.source_tree import ROOT

PIN = re.compile(r"^([a-z0-9._-]+)==(\S+)", re.MULTILINE)


def _pins(name: str) -> dict[str, str]:
    return dict(PIN.findall((ROOT / name).read_text(encoding="utf-8")))


def _named(extra: str | None = None) -> set[str]:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    wanted = project["optional-dependencies"][extra] if extra else project["dependencies"]
    return {re.split(r"[<>=~!\[; ]", name, maxsplit=1)[0].lower().replace("_", "-") for name in wanted}


def test_all_that_is_named_is_pinned() -> None:
    assert _named() <= _pins("requirements.txt").keys()
    assert _named("dev") <= _pins("requirements-dev.txt").keys()


def test_tests_run_on_what_is_shipped() -> None:
    assert _pins("requirements.txt").items() <= _pins("requirements-dev.txt").items()


def test_every_pin_has_a_hash_and_no_address() -> None:
    for name in ("requirements.txt", "requirements-dev.txt"):
        text = (ROOT / name).read_text(encoding="utf-8")
        blocks = re.split(r"\n(?=\S)", text.strip())
        assert all("--hash=sha256:" in block for block in blocks)
        assert "://" not in text
        assert "index-url" not in text


def test_qt_is_the_one_that_counts_its_references() -> None:
    """PYSIDE-3474: from 6.12 on Python 3.11 each emit loses a reference to True, and a long session aborts."""
    import sys

    from PySide6.QtCore import QObject, Signal

    class Bell(QObject):
        rang = Signal(bool)

    bell = Bell()
    before = sys.getrefcount(True)
    for _ in range(2000):
        bell.rang.emit(True)
    assert abs(sys.getrefcount(True) - before) < 100
