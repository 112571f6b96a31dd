"""Real meetings in a temporary folder, with their people, projects and polls."""

from __future__ import annotations

import atexit
import random
import shutil
import tempfile
from collections.abc import Callable, Sequence
from functools import cache
from pathlib import Path
from typing import TypeVar

import msgspec

from sukui_desktop.domain.box_lock_choice import LockChoice
from sukui_desktop.domain.changed_tables import Changes
from sukui_desktop.domain.file_import import DraftT, PersonDraft, ProjectDraft, Reading
from sukui_desktop.domain.meeting_kind_template import Template, TemplateItem
from sukui_desktop.domain.methods.ballot_kind import Answer
from sukui_desktop.domain.papers.minutes_content import HEADINGS, WrittenHeading, missing_headings
from sukui_desktop.domain.question.definition import Draft, Group
from sukui_desktop.domain.quorum import QuorumRule
from sukui_desktop.domain.selection.decision_inputs import LotDraw, LotWay
from sukui_desktop.models.ids import ItemId, PersonId, PollId, Scope, SignerId
from sukui_desktop.models.meeting import QuorumBase
from sukui_desktop.models.people import PersonRow
from sukui_desktop.models.poll import ConfirmationRow, LockWay, PollRow
from sukui_desktop.models.row import Row
from sukui_desktop.models.signer import SignerWay
from sukui_desktop.record.hybrid_logical_clock import Stamp
from sukui_desktop.services.agenda.agenda_items import list_items
from sukui_desktop.services.checkin.attendance import admit_paper_list
from sukui_desktop.services.meeting_opening import open_with_key
from sukui_desktop.services.minutes.minutes import compose_minutes_so_far
from sukui_desktop.services.opened_meeting import Context, Room, close_meeting_and_boxes
from sukui_desktop.services.person_keys import SignerProof
from sukui_desktop.services.prepare.meeting_creation_and_details import MeetingDetails, create_meeting
from sukui_desktop.services.prepare.projects import accept_project_file
from sukui_desktop.services.prepare.roster import accept_roster_file
from sukui_desktop.services.signing.signers import enrol_signer_by_name, list_signers
from sukui_desktop.services.vote.ballot_sealing import Receipt, seal_ballot
from sukui_desktop.services.vote.box_keys import find_box_keys
from sukui_desktop.services.vote.counting import confirm_count, count_poll, recount_poll, start_challenge_period
from sukui_desktop.services.vote.poll_box import cast_ballot, read_ballot_paper
from sukui_desktop.services.vote.poll_endings import void_poll
from sukui_desktop.services.vote.polls import close_poll, draft_poll, make_poll_ready, open_poll, withdraw_poll
from sukui_desktop.services.vote.selection_and_certification import certify_poll, publish_poll, select_list
from sukui_desktop.storage import file_key_and_recovery_code
from sukui_desktop.storage.ballot_box import BallotBox, box_path, open_box
from sukui_desktop.storage.file_key_and_recovery_code import FileKey, make_file_key
from sukui_desktop.storage.journal import StoredEntry
from sukui_desktop.storage.meeting_file import MeetingFile, create_meeting_file, open_meeting_file
from sukui_desktop.storage.station_folder import StationFolder

R = TypeVar("R", bound=Row)

PASSPHRASE = "회의 암호문 1"
TALLY_PASSPHRASE = "집계 암호문 2"
FACILITATORS_OWN = "진행자의 암호문 3"
START_MS = 1_790_000_000_000
TWO = ("김하나", "이두리")

TEMPLATE = Template(
    key="residents",
    title="주민총회",
    kind="residents",
    body_name="은행동 주민총회",
    host="은행동 주민자치회",
    place="은행동 주민센터",
    city="seoul",
    currency="KRW",
    channels=("주민", "위원"),
    roles=("주민",),
    items=(
        TemplateItem(title="개회", minutes=5),
        TemplateItem(title="심사", minutes=30, children=(TemplateItem(title="표결", minutes=25),)),
        TemplateItem(title="폐회", minutes=5),
    ),
    quorum=QuorumRule(base=QuorumBase.ENROLLED),
    draft=Draft(max_picks=2),
)
DETAILS = MeetingDetails(
    title="은행동 주민총회",
    body_name="은행동 주민총회",
    host="은행동 주민자치회",
    place="은행동 주민센터",
    starts_at_ms=START_MS,
    ends_at_ms=START_MS + 7_200_000,
)
DRAFT = Draft(
    groups=(Group(name="광역", min_picks=0, max_picks=2), Group(name="동네", min_picks=0, max_picks=1)),
    max_picks=3,
    ceiling=500_000_000,
)


class Wall:
    """A wall clock that goes one second with every look, and can be set."""

    def __init__(self, ms: int = START_MS) -> None:
        self.ms = ms

    def __call__(self) -> int:
        """Return the time and go on."""
        self.ms += 1000
        return self.ms


def make_context(folder: Path, *, seed: int = 7, wall: Wall | None = None) -> Context:
    """Return a context on a station folder below `folder`, with its own clock and the same randomness every time."""
    return Context(StationFolder(folder / "station"), wall or Wall(), random.Random(seed))


def shared_key() -> FileKey:
    """Return one derived key for all rooms that need no passphrase (Argon2id takes its time)."""
    return _derived_once(file_key_and_recovery_code.derive_key_from_passphrase)


@cache
def _derived_once(derive: object) -> FileKey:
    """Derive the key by `derive`, which is the quick one in most suites (`tests/conftest.py`)."""
    return make_file_key(PASSPHRASE, b"rooms...")


@cache
def _made_once(derive: object) -> tuple[Path, FileKey]:
    """Make the meeting by the service itself, once for all tests of this process that derive keys by `derive`; the
    folder is copied from then on."""
    folder = Path(tempfile.mkdtemp(prefix="sukui-rooms-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    room = create_meeting(folder / "회의.sukui", PASSPHRASE, DETAILS, TEMPLATE, make_context(folder))
    key = room.file.file_key
    close_meeting_and_boxes(room)
    return folder, key


def make_room(folder: Path, *, context: Context | None = None) -> Room:
    """Return a meeting in `folder`, just made, with its own station folder."""
    source, key = _made_once(file_key_and_recovery_code.derive_key_from_passphrase)
    shutil.copytree(source, folder, dirs_exist_ok=True)
    (folder / "station" / "meetings.json").unlink()  # it names the folder that was copied
    return open_with_key(folder / "회의.sukui", key, context or make_context(folder))


def reopen(room: Room) -> Room:
    """Close a room and open its file again as another start of the program would, without deriving its key again."""
    path, key, context = room.path, room.file.file_key, room.context
    close_meeting_and_boxes(room)
    return open_with_key(path, key, context)


def make_file(folder: Path, *, name: str = "빈.sukui", wall: Wall | None = None) -> MeetingFile:
    """Return a bare meeting file with no entry in it, under the shared key."""
    station = StationFolder(folder / "station")
    return create_meeting_file(folder / name, shared_key(), Scope("seoul", "ab" * 16), station, wall or Wall())


def open_shared(path: Path, folder: Path, wall: Wall | None = None) -> MeetingFile:
    """Open a file made by `make_file` on the station of `folder`."""
    return open_meeting_file(path, shared_key(), StationFolder(folder / "station"), wall or Wall())


def reading_of(drafts: Sequence[DraftT], *, columns: Sequence[str] = (), name: str = "목록.csv") -> Reading[DraftT]:
    """Return a file's reading with these drafts; `columns` are the fields the file has (all when empty)."""
    fields = columns or drafts[0].__struct_fields__
    return Reading(
        file_name=name,
        sha256=bytes(32),
        encoding="utf-8",
        columns={field: field for field in fields},
        drafts=tuple(drafts),
        problems=(),
    )


def projects(count: int, *, cost: int = 100_000_000) -> list[ProjectDraft]:
    """Return `count` projects, two of three in 광역, of different cost."""
    return [
        ProjectDraft(
            code=f"P{n:03}",
            title=f"사업 {n}",
            group="동네" if n % 3 == 2 else "광역",
            cost=cost + n * 1000,
            currency="KRW",
        )
        for n in range(count)
    ]


def people(count: int, *, first: int = 1) -> list[PersonDraft]:
    """Return `count` people numbered from `first`."""
    return [
        PersonDraft(number=str(n), name=f"주민{n}", channel="주민", role="주민", phone_last4=f"{n:04}")
        for n in range(first, first + count)
    ]


def furnish(room: Room, *, projects_count: int = 6, people_count: int = 10) -> None:
    """Take projects and roster in."""
    accept_project_file(room, reading_of(projects(projects_count)), frozenset())
    accept_roster_file(room, reading_of(people(people_count)), frozenset())


def person_ids(room: Room) -> list[PersonId]:
    """Return everybody on the roster in the order of their numbers, walk-ins not."""
    rows = [row for row in rows_of(room, PersonRow) if not row.is_walk_in]
    return [row.person_id for row in sorted(rows, key=lambda row: int(row.number or 0))]


def item_ids(room: Room) -> list[ItemId]:
    """Return the agenda in tree order."""
    return [view.row.item_id for view in list_items(room)]


def two_signers(room: Room) -> tuple[SignerProof, SignerProof]:
    """Return the proofs of the facilitator and of the second person, who are enrolled when they are asked for first."""
    known = {view.name: view.signer.signer_id for view in list_signers(room) if not view.signer.is_withdrawn}
    first, second = (
        SignerProof(known[name] if name in known else _enrol(room, name, passphrase), passphrase)
        for name, passphrase in zip(TWO, (FACILITATORS_OWN, TALLY_PASSPHRASE), strict=True)
    )
    return first, second


def _enrol(room: Room, name: str, passphrase: str) -> SignerId:
    return enrol_signer_by_name(room, name, SignerWay.PASSPHRASE, passphrase=passphrase).signer_id


def two_people_lock(room: Room) -> LockChoice:
    """Return the lock that the second person's passphrase opens."""
    return LockChoice(way=LockWay.TWO_PEOPLE, holders=(two_signers(room)[1].signer_id,))


def close(room: Room, poll_id: PollId) -> Changes:
    """Close a poll; where slips are out, both signers say why."""
    with room.reading() as tx:
        is_locked = bool(tx.require_row(PollRow, poll_id).lock)
    return close_poll(room, poll_id, two_signers(room) if is_locked else (), "투표권을 들고 갔습니다")


def withdraw(room: Room, poll_id: PollId) -> Changes:
    """Take a ready poll back to its draft, by both signers."""
    return withdraw_poll(room, poll_id, two_signers(room))


def void(room: Room, poll_id: PollId, reason: str = "정전") -> Changes:
    """Declare a poll void, by both signers, or by two names where it has no lock."""
    with room.reading() as tx:
        is_locked = bool(tx.require_row(PollRow, poll_id).lock)
    return void_poll(room, poll_id, two_signers(room) if is_locked else (), reason, TWO)


def count(room: Room, poll_id: PollId) -> Changes:
    """Open the box of a closed poll with the second person's passphrase and count it."""
    return count_poll(room, poll_id, two_signers(room)[1:])


def confirm(room: Room, poll_id: PollId) -> Changes:
    """Let the second person open the box again."""
    proof = two_signers(room)[1]
    return confirm_count(room, poll_id, (proof,), proof.signer_id)


def open_closed_box(room: Room, poll_id: PollId) -> BallotBox:
    """Open the box of a closed poll as somebody does who has the meeting's passphrase."""
    with room.reading() as tx:
        keys = find_box_keys(tx.poll_secrets, room.context, tx.require_row(PollRow, poll_id))
    return open_box(box_path(room.path, poll_id), keys.box, room.context.random)


def certify(room: Room, poll_id: PollId, objection_days: int = 7, *, is_clock_right: bool = True) -> Changes:
    """Certify by both, after the second person opened the box again where that was not done yet."""
    if not any(row.poll_id == poll_id for row in rows_of(room, ConfirmationRow)):
        confirm(room, poll_id)
    return certify_poll(room, poll_id, two_signers(room), objection_days, is_clock_right=is_clock_right)


def drafted_poll(room: Room, draft: Draft = DRAFT, title: str = "우선사업") -> PollId:
    """Return a drafted poll."""
    return draft_poll(room, "", title, draft).poll_id


def ready_poll(room: Room, draft: Draft = DRAFT, *, slots: int = 12) -> PollId:
    """Return a poll that is ready."""
    poll_id = drafted_poll(room, draft)
    make_poll_ready(room, poll_id, two_people_lock(room), slots)
    return poll_id


def open_room(
    folder: Path,
    draft: Draft = DRAFT,
    *,
    people_count: int = 10,
    slots: int = 12,
    context: Context | None = None,
) -> tuple[Room, PollId]:
    """Return a furnished room with an open poll; nobody is in yet."""
    room = make_room(folder, context=context)
    furnish(room, people_count=people_count)
    poll_id = ready_poll(room, draft, slots=slots)
    open_poll(room, poll_id)
    return room, poll_id


def admit_with_slips(room: Room, poll_id: PollId, count: int, *, first: int = 1) -> tuple[str, ...]:
    """Admit people by number with a slip each, and return the slips' tokens."""
    return admit_paper_list(room, [str(n) for n in range(first, first + count)], poll_id).tokens


def vote(room: Room, poll_id: PollId, token: str, marks: Sequence[int] | Answer) -> Receipt:
    """Seal and cast one ballot as the kiosk does."""
    answer = marks if isinstance(marks, Answer) else Answer(tuple(marks))
    return cast_ballot(room, poll_id, token, seal_ballot(read_ballot_paper(room, poll_id), answer))


STEPS: dict[str, Callable[[Room, PollId], object]] = {
    "closed": close,
    "counted": count,
    "challenged": start_challenge_period,
    "selected": lambda room, poll_id: select_list(room, poll_id, (), LotDraw(way=LotWay.PROGRAM)),
    "certified": certify,
    "published": publish_poll,
}
"""State → the step that leads there from the one before."""


def bring_one(room: Room, poll_id: PollId, state: str) -> None:
    """Take the one step of a poll that leads to `state`."""
    STEPS[state](room, poll_id)


def bring_to(room: Room, poll_id: PollId, state: str) -> None:
    """Bring an open poll to a later state of its life, step by step."""
    for name in list(STEPS)[: list(STEPS).index(state) + 1]:
        bring_one(room, poll_id, name)


def rows_of(room: Room, kind: type[R]) -> tuple[R, ...]:
    """Return every row of a type."""
    with room.reading() as tx:
        return tx.list_rows(kind)


class Snapshot(msgspec.Struct, frozen=True):
    """What must be as before when something was refused: journal head and every table."""

    head: str
    stamp: Stamp
    tables: dict[str, str]


def snapshot(room: Room) -> Snapshot:
    """Return the journal's head and the hash of each table."""
    with room.reading() as tx:
        return Snapshot(tx.writer.head.hash.hex(), tx.writer.stamp, tx.projection.hash_tables())


def open_folder(folder: Path) -> Room:
    """Open the meeting of a copied folder, station folder included, as the machine it was copied to would."""
    return open_with_key(
        folder / "회의.sukui",
        _made_once(file_key_and_recovery_code.derive_key_from_passphrase)[1],
        make_context(folder),
    )


def stream_of(room: Room) -> str:
    """Return the stream that a room writes."""
    assert room.file.writer is not None
    return room.file.writer.key.stream


def copy_tree(source: Path, target: Path) -> Path:
    """Copy a folder with everything in it, as a person would a stick."""
    return Path(shutil.copytree(source, target))


def rows_of_journal(room: Room) -> tuple[StoredEntry, ...]:
    """Return the entries of a room's file."""
    with room.reading() as tx:
        return tuple(tx.journal.read_entries())


def recount(room: Room, poll_id: PollId) -> Changes:
    """Open the box once more and count it again."""
    return recount_poll(room, poll_id, two_signers(room)[1:])


class HeadingRead(msgspec.Struct, frozen=True):
    """One of the nine headings of the minutes as the recorder left it."""

    heading: str
    text: str
    is_none: bool
    is_missing: bool


def headings_of(room: Room) -> tuple[HeadingRead, ...]:
    """Return the nine headings of the minutes in the order of the law."""
    minutes = compose_minutes_so_far(room)
    missing, written = missing_headings(minutes), {one.heading: one for one in minutes.written}
    found = ((heading, written.get(heading, WrittenHeading(heading=heading))) for heading in HEADINGS)
    return tuple(HeadingRead(heading, one.text, one.is_none, heading in missing) for heading, one in found)
