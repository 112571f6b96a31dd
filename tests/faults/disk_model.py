"""A disk that forgets: what may be on it when the power goes, by what was written and what was synced.

The strictest disk that keeps its word: a file's writes last when the file was synced, a name lasts when its folder was
synced; until then each write, cut and change of a name may have reached it or not, whatever came before or after it.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path, PurePosixPath
from typing import NamedTuple

from tests.faults.strace_reading import Call


class Write(NamedTuple):
    """Bytes put at a place; `data` None cuts the file there."""

    offset: int
    data: bytes | None


class Rename(NamedTuple):
    """Names that went from a folder and names that came, at once."""

    gone: str
    come: str
    node: File | Folder | None


class File:
    """A file: what lasts, what was done since, and what a program reads now."""

    def __init__(self) -> None:
        self.lasting = bytearray()
        self.pending: list[Write] = []
        self.now = bytearray()
        self._lasting_bytes: bytes | None = None
        self._now_bytes: bytes | None = None

    def do(self, write: Write) -> None:
        _put(self.now, write)
        self.pending.append(write)
        self._now_bytes = None

    def sync(self) -> None:
        for write in self.pending:
            _put(self.lasting, write)
        if self.pending:
            self._lasting_bytes = None
        self.pending.clear()

    def after_power_cut(self, survives: Chooser) -> bytes:
        """Return what is left: the same object until something is written or synced, since most files lie still."""
        surviving = [write for write in self.pending if survives()]
        if not surviving:
            self._lasting_bytes = bytes(self.lasting) if self._lasting_bytes is None else self._lasting_bytes
            return self._lasting_bytes
        if len(surviving) == len(self.pending):
            self._now_bytes = bytes(self.now) if self._now_bytes is None else self._now_bytes
            return self._now_bytes
        content = bytearray(self.lasting)
        for write in surviving:
            _put(content, write)
        return bytes(content)


class Folder:
    """A folder: names that last, and changes of names since."""

    def __init__(self) -> None:
        self.lasting: dict[str, File | Folder] = {}
        self.pending: list[Rename] = []
        self.now: dict[str, File | Folder] = {}

    def do(self, rename: Rename) -> None:
        _move(self.now, rename)
        self.pending.append(rename)

    def sync(self) -> None:
        for rename in self.pending:
            _move(self.lasting, rename)
        self.pending.clear()


def _put(content: bytearray, write: Write) -> None:
    end = len(content)
    if write.data is None:
        del content[write.offset :]
        content.extend(bytes(write.offset - len(content)))
        return
    if write.offset > end:
        content.extend(bytes(write.offset - end))
    content[write.offset : write.offset + len(write.data)] = write.data


def _move(names: dict[str, File | Folder], rename: Rename) -> None:
    names.pop(rename.gone, None)
    if rename.node is not None:
        names[rename.come] = rename.node


Chooser = Callable[[], bool]
"""Says of one un-synced change whether it survived."""


class Disk:
    """Everything below one folder that was there, empty but for `names`, before the process began."""

    def __init__(self, root: Path, names: Iterable[str] = ()) -> None:
        self.root = PurePosixPath(root)
        self.top = Folder()
        for name in names:
            self.top.do(Rename("", name, Folder()))
        self.top.sync()

    def _place(self, path: PurePosixPath) -> tuple[Folder, str] | None:
        """Return folder and name of a path below the root; None for paths elsewhere."""
        if not path.is_relative_to(self.root) or path == self.root:
            return None
        *above, name = path.relative_to(self.root).parts
        folder = self.top
        for part in above:
            found = folder.now.get(part)
            if found is None or isinstance(found, File):
                raise LookupError(f"a call on {path}, whose folder the recording does not know")
            folder = found
        return folder, name

    def find(self, path: str) -> File | Folder | None:
        """Return what a path names now; None elsewhere."""
        place = self._place(PurePosixPath(path))
        if place is None:
            return self.top if PurePosixPath(path) == self.root else None
        return place[0].now.get(place[1])

    def make(self, path: str, node: File | Folder) -> None:
        """Give a new file or folder its name."""
        place = self._place(PurePosixPath(path))
        if place is not None:
            place[0].do(Rename("", place[1], node))

    def remove(self, path: str) -> None:
        """Take a name away."""
        place = self._place(PurePosixPath(path))
        if place is not None:
            place[0].do(Rename(place[1], "", None))

    def rename(self, old: str, new: str) -> None:
        """Rename within one folder, which is all that the product does."""
        source, target = self._place(PurePosixPath(old)), self._place(PurePosixPath(new))
        if source is None and target is None:
            return
        if source is None or target is None or source[0] is not target[0]:
            raise LookupError(f"a rename across folders, which this model does not know: {old}")
        source[0].do(Rename(source[1], target[1], source[0].now[source[1]]))

    def after_power_cut(self, survives: Chooser) -> dict[str, bytes | None]:
        """Return {path: content, None for a folder} of a disk after the power went."""
        return dict(_survivors(self.top, "", survives))

    def unsynced(self) -> int:
        """Count the changes that a power cut may take."""
        return sum(len(node.pending) for node in _reachable(self.top))


def _survivors(folder: Folder, above: str, survives: Chooser) -> Iterator[tuple[str, bytes | None]]:
    names = dict(folder.lasting)
    for rename in folder.pending:
        if survives():
            _move(names, rename)
    for name, node in sorted(names.items()):
        path = f"{above}{name}"
        if isinstance(node, Folder):
            yield path, None
            yield from _survivors(node, f"{path}/", survives)
        else:
            yield path, node.after_power_cut(survives)


def _reachable(folder: Folder) -> Iterator[File | Folder]:
    yield folder
    for node in {id(n): n for n in (*folder.now.values(), *folder.lasting.values())}.values():
        if isinstance(node, Folder):
            yield from _reachable(node)
        else:
            yield node


def half_of(seed: int) -> Chooser:
    """Let each change survive by the toss of a coin."""
    coin = random.Random(seed)
    return lambda: coin.random() < 0.5


class Replay:
    """Plays the calls of a recording onto a disk; what is written elsewhere is kept as `heard`, by path."""

    def __init__(self, disk: Disk) -> None:
        self.disk = disk
        self.heard: dict[str, bytearray] = {}
        self.changes: dict[str, int] = {}
        self._open: dict[int, tuple[str, File | Folder | None]] = {}
        self._at: dict[int, int] = {}
        self._appending: set[int] = set()

    def play(self, call: Call) -> bool:
        """Do what a call did. Says whether it may have changed what a power cut leaves."""
        method = getattr(self, f"_{call.name}", None)
        if method is None:
            return self._refuse(call)
        is_change = bool(method(call))
        if is_change:
            self.changes[call.name] = self.changes.get(call.name, 0) + 1
        return is_change

    def _refuse(self, call: Call) -> bool:
        """A call this model does not know must not touch what it models."""
        known = {number for number, (_, node) in self._open.items() if node is not None}
        named = {int(part) for part in call.arguments if part.isdigit()}
        if known & named:
            raise LookupError(f"the model does not know {call.name} on an open file")
        return False

    def _openat(self, call: Call) -> bool:
        return self._opened(call, call.text(1), call.arguments[2])

    def _opened(self, call: Call, path: str, flags: str) -> bool:
        node = self.disk.find(path)
        is_new = "O_CREAT" in flags and node is None and path.startswith(f"{self.disk.root}/")
        if is_new:
            node = File()
            self.disk.make(path, node)
        is_cut = isinstance(node, File) and "O_TRUNC" in flags and len(node.now) > 0
        if is_cut and isinstance(node, File):
            node.do(Write(0, None))
        self._open[call.result] = path, node
        self._at[call.result] = 0
        self._appending.discard(call.result)
        if "O_APPEND" in flags:
            self._appending.add(call.result)
        return is_new or is_cut

    def _close(self, call: Call) -> bool:
        self._open.pop(call.number(0), None)
        return False

    def _lseek(self, call: Call) -> bool:
        self._at[call.number(0)] = call.result
        return False

    def _write(self, call: Call) -> bool:
        number, data = call.number(0), call.bytes(1)[: call.result]
        path, node = self._open.get(number, (f"fd {number}", None))
        if not isinstance(node, File):
            self.heard.setdefault(path, bytearray()).extend(data)
            return False
        at = len(node.now) if number in self._appending else self._at.get(number, 0)
        node.do(Write(at, data))
        self._at[number] = at + len(data)
        return True

    def _pwrite64(self, call: Call) -> bool:
        node = self._open.get(call.number(0), ("", None))[1]
        if not isinstance(node, File):
            return False
        node.do(Write(call.number(3), call.bytes(1)[: call.result]))
        return True

    def _ftruncate(self, call: Call) -> bool:
        node = self._open.get(call.number(0), ("", None))[1]
        if not isinstance(node, File):
            return False
        node.do(Write(call.number(1), None))
        return True

    def _fsync(self, call: Call) -> bool:
        node = self._open.get(call.number(0), ("", None))[1]
        if node is None:
            return False
        node.sync()
        return True

    _fdatasync = _fsync

    def _rename(self, call: Call) -> bool:
        self.disk.rename(call.text(0), call.text(1))
        return call.text(0).startswith(f"{self.disk.root}/")

    def _unlink(self, call: Call) -> bool:
        self.disk.remove(call.text(0))
        return call.text(0).startswith(f"{self.disk.root}/")

    _rmdir = _unlink

    def _mkdir(self, call: Call) -> bool:
        self.disk.make(call.text(0), Folder())
        return call.text(0).startswith(f"{self.disk.root}/")
