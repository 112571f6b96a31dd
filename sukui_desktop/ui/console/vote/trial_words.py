"""What came of a trial in sentences: without them a practice count would be bare figures."""

from __future__ import annotations

from msgspec import UnsetType

from sukui_desktop.assets.messages import text
from sukui_desktop.domain.question.definition import Definition
from sukui_desktop.services.vote.trying import Trial
from sukui_desktop.ui.widgets.result_words import tell_passage

MOST_OPINIONS = 10


def count_words(trial: Trial) -> str:
    """Return the equation of the practice ballots and whether both counters agree."""
    tally = trial.tally
    counted = text(
        "drafting.trial.counts",
        cast=f"{tally.ballots_cast:,}",
        valid=f"{tally.ballots_valid:,}",
        blank=f"{tally.ballots_blank:,}",
        invalid=f"{tally.ballots_invalid:,}",
    )
    return f"{counted} {text('drafting.trial.agree' if trial.counters_agree else 'drafting.trial.differ')}"


def told_lines(trial: Trial, definition: Definition) -> tuple[str, ...]:
    """Return a question of 찬반 as its verdict and votes, one of opinions as the most frequent of them."""
    tally, passage = trial.tally, trial.outcome.passage
    if not isinstance(tally.opinions, UnsetType):
        found = tally.opinions[:MOST_OPINIONS]
        return tuple(text("drafting.trial.opinion", said=each.text, count=f"{each.count:,}") for each in found)
    options = zip(definition.question.options, tally.votes, strict=True)
    votes = " · ".join(
        text("drafting.trial.choice", word=option.title, votes=f"{count:,}") for option, count in options
    )
    if isinstance(passage, UnsetType):
        return (votes,)
    verdict = text("drafting.trial.passed" if passage.is_passed else "drafting.trial.failed")
    return verdict, votes, tell_passage(passage)
