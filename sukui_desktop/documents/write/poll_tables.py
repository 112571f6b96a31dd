"""The tables of one poll, the same in the minutes and in the result: two papers must not tell it differently."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from sukui_desktop.assets.messages import text
from sukui_desktop.documents.write.blocks import CENTRE, RIGHT, Column, Table, TableRow
from sukui_desktop.documents.write.wording import MoneyColumn, money_words, outcome_word
from sukui_desktop.domain.count import Tally
from sukui_desktop.domain.equation import Equation
from sukui_desktop.domain.selection import CHOSEN, Outcome, Ranked


def facts_table(facts: Iterable[tuple[str, str]]) -> Table:
    """Return a table of names at the left and values at the right; empty values are left out."""
    rows = tuple(TableRow(cells=fact) for fact in facts if fact[1])
    return Table(columns=(Column(title="", share=2), Column(title="", share=9)), rows=rows, has_head=False)


def equation_table(equation: Equation) -> Table:
    """Return the closing equation as one row of figures, with the signs of the sum in the titles."""
    names = ("issued", "cast", "spoiled", "returned", "not_returned")
    signs = ("", "= ", "+ ", "+ ", "+ ")
    columns = tuple(
        Column(title=sign + text(f"documents.poll.{name}"), share=1, align=CENTRE)
        for sign, name in zip(signs, names, strict=True)
    )
    cells = tuple(f"{getattr(equation, name):,}" for name in names)
    return Table(columns=columns, rows=(TableRow(cells=cells),), unit=text("documents.unit_slips"))


def tally_table(tally: Tally) -> Table:
    """Return how many ballots were counted and what they were."""
    names = ("ballots_cast", "ballots_valid", "ballots_blank", "ballots_invalid")
    signs = ("", "= ", "+ ", "+ ")
    columns = tuple(
        Column(title=sign + text(f"documents.poll.{name}"), share=1, align=CENTRE)
        for sign, name in zip(signs, names, strict=True)
    )
    cells = tuple(f"{getattr(tally, name):,}" for name in names)
    return Table(columns=columns, rows=(TableRow(cells=cells),), unit=text("documents.unit_slips"))


def ranking_table(outcome: Outcome, currency: str, *, has_bars: bool) -> Table:
    """Return every project in order of rank with the waterline under the last one chosen.

    With bars, each row shows its votes as a bar: full when chosen, hatched when not.
    """
    money = MoneyColumn((ranked.cost for ranked in outcome.ranking), currency)
    rows = _ranking_rows(outcome, money, has_bars=has_bars)
    last = max((row for row, ranked in enumerate(outcome.ranking) if ranked.outcome == CHOSEN), default=-1)
    rows.insert(last + 1, _waterline(outcome, currency))
    columns = _ranking_columns(has_bars=has_bars)
    return Table(columns=columns, rows=tuple(rows), unit=money.unit, bar_column=4 if has_bars else -1)


def _ranking_columns(*, has_bars: bool) -> tuple[Column, ...]:
    def column(name: str, share: int, align: str) -> Column:
        return Column(title=text(f"documents.poll.column_{name}"), share=share, align=align)

    bars = (column("bar", 11, CENTRE),) if has_bars else ()
    return (
        column("place", 5, CENTRE),
        column("code", 8, CENTRE),
        column("title", 30 if has_bars else 41, "left"),
        column("votes", 8, RIGHT),
        *bars,
        column("cost", 11, RIGHT),
        column("sum", 12, RIGHT),
        column("outcome", 9, CENTRE),
    )


def _ranking_rows(outcome: Outcome, money: MoneyColumn, *, has_bars: bool) -> list[TableRow]:
    most = max((ranked.votes for ranked in outcome.ranking), default=0)
    rows, spent = [], 0
    for ranked in outcome.ranking:
        is_chosen = ranked.outcome == CHOSEN
        spent += ranked.cost if is_chosen else 0
        bar = ("",) if has_bars else ()
        cells = (
            str(ranked.place),
            ranked.code,
            ranked.title,
            f"{ranked.votes:,}",
            *bar,
            money.cell(ranked.cost),
            money.cell(spent) if is_chosen else "",
            _outcome_cell(ranked),
        )
        rows.append(
            TableRow(
                cells=cells,
                is_bold=is_chosen,
                bar=ranked.votes * 1000 // most if has_bars and most else -1,
                is_hatched=not is_chosen,
            )
        )
    return rows


def _outcome_cell(ranked: Ranked) -> str:
    word = outcome_word(ranked)
    return f"{word}({text('documents.tie_lot')})" if ranked.tie == "lot" else word


def _waterline(outcome: Outcome, currency: str) -> TableRow:
    key = "documents.result.waterline" if outcome.selected else "documents.result.waterline_none"
    words = text(
        key,
        ceiling=money_words(outcome.ceiling, currency),
        count=f"{len(outcome.selected):,}",
        total=money_words(outcome.total_cost, currency),
        left=money_words(outcome.ceiling - outcome.total_cost, currency),
    )
    return TableRow(cells=(words,), is_banner=True)


def names_text(names: Sequence[str]) -> str:
    """Return names one after the other."""
    return ", ".join(names)
