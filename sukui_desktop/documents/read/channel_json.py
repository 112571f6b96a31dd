"""Channel reader for our own result.json."""

from __future__ import annotations

import codecs
import json
from typing import Any

import msgspec

from sukui_desktop.documents.read.source_file_kind import Source
from sukui_desktop.documents.read.text_sheet import MAX_ROWS
from sukui_desktop.domain.channel.channel_result_file import (
    REASON_OF,
    ChannelLine,
    ChannelOrigin,
    ChannelReading,
    ChannelTotals,
)
from sukui_desktop.domain.channel.whole_number_parser import parse_whole_number
from sukui_desktop.domain.errors import BadInput
from sukui_desktop.domain.file_import import MAX_TITLE, Problem
from sukui_desktop.domain.question.definition import Group
from sukui_desktop.domain.question.method_and_marking import PLAIN, Marking
from sukui_desktop.domain.text_cleaning_and_search import clean_text

_BALLOTS = ("ballots_cast", "ballots_valid", "ballots_blank", "ballots_invalid")


class _Pairs(list[tuple[str, Any]]):
    """An object of the file: its names in order, a repeated one twice."""


class _Rule(msgspec.Struct):
    method: str
    min_picks: int
    max_picks: int
    groups: tuple[Group, ...]
    marking: Marking = PLAIN


def is_json(source: Source) -> bool:
    """Return whether the file is an object and no table."""
    return source.beginning.removeprefix(codecs.BOM_UTF8).lstrip().startswith(b"{")


def read_channel_json(source: Source) -> ChannelReading:
    """Read a result.json of format 1 (docs/formats/result.md), whatever may have been added to it since.

    Raises BadInput: channel_json_broken (facts: file), channel_json_newer (facts: file, format), too_many_rows.
    """
    try:
        tree = json.loads(source.content.decode("utf-8-sig"), object_pairs_hook=_Pairs, parse_float=str, parse_int=str)
        result = dict(tree)
        if result["format"] != "1":
            raise BadInput("channel_json_newer", file=source.name, format=str(result["format"])[:20])
        if len(result["votes"]) > MAX_ROWS:
            raise BadInput("too_many_rows", file=source.name, line=len(result["votes"]), expected=MAX_ROWS)
        return _channel_reading_of_result(source, result)
    except (ValueError, KeyError, TypeError, RecursionError, OSError, msgspec.ValidationError) as fault:
        raise BadInput("channel_json_broken", file=source.name) from fault


def _channel_reading_of_result(source: Source, result: dict[str, Any]) -> ChannelReading:
    numbers = _Numbers(source.name)
    points = dict(result["points"]) if "points" in result else {}
    lines = tuple(
        ChannelLine(
            row=row,
            code=clean_text(code)[:MAX_TITLE],
            title="",
            votes=numbers.whole_number_or_problem(row, "votes", votes),
            points=numbers.whole_number_or_problem(row, "points", points[code]) if points else None,
        )
        for row, (code, votes) in enumerate(_Pairs(result["votes"]), 1)
    )
    cast = {name: numbers.whole_number_or_problem(0, name, result[name]) for name in _BALLOTS}
    totals = ChannelTotals(
        voters=cast.pop("ballots_cast"), **{name: number for name, number in cast.items() if number is not None}
    )
    return ChannelReading(
        file_name=source.name,
        sha256=source.sha256,
        encoding="json",
        lines=lines,
        totals=totals,
        problems=tuple(numbers.problems),
        origin=_channel_origin_of_result(result),
    )


class _Numbers:
    """Reads the file's numbers and collects those that are none."""

    def __init__(self, file: str) -> None:
        self._file = file
        self.problems: list[Problem] = []

    def whole_number_or_problem(self, row: int, column: str, value: object) -> int | None:
        """Return a number; None, with a problem noted, for what is not a whole number."""
        try:
            if not isinstance(value, str):
                raise BadInput("number_unreadable", value=str(value))
            return parse_whole_number(value, may_be_negative=column == "points")
        except BadInput as fault:
            shown = str(value)[:80]
            self.problems.append(
                Problem(file=self._file, row=row, column=column, value=shown, reason_code=REASON_OF[fault.code])
            )
            return None


def _channel_origin_of_result(result: dict[str, Any]) -> ChannelOrigin:
    poll, rule = dict(result["poll"]), dict(result["rule"])
    groups = [dict(group) for group in rule["groups"]]
    marking = dict(rule.get("marking") or ())
    written = msgspec.convert({**rule, "groups": groups, "marking": marking}, _Rule, strict=False)
    return ChannelOrigin(
        poll_id=str(poll["id"]),
        poll_title=clean_text(str(poll["title"]))[:MAX_TITLE],
        definition_hash=str(result["definition_hash"]),
        is_practice=result["is_practice"] is True,
        currency=str(result["currency"]),
        method=written.method,
        min_picks=written.min_picks,
        max_picks=written.max_picks,
        groups=written.groups,
        marking=written.marking,
    )
