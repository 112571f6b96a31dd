"""The minutes (회의록): their sections as content, as plain text and as PDF."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from sukui_desktop.assets.messages import text
from sukui_desktop.documents.write.paper_tables import (
    accounting_table,
    ballots_table,
    channel_blocks,
    choice_blocks,
    edge_blocks,
    facts_table,
    opinion_blocks,
    ranking_table,
    titled_columns,
)
from sukui_desktop.documents.write.paper_text import printable_content
from sukui_desktop.documents.write.pdf import pdf_bytes
from sukui_desktop.domain.methods.registry import kind_of
from sukui_desktop.domain.papers import minutes as law
from sukui_desktop.domain.papers.content import (
    CENTRE,
    LEFT,
    RIGHT,
    Block,
    Document,
    Paragraph,
    Signatures,
    Table,
    TableRow,
    Title,
    document_text,
    item_mark,
)
from sukui_desktop.domain.papers.minutes import (
    ItemRecord,
    Minutes,
    MinutesParagraph,
    MinutesSection,
    ParagraphSource,
    PeopleGroup,
    PollRecord,
    check_minutes,
)
from sukui_desktop.domain.poll_steps import SHOWS_RESULT
from sukui_desktop.domain.question.definition import Definition
from sukui_desktop.domain.selection.definition_from_draft import draft_from_definition
from sukui_desktop.domain.selection.project_list import Outcome
from sukui_desktop.models.poll import PollState
from sukui_desktop.wording.quorum import quorum_judged
from sukui_desktop.wording.result import method_word
from sukui_desktop.wording.rules import asking_words, deciding_words
from sukui_desktop.wording.times import moment_words, period_words

_MINUTE_MS = 60_000
_Known = Callable[[Minutes], Iterable[MinutesParagraph]]


def minutes_sections(minutes: Minutes) -> tuple[MinutesSection, ...]:
    """Return the nine sections in the order of the law, with printable texts: what screen, PDF and later formats read.

    A section about which nothing is known and nothing was written holds one paragraph, 해당 없음.
    """
    sections = tuple(
        MinutesSection(heading=heading, title=law.LEGAL_NAMES[heading], paragraphs=tuple(_paragraphs(minutes, heading)))
        for heading in law.HEADINGS
    )
    return printable_content(sections)


def minutes_document(minutes: Minutes) -> Document:
    """Return the minutes as a document of printable texts: title, the nine sections, signatures."""
    blocks: list[Block] = [Title(text=text("documents.minutes.title"), under=(minutes.title,))]
    for place, section in enumerate(minutes_sections(minutes), start=1):
        blocks.append(Paragraph(label=item_mark(0, place), text=section.title, level=0))
        blocks += (paragraph.content for paragraph in section.paragraphs)
    blocks.append(_signatures(minutes))
    document = Document(
        name=text("documents.minutes.name", title=minutes.title),
        running=text("documents.minutes.name", title=minutes.title),
        footer=text("documents.minutes.footer", meeting=minutes.meeting_id, head=minutes.journal_head),
        blocks=tuple(blocks),
        practice=text("documents.practice") if minutes.is_practice else "",
    )
    return printable_content(document)


def minutes_text(minutes: Minutes) -> str:
    """Return the whole minutes as plain lines, letter for letter what the PDF shows."""
    return document_text(minutes_document(minutes))


def minutes_pdf(minutes: Minutes) -> bytes:
    """Return the minutes as PDF.

    Raises RuleBroken minutes_incomplete when a heading of the law is empty.
    """
    check_minutes(minutes)
    return pdf_bytes(minutes_document(minutes))


def _paragraphs(minutes: Minutes, heading: str) -> Iterator[MinutesParagraph]:
    """Yield what the meeting itself says under a heading, then what the recorder wrote."""
    is_known = law.has_content(minutes, heading)
    if is_known:
        yield from _KNOWN[heading](minutes)
    lines = [line.strip() for line in law.written_under(minutes, heading).text.split("\n") if line.strip()]
    if lines and is_known:
        yield _written(Paragraph(text=text("documents.minutes.added"), is_bold=True))
    for line in lines:
        yield _written(Paragraph(text=line))
    if not lines and not is_known:
        yield _written(Paragraph(text=text("documents.none")))


def _written(content: Block) -> MinutesParagraph:
    return MinutesParagraph(source=ParagraphSource.WRITTEN, content=content)


def _paragraphs_from(source: ParagraphSource, blocks: Callable[[Minutes], Iterable[Block]]) -> _Known:
    """Return `blocks` as paragraphs that all come from one source."""
    return lambda minutes: (MinutesParagraph(source=source, content=block) for block in blocks(minutes))


def _meeting_name(minutes: Minutes) -> Iterable[Block]:
    yield Paragraph(text=minutes.title)
    if minutes.body_name:
        yield Paragraph(text=f"{text('documents.minutes.body')}: {minutes.body_name}")


def _host(minutes: Minutes) -> Iterable[Block]:
    yield Paragraph(text=minutes.host)


def _time_place(minutes: Minutes) -> Iterable[Block]:
    held = period_words(minutes.opened_at_ms, minutes.closed_at_ms) if minutes.opened_at_ms else ""
    facts = (
        ("planned", period_words(minutes.starts_at_ms, minutes.ends_at_ms)),
        ("held", held),
        ("place", minutes.place),
    )
    yield facts_table((text(f"documents.minutes.{key}"), value) for key, value in facts)


def _people(minutes: Minutes) -> Iterable[Block]:
    yield facts_table(_head_count(minutes))
    for place, (key, groups) in enumerate(
        (("attendees", minutes.attendees), ("observers", minutes.observers)), start=1
    ):
        count = sum(len(group.names) for group in groups)
        yield Paragraph(label=item_mark(1, place), text=text(f"documents.minutes.{key}", count=f"{count:,}"))
        if not count:
            yield Paragraph(text=text("documents.none"), level=2)
        for number, group in enumerate((group for group in groups if group.names), start=1):
            yield Paragraph(label=item_mark(2, number), text=_group_words(group), level=2)


def _head_count(minutes: Minutes) -> Iterable[tuple[str, str]]:
    yield text("documents.minutes.enrolled"), text("documents.count_people", count=f"{minutes.enrolled:,}")
    yield text("documents.minutes.present"), text("documents.count_people", count=f"{minutes.was_present:,}")
    if minutes.quorum:
        yield text("documents.minutes.quorum"), quorum_judged(minutes.quorum)


def _group_words(group: PeopleGroup) -> str:
    who = " · ".join(filter(None, (group.channel, group.role))) or text("documents.minutes.who_none")
    return text("documents.minutes.group", who=who, count=f"{len(group.names):,}", names=", ".join(group.names))


def _order_table(minutes: Minutes) -> Iterable[Block]:
    columns = titled_columns(
        "documents.minutes.column_",
        ("number", 7, CENTRE),
        ("title", 44, LEFT),
        ("presenter", 18, LEFT),
        ("minutes", 9, RIGHT),
        ("spent", 9, RIGHT),
        ("state", 10, CENTRE),
    )
    yield Table(columns=columns, rows=tuple(_order_row(item) for item in minutes.items))


def _order_row(item: ItemRecord) -> TableRow:
    spent = -(-item.spent_ms // _MINUTE_MS)
    cells = (
        item.number,
        item.title,
        item.presenter,
        text("documents.minutes.minutes", minutes=item.minutes),
        text("documents.minutes.minutes", minutes=spent) if spent else "",
        text(f"documents.minutes.state_{item.state}"),
    )
    return TableRow(cells=cells)


def _items(minutes: Minutes) -> Iterable[Block]:
    counts: list[int] = []
    for item in minutes.items:
        counts = [*counts[: item.depth], counts[item.depth] + 1 if item.depth < len(counts) else 1]
        key = "documents.minutes.item_presented" if item.presenter else "documents.minutes.item"
        words = text(key, number=item.number, title=item.title, presenter=item.presenter)
        level = min(item.depth, 4) + 1
        yield Paragraph(label=item_mark(level, counts[-1]), text=words, level=level)


def _item_line(item: ItemRecord, place: int) -> Paragraph:
    words = text("documents.minutes.item", number=item.number, title=item.title)
    return Paragraph(label=item_mark(1, place), text=words, is_bold=True)


def _gists(minutes: Minutes) -> Iterator[MinutesParagraph]:
    spoken = (item for item in minutes.items if item.speeches)
    for place, item in enumerate(spoken, start=1):
        yield MinutesParagraph(source=ParagraphSource.FACT, content=_item_line(item, place))
        for number, speech in enumerate(item.speeches, start=1):
            key = "documents.minutes.speech" if speech.speaker else "documents.minutes.speech_unnamed"
            words = text(key, speaker=speech.speaker, gist=speech.gist)
            line = Paragraph(label=item_mark(2, number), text=words, level=2)
            yield MinutesParagraph(source=ParagraphSource.NOTE, content=line)


def _decisions(minutes: Minutes) -> Iterable[Block]:
    decided = (item for item in minutes.items if item.decision.strip())
    for place, item in enumerate(decided, start=1):
        yield _item_line(item, place)
        how = f"documents.minutes.decided_{item.decision_how}"
        words = text(how, decision=item.decision) if item.decision_how else item.decision
        yield Paragraph(text=words, level=2)


def _poll_parts(minutes: Minutes) -> Iterable[Block]:
    for place, poll in enumerate(minutes.polls, start=1):
        yield from poll_blocks(poll, item_mark(1, place))


def _signatures(minutes: Minutes) -> Signatures:
    boxes = tuple((signer.role, signer.name) for signer in minutes.signers) or (
        (text("documents.minutes.signer_recorder"), ""),
        (text("documents.minutes.signer_chair"), ""),
    )
    return Signatures(declaration=text("documents.minutes.signatures"), boxes=boxes, mark=text("documents.sign"))


def poll_blocks(poll: PollRecord, label: str) -> Iterable[Block]:
    """Yield the blocks of one poll under its numbered title."""
    of_item = text("documents.poll.of_item", title=poll.title, number=poll.item_number)
    yield Paragraph(label=label, text=of_item if poll.item_number else poll.title, is_bold=True)
    yield facts_table(_poll_facts(poll))
    if poll.accounting:
        yield Paragraph(text=text("documents.poll.ballot_accounting"))
        yield accounting_table(poll.accounting)
    if poll.state in SHOWS_RESULT and poll.definition and poll.tally and poll.outcome:
        yield from _poll_result(poll, poll.definition)
    elif poll.state != PollState.VOID:
        yield Paragraph(text=text("documents.poll.not_published"))


def _poll_facts(poll: PollRecord) -> Iterable[tuple[str, str]]:
    yield text("documents.poll.state"), text(f"documents.poll.state_{poll.state}")
    if poll.opened_at_ms:
        yield text("documents.poll.opened_closed"), period_words(poll.opened_at_ms, poll.closed_at_ms)
    if poll.definition:
        draft, currency = draft_from_definition(poll.definition), poll.definition.currency
        yield text("documents.poll.method"), method_word(poll.definition)
        yield text("documents.poll.limits"), "\n".join(asking_words(draft, currency))
        yield text("documents.poll.rule"), "\n".join(deciding_words(draft, currency))
    yield text("documents.poll.definition_hash"), poll.definition_hash
    yield text("documents.poll.words"), " · ".join(poll.words)
    yield from _poll_endings(poll)


def _poll_endings(poll: PollRecord) -> Iterable[tuple[str, str]]:
    """Yield how it ended: certified by whom and until when one may object, or void and why."""
    if poll.certified_at_ms and poll.state in SHOWS_RESULT:
        names = ", ".join(poll.certified_by)
        words = text("documents.poll.certified_text", moment=moment_words(poll.certified_at_ms), names=names)
        yield text("documents.poll.certified"), words
    if poll.objection_until_ms and poll.state in SHOWS_RESULT:
        yield text("documents.poll.objection"), moment_words(poll.objection_until_ms)
    if poll.state == PollState.VOID:
        words = text("documents.poll.void_text", reason=poll.void_reason, names=", ".join(poll.void_by))
        yield text("documents.poll.void"), words


def _poll_result(poll: PollRecord, definition: Definition) -> Iterable[Block]:
    if not poll.tally or not poll.outcome:
        return
    yield Paragraph(text=text("documents.poll.tally"))
    yield ballots_table(poll.tally)
    if not kind_of(definition.question).has_options:
        yield Paragraph(text=text("documents.result.opinions"))
        yield from opinion_blocks(poll.tally)
    elif kind_of(definition.question).offers_choices:
        yield Paragraph(text=text("documents.result.motion"))
        yield from choice_blocks(definition, poll.tally, poll.outcome)
    else:
        yield Paragraph(text=text("documents.poll.selection"))
        yield from _poll_list(definition, poll.outcome)


def _poll_list(definition: Definition, outcome: Outcome) -> Iterable[Block]:
    yield ranking_table(outcome, definition, has_bars=False)
    yield from edge_blocks(definition, outcome)
    yield from channel_blocks(definition, outcome)


_KNOWN: dict[str, _Known] = {
    law.NAME: _paragraphs_from(ParagraphSource.FACT, _meeting_name),
    law.HOST: _paragraphs_from(ParagraphSource.FACT, _host),
    law.TIME_PLACE: _paragraphs_from(ParagraphSource.FACT, _time_place),
    law.PEOPLE: _paragraphs_from(ParagraphSource.FACT, _people),
    law.ORDER: _paragraphs_from(ParagraphSource.FACT, _order_table),
    law.ITEMS: _paragraphs_from(ParagraphSource.FACT, _items),
    law.GISTS: _gists,
    law.DECISIONS: _paragraphs_from(ParagraphSource.FACT, _decisions),
    law.VOTES: _paragraphs_from(ParagraphSource.VOTE, _poll_parts),
}
"""Heading → what the meeting itself says under it."""
