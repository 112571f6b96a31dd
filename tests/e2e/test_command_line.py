"""The command line keeps its word: exit codes, one JSON document on stdout, a record that shows a touched place."""

from __future__ import annotations

import hashlib
import json
import os
from pathlib import Path
from typing import Any

import pytest
import sqlcipher3.dbapi2 as sqlcipher

from sukui_desktop.models.row_registry import ROW_TYPES
from sukui_desktop.storage.file_key_and_recovery_code import derive_file_key
from tests.e2e.command import Ran, sukui

PASSPHRASE = "a room with a view"
BALLOTS = 12


def small_election(path: Path, **meta: str) -> Path:
    keys = {
        "description": "작은 연습",
        "country": "Korea",
        "unit": "연습구",
        "num_projects": "3",
        "num_votes": str(BALLOTS),
        "budget": "1000",
        "vote_type": "approval",
        "rule": "greedy",
        "max_length": "2",
        "currency": "KRW",
        **meta,
    }
    votes = [f"{i};{'p1,p2' if i % 3 else 'p3' if i % 2 else ''}" for i in range(BALLOTS)]
    lines = [
        "META",
        "key;value",
        *(f"{key};{value}" for key, value in keys.items()),
        "PROJECTS",
        "project_id;cost;name",
        "p1;600;놀이터",
        "p2;500;도서관",
        "p3;300;쉼터",
        "VOTES",
        "voter_id;vote",
        *votes,
    ]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def finished(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, Any]]:
    """A finished demo: its folder, and what it said; its own station folder stays for the module."""
    folder = tmp_path_factory.mktemp("demo")
    source = small_election(folder / "small.pb")
    ran = sukui(
        *("demo", "--from", source, "--out", folder / "out", "--acks", folder / "acks", "--json"),
        SUKUI_HOME=str(folder / "home"),
        SUKUI_PASSPHRASE=PASSPHRASE,
        SUKUI_TALLY_PASSPHRASE="the second person",
    )
    assert ran.code == 0, ran.err
    return folder, ran.document


def on(folder: Path, *arguments: str | Path, passphrase: str = PASSPHRASE) -> Ran:
    return sukui(*arguments, SUKUI_HOME=str(folder / "home"), SUKUI_PASSPHRASE=passphrase)


def test_demo_leaves_every_file_and_counts_by_hand(finished: tuple[Path, dict[str, Any]]) -> None:
    folder, said = finished
    out = folder / "out"
    assert {path.name for path in out.iterdir() if path.suffix != ".box"} == {
        *("meeting.sukui", "minutes.pdf", "result.pdf", "attendance.pdf", "result.json")
    }
    assert said["votes"] == {"p1": 8, "p2": 8, "p3": 2}
    assert said["selected"] == ["p2", "p3"], "p2 is cheaper than p1, whose 600 then no longer fit in 500"
    assert (said["ballots_cast"], said["ballots_blank"], said["ballots_invalid"]) == (12, 2, 0)
    assert (said["total_cost"], said["ceiling"]) == (800, 1000)
    assert len((folder / "acks").read_text().split()) == BALLOTS
    assert not (out / "passphrases.txt").exists(), "both passphrases were given"


def test_a_demo_makes_its_own_passphrases_and_says_where(tmp_path: Path) -> None:
    ran = sukui("demo", "--from", small_election(tmp_path / "e.pb"), "--out", tmp_path / "out")
    assert ran.code == 0, ran.err
    kept = tmp_path / "out" / "passphrases.txt"
    assert str(kept) in ran.err
    assert oct(kept.stat().st_mode & 0o777) == "0o600"
    assert sukui("verify", tmp_path / "out" / "meeting.sukui", "--passphrase-file", kept).code == 0


def test_verify_shows_what_it_checked(finished: tuple[Path, dict[str, Any]]) -> None:
    folder, _ = finished
    ran = on(folder, "verify", folder / "out" / "meeting.sukui", "--acks", folder / "acks", "--json")
    assert ran.code == 0, ran.err
    assert ran.document["receipts"] == BALLOTS
    assert ran.document["polls"][0]["recount"] == "ballots"
    assert set(ran.document["tables"]) == {row.TABLE for row in ROW_TYPES}


def test_a_receipt_that_is_not_in_the_box_fails_verification(finished: tuple[Path, dict[str, Any]]) -> None:
    folder, _ = finished
    strange = folder / "strange"
    strange.write_text("0000-0000-0000-0000\n", encoding="ascii")
    ran = on(folder, "verify", folder / "out" / "meeting.sukui", "--acks", strange, "--json")
    assert (ran.code, ran.document["error"]) == (5, "receipt_missing")


def copied(folder: Path, name: str) -> Path:
    target = folder / name
    target.write_bytes((folder / "out" / "meeting.sukui").read_bytes())
    return target


def alter(path: Path, statement: str) -> None:
    key = derive_file_key(path, PASSPHRASE)
    connection = sqlcipher.connect(str(path), isolation_level=None)
    connection.execute(f"PRAGMA key = \"x'{(key.key + key.preamble).hex()}'\"")
    assert connection.execute(statement).rowcount == 1
    connection.close()


FIRST_PERSON = "WHERE person_id = (SELECT min(person_id) FROM attendance WHERE was_present = 1)"
ALTERED = (
    ("UPDATE project SET cost = 1 WHERE code = 'p3'", "table_differs", "project"),
    ("UPDATE project SET cost = 'many' WHERE code = 'p3'", "table_differs", "project"),
    ("UPDATE poll_count SET outcome = x'00'", "table_differs", "poll_count"),
    ("UPDATE meeting SET channels = 'nonsense'", "table_differs", "meeting"),
    (f"UPDATE attendance SET was_present = 0 {FIRST_PERSON}", "table_differs", "attendance"),
    ("DELETE FROM meeting", "table_differs", "meeting"),
    ("UPDATE entry SET body = body || x'00' WHERE seq = 7", "entry_broken", 7),
    ("UPDATE entry SET body = zeroblob(length(body)) WHERE seq = 7", "entry_broken", 7),
    ("UPDATE entry SET signature = zeroblob(64) WHERE seq = 5", "entry_broken", 5),
    ("UPDATE entry SET kind = 'poll.opened' WHERE seq = 3", "entry_broken", 3),
    ("DELETE FROM entry WHERE seq = 9", "entry_broken", 9),
)


@pytest.mark.parametrize(("statement", "code", "place"), ALTERED)
def test_one_change_by_sql_is_found_and_named(
    finished: tuple[Path, dict[str, Any]], statement: str, code: str, place: str | int
) -> None:
    folder, _ = finished
    path = copied(folder, f"altered-{hashlib.sha256(statement.encode()).hexdigest()[:8]}.sukui")
    alter(path, statement)
    ran = on(folder, "verify", path, "--json")
    assert (ran.code, ran.document["error"]) == (5, code)
    facts = ran.document["facts"]
    if code == "table_differs":
        assert facts["table"] == place
        assert facts["key"]
    else:
        assert facts["seq"] == place


def page_of_entries(path: Path) -> int:
    """Return the number of a page that holds nothing but entries: one of the many between the first and the last."""
    key = derive_file_key(path, PASSPHRASE)
    connection = sqlcipher.connect(str(path), isolation_level=None)
    connection.execute(f"PRAGMA key = \"x'{(key.key + key.preamble).hex()}'\"")
    pages = connection.execute("PRAGMA page_count").fetchone()[0]
    connection.close()
    original = path.read_bytes()
    for page in range(2, pages + 1):
        damage(path, page)
        connection = sqlcipher.connect(str(path), isolation_level=None)
        connection.execute(f"PRAGMA key = \"x'{(key.key + key.preamble).hex()}'\"")
        try:
            for table in ("person_key", "file_fact", "poll", "attendance", "person", "slip"):
                connection.execute(f"SELECT * FROM {table}").fetchall()
            is_elsewhere = True
        except sqlcipher.DatabaseError:
            is_elsewhere = False
        try:
            connection.execute("SELECT * FROM entry NOT INDEXED").fetchall()
        except sqlcipher.DatabaseError:
            if is_elsewhere and page > pages // 4:
                path.write_bytes(original)
                return page
        finally:
            connection.close()
            path.write_bytes(original)
    raise AssertionError("no page holds entries alone")


def damage(path: Path, page: int) -> None:
    with path.open("r+b") as stream:
        stream.seek((page - 1) * 4096 + 1000)
        stream.write(os.urandom(8))


def test_a_damaged_page_is_named_with_the_entries_it_held(finished: tuple[Path, dict[str, Any]]) -> None:
    folder, _ = finished
    path = copied(folder, "damaged.sukui")
    page = page_of_entries(path)
    last_seq = len(on(folder, "show", path, "--json").document["entries"])
    damage(path, page)
    ran = on(folder, "verify", path, "--json")
    assert (ran.code, ran.document["error"]) == (5, "pages_damaged")
    assert ran.document["facts"]["pages"] == [str(page)]
    (lost,) = ran.document["facts"]["entries"]
    first, last = map(int, lost.split("–"))
    assert 0 <= first <= last < last_seq


def test_show_replay_and_copy_agree(finished: tuple[Path, dict[str, Any]], tmp_path: Path) -> None:
    folder, _ = finished
    path = copied(folder, "shown.sukui")
    before = on(folder, "verify", path, "--json").document["tables"]
    assert on(folder, "replay", path, "--json").document["tables"] == before
    ran = on(folder, "copy", path, tmp_path / "copy.sukui")
    assert ran.code == 0, ran.err
    assert on(folder, "verify", tmp_path / "copy.sukui", "--json").document["tables"] == before
    shown = on(folder, "show", path, "--json").document
    assert shown["meeting"]["title"] == "작은 연습"
    assert shown["entries"][0][2] == "meeting.created"
    assert "투표자" not in json.dumps(shown["entries"], ensure_ascii=False), "the outline names nobody"


def test_what_is_exported_is_counted_and_read_again(finished: tuple[Path, dict[str, Any]], tmp_path: Path) -> None:
    # Fails where no command reached the ballots.
    folder, said = finished
    path = copied(folder, "exported.sukui")
    few = on(folder, "export", "ballots", path, "--to", tmp_path / "few.pb", "--json")
    assert (few.code, few.document["error"]) == (3, "ballots_withheld")
    ran = on(folder, "export", "ballots", path, "--to", tmp_path / "ours.pb", "--every-ballot", "--json")
    assert (ran.code, ran.document["file"]) == (0, str(tmp_path / "ours.pb")), ran.err
    again = on(folder, "tally", tmp_path / "ours.pb", "--json").document
    assert (again["selected"], again["is_guess"]) == (said["selected"], False)
    for content, name in (("result", "r.xlsx"), ("projects", "p.csv"), ("roster", "m.xlsx"), ("attendance", "a.csv")):
        poll = "1" if content == "result" else "작은 연습"
        ran = on(folder, "export", content, path, "--to", tmp_path / name, "--poll", poll)
        assert ran.code == 0, ran.err
        assert (tmp_path / name).stat().st_size > 60
    assert "놀이터" in (tmp_path / "p.csv").read_text(encoding="utf-8-sig")


REFUSED = (
    (("export", "ballots", "{meeting}", "--to", "ours.xlsx"), PASSPHRASE, 3, "export_ballots_kind"),
    (("export", "result", "{meeting}", "--to", "r.xlsx", "--poll", "다른 표결"), PASSPHRASE, 3, "export_poll"),
    (("export", "projects", "{meeting}", "--to", "p.pdf"), PASSPHRASE, 3, "export_kind_unknown"),
    (("verify", "nowhere.sukui"), PASSPHRASE, 4, "file_missing"),
    (("verify", "pyproject.toml"), PASSPHRASE, 4, "foreign"),
    (("show", "{meeting}"), "not the passphrase!", 4, "wrong_passphrase"),
    (("show", "{meeting}"), "", 3, "passphrase_missing"),
    (("copy", "{meeting}", "{meeting}"), PASSPHRASE, 4, "file_exists"),
    (("demo", "--from", "pyproject.toml"), PASSPHRASE, 3, ""),
)


@pytest.mark.parametrize(("arguments", "passphrase", "code", "error"), REFUSED)
def test_refusals_have_their_exit_codes_and_one_korean_sentence(
    finished: tuple[Path, dict[str, Any]], arguments: tuple[str, ...], passphrase: str, code: int, error: str
) -> None:
    folder, _ = finished
    filled = [argument.format(meeting=folder / "out" / "meeting.sukui") for argument in arguments]
    if "wrong" in error:
        passphrase = wrong_but_short_of_luck(folder / "out" / "meeting.sukui")
    ran = on(folder, *filled, "--json", passphrase=passphrase)
    assert ran.code == code, (ran.out, ran.err)
    assert ran.document["exit"] == code
    assert not error or ran.document["error"] == error
    assert any("가" <= letter <= "힣" for letter in ran.err)
    assert "Traceback" not in ran.err


def wrong_but_short_of_luck(path: Path) -> str:
    """Return a passphrase whose check byte differs: one in 256 would pass for it, and the pages refuse it then."""
    from sukui_desktop.domain.errors import StorageFault

    for number in range(100):
        try:
            derive_file_key(path, f"wrong {number}")
        except StorageFault:
            return f"wrong {number}"
    raise AssertionError("a hundred wrong passphrases passed the check")


def test_usage_is_exit_2() -> None:
    assert sukui("conjure").code == 2
    assert sukui("verify").code == 2
    assert sukui("demo", "--nonsense").code == 2


def test_the_headless_program_loads_no_window(tmp_path: Path) -> None:
    import subprocess
    import sys

    code = (
        "import sys; from sukui_desktop.programs.entry_point import main;"
        "main(['demo', '--from', sys.argv[1], '--out', sys.argv[2]]);"
        "assert not [m for m in sys.modules if m.startswith('PySide6')]"
    )
    source = small_election(tmp_path / "e.pb")
    done = subprocess.run(
        [sys.executable, "-c", code, str(source), str(tmp_path / "out")], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
