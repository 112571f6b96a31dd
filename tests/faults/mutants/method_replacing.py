"""Putting a mutant in the place of a method of the product, which must still have one of that name."""

from __future__ import annotations

from collections.abc import Callable


def replace_method(owner: type, name: str, mutant: Callable[..., object]) -> None:
    """Replace a method. Raises AttributeError where the product has none of that name: the mutant would do nothing."""
    if not hasattr(owner, name):
        raise AttributeError(f"{owner.__name__} has no {name} any more")
    setattr(owner, name, mutant)
