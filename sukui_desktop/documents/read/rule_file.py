"""Rule files (TOML): read and checked, every mistake with its line and column."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from typing import Any

import msgspec
from msgspec import inspect

from sukui_desktop.documents.read.source_file_kind import check_and_hash_source_file
from sukui_desktop.documents.read.toml_key_lines import Place, find_key_positions, position_of_key
from sukui_desktop.domain.chosen_file import SourceFile
from sukui_desktop.domain.errors import BadInput, RuleBroken
from sukui_desktop.domain.rule_year.rule_year_and_its_draft import RuleYear, require_usable_rule_year

_LONGEST_SHOWN = 80
_SYNTAX = re.compile(r"(.*?) \(at (?:line (\d+), column (\d+)|end of document)\)", re.DOTALL)
MOST_BYTES = 256 * 1024
"""The longest rule that is shipped takes 8 kB."""
_KEY_PART = r"""(?:"[^"\n]*+"|'[^'\n]*+'|[\w-]++)"""
_DEEP_KEY = re.compile(rf"(?<![\w\"'-])(?:{_KEY_PART}[ \t]*+\.[ \t]*+){{32}}")
"""A key of more parts than any rule has: reading one takes the square of its length."""
_DEEP = re.compile(r"[\[{]\s*[\[{]\s*[\[{]")
_HUGE = re.compile(r"[0-9_]{1000}")
_MISFIT = re.compile(r"(?:Expected `([^`]*)`|.*field `([^`]*)`)?.*?(?: - at `\$\.?(.*)`)?", re.DOTALL)
"""What msgspec says: the kind it wanted or the field it missed, and where."""


def read_rule(file: SourceFile) -> RuleYear:
    """Read and check a rule file of any folder.

    Raises BadInput rule_syntax, rule_key_unknown, rule_value_wrong (facts: file, line, column, key, value, expected)
    and those of `check_and_hash_source_file`.
    """
    source = check_and_hash_source_file(file)
    return parse_rule(source.content, source.name)


def parse_rule(content: bytes, file: str) -> RuleYear:
    """Read and check the bytes of a rule file; `file` is its name for people.

    Raises BadInput rule_too_large, rule_syntax, rule_key_unknown, rule_value_wrong.
    """
    if len(content) > MOST_BYTES:
        raise BadInput("rule_too_large", file=file, value=len(content) // 1024, expected=MOST_BYTES // 1024)
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as fault:
        line = content.count(b"\n", 0, fault.start) + 1
        raise _rule_syntax_refusal(file, line, 1, f"0x{content[fault.start]:02x}", "UTF-8") from fault
    if found_key := _DEEP_KEY.search(text):
        line = text.count("\n", 0, found_key.start()) + 1
        raise _rule_syntax_refusal(file, line, 1, _text_of_line(text, line), "a.b.c")
    try:
        table = tomllib.loads(text.replace("\r\n", "\n"))
    except tomllib.TOMLDecodeError as fault:
        found = _SYNTAX.fullmatch(str(fault))
        line = int(found[2]) if found and found[2] else text.count("\n") + 1
        column = int(found[3]) if found and found[3] else 1
        reason = found[1] if found else str(fault)
        raise _rule_syntax_refusal(file, line, column, _text_of_line(text, line), reason) from fault
    except RecursionError as fault:
        line = _line_number_of_match(_DEEP, text)
        raise _rule_syntax_refusal(file, line, 1, _text_of_line(text, line), "[ … ]") from fault
    except ValueError as fault:  # a number of thousands of digits, which Python does not read
        line = _line_number_of_match(_HUGE, text)
        raise _rule_syntax_refusal(file, line, 1, _text_of_line(text, line), "0..9223372036854775807") from fault
    return _rule_from_table(table, text, file)


def _rule_syntax_refusal(file: str, line: int, column: int, value: str, expected: str) -> BadInput:
    shown = value[:_LONGEST_SHOWN]
    return BadInput("rule_syntax", file=file, line=line, column=column, key="", value=shown, expected=expected)


def _line_number_of_match(wanted: re.Pattern[str], text: str) -> int:
    found = wanted.search(text)
    return text.count("\n", 0, found.start()) + 1 if found else 1


def _text_of_line(text: str, number: int) -> str:
    lines = text.splitlines()
    return lines[number - 1].strip() if number <= len(lines) else ""


def _rule_from_table(table: dict[str, Any], text: str, file: str) -> RuleYear:
    places = find_key_positions(text)
    for key, known in _find_unknown_keys(table, inspect.type_info(RuleYear), ""):
        raise _rule_value_refusal("rule_key_unknown", file, places, key, key.rpartition(".")[2], ", ".join(known))
    try:
        rule = msgspec.convert(table, RuleYear)
    except msgspec.ValidationError as fault:
        key, expected = _misfit_from_conversion_error(str(fault))
        raise _rule_value_refusal(
            "rule_value_wrong", file, places, key, _value_written_at_key(table, key), expected
        ) from fault
    try:
        require_usable_rule_year(rule)
    except RuleBroken as fault:
        key, expected = str(fault.facts["field"]), str(fault.facts["expected"])
        raise _rule_value_refusal(
            "rule_value_wrong", file, places, _key_with_element_numbers(table, key), fault.facts["value"], expected
        ) from fault
    return rule


def _misfit_from_conversion_error(reason: str) -> tuple[str, str]:
    """Return the key that does not fit and what should be there."""
    found = _MISFIT.fullmatch(reason)
    kind, missing, at = found.groups() if found else (None, None, None)
    key = re.sub(r"\[(\d+|\.\.\.)\]", r".\1", at or "").lstrip(".")
    return (
        (f"{key}.{missing}".lstrip("."), f"{missing} = …")
        if missing
        else (key, kind or _allowed_words_at_key(key) or reason)
    )


def _allowed_words_at_key(key: str) -> str:
    """Return the words that may be at a key, `skip | stop`; '' where there is no vocabulary."""
    kind: inspect.Type = inspect.type_info(RuleYear)
    for name in key.split("."):
        if isinstance(kind, inspect.UnionType):
            kind = next((each for each in kind.types if isinstance(each, inspect.StructType)), kind)
        if isinstance(kind, inspect.StructType):
            kind = next((field.type for field in kind.fields if field.encode_name == name), kind)
        elif isinstance(kind, inspect.VarTupleType):
            kind = kind.item_type
    return " | ".join(kind.cls) if isinstance(kind, inspect.EnumType) else ""


def _rule_value_refusal(
    code: str, file: str, places: dict[str, Place], key: str, value: object, expected: str
) -> BadInput:
    line, column = position_of_key(places, key)
    shown = str(value)[:_LONGEST_SHOWN]
    return BadInput(code, file=file, line=line, column=column, key=key, value=shown, expected=expected)


def _value_written_at_key(table: Any, key: str) -> object:
    """Return what the file holds at `key`, '' where that is a table or nothing."""
    for name in key.split("."):
        if isinstance(table, list) and name.isdigit() and int(name) < len(table):
            table = table[int(name)]
        elif isinstance(table, dict):
            table = table.get(name, "")
        else:
            return ""
    return "" if isinstance(table, dict | list) else table


def _key_with_element_numbers(table: Any, key: str) -> str:
    """Turn the names of elements into their numbers (`channels.channels.survey` into `channels.channels.2`)."""
    names = []
    for name in key.split("."):
        if isinstance(table, list):
            called = [str(element.get("key") or element.get("name")) for element in table if isinstance(element, dict)]
            name = str(called.index(name)) if name in called else name  # noqa: PLW2901 - the path is being rewritten
            table = table[int(name)] if name.isdigit() and int(name) < len(table) else {}
        else:
            table = table.get(name, {}) if isinstance(table, dict) else {}
        names.append(name)
    return ".".join(names)


def _find_unknown_keys(value: Any, kind: inspect.Type, at: str) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Yield every key that the format does not know, with those it knows in that table."""
    if isinstance(kind, inspect.UnionType):
        for each in kind.types:
            yield from _find_unknown_keys(value, each, at)
    elif isinstance(kind, inspect.VarTupleType) and isinstance(value, list):
        for place, element in enumerate(value):
            yield from _find_unknown_keys(element, kind.item_type, f"{at}.{place}")
    elif isinstance(kind, inspect.StructType) and isinstance(value, dict):
        known = {field.encode_name: field.type for field in kind.fields}
        for name, inner in value.items():
            path = f"{at}.{name}".lstrip(".")
            if name in known:
                yield from _find_unknown_keys(inner, known[name], path)
            else:
                yield path, tuple(known)
