"""Names in words: found however they are spaced, and never in what is nobody's words."""

from __future__ import annotations

import pytest

from sukui_desktop.domain.facts.base import ERASED
from sukui_desktop.domain.name_erasure import erase_names, mentions_any_name


@pytest.mark.parametrize(
    ("words", "name", "left"),
    [
        ("홍길동이 말했습니다", "홍길동", f"{ERASED}이 말했습니다"),
        ("홍 길동님", "홍길동", f"{ERASED}님"),
        ("Li Wei 위원", "Li Wei", f"{ERASED} 위원"),
        ("LI가 찬성", "Li", f"{ERASED}가 찬성"),
        ("online 투표와 Lima", "Li", "online 투표와 Lima"),
    ],
)
def test_a_name_is_found_as_a_name(words: str, name: str, left: str) -> None:
    assert erase_names(words, (name,)) == left
    assert mentions_any_name(words, (name,)) == (left != words)


def test_ids_and_ways_are_nobodys_words() -> None:
    """Fails where every text of a sealed struct is taken for words: a signer's id lost two letters, and the record
    never verified again; a lot drawn by "hand" had no way any more."""
    decided = {"reason": "An 씨가 들고 감", "signer_ids": ["xanpe", "an"], "after": b"an", "signatures": [b"an"]}
    draw = {"way": "hand", "drawn_by": "an"}
    assert erase_names({"difference": decided, "draw": draw}, ("An",)) == {
        "difference": {**decided, "reason": f"{ERASED} 씨가 들고 감"},
        "draw": {"way": "hand", "drawn_by": ERASED},
    }
