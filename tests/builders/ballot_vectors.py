"""Writes `docs/formats/vectors/ballot-methods.json`: a definition of every method, its ballots and their tally.

`PYTHONPATH=. python tests/builders/ballot_vectors.py` writes it for a new format number; the tests read the file.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

import msgspec

from sukui_desktop.domain.counting.first_counter import count_ballots
from sukui_desktop.domain.methods.ballot_kind import Answer
from sukui_desktop.domain.methods.registry import encode_answer, judge_answer
from sukui_desktop.domain.question.definition import (
    Definition,
    Group,
    Option,
    Question,
    encode_definition,
    hash_definition,
)
from sukui_desktop.domain.question.method_and_marking import Invalidity, Marking, Method
from tests.builders import vectors

FILE = vectors.FOLDER / "ballot-methods.json"
OPTIONS = tuple(
    Option(code=f"P{n:02}", title=f"사업 {n}", cost=1_000_000 + n, group="광역" if n < 6 else "동네") for n in range(10)
)
CHOICES = tuple(Option(code=str(n), title=word, cost=0) for n, word in enumerate(("찬성", "반대", "기권"), start=1))
GROUPS = (Group(name="광역", min_picks=0, max_picks=2), Group(name="동네", min_picks=0, max_picks=1))


def question(method: Method, options: tuple[Option, ...], most: int, marks: Marking, groups: bool = False) -> Question:
    """Return a question of the vectors."""
    return Question(
        title="우선사업",
        method=method,
        options=options,
        groups=GROUPS if groups else (),
        min_picks=0,
        max_picks=most,
        marks=marks,
    )


def cases() -> list[tuple[str, Question, Sequence[Answer], Sequence[str]]]:
    """Return a name, a question, answers to it and hex of bytes that are no ballot of it."""
    ranked = Marking(invalidity=Invalidity.MARK, place_points=(5, 3, 1))
    return [
        (
            "approval within a cost limit, a group may be void",
            question(Method.APPROVAL, OPTIONS, 4, Marking(invalidity=Invalidity.GROUP, cost_limit=4_000_010), True),
            [Answer(m) for m in ((), (0, 9), (0, 1, 2, 6), (6, 7), (0, 1, 2), (5, 7, 8, 9), (0, 1, 2, 3, 4))],
            ("", "0020", "000000"),
        ),
        (
            "choice",
            question(Method.CHOICE, CHOICES, 1, Marking()),
            [Answer(m) for m in ((), (0,), (0,), (1,), (2,), (0, 1))],
            ("10", "ff", "8000"),
        ),
        (
            "score from -2 to 2, a mark may be void",
            question(Method.SCORE, OPTIONS[:4], 4, Marking(invalidity=Invalidity.MARK, low=-2, high=2)),
            [Answer(), Answer((0, 1), (-2, 2)), Answer((1, 2, 3), (0, 3, 1)), Answer((3,), (252,))],
            ("", "000000", "0000000000"),
        ),
        (
            "score of two bytes",
            question(Method.SCORE, OPTIONS[:2], 2, Marking(low=1, high=1000)),
            [Answer((0,), (1,)), Answer((0, 1), (1000, 256)), Answer((1,), (1001,))],
            ("0000", "000000"),
        ),
        (
            "ranking of three places, a mark may be void",
            question(Method.RANKING, OPTIONS, 3, ranked),
            [Answer(), Answer((9, 0, 4)), Answer((2,)), Answer((2, 2, 3)), Answer((1, 0, 1))],
            ("000000010000", "000100000002", "000b00000000", "ffff00000000", "0001"),
        ),
        (
            "cumulative, up to 5 each and 8 in all",
            question(Method.CUMULATIVE, OPTIONS[:4], 4, Marking(high=5, least_points=2, most_points=8)),
            [Answer(), Answer((0, 3), (5, 3)), Answer((1,), (1,)), Answer((1,), (6,)), Answer((0, 1), (5, 4))],
            ("0000", "0000000000"),
        ),
        (
            "cumulative of two bytes",
            question(Method.CUMULATIVE, OPTIONS[:2], 2, Marking()),
            [Answer((0,), (1,)), Answer((0, 1), (256, 65535))],
            ("0000",),
        ),
        (
            "opinion",
            question(Method.OPINION, (), 1, Marking(text_bytes=24)),
            [Answer(opinion=text) for text in ("", "그늘막", "그늘막", " 그늘막 ", "밤길  조명")],
            ("00" * 25, "0019" + "61" * 24, "0001ff" + "00" * 23, "0000" + "00" * 23 + "01"),
        ),
    ]


def method_vectors() -> list[dict[str, Any]]:
    """Return what the file holds."""
    found = []
    for name, asked, answers, malformed in cases():
        definition = msgspec.structs.replace(vectors.DEFINITION, question=asked)
        plaintexts = [encode_answer(asked, answer) for answer in answers]
        found.append(
            {
                "name": name,
                **_definition_fields(definition),
                "ballots": [
                    _ballot_fields(asked, answer, plaintext)
                    for answer, plaintext in zip(answers, plaintexts, strict=True)
                ],
                "malformed": list(malformed),
                "tally": msgspec.to_builtins(
                    count_ballots(asked, [*plaintexts, *(bytes.fromhex(one) for one in malformed)])
                ),
            }
        )
    return found


def _definition_fields(definition: Definition) -> dict[str, str]:
    data = encode_definition(definition)
    return {"definition": data.hex(), "definition_hash": hash_definition(data).hex()}


def _ballot_fields(asked: Question, answer: Answer, plaintext: bytes) -> dict[str, Any]:
    judged = judge_answer(asked, answer)
    return {
        "answer": msgspec.to_builtins(answer),
        "plaintext": plaintext.hex(),
        "verdict": judged.verdict,
        "code": judged.code,
        "counted": msgspec.to_builtins(judged.counted),
    }


def main() -> None:
    """Write the file."""
    content = {"format": 1, "methods": method_vectors()}
    FILE.write_text(json.dumps(content, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
