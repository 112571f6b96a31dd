"""The meeting a program starts with: without it the key would be derived only after everything else was imported."""

from __future__ import annotations

from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sukui_desktop.services.room import Context, Room
    from sukui_desktop.storage.file_key import FileKey


class FirstMeeting:
    """Opens a file on the store queue while its key is derived on a thread that ends with it.

    Deriving needs neither the file's connection nor the interpreter's lock, importing the store needs the lock alone:
    beside each other they take the time of one.
    """

    def __init__(self, file: Path, passphrase: str) -> None:
        self._file = file
        pool = ThreadPoolExecutor(max_workers=1, thread_name_prefix="sukui-key")
        self._key: Future[FileKey] = pool.submit(_derive, file, passphrase)
        pool.shutdown(wait=False)
        self._context: Context | None = None

    def make_context(self) -> Context:
        """Make this machine's context, on the store queue. Raises StorageFault."""
        from sukui_desktop.programs.bootstrap import make_context

        self._context = make_context()
        return self._context

    def open(self) -> Room:
        """Open the file, on the store queue.

        Raises StorageFault file_missing, foreign, newer, truncated, wrong_passphrase, corrupt, locked, no_meeting.
        """
        from sukui_desktop.services.prepare.meeting import open_with_key

        context = self._context or self.make_context()
        return open_with_key(self._file, self._key.result(), context)


def _derive(file: Path, passphrase: str) -> FileKey:
    from sukui_desktop.storage.file_key import open_file_key

    return open_file_key(file, passphrase)
