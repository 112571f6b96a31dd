"""Zero, pause and closing report and the readiness sheet: from the box on the disk, numbers alone."""

from __future__ import annotations

import contextlib
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from msgspec import UnsetType
from msgspec.structs import replace

from sukui_desktop.assets.messages import text
from sukui_desktop.documents.write.poll_report import poll_reports_document
from sukui_desktop.domain.ballot_accounting import AccountingFault, BoxFigures, ChannelSlips
from sukui_desktop.domain.errors import SukuiError
from sukui_desktop.domain.facts.poll import PaperIssued, ReportContent
from sukui_desktop.domain.machine_readiness import Check, CheckVerdict, SyncTool
from sukui_desktop.domain.methods.ballot_kind import Answer
from sukui_desktop.domain.papers.document_blocks import document_text
from sukui_desktop.domain.papers.poll_report import PollReport, report_digest
from sukui_desktop.models.ids import PollId
from sukui_desktop.models.poll import PaperKind, PollRow
from sukui_desktop.models.signer import AnchoredStep
from sukui_desktop.record.slip_token import token_from_text, token_tag
from sukui_desktop.services.checkin.slips import return_slip, spoil_slip
from sukui_desktop.services.handover import poll_reports
from sukui_desktop.services.handover.anchor_sheets import (
    find_newest_anchor_sheet,
    issue_anchor_sheet,
    list_anchor_sheets,
)
from sukui_desktop.services.handover.poll_reports import (
    compose_reports_of_kind,
    find_newest_report,
    issue_closing_report,
    issue_pause_report,
    issue_readiness_sheet,
    issue_zero_report,
    list_issued_report_kinds,
    make_reports_pdf,
)
from sukui_desktop.services.opened_meeting import Room, close_meeting_and_boxes
from sukui_desktop.services.prepare.machine_inspection import (
    PowerState,
    ScreensAndPrinters,
    inspect_machine,
    parse_mac_power,
    read_linux_power,
)
from sukui_desktop.services.verify.verification import verify_meeting, verify_room
from sukui_desktop.services.vote.ballot_sealing import seal_ballot
from sukui_desktop.services.vote.live_accounting import read_live_accounting
from sukui_desktop.services.vote.lost_slips import replace_lost_slips
from sukui_desktop.services.vote.poll_box import find_or_open_box, read_ballot_paper
from sukui_desktop.services.vote.polls import open_poll, pause_poll, resume_poll
from sukui_desktop.storage.ballot_box import box_path
from tests.builders import rooms

DEVICES = ScreensAndPrinters(printers=1, screens=2, missing_letters=0)


def refused(act: Callable[[], object]) -> str:
    with pytest.raises(SukuiError) as told:
        act()
    return told.value.code


def figures_of(report: PollReport) -> BoxFigures:
    assert isinstance(report.content.figures, BoxFigures)
    return report.content.figures


def ready_room(folder: Path) -> tuple[Room, PollId]:
    room = rooms.make_room(folder)
    rooms.furnish(room)
    return room, rooms.ready_poll(room)


def vote_and_come_back(room: Room, poll_id: PollId) -> None:
    """Give seven slips: four vote, one is returned, one is spoiled, one stays out."""
    tokens, people = rooms.admit_with_slips(room, poll_id, 7), rooms.person_ids(room)
    for token in tokens[:4]:
        rooms.vote(room, poll_id, token, (0,))
    return_slip(room, people[4], poll_id, tokens[4])
    spoil_slip(room, people[5], poll_id, tokens[5])


def test_every_report_says_what_record_and_box_say(tmp_path: Path) -> None:
    room, poll_id = ready_room(tmp_path)
    zero = issue_zero_report(room, poll_id).report
    assert figures_of(zero) == BoxFigures(made=12, issued=0, cast=0, spoiled=0, returned=0)
    open_poll(room, poll_id)
    vote_and_come_back(room, poll_id)
    pause_poll(room, poll_id)
    pause = issue_pause_report(room, poll_id).report
    expected = BoxFigures(made=12, issued=7, cast=4, spoiled=1, returned=1, channels=(ChannelSlips("주민", 5),))
    assert figures_of(pause) == expected
    assert figures_of(pause).outstanding == 1
    resume_poll(room, poll_id)
    rooms.close(room, poll_id)
    closing = issue_closing_report(room, poll_id).report
    assert figures_of(closing) == expected
    assert "투표권을 들고 갔습니다" in document_text(poll_reports_document((closing,)))
    assert [key.paper for key in list_issued_report_kinds(room)] == [
        PaperKind.ZERO,
        PaperKind.PAUSE,
        PaperKind.CLOSING,
    ]
    assert compose_reports_of_kind(room, poll_id, PaperKind.ZERO) == (zero,)
    newest = find_newest_report(room)
    assert newest is not None
    assert newest.paper == PaperKind.CLOSING
    assert verify_room(room).entries
    path, context = room.path, room.context
    close_meeting_and_boxes(room)
    assert verify_meeting(path, rooms.PASSPHRASE, context).entries


def test_a_report_is_one_page_with_head_and_digest_and_no_vote(tmp_path: Path) -> None:
    """Fails where a report carries a name of what is voted on, or cannot be told from another of the same day."""
    room, poll_id = ready_room(tmp_path)
    open_poll(room, poll_id)
    vote_and_come_back(room, poll_id)
    pause_poll(room, poll_id)
    reports = (issue_pause_report(room, poll_id).report, issue_pause_report(room, poll_id).report)
    for shown in (reports[:1], reports):
        assert make_reports_pdf(shown).count(b"/Type /Page\n") == len(shown)
    paper = document_text(poll_reports_document(reports[:1]))
    digits = re.sub(r"\s", "", paper)
    assert reports[0].head.hex() in digits
    assert reports[0].digest.hex() in digits
    assert reports[0].digest != reports[1].digest
    assert f"{reports[0].entries:,}" in paper
    assert not [project.title for project in rooms.projects(6) if project.title in paper]
    assert "주민1" not in paper
    close_meeting_and_boxes(room)


def test_an_observer_can_add_up_the_slips_made_with_the_lost_ones(tmp_path: Path) -> None:
    """Fails where lost slips are in no sum (0.5.0): 21 made, and 3 given out and 9 left on the screen."""
    room, poll_id = ready_room(tmp_path)
    open_poll(room, poll_id)
    rooms.admit_with_slips(room, poll_id, 3)
    pause_poll(room, poll_id)
    before = issue_pause_report(room, poll_id).report
    room = rooms.reopen(room)
    replace_lost_slips(room, poll_id)
    after = issue_pause_report(room, poll_id).report
    assert [report.made_again for report in (before, after)] == [0, 9]
    assert [figures_of(report).made for report in (before, after)] == [12, 21]  # as it was recorded
    sums = (
        text("documents.report.sum", made="12", issued="3", left="9"),
        text("documents.report.sum_with_lost", made="21", issued="3", left="9", lost="9"),
    )
    for report, words in zip((before, after), sums, strict=True):
        assert words in document_text(poll_reports_document((report,)))
    assert compose_reports_of_kind(room, poll_id, PaperKind.PAUSE) == (before, after)
    assert verify_room(room).entries
    close_meeting_and_boxes(room)


def test_a_box_that_is_not_empty_gets_no_zero_report(tmp_path: Path) -> None:
    """Fails where the report is made from the projection, in which no ballot stands before the closing."""
    room, poll_id = ready_room(tmp_path)
    open_poll(room, poll_id)
    (token, *_) = rooms.admit_with_slips(room, poll_id, 2)
    assert figures_of(issue_zero_report(room, poll_id).report).issued == 2
    rooms.vote(room, poll_id, token, (0,))
    assert refused(lambda: issue_zero_report(room, poll_id)) == "box_not_empty"
    close_meeting_and_boxes(room)


def test_a_box_that_was_filled_from_outside_gets_no_zero_report(tmp_path: Path) -> None:
    """One ballot with its slip is in an open box, as by somebody with its key: nothing else is wrong with it. Fails
    where the report looks at the record alone."""
    room, poll_id = ready_room(tmp_path)
    open_poll(room, poll_id)
    (token,) = rooms.admit_with_slips(room, poll_id, 1)
    paper, keys = read_ballot_paper(room, poll_id), find_or_open_box(room, poll_id).keys
    room = rooms.reopen(room)
    with contextlib.closing(rooms.open_closed_box(room, poll_id)) as box:
        box.cast_ballot(token_tag(keys.token, token_from_text(token)), seal_ballot(paper, Answer((1,))).sealed)
    assert refused(lambda: issue_zero_report(room, poll_id)) == "box_not_empty"
    close_meeting_and_boxes(room)


def test_a_box_with_a_ballot_and_no_spent_slip_is_not_even_opened(tmp_path: Path) -> None:
    room, poll_id = ready_room(tmp_path)
    room = rooms.reopen(room)
    with contextlib.closing(rooms.open_closed_box(room, poll_id)) as box, box._write_transaction() as connection:
        connection.execute("UPDATE slot SET filled = 1 WHERE place = 0")
    assert refused(lambda: issue_zero_report(room, poll_id)) == "box_lacks_slips"
    close_meeting_and_boxes(room)


def test_a_paper_is_issued_only_in_its_time(tmp_path: Path) -> None:
    room, poll_id = ready_room(tmp_path)
    open_poll(room, poll_id)
    rooms.admit_with_slips(room, poll_id, 1)
    assert refused(lambda: issue_pause_report(room, poll_id)) == "report_not_now"
    assert refused(lambda: issue_closing_report(room, poll_id)) == "report_not_now"
    assert refused(lambda: issue_readiness_sheet(room, poll_id, ())) == "findings_missing"
    rooms.close(room, poll_id)
    assert refused(lambda: issue_zero_report(room, poll_id)) == "report_not_now"
    assert refused(lambda: issue_pause_report(room, poll_id)) == "report_not_now"
    assert refused(lambda: issue_readiness_sheet(room, poll_id, inspect_machine(room, DEVICES))) == "report_not_now"
    close_meeting_and_boxes(room)


def test_a_closing_report_is_of_the_box_of_the_closing(tmp_path: Path) -> None:
    """Fails where the report is made from the record alone."""
    room, poll_id = ready_room(tmp_path)
    open_poll(room, poll_id)
    vote_and_come_back(room, poll_id)
    rooms.close(room, poll_id)
    with contextlib.closing(rooms.open_closed_box(room, poll_id)) as box, box._write_transaction() as connection:
        connection.execute("UPDATE slot SET filled = 0 WHERE place = (SELECT min(place) FROM slot WHERE filled = 1)")
    assert refused(lambda: issue_closing_report(room, poll_id)) == "box_changed"
    box_path(room.path, poll_id, b"x").unlink()
    assert refused(lambda: issue_closing_report(room, poll_id)) == "box_missing"
    close_meeting_and_boxes(room)


def test_reports_are_no_anchor_sheets_and_the_hall_keeps_the_newest_sheet(tmp_path: Path) -> None:
    room, poll_id = ready_room(tmp_path)
    sheet = issue_anchor_sheet(room, poll_id).sheet
    issue_zero_report(room, poll_id)
    issue_readiness_sheet(room, poll_id, inspect_machine(room, DEVICES))
    assert list_anchor_sheets(room) == (sheet,)
    assert find_newest_anchor_sheet(room) == sheet
    newest = find_newest_report(room)
    assert newest is not None
    assert newest.paper == PaperKind.ZERO
    close_meeting_and_boxes(room)


@pytest.mark.parametrize("name", ["nothing", "cast", "issued", "spoiled", "made", "head", "digest", "readiness"])
def test_verify_refuses_a_report_that_says_something_else(tmp_path: Path, name: str) -> None:
    """Fails where the figures of a report are believed because they are in the record; the same report with nothing
    changed passes."""
    room, poll_id = ready_room(tmp_path)
    open_poll(room, poll_id)
    vote_and_come_back(room, poll_id)
    pause_poll(room, poll_id)
    figures = BoxFigures(made=12, issued=7, cast=4, spoiled=1, returned=1)
    if name in BoxFigures.__struct_fields__:
        figures = replace(figures, **{name: getattr(figures, name) + 3})
    with room.writing() as tx:
        stored = tuple(tx.journal.read_entries())
        head = bytes(32) if name == "head" else stored[-1].hash
        paper = PaperKind.READINESS if name == "readiness" else PaperKind.PAUSE
        content = ReportContent(figures=figures)
        said = {"head": head, "entries": len(stored), "issued_at_ms": 5, "content": content}
        meeting = tx.journal.scope.meeting
        digest = report_digest(paper, meeting_id=meeting, poll_id=poll_id, **said)  # type: ignore[arg-type]
        fact = PaperIssued(
            step=AnchoredStep.READY,
            head=head,
            entries=len(stored),
            issued_at_ms=5,
            digest=bytes(32) if name == "digest" else digest,
            paper=paper,
            content=content,
        )
        tx.append_fact(poll_id, fact)
    if name == "nothing":
        verify_room(room)
    else:
        assert refused(lambda: verify_room(room)) == "report_differs"
    close_meeting_and_boxes(room)


@pytest.mark.parametrize("paper", [PaperKind.ZERO, PaperKind.PAUSE])
def test_verify_refuses_a_report_of_fewer_ballots_than_one_before(tmp_path: Path, paper: PaperKind) -> None:
    """Fails where each report is held against the slips alone: ballots could go between two of them."""
    room, poll_id = rooms.open_room(tmp_path)
    for token in rooms.admit_with_slips(room, poll_id, 3):
        rooms.vote(room, poll_id, token, [0])
    pause_poll(room, poll_id)
    said = issue_pause_report(room, poll_id).report.content
    verify_room(room)
    assert not isinstance(said.figures, UnsetType)
    with room.writing() as tx:
        poll = tx.require_row(PollRow, poll_id)
        fewer = replace(said, figures=replace(said.figures, cast=0))
        poll_reports._record_issued_report(tx, poll, paper, fewer)
    assert refused(lambda: verify_room(room)) == "report_differs"
    close_meeting_and_boxes(room)


def test_live_accounting_rounds_while_open_and_is_exact_at_a_pause(tmp_path: Path) -> None:
    room, poll_id = ready_room(tmp_path)
    open_poll(room, poll_id)
    vote_and_come_back(room, poll_id)
    live = read_live_accounting(room, poll_id)
    assert (live.figures.cast, live.figures.issued, live.is_exact, live.faults) == (0, 7, False, ())
    pause_poll(room, poll_id)
    live = read_live_accounting(room, poll_id)
    assert (live.figures.cast, live.figures.outstanding, live.is_exact) == (4, 1, True)
    close_meeting_and_boxes(room)


def test_live_accounting_says_when_box_and_record_do_not_agree(tmp_path: Path) -> None:
    """Fails where the difference is worked out from one of them alone, and then always balances."""
    room, poll_id = ready_room(tmp_path)
    open_poll(room, poll_id)
    vote_and_come_back(room, poll_id)
    opened = room.boxes[poll_id]
    with opened.box._write_transaction() as connection:
        connection.execute("UPDATE slip SET spent = 3 WHERE tag = (SELECT tag FROM slip WHERE spent = 0 LIMIT 1)")
    assert read_live_accounting(room, poll_id).faults == (AccountingFault.RETURNS_DIFFER,)
    close_meeting_and_boxes(room)


def test_the_machine_is_looked_at_and_the_sheet_says_it(tmp_path: Path) -> None:
    folder = tmp_path / "OneDrive - 은행동" / "회의"
    folder.mkdir(parents=True)
    room, poll_id = ready_room(folder)
    found = inspect_machine(room, ScreensAndPrinters(printers=0, screens=1, missing_letters=0))
    assert [finding.check for finding in found] == list(Check)
    by_check = {finding.check: finding for finding in found}
    assert by_check[Check.FOLDER].verdict == CheckVerdict.DOUBTFUL
    assert by_check[Check.FOLDER].tools == (SyncTool.ONEDRIVE,)
    assert (by_check[Check.PRINTER].code, by_check[Check.SCREENS].code) == ("none", "one")
    assert by_check[Check.CLOCK].verdict == CheckVerdict.GOOD
    assert not list(folder.glob(".sukui-*"))
    report = issue_readiness_sheet(room, poll_id, found).report
    assert make_reports_pdf((report,)).count(b"/Type /Page\n") == 1
    assert "OneDrive" in document_text(poll_reports_document((report,)))
    assert compose_reports_of_kind(room, poll_id, PaperKind.READINESS) == (report,)
    assert verify_room(room).entries
    close_meeting_and_boxes(room)


def test_a_folder_that_is_gone_is_a_bad_finding(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A stick was pulled out. Before, FileNotFoundError went to the report of a bug."""
    room, _ = ready_room(tmp_path / "stick")
    (tmp_path / "stick").rename(tmp_path / "gone")
    found = {finding.check: finding for finding in inspect_machine(room, DEVICES)}
    assert (found[Check.DISK].verdict, found[Check.DISK].code) == (CheckVerdict.BAD, "read_only")
    (tmp_path / "gone").rename(tmp_path / "stick")

    def refuse(*_: object, **__: object) -> Path:
        raise OSError("no such device")

    with monkeypatch.context() as refusing:
        refusing.setattr(Path, "resolve", refuse)
        assert inspect_machine(room, DEVICES)[0].verdict != CheckVerdict.BAD
    close_meeting_and_boxes(room)


def test_power_is_read_as_the_systems_say_it(tmp_path: Path) -> None:
    def supply(name: str, **lines: str) -> None:
        (tmp_path / name).mkdir()
        for key, line in lines.items():
            (tmp_path / name / key).write_text(line + "\n", encoding="ascii")

    assert read_linux_power(tmp_path / "none") == PowerState(None, -1)
    assert read_linux_power(tmp_path) == PowerState(None, -1)
    supply("AC", type="Mains", online="1")
    assert read_linux_power(tmp_path) == PowerState(True, -1)
    supply("BAT0", type="Battery", capacity="83", status="Discharging")
    assert read_linux_power(tmp_path) == PowerState(True, 83)
    (tmp_path / "AC" / "online").write_text("0\n", encoding="ascii")
    assert read_linux_power(tmp_path) == PowerState(False, 83)
    supply("mouse", type="Battery", scope="Device", capacity="99", status="Full")
    assert read_linux_power(tmp_path) == PowerState(False, 83)
    said = "Now drawing from 'Battery Power'\n -InternalBattery-0 (id=1)\t47%; discharging; 3:10 remaining\n"
    assert parse_mac_power(said) == PowerState(False, 47)
    assert parse_mac_power("Now drawing from 'AC Power'\n") == PowerState(True, -1)
    assert parse_mac_power("") == PowerState(None, -1)
