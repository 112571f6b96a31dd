"""A ballot paper seals without a room: what it needs crosses a wire, and no store is loaded for it."""

from __future__ import annotations

import subprocess
import sys

import msgspec
import pytest

from sukui_desktop.domain.errors import RuleBroken
from sukui_desktop.domain.methods.ballot_kind import Answer
from sukui_desktop.domain.methods.registry import encode_answer
from sukui_desktop.domain.question.definition import Draft, encode_definition, hash_definition
from sukui_desktop.domain.selection.definition_from_draft import make_definition
from sukui_desktop.models.agenda import ProjectRow
from sukui_desktop.models.ids import PollId
from sukui_desktop.record.ballot_encryption import Opener, make_tally_key_pair
from sukui_desktop.services.vote.ballot_sealing import BallotPaper, seal_ballot
from tests.builders.blank_rows import blank

PRIVATE, PUBLIC = make_tally_key_pair(bytes(range(32)))
LOADED = """
import sys, sukui_desktop.services.vote.ballot_sealing
stores = ("sukui_desktop.storage", "sukui_desktop.ui", "sqlcipher3", "sqlalchemy")
print([name for name in sys.modules if name.startswith(stores)])
"""


@pytest.fixture
def paper() -> BallotPaper:
    projects = [blank(ProjectRow, code=f"P{n}", title=f"사업 {n}", cost=n, currency="KRW") for n in (1, 2, 3)]
    definition = make_definition(
        Draft(max_picks=2, ceiling=5), projects, title="우선사업", city="seoul", currency="KRW"
    )
    return BallotPaper(
        poll_id=PollId("p"),
        definition=definition,
        definition_hash=hash_definition(encode_definition(definition)),
        tally_public_key=PUBLIC,
    )


def test_a_paper_that_came_over_a_wire_seals_for_the_tally_key(paper: BallotPaper) -> None:
    received = msgspec.msgpack.decode(msgspec.msgpack.encode(paper), type=BallotPaper)
    sealed = seal_ballot(received, Answer((0, 2))).sealed
    opened = Opener(PRIVATE, paper.definition_hash).open_sealed(sealed)
    assert opened == encode_answer(paper.definition.question, Answer((0, 2)))
    assert seal_ballot(received, Answer((0, 2))).sealed != sealed


def test_what_cannot_be_written_on_the_ballot_is_refused_before_sealing(paper: BallotPaper) -> None:
    with pytest.raises(RuleBroken, match="mark_unknown"):
        seal_ballot(paper, Answer((99,)))


def test_sealing_loads_no_store() -> None:
    done = subprocess.run([sys.executable, "-c", LOADED], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
