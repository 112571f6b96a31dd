"""The result of a poll (표결 결과) as a document and as PDF; nothing in it is personal but who certified it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from sukui_desktop.assets.messages import text
from sukui_desktop.documents.write.paper_tables import (
    accounting_table,
    ballots_table,
    channel_blocks,
    choice_blocks,
    edge_blocks,
    facts_table,
    has_findings,
    opinion_blocks,
    ranking_table,
    study_blocks,
)
from sukui_desktop.documents.write.paper_text import printable_content
from sukui_desktop.documents.write.pdf import pdf_bytes
from sukui_desktop.domain.methods.registry import kind_of
from sukui_desktop.domain.papers.content import (
    Block,
    Document,
    Paragraph,
    Signatures,
    Title,
    WaterlineFigure,
    WaterlineStripe,
    item_mark,
)
from sukui_desktop.domain.papers.result_sheet import ResultSheet
from sukui_desktop.domain.selection.case import OutcomeKind
from sukui_desktop.domain.selection.deciding_ties import deciding_ties
from sukui_desktop.domain.selection.definition_from_draft import draft_from_definition
from sukui_desktop.domain.selection.outcome_of_case import reopen_case
from sukui_desktop.wording.money import money_words
from sukui_desktop.wording.reasons import tie_sentences, titles_of
from sukui_desktop.wording.result import has_channels, method_word, score_of, standing_words, summary_sentence
from sukui_desktop.wording.rules import asking_words, deciding_words
from sukui_desktop.wording.times import moment_words

_FINE = 1_000_000
"""Shares of one are drawn by the millionth."""


def result_pdf(sheet: ResultSheet) -> bytes:
    """Return the result as PDF."""
    return pdf_bytes(result_document(sheet))


def result_document(sheet: ResultSheet) -> Document:
    """Return the result as a settled document: overview, figures, what was decided, its study, certification."""
    blocks: list[Block] = [Title(text=text("documents.result.title"), under=(sheet.poll_title,))]
    for place, (key, section) in enumerate(_sections(sheet), start=1):
        blocks.append(Paragraph(label=item_mark(0, place), text=text(f"documents.result.{key}"), level=0))
        blocks += section
    document = Document(
        name=text("documents.result.name", title=sheet.poll_title),
        running=text("documents.result.running", meeting=sheet.meeting_title, poll=sheet.poll_title),
        footer=text(
            "documents.result.footer", meeting=sheet.meeting_id, poll=sheet.poll_id, hash=sheet.definition_hash
        ),
        blocks=tuple(blocks),
        practice=text("documents.practice") if sheet.is_practice else "",
    )
    return printable_content(document)


def _sections(sheet: ResultSheet) -> Iterator[tuple[str, Iterable[Block]]]:
    """Yield the key and the blocks of each numbered part that this kind of poll has."""
    definition, outcome, kind = sheet.definition, sheet.outcome, kind_of(sheet.definition.question)
    yield "overview", _overview(sheet)
    yield "ballot_accounting", (accounting_table(sheet.accounting), ballots_table(sheet.tally))
    if kind.makes_list:
        yield "selection", _selection(sheet)
        notes = sheet.study.explanations if sheet.study else {}
        yield "ranking", (ranking_table(outcome, definition, has_bars=True, notes=notes),)
    elif kind.has_options:
        yield "motion", choice_blocks(definition, sheet.tally, outcome)
    else:
        yield "opinions", opinion_blocks(sheet.tally)
    if kind.has_options and has_channels(definition):
        yield "channels", channel_blocks(definition, outcome)
    if sheet.study and has_findings(sheet.study):
        yield "study", study_blocks(sheet.study, outcome, definition.currency)
    yield "certified", _certified(sheet)


def _overview(sheet: ResultSheet) -> Iterable[Block]:
    draft, currency = draft_from_definition(sheet.definition), sheet.definition.currency
    facts = (
        ("result.meeting", sheet.meeting_title),
        ("result.host", sheet.host),
        ("result.when_place", f"{moment_words(sheet.starts_at_ms)}, {sheet.place}"),
        ("result.poll", sheet.poll_title),
        ("poll.method", method_word(sheet.definition)),
        ("poll.limits", "\n".join(asking_words(draft, currency))),
        ("poll.rule", "\n".join(deciding_words(draft, currency))),
        ("poll.definition_hash", sheet.definition_hash),
        ("poll.words", " · ".join(sheet.words)),
        ("result.counted", _counted(sheet)),
    )
    yield facts_table((text(f"documents.{key}"), value) for key, value in facts)


def _counted(sheet: ResultSheet) -> str:
    """Return when the count was and, where its study says so, whether both counters agreed."""
    lines = [moment_words(sheet.counted_at_ms)] if sheet.counted_at_ms else []
    if sheet.study:
        lines.append(text(f"documents.poll.counted_{'twice' if sheet.study.is_counted_alike else 'once'}"))
    return "\n".join(lines)


def _selection(sheet: ResultSheet) -> Iterable[Block]:
    yield Paragraph(text=summary_sentence(sheet.definition, sheet.outcome), is_bold=True)
    yield _waterline_figure(sheet)
    yield from edge_blocks(sheet.definition, sheet.outcome)
    ties = deciding_ties(reopen_case(sheet.definition, sheet.tally, sheet.outcome), sheet.outcome)
    for sentence in tie_sentences(ties, titles_of(sheet.definition)):
        yield Paragraph(text=sentence)


def _waterline_figure(sheet: ResultSheet) -> WaterlineFigure:
    ranking = sorted(sheet.outcome.ranking, key=lambda ranked: (ranked.outcome != OutcomeKind.CHOSEN, ranked.place))
    scale = _FINE if has_channels(sheet.definition) else 1
    heights = [max(0, int(score_of(ranked) * scale)) for ranked in ranking]
    top = max(ranking, key=score_of) if ranking else None
    return WaterlineFigure(
        stripes=tuple(
            WaterlineStripe(width=ranked.cost, height=height, is_hatched=ranked.outcome != OutcomeKind.CHOSEN)
            for ranked, height in zip(ranking, heights, strict=True)
        ),
        ceiling=sheet.outcome.ceiling,
        top=text("documents.result.top", standing=standing_words(top, sheet.definition) if top else ""),
        line=text("documents.result.ceiling", ceiling=money_words(sheet.outcome.ceiling, sheet.definition.currency)),
        legend=((text("documents.result.legend_chosen"), False), (text("documents.result.legend_other"), True)),
    )


def _certified(sheet: ResultSheet) -> Iterable[Block]:
    facts = [(text("documents.poll.certified"), moment_words(sheet.certified_at_ms) if sheet.certified_at_ms else "")]
    if sheet.objection_until_ms:
        facts.append((text("documents.poll.objection"), moment_words(sheet.objection_until_ms)))
    yield facts_table(facts)
    role = text("documents.result.signer")
    yield Signatures(
        declaration=text("documents.result.signatures"),
        boxes=tuple((role, name) for name in sheet.certified_by),
        mark=text("documents.sign"),
    )
