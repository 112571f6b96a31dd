"""`sukui demo` and `sukui practice`: a whole meeting day without a window, every ballot through the box, one by one.

`demo` runs on an election file, or with `--rule` by a rule year voted by people who do not exist, so that every kind of
ballot can be seen; `practice` runs the shipped election, as `./run` does where there is no display.
"""

from __future__ import annotations

import argparse
import os
import secrets
from collections.abc import Iterable, Iterator
from pathlib import Path
from random import Random

import msgspec
from msgspec.structs import replace

from sukui_desktop.assets.messages import text
from sukui_desktop.assets.resources import resource_path
from sukui_desktop.cli.korean_argparse import (
    Commands,
    MakeContext,
    add_json_option,
    add_passphrase_option,
    parse_name_value_pair,
)
from sukui_desktop.cli.output import Document, Output
from sukui_desktop.cli.passphrases import FILE_VARIABLE, TALLY_VARIABLE, Passphrases, read_passphrases
from sukui_desktop.domain.box_lock_choice import LockChoice
from sukui_desktop.domain.errors import StorageFault
from sukui_desktop.domain.file_import import ProjectDraft, Reading
from sukui_desktop.domain.methods.ballot_kind import Answer
from sukui_desktop.domain.methods.simulated_ballots import simulate_answers
from sukui_desktop.domain.pabulib.pabulib_election import Election
from sukui_desktop.domain.papers.public_result import public_result_fields
from sukui_desktop.domain.question.channels import ChannelSource
from sukui_desktop.domain.question.definition import Definition, Draft
from sukui_desktop.domain.question.selection_steps import TieWay
from sukui_desktop.domain.selection.decision_inputs import LotDraw, LotWay
from sukui_desktop.models.ids import ItemId, PollId
from sukui_desktop.models.poll import LockWay
from sukui_desktop.models.signer import SignerWay
from sukui_desktop.services.agenda.agenda_items import add_item, close_item, decide_item, start_item
from sukui_desktop.services.agenda.sitting import close_sitting, open_sitting
from sukui_desktop.services.agenda.speech_notes import record_note
from sukui_desktop.services.checkin.attendance import admit_paper_list
from sukui_desktop.services.file_reading_and_saving import read_file_and_call_verb, save_file
from sukui_desktop.services.handover.result_and_attendance_papers import (
    add_study,
    compose_attendance_sheet,
    compose_result_sheet,
    make_attendance_pdf,
    make_public_result_file,
    make_result_pdf,
)
from sukui_desktop.services.minutes.minutes import compose_complete_minutes, make_minutes_pdf, write_under_heading
from sukui_desktop.services.opened_meeting import Context, Room, close_meeting_and_boxes, meeting_path
from sukui_desktop.services.person_keys import SignerProof
from sukui_desktop.services.prepare.meeting_creation_and_details import MeetingDetails, create_meeting
from sukui_desktop.services.prepare.meeting_kind_templates import find_template
from sukui_desktop.services.prepare.pabulib_import import (
    answers_from_election,
    draft_from_election,
    projects_from_election,
    read_election_file,
    roster_from_election,
)
from sukui_desktop.services.prepare.projects import accept_project_file
from sukui_desktop.services.prepare.roster import accept_roster_file
from sukui_desktop.services.prepare.rule_years import find_shipped_rule_year
from sukui_desktop.services.signing.signers import enrol_signer_by_name
from sukui_desktop.services.tally.channel_files_tally import draft_from_typed_answers
from sukui_desktop.services.vote.ballot_sealing import seal_ballot
from sukui_desktop.services.vote.channel_results import declare_channel_empty
from sukui_desktop.services.vote.counting import confirm_count, count_poll, start_challenge_period
from sukui_desktop.services.vote.poll_box import cast_ballot, read_ballot_paper
from sukui_desktop.services.vote.polls import close_poll, draft_poll, make_poll_ready, open_poll, read_poll
from sukui_desktop.services.vote.selection_and_certification import (
    certify_poll,
    publish_poll,
    read_open_tie,
    select_list,
)
from sukui_desktop.wording.times import local_datetime

_TwoProofs = tuple[SignerProof, SignerProof]
_DAY_LONG_MS = 8 * 60 * 60 * 1000


class _Plan(msgspec.Struct, frozen=True):
    """What a demo is going to do."""

    election: Election
    draft: Draft
    out: Path
    acks: Path | None
    passphrases: Passphrases
    is_imagined: bool
    """True for a rule year tried with people who do not exist; the election gives projects and roster alone."""
    random: Random
    facilitators_own: str
    """Passphrase by which the first of the two people signs, made for this run alone."""


def add_commands(commands: Commands) -> None:
    """Add `practice` and `demo`."""
    practice = commands.add_parser("practice", help=text("cli.help.practice"))
    add_json_option(practice)
    add_passphrase_option(practice)
    practice.set_defaults(act=run_demo, source=None, out=None, acks=None, rule=None, answer=[])
    parser = commands.add_parser("demo", help=text("cli.help.demo"))
    parser.add_korean_argument("--from", dest="source", type=Path, metavar="file", words="cli.help.demo_from")
    parser.add_korean_argument("--out", type=Path, metavar="folder", words="cli.help.demo_out")
    parser.add_korean_argument("--acks", type=Path, metavar="file", words="cli.help.demo_acks")
    parser.add_korean_argument("--rule", metavar="key", words="cli.help.demo_rule")
    pairs = {"action": "append", "default": [], "type": parse_name_value_pair}
    parser.add_korean_argument("--answer", metavar="pair", words="cli.help.demo_answer", **pairs)
    add_json_option(parser)
    add_passphrase_option(parser)
    parser.set_defaults(act=run_demo)


def run_demo(options: argparse.Namespace, make_context: MakeContext, output: Output) -> Document:
    """Run the whole meeting and return the result with the paths of its files.

    Raises NotFound rule_unknown; BadInput, RuleBroken and StorageFault of every step. A file or folder that was begun
    stays.
    """
    source: Path = options.source or resource_path("practice/election.pb")
    output.write_note(text("cli.demo.reading", file=source.name))
    election = read_file_and_call_verb(read_election_file, source)
    context = make_context()
    is_imagined = options.rule is not None
    draft = (
        draft_from_typed_answers(find_shipped_rule_year(options.rule), dict(options.answer), election.budget)
        if is_imagined
        else draft_from_election(election)
    )
    out = _make_output_folder(options.out, context)
    passphrases = _take_passphrases_or_save_new_ones(options, out, output)
    plan = _Plan(
        election, draft, out, options.acks, passphrases, is_imagined, context.random, secrets.token_urlsafe(16)
    )
    room, poll_id, proofs = _make_meeting_with_ready_poll(plan, context, output)
    try:
        _hold_vote(room, poll_id, plan, output)
        _count_certify_publish_and_close(room, poll_id, proofs, output)
        return _save_papers(room, poll_id, out, output)
    finally:
        close_meeting_and_boxes(room)


def _make_output_folder(asked: Path | None, context: Context) -> Path:
    moment = local_datetime(context.now())
    out = asked or Path.cwd() / f"sukui-demo-{moment:%Y%m%d-%H%M%S}"
    try:
        out.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise StorageFault("cannot_make_folder", folder=str(out)) from error
    return out.resolve()


def _take_passphrases_or_save_new_ones(options: argparse.Namespace, out: Path, output: Output) -> Passphrases:
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
    output.write_note(text("cli.demo.passphrases", file=str(path)))
    return made


def _make_meeting_with_ready_poll(plan: _Plan, context: Context, output: Output) -> tuple[Room, PollId, _TwoProofs]:
    """Make the meeting with projects, roster, agenda, its two certifiers and a poll that is ready."""
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
        output.write_note(text("cli.demo.preparing", projects=len(election.projects), voters=len(election.ballots)))
        projects = _projects_with_category_as_group(election) if plan.is_imagined else projects_from_election(election)
        accept_project_file(room, projects, frozenset())
        accept_roster_file(
            room, roster_from_election(election, text("cli.demo.voter"), template.channels[0]), frozenset()
        )
        item_id = add_item(room, text("cli.demo.item"), minutes=60).item_id
        poll_id = draft_poll(room, item_id, title, plan.draft).poll_id
        proofs = _enrol_two_certifiers(room, plan)
        lock = LockChoice(way=LockWay.TWO_PEOPLE, holders=(proofs[1].signer_id,))
        make_poll_ready(room, poll_id, lock, max(1, len(election.ballots)))
    except BaseException:
        close_meeting_and_boxes(room)
        raise
    return room, poll_id, proofs


def _enrol_two_certifiers(room: Room, plan: _Plan) -> _TwoProofs:
    """Enrol the two people who conclude the vote; the second one's passphrase opens the box."""
    first, second = (
        _enrol_signer_with_passphrase(room, text(f"cli.demo.{which}_certifier"), passphrase)
        for which, passphrase in (("first", plan.facilitators_own), ("second", plan.passphrases.tally))
    )
    return first, second


def _enrol_signer_with_passphrase(room: Room, name: str, passphrase: str) -> SignerProof:
    enrolled = enrol_signer_by_name(room, name, SignerWay.PASSPHRASE, passphrase=passphrase)
    return SignerProof(enrolled.signer_id, passphrase)


def _hold_vote(room: Room, poll_id: PollId, plan: _Plan, output: Output) -> None:
    """Admit everybody as from a paper list, open, cast every ballot, close."""
    election = plan.election
    tokens = admit_paper_list(room, election.voter_ids, poll_id).tokens
    open_sitting(room)
    start_item(room, ItemId(read_poll(room, poll_id).head.item_id))
    open_poll(room, poll_id)
    _cast_all_ballots(room, poll_id, plan, tokens, output)
    close_poll(room, poll_id)


def _cast_all_ballots(room: Room, poll_id: PollId, plan: _Plan, tokens: tuple[str, ...], output: Output) -> None:
    paper = read_ballot_paper(room, poll_id)
    definition = paper.definition
    acks = os.open(plan.acks, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600) if plan.acks else -1
    total = len(plan.election.ballots)
    try:
        answers: Iterable[Answer] = _ballots_of_file_as_answers(plan, definition)
        if plan.is_imagined:
            opinions = tuple(text("trying.opinions").split("\n"))
            answers = simulate_answers(definition.question, total, opinions, plan.random)
        for done, (token, answer) in enumerate(zip(tokens, answers, strict=True), start=1):
            ballot = seal_ballot(paper, answer)
            receipt = cast_ballot(room, poll_id, token, ballot)
            if acks >= 0:
                os.write(acks, f"{receipt.code}\n".encode("ascii"))
            output.write_progress(text("cli.demo.casting"), done, total)
    finally:
        if acks >= 0:
            os.close(acks)


def _ballots_of_file_as_answers(plan: _Plan, definition: Definition) -> Iterator[Answer]:
    """Yield the file's ballots as marks on ours."""
    place_of = {option.code: place for place, option in enumerate(definition.question.options)}
    places = [place_of[project.project_id] for project in plan.election.projects]
    for answer in answers_from_election(plan.election):
        yield Answer(tuple(places[mark] for mark in answer.marks), answer.points)


def _count_certify_publish_and_close(room: Room, poll_id: PollId, proofs: _TwoProofs, output: Output) -> None:
    """Count, open the challenge period, select, certify, publish, decide, and close the sitting."""
    output.write_note(text("cli.demo.counting"))
    count_poll(room, poll_id, proofs[1:])
    confirm_count(room, poll_id, proofs[1:], proofs[1].signer_id)
    start_challenge_period(room, poll_id)
    definition = read_ballot_paper(room, poll_id).definition
    _declare_file_channels_empty(room, poll_id, definition)
    _select_projects(room, poll_id, definition)
    certify_poll(room, poll_id, proofs)
    publish_poll(room, poll_id)
    poll = read_poll(room, poll_id)
    item_id = ItemId(poll.head.item_id)
    record_note(room, item_id, text("cli.demo.chair"), text("cli.demo.note"))
    decide_item(room, item_id, "", "vote")
    close_item(room, item_id)
    write_under_heading(room, "time_place", text("cli.demo.remark"))
    close_sitting(room)


def _projects_with_category_as_group(election: Election) -> Reading[ProjectDraft]:
    """Return the election's projects with their category as field and as group, as a rule may ask for either."""
    reading = projects_from_election(election)
    drafts = tuple(
        replace(draft, field=project.category, group=project.category)
        for draft, project in zip(reading.drafts, election.projects, strict=True)
    )
    return replace(reading, drafts=drafts)


def _declare_file_channels_empty(room: Room, poll_id: PollId, definition: Definition) -> None:
    """Declare every channel that would bring a file empty; the rule decides what follows from that."""
    for channel in definition.channel_list:
        if channel.source == ChannelSource.FILE:
            declare_channel_empty(room, poll_id, channel.key, text("cli.demo.first_certifier"))


def _select_projects(room: Room, poll_id: PollId, definition: Definition) -> None:
    """Select; ties that the chair decides are put in the order of the ballot."""
    order: tuple[str, ...] = ()
    if definition.rule.steps.ties[-1] == TieWay.CHAIR:
        while tied := read_open_tie(room, poll_id, order):
            order += tied
    select_list(room, poll_id, order, LotDraw(way=LotWay.PROGRAM))


def _save_papers(room: Room, poll_id: PollId, out: Path, output: Output) -> Document:
    """Write minutes, result, attendance and the public result; return their paths and the result itself."""
    output.write_note(text("cli.demo.papers"))
    sheet = add_study(compose_result_sheet(room, poll_id))
    files = {
        "meeting": meeting_path(room),
        "minutes": save_file(make_minutes_pdf(compose_complete_minutes(room)), out / "minutes.pdf"),
        "result_pdf": save_file(make_result_pdf(sheet), out / "result.pdf"),
        "attendance": save_file(make_attendance_pdf(compose_attendance_sheet(room)), out / "attendance.pdf"),
        "result": save_file(make_public_result_file(sheet), out / "result.json"),
    }
    shown = {name: str(path) for name, path in files.items()}
    lines = [text("cli.demo.done", folder=str(out)), *(f"  {path}" for path in shown.values())]
    return {"folder": str(out), "files": shown, **public_result_fields(sheet), "lines": lines}
