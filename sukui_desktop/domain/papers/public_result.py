"""The content of result.json (docs/formats/result.md)."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

import msgspec
from msgspec import UNSET, UnsetType

from sukui_desktop.domain.counting.tally_figures import sum_ballot_figures
from sukui_desktop.domain.papers.publishable_opinions import publishable_opinions
from sukui_desktop.domain.papers.result_sheet import ResultSheet, Study
from sukui_desktop.domain.question.definition import Option
from sukui_desktop.domain.question.selection_steps import SelectionSteps, TieWay
from sukui_desktop.domain.selection.deciding_ties import deciding_ties
from sukui_desktop.domain.selection.decision_inputs import OutcomeKind
from sukui_desktop.domain.selection.eligibility import requires_a_vote
from sukui_desktop.domain.selection.outcome_of_case import case_of_outcome
from sukui_desktop.models.poll import ReopeningRow, RollbackRow

RESULT_FORMAT = 1
"""Version of result.json (docs/formats/result.md)."""

_REOPENING_FIELDS = ("closed_at_ms", "cast", "at_ms")
_ROLLBACK_FIELDS = (
    "kind",
    "spent",
    "filled",
    "witness_spent",
    "witness_filled",
    "given",
    "stopped",
    "missing",
    "at_ms",
)


def public_result_fields(sheet: ResultSheet) -> dict[str, object]:
    """Return the content of result.json: the counts and the list, with nothing personal.

    Neither who certified nor who drew a lot is named. `votes` has every option of the ballot in the order of the
    ballot, `selected` the codes in order of selection; money is in the currency's smallest unit. The keys of the first
    release come first, unchanged.
    Source: docs/formats/result.md.
    """
    tally, options = sheet.tally, sheet.definition.question.options
    return {
        "format": RESULT_FORMAT,
        "is_practice": sheet.is_practice,
        "meeting": _meeting_fields(sheet),
        "poll": _poll_fields(sheet),
        "definition_hash": sheet.definition_hash,
        "definition_words": list(sheet.words),
        "currency": sheet.definition.currency,
        "rule": _rule_fields(sheet),
        "equation": _as_plain_json_value(sheet.accounting),
        "ballots_cast": tally.ballots_cast,
        **sum_ballot_figures(tally),
        "votes": {option.code: votes for option, votes in zip(options, tally.votes, strict=True)},
        "selected": list(sheet.outcome.selected),
        "lot": list(sheet.outcome.lot),
        "total_cost": sheet.outcome.total_cost,
        "ceiling": sheet.outcome.ceiling,
        "certified_by": [],  # two names before 0.6.1; the file is for home pages, where a name stays for ever
        **_count_and_decision_fields(sheet),
        **_study_fields(sheet.study),
    }


def result_json_bytes(public: Mapping[str, object]) -> bytes:
    """Return what `public_result_fields` gave as UTF-8 JSON, keys in that order, two spaces of indent."""
    return (json.dumps(public, ensure_ascii=False, indent=2, allow_nan=False) + "\n").encode("utf-8")


def _meeting_fields(sheet: ResultSheet) -> dict[str, object]:
    return {
        "id": sheet.meeting_id,
        "title": sheet.meeting_title,
        "host": sheet.host,
        "place": sheet.place,
        "starts_at_ms": sheet.starts_at_ms,
        "opened_at_ms": sheet.sitting_opened_at_ms,
        "closed_at_ms": sheet.sitting_closed_at_ms,
    }


def _poll_fields(sheet: ResultSheet) -> dict[str, object]:
    return {
        "id": sheet.poll_id,
        "title": sheet.poll_title,
        "certified_at_ms": sheet.certified_at_ms,
        "opened_at_ms": sheet.opened_at_ms,
        "closed_at_ms": sheet.closed_at_ms,
        "audits": msgspec.structs.asdict(sheet.audits) if sheet.definition.has_audits else None,
        "rollbacks": [_fields_of_decision(record.decided, _ROLLBACK_FIELDS) for record in sheet.rollbacks],
        "reopenings": [_fields_of_decision(one.decided, _REOPENING_FIELDS) for one in sheet.closing.reopenings],
    }


def _fields_of_decision(row: RollbackRow | ReopeningRow, names: tuple[str, ...]) -> dict[str, object]:
    """Return what two people decided, without names and words of theirs."""
    return {name: getattr(row, name) for name in names}


def _rule_fields(sheet: ResultSheet) -> dict[str, object]:
    definition = sheet.definition
    question, rule = definition.question, definition.rule
    return {
        "method": question.method,
        "min_picks": question.min_picks,
        "max_picks": question.max_picks,
        "groups": [_as_plain_json_value(group) for group in question.groups],
        "allows_blank": question.allows_blank,
        "when_unaffordable": rule.when_unaffordable,
        "min_votes": rule.min_votes,
        "ties": ["lower_cost" if way == TieWay.COST else way for way in rule.steps.ties],
        "key": "" if isinstance(definition.rule_key, UnsetType) else definition.rule_key,
        "ceiling": rule.ceiling,
        "marking": _struct_fields_as_json(question.marking),
        "further": _step_fields_without_ties(rule.steps) | {"takes_unvoted": not requires_a_vote(definition)},
        "channels": _json_or_none(definition.channels),
        "motion": None if isinstance(definition.motion, UnsetType) else _struct_fields_as_json(definition.motion),
    }


def _step_fields_without_ties(steps: SelectionSteps) -> dict[str, object]:
    """Return the steps without their ties, which are beside them already."""
    fields = _struct_fields_as_json(steps)
    del fields["ties"]
    return fields


def _struct_fields_as_json(part: msgspec.Struct) -> dict[str, Any]:
    """Return a struct with every field, those at their default too, so that nobody must know the defaults."""
    return {name: _as_plain_json_value(getattr(part, name)) for name in part.__struct_fields__}


def _json_or_none(part: object) -> object:
    return None if isinstance(part, UnsetType) else _as_plain_json_value(part)


def _as_plain_json_value(part: object) -> Any:
    """Return what JSON reads back: lists and no tuples."""
    return msgspec.json.decode(msgspec.json.encode(part))


def _count_and_decision_fields(sheet: ResultSheet) -> dict[str, object]:
    """Return what the count and the decision say beyond the first release's keys."""
    tally, outcome, options = sheet.tally, sheet.outcome, sheet.definition.question.options
    scores = {
        ranked.code: f"{ranked.votes}/1" if isinstance(ranked.score, UnsetType) else ranked.score
        for ranked in outcome.ranking
    }
    points = () if isinstance(tally.points, UnsetType) else zip(options, tally.points, strict=True)
    return {
        "options": [_option_fields(option) for option in options],
        "ballots_partial": 0 if isinstance(tally.ballots_partial, UnsetType) else tally.ballots_partial,
        "points": {option.code: number for option, number in points},
        "score": {option.code: scores[option.code] for option in options},
        "ties": _as_plain_json_value(deciding_ties(case_of_outcome(sheet.definition, tally, outcome), outcome)),
        "lot_drawn": None if isinstance(outcome.draw, UnsetType) else {"way": outcome.draw.way},
        "withdrawn": [ranked.code for ranked in outcome.ranking if ranked.outcome == OutcomeKind.WITHDRAWN],
        "ledger": _json_or_none(outcome.ledger),
        "passage": _json_or_none(outcome.motion_result),
        "opinions": _as_plain_json_value(publishable_opinions(tally)),
        "receipts": None if sheet.receipts is None else list(sheet.receipts),
    }


def _option_fields(option: Option) -> dict[str, object]:
    names = ("code", "title", "cost", "group", "field", "district", "kind")
    return {name: "" if (value := getattr(option, name)) is UNSET else value for name in names}


def _study_fields(study: Study | None) -> dict[str, object]:
    if study is None:
        return {
            "explanations": {},
            "without_channel": {},
            "fragility": None,
            "agreement": [],
            "counters_agree": False,
        }
    fields = _as_plain_json_value(study.margin)
    return {
        "explanations": dict(study.explanations),
        "without_channel": {key: list(codes) for key, codes in study.without.items()},
        "fragility": {**fields, "is_passed": fields.get("is_passed")},
        "agreement": [{**_as_plain_json_value(each), "is_same": each.is_same_list} for each in study.agreement],
        "counters_agree": study.is_counted_alike,
    }
