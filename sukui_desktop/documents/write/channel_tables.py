"""선거인단 합산 on paper: every number by which channels became one score, so that anybody can do it again."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction

from msgspec import UnsetType

from sukui_desktop.assets.messages import text
from sukui_desktop.documents.write.blocks import CENTRE, RIGHT, Block, Column, Paragraph, Table, TableRow
from sukui_desktop.domain.question.channels import Ledger, LedgerLine
from sukui_desktop.domain.question.definition import Definition
from sukui_desktop.domain.question.shares import percent_words
from sukui_desktop.domain.selection.project_list import Outcome


def channel_blocks(definition: Definition, outcome: Outcome) -> Iterable[Block]:
    """Yield how the channels were added up, one table of the channels and one of the projects; nothing without them."""
    ledger = outcome.ledger
    if isinstance(ledger, UnsetType):
        return
    yield Paragraph(text=text(f"documents.channel.{ledger.basis}"))
    yield ledger_table(ledger)
    if any(not line.divisor for line in ledger.lines):
        yield Paragraph(text=text(f"documents.channel.empty_{ledger.empty}"))
    yield Paragraph(text=text("documents.channel.shares"), is_bold=True)
    yield shares_table(definition, outcome, ledger)


def ledger_table(ledger: Ledger) -> Table:
    """Return every channel with its weight as the rule says it and as it was applied, and what it was divided by."""
    names = ("name", "weight", "applied", "ballots", "divisor")
    columns = tuple(
        Column(title=text(f"documents.channel.column_{name}"), share=share, align=align)
        for name, share, align in zip(names, (35, 15, 20, 15, 15), ("left", *[RIGHT] * 4), strict=True)
    )
    rows = tuple(
        TableRow(
            cells=(
                line.name,
                line.weight,
                _both(line.applied),
                f"{line.ballots_valid:,}",
                f"{line.divisor:,}" if line.divisor else "",
            )
        )
        for line in ledger.lines
    )
    return Table(columns=columns, rows=rows)


def shares_table(definition: Definition, outcome: Outcome, ledger: Ledger) -> Table:
    """Return for each project, in order of rank, what every channel gave it and the sum: exact fraction and percent."""
    index = {option.code: place for place, option in enumerate(definition.question.options)}
    columns = (
        Column(title=text("documents.poll.column_place"), share=5, align=CENTRE),
        Column(title=text("documents.poll.column_code"), share=9, align=CENTRE),
        *(Column(title=line.name, share=_width(ledger), align=RIGHT) for line in ledger.lines),
        Column(title=text("documents.channel.column_sum"), share=_width(ledger), align=RIGHT),
    )
    rows = tuple(
        TableRow(
            cells=(
                str(ranked.place),
                ranked.code,
                *(_share(line, index[ranked.code]) for line in ledger.lines),
                _both(ledger.scores[index[ranked.code]]),
            )
        )
        for ranked in outcome.ranking
    )
    return Table(columns=columns, rows=rows)


def _width(ledger: Ledger) -> int:
    return 84 // (len(ledger.lines) + 1)


def _share(line: LedgerLine, index: int) -> str:
    """Return marks ÷ divisor and under it the share that this makes of the whole."""
    if not line.divisor:
        return "0"
    taken = text("documents.channel.count", count=f"{line.marks[index]:,}", divisor=f"{line.divisor:,}")
    return f"{taken}\n{_both(line.shares[index])}"


def _both(share: str) -> str:
    """Return an exact fraction with its percentage under it."""
    exact = Fraction(share)
    return f"{exact.numerator}/{exact.denominator}\n{percent_words(exact)}"


def without_table(ledger: Ledger, selected: Sequence[str], without: Mapping[str, tuple[str, ...]]) -> Table:
    """Return what the list had been without each channel: how many, what comes in, what goes out."""
    names = {line.key: line.name for line in ledger.lines}
    columns = tuple(
        Column(title=text(f"documents.channel.column_{name}"), share=share, align=align)
        for name, share, align in (
            ("without", 24, "left"),
            ("selected", 8, RIGHT),
            ("in", 34, "left"),
            ("out", 34, "left"),
        )
    )
    return Table(columns=columns, rows=tuple(_without(names[key], selected, codes) for key, codes in without.items()))


def _without(name: str, selected: Sequence[str], codes: Sequence[str]) -> TableRow:
    comes_in = [code for code in codes if code not in set(selected)]
    goes_out = [code for code in selected if code not in set(codes)]
    none = text("documents.channel.none")
    count = text("documents.channel.selected", count=f"{len(codes):,}")
    return TableRow(cells=(name, count, ", ".join(comes_in) or none, ", ".join(goes_out) or none))
