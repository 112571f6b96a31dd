"""`sukui demo`: the whole main job on a real or a practice election, every ballot through the box, one by one."""

from __future__ import annotations

import argparse
import os
import secrets
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path

import msgspec

from sukui_desktop.assets import resource_path
from sukui_desktop.assets.messages import text
from sukui_desktop.cli.demo_rule import (
    decision_words,
    declare_channels,
    imagined_answers,
    make_list,
    rule_draft,
    rule_projects,
)
from sukui_desktop.cli.pairs import read_pair
from sukui_desktop.cli.papers import write_papers
from sukui_desktop.cli.secrets import FILE_VARIABLE, TALLY_VARIABLE, Passphrases, add_option, read_passphrases
from sukui_desktop.cli.speaking import Speaker
from sukui_desktop.domain.counting.ballot import Answer
from sukui_desktop.domain.errors import StorageFault
from sukui_desktop.domain.pabulib.election import Election
from sukui_desktop.domain.question.definition import Definition, Draft
from sukui_desktop.models.ids import ItemId, PollId
from sukui_desktop.services.admit.admission import admit_paper_list
from sukui_desktop.services.agenda.items import close_item, decide_item, start_item
from sukui_desktop.services.agenda.notes import record_note
from sukui_desktop.services.agenda.sitting import close_sitting, open_sitting
from sukui_desktop.services.minutes.writing import write_heading
from sukui_desktop.services.prepare.agenda import add_item, list_items
from sukui_desktop.services.prepare.meeting import MeetingDetails, create_meeting
from sukui_desktop.services.prepare.pabulib import (
    election_answers,
    election_draft,
    election_projects,
    election_roster,
    read_election,
)
from sukui_desktop.services.prepare.projects import accept_projects
from sukui_desktop.services.prepare.roster import accept_roster
from sukui_desktop.services.prepare.templates import find_template
from sukui_desktop.services.room import Context, Room, close_room
from sukui_desktop.services.vote.casting import cast_ballot, seal_ballot
from sukui_desktop.services.vote.counting import count_poll, start_challenge
from sukui_desktop.services.vote.polls import close_poll, draft_poll, make_ready, open_poll, read_poll
from sukui_desktop.services.vote.result import certify_poll, publish_poll

_DAY_LONG_MS = 8 * 60 * 60 * 1000


class Plan(msgspec.Struct, frozen=True):
    """What a demo is going to do."""

    election: Election
    draft: Draft
    out: Path
    acks: Path | None
    passphrases: Passphrases
    is_imagined: bool = False
    """True for a rule year tried with people who do not exist; the election gives projects and roster alone."""


def add_commands(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add `demo`."""
    parser = commands.add_parser("demo", help=text("cli.help.demo"))
    parser.add_argument("--from", dest="source", type=Path, metavar="FILE.pb", help=text("cli.help.demo_from"))
    parser.add_argument("--out", type=Path, metavar="DIR", help=text("cli.help.demo_out"))
    parser.add_argument("--acks", type=Path, metavar="FILE", help=text("cli.help.demo_acks"))
    parser.add_argument("--rule", metavar="KEY", help=text("cli.help.demo_rule"))
    parser.add_argument(
        "--answer",
        action="append",
        default=[],
        type=read_pair,
        metavar="FIELD=VALUE",
        help=text("cli.help.demo_answer"),
    )
    parser.add_argument("--json", action="store_true")
    add_option(parser)
    parser.set_defaults(act=run_demo)


def run_demo(options: argparse.Namespace, make_context: Callable[[], Context], speaker: Speaker) -> dict[str, object]:
    """Do the whole main job and return where everything lies."""
    source: Path = options.source or resource_path("practice/election.pb")
    speaker.say(text("cli.demo.reading", file=source.name))
    election = read_election(source)
    context = make_context()
    is_imagined = options.rule is not None
    draft = rule_draft(options.rule, dict(options.answer), election) if is_imagined else election_draft(election)
    out = _make_folder(options.out, context)
    passphrases = _settle_passphrases(options, out, speaker)
    plan = Plan(election, draft, out, options.acks, passphrases, is_imagined)
    room, poll_id = prepare_meeting(plan, context, speaker)
    try:
        hold_vote(room, poll_id, plan, speaker)
        conclude(room, poll_id, plan, speaker)
        return write_papers(room, poll_id, out, speaker)
    finally:
        close_room(room)


def _make_folder(asked: Path | None, context: Context) -> Path:
    moment = datetime.fromtimestamp(context.now() // 1000).astimezone()
    out = asked or Path.cwd() / f"sukui-demo-{moment:%Y%m%d-%H%M%S}"
    try:
        out.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise StorageFault("cannot_make_folder", folder=str(out)) from error
    return out.resolve()


def _settle_passphrases(options: argparse.Namespace, out: Path, speaker: Speaker) -> Passphrases:
    """Take the passphrases given, or make some and write down where they are."""
    given = read_passphrases(options)
    if given.file and given.tally:
        return given
    made = Passphrases(given.file or secrets.token_urlsafe(12), given.tally or secrets.token_urlsafe(12))
    path = out / "passphrases.txt"
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(descriptor, "w", encoding="utf-8") as stream:
            stream.write(f"{FILE_VARIABLE}={made.file}\n{TALLY_VARIABLE}={made.tally}\n")
    except OSError as error:
        raise StorageFault("cannot_make_folder", folder=str(out)) from error
    speaker.say(text("cli.demo.passphrases", file=str(path)))
    return made


def prepare_meeting(plan: Plan, context: Context, speaker: Speaker) -> tuple[Room, PollId]:
    """Make the meeting with projects, roster, agenda and a poll that is ready; everybody is admitted with a slip."""
    election = plan.election
    title = election.meta.get("description") or election.file_name
    details = MeetingDetails(
        title=title,
        body_name=election.meta.get("unit") or title,
        host=election.meta.get("unit") or title,
        place=election.meta.get("unit") or title,
        starts_at_ms=context.now(),
        ends_at_ms=context.now() + _DAY_LONG_MS,
        currency=election.currency,
        is_practice=True,
    )
    template = find_template("general_assembly")
    room = create_meeting(plan.out / "meeting.sukui", plan.passphrases.file, details, template, context)
    try:
        speaker.say(text("cli.demo.preparing", projects=len(election.projects), voters=len(election.ballots)))
        projects = rule_projects(election) if plan.is_imagined else election_projects(election)
        accept_projects(room, projects, frozenset())
        accept_roster(room, election_roster(election, text("cli.demo.voter"), template.channels[0]), frozenset())
        item_id = add_item(room, text("cli.demo.item"), minutes=60).item_id
        poll_id = draft_poll(room, item_id, title, plan.draft).poll_id
        make_ready(room, poll_id, plan.passphrases.tally, max(1, len(election.ballots)))
    except BaseException:
        close_room(room)
        raise
    return room, poll_id


def hold_vote(room: Room, poll_id: PollId, plan: Plan, speaker: Speaker) -> None:
    """Admit everybody as from a paper list, open, cast every ballot, close."""
    election = plan.election
    tokens = admit_paper_list(room, election.voter_ids, poll_id).tokens
    open_sitting(room)
    start_item(room, _poll_item(room, poll_id))
    open_poll(room, poll_id)
    _cast_all(room, poll_id, plan, tokens, speaker)
    close_poll(room, poll_id)


def _cast_all(room: Room, poll_id: PollId, plan: Plan, tokens: tuple[str, ...], speaker: Speaker) -> None:
    definition = read_poll(room, poll_id).definition
    assert definition is not None
    acks = os.open(plan.acks, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600) if plan.acks else -1
    total = len(plan.election.ballots)
    try:
        answers = imagined_answers(room, definition, total) if plan.is_imagined else _cast_answers(plan, definition)
        for done, (token, answer) in enumerate(zip(tokens, answers, strict=True), start=1):
            ballot = seal_ballot(room, poll_id, answer)
            receipt = cast_ballot(room, poll_id, token, ballot)
            if acks >= 0:
                os.write(acks, f"{receipt.code}\n".encode("ascii"))
            speaker.progress(text("cli.demo.casting"), done, total)
    finally:
        if acks >= 0:
            os.close(acks)


def _cast_answers(plan: Plan, definition: Definition) -> Iterator[Answer]:
    """Yield the file's ballots as marks on ours."""
    place_of = {option.code: place for place, option in enumerate(definition.question.options)}
    places = [place_of[project.project_id] for project in plan.election.projects]
    for answer in election_answers(plan.election):
        yield Answer(tuple(places[mark] for mark in answer.marks), answer.points)


def conclude(room: Room, poll_id: PollId, plan: Plan, speaker: Speaker) -> None:
    """Count, contest, select, certify, publish, decide, and close the sitting."""
    speaker.say(text("cli.demo.counting"))
    count_poll(room, poll_id, plan.passphrases.tally)
    start_challenge(room, poll_id)
    definition = read_poll(room, poll_id).definition
    assert definition is not None
    declare_channels(room, poll_id, definition)
    make_list(room, poll_id, definition)
    certify_poll(room, poll_id, (text("cli.demo.first_certifier"), text("cli.demo.second_certifier")))
    publish_poll(room, poll_id)
    outcome = read_poll(room, poll_id).outcome
    assert outcome is not None
    item_id = _poll_item(room, poll_id)
    record_note(room, item_id, text("cli.demo.chair"), text("cli.demo.note"))
    decide_item(room, item_id, decision_words(outcome), "vote")
    close_item(room, item_id)
    write_heading(room, "time_place", text("cli.demo.remark"))
    close_sitting(room)


def _poll_item(room: Room, poll_id: PollId) -> ItemId:
    item_id = read_poll(room, poll_id).row.item_id
    return next(view.row.item_id for view in list_items(room) if view.row.item_id == item_id)
