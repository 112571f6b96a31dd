"""A kind of ballot: what the program may ask of every kind, and the judgement that all but the opinion share."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterator, Sequence
from collections.abc import Set as AbstractSet
from enum import StrEnum
from itertools import compress
from typing import ClassVar, Protocol, TypeVar

import msgspec

from sukui_desktop.domain.errors import RuleBroken
from sukui_desktop.domain.question.definition import Question
from sukui_desktop.domain.question.method_and_marking import Invalidity, Marking, Method

T = TypeVar("T")

Fault = tuple[str, object, str]
"""Of a rule file: where (dotted path), what is there, what was expected (in signs that need no language)."""


class Verdict(StrEnum):
    """What a ballot is as a whole."""

    VALID = "valid"
    BLANK = "blank"
    """Nothing marked; apart from invalid."""
    INVALID = "invalid"


class Counts(StrEnum):
    """What the ballots of a kind are added up to."""

    VOTES = "votes"
    """Ballots that name an option."""
    POINTS = "points"
    """Points that an option was given."""
    OPINIONS = "opinions"
    """Equal texts."""


class Asks(StrEnum):
    """How a kiosk asks for an answer."""

    LIST = "list"
    """A list of options to look through, mark and confirm."""
    BUTTONS = "buttons"
    """A few large choices of which one is pressed."""
    TEXT = "text"
    """A field to write in."""


class Answer(msgspec.Struct, frozen=True):
    """What one voter answers to one question, whatever its kind."""

    marks: tuple[int, ...] = ()
    """Indexes into `Question.options`; best first for a ranking, ascending otherwise."""
    points: tuple[int, ...] = ()
    """Beside `marks` for score and cumulative, one number a mark."""
    opinion: str = ""


class Judgement(msgspec.Struct, frozen=True):
    """What a ballot is: valid, blank or invalid, and which limit it broke first (code, facts).

    A valid ballot has a code where a group or a mark of it does not count.
    """

    verdict: Verdict
    code: str = ""
    name: str = ""
    """The group or the title of the option concerned, or ''."""
    picked: int = 0
    limit: int = 0
    counted: Answer = Answer()
    """What counts of a valid ballot; of a ranking with the points of each mark's place, of an opinion tidied."""


class Chance(Protocol):
    """What is needed of a source of randomness, such as `random.Random`."""

    def randint(self, a: int, b: int) -> int:
        """Return a whole number from `a` to `b`."""

    def randrange(self, start: int) -> int:
        """Return a whole number from 0, less than `start`."""

    def choice(self, seq: Sequence[T]) -> T:
        """Return one of `seq`."""

    def sample(self, population: Sequence[T], k: int) -> list[T]:
        """Return `k` of `population`, each once, in any order."""


class BallotKind(ABC):
    """One kind of ballot. Its traits are constants; its functions take the question whose ballots they are about."""

    method: ClassVar[Method]
    """Its word in files and, in sentences, the end of its keys (`ballot_kinds.keys.<method>`)."""
    counts: ClassVar[Counts] = Counts.VOTES
    asks: ClassVar[Asks] = Asks.LIST
    makes_list: ClassVar[bool] = True
    """Projects are ranked and selected under a selection rule."""
    offers_choices: ClassVar[bool] = False
    """Its options are words of its own, such as 찬성 and 반대, not the projects of the meeting; a motion may be put."""
    is_ordered: ClassVar[bool] = False
    """The order of the marks matters."""
    has_numbers: ClassVar[bool] = False
    """Each mark has a number of its own beside it, in `Answer.points`."""
    names_in_favour: ClassVar[bool] = True
    """To name a project speaks for it, so rules that look at whole ballots can be asked; a score may speak against."""
    vote_type: ClassVar[str] = ""
    """Its name in a Pabulib file; '' where the format has none."""
    vote_types_read: ClassVar[tuple[str, ...]] = ()
    """Kinds of a Pabulib file whose ballots may be a channel of such a question."""

    @property
    def counts_votes(self) -> bool:
        """Return whether a mark is a ballot that names the option, and nothing more."""
        return self.counts is Counts.VOTES

    @property
    def ranks_by_points(self) -> bool:
        """Return whether options are ranked by points, not by the ballots that name them."""
        return self.counts is Counts.POINTS

    @property
    def has_options(self) -> bool:
        """Return whether there is something to mark."""
        return self.counts is not Counts.OPINIONS

    # Ballots as bytes of one length (docs/formats/ballot.md) --------------------------------------------------------

    @abstractmethod
    def bytes_per_ballot(self, question: Question) -> int:
        """Return the number of bytes of every ballot of this question."""

    def encode_ballot(self, question: Question, answer: Answer) -> bytes:
        """Return an answer, valid or not, as bytes of the one length.

        Raises RuleBroken: mark_unknown for an index that is not on the ballot, mark_twice (any kind but ranking),
        points_beside_marks, points_unwritable, too_many_places, opinion_too_long.
        """
        size = len(question.options)
        for mark in answer.marks:
            if not 0 <= mark < size:
                raise RuleBroken("mark_unknown", mark=mark)
        if not self.is_ordered and len(set(answer.marks)) != len(answer.marks):
            raise RuleBroken("mark_twice", count=len(answer.marks))
        return self._encode_answer(question, answer)

    def decode_ballot(self, question: Question, plaintext: bytes) -> Answer:
        """Return the answer that bytes hold; marks ascend, except those of a ranking.

        Raises RuleBroken ballot_malformed when the length differs or the bytes are none that an answer could have.
        """
        length = self.bytes_per_ballot(question)
        if len(plaintext) != length:
            raise RuleBroken("ballot_malformed", length=len(plaintext), expected=length)
        return self._decode_answer(question, plaintext)

    @abstractmethod
    def _encode_answer(self, question: Question, answer: Answer) -> bytes:
        """Return the bytes of an answer whose marks are on the ballot."""

    @abstractmethod
    def _decode_answer(self, question: Question, plaintext: bytes) -> Answer:
        """Return the answer in bytes of the right length. Raises RuleBroken ballot_malformed."""

    # Judgement ------------------------------------------------------------------------------------------------------

    def judge_ballot(self, question: Question, answer: Answer) -> Judgement:
        """Return whether this is a valid, blank or invalid answer, and what of it counts.

        A broken limit voids the larger of its own unit and the question's `invalidity`: a limit of the whole ballot
        always all of it (docs/sources.md, "Past votes", 2014). Where several are broken, the code is that of the
        whole ballot first, then of a mark, then of a group.
        """
        if not answer.marks:
            return judge_empty_ballot(question)
        broken = self._fault_of_whole_ballot(question, answer)
        if broken is not None:
            return broken
        if not question.groups and self.counts_votes:
            return Judgement(Verdict.VALID, counted=answer)
        return self._judge_marks_and_groups(question, answer)

    def _fault_of_whole_ballot(self, question: Question, answer: Answer) -> Judgement | None:
        """Return the first limit of the whole ballot that the marks as they were cast break; a voided mark is one."""
        picked, limit = len(answer.marks), question.marking.cost_limit
        if picked > question.max_picks:
            return Judgement(Verdict.INVALID, "too_many_picks", "", picked, question.max_picks)
        if picked < question.min_picks:
            return Judgement(Verdict.INVALID, "too_few_picks", "", picked, question.min_picks)
        if limit:
            cost = sum(question.options[mark].cost for mark in answer.marks)
            if cost > limit:
                return Judgement(Verdict.INVALID, "too_costly", "", cost, limit)
        return None

    def _faults_of_marks(self, question: Question, answer: Answer) -> list[tuple[int, Judgement]]:
        """Return the place and the fault of every mark that breaks a limit of its own."""
        return []

    def _counted_answer(self, question: Question, answer: Answer) -> Answer:
        """Return an answer of which every mark counts, with the points of each."""
        return answer

    def _judge_marks_and_groups(self, question: Question, answer: Answer) -> Judgement:
        """Void what marks and groups break of their own limits; the ballot is invalid when no mark is left."""
        invalidity = question.marking.invalidity
        voided: set[int] = set()
        broken = None
        for place, fault in self._faults_of_marks(question, answer):
            broken = broken or fault
            voided |= {place} if invalidity == Invalidity.MARK else _mark_places_in_same_group(question, answer, place)
        for fault in _group_faults(question, answer, voided) if question.groups else ():
            broken = broken or fault
            voided |= {p for p, mark in enumerate(answer.marks) if question.options[mark].group == fault.name}
        if broken is None:
            return Judgement(Verdict.VALID, counted=self._counted_answer(question, answer))
        if invalidity == Invalidity.BALLOT or len(voided) == len(answer.marks):
            return broken
        stands = [place not in voided for place in range(len(answer.marks))]
        whole = self._counted_answer(question, answer)
        counted = Answer(tuple(compress(whole.marks, stands)), tuple(compress(whole.points, stands)))
        return Judgement(Verdict.VALID, broken.code, broken.name, broken.picked, broken.limit, counted)

    # Limits of the question -----------------------------------------------------------------------------------------

    def require_valid_marking(self, question: Question) -> None:  # noqa: B027 - a kind without limits of its own has nothing to see
        """Check that the marking of a question has no fault and lets a ballot be filled in.

        Raises RuleBroken with a code of the kind: choice_is_one, score_range, place_points, points_range,
        opinion_length, opinion_with_options.
        """

    def faults_of_marking_in_rule(self, marks: Marking, max_picks: int) -> Iterator[Fault]:
        """Yield what makes a marking unusable, in a rule file as in a question: field, value, what may be there."""
        yield from ()

    def points_range_of_option(self, question: Question) -> tuple[int, int | None]:
        """Return the least and the most that one ballot can give one option (None: no limit); no mark gives 0."""
        return 0, 1

    def points_range_of_ballot(self, question: Question) -> tuple[int | None, int | None]:
        """Return the least and the most points that one ballot gives in all, None where nothing limits them."""
        return None, None

    # Words ----------------------------------------------------------------------------------------------------------

    def sentences_of_marking_in_rule(
        self, marks: Marking, choices: Sequence[str]
    ) -> Iterator[tuple[str, dict[str, object]]]:
        """Yield the sentences on the marking in a rule: the end of a key under `ballot_kinds.in_rules`, and facts."""
        yield from ()

    # Simulated ballots ----------------------------------------------------------------------------------------------

    def simulate_answer(self, question: Question, picked: Sequence[int], random: Chance) -> Answer:
        """Return the answer of a simulated voter who wants these options, best liked first."""
        return Answer(tuple(sorted(picked)))


def judge_empty_ballot(question: Question) -> Judgement:
    """Return what a ballot with nothing on it is: blank, or invalid where the question does not allow that."""
    return Judgement(Verdict.BLANK) if question.allows_blank else Judgement(Verdict.INVALID, "blank_not_allowed")


def malformed_ballot_refusal(plaintext: bytes) -> RuleBroken:
    """Return the refusal of bytes that have the right length and are no answer."""
    return RuleBroken("ballot_malformed", length=len(plaintext), expected=len(plaintext))


def _mark_places_in_same_group(question: Question, answer: Answer, place: int) -> set[int]:
    """Return the places of all marks in the group of one of them; all there are where it has no group."""
    name = question.options[answer.marks[place]].group
    if all(group.name != name for group in question.groups):
        return set(range(len(answer.marks)))
    return {p for p, mark in enumerate(answer.marks) if question.options[mark].group == name}


def _group_faults(question: Question, answer: Answer, voided: AbstractSet[int]) -> list[Judgement]:
    counts = dict.fromkeys([group.name for group in question.groups], 0)
    for place, mark in enumerate(answer.marks):
        group_name = question.options[mark].group
        if place not in voided and group_name in counts:
            counts[group_name] += 1
    faults = []
    for group in question.groups:
        picked = counts[group.name]
        if picked > group.max_picks:
            faults.append(Judgement(Verdict.INVALID, "too_many_in_group", group.name, picked, group.max_picks))
        elif picked < group.min_picks:
            faults.append(Judgement(Verdict.INVALID, "too_few_in_group", group.name, picked, group.min_picks))
    return faults
