"""Result and minutes of every kind of vote: all of it is in the extracted text, nothing lies outside the page."""

from __future__ import annotations

import re
from itertools import pairwise
from pathlib import Path

import pytest
from msgspec.structs import replace

from sukui_desktop.documents.write.fonts_and_line_breaks import printable_text, register_fonts, text_width
from sukui_desktop.documents.write.minutes import minutes_document
from sukui_desktop.documents.write.page_layout import lay_out_pages
from sukui_desktop.documents.write.page_marks import BOTTOM_EDGE, LEFT_EDGE, RIGHT_EDGE, TextMark
from sukui_desktop.documents.write.pdf import pdf_bytes
from sukui_desktop.documents.write.result_and_study import result_document, result_pdf, study_document
from sukui_desktop.domain.papers.document_blocks import Document, Paragraph, Signatures, Table, Title, document_text
from sukui_desktop.domain.papers.result_sheet import ResultSheet
from sukui_desktop.domain.question.selection_steps import SelectionSteps
from sukui_desktop.domain.selection.decision_inputs import OutcomeKind
from sukui_desktop.wording.quorum import vote_base_at_closing_words
from sukui_desktop.wording.result import project_outcome_word
from tests.builders import kinds, papers
from tests.unit.documents.write.pdf_reading import body_text, reader_of, squeezed

NAMES = list(kinds.every_result())
LISTS = [name for name, sheet in kinds.every_result().items() if sheet.outcome.ceiling]
COUNTED = re.compile(
    r"\d(?:조|억|천|백|만|[\d, ])*(점|표|명|건|원|장|개|가지|분|쪽)(을|를|이|가|은|는|과|와)(?![가-힣])"
)
"""A number with its unit and a particle behind it: 391점을."""
AFTER_CONSONANT = ("을", "이", "은", "과")
RAW_KEY = re.compile(r"[a-z]{2,}(?:[-_][a-z0-9]+)+")


def sheet_of(name: str) -> ResultSheet:
    return kinds.every_result()[name]


def document_of_sheet(sheet: ResultSheet, paper: str) -> Document:
    if paper == "study":
        return study_document(sheet)
    return result_document(sheet) if paper == "result" else minutes_document(papers.minutes_of(sheet, 5))


def document_of(name: str, paper: str) -> Document:
    return document_of_sheet(sheet_of(name), paper)


def flat(name: str, paper: str = "result") -> str:
    return document_text(document_of(name, paper)).replace("\u00a0", " ")


@pytest.mark.parametrize("paper", ["result", "minutes"])
@pytest.mark.parametrize("name", NAMES)
def test_the_extracted_text_is_the_whole_document(name: str, paper: str) -> None:
    document = document_of(name, paper)
    assert squeezed(body_text(reader_of(pdf_bytes(document)))) == squeezed(document_text(document))


@pytest.mark.parametrize("paper", ["result", "minutes", "study"])
def test_every_number_has_the_particle_of_its_unit(paper: str) -> None:
    """Fails on 0.2.0: "391점를", ten times in one result."""
    found = [match for name in NAMES for match in COUNTED.finditer(flat(name, paper))]
    ends_in_consonant = [(ord(match[1][-1]) - ord("가")) % 28 > 0 for match in found]
    assert len(found) > 20
    assert [
        match[0]
        for match, is_closed in zip(found, ends_in_consonant, strict=True)
        if (match[2] in AFTER_CONSONANT) is not is_closed
    ] == []


@pytest.mark.parametrize("paper", ["result", "minutes", "study"])
def test_no_paper_has_a_key_of_the_program(paper: str) -> None:
    """Fails on 0.2.0: "규칙: seoul-2020-deliberation" in a frozen text."""
    for name in NAMES:
        sheet = sheet_of(name)
        ruled = replace(sheet, definition=replace(sheet.definition, rule_key="seoul-2020-deliberation"))
        assert RAW_KEY.findall(document_text(document_of_sheet(ruled, paper))) == [], name


@pytest.mark.parametrize("name", NAMES)
def test_nothing_is_set_outside_the_page(name: str) -> None:
    register_fonts()
    for leaf in lay_out_pages(result_document(sheet_of(name))):
        assert leaf.body
        for mark in (*leaf.body, *leaf.repeated):
            if isinstance(mark, TextMark):
                assert mark.x >= LEFT_EDGE - 0.1
                assert mark.x + text_width(mark.text, mark.font, mark.size) <= RIGHT_EDGE + 0.1
                assert mark.y <= BOTTOM_EDGE


@pytest.mark.parametrize("name", NAMES)
def test_the_signature_never_stands_alone_on_its_page(name: str) -> None:
    register_fonts()
    document = result_document(sheet_of(name))
    declaration = next(block.declaration for block in document.blocks if isinstance(block, Signatures))
    pages = ([mark.text for mark in page.body if isinstance(mark, TextMark)] for page in lay_out_pages(document))
    signed = next(words for words in pages if declaration in words)
    assert signed.index(declaration) >= 3
    assert any(word.endswith("확정") for word in signed[: signed.index(declaration)])


@pytest.mark.parametrize("name", NAMES)
def test_sections_are_numbered_and_each_says_something(name: str) -> None:
    blocks = result_document(sheet_of(name)).blocks
    headings = [place for place, block in enumerate(blocks) if isinstance(block, Paragraph) and block.level == 0]
    labels = [block.label for block in blocks if isinstance(block, Paragraph) and block.level == 0]
    assert labels == [f"{number}." for number in range(1, len(labels) + 1)]
    assert all(after - before > 1 for before, after in pairwise(headings))


@pytest.mark.parametrize("name", LISTS)
def test_every_project_is_explained_under_its_row(name: str) -> None:
    sheet = sheet_of(name)
    assert sheet.study
    document = result_document(sheet)
    table = next(
        block for block in document.blocks if isinstance(block, Table) and "선정 누계" in document_titles(block)
    )
    notes = {row.cells[1]: row.note for row in table.rows[:-1] if not row.is_banner}
    assert notes == {code: printable_text(sentence) for code, sentence in sheet.study.explanations.items()}
    assert all(notes.values())


@pytest.mark.parametrize("name", NAMES)
def test_the_minutes_show_what_the_result_tells_but_no_study(name: str) -> None:
    text, sheet = flat(name, "minutes"), sheet_of(name)
    assert "다른 규칙으로" not in text
    for ranked in sheet.outcome.ranking:
        assert printable_text(ranked.title) in text
    assert "개표 결과" in text


@pytest.mark.parametrize("name", [name for name in NAMES if not name.startswith("many")])
def test_the_same_result_gives_the_same_bytes(name: str, tmp_path: Path) -> None:
    for file in ("one.pdf", "two.pdf"):
        (tmp_path / file).write_bytes(result_pdf(sheet_of(name)))
    assert (tmp_path / "one.pdf").read_bytes() == (tmp_path / "two.pdf").read_bytes()


@pytest.mark.parametrize(
    ("name", "word"),
    [
        ("approval", "복수선택"),
        ("score", "점수"),
        ("ranking", "순위"),
        ("cumulative", "누적 점수"),
        ("passed", "찬반"),
        ("choice", "하나 고르기"),
        ("opinions", "의견"),
    ],
)
def test_every_method_has_its_word(name: str, word: str) -> None:
    for paper in ("result", "minutes"):
        assert f"투표 방식\t전자 비밀투표 · {word}\n" in flat(name, paper)


def test_a_motion_is_reported_in_one_sentence() -> None:
    assert "가결: 출석 30명 가운데 16표가 있어야 하는데 ‘찬성’ 표가 16표입니다." in flat("passed")
    told = "부결: 출석 30명 가운데 16표가 있어야 하는데 ‘찬성’ 표가 14표여서 2표가 모자랍니다."
    assert told in flat("failed")
    assert told in flat("failed", "minutes")
    assert "부결: 20명 이상이 참여해야 하는데 10명이 참여하여 10명이 모자랍니다." in flat("too_few")


def test_the_study_says_what_one_vote_would_have_done_and_the_result_does_not() -> None:
    """Fails where advice stands inside an official paper."""
    study = {name: document_text(study_document(sheet_of(name))) for name in ("passed", "failed", "too_few", "choice")}
    assert "결과가 바뀌는 가장 작은 차이: ‘찬성’ 표가 1표 적었다면 부결되었을 것입니다." in study["passed"]
    assert "가장 작은 차이: ‘찬성’ 표가 2표 더 많았다면 가결되었을 것입니다." in study["failed"]
    assert "찬성이나 반대 하나만 바뀌어서는 결과가 달라지지 않습니다." in study["too_few"]
    assert "가장 작은 차이" not in study["choice"]
    assert all("참고 자료입니다" in said for said in study.values())
    for name in NAMES:
        for word in ("가장 작은 차이", "다른 규칙으로", "프라그멘"):
            assert word not in flat(name), (name, word)


@pytest.mark.parametrize("name", LISTS)
def test_the_chosen_are_alone_on_a_page_of_their_own(name: str) -> None:
    register_fonts()
    document = result_document(sheet_of(name))
    titles = [block for block in document.blocks if isinstance(block, Title) and block.is_on_new_page]
    told = [" ".join(title.text.split()) for title in titles]
    assert told[:2] == ["붙임 1 선정 사업 목록", "붙임 2 사업별 득표와 선정"]
    assert told[2:] == (["붙임 3 사업별 합산"] if name == "many_channels" else [])
    starts = [
        place
        for place, page in enumerate(lay_out_pages(document))
        for mark in page.body[:1]
        if isinstance(mark, TextMark) and mark.text.startswith("붙임")
    ]
    assert len(starts) == len(titles)


@pytest.mark.parametrize("paper", ["result", "minutes"])
def test_turnout_and_base_are_told(paper: str) -> None:
    sheet = replace(sheet_of("approval"), base_enrolled=56, base_present=48)
    document = result_document(sheet) if paper == "result" else None
    poll = replace(papers.poll_record(sheet), base_enrolled=56, base_present=48)
    told = document_text(document or minutes_document(replace(papers.minutes_of(sheet, 12), polls=(poll,))))
    cast = sheet.accounting.cast
    assert vote_base_at_closing_words(enrolled=56, present=48, voted_and_left=0, others_present=0) in told
    assert "재적 56명" in told
    assert f"(출석 48명 가운데 {cast}명)" in told
    assert f"(교부한 투표권 {sheet.accounting.issued}장 가운데 {cast}장)" in flat("approval", paper)


def test_only_a_list_has_money() -> None:
    for name in ("passed", "choice", "opinions"):
        for word in ("한도액", "사업비", "선정 누계", "한도 초과"):
            assert word not in flat(name), (name, word)


def test_rare_opinions_are_on_no_paper() -> None:
    for paper in ("result", "minutes"):
        text = flat("opinions", paper)
        assert "골목에 그늘막을 놓자\t17\t43.59%" in text
        assert "그 밖의 의견 3가지\t12\t30.77%" in text
        for word in ("주차장", "나무를 더 심자", "분수"):
            assert word not in text
    assert "10명 이상이 낸 같은 의견이 없어" in flat("rare_opinions")


def test_channels_stand_as_exact_fractions_with_a_percentage() -> None:
    text = flat("channels")
    ledger = sheet_of("channels").outcome.ledger
    assert ledger
    for line in ledger.lines:
        assert line.name in text
        for share in line.shares:
            assert share in text
    for score in ledger.scores:
        assert score in text
    assert "참여예산위원 45%, 엠보팅(온라인 시민투표) 45%, 시민 여론조사 10%로 합칩니다." in text


def test_an_empty_channel_is_reported_with_what_became_of_its_weight() -> None:
    text = flat("empty_channel")
    assert "유효 투표지가 없는 선거인단의 몫은 나머지 선거인단이 제 비율대로 나누었습니다." in text
    assert "50%\t1/1\n100%\t11\t11" in text
    assert "50%\t0/1\n0%\t0\t" in text
    assert "나누었습니다" not in flat("channels")


def test_every_fate_has_its_word() -> None:
    text = flat("every_fate")
    for word in ("제한 금액 초과", "철회", "함께 선정 불가", "하위 탈락", "한도 초과"):
        assert f"\t{word}\n" in text
    assert "\t배분액 없음\n" in flat("allocations")
    assert "\t중단 이후\n" in flat("short_list")
    assert "\t최소 점수 미달\n" in flat("negative_score")
    assert "최소 점수 0점에 4점 못 미쳐" in flat("negative_score").replace("\u00a0", " "), (
        "0.6.0 named a share of nothing"
    )
    sheet = sheet_of("approval")
    definition, ranked = (
        sheet.definition,
        replace(sheet.outcome.ranking[-1], outcome=OutcomeKind.BELOW_MINIMUM, votes=0),
    )
    steps, rule = SelectionSteps(min_share="1/20"), replace(definition.rule, min_votes=0)
    fates = (
        (replace(rule, min_votes=3), 0, "최소 득표 미달"),
        (replace(rule, extra_steps=steps), 1, "최소 비율 미달"),
        (rule, 0, "득표 없음"),
    )
    for rule, votes, word in fates:
        asked = replace(definition, format=2, rule=rule)
        assert project_outcome_word(replace(ranked, votes=votes), asked) == word, (
            "기준 미달 alone said no reason (0.6.0)"
        )


def test_a_short_list_that_crosses_its_ceiling_says_by_how_much() -> None:
    text = flat("short_list")
    assert "한도액을 11억 5천만원(1,150,000,000원) 넘었습니다" in text
    assert "이 한도액은 정한 금액의 130%이고" in text
    assert "초과 11억 5천만원 — 이 아래에는" in text
    assert "걸치는 사업까지 뽑는 규칙에 따라 선정되었습니다" in text


def test_partly_invalid_ballots_are_counted_beside_the_others() -> None:
    assert "(유효 중 일부만 셈)\n23\t22\t1\t0\t1\n" in flat("score")
    assert "일부만" not in flat("approval")


def test_the_count_says_that_both_counters_agreed() -> None:
    assert "서로 다른 두 가지 방법으로 따로 세어 같은 결과를 얻었습니다" in flat("approval")
    sheet = sheet_of("approval")
    assert sheet.study
    alone = replace(sheet, study=replace(sheet.study, is_counted_alike=False))
    text = document_text(result_document(alone))
    assert "한 가지 방법으로만 셌습니다" in text
    assert "같은 결과를 얻었습니다" not in text


def test_without_a_study_the_paper_is_silent_about_it() -> None:
    text = document_text(result_document(replace(sheet_of("approval"), study=None)))
    for word in ("결과 살펴보기", "두 가지 방법", "가장 작은 차이"):
        assert word not in text


def test_a_project_below_nothing_has_its_points() -> None:
    table = result_document(sheet_of("negative_score")).blocks[-1]
    assert isinstance(table, Table)
    row = next(row for row in table.rows if row.cells[1:2] == ("P001",))
    assert row.cells[4] == "-4"


def test_a_foreign_currency_is_called_by_its_name_everywhere() -> None:
    assert not re.search(r"\d원", flat("foreign"))
    assert not re.search(r"\d원", flat("foreign", "minutes"))


def test_minutes_and_result_have_the_same_channel_tables() -> None:
    result, minutes = (
        [block for block in document_of("channels", paper).blocks if isinstance(block, Table)]
        for paper in ("result", "minutes")
    )
    assert next(table for table in result if "나눈 수" in document_titles(table)) in minutes
    assert next(table for table in result if document_titles(table)[-1] == "합산") in minutes


def document_titles(table: Table) -> list[str]:
    return [column.title for column in table.columns]


@pytest.mark.parametrize("paper", ["result", "minutes"])
def test_both_papers_say_the_words_of_the_rule(paper: str) -> None:
    assert "P001, P002는 함께 뽑을 수 없습니다." in flat("every_fate", paper)
    assert "출석의 과반수가 ‘찬성’이면 통과합니다." in flat("passed", paper)
    assert "3위까지 순위를 매기고, 1위부터 차례로 5 · 3 · 1점을 줍니다." in flat("ranking", paper)
    assert "한 사람이 정확히 2개를 고릅니다." in flat("exactly_two", paper)


@pytest.mark.parametrize(
    ("name", "heading"),
    [("approval", "선정 결과"), ("passed", "표결 결과"), ("choice", "표결 결과"), ("opinions", "나온 의견")],
)
def test_the_minutes_head_a_result_by_what_it_is(name: str, heading: str) -> None:
    told = [block.text for block in document_of(name, "minutes").blocks if isinstance(block, Paragraph)]
    assert [word for word in told if word in ("선정 결과", "표결 결과", "나온 의견")] == [heading]


@pytest.mark.parametrize("name", NAMES)
def test_no_paper_has_a_semicolon(name: str) -> None:
    """Fails on "선정되었습니다; 1표를 덜 얻었다면" under a project."""
    said = (flat(name), flat(name, "minutes"), document_text(study_document(sheet_of(name))))
    assert not [words for words in said if ";" in words]


@pytest.mark.parametrize("name", NAMES)
def test_a_study_is_never_a_page_with_one_sentence(name: str) -> None:
    """Fails where the study of a motion is its closeness alone, or nothing at all."""
    blocks = study_document(sheet_of(name)).blocks
    assert any(isinstance(block, Table) for block in blocks), name


@pytest.mark.parametrize("name", [name for name in NAMES if name not in LISTS])
def test_papers_of_a_vote_without_a_list_do_not_speak_of_choosing_projects(name: str) -> None:
    """Fails where a motion is said to be 선정 (F22)."""
    sheet = replace(sheet_of(name), poll_title="동의안", meeting_title="회의")
    for paper in ("result", "minutes", "study"):
        typed = {words for item in papers.agenda() for words in (item.title, item.decision) if "선정" in words}
        lines = document_text(document_of_sheet(sheet, paper)).split("\n")
        chosen = [line for line in lines if "선정" in line and not any(words in line for words in typed)]
        assert not chosen, (paper, chosen)
