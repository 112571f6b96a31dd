"""The hub of an open poll as a process of its own: `tests.hub.hub_process FOLDER POLL PORT` prints its port."""

from __future__ import annotations

import importlib
import os
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from sukui_desktop.models.ids import PollId
from sukui_desktop.services.meeting_opening import open_meeting
from tests.builders import rooms
from tests.builders.hub_rooms import HubRoom
from tests.builders.quick_keys import derive_quickly_in_this_process


def main(arguments: list[str]) -> None:
    """Serve until killed; `SUKUI_TEST_MUTANTS` as in `tests.faults.child`."""
    folder, poll_id, port = Path(arguments[0]), PollId(arguments[1]), int(arguments[2])
    for name in filter(None, os.environ.get("SUKUI_TEST_MUTANTS", "").split(",")):
        importlib.import_module(f"tests.faults.mutants.{name}").apply()
    derive_quickly_in_this_process()
    with ThreadPoolExecutor(max_workers=1) as store:
        path, context = folder / "회의.sukui", rooms.make_context(folder)
        room = store.submit(open_meeting, path, rooms.PASSPHRASE, context).result()
        held = HubRoom(room, store, poll_id)
        held.start(port)
        sys.stdout.write(f"{held.server.port}\n")
        sys.stdout.flush()
        threading.Event().wait()


if __name__ == "__main__":
    main(sys.argv[1:])
