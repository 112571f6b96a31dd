"""The ballots of a certified poll as a file, so that anybody can count them with a program of their own."""

from __future__ import annotations

from pathlib import Path

from sukui_desktop.documents.write.pabulib import write_pabulib
from sukui_desktop.domain import canonical
from sukui_desktop.domain.counting.tally import Tally
from sukui_desktop.domain.errors import RuleBroken
from sukui_desktop.domain.pabulib.export import export_election
from sukui_desktop.domain.poll import SHOWS_RESULT
from sukui_desktop.domain.question.definition import decode_definition
from sukui_desktop.domain.selection.project_list import Outcome
from sukui_desktop.models.ids import PollId
from sukui_desktop.models.poll import PollRow
from sukui_desktop.services.room import Room


def write_ballots(room: Room, poll_id: PollId, path: Path) -> Path:
    """Write the ballots of a certified poll as `.pb`, in no voter's order. For the making queue.

    Raises RuleBroken result_not_certified, opinions_not_exported; NotFound poll_unknown; BadInput pb_unwritable;
    StorageFault disk_full, read_only, folder_missing, write_failed.
    """
    with room.reading() as tx:
        poll = tx.one(PollRow, poll_id)
    if poll.state not in SHOWS_RESULT:
        raise RuleBroken("result_not_certified", title=poll.title)
    election = export_election(
        decode_definition(poll.definition),
        poll.ballots,
        canonical.decode(poll.tally, Tally),
        canonical.decode(poll.outcome, Outcome),
    )
    write_pabulib(election, path)
    return path
