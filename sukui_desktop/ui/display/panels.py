"""The pictures of the hall screen, one widget each, in letters that are read at 20 m."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QRectF, Qt, QTimer, Slot
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from sukui_desktop.assets.messages import text
from sukui_desktop.domain.agenda_tree import ItemView
from sukui_desktop.models.poll import PollState
from sukui_desktop.services.hall_snapshot import HallSnapshot, Picture
from sukui_desktop.ui.theme import color
from sukui_desktop.ui.widgets.layouts import fill, grow
from sukui_desktop.ui.widgets.screen_scale import role_label, with_spacing_in_ems
from sukui_desktop.ui.widgets.waterline_chart import DARK, Waterline
from sukui_desktop.wording.result import selection_summary_line
from sukui_desktop.wording.times import planned_and_held_time_words, time_left_label_and_clock

PAGE_MS = 10_000
"""A page of a long list stays this long."""


class Panel(QWidget):
    """One picture."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.column = with_spacing_in_ems(QVBoxLayout(self), 0.3, (0, 0.4, 0, 0))

    def show_snapshot(self, snapshot: HallSnapshot, now_ms: int) -> None:
        """Show this snapshot."""
        raise NotImplementedError

    def show_time(self, snapshot: HallSnapshot, now_ms: int) -> None:
        """Show what changes with every second; most pictures have nothing that does."""


class TitlePanel(Panel):
    """Before the sitting, after it, or while the screen is covered: one large sentence."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.what = role_label(self, "label")
        self.title = role_label(self, "title", name="displayTitle")
        self.more = role_label(self, "label", name="displayMore")
        fill(self.column, grow(factor=2), self.what, self.title, self.more, grow(factor=3))

    def show_snapshot(self, snapshot: HallSnapshot, now_ms: int) -> None:
        """Show which meeting it is, or that it is over."""
        meeting = snapshot.meeting
        if snapshot.kind == Picture.COVERED:
            self.what.clear()
            self.title.setText(text("display.covered"))
            self.more.clear()
            return
        self.what.setText(meeting.body_name if meeting.body_name != meeting.title else "")
        if snapshot.kind == Picture.CLOSED:
            self.title.setText(text("display.closed"))
            self.more.setText(text("display.closed_more", title=meeting.title))
            return
        when = planned_and_held_time_words(meeting.starts_at_ms, meeting.opened_at_ms, 0)
        self.title.setText(meeting.title)
        self.more.setText("  ·  ".join(part for part in (when, meeting.place) if part))


class ItemPanel(Panel):
    """The running item, who presents it, and how much of its time is left."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.number = role_label(self, "label", name="displayItem")
        self.title = role_label(self, "title", name="displayTitle")
        self.presenter = role_label(self, "label")
        self.left_name = role_label(self, "label")
        self.left = role_label(self, "figure", name="displayClock")
        self.bar = ShareBar(self)
        fill(self.column, self.number, self.title, self.presenter, grow(), self.left_name, self.left, self.bar, grow())

    def show_snapshot(self, snapshot: HallSnapshot, now_ms: int) -> None:
        """Show the item."""
        if snapshot.item is None:
            return
        row = snapshot.item.row
        self.number.setText(_item_number_words(snapshot.item))
        self.title.setText(row.title)
        self.presenter.setText(text("display.presenter", presenter=row.presenter) if row.presenter else "")
        self.show_time(snapshot, now_ms)

    def show_time(self, snapshot: HallSnapshot, now_ms: int) -> None:
        """Show the time that is left, or by how much it ran over."""
        if snapshot.item is None:
            return
        row = snapshot.item.row
        spent = row.spent_ms + (now_ms - row.started_at_ms if row.started_at_ms else 0)
        planned = row.minutes * 60_000
        words, left = time_left_label_and_clock(spent, row.minutes)
        self.left_name.setText(words)
        self.left.setText(left)
        self.bar.show_share(min(spent, planned), max(1, planned))


class VotePanel(Panel):
    """The vote under way: turnout in steps of five, never a result."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.number = role_label(self, "label", name="displayItem")
        self.title = role_label(self, "title", name="displayTitle")
        self.name = role_label(self, "label", name="displayTurnoutName")
        self.cast = role_label(self, "figure", name="displayTurnout")
        self.cast.setWordWrap(False)
        self.base = role_label(self, "base", name="displayBase")
        self.bar = ShareBar(self)
        self.state = role_label(self, "note", name="displayVoteState")
        fill(self.column, self.number, self.title, grow(), self.name)
        figures = QHBoxLayout()
        figures.addWidget(self.cast, 0, Qt.AlignmentFlag.AlignBottom)
        figures.addWidget(self.base, 1, Qt.AlignmentFlag.AlignBottom)
        fill(self.column, figures, self.bar, self.state, grow())

    def show_snapshot(self, snapshot: HallSnapshot, now_ms: int) -> None:
        """Show turnout and base."""
        self.number.setText(_item_number_words(snapshot.item))
        self.title.setText(snapshot.poll_title)
        self.state.setText(text("display.paused") if snapshot.poll_state == PollState.PAUSED else "")
        if snapshot.turnout is not None:
            self.name.setText(text("display.turnout"))
            self.cast.setText(f"{snapshot.turnout.cast_in_steps:,}")
            self.base.setText(text("display.turnout_base", base=f"{snapshot.turnout.issued:,}"))
            self.bar.show_share(snapshot.turnout.cast_in_steps, max(1, snapshot.turnout.issued))


class CountingPanel(Panel):
    """The vote is over and its result not certified, or it asked for words: the hall sees one sentence."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.number = role_label(self, "label", name="displayItem")
        self.title = role_label(self, "title", name="displayTitle")
        self.participation = role_label(self, "note", name="displayCounting")
        fill(self.column, self.number, self.title, grow(), self.participation, grow(factor=2))

    def show_snapshot(self, snapshot: HallSnapshot, now_ms: int) -> None:
        """Show which vote is being counted."""
        self.number.setText(_item_number_words(snapshot.item))
        self.title.setText(snapshot.poll_title)
        is_certified = snapshot.kind == Picture.OPINIONS
        self.participation.setText(
            text("display.opinions", count=f"{snapshot.answered:,}") if is_certified else text("display.counting")
        )


class SelectionPanel(Panel):
    """The certified list under its ceiling, a page of whole rows at a time; the pages follow one another."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.title = role_label(self, "subtitle", name="displayTitle")
        self.summary = role_label(self, "label", name="displaySummary")
        self.chart = Waterline(self, DARK, has_notes=False)
        self.chart.setObjectName("displayChart")
        self.chart.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.chart.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.chart.viewport().installEventFilter(self)
        self.place = role_label(self, "foot", name="displayPlace")
        self._page = 0
        self._starts = [0]
        """The first row of each page."""
        fill(self.column, self.title, self.summary, grow(self.chart), self.place)
        self._turns = QTimer(self, interval=PAGE_MS)
        self._turns.timeout.connect(self.turn_page)

    def show_snapshot(self, snapshot: HallSnapshot, now_ms: int) -> None:
        """Show the result of a certified poll; read again, it stays at its page."""
        if snapshot.outcome is None or snapshot.definition is None:
            return
        self.title.setText(text("display.result", title=snapshot.poll_title))
        self.summary.setText(selection_summary_line(snapshot.outcome, snapshot.definition))
        self.chart.show_outcome(snapshot.outcome, snapshot.definition)
        self.divide_rows_into_pages()
        if not self._turns.isActive():
            self._turns.start()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Share the rows out among pages of the new height, once the chart has it: a longer title takes of it too."""
        if event.type() == QEvent.Type.Resize:
            QTimer.singleShot(0, self, self.divide_rows_into_pages)
        return super().eventFilter(watched, event)

    @Slot()
    def divide_rows_into_pages(self) -> None:
        """Put as many whole rows on each page as there is room for."""
        room, left = self.chart.viewport().height(), 0
        self._starts = []
        for row in range(len(self.chart.bars)):
            height = self.chart.row_height_px(row)
            if not self._starts or height > left:
                self._starts.append(row)
                left = room
            left -= height
        self._starts = self._starts or [0]
        self._show_page(min(self._page, len(self._starts) - 1))

    @Slot()
    def turn_page(self) -> None:
        """Show the next page, after the last one the first."""
        self._show_page((self._page + 1) % len(self._starts))

    def _show_page(self, page: int) -> None:
        self._page = page
        first, end = (*self._starts, len(self.chart.bars))[page : page + 2]
        for row in range(len(self.chart.bars)):
            self.chart.setRowHidden(row, not first <= row < end)
        self.chart.scrollToTop()
        pages = len(self._starts)
        words = text("display.page", page=page + 1, pages=pages, first=first + 1, last=end)
        self.place.setText(words if pages > 1 else " ")  # it keeps its line: the pages were measured beside it


class ShareBar(QWidget):
    """A share as a bar; its figures are beside it in words."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("shareBar")
        self._part, self._whole = 0, 1

    def show_share(self, part: int, whole: int) -> None:
        """Fill `part` of `whole`."""
        self._part, self._whole = part, whole
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint track and part."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        paint_share_bar(painter, QRectF(self.rect()), self._part, self._whole)
        painter.end()


def paint_share_bar(painter: QPainter, bar: QRectF, part: int, whole: int) -> None:
    """Paint a bar with round ends that is filled by `part` of `whole`; nothing is filled for 0."""
    radius = bar.height() / 2
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(color("primary-70"))
    painter.drawRoundedRect(bar, radius, radius)
    if part:
        bar.setWidth(max(bar.height(), bar.width() * min(part, whole) / whole))
        painter.setBrush(color("primary-30"))
        painter.drawRoundedRect(bar, radius, radius)


def _item_number_words(item: ItemView | None) -> str:
    """Return the number of an item among the 안건; '' for an opening and other procedure."""
    return text("display.item", number=item.agenda_number) if item and item.agenda_number else ""
