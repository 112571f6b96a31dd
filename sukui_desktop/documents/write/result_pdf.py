"""The result of a poll on paper: counts, list and picture, with nothing personal but who certified it."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from sukui_desktop.assets.messages import text
from sukui_desktop.documents.write.blocks import Block, Document, Paragraph, Signatures, Skyline, Stripe, Title, settle
from sukui_desktop.documents.write.numbering import item_mark, moment_text
from sukui_desktop.documents.write.painter import pdf_bytes
from sukui_desktop.documents.write.poll_tables import (
    equation_table,
    facts_table,
    names_text,
    ranking_table,
    tally_table,
)
from sukui_desktop.documents.write.saving import save_whole
from sukui_desktop.documents.write.wording import first_out, last_in, limits_words, money_both, money_words, rule_words
from sukui_desktop.domain.selection import CHOSEN
from sukui_desktop.domain.sheets import ResultSheet


def write_result_pdf(sheet: ResultSheet, path: Path) -> None:
    """Write the result as PDF to `path`, whole or not at all.

    Raises StorageFault as `save_whole` does.
    """
    save_whole(pdf_bytes(result_document(sheet)), path)


def result_document(sheet: ResultSheet) -> Document:
    """Return the result as a settled document: overview, figures, selection, every project, certification."""
    blocks: list[Block] = [Title(text=text("documents.result.title"), under=(sheet.poll_title,))]
    sections = (
        ("overview", _overview),
        ("equation", _counts),
        ("selection", _selection),
        ("ranking", _ranking),
        ("certified", _certified),
    )
    for place, (key, section) in enumerate(sections, start=1):
        blocks.append(Paragraph(label=item_mark(0, place), text=text(f"documents.result.{key}"), level=0))
        blocks += section(sheet)
    document = Document(
        name=text("documents.result.name", title=sheet.poll_title),
        running=text("documents.result.running", meeting=sheet.meeting_title, poll=sheet.poll_title),
        footer=text(
            "documents.result.footer", meeting=sheet.meeting_id, poll=sheet.poll_id, hash=sheet.definition_hash
        ),
        blocks=tuple(blocks),
        practice=text("documents.practice") if sheet.is_practice else "",
    )
    return settle(document)


def _overview(sheet: ResultSheet) -> Iterable[Block]:
    question, rule = sheet.definition.question, sheet.definition.rule
    facts = (
        ("result.meeting", sheet.meeting_title),
        ("result.host", sheet.host),
        ("result.when_place", f"{moment_text(sheet.starts_at_ms)}, {sheet.place}"),
        ("result.poll", sheet.poll_title),
        ("poll.method", text(f"documents.poll.method_{question.method}")),
        ("poll.limits", "\n".join(limits_words(question))),
        ("poll.rule", "\n".join(rule_words(rule, sheet.definition.currency))),
        ("poll.definition_hash", sheet.definition_hash),
        ("poll.words", " · ".join(sheet.words)),
        ("result.counted", moment_text(sheet.counted_at_ms) if sheet.counted_at_ms else ""),
    )
    yield facts_table((text(f"documents.{key}"), value) for key, value in facts)


def _counts(sheet: ResultSheet) -> Iterable[Block]:
    yield equation_table(sheet.equation)
    yield tally_table(sheet.tally)


def _selection(sheet: ResultSheet) -> Iterable[Block]:
    outcome, currency = sheet.outcome, sheet.definition.currency
    yield Paragraph(
        text=text(
            "documents.poll.summary",
            ceiling=money_both(outcome.ceiling, currency),
            count=f"{len(outcome.selected):,}",
            total=money_both(outcome.total_cost, currency),
            left=money_both(outcome.ceiling - outcome.total_cost, currency),
        ),
        is_bold=True,
    )
    yield _skyline(sheet)
    yield Paragraph(text=last_in(outcome.ranking, currency))
    yield Paragraph(text=first_out(outcome.ranking, sheet.definition))
    if outcome.lot:
        yield Paragraph(text=text("documents.poll.lot", codes=names_text(outcome.lot)))


def _skyline(sheet: ResultSheet) -> Skyline:
    ranking = sorted(sheet.outcome.ranking, key=lambda ranked: (ranked.outcome != CHOSEN, ranked.place))
    most = max((ranked.votes for ranked in ranking), default=0)
    return Skyline(
        stripes=tuple(Stripe(width=r.cost, height=r.votes, is_hatched=r.outcome != CHOSEN) for r in ranking),
        ceiling=sheet.outcome.ceiling,
        top=text("documents.result.top", votes=f"{most:,}"),
        line=text("documents.result.ceiling", ceiling=money_words(sheet.outcome.ceiling, sheet.definition.currency)),
        legend=((text("documents.result.legend_chosen"), False), (text("documents.result.legend_other"), True)),
    )


def _ranking(sheet: ResultSheet) -> Iterable[Block]:
    yield ranking_table(sheet.outcome, sheet.definition.currency, has_bars=True)


def _certified(sheet: ResultSheet) -> Iterable[Block]:
    facts = [(text("documents.poll.certified"), moment_text(sheet.certified_at_ms) if sheet.certified_at_ms else "")]
    if sheet.objection_until_ms:
        facts.append((text("documents.poll.objection"), moment_text(sheet.objection_until_ms)))
    yield facts_table(facts)
    role = text("documents.result.signer")
    yield Signatures(
        declaration=text("documents.result.signatures"),
        boxes=tuple((role, name) for name in sheet.certified_by),
        mark=text("documents.sign"),
    )
