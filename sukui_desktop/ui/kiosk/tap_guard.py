"""The one place between the kiosk's glass and its widgets: raw contacts end here, honest taps and scrolling go on."""

from __future__ import annotations

import time
from collections.abc import Callable

import msgspec
import shiboken6
from PySide6.QtCore import QCoreApplication, QEvent, QObject, QPoint, QPointF, Qt, Signal, Slot
from PySide6.QtGui import QEventPoint, QInputDevice, QMouseEvent, QScreen, QTouchEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractScrollArea,
    QScrollBar,
    QScroller,
    QScrollerProperties,
    QWidget,
)

from sukui_desktop.ui.kiosk.ballot_cards import CardList
from sukui_desktop.ui.kiosk.touch_gestures import ContactJudge, NotATap, TouchLimits

STRUCK_TWICE = "struckTwice"
"""Property of a button that people strike twice in a row: figures and letters, erasing, one more."""
_MOUSE = -1
"""The one contact of a mouse, or of a panel that speaks as one."""
_MOUSE_AFTER_TOUCH_MS = 1000
"""So long after a touch, what comes as a mouse is the system's own retelling of it."""
_MM_AN_INCH = 25.4
_USUAL_MM_A_PIXEL = 0.27
_LEAST_MM_A_PIXEL, _MOST_MM_A_PIXEL = 0.05, 1.5
"""Screens that say something else of themselves do not know their size."""


def mm_a_pixel(screen: QScreen) -> float:
    """Return how many mm of glass a pixel of this screen is; a usual screen's where it says nothing that can be."""
    dots = screen.physicalDotsPerInch()
    size = _MM_AN_INCH / dots if dots > 0 else 0.0
    return size if _LEAST_MM_A_PIXEL <= size <= _MOST_MM_A_PIXEL else _USUAL_MM_A_PIXEL


def ms_that_never_go_back() -> int:
    """Return a time in ms that does not go back."""
    return time.monotonic_ns() // 1_000_000


class _Began(msgspec.Struct, frozen=True):
    """The beginning of a contact."""

    told_at: int
    """When, as the window system tells it (ms of a clock of its own, which may be anything)."""
    thing: tuple[QWidget | None, int]
    """What was under it (`TapGuard._thing_at`)."""


class TapGuard(QObject):
    """Event filter of the kiosk's QWindow: takes every touch and every press of a mouse, and passes on what was meant.

    An honest tap becomes one press and release of the widget under it; a drag scrolls what is under it, by finger and
    by a panel that speaks as a mouse alike; palms, second fingers, double taps and contacts on a page that has just
    appeared do nothing. Scroll bars are given the mouse as it is.
    """

    contact_began = Signal(QPoint)
    """Where, in pixels of the window."""
    contact_ended = Signal()

    def __init__(
        self, window: QWidget, limits: TouchLimits | None = None, clock: Callable[[], int] = ms_that_never_go_back
    ) -> None:
        super().__init__(window)
        self.clock = clock
        self.judge = ContactJudge(limits or TouchLimits())
        self.mm_a_pixel = _USUAL_MM_A_PIXEL
        self._last_touch = -_MOUSE_AFTER_TOUCH_MS
        self._began: dict[int, _Began] = {}
        self._pressed: dict[int, QAbstractButton] = {}
        """The buttons that look pressed, by contact."""
        self._bar: QScrollBar | None = None
        """The scroll bar that has the mouse."""
        self._viewport: QWidget | None = None
        self._is_scrolling = False

    @property
    def _window(self) -> QWidget:
        """The kiosk; asked for each time, for a window that its guard held too would outlive its last user."""
        window = self.parent()
        assert isinstance(window, QWidget)
        return window

    @Slot()
    def ignore_taps_for_a_moment(self) -> None:
        """Hold fingers off from now on: another page, or another step of it, is shown."""
        self.judge.begin_page(self.clock())
        self._stop_scrolling()
        self._release_looks()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Take contacts; everything else goes on."""
        if isinstance(event, QTouchEvent):
            self._last_touch = self.clock()
            self._follow_touch(event)
            event.accept()  # or Qt tells it once more, as a mouse
            return True
        if not isinstance(event, QMouseEvent):
            return False
        if event.type() == QEvent.Type.MouseMove and not event.buttons():
            self._forget_mouse()  # its release came nowhere, as when a window was put on top
            return False  # a pointer that hovers
        if self.clock() - self._last_touch > _MOUSE_AFTER_TOUCH_MS:
            self._follow_mouse(event)
        elif event.type() == QEvent.Type.MouseButtonRelease:  # its press was a mouse's, before a finger came
            self._forget_mouse()
        event.accept()
        return True

    def _follow_touch(self, event: QTouchEvent) -> None:
        if event.type() == QEvent.Type.TouchCancel:
            self.judge.forget_contacts(self.clock())
            self._began.clear()
            self._stop_scrolling()
            self._release_looks()
            self.contact_ended.emit()
            return
        self._forget_fingers_that_are_gone(event)
        for point in event.points():
            size = point.ellipseDiameters()
            width = max(size.width(), size.height())
            match point.state():
                case QEventPoint.State.Pressed:
                    self._put_down(point.id(), point.position(), width, event.timestamp())
                case QEventPoint.State.Updated:
                    self._move(point.id(), point.position(), width)
                case QEventPoint.State.Released:
                    self._lift(point.id(), point.position(), event.timestamp())
                case _:
                    pass

    def _forget_fingers_that_are_gone(self, event: QTouchEvent) -> None:
        """Forget fingers whose end came nowhere: an event tells of all that are on the glass."""
        begins = event.type() == QEvent.Type.TouchBegin
        there = {point.id() for point in event.points() if not begins and point.state() != QEventPoint.State.Pressed}
        if begins:
            self._forget_mouse()
        for contact_id in {*self.judge.contacts} - there - {_MOUSE}:
            self._forget_contact(contact_id)

    def _forget_mouse(self) -> None:
        if self._bar is not None:
            _send_mouse(self._window, self._bar, QEvent.Type.MouseButtonRelease, QPointF(), Qt.MouseButton.NoButton)
            self._bar = None
        if _MOUSE in self.judge.contacts:
            self._forget_contact(_MOUSE)

    def _forget_contact(self, contact_id: int) -> None:
        if contact_id == self.judge.scrolling_contact:
            self._stop_scrolling()
        self.judge.forget_contact(contact_id, self.clock())
        self._began.pop(contact_id, None)
        self._release_look(contact_id)
        self.contact_ended.emit()

    def _follow_mouse(self, event: QMouseEvent) -> None:
        at = event.position()
        if event.type() == QEvent.Type.MouseMove:
            if self._bar is not None:
                _send_mouse(self._window, self._bar, event.type(), at, event.buttons())
            elif event.buttons() & Qt.MouseButton.LeftButton:
                self._move(_MOUSE, at, 0.0)
        elif event.button() != Qt.MouseButton.LeftButton:
            return
        elif event.type() == QEvent.Type.MouseButtonRelease:
            if self._bar is not None:
                _send_mouse(self._window, self._bar, event.type(), at, Qt.MouseButton.NoButton)
                self._bar = None
            else:
                self._lift(_MOUSE, at, event.timestamp())
        elif event.type() == QEvent.Type.MouseButtonPress:  # a second click is told once more, as a double click
            self._forget_mouse()
            for finger in tuple(self.judge.contacts):  # silent for so long: their ends came nowhere
                self._forget_contact(finger)
            target = self._target_at(at)
            if isinstance(target, QScrollBar):
                self._bar = target
                _send_mouse(self._window, target, QEvent.Type.MouseButtonPress, at, Qt.MouseButton.LeftButton)
            else:
                self._put_down(_MOUSE, at, 0.0, event.timestamp())

    def _put_down(self, contact_id: int, at: QPointF, width: float, told_at: int) -> None:
        self._began[contact_id] = _Began(told_at, self._thing_at(at))
        scroller = self._scroller
        glides = scroller is not None and scroller.state() == QScroller.State.Scrolling
        mm = self.mm_a_pixel
        self.judge.put_down(contact_id, at.x() * mm, at.y() * mm, self.clock(), width_mm=width * mm, stops_list=glides)
        self.contact_began.emit(at.toPoint())
        if self.judge.scrolling_contact == contact_id:
            if scroller is not None:
                scroller.stop()
            self._viewport, self._is_scrolling = self._viewport_at(at), False
        target = self._target_at(at)
        if isinstance(target, QAbstractButton) and self.judge.contacts[contact_id].why_not is None:
            self._pressed[contact_id] = target
            target.setDown(True)
        self._release_looks_of_ruled_out()

    def _move(self, contact_id: int, at: QPointF, width: float) -> None:
        mm = self.mm_a_pixel
        self.judge.move(
            contact_id,
            at.x() * mm,
            at.y() * mm,
            self.clock(),
            width_mm=width * mm,
            is_only_contact=contact_id == _MOUSE,
        )
        self._release_looks_of_ruled_out()
        if self.judge.moves_list(contact_id):
            self._feed_scroller(QScroller.Input.InputMove if self._is_scrolling else QScroller.Input.InputPress, at)
            self._is_scrolling = True
        elif contact_id == self.judge.scrolling_contact and self.judge.ends_scrolling(contact_id):
            self._stop_scrolling()

    def _lift(self, contact_id: int, at: QPointF, told_at: int) -> None:
        self._move(contact_id, at, 0.0)
        if contact_id == self.judge.scrolling_contact and self._is_scrolling:
            self._feed_scroller(QScroller.Input.InputRelease, at)
            self._is_scrolling = False
        contact, mm = self.judge.contacts.get(contact_id), self.mm_a_pixel
        now = self.clock()
        first = QPointF(contact.first[0] / mm, contact.first[1] / mm) if contact is not None else at
        thing, began = self._thing_at(first), self._began.pop(contact_id, None)
        target = thing[0]
        if contact is not None and (began is None or began.thing != thing):
            contact.rule_out(NotATap.OTHER_THING)
        why_not = self.judge.lift(
            contact_id,
            at.x() * mm,
            at.y() * mm,
            now,
            held_ms=told_at - began.told_at if began is not None else 0,  # a busy program is told of both ends at once
            may_repeat=target is not None and self._is_struck_twice(target, first),
            may_be_short=contact_id == _MOUSE and not _has_touch_screen(),
        )
        self._release_look(contact_id)
        self.contact_ended.emit()
        if why_not is None and target is not None:
            _send_mouse(self._window, target, QEvent.Type.MouseButtonPress, first, Qt.MouseButton.LeftButton)
            _send_mouse(self._window, target, QEvent.Type.MouseButtonRelease, first, Qt.MouseButton.NoButton)

    def _thing_at(self, at: QPointF) -> tuple[QWidget | None, int]:
        """Return what a tap here is for: the widget, and the row where it is a list's."""
        target = self._target_at(at)
        owner = target.parentWidget() if target is not None else None
        if target is None or not isinstance(owner, CardList):
            return target, -1
        return target, owner.indexAt(target.mapFrom(self._window, at.toPoint())).row()

    def _target_at(self, at: QPointF) -> QWidget | None:
        found = self._window.childAt(at.toPoint()) or self._window
        return found if found.isEnabled() else None

    def _is_struck_twice(self, target: QWidget, at: QPointF) -> bool:
        owner = target.parentWidget()
        if isinstance(owner, CardList):
            return owner.is_step_button_at(target.mapFrom(self._window, at.toPoint()))
        return bool(target.property(STRUCK_TWICE))

    def _viewport_at(self, at: QPointF) -> QWidget | None:
        found = self._window.childAt(at.toPoint())
        while found is not None:
            if isinstance(found, QAbstractScrollArea):
                return found.viewport()
            found = found.parentWidget()
        return None

    @property
    def _scroller(self) -> QScroller | None:
        return QScroller.scroller(self._viewport) if self._viewport is not None else None

    def _feed_scroller(self, what: QScroller.Input, at: QPointF) -> None:
        scroller = self._scroller
        if scroller is None or self._viewport is None:
            return
        if what == QScroller.Input.InputPress:
            _stop_at_ends_without_springing_back(scroller)
        place = QPointF(self._viewport.mapFrom(self._window, at.toPoint()))
        scroller.handleInput(what, place, self.clock())

    def _stop_scrolling(self) -> None:
        if (scroller := self._scroller) is not None:
            scroller.stop()
        self._viewport, self._is_scrolling = None, False

    def _release_looks_of_ruled_out(self) -> None:
        for contact_id in tuple(self._pressed):
            contact = self.judge.contacts.get(contact_id)
            if contact is None or contact.why_not is not None:
                self._release_look(contact_id)

    def _release_looks(self) -> None:
        for contact_id in tuple(self._pressed):
            self._release_look(contact_id)

    def _release_look(self, contact_id: int) -> None:
        pressed = self._pressed.pop(contact_id, None)
        if pressed is not None and shiboken6.isValid(pressed):
            pressed.setDown(False)


def _has_touch_screen() -> bool:
    """Return whether this machine has a screen that feels fingers: then what comes as a mouse may be one, too."""
    return any(device.type() == QInputDevice.DeviceType.TouchScreen for device in QInputDevice.devices())


def _stop_at_ends_without_springing_back(scroller: QScroller) -> None:
    properties, metric = scroller.scrollerProperties(), QScrollerProperties.ScrollMetric
    off = QScrollerProperties.OvershootPolicy.OvershootAlwaysOff
    properties.setScrollMetric(metric.VerticalOvershootPolicy, off)
    properties.setScrollMetric(metric.HorizontalOvershootPolicy, off)
    properties.setScrollMetric(metric.DragStartDistance, 0.0)  # the limit of a drag was passed already
    scroller.setScrollerProperties(properties)


def _send_mouse(window: QWidget, target: QWidget, kind: QEvent.Type, at: QPointF, held: Qt.MouseButton) -> None:
    button = Qt.MouseButton.NoButton if kind == QEvent.Type.MouseMove else Qt.MouseButton.LeftButton
    place, world = QPointF(target.mapFrom(window, at.toPoint())), QPointF(window.mapToGlobal(at.toPoint()))
    made = QMouseEvent(kind, place, at, world, button, held, Qt.KeyboardModifier.NoModifier)
    QCoreApplication.sendEvent(target, made)
