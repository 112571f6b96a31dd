"""What facts about the channels of a poll do to their rows."""

from __future__ import annotations

from msgspec.structs import asdict

from sukui_desktop.domain import canonical_bytes
from sukui_desktop.domain.effects.effect import Effect, State
from sukui_desktop.domain.facts.base import Entry
from sukui_desktop.domain.facts.poll import ChannelAccepted, ChannelRemoved
from sukui_desktop.domain.poll_steps import TAKES_CHANNELS
from sukui_desktop.models.poll import ChannelRow, PollRow
from sukui_desktop.models.row import Key, Row


def apply_channel(state: State, poll: PollRow, entry: Entry) -> Effect | None:
    """Return the row of a channel taken in, or its removal; None when the list is made already, when the channel is
    there already, or when there is none to take back."""
    fact = entry.fact
    if poll.state not in TAKES_CHANNELS:
        return None
    if isinstance(fact, ChannelAccepted) and state.get(ChannelRow, poll.poll_id, fact.key) is None:
        columns = asdict(fact) | {"result": canonical_bytes.encode(fact.result)}
        return Effect((ChannelRow(poll_id=poll.poll_id, at_ms=entry.at_ms, **columns),))
    if isinstance(fact, ChannelRemoved) and state.get(ChannelRow, poll.poll_id, fact.key) is not None:
        return Effect((), ((ChannelRow, (poll.poll_id, fact.key)),))
    return None


def drop_channels(state: State) -> tuple[tuple[type[Row], Key], ...]:
    """Return every channel of the poll for removing: their numbers are in the order of a definition that is gone."""
    return tuple((ChannelRow, (row.poll_id, row.key)) for row in state.all(ChannelRow))
