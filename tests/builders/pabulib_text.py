"""Election files as text, small enough to be counted by eye."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from sukui_desktop.documents.read.pabulib import read_pabulib
from sukui_desktop.domain.pabulib.pabulib_election import Election
from sukui_desktop.services.file_reading_and_saving import read_file

PROJECTS = ("A;400", "B;600", "C;50")


def pabulib_text(
    votes: Sequence[str],
    *,
    projects: Sequence[str] = PROJECTS,
    columns: str = "project_id;cost",
    vote_columns: str = "voter_id;vote",
    **meta: object,
) -> str:
    """Return a file: `votes` without voter ids (they are numbered), `meta` over plain defaults, in its order."""
    told: Mapping[str, object] = {
        "budget": 1000,
        "vote_type": "approval",
        "rule": "greedy",
        "currency": "PLN",
        **meta,
    }
    return "\n".join(
        (
            "META",
            "key;value",
            *(f"{key};{value}" for key, value in told.items()),
            "PROJECTS",
            columns,
            *projects,
            "VOTES",
            vote_columns,
            *(f"{number};{vote}" for number, vote in enumerate(votes, start=1)),
            "",
        )
    )


def write_text(path: Path, text: str) -> Path:
    """Write a file and return its path."""
    path.write_text(text, encoding="utf-8")
    return path


def election_of(folder: Path, votes: Sequence[str], **settings: object) -> Election:
    """Return the election that such a file holds."""
    return read_pabulib(read_file(write_text(folder / "city.pb", pabulib_text(votes, **settings))))  # type: ignore[arg-type]
