"""Which verbs a station of each role may have called at the hub: what its program needs, and nothing else."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from sukui_desktop.hub.messages import verb_name
from sukui_desktop.models.station import StationRole
from sukui_desktop.services.vote.ballot_audits import audit_ballot, dispute_audit
from sukui_desktop.services.vote.poll_box import cast_ballot, check_token, read_ballot_paper
from sukui_desktop.services.vote.polls import read_poll_head

_KIOSK = (read_poll_head, read_ballot_paper, check_token, cast_ballot, audit_ballot, dispute_audit)
_VERBS: dict[StationRole, tuple[Callable[..., Any], ...]] = {
    StationRole.KIOSK: _KIOSK,
    StationRole.DESK: (),
    StationRole.RECORDER: (),
    StationRole.HALL: (),
}
REPEATABLE = frozenset(verb_name(verb) for verb in _KIOSK)
"""Verbs that may be asked again of a hub that was restarted: asked twice they do no more than once."""

ALLOWED: Mapping[StationRole, Mapping[str, Callable[..., Any]]] = {
    role: {verb_name(verb): verb for verb in verbs} for role, verbs in _VERBS.items()
}
"""Role → name on the line → verb."""
