"""What goes over the line between a station and the hub, as msgpack; and how a verb's arguments and result do.

A verb is named by its module and function under `services/`; its type hints say how its arguments and result are read.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Mapping
from functools import cache
from typing import Annotated, Any, get_type_hints

import msgspec
from msgspec import Meta

from sukui_desktop.domain import errors
from sukui_desktop.domain.changed_tables import Changes
from sukui_desktop.domain.errors import BadInput, SukuiError
from sukui_desktop.domain.initial_ranges import INITIALS
from sukui_desktop.models.ids import PollId, StationId
from sukui_desktop.models.station import StationRole
from sukui_desktop.services.hall_snapshot import HallChoice
from sukui_desktop.services.stations.room_queue import RoomQueue

PROTOCOL = 1
"""Raised with every change of what goes over the line: stations of another number are refused in words."""
MOST_BODY_BYTES = 64_000_000
"""Of one request of a station that was let in, as a kiosk's copy of ten thousand long opinions: what is longer is
refused before it is read whole."""
MOST_ENROLMENT_BYTES = 16_000
"""Of one request of anybody on the cable."""
MOST_PULSE_BYTES = 4_000
"""Of one pulse."""
_MOST_SIGNATURE_BYTES = 80
"""Of one over P-256, in DER."""
REFUSED_STATUS = 409
"""HTTP status of an answer that is a `HubRefusal`."""
_SERVICES = "sukui_desktop.services."
_Count = Annotated[int, Meta(ge=0, lt=2**53)]
_RunName = Annotated[str, Meta(max_length=64)]
"""What a message says that is kept or shown is bounded where it is read: a station in bad hands may say anything."""


class HelloAsked(msgspec.Struct, frozen=True):
    """Asks for a hello; has nothing to say."""


class Hello(msgspec.Struct, frozen=True):
    """What a hub says to whoever asks: enough to say in words why nothing else is taken."""

    protocol: int
    program: str
    """Version of the program that the hub is part of."""
    run: str
    """Names this start of the hub."""
    line: int
    """Counts the lines that this start of the hub was asked on."""
    promotions: int = 0
    """How often another machine took the place of the hub in this meeting, as far as this one knows."""
    promotion_proof: bytes = b""
    """The hub's signature over that number, b'' where it is 0."""


class EnrolmentAsked(msgspec.Struct, frozen=True, kw_only=True):
    """A station asks to be let in."""

    protocol: int
    role: StationRole
    """What it is."""
    code: int
    request: bytes
    """Certificate request, DER."""


class EnrolmentGranted(msgspec.Struct, frozen=True, kw_only=True):
    """A station was let in."""

    station_id: StationId
    role: StationRole
    name: str
    certificate: bytes
    authority: bytes
    meeting: str
    """Title of the meeting."""
    meeting_id: str


class VerbAsked(msgspec.Struct, frozen=True, kw_only=True):
    """A verb to be called at the hub."""

    number: _Count
    """Counts the questions of a station: the same number again is the same question, answered but once."""
    run: _RunName
    """Names this start of the station's program."""
    line: _Count
    """`Hello.line` of the line that it goes over: what comes late over an older line of a station is not begun."""
    hub_run: _RunName
    """The start of the hub that was asked this first; '' where asking another one does no harm."""
    verb: str
    args: tuple[bytes, ...]
    """Each argument as msgpack, without the room."""
    named: dict[str, bytes]


class HubAnswer(msgspec.Struct, frozen=True):
    """What a verb returned, as msgpack."""

    result: bytes


class HubRefusal(msgspec.Struct, frozen=True):
    """The SukuiError that came instead."""

    kind: str
    code: str
    facts: dict[str, str | int | list[str]]


class Pulse(msgspec.Struct, frozen=True, kw_only=True):
    """What a station says of itself every second."""

    protocol: int
    program: Annotated[str, Meta(pattern=r"\A[0-9A-Za-z.+-]{1,32}\Z")]
    """Version of its program."""
    seen: Annotated[int, Meta(ge=-1, lt=2**53)]
    """The number of the newest change that it knows of, -1 for none."""
    clock_ms: Annotated[int, Meta(ge=0, lt=253_402_300_800_000)]
    """Its wall clock, up to the year 9999."""
    is_voting: bool = False
    """A voter is at it and has not finished."""
    needs_help: bool = False
    """Somebody at it calls for staff."""
    kept: Annotated[int, Meta(ge=0, le=1_000_000)] = 0
    """Ballots in its own sealed copy."""
    battery: Annotated[int, Meta(ge=-1, le=100)] = -1
    """Per cent, -1 where it is not known or on the mains."""
    is_online: bool = False
    """It can reach the internet."""
    serves: Annotated[str, Meta(pattern=rf"\A([{INITIALS}]([–~-][{INITIALS}])?)?\Z")] = ""
    """The consonants of the names that a desk serves, '' for everybody."""
    promotions: _Count = 0
    """The most that it heard of a hub (`Hello.promotions`): one that knows of fewer is a hub of before."""
    promotion_proof: Annotated[bytes, Meta(max_length=_MOST_SIGNATURE_BYTES)] = b""
    """The signature that came with that number: nobody but a hub can say that there was a promotion."""


class PulseAnswer(msgspec.Struct, frozen=True, kw_only=True):
    """What the hub answers."""

    newest: int
    changes: Changes
    clock_ms: int
    name: str
    is_paused: bool
    poll_id: PollId | None
    """The poll that kiosks take ballots for, None while there is none."""
    pin: str
    """The staff's number for leaving a kiosk, which the console draws at every start; '' for other stations."""
    hall: HallChoice | None = None
    """What hall screens are to show, None while the console sent nothing: then the picture before it stays."""
    is_help_coming: bool = False
    """Whether staff saw that this station calls for help."""
    queue: RoomQueue | None = None
    """Of hall screens: the desks and kiosks of the room."""
    shows_audits: bool = False
    """Whether a ballot that is opened at a kiosk is shown in the hall."""


def wire_name_of_verb(verb: Callable[..., object]) -> str:
    """Return how a verb of services/ is called on the line, such as `vote.poll_box.cast_ballot`."""
    return f"{verb.__module__.removeprefix(_SERVICES)}.{verb.__name__}"


class VerbShape(msgspec.Struct, frozen=True):
    """The types of a verb's arguments and result, without the room."""

    parameters: dict[str, Any]
    result: Any
    signature: inspect.Signature

    def encode_arguments(
        self, args: tuple[Any, ...], kwargs: Mapping[str, Any]
    ) -> tuple[tuple[bytes, ...], dict[str, bytes]]:
        """Return positional and named arguments as msgpack."""
        encode = msgspec.msgpack.encode
        return tuple(map(encode, args)), {name: encode(value) for name, value in kwargs.items()}

    def decode_arguments(
        self, args: tuple[bytes, ...], named: Mapping[str, bytes]
    ) -> tuple[tuple[Any, ...], dict[str, Any]]:
        """Read arguments as the verb declares them, those with a place by their place.

        Raises BadInput verb_arguments, also for arguments with which the verb cannot be called.
        """
        names = list(self.parameters)
        try:
            if len(args) > len(names):
                raise KeyError(len(args))
            positional = tuple(
                msgspec.msgpack.decode(value, type=self.parameters[name])
                for name, value in zip(names, args, strict=False)
            )
            bound = self.signature.bind(
                *positional,
                **{name: msgspec.msgpack.decode(value, type=self.parameters[name]) for name, value in named.items()},
            )
            return bound.args, bound.kwargs
        except (KeyError, TypeError, msgspec.MsgspecError) as error:
            raise BadInput("verb_arguments") from error


@cache
def wire_shape_of_verb(verb: Callable[..., object]) -> VerbShape:
    """Return the shape of a verb whose first parameter is the room."""
    hints, signature = get_type_hints(verb), inspect.signature(verb)
    parameters = list(signature.parameters.values())[1:]
    return VerbShape(
        {each.name: hints[each.name] for each in parameters}, hints["return"], signature.replace(parameters=parameters)
    )


def refusal_of_error(error: SukuiError) -> HubRefusal:
    """Return an error as it goes over the line."""
    facts: dict[str, str | int | list[str]] = {
        name: list(value) if isinstance(value, tuple) else value for name, value in error.facts.items()
    }
    return HubRefusal(type(error).__name__, error.code, facts)


def error_of_refusal(refusal: HubRefusal) -> SukuiError:
    """Return the error that was raised at the hub; one of a class that is not known here is a SukuiError."""
    kind = getattr(errors, refusal.kind, SukuiError)
    made = kind if isinstance(kind, type) and issubclass(kind, SukuiError) else SukuiError
    facts = {name: tuple(value) if isinstance(value, list) else value for name, value in refusal.facts.items()}
    return made(refusal.code, **facts)
