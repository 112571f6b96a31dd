"""A poll's box, opened: slips still in hand and what seals a ballot."""

from __future__ import annotations

from sukui_desktop.domain.question.definition import Definition
from sukui_desktop.models.ids import PollId
from sukui_desktop.record.sealing import Sealer
from sukui_desktop.storage.ballot_box import BallotBox


class Booth:
    """What this program holds in memory of a poll between ready and closed.

    `in_hand` are the tokens of slips not yet given out: nothing notes which were drawn, and they are gone with the
    power (then `deal_slips` makes new ones).
    """

    def __init__(
        self,
        poll_id: PollId,
        definition: Definition,
        sealer: Sealer,
        box: BallotBox,
        token_key: bytes,
        in_hand: list[bytes],
        is_open: bool,
    ) -> None:
        self.poll_id = poll_id
        self.definition = definition
        self.sealer = sealer
        self.box = box
        self.token_key = token_key
        self.in_hand = in_hand
        self.is_open = is_open
