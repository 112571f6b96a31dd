"""`sukui demo --rule`: a rule year voted by people who do not exist, so that every kind of ballot can be seen."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from msgspec import UnsetType
from msgspec.structs import replace

from sukui_desktop.assets.messages import text
from sukui_desktop.domain.counting.ballot import Answer
from sukui_desktop.domain.counting.simulated_ballots import imagine_answers
from sukui_desktop.domain.importing import ProjectDraft, Reading
from sukui_desktop.domain.pabulib.election import Election
from sukui_desktop.domain.question.channels import FROM_FILE
from sukui_desktop.domain.question.definition import Definition, Draft
from sukui_desktop.domain.question.selection_steps import BY_CHAIR
from sukui_desktop.domain.selection.project_list import Outcome
from sukui_desktop.models.ids import PollId
from sukui_desktop.services.prepare.pabulib import election_projects
from sukui_desktop.services.prepare.rules import find_rule
from sukui_desktop.services.room import Room
from sukui_desktop.services.tally.rule_tally import read_written_draft
from sukui_desktop.services.vote.channels import declare_channel_empty
from sukui_desktop.services.vote.result import list_ties, select_list


def rule_draft(key: str, written: Mapping[str, str], election: Election) -> Draft:
    """Return the draft of a shipped rule; what nobody says of its ceiling is the election's budget.

    Raises NotFound rule_unknown; BadInput and RuleBroken of `read_written_draft`.
    """
    return read_written_draft(find_rule(key), written, election.budget)


def rule_projects(election: Election) -> Reading[ProjectDraft]:
    """Return the election's projects with their category as field and as group, as a rule may ask for either."""
    reading = election_projects(election)
    drafts = tuple(
        replace(draft, field=project.category, group=project.category)
        for draft, project in zip(reading.drafts, election.projects, strict=True)
    )
    return replace(reading, drafts=drafts)


def imagined_answers(room: Room, definition: Definition, count: int) -> Iterator[Answer]:
    """Yield what `count` people who do not exist say to the question."""
    opinions = tuple(text("trying.opinions").split("\n"))
    yield from imagine_answers(definition.question, count, opinions, room.context.random)


def declare_channels(room: Room, poll_id: PollId, definition: Definition) -> None:
    """Say of every channel that would bring a file that nobody voted in it; the rule knows what follows."""
    if isinstance(definition.channels, UnsetType):
        return
    for channel in definition.channels.channels:
        if channel.source == FROM_FILE:
            declare_channel_empty(room, poll_id, channel.key, text("cli.demo.first_certifier"))


def make_list(room: Room, poll_id: PollId, definition: Definition) -> None:
    """Select; where the chair decides ties, the chair puts them in the order of the ballot."""
    order: tuple[str, ...] = ()
    if definition.rule.steps.ties[-1] == BY_CHAIR:
        order = tuple(code for tied in list_ties(room, poll_id) for code in tied)
    select_list(room, poll_id, order)


def decision_words(outcome: Outcome) -> str:
    """Return the decision as the chair reads it out."""
    if isinstance(outcome.passage, UnsetType):
        return text("cli.demo.decision" if outcome.selected else "cli.demo.noted", count=len(outcome.selected))
    return text("cli.demo.passed" if outcome.passage.is_passed else "cli.demo.not_passed")
