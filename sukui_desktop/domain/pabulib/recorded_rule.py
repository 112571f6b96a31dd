"""The rule of a poll of ours as its `.pb` file keeps it: in the comment, exact enough to decide the poll again.

The format has names for greedy lists alone. What they cannot say (channels, allocations, a motion, a project withdrawn
after the vote) is the last item of the comment, as JSON behind `sukui `.
"""

from __future__ import annotations

from collections.abc import Mapping

import msgspec
from msgspec import UNSET, UnsetType

from sukui_desktop.domain.pabulib.pabulib_election import Election
from sukui_desktop.domain.question.channels import ChannelCount, Channels
from sukui_desktop.domain.question.definition import Option, SelectionRule
from sukui_desktop.domain.question.method_and_marking import Method
from sukui_desktop.domain.question.motion import Motion, Participation
from sukui_desktop.models.shared_fields import copy_fields

_MARK = ": sukui {"


class OptionTraits(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What a rule may ask of a project beside its cost; '' where it has nothing of the kind."""

    group: str = ""
    field: str = ""
    district: str = ""
    kind: str = ""


class RecordedRule(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Everything beside the ballots that decided a poll. Sequences are in the order of the file's projects."""

    format: int = 1
    """Of the definition, by which a rule that is silent about projects without a vote takes them or not."""
    method: Method
    rule: SelectionRule
    options: Mapping[str, OptionTraits] = {}
    """By code; those without a trait are absent."""
    withdrawn: tuple[str, ...] = ()
    channels: Channels | UnsetType = UNSET
    counts: tuple[ChannelCount, ...] = ()
    """Of every channel but the box, whose ballots are in the file."""
    votes: tuple[int, ...] = ()
    """Ballots that name each project, over all channels; empty without channels."""
    motion: Motion | UnsetType = UNSET
    turnout: Participation | UnsetType = UNSET


def recorded_rule_text(recorded: RecordedRule) -> str:
    """Return what stands behind the number of the comment's last item."""
    return f"sukui {msgspec.json.encode(recorded).decode('utf-8')}"


def read_recorded_rule(election: Election) -> RecordedRule | None:
    """Return the rule that a file of ours keeps; None in other files, and where it does not fit the file."""
    _, mark, written = election.meta.get("comment", "").partition(_MARK)
    if not mark:
        return None
    try:
        recorded = msgspec.json.decode("{" + written, type=RecordedRule)
    except msgspec.DecodeError:  # what people changed by hand is no rule any more
        return None
    size = len(election.projects)
    lengths = {len(count.marks) for count in recorded.counts} | {len(recorded.votes or election.projects)}
    return recorded if lengths == {size} else None


def option_with_traits(option: Option, recorded: RecordedRule) -> Option:
    """Return the option with what the rule may ask of it."""
    traits = recorded.options.get(option.code, OptionTraits())
    return copy_fields(Option, option, traits, district=traits.district or UNSET, kind=traits.kind or UNSET)


def traits_of_option(option: Option) -> OptionTraits:
    """Return what a rule may ask of an option."""
    values = {name: getattr(option, name) for name in OptionTraits.__struct_fields__}
    return OptionTraits(**{name: value for name, value in values.items() if value is not UNSET})
