"""NAME=VALUE as two options of the command line take it."""

from __future__ import annotations

import argparse


def read_pair(written: str) -> tuple[str, str]:
    """Return name and value, for `argparse`.

    Raises ArgumentTypeError unless both are there.
    """
    name, sign, value = written.partition("=")
    if not (name and sign and value):
        raise argparse.ArgumentTypeError(f"NAME=VALUE: {written}")
    return name, value
