"""Projects of the same title carry their code; others do not."""

from __future__ import annotations

from sukui_desktop.wording.distinct_project_titles import distinct_titles


def test_only_titles_that_repeat_carry_the_code() -> None:
    words = distinct_titles([("P1", "쉼터"), ("P2", "조명"), ("P3", "쉼터")])
    assert words["P2"] == "조명"
    assert words["P1"] != words["P3"]
    assert "P1" in words["P1"]
    assert "P3" in words["P3"]
