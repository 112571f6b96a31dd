"""Projects for the tests of drafting."""

from __future__ import annotations

from sukui_desktop.models.agenda import ProjectRow
from sukui_desktop.models.ids import ProjectId
from tests.ui.rooms import BILLION


def project(code: str, *, field: str = "", group: str = "", district: str = "", cost: int = 1) -> ProjectRow:
    """Return a project; `cost` in 억원."""
    return ProjectRow(
        project_id=ProjectId(code),
        code=code,
        title=f"사업 {code}",
        field=field,
        group=group,
        bureau="",
        district=district,
        cost=cost * BILLION,
        currency="KRW",
        kind="",
        proposer="",
        summary="",
        place_in_list=0,
        is_withdrawn=False,
    )


FIELDS = (
    project("1", field="복지", cost=12),
    project("2", field="환경", cost=20),
    project("3", field="복지", cost=30),
    project("4", field="나눔", cost=5),
)
"""Two fields of the rule of 2020 and one that is this meeting's own."""
