"""A file is shown beside the meeting before anything changes."""

from __future__ import annotations

import msgspec

from sukui_desktop.domain.file_import import Change, PersonDraft, ProjectDraft, compare_projects_by_code
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
