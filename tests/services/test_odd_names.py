"""Long and odd titles never break a path; passphrases are the same in either form of Hangul; exports read back."""

from __future__ import annotations

import os
import unicodedata
from collections.abc import Callable
from pathlib import Path
from typing import Literal

import pytest

from sukui_desktop.documents.formula_escaping import escape_formula, unescape_formula
from sukui_desktop.domain.errors import StorageFault, SukuiError
from sukui_desktop.domain.file_import import ProjectDraft
from sukui_desktop.models.agenda import ProjectRow
from sukui_desktop.models.meeting import ImportRow
from sukui_desktop.models.signer import SignerWay
from sukui_desktop.services.file_reading_and_saving import read_file, save_file
from sukui_desktop.services.handover.made_files import remember_path_of_made_file
from sukui_desktop.services.handover.meeting_file_copies import copy_meeting
from sukui_desktop.services.handover.table_and_ballot_exports import make_table_file
from sukui_desktop.services.meeting_opening import open_meeting
from sukui_desktop.services.opened_meeting import close_meeting_and_boxes
from sukui_desktop.services.person_keys import SignerProof
from sukui_desktop.services.prepare.meeting_creation_and_details import create_meeting
from sukui_desktop.services.prepare.projects import (
    accept_project_file,
    add_project,
    compare_project_file_with_list,
    read_project_file,
)
from sukui_desktop.services.signing.signers import enrol_signer_by_name, try_proof
from sukui_desktop.services.verify.verification import verify_meeting, verify_room
from sukui_desktop.services.vote.polls import close_poll, open_poll
from sukui_desktop.storage.file_key_and_recovery_code import FileKey, make_file_key
from sukui_desktop.storage.station_folder import open_sealed_tally_key
from sukui_desktop.ui.console.free_document_paths import free_dated_path
from tests.builders import rooms
from tests.builders.old_poll_keys import keep_tally_key

Form = Literal["NFC", "NFD"]


@pytest.mark.parametrize("length", [60, 65, 70, 76, 80, 200])
@pytest.mark.parametrize("letter", ["가", "🦁"])
def test_a_meeting_with_a_long_title_is_made_voted_on_and_copied(letter: str, length: int, tmp_path: Path) -> None:
    """Seen to fail on 0.2.0: 70 letters made no box, 76 no meeting, 80 raised outside of any refusal."""
    title = letter * length
    path = free_dated_path(tmp_path, title, "회의", rooms.START_MS, ".sukui")
    room = create_meeting(path, rooms.PASSPHRASE, rooms.DETAILS, rooms.TEMPLATE, rooms.make_context(tmp_path))
    rooms.furnish(room)
    poll_id = rooms.ready_poll(room)
    open_poll(room, poll_id)
    close_poll(room, poll_id)
    copy = copy_meeting(room, free_dated_path(tmp_path, path.stem, "사본", 0, ".sukui"))
    assert copy.exists()
    save_file(b"x", free_dated_path(tmp_path, title, "회의록", rooms.START_MS, ".pdf"))
    close_meeting_and_boxes(room)


@pytest.mark.parametrize("length", [76, 80, 84, 300])
def test_a_name_that_no_disk_takes_is_refused_in_words(length: int, tmp_path: Path) -> None:
    path = tmp_path / ("가" * length + "나나나나나나나.sukui")
    context = rooms.make_context(tmp_path)
    with pytest.raises(StorageFault) as refused:
        create_meeting(path, rooms.PASSPHRASE, rooms.DETAILS, rooms.TEMPLATE, context)
    assert refused.value.code == "name_too_long"
    room = rooms.make_room(tmp_path)
    if length > 80:
        with pytest.raises(StorageFault) as refused:
            copy_meeting(room, path)
        assert refused.value.code == "name_too_long"
        with pytest.raises(StorageFault) as refused:
            save_file(b"x", path)
        assert refused.value.code == "name_too_long"
    close_meeting_and_boxes(room)


@pytest.mark.parametrize(("made", "typed"), [("NFC", "NFD"), ("NFD", "NFC"), ("NFC", "NFC"), ("NFD", "NFD")])
def test_a_passphrase_is_the_same_in_either_form(made: Form, typed: Form, tmp_path: Path) -> None:
    """Seen to fail on 0.2.0: wrong_passphrase for the same Hangul typed on another system."""
    words = "느티나무 새벽 돌다리"
    one, other = unicodedata.normalize(made, words), unicodedata.normalize(typed, words)
    context = rooms.make_context(tmp_path)
    close_meeting_and_boxes(create_meeting(tmp_path / "a.sukui", one, rooms.DETAILS, rooms.TEMPLATE, context))
    close_meeting_and_boxes(open_meeting(tmp_path / "a.sukui", other, context))
    keep_tally_key(context.station, "p", b"private", one)
    assert open_sealed_tally_key(context.station.read_sealed_tally_key("p"), "p", other) == b"private"


@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_a_file_that_an_older_version_made_of_what_was_typed_still_opens(
    form: Form, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    words = unicodedata.normalize(form, "느티나무 새벽 돌다리")
    context = rooms.make_context(tmp_path)
    with monkeypatch.context() as older:
        older.setattr(
            "sukui_desktop.storage.file_key_and_recovery_code.passphrase_spellings", lambda passphrase: (passphrase,)
        )
        assert isinstance(make_file_key(words, bytes(8)), FileKey)
        close_meeting_and_boxes(create_meeting(tmp_path / "a.sukui", words, rooms.DETAILS, rooms.TEMPLATE, context))
    forms: tuple[Form, ...] = ("NFC", "NFD")
    for typed in forms:
        again = unicodedata.normalize(typed, words)
        close_meeting_and_boxes(open_meeting(tmp_path / "a.sukui", again, context))
    with pytest.raises(SukuiError):
        open_meeting(tmp_path / "a.sukui", words + "!", context)


ODD = (
    "-마을 정원",
    "@작은도서관",
    "+5 나눔장터",
    "=1+1",
    "'-따옴표로 시작",
    "''=둘",
    "'그냥 따옴표",
    "＝넓은 같음",
    "−3 빼기표",
    "- 줄표",
    "'90년대 골목",
)


@pytest.mark.parametrize("ending", [".csv", ".xlsx"])
def test_our_own_export_reads_back_as_it_was(ending: str, tmp_path: Path) -> None:
    """Seen to fail on 0.2.0: every such title was "changed" to one with an apostrophe."""
    room = rooms.make_room(tmp_path)
    # In an office's file titles with a dash below one another, and one called 합계, are rightly asked about.
    for place, title in enumerate([*ODD, "-둘", "- 셋", "합계", "소계", "비고"]):
        add_project(room, ProjectDraft(code=f"P{place:02}", title=title, cost=1_000_000 + place, currency="KRW"))
    rows = sorted(rooms.rows_of(room, ProjectRow), key=lambda row: row.code)
    lines: list[tuple[str | int, ...]] = [(row.code, row.title, row.cost) for row in rows]
    table = (("사업코드", "사업명", "사업비(원)"), *lines)
    file = read_file(save_file(make_table_file(table, f"목록{ending}"), tmp_path / f"목록{ending}"))
    reading = read_project_file(file, currency="KRW")
    assert (reading.questions, reading.problems) == ((), ())
    assert [draft.title for draft in reading.drafts] == [row.title for row in rows]
    comparison = compare_project_file_with_list(room, reading)
    assert not comparison.changed
    assert not comparison.added
    accept_project_file(room, reading, frozenset())
    close_meeting_and_boxes(room)


@pytest.mark.parametrize("text", [*ODD, "", "'", "''", "-5", "'-5", "1,000", "\t=x", " =x", "마을"])
def test_the_apostrophe_is_put_on_and_taken_off(text: str) -> None:
    assert unescape_formula(escape_formula(text)) == text
    assert unescape_formula(escape_formula(escape_formula(text))) == escape_formula(text)


def code_of(act: Callable[[], object]) -> str:
    with pytest.raises(SukuiError) as told:
        act()
    return told.value.code


def test_half_a_letter_in_a_passphrase_is_refused_in_words(tmp_path: Path) -> None:
    """Fails where a lone surrogate, as a broken keyboard or a bad byte of the environment gives it, is a bug report."""
    room = rooms.make_room(tmp_path)
    half = "느티나무 소금 \udcff 대청마루"
    two = rooms.two_signers(room)
    context = rooms.make_context(tmp_path / "other")
    acts: tuple[Callable[[], object], ...] = (
        lambda: create_meeting(tmp_path / "b.sukui", half, rooms.DETAILS, rooms.TEMPLATE, context),
        lambda: open_meeting(room.path, half, context),
        lambda: verify_meeting(room.path, half, context),
        lambda: enrol_signer_by_name(room, "박셋째", SignerWay.PASSPHRASE, passphrase=half),
        lambda: try_proof(room, SignerProof(two[0].signer_id, half)),
        lambda: open_sealed_tally_key(bytes(64), "p", half),
    )
    assert [code_of(act) for act in acts] == ["passphrase_unreadable"] * len(acts)
    card = enrol_signer_by_name(room, "최넷째", SignerWay.CARD)
    assert code_of(lambda: try_proof(room, SignerProof(card.signer_id, half))).startswith("card_")
    close_meeting_and_boxes(room)
    assert not (tmp_path / "b.sukui").exists()


def test_a_secret_with_half_a_letter_opens_nothing(tmp_path: Path) -> None:
    room, poll_id = rooms.open_room(tmp_path)
    rooms.bring_to(room, poll_id, "counted")
    assert code_of(lambda: verify_room(room, None, ("\ud800",))) == "secret_opens_nothing"
    close_meeting_and_boxes(room)


@pytest.mark.skipif(os.name == "nt", reason="names there are text")
def test_a_meeting_in_a_folder_whose_name_is_no_text_is_opened_and_listed(tmp_path: Path) -> None:
    """Fails where the list of meetings is written as UTF-8: opening ended in a bug report."""
    folder = tmp_path / os.fsdecode(b"a\xff")
    folder.mkdir()
    context = rooms.make_context(tmp_path)
    close_meeting_and_boxes(
        create_meeting(folder / "회의.sukui", rooms.PASSPHRASE, rooms.DETAILS, rooms.TEMPLATE, context)
    )
    room = open_meeting(folder / "회의.sukui", rooms.PASSPHRASE, context)
    assert [known.path for known in context.station.list_known_meeting_files()] == [str(room.path)]
    remember_path_of_made_file(room, "minutes", "", folder / "회의록.pdf", "")
    assert [made.path for made in context.station.list_made_files(room.file.scope.meeting)] == [
        str(folder / "회의록.pdf")
    ]
    close_meeting_and_boxes(room)


@pytest.mark.parametrize("name", ["가" * 350_000 + ".xlsx", "목록\udcff.xlsx"])
def test_the_record_notes_no_longer_a_name_of_a_file_than_a_disk_has(tmp_path: Path, name: str) -> None:
    """Fails where whatever is given as the name of an import goes into the record, a megabyte or half a letter too."""
    room = rooms.make_room(tmp_path)
    accept_project_file(room, rooms.reading_of(rooms.projects(2), name=name), frozenset())
    (row,) = rooms.rows_of(room, ImportRow)
    assert row.file_name
    assert len(row.file_name.encode("utf-8")) <= 255
    assert name.startswith(row.file_name[:2])
    close_meeting_and_boxes(room)
