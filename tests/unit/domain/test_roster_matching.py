"""Who is the same person in two lists, who may be one person twice, and what is no person."""

from __future__ import annotations

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sukui_desktop.documents.read.people import read_people
from sukui_desktop.domain.file_import import ImportComparison, PersonDraft
from sukui_desktop.domain.roster_matching import (
    PersonFault,
    are_surely_two_people,
    comparable_name,
    compare_people_with_roster,
    find_twins,
    is_unlikely_name,
    is_vacant_place,
)
from sukui_desktop.models.ids import PersonId
from sukui_desktop.models.people import PersonRow
from sukui_desktop.models.shared_fields import copy_fields
from tests.builders.workbooks import workbook

FIELDS = ("number", "name", "phone_last4", "birth", "subcommittee")


def person(number: str, name: str, last4: str = "", *, birth: str = "", is_walk_in: bool = False) -> PersonRow:
    return PersonRow(
        person_id=PersonId(f"id-{number}-{name}"), number=number, name=name, phone_last4=last4, birth=birth,
        channel="", role="", is_walk_in=is_walk_in, initials="",
    )  # fmt: skip


def line(number: str, name: str, last4: str = "", *, birth: str = "", subcommittee: str = "") -> PersonDraft:
    return PersonDraft(number=number, name=name, phone_last4=last4, birth=birth, subcommittee=subcommittee)


def compare(
    existing: list[PersonRow], drafts: list[PersonDraft], *protected: PersonRow, removed: tuple[str, ...] = ()
) -> ImportComparison[PersonRow, PersonDraft]:
    return compare_people_with_roster(existing, drafts, FIELDS, {row.person_id for row in protected}, removed)


def refusals(comparison: ImportComparison[PersonRow, PersonDraft]) -> list[tuple[str, str, str]]:
    return [(each.draft.name, each.holder.name, each.reason_code) for each in comparison.refused]


def test_a_second_list_numbered_from_one_renames_nobody() -> None:
    """0.2.0 turned 홍길동 into 박도윤."""
    hong, kim = person("1", "홍길동", "1111"), person("2", "김민준", "2222")
    found = compare([hong, kim], [line("1", "박도윤", "4444"), line("3", "최지우", "5555")])
    assert refusals(found) == [("박도윤", "홍길동", PersonFault.NUMBER_OF_ANOTHER)]
    assert [draft.name for draft in found.added] == ["최지우"]
    assert found.changed == ()
    assert found.gone == (hong, kim)


def test_without_telephones_a_number_alone_is_nobody_either() -> None:
    found = compare([person("1", "홍길동")], [line("1", "박도윤")])
    assert refusals(found) == [("박도윤", "홍길동", PersonFault.NUMBER_OF_ANOTHER)]


@pytest.mark.parametrize("last4", [("", "", ""), ("1111", "2222", "3333")])
def test_a_list_numbered_anew_keeps_everybody_themselves(last4: tuple[str, str, str]) -> None:
    """One joined and the list was sorted by name: 0.2.0 gave 이나래's attendance and slip to 신라온."""
    rows = [person("1", "강가람", last4[0]), person("2", "이나래", last4[1]), person("3", "박다온", last4[2])]
    drafts = [line("1", "강가람", last4[0]), line("2", "신라온"), line("3", "이나래", last4[1]), line("4", "박다온")]
    found = compare(rows, drafts, rows[1])
    assert [(each.before.name, each.after.name, each.fields) for each in found.changed] == [
        ("이나래", "이나래", ("number",)),
        ("박다온", "박다온", ("number",)),
    ]
    assert [draft.name for draft in found.added] == ["신라온"]
    assert (found.refused, found.gone) == ((), ())


def test_a_name_put_right_is_a_change_while_nobody_was_admitted() -> None:
    row = person("7", "김민쥰", "2222")
    found = compare([row], [line("7", "김민준", "2222")])
    assert [(each.before, each.fields) for each in found.changed] == [(row, ("name",))]
    protected = compare([row], [line("7", "김민준", "2222")], row)
    assert refusals(protected) == [("김민준", "김민쥰", PersonFault.WAS_HERE)]


def test_a_list_without_numbers_finds_people_by_name_and_numbers_the_new_ones() -> None:
    """There was no way in for it; numbered by hand from 1 it would have met the numbers of others."""
    hong, kim, walk_in = person("007", "홍길동", "1111"), person("012", "김민준"), person("", "백하나", is_walk_in=True)
    drafts = [line("", "최지우"), line("", "김민준", "2222"), line("", "박도윤"), line("", "홍길동", "1111")]
    found = compare_people_with_roster([hong, kim, walk_in], drafts, ("name", "phone_last4"), ())
    assert [(draft.number, draft.name) for draft in found.added] == [("013", "최지우"), ("014", "박도윤")]
    assert [(change.before.number, change.fields) for change in found.changed] == [("012", ("phone_last4",))]
    assert [draft.name for draft in found.same] == ["홍길동"]
    assert (found.gone, found.refused) == ((), ())


def test_without_numbers_a_namesake_is_never_merged_silently() -> None:
    hong = person("1", "홍길동", "1111")
    found = compare_people_with_roster([hong], [line("", "홍길동"), line("", "홍길동")], ("name",), ())
    assert [each.reason_code for each in found.refused] == [PersonFault.SEVERAL] * 2
    other = compare_people_with_roster([hong], [line("", "홍길동", "9999")], ("name", "phone_last4"), ())
    assert [(draft.number, draft.phone_last4) for draft in other.added] == [("2", "9999")]


@given(st.lists(st.from_regex(r"[0-9]{1,4}|[가-나]-[0-9]", fullmatch=True), unique=True), st.integers(0, 5))
def test_numbers_that_are_given_are_nobody_s(taken: list[str], new: int) -> None:
    existing = [person(number, f"옛사람{number}") for number in taken]
    drafts = [line("", f"새사람{'가나다라마'[place]}") for place in range(new)]
    given_numbers = [draft.number for draft in compare_people_with_roster(existing, drafts, ("name",), ()).added]
    assert len({*taken, *given_numbers}) == len(taken) + new


def test_walk_ins_and_people_without_a_number_are_never_gone() -> None:
    people = [person("1", "홍길동"), person("W-1", "김현장", is_walk_in=True), person("", "이무번")]
    assert compare(people, [line("1", "홍길동")]).gone == ()
    assert compare(people, []).gone == (people[0],)


def test_who_is_ticked_to_go_leaves_the_number_to_another() -> None:
    rows = [person("1", "강가람"), person("2", "이나래")]
    drafts = [line("1", "강가람"), line("2", "신라온")]
    assert refusals(compare(rows, drafts)) == [("신라온", "이나래", PersonFault.NUMBER_OF_ANOTHER)]
    found = compare(rows, drafts, removed=("2",))
    assert found.refused == ()
    assert [draft.name for draft in found.added] == ["신라온"]
    assert found.gone == (rows[1],)


def test_namesakes_are_told_apart_by_their_telephones_when_numbers_shift() -> None:
    rows = [person("1", "김영희", "1111"), person("5", "김영희", "5555")]
    found = compare(rows, [line("1", "김영희", "5555"), line("2", "김영희", "1111")])
    assert {each.before.number: each.after.number for each in found.changed} == {"5": "1", "1": "2"}


def test_namesakes_that_nothing_tells_apart_are_refused() -> None:
    rows = [person("1", "김영희"), person("5", "김영희")]
    found = compare(rows, [line("2", "김영희"), line("6", "김영희")])
    assert [each.reason_code for each in found.refused] == [PersonFault.SEVERAL] * 2
    assert found.added == ()


def test_namesakes_are_told_apart_by_where_they_come_from() -> None:
    rows = [person("1", "김영희"), person("5", "김영희")]
    rows = [msgspec.structs.replace(row, subcommittee=sub) for row, sub in zip(rows, ("복지", "환경"), strict=True)]
    drafts = [line("3", "김영희", subcommittee="환경"), line("4", "김영희", subcommittee="복지")]
    found = compare(rows, drafts)
    assert {each.before.number: each.after.number for each in found.changed} == {"5": "3", "1": "4"}


def test_a_namesake_with_another_telephone_is_somebody_new() -> None:
    found = compare([person("1", "김영희", "1111")], [line("1", "김영희", "1111"), line("2", "김영희", "2222")])
    assert [draft.number for draft in found.added] == ["2"]
    assert found.twins == ()


def test_a_refused_line_leaves_the_number_that_its_person_had() -> None:
    """이나래 cannot move to 1, which 강가람 keeps; so nobody may have her 2."""
    rows = [person("1", "강가람", "1111"), person("2", "이나래", "2222")]
    found = compare(rows, [line("1", "이나래", "2222"), line("2", "신라온", "3333")])
    assert refusals(found) == [
        ("이나래", "강가람", PersonFault.NUMBER_OF_ANOTHER),
        ("신라온", "이나래", PersonFault.NUMBER_OF_ANOTHER),
    ]


def test_a_walk_in_of_the_list_is_told_and_not_merged() -> None:
    walk_in = person("", "남궁민수", "7777", is_walk_in=True)
    found = compare([walk_in], [line("9", "남궁민수", "7777")])
    assert [draft.number for draft in found.added] == ["9"]
    assert [(twins.first, twins.second.number) for twins in found.twins] == [(walk_in, "9")]


def test_a_telephone_that_could_not_be_read_wipes_none_out() -> None:
    row = person("1", "홍길동", "1234")
    assert compare([row], [line("1", "홍길동", "")]).same == (line("1", "홍길동", ""),)


@pytest.mark.parametrize(
    ("first", "second", "is_told"),
    [
        (line("1", "강가람", "2222"), line("57", "강가람", "2222"), True),
        (line("1", "강가람", "2222"), line("57", "강 가람(위원장)", "2222"), True),
        (line("1", "강가람", subcommittee="복지"), line("57", "강가람", subcommittee="환경"), True),
        (line("1", "강가람", "2222"), line("57", "강가람", "3333"), False),
        (line("1", "강가람", birth="1961-03-05"), line("57", "강가람", birth="61.3.5."), False),
        (line("1", "강가람", birth="1961-03-05"), line("57", "강가람", birth="610305"), True),
        (line("1", "강가람", "2222"), line("57", "강나람", "2222"), False),
    ],
)
def test_likely_duplicates_are_told(first: PersonDraft, second: PersonDraft, is_told: bool) -> None:
    """강가람 stood twice on a list, got three slips and cast three ballots in 0.2.0."""
    assert bool(find_twins([first, second])) is is_told


def test_days_of_birth_written_differently_are_compared_by_their_figures() -> None:
    assert not are_surely_two_people(line("1", "강가람", birth="1961.03.05"), line("2", "강가람", birth="610305"))
    assert are_surely_two_people(line("1", "강가람", birth="1961.03.05"), line("2", "강가람", birth="1971.03.05"))


VACANT = (
    "공석|(공석)|[공석]|공 석|결원|결원 1명|공석(사임)|공석2|미정|미정(추후)|-|--|…|...|ㅡ|○○○|ㅇㅇㅇ|△△△|"
    "X|xxx|TBD|n/a|N/A|추후 선정|추후위촉|선임 예정|위촉예정|모집 중|해당없음|없음|*|?|\u3000|123|(  )|"
    "궐위|빈자리|공석 자리|공석1|미선정|추천 중|○ ○ ○"
)
NAMES_OF_PEOPLE = (
    "홍길동|공석진|미정은|이결원|결원식|무명|예비군|Kim|김 영희|선우예정|추후남|남궁민수(공석)|鄭우성|Ngô Bảo|미정 김|"
    "홍길동2|X세대|오공석|나미정|Ōe"
)


@pytest.mark.parametrize("name", VACANT.split("|"))
def test_a_placeholder_is_no_person(name: str) -> None:
    assert is_vacant_place(name)


@pytest.mark.parametrize("name", NAMES_OF_PEOPLE.split("|"))
def test_a_name_is_a_person(name: str) -> None:
    assert not is_vacant_place(name)


def test_a_name_is_compared_without_blanks_and_brackets() -> None:
    assert comparable_name(" 홍 길동(洪吉童) ") == comparable_name("홍길동") == "홍길동"
    assert comparable_name("(주)누리") == "누리"


NAMES = st.sampled_from(["가람", "나래", "다온", "가 람"])
NUMBERS = st.sampled_from(["1", "2", "3", "4", "5"])
PHONES = st.sampled_from(["", "1111", "2222"])


@given(
    rows=st.lists(st.tuples(NUMBERS, NAMES, PHONES), max_size=5, unique_by=lambda row: row[0]),
    drafts=st.lists(st.tuples(NUMBERS, NAMES, PHONES), max_size=5, unique_by=lambda row: row[0]),
    protected=st.sets(st.integers(0, 4)),
    removed=st.sets(NUMBERS),
)
def test_no_list_renames_or_doubles_anybody(
    rows: list[tuple[str, str, str]],
    drafts: list[tuple[str, str, str]],
    protected: set[int],
    removed: set[str],
) -> None:
    existing, lines = [person(*row) for row in rows], [line(*draft) for draft in drafts]
    kept = {existing[place].person_id for place in protected if place < len(existing)}
    found = compare_people_with_roster(existing, lines, FIELDS, kept, removed)
    taken = (
        *found.added,
        *(each.after for each in found.changed),
        *found.same,
        *(each.draft for each in found.refused),
    )
    assert sorted(map(str, taken)) == sorted(map(str, lines)), "each line is in exactly one list"
    for change in found.changed:
        assert change.before.person_id not in kept or comparable_name(change.before.name) == comparable_name(
            change.after.name
        )
        is_named = comparable_name(change.before.name) == comparable_name(change.after.name)
        assert is_named or change.before.phone_last4 == change.after.phone_last4 != ""
    assert len({each.before.person_id for each in found.changed}) == len(found.changed)
    moved = {each.before.person_id: each.after.number for each in found.changed}
    gone = {row.person_id for row in found.gone if row.number in removed}
    numbers = [moved.get(row.person_id, row.number) for row in existing if row.person_id not in gone]
    numbers += [draft.number for draft in found.added]
    assert len(numbers) == len(set(numbers)), "no two people have one number"
    assert all(copy_fields(PersonDraft, draft) == draft for draft in found.added)


@pytest.mark.parametrize(
    "written",
    [
        "홍길동 위원장",
        "홍길동(부위원장)",
        "부위원장 홍길동",
        "위원장: 홍길동",
        "홍길동위원",
        "홍길동 전 위원장",
        "홍 길 동 洪吉童",
        "위원장홍길동",
    ],
)
def test_an_office_beside_a_name_is_no_other_name(written: str) -> None:
    """홍길동 and 홍길동 위원장 with one telephone were two people in 0.4.0, and nobody was told."""
    assert comparable_name(written) == "홍길동"
    assert len(find_twins([line("1", "홍길동", "5678"), line("2", written, "5678")])) == 1
    assert find_twins([line("1", "홍길동", "5678"), line("2", written, "1111")]) == ()


@pytest.mark.parametrize(
    "name", ["김양", "이사장", "박교수", "정위원", "이사랑", "김 위원", "박사임당", "응우옌티란", "위원장"]
)
def test_a_name_that_looks_like_an_office_is_kept(name: str) -> None:
    assert comparable_name(name) == name.replace(" ", "")


@pytest.mark.parametrize("name", ["위원장 공석", "공석 위원장", "부위원장 (공석)", "간사(미정)"])
def test_a_vacant_office_is_nobody(name: str) -> None:
    """Enrolled as people in 0.4.0."""
    assert is_vacant_place(name)


@pytest.mark.parametrize(
    "name",
    [
        "복지과장",
        "강동구청장",
        "위원장",
        "여성위원",
        "청년대표",
        "(주)한빛",
        "학부모회 추천",
        "추천 1",
        "신규",
        "주민자치회",
        "홍길동(해촉)",
        "홍길동 (사임)",
        "고(故) 홍길동",
        "홍길동 010-1234-5678",
    ],
)
def test_what_is_no_name_of_somebody_who_is_there_is_asked_about(name: str) -> None:
    assert is_unlikely_name(name)
    reading = read_people(workbook([["연번", "성명"], [1, "이나래"], [2, name]]))
    assert [question.reason_code for question in reading.questions] == ["names_unlikely"]


@pytest.mark.parametrize(
    "name",
    [
        "홍길동",
        "홍길동 위원장",
        "홍길동위원",
        "위원장 홍길동",
        "남궁민수",
        "김이사",
        "박교수",
        "최대표",
        "나대표",
        "이의장",
        "홍길동 대표",
        "John Smith",
        "王美玲",
        "마리아 로페즈",
        "김하늘별님이",
        "공석훈",
        "홍길동(남)",
        "홍길동(강동구)",
        "홍길동(부위원장)",
        "이 준",
    ],
)
def test_a_name_is_not_asked_about(name: str) -> None:
    assert not is_unlikely_name(name)
    assert not is_vacant_place(name)


@pytest.mark.parametrize("title", ["위원장", "회장 ", "부 대표 ", "선생님", "이사관", "님", "시민위원"])
def test_a_name_with_many_titles_is_compared_at_once(title: str) -> None:
    """Seen to fail where a blank was of the title before it or behind it, and 선생님 also 선생 and 님: twice as
    long with each title."""
    for name in ("김민수 " + title * 60 + "x", title * 60 + "x", "김민수" + title * 60):
        assert comparable_name(name)
        is_vacant_place(name)  # comes to an end
