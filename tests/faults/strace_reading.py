"""What a process did to the disk, read from a strace of it: the only witness that the process cannot flatter.

Every string is hexadecimal (`-xx`) and whole (`-s`), so that what was written can be written again.
"""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

import pytest

ROOT = Path(__file__).resolve().parents[2]
CALLS = (
    "open,openat,creat,close,dup,dup2,dup3,lseek,write,writev,pwrite64,pwritev,pwritev2,truncate,ftruncate,"
    "fallocate,fsync,fdatasync,sync_file_range,rename,renameat,renameat2,link,linkat,symlink,unlink,unlinkat,rmdir,"
    "mkdir,mkdirat,copy_file_range,sendfile"
)
_LINE = re.compile(r"^(?:\d+ +)?(\w+)\((.*)\) += (-?\d+)")
_PID = re.compile(r"^(\d+) +")
_RESUMED = re.compile(r"<\.\.\. \w+ resumed>")


class Call(NamedTuple):
    """A system call that succeeded."""

    name: str
    arguments: tuple[str, ...]
    result: int

    def text(self, place: int) -> str:
        """Return a path argument."""
        return self.bytes(place).decode()

    def bytes(self, place: int) -> bytes:
        """Return a string argument as it was."""
        return bytes.fromhex(self.arguments[place].strip('"').replace("\\x", ""))

    def number(self, place: int) -> int:
        """Return a number argument."""
        return int(self.arguments[place], 0)


def need_strace() -> str:
    """Return where strace is; `./test` installs it."""
    found = shutil.which("strace")
    if found is None:
        pytest.skip("strace is not on this machine; ./test installs it where it may")
    return found


def record(arguments: Sequence[str], log: Path, environment: Mapping[str, str]) -> subprocess.CompletedProcess[str]:
    """Run the child program under strace and leave the calls in `log`."""
    command = [need_strace(), "-f", "--seccomp-bpf", "-xx", "-s", "16000000", "-e", f"trace={CALLS}", "-o", str(log)]
    return subprocess.run(
        [*command, sys.executable, "-m", "tests.faults.child", *arguments],
        cwd=ROOT,
        env=dict(environment),
        capture_output=True,
        text=True,
        check=False,
        timeout=240,
    )


def read_calls(log: Path) -> Iterator[Call]:
    """Yield the calls that succeeded, in the order in which they ended."""
    begun: dict[str, str] = {}
    with log.open(encoding="ascii") as lines:
        for line in lines:
            found = _PID.match(line)
            pid = found[1] if found else ""
            if line.endswith("<unfinished ...>\n"):
                begun[pid] = line[: -len("<unfinished ...>\n")].rstrip()
                continue
            whole = line
            resumed = _RESUMED.search(line)
            if resumed:
                whole = begun.pop(pid) + line[resumed.end() :]
            call = _LINE.match(whole)
            if call and int(call[3]) >= 0:
                yield Call(call[1], tuple(part.strip() for part in call[2].split(", ")), int(call[3]))
