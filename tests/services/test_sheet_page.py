"""The page on which citizens compare a sheet, in a real browser without a network."""

from __future__ import annotations

import re
from html import unescape
from pathlib import Path
from urllib.parse import quote

import msgspec
import pytest

from sukui_desktop.domain.papers.anchor_sheet import AnchorSheet, anchor_code
from sukui_desktop.services.handover.anchor_sheets import (
    AnchorSheetList,
    compose_anchor_sheet_list,
    issue_anchor_sheet,
    make_anchor_sheet_comparison_page,
)
from sukui_desktop.services.opened_meeting import close_meeting_and_boxes
from tests.builders import rooms
from tests.builders.browser import page_of


@pytest.fixture(scope="module")
def content(tmp_path_factory: pytest.TempPathFactory) -> AnchorSheetList:
    room, poll_id = rooms.open_room(tmp_path_factory.mktemp("room"))
    issue_anchor_sheet(room, poll_id)
    for token in rooms.admit_with_slips(room, poll_id, 3):
        rooms.vote(room, poll_id, token, (0,))
    rooms.bring_to(room, poll_id, "closed")
    issue_anchor_sheet(room, poll_id)
    found = compose_anchor_sheet_list(room)
    close_meeting_and_boxes(room)
    return found


def verdict(content: AnchorSheetList, folder: Path, written: str) -> tuple[str, str]:
    """Return what the page finds of what was written, and all its words."""
    (folder / "page.html").write_bytes(make_anchor_sheet_comparison_page(content))
    seen = page_of(folder / "page.html", folder, quote(written))
    found = re.search(r'<div id="verdict"[^>]*data-verdict="(\w+)"[^>]*>(.*?)</div>\s*<h2>', seen, re.DOTALL)
    assert found, seen[:400]
    return found[1], unescape(re.sub("<[^>]+>", " ", found[2]))


def changed(sheet: AnchorSheet, **fields: object) -> str:
    return anchor_code(msgspec.structs.replace(sheet.anchor, **fields))


def test_the_page_finds_what_verify_finds(content: AnchorSheetList, tmp_path: Path) -> None:
    """Fails where the page compares the start of a code alone, or its words in any order."""
    ready, closed = content.sheets
    assert verdict(content, tmp_path, anchor_code(closed.anchor))[0] == "same"
    assert verdict(content, tmp_path, anchor_code(ready.anchor).lower())[0] == "same"
    assert verdict(content, tmp_path, " ".join(closed.words))[0] == "same"
    one_more = verdict(content, tmp_path, changed(closed, cast=4))
    assert one_more[0] == "differs"
    assert "투표: 종이 4, 기록 3" in one_more[1]
    assert "교부" not in one_more[1]
    box = verdict(content, tmp_path, changed(closed, box_root=bytes(32)))
    assert (box[0], "투표함 지문" in box[1]) == ("differs", True)
    swapped = (closed.words[1], closed.words[0], *closed.words[2:])
    assert verdict(content, tmp_path, " ".join(swapped))[0] == "differs"
    assert verdict(content, tmp_path, " ".join(reversed(closed.words)))[0] == "unknown"
    assert verdict(content, tmp_path, changed(closed, meeting_id="f" * 32))[0] == "unknown"
    assert verdict(content, tmp_path, anchor_code(closed.anchor)[:-9])[0] == "unreadable"
    assert verdict(content, tmp_path, "사과 배")[0] == "unreadable"


def test_the_page_asks_no_network_and_no_title_ends_its_script(content: AnchorSheetList, tmp_path: Path) -> None:
    """Fails where a title that holds </script> becomes part of the page."""
    nasty = msgspec.structs.replace(content, title="</script><img src=x onerror=alert(1)>")
    page = make_anchor_sheet_comparison_page(nasty).decode("utf-8")
    assert page.count("</script>") == 2
    assert not re.search(r"(?:src|href)\s*=\s*[\"']?https?:", page)
    assert "default-src 'none'" in page
    seen = verdict(nasty, tmp_path, " ".join(content.sheets[1].words))
    assert seen[0] == "same"
