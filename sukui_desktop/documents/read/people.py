"""Roster reader: people from CSV and Excel files, lists of two columns side by side too."""

from __future__ import annotations

import itertools
import re
from collections.abc import Mapping, Sequence
from functools import partial

from msgspec.structs import replace

from sukui_desktop.documents.read.column_headings import Columns, comparable_heading, known_headings_by_field
from sukui_desktop.documents.read.exported_list import ExportedRow, read_rows_of_exported_list
from sukui_desktop.documents.read.rows_to_drafts import Fields, RowAside, RowFault, SheetDraftReader
from sukui_desktop.domain.chosen_file import SourceFile
from sukui_desktop.domain.file_import import (
    MAX_NAME,
    MAX_SUMMARY,
    MAX_TITLE,
    NO_CHOICES,
    NO_COLUMN,
    FileQuestion,
    ImportChoices,
    NotRead,
    NotReadKind,
    PersonDraft,
    Problem,
    RosterReading,
)
from sukui_desktop.domain.roster_matching import (
    comparable_name,
    find_twins,
    is_masked_name,
    is_unlikely_name,
    is_vacant_place,
    names_several_people,
    words_of_leaving,
)
from sukui_desktop.domain.telephone import PhoneFault, parse_phone
from sukui_desktop.domain.text_cleaning_and_search import clean_text
from sukui_desktop.domain.worksheet_column_letters import column_number

_SHORT = ("affiliation", "position", "birth", "channel", "subcommittee", "role", "district", "age_band", "needs")
_WHOLE = re.compile(r"\A(\d+)\.0+\Z")
"""A number as programs write it that keep all numbers with a point."""
_SURNAME_HEADINGS = ("성", "성씨", "姓", "lastname", "familyname", "surname")
_LONGEST_SURNAME = 20
_SIDE_BY_SIDE = "headings_twice"
_SHOWN = 8
"""How many names, and rows of a name, a question shows."""


def read_people(file: SourceFile, choices: ImportChoices = NO_CHOICES) -> RosterReading:
    """Read a roster from CSV or XLSX; of a telephone number only its last four digits are kept.

    A telephone, remark or the like that cannot be read is told as a problem and left out; the person comes in. Rows of
    vacant places are left aside. A roster without a column of numbers comes in with number '' and a question, unless
    `choices` says that it has none (`NO_COLUMN`): `compare_people_with_roster` gives numbers. Likely duplicates are a
    question. A list in two or more columns side by side comes in column by column.
    Raises BadInput when the file as a whole cannot be read: see `open_sheets`.
    """
    drafting: SheetDraftReader[PersonDraft] = SheetDraftReader(file, "people", choices)
    surname = _surname_column(drafting)
    has_chosen_columns = any(place != NO_COLUMN for place in choices.places.values())
    halves = [] if has_chosen_columns else _find_lists_side_by_side(drafting.columns.headings, choices.places)
    if len(halves) > 1:
        header_row = choices.header_row or drafting.columns.header_row
        sides = [replace(choices, places=places, header_row=header_row) for places in halves]
        readers: list[SheetDraftReader[PersonDraft]] = [SheetDraftReader(file, "people", side) for side in sides]
        joined = _join_readings([_read_one_roster(reader) for reader in readers], halves)
        vacant = sum(part.reason_code == "person_vacant" for part in joined.not_read)
        if other := readers[0].rows_stating_another_count(len(joined.drafts), vacant):
            question = FileQuestion(reason_code="count_differs", rows=other)
            joined = replace(joined, questions=(*joined.questions, question))
        if "number" not in choices.places and all(half["number"] == NO_COLUMN for half in halves):
            question = FileQuestion(reason_code="numbers_missing")
            joined = replace(joined, questions=(*joined.questions, question))
        return _with_question_about_twins(joined)
    reading = _read_one_roster(drafting, surname)
    if surname >= 0:
        reading = replace(
            reading, not_read=tuple(part for part in reading.not_read if not _is_unread_column_among(part, {surname}))
        )
    reading = _with_question_about_twins(reading)
    is_doubtful = bool(reading.questions or reading.problems or reading.not_read)
    if (
        is_doubtful
        and choices == NO_CHOICES
        and (rows := read_rows_of_exported_list(drafting.sheet, file.content, "people"))
    ):
        return _reading_of_exported_roster(reading, rows)
    return reading


def _reading_of_exported_roster(reading: RosterReading, rows: Sequence[ExportedRow]) -> RosterReading:
    """Return a roster that our own export wrote, with nothing to ask; walk-ins, who have no number, are left aside."""
    words = {comparable_heading(word) for word in known_headings_by_field("subheadings")["people"]}
    if any(is_vacant_place(row["name"]) or comparable_heading(row["name"]) in words for row in rows):
        return reading  # an office wrote it in our form: no meeting has people called 한글 or 공석
    people = [(number, PersonDraft(**row)) for number, row in enumerate(rows, 2) if row["number"]]
    if len({person.number for _, person in people}) < len(people) or not all(row["name"] for row in rows):
        return reading
    walk_ins = tuple(
        NotRead(what=NotReadKind.ROW, place=str(number), value=row["name"], reason_code="walk_in")
        for number, row in enumerate(rows, 2)
        if not row["number"]
    )
    return replace(
        reading,
        drafts=tuple(person for _, person in people),
        rows=tuple(number for number, _ in people),
        problems=(),
        questions=(),
        not_read=walk_ins,
    )


def _surname_column(drafting: SheetDraftReader[PersonDraft]) -> int:
    """Return the column of surnames left of the names where a list parts them (성 | 이름); -1 where none does.

    A column 성 of 남 and 여 alone says something else.
    """
    columns = drafting.columns
    place = columns.places.get("name", 0) - 1
    if place < 0 or place >= len(columns.headings) or place in columns.places.values():
        return -1
    if comparable_heading(columns.headings[place]) not in _SURNAME_HEADINGS:
        return -1
    said = {clean_text(row.cell(place)) for row in drafting.sheet.rows[columns.header_row :]} - {""}
    return place if said - {"남", "여"} and all(len(word) <= _LONGEST_SURNAME for word in said) else -1


def _read_one_roster(drafting: SheetDraftReader[PersonDraft], surname: int = -1) -> RosterReading:
    """`surname` is the column of surnames, -1 where names are whole."""
    reading = drafting.read_drafts(partial(_person_draft, drafting, surname), "number")
    reading = replace(reading, questions=(*reading.questions, *_questions_about_names(reading)))
    return replace(reading, problems=tuple(sorted(reading.problems, key=lambda problem: problem.row)))


def _person_draft(drafting: SheetDraftReader[PersonDraft], surname: int, fields: Fields) -> PersonDraft:
    written = {field: tidy for field in fields.columns.places if (tidy := clean_text(fields.cell_text(field)))}
    number = written.get("number", "")
    if not written:
        raise RowAside("")  # only the other half of the list has something in this row
    vacant = "name" in written and is_vacant_place(written["name"])
    if vacant and (re.search(r"\d{2}", written["name"]) or parse_phone(written.get("phone_last4", "")).last4):
        raise RowFault("name", "name_unclear")
    if vacant:
        raise RowAside("person_vacant")
    if written.keys() == {"number"}:
        raise RowAside("number_alone" if re.fullmatch(r"[\d.\s]+", number) else "remark")
    if _is_heading_row(fields):
        raise RowAside("heading_again")
    has_numbers = "number" in fields.columns.places
    number = _WHOLE.sub(r"\1", fields.required_text("number", MAX_NAME)) if has_numbers else ""
    if has_numbers and not re.search(r"\w", number):
        raise RowFault("number", "number_empty")
    name = clean_text(fields.row.cell(surname)) + fields.required_text("name", MAX_NAME)
    optional = {field: _cell_or_noted_fault(drafting, fields, field, MAX_TITLE) for field in _SHORT}
    return PersonDraft(
        number=number,
        name=name,
        **optional,
        remark=_cell_or_noted_fault(drafting, fields, "remark", MAX_SUMMARY),
        phone_last4=_last_four_phone_digits(drafting, fields),
    )


def _questions_about_names(reading: RosterReading) -> list[FileQuestion]:
    """Return questions about names that hide letters, are unlikely or several, and about people who have left."""
    lines = list(zip(reading.rows, reading.drafts, strict=True))
    found = {
        "names_masked": [(row, draft.name) for row, draft in lines if is_masked_name(draft.name)],
        "names_unlikely": [
            (row, draft.name) for row, draft in lines if is_unlikely_name(draft.name) and not is_masked_name(draft.name)
        ],
        "names_several": [(row, draft.name) for row, draft in lines if names_several_people(draft.name)],
        "people_left": [(row, f"{draft.name} {said}") for row, draft in lines if (said := words_of_leaving(draft))],
    }
    return [
        FileQuestion(
            reason_code=code, rows=tuple(row for row, _ in named), values=tuple(name for _, name in named[:_SHOWN])
        )
        for code, named in found.items()
        if named
    ]


def _cell_or_noted_fault(drafting: SheetDraftReader[PersonDraft], fields: Fields, field: str, longest: int) -> str:
    """Return a cell tidied; one that cannot be taken is noted and costs no person."""
    try:
        return fields.optional_text(field, longest)
    except RowFault as fault:
        drafting.note_field_fault(fields, fault)
        return ""


def _last_four_phone_digits(drafting: SheetDraftReader[PersonDraft], fields: Fields) -> str:
    """Return the last four digits, '' for none; what cannot be read is noted."""
    written = _cell_or_noted_fault(drafting, fields, "phone_last4", MAX_SUMMARY)
    phone = parse_phone(fields.cell_text("phone_last4") if written else "")
    if phone.fault is PhoneFault.UNREADABLE:
        parts = parse_phone("-".join(fields.row.cell(column) for column in _columns_of_phone(fields.columns)))
        phone = parts if parts.digits else phone
    if phone.fault is not None:
        drafting.note_field_fault(fields, RowFault("phone_last4", phone.fault.value))
    return phone.last4


def _columns_of_phone(columns: Columns) -> list[int]:
    """Return the columns under the heading of the telephone, which may be parted: 010 | 1234 | 5678."""
    first = columns.places["phone_last4"]
    heading = columns.headings[first]
    return [
        first,
        *itertools.takewhile(lambda c: columns.headings[c] == heading, range(first + 1, len(columns.headings))),
    ]


def _is_heading_row(fields: Fields) -> bool:
    """Return whether a row is headings: a second row of them (한글, 한자), or all of them written again."""
    known = known_headings_by_field("people")
    words = {comparable_heading(word) for word in known_headings_by_field("subheadings")["people"]}
    written = {field: comparable_heading(fields.cell_text(field)) for field in fields.columns.places}
    filled = {field: plain for field, plain in written.items() if plain}
    named = {field for field, plain in filled.items() if plain in map(comparable_heading, known.get(field, ()))}
    is_sub = filled.get("name", "") in words or "name" in named
    return is_sub and not any(letter.isdigit() for plain in filled.values() for letter in plain)


def _find_lists_side_by_side(headings: tuple[str, ...], chosen: Mapping[str, int]) -> list[dict[str, int]]:
    """Return field → column of each list where several stand side by side, each with a name; else [].

    Each begins with its number, or with its name where no list has numbers; `chosen` are fields that are not read.
    """
    known = {
        field: {comparable_heading(name) for name in names}
        for field, names in known_headings_by_field("people").items()
    }
    plain = [comparable_heading(heading) for heading in headings]
    first = "number" if any(heading in known["number"] for heading in plain) else "name"
    starts = [column for column, heading in enumerate(plain) if heading in known[first]]
    if len(starts) < 2:
        return []
    halves: list[dict[str, int]] = []
    for start, end in zip(starts, [*starts[1:], len(plain)], strict=True):
        places = dict.fromkeys(known, NO_COLUMN)
        for field, names in known.items():
            found = [column for column in range(start, end) if plain[column] in names]
            if found and found[0] not in places.values():
                places[field] = found[0]
        halves.append({**places, **chosen} if first == "number" else places)
    return halves if all(half["name"] >= 0 for half in halves) else []


def _join_readings(readings: list[RosterReading], halves: list[dict[str, int]]) -> RosterReading:
    """Return several lists of one sheet as one; a number that an earlier list has is refused."""
    first = readings[0]
    drafts: dict[str, tuple[int, PersonDraft]] = {}
    is_empty = not any(reading.drafts for reading in readings)
    problems: list[Problem] = [
        problem for reading in readings for problem in reading.problems if is_empty or problem.reason_code != "no_rows"
    ]
    for reading in readings:
        for row, draft in zip(reading.rows, reading.drafts, strict=True):
            if draft.number and draft.number in drafts:
                heading = reading.columns["number"]
                problems.append(
                    Problem(
                        file=first.file_name, row=row, column=heading, value=draft.number, reason_code="number_twice"
                    )
                )
            else:
                drafts[draft.number or f"\n{len(drafts)}"] = (row, draft)
    read = {column for half in halves for column in half.values()}
    questions = [question for reading in readings for question in reading.questions]
    not_read = [part for reading in readings for part in reading.not_read if not _is_unread_column_among(part, read)]
    columns: Mapping[str, str] = {field: name for reading in readings for field, name in reading.columns.items()}
    return replace(
        first,
        columns=columns,
        drafts=tuple(draft for _, draft in drafts.values()),
        rows=tuple(row for row, _ in drafts.values()),
        problems=tuple(sorted(dict.fromkeys(problems), key=lambda problem: problem.row)),
        questions=tuple(
            dict.fromkeys(each for each in questions if each.reason_code not in (_SIDE_BY_SIDE, "count_differs"))
        ),
        not_read=tuple(dict.fromkeys(not_read)),
    )


def _is_unread_column_among(part: NotRead, columns: set[int]) -> bool:
    return part.what == NotReadKind.COLUMN and column_number(part.place) in columns


def _with_question_about_twins(reading: RosterReading) -> RosterReading:
    """Ask about people who stand on the list twice under different numbers."""
    twins = find_twins(reading.drafts)
    if not twins:
        return reading
    row_of = dict(zip(map(id, reading.drafts), reading.rows, strict=True))
    named: dict[str, set[int]] = {}
    for pair in twins:
        named.setdefault(comparable_name(pair.first.name), set()).update(
            (row_of[id(pair.first)], row_of[id(pair.second)])
        )
    shown = [f"{name} {'·'.join(map(str, sorted(rows)[:_SHOWN]))}" for name, rows in named.items()]
    question = FileQuestion(
        reason_code="people_alike",
        rows=tuple(sorted(set().union(*named.values()))),
        values=(*shown[:_SHOWN], *(["…"] if len(shown) > _SHOWN else [])),
    )
    return replace(reading, questions=(*reading.questions, question))
