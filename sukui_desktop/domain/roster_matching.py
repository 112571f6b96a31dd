"""Rules of a roster (명부): who is the same person in two lists, who may be one person twice, and what is no person."""

from __future__ import annotations

import itertools
import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from enum import StrEnum
from functools import partial

from msgspec.structs import replace

from sukui_desktop.domain.facts.person import PersonAdded
from sukui_desktop.domain.file_import import ImportComparison, PersonDraft, Refused, Twins, compare_drafts
from sukui_desktop.domain.text_cleaning_and_search import clean_text
from sukui_desktop.models.ids import PersonId
from sukui_desktop.models.people import Personal, PersonRow
from sukui_desktop.models.shared_fields import copy_fields

# Patterns are texts: `re` compiles and keeps each when it is first used, and opening a meeting needs few of them.
_BRACKETED = r"[(\[{<（［〔【].*?[)\]}>）］〕】]"
_VACANT = (
    r"(?i)(?:공석|결원|궐위|궐석|미정|미확정|미선정|미위촉|미선임|미지정|미배정|없음|공란|빈자리|해당없음|모집중|공모중|섭외중|추천중|"
    r"선임중|선출중|위촉중|위촉예정|선임예정|선출예정|추천예정|모집예정|추후(?:선정|위촉|선임|선출|추천|확정|결정|통보|공지)?|"
    r"(?:선정|충원|채용|임용|임명|배정|발령|공모|모집|위촉|추천|선임|선출|섭외)(?:중|예정|대기)자?|해촉|사퇴|사임|퇴직|전출|"
    r"예비|신규위촉예정|vacant|vacancy|empty|tbd|tba|none|null|n/?a|nil|unknown)"
    r"(?:석|자리|위원|인원|임|됨|상태|예정|\d*명)?\d*\Z"
)
_NO_LETTER = r"[^가-힣ㄱ-ㆎ一-鿿㐀-䶿豈-﫿ぁ-ヿA-Za-zÀ-ɏΑ-ωЀ-ӿ]*\Z"
_SAME_SIGN = r"([ㅇㅁㅡxXoO○●□■△▲◇◆*·.])\1*\Z"

_APART = ("affiliation", "position", "subcommittee", "phone_last4", "birth", "district", "number")
"""What tells namesakes apart, the clearest first."""
_WHENCE = ("affiliation", "position", "subcommittee", "district", "age_band")
"""Where people come from: namesakes of two lists are matched by it."""


_MASKED = r"[가-힣]{1,2}[○◯〇●*＊□■◇△▲ㅇㅁ]{1,3}[가-힣]?|[가-힣][OoXx]{1,2}[가-힣]?|[가-힣](?:모|아무개)(?:씨)?"
_BETWEEN_NAMES = r"[\s,，/·ㆍ;；&+→、()（）\[\]]+|(?<=\s)및(?=\s)"
_LIKE_NAME = (
    r"(?:[김이박최정강조윤장임한오서신권황안송류유전홍고문양손배백허남심노하곽성차주우구민진엄채원천방공현함변염여추도소석선설마길"
    r"연위표명기반왕금옥육인맹제모탁국어은편용]|남궁|황보|제갈|선우|독고|사공)[가-힣]{1,2}"
)
_OFFICE = (
    r"(?:장|위원|의원|주무관|사무관|서기관|조사관|담당관|대표|교수|박사|간사|감사|대리|기자|변호사|회계사|세무사|건축사|목사|신부|"
    r"연구원|강사|이사|총무|고문|님|씨|선생|구민|시민|주민|공무원|사원|직원|통장|반장)\Z"
)


_TITLE = (
    r"(?:(?:(?:공동|부|수석|명예|전임|신임|현|전)\s?)?(?:위원장|회장|대표|이사장|이사|간사|감사|총무|분과장|분과위원장|단장|반장|통장|이장|동장|팀장|과장|국장|"
    r"실장|소장|원장|관장|센터장|본부장|사무국장|사무총장|조합장|의장|구청장|시장|군수)|위원|의원|주무관|사무관|서기관|이사관|조사관|담당관|교수|박사|"
    r"변호사|회계사|세무사|건축사|연구원|강사|고문|자문위원|시민위원|주민위원|위촉직|당연직|(?>선생님?)|여사|님|씨)"
)
"""A title, blanks only inside it: one that could begin with a blank would be tried in every way between two others."""
_TITLE_BEHIND = rf"(?<=[가-힣])\s+(?:{_TITLE}\s*)+\Z|(?<=[가-힣]{{3}}){_TITLE}(?:\s*{_TITLE})*\Z"
_TITLE_BEFORE = rf"\A\s?(?:{_TITLE}\s*)+(?:[\s:：·-]+(?=[가-힣]{{2}})|(?={_LIKE_NAME}\Z)(?=[가-힣]{{3}}))"
_PLAIN_NAME = r"[가-힣]{1,3}"
_HANJA_BEHIND = r"(?<=[가-힣])[\s\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]+\Z"


_OFFICES = rf"\A(?:{_TITLE})+|(?:{_TITLE})+\Z"
_TITLE_ENDS = rf"{_TITLE}\Z"
_NO_PERSON = (
    r"(?:신규|추천|공모|모집|위촉|선출|당연직|위촉직|배석|참관|대리|예비)(?:자|인)?\d*|.{2,}(?:(?:추천|몫)\d*|대표)"
)
_BODY = (
    r"(?:위원회|협의회|주민자치회|학부모회|부녀회|노인회|복지관|재단|법인|회사|센터|구청|시청|주민센터|시의회|구의회)\Z"
)
"""Ends of the name of a body."""


_LEFT = (
    r"해촉|사퇴|사임|사직|퇴임|퇴직|퇴사|탈퇴|제명|해임|면직|파면|사망|작고|별세|전출|전근|이임|궐위|임기\s*(?:만료|종료|끝)"
    r"|위촉\s*(?:해제|취소|철회|종료)|자격\s*(?:상실|박탈|정지)|그만\s*[둠두둔]|중도\s*(?:포기|하차)|(?:활동|직무)\s*(?:중단|정지)"
)
"""Words by which a list says that somebody is no member any more."""
_LEFT_ELSEWHERE = r"(?:정년\s*)?퇴[직임]\s*(?:한\s*)?(?:공무원|교원|교사|교수|교장|군인|경찰|소방관|직원|자)"
"""What somebody was before."""


class PersonFault(StrEnum):
    """Why a person of a list is not taken in as the list says; its sentence is `reading.reason.<code>`."""

    NUMBER_OF_ANOTHER = "number_of_another"
    """Somebody who stays on the roster has this number: another name, another telephone."""
    WAS_HERE = "renames_person_who_was_here"
    """The list would rename somebody who was admitted or holds a slip."""
    SEVERAL = "person_ambiguous"
    """Several of the roster have this name, and nothing tells which is meant."""


def is_vacant_place(name: str) -> bool:
    """Return whether a name says that nobody is there yet: 공석, (결원), 미정 1, TBD, -, ○○○ …"""
    plain = re.sub(r"\s", "", clean_text(name))
    outside = re.sub(_BRACKETED, "", plain)
    word = outside or re.sub(r"[()\[\]{}<>（）［］〔〕【】]", "", plain)
    word = _word_beside_office(word.strip("-–—*※.,:;·~!?'\""), plain)
    return not word or bool(re.match(_VACANT, word) or re.match(_NO_LETTER, word) or re.match(_SAME_SIGN, word))


def _word_beside_office(word: str, plain: str) -> str:
    """Return what a name says beside an office: 공석 of 위원장 공석 and of 부위원장(공석)."""
    bare = re.sub(_OFFICES, "", word)
    inside = re.sub(r"[()\[\]{}<>（）［］〔〕【】]", "", "".join(re.findall(_BRACKETED, plain)))
    return (bare or inside or word) if bare != word else word


def is_unlikely_name(name: str) -> bool:
    """Return whether a cell is likely no name of somebody who is there: 복지과장, (주)한빛, 신규, 홍길동(해촉)."""
    tidy = clean_text(name)
    plain = re.sub(r"\s", "", re.sub(_BRACKETED, "", tidy)) or re.sub(r"\s", "", tidy)
    inside = [re.sub(r"\s", "", each)[1:-1] for each in re.findall(_BRACKETED, tidy)]
    said_inside = ("故", "고인", "사망", "주", "유", "재", "사")
    if tidy.startswith("故") or any(re.match(_VACANT, each) or each in said_inside for each in inside):
        return True
    found = re.search(_TITLE_ENDS, plain)
    before = re.sub(_TITLE_ENDS, "", tidy).strip()
    is_foreign = re.search(r"\S\s+\S|[A-Za-z]{2}", before) is not None  # John Smith 과장, 사토 유키 위원
    is_named = len(plain) < 4 or is_foreign or re.fullmatch(_LIKE_NAME, comparable_name(name)) is not None
    is_office = found is not None and (found.start() == 0 or not is_named)
    is_long = found is not None and 0 < found.start() < 3 and len(plain) > 4
    has_digits = len(re.findall(r"[0-9]", plain)) > 6  # a telephone
    return (
        is_office
        or is_long
        or has_digits
        or bool(re.fullmatch(_NO_PERSON, comparable_name(name)) or re.search(_BODY, plain))
    )


def words_of_leaving(person: PersonDraft) -> str:
    """Return the words by which a line says that the person is no member any more, as 2026.3. 해촉; '' for none."""
    for written in (person.remark, person.role, person.position, person.channel, person.needs):
        if re.search(_LEFT, re.sub(_LEFT_ELSEWHERE, "", written)):
            return written
    return ""


def is_masked_name(name: str) -> bool:
    """Return whether a name hides letters, so that nobody can be known by it: 홍○○, 김*수, 박OO, 이모."""
    plain = re.sub(r"\s", "", re.sub(_BRACKETED, "", clean_text(name)))
    return bool(re.fullmatch(_MASKED, plain))


def names_several_people(name: str) -> bool:
    """Return whether a cell seems to name several people, or one for another: 홍길동/김철수, 홍길동 외 3명."""
    plain = clean_text(name)
    if re.search(r"[0-9]+\s*(?:명|인)(?![가-힣])|(?<=\s)외\s*[0-9]+\Z", plain):
        return True
    outside, inside = re.sub(_BRACKETED, " ", plain), "".join(re.findall(_BRACKETED, plain))
    if re.search(r"대리|대참|대신|배우자|보호자|동반|자녀", inside) and _count_names(inside) > 0:
        return True
    return _count_names(outside) > 1


def _count_names(words: str) -> int:
    pieces = [piece for piece in re.split(_BETWEEN_NAMES, words) if piece]
    is_listed = any(sign in words for sign in ",，/·ㆍ;；&+→、") or " 및 " in words
    least = 2 if is_listed else 3
    return sum(
        least <= len(piece) <= 4 and bool(re.fullmatch(_LIKE_NAME, piece)) and not re.search(_OFFICE, piece)
        for piece in pieces
    )


def comparable_name(name: str) -> str:
    """Return a name for comparing: no blanks, no brackets with what is in them, no office or Hanja beside the name.

    홍길동, 홍 길동(洪吉童), 홍길동 위원장, 부위원장 홍길동 and 홍길동위원 are one name.
    """
    if re.fullmatch(_PLAIN_NAME, name):
        return name  # as most are: with an office beside it a name would have four syllables and more
    tidy = clean_text(re.sub(_BRACKETED, " ", clean_text(name)))
    bare = re.sub(_HANJA_BEHIND, "", tidy) or tidy
    bare = re.sub(_TITLE_BEFORE, "", bare)
    titled = re.sub(_TITLE_BEHIND, "", bare)
    is_apart = " " in bare[len(titled) :] and len(re.sub(r"\s", "", titled)) > 1
    if is_apart or re.fullmatch(_LIKE_NAME, titled):
        bare = titled
    plain = re.sub(r"\s", "", bare).casefold()
    return plain or re.sub(r"\s", "", clean_text(name)).casefold()


def are_surely_two_people(first: Personal, second: Personal) -> bool:
    """Return whether two people of one name are surely two: the telephone or the day of birth differs."""
    return any(
        getattr(first, field)
        and getattr(second, field)
        and _comparable_detail(first, field) != _comparable_detail(second, field)
        for field in ("phone_last4", "birth")
    )


def _comparable_detail(person: Personal, field: str) -> str:
    value: str = getattr(person, field)
    return "".join(re.findall(r"\d", value)).removeprefix("19").removeprefix("20") if field == "birth" else value


def are_surely_one_person(first: Personal, second: Personal) -> bool:
    """Return whether two people of one name are surely one: the telephone or the day of birth is the same."""
    return not are_surely_two_people(first, second) and any(
        bool(getattr(first, field)) and _comparable_detail(first, field) == _comparable_detail(second, field)
        for field in ("phone_last4", "birth")
    )


def find_distinguishing_fields(
    people: Iterable[PersonRow], *, without: Collection[str] = (), least: int = 2
) -> dict[PersonId, tuple[str, ...]]:
    """Return for everybody who has a namesake the fields that tell them from all namesakes, at least the first `least`
    in which the namesakes differ, and none of `without`.

    The clearest first: affiliation, position, 분과, telephone, birth, district, number; only fields that say something.
    """
    fields = [field for field in _APART if field not in without]
    by_name: dict[str, list[PersonRow]] = {}
    for person in people:
        by_name.setdefault(comparable_name(person.name), []).append(person)
    apart: dict[PersonId, tuple[str, ...]] = {}
    for namesakes in by_name.values():
        if len(namesakes) > 1:
            differing = [field for field in fields if len({getattr(each, field) for each in namesakes}) > 1]
            for each in namesakes:
                apart[each.person_id] = _fields_that_tell_apart(each, namesakes, differing, least)
    return apart


def _fields_that_tell_apart(
    person: PersonRow, namesakes: Iterable[PersonRow], differing: Iterable[str], least: int
) -> tuple[str, ...]:
    """Return the first `least` of these fields, and then each that leaves fewer namesakes alike, until none is."""
    alike = [other for other in namesakes if other is not person]
    chosen: list[str] = []
    for field in differing:
        value = getattr(person, field)
        others = [other for other in alike if getattr(other, field) == value]
        if value and (len(chosen) < least or len(others) < len(alike)):
            chosen.append(field)
            alike = others
    return tuple(chosen)


def find_twins(people: Sequence[Personal], others: Iterable[Personal] = ()) -> tuple[Twins, ...]:
    """Return the pairs among `people`, and of `people` with `others`, that are likely one person."""
    by_name: dict[str, list[Personal]] = {}
    for other in others:
        by_name.setdefault(comparable_name(other.name), []).append(other)
    twins: list[Twins] = []
    for person in people:
        known = by_name.setdefault(comparable_name(person.name), [])
        twins += [Twins(other, person) for other in known if not are_surely_two_people(other, person)]
        known.append(person)
    return tuple(twins)


def compare_people_with_roster(
    existing: Sequence[PersonRow],
    drafts: Sequence[PersonDraft],
    fields: Collection[str],
    protected: Collection[PersonId],
    removed: Collection[str] = (),
) -> ImportComparison[PersonRow, PersonDraft]:
    """Return what taking `drafts` in would do to the roster.

    Who has a number and a name, or a name and a telephone (or birth) of somebody on the roster is that person, whatever
    number the new list gives; a number alone is nobody. Who is new and has no number is given the next free one, in the
    list's order. `fields` are those the file has: others are neither compared
    nor changed. `protected` were admitted or hold a slip: no list renames them. `removed` are the numbers of those whom
    people ticked to be taken off, which frees their numbers.
    """
    matched, refused = _match_drafts_to_people(existing, drafts, protected)
    known = {row.person_id for row in matched.values()}
    staying = [row for row in existing if row.person_id in known or not row.number or row.number not in removed]
    _refuse_numbers_in_use(staying, drafts, matched, refused)
    taken_in = [(matched.get(place), draft) for place, draft in enumerate(drafts) if place not in refused]
    found = compare_drafts(taken_in, partial(_fields_to_compare, fields))
    found = replace(found, added=tuple(_give_numbers_to_unnumbered(found.added, [row.number for row in existing])))
    others = [row for row in staying if row.person_id not in known]
    return replace(
        found,
        gone=tuple(row for row in existing if row.number and row.person_id not in known and not row.is_walk_in),
        refused=tuple(refused.values()),
        twins=find_twins(found.added, others),
    )


def find_people_removed_before(
    drafts: Iterable[PersonDraft], removed: Iterable[Personal]
) -> tuple[tuple[PersonDraft, Personal], ...]:
    """Return those of these people who are likely one that was taken off the roster, each beside whom: the same name,
    and nothing that tells them apart."""
    by_name: dict[str, list[Personal]] = {}
    for each in removed:
        by_name.setdefault(comparable_name(each.name), []).append(each)
    pairs = []
    for draft in drafts:
        known = by_name.get(comparable_name(draft.name), ())
        same = next((each for each in known if not are_surely_two_people(each, draft)), None)
        if same is not None:
            pairs.append((draft, same))
    return tuple(pairs)


def _give_numbers_to_unnumbered(drafts: Sequence[PersonDraft], taken: Sequence[str]) -> Iterator[PersonDraft]:
    """Yield people, those without a number with the next above all that are taken, as wide as 007 is."""
    plain = [number for number in taken if number.isascii() and number.isdigit()]
    width = max((len(number) for number in plain if number.startswith("0")), default=1)
    following = itertools.count(max(map(int, plain), default=0) + 1)
    for draft in drafts:
        yield draft if draft.number else replace(draft, number=f"{next(following):0{width}d}")


def _fields_to_compare(fields: Collection[str], draft: PersonDraft) -> list[str]:
    """Leave out a telephone of which the list is silent, as its cell could not be read: the roster may know it."""
    known = [name for name in draft.__struct_fields__ if name in fields]
    return known if draft.phone_last4 else [name for name in known if name != "phone_last4"]


def _match_drafts_to_people(
    existing: Sequence[PersonRow], drafts: Sequence[PersonDraft], protected: Collection[PersonId]
) -> tuple[dict[int, PersonRow], dict[int, Refused]]:
    """Return (place of a draft → the person it is, place → why it cannot be taken in)."""
    matched: dict[int, PersonRow] = {}
    refused: dict[int, Refused] = {}
    free = {row.person_id: row for row in existing if not row.is_walk_in}
    by_number = {row.number: row for row in free.values() if row.number}
    by_name: dict[str, list[PersonRow]] = {}
    for row in free.values():
        by_name.setdefault(comparable_name(row.name), []).append(row)
    names = [comparable_name(draft.name) for draft in drafts]

    def waiting() -> Iterator[tuple[int, PersonDraft, list[PersonRow]]]:
        """Yield each draft that is nobody yet with those of its name who are still free."""
        for place, draft in enumerate(drafts):
            if place not in matched and place not in refused:
                yield place, draft, [row for row in by_name.get(names[place], ()) if row.person_id in free]

    def take(place: int, row: PersonRow) -> None:
        matched[place] = free.pop(row.person_id)

    for place, draft, namesakes in waiting():
        numbered = next((row for row in namesakes if row.number and row.number == draft.number), None)
        if numbered is not None and not _is_surely_a_namesake(numbered, draft, drafts, names):
            take(place, numbered)
    for place, draft, namesakes in waiting():
        sure = [row for row in namesakes if are_surely_one_person(row, draft)]
        if len(sure) == 1:
            take(place, sure[0])
    alike = {
        place: [row for row in namesakes if _is_likely_same_person(row, draft)] for place, draft, namesakes in waiting()
    }
    meant = Counter(row.person_id for rows in alike.values() for row in rows)
    for place, rows in alike.items():
        if len(rows) == 1 and meant[rows[0].person_id] == 1:
            take(place, rows[0])
    left = Counter(names[place] for place, _, _ in waiting())
    for place, draft, namesakes in waiting():
        likely = [row for row in namesakes if not are_surely_two_people(row, draft)]
        if len(likely) == 1 and left[names[place]] == 1:
            take(place, likely[0])
        elif likely:
            refused[place] = Refused(draft=draft, holder=likely[0], reason_code=PersonFault.SEVERAL)
    for place, draft, _ in waiting():
        holder = by_number.get(draft.number)
        if holder is None or holder.person_id not in free or not are_surely_one_person(holder, draft):
            continue
        if holder.person_id in protected:
            refused[place] = Refused(draft=draft, holder=holder, reason_code=PersonFault.WAS_HERE)
        else:
            take(place, holder)  # same number and telephone: the name was put right
    return matched, refused


def _is_likely_same_person(row: PersonRow, draft: PersonDraft) -> bool:
    """Return whether nothing that both say differs, and something that tells namesakes apart is the same."""
    both = [(getattr(row, field), getattr(draft, field)) for field in _WHENCE]
    both = [(first, second) for first, second in both if first and second]
    return bool(both) and all(first == second for first, second in both) and not are_surely_two_people(row, draft)


def _is_surely_a_namesake(
    row: PersonRow, draft: PersonDraft, drafts: Sequence[PersonDraft], names: Sequence[str]
) -> bool:
    """Return whether another line of the list is surely this person, and this line, of the same name, surely not."""
    return are_surely_two_people(row, draft) and any(
        other is not draft and names[place] == comparable_name(row.name) and are_surely_one_person(row, other)
        for place, other in enumerate(drafts)
    )


def _refuse_numbers_in_use(
    staying: Sequence[PersonRow],
    drafts: Sequence[PersonDraft],
    matched: dict[int, PersonRow],
    refused: dict[int, Refused],
) -> None:
    """Refuse every draft whose number belongs to somebody who keeps it, until no two people have one number.

    A refused draft leaves the person whom it meant, with the number they had.
    """
    wanted = {draft.number: place for place, draft in enumerate(drafts)}
    moving = {row.person_id for row in matched.values()}
    keeping = [row for row in staying if row.number and row.person_id not in moving]
    while keeping:
        holder = keeping.pop()
        place = wanted.get(holder.number)
        if place is None or place in refused:
            continue
        refused[place] = Refused(draft=drafts[place], holder=holder, reason_code=PersonFault.NUMBER_OF_ANOTHER)
        if place in matched:
            keeping.append(matched.pop(place))


def make_person_added_fact(draft: PersonDraft, *, is_walk_in: bool = False) -> PersonAdded:
    """Return the fact that puts this person on the roster, or in the room as a walk-in."""
    return copy_fields(PersonAdded, draft, is_walk_in=is_walk_in, personal=copy_fields(Personal, draft))
