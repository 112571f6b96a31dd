"""Lists of projects that come again: what they have under another code, and how an import is taken back."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pytest
from msgspec.structs import replace

from sukui_desktop.domain.errors import SukuiError
from sukui_desktop.domain.file_import import KnownProjects, ProjectDraft
from sukui_desktop.models.shared_fields import copy_fields
from sukui_desktop.services.opened_meeting import Room, close_meeting_and_boxes
from sukui_desktop.services.prepare.projects import (
    accept_project_file,
    compare_project_file_with_list,
    edit_project,
    list_projects,
    remove_project,
    take_back_project_import,
)
from tests.builders import rooms


@pytest.fixture
def room(tmp_path: Path) -> Iterator[Room]:
    opened = rooms.make_room(tmp_path)
    yield opened
    close_meeting_and_boxes(opened)


def refused(room: Room, verb: Callable[[], object]) -> SukuiError:
    """Return the refusal of a verb that leaves the meeting as it was."""
    before = rooms.snapshot(room)
    with pytest.raises(SukuiError) as caught:
        verb()
    assert rooms.snapshot(room) == before
    return caught.value


def _numbered(codes: Sequence[str], *, base: int = 0) -> list[ProjectDraft]:
    return [
        replace(draft, code=code, title=f"사업 {base + place}", cost=(place + 1) * 1_000_000)
        for place, (draft, code) in enumerate(zip(rooms.projects(len(codes)), codes, strict=True))
    ]


LOST = ("001", "002", "3", "004", "5", "006")
RIGHT = ("001", "002", "003", "004", "005", "006")


@pytest.mark.parametrize("known", list(KnownProjects))
def test_a_list_whose_zeros_came_back_never_doubles_projects_silently(room: Room, known: KnownProjects) -> None:
    """Fails on 0.6.1: 30 projects became 40, 126.8 billion 251.5, without a question."""
    accept_project_file(room, rooms.reading_of(_numbered(LOST)), frozenset())
    before = list_projects(room)
    reading = replace(rooms.reading_of(_numbered(RIGHT)), known_projects=known)
    comparison = compare_project_file_with_list(room, reading)
    assert [(pair.before.code, pair.after.code) for pair in comparison.likely_same] == [("3", "003"), ("5", "005")]
    if known == KnownProjects.UNDECIDED:
        refusal = refused(room, lambda: accept_project_file(room, reading, frozenset()))
        assert refusal.code == "import_questions"
        return
    accepted = accept_project_file(room, reading, frozenset())
    codes = [row.code for row in list_projects(room)]
    assert (
        codes
        == {
            KnownProjects.SAME: list(RIGHT),  # in the order of the ballot
            KnownProjects.SKIPPED: list(LOST),
            KnownProjects.ADDED: [*LOST, "003", "005"],
        }[known]
    )
    take_back_project_import(room, accepted.done)
    assert list_projects(room) == before


def test_an_import_is_taken_back_whole_with_what_it_removed_in_its_place(room: Room) -> None:
    """Fails on 0.6.1: ten projects had to be removed one by one, and those written anew stood last on the ballot."""
    accept_project_file(room, rooms.reading_of(_numbered(RIGHT)), frozenset())
    before = [copy_fields(ProjectDraft, row) for row in list_projects(room)]
    other = [*_numbered(("004", "001"), base=20), *_numbered(("N1", "N2"), base=70)]
    done = accept_project_file(room, rooms.reading_of(other), frozenset({"002", "005"})).done
    assert [row.code for row in list_projects(room)] == ["001", "003", "004", "006", "N1", "N2"]
    take_back_project_import(room, done)
    assert [copy_fields(ProjectDraft, row) for row in list_projects(room)] == before
    refusal = refused(room, lambda: take_back_project_import(room, done))
    assert refusal.code == "import_changed_since"


def test_what_was_changed_after_an_import_is_not_taken_back_with_it(room: Room) -> None:
    done = accept_project_file(room, rooms.reading_of(_numbered(RIGHT)), frozenset()).done
    row = list_projects(room)[2]
    edit_project(room, row.project_id, copy_fields(ProjectDraft, row, title="고친 이름"))
    assert refused(room, lambda: take_back_project_import(room, done)).code == "import_changed_since"


def test_no_import_gives_a_project_the_code_of_another(room: Room) -> None:
    accept_project_file(room, rooms.reading_of(_numbered(("1", "2"))), frozenset())
    shifted = replace(
        rooms.reading_of([replace(_numbered(("1", "2"))[1], code="1")]), known_projects=KnownProjects.SAME
    )
    assert refused(room, lambda: accept_project_file(room, shifted, frozenset())).code == "project_code_twice"
    accept_project_file(room, shifted, frozenset({"1"}))
    assert [(row.code, row.title) for row in list_projects(room)] == [("1", "사업 1")]


def test_a_project_that_comes_again_has_its_place_on_the_ballot_again(room: Room) -> None:
    """Fails on 0.6.1: whatever had been removed and came in again stood last."""
    drafts = _numbered(RIGHT)
    accept_project_file(room, rooms.reading_of(drafts), frozenset())
    for row in list_projects(room):
        if row.code in ("001", "003", "004"):
            remove_project(room, row.project_id)
    accept_project_file(room, rooms.reading_of(drafts), frozenset())
    assert [row.code for row in list_projects(room)] == list(RIGHT)
    late = _numbered(("N1", "N2"), base=70)
    accept_project_file(room, rooms.reading_of([drafts[0], late[0], *drafts[1:], late[1]]), frozenset())
    assert [row.code for row in list_projects(room)] == [*RIGHT, "N1", "N2"], "where there is no place between"
