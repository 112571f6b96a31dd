"""찬반과 의견 on paper: without it a question that makes no list would have a result that nobody can read."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from fractions import Fraction

from msgspec import UnsetType

from sukui_desktop.assets.messages import text
from sukui_desktop.documents.write.blocks import CENTRE, RIGHT, Block, Column, Paragraph, Table, TableRow
from sukui_desktop.documents.write.money_words import percent_words
from sukui_desktop.documents.write.poll_tables import facts_table
from sukui_desktop.documents.write.wording import has_channels, score_of, score_words
from sukui_desktop.domain.counting.count import Tally
from sukui_desktop.domain.publishing import LEAST_PUBLISHED, publish_opinions
from sukui_desktop.domain.question.definition import Definition
from sukui_desktop.domain.question.motion import Passage
from sukui_desktop.domain.selection.listing import Outcome


def choice_blocks(definition: Definition, tally: Tally, outcome: Outcome) -> Iterable[Block]:
    """Yield whether a motion passed, what each choice got, and every number the passage was decided by."""
    if not isinstance(outcome.passage, UnsetType):
        yield Paragraph(text=passage_sentence(definition, outcome.passage), is_bold=True)
    yield choice_table(definition, tally, outcome)
    if not isinstance(outcome.passage, UnsetType):
        yield facts_table(_passage_facts(definition, outcome.passage))


def passage_sentence(definition: Definition, passage: Passage) -> str:
    """Return in one sentence whether it passed and by which numbers."""
    return text(
        f"documents.motion.{passage.code}",
        word=definition.question.options[0].title,
        in_favour=f"{passage.in_favour:,}",
        base=text(f"documents.motion.{passage.base}"),
        base_count=_base_count(passage),
        needed=f"{passage.needed:,}",
        missing=_missing(passage),
        took_part=f"{passage.took_part:,}",
        needed_part=f"{passage.needed_to_take_part:,}",
    )


def _missing(passage: Passage) -> str:
    if passage.code == "too_few_took_part":
        return f"{passage.needed_to_take_part - passage.took_part:,}"
    return f"{max(0, passage.needed - passage.in_favour):,}"


def _base_count(passage: Passage) -> str:
    key = "people" if passage.base in ("enrolled", "present") else "slips"
    return text(f"documents.motion.{key}", count=f"{passage.base_count:,}")


def _passage_facts(definition: Definition, passage: Passage) -> Iterator[tuple[str, str]]:
    def told(key: str, **facts: str) -> str:
        return text(f"documents.motion.{key}", **facts)

    turnout, options = passage.turnout, definition.question.options
    for name, people in (("enrolled", turnout.enrolled), ("present", turnout.present), ("cast", turnout.cast)):
        yield told(name), told("people", count=f"{people:,}") if people else ""
    yield told("valid"), told("slips", count=f"{turnout.valid:,}")
    yield told("base"), told("base_text", base=told(passage.base), base_count=_base_count(passage))
    yield told("needed", word=options[0].title), told("slips", count=f"{passage.needed:,}")
    yield told("in_favour", word=options[0].title), told("slips", count=f"{passage.in_favour:,}")
    yield told("against", word=options[1].title), told("slips", count=f"{passage.against:,}")
    if passage.needed_to_take_part:
        yield told("needed_part"), told("people", count=f"{passage.needed_to_take_part:,}")
        yield told("took_part"), told("people", count=f"{passage.took_part:,}")
    yield told("result"), told(f"result_{passage.code}")


def choice_table(definition: Definition, tally: Tally, outcome: Outcome) -> Table:
    """Return the choices in the order of the ballot with their votes, share of the valid ballots and a bar."""
    ranked = {each.code: each for each in outcome.ranking}
    most = max((score_of(each) for each in outcome.ranking), default=0)
    is_combined = has_channels(definition)
    rows = []
    for option in definition.question.options:
        each = ranked[option.code]
        share = score_words(each, definition) if is_combined else _percent(each.votes, tally.ballots_valid)
        bar = int(score_of(each) * 1000 / most) if most else -1
        rows.append(TableRow(cells=(option.title, f"{each.votes:,}", share, ""), bar=bar))
    last = "documents.poll.column_share" if is_combined else "documents.motion.column_share"
    columns = (
        Column(title=text("documents.motion.column_choice"), share=34),
        Column(title=text("documents.poll.column_votes"), share=14, align=RIGHT),
        Column(title=text(last), share=16, align=RIGHT),
        Column(title=text("documents.poll.column_bar"), share=31, align=CENTRE),
    )
    return Table(columns=columns, rows=tuple(rows), bar_column=3)


def opinion_blocks(tally: Tally) -> Iterable[Block]:
    """Yield the opinions that many hold, most frequent first; the others as a number alone, and why."""
    public = publish_opinions(tally)
    if public is None:
        return
    most = public.listed[0].count if public.listed else 0
    rows = [
        TableRow(
            cells=(each.text, f"{each.count:,}", _percent(each.count, tally.ballots_valid), ""),
            bar=each.count * 1000 // most,
        )
        for each in public.listed
    ]
    if public.others:
        words = text("documents.opinion.others", kinds=f"{public.other_kinds:,}")
        rows.append(TableRow(cells=(words, f"{public.others:,}", _percent(public.others, tally.ballots_valid), "")))
    if rows:
        yield Table(columns=_opinion_columns(), rows=tuple(rows), bar_column=3)
    key = "documents.opinion.note" if public.listed else "documents.opinion.none"
    yield Paragraph(text=text(key, least=LEAST_PUBLISHED), is_small=True)


def _opinion_columns() -> tuple[Column, ...]:
    return (
        Column(title=text("documents.opinion.column_text"), share=54),
        Column(title=text("documents.opinion.column_votes"), share=10, align=RIGHT),
        Column(title=text("documents.opinion.column_share"), share=13, align=RIGHT),
        Column(title=text("documents.poll.column_bar"), share=18, align=CENTRE),
    )


def _percent(part: int, whole: int) -> str:
    return percent_words(Fraction(part, whole)) if whole else ""
