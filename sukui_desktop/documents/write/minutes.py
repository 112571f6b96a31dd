"""The minutes (회의록): their sections as content, as plain text and as PDF."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from itertools import zip_longest

from msgspec import UnsetType

from sukui_desktop.assets.messages import text
from sukui_desktop.documents.write.fonts_and_line_breaks import printable_content
from sukui_desktop.documents.write.paper_tables import (
    MOST_RANKED,
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
    titled_columns,
    turnout_table,
)
from sukui_desktop.documents.write.pdf import pdf_bytes
from sukui_desktop.domain.agenda_tree import opens_or_closes_sitting
from sukui_desktop.domain.methods.registry import ballot_kind_of
from sukui_desktop.domain.papers import minutes_content as law
from sukui_desktop.domain.papers.document_blocks import (
    CENTRE,
    LEFT,
    RIGHT,
    Block,
    Document,
    Paragraph,
    Signatures,
    Table,
    TableColumn,
    TableRow,
    Title,
    document_text,
    list_item_mark,
)
from sukui_desktop.domain.papers.minutes_content import (
    CorrectionRecord,
    ItemRecord,
    Minutes,
    MinutesParagraph,
    MinutesSection,
    ParagraphSource,
    PeopleGroup,
    PollRecord,
    Signer,
    are_minutes_draft,
    may_show_result,
    require_complete_minutes,
)
from sukui_desktop.domain.poll_steps import SHOWS_RESULT
from sukui_desktop.models.agenda import ItemState
from sukui_desktop.models.poll import PollState
from sukui_desktop.wording.ballot_audits import audit_score_words
from sukui_desktop.wording.corrections import correction_words
from sukui_desktop.wording.poll_closing_decisions import poll_closing_decision_rows
from sukui_desktop.wording.poll_course import box_opening_rows, pause_rows, quorum_gap_rows
from sukui_desktop.wording.quorum import quorum_verdict_words
from sukui_desktop.wording.result import (
    motion_needed_and_got_sentence,
    result_sentence,
    selection_summary_sentence,
    voting_method_word,
)
from sukui_desktop.wording.rollbacks import rollback_rows
from sukui_desktop.wording.rules import marking_sentences, readable_draft_of_definition, result_rule_sentences
from sukui_desktop.wording.times import date_words, moment_words, period_words

_MINUTE_MS = 60_000
_MOST_NAMES = 60
"""More names than these are a list of their own after the minutes."""
_Known = Callable[[Minutes], Iterable[MinutesParagraph]]


def minutes_sections(minutes: Minutes) -> tuple[MinutesSection, ...]:
    """Return the nine sections in the order of the law, with printable texts: what screen, PDF and later formats read.

    A section about which nothing is known and nothing was written holds one paragraph, 해당 없음.
    """
    sections = tuple(
        MinutesSection(
            heading=heading,
            title=law.LEGAL_NAMES[heading],
            paragraphs=tuple(_paragraphs_under_heading(minutes, heading)),
        )
        for heading in law.HEADINGS
    )
    return printable_content(sections)


def minutes_document(minutes: Minutes) -> Document:
    """Return the minutes as a document of printable texts: head, nine sections, signatures, then long lists as 붙임.

    Before the sitting is closed every page is marked 초안.
    """
    attached = _minutes_attachments(minutes)
    under = (minutes.title, text("documents.minutes.draft")) if are_minutes_draft(minutes) else (minutes.title,)
    blocks: list[Block] = [Title(text=text("documents.minutes.title"), under=under), _filing_table(minutes)]
    for place, section in enumerate(minutes_sections(minutes), start=1):
        blocks.append(Paragraph(label=list_item_mark(0, place), text=section.title, level=0))
        blocks += (paragraph.content for paragraph in section.paragraphs)
    blocks += _minutes_signed_paragraphs(minutes)
    blocks += name_erasure_paragraphs(minutes.erasures)
    blocks += (*attachment_list_and_end(title for title, _ in attached), _minutes_signature_boxes(minutes))
    for place, (title, content) in enumerate(attached, start=1):
        blocks += (attachment_title(place, title), *content)
    stamps = (are_minutes_draft(minutes), "documents.draft"), (minutes.is_practice, "documents.practice")
    document = Document(
        name=text("documents.minutes.name", title=minutes.title),
        running=text("documents.minutes.name", title=minutes.title),
        footer=text("documents.minutes.footer", meeting=minutes.meeting_id, head=minutes.journal_head),
        blocks=tuple(blocks),
        stamp=" ".join(text(key) for is_stamped, key in stamps if is_stamped),
    )
    return printable_content(document)


def _minutes_signed_paragraphs(minutes: Minutes) -> Iterable[Block]:
    """Yield when and by whom the minutes were signed, and the digest of what they said then."""
    if not minutes.minutes_signed_at_ms:
        return
    after = sum(one.is_after_signing for one in minutes.corrections)
    at, names = moment_words(minutes.minutes_signed_at_ms), ", ".join(minutes.signed_by)
    yield Paragraph(text=text("documents.minutes.signed", at=at, names=names, digest=minutes.digest))
    if after:
        yield Paragraph(text=text("documents.minutes.corrected_since", count=after), is_bold=True)


def _filing_table(minutes: Minutes) -> Table:
    """Return what an office files by; what only the office knows is left to be written in."""
    facts = (
        ("number", ""),
        ("written_on", date_words(minutes.written_on_ms)),
        ("author", minutes.author),
        ("openness", text("documents.minutes.openness_choice")),
    )
    cells = [cell for name, value in facts for cell in (text(f"documents.minutes.{name}"), value)]
    columns = tuple(TableColumn(title="", share=share) for share in (2, 5, 2, 7))
    return Table(
        columns=columns, rows=(TableRow(cells=tuple(cells[:4])), TableRow(cells=tuple(cells[4:]))), has_head=False
    )


def _minutes_attachments(minutes: Minutes) -> list[tuple[str, list[Block]]]:
    """Return the title and content of each 붙임: the list of names and the whole rankings that are too long."""
    found: list[tuple[str, list[Block]]] = []
    if _has_long_name_lists(minutes):
        found.append((text("documents.minutes.names"), list(_name_list_paragraphs(minutes))))
    for poll in filter(_has_long_ranking, minutes.polls):
        if poll.outcome and poll.definition and poll.tally:
            title = text("documents.minutes.ranking", poll=poll.title)
            found.append((title, [ranking_table(poll.outcome, poll.definition, poll.tally)]))
            title = text("documents.minutes.shares", poll=poll.title)
            found += ((title, [table]) for table in long_channel_share_tables(poll.definition, poll.outcome))
    before = [one for one in minutes.corrections if not one.is_after_signing]
    after = [one for one in minutes.corrections if one.is_after_signing]
    for title, corrections in (("title", before), ("after_signing", after)):
        if corrections:
            # Signed minutes and `verify` name a correction by its place among all, which goes on in the second 붙임.
            first = corrections[0].number
            goes_on = [Paragraph(text=text("documents.correction.goes_on", first=first))] if first > 1 else []
            found.append((text(f"documents.correction.{title}"), [*goes_on, _correction_table(corrections)]))
    return found


def _correction_table(corrections: Iterable[CorrectionRecord]) -> Table:
    """Return what was changed after 폐회: number, when and by whom, what, from what to what, and why."""
    columns = (("number", 2), ("when", 4), ("what", 3), ("values", 8), ("reason", 5))
    rows = (
        TableRow(
            cells=(
                str(one.number),
                "\n".join(filter(None, (moment_words(one.at_ms), one.by))),
                "\n".join(filter(None, (text(f"documents.correction.{one.kind}"), one.about))),
                correction_words(one),
                one.reason,
            )
        )
        for one in corrections
    )
    return Table(
        columns=tuple(TableColumn(title=text(f"documents.correction.{name}"), share=share) for name, share in columns),
        rows=tuple(rows),
    )


def _has_long_name_lists(minutes: Minutes) -> bool:
    groups = (*minutes.attendees, *minutes.observers, *minutes.absent)
    return sum(len(group.names) for group in groups) > _MOST_NAMES


def _has_long_ranking(poll: PollRecord) -> bool:
    if not (may_show_result(poll) and poll.definition and poll.outcome):
        return False
    return ballot_kind_of(poll.definition.question).makes_list and len(poll.outcome.ranking) > MOST_RANKED


def _name_list_paragraphs(minutes: Minutes) -> Iterable[Block]:
    """Yield who attended, sat in and stayed away, each group of people as running text that fills its pages."""
    for key, groups in _people_groups_by_attendance(minutes):
        named = [group for group in groups if group.names]
        if named:
            count = sum(len(group.names) for group in named)
            yield Paragraph(text=text(f"documents.minutes.{key}", count=f"{count:,}"), is_bold=True)
        for number, group in enumerate(named, start=1):
            who = text("documents.minutes.who", who=_people_group_heading(group), count=f"{len(group.names):,}")
            yield Paragraph(label=list_item_mark(1, number), text=who, introduces=True)
            yield Paragraph(text=", ".join(group.names), level=2)


def minutes_text(minutes: Minutes) -> str:
    """Return the whole minutes as plain lines, letter for letter what the PDF shows."""
    return document_text(minutes_document(minutes))


def minutes_pdf(minutes: Minutes) -> bytes:
    """Return the minutes as PDF.

    Raises RuleBroken minutes_facts_missing, minutes_incomplete when a heading of the law is empty.
    """
    require_complete_minutes(minutes)
    return pdf_bytes(minutes_document(minutes))


def _paragraphs_under_heading(minutes: Minutes, heading: str) -> Iterator[MinutesParagraph]:
    """Yield what the meeting itself says under a heading, then what the recorder wrote."""
    is_known = law.has_recorded_content_under_heading(minutes, heading) or (
        heading == law.PEOPLE and bool(minutes.observers)
    )
    if is_known:
        yield from _KNOWN[heading](minutes)
    lines = [
        line.strip() for line in law.recorder_words_under_heading(minutes, heading).text.split("\n") if line.strip()
    ]
    if lines and is_known:
        yield _recorder_paragraph(Paragraph(text=text("documents.minutes.added"), is_bold=True))
    for line in lines:
        yield _recorder_paragraph(Paragraph(text=line))
    if not lines and not is_known:
        yield _recorder_paragraph(Paragraph(text=text("documents.none")))


def _recorder_paragraph(content: Block) -> MinutesParagraph:
    return MinutesParagraph(source=ParagraphSource.WRITTEN, content=content)


def _paragraph_maker_of_source(source: ParagraphSource, blocks: Callable[[Minutes], Iterable[Block]]) -> _Known:
    """Return `blocks` as paragraphs that all come from one source."""
    return lambda minutes: (MinutesParagraph(source=source, content=block) for block in blocks(minutes))


def _meeting_name_paragraphs(minutes: Minutes) -> Iterable[Block]:
    yield Paragraph(text=minutes.title)
    if minutes.body_name:
        yield Paragraph(text=f"{text('documents.minutes.body')}: {minutes.body_name}")


def _host_paragraph(minutes: Minutes) -> Iterable[Block]:
    yield Paragraph(text=minutes.host)


def _time_and_place_table(minutes: Minutes) -> Iterable[Block]:
    held = period_words(minutes.opened_at_ms, minutes.closed_at_ms) if minutes.opened_at_ms else ""
    facts = (
        ("planned", period_words(minutes.starts_at_ms, minutes.ends_at_ms)),
        ("held", held),
        ("place", minutes.place),
    )
    yield facts_table((text(f"documents.minutes.{key}"), value) for key, value in facts)


def _attendance_blocks(minutes: Minutes) -> Iterable[Block]:
    yield facts_table(_head_count_facts(minutes))
    is_attached = _has_long_name_lists(minutes)
    for place, (key, groups) in enumerate(_people_groups_by_attendance(minutes), start=1):
        count = sum(len(group.names) for group in groups)
        words = text(f"documents.minutes.{key}", count=f"{count:,}")
        if is_attached and count:
            words = text("documents.minutes.attached", words=words)
        yield Paragraph(label=list_item_mark(1, place), text=words, introduces=not is_attached)
        if not is_attached:
            for number, group in enumerate((group for group in groups if group.names), start=1):
                names = text(
                    "documents.minutes.group",
                    who=_people_group_heading(group),
                    count=f"{len(group.names):,}",
                    names=", ".join(group.names),
                )
                yield Paragraph(label=list_item_mark(2, number), text=names, level=2)


def _people_groups_by_attendance(minutes: Minutes) -> tuple[tuple[str, tuple[PeopleGroup, ...]], ...]:
    """Return who attended, who sat in and who of the roster did not come; the last two where there is anybody."""
    more = ("observers", minutes.observers), ("absent", minutes.absent)
    return (("attendees", minutes.attendees), *(each for each in more if each[1]))


def _head_count_facts(minutes: Minutes) -> Iterable[tuple[str, str]]:
    counts = [("enrolled", minutes.enrolled)]
    counts += (
        (key, sum(len(group.names) for group in groups)) for key, groups in _people_groups_by_attendance(minutes)
    )
    counts += [("walk_ins", minutes.came_unlisted)] if minutes.came_unlisted else []
    yield (
        text("documents.minutes.people"),
        " · ".join(text(f"documents.minutes.count_{key}", count=f"{count:,}") for key, count in counts),
    )
    if minutes.quorum:
        yield text("documents.minutes.quorum"), quorum_verdict_words(minutes.quorum)


def _people_group_heading(group: PeopleGroup) -> str:
    return " · ".join(filter(None, (group.channel, group.role))) or text("documents.minutes.who_none")


def _agenda_table(minutes: Minutes) -> Iterable[Block]:
    columns = titled_columns(
        "documents.minutes.column_",
        ("number", 7, CENTRE),
        ("title", 44, LEFT),
        ("presenter", 18, LEFT),
        ("minutes", 9, RIGHT),
        ("spent", 9, RIGHT),
        ("state", 10, CENTRE),
    )
    yield Table(columns=columns, rows=tuple(_agenda_table_row(item, minutes) for item in minutes.items))


def _agenda_table_row(item: ItemRecord, minutes: Minutes) -> TableRow:
    spent = -(-item.spent_ms // _MINUTE_MS)
    state = text(f"documents.minutes.state_{item.state}")
    if item.state == ItemState.PLANNED and not are_minutes_draft(minutes):
        is_done = not item.number and opens_or_closes_sitting(item.title)  # the sitting was opened, and it was closed
        key = "state_closed" if is_done else "state_unrecorded" if law.is_item_unrecorded(minutes, item) else ""
        state = text(f"documents.minutes.{key}") if key else ""
    cells = (
        item.number,
        item.title,
        item.presenter,
        text("documents.minutes.minutes", minutes=item.minutes),
        text("documents.minutes.minutes", minutes=spent) if spent else "",
        state,
    )
    return TableRow(cells=cells)


def _agenda_item_paragraphs(minutes: Minutes) -> Iterable[Block]:
    counts: list[int] = []
    for item in minutes.items:
        if not item.number:
            continue
        depth = item.number.count("-")
        counts = [*counts[:depth], counts[depth] + 1 if depth < len(counts) else 1]
        key = "documents.minutes.item_presented" if item.presenter else "documents.minutes.item"
        words = text(key, number=item.number, title=item.title, presenter=item.presenter)
        if law.is_item_unrecorded(minutes, item):
            words = text("documents.minutes.item_unrecorded", words=words)
        level = min(depth, 4) + 1
        yield Paragraph(label=list_item_mark(level, counts[-1]), text=words, level=level)


def _item_title_paragraph(item: ItemRecord, place: int) -> Paragraph:
    words = text("documents.minutes.item", number=item.number, title=item.title) if item.number else item.title
    return Paragraph(label=list_item_mark(1, place), text=words, is_bold=True)


def _speech_paragraphs(minutes: Minutes) -> Iterator[MinutesParagraph]:
    spoken = (item for item in minutes.items if item.speeches)
    for place, item in enumerate(spoken, start=1):
        yield MinutesParagraph(source=ParagraphSource.FACT, content=_item_title_paragraph(item, place))
        for number, speech in enumerate(item.speeches, start=1):
            key = "documents.minutes.speech" if speech.speaker else "documents.minutes.speech_unnamed"
            words = text(key, speaker=speech.speaker, gist=speech.gist)
            line = Paragraph(label=list_item_mark(2, number), text=words, level=2)
            yield MinutesParagraph(source=ParagraphSource.NOTE, content=line)


def _decision_paragraphs(minutes: Minutes) -> Iterable[Block]:
    """Yield what was adopted, and under it the certified result of the item's votes where that does not say it."""
    results: dict[str, list[str]] = {}
    of_number = {item.number: item for item in minutes.items if item.number}
    for poll in filter(may_show_result, minutes.polls):
        if not poll.definition or not poll.outcome or _does_decision_say_result(of_number.get(poll.item_number), poll):
            continue
        if sentence := result_sentence(poll.definition, poll.outcome):
            words = text("documents.minutes.voted", poll=poll.title, sentence=sentence)
            results.setdefault(poll.item_number, []).append(words)
    loose = results.pop("", [])
    decided = (item for item in minutes.items if item.decision.strip() or item.number in results)
    place = 0
    for place, item in enumerate(decided, start=1):
        yield _item_title_paragraph(item, place)
        if item.decision.strip():
            how = f"documents.minutes.decided_{item.decision_how}"
            yield Paragraph(text=text(how, decision=item.decision) if item.decision_how else item.decision, level=2)
        for words in results.get(item.number, ()):
            yield Paragraph(text=words, level=2)
    for number, words in enumerate(loose, start=place + 1):
        yield Paragraph(label=list_item_mark(1, number), text=words)


def _does_decision_say_result(item: ItemRecord | None, poll: PollRecord) -> bool:
    """Return whether the decision of an item, made by this vote, says its result already: of the vote by its own title
    or by the item's."""
    if not poll.definition or not poll.outcome or item is None:
        return False
    decision = item.decision
    motion = poll.outcome.motion_result
    told = (
        selection_summary_sentence(poll.definition, poll.outcome)
        if isinstance(motion, UnsetType)
        else motion_needed_and_got_sentence(poll.definition, motion)
    )
    is_named = poll.title in decision or item.title in decision
    return is_named and " ".join(told.split()) in " ".join(decision.split())


def _blocks_of_all_polls(minutes: Minutes) -> Iterable[Block]:
    for place, poll in enumerate(minutes.polls, start=1):
        yield from poll_blocks(poll, list_item_mark(1, place))


def _minutes_signature_boxes(minutes: Minutes) -> Signatures:
    signers = minutes.signers or (Signer(role=""), Signer(role=""))
    usual = (text("documents.minutes.signer_chair"), text("documents.minutes.signer_recorder"))
    boxes = tuple(
        (signer.role or default, signer.name) for signer, default in zip_longest(signers, usual) if signer is not None
    )
    return Signatures(declaration=text("documents.minutes.signatures"), boxes=boxes, mark=text("documents.sign"))


def poll_blocks(poll: PollRecord, label: str) -> Iterable[Block]:
    """Yield the blocks of one poll under its numbered title."""
    of_item = text("documents.poll.of_item", title=poll.title, number=poll.item_number)
    yield Paragraph(label=label, text=of_item if poll.item_number else poll.title, is_bold=True)
    yield facts_table(_poll_facts(poll))
    if poll.accounting:
        yield Paragraph(text=text("documents.poll.ballot_accounting"), introduces=True)
        yield accounting_table(poll.accounting)
        yield turnout_table(poll.accounting, poll)
    if poll.challenges:
        yield Paragraph(text=text("documents.poll.challenges"), introduces=True)
        yield challenge_table(poll.challenges)
    if may_show_result(poll):
        yield from _poll_result_blocks(poll)
    elif poll.state != PollState.VOID:
        yield Paragraph(text=text("documents.poll.not_published"))


def _poll_facts(poll: PollRecord) -> Iterable[tuple[str, str]]:
    yield text("documents.poll.state"), text(f"documents.poll.state_{poll.state}")
    if poll.opened_at_ms:
        yield text("documents.poll.opened_closed"), period_words(poll.opened_at_ms, poll.closed_at_ms)
    yield from pause_rows(poll.course)
    yield from quorum_gap_rows(poll.course)
    if poll.definition:
        draft, currency = readable_draft_of_definition(poll.definition), poll.definition.currency
        yield text("documents.poll.method"), voting_method_word(poll.definition)
        yield text("documents.poll.limits"), "\n".join(marking_sentences(draft, currency))
        yield text("documents.poll.rule"), "\n".join(result_rule_sentences(draft, currency))
    yield text("documents.poll.definition_hash"), poll.definition_hash
    yield text("documents.poll.words"), " · ".join(poll.words)
    if poll.definition and poll.definition.has_audits and poll.opened_at_ms:
        yield text("documents.audits.title"), audit_score_words(poll.audits)
    yield from rollback_rows(poll.rollbacks)
    yield from poll_closing_decision_rows(poll.closing)
    yield from box_opening_rows(poll.course)
    yield from _poll_ending_facts(poll)


def _poll_ending_facts(poll: PollRecord) -> Iterable[tuple[str, str]]:
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


def _poll_result_blocks(poll: PollRecord) -> Iterable[Block]:
    definition, tally, outcome = poll.definition, poll.tally, poll.outcome
    if not definition or not tally or not outcome:
        return
    yield Paragraph(text=text("documents.poll.tally"), introduces=True)
    yield ballot_counts_table(tally)
    kind = ballot_kind_of(definition.question)
    if not kind.has_options:
        yield Paragraph(text=text("documents.result.opinions"), introduces=True)
        yield from opinion_blocks(tally)
    elif kind.offers_choices:
        yield Paragraph(text=text("documents.result.motion"), introduces=True)
        yield from choice_blocks(definition, tally, outcome)
    else:
        yield Paragraph(text=text("documents.poll.selection"), introduces=True)
        yield Paragraph(text=selection_summary_sentence(definition, outcome), introduces=True)
        if not _has_long_ranking(poll):
            yield ranking_table(outcome, definition, tally)
        elif 0 < len(outcome.selected) <= MOST_RANKED:
            yield selected_table(outcome, definition, tally)
        yield from last_in_first_out_blocks(definition, outcome)
        yield from channel_blocks(definition, outcome)


_KNOWN: dict[str, _Known] = {
    law.NAME: _paragraph_maker_of_source(ParagraphSource.FACT, _meeting_name_paragraphs),
    law.HOST: _paragraph_maker_of_source(ParagraphSource.FACT, _host_paragraph),
    law.TIME_PLACE: _paragraph_maker_of_source(ParagraphSource.FACT, _time_and_place_table),
    law.PEOPLE: _paragraph_maker_of_source(ParagraphSource.FACT, _attendance_blocks),
    law.ORDER: _paragraph_maker_of_source(ParagraphSource.FACT, _agenda_table),
    law.ITEMS: _paragraph_maker_of_source(ParagraphSource.FACT, _agenda_item_paragraphs),
    law.GISTS: _speech_paragraphs,
    law.DECISIONS: _paragraph_maker_of_source(ParagraphSource.FACT, _decision_paragraphs),
    law.VOTES: _paragraph_maker_of_source(ParagraphSource.VOTE, _blocks_of_all_polls),
}
"""Heading → what the meeting itself says under it."""
