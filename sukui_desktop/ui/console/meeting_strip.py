"""The strip over the tabs: meeting, clock, attendance and quorum."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QDateTime, QTimer, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QSizePolicy, QWidget

from sukui_desktop.assets.messages import text
from sukui_desktop.domain.quorum import quorum_rule_of_meeting
from sukui_desktop.models.meeting import MeetingRow, MeetingStage, QuorumBase
from sukui_desktop.ui.widgets.basic_widgets import (
    EnterButton,
    badge,
    set_style_property,
    with_style_property,
)
from sukui_desktop.ui.widgets.elided_label import ElidedBadge, ElidedLabel
from sukui_desktop.ui.widgets.labels_without_markup import PlainLabel, tool_tip_words
from sukui_desktop.ui.widgets.layouts import grow, row_of
from sukui_desktop.wording.quorum import quorum_alert_words, quorum_base_and_needed_words, who_counts_in_quorum_words
from sukui_desktop.wording.times import time_of_day_words

if TYPE_CHECKING:
    from sukui_desktop.services.checkin.attendance import AttendanceCount
    from sukui_desktop.ui.console.console_snapshot import ConsoleSnapshot

HEIGHT_PX = 52
_LEAST_PLACE_PX = 140


class MeetingStrip(QFrame):
    """Never changes place and never asks for anything; all its words are for reading from a distance."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("strip", "true")
        self.setFixedHeight(HEIGHT_PX)
        self.title = with_style_property(ElidedLabel(self), "heading", "3")
        self.title.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Preferred)
        self.home_button = with_style_property(EnterButton(text("console.strip.home"), self), "scale", "small")
        self.stations_button = with_style_property(EnterButton(text("console.strip.stations"), self), "scale", "small")
        self.place = ElidedBadge("navy")
        self.practice = _make_practice_mark()
        self.closed = badge(tone="amber")
        self.closed.setObjectName("closedMark")
        self.attendance = PlainLabel(self)
        self.quorum = badge(tone="navy")
        self.clock = with_style_property(PlainLabel(self), "heading", "2")
        self.clock.setObjectName("clock")
        row_of(
            self.home_button,
            self.title,
            self.practice,
            self.closed,
            self.place,
            grow(),
            self.attendance,
            self.quorum,
            self.stations_button,
            self.clock,
            spacing=16,
            margins=(20, 0, 20, 0),
            into=self,
        )
        self._timer = QTimer(self, interval=1000)
        self._timer.timeout.connect(self._show_clock)
        self._timer.start()
        self._show_clock()
        self.show_no_open_meeting()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Leave the room of a narrow window to the meeting's name: a long place ends in '…' first."""
        super().resizeEvent(event)
        self.place.setMaximumWidth(max(_LEAST_PLACE_PX, self.width() // 6))

    def show_no_open_meeting(self) -> None:
        """Show that no meeting is open."""
        self.title.set_words(text("console.strip.no_meeting"))
        parts = (self.home_button, self.place, self.practice, self.closed, self.attendance, self.quorum)
        for part in (*parts, self.stations_button):
            part.hide()

    def show_snapshot(self, now: ConsoleSnapshot) -> None:
        """Show the state of the meeting."""
        self.title.set_words(now.meeting.title)
        self.place.set_words(now.meeting.place)
        self.place.setVisible(bool(now.meeting.place))
        self.practice.setVisible(now.meeting.is_practice)
        self.closed.setText(text("console.strip.closed", at=time_of_day_words(now.meeting.closed_at_ms)))
        self.closed.setToolTip(text("console.strip.closed_hint"))
        self.closed.setVisible(now.meeting.stage == MeetingStage.CLOSED)
        self.attendance.setText(
            text("console.strip.attendance", present=now.attendance.present, enrolled=now.attendance.enrolled)
        )
        self.attendance.show()
        self._show_quorum(now.meeting, now.attendance)

    def _show_quorum(self, meeting: MeetingRow, attendance: AttendanceCount) -> None:
        quorum, alert = attendance.quorum, attendance.alert
        key = alert.removeprefix("quorum_") or ("met" if quorum.is_met else "lacking")
        lacking = max(quorum.needed - quorum.present, 1)
        set_style_property(self.quorum, "badge", "red" if alert else "navy")
        self.quorum.setText(text(f"console.strip.quorum_{key}", needed=quorum.needed, lacking=lacking))
        words = " ".join(
            filter(
                None,
                (
                    quorum_alert_words(alert, quorum),
                    text(
                        "console.strip.quorum_hint",
                        quorum=quorum_base_and_needed_words(quorum_rule_of_meeting(meeting), quorum),
                    ),
                    who_counts_in_quorum_words(attendance),
                ),
            )
        )
        self.quorum.setToolTip(tool_tip_words(words))
        self.quorum.setAccessibleDescription(words)
        is_over = meeting.stage == MeetingStage.CLOSED  # who goes home after 폐회 breaks no quorum
        self.quorum.setVisible(not is_over and (quorum.base == QuorumBase.FIXED or bool(quorum.base_size)))

    @Slot()
    def _show_clock(self) -> None:
        self.clock.setText(time_of_day_words(QDateTime.currentMSecsSinceEpoch()))


def _make_practice_mark() -> QFrame:
    mark = with_style_property(QFrame(), "practice", "true")
    mark.setToolTip(text("console.strip.practice_hint"))
    mark.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Maximum)
    row_of(PlainLabel(text("console.strip.practice"), mark), margins=(10, 3, 10, 3), into=mark)
    return mark
