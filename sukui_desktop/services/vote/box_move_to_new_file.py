"""The box of a poll moved into another file at its closing and at a reopening, and every move that was cut off.

The moment of a move is the commit of the meeting file's transaction; `storage/box_file_move.py` writes and overwrites
the files. A closing (`polls.close_poll`) calls `move_ballots_at_closing` in the transaction, then `finish_box_move`, or
`discard_failed_box_move` where the transaction failed. What was cut off is finished or undone when the meeting is
opened (`finish_or_undo_all_box_moves`) and before its box is (`finish_or_undo_box_move`).

This machine notes key and mark of the newest move in the station folder: after the commit and before the old file goes,
and again at an opening that finds no such note. The note is destroyed when a strict poll is voted on once more, and
with the poll's other keys when it ends. Source: docs/decisions/0014-the-closed-box-is-another-file.md.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path

from sukui_desktop.domain.errors import RuleBroken, StorageFault, SukuiError, VerifyFailed
from sukui_desktop.models.ids import PollId, SignerId
from sukui_desktop.models.poll import PollRow, PollState
from sukui_desktop.models.signer import SignerRow
from sukui_desktop.services.opened_meeting import PollBox, Room
from sukui_desktop.services.vote.box_keys import decode_lock_of_poll, find_box_keys, is_strict_vote, split_box_keys
from sukui_desktop.services.vote.rollback import count_undecided_missing_entries
from sukui_desktop.storage.ballot_box import (
    BallotBox,
    box_path,
    box_root,
    next_box_path,
    open_box_without_writing,
    slips_root,
)
from sukui_desktop.storage.box_file_move import (
    discard_next_box,
    find_box_file,
    finish_or_undo_file_move,
    read_box_mark,
    write_next_box,
)
from sukui_desktop.storage.meeting_transaction import Transaction
from sukui_desktop.storage.poll_secrets import PollSecrets, SecretName
from sukui_desktop.storage.station_folder import BoxKeys, MovedBox


def move_ballots_at_closing(room: Room, tx: Transaction, poll: PollRow, opened: PollBox) -> None:
    """Write the ballots shuffled into the file that is the box from the commit of `tx` on, under a key of its own.

    The key that was in memory, and in the shares of the holders, during the vote opens nothing then. The new one is
    written with `tx` and nowhere before. `finish_box_move` must be called after the commit, with the box closed, and
    `discard_failed_box_move` where there was none. A box made before 0.5.0 stays where it is.
    Raises StorageFault; then the box is as it was, and so are its keys where `tx` is not committed.
    """
    keys = _write_next_box_and_mark(room, tx, poll, opened.box, opened.keys) if poll.box_id else opened.keys
    tx.poll_secrets.destroy(poll.poll_id, SecretName.BOX_SHARES)
    tx.poll_secrets.keep(poll.poll_id, SecretName.BOX_KEYS, keys.box + keys.token)


def move_ballots_at_reopening(room: Room, tx: Transaction, poll: PollRow) -> BoxKeys | None:
    """Move a closed box once more, so that it is voted into under a key that no copy of the closed one has.

    In the strict mode the key goes to the same holders and is on no disk. Returns the keys; None for a box made before
    0.5.0, which stays. Otherwise as `move_ballots_at_closing`.
    Raises NotFound box_missing, box_keys_missing; VerifyFailed box_changed where ballots or slips are not those
    of the closing; RuleBroken meeting_file_before_move where that is because an older meeting file was put back;
    StorageFault.
    """
    if not poll.box_id:
        return None
    kept, path = tx.poll_secrets, box_path(room.path, poll.poll_id, poll.box_id)
    with refused_as_older_meeting_file(room, poll):
        before = finish_or_undo_box_move(room, tx, poll) or find_box_keys(kept, room.context, poll)
        with closing(open_box_without_writing(path, before.box, room.context.random)) as box:
            slips, ballots = box.read_contents()[:2]
            is_same = box_root(ballots) == poll.box_root and slips_root(slips) == poll.slips_root
            if box.box_id != poll.box_id or len(ballots) != poll.cast or not is_same:
                raise VerifyFailed("box_changed", poll=poll.title)
            keys = _write_next_box_and_mark(room, tx, poll, box, before)
    lock = decode_lock_of_poll(poll)
    if lock.is_strict:
        to = [(signer_id, tx.require_row(SignerRow, SignerId(signer_id)).share_key) for signer_id in lock.holders]
        kept.keep(
            poll.poll_id, SecretName.BOX_SHARES, split_box_keys(keys, lock.threshold, to, poll.poll_id, poll.box_id)
        )
        kept.destroy(poll.poll_id, SecretName.BOX_KEYS)
    else:
        kept.keep(poll.poll_id, SecretName.BOX_KEYS, keys.box + keys.token)
    return keys


def _write_next_box_and_mark(room: Room, tx: Transaction, poll: PollRow, box: BallotBox, before: BoxKeys) -> BoxKeys:
    keys = BoxKeys(secrets.token_bytes(32), before.token)
    tx.poll_secrets.keep(poll.poll_id, SecretName.BOX_FILE, write_next_box(box, keys.box, room.context.random))
    return keys


def finish_box_move(room: Room, poll_id: PollId) -> None:
    """Finish a move that was committed: the old file and the old key are overwritten.

    What the disk refuses now is done at the next opening of the meeting; until then the right file is found all the
    same.
    """
    with suppress(StorageFault), room.reading() as tx:
        finish_or_undo_box_move(room, tx, tx.require_row(PollRow, poll_id))
    with suppress(StorageFault):
        room.file.checkpoint_wal()  # what was overwritten stands in the log of the file until it is cut


def discard_failed_box_move(room: Room, poll_id: PollId) -> None:
    """Overwrite what a move that failed before its commit wrote; a vote that is open goes on.

    Where the disk left it unknown whether the commit is there, nothing is done before the next opening.
    """
    with suppress(SukuiError), room.reading() as tx:
        poll, opened = tx.require_row(PollRow, poll_id), room.boxes.get(poll_id)
        if opened is not None:
            opened.is_open = poll.state == PollState.OPEN
        if poll.box_id:
            path = box_path(room.path, poll_id, poll.box_id)
            discard_next_box(path, tx.poll_secrets.find(poll_id, SecretName.BOX_FILE) or b"")


def finish_or_undo_all_box_moves(room: Room) -> None:
    """Finish or undo what a power cut left of moves of boxes. Their files must not be open."""
    with room.reading() as tx:
        for poll in tx.list_rows(PollRow):
            if poll.box_id and poll.state not in (PollState.SEALED, PollState.VOID):
                with suppress(StorageFault):
                    finish_or_undo_box_move(room, tx, poll)


def finish_or_undo_box_move(room: Room, tx: Transaction, poll: PollRow) -> BoxKeys | None:
    """Leave the box of a poll alone under its own name; it must not be open.

    Returns its keys where the meeting's file is older than the last move, as after a copy was put back: what this
    machine noted of the move opens it. None where the keys are where they belong.
    Raises StorageFault.
    """
    if not poll.box_id:
        return None
    path = box_path(room.path, poll.poll_id, poll.box_id)
    mark = tx.poll_secrets.find(poll.poll_id, SecretName.BOX_FILE) or b""
    is_whole = not count_undecided_missing_entries(room, tx)
    noted = None if is_strict_vote(poll) else _find_newer_move(room, poll, path, mark)
    if noted is None and is_whole:
        # before the old file gives way: an older meeting file opens one of the two
        _note_move_on_machine(room, tx, poll, mark)
    finish_or_undo_file_move(path, mark if noted is None else noted.mark, may_undo=is_whole)
    return None if noted is None else noted.keys


def _note_move_on_machine(room: Room, tx: Transaction, poll: PollRow, mark: bytes) -> None:
    """Note on this machine what the meeting's file holds of the last move; of an open box in the strict mode nothing.

    Raises StorageFault.
    """
    station, file_key = room.context.station, room.file.file_key.key
    keys = tx.poll_secrets.find(poll.poll_id, SecretName.BOX_KEYS)
    if is_strict_vote(poll):
        station.forget_moved_box(poll.poll_id)
    elif mark and keys is not None:
        moved = MovedBox(mark, BoxKeys(keys[:32], keys[32:]))
        if station.find_moved_box(poll.poll_id, file_key) != moved:
            station.keep_moved_box(poll.poll_id, moved, file_key, secrets.token_bytes(12))


def _find_newer_move(room: Room, poll: PollRow, path: Path, mark: bytes) -> MovedBox | None:
    """Return what this machine noted of the box as it is, where the meeting's file knows neither of its two files.

    Not asked of an open box in the strict mode: whoever has the meeting's passphrase can write such a note.
    """
    noted = room.context.station.find_moved_box(poll.poll_id, room.file.file_key.key)
    if noted is None or noted.mark == mark or read_box_mark(path) != noted.mark:
        return None
    is_known = bool(mark) and read_box_mark(next_box_path(path)) == mark
    return None if is_known else noted


@contextmanager
def refused_as_older_meeting_file(room: Room, poll: PollRow) -> Iterator[None]:
    """Where the box is refused and the meeting's file lacks entries, say that another file belongs here.

    The box was moved since that file, which does not have its key, and nobody's decision opens it.
    """
    try:
        yield
    except (StorageFault, VerifyFailed) as fault:
        if fault.code not in ("corrupt", "box_of_another", "box_changed") or not room.file.count_missing_entries():
            raise
        raise RuleBroken("meeting_file_before_move", title=poll.title) from fault


def find_box_path(kept_secrets: PollSecrets, meeting_path: Path, poll: PollRow) -> Path:
    """Return which file is the box of a poll, also where a move was cut off; nothing is changed on the disk.

    The box must not be open. Raises VerifyFailed box_changed where another file lies in its place; StorageFault.
    """
    path, mark = box_path(meeting_path, poll.poll_id, poll.box_id), kept_secrets.find(poll.poll_id, SecretName.BOX_FILE)
    try:
        return find_box_file(path, mark or b"")
    except StorageFault as fault:
        if fault.code != "box_of_another":
            raise
        raise VerifyFailed("box_changed", poll=poll.title) from fault
