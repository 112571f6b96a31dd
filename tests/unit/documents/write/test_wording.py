"""What became of projects, in words."""

from __future__ import annotations

from sukui_desktop.documents.write.wording import first_out, last_in
from tests.builders import papers


def test_last_in_and_first_out() -> None:
    sheet = papers.small_result()
    told = last_in(sheet.outcome.ranking, sheet.definition).replace("\u00a0", " ")
    assert told.startswith("마지막 선정: 제8위 ‘")
    assert told.endswith("사업(5표, 19억원)이 남은 20억원 안에 들어 선정되었고, 1억원이 남았습니다.")
    told = first_out(sheet.outcome.ranking, sheet.definition).replace("\u00a0", " ")
    assert told.startswith("첫 미선정: 제7위 ‘")
    assert told.endswith("사업(6표, 48억원)은 남은 20억원보다 28억원이 많아 선정되지 못했습니다.")


def test_why_the_first_one_out_is_out() -> None:
    asked = papers.definition(["가", "나", "다"], [10, 20, 30], ceiling=100, min_votes=5)
    _, outcome = papers.outcome_of(asked, (9, 3, 1), 12)
    assert "최소 득표 5표에 2표가 모자라" in first_out(outcome.ranking, asked)
    _, outcome = papers.outcome_of(asked, (9, 8, 7), 12)
    assert "모든 사업이 선정되었습니다" in first_out(outcome.ranking, asked)
    _, outcome = papers.outcome_of(asked, (0, 0, 0), 12)
    assert "선정된 사업이 없습니다" in last_in(outcome.ranking, asked)
