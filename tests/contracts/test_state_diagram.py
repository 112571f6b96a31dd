"""The state diagram of a poll in `docs/architecture.md` is the one that the code's own table draws.

`python -m tests.contracts.test_state_diagram` writes it into the page again.
"""

from __future__ import annotations

import re

from sukui_desktop.assets.messages import text
from sukui_desktop.domain.poll_steps import STEPS
from tests.contracts.source_tree import ROOT

PAGE = ROOT / "docs" / "architecture.md"
BLOCK = re.compile(r"```mermaid\nstateDiagram-v2\n.*?```", re.DOTALL)
FIRST = "drafted"


def draw_states() -> str:
    """Return the mermaid block: every state with its Korean word, every step with its verb."""
    states = list(dict.fromkeys(str(state) for sources, target in STEPS.values() for state in (*sources, target)))
    lines = ["```mermaid", "stateDiagram-v2", f"    [*] --> {FIRST}"]
    lines += [f"    {state} : {state} ({text(f'vote.state.{state}')})" for state in states]
    for verb, (sources, target) in STEPS.items():
        lines += [f"    {source} --> {target} : {verb}" for source in sources]
    ends = [state for state in states if not any(state in map(str, sources) for sources, _ in STEPS.values())]
    return "\n".join([*lines, *(f"    {state} --> [*]" for state in ends), "```"])


def test_the_page_shows_the_states_of_the_code() -> None:
    assert BLOCK.findall(PAGE.read_text(encoding="utf-8")) == [draw_states()]


if __name__ == "__main__":
    PAGE.write_text(BLOCK.sub(lambda _: draw_states(), PAGE.read_text(encoding="utf-8")), encoding="utf-8")
