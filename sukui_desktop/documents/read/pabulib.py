"""Pabulib reader: an election of a `.pb` file.

Source: the file format of pabulib.org. Strict where a vote could be lost or counted wrongly, lenient about the rest.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain

import msgspec

from sukui_desktop.documents.read.csv_reader import iterate_csv_records, parse_csv_records
from sukui_desktop.documents.read.pabulib_plain_votes import PlainVotes, split_file_before_votes
from sukui_desktop.documents.read.pabulib_section import TITLES, Record, Section, refusal_at_place
from sukui_desktop.documents.read.pabulib_votes import read_votes
from sukui_desktop.documents.read.source_file_kind import Source, check_and_hash_source_file
from sukui_desktop.documents.read.text_encoding_detection import detect_encoding
from sukui_desktop.domain.chosen_file import SourceFile
from sukui_desktop.domain.errors import BadInput
from sukui_desktop.domain.money import NO_CURRENCY, decimal_places_of_currency, parse_decimal_money
from sukui_desktop.domain.pabulib.pabulib_election import VOTE_TYPES, Election, PabulibProject
from sukui_desktop.domain.text_cleaning_and_search import clean_text

_OTHER_COUNT = {"num_projects": "pb_num_projects", "num_votes": "pb_num_votes"}


def read_pabulib(file: SourceFile) -> Election:
    """Read a whole `.pb` file: 100,000 ballots take a quarter of a second.

    Votes in plain lines are read in blocks; the least irregularity sends the whole file through the exact way.

    Raises BadInput (facts: file, line, column, value, expected): input_empty,
    file_too_large, encoding_unknown, csv_nul, csv_quote_open, csv_field_endless, pb_section_missing,
    pb_section_twice, pb_not_pabulib, pb_columns, pb_column_missing, pb_column_twice, pb_meta_missing, pb_meta_twice,
    pb_budget, pb_cost, pb_number, pb_vote_type, pb_currency, pb_project_twice, pb_project_empty, pb_voter_twice,
    pb_voter_empty, pb_vote_unknown, pb_vote_many, pb_points, pb_num_projects, pb_num_votes.
    """
    source = check_and_hash_source_file(file)
    encoding = detect_encoding(source)
    plain = split_file_before_votes(source, encoding)
    if plain is not None:
        try:
            election = _read_election(source, parse_csv_records(source.name, plain.lines_before_votes(), ";"), plain)
        except BadInput:
            election = None  # the exact way below says what is wrong, and where
        if election is not None:
            return election
    election = _read_election(source, iterate_csv_records(source, encoding, ";"), None)
    assert election is not None
    return election


def _read_election(
    source: Source, records: Iterator[tuple[int, list[str]]], plain: PlainVotes | None
) -> Election | None:
    """Return the election; None when the votes are not as plain as they seemed."""
    sections = _Sections(source.name, records)
    meta = _read_meta(*sections.open_next_section("META"), source.name)
    currency = _read_currency(meta, source.name)
    projects = _read_projects(Section(source.name, "PROJECTS", *sections.open_next_section("PROJECTS")), currency)
    votes_section = Section(source.name, "VOTES", *sections.open_next_section("VOTES"))
    vote_type = _read_vote_type(meta, source.name)
    project_ids = tuple(project.project_id for project in projects)
    if plain is None:
        votes = read_votes(votes_section, project_ids, vote_type)
        sections.refuse_further_sections()
    else:
        quick = plain.read_votes_block_by_block(votes_section, project_ids, vote_type)
        if quick is None:
            return None
        votes = quick
    written = {key: value.text for key, value in meta.items()}
    _refuse_wrong_count(meta, "num_projects", len(projects), source.name)
    _refuse_wrong_count(meta, "num_votes", len(votes.voter_ids), source.name)
    return Election(
        file_name=source.name,
        sha256=source.sha256,
        meta=written,
        currency=currency,
        budget=_read_budget(meta, currency, source.name),
        vote_type=vote_type,
        rule=written.get("rule") or "unknown",
        projects=projects,
        voter_ids=votes.voter_ids,
        ballots=votes.ballots,
        points=votes.points,
        problems=votes.problems,
    )


class _Written(msgspec.Struct, frozen=True):
    """A value of META and the line it is in."""

    text: str
    line: int


class _Sections:
    """The file as one stream of records, handed out section by section."""

    def __init__(self, file: str, records: Iterator[tuple[int, list[str]]]) -> None:
        self._file = file
        self._records = records
        self._opened: list[str] = []
        self._next_title = self._find_first_section_title()

    def open_next_section(self, title: str) -> tuple[Record, Iterator[Record]]:
        """Return the first record of the section `title` and the records still to be taken.

        Raises BadInput: pb_section_missing, pb_section_twice, pb_column_missing.
        """
        line, found = self._next_title
        if found != title:
            code = "pb_section_twice" if found in self._opened else "pb_section_missing"
            raise refusal_at_place(code, self._file, line, 1, found, title)
        self._opened.append(title)
        header = next((record for record in self._records_until_next_section() if any(record.cells)), None)
        if header is None:
            raise refusal_at_place("pb_column_missing", self._file, line, 1, "", title)
        return header, self._records_until_next_section()

    def refuse_further_sections(self) -> None:
        """Raise BadInput pb_section_twice when another section follows."""
        line, found = self._next_title
        if found:
            raise refusal_at_place("pb_section_twice", self._file, line, 1, found, "")

    def _find_first_section_title(self) -> tuple[int, str]:
        for line, cells in self._records:
            if any(cell.strip() for cell in cells):
                if title := _section_title_or_empty(cells):
                    return line, title
                raise refusal_at_place("pb_not_pabulib", self._file, line, 1, cells[0], "META")
        raise BadInput("input_empty", file=self._file)

    def _records_until_next_section(self) -> Iterator[Record]:
        """Yield records up to the next section's title, which is kept for `open_next_section`."""
        self._next_title = (0, "")
        line = 0
        for line, cells in self._records:
            if len(cells) > 1 and cells[0] not in TITLES:
                if any(cells):  # a spreadsheet saves an empty row as signs alone
                    yield Record(line, cells)
            elif title := _section_title_or_empty(cells):
                self._next_title = (line, title)
                return
            elif any(cells):
                yield Record(line, cells)
        self._next_title = (line, "")


def _section_title_or_empty(cells: list[str]) -> str:
    """Return the section that a record names, alone or before empty cells (as spreadsheets save it), else ''."""
    title = cells[0].strip().upper() if cells else ""
    return title if title in TITLES and not any(cells[1:]) else ""


def _read_meta(header: Record, records: Iterator[Record], file: str) -> dict[str, _Written]:
    """Return the keys of META; 29 of 805 published files have no line `key;value` under its title."""
    is_headed = [cell.strip().lower() for cell in header.cells[:2]] == ["key", "value"]
    meta: dict[str, _Written] = {}
    for record in records if is_headed else chain([header], records):
        key = record.cells[0].strip().lower()
        if not key:
            continue
        if key in meta:
            raise refusal_at_place("pb_meta_twice", file, record.line, 1, key, "")
        meta[key] = _Written(_meta_value(record.cells[1:]), record.line)
    return meta


def _meta_value(cells: list[str]) -> str:
    """Return what follows a key: a description with an unquoted semicolon is still one value."""
    last = next((place for place in range(len(cells), 0, -1) if cells[place - 1].strip()), 0)
    return ";".join(cells[:last]).strip()


def _required_meta(meta: dict[str, _Written], key: str, file: str) -> _Written:
    if key not in meta or not meta[key].text:
        raise refusal_at_place("pb_meta_missing", file, meta[key].line if key in meta else 1, 2, "", key)
    return meta[key]


def _read_currency(meta: dict[str, _Written], file: str) -> str:
    """Return the currency's code, `NO_CURRENCY` in old files that name none."""
    written = meta.get("currency", _Written("", 1))
    code = written.text.upper() or NO_CURRENCY
    if len(code) != 3 or not (code.isascii() and code.isalpha()):
        raise refusal_at_place("pb_currency", file, written.line, 2, written.text, "KRW, PLN, EUR ...")
    return code


def _read_vote_type(meta: dict[str, _Written], file: str) -> str:
    written = _required_meta(meta, "vote_type", file)
    if written.text.lower() not in VOTE_TYPES:
        raise refusal_at_place("pb_vote_type", file, written.line, 2, written.text, ", ".join(VOTE_TYPES))
    return written.text.lower()


def _read_budget(meta: dict[str, _Written], currency: str, file: str) -> int:
    """Return the budget in whole smallest units: what is left of one buys nothing."""
    written = _required_meta(meta, "budget", file)
    whole, _, part = written.text.partition(".")
    text = f"{whole}.{part[: decimal_places_of_currency(currency)]}".rstrip(".") if part.isdigit() else written.text
    try:
        return parse_decimal_money(text, currency)
    except BadInput as fault:
        raise refusal_at_place("pb_budget", file, written.line, 2, written.text, currency) from fault


def _refuse_wrong_count(meta: dict[str, _Written], key: str, found: int, file: str) -> None:
    """Raise BadInput when the file says another number than it holds: then a part of it is lost."""
    written = meta.get(key)
    if written is not None and written.text != str(found):
        raise refusal_at_place(_OTHER_COUNT[key], file, written.line, 2, written.text, str(found))


def _read_projects(section: Section, currency: str) -> tuple[PabulibProject, ...]:
    section.require_columns("project_id", "cost")
    projects: dict[str, PabulibProject] = {}
    for record in section.rows():
        project = _read_project(section, record, currency)
        if project.project_id in projects:
            raise section.refusal_at_cell("pb_project_twice", record, "project_id")
        projects[project.project_id] = project
    return tuple(projects.values())


def _read_project(section: Section, record: Record, currency: str) -> PabulibProject:
    project_id = clean_text(section.read_cell(record, "project_id"))
    if not project_id:
        raise section.refusal_at_cell("pb_project_empty", record, "project_id")
    try:
        cost = parse_decimal_money(section.read_cell(record, "cost"), currency)
    except BadInput as fault:
        raise section.refusal_at_cell("pb_cost", record, "cost", currency) from fault
    return PabulibProject(
        project_id=project_id,
        name=clean_text(section.read_cell(record, "name")) or project_id,
        cost=cost,
        category=clean_text(section.read_cell(record, "category")),
        votes=section.read_whole_number(record, "votes"),
        score=section.read_cell(record, "score").strip() if section.has_column("score") else None,
        selected=section.read_whole_number(record, "selected"),
    )
