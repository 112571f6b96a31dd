"""The quorum in words: a share of the enrolled or a number of people, chosen and not computed by hand."""

from __future__ import annotations

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QSpinBox, QWidget

from sukui_desktop.assets.messages import text
from sukui_desktop.domain.quorum import QuorumRule

_SHARES = (
    ("majority", QuorumRule(base="enrolled", numerator=1, denominator=2, is_more_than=True)),
    ("half", QuorumRule(base="enrolled", numerator=1, denominator=2, is_more_than=False)),
    ("third", QuorumRule(base="enrolled", numerator=1, denominator=3, is_more_than=False)),
    ("two_thirds", QuorumRule(base="enrolled", numerator=2, denominator=3, is_more_than=False)),
)
_OWN = "own"
_FIXED = "fixed"


class QuorumField(QWidget):
    """Chooses among the usual quorums; the meeting's own rule stays when it is another."""

    rule_chosen = Signal(object)
    """`QuorumRule`, only when people changed it."""

    def __init__(self) -> None:
        super().__init__()
        self._rule = _SHARES[0][1]
        self.kind = QComboBox(self)
        for key, _rule in _SHARES:
            self.kind.addItem(text(f"prepare.meeting.quorum.{key}"), key)
        self.kind.addItem(text("prepare.meeting.quorum.fixed"), _FIXED)
        self.people = QSpinBox(self)
        self.people.setRange(1, 100_000)
        self.people.setSuffix(text("prepare.meeting.quorum.people"))
        self.people.setAccessibleName(text("prepare.meeting.quorum.fixed"))
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.kind, 1)
        layout.addWidget(self.people)
        self.setFocusProxy(self.kind)
        self.kind.activated.connect(self._on_kind_chosen)
        self.people.editingFinished.connect(self._on_people_given)

    def show_rule(self, rule: QuorumRule) -> None:
        """Show the meeting's rule."""
        self._rule = rule
        key = _key_of(rule)
        own = self.kind.findData(_OWN)
        if key == _OWN and own < 0:
            words = text("prepare.meeting.quorum.own", numerator=rule.numerator, denominator=rule.denominator)
            self.kind.addItem(words, _OWN)
        elif key != _OWN and own >= 0:
            self.kind.removeItem(own)
        self.kind.setCurrentIndex(self.kind.findData(key))
        self.people.setVisible(key == _FIXED)
        if key == _FIXED:
            self.people.setValue(rule.fixed)

    def _choose(self, rule: QuorumRule) -> None:
        if rule != self._rule:
            self._rule = rule
            self.rule_chosen.emit(rule)

    @Slot(int)
    def _on_kind_chosen(self, place: int) -> None:
        key = self.kind.itemData(place)
        self.people.setVisible(key == _FIXED)
        if key == _FIXED:
            self._choose(QuorumRule(base="fixed", fixed=self.people.value()))
        elif key != _OWN:
            self._choose(dict(_SHARES)[key])

    @Slot()
    def _on_people_given(self) -> None:
        if self.kind.currentData() == _FIXED:
            self._choose(QuorumRule(base="fixed", fixed=self.people.value()))


def _key_of(rule: QuorumRule) -> str:
    if rule.base == "fixed":
        return _FIXED
    told = (rule.numerator, rule.denominator, rule.is_more_than)
    for key, usual in _SHARES:
        if told == (usual.numerator, usual.denominator, usual.is_more_than):
            return key
    return _OWN
