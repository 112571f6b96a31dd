"""The frozen definition in full, with its hash and four words: without it people would vote on trust."""

from __future__ import annotations

from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from sukui_desktop.assets.messages import text
from sukui_desktop.domain.question.definition import Definition
from sukui_desktop.services.prepare.rules import definition_words
from sukui_desktop.services.vote.drafting import PollView
from sukui_desktop.ui.console.vote.ballot_table import ballot_table, place_options
from sukui_desktop.ui.console.vote.rule_pane import RulePane
from sukui_desktop.ui.widgets.parts import heading, hint
from sukui_desktop.ui.widgets.wrapped_label import WrappedLabel

HASH_GROUP = 8


def grouped_hash(digest: bytes) -> str:
    """Return a hash as eight groups of eight hex digits, to be compared by eye."""
    figures = digest.hex()
    return " ".join(figures[at : at + HASH_GROUP] for at in range(0, len(figures), HASH_GROUP))


def definition_lines(definition: Definition) -> tuple[str, ...]:
    """Return everything of a definition but its options, a sentence a line."""
    question = definition.question
    rule = (text("vote.frozen.rule", rule=definition.rule_key),) if definition.rule_key else ()
    count = (text("vote.frozen.count", count=f"{len(question.options):,}"),) if question.options else ()
    return (
        text("vote.frozen.question", title=question.title),
        *rule,
        *count,
        *definition_words(definition),
        text("vote.frozen.practice" if definition.is_practice else "vote.frozen.real"),
        text(
            "vote.frozen.ids",
            city=definition.city,
            meeting=definition.meeting_id,
            poll=definition.poll_id,
            currency=definition.currency,
            format=definition.format,
        ),
    )


class DefinitionCard(QFrame):
    """What is asked, what is frozen, and the words by which a hall compares it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("card", "true")
        self.seal_words = WrappedLabel("", self)
        self.seal_words.setObjectName("sealWords")
        self.seal_words.setProperty("figure", "true")
        self.hash_label = WrappedLabel()
        self.hash_label.setProperty("hint", "true")
        self.rules = RulePane(text("vote.frozen.heading"), self)
        self.ballot = ballot_table(text("vote.draft.no_projects"))
        self._lay_out()

    def show_definition(self, view: PollView) -> None:
        """Show what was frozen for this poll."""
        if view.definition is None:
            return
        self.seal_words.setText(" · ".join(view.words))
        self.hash_label.setText(text("vote.frozen.hash", hash=grouped_hash(view.row.definition_hash)))
        self.rules.show_list(definition_lines(view.definition))
        self.ballot.show_rows(place_options(view.definition.question.options, view.definition.currency))

    def _lay_out(self) -> None:
        left = QVBoxLayout()
        left.addWidget(hint(text("vote.frozen.words_label")))
        left.addWidget(self.seal_words)
        left.addWidget(self.hash_label)
        left.addWidget(heading(text("vote.frozen.heading"), 3))
        left.addWidget(self.rules, 1)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(20, 14, 20, 14)
        layout.setSpacing(24)
        left.setSpacing(4)
        layout.addLayout(left, 4)
        layout.addWidget(self.ballot, 6)
