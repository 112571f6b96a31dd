"""From process start to the first paint and to the first answered key, against bare programs."""

from __future__ import annotations

from sukui_desktop.cli.bench_rounds import Plan


def compare_starts(plan: Plan) -> dict[str, object]:
    """Not there yet."""
    raise NotImplementedError(plan.name)
