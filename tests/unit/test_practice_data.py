"""The shipped practice data is the one the builder writes, and it keeps the rules of the Plan."""

from __future__ import annotations

import csv
import io
import unicodedata
from collections import Counter
from typing import NamedTuple

import pytest

from sukui_desktop.assets.resources import read_resource, resource_path
from sukui_desktop.documents.read.pabulib import read_pabulib
from sukui_desktop.documents.read.people import read_people
from sukui_desktop.documents.read.projects import read_projects
from sukui_desktop.domain.counting.first_counter import count_ballots
from sukui_desktop.domain.counting.tally_figures import Tally
from sukui_desktop.domain.methods.ballot_kind import Answer
from sukui_desktop.domain.methods.question_validation import require_answerable_question
from sukui_desktop.domain.methods.registry import encode_answer
from sukui_desktop.domain.question.definition import Definition, Option, Question, SelectionRule, WhenUnaffordable
from sukui_desktop.domain.selection.outcome_of_case import decide_case, make_case, scores_of_case
from sukui_desktop.domain.selection.ties import find_ties
from sukui_desktop.domain.text_cleaning_and_search import clean_text
from sukui_desktop.services.file_reading_and_saving import read_file
from sukui_desktop.services.prepare.meeting_kind_templates import find_template
from tests.builders import practice

EOK = 100_000_000
Rows = list[dict[str, str]]


class Election(NamedTuple):
    """The three sections of election.pb."""

    meta: dict[str, str]
    projects: Rows
    votes: Rows


def _table(name: str) -> Rows:
    return list(csv.DictReader(io.StringIO(read_resource(f"practice/{name}").decode("utf-8-sig"), newline="")))


@pytest.fixture(scope="module")
def projects() -> Rows:
    return _table("projects.csv")


@pytest.fixture(scope="module")
def roster() -> Rows:
    return _table("roster.csv")


@pytest.fixture(scope="module")
def election() -> Election:
    """The practice election, read without the product's reader."""
    text = read_resource("practice/election.pb").decode("utf-8")
    meta, rest = text.removeprefix("META\n").split("PROJECTS\n")
    listed, votes = rest.split("VOTES\n")
    return Election(
        meta=dict(line.split(";", 1) for line in meta.splitlines()),
        projects=list(csv.DictReader(io.StringIO(listed), delimiter=";")),
        votes=list(csv.DictReader(io.StringIO(votes), delimiter=";")),
    )


@pytest.mark.parametrize("name", sorted(practice.build()))
def test_the_builder_writes_the_shipped_bytes(name: str) -> None:
    assert practice.build()[name] == read_resource(f"practice/{name}"), "run python tests/builders/practice.py"


def test_97_projects_cost_462_8_eok_to_the_won(projects: Rows) -> None:
    assert len(projects) == len({row["코드"] for row in projects}) == len({row["사업명"] for row in projects}) == 97
    assert sum(int(row["사업비(원)"]) for row in projects) == 46_280_000_000


def test_each_project_stays_under_the_limit_of_its_kind(projects: Rows) -> None:
    limit = {"일반": 40 * EOK, "행사성·프로그램": 3 * EOK}
    assert [row for row in projects if not 0 < int(row["사업비(원)"]) < limit[row["종류"]]] == []
    assert {row["종류"] for row in projects} == set(limit)


def test_each_project_serves_two_districts_or_more(projects: Rows) -> None:
    for row in projects:
        districts = row["자치구"].split("·")
        assert districts == ["서울 전역"] or (len(districts) > 1 and set(districts) <= set(practice.DISTRICTS)), row


def test_both_groups_cover_the_nine_fields(projects: Rows) -> None:
    assert {row["구분"] for row in projects} == set(practice.GROUP_LIMITS)
    for group in practice.GROUP_LIMITS:
        assert {row["분야"] for row in projects if row["구분"] == group} == set(practice.FIELDS)


def test_project_texts_are_tidy_and_short_enough_to_be_read_out(projects: Rows) -> None:
    for row in projects:
        assert all(clean_text(value) == value != "" for value in row.values()), row
        assert len(row["사업명"]) <= 24
        assert len(row["요약"]) <= 60


def test_the_roster_has_1200_people_of_the_general_assembly(roster: Rows) -> None:
    template = find_template("general_assembly")
    assert len(roster) == len({row["번호"] for row in roster}) == 1200
    assert {row["구분"] for row in roster} == set(template.channels)
    assert {row["역할"] for row in roster} <= set(template.roles)
    assert all(len(row["전화끝네자리"]) == 4 and row["전화끝네자리"].isdecimal() for row in roster)


def test_the_roster_holds_the_names_that_break_programs(roster: Rows) -> None:
    names = [row["성명"] for row in roster]
    assert {"남궁민수", "뷁", "李郞"} <= set(names)
    assert max(map(len, names)) >= 25
    decomposed = [name for name in names if unicodedata.normalize("NFC", name) != name]
    assert len(decomposed) == 1
    assert names.count(unicodedata.normalize("NFC", decomposed[0])) >= 1
    assert Counter(names)["김민준"] >= 3


def test_the_practice_election_says_what_it_holds(election: Election, projects: Rows) -> None:
    meta = election.meta
    assert (meta["num_projects"], meta["num_votes"], meta["vote_type"]) == ("97", "1200", "approval")
    assert (meta["rule"], meta["currency"], meta["max_length"]) == ("greedy", "KRW", "10")
    assert meta["group_limits"] == "광역제안형:7,광역협치형:3"
    assert int(meta["budget"]) == find_template("general_assembly").draft.ceiling
    listed = [(row["project_id"], row["cost"], row["name"], row["category"]) for row in election.projects]
    assert listed == [(row["코드"], row["사업비(원)"], row["사업명"], row["구분"]) for row in projects]


def test_the_ceiling_drops_a_share_of_the_money_that_the_plan_allows() -> None:
    dropped = 46_280_000_000 - practice.CEILING
    assert 5 * 46_280_000_000 <= 100 * dropped <= 30 * 46_280_000_000


@pytest.fixture(scope="module")
def question(election: Election) -> Question:
    draft = find_template("general_assembly").draft
    options = tuple(
        Option(code=row["project_id"], title=row["name"], cost=int(row["cost"]), group=row["category"])
        for row in election.projects
    )
    return Question(
        title="연습",
        method=draft.method,
        options=options,
        groups=draft.groups,
        min_picks=draft.min_picks,
        max_picks=draft.max_picks,
    )


@pytest.fixture(scope="module")
def tally(question: Question, election: Election) -> Tally:
    place = {option.code: index for index, option in enumerate(question.options)}
    ballots = [[place[code] for code in row["vote"].split(",") if code] for row in election.votes]
    return count_ballots(question, (encode_answer(question, Answer(tuple(marks))) for marks in ballots))


def test_no_practice_ballot_breaks_a_limit_and_some_are_blank(question: Question, tally: Tally) -> None:
    require_answerable_question(question)
    assert (tally.ballots_cast, tally.ballots_invalid) == (1200, 0)
    assert 0 < tally.ballots_blank < 60


def test_a_recount_gives_the_votes_column(tally: Tally, election: Election) -> None:
    assert list(tally.votes) == [int(row["votes"]) for row in election.projects]


def test_the_selected_column_is_what_the_rule_gives_without_a_lot(
    question: Question, tally: Tally, election: Election
) -> None:
    rule = SelectionRule(when_unaffordable=WhenUnaffordable.SKIP, min_votes=0, ceiling=practice.CEILING)
    definition = Definition(
        format=1,
        city="서울특별시",
        meeting_id="m",
        poll_id="p",
        is_practice=True,
        title="연습",
        currency="KRW",
        question=question,
        rule=rule,
    )
    case = make_case(definition, tally)
    assert find_ties(definition, scores_of_case(case)) == ()
    outcome = decide_case(case)
    assert set(outcome.selected) == {row["project_id"] for row in election.projects if row["selected"] == "1"}
    assert 0 < len(outcome.selected) < 97
    assert outcome.total_cost <= practice.CEILING


def test_the_practice_result_passes_over_a_project_that_does_not_fit(election: Election) -> None:
    by_votes = sorted(election.projects, key=lambda row: -int(row["votes"]))
    marks = "".join(row["selected"] for row in by_votes)
    assert "01" in marks, "nothing was skipped, so the practice would not show what skipping is"


def test_the_program_reads_all_three_files_without_a_problem() -> None:
    projects = read_projects(read_file(resource_path("practice/projects.csv")))
    people = read_people(read_file(resource_path("practice/roster.csv")))
    election = read_pabulib(read_file(resource_path("practice/election.pb")))
    assert (projects.problems, people.problems, election.problems) == ((), (), ())
    assert (len(projects.drafts), len(people.drafts), len(election.ballots)) == (97, 1200, 1200)
    assert sum(draft.cost for draft in projects.drafts) == 46_280_000_000
    assert {draft.group for draft in projects.drafts} == set(practice.GROUP_LIMITS)
    assert all(len(draft.phone_last4) == 4 for draft in people.drafts)
    assert [project.project_id for project in election.projects] == [draft.code for draft in projects.drafts]


def test_the_decomposed_name_comes_in_like_its_namesake() -> None:
    by_number = {
        draft.number: draft.name for draft in read_people(read_file(resource_path("practice/roster.csv"))).drafts
    }
    assert by_number["0333"] == by_number["0334"] == "김하늘"
