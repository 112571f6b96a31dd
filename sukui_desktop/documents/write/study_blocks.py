"""결과 살펴보기 on paper: how close it was and what other rules would have chosen, so that a list can be judged."""

from __future__ import annotations

from collections.abc import Iterable

from msgspec import UnsetType

from sukui_desktop.assets.messages import text
from sukui_desktop.documents.write.blocks import RIGHT, Block, Column, Paragraph, Table, TableRow
from sukui_desktop.documents.write.channel_tables import without_table
from sukui_desktop.domain.papers.study import Study
from sukui_desktop.domain.selection.project_list import Outcome
from sukui_desktop.wording.money import MoneyColumn


def has_findings(study: Study | None) -> bool:
    """Tell whether a study has anything of its own to say."""
    return study is not None and bool(study.closeness or study.agreement or study.without)


def study_blocks(study: Study, outcome: Outcome, currency: str) -> Iterable[Block]:
    """Yield how close it was, the list without each channel, and the agreement of rules; what there is of them."""
    if study.closeness:
        yield Paragraph(text=study.closeness)
    if study.without and not isinstance(outcome.ledger, UnsetType):
        yield Paragraph(text=text("documents.channel.without"), is_bold=True)
        yield without_table(outcome.ledger, outcome.selected, study.without)
    if study.agreement:
        yield Paragraph(text=text("documents.study.agreement"), is_bold=True)
        yield Paragraph(text=text("documents.study.advice"), is_small=True)
        yield agreement_table(study, currency)


def agreement_table(study: Study, currency: str) -> Table:
    """Return for each advisory rule how many projects it shares with the list and which ones differ."""
    money = MoneyColumn((each.cost for each in study.agreement), currency)
    none = text("documents.study.all_same")
    rows = tuple(
        TableRow(
            cells=(
                text(f"study.rule.{each.rule}"),
                text("documents.study.count", count=f"{len(each.in_common):,}"),
                ", ".join(each.only_here) or none,
                ", ".join(each.only_there) or none,
                money.cell(each.cost),
            )
        )
        for each in study.agreement
    )
    columns = tuple(
        Column(title=text(f"documents.study.column_{name}"), share=share, align=align)
        for name, share, align in (
            ("rule", 28, "left"),
            ("same", 9, RIGHT),
            ("only_here", 25, "left"),
            ("only_there", 25, "left"),
            ("cost", 13, RIGHT),
        )
    )
    return Table(columns=columns, rows=rows, unit=money.unit)
