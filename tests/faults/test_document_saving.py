"""Paper meets a bad disk: the old file stays as it was, nothing half-written is left, and the words are clear.

Seen to fail on a writer that opens the target itself (`path.write_bytes`).
"""

from __future__ import annotations

import errno
import hashlib
import os
import subprocess
import sys
from pathlib import Path

import pytest

from sukui_desktop.assets.messages import error_text
from sukui_desktop.domain.errors import StorageFault
from sukui_desktop.services.file_reading_and_saving import save_file

pytestmark = pytest.mark.faults

_CHILD = """
import resource, signal, sys
from pathlib import Path
from sukui_desktop.domain.errors import StorageFault
from tests.builders import papers
from sukui_desktop.documents.write.minutes import minutes_pdf
from sukui_desktop.services.file_reading_and_saving import save_file

signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (4096, 4096))
try:
    save_file(minutes_pdf(papers.small_minutes()), Path(sys.argv[1]))
except StorageFault as fault:
    print(fault.code, fault.facts["path"])
    sys.exit(fault.exit_code)
"""
_ROOT = Path(__file__).resolve().parents[2]


def _hash(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def test_a_full_disk_leaves_the_old_file_and_nothing_else(tmp_path: Path) -> None:
    path = tmp_path / "minutes.pdf"
    path.write_bytes(b"the minutes of yesterday")
    before = _hash(path)
    done = subprocess.run(
        [sys.executable, "-c", _CHILD, str(path)], cwd=_ROOT, capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stdout.split()) == (4, ["disk_full", str(path)]), done.stderr
    assert _hash(path) == before
    assert [entry.name for entry in tmp_path.iterdir()] == ["minutes.pdf"]


def test_a_new_file_on_a_full_disk_does_not_appear(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", _CHILD, str(tmp_path / "new.pdf")], cwd=_ROOT, capture_output=True, check=False
    )
    assert done.returncode == 4
    assert list(tmp_path.iterdir()) == []


def _unwritable_folder() -> Path:
    """A folder in which not even root may make a file."""
    return Path("/proc/self")


def test_a_folder_one_may_not_write_to_is_reported(tmp_path: Path) -> None:
    if os.geteuid() == 0:
        with pytest.raises(StorageFault) as refused:
            save_file(b"x", _unwritable_folder() / "minutes.pdf")
        assert refused.value.code in {"read_only", "folder_missing"}
        return
    tmp_path.chmod(0o500)
    with pytest.raises(StorageFault) as refused:
        save_file(b"x", tmp_path / "minutes.pdf")
    tmp_path.chmod(0o700)
    assert refused.value.code == "read_only"
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_is_gone_is_reported(tmp_path: Path) -> None:
    for folder in (tmp_path / "gone", _file(tmp_path)):
        with pytest.raises(StorageFault) as refused:
            save_file(b"x", folder / "minutes.pdf")
        assert refused.value.code == "folder_missing"
        assert str(folder) in error_text("folder_missing", **refused.value.facts)


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EROFS, errno.EIO])
def test_what_the_disk_refuses_is_reported_in_a_sentence(
    number: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(handle: int) -> None:
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(os, "fsync", refuse)
    with pytest.raises(StorageFault) as refused:
        save_file(b"x", tmp_path / "minutes.pdf")
    assert "minutes.pdf" in error_text(refused.value.code, **refused.value.facts)


def _file(folder: Path) -> Path:
    path = folder / "a file"
    path.write_bytes(b"")
    return path


def test_a_target_that_is_a_folder_is_reported_and_nothing_is_left(tmp_path: Path) -> None:
    (tmp_path / "minutes.pdf" / "inside").mkdir(parents=True)
    with pytest.raises(StorageFault) as refused:
        save_file(b"x", tmp_path / "minutes.pdf")
    assert refused.value.code == "write_failed"
    assert refused.value.facts["reason"]
    assert [entry.name for entry in tmp_path.iterdir()] == ["minutes.pdf"]


def test_a_file_is_replaced_whole_and_can_be_read_by_others(tmp_path: Path) -> None:
    path = tmp_path / "result.pdf"
    path.write_bytes(b"old")
    save_file(b"new" * 100_000, path)
    assert path.read_bytes() == b"new" * 100_000
    assert path.stat().st_mode & 0o777 == 0o644
    assert [entry.name for entry in tmp_path.iterdir()] == ["result.pdf"]


def test_no_handle_is_left_open(tmp_path: Path) -> None:
    before = len(list(Path("/proc/self/fd").iterdir()))
    for _ in range(20):
        save_file(b"x", tmp_path / "a")
        with pytest.raises(StorageFault):
            save_file(b"x", tmp_path / "gone" / "a")
    assert len(list(Path("/proc/self/fd").iterdir())) == before
