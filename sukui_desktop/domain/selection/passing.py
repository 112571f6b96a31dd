"""과반수와 정족수: whether a choice passed, in exact numbers of the base that the rule names."""

from __future__ import annotations

from fractions import Fraction

from sukui_desktop.domain.errors import RuleBroken
from sukui_desktop.domain.question.motion import Motion, Passage, Turnout


def judge_motion(motion: Motion, in_favour: int, against: int, turnout: Turnout) -> Passage:
    """Say whether 찬성 passed; too few people come before too few votes.

    Raises RuleBroken turnout_missing when the rule names people (재적, 출석) whom nobody counted.
    Source: domain.md §3 (과반수 is more than 1/2 of the base), §2 (민주주의서울: 5,000 take part, majority in favour).
    """
    base_count = _count_base(motion.base, in_favour + against, turnout)
    needed = needed_votes(motion, base_count)
    needed_part = needed_turnout(motion, turnout)
    code = "passed" if in_favour >= needed else "not_enough"
    if turnout.cast < needed_part:
        code = "too_few_took_part"
    return Passage(
        is_passed=code == "passed",
        code=code,
        in_favour=in_favour,
        against=against,
        needed=needed,
        base=motion.base,
        base_count=base_count,
        took_part=turnout.cast,
        needed_to_take_part=needed_part,
        turnout=turnout,
    )


def needed_votes(motion: Motion, base_count: int) -> int:
    """Return the smallest number of 찬성 that passes; never 0, as nothing passes without a vote for it."""
    share = Fraction(motion.numerator, motion.denominator) * base_count
    if motion.is_more_than:
        return int(share) + 1
    return max(1, -(-share.numerator // share.denominator))


def needed_turnout(motion: Motion, turnout: Turnout) -> int:
    """Return how many must take part: the number or the share of the enrolled, whichever is more.

    Raises RuleBroken turnout_missing when the share is of a roster nobody keeps.
    """
    if not motion.least_share:
        return motion.least_cast
    share = Fraction(motion.least_share) * _counted("enrolled", turnout.enrolled)
    return max(motion.least_cast, -(-share.numerator // share.denominator))


def _count_base(base: str, deciding: int, turnout: Turnout) -> int:
    if base == "enrolled":
        return _counted(base, turnout.enrolled)
    if base == "present":
        return _counted(base, turnout.present)
    return {"cast": turnout.cast, "valid": turnout.valid, "deciding": deciding}[base]


def _counted(base: str, people: int) -> int:
    if people < 1:
        raise RuleBroken("turnout_missing", base=base)
    return people
