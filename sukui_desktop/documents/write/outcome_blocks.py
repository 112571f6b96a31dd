"""What a poll came to, of whatever kind it was: minutes and result tell it by the same blocks."""

from __future__ import annotations

from collections.abc import Iterable

from sukui_desktop.assets.messages import text
from sukui_desktop.documents.write.blocks import CENTRE, RIGHT, Block, Column, Paragraph, Table, TableRow
from sukui_desktop.domain.question.definition import Definition
from sukui_desktop.domain.question.selection_steps import POOL
from sukui_desktop.domain.selection.budget_limits import ALLOCATION, allocated_name, open_purses
from sukui_desktop.domain.selection.project_list import Outcome
from sukui_desktop.wording.money import MoneyColumn
from sukui_desktop.wording.result import first_out, last_in


def edge_blocks(definition: Definition, outcome: Outcome) -> Iterable[Block]:
    """Yield who was last in, who was first out, the drawn order of ties and what each allocation paid for."""
    yield Paragraph(text=text("documents.last_in", sentence=last_in(outcome.ranking, definition)))
    yield Paragraph(text=text("documents.first_out", sentence=first_out(outcome.ranking, definition)))
    if outcome.lot:
        key = "chair" if "chair" in definition.rule.steps.ties else "lot"
        yield Paragraph(text=text(f"documents.poll.{key}", codes=", ".join(outcome.lot)))
    if definition.rule.steps.allocations:
        yield Paragraph(text=text("documents.allocation.title"), is_bold=True)
        yield allocation_table(definition, outcome)
        if definition.rule.steps.leftover == POOL:
            yield Paragraph(text=text("documents.allocation.pool"), is_small=True)


def allocation_table(definition: Definition, outcome: Outcome) -> Table:
    """Return for each field (district, group) its allocation, what was chosen there and what that leaves."""
    steps, chosen = definition.rule.steps, set(outcome.selected)
    purses = [purse for purse in open_purses(definition).purses if purse.kind == ALLOCATION]
    costs: dict[str, list[int]] = {purse.name: [] for purse in purses}
    for option in definition.question.options:
        name = allocated_name(option, steps.allocate_by)
        if option.code in chosen and name in costs:
            costs[name].append(option.cost)
    money = MoneyColumn(
        [purse.amount for purse in purses] + [sum(each) for each in costs.values()], definition.currency
    )
    rows = tuple(
        TableRow(
            cells=(
                purse.name,
                money.cell(purse.amount),
                f"{len(costs[purse.name]):,}",
                money.cell(sum(costs[purse.name])),
                money.cell(max(0, purse.amount - sum(costs[purse.name]))),
            )
        )
        for purse in purses
    )
    return Table(columns=_allocation_columns(steps.allocate_by), rows=rows, unit=money.unit)


def _allocation_columns(by: str) -> tuple[Column, ...]:
    names = (f"name_{by}", "amount", "count", "spent", "left")
    aligns = ("left", RIGHT, CENTRE, RIGHT, RIGHT)
    return tuple(
        Column(title=text(f"documents.allocation.column_{name}"), share=share, align=align)
        for name, share, align in zip(names, (35, 20, 10, 20, 20), aligns, strict=True)
    )
