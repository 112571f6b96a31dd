"""찬반과 의견 on paper: without it a question that makes no list would have a result that nobody can read."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction

from msgspec import UnsetType

from sukui_desktop.assets.messages import text
from sukui_desktop.documents.write.blocks import CENTRE, RIGHT, Block, Column, Paragraph, Table, TableRow
from sukui_desktop.domain.counting.tally import Tally
from sukui_desktop.domain.papers.publishing import LEAST_PUBLISHED, publish_opinions
from sukui_desktop.domain.question.definition import Definition
from sukui_desktop.domain.question.motion import Passage
from sukui_desktop.domain.question.shares import percent_words
from sukui_desktop.domain.selection.project_list import Outcome
from sukui_desktop.wording.result import has_channels, motion_sentence, score_of, score_words


def choice_blocks(definition: Definition, tally: Tally, outcome: Outcome) -> Iterable[Block]:
    """Yield whether a motion passed, what each choice got, and every number the passage was decided by."""
    if not isinstance(outcome.passage, UnsetType):
        yield Paragraph(text=verdict_sentence(definition, outcome.passage), is_bold=True)
    yield choice_table(definition, tally, outcome)
    if not isinstance(outcome.passage, UnsetType):
        yield passage_table(definition, outcome.passage)
        yield people_table(outcome.passage)


def verdict_sentence(definition: Definition, passage: Passage) -> str:
    """Return in one sentence whether a motion passed and by which numbers."""
    result = text("documents.motion.verdict_passed" if passage.is_passed else "documents.motion.verdict_failed")
    return text("documents.motion.verdict", result=result, sentence=motion_sentence(definition, passage))


def people_table(passage: Passage) -> Table:
    """Return everybody a base may speak of, and how many had to take part where the rule says so."""
    turnout, unknown = passage.turnout, text("documents.motion.unknown")
    figures = [("enrolled", turnout.enrolled), ("present", turnout.present), ("cast", turnout.cast)]
    figures.append(("valid", turnout.valid))
    if passage.needed_to_take_part:
        figures += [("needed_part", passage.needed_to_take_part), ("took_part", passage.took_part)]
    may_be_unknown = {"enrolled", "present"}
    return _figures_table(
        (text(f"documents.motion.{name}"), f"{number:,}" if number or name not in may_be_unknown else unknown)
        for name, number in figures
    )


def passage_table(definition: Definition, passage: Passage) -> Table:
    """Return the base, what was needed of it, what was given, and what that makes."""
    in_favour, against = (option.title for option in definition.question.options[:2])
    base = text("documents.motion.base_of", base=text(f"documents.motion.{passage.base}"))
    return _figures_table(
        (
            (base, f"{passage.base_count:,}"),
            (text("documents.motion.needed", word=in_favour), f"{passage.needed:,}"),
            (in_favour, f"{passage.in_favour:,}"),
            (against, f"{passage.against:,}"),
            (text("documents.motion.result"), text(f"documents.motion.result_{passage.code}")),
        )
    )


def _figures_table(figures: Iterable[tuple[str, str]]) -> Table:
    titles, cells = zip(*figures, strict=True)
    columns = tuple(Column(title=title, share=1, align=CENTRE) for title in titles)
    return Table(columns=columns, rows=(TableRow(cells=cells),))


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
