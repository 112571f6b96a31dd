"""The public result as a file other programs read: counts and list, nothing personal (docs/formats/result.md)."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

from sukui_desktop.documents.write.saving import save_whole


def result_json_bytes(public: Mapping[str, object]) -> bytes:
    """Return what `sheets.result_public` gave as UTF-8 JSON, keys in that order, two spaces of indent."""
    return (json.dumps(public, ensure_ascii=False, indent=2, allow_nan=False) + "\n").encode("utf-8")


def write_result_json(public: Mapping[str, object], path: Path) -> None:
    """Write the public result to `path`, whole or not at all.

    Raises StorageFault as `save_whole` does.
    """
    save_whole(result_json_bytes(public), path)
