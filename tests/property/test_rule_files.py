"""Whatever somebody writes into a rule file, it is read or refused in words; and what is read can be voted by."""

from __future__ import annotations

from contextlib import suppress

from hypothesis import example, given
from hypothesis import strategies as st

from sukui_desktop.assets.messages import error_text
from sukui_desktop.assets.resources import resource_path
from sukui_desktop.documents.read.rule_file import parse_rule
from sukui_desktop.domain.errors import BadInput, RuleBroken
from sukui_desktop.domain.methods.question_from_draft import question_from_draft
from sukui_desktop.domain.methods.question_validation import require_answerable_question
from sukui_desktop.domain.question.definition import Option
from sukui_desktop.domain.rule_year.rule_year_and_its_draft import (
    RuleYear,
    draft_from_rule,
    money_parameters_without_value,
)
from sukui_desktop.wording.rules import rule_sentences

FILES = [path.read_text(encoding="utf-8") for path in sorted(resource_path("rules").glob("*.toml"))]
NUMBERS = ("0", "-1", "1", "5", "4097", "10000000000000000000000", "1.5", "nan", "true", "1979-05-27")
WORDS = ("", "1/0", "2", "가", "field", "choice", "score", "ranking", "cumulative", "opinion", "marks", "mark", "reach")
TABLES = ("[]", "{}", "[1, 2]", '{ by = "group", min_picks = 0, max_picks = 1 }', '[{ name = "가", amount = 1 }]')
VALUES = st.sampled_from([*NUMBERS, *TABLES, *(f'"{word}"' for word in WORDS), '"""', ""])


def read(content: bytes) -> RuleYear | None:
    """Read it, or see that the refusal is a sentence with file, line and what was expected."""
    try:
        return parse_rule(content, "규칙.toml")
    except BadInput as error:
        refused = error
    sentence, line = error_text(refused.code, **refused.facts), int(str(refused.facts["line"]))
    assert "규칙.toml" in sentence
    assert f"{line}번째 줄" in sentence
    assert 1 <= line <= content.count(b"\n") + 2
    return None


OPTIONS = tuple(Option(code=str(n), title=f"{n}", cost=n, field="가", group="가", district="나") for n in range(9))


def use(rule: RuleYear) -> None:
    """Go on as the program does: words, draft, question; only a refusal of ours may end it."""
    assert all(rule_sentences(rule))
    with suppress(RuleBroken):
        draft = draft_from_rule(
            rule, {opening.field: opening.least or 1 for opening in money_parameters_without_value(rule, {})}
        )
        require_answerable_question(question_from_draft(draft, "표결", OPTIONS))


@given(st.sampled_from(FILES), st.integers(0, 200), VALUES)
def test_one_value_of_a_shipped_file_is_replaced(content: str, place: int, value: str) -> None:
    lines = content.splitlines()
    with_values = [number for number, line in enumerate(lines) if "=" in line and not line.startswith("#")]
    number = with_values[place % len(with_values)]
    lines[number] = f"{lines[number].partition('=')[0]}= {value}"
    rule = read("\n".join(lines).encode("utf-8"))
    if rule:
        use(rule)


@given(st.sampled_from(FILES), st.integers(0, 200), st.integers(0, 200), st.booleans())
def test_lines_are_lost_or_written_twice(content: str, first: int, second: int, is_twice: bool) -> None:
    lines = content.splitlines()
    taken = lines.pop(first % len(lines))
    if is_twice:
        lines[second % len(lines) : 0] = [taken, taken]
    rule = read("\n".join(lines).encode("utf-8"))
    if rule:
        use(rule)


@given(st.binary(max_size=200))
@example(b"\xef\xbb\xbf")
@example(b'key = "a"\r')
@example(b"open = 1")
@example(b"[open]")
@example(b"[[question]]")
@example(b"question.sizing = [[]]")
@example(b'[a."b.c".d]\nx=1')
def test_any_bytes_are_read_or_refused(content: bytes) -> None:
    read(content)
