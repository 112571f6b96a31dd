"""What a verification came to, in sentences: what was not checked first, then what was."""

from __future__ import annotations

from sukui_desktop.assets.messages import text
from sukui_desktop.assets.program_command import program_command
from sukui_desktop.domain.verification_findings import AnchorSheetCheck, SignedMinutes, Verification
from sukui_desktop.wording.ballot_audits import audit_score_words
from sukui_desktop.wording.times import moment_words


def unchecked_lines(found: Verification) -> list[str]:
    """Return what was not checked, one sentence for each kind with the polls that it is about; [] for nothing."""
    polls: dict[str, list[str]] = {}
    counts: dict[str, int] = {}
    for one in found.unchecked:
        polls.setdefault(one.code, []).extend([one.poll] if one.poll else [])
        counts[one.code] = counts.get(one.code, 0) + one.count
    sentences = [
        text(
            f"verification.unchecked.{code}",
            polls=", ".join(f"‘{title}’" for title in titles),
            count=counts[code],
            command=program_command(),
        )
        for code, titles in polls.items()
    ]
    if found.signers:
        names = ", ".join(dict.fromkeys(name for name, _ in found.signers))
        prints = [text("verification.signer", name=name, print=print_) for name, print_ in found.signers if print_]
        known = text("verification.unchecked.key_prints", prints=", ".join(prints)) if prints else ""
        sentences.append(" ".join(filter(None, (text("verification.unchecked.keys", names=names), known))))
    return [text("verification.not_checked"), *(f"- {sentence}" for sentence in sentences)] if sentences else []


def checked_lines(found: Verification) -> list[str]:
    """Return what was checked and is well."""
    well = text("verification.well", file=found.file, entries=found.entries, tables=len(found.tables))
    printed = [text("verification.printed")] if found.has_printed_head else []
    receipts = [text("verification.receipts", count=found.receipts)] if found.receipts else []
    polls = [
        text(f"verification.box.{poll.box}", title=poll.title, ballots=poll.ballots)
        + (text("verification.recounted") if poll.recount == "ballots" else "")
        + (text("verification.audits", score=audit_score_words(poll.audits)) if poll.audits.audits else "")
        for poll in found.polls
    ]
    return [
        well,
        *printed,
        *map(_anchor_sheet_words, found.sheets),
        *receipts,
        *polls,
        *_minutes_signature_lines(found.minutes),
    ]


def _minutes_signature_lines(minutes: SignedMinutes) -> list[str]:
    """Return who signed the minutes and what was corrected since; [] where there is nothing to say."""
    if minutes.signers:
        return [text("verification.minutes_signed", signers=minutes.signers, count=minutes.corrections_after)]
    return [text("verification.corrected", count=minutes.corrections)] if minutes.corrections else []


def _anchor_sheet_words(sheet: AnchorSheetCheck) -> str:
    key, step = "sheet" if sheet.is_current else "sheet_older", text(f"documents.sheet.step.{sheet.step}")
    when = moment_words(sheet.issued_at_ms)
    return text(f"verification.{key}", title=sheet.title, step=step, when=when, entries=sheet.entries)
