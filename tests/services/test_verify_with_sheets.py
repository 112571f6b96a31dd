"""`sukui verify --sheet`: a photograph of a sheet, the text of its code or its words against the file; exit 5."""

from __future__ import annotations

import io
import json
import subprocess
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest
from PIL import Image, ImageFilter

from sukui_desktop.cli.main import run_command
from sukui_desktop.documents.read.qr_code_in_picture import is_picture, read_qr_code_in_picture
from sukui_desktop.domain.errors import BadInput
from sukui_desktop.domain.papers.anchor_sheet import AnchorSheet, anchor_code
from sukui_desktop.services.handover.anchor_sheets import issue_anchor_sheet, make_anchor_sheet_pdf
from sukui_desktop.services.opened_meeting import close_meeting_and_boxes
from sukui_desktop.services.verify.verification import verify_meeting
from sukui_desktop.storage.journal import Journal, StoredEntry
from tests.builders import rooms


def made_sheet(folder: Path) -> AnchorSheet:
    """Make a meeting with a closed poll in a folder, close its file, and return the sheet."""
    room, poll_id = rooms.open_room(folder)
    for token in rooms.admit_with_slips(room, poll_id, 3):
        rooms.vote(room, poll_id, token, (0,))
    rooms.bring_to(room, poll_id, "closed")
    sheet = issue_anchor_sheet(room, poll_id).sheet
    close_meeting_and_boxes(room)
    return sheet


def scanned(sheet: AnchorSheet, folder: Path, dots_per_inch: int = 150) -> Image.Image:
    """Return the printed page as a scanner sees it."""
    pdf = folder / "sheet.pdf"
    pdf.write_bytes(make_anchor_sheet_pdf(sheet))
    subprocess.run(["pdftoppm", "-r", str(dots_per_inch), "-png", "-singlefile", pdf, folder / "page"], check=True)
    return Image.open(folder / "page.png")


def as_file(picture: Image.Image, kind: str = "JPEG") -> bytes:
    target = io.BytesIO()
    picture.convert("RGB").save(target, kind, quality=70)
    return target.getvalue()


def test_the_code_is_read_from_a_scan_and_from_bad_photographs(tmp_path: Path) -> None:
    sheet = made_sheet(tmp_path)
    page = scanned(sheet, tmp_path)
    code = anchor_code(sheet.anchor)
    worse = {
        "scan": page,
        "turned": page.convert("L").rotate(90, expand=True, fillcolor=255),
        "askew": page.convert("L").rotate(7, expand=True, fillcolor=255),
        "blurred": page.convert("L").filter(ImageFilter.GaussianBlur(1.2)),
        "dark": page.convert("L").point(lambda grey: grey * 0.45 + 20),
        "large": page.convert("L").resize((page.width * 3, page.height * 3)),
    }
    for name, picture in worse.items():
        assert is_picture(as_file(picture))
        assert read_qr_code_in_picture(as_file(picture), name) == code, name


@pytest.mark.parametrize("content", [b"", b"no picture", b"\xff\xd8\xff\xe0 cut", b"\x89PNG\r\n\x1a\n\x00"])
def test_what_is_no_picture_is_refused(content: bytes) -> None:
    with pytest.raises(BadInput) as told:
        read_qr_code_in_picture(content, "사진.jpg")
    assert told.value.code == "sheet_picture_unreadable"


def test_verify_takes_a_picture_a_text_and_words(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    sheet = made_sheet(tmp_path)
    code, context = anchor_code(sheet.anchor), partial(rooms.make_context, tmp_path)
    (tmp_path / "passphrase").write_text(rooms.PASSPHRASE, encoding="utf-8")
    (tmp_path / "photo.jpg").write_bytes(as_file(scanned(sheet, tmp_path)))
    (tmp_path / "code.txt").write_text(f"\ufeff{code}\n", encoding="utf-8")
    command = ["verify", str(tmp_path / "회의.sukui"), "--passphrase-file", str(tmp_path / "passphrase"), "--json"]
    ways = (str(tmp_path / "photo.jpg"), str(tmp_path / "code.txt"), code, " ".join(sheet.words))
    sheets = [word for way in ways for word in ("--sheet", way)]
    assert run_command([*command, *sheets], context) == 0
    found = json.loads(capsys.readouterr().out)
    assert [one["step"] for one in found["sheets"]] == ["closed"] * 4

    other, poll_id = rooms.open_room(tmp_path / "other")
    rooms.bring_to(other, poll_id, "closed")
    foreign = anchor_code(issue_anchor_sheet(other, poll_id).sheet.anchor)
    close_meeting_and_boxes(other)
    assert run_command([*command, "--sheet", foreign], context) == 5
    assert json.loads(capsys.readouterr().out)["error"] == "sheet_record_rewritten"
    assert run_command([*command, "--sheet", str(tmp_path / "없음.png")], context) == 3


def test_the_record_is_read_once_however_many_sheets_are_compared(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Fails where minutes or sheets read the journal again: what was checked and what was compared could differ."""
    sheet = made_sheet(tmp_path)
    path, read, readings = tmp_path / "회의.sukui", Journal.read_entries, list[str]()

    def counted(journal: Journal) -> Iterator[StoredEntry]:
        readings.append(journal.scope.meeting)
        return read(journal)

    monkeypatch.setattr(Journal, "read_entries", counted)
    written = (anchor_code(sheet.anchor), " ".join(sheet.words))
    found = verify_meeting(path, rooms.PASSPHRASE, rooms.make_context(tmp_path), sheets=written)
    assert len(found.sheets) == 2
    assert len(readings) == 1
