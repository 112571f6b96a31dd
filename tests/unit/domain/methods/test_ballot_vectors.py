"""The bytes and the judgement of every method are fixed for good: we make and read those of `docs/formats/vectors/`."""

from __future__ import annotations

import json
from typing import Any

import msgspec
import pytest

from sukui_desktop.domain.counting.first_counter import count_ballots
from sukui_desktop.domain.counting.tally_figures import Tally
from sukui_desktop.domain.errors import RuleBroken
from sukui_desktop.domain.methods.ballot_kind import Answer
from sukui_desktop.domain.methods.question_validation import require_answerable_question
from sukui_desktop.domain.methods.registry import decode_answer, encode_answer, judge_answer, plaintext_ballot_length
from sukui_desktop.domain.question.definition import Question, decode_definition, encode_definition, hash_definition
from sukui_desktop.domain.question.method_and_marking import Method
from tests.builders import ballot_vectors

KEPT: list[dict[str, Any]] = json.loads(ballot_vectors.FILE.read_text(encoding="utf-8"))["methods"]
WRITTEN = [(case, ballot) for case in KEPT for ballot in case["ballots"]]
MALFORMED = [(case, plaintext) for case in KEPT for plaintext in case["malformed"]]


def question_of(case: dict[str, Any]) -> Question:
    return decode_definition(bytes.fromhex(case["definition"])).question


def name_of(part: Any) -> str:
    return str(part["name"]) if "name" in part else str(part.get("plaintext", part))


def test_every_method_has_its_vectors() -> None:
    assert {question_of(case).method for case in KEPT} == set(Method)
    assert json.loads(json.dumps(ballot_vectors.method_vectors())) == KEPT


@pytest.mark.parametrize("case", KEPT, ids=name_of)
def test_a_definition_has_these_bytes(case: dict[str, Any]) -> None:
    data = bytes.fromhex(case["definition"])
    definition = decode_definition(data)
    require_answerable_question(definition.question)
    assert encode_definition(definition) == data
    assert hash_definition(data).hex() == case["definition_hash"]


@pytest.mark.parametrize(("case", "ballot"), WRITTEN, ids=name_of)
def test_a_ballot_has_these_bytes_and_this_verdict(case: dict[str, Any], ballot: dict[str, Any]) -> None:
    question, plaintext = question_of(case), bytes.fromhex(ballot["plaintext"])
    answer = msgspec.convert(ballot["answer"], Answer)
    assert len(plaintext) == plaintext_ballot_length(question)
    assert encode_answer(question, answer) == plaintext
    read = decode_answer(question, plaintext)
    assert encode_answer(question, read) == plaintext
    judged = judge_answer(question, read)
    assert (judged.verdict, judged.code) == (ballot["verdict"], ballot["code"])
    assert judged.counted == msgspec.convert(ballot["counted"], Answer)


@pytest.mark.parametrize(("case", "plaintext"), MALFORMED, ids=lambda part: part if isinstance(part, str) else "")
def test_these_bytes_are_no_ballot(case: dict[str, Any], plaintext: str) -> None:
    with pytest.raises(RuleBroken):
        decode_answer(question_of(case), bytes.fromhex(plaintext))


@pytest.mark.parametrize("case", KEPT, ids=name_of)
def test_all_of_them_are_counted_so(case: dict[str, Any]) -> None:
    ballots = [bytes.fromhex(one["plaintext"]) for one in case["ballots"]]
    ballots += [bytes.fromhex(one) for one in case["malformed"]]
    assert count_ballots(question_of(case), ballots) == msgspec.convert(case["tally"], Tally)
