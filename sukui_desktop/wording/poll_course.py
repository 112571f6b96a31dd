"""What papers say of the times in which a vote stood still, and of who opened its box."""

from __future__ import annotations

from sukui_desktop.assets.messages import text
from sukui_desktop.domain.papers.poll_course import BoxOpening, OpeningKind, PollCourse, QuorumGap
from sukui_desktop.wording.times import moment_words, period_words


def pause_words(course: PollCourse) -> str:
    """Return a line for each time in which nobody could vote; or ''."""
    return "\n".join(
        period_words(one.from_ms, one.until_ms)
        if one.until_ms
        else text("documents.course.since", at=moment_words(one.from_ms))
        for one in course.pauses
    )


def box_opening_words(course: PollCourse, kind: OpeningKind) -> str:
    """Return a line for each opening of this kind: when, and by whose keys; or ''."""
    return "\n".join(map(_box_opening_line, (one for one in course.openings if one.kind == kind)))


def _box_opening_line(one: BoxOpening) -> str:
    at, names = moment_words(one.at_ms), ", ".join(one.opened_by)
    if one.kind != OpeningKind.CONFIRM:
        return text("documents.course.opened", at=at, names=names) if names else at
    who = "another" if one.is_by_another_person else "same" if one.is_by_same_person else "somebody"
    line = text(f"documents.course.confirmed_{who}", at=at, name=one.confirmed_by)
    is_with_keys_of_others = bool(one.opened_by) and one.opened_by != (one.confirmed_by,)
    return line + (text("documents.course.with_keys", names=names) if is_with_keys_of_others else "")


def pause_rows(course: PollCourse) -> tuple[tuple[str, str], ...]:
    """Return the row of a table of facts that says when the vote stood still; () where it never did."""
    return ((text("documents.course.pauses"), pause_words(course)),) if course.pauses else ()


def quorum_gap_words(course: PollCourse) -> str:
    """Return a line for each time of the vote without a quorum; or ''."""
    return "\n".join(
        text(
            f"documents.course.quorum_{'missing' if one.is_from_start else 'lost'}",
            at=moment_words(one.from_ms),
            until=_end_of_gap_words(one),
            fewest=f"{one.fewest:,}",
            needed=f"{one.needed:,}",
        )
        for one in course.quorum_gaps
    )


def _end_of_gap_words(one: QuorumGap) -> str:
    """Return until when: a moment at which people came back, or the end of the vote, at which they still were away."""
    if not one.until_ms:
        return text("documents.course.until_now")
    return text(f"documents.course.until_{'end' if one.is_until_end else 'back'}", at=moment_words(one.until_ms))


def quorum_gap_rows(course: PollCourse) -> tuple[tuple[str, str], ...]:
    """Return the row of a table of facts that says when a vote went on without a quorum; () where it never did."""
    return ((text("documents.course.quorum"), quorum_gap_words(course)),) if course.quorum_gaps else ()


def box_opening_rows(course: PollCourse, counted: str = "") -> tuple[tuple[str, str], ...]:
    """Return the rows of a table of facts that say who opened the box when, each with its name; () before the count.

    `counted` is how the ballots were counted, for the row of the count.
    """
    titles = ((OpeningKind.COUNT, "result.counted"), (OpeningKind.RECOUNT, "poll.recounted"))
    rows = [(text(f"documents.{title}"), box_opening_words(course, kind)) for kind, title in titles]
    if counted:
        rows[0] = (rows[0][0], "\n".join(filter(None, (rows[0][1], counted))))
    rows.append((text("documents.course.confirm"), box_opening_words(course, OpeningKind.CONFIRM)))
    return tuple(row for row in rows if row[1])
