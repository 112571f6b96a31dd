"""Overwrites the box's journal while SQLite still needs it: after the two updates, before COMMIT."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sukui_desktop.storage import traceless_file
from sukui_desktop.storage.ballot_box import BallotBox
from tests.faults.mutants.method_replacing import replace_method


def apply() -> None:
    writing = BallotBox._write_transaction

    @contextmanager
    def written_over(box: BallotBox) -> Iterator[Any]:
        with writing(box) as connection:
            yield connection
            hot, vars(traceless_file)["_HOT_HEAD"] = traceless_file._HOT_HEAD, b"never"
            box._overwrite_journal()
            vars(traceless_file)["_HOT_HEAD"] = hot

    replace_method(BallotBox, "_write_transaction", written_over)
