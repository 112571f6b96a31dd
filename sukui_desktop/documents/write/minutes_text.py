"""The minutes as blocks and as plain text: the page and the text cannot differ, because both are made from these."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from sukui_desktop.assets.messages import text
from sukui_desktop.documents.write.blocks import (
    CENTRE,
    RIGHT,
    Block,
    Column,
    Document,
    Paragraph,
    Signatures,
    Table,
    TableRow,
    Title,
    document_text,
    settle,
)
from sukui_desktop.documents.write.minutes_poll import poll_blocks
from sukui_desktop.documents.write.poll_tables import facts_table
from sukui_desktop.domain.papers import minutes as law
from sukui_desktop.domain.papers.minutes import ItemRecord, Minutes, PeopleGroup
from sukui_desktop.wording.attendance import quorum_judged
from sukui_desktop.wording.item_marks import item_mark
from sukui_desktop.wording.times import period_words

_MINUTE_MS = 60_000


def minutes_text(minutes: Minutes) -> str:
    """Return the whole minutes as plain lines, letter for letter what the PDF shows.

    Letters no typeface has stand as 〔U+1F600〕 (see `fonts.printable`).
    """
    return document_text(minutes_document(minutes))


def minutes_document(minutes: Minutes) -> Document:
    """Return the minutes as a settled document: title, the nine headings in the order of the law, signatures."""
    blocks: list[Block] = [Title(text=text("documents.minutes.title"), under=(minutes.title,))]
    for place, heading in enumerate(law.HEADINGS, start=1):
        blocks.append(Paragraph(label=item_mark(0, place), text=law.LEGAL_NAMES[heading], level=0))
        blocks += _under(minutes, heading)
    blocks.append(_signatures(minutes))
    document = Document(
        name=text("documents.minutes.name", title=minutes.title),
        running=text("documents.minutes.name", title=minutes.title),
        footer=text("documents.minutes.footer", meeting=minutes.meeting_id, head=minutes.journal_head),
        blocks=tuple(blocks),
        practice=text("documents.practice") if minutes.is_practice else "",
    )
    return settle(document)


def _under(minutes: Minutes, heading: str) -> list[Block]:
    blocks = list(_SECTIONS[heading](minutes)) if law.has_content(minutes, heading) else []
    written = law.written_under(minutes, heading)
    lines = [line.strip() for line in written.text.split("\n") if line.strip()]
    if lines and blocks:
        blocks.append(Paragraph(text=text("documents.minutes.added"), is_bold=True))
    blocks += [Paragraph(text=line) for line in lines]
    if not blocks:
        blocks.append(Paragraph(text=text("documents.none")))
    return blocks


def _name(minutes: Minutes) -> Iterable[Block]:
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


def _order(minutes: Minutes) -> Iterable[Block]:
    aligns = {"number": CENTRE, "minutes": RIGHT, "spent": RIGHT, "state": CENTRE}
    shares = {"number": 7, "title": 44, "presenter": 18, "minutes": 9, "spent": 9, "state": 10}
    columns = tuple(
        Column(title=text(f"documents.minutes.column_{key}"), share=share, align=aligns.get(key, "left"))
        for key, share in shares.items()
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


def _gists(minutes: Minutes) -> Iterable[Block]:
    spoken = (item for item in minutes.items if item.speeches)
    for place, item in enumerate(spoken, start=1):
        yield _item_line(item, place)
        for number, speech in enumerate(item.speeches, start=1):
            key = "documents.minutes.speech" if speech.speaker else "documents.minutes.speech_unnamed"
            words = text(key, speaker=speech.speaker, gist=speech.gist)
            yield Paragraph(label=item_mark(2, number), text=words, level=2)


def _decisions(minutes: Minutes) -> Iterable[Block]:
    decided = (item for item in minutes.items if item.decision.strip())
    for place, item in enumerate(decided, start=1):
        yield _item_line(item, place)
        how = f"documents.minutes.decided_{item.decision_how}"
        words = text(how, decision=item.decision) if item.decision_how else item.decision
        yield Paragraph(text=words, level=2)


def _votes(minutes: Minutes) -> Iterable[Block]:
    for place, poll in enumerate(minutes.polls, start=1):
        yield from poll_blocks(poll, item_mark(1, place))


def _signatures(minutes: Minutes) -> Signatures:
    boxes = tuple((signer.role, signer.name) for signer in minutes.signers) or (
        (text("documents.minutes.signer_recorder"), ""),
        (text("documents.minutes.signer_chair"), ""),
    )
    return Signatures(declaration=text("documents.minutes.signatures"), boxes=boxes, mark=text("documents.sign"))


_SECTIONS: dict[str, Callable[[Minutes], Iterable[Block]]] = {
    law.NAME: _name,
    law.HOST: _host,
    law.TIME_PLACE: _time_place,
    law.PEOPLE: _people,
    law.ORDER: _order,
    law.ITEMS: _items,
    law.GISTS: _gists,
    law.DECISIONS: _decisions,
    law.VOTES: _votes,
}
