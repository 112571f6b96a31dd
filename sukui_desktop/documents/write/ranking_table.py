"""Every project in order of rank with the line under which nothing was chosen: the heart of every result."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from sukui_desktop.assets.messages import text
from sukui_desktop.documents.write.blocks import CENTRE, RIGHT, Column, Table, TableRow
from sukui_desktop.domain.question.definition import Definition
from sukui_desktop.domain.selection.case import CHOSEN
from sukui_desktop.domain.selection.project_list import Outcome, Ranked
from sukui_desktop.wording.money import MoneyColumn, money_words
from sukui_desktop.wording.result import gives_points, has_channels, outcome_word, score_of, score_words

_RIGHT = {"votes", "points", "share", "cost", "sum"}
_SHARES = {"place": 5, "code": 8, "votes": 8, "points": 8, "share": 9, "bar": 11, "cost": 11, "sum": 12, "outcome": 10}
_WHOLE = 95
_NO_NOTES: Mapping[str, str] = {}


def ranking_table(
    outcome: Outcome, definition: Definition, *, has_bars: bool, notes: Mapping[str, str] = _NO_NOTES
) -> Table:
    """Return every project in order of rank with the waterline under the last one chosen.

    Points or combined shares stand beside the votes where projects are ranked by them. With bars, each row shows what
    it was ranked by as a bar: full when chosen, hatched when not. `notes` (code → sentence) stand under their rows.
    """
    names = _column_names(definition, has_bars=has_bars)
    money = MoneyColumn((ranked.cost for ranked in outcome.ranking), definition.currency)
    rows = list(_rows(outcome, definition, names, money, notes))
    last = max((row for row, ranked in enumerate(outcome.ranking) if ranked.outcome == CHOSEN), default=-1)
    rows.insert(last + 1, waterline(outcome, definition.currency))
    return Table(
        columns=tuple(_column(name, names) for name in names),
        rows=tuple(rows),
        unit=money.unit,
        bar_column=names.index("bar") if has_bars else -1,
    )


def _column_names(definition: Definition, *, has_bars: bool) -> tuple[str, ...]:
    score = ("share",) if has_channels(definition) else ("points",) if gives_points(definition) else ()
    bars = ("bar",) if has_bars else ()
    return ("place", "code", "title", "votes", *score, *bars, "cost", "sum", "outcome")


def _column(name: str, names: tuple[str, ...]) -> Column:
    share = _SHARES.get(name) or _WHOLE - sum(_SHARES.get(other, 0) for other in names)
    align = "left" if name == "title" else RIGHT if name in _RIGHT else CENTRE
    return Column(title=text(f"documents.poll.column_{name}"), share=share, align=align)


def _rows(
    outcome: Outcome, definition: Definition, names: tuple[str, ...], money: MoneyColumn, notes: Mapping[str, str]
) -> Iterator[TableRow]:
    most, spent = max((score_of(ranked) for ranked in outcome.ranking), default=0), 0
    for ranked in outcome.ranking:
        is_chosen = ranked.outcome == CHOSEN
        spent += ranked.cost if is_chosen else 0
        cells = {
            "place": str(ranked.place),
            "code": ranked.code,
            "title": ranked.title,
            "votes": f"{ranked.votes:,}",
            "points": score_words(ranked, definition),
            "share": score_words(ranked, definition),
            "bar": "",
            "cost": money.cell(ranked.cost),
            "sum": money.cell(spent) if is_chosen else "",
            "outcome": outcome_cell(ranked),
        }
        bar = int(score_of(ranked) * 1000 / most) if "bar" in names and most > 0 else -1
        yield TableRow(
            cells=tuple(cells[name] for name in names),
            is_bold=is_chosen,
            bar=max(0, bar) if bar != -1 else -1,
            is_hatched=not is_chosen,
            note=notes.get(ranked.code, ""),
        )


def outcome_cell(ranked: Ranked) -> str:
    """Return what became of a project, and who put it in its place where votes and cost did not."""
    word = outcome_word(ranked)
    return f"{word}({text(f'documents.tie_{ranked.tie}')})" if ranked.tie in ("lot", "chair") else word


def waterline(outcome: Outcome, currency: str) -> TableRow:
    """Return the banner that says what the list costs and what is left."""
    left = outcome.ceiling - outcome.total_cost
    key = "waterline_none" if not outcome.selected else "waterline" if left >= 0 else "waterline_over"
    words = text(
        f"documents.result.{key}",
        ceiling=money_words(outcome.ceiling, currency),
        count=f"{len(outcome.selected):,}",
        total=money_words(outcome.total_cost, currency),
        left=money_words(abs(left), currency),
    )
    return TableRow(cells=(words,), is_banner=True)
