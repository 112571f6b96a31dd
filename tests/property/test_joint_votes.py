"""Three places that never saw each other: lists in any order, twice, old after new and through a third place."""

from __future__ import annotations

from collections import Counter

from hypothesis import given, settings
from hypothesis import strategies as st

from sukui_desktop.domain.joint_vote import (
    are_marks_of_one_person,
    comparable_birth,
    compare_list_with_known,
    find_slips_elsewhere,
    group_doubles,
    identifying_texts,
    is_giving_known,
)
from sukui_desktop.models.joint_vote import GivenElsewhere
from sukui_desktop.models.people import Personal
from sukui_desktop.models.shared_fields import copy_fields

PLACES = ("동주민센터", "복지관", "시청")
PEOPLE = 6
NAMES = ("김영수", "김영수", "이하나", "박두리", "최세나", "김 영수 위원")
"""Three of one name: birth and telephone tell them apart."""

List = tuple[dict[str, int], tuple[GivenElsewhere, ...]]


def person_at(place: int, who: int) -> Personal:
    """The roster of each place has other numbers; the third has no telephones, the second writes births otherwise."""
    birth = (f"19{60 + who}-03-05", f"{60 + who}.3.5.", f"{60 + who}0305")[place]
    phone = "" if place == 2 else f"{who:04}"
    return Personal(number=str(who * 7 + place), name=NAMES[who], birth=birth, phone_last4=phone)


class Booth:
    """One place with a record of its own."""

    def __init__(self, place: int) -> None:
        self.place, self.seq = place, 100
        self.out: dict[int, GivenElsewhere] = {}
        self.held: dict[str, GivenElsewhere] = {}
        self.known: dict[str, int] = {}

    @property
    def heads(self) -> dict[str, int]:
        return {f"stream{self.place}": self.seq}

    def give(self, who: int) -> bool:
        """Give a slip as the desk does; False where it is refused."""
        marks = identifying_texts(person_at(self.place, who), f"{self.place}/{who}")
        if who in self.out or find_slips_elsewhere("", marks, self.held.values(), ()):
            return False
        self.seq += 1
        giving = f"stream{self.place}:{self.seq:012}"
        self.out[who] = copy_fields(GivenElsewhere, marks, giving=giving, place=PLACES[self.place], at_ms=self.seq)
        return True

    def take_back(self, who: int) -> None:
        if self.out.pop(who, None):
            self.seq += 1

    def make_list(self) -> List:
        known = {**self.known, **self.heads}
        return known, (*self.held.values(), *self.out.values())

    def take_list(self, made: List) -> None:
        known, givings = made
        found = compare_list_with_known(self.held, self.known, self.heads, givings, known)
        for giving in found.gone:
            self.held.pop(giving, None)
        self.held |= {given.giving: given for given in found.added}
        self.known |= found.known

    def doubles(self) -> list[set[str]]:
        groups = group_doubles((*self.held.values(), *self.out.values()))
        return [{given.giving for given in group} for group in groups]


BOOTH = st.integers(0, 2)
ACTS = st.lists(
    st.one_of(
        st.tuples(st.just("give"), BOOTH, st.integers(0, PEOPLE - 1)),
        st.tuples(st.just("give"), BOOTH, st.integers(0, PEOPLE - 1)),
        st.tuples(st.just("take_back"), BOOTH, st.integers(0, PEOPLE - 1)),
        st.tuples(st.just("save"), BOOTH, BOOTH),
        st.tuples(st.just("carry"), BOOTH, st.integers(0, 30)),
    ),
    max_size=40,
)


def run(acts: list[tuple[str, int, int]]) -> tuple[list[Booth], list[List]]:
    booths, saved = [Booth(place) for place in range(3)], list[List]()
    for act, place, other in acts:
        if act == "give":
            booths[place].give(other)
        elif act == "take_back":
            booths[place].take_back(other)
        elif act == "save":
            saved.append(booths[place].make_list())
        elif saved:
            booths[place].take_list(saved[other % len(saved)])
    return booths, saved


def truth(booths: list[Booth]) -> list[set[str]]:
    """Whoever has two slips out, by what each booth itself knows of its own."""
    return [
        found
        for who in range(PEOPLE)
        if len(found := {booth.out[who].giving for booth in booths if who in booth.out}) > 1
    ]


@settings(max_examples=300)
@given(ACTS, st.permutations(range(6)), st.data())
def test_every_person_with_two_slips_is_listed_exactly_once_and_nobody_else(
    acts: list[tuple[str, int, int]], order: list[int], data: st.DataObject
) -> None:
    """Mutants: an older list brings back what was returned; a list through a third place counts as another slip."""
    booths, saved = run(acts)
    ways = [(a, b) for a in range(3) for b in range(3) if a != b]
    lists = [booth.make_list() for booth in booths]
    for place in order:
        source, target = ways[place]
        booths[target].take_list(lists[source])
        if saved:
            booths[target].take_list(saved[data.draw(st.integers(0, len(saved) - 1))])
    wanted = sorted(truth(booths), key=min)
    for booth in booths:
        assert sorted(booth.doubles(), key=min) == wanted


@settings(max_examples=200)
@given(ACTS)
def test_who_is_known_to_have_a_slip_elsewhere_is_refused_and_nobody_else(acts: list[tuple[str, int, int]]) -> None:
    booths, _ = run(acts)
    for booth in booths:
        said = {given.phone_mark or given.birth_mark for given in booth.held.values()}
        for who in set(range(PEOPLE)) - set(booth.out):
            names = {identifying_texts(person_at(place, who), "").birth_mark for place in range(3)}
            is_held = any(given.birth_mark in names for given in booth.held.values())
            assert booth.give(who) is not is_held, said


@settings(max_examples=200)
@given(ACTS, st.data())
def test_a_list_taken_in_again_or_own_or_older_changes_nothing(
    acts: list[tuple[str, int, int]], data: st.DataObject
) -> None:
    booths, saved = run(acts)
    for booth in booths:
        before = booth.make_list()
        booth.take_list(before)
        assert booth.make_list() == before
    for made in saved:
        booth = booths[data.draw(BOOTH)]
        booth.take_list(made)
        after = dict(booth.held)
        booth.take_list(made)
        assert booth.held == after
        for listed in made[1]:
            assert (listed.giving in booth.held) <= (not is_giving_known(booth.heads, listed.giving))


@settings(max_examples=200)
@given(ACTS, st.permutations(range(3)))
def test_lists_come_to_the_same_in_any_order(acts: list[tuple[str, int, int]], order: list[int]) -> None:
    """Mutant: the newest list that was taken in wins, instead of what each list knows of."""
    booths, saved = run(acts)
    lists = [booth.make_list() for booth in booths] + saved
    first, second = Booth(0), Booth(0)
    first.seq = second.seq = 0
    for made in lists:
        first.take_list(made)
    for made in [lists[place] for place in order] + saved[::-1]:
        second.take_list(made)
    assert first.held == second.held
    assert first.known == second.known


@given(st.sampled_from(("1961-03-05", "61.3.5", "610305", "1961년 3월 5일", "19610305", "1961. 3. 5.")))
def test_a_day_of_birth_is_one_however_it_is_written(written: str) -> None:
    assert comparable_birth(written) == "610305"


def test_what_is_no_day_of_birth_tells_nobody_apart() -> None:
    assert {comparable_birth(written) for written in ("", "1961", "60대", "3월 5일", "미상")} == {""}


@given(st.lists(st.integers(0, PEOPLE - 1), min_size=2, max_size=8), st.integers(0, 2))
def test_namesakes_are_told_apart_by_birth_and_telephone(whom: list[int], place: int) -> None:
    marks = [identifying_texts(person_at(place, who), f"{at}") for at, who in enumerate(whom)]
    for first, who in zip(marks, whom, strict=True):
        for second, other in zip(marks, whom, strict=True):
            assert are_marks_of_one_person(first, second) is (who == other)


def test_a_third_list_joins_two_that_have_nothing_in_common() -> None:
    """By birth alone, by telephone alone, and by both."""
    at = iter(range(3))
    one, two, three = (
        GivenElsewhere(giving=f"s{next(at)}:{1:012}", place="가", at_ms=1, birth_mark=birth, phone_mark=phone)
        for birth, phone in (("b", ""), ("", "p"), ("b", "p"))
    )
    assert group_doubles([one, two]) == ()
    [group] = group_doubles([one, two, three])
    assert Counter(given.giving for given in group) == Counter(each.giving for each in (one, two, three))
