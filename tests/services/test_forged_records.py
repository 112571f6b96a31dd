"""Records that somebody made up who has the meeting's passphrase and the folder: `verify` refuses each.

Every test names what 0.2.0 or 0.4.0 did. The forger signs with keys of their own making (`tests/builders/forger.py`),
so chain, signatures and tables hold; what gives them away is what the record says of itself, of the boxes, of paper.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path

import msgspec
import pytest
from msgspec import UNSET
from msgspec.structs import replace

from sukui_desktop.domain.ballot_accounting import BallotAccounting
from sukui_desktop.domain.errors import BadInput, VerifyFailed
from sukui_desktop.domain.facts.agenda import NoteRecorded
from sukui_desktop.domain.facts.base import Entry, Fact
from sukui_desktop.domain.facts.meeting import StreamBegan
from sukui_desktop.domain.facts.person import PersonAdmitted, SlipGiven
from sukui_desktop.domain.facts.poll import (
    CountConfirmed,
    PollCertified,
    PollChallenged,
    PollClosed,
    PollCounted,
    PollMadeReady,
    PollSelected,
    PollSigned,
    PollWithdrawn,
)
from sukui_desktop.domain.facts.project import ProjectAdded
from sukui_desktop.domain.methods.ballot_kind import Answer
from sukui_desktop.domain.methods.registry import encode_answer, split_ballots
from sukui_desktop.domain.question.definition import Definition, encode_definition
from sukui_desktop.domain.selection.outcome_of_case import decide_case, make_case
from sukui_desktop.domain.verification_findings import PrintedHead
from sukui_desktop.services.handover.meeting_file_copies import copy_meeting
from sukui_desktop.services.meeting_opening import open_with_key
from sukui_desktop.services.opened_meeting import close_meeting_and_boxes
from sukui_desktop.services.tally.counter_crosscheck import count_with_both_counters
from sukui_desktop.services.verify import poll_evidence
from sukui_desktop.services.verify.verification import verify_meeting
from sukui_desktop.storage.encrypted_connection import BOX_PRAGMAS, open_encrypted_connection
from sukui_desktop.storage.journal import Journal
from sukui_desktop.storage.meeting_file import MeetingFile, open_meeting_file_without_stream
from sukui_desktop.storage.poll_secrets import PollSecrets, SecretName
from tests.builders import forger, rooms
from tests.builders.held_vote import VOTERS, Held, codes_of, hold_vote


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Held:
    return hold_vote(tmp_path_factory.mktemp("published"))


@pytest.fixture
def held(published: Held, tmp_path: Path) -> Held:
    folder = rooms.copy_tree(published.path.parent, tmp_path / "held")
    return msgspec.structs.replace(published, path=folder / published.path.name, context=rooms.make_context(folder))


def test_an_honest_record_verifies_and_says_first_what_was_not_checked(held: Held) -> None:
    assert {"box_matches", "no_sheet"} <= codes_of(held.verify())
    sheet = PrintedHead(head=held.head, entries=held.entries)
    opened = held.verify(rooms.TALLY_PASSPHRASE, sheet=sheet)
    assert opened.polls[0].box == "opened"
    assert not {"box_matches", "no_sheet"} & codes_of(opened)
    with pytest.raises(BadInput, match="secret_opens_nothing"):
        held.verify("다른 사람의 암호문")


def test_a_second_machine_opens_the_box_from_a_copy_of_the_folder(held: Held, tmp_path: Path) -> None:
    folder = rooms.copy_tree(held.path.parent, tmp_path / "other")
    other = rooms.make_context(folder)
    found = verify_meeting(folder / held.path.name, rooms.PASSPHRASE, other, (), (), (rooms.TALLY_PASSPHRASE,))
    assert found.polls[0].box == "opened"


def _other_count(held: Held, fact: Fact) -> Fact:
    """Return the fact with five votes for the fifth project in the place of those for the first."""
    ballots = b"".join([encode_answer(held.definition.question, Answer((4,)))] * VOTERS)
    counts = count_with_both_counters(held.definition.question, split_ballots(held.definition.question, ballots))
    if isinstance(fact, PollCounted):
        return replace(fact, ballots=ballots, tally=counts.first, second=counts.second)
    if isinstance(fact, PollSelected):
        return replace(fact, outcome=decide_case(make_case(held.definition, counts.first)))
    return fact


def test_i1_a_count_that_is_not_in_the_box(held: Held) -> None:
    """0.2.0: five votes for A were certified as five for B with one passphrase, and verify said all is well."""
    held.rewrite(lambda entry: _other_count(held, entry.fact))
    assert held.refused(rooms.TALLY_PASSPHRASE) in ("opened_ballots_differ", "signature_wrong", "roots_differ")
    if held.has_lock:
        assert held.refused() in ("signature_wrong", "roots_differ")
    else:  # nobody signed such a vote with a key of their own: then the first thing said is that no box was opened
        assert {"box_matches", "older_version"} <= codes_of(held.verify())


def test_i2_a_rewritten_record_is_not_the_printed_one(held: Held) -> None:
    """0.2.0: everything was rewritten after publication, and passed here and on every other machine."""

    def change(entry: Entry) -> Fact:
        if isinstance(entry.fact, NoteRecorded):
            return replace(entry.fact, gist="찬성합니다")
        return _other_count(held, entry.fact)

    held.rewrite(change, shift_ms=-30 * 86_400_000)
    assert held.refused(sheet=PrintedHead(head=held.head[:32])) == "sheet_head_missing"


def test_i2_a_rewritten_record_is_seen_by_the_machine_that_wrote_the_true_one(held: Held, tmp_path: Path) -> None:
    witnesses = held.path.parent / "station" / "witnesses"
    kept = rooms.copy_tree(witnesses, tmp_path / "kept")
    held.rewrite(lambda entry: entry.fact)
    shutil.copytree(kept, witnesses, dirs_exist_ok=True)
    assert held.refused() == "record_cut_off"


def _place(entries: list[Entry], kind: type[object]) -> Entry:
    return next(entry for entry in entries if isinstance(entry.fact, kind))


def _second_stream(held: Held, began: Callable[[list[Entry], Journal], Sequence[tuple[int, str, Fact]]]) -> None:
    """Bring another count in a stream of its own, dated just before the true one."""

    def facts(entries: list[Entry], journal: Journal) -> list[tuple[int, str, Fact]]:
        at, taken = _place(entries, PollCounted).clock_ms - 500, (PollCounted, PollChallenged, PollSelected)
        made: list[tuple[int, str, Fact]] = [
            (at + place, f"poll/{held.poll_id}", _other_count(held, _place(entries, kind).fact))
            for place, kind in enumerate(taken)
        ]
        return [*began(entries, journal), *made]

    forger.add_stream(held.path, held.key, held.context, facts)


def _begun_after(kind: type[Fact], at: int, *, is_forged: bool = False) -> Callable[..., list[tuple[int, str, Fact]]]:
    def began(entries: list[Entry], journal: Journal) -> list[tuple[int, str, Fact]]:
        followed = _place(entries, kind)
        digest = bytes(32) if is_forged else journal.entry_hash(followed.stream, followed.seq)
        fact = StreamBegan(supersedes=followed.stream, seq=followed.seq, hash=digest)
        return [(followed.clock_ms + at, "stream/", fact)]

    return began


def test_i3_a_back_dated_second_stream(held: Held) -> None:
    """0.2.0: the result flipped, the true count became a silent conflict, the printed head still stood in the file."""
    _second_stream(held, lambda entries, journal: [])
    assert held.refused() == "stream_unbegun"


@pytest.mark.parametrize(
    ("began", "code"),
    [
        (_begun_after(PollClosed, 1), "conflicts_left"),
        (_begun_after(PollClosed, 1, is_forged=True), "stream_unfitting"),
        (_begun_after(PollSelected, -100_000), "stream_backdated"),
    ],
)
def test_i3_a_second_stream_that_says_where_it_began(
    held: Held, began: Callable[..., list[tuple[int, str, Fact]]], code: str
) -> None:
    """The same with a `stream.began`: a fitting one leaves the truth in conflict, others do not fit."""
    _second_stream(held, began)
    assert held.refused() == code


def test_i3_nothing_comes_in_between_what_a_sheet_counted(held: Held) -> None:
    """A fitting stream with notes alone is in conflict with nothing: the number of entries on paper is."""

    def facts(entries: list[Entry], journal: Journal) -> list[tuple[int, str, Fact]]:
        closed = _place(entries, PollClosed)
        note = _place(entries, NoteRecorded)
        return [*_begun_after(PollClosed, 1)(entries, journal), (closed.clock_ms + 2, "note/" + "x" * 16, note.fact)]

    forger.add_stream(held.path, held.key, held.context, facts)
    assert "forked" in codes_of(held.verify())
    assert held.refused(sheet=PrintedHead(head=held.head, entries=held.entries)) == "sheet_entries_differ"


def _accounting(**changed: int) -> Callable[[Held, Fact], Fact]:
    def change(held: Held, fact: Fact) -> Fact:
        if not isinstance(fact, PollClosed):
            return fact
        told: BallotAccounting = replace(fact.accounting, **changed)
        return replace(fact, accounting=told)

    return change


def _counted(**changed: object) -> Callable[[Held, Fact], Fact]:
    return lambda held, fact: replace(fact, **changed) if isinstance(fact, PollCounted) else fact


def _second_counter_one_more(held: Held, fact: Fact) -> Fact:
    if not isinstance(fact, PollCounted):
        return fact
    votes = (fact.tally.votes[0] + 1, *fact.tally.votes[1:])
    return replace(fact, second=replace(fact.tally, votes=votes))


def _nobody_came(held: Held, fact: Fact) -> Fact | None:
    return None if isinstance(fact, (PersonAdmitted, SlipGiven)) else fact


def _certified_by(*names: str) -> Callable[[Held, Fact], Fact]:
    def change(held: Held, fact: Fact) -> Fact:
        if not isinstance(fact, PollCertified):
            return fact
        if fact.signer_ids is UNSET:
            return replace(fact, names=names)
        return replace(fact, signer_ids=tuple(fact.signer_ids[0] for _ in names))

    return change


def _exchange_titles(held: Held, fact: Fact) -> Fact:
    """Exchange the titles of the first and the fifth project after the vote; the list is made anew from the count."""
    if isinstance(fact, PollMadeReady):
        return replace(fact, definition=encode_definition(_exchanged(held.definition)))
    if isinstance(fact, PollSelected):
        ballots = b"".join([encode_answer(held.definition.question, Answer((0,)))] * VOTERS)
        counts = count_with_both_counters(held.definition.question, split_ballots(held.definition.question, ballots))
        return replace(fact, outcome=decide_case(make_case(_exchanged(held.definition), counts.first)))
    return fact


def _exchanged(definition: Definition) -> Definition:
    options = list(definition.question.options)
    first, fifth = options[0], options[4]
    options[0], options[4] = replace(first, title=fifth.title), replace(fifth, title=first.title)
    return replace(definition, question=replace(definition.question, options=tuple(options)))


def _exchange_projects_too(held: Held, fact: Fact) -> Fact:
    titles = {option.code: option.title for option in _exchanged(held.definition).question.options}
    if isinstance(fact, ProjectAdded):
        return replace(fact, title=titles[fact.code])
    return _exchange_titles(held, fact)


def _exchange_chosen(held: Held, fact: Fact) -> Fact:
    """Take another project onto the list than the count and the rule give."""
    if not isinstance(fact, PollSelected):
        return fact
    others = [ranked.code for ranked in fact.outcome.ranking if ranked.code not in fact.outcome.selected]
    return replace(fact, outcome=replace(fact.outcome, selected=(*fact.outcome.selected[1:], others[-1])))


def _withdraw_the_first(held: Held, fact: Fact) -> Fact:
    """Make the list as if the first project had been withdrawn."""
    if not isinstance(fact, PollSelected):
        return fact
    ballots = b"".join([encode_answer(held.definition.question, Answer((0,)))] * VOTERS)
    tally = count_with_both_counters(held.definition.question, split_ballots(held.definition.question, ballots)).first
    gone = (held.definition.question.options[0].code,)
    return replace(fact, outcome=decide_case(make_case(held.definition, tally, (), gone)))


def _ready_twice(held: Held, fact: Fact) -> Sequence[Fact] | Fact:
    return [fact, fact] if isinstance(fact, PollMadeReady) else fact


def _withdrawn_by(*names: str) -> Callable[[Held, Fact], Sequence[Fact] | Fact]:
    def change(held: Held, fact: Fact) -> Sequence[Fact] | Fact:
        return [fact, PollWithdrawn(names=names), fact] if isinstance(fact, PollMadeReady) else fact

    return change


def _other_box(held: Held, fact: Fact) -> Fact:
    return replace(fact, box_root=bytes(32)) if isinstance(fact, PollClosed) else fact


def _signed_twice(held: Held, fact: Fact) -> Sequence[Fact] | Fact:
    return [fact, fact] if isinstance(fact, PollSigned) else fact


def _unconfirmed(held: Held, fact: Fact) -> Fact | None:
    return None if isinstance(fact, CountConfirmed) else fact


def _confirmed_by_nobody_known(held: Held, fact: Fact) -> Fact:
    return replace(fact, signer_id="x" * 16) if isinstance(fact, CountConfirmed) else fact


def _without_lock(held: Held, fact: Fact) -> Fact:
    return replace(fact, lock=UNSET) if isinstance(fact, PollMadeReady) else fact


def _swapped_ballots(held: Held, fact: Fact) -> Fact:
    """Exchange the first and the fifth option in the count alone."""
    return _other_count(held, fact) if isinstance(fact, PollCounted) else fact


def _slip_after_closing(held: Held, fact: Fact) -> Fact:
    return _accounting(issued=7, not_returned=2)(held, fact)


FORGERIES: dict[str, tuple[Callable[[Held, Fact], Fact | Sequence[Fact] | None], str]] = {
    "fifty slips in the accounting, six in the record": (_accounting(issued=50, not_returned=45), "slips_differ"),
    "accounting that does not add up": (_accounting(returned=9), "accounting_differs"),
    "a spoiled slip in the place of one that did not return": (_accounting(spoiled=1, not_returned=0), "slips_differ"),
    "nobody admitted, no slip given, five ballots": (_nobody_came, "slips_differ"),
    "certified twice by one name": (_certified_by("김하나", "김하나"), "certifier_twice"),
    "certified twice by one name in another spelling": (_certified_by("김하나", "김 하나"), "certifier_twice"),
    "certified twice by one name with a dot": (_certified_by("김하나", "김하나."), "certifier_twice"),
    "certified by nobody": (_certified_by(), "certifiers_missing"),
    "certified by one": (_certified_by("김하나"), "certifiers_missing"),
    "second counter differs": (_second_counter_one_more, "second_counter_differs"),
    "second counter missing": (_counted(second=UNSET), "second_counter_missing"),
    "no ballots, any figures": (_counted(ballots=b""), "ballots_missing"),
    "a ballot less": (
        lambda held, fact: (
            replace(fact, ballots=fact.ballots[: -len(fact.ballots) // VOTERS])
            if isinstance(fact, PollCounted)
            else fact
        ),
        "recount_differs",
    ),
    "titles exchanged after the vote": (_exchange_titles, "definition_differs"),
    "another project on the list": (_exchange_chosen, "selection_differs"),
    "a project treated as withdrawn": (_withdraw_the_first, "selection_differs"),
    "made ready twice": (_ready_twice, "conflicts_left"),
    "withdrawn by nobody and made ready again": (_withdrawn_by(), "withdrawal_unsigned"),
    "withdrawn by two names that anybody could type": (_withdrawn_by("김하나", "이두리"), "withdrawal_unsigned"),
    "the root of another box": (_other_box, "signature_wrong"),
    "signed by one person twice": (_signed_twice, "conflicts_left"),
    "nobody opened the box again": (_unconfirmed, "confirmation_missing"),
    "opened again by somebody unknown": (_confirmed_by_nobody_known, "signer_not_enrolled"),
    "the lock taken out": (_without_lock, "lock_missing"),
    "a count with two options exchanged, the list left": (_swapped_ballots, "selection_differs"),
    "one slip more in the accounting than in the record": (_slip_after_closing, "slips_differ"),
    "a ballot more than were cast": (_accounting(cast=6, not_returned=0), "recount_differs"),
}


@pytest.mark.parametrize("name", FORGERIES)
def test_i4_a_single_fact_that_was_made_up(held: Held, name: str) -> None:
    """0.2.0 said of each but the last that all is well."""
    change, code = FORGERIES[name]
    held.rewrite(lambda entry: change(held, entry.fact))
    assert held.refused() == code


def test_a_record_of_today_does_not_pass_for_one_of_an_older_version(held: Held) -> None:
    """0.5.0's first builds: without signers, signatures and lock it passed as made ready by 0.4.0."""

    def change(entry: Entry) -> Fact | None:
        fact = entry.fact
        if entry.subject.startswith("signer/") or isinstance(fact, (PollSigned, CountConfirmed)):
            return None
        if isinstance(fact, PollCertified):
            return replace(fact, signer_ids=UNSET, names=("김하나", "이두리"))
        if isinstance(fact, PollClosed):
            return replace(fact, difference=UNSET)
        return _other_count(held, _without_lock(held, fact))

    held.rewrite(change)
    assert held.refused() == "lock_missing"


def _as_of_0_4_0(held: Held, fact: Fact, subject: str) -> Fact | None:
    """Take out of a record of today all that 0.4.0 did not know, the box's id too, and put another count in."""
    if subject.startswith("signer/") or isinstance(fact, (PollSigned, CountConfirmed)):
        return None
    if isinstance(fact, PollMadeReady):
        return replace(fact, lock=UNSET, box_id=UNSET)
    if isinstance(fact, PollClosed):
        return replace(fact, difference=UNSET)
    if isinstance(fact, PollCertified):
        return replace(fact, signer_ids=UNSET, names=("김하나", "이두리"))
    if isinstance(fact, PollCounted):
        fact = replace(fact, sealed_root=UNSET, opened_root=UNSET)
    return _other_count(held, fact)


def test_a_record_of_today_without_its_box_id_does_not_pass_either(held: Held) -> None:
    """Passed until 0.5.0: nothing was asked but the lock and the box's id. Old: seen to fail with `is_of_today` False.

    The entry that made the poll ready is one that 0.4.0 could not have written, and so are those before it.
    """
    held.rewrite(lambda entry: _as_of_0_4_0(held, entry.fact, entry.subject))
    _drop_secret(held, SecretName.TALLY_SHARES)
    held.context.station.box_witness(held.poll_id).path.unlink()
    assert held.refused() == "lock_missing"


@contextmanager
def _attached(held: Held) -> Iterator[MeetingFile]:
    opened = open_meeting_file_without_stream(held.path, held.key, held.context.station, held.context.now)
    with closing(opened), opened.database.begin():
        yield opened


def _drop_secret(held: Held, name: SecretName) -> None:
    with _attached(held) as opened:
        PollSecrets(opened.database, opened.scope).destroy(held.poll_id, name)


def _box_without_id(held: Held) -> None:
    with _attached(held) as opened:
        key = PollSecrets(opened.database, opened.scope).find(held.poll_id, SecretName.BOX_KEYS)
    assert key is not None
    box = held.path.with_name(f"{held.poll_id}.box")
    with closing(open_encrypted_connection(box, key[:32].hex(), BOX_PRAGMAS)) as connection:
        connection.execute("DROP TABLE box")


def test_what_an_older_version_could_not_leave_behind_gives_a_rewritten_record_away(
    held: Held, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The forger writes every entry in the versions of 0.4.0, then takes away one trace after the other.

    Each refusal fails where that trace is not asked for. The last line is what is not achieved: with a box made anew,
    and no sheet and no note of this machine, it is a record as 0.4.0 itself could have written one; that it does not
    carry anybody's key is then what is said first.
    """
    monkeypatch.setattr(poll_evidence, "find_polls_that_need_lock", lambda links: frozenset())
    held.rewrite(lambda entry: _as_of_0_4_0(held, entry.fact, entry.subject))
    witness = held.context.station.box_witness(held.poll_id).path
    noted = witness.read_bytes()
    witness.unlink()
    assert held.refused() == "lock_missing"  # the shares of a tally key that somebody holds
    _drop_secret(held, SecretName.TALLY_SHARES)
    witness.write_bytes(noted)
    assert held.refused() == "lock_missing"  # this machine noted the box by its id
    witness.unlink()
    assert held.refused() == "box_changed"  # the box itself bears an id
    _box_without_id(held)
    found = held.verify()
    assert {"older_version", "box_matches", "no_sheet"} <= codes_of(found)
    assert held.refused(sheet=PrintedHead(head=held.head)) == "sheet_head_missing"


def test_a_closing_that_nobody_signed_is_held_against_the_box(tmp_path: Path) -> None:
    """The root of another box in the record of a vote that was closed and not counted yet."""
    room, poll_id = rooms.open_room(tmp_path)
    rooms.vote(room, poll_id, rooms.admit_with_slips(room, poll_id, 1)[0], [0])
    rooms.bring_to(room, poll_id, "closed")
    path, key, context = room.path, room.file.file_key, room.context
    close_meeting_and_boxes(room)

    def change(entry: Entry) -> Fact:
        return replace(entry.fact, box_root=bytes(32)) if isinstance(entry.fact, PollClosed) else entry.fact

    forger.rewrite(path, key, context, change)
    with pytest.raises(VerifyFailed, match="box_changed"):
        verify_meeting(path, rooms.PASSPHRASE, context)


def test_verifying_changes_nothing_of_a_box(held: Held) -> None:
    """It is evidence. Fails where its times are set or what lies beside it is overwritten."""
    box = held.path.with_name(f"{held.poll_id}.box")
    beside = box.with_name(f"{box.name}-journal")
    left_over = bytes(28) + b"pages before the last cast"
    beside.write_bytes(left_over)
    os.utime(box, (1_700_000_000, 1_700_000_000))
    held.verify()
    assert box.stat().st_mtime == 1_700_000_000
    assert beside.read_bytes() == left_over


def test_i4_titles_exchanged_in_question_and_list_of_projects(held: Held) -> None:
    """The record agrees with itself; the ballots were sealed for the true question, and signed for it."""
    held.rewrite(lambda entry: _exchange_projects_too(held, entry.fact))
    assert held.refused(rooms.TALLY_PASSPHRASE) in ("ballot_not_of_this_poll", "signature_wrong")


def test_i5_a_printed_head_is_compared_by_no_less_than_64_bits(held: Held) -> None:
    """0.2.0 had people compare four words: two questions with the same ones were found in 0.4 s."""
    with pytest.raises(BadInput, match="head_short"):
        held.verify(sheet=PrintedHead(head=held.head[:15]))
    assert held.verify(sheet=PrintedHead(head=" ".join((held.head[:8], held.head[8:16].upper())))).has_printed_head


@pytest.mark.parametrize("count", [1, 5])
def test_i6_the_end_of_the_record_is_cut_off(held: Held, count: int) -> None:
    """0.2.0: the witness had seen 36 of 36 entries and was not asked; the result could be looked at and taken back."""
    forger.cut_tail(held.path, held.key, held.context, count)
    assert held.refused() == "record_cut_off"


def test_i6_the_cut_is_still_seen_when_the_file_was_opened_since(held: Held) -> None:
    """0.4.0 noted the new stream in the place of the old one: nothing remembered the entries that were cut."""
    forger.cut_tail(held.path, held.key, held.context, 5)
    close_meeting_and_boxes(open_with_key(held.path, held.key, held.context))
    assert held.refused() == "record_cut_off"


def test_i6_elsewhere_a_sheet_shows_the_cut(held: Held, tmp_path: Path) -> None:
    forger.cut_tail(held.path, held.key, held.context, 6)
    elsewhere = msgspec.structs.replace(held, context=rooms.make_context(tmp_path / "elsewhere"))
    assert {"no_witness", "no_sheet"} <= codes_of(elsewhere.verify())
    assert elsewhere.refused(sheet=PrintedHead(head=held.head)) == "sheet_head_missing"
    assert elsewhere.refused(sheet=PrintedHead(entries=held.entries)) == "sheet_entries_differ"


def test_i8_a_cut_at_any_entry_is_seen(held: Held) -> None:
    """I8. Seen to fail with `count_missing_entries` 0: a check of the chain alone, which holds at every cut."""
    for _ in range(held.entries - 1):
        forger.cut_tail(held.path, held.key, held.context, 1)
        assert held.refused() == "record_cut_off"


def test_r1_a_copy_put_back_during_the_vote(tmp_path: Path) -> None:
    """0.2.0: four of four people voted twice, the accounting added up, verify said all is well."""
    room, poll_id = rooms.open_room(tmp_path / "room", people_count=12)
    copy_meeting(room, tmp_path / "copy.sukui")
    for token in rooms.admit_with_slips(room, poll_id, 4):
        rooms.vote(room, poll_id, token, [0])
    path, context = room.path, room.context
    close_meeting_and_boxes(room)
    shutil.copy(tmp_path / "copy.sukui", path)
    for code in ("record_cut_off", "box_slips_differ"):  # the box itself tells of it where the station forgot
        with pytest.raises(VerifyFailed, match=code):
            verify_meeting(path, rooms.PASSPHRASE, context)
        forger.forget_witness(context)
