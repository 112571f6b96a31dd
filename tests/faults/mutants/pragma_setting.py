"""Opening a store with other settings than the product's: what the mutants of the pragmas share."""

from __future__ import annotations

from sukui_desktop.storage import encrypted_connection, traceless_file

Pragmas = tuple[tuple[str, str, object], ...]


def changed(pragmas: Pragmas, name: str, value: str, read_back: object) -> Pragmas:
    """Return the settings with one of them changed."""
    return tuple((n, value, read_back) if n == name else (n, v, r) for n, v, r in pragmas)


def change_box(name: str, value: str, read_back: object) -> None:
    """Open ballot boxes with one setting changed."""
    vars(traceless_file)["BOX_PRAGMAS"] = changed(vars(traceless_file)["BOX_PRAGMAS"], name, value, read_back)


def change_meeting(name: str, value: str, read_back: object) -> None:
    """Open meeting files with one setting changed."""
    encrypted_connection.MEETING_PRAGMAS = changed(encrypted_connection.MEETING_PRAGMAS, name, value, read_back)
