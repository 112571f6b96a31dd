"""A vote held at several places: begin or join it, make the list of a place, take a list in, decide doubles.

One person once: who has a slip at another place is refused at the desk (`require_no_slip_elsewhere`); what only shows
when lists meet is listed for people to decide (`list_doubles`).
"""

from __future__ import annotations

import hashlib
import secrets
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress

import msgspec

from sukui_desktop.assets.key_card_word_list import card_word_list
from sukui_desktop.domain.changed_tables import NOTHING, Changes
from sukui_desktop.domain.chosen_file import SourceFile
from sukui_desktop.domain.errors import BadInput, RuleBroken
from sukui_desktop.domain.facts.base import Fact
from sukui_desktop.domain.facts.joint_vote import DoubleDecided, JointVoteBegan, PlaceListTaken, PlaceNamed
from sukui_desktop.domain.joint_vote import (
    FILE_LIST,
    ListDifference,
    are_marks_of_one_person,
    compare_list_with_known,
    decision_of_double,
    find_slips_elsewhere,
    group_doubles,
    identifying_texts,
)
from sukui_desktop.domain.text_cleaning_and_search import clean_text
from sukui_desktop.models.ids import PersonId, PollId
from sukui_desktop.models.joint_vote import (
    DoubleDecision,
    DoubleDecisionRow,
    GivenElsewhere,
    JointVoteRow,
    ListedStreamRow,
    SlipElsewhereRow,
    VoterMarks,
)
from sukui_desktop.models.meeting import MeetingRow
from sukui_desktop.models.people import Personal, PersonRow, SlipRow, SlipState
from sukui_desktop.models.poll import PollRow, PollState
from sukui_desktop.models.shared_fields import copy_fields
from sukui_desktop.record.place_list import (
    LONGEST_PLACE,
    JointVoteKey,
    PlaceList,
    decode_place_list,
    encode_place_list,
    key_id_of_joint_vote,
    lock_joint_vote_key,
    make_joint_vote_key,
    mark_voter,
    open_joint_vote_key,
    require_sealed_list,
    salt_of_locked_key,
    tidy_key_words,
)
from sukui_desktop.services.opened_meeting import Room
from sukui_desktop.services.prepare.roster import read_roster_file
from sukui_desktop.services.vote.joint_vote_key import (
    find_joint_vote_key,
    keep_joint_vote_key,
    require_joint_vote_key,
)
from sukui_desktop.services.vote.poll_heads import list_polls
from sukui_desktop.storage.file_key_and_recovery_code import derive_key_from_passphrase
from sukui_desktop.storage.meeting_transaction import Transaction
from sukui_desktop.wording.people_names import names_on_screens
from sukui_desktop.wording.times import moment_words

_MINUTE_MS = 60_000
_CHUNK = 500
"""Givings in one entry of the record."""
_NAMED = 12
_NO_NUMBERS = "numbers_missing"
"""A question about rosters: people who voted elsewhere need no number."""
_OVER = (PollState.SEALED, PollState.VOID)


class JointVote(msgspec.Struct, frozen=True, kw_only=True):
    """A poll that is held at several places, as this one knows it."""

    poll_id: PollId
    title: str
    place: str
    words: tuple[str, ...]
    """What opens the key in a list for a place that joins; () where this place was not told them letter by letter."""
    is_over: bool
    """The poll has ended, and its key is destroyed."""
    here: int
    """Slips of this place that are out."""
    elsewhere: tuple[tuple[str, int], ...]
    """(place, slips that are out) of the lists taken in, by name."""
    doubles: int
    """People with two slips of whom nobody has decided yet."""


class PlacesSnapshot(msgspec.Struct, frozen=True, kw_only=True):
    """The polls that have not ended, and those that are held at several places."""

    polls: tuple[tuple[PollId, str], ...]
    """(poll, title), in the order of the meeting."""
    votes: tuple[JointVote, ...]


class BegunJointVote(msgspec.Struct, frozen=True):
    """A joint vote that this place began, and the words that let others join."""

    words: tuple[str, ...]
    changes: Changes


class MadePlaceList(msgspec.Struct, frozen=True, kw_only=True):
    """The list of a place, to be carried to the others."""

    content: bytes
    place: str
    people: int
    """Who have a slip, here and elsewhere as far as this place knows."""


class PlaceListPreview(msgspec.Struct, frozen=True, kw_only=True):
    """What a list says and what taking it in would do; nothing is changed."""

    poll_id: PollId | None
    """The poll here whose vote it is; None where this meeting has not joined it."""
    vote_title: str
    place: str
    made_at_ms: int
    places: tuple[tuple[str, int], ...]
    """(place, slips that are out) as the list has them, by name; () before the key is known."""
    added: int
    gone: int
    on_roster: int
    """Of all people on the list: who are on the roster here."""
    doubles: int
    """People with two slips once the list is taken in, of whom nobody has decided."""


class TakenPlaceList(msgspec.Struct, frozen=True, kw_only=True):
    """What taking a list in changed."""

    poll_id: PollId
    place: str
    """Who made the list."""
    added: int
    gone: int
    doubles: int
    changes: Changes


class DoubleGiving(msgspec.Struct, frozen=True, kw_only=True):
    """One of the slips of a double."""

    giving: str
    place: str
    at_ms: int
    is_here: bool


class DoubleView(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody who seems to have two slips."""

    name: str
    """As on screens; '' where the roster here has nobody of these marks."""
    person_id: str
    """The first of the people here whose slip it is, '' for none."""
    givings: tuple[DoubleGiving, ...]
    """The earliest first."""
    decision: DoubleDecisionRow | None


def begin_joint_vote(room: Room, poll_id: PollId, place: str) -> BegunJointVote:
    """Hold a poll with other places: the key that they share is made here.

    Raises NotFound poll_unknown; BadInput place_missing, place_long; RuleBroken joint_vote_already, poll_over,
    meeting_closed.
    """
    key, words, salt = make_joint_vote_key(card_word_list())
    vote_id = secrets.token_hex(16)
    locked = lock_joint_vote_key(key, salt, derive_key_from_passphrase(" ".join(words), salt), vote_id)
    with room.writing() as tx:
        _require_open_to_joining(tx, poll_id)
        made = JointVoteKey(key=key, locked=locked, words=words)
        changes = _record_joining(tx, poll_id, JointVoteBegan(vote_id=vote_id, place=_tidy_place(place)), made)
    return BegunJointVote(words, changes)


def _require_open_to_joining(tx: Transaction, poll_id: PollId) -> None:
    if tx.require_row(PollRow, poll_id).state in _OVER:
        raise RuleBroken("poll_over")
    if tx.find_row(JointVoteRow, poll_id) is not None:
        raise RuleBroken("joint_vote_already")


def _record_joining(tx: Transaction, poll_id: PollId, fact: JointVoteBegan, key: JointVoteKey) -> Changes:
    keep_joint_vote_key(tx, poll_id, key)
    return tx.append_fact(poll_id, fact).changes


def _tidy_place(place: str) -> str:
    tidy = clean_text(place)
    if not tidy:
        raise BadInput("place_missing")
    if len(tidy) > LONGEST_PLACE:
        raise BadInput("place_long", most=LONGEST_PLACE)
    return tidy


def join_joint_vote(room: Room, poll_id: PollId, place: str, content: bytes, words: str) -> TakenPlaceList:
    """Join the vote of a list that another place made, by the words that it was begun with, and take the list in.

    Raises as `begin_joint_vote` and `take_place_list`; BadInput list_words_wrong; RuleBroken joint_vote_elsewhere where
    another poll of this meeting is of that vote.
    """
    listed = decode_place_list(content)
    salt = salt_of_locked_key(listed.locked_key)
    tidy = tidy_key_words(words)
    key = open_joint_vote_key(listed.locked_key, derive_key_from_passphrase(tidy, salt), listed.vote_id)
    require_sealed_list(content, key, listed)
    with room.writing() as tx:
        _require_same_kind(tx, listed)
        _require_open_to_joining(tx, poll_id)
        if any(row.vote_id == listed.vote_id for row in tx.list_rows(JointVoteRow)):
            raise RuleBroken("joint_vote_elsewhere")
        made = JointVoteKey(key=key, locked=listed.locked_key, words=tuple(tidy.split()))
        fact = JointVoteBegan(vote_id=listed.vote_id, place=_tidy_place(place))
        joined = _record_joining(tx, poll_id, fact, made)
        taken = _take_in(tx, tx.require_row(JointVoteRow, poll_id), made, content, listed)
    return msgspec.structs.replace(taken, changes=joined | taken.changes)


def name_place(room: Room, poll_id: PollId, place: str) -> Changes:
    """Call this place otherwise on the lists, as where a copy of the meeting file went to another place.

    Raises NotFound joint_vote_unknown; BadInput place_missing, place_long.
    """
    with room.writing() as tx:
        row, tidy = tx.require_row(JointVoteRow, poll_id), _tidy_place(place)
        return NOTHING if row.place == tidy else tx.append_fact(poll_id, PlaceNamed(place=tidy)).changes


def read_places_snapshot(room: Room) -> PlacesSnapshot:
    """Return everything that the page of the other places shows, in one go."""
    votes = list_joint_votes(room)
    polls = tuple((poll.poll_id, poll.title) for poll in list_polls(room) if poll.state not in _OVER)
    return PlacesSnapshot(polls=polls, votes=votes)


def list_joint_votes(room: Room) -> tuple[JointVote, ...]:
    """Return the polls that are held at several places, in the order of their ids."""
    with room.reading() as tx:
        return tuple(_view_joint_vote(tx, row) for row in tx.list_rows(JointVoteRow))


def _view_joint_vote(tx: Transaction, row: JointVoteRow) -> JointVote:
    key = find_joint_vote_key(tx, row.poll_id)
    elsewhere = Counter(given.place for given in tx.list_rows(SlipElsewhereRow, poll_id=row.poll_id))
    return JointVote(
        poll_id=row.poll_id,
        title=tx.require_row(PollRow, row.poll_id).title,
        place=row.place,
        words=() if key is None else key.words,
        is_over=key is None,
        here=sum(slip.state == SlipState.ISSUED for slip in tx.list_rows(SlipRow, poll_id=row.poll_id)),
        elsewhere=tuple(sorted(elsewhere.items())),
        doubles=0 if key is None else sum(view.decision is None for view in _find_doubles(tx, row, key)),
    )


def make_place_list(room: Room, poll_id: PollId) -> MadePlaceList:
    """Return the list of who has a slip of this vote, here and, as far as lists said, elsewhere.

    Raises NotFound joint_vote_unknown, RuleBroken joint_vote_over.
    """
    with room.reading() as tx:
        row = tx.require_row(JointVoteRow, poll_id)
        key = require_joint_vote_key(tx, poll_id)
        givings = {given.giving: given for given in _givings_elsewhere(tx, poll_id)}
        givings |= {given.giving: given for given, _ in _givings_here(tx, row, key)}
        known = _known_streams(tx, poll_id)
        for stream, seq in _own_heads(tx).items():
            known[stream] = max(seq, known.get(stream, -1))
        content = PlaceList(
            vote_id=row.vote_id,
            vote_title=tx.require_row(PollRow, poll_id).title,
            is_practice=tx.list_rows(MeetingRow)[0].is_practice,
            place=row.place,
            made_at_ms=tx.now(),
            key_id=key_id_of_joint_vote(key.key),
            locked_key=key.locked,
            known=known,
            givings=tuple(givings[giving] for giving in sorted(givings)),
        )
    return MadePlaceList(content=encode_place_list(content, key.key), place=row.place, people=len(givings))


def _givings_here(tx: Transaction, row: JointVoteRow, key: JointVoteKey) -> Iterator[tuple[GivenElsewhere, PersonId]]:
    """Yield every slip of this vote that is out here, and whose it is; of an erased person the roster line alone."""
    people = {person.person_id: person for person in tx.list_rows(PersonRow)}
    for slip in tx.list_rows(SlipRow, poll_id=row.poll_id):
        if slip.state == SlipState.ISSUED:
            marks = _marks_of_person(row, key, slip.person_id, people.get(slip.person_id))
            at_ms = slip.issued_at_ms // _MINUTE_MS * _MINUTE_MS
            made = copy_fields(GivenElsewhere, marks, giving=slip.given_by, place=row.place, at_ms=at_ms)
            yield made, slip.person_id


def _marks_of_person(row: JointVoteRow, key: JointVoteKey, person_id: str, person: Personal | None) -> VoterMarks:
    texts = VoterMarks(person_mark=person_id) if person is None else identifying_texts(person, person_id)
    return mark_voter(key.key, row.vote_id, texts)


def _givings_elsewhere(tx: Transaction, poll_id: PollId) -> tuple[GivenElsewhere, ...]:
    """Return what lists said of other places, but for what the record here knows better by now."""
    rows = tx.list_rows(SlipElsewhereRow, poll_id=poll_id)
    return tuple(copy_fields(GivenElsewhere, row) for row in rows)


def _known_streams(tx: Transaction, poll_id: PollId) -> dict[str, int]:
    return {row.stream: row.seq for row in tx.list_rows(ListedStreamRow, poll_id=poll_id)}


def _own_heads(tx: Transaction) -> dict[str, int]:
    return {stream: head.seq for stream, head in tx.journal.newest_heads().items()}


def preview_place_list(room: Room, content: bytes) -> PlaceListPreview:
    """Return what a list is, from where, and what taking it in would do.

    Raises as `take_place_list`, but for a vote that this meeting has not joined: then `poll_id` is None.
    """
    listed = decode_place_list(content)
    with room.reading() as tx:
        _require_same_kind(tx, listed)
        row = _find_vote(tx, listed)
        if row is None:
            return _bare_preview(listed)
        key = require_joint_vote_key(tx, row.poll_id)
        require_sealed_list(content, key.key, listed)
        found = _compare(tx, row, listed)
        places = Counter(given.place for given in listed.givings)
        on_roster = _count_known_people(tx, row, key, listed.givings)
        after = {given.giving: given for given in _givings_elsewhere(tx, row.poll_id) if given.giving not in found.gone}
        after |= {given.giving: given for given in found.added}
        doubles = _find_doubles(tx, row, key, tuple(after.values()))
    before = {given.giving for given in found.added}
    return PlaceListPreview(
        poll_id=row.poll_id,
        vote_title=listed.vote_title,
        place=listed.place,
        made_at_ms=listed.made_at_ms,
        places=tuple(sorted(places.items())),
        added=len(before),
        gone=len(found.gone),
        on_roster=on_roster,
        doubles=sum(view.decision is None for view in doubles),
    )


def _bare_preview(listed: PlaceList) -> PlaceListPreview:
    return PlaceListPreview(
        poll_id=None,
        vote_title=listed.vote_title,
        place=listed.place,
        made_at_ms=listed.made_at_ms,
        places=(),
        added=0,
        gone=0,
        on_roster=0,
        doubles=0,
    )


def _require_same_kind(tx: Transaction, listed: PlaceList) -> None:
    """A practice list is no list of a real vote, nor the other way round."""
    if listed.is_practice != tx.list_rows(MeetingRow)[0].is_practice:
        raise RuleBroken("list_of_practice" if listed.is_practice else "list_of_real_vote")


def _find_vote(tx: Transaction, listed: PlaceList) -> JointVoteRow | None:
    return next((row for row in tx.list_rows(JointVoteRow) if row.vote_id == listed.vote_id), None)


def _compare(tx: Transaction, row: JointVoteRow, listed: PlaceList) -> ListDifference:
    held = {given.giving: given for given in _givings_elsewhere(tx, row.poll_id)}
    return compare_list_with_known(held, _known_streams(tx, row.poll_id), _own_heads(tx), listed.givings, listed.known)


def _count_known_people(
    tx: Transaction, row: JointVoteRow, key: JointVoteKey, givings: Iterable[GivenElsewhere]
) -> int:
    people = [_marks_of_person(row, key, each.person_id, each) for each in tx.list_rows(PersonRow)]
    index = _MarkIndex(people)
    return sum(any(are_marks_of_one_person(given, one) for one in index.find_alike(given)) for given in givings)


class _MarkIndex:
    """Marks of people, found by any mark that they share."""

    def __init__(self, marks: Iterable[VoterMarks]) -> None:
        self._by_mark: dict[tuple[str, str], list[VoterMarks]] = {}
        for each in marks:
            for field in VoterMarks.__struct_fields__:
                if mark := getattr(each, field):
                    self._by_mark.setdefault((field, mark), []).append(each)

    def find_alike(self, marks: VoterMarks) -> Iterator[VoterMarks]:
        """Yield those that share a mark."""
        for field in VoterMarks.__struct_fields__:
            yield from self._by_mark.get((field, getattr(marks, field)), ())


def take_place_list(room: Room, content: bytes) -> TakenPlaceList:
    """Take the list of another place in. A list may come again, late, or be one of our own: it then changes nothing.

    Raises BadInput list_foreign, list_newer, list_damaged, list_changed, list_of_another_key; RuleBroken
    list_of_practice, list_of_real_vote, list_of_another_vote, joint_vote_over.
    """
    listed = decode_place_list(content)
    with room.writing() as tx:
        _require_same_kind(tx, listed)
        row = _find_vote(tx, listed)
        if row is None:
            raise RuleBroken("list_of_another_vote", title=listed.vote_title, place=listed.place)
        key = require_joint_vote_key(tx, row.poll_id)
        require_sealed_list(content, key.key, listed)
        return _take_in(tx, row, key, content, listed)


def _take_in(
    tx: Transaction, row: JointVoteRow, key: JointVoteKey, content: bytes, listed: PlaceList
) -> TakenPlaceList:
    found = _compare(tx, row, listed)
    digest = hashlib.sha256(content).digest()
    changes = _record_difference(tx, row.poll_id, listed.place, digest, found)
    return TakenPlaceList(
        poll_id=row.poll_id,
        place=listed.place,
        added=len(found.added),
        gone=len(found.gone),
        doubles=sum(view.decision is None for view in _find_doubles(tx, row, key)),
        changes=changes,
    )


def _record_difference(tx: Transaction, poll_id: PollId, place: str, digest: bytes, found: ListDifference) -> Changes:
    """Append what a list changes; what it knows of goes with the last entry."""
    if not found:
        return NOTHING
    chunks = [found.added[at : at + _CHUNK] for at in range(0, len(found.added), _CHUNK)] or [()]
    last = len(chunks) - 1
    facts: list[tuple[str | None, Fact]] = [
        (
            poll_id,
            PlaceListTaken(
                place=place,
                list_sha256=digest,
                added=chunk,
                gone=found.gone if at == last else (),
                known=found.known if at == last else {},
            ),
        )
        for at, chunk in enumerate(chunks)
    ]
    return tx.append_facts(facts).changes


class OtherSystemFile(msgspec.Struct, frozen=True, kw_only=True):
    """A list of people who voted in another system, as it was read."""

    file_name: str
    sha256: bytes
    voters: tuple[OtherSystemVoter, ...]


class OtherSystemVoter(msgspec.Struct, frozen=True, kw_only=True):
    """A line of a list of people who voted in another system, such as online."""

    name: str
    birth: str = ""
    phone_last4: str = ""
    number: str = ""


def read_file_of_other_system(file: SourceFile) -> OtherSystemFile:
    """Read a list (CSV, XLSX) of people who voted in another system, as a roster is read: 이름 with 생년월일, 전화 or
    번호. For the making queue.

    Raises BadInput voters_file_unclear where something in it needs a person's eye, and as `read_roster_file`.
    """
    reading = read_roster_file(file)
    questions = [question for question in reading.questions if question.reason_code != _NO_NUMBERS]
    doubtful = len(reading.problems) + len(questions)
    if doubtful or not reading.drafts:
        raise BadInput("voters_file_unclear", file=reading.file_name, count=doubtful)
    voters = tuple(copy_fields(OtherSystemVoter, draft) for draft in reading.drafts)
    return OtherSystemFile(file_name=reading.file_name, sha256=reading.sha256, voters=voters)


def take_voters_of_other_system(
    room: Room, poll_id: PollId, place: str, voters: Sequence[OtherSystemVoter], file_sha256: bytes
) -> TakenPlaceList:
    """Take people who voted in another system (온라인) in, as a place of that name; a line that came before changes
    nothing. Names and telephones are turned into marks here and are not kept.

    Raises NotFound joint_vote_unknown; BadInput place_missing, place_long, voters_unknowable with the lines that have
    no name, or neither birth, telephone nor number; RuleBroken joint_vote_over.
    """
    with room.writing() as tx:
        row, name = tx.require_row(JointVoteRow, poll_id), _tidy_place(place)
        key = require_joint_vote_key(tx, poll_id)
        lines = [str(line) for line, voter in enumerate(voters, start=1) if not _is_knowable(voter)]
        if lines:
            raise BadInput("voters_unknowable", lines=tuple(lines[:_NAMED]), count=len(lines))
        givings = tuple(_giving_of_voter(row, key, name, voter) for voter in voters)
        held = {given.giving: given for given in _givings_elsewhere(tx, poll_id)}
        found = compare_list_with_known(held, {}, {}, givings, {})
        changes = _record_difference(tx, poll_id, name, file_sha256, found)
        doubles = sum(view.decision is None for view in _find_doubles(tx, row, key))
    return TakenPlaceList(poll_id=poll_id, place=name, added=len(found.added), gone=0, doubles=doubles, changes=changes)


def _is_knowable(voter: OtherSystemVoter) -> bool:
    texts = identifying_texts(_as_personal(voter), "")
    return bool(texts.birth_mark or texts.phone_mark or texts.number_mark)


def _as_personal(voter: OtherSystemVoter) -> Personal:
    return copy_fields(Personal, voter)


def _giving_of_voter(row: JointVoteRow, key: JointVoteKey, place: str, voter: OtherSystemVoter) -> GivenElsewhere:
    marks = mark_voter(key.key, row.vote_id, identifying_texts(_as_personal(voter), ""))
    first = marks.birth_mark or marks.phone_mark or marks.number_mark
    return copy_fields(GivenElsewhere, marks, giving=f"{FILE_LIST}{place}/{first}", place=place, at_ms=0)


def find_people_with_slip_elsewhere(
    tx: Transaction, poll_id: PollId, person_ids: Iterable[PersonId]
) -> frozenset[PersonId]:
    """Return those of these people who have a slip of this vote at another place; none once the vote is over."""
    row = tx.find_row(JointVoteRow, poll_id)
    if row is None:
        return frozenset()
    with suppress(RuleBroken):
        key = require_joint_vote_key(tx, poll_id)
        return frozenset(each for each in person_ids if _find_slips_elsewhere_of(tx, row, key, each))
    return frozenset()


def require_no_slip_elsewhere(tx: Transaction, poll_id: PollId, person_ids: Iterable[PersonId]) -> None:
    """Check that none of these people has a slip of this vote at another place.

    Raises RuleBroken voted_elsewhere with place and moment of the earliest, voted_in_other_system where no moment is
    known; of several people voted_elsewhere_several with their names.
    """
    row = tx.find_row(JointVoteRow, poll_id)
    if row is None:
        return
    key = require_joint_vote_key(tx, poll_id)
    found = {
        person_id: slips for person_id in person_ids if (slips := _find_slips_elsewhere_of(tx, row, key, person_id))
    }
    if len(found) == 1:
        [(person_id, slips)] = found.items()
        name = names_on_screens(tx.list_rows(PersonRow)).get(person_id, "")
        first = slips[0]
        if not first.at_ms:
            raise RuleBroken("voted_in_other_system", name=name, place=first.place)
        raise RuleBroken("voted_elsewhere", name=name, place=first.place, when=moment_words(first.at_ms))
    if found:
        names = sorted(name for who, name in names_on_screens(tx.list_rows(PersonRow)).items() if who in found)
        raise RuleBroken("voted_elsewhere_several", names=tuple(names[:_NAMED]), count=len(found))


def _find_slips_elsewhere_of(
    tx: Transaction, row: JointVoteRow, key: JointVoteKey, person_id: PersonId
) -> tuple[GivenElsewhere, ...]:
    """Return the slips elsewhere of one person; what the record here knows itself is not elsewhere."""
    marks = _marks_of_person(row, key, person_id, tx.find_row(PersonRow, person_id))
    alike = {
        given.giving: copy_fields(GivenElsewhere, given)
        for field in VoterMarks.__struct_fields__
        if (mark := getattr(marks, field))
        for given in tx.list_rows(SlipElsewhereRow, poll_id=row.poll_id, **{field: mark})
    }
    if not alike:
        return ()
    return find_slips_elsewhere(person_id, marks, alike.values(), tx.list_rows(DoubleDecisionRow, poll_id=row.poll_id))


def list_slips_elsewhere(room: Room, poll_id: PollId, person_id: PersonId) -> tuple[DoubleGiving, ...]:
    """Return the slips elsewhere that keep somebody from theirs, the earliest first; () for none.

    Raises NotFound joint_vote_unknown, RuleBroken joint_vote_over.
    """
    with room.reading() as tx:
        row = tx.require_row(JointVoteRow, poll_id)
        found = _find_slips_elsewhere_of(tx, row, require_joint_vote_key(tx, poll_id), person_id)
    return tuple(copy_fields(DoubleGiving, given, is_here=False) for given in found)


def list_doubles(room: Room, poll_id: PollId) -> tuple[DoubleView, ...]:
    """Return everybody who seems to have two slips, each once: those to be decided first, then by the earliest slip.

    Raises NotFound joint_vote_unknown, RuleBroken joint_vote_over.
    """
    with room.reading() as tx:
        row = tx.require_row(JointVoteRow, poll_id)
        found = _find_doubles(tx, row, require_joint_vote_key(tx, poll_id))
    return tuple(sorted(found, key=lambda view: view.decision is not None))


def _find_doubles(
    tx: Transaction, row: JointVoteRow, key: JointVoteKey, elsewhere: Sequence[GivenElsewhere] | None = None
) -> list[DoubleView]:
    """`elsewhere` is what is known of other places, None for what the record says."""
    here = list(_givings_here(tx, row, key))
    own = {given.giving: str(person_id) for given, person_id in here}
    others = _givings_elsewhere(tx, row.poll_id) if elsewhere is None else elsewhere
    groups = group_doubles([*(given for given in others if given.giving not in own), *(given for given, _ in here)])
    if not groups:
        return []
    people = tx.list_rows(PersonRow)
    names = names_on_screens(people)
    index = {
        (field, mark): person.person_id
        for person in people
        for field, mark in msgspec.structs.asdict(_marks_of_person(row, key, person.person_id, person)).items()
        if mark
    }
    decisions = tx.list_rows(DoubleDecisionRow, poll_id=row.poll_id)
    return [_view_double(group, own, names, index, decisions) for group in groups]


def _view_double(
    group: Sequence[GivenElsewhere],
    own: Mapping[str, str],
    names: Mapping[PersonId, str],
    index: Mapping[tuple[str, str], PersonId],
    decisions: Sequence[DoubleDecisionRow],
) -> DoubleView:
    mine = [own[given.giving] for given in group if given.giving in own]
    alike = (
        index[field, getattr(given, field)]
        for given in group
        for field in VoterMarks.__struct_fields__
        if (field, getattr(given, field)) in index
    )
    named = mine[0] if mine else next(alike, "")
    return DoubleView(
        name=names.get(PersonId(named), ""),
        person_id=mine[0] if mine else "",
        givings=tuple(copy_fields(DoubleGiving, given, is_here=given.giving in own) for given in group),
        decision=decision_of_double(group, own, decisions),
    )


def decide_double(
    room: Room,
    poll_id: PollId,
    person_id: str,
    givings: Sequence[str],
    decision: DoubleDecision,
    decided_by: str,
    reason: str,
) -> Changes:
    """Record what people found of slips that seem to be one person's; a later decision stands in the place of this.

    `person_id` is the person at this desk whom it is about, '' where it is about slips alone. Nothing is taken off the
    count: ballots name nobody. Raises NotFound joint_vote_unknown; BadInput double_unknown, decider_missing,
    reason_missing; RuleBroken joint_vote_over.
    """
    by, why = clean_text(decided_by), clean_text(reason)
    if not by:
        raise BadInput("decider_missing")
    if not why:
        raise BadInput("reason_missing")
    with room.writing() as tx:
        row = tx.require_row(JointVoteRow, poll_id)
        key = require_joint_vote_key(tx, poll_id)
        known = {given.giving for given in _givings_elsewhere(tx, poll_id)}
        known |= {given.giving for given, _ in _givings_here(tx, row, key)}
        if not givings or not known.issuperset(givings):
            raise BadInput("double_unknown")
        fact = DoubleDecided(
            decision=decision, person_id=person_id, givings=tuple(sorted(givings)), decided_by=by, reason=why
        )
        return tx.append_fact(poll_id, fact).changes


def require_doubles_decided(tx: Transaction, poll: PollRow) -> None:
    """Let a result be certified only when people decided of everybody who seems to have two slips: papers say how many.

    Raises RuleBroken doubles_undecided.
    """
    row, key = tx.find_row(JointVoteRow, poll.poll_id), find_joint_vote_key(tx, poll.poll_id)
    if row is None or key is None:
        return
    count = sum(view.decision is None for view in _find_doubles(tx, row, key))
    if count:
        raise RuleBroken("doubles_undecided", title=poll.title, count=count)
