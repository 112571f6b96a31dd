"""Every fault of a file has its Korean sentence with the next step."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

from sukui_desktop.assets.messages import error_sentences, error_text, text
from sukui_desktop.assets.resources import read_resource
from sukui_desktop.domain.channel.channel_result_file import REASON_OF
from sukui_desktop.domain.roster_matching import PersonFault
from sukui_desktop.domain.telephone import PhoneFault

PACKAGE = Path(__file__).resolve().parents[4] / "sukui_desktop"
SOURCES = [
    *sorted((PACKAGE / "documents" / "read").glob("*.py")),
    PACKAGE / "domain" / "money.py",
    PACKAGE / "domain" / "channel" / "channel_result_file.py",
    PACKAGE / "ui" / "console" / "prepare" / "import_dialog.py",
    PACKAGE / "services" / "file_reading_and_saving.py",
]
ERRORS: dict[str, str] = tomllib.loads(read_resource("i18n/ko/errors/reading.toml").decode())["errors"]
QUESTIONS: dict[str, str] = tomllib.loads(read_resource("i18n/ko/reading.toml").decode())["question"]
LEFT: dict[str, str] = tomllib.loads(read_resource("i18n/ko/reading.toml").decode())["not_read"]
REASONS: dict[str, str] = tomllib.loads(read_resource("i18n/ko/reading.toml").decode())["reason"]
FACTS = {"file", "line", "column", "value", "expected", "currency"}


def _quoted() -> str:
    return "\n".join(re.sub(r'""".*?"""', "", path.read_text(encoding="utf-8"), flags=re.DOTALL) for path in SOURCES)


def _raised() -> set[str]:
    code = _quoted()
    names = set(re.findall(r'"((?:input|csv|xlsx|money|pb|file|too|encoding)_[a-z_]+)"', code))
    return names | {"pb_num_projects", "pb_num_votes"}


def test_every_code_that_is_raised_has_a_sentence_and_no_sentence_is_left_over() -> None:
    assert _raised() == set(ERRORS)


def test_the_sentences_are_part_of_the_whole_table() -> None:
    assert ERRORS.items() <= error_sentences().items()


@pytest.mark.parametrize("code", sorted(ERRORS))
def test_a_sentence_needs_only_facts_that_are_given_and_ends_with_what_to_do(code: str) -> None:
    sentence = ERRORS[code]
    assert set(re.findall(r"\{(\w+)", sentence)) <= FACTS
    assert error_text(code, **dict.fromkeys(FACTS, "값")).endswith(".")
    assert re.search(r"십시오|여야 합니다", sentence)


def test_every_reason_of_a_row_has_a_sentence() -> None:
    code = _quoted()
    patterns = "cells|row|text|cost|currency|phone|header|vote_names|name|no|formula|cell|scale|unit"
    noted = set(re.findall(rf'"((?:{patterns})_[a-z_]+)"', code)) - set(QUESTIONS) - set(LEFT) - {"text_out"}
    noted |= {"unit_unknown"}
    noted |= {f"{field}_empty" for field in re.findall(r'fields\.required_text\("(\w+)"', code)}
    noted |= {"code_twice", "number_twice"} | {name for name in ERRORS if name.startswith("money_")}
    noted |= {f"column_missing_{field}" for field in ("code", "title", "cost", "number", "name")}
    noted |= set(re.findall(r'"(channel_(?:header|column|cells|option|title)_[a-z_]+)"', code)) | set(
        REASON_OF.values()
    )
    noted |= {fault.value for fault in (*PhoneFault, *PersonFault)}
    assert noted - {"phone_last4"} == set(REASONS)


@pytest.mark.parametrize("reason", sorted(REASONS))
def test_a_reason_is_reached_by_its_key(reason: str) -> None:
    assert text(f"reading.reason.{reason}").endswith(".")


def test_every_question_and_everything_left_aside_has_words() -> None:
    code = _quoted()
    asked = set(re.findall(r'_ask(?:_once_for_all_rows|_which_column)?\(\s*"([a-z_]+)"', code)) | set(
        re.findall(r'FileQuestion\(\s*reason_code="([a-z_]+)"', code)
    )
    asked |= set(
        re.findall(
            r'"((?:amounts_[a-z]+|names_[a-z]+|rows_(?:identical|may_be_parts|may_be_sums)|people_left))":', code
        )
    )
    assert asked == set(QUESTIONS)
    left = set(re.findall(r'_leave_row_aside\([a-z.]+, "([a-z_]+)"', code)) | set(
        re.findall(r'"((?:sheet|column)_[a-z]+)"', code)
    )
    left |= set(re.findall(r'RowAside\("([a-z_]+)"', code)) | set(
        re.findall(r'NotRead\(.*reason_code="([a-z_]+)"', code)
    )
    assert left - {"column_missing_", "sheet_"} == set(LEFT)
