"""Attendance below the roster: quorum, channels, present apart from was-present."""

from __future__ import annotations

from PySide6.QtCore import QTimer, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QWidget

from sukui_desktop.assets.messages import text
from sukui_desktop.domain.quorum import quorum_rule_of_meeting
from sukui_desktop.models.meeting import MeetingRow
from sukui_desktop.services.checkin.attendance import AttendanceCount
from sukui_desktop.ui.widgets.basic_widgets import (
    badge,
    hint,
    set_style_property,
    show_words_in_state,
    show_words_or_hide,
    with_style_property,
)
from sukui_desktop.ui.widgets.labels_without_markup import tool_tip_words
from sukui_desktop.ui.widgets.layouts import column_of, grow, row_of
from sukui_desktop.ui.widgets.vertical_scroll import set_heights_of_wrapped_labels
from sukui_desktop.ui.widgets.wrapped_label import WrappedLabel
from sukui_desktop.wording.quorum import quorum_alert_words, quorum_base_and_needed_words, who_counts_in_quorum_words


class AttendanceCards(QWidget):
    """Three cards below the roster: quorum, channels, and present apart from was-present."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.alert_label = with_style_property(WrappedLabel("", self, name="quorumAlert"), "state", "danger")
        self.alert_label.hide()
        self.quorum_label = WrappedLabel("", self, name="quorumWords")
        self.verdict_badge = badge()
        self.channels_label = WrappedLabel("", self)
        self.presence_label = WrappedLabel("", self)
        cards = row_of(
            grow(self._make_count_card("quorum", self.quorum_label, self.verdict_badge), 5),
            grow(self._make_count_card("channels", self.channels_label), 4),
            grow(self._make_count_card("presence", self.presence_label), 4),
            spacing=10,
            margins=0,
        )
        column_of(self.alert_label, cards, spacing=8, margins=0, into=self)

    def show_attendance(self, meeting: MeetingRow, attendance: AttendanceCount) -> None:
        """Show these numbers."""
        quorum = attendance.quorum
        words = text(
            "checkin.quorum.words",
            quorum=quorum_base_and_needed_words(quorum_rule_of_meeting(meeting), quorum),
            present=f"{quorum.present:,}",
        )
        loud = quorum_alert_words(attendance.alert, quorum)
        show_words_or_hide(self.alert_label, loud)  # over the three cards: in one of them it would take nine lines
        show_words_in_state(self.quorum_label, words, "danger" if loud else "")
        missing = quorum.needed - quorum.present
        self.verdict_badge.setText(
            text("checkin.quorum.met") if quorum.is_met else text("checkin.quorum.missing", missing=f"{missing:,}"),
        )
        set_style_property(self.verdict_badge, "badge", "green" if quorum.is_met else "red" if loud else "amber")
        no_channel = text("checkin.count.no_channel")
        parts = [
            text(
                "checkin.count.channel", channel=channel or no_channel, present=f"{present:,}", enrolled=f"{enrolled:,}"
            )
            for channel, present, enrolled in attendance.by_channel
        ]
        self.channels_label.setText(" · ".join(parts) or text("checkin.count.nobody"))
        counts = who_counts_in_quorum_words(attendance)
        for label in (self.quorum_label, self.presence_label):
            label.setToolTip(tool_tip_words(counts))
            label.setAccessibleDescription(counts)
        key = "presence_and_others" if attendance.others or attendance.others_present else "presence"
        self.presence_label.setText(
            text(
                f"checkin.count.{key}",
                present=f"{attendance.present:,}",
                was_present=f"{attendance.was_present:,}",
                walk_ins=f"{attendance.walk_ins:,}",
                others=f"{attendance.others_present:,}",
                quorum=f"{quorum.present:,}",
            ),
        )
        QTimer.singleShot(0, self, self._set_heights_of_wrapped_labels)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep all lines at any width; the roster above gives the room."""
        super().resizeEvent(event)
        QTimer.singleShot(0, self, self._set_heights_of_wrapped_labels)

    @Slot()
    def _set_heights_of_wrapped_labels(self) -> None:
        set_heights_of_wrapped_labels(self)

    def _make_count_card(self, key: str, *parts: QWidget) -> QFrame:
        card = with_style_property(QFrame(self), "card", "true")
        top = row_of(grow(hint(text(f"checkin.count.{key}_heading"))), *parts[1:])
        column_of(top, parts[0], grow(), spacing=4, margins=(14, 10, 14, 10), into=card)
        return card
