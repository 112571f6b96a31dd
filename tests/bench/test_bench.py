"""The benches themselves, with tiny rounds: what they print, never how quick it was."""

from __future__ import annotations

import json
import os
import random
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from benchmarks.__main__ import main
from benchmarks.city import compare_cities
from benchmarks.meetings import reading_of_people, station_of
from benchmarks.rounds import ChildFailed, ChildTooSlow, FilePlan, Plan, alternate, medians, rounded, run_program
from benchmarks.tally import PICKS, make_ballots, make_box
from sukui_desktop.assets.resources import resource_path
from sukui_desktop.domain.methods.registry import decode_answer
from sukui_desktop.domain.question.definition import Option, Question
from sukui_desktop.domain.question.method_and_marking import Method
from tests.builders.questions import make_question

PEOPLE = 40


def _bench(*words: str) -> dict[str, Any]:
    command = [sys.executable, "-m", "benchmarks", *words]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=240)
    assert done.returncode == 0, done.stderr
    document: dict[str, Any] = json.loads(done.stdout)
    return document


@pytest.fixture(scope="module")
def cast(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    return _bench("cast", "--rounds", "2", "--ballots", "6", "--folder", str(tmp_path_factory.mktemp("disk")))


@pytest.fixture(scope="module")
def tally() -> dict[str, Any]:
    return _bench("tally", "--rounds", "2", "--ballots", "300")


@pytest.fixture(scope="module")
def startup(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    return _bench("startup", "--rounds", "1", "--people", str(PEOPLE), "--folder", str(tmp_path_factory.mktemp("disk")))


def test_casts_print_every_round_of_both(cast: dict[str, Any]) -> None:
    assert len(cast["ours"]) == len(cast["baseline"]) == 2
    assert all(figures["per_s"] > 0 and figures["cpu_ms"] > 0 for figures in (*cast["ours"], *cast["baseline"]))


def test_casts_are_compared_under_the_same_settings(cast: dict[str, Any]) -> None:
    ours = cast["pragmas"]["ours"]
    assert ours == cast["pragmas"]["baseline"]
    assert (ours["journal_mode"], ours["synchronous"], ours["locking_mode"]) == ("delete", 3, "exclusive")


def test_the_ratio_is_that_of_the_medians(cast: dict[str, Any]) -> None:
    middle = cast["median"]
    assert cast["ratio"] == round(middle["ours"]["per_s"] / middle["baseline"]["per_s"], 3)


def test_the_machine_is_named(cast: dict[str, Any]) -> None:
    assert cast["machine"]["cores"] == os.cpu_count()
    assert cast["machine"]["python"] == sys.version.split()[0]
    assert cast["machine"]["sqlite"]


def test_nothing_is_left_on_the_disk(tmp_path: Path) -> None:
    _bench("cast", "--rounds", "1", "--ballots", "1", "--folder", str(tmp_path))
    assert not list(tmp_path.iterdir())


def test_a_ceremony_names_the_corrupt_card_and_its_waiting_is_all_of_its_parts(tmp_path: Path) -> None:
    """The bench itself asserts whose card was refused, at the trial and at the opening."""
    found = _bench("ceremony", "--rounds", "1", "--ballots", "3", "--folder", str(tmp_path))
    (figures,) = found["ours"]
    parts = {name: s for name, s in figures.items() if not name.startswith("waiting")}
    assert all(s > 0 for s in parts.values())
    assert abs(sum(parts.values()) - figures["waiting_s"]) < 0.01
    assert found["targets"] == {"opening_s_most": 120.0, "waiting_s_most": 10.0}


def test_both_counters_and_the_loop_find_the_same_votes(tally: dict[str, Any]) -> None:
    assert tally["votes_agree"] is True
    assert tally["ballots"] == 300
    assert tally["ratio"] > 0
    assert len(tally["ours"]) == 2
    assert all(figures["columns_per_s"] > 0 for figures in tally["ours"])


def test_a_ballot_is_timed_at_three_sizes_by_both_counters(tally: dict[str, Any]) -> None:
    growth = tally["growth"]
    assert growth["sizes"] == [30, 300, 3000]
    assert growth["agree"] is True
    assert [len(rounds) for rounds in growth["first"]["us_per_ballot"].values()] == [2, 2, 2]
    assert [len(rounds) for rounds in growth["columns"]["us_per_ballot"].values()] == [6, 6, 6]


@pytest.mark.parametrize("counter", ["first", "columns"])
def test_the_extremes_are_the_slowest_size_over_the_quickest(tally: dict[str, Any], counter: str) -> None:
    figures = tally["growth"][counter]
    for name in ("median", "best"):
        assert figures["extremes"][name] == round(max(figures[name].values()) / min(figures[name].values()), 3) >= 1
    assert figures["best"] == {size: min(rounds) for size, rounds in figures["us_per_ballot"].items()}


def test_ballots_by_the_million_are_ballots() -> None:
    question = make_question(Method.APPROVAL, 100, (0, 10))
    box = make_box(question, 2_000, random.Random(4))
    sizes = [len(decode_answer(question, box[at : at + 13]).marks) for at in range(0, len(box), 13)]
    assert len(sizes) == 2_000
    assert 5 < sum(sizes) / len(sizes) < 7.5
    assert min(sizes) < 3
    assert max(sizes) > 10


def test_the_start_is_that_of_the_whole_roster(startup: dict[str, Any]) -> None:
    assert startup["people"] == PEOPLE
    assert startup["projects"] == 600
    assert 0 < startup["found_by_first_key"] < PEOPLE


def test_the_frame_is_painted_before_the_roster_is_there(startup: dict[str, Any]) -> None:
    figures = startup["ours"][0]
    assert 0 < figures["first_paint_ms"] < figures["roster_ms"] < figures["interactive_ms"]
    assert figures["rss_kb"] > 0


def test_both_open_the_file_under_the_same_settings(startup: dict[str, Any]) -> None:
    bare = startup["pragmas"]["baseline"]
    assert bare == {name: startup["pragmas"]["ours"][name] for name in bare}
    assert (bare["journal_mode"], bare["synchronous"]) == ("wal", 2)


def test_documents_and_servers_are_not_loaded_when_people_can_type(startup: dict[str, Any]) -> None:
    assert startup["unwanted_modules"] == []


def test_a_failing_child_is_reported_by_name_with_its_last_words(tmp_path: Path) -> None:
    program = tmp_path / "child.py"
    program.write_text("import sys\nsys.stderr.write('first\\nlast words\\n')\nraise SystemExit(3)\n")
    with pytest.raises(ChildFailed) as failed:
        run_program([sys.executable, program])
    assert (failed.value.program, failed.value.exit_code, failed.value.last_line) == ("child.py", 3, "last words")


def test_rounds_alternate(tmp_path: Path) -> None:
    order: list[str] = []

    def note(who: str) -> dict[str, int]:
        order.append(who)
        return {"at": len(order)}

    plan = Plan("cast", tmp_path, rounds=3, size=1)
    ours, bare = alternate(plan, lambda n: note(f"ours {n}"), lambda n: note(f"bare {n}"))
    assert order == ["ours 0", "bare 0", "ours 1", "bare 1", "ours 2", "bare 2"]
    assert medians(ours, ["at"]) == {"at": 3}
    assert rounded(bare, ["at"]) == [{"at": 2}, {"at": 4}, {"at": 6}]


def test_a_bench_has_its_station_folder_in_its_own_folder(tmp_path: Path) -> None:
    assert station_of(tmp_path).parent == tmp_path


def test_made_up_ballots_are_of_every_kind() -> None:
    options = tuple(Option(code=f"{n}", title=f"{n}", cost=n) for n in range(100))
    question = Question(title="", method=Method.APPROVAL, options=options, groups=(), min_picks=0, max_picks=PICKS)
    sizes = {len(decode_answer(question, ballot).marks) for ballot in make_ballots(question, 500, random.Random(3))}
    assert sizes == set(range(PICKS + 2))


def test_the_made_up_roster_is_the_same_every_time() -> None:
    first, again = (reading_of_people(30, random.Random(1)).drafts for _ in range(2))
    assert first == again
    assert [draft.number for draft in first] == [str(n) for n in range(1, 31)]
    assert len({draft.name for draft in first}) > 20


@pytest.mark.parametrize("words", [[], ["paint"], ["cast", "--rounds", "0"], ["shares", "--rounds", "0"]])
def test_a_bench_asked_wrongly_is_a_usage_error(words: list[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(words)
    assert ended.value.code == 2


def test_a_city_is_measured_as_one_process() -> None:
    city = _bench("city", "--rounds", "2")
    assert len(city["ours"]) == 2
    assert all(figures["cpu_s"] > 0 and figures["rss_mb"] > 0 for figures in city["ours"])
    assert city["ballots"] == 1_200
    assert (city["baseline"], city["ratio"], city["baseline_more_than_s"]) == ([], None, None)


def test_a_city_is_compared_round_by_round(tmp_path: Path) -> None:
    python = tmp_path / "other-python"
    python.write_text(f'#!{sys.executable}\nprint(\'{{"selected": [], "version": "1"}}\')\n', encoding="utf-8")
    python.chmod(0o700)
    city: dict[str, Any] = compare_cities(FilePlan(resource_path("practice/election.pb"), 2, python))
    assert len(city["baseline"]) == len(city["ours"]) == 2
    assert city["baseline"][0].keys() >= {"cpu_s", "seconds", "rss_mb", "selected", "version"}
    assert city["ratio"] == round(city["median"]["baseline"]["cpu_s"] / city["median"]["ours"]["cpu_s"], 2)


def test_a_process_that_fails_or_never_ends_is_reported() -> None:
    with pytest.raises(ChildFailed, match="no"):
        run_program([sys.executable, "-c", "import sys; sys.exit('no')"])
    with pytest.raises(ChildTooSlow):
        run_program([sys.executable, "-c", "while True: pass"], within_s=0.2)
