"""A room whose meeting file another machine holds: verbs are asked of its hub instead of being called here."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable
from typing import Any, TypeVar

T = TypeVar("T")


class RemoteRoom(ABC):
    """Stands where a `Room` stands in the first argument of a verb."""

    @abstractmethod
    def call_verb(self, verb: Callable[..., T], *args: Any, **kwargs: Any) -> T:
        """Return what the verb returns at the hub.

        Raises the SukuiError that it raised there; DeviceFault hub_unreachable where no answer came and nobody knows
        whether it was done, hub_not_reached where surely nothing was.
        """


def as_room(room: RemoteRoom) -> Any:
    """Return a remote room where a page wants a `Room`: pages hold it as a handle and hand it to verbs alone."""
    return room


def call_verb(verb: Callable[..., T], *args: Any, **kwargs: Any) -> T:
    """Call a verb on the room that is its first argument, wherever that room is held."""
    if args and isinstance(args[0], RemoteRoom):
        return args[0].call_verb(verb, *args[1:], **kwargs)
    return verb(*args, **kwargs)
