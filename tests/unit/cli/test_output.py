"""What goes to which stream, and where passphrases come from."""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from sukui_desktop.assets.messages import error_text, text
from sukui_desktop.cli.main import make_command_line_parser, run_command
from sukui_desktop.cli.output import Output
from sukui_desktop.cli.passphrases import Passphrases, read_meeting_file_passphrase, read_passphrases
from sukui_desktop.domain.errors import BadInput, RuleBroken, StorageFault, VerifyFailed
from sukui_desktop.services.opened_meeting import Context


def options(path: Path | None) -> argparse.Namespace:
    return argparse.Namespace(passphrase_file=path)


def no_context() -> Context:
    raise AssertionError("nothing was to be opened")


def test_json_is_one_document_on_stdout_and_the_rest_on_stderr(capsys: pytest.CaptureFixture[str]) -> None:
    output = Output(is_json=True)
    output.write_note("읽습니다")
    output.write_answer({"votes": {"가": 3}, "lines": ["people read this"]})
    out, err = capsys.readouterr()
    assert json.loads(out) == {"votes": {"가": 3}}
    assert err == "읽습니다\n"


def test_people_read_lines(capsys: pytest.CaptureFixture[str]) -> None:
    Output(is_json=False).write_answer({"votes": {}, "lines": ["하나", "둘"]})
    assert capsys.readouterr().out == "하나\n둘\n"


def test_progress_is_said_at_the_end_whatever_the_clock(capsys: pytest.CaptureFixture[str]) -> None:
    output = Output(is_json=True)
    for done in range(1, 5001):
        output.write_progress("투표지", done, 5000)
    lines = capsys.readouterr().err.splitlines()
    assert lines[-1] == "투표지 5,000/5,000"
    assert len(lines) < 100


def test_an_error_is_reported_in_words_and_as_code(capsys: pytest.CaptureFixture[str]) -> None:
    error = RuleBroken("template_unknown", template="소풍", known=("가", "나"))
    Output(is_json=True).write_refusal(error)
    out, err = capsys.readouterr()
    assert err == error_text("template_unknown", template="소풍", known="가, 나") + "\n"
    assert json.loads(out) == {
        "error": "template_unknown",
        "facts": {"template": "소풍", "known": ["가", "나"]},
        "exit": 3,
    }


@pytest.mark.parametrize(("error", "code"), [(BadInput("x"), 3), (StorageFault("x"), 4), (VerifyFailed("x"), 5)])
def test_exit_codes_follow_the_kind_of_error(error: BadInput, code: int) -> None:
    assert error.exit_code == code


def test_passphrases_come_from_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SUKUI_PASSPHRASE", "one")
    monkeypatch.setenv("SUKUI_TALLY_PASSPHRASE", "two")
    assert read_passphrases(options(None)) == Passphrases("one", "two")


@pytest.mark.parametrize(
    "content",
    ["first\nsecond\n", "SUKUI_PASSPHRASE=first\nSUKUI_TALLY_PASSPHRASE=second\n", "\nfirst\r\n\r\nsecond"],
)
def test_a_passphrase_file_comes_before_the_environment(
    content: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SUKUI_PASSPHRASE", "other")
    path = tmp_path / "secret.txt"
    path.write_bytes(content.encode())
    assert read_passphrases(options(path)) == Passphrases("first", "second")


def test_a_passphrase_may_hold_an_equals_sign(tmp_path: Path) -> None:
    path = tmp_path / "secret.txt"
    path.write_text("a=b=c\n", encoding="utf-8")
    assert read_passphrases(options(path)).file == "a=b=c"


def test_no_passphrase_is_refused_before_anything_is_opened() -> None:
    with pytest.raises(BadInput, match="passphrase_missing"):
        read_meeting_file_passphrase(options(None))


def test_unreadable_passphrase_files_are_reported(tmp_path: Path) -> None:
    with pytest.raises(StorageFault, match="file_missing"):
        read_passphrases(options(tmp_path / "none"))
    path = tmp_path / "secret.bin"
    path.write_bytes(b"\xff\xfe\xfa")
    with pytest.raises(BadInput, match="passphrase_file_unreadable"):
        read_passphrases(options(path))


def test_every_command_explains_itself(capsys: pytest.CaptureFixture[str]) -> None:
    commands = next(a for a in make_command_line_parser()._actions if a.dest == "command").choices
    assert commands is not None
    assert {"demo", "practice", "verify", "show", "replay", "copy", "export", "desktop"} <= set(commands)
    for command in commands:
        assert run_command([command, "--help"], no_context) == 0
        assert text("cli.usage.prefix") in capsys.readouterr().out


def test_a_passphrase_is_never_an_argument(capsys: pytest.CaptureFixture[str]) -> None:
    assert run_command(["verify", "x.sukui", "--passphrase", "secret"], no_context) == 2
    capsys.readouterr()


def test_a_stopped_command_is_one_line_and_130(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def stop(*words: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("sukui_desktop.cli.tally.tally_election", stop)
    path = tmp_path / "city.pb"
    path.write_text("")
    assert run_command(["tally", str(path)], no_context) == 130
    assert capsys.readouterr().err == text("cli.interrupted") + "\n"


def test_receipts_in_no_known_letters_are_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "acks").write_bytes(b"\xff\xfe\n")
    assert run_command(["verify", "x.sukui", "--acks", str(tmp_path / "acks"), "--json"], no_context) == 3
    assert json.loads(capsys.readouterr().out)["error"] == "acks_unreadable"


def _run_into(out: int, *words: str, encoding: str = "utf-8") -> tuple[int, str]:
    """Run a command in another process with this stdout, and return its exit code and its stderr."""
    done = subprocess.run(
        [sys.executable, "-m", "sukui_desktop", *words],
        cwd=Path(__file__).resolve().parents[3],
        env={**os.environ, "PYTHONIOENCODING": encoding},
        stdout=out,
        stderr=subprocess.PIPE,
        check=False,
    )
    return done.returncode, done.stderr.decode(encoding)


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="a full disk to write on is a device of Linux")
@pytest.mark.parametrize("words", [["rules", "list"], ["rules", "list", "--json"]])
def test_an_answer_that_a_full_disk_does_not_take_is_a_fault(words: list[str]) -> None:
    with Path("/dev/full").open("wb") as full:
        assert _run_into(full.fileno(), *words) == (StorageFault.exit_code, error_text("output_lost") + "\n")


@pytest.mark.parametrize("words", [["rules", "list"], ["rules", "list", "--json"], ["-h"]])
def test_a_reader_that_went_away_is_no_fault(words: list[str]) -> None:
    reading, writing = os.pipe()
    os.close(reading)
    try:
        assert _run_into(writing, *words) == (0, "")
    finally:
        os.close(writing)


@pytest.mark.parametrize("encoding", ["ascii", "cp949"])
def test_a_stream_without_the_letters_gets_escapes(tmp_path: Path, encoding: str) -> None:
    with (tmp_path / "out").open("w+b") as out:
        assert _run_into(out.fileno(), "rules", "list", "--json", encoding=encoding) == (0, "")
    assert json.loads((tmp_path / "out").read_text(encoding))["rules"]
    with (tmp_path / "out").open("w+b") as out:
        code, words = _run_into(out.fileno(), "rules", "show", "\U0001f642", encoding=encoding)
    assert (code, "Traceback" in words) == (3, False)
