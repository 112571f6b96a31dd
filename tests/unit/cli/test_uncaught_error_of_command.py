"""A bug of a command is told in Korean; what developers need is in a file."""

from __future__ import annotations

from pathlib import Path

import pytest

from sukui_desktop.programs.uncaught_error_of_command import write_down_uncaught_error


def _bug() -> ZeroDivisionError:
    try:
        raise ZeroDivisionError("division by zero")
    except ZeroDivisionError as error:
        return error


def test_the_sentence_is_korean_and_the_rest_is_in_a_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Seen to fail on a traceback on stderr."""
    monkeypatch.setenv("SUKUI_HOME", str(tmp_path / "home"))
    error = _bug()
    write_down_uncaught_error(type(error), error, error.__traceback__)
    said = capsys.readouterr().err
    (file,) = (tmp_path / "home").glob("bug-*.txt")
    assert "Traceback" not in said
    assert str(file) in said
    assert "division by zero" in file.read_text(encoding="utf-8")


def test_it_is_told_where_nothing_can_be_written(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("SUKUI_HOME", "/dev/null/home")
    error = _bug()
    write_down_uncaught_error(type(error), error, error.__traceback__)
    assert "ZeroDivisionError" in capsys.readouterr().err
