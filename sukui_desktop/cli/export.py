"""`sukui export`: ballots, result, projects, roster, attendance of a meeting, as the 보내기 and 준비 tabs make them."""

from __future__ import annotations

import argparse
from pathlib import Path

from sukui_desktop.assets.messages import text
from sukui_desktop.cli.korean_argparse import Commands, MakeContext, add_json_option, add_passphrase_option
from sukui_desktop.cli.output import Document, Output
from sukui_desktop.cli.passphrases import read_meeting_file_passphrase
from sukui_desktop.domain.errors import BadInput
from sukui_desktop.domain.poll_steps import SHOWS_RESULT
from sukui_desktop.models.ids import PollId
from sukui_desktop.services.checkin.people_search import list_people
from sukui_desktop.services.file_reading_and_saving import save_file
from sukui_desktop.services.handover.result_and_attendance_papers import compose_attendance_sheet, compose_result_sheet
from sukui_desktop.services.handover.table_and_ballot_exports import (
    compose_ballots_for_export,
    make_attendance_table,
    make_pabulib_ballot_file,
    make_result_table,
    make_table_file,
    people_table_for_reimport,
    project_table_for_reimport,
)
from sukui_desktop.services.meeting_opening import open_meeting
from sukui_desktop.services.opened_meeting import Room, close_meeting_and_boxes
from sukui_desktop.services.prepare.projects import list_projects
from sukui_desktop.services.vote.poll_heads import list_polls

OF_A_POLL = ("ballots", "result")
CONTENTS = (*OF_A_POLL, "projects", "roster", "attendance")
"""What can be exported; `cli.export.<name>` says what it is."""


def add_commands(commands: Commands) -> None:
    """Add `export`."""
    parser = commands.add_parser("export", help=text("cli.help.export"))
    parser.add_korean_argument("content", choices=CONTENTS, metavar="content", words="cli.help.content")
    parser.add_korean_argument("meeting", type=Path, metavar="meeting", words="cli.help.meeting")
    parser.add_korean_argument("--to", type=Path, required=True, metavar="file", words="cli.help.export_to")
    parser.add_korean_argument("--poll", metavar="poll", words="cli.help.export_poll")
    parser.add_argument("--every-ballot", action="store_true", help=text("cli.help.every_ballot"))
    add_json_option(parser)
    add_passphrase_option(parser)
    parser.set_defaults(act=run_export)


def run_export(options: argparse.Namespace, make_context: MakeContext, output: Output) -> Document:
    """Write one file of a meeting and return where it is.

    Raises BadInput export_kind_unknown, export_ballots_kind, export_poll, export_no_poll; RuleBroken
    opinions_not_exported, ballots_withheld; those of `open_meeting` and `save_file`.
    """
    if options.content == "ballots" and options.to.suffix.lower() != ".pb":
        raise BadInput("export_ballots_kind", file=options.to.name)
    room = open_meeting(options.meeting, read_meeting_file_passphrase(options), make_context())
    try:
        content = _make_export_bytes(
            room, options.content, options.to.name, options.poll, is_complete=options.every_ballot
        )
    finally:
        close_meeting_and_boxes(room)
    path = save_file(content, options.to)
    return {"content": options.content, "file": str(path), "lines": [text("cli.exported", file=str(path))]}


def _make_export_bytes(room: Room, content: str, name: str, poll: str | None, *, is_complete: bool) -> bytes:
    if content == "projects":
        return make_table_file(project_table_for_reimport(list_projects(room)), name, text("prepare.projects.heading"))
    if content == "roster":
        people = [view.person for view in list_people(room)]
        return make_table_file(people_table_for_reimport(people), name, text("prepare.roster.heading"))
    if content == "attendance":
        return make_attendance_table(compose_attendance_sheet(room), name)
    poll_id = _find_certified_poll_id(room, poll)
    if content == "ballots":
        return make_pabulib_ballot_file(compose_ballots_for_export(room, poll_id, is_complete=is_complete))
    return make_result_table(compose_result_sheet(room, poll_id), name)


def _find_certified_poll_id(room: Room, wanted: str | None) -> PollId:
    """Return the certified poll of that title, of that number among the certified ones, from 1, or of that id; else
    the only one.

    Raises BadInput export_poll, export_no_poll.
    """
    certified = [poll for poll in list_polls(room) if poll.state in SHOWS_RESULT]
    if not certified:
        raise BadInput("export_no_poll")
    named = [poll for poll in certified if wanted in (None, poll.title)]
    found = named or [poll for place, poll in enumerate(certified, 1) if wanted in (str(place), poll.poll_id)]
    if len(found) != 1:
        raise BadInput("export_poll", polls=tuple(f"{place}. {poll.title}" for place, poll in enumerate(certified, 1)))
    return PollId(found[0].poll_id)
