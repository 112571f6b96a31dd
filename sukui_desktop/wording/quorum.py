"""The quorum (정족수) in Korean words: what it is taken of, how many it needs, and whether it is met."""

from __future__ import annotations

from collections.abc import Sequence

from sukui_desktop.assets.messages import text
from sukui_desktop.domain.electorate import VoteBase, WhoCounts
from sukui_desktop.domain.quorum import Quorum, QuorumAlert, QuorumRule, VoteDoubt
from sukui_desktop.models.meeting import QuorumBase


def quorum_base_words(rule: QuorumRule, enrolled: int) -> str:
    """Return what a quorum is taken of: 재적 56명의 과반수, 재적 56명의 3분의 2 이상, 정한 인원 30명."""
    if rule.base == QuorumBase.FIXED:
        return text("wording.quorum.fixed", needed=f"{rule.fixed:,}")
    size = f"{enrolled:,}"
    if rule.is_more_than and rule.numerator * 2 == rule.denominator:
        return text("wording.quorum.majority", size=size)
    key = "more_than" if rule.is_more_than else "at_least"
    return text(f"wording.quorum.{key}", size=size, numerator=rule.numerator, denominator=rule.denominator)


def quorum_base_and_needed_words(rule: QuorumRule, quorum: Quorum) -> str:
    """Return what a quorum is taken of and how many that makes: 재적 56명의 과반수, 곧 29명."""
    base = quorum_base_words(rule, quorum.base_size)
    return (
        base if rule.base == QuorumBase.FIXED else text("wording.quorum.needed", base=base, needed=f"{quorum.needed:,}")
    )


def who_counts_in_quorum_words(people: WhoCounts) -> str:
    """Return who counts in 재적, 출석 and quorum, who does not and why, with the numbers of people."""
    words = text(
        "wording.quorum.members",
        enrolled=f"{people.enrolled:,}",
        present=f"{people.present:,}",
        walk_ins=_walk_ins_in_enrolled_words(people),
        who=voting_roles_words(people.members),
    )
    if not people.others and not people.others_present:
        return words
    roles = ", ".join(people.others) or text("wording.quorum.others_unnamed")
    return f"{words} {text('wording.quorum.others', count=f'{people.others_present:,}', roles=roles)}"


def _walk_ins_in_enrolled_words(people: WhoCounts) -> str:
    if not people.walk_ins_came:
        return ""
    listed = people.enrolled - people.walk_ins_came
    return text("wording.quorum.walk_ins", listed=f"{listed:,}", count=f"{people.walk_ins_came:,}")


def voting_roles_words(roles: Sequence[str]) -> str:
    """Return whom the roles mean: 표결권이 있는 역할(위원, 역할 없음)만; everybody, where nobody has a role."""
    if set(roles) == {""}:
        return text("wording.quorum.everybody")
    return text("wording.quorum.roles", roles=role_list_words(roles) or text("wording.quorum.nobody"))


def role_list_words(roles: Sequence[str]) -> str:
    """Return roles in a row, and who has none by name."""
    return ", ".join(role or text("wording.quorum.without_role") for role in roles)


def vote_base_at_closing_words(*, enrolled: int, present: int, voted_and_left: int, others_present: int) -> str:
    """Return who counted in a vote when it closed, with the numbers of people; '' where it was not written down."""
    if not enrolled and not present:
        return ""
    key = "base_left" if voted_and_left else "base_here"
    facts = {"enrolled": enrolled, "present": present, "here": present - voted_and_left, "left": voted_and_left}
    words = text(f"wording.quorum.{key}", **{name: f"{count:,}" for name, count in facts.items()})
    more = text("wording.quorum.base_others", count=f"{others_present:,}") if others_present else ""
    return f"{words} {more}".rstrip()


def vote_base_now_words(base: VoteBase) -> str:
    """Return by how many people an open vote would be measured now, and who of the room does not count."""
    words = text("wording.quorum.base_now", enrolled=f"{base.enrolled:,}", present=f"{base.present:,}")
    more = text("wording.quorum.base_others", count=f"{base.others_present:,}") if base.others_present else ""
    return f"{words} {more}".rstrip()


def quorum_alert_words(alert: QuorumAlert, quorum: Quorum) -> str:
    """Return what is said loudly when the quorum is lost, '' while it is not."""
    lacking = max(quorum.needed - quorum.present, 1)
    return (
        text(f"wording.quorum.{alert}", present=quorum.present, needed=quorum.needed, lacking=lacking) if alert else ""
    )


def doubts_about_taking_ballots_words(doubts: Sequence[VoteDoubt], quorum: Quorum) -> str:
    """Return what speaks against taking ballots now, a sentence a line."""
    facts = {"needed": quorum.needed, "present": quorum.present, "lacking": max(quorum.needed - quorum.present, 1)}
    return "\n".join(text(f"wording.quorum.doubt_{doubt}", **facts) for doubt in doubts)


def quorum_verdict_words(quorum: Quorum) -> str:
    """Return whether the people present make the quorum: 재적 56명 중 29명 이상, 40명으로 충족; 5명, 6명으로 충족."""
    fixed = "fixed_" if quorum.base == QuorumBase.FIXED else ""
    return text(
        f"wording.quorum.{fixed}{'met' if quorum.is_met else 'unmet'}",
        base=text(f"wording.quorum.base_{quorum.base}"),
        size=f"{quorum.base_size:,}",
        needed=f"{quorum.needed:,}",
        present=f"{quorum.present:,}",
    )
