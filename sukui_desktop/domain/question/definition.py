"""What exactly is being asked: the question, its limits and its rule, frozen and hashed when a poll is ready."""

from __future__ import annotations

import hashlib
from enum import StrEnum

import msgspec
from msgspec import UNSET, UnsetType

from sukui_desktop.domain import canonical_bytes
from sukui_desktop.domain.electorate import ALL_MEMBERS, PollElectorate
from sukui_desktop.domain.question.channels import Channel, Channels
from sukui_desktop.domain.question.method_and_marking import PLAIN, Marking, Method
from sukui_desktop.domain.question.motion import Motion
from sukui_desktop.domain.question.selection_steps import NO_EXTRA_STEPS, AllocateBy, SelectionSteps

FORMAT = 2
"""1: of 0.2.0 and 0.3.0. 2: a project that nobody voted for is not selected unless its rule says so."""
MAX_OPTIONS = 4096


class Option(msgspec.Struct, frozen=True, kw_only=True):
    """One project on the ballot; its place in `Question.options` is its place in every ballot."""

    code: str
    title: str
    cost: int
    """In the currency's smallest unit."""
    group: str = ""
    field: str = ""
    summary: str = ""
    district: str | UnsetType = UNSET
    """Set where the rule allocates by district."""
    kind: str | UnsetType = UNSET
    """Set where the rule limits the cost of a kind."""


class Group(msgspec.Struct, frozen=True, kw_only=True):
    """A group of options with limits of its own, such as 광역제안형: up to 7."""

    name: str
    min_picks: int
    max_picks: int


class Question(msgspec.Struct, frozen=True, kw_only=True):
    """One question: mark between `min_picks` and `max_picks` of the options, within each group's limits.

    What follows `allows_blank` came later and is absent from the bytes of a question that does not use it.
    """

    title: str
    method: Method
    options: tuple[Option, ...]
    groups: tuple[Group, ...]
    """In the order of the ballot; empty when the options are not grouped."""
    min_picks: int
    max_picks: int
    """Of a ranking: how many places; of score and cumulative: how many options may be given a number."""
    allows_blank: bool = True
    marks: Marking | UnsetType = UNSET

    @property
    def marking(self) -> Marking:
        """Return how options are marked; plain approval where the definition is silent."""
        return PLAIN if isinstance(self.marks, UnsetType) else self.marks


class WhenUnaffordable(StrEnum):
    """What becomes of the list when a project does not fit into what is left."""

    SKIP = "skip"
    """It is passed over and the list goes on."""
    STOP = "stop"
    """The list ends there."""


class SelectionRule(msgspec.Struct, frozen=True, kw_only=True):
    """How scores become a list under the ceiling."""

    when_unaffordable: WhenUnaffordable
    min_votes: int
    """A project needs at least this many votes; equal is eligible; 0: no minimum."""
    ceiling: int
    """In the currency's smallest unit."""
    extra_steps: SelectionSteps | UnsetType = msgspec.field(default=UNSET, name="further")

    @property
    def steps(self) -> SelectionSteps:
        """Return the further steps; none where the definition is silent."""
        return NO_EXTRA_STEPS if isinstance(self.extra_steps, UnsetType) else self.extra_steps


class Definition(msgspec.Struct, frozen=True, kw_only=True):
    """Everything a voter and an observer may want to know of a poll before it opens; hashed as a whole."""

    format: int
    city: str
    meeting_id: str
    poll_id: str
    is_practice: bool
    title: str
    currency: str
    question: Question
    rule: SelectionRule
    rule_key: str | UnsetType = UNSET
    """The rule year it was made from, where it was."""
    channels: Channels | UnsetType = UNSET
    """Absent: the box alone, and scores are whole numbers."""
    motion: Motion | UnsetType = UNSET
    """Of a choice: what passes. Absent: projects are selected."""
    electorate: PollElectorate | UnsetType = UNSET
    """Who may vote. Absent: everybody whose role votes in the meeting."""
    gives_receipts: bool | UnsetType = UNSET
    """Whether voters get a receipt (확인번호). Absent: they do."""
    offers_audits: bool | UnsetType = UNSET
    """Whether voters may have a sealed ballot opened instead of cast (시험 개봉). Absent: they may not."""

    @property
    def has_receipts(self) -> bool:
        """Return whether voters get a receipt, which is listed after the closing."""
        return self.gives_receipts is not False

    @property
    def has_audits(self) -> bool:
        """Return whether voters may have a sealed ballot opened instead of cast."""
        return self.offers_audits is True

    @property
    def poll_electorate(self) -> PollElectorate:
        """Return who may vote; all members where the definition is silent."""
        return ALL_MEMBERS if isinstance(self.electorate, UnsetType) else self.electorate

    @property
    def channel_list(self) -> tuple[Channel, ...]:
        """Return the channels in their order; () where the box alone counts."""
        return () if isinstance(self.channels, UnsetType) else self.channels.channels


class Sizing(msgspec.Struct, frozen=True, kw_only=True):
    """Picks by the number of options: a 동 meeting has two picks for up to five items and three for more."""

    up_to: int
    """Holds for at most so many options; 0 for any number."""
    min_picks: int
    max_picks: int


class EachGroup(msgspec.Struct, frozen=True, kw_only=True):
    """The same limits for every field (district, group) that the projects name: at most one pick a field in 2015."""

    by: AllocateBy
    """Not NOTHING."""
    min_picks: int
    max_picks: int


class Draft(msgspec.Struct, frozen=True, kw_only=True):
    """What the facilitator may still change of a poll: limits and rule; the options are the projects of the meeting."""

    method: Method = Method.APPROVAL
    groups: tuple[Group, ...] = ()
    min_picks: int = 0
    max_picks: int = 1
    allows_blank: bool = True
    when_unaffordable: WhenUnaffordable = WhenUnaffordable.SKIP
    min_votes: int = 0
    ceiling: int = 0
    rule_key: str | UnsetType = UNSET
    marks: Marking | UnsetType = UNSET
    extra_steps: SelectionSteps | UnsetType = msgspec.field(default=UNSET, name="further")
    channels: Channels | UnsetType = UNSET
    motion: Motion | UnsetType = UNSET
    choices: tuple[str, ...] | UnsetType = UNSET
    """What a choice question offers, such as 찬성 · 반대 · 기권; the first is in favour, the second against."""
    sizing: tuple[Sizing, ...] | UnsetType = UNSET
    each_group: EachGroup | UnsetType = UNSET
    electorate: PollElectorate | UnsetType = UNSET
    gives_receipts: bool | UnsetType = UNSET
    """False where people may be asked for their receipt by somebody above them; absent otherwise."""
    offers_audits: bool | UnsetType = UNSET
    """True where voters may have a sealed ballot opened instead of cast; absent otherwise."""

    @property
    def steps(self) -> SelectionSteps:
        """Return the further steps; none where the draft is silent."""
        return NO_EXTRA_STEPS if isinstance(self.extra_steps, UnsetType) else self.extra_steps


def encode_definition(definition: Definition) -> bytes:
    """Return the canonical bytes: what is hashed, stored and shown."""
    return canonical_bytes.encode(definition)


def decode_definition(data: bytes) -> Definition:
    """Read a definition back from its canonical bytes."""
    return canonical_bytes.decode(data, Definition)


def hash_definition(data: bytes) -> bytes:
    """Return the SHA-256 of a definition's canonical bytes (32 bytes)."""
    return hashlib.sha256(data).digest()
