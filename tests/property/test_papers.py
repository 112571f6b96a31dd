"""Papers of any meeting can be made and contain every name, speech and vote."""

from __future__ import annotations

import json

import msgspec
from hypothesis import given, settings
from hypothesis import strategies as st

from sukui_desktop.documents.write.fonts_and_line_breaks import printable_text
from sukui_desktop.documents.write.minutes import minutes_document, minutes_text
from sukui_desktop.documents.write.pdf import pdf_bytes
from sukui_desktop.documents.write.result_and_study import result_document
from sukui_desktop.domain.papers.document_blocks import Table, document_text
from sukui_desktop.domain.papers.minutes_content import (
    HEADINGS,
    NEVER_NONE,
    PeopleGroup,
    Speech,
    WrittenHeading,
    missing_headings,
)
from sukui_desktop.domain.papers.public_result import public_result_fields, result_json_bytes
from sukui_desktop.domain.papers.result_sheet import ResultSheet
from tests.builders import papers
from tests.unit.documents.write.pdf_reading import body_text, reader_of, squeezed

WILD = st.text(st.characters(exclude_categories=["Cs"]), max_size=40)
SOME = settings(max_examples=15)


@SOME
@given(st.lists(WILD, min_size=1, max_size=8), WILD, WILD)
def test_any_names_and_speeches_come_back_from_the_paper(names: list[str], speaker: str, gist: str) -> None:
    minutes = papers.small_minutes()
    item = msgspec.structs.replace(minutes.items[0], speeches=(Speech(speaker=speaker, gist=gist),), title=gist)
    minutes = msgspec.structs.replace(
        minutes, attendees=(PeopleGroup(channel=speaker, role="위원", names=tuple(names)),), items=(item,)
    )
    minutes = msgspec.structs.replace(
        minutes, written=tuple(WrittenHeading(heading=heading, is_none=True) for heading in missing_headings(minutes))
    )
    told = squeezed(body_text(reader_of(pdf_bytes(minutes_document(minutes)))))
    assert told == squeezed(minutes_text(minutes))
    for name in names:
        assert squeezed(printable_text(name)) in told


@given(st.sets(st.sampled_from(HEADINGS)))
def test_missing_headings_are_those_neither_filled_nor_marked(marked: set[str]) -> None:
    empty = msgspec.structs.replace(
        papers.small_minutes(), title="", host="", place="", attendees=(), observers=(), items=(), polls=()
    )
    minutes = msgspec.structs.replace(
        empty, written=tuple(WrittenHeading(heading=heading, is_none=True) for heading in marked)
    )
    settled = marked - set(NEVER_NONE)
    assert missing_headings(minutes) == tuple(heading for heading in HEADINGS if heading not in settled)


@st.composite
def _sheets(draw: st.DrawFn) -> ResultSheet:
    count = draw(st.integers(1, 30))
    costs = draw(st.lists(st.integers(1, 10**11), min_size=count, max_size=count))
    votes = draw(st.lists(st.integers(0, 40), min_size=count, max_size=count))
    titles = draw(st.lists(WILD, min_size=count, max_size=count))
    asked = papers.definition(
        titles,
        costs,
        ceiling=draw(st.integers(1, 10**12)),
        min_votes=draw(st.integers(0, 20)),
        when_unaffordable=draw(st.sampled_from(["skip", "stop"])),
    )
    return papers.result_sheet(asked, votes, 40)


@given(_sheets())
def test_the_result_adds_up_on_paper_and_in_the_public_file(sheet: ResultSheet) -> None:
    public = json.loads(result_json_bytes(public_result_fields(sheet)))
    costs = {option.code: option.cost for option in sheet.definition.question.options}
    assert sum(costs[code] for code in public["selected"]) == public["total_cost"] <= public["ceiling"]
    assert len(public["votes"]) == len(costs)
    table = result_document(sheet).blocks[-1]
    assert isinstance(table, Table)
    rows = [row for row in table.rows[:-1] if not row.is_banner]
    assert [row.cells[1] for row in rows if row.is_bold] == public["selected"]
    assert {row.cells[1]: int(row.cells[3].replace(",", "")) for row in rows} == public["votes"]
    line = next(place for place, row in enumerate(table.rows) if row.is_banner)
    assert not any(row.is_bold for row in table.rows[line + 1 : -1])


@SOME
@given(_sheets())
def test_the_result_comes_back_from_the_paper(sheet: ResultSheet) -> None:
    document = result_document(sheet)
    assert squeezed(body_text(reader_of(pdf_bytes(document)))) == squeezed(document_text(document))


def test_a_result_names_nobody_but_who_certified() -> None:
    told = (
        document_text(result_document(papers.big_result()))
        + result_json_bytes(public_result_fields(papers.big_result())).decode()
    )
    people = {papers.person_name(place) for place in range(200)} - set(papers.big_result().certified_by)
    assert not [name for name in people if name in told]
