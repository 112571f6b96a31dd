"""The public result as a file other programs read: counts and list, nothing personal (docs/formats/result.md)."""

from __future__ import annotations

import json
from collections.abc import Mapping


def result_json_bytes(public: Mapping[str, object]) -> bytes:
    """Return what `domain/papers/public_result.py` gave as UTF-8 JSON, keys in that order, two spaces of indent."""
    return (json.dumps(public, ensure_ascii=False, indent=2, allow_nan=False) + "\n").encode("utf-8")
