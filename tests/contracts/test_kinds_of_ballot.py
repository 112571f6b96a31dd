"""Every kind of ballot has what docs/adding-a-kind-of-ballot.md lists, and nobody else knows the kinds by name."""

from __future__ import annotations

import ast

import pytest

from sukui_desktop.assets.messages import text
from sukui_desktop.domain.counting.columns.mark_columns import ballot_length, has_points
from sukui_desktop.domain.methods.registry import BALLOT_KINDS, ballot_kind_of
from sukui_desktop.domain.question.method_and_marking import Marking, Method
from sukui_desktop.ui.kiosk.marking_rules.by_method import make_marking
from tests.builders.questions import make_question
from tests.contracts.source_tree import PACKAGE, tree_of

ROOT = PACKAGE.parent
PAGE = (ROOT / "docs/adding-a-kind-of-ballot.md").read_text(encoding="utf-8")
MARKS = Marking(low=1, high=5, place_points=(3, 2, 1), text_bytes=40)
GENERAL_RULES = {
    **{method: f"general-{method}" for method in Method},
    Method.CHOICE: "general-yes-no",
}
KNOW_THE_KINDS = {
    "domain/question/method_and_marking.py",
    "domain/question/definition.py",  # the default of a draft
    *(f"domain/methods/{method}.py" for method in Method),
    "domain/counting/columns/mark_columns.py",
    "domain/counting/columns/ballot_validity.py",
    "domain/counting/second_counter.py",
    "ui/kiosk/marking_rules/by_method.py",
    # What is about certain kinds only:
    "domain/rule_year/rule_faults.py",  # names the kind that a motion needs
    "domain/rule_year/answers_and_their_draft.py",  # drafts of releases before 0.3
    "domain/pabulib/election_count.py",  # kinds of the files of other cities
    "services/prepare/pabulib_import.py",
}


@pytest.mark.parametrize("method", tuple(Method))
def test_every_kind_has_its_object_its_marking_its_words_and_its_rule(method: Method) -> None:
    kind = BALLOT_KINDS[method]
    assert kind.method == method
    assert type(kind).__module__ == f"sukui_desktop.domain.methods.{method}"
    assert (
        make_marking(make_question(method, 3 if kind.has_options else 0, (0, 3), marks=MARKS)).question.method == method
    )
    assert text(f"ballot_kinds.on_paper.{method}")
    rule = (ROOT / f"resources/rules/{GENERAL_RULES[method]}.toml").read_text(encoding="utf-8")
    assert f'method = "{method}"' in rule


@pytest.mark.parametrize("method", tuple(Method))
def test_both_counters_know_the_kind(method: Method) -> None:
    kind = BALLOT_KINDS[method]
    question = make_question(method, 3 if kind.has_options else 0, (0, 3), marks=MARKS)
    assert ballot_kind_of(question) is kind
    assert ballot_length(question) == kind.bytes_per_ballot(question)
    assert has_points(question) == kind.ranks_by_points


def test_nobody_else_compares_methods() -> None:
    words = {method.name for method in Method}
    found = set()
    for path in PACKAGE.rglob("*.py"):
        for node in ast.walk(tree_of(path)):
            if isinstance(node, ast.Attribute) and node.attr in words and ast.unparse(node.value).endswith("Method"):
                found.add(path.relative_to(PACKAGE).as_posix())
    assert found <= KNOW_THE_KINDS


def test_the_page_walks_eight_files_that_are_there() -> None:
    rows = [
        line.split("|")[2].strip().strip("`")
        for line in PAGE.splitlines()
        if line[:3] in {f"| {n}" for n in range(1, 9)}
    ]
    assert len(rows) == 8
    for row in rows:
        path = row.replace("sorting", "score")
        assert (PACKAGE / path).is_file() or (ROOT / path).exists(), row
