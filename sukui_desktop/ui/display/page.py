"""The hall screen's page, the same widget on the big screen and, small, in the preview."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QSize, Qt, QTimer, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QLayout, QStackedWidget, QWidget

from sukui_desktop.assets.messages import text
from sukui_desktop.services.hall_snapshot import HallSnapshot, Picture
from sukui_desktop.ui.display.anchor_sheet_panel import AnchorSheetPanel
from sukui_desktop.ui.display.ballot_audit_panel import AuditPanel
from sukui_desktop.ui.display.motion_panel import MotionPanel
from sukui_desktop.ui.display.panels import (
    CountingPanel,
    ItemPanel,
    Panel,
    SelectionPanel,
    TitlePanel,
    VotePanel,
)
from sukui_desktop.ui.display.queue_panel import QueuePanel
from sukui_desktop.ui.display.report_and_receipts_panels import ReceiptsPanel, ReportPanel
from sukui_desktop.ui.widgets.basic_widgets import with_style_property
from sukui_desktop.ui.widgets.layouts import column_of, grow, row_of
from sukui_desktop.ui.widgets.screen_scale import role_label, style_screen, with_spacing_in_ems
from sukui_desktop.wording.times import time_of_day_words

_EM_PER_MILLE = 40
_SMALLER_EMS_PER_MILLE = (36, 32, 28, 25, 22, 19, 16)
"""For a picture with more words than a screen holds: smaller letters rather than words below its edge."""


class DisplayPage(QWidget):
    """Shows snapshots at any size; `now` gives milliseconds since 1970 UTC."""

    def __init__(self, now: Callable[[], int], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("display")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setAccessibleName(text("display.window"))
        self._now = now
        self.snapshot: HallSnapshot | None = None
        self._as_of_ms: int | None = None
        self.meeting = role_label(self, "head", name="displayMeeting")
        self.practice = role_label(self, "practice", name="practiceMark")
        self.practice.setWordWrap(False)
        self.practice.setText(text("display.practice"))
        self.clock = role_label(self, "clock", name="displayTime")
        self.clock.setWordWrap(False)
        self.words = role_label(self, "words", name="displayWords")
        self.hint = role_label(self, "foot", name="displayHint")
        self.panels: dict[Picture, Panel] = self._make_panels()
        self._stack = PictureStack(self)
        self._em_per_mille = _EM_PER_MILLE
        for panel in dict.fromkeys(self.panels.values()):
            self._stack.addWidget(panel)
        self._arrange()
        self._timer = QTimer(self, interval=1000)
        self._timer.timeout.connect(self._show_clock_and_item_time)
        self._timer.start()
        self._show_clock_and_item_time()

    def show_snapshot(self, snapshot: HallSnapshot) -> None:
        """Show this from now on."""
        is_other = snapshot != self.snapshot
        self.snapshot = snapshot
        panel = self.panels[snapshot.kind]
        panel.show_snapshot(snapshot, self._now())
        self._stack.setCurrentWidget(panel)
        is_title = isinstance(panel, TitlePanel)
        self.meeting.setText("" if is_title else snapshot.meeting.title)
        self.practice.setVisible(snapshot.meeting.is_practice)
        self.words.setVisible(bool(snapshot.words) and snapshot.kind != Picture.COVERED)
        self.words.setText(text("display.words", words=" · ".join(snapshot.words)))
        self._show_foot()
        if is_other:
            self._fit_letters_to_picture()

    def show_moment_of_picture(self, at_ms: int | None) -> None:
        """Say in the foot that the picture is of this moment (ms) and not of now; None: it is of now."""
        self._as_of_ms = at_ms
        self._show_foot()

    def _show_foot(self) -> None:
        if self._as_of_ms is not None:
            self.hint.setText(text("display.as_of", time=time_of_day_words(self._as_of_ms)))
            return
        is_vote = self.snapshot is not None and self.snapshot.kind == Picture.VOTE
        self.hint.setText(text("display.help") if is_vote else "")

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Give the letters the new screen's measure."""
        super().resizeEvent(event)
        self._style_with_letters(_EM_PER_MILLE)
        self._fit_letters_to_picture()

    def _style_with_letters(self, em_per_mille: int) -> None:
        self._em_per_mille = em_per_mille
        style_screen(self, "display", per_mille=em_per_mille)

    def _fit_letters_to_picture(self) -> None:
        """Use the largest letters in which the whole picture is on the screen."""
        if self.snapshot is None:
            return
        if self._em_per_mille != _EM_PER_MILLE:
            self._style_with_letters(_EM_PER_MILLE)
        for smaller in _SMALLER_EMS_PER_MILLE:
            if self._is_picture_whole():
                return
            self._style_with_letters(smaller)

    def _is_picture_whole(self) -> bool:
        """Return whether head, picture and foot have room one below another."""
        layout = self.layout()
        assert layout is not None
        assert self.snapshot is not None
        inner = self.panels[self.snapshot.kind].column
        for part in (inner, *inner.findChildren(QLayout), layout):
            part.invalidate()
        beside = layout.totalHeightForWidth(self.width()) if layout.hasHeightForWidth() else 0
        beside = max(beside, layout.totalMinimumSize().height())
        margins = layout.contentsMargins()
        width = self.width() - margins.left() - margins.right()
        needed = inner.totalMinimumSize().height()
        if inner.hasHeightForWidth():
            needed = inner.totalHeightForWidth(width)
        is_narrow_enough = inner.totalMinimumSize().width() <= width
        return is_narrow_enough and beside + needed <= self.height()

    def _make_panels(self) -> dict[Picture, Panel]:
        title = TitlePanel(self)
        self.queue = QueuePanel(self)
        return {
            Picture.WAITING: title,
            Picture.CLOSED: title,
            Picture.COVERED: title,
            Picture.ITEM: ItemPanel(self),
            Picture.VOTE: VotePanel(self),
            Picture.COUNTING: CountingPanel(self),
            Picture.RESULT: SelectionPanel(self),
            Picture.MOTION: MotionPanel(self),
            Picture.OPINIONS: CountingPanel(self),
            Picture.SHEET: AnchorSheetPanel(self),
            Picture.AUDIT: AuditPanel(self),
            Picture.REPORT: ReportPanel(self),
            Picture.RECEIPTS: ReceiptsPanel(self),
            Picture.QUEUE: self.queue,
        }

    def _arrange(self) -> None:
        rule = with_style_property(QFrame(self), "role", "rule")
        head = with_spacing_in_ems(row_of(grow(self.meeting), self.practice, self.clock), 1)
        foot = with_spacing_in_ems(row_of(grow(self.words), self.hint), 1)
        whole = with_spacing_in_ems(
            column_of(head, rule, grow(self._stack), foot, into=self), 0.4, (1.8, 1.2, 1.8, 1.2)
        )
        whole.setSizeConstraint(QLayout.SizeConstraint.SetNoConstraint)
        self.hint.setWordWrap(False)
        self.practice.hide()
        self.words.hide()

    @Slot()
    def _show_clock_and_item_time(self) -> None:
        now_ms = self._now()
        self.clock.setText(time_of_day_words(now_ms))
        if self.snapshot is not None:
            at_ms = now_ms if self._as_of_ms is None else min(now_ms, self._as_of_ms)
            self.panels[self.snapshot.kind].show_time(self.snapshot, at_ms)


class PictureStack(QStackedWidget):
    """The pictures one behind another; it takes what room there is: none of those that are not shown asks for more."""

    def hasHeightForWidth(self) -> bool:
        """Return False: the height is what the screen leaves."""
        return False

    def sizeHint(self) -> QSize:
        """Return no size: it grows into its place."""
        return QSize(0, 0)

    def minimumSizeHint(self) -> QSize:
        """Return no size: the letters are made to fit, not the screen."""
        return QSize(0, 0)
