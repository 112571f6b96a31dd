"""The practice meeting (연습 회의) of this machine: open it, make it anew."""

from __future__ import annotations

import secrets
from functools import partial
from pathlib import Path

from sukui_desktop.assets.messages import text
from sukui_desktop.assets.resources import read_resource
from sukui_desktop.domain.chosen_file import SourceFile
from sukui_desktop.domain.errors import NotFound
from sukui_desktop.domain.meeting_kind_template import planned_minutes
from sukui_desktop.models.shared_fields import copy_fields
from sukui_desktop.models.signer import SignerWay
from sukui_desktop.services.agenda.agenda_items import list_items
from sukui_desktop.services.meeting_opening import open_meeting
from sukui_desktop.services.opened_meeting import Context, Room, close_meeting_and_boxes
from sukui_desktop.services.prepare.meeting_creation_and_details import MeetingDetails, create_meeting
from sukui_desktop.services.prepare.meeting_kind_templates import find_template
from sukui_desktop.services.prepare.projects import accept_project_file, read_project_file
from sukui_desktop.services.prepare.roster import accept_roster_file, read_roster_file
from sukui_desktop.services.signing.signers import enrol_signer_by_name
from sukui_desktop.services.vote.polls import draft_poll
from sukui_desktop.storage.durable_files import undone_on_failure, write_file_durably

_MINUTE_MS = 60_000
_SIGNERS = ("first", "second")
"""Who signs in the practice meeting, by their names in the texts; their passphrases are shown to everybody."""


def practice_path(context: Context) -> Path:
    """Return the path of this machine's practice meeting."""
    return context.station.root / "practice" / "practice.sukui"


def open_practice(context: Context) -> Room:
    """Open the practice meeting; the first time, and after it was thrown away, a fresh one is made.

    Raises StorageFault.
    """
    path = practice_path(context)
    secret = path.with_name("passphrase.txt")
    if path.exists() and secret.exists():
        return open_meeting(path, secret.read_text(encoding="utf-8").strip(), context)
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    _delete_files(path.parent)
    passphrase = secrets.token_urlsafe(12)
    write_file_durably(secret, passphrase.encode())
    return _make_practice_meeting(path, passphrase, context)


def renew_practice(context: Context) -> Room:
    """Throw the practice meeting away and make a fresh one. It must not be open.

    Raises StorageFault.
    """
    _delete_files(practice_path(context).parent)
    return open_practice(context)


def _delete_files(folder: Path) -> None:
    if folder.exists():
        for path in folder.iterdir():
            path.unlink()


def _make_practice_meeting(path: Path, passphrase: str, context: Context) -> Room:
    template = find_template("general_assembly")
    details = copy_fields(
        MeetingDetails,
        template,
        title=text("practice.title"),
        place=template.place or text("practice.place"),
        starts_at_ms=context.now(),
        ends_at_ms=context.now() + planned_minutes(template) * _MINUTE_MS,
        is_practice=True,
    )
    room = create_meeting(path, passphrase, details, template, context)
    with undone_on_failure(partial(close_meeting_and_boxes, room), partial(path.unlink, missing_ok=True)):
        projects = read_project_file(_read_shipped_practice_file("projects.csv"), currency=template.currency)
        accept_project_file(room, projects, frozenset())
        accept_roster_file(room, read_roster_file(_read_shipped_practice_file("roster.csv")), frozenset())
        draft_poll(room, _find_item_to_vote_on(room), text("practice.poll"), template.draft)
        for which in _SIGNERS:
            name, own = text(f"practice.{which}_signer"), text(f"practice.{which}_passphrase")
            enrol_signer_by_name(room, name, SignerWay.PASSPHRASE, passphrase=own)
    return room


def passphrase_of_practice_signer(name: str) -> str:
    """Return the passphrase that somebody of the practice meeting signs with, '' for anybody else."""
    passphrases = {text(f"practice.{which}_signer"): text(f"practice.{which}_passphrase") for which in _SIGNERS}
    return passphrases.get(name, "")


def _read_shipped_practice_file(name: str) -> SourceFile:
    return SourceFile(name, read_resource(f"practice/{name}"))


def _find_item_to_vote_on(room: Room) -> str:
    """Return the agenda item on which the room votes, by its title."""
    for view in list_items(room):
        if text("practice.voting_word") in view.row.title:
            return view.row.item_id
    raise NotFound("item_unknown", id=text("practice.voting_word"))
