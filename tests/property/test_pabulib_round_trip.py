"""Any election that can be written is read again as the same one, by both ways of reading."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sukui_desktop.documents.read.pabulib import read_pabulib
from sukui_desktop.documents.write.pabulib import pabulib_bytes
from sukui_desktop.domain.pabulib.pabulib_election import VOTE_TYPES, Election, PabulibProject
from sukui_desktop.domain.text_cleaning_and_search import clean_text
from sukui_desktop.services.file_reading_and_saving import read_file
from tests.builders.pabulib_text import pabulib_text, write_text

TEXT = st.text(st.characters(exclude_categories=("Cs", "Cc", "Co")), max_size=12).map(clean_text)
WORD = TEXT.map(lambda text: text.replace(",", "").strip()).filter(bool)
ID = WORD.filter(lambda text: text.upper() not in ("META", "PROJECTS", "VOTES"))


@st.composite
def elections(draw: st.DrawFn) -> Election:
    """Any election of one to six projects."""
    codes = draw(st.lists(ID, min_size=1, max_size=6, unique=True))
    vote_type = draw(st.sampled_from(VOTE_TYPES))
    most = 1 if vote_type == "choose-1" else len(codes)
    marks = st.lists(st.sampled_from(range(len(codes))), max_size=most, unique=True).map(tuple)
    ballots = tuple(draw(st.lists(marks, max_size=8)))
    low = -5 if vote_type == "scoring" else 0
    points = tuple(tuple(draw(st.integers(low, 300)) for _ in ballot) for ballot in ballots)
    currency = draw(st.sampled_from(["KRW", "PLN", "XXX"]))
    voters = draw(st.lists(ID, min_size=len(ballots), max_size=len(ballots), unique=True))
    count = st.none() | st.integers(0, 99)
    return Election(
        file_name="any.pb",
        sha256=b"",
        meta={"description": draw(WORD)},
        currency=currency,
        budget=draw(st.integers(0, 10**12)),
        vote_type=vote_type,
        rule=draw(st.sampled_from(["greedy", "unknown"])),
        projects=tuple(
            PabulibProject(
                project_id=code,
                name=draw(WORD),
                cost=draw(st.integers(0, 10**9)),
                category=draw(TEXT),
                votes=draw(count),
                score=None,
                selected=draw(count),
            )
            for code in codes
        ),
        voter_ids=tuple(voters),
        ballots=ballots,
        points=points if vote_type in ("cumulative", "scoring") else (),
        problems=(),
    )


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("round")


@given(election=elections())
@settings(suppress_health_check=[HealthCheck.too_slow])
def test_what_is_written_is_read_as_the_same(folder: Path, election: Election) -> None:
    path = folder / "any.pb"
    path.write_bytes(pabulib_bytes(election))
    read = read_pabulib(read_file(path))
    for part in ("currency", "budget", "vote_type", "rule", "projects", "voter_ids", "ballots", "points"):
        assert getattr(read, part) == getattr(election, part), part
    assert read.meta["description"] == election.meta["description"]
    assert pabulib_bytes(read) == path.read_bytes()


@given(election=elections())
@settings(suppress_health_check=[HealthCheck.too_slow])
def test_reading_in_blocks_and_line_by_line_is_the_same(folder: Path, election: Election) -> None:
    plain, exact = folder / "plain.pb", folder / "exact.pb"
    plain.write_bytes(pabulib_bytes(election))
    # A byte order of UTF-16 keeps everything and is never read in blocks.
    exact.write_bytes(plain.read_text(encoding="utf-8").encode("utf-16"))
    one, other = read_pabulib(read_file(plain)), read_pabulib(read_file(exact))
    for part in ("meta", "projects", "voter_ids", "ballots", "points"):
        assert getattr(one, part) == getattr(other, part), part


@pytest.mark.parametrize(
    ("written", "read"), [('";"', ";"), ('"a;b;"', "a;b;"), ("a;b", "a;b"), ("a;;", "a"), (";;", ""), ("a; ", "a")]
)
def test_what_stands_behind_a_key_is_one_value(folder: Path, written: str, read: str) -> None:
    """A list of empty cells at the end is how spreadsheets save a file; a semicolon in quotes is a letter."""
    path = write_text(folder / "meta.pb", pabulib_text(["A"], description=written))
    assert read_pabulib(read_file(path)).meta["description"] == read
