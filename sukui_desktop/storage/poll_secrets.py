"""What opens the box of a poll, kept in the meeting file beside the journal, so that it can be destroyed for good."""

from __future__ import annotations

from enum import StrEnum

from sqlalchemy import bindparam, delete, select

from sukui_desktop.models.ids import PollId, Scope
from sukui_desktop.models.tables import POLL_SECRET
from sukui_desktop.storage.database import Database, insert_of_dialect


class SecretName(StrEnum):
    """The secrets of a poll."""

    TALLY_SHARES = "tally_shares"
    """Canonical CBOR of the `SharedSecret` of the private tally key."""
    BOX_SHARES = "box_shares"
    """The same of the keys of the open box, where they are on no disk."""
    BOX_KEYS = "box_keys"
    """The keys of the box as they are: box key and token key."""
    BOX_FILE = "box_file"
    """The mark of the file that the box was last moved to (`storage/box_file_move.py`); none where it never was."""
    TURN = "turn"
    """Whose turn it is at the only screen of a room, and the tag of the slip that the program holds for them, until
    they voted (`services/vote/kept_turn.py`)."""
    STANDBY = "standby"
    """What another machine needs to go on with the box (`services/vote/standby.py`)."""
    ROOM_CERTIFICATES = "room_certificates"
    """Of no poll but of the room: what its hub is known by and lets stations in with
    (`services/stations/enrolled_stations.py`)."""
    JOINT_VOTE = "joint_vote"
    """The key that the places of a joint vote share, and the words that open it in a list (`record/place_list.py`)."""


_IN_SCOPE = (POLL_SECRET.c.city_id == bindparam("city"), POLL_SECRET.c.meeting_id == bindparam("meeting"))
_FIND = select(POLL_SECRET.c.value).where(
    *_IN_SCOPE, POLL_SECRET.c.poll_id == bindparam("poll"), POLL_SECRET.c.name == bindparam("secret")
)
_DROP = delete(POLL_SECRET).where(*_IN_SCOPE, POLL_SECRET.c.poll_id == bindparam("poll"))
_DROP_ONE = _DROP.where(POLL_SECRET.c.name == bindparam("secret"))


class PollSecrets:
    """The secrets of one meeting's polls, inside a transaction."""

    def __init__(self, database: Database, scope: Scope) -> None:
        self._database = database
        self._scope = {"city": scope.city, "meeting": scope.meeting}
        self._columns = {"city_id": scope.city, "meeting_id": scope.meeting}

    def keep(self, poll_id: PollId, name: SecretName, value: bytes) -> None:
        """Keep a secret, in the place of an older one of its name."""
        insert = insert_of_dialect(POLL_SECRET, is_postgres=self._database.is_postgres)
        statement = insert.on_conflict_do_update(
            index_elements=list(POLL_SECRET.primary_key.columns), set_={"value": insert.excluded.value}
        )
        self._database.execute(statement, {**self._columns, "poll_id": poll_id, "name": str(name), "value": value})

    def find(self, poll_id: PollId, name: SecretName) -> bytes | None:
        """Return a secret, None where there is none or it was destroyed."""
        found = self._database.execute(_FIND, {**self._scope, "poll": poll_id, "secret": str(name)}).first()
        return None if found is None else bytes(found[0])

    def destroy(self, poll_id: PollId, name: SecretName | None = None) -> None:
        """Destroy one secret of a poll, or all of them."""
        values = {**self._scope, "poll": poll_id}
        self._database.execute(*((_DROP, values) if name is None else (_DROP_ONE, {**values, "secret": str(name)})))
