"""Classes of voters who must have the same money left, kept together for speed.

While projects are bought one after another, what a voter has left depends only on which of them the ballot marks. So
voters divide into classes by that, and the division is the same however much money each began with.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from sukui_desktop.domain.advice.ballot_profile import Profile

Shares = tuple[Sequence[int], Sequence[int]]
"""(classes in which an option has supporters, how many supporters in each)."""


class Electorate:
    """The ballots of a profile, looked up by option; a kind of ballot is known by its place in the profile."""

    def __init__(self, profile: Profile) -> None:
        self.marks = [marks for marks, _ in profile.ballots]
        self.counts = [count for _, count in profile.ballots]
        self.votes_by_option = profile.votes_by_option()
        self.supporters: list[list[int]] = [[] for _ in profile.costs]
        """Of each option the kinds of ballot that mark it, those cast once first."""
        once = [place for place, count in enumerate(self.counts) if count == 1]
        again = [place for place, count in enumerate(self.counts) if count > 1]
        self._add_supporters(once)
        self.cast_once = [len(places) for places in self.supporters]
        """Of each option how many of its kinds were cast once: these are counted without a loop."""
        self._add_supporters(again)

    def _add_supporters(self, places: Sequence[int]) -> None:
        for place in places:
            for option in self.marks[place]:
                self.supporters[option].append(place)


class Division:
    """The classes after some purchases."""

    def __init__(
        self, electorate: Electorate, class_of: list[int], made_from: Sequence[int], made_at: list[int]
    ) -> None:
        self._electorate = electorate
        self.class_of = class_of
        """One a kind of ballot."""
        self.made_from = made_from
        """Of each class that the last purchase made, the class its voters were in before; the new ones are numbered
        on from the old, and an old one that lost all its voters stays, empty."""
        self.made_at = made_at
        """One a class: after how many purchases it was made. What its voters have left is the same ever since."""
        self._shares: dict[int, Shares] = {}

    def divide(self, bought: int) -> Division:
        """Return the classes once `bought` is bought as well."""
        class_of, size = self.class_of.copy(), len(self.made_at)
        new_of: dict[int, int] = {}
        for place in self._electorate.supporters[bought]:
            old = class_of[place]
            if (new := new_of.get(old)) is None:
                new = new_of[old] = size + len(new_of)
            class_of[place] = new
        made_at = self.made_at + [self.made_at[-1] + 1] * len(new_of)
        return Division(self._electorate, class_of, list(new_of), made_at)

    def supporter_classes(self, option: int) -> Shares:
        """Return the classes of the supporters of `option`; remembered, as the same is asked in sale after sale."""
        found = self._shares.get(option)
        if found is None:
            found = self._shares[option] = self._count_supporters(option)
        return found

    def _count_supporters(self, option: int) -> Shares:
        places, once = self._electorate.supporters[option], self._electorate.cast_once[option]
        class_of, counts = self.class_of, self._electorate.counts
        held = Counter([class_of[place] for place in places[:once]])
        for place in places[once:]:
            held[class_of[place]] += counts[place]
        return list(held), list(held.values())


def undivided_voters(electorate: Electorate) -> Division:
    """Return the one class of all voters before anything is bought."""
    return Division(electorate, [0] * len(electorate.marks), (), [0])
