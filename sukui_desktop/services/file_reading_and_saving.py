"""Files of this machine: read one into a verb, save what a verb made. These run where the person sits."""

from __future__ import annotations

import errno
import os
from collections.abc import Callable
from pathlib import Path
from typing import Concatenate, ParamSpec, TypeVar

from sukui_desktop.documents.read.source_file_kind import MAX_BYTES
from sukui_desktop.domain.chosen_file import SourceFile
from sukui_desktop.domain.errors import BadInput, StorageFault
from sukui_desktop.storage.durable_files import disk_faults_translated, write_file_durably

P = ParamSpec("P")
T = TypeVar("T")


def read_file(path: Path) -> SourceFile:
    """Read a file whole, for a verb that takes it in. For the making queue.

    Raises BadInput input_missing, input_unreadable, file_too_large (over 64 MiB, unread).
    """
    name = path.name
    try:
        if not path.is_file():
            raise BadInput("input_unreadable" if path.exists() else "input_missing", file=name)
        size = path.stat().st_size
        if size > MAX_BYTES:
            raise BadInput("file_too_large", file=name, value=size // 1024**2, expected=MAX_BYTES // 1024**2)
        return SourceFile(name, path.read_bytes())
    except (OSError, ValueError) as fault:
        raise BadInput("input_unreadable", file=name) from fault


def save_file(content: bytes, path: Path) -> Path:
    """Save what a verb made, whole or not at all and on the disk, and return where it is. For the making queue.

    Raises StorageFault disk_full, read_only, folder_missing, disk_failed, write_failed where a folder has that name; a
    file that was there before is untouched then.
    """
    with disk_faults_translated(path, is_writing=True):
        is_folder = path.is_dir()
    if is_folder:
        raise StorageFault("write_failed", file=path.name, path=str(path), reason=os.strerror(errno.EISDIR))
    write_file_durably(path, content, mode=0o644)  # for everybody who may read the folder
    return path


def read_file_and_call_verb(
    verb: Callable[Concatenate[SourceFile, P], T], path: Path, /, *args: P.args, **kwargs: P.kwargs
) -> T:
    """Read a file and return what `verb` makes of it. For the making queue.

    Raises as `read_file` and as `verb`.
    """
    return verb(read_file(path), *args, **kwargs)


def make_and_save_document(verb: Callable[P, bytes], path: Path, /, *args: P.args, **kwargs: P.kwargs) -> Path:
    """Save the document that `verb` makes and return where it is. For the making queue.

    Raises as `verb` and as `save_file`.
    """
    return save_file(verb(*args, **kwargs), path)
