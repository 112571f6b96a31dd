"""One poll as the minutes tell it: figures once they may be told, and the reason when it was made void."""

from __future__ import annotations

from collections.abc import Iterable

from sukui_desktop.assets.messages import text
from sukui_desktop.documents.write.blocks import Block, Paragraph
from sukui_desktop.documents.write.channel_tables import channel_blocks
from sukui_desktop.documents.write.choice_tables import choice_blocks, opinion_blocks
from sukui_desktop.documents.write.outcome_blocks import edge_blocks
from sukui_desktop.documents.write.poll_tables import equation_table, facts_table, tally_table
from sukui_desktop.documents.write.ranking_table import ranking_table
from sukui_desktop.domain.papers.minutes import PollRecord
from sukui_desktop.domain.poll import SHOWS_RESULT, VOID
from sukui_desktop.domain.question.definition import Definition
from sukui_desktop.domain.question.marking import CHOICE, OPINION
from sukui_desktop.domain.selection.project_list import Outcome
from sukui_desktop.wording.result import method_word
from sukui_desktop.wording.rules import asking_words, deciding_words, redraft
from sukui_desktop.wording.times import moment_words, period_words


def poll_blocks(poll: PollRecord, label: str) -> Iterable[Block]:
    """Yield the blocks of one poll under its numbered title."""
    of_item = text("documents.poll.of_item", title=poll.title, number=poll.item_number)
    yield Paragraph(label=label, text=of_item if poll.item_number else poll.title, is_bold=True)
    yield facts_table(_facts(poll))
    if poll.equation:
        yield Paragraph(text=text("documents.poll.equation"))
        yield equation_table(poll.equation)
    if poll.state in SHOWS_RESULT and poll.definition and poll.tally and poll.outcome:
        yield from _result(poll, poll.definition)
    elif poll.state != VOID:
        yield Paragraph(text=text("documents.poll.not_published"))


def _facts(poll: PollRecord) -> Iterable[tuple[str, str]]:
    yield text("documents.poll.state"), text(f"documents.poll.state_{poll.state}")
    if poll.opened_at_ms:
        yield text("documents.poll.opened_closed"), period_words(poll.opened_at_ms, poll.closed_at_ms)
    if poll.definition:
        draft, currency = redraft(poll.definition), poll.definition.currency
        yield text("documents.poll.method"), method_word(poll.definition)
        yield text("documents.poll.limits"), "\n".join(asking_words(draft, currency))
        yield text("documents.poll.rule"), "\n".join(deciding_words(draft, currency))
    yield text("documents.poll.definition_hash"), poll.definition_hash
    yield text("documents.poll.words"), " · ".join(poll.words)
    yield from _endings(poll)


def _endings(poll: PollRecord) -> Iterable[tuple[str, str]]:
    """Yield how it ended: certified by whom and until when one may object, or void and why."""
    if poll.certified_at_ms and poll.state in SHOWS_RESULT:
        names = ", ".join(poll.certified_by)
        words = text("documents.poll.certified_text", moment=moment_words(poll.certified_at_ms), names=names)
        yield text("documents.poll.certified"), words
    if poll.objection_until_ms and poll.state in SHOWS_RESULT:
        yield text("documents.poll.objection"), moment_words(poll.objection_until_ms)
    if poll.state == VOID:
        words = text("documents.poll.void_text", reason=poll.void_reason, names=", ".join(poll.void_by))
        yield text("documents.poll.void"), words


def _result(poll: PollRecord, definition: Definition) -> Iterable[Block]:
    if not poll.tally or not poll.outcome:
        return
    yield Paragraph(text=text("documents.poll.tally"))
    yield tally_table(poll.tally)
    if definition.question.method == OPINION:
        yield Paragraph(text=text("documents.result.opinions"))
        yield from opinion_blocks(poll.tally)
    elif definition.question.method == CHOICE:
        yield Paragraph(text=text("documents.result.passage"))
        yield from choice_blocks(definition, poll.tally, poll.outcome)
    else:
        yield Paragraph(text=text("documents.poll.selection"))
        yield from _list(definition, poll.outcome)


def _list(definition: Definition, outcome: Outcome) -> Iterable[Block]:
    yield ranking_table(outcome, definition, has_bars=False)
    yield from edge_blocks(definition, outcome)
    yield from channel_blocks(definition, outcome)
