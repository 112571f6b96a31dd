"""The result of a poll (표결 결과) and its study (결과 살펴보기) as papers."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from msgspec.structs import replace

from sukui_desktop.assets.messages import text
from sukui_desktop.documents.write.fonts_and_line_breaks import printable_content
from sukui_desktop.documents.write.paper_tables import (
    accounting_table,
    attachment_list_and_end,
    attachment_title,
    ballot_counts_table,
    challenge_table,
    channel_blocks,
    choice_blocks,
    facts_table,
    last_in_first_out_blocks,
    long_channel_share_tables,
    name_erasure_paragraphs,
    opinion_blocks,
    ranking_table,
    selected_table,
    study_blocks,
    turnout_table,
)
from sukui_desktop.documents.write.pdf import pdf_bytes
from sukui_desktop.documents.write.waterline_figure import are_others_narrowed
from sukui_desktop.domain.methods.registry import ballot_kind_of
from sukui_desktop.domain.papers.document_blocks import (
    Block,
    Document,
    Paragraph,
    Signatures,
    Table,
    Title,
    WaterlineFigure,
    WaterlineStripe,
    list_item_mark,
)
from sukui_desktop.domain.papers.result_sheet import ResultSheet
from sukui_desktop.domain.selection.deciding_ties import deciding_ties
from sukui_desktop.domain.selection.decision_inputs import OutcomeKind
from sukui_desktop.domain.selection.outcome_of_case import case_of_outcome
from sukui_desktop.wording.ballot_audits import audit_score_words
from sukui_desktop.wording.distinct_project_titles import distinct_option_titles
from sukui_desktop.wording.money import money_words
from sukui_desktop.wording.poll_closing_decisions import poll_closing_decision_rows
from sukui_desktop.wording.poll_course import box_opening_rows, pause_rows, quorum_gap_rows
from sukui_desktop.wording.result import (
    has_channels,
    ranking_score_of_project,
    score_and_votes_words,
    selection_summary_sentence,
    voting_method_word,
)
from sukui_desktop.wording.result_study import tie_sentences
from sukui_desktop.wording.rollbacks import rollback_words
from sukui_desktop.wording.rules import marking_sentences, readable_draft_of_definition, result_rule_sentences
from sukui_desktop.wording.times import moment_words, planned_and_held_time_words

_FINE = 1_000_000
"""Shares of one are drawn by the millionth."""
MOST_EXPLAINED = 100
"""In a longer ranking the sentences are left to the study."""


def result_pdf(sheet: ResultSheet) -> bytes:
    """Return the result as PDF."""
    return pdf_bytes(result_document(sheet))


def result_document(sheet: ResultSheet) -> Document:
    """Return the result as a settled document: overview, figures, what was decided, certification; then its 붙임.

    The chosen projects stand alone on a page of their own; what other rules would have chosen is no part of it
    (`study_document`).
    """
    attached = _result_attachments(sheet)
    blocks: list[Block] = [Title(text=text("documents.result.title"), under=(sheet.poll_title,))]
    for place, (key, section) in enumerate(_result_sections(sheet), start=1):
        blocks.append(Paragraph(label=list_item_mark(0, place), text=text(f"documents.result.{key}"), level=0))
        blocks += section
    blocks += name_erasure_paragraphs(sheet.erasures)
    blocks += (*attachment_list_and_end(title for title, _ in attached), _certifier_signature_boxes(sheet))
    for place, (title, content) in enumerate(attached, start=1):
        blocks += (attachment_title(place, title), *content)
    return _compose_document(sheet, text("documents.result.name", title=sheet.poll_title), blocks)


def study_pdf(sheet: ResultSheet) -> bytes:
    """Return the study of a result as PDF, a paper for reading beside the result."""
    return pdf_bytes(study_document(sheet))


def study_document(sheet: ResultSheet) -> Document:
    """Return the study as a document: each project's reason, how close it was, what other rules would have chosen."""
    title = Title(
        text=text("documents.study.title"), under=(sheet.poll_title, text("documents.study.no_part_of_the_result"))
    )
    blocks: list[Block] = [title]
    kind = ballot_kind_of(sheet.definition.question)
    if kind.has_options and not kind.makes_list:  # how close a motion was says nothing without what it was decided by
        blocks.append(Paragraph(text=text("documents.study.figures"), is_bold=True))
        blocks += choice_blocks(sheet.definition, sheet.tally, sheet.outcome)
    elif not kind.has_options:
        blocks += (Paragraph(text=text("documents.result.opinions"), is_bold=True), *opinion_blocks(sheet.tally))
    if sheet.study:
        blocks += study_blocks(sheet.study, sheet.outcome, sheet.definition)
    return _compose_document(sheet, text("documents.study.name", title=sheet.poll_title), blocks)


def _compose_document(sheet: ResultSheet, name: str, blocks: Sequence[Block]) -> Document:
    document = Document(
        name=name,
        running=text("documents.result.running", meeting=sheet.meeting_title, poll=sheet.poll_title),
        footer=text(
            "documents.result.footer", meeting=sheet.meeting_id, poll=sheet.poll_id, hash=sheet.definition_hash
        ),
        blocks=tuple(blocks),
        stamp=text("documents.practice") if sheet.is_practice else "",
    )
    return printable_content(document)


def _result_sections(sheet: ResultSheet) -> Iterator[tuple[str, Iterable[Block]]]:
    """Yield the key and the blocks of each numbered part that this kind of poll has."""
    definition, outcome, kind = sheet.definition, sheet.outcome, ballot_kind_of(sheet.definition.question)
    yield "overview", _overview_blocks(sheet)
    turnout = turnout_table(sheet.accounting, sheet)
    yield "ballot_accounting", (accounting_table(sheet.accounting), turnout, ballot_counts_table(sheet.tally))
    if kind.makes_list:
        yield "selection", _selection_blocks(sheet)
    elif kind.has_options:
        yield "motion", choice_blocks(definition, sheet.tally, outcome)
    else:
        yield "opinions", opinion_blocks(sheet.tally)
    if kind.has_options and has_channels(definition):
        yield "channels", channel_blocks(definition, outcome)
    if sheet.challenges:
        yield "challenges", (challenge_table(sheet.challenges),)
    yield "certified", (_certification_table(sheet),)


def _result_attachments(sheet: ResultSheet) -> tuple[tuple[str, Iterable[Block]], ...]:
    """Return the title and content of each 붙임 of a list: the chosen projects alone, and the whole ranking."""
    definition, outcome, tally = sheet.definition, sheet.outcome, sheet.tally
    if not ballot_kind_of(definition.question).makes_list:
        return ()
    notes = sheet.study.explanations if sheet.study and len(outcome.ranking) <= MOST_EXPLAINED else {}
    chosen = (
        Paragraph(text=sheet.poll_title, is_bold=True),
        Paragraph(text=selection_summary_sentence(definition, outcome), introduces=True),
        selected_table(outcome, definition, tally),
    )
    ranking = (ranking_table(outcome, definition, tally, notes=notes),)
    selected = [(text("documents.result.selected"), chosen)] if outcome.selected else []
    return (
        *selected,
        (text("documents.result.ranking"), ranking),
        *((text("documents.channel.shares"), (table,)) for table in long_channel_share_tables(definition, outcome)),
    )


def _overview_blocks(sheet: ResultSheet) -> Iterable[Block]:
    draft, currency = readable_draft_of_definition(sheet.definition), sheet.definition.currency
    when = planned_and_held_time_words(sheet.starts_at_ms, sheet.sitting_opened_at_ms, sheet.sitting_closed_at_ms)
    facts = (
        ("result.meeting", sheet.meeting_title),
        ("result.host", sheet.host),
        ("result.when_place", ", ".join(filter(None, (when, sheet.place)))),
        ("result.poll", sheet.poll_title),
        ("poll.method", voting_method_word(sheet.definition)),
        ("poll.limits", "\n".join(marking_sentences(draft, currency))),
        ("poll.rule", "\n".join(result_rule_sentences(draft, currency))),
        ("poll.definition_hash", sheet.definition_hash),
        ("poll.words", " · ".join(sheet.words)),
        *((("audits.title", audit_score_words(sheet.audits)),) if sheet.definition.has_audits else ()),
        *((("rollback.title", rollback_words(sheet.rollbacks)),) if sheet.rollbacks else ()),
    )
    named = ((text(f"documents.{key}"), value) for key, value in facts)
    opened = box_opening_rows(sheet.course, _count_time_and_agreement_words(sheet))
    yield facts_table(
        (
            *named,
            *pause_rows(sheet.course),
            *quorum_gap_rows(sheet.course),
            *poll_closing_decision_rows(sheet.closing),
            *opened,
        )
    )


def _count_time_and_agreement_words(sheet: ResultSheet) -> str:
    """Return when the count was, where its course does not say it, and whether both counters agreed, where its study
    says so."""
    lines = [moment_words(sheet.counted_at_ms)] if sheet.counted_at_ms and not sheet.course.openings else []
    if sheet.study:
        lines.append(text(f"documents.poll.counted_{'twice' if sheet.study.is_counted_alike else 'once'}"))
    return "\n".join(lines)


def _selection_blocks(sheet: ResultSheet) -> Iterable[Block]:
    yield Paragraph(text=selection_summary_sentence(sheet.definition, sheet.outcome), is_bold=True)
    yield _waterline_figure(sheet)
    yield from last_in_first_out_blocks(sheet.definition, sheet.outcome)
    ties = deciding_ties(case_of_outcome(sheet.definition, sheet.tally, sheet.outcome), sheet.outcome)
    for sentence in tie_sentences(ties, distinct_option_titles(sheet.definition)):
        yield Paragraph(text=sentence)


def _waterline_figure(sheet: ResultSheet) -> WaterlineFigure:
    ranking = sorted(sheet.outcome.ranking, key=lambda ranked: (ranked.outcome != OutcomeKind.CHOSEN, ranked.place))
    scale = _FINE if has_channels(sheet.definition) else 1
    heights = [max(0, int(ranking_score_of_project(ranked) * scale)) for ranked in ranking]
    top = max(ranking, key=ranking_score_of_project) if ranking else None
    figure = WaterlineFigure(
        stripes=tuple(
            WaterlineStripe(width=ranked.cost, height=height, is_hatched=ranked.outcome != OutcomeKind.CHOSEN)
            for ranked, height in zip(ranking, heights, strict=True)
        ),
        ceiling=sheet.outcome.ceiling,
        top=text("documents.result.top", standing=score_and_votes_words(top, sheet.definition) if top else ""),
        line=text("documents.result.ceiling", ceiling=money_words(sheet.outcome.ceiling, sheet.definition.currency)),
        legend=((text("documents.result.legend_chosen"), False), (text("documents.result.legend_other"), True)),
    )
    return replace(figure, narrowed=text("documents.result.others_narrowed")) if are_others_narrowed(figure) else figure


def _certification_table(sheet: ResultSheet) -> Table:
    facts = [(text("documents.poll.certified"), moment_words(sheet.certified_at_ms) if sheet.certified_at_ms else "")]
    if sheet.objection_until_ms:
        facts.append((text("documents.poll.objection"), moment_words(sheet.objection_until_ms)))
    return facts_table(facts)


def _certifier_signature_boxes(sheet: ResultSheet) -> Signatures:
    role = text("documents.result.signer")
    return Signatures(
        declaration=text("documents.result.signatures"),
        boxes=tuple((role, name) for name in sheet.certified_by),
        mark=text("documents.sign"),
    )
