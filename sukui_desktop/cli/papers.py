"""Writing everything a finished meeting leaves behind into one folder."""

from __future__ import annotations

from pathlib import Path

from sukui_desktop.assets.messages import text
from sukui_desktop.cli.speaking import Speaker
from sukui_desktop.domain.papers.public_result import result_public
from sukui_desktop.models.ids import PollId
from sukui_desktop.services.handover.documents import (
    complete_result,
    compose_attendance,
    compose_result,
    make_attendance_pdf,
    make_public_result,
    make_result_pdf,
)
from sukui_desktop.services.minutes.writing import compose_minutes, make_minutes_pdf
from sukui_desktop.services.room import Room


def write_papers(room: Room, poll_id: PollId, out: Path, speaker: Speaker) -> dict[str, object]:
    """Write minutes, result, attendance and the public result; return where they lie and the result itself."""
    speaker.say(text("cli.demo.papers"))
    sheet = complete_result(compose_result(room, poll_id))
    files = {
        "meeting": room.path,
        "minutes": make_minutes_pdf(compose_minutes(room), out / "minutes.pdf"),
        "result_pdf": make_result_pdf(sheet, out / "result.pdf"),
        "attendance": make_attendance_pdf(compose_attendance(room), out / "attendance.pdf"),
        "result": make_public_result(sheet, out / "result.json"),
    }
    shown = {name: str(path) for name, path in files.items()}
    lines = [text("cli.demo.done", folder=str(out)), *(f"  {path}" for path in shown.values())]
    return {"folder": str(out), "files": shown, **result_public(sheet), "lines": lines}
