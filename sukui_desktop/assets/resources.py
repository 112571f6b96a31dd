"""Shipped files by name, the same from a checkout and from an installed wheel."""

from __future__ import annotations

from pathlib import Path, PurePosixPath

_PACKAGE = Path(__file__).resolve().parent.parent
_ROOTS = (_PACKAGE / "resources", _PACKAGE.parent / "resources")
"""A wheel maps `resources/` into the package; a checkout has it beside the package."""


def resource_path(name: str) -> Path:
    """Return the path of the shipped file or folder `name` (`fonts/x.ttf`, forward slashes).

    Raises FileNotFoundError when it is not shipped and ValueError when `name` leaves the resources.
    """
    pure = PurePosixPath(name)
    if pure.is_absolute() or ".." in pure.parts:
        raise ValueError(f"not a resource name: {name}")
    for root in _ROOTS:
        path = root / pure
        if path.exists():
            return path
    raise FileNotFoundError(name)


def read_resource(name: str) -> bytes:
    """Return the bytes of the shipped file `name`."""
    return resource_path(name).read_bytes()
