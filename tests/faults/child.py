"""The program in a child process, whole or with named mutants: the product itself knows nothing of mutants.

`python -m tests.faults.child demo …` is the command line; `SUKUI_TEST_MUTANTS=a,b` names modules of `mutants/`, each of
which changes the loaded product by its `apply()`. With the name of a scene as first word it plays that. Keys are
derived quickly, as in the test that opens what is left: a derivation writes nothing that a fault could hit.
"""

from __future__ import annotations

import importlib
import os
import sys

from tests.builders.quick_keys import derive_quickly_in_this_process


def main(arguments: list[str]) -> int:
    """Break what is to be broken, then run."""
    derive_quickly_in_this_process()
    for name in filter(None, os.environ.get("SUKUI_TEST_MUTANTS", "").split(",")):
        importlib.import_module(f"tests.faults.mutants.{name}").apply()
    if arguments[:1] in (["scene"], ["box_scene"], ["closing_scene"], ["stubborn"], ["hold_box"]):
        importlib.import_module(f"tests.faults.{arguments[0]}").play(arguments[1:])
        return 0
    from sukui_desktop.programs.entry_point import main as program

    return program(arguments)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
