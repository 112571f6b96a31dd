"""Writes the frozen vectors of facts: `facts.json` (one body of each kind and version) and `fact-fields.json`.

A body is one that a release wrote into a kept meeting file (`tests/old_files/`); of a version that no release has
written yet it is one of `NEW`.
`python -m tests.builders.fact_vectors` adds those of new kinds and versions; what is there already stays.
"""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import cbor2
import msgspec
import sqlcipher3.dbapi2 as sqlcipher
from msgspec import UNSET, inspect
from msgspec.structs import replace

from sukui_desktop.domain import canonical_bytes
from sukui_desktop.domain.ballot_accounting import BallotAccounting, BoxFigures, ChannelSlips
from sukui_desktop.domain.channel.channel_result_file import ChannelResult
from sukui_desktop.domain.counting.tally_figures import Tally
from sukui_desktop.domain.electorate import PollElectorate, VoteBase
from sukui_desktop.domain.facts.agenda import ItemAdded, ItemDecided, ItemEdited, NoteEdited, NoteRecorded, NoteRestored
from sukui_desktop.domain.facts.base import Fact
from sukui_desktop.domain.facts.joint_vote import DoubleDecided, JointVoteBegan, PlaceListTaken, PlaceNamed
from sukui_desktop.domain.facts.kinds import KINDS
from sukui_desktop.domain.facts.meeting import (
    AllowanceChosen,
    CorrectionNoted,
    HeadingWritten,
    ImportAccepted,
    MeetingCreated,
    MinutesSignature,
    MinutesSigned,
    RoleDeclared,
    WordsRewritten,
)
from sukui_desktop.domain.facts.person import AdmissionUndone, PersonAdded, PersonEdited, PersonErased
from sukui_desktop.domain.facts.poll import (
    AuditDisputed,
    BallotAudited,
    ChallengeAnswered,
    ChallengeRecorded,
    ChannelAccepted,
    ClosingDifference,
    CountConfirmed,
    PaperIssued,
    PollCertified,
    PollClosed,
    PollCounted,
    PollDrafted,
    PollEdited,
    PollItemChosen,
    PollMadeReady,
    PollRecounted,
    PollReopened,
    PollSelected,
    PollSigned,
    PollVoided,
    PollWithdrawn,
    ReportContent,
    RollbackDecided,
    StaffNumberGuessed,
)
from sukui_desktop.domain.facts.project import ProjectAdded, ProjectEdited, ProjectReinstated
from sukui_desktop.domain.facts.signer import SignerEnrolled, SignerWithdrawn
from sukui_desktop.domain.facts.station import (
    InternetLost,
    InternetReached,
    StationEnrolled,
    StationPaused,
    StationRenamed,
    StationResumed,
    StationRevoked,
)
from sukui_desktop.domain.machine_readiness import Check, CheckVerdict, Finding, SyncTool
from sukui_desktop.domain.question.definition import Draft
from sukui_desktop.domain.question.selection_steps import SelectionSteps, TieWay
from sukui_desktop.domain.quorum import QuorumRule
from sukui_desktop.domain.rollback_detection import BoxCounts, RecordCounts
from sukui_desktop.domain.selection.decision_inputs import LotDraw, LotWay, OutcomeKind
from sukui_desktop.domain.selection.project_list import Outcome, Ranked
from sukui_desktop.models.agenda import DecisionHow
from sukui_desktop.models.ids import PersonId
from sukui_desktop.models.joint_vote import DoubleDecision, GivenElsewhere
from sukui_desktop.models.meeting import ImportSubject, QuorumBase
from sukui_desktop.models.people import Personal
from sukui_desktop.models.poll import AuditVerdict, ChannelInput, LockWay, PaperKind, PollLock, RollbackKind
from sukui_desktop.models.signer import AnchoredStep, SignerWay
from sukui_desktop.models.station import StationRole
from sukui_desktop.record.entry_body import SEAL_KEY_SIZE, read_seal_key_name, seal_and_encode_body
from sukui_desktop.record.entry_header import decode_header
from sukui_desktop.storage.encrypted_connection import open_encrypted_connection
from sukui_desktop.storage.file_key_and_recovery_code import derive_file_key

FOLDER = Path(__file__).resolve().parents[2] / "docs" / "formats" / "vectors"
BODIES = FOLDER / "facts.json"
FIELDS = FOLDER / "fact-fields.json"
OLD_FILES = Path(__file__).resolve().parents[1] / "old_files"
LONGEST = 8_000
"""Bytes of a body that a vector may hold."""
_PERSON = Personal(
    number="031",
    name="정우성",
    affiliation="강서복지관",
    position="과장",
    birth="1961-03-05",
    subcommittee="복지분과",
    district="강서구",
    age_band="60대",
    phone_last4="0042",
    needs="휠체어 좌석",
    remark="위촉 2026. 3. 2.",
)
_DRAFT = Draft(
    max_picks=3,
    ceiling=5_000_000_000,
    extra_steps=SelectionSteps(takes_unvoted=True, ties=(TieWay.LOT,)),
    electorate=PollElectorate(roles=("위원", "위원장"), channels=("시민",)),
    offers_audits=True,
)
_OUTCOME = Outcome(
    ranking=tuple(
        Ranked(
            place=place,
            code=code,
            title=f"사업 {code}",
            group="",
            cost=30,
            votes=votes,
            outcome=outcome,
            left_before=left,
            tie=tie,
        )
        for place, code, votes, outcome, left, tie in (
            (1, "B", 5, OutcomeKind.CHOSEN, 50, TieWay.LOT),
            (2, "A", 5, OutcomeKind.UNAFFORDABLE, 20, TieWay.LOT),
            (3, "C", 0, OutcomeKind.BELOW_MINIMUM, 20, TieWay.EQUAL),
            (4, "D", 0, OutcomeKind.BELOW_MINIMUM, 20, TieWay.EQUAL),
        )
    ),
    selected=("B",),
    total_cost=30,
    ceiling=50,
    lot=("B", "A"),
    draw=LotDraw(way=LotWay.HAND, drawn_by="김하나", attested_by="이두리"),
)
_TALLY = Tally(votes=(1, 1), ballots_cast=2, ballots_valid=2, ballots_blank=0, ballots_invalid=0)
_PROJECT: dict[str, Any] = {
    "code": "A-1",
    "title": "놀이터",
    "field": "복지",
    "group": "광역",
    "bureau": "복지실",
    "district": "강서구",
    "cost": 5_000_000,
    "currency": "KRW",
    "kind": "신규",
    "proposer": "홍길동",
    "summary": "놀이터를 고친다",
}
_REWRITTEN = canonical_bytes.encode({"speaker": "(지움)", "gist": "찬성합니다"})
NEW: tuple[tuple[str, Fact], ...] = (
    ("joint/q1", JointVoteBegan(vote_id="0123456789abcdef0123456789abcdef", place="동주민센터")),
    ("joint/q1", PlaceNamed(place="복지관")),
    (
        "joint/q1",
        PlaceListTaken(
            place="복지관",
            list_sha256=bytes(range(32)),
            added=(
                GivenElsewhere(
                    giving=f"{'ab' * 32}:000000000041",
                    place="복지관",
                    at_ms=1_790_000_040_000,
                    person_mark="abcdefghijklmnop",
                    birth_mark="bcdefghijklmnopq",
                    phone_mark="cdefghijklmnopqr",
                    number_mark="defghijklmnopqrs",
                ),
            ),
            gone=(f"{'ab' * 32}:000000000040",),
            known={"ab" * 32: 57},
        ),
    ),
    (
        "joint/q1",
        DoubleDecided(
            decision=DoubleDecision.TWO_PEOPLE,
            person_id="p1",
            givings=(f"{'ab' * 32}:000000000041",),
            decided_by="김하나",
            reason="주소가 서로 다르다",
        ),
    ),
    (
        "station/st1",
        StationEnrolled(role=StationRole.KIOSK, name="키오스크 3", certificate_hash=bytes(range(32))),
    ),
    ("station/st1", StationRenamed(name="동문 키오스크")),
    ("station/st1", StationPaused()),
    ("poll/pl1", StaffNumberGuessed(wrong_in_a_row=6)),
    ("station/st1", StationResumed()),
    ("station/st1", InternetReached()),
    ("station/console", InternetLost()),
    ("station/st1", StationRevoked(reason="화면이 깨졌습니다")),
    ("person/p1", PersonAdded(channel="시민", role="위원", personal=_PERSON, is_walk_in=False)),
    (
        "meeting/m1",
        MeetingCreated(
            title="제3차 회의",
            body_name="시민회",
            host="서울특별시",
            place="회의실",
            starts_at_ms=1_790_000_000_000,
            ends_at_ms=1_790_007_200_000,
            quorum=QuorumRule(base=QuorumBase.FIXED, fixed=3),
            city="seoul",
            kind="council",
            currency="KRW",
            is_practice=False,
            channels=("시민",),
            zone="Asia/Seoul",
        ),
    ),
    (
        "correction/c1",
        CorrectionNoted(
            kind="meeting.edited",
            target="meeting/m1",
            reason="장소를 잘못 적음",
            fields=("meeting.place",),
            old=("회의실",),
            new=("대강당",),
            signer_id="s1",
            signature=bytes(range(64)),
            is_after_signing=True,
        ),
    ),
    (
        "meeting/m1",
        MinutesSigned(
            digest=bytes(range(32)),
            head=bytes(range(32)),
            signatures=(MinutesSignature(signer_id="s1", signature=bytes(range(64))),),
        ),
    ),
    (
        "words/00112233445566778899aabbccddeeff",
        WordsRewritten(words=_REWRITTEN),
    ),
    ("person/p1", PersonErased(reason="본인이 요청함", signer_ids=("s1", "s2"), unsealed=2)),
    ("person/p1", AdmissionUndone(reason="잘못 접수함")),
    ("heading/decisions", HeadingWritten(text="가결", is_none=False)),
    (
        "import/i1",
        ImportAccepted(
            subject=ImportSubject.ROSTER,
            file_name="명부.xlsx",
            file_sha256=bytes(range(32)),
            added=3,
            changed=2,
            removed=1,
        ),
    ),
    ("item/i1", ItemAdded(title="개회", presenter="김의장", minutes=10, parent_id="i0", rank="a")),
    ("item/i1", ItemEdited(title="개회", presenter="김의장", minutes=10)),
    ("item/i1", ItemDecided(text="선정한다", how=DecisionHow.CONSENSUS)),
    ("note/n1", NoteRecorded(item_id="i1", speaker="홍길동", gist="이동지원을 늘리자")),
    ("note/n1", NoteEdited(speaker="홍길동", gist="이동지원을 늘리자")),
    ("project/p1", ProjectAdded(**_PROJECT, place_in_list=1)),
    ("project/p1", ProjectEdited(**_PROJECT)),
    ("poll/q1", PollWithdrawn(names=("김하나", "이두리"))),
    ("poll/q1", PollVoided(reason="정전", names=("김하나", "이두리"))),
    (
        "poll/q1",
        ChannelAccepted(
            key="online",
            source=ChannelInput.EMPTY,
            file_name="온라인.csv",
            file_sha256=bytes(range(32)),
            result=ChannelResult(votes=(), ballots_valid=0, ballots_blank=0, ballots_invalid=0, voters=0),
            attested_by="박 책임",
        ),
    ),
    ("person/p1", PersonEdited(channel="시민", role="위원", personal=_PERSON)),
    ("poll/q1", PollItemChosen(item_id="i2")),
    ("poll/q1", ChallengeRecorded(by="한이의", words="가-12번 표가 빠졌다", answer="")),
    ("poll/q1", ChallengeAnswered(number=1, answer="다시 세어 같은 결과를 확인했다")),
    ("meeting/m1", RoleDeclared(role="전문가", votes=False)),
    ("meeting/m1", AllowanceChosen(is_paid=True)),
    ("poll/q1", PollDrafted(item_id="i1", title="우선사업", draft=_DRAFT)),
    ("poll/q1", PollEdited(title="우선사업", draft=_DRAFT)),
    (
        "poll/q1",
        PollClosed(
            accounting=BallotAccounting(issued=20, cast=17, spoiled=1, returned=1, not_returned=1),
            box_root=bytes(range(32)),
            slips_root=bytes(range(1, 33)),
            base=VoteBase(enrolled=30, present=19, voted_and_left=2, others_present=4),
            difference=ClosingDifference(reason="한 분이 투표하지 않고 나감", signer_ids=("s1", "s2")),
        ),
    ),
    ("poll/q1", PollReopened(reason="쉬는 시간에 마감을 누름", signer_ids=("s1", "s2"))),
    (
        "poll/q1",
        PollMadeReady(
            definition=bytes(range(40)),
            tally_public_key=bytes(range(32)),
            slots=20,
            box_id=bytes(range(16)),
            lock=PollLock(
                way=LockWay.SHARES, threshold=2, holders=("s1", "s2"), is_strict=True, shares_digest=bytes(range(32))
            ),
        ),
    ),
    (
        "poll/q1",
        PollCounted(
            ballots=b"\x80\x40",
            tally=_TALLY,
            second=_TALLY,
            sealed_root=bytes(32),
            opened_root=bytes(32),
            opened_by=("s1", "s2"),
        ),
    ),
    (
        "poll/q1",
        PollRecounted(
            tally=_TALLY, second=_TALLY, sealed_root=bytes(32), opened_root=bytes(32), opened_by=("s1", "s2")
        ),
    ),
    (
        "poll/q1",
        CountConfirmed(
            signer_id="s1",
            tally=_TALLY,
            second=_TALLY,
            sealed_root=bytes(32),
            opened_root=bytes(32),
            opened_by=("s1", "s2"),
        ),
    ),
    (
        "poll/q1",
        RollbackDecided(
            kind=RollbackKind.BOX_BEHIND,
            reason="정전 뒤 어제의 사본을 되돌려 놓음",
            signer_ids=("s1", "s2"),
            box_id=bytes(range(16)),
            box=BoxCounts(spent=3, filled=2),
            witness=BoxCounts(spent=5, filled=4),
            record=RecordCounts(given=9, stopped=1, missing=0),
        ),
    ),
    (
        "poll/q1",
        PollSigned(step=AnchoredStep.COUNTED, signer_id="s1", statement=bytes(range(32)), signature=bytes(range(64))),
    ),
    (
        "poll/q1",
        PollCertified(names=("김하나", "이두리"), objection_until_ms=1_790_604_800_000, signer_ids=("s1", "s2")),
    ),
    (
        "poll/q1",
        BallotAudited(sealed=bytes(49), opening=bytes(32), shown=b"\x01", verdict=AuditVerdict.AGREED),
    ),
    ("poll/q1", AuditDisputed(number=1)),
    (
        "poll/q1",
        PaperIssued(
            step=AnchoredStep.CLOSED,
            head=bytes(range(32)),
            entries=214,
            issued_at_ms=1_790_000_100_000,
            digest=bytes(range(32)),
            paper=PaperKind.READINESS,
            content=ReportContent(
                figures=BoxFigures(
                    made=12, issued=10, cast=7, spoiled=1, returned=1, channels=(ChannelSlips("위원", 8),)
                ),
                findings=(
                    Finding(
                        check=Check.FOLDER,
                        verdict=CheckVerdict.DOUBTFUL,
                        code="synced",
                        figure=1,
                        tools=(SyncTool.ONEDRIVE,),
                    ),
                ),
            ),
        ),
    ),
    (
        "signer/s1",
        SignerEnrolled(
            person_id=PersonId("p1"),
            way=SignerWay.PASSPHRASE,
            sign_key=bytes(range(32)),
            share_key=bytes(range(32)),
            locked_seed=bytes(range(60)),
            is_drawn=True,
            valid_until_ms=1_821_536_000_000,
        ),
    ),
    ("signer/s1", SignerWithdrawn()),
    ("poll/q1", PollSelected(outcome=replace(_OUTCOME, draw=UNSET), draw=_OUTCOME.draw)),
    ("project/p1", ProjectReinstated()),
    (
        "note/n1",
        NoteRestored(
            item_id="i1",
            speaker="홍길동",
            gist="이동지원을 늘리자",
            spoken_at_ms=1_790_000_100_000,
            order_ms=1_790_000_100_001,
            order_counter=3,
        ),
    ),
)
"""(subject, fact) of versions that are in no kept file."""


def fields_of(kind: type[msgspec.Struct]) -> dict[str, str]:
    """Return every field of a struct by its path on the wire, with its type; `?` marks one that may be absent.

    `tally.votes[]` is an element of a list in a nested struct, `seen{}` a value of a map. Names of Python classes do
    not count: only what is on the wire.
    """
    found: dict[str, str] = {}
    _walk("", inspect.type_info(kind), found)
    return found


def _walk(path: str, kind: inspect.Type, found: dict[str, str]) -> None:
    match kind:
        case inspect.StructType(fields=fields, array_like=array_like):
            if not fields or array_like:
                found[path or "."] = "list" if array_like else "map"
            for field in fields:
                name = field.encode_name + ("" if field.required else "?")
                _walk(f"{path}.{name}" if path else name, field.type, found)
        case inspect.UnionType(types=types):
            for place, one in enumerate(types):
                _walk(path if place == 0 else f"{path}|{place}", one, found)
        case inspect.VarTupleType(item_type=item) | inspect.ListType(item_type=item):
            _walk(f"{path}[]", item, found)
        case inspect.TupleType(item_types=items):
            for place, item in enumerate(items):
                _walk(f"{path}[{place}]", item, found)
        case inspect.DictType(key_type=key, value_type=value):
            _walk(f"{path}{{key}}", key, found)
            _walk(f"{path}{{}}", value, found)
        case inspect.EnumType(cls=cls):
            found[path] = "one of " + " ".join(sorted(str(member.value) or "''" for member in cls))
        case inspect.LiteralType(values=values):
            found[path] = "one of " + " ".join(sorted(map(str, values)))
        case _:
            found[path] = type(kind).__name__.removesuffix("Type").lower()


def read_bodies() -> dict[str, list[tuple[int, bytes, bytes | None]]]:
    """Return (version, body, key of its person) of every entry in the kept meeting files, by kind."""
    found: dict[str, list[tuple[int, bytes, bytes | None]]] = {}
    for path in sorted(OLD_FILES.glob("*/meeting.sukui")) + sorted(OLD_FILES.glob("*/*/meeting.sukui")):
        raw = connect_copy(path)
        keys = dict(raw.execute("SELECT person_id, key FROM person_key").fetchall())
        for signed, body in raw.execute("SELECT signed, body FROM entry").fetchall():
            header = decode_header(signed)
            key = keys.get(read_seal_key_name(body))
            found.setdefault(header.kind, []).append((header.kind_version, body, key))
        raw.close()
    return found


def connect_copy(path: Path) -> Any:
    """Open a copy in memory of a kept file, which itself is never written."""
    release = path.relative_to(OLD_FILES).parts[0]
    expected = json.loads((OLD_FILES / release / "expected.json").read_text(encoding="utf-8"))
    with TemporaryDirectory() as folder:
        copy = Path(folder) / path.name
        shutil.copyfile(path, copy)
        file_key = derive_file_key(copy, expected["passphrase"])
        source = open_encrypted_connection(copy, (file_key.key + file_key.preamble).hex(), ())
        target = sqlcipher.connect(":memory:")
        for name in ("entry", "person_key"):
            rows = source.execute(f'SELECT * FROM "{name}"')
            columns = [column[0] for column in rows.description]
            target.execute(f'CREATE TABLE "{name}" ({", ".join(columns)})')
            target.executemany(f'INSERT INTO "{name}" VALUES ({", ".join("?" * len(columns))})', rows.fetchall())
        source.close()
    return target


def vector_of(version: int, body: bytes, key: bytes | None) -> dict[str, Any]:
    """Return the vector of a body: its bytes, and its fact as a reader sees it."""
    vector = {"body": body.hex(), "fact": readable(cbor2.loads(body)["fact"])}
    return {**vector, "person_key": key.hex()} if key else vector


def readable(value: Any) -> Any:
    """Return a CBOR value as JSON can hold it: bytes in hex."""
    if isinstance(value, bytes):
        return {"hex": value.hex()}
    if isinstance(value, dict):
        return {name: readable(one) for name, one in value.items()}
    return [readable(one) for one in value] if isinstance(value, list) else value


def _richest(bodies: list[tuple[int, bytes, bytes | None]], version: int) -> tuple[int, bytes, bytes | None] | None:
    """Return the body of this version that fills most fields, of those the shortest."""
    fit = [one for one in bodies if one[0] == version and len(one[1]) < LONGEST]
    return max(fit, key=lambda one: (_filled(cbor2.loads(one[1])["fact"]), -len(one[1]), one[1]), default=None)


def _filled(value: Any) -> int:
    if isinstance(value, dict):
        return sum(1 + _filled(one) for one in value.values())
    return max(map(_filled, value), default=0) if isinstance(value, list) else 0


def main() -> None:
    """Add the vectors of kinds and versions that have none."""
    bodies = json.loads(BODIES.read_text(encoding="utf-8")) if BODIES.exists() else {}
    fields = json.loads(FIELDS.read_text(encoding="utf-8")) if FIELDS.exists() else {}
    kept = read_bodies()
    key = bytes(range(SEAL_KEY_SIZE))
    for subject, fact in NEW:
        body = seal_and_encode_body(subject, fact, key, bytes)
        person_key = key if "sealed" in cbor2.loads(body) else None
        kept.setdefault(fact.KIND, []).append((fact.VERSION, body, person_key))
    for name, kind in KINDS.items():
        version = str(kind.VERSION)
        fields.setdefault(name, {}).setdefault(version, fields_of(kind))
        found = _richest(kept.get(name, []), kind.VERSION)
        if found and version not in bodies.setdefault(name, {}):
            bodies[name][version] = vector_of(*found)
    for path, content in ((BODIES, bodies), (FIELDS, fields)):
        path.write_text(json.dumps(content, ensure_ascii=False, indent=1, sort_keys=True) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
