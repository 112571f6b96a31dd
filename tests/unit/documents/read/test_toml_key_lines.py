"""The line of every key is found, however the file is laid out."""

from __future__ import annotations

import pytest

from sukui_desktop.documents.read.toml_key_lines import find_key_positions, position_of_key

FILE = """\
# 머리말
key = "a-2030"
"title" = "제목"   # 따옴표로 적은 이름

[question]
method = "approval"
groups = [
  { name = "가", max_picks = 1 },
]
  max_picks = 5

[question.deeper.'안쪽']
x = 1

[[open]]  # 첫째
field = "question.max_picks"

[[open]]
field = "선택 = 하나"
a.b = 3
"""


@pytest.mark.parametrize(
    ("path", "place"),
    [
        ("key", (2, 1)),
        ("title", (3, 1)),
        ("question", (5, 1)),
        ("question.method", (6, 1)),
        ("question.max_picks", (10, 3)),
        ("question.deeper.안쪽.x", (13, 1)),
        ("open", (15, 1)),
        ("open.0", (15, 1)),
        ("open.0.field", (16, 1)),
        ("open.1", (18, 1)),
        ("open.1.field", (19, 1)),
        ("open.1.a.b", (20, 1)),
    ],
)
def test_each_key_has_its_place(path: str, place: tuple[int, int]) -> None:
    assert find_key_positions(FILE)[path] == place


@pytest.mark.parametrize(
    ("path", "place"),
    [
        ("question.groups.0.max_picks", (7, 1)),
        ("open.1.default", (18, 1)),
        ("motion.base", (1, 1)),
        ("", (1, 1)),
    ],
)
def test_what_has_no_place_of_its_own_is_reported_by_what_holds_it(path: str, place: tuple[int, int]) -> None:
    assert position_of_key(find_key_positions(FILE), path) == place
