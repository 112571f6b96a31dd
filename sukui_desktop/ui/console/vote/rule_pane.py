"""A rule read out, one sentence a line: without it people would vote by fields whose meaning only the program knew."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QTextEdit, QWidget

from sukui_desktop.assets.messages import text
from sukui_desktop.domain.question.definition import Draft
from sukui_desktop.domain.rule_year.rule import RuleYear
from sukui_desktop.services.prepare.rules import rule_words

_FRAME = 26
"""Pixels of border and padding around the page."""
_LEAST_HEIGHT = 100
_PAGE = "<style>li {{ margin-bottom: 6px; }} p {{ margin: 0 0 8px 0; }}</style>{body}"


class RulePane(QTextEdit):
    """Shows the sentences of a rule or of a draft; can be read with the keyboard and copied from."""

    def __init__(self, name: str, parent: QWidget | None = None, *, is_snug: bool = False) -> None:
        """`is_snug`: never taller than what is read, so that what lies below it gets the room."""
        super().__init__(parent)
        self._is_snug = is_snug
        self.setReadOnly(True)
        self.setTabChangesFocus(True)
        self.setAccessibleName(name)
        self.sentences: tuple[str, ...] = ()
        """What is shown now."""

    def show_rule(self, rule: RuleYear, currency: str) -> None:
        """Show what a rule year says, what it leaves open and where it stands written."""
        summary, *words = rule_words(rule, currency)
        heading = text("rules.open.heading")
        at = words.index(heading) if heading in words else len(words)
        told, left = words[:at], words[at + 1 :]
        body = f"<p><b>{escape(summary)}</b></p>{_list(told)}"
        if left:
            body += f"<p><b>{escape(heading)}</b></p>{_list(left)}"
        source = text("drafting.source", source=rule.source)
        self._show((summary, *words, source), f"{body}<p>{escape(source)}</p>")

    def show_draft(self, draft: Draft, currency: str) -> None:
        """Show what a draft says as it stands."""
        self.show_list(rule_words(draft, currency))

    def show_list(self, words: Sequence[str]) -> None:
        """Show sentences, each with a mark before it."""
        self._show(tuple(words), _list(words))

    def show_words(self, words: Sequence[str], *, is_headed: bool = False) -> None:
        """Show any sentences; the first as a heading where it is one."""
        parts = [f"<p>{escape(each)}</p>" for each in words]
        if is_headed and words:
            parts[0] = f"<h2>{escape(words[0])}</h2>"
        self._show(tuple(words), "".join(parts))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Follow the width: a narrower page is a taller one."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        if self._is_snug:
            height = int(self.document().size().height()) + _FRAME
            self.setMaximumHeight(max(_LEAST_HEIGHT, height))

    def _show(self, sentences: tuple[str, ...], body: str) -> None:
        if sentences == self.sentences:
            return
        self.sentences = sentences
        place = self.verticalScrollBar().value()
        self.setHtml(_PAGE.format(body=body))
        self.verticalScrollBar().setValue(place)
        self._fit()


def _list(words: Sequence[str]) -> str:
    lines = "".join(f"<li>{escape(each)}</li>" for each in words)
    return f'<ul style="margin-left: 14px; -qt-list-indent: 0;">{lines}</ul>'
