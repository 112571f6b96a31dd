"""Namesakes have behind the name what tells them apart: more on the screens of the staff than on papers."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from sukui_desktop.models.ids import PersonId
from sukui_desktop.models.people import PersonRow
from sukui_desktop.wording.people_names import (
    find_people_meant_by_names,
    name_on_screens,
    names_in_tables,
    names_on_papers,
    names_on_screens,
)
from tests.builders.blank_rows import blank


def person(key: str, name: str = "김민준", **facts: str) -> PersonRow:
    return blank(PersonRow, person_id=PersonId(key), name=name, **facts)


def test_a_name_that_nobody_else_has_stands_alone() -> None:
    people = [person("a", "홍길동", number="1", phone_last4="1234"), person("b", number="2")]
    assert names_on_screens(people) == names_on_papers(people) == {"a": "홍길동", "b": "김민준"}


def test_the_telephone_is_for_screens_and_never_for_papers() -> None:
    people = [person("a", number="4", phone_last4="3456"), person("b", number="5", phone_last4="7890")]
    assert names_on_screens(people)[PersonId("a")] == "김민준 (끝번호 3456, 4번)"
    assert names_on_papers(people) == {"a": "김민준 (4번)", "b": "김민준 (5번)"}


def test_where_people_come_from_is_enough_for_a_paper() -> None:
    people = [person("a", affiliation="환경과", birth="1970-01-02"), person("b", affiliation="복지과")]
    assert names_on_papers(people) == {"a": "김민준 (환경과)", "b": "김민준 (복지과)"}


def test_one_name_among_others() -> None:
    people = [person("a", subcommittee="복지1분과"), person("b", subcommittee="복지2분과")]
    assert name_on_screens(people[1], people) == "김민준 (복지2분과)"


def test_a_namesake_of_whom_nothing_is_known_keeps_the_bare_name() -> None:
    people = [person("a", number="4"), person("b")]
    assert names_on_screens(people) == {"a": "김민준 (4번)", "b": "김민준"}


def test_a_name_on_a_paper_is_that_of_one_person() -> None:
    """Fails where a paper took the first thing that differed: 김영희 (한빛1동) stood there twice."""
    about = (("한빛1동", "위원장"), ("한빛2동", "위원"), ("한빛1동", "위원"))
    people = [
        person(str(number), "김영희", number=str(number), affiliation=affiliation, position=position)
        for number, (affiliation, position) in enumerate(about, start=1)
    ]
    assert names_on_papers(people) == {
        "1": "김영희 (한빛1동, 위원장)",
        "2": "김영희 (한빛2동)",
        "3": "김영희 (한빛1동, 위원)",
    }
    people.append(person("4", "김영희", number="4", affiliation="한빛1동", position="위원"))
    for names in (names_on_papers(people), names_on_screens(people)):
        assert len(set(names.values())) == 4
    assert names_on_papers(people)[PersonId("4")] == "김영희 (한빛1동, 위원, 4번)"


def test_people_of_whom_nothing_differs_are_numbered_everywhere_alike() -> None:
    """Fails on 0.6.0: two walk-ins of one name were one name on every screen and paper."""
    erased = [person("d", "(지움)"), person("e", "(지움)")]
    people = [person("b", phone_last4="1234"), person("a"), person("c", number="3"), *erased]
    papers, screens, tables = names_on_papers(people), names_on_screens(people), names_in_tables(people)
    numbered = {PersonId("b"): "김민준 (동명이인 2)", PersonId("a"): "김민준 (동명이인 1)"}
    assert papers == {**numbered, PersonId("c"): "김민준 (3번)", PersonId("d"): "(지움)", PersonId("e"): "(지움)"}
    assert screens[PersonId("b")] == "김민준 (끝번호 1234, 동명이인 2)"
    assert (screens[PersonId("a")], screens[PersonId("c")]) == ("김민준 (동명이인 1)", "김민준 (3번)")
    assert tables == {**papers, PersonId("c"): "김민준"}
    assert find_people_meant_by_names(people, ["김민준 (동명이인 2)"]) == {"김민준 (동명이인 2)": frozenset({"b"})}
    assert names_on_papers(reversed(people)) == papers
    whole = [person("a", affiliation="1통", number="4"), person("b", affiliation="1통", number="4")]
    assert set(names_on_papers(whole).values()) == {"김민준 (4번, 동명이인 1)", "김민준 (4번, 동명이인 2)"}


def test_a_position_that_is_the_word_of_another_affiliation_tells_nobody_apart() -> None:
    """Fails where only what papers cannot tell apart is numbered: two were 김민준 (1통, 2번) at the desk."""
    people = [
        person("a", number="2", position="1통"),
        person("b", number="2", affiliation="1통", phone_last4="1111", position="위원"),
        person("c", number="2", affiliation="1통"),
        person("d", number="1", affiliation="1통", phone_last4="2222", position="위원"),
    ]
    for names in (names_on_papers(people), names_on_screens(people)):
        assert len(set(names.values())) == len(people)


@given(st.lists(st.tuples(st.sampled_from(["가", "나"]), *[st.sampled_from(["", "1", "2"])] * 4), max_size=7))
def test_no_two_people_have_one_name(facts: list[tuple[str, str, str, str, str]]) -> None:
    people = [
        person(f"p{place}", name, number=number, affiliation=whence, phone_last4=phone, position=position)
        for place, (name, number, whence, phone, position) in enumerate(facts)
    ]
    for names in (names_on_papers(people), names_on_screens(people)):
        assert len(set(names.values())) == len(people)
