"""Roster reader: people from CSV and Excel files."""

from __future__ import annotations

import re
import unicodedata

from sukui_desktop.documents.read.sheet_drafts import Fields, RowFault, SheetDraftReader
from sukui_desktop.domain.files import SourceFile
from sukui_desktop.domain.imports import MAX_NAME, MAX_TITLE, NO_CHOICES, ImportChoices, PersonDraft, Reading

_PHONE_DIGITS = 4


def read_people(file: SourceFile, choices: ImportChoices = NO_CHOICES) -> Reading[PersonDraft]:
    """Read a roster from CSV or XLSX; of a telephone number only its last four digits are kept.

    Raises BadInput when the file as a whole cannot be read: see `open_sheets`.
    """
    drafting: SheetDraftReader[PersonDraft] = SheetDraftReader(file, "people", choices)
    return drafting.read(_person, "number")


def _person(fields: Fields) -> PersonDraft:
    return PersonDraft(
        number=fields.needed("number", MAX_NAME),
        name=fields.needed("name", MAX_NAME),
        channel=fields.text("channel", MAX_TITLE),
        subcommittee=fields.text("subcommittee", MAX_TITLE),
        role=fields.text("role", MAX_TITLE),
        district=fields.text("district", MAX_TITLE),
        age_band=fields.text("age_band", MAX_TITLE),
        phone_last4=_last_four(fields),
        needs=fields.text("needs", MAX_TITLE),
    )


def _last_four(fields: Fields) -> str:
    """Return the last four digits, '' for none at all.

    Raises RowFault: phone_unreadable (something is written, but fewer than four digits).
    """
    written = unicodedata.normalize("NFKC", fields.raw("phone_last4")).strip()
    digits = re.sub(r"[^0-9]", "", written)
    if written.strip("-") and len(digits) < _PHONE_DIGITS:
        raise RowFault("phone_last4", "phone_unreadable")
    return digits[-_PHONE_DIGITS:]
