"""What papers and screens say of ballot audits (시험 개봉): their score, and what was in an opened ballot."""

from __future__ import annotations

from sukui_desktop.assets.messages import text
from sukui_desktop.domain.ballot_audit import AuditScore
from sukui_desktop.domain.methods.ballot_kind import Answer
from sukui_desktop.domain.methods.registry import ballot_kind_of
from sukui_desktop.domain.question.definition import Question


def audit_score_words(score: AuditScore) -> str:
    """Return 없음 · 3건, 모두 일치 · 5건 가운데 일치 3건, 고른 것과 다르다고 한 것 2건."""
    if not score.audits:
        return text("documents.audits.none")
    if score.are_all_agreed:
        return text("documents.audits.clean", audits=f"{score.audits:,}")
    parts = [text("documents.audits.mixed", audits=f"{score.audits:,}", agreed=f"{score.agreed:,}")]
    if score.disputed:
        parts.append(text("documents.audits.disputed", disputed=f"{score.disputed:,}"))
    if score.differing:
        parts.append(text("documents.audits.differing", differing=f"{score.differing:,}"))
    return ", ".join(parts)


def opened_ballot_lines(question: Question, answer: Answer) -> tuple[str, ...]:
    """Return what an opened ballot holds, a mark a line in the order of the answer; one line for a blank one."""
    if not answer.marks:
        return (text("wording.audit.blank"),)
    kind = ballot_kind_of(question)
    numbers: tuple[int, ...] = tuple(range(1, len(answer.marks) + 1)) if kind.is_ordered else answer.points
    if not numbers:
        return tuple(question.options[mark].title for mark in answer.marks)
    badges = (text(f"ballot_kinds.badge.{question.method}", number=number) for number in numbers)
    titles = (question.options[mark].title for mark in answer.marks)
    return tuple(
        text("wording.audit.mark", badge=badge, title=title) for badge, title in zip(badges, titles, strict=True)
    )
