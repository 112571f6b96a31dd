"""Project reader: lists of projects from CSV, Excel and Pabulib files."""

from __future__ import annotations

from sukui_desktop.documents.read.pabulib import read_pabulib
from sukui_desktop.documents.read.sheet_drafts import Fields, RowFault, SheetDraftReader, open_sheet
from sukui_desktop.domain.errors import BadInput
from sukui_desktop.domain.files import SourceFile
from sukui_desktop.domain.imports import MAX_SUMMARY, MAX_TITLE, Problem, ProjectDraft, Reading
from sukui_desktop.domain.money import parse_money
from sukui_desktop.domain.pabulib.election import Election

_PABULIB_HEADERS = {"code": "project_id", "title": "name", "field": "category", "cost": "cost", "currency": "currency"}


def read_projects(file: SourceFile, currency: str = "KRW") -> Reading[ProjectDraft]:
    """Read a list of projects from CSV, XLSX or `.pb`; `currency` is that of amounts that do not say theirs.

    Raises BadInput when the file as a whole cannot be read: see `open_sheet` and `read_pabulib`.
    """
    if file.name.lower().endswith(".pb"):
        return _of_election(read_pabulib(file))
    drafting: SheetDraftReader[ProjectDraft] = SheetDraftReader(open_sheet(file), "projects")
    unit = drafting.columns.cost_unit
    return drafting.read(lambda fields: _project(fields, currency, unit), "code")


def _project(fields: Fields, default_currency: str, unit: int) -> ProjectDraft:
    code = fields.needed("code", MAX_TITLE)
    title = fields.needed("title", MAX_TITLE)
    currency = fields.text("currency", 3).upper() or default_currency
    if len(currency) != 3 or not (currency.isascii() and currency.isalpha()):
        raise RowFault("currency", "currency_unknown")
    return ProjectDraft(
        code=code,
        title=title,
        field=fields.text("field", MAX_TITLE),
        group=fields.text("group", MAX_TITLE),
        bureau=fields.text("bureau", MAX_TITLE),
        district=fields.text("district", MAX_TITLE),
        cost=_cost(fields, currency, unit),
        currency=currency,
        kind=fields.text("kind", MAX_TITLE),
        proposer=fields.text("proposer", MAX_TITLE),
        summary=fields.text("summary", MAX_SUMMARY),
    )


def _cost(fields: Fields, currency: str, unit: int) -> int:
    """Return the cost.

    Raises RowFault: money_empty, money_unreadable, money_negative, money_fraction, money_too_large, cost_zero.
    """
    try:
        cost = parse_money(fields.raw("cost"), currency, unit)
    except BadInput as fault:
        raise RowFault("cost", fault.code) from fault
    if cost == 0:
        raise RowFault("cost", "cost_zero")
    return cost


def _of_election(election: Election) -> Reading[ProjectDraft]:
    drafts = tuple(
        ProjectDraft(
            code=project.project_id,
            title=project.name[:MAX_TITLE],
            field=project.category,
            cost=project.cost,
            currency=election.currency,
        )
        for project in election.projects
    )
    problems: tuple[Problem, ...] = election.problems
    return Reading(
        file_name=election.file_name,
        sha256=election.sha256,
        encoding="utf-8",
        columns=_PABULIB_HEADERS,
        drafts=drafts,
        problems=problems,
    )
