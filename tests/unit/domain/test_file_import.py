"""A file is shown beside the meeting before anything changes."""

from __future__ import annotations

import msgspec
import pytest

from sukui_desktop.domain.file_import import (
    Change,
    KnownProjects,
    PersonDraft,
    ProjectDraft,
    compare_projects_by_code,
)
from sukui_desktop.models.agenda import ProjectRow
from sukui_desktop.models.ids import ProjectId
from sukui_desktop.models.people import PersonRow


def _project(code: str, cost: int = 100, *, is_withdrawn: bool = False) -> ProjectRow:
    return ProjectRow(
        project_id=ProjectId(f"id-{code}"), code=code, title=f"사업 {code}", field="환경", group="", bureau="공원과",
        district="", cost=cost, currency="KRW", kind="", proposer="", summary="", place_in_list=0,
        is_withdrawn=is_withdrawn,
    )  # fmt: skip


def _project_draft(code: str, cost: int = 100, **changed: str) -> ProjectDraft:
    draft = ProjectDraft(code=code, title=f"사업 {code}", field="환경", bureau="공원과", cost=cost, currency="KRW")
    return msgspec.structs.replace(draft, **changed)


def test_added_changed_same_and_gone_are_distinguished_by_the_key() -> None:
    kept, dearer, gone = _project("가"), _project("나"), _project("다")
    drafts = (_project_draft("라"), _project_draft("나", cost=200, title="새 이름"), _project_draft("가"))
    comparison = compare_projects_by_code([kept, dearer, gone], drafts)
    assert comparison.added == (drafts[0],)
    assert comparison.changed == (Change(before=dearer, after=drafts[1], fields=("title", "cost")),)
    assert comparison.same == (drafts[2],)
    assert comparison.gone == (gone,)


def test_fields_that_the_file_does_not_have_are_neither_compared_nor_changed() -> None:
    draft = _project_draft("가", bureau="", field="")
    assert compare_projects_by_code([_project("가")], [draft]).changed[0].fields == ("field", "bureau")
    assert compare_projects_by_code([_project("가")], [draft], {"code", "title", "cost"}).same == (draft,)


def test_an_amount_is_compared_together_with_its_currency() -> None:
    draft = _project_draft("가", currency="USD")
    assert compare_projects_by_code([_project("가")], [draft], {"code", "cost"}).changed[0].fields == ("currency",)


def test_withdrawn_projects_are_not_gone_because_no_list_would_name_them() -> None:
    assert compare_projects_by_code([_project("가", is_withdrawn=True)], ()).gone == ()


def test_an_empty_file_lists_everything_as_gone_and_removes_nothing() -> None:
    projects = [_project("가"), _project("나")]
    comparison = compare_projects_by_code(projects, ())
    assert comparison.gone == tuple(projects)
    assert (comparison.added, comparison.changed, comparison.same) == ((), (), ())


def test_drafts_name_only_fields_that_rows_have_too() -> None:
    assert set(ProjectDraft.__struct_fields__) < set(ProjectRow.__struct_fields__)
    assert set(PersonDraft.__struct_fields__) < set(PersonRow.__struct_fields__)


def _likely(rows: list[ProjectRow], drafts: list[ProjectDraft]) -> list[tuple[str, str]]:
    """Code in the list → code in the file of those that are likely the same."""
    return [(pair.before.code, pair.after.code) for pair in compare_projects_by_code(rows, drafts).likely_same]


def _named(code: str, title: str, cost: int = 100, **changed: str) -> ProjectDraft:
    return _project_draft(code, cost, title=title, **changed)


@pytest.mark.parametrize(
    ("drafts", "likely"),
    [
        ([_named("003", "사업 3")], [("3", "003")]),
        ([_named("3.0", "사업 3", cost=900)], [("3", "3.0")]),
        ([_named("003", "고친 이름", cost=900)], [("3", "003")]),
        ([_named("X-7", "사업 3")], [("3", "X-7")]),
        ([_named("X-7", "사업  3 ", field="다른 분야")], [("3", "X-7")]),
        ([_named("X-7", "사업 3", cost=900)], [("3", "X-7")]),
        ([_named("5", "사업 3"), _named("3", "사업 5")], [("5", "3"), ("3", "5")]),
        ([_named("3", "아주 다른 이름", cost=900)], []),
        ([_named("30", "사업 30")], []),
        ([_named("3", "사업 3", cost=900), _named("9", "사업 9")], []),
    ],
)
def test_a_project_is_known_under_another_code(drafts: list[ProjectDraft], likely: list[tuple[str, str]]) -> None:
    """Fails on 0.6.1: whatever had another code was a new project, and the list came to hold it twice."""
    assert sorted(_likely([_project("3"), _project("5")], drafts)) == sorted(likely)


def test_of_several_alike_each_is_one_and_those_of_the_same_field_first() -> None:
    rows = [
        msgspec.structs.replace(_project(code), title="보안등 설치", field=field)
        for code, field in (("1", "환경"), ("2", "교통"), ("3", "환경"))
    ]
    drafts = [_named("가", "보안등 설치", field="교통"), _named("나", "보안등 설치"), _named("다", "보안등 설치")]
    assert _likely(rows, drafts) == [("2", "가"), ("1", "나"), ("3", "다")]
    assert _likely(rows, [*drafts, _named("라", "보안등 설치")]) == [("2", "가"), ("1", "나"), ("3", "다")]
    assert _likely(rows, [_named("가", "보안등 설치", cost=7)]) == [], "which of the three nobody can tell"


def test_what_becomes_of_a_project_known_under_another_code_is_decided() -> None:
    row, other = _project("3"), _project("5")
    draft, new = _named("003", "사업 3", cost=200), _named("9", "사업 9")
    for known in (KnownProjects.UNDECIDED, KnownProjects.SAME):
        found = compare_projects_by_code([row, other], [draft, new], None, known)
        assert found.changed == (Change(before=row, after=draft, fields=("code", "cost")),)
        assert (found.added, found.gone) == ((new,), (other,))
    skipped = compare_projects_by_code([row, other], [draft, new], None, KnownProjects.SKIPPED)
    assert (skipped.added, skipped.changed, skipped.same, skipped.gone) == ((new,), (), (), (other,))
    added = compare_projects_by_code([row, other], [draft, new], None, KnownProjects.ADDED)
    assert (added.added, added.changed, added.gone) == ((draft, new), (), (row, other))
    assert all(found.likely_same for found in (skipped, added)), "the question stays in sight"
