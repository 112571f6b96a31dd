"""What the contacts on a kiosk's glass meant: an honest tap, a drag, or neither. Pure: the time is handed in."""

from __future__ import annotations

from enum import StrEnum
from math import hypot

import msgspec


class NotATap(StrEnum):
    """Why a contact presses nothing."""

    NEW_PAGE = "new_page"
    """The page was there for too short a time to have been seen."""
    PALM = "palm"
    AFTER_PALM = "after_palm"
    """A palm had just left: its last parts leave one by one."""
    GLIDING = "gliding"
    """It stopped a list that was still moving."""
    RESTING = "resting"
    """It lay still before another finger came: a hand that leans on the glass."""
    SECOND_FINGER = "second_finger"
    DRAGGED = "dragged"
    LEAPT = "leapt"
    """A panel that knows one contact saw two hands."""
    TOO_SHORT = "too_short"
    TOO_LONG = "too_long"
    TAPPED_AGAIN = "tapped_again"
    OTHER_THING = "other_thing"
    """What it came down on is no longer there."""
    UNKNOWN = "unknown"
    """Its beginning was not seen here."""


_ENDS_SCROLLING = frozenset({NotATap.PALM, NotATap.LEAPT, NotATap.SECOND_FINGER, NotATap.NEW_PAGE})
_LEANS = frozenset({NotATap.RESTING, NotATap.PALM})


class TouchLimits(msgspec.Struct, frozen=True, kw_only=True):
    """What separates a tap from everything else a hand does; milliseconds and millimetres of glass."""

    least_ms: int = 50
    """Shorter contacts are noise of the panel."""
    most_ms: int = 4000
    new_page_ms: int = 700
    again_ms: int = 500
    """A second tap near the first within this time is one of a trembling hand or of impatience."""
    again_on_key_ms: int = 120
    """The same on keys that people strike twice: 33."""
    again_mm: float = 20.0
    drag_mm: float = 8.0
    palm_mm: float = 22.0
    """A contact wider than this is no finger."""
    palm_contacts: int = 3
    rest_ms: int = 400
    after_palm_ms: int = 300
    """So long after a palm was lifted nothing counts."""
    leap_mm: float = 30.0


class Contact:
    """One contact with the glass, from its beginning."""

    def __init__(self, x: float, y: float, now: int) -> None:
        """`x`, `y` in mm; `now` in ms."""
        self.first = self.last = (x, y)
        self.since = now
        self.farthest = 0.0
        self.why_not: NotATap | None = None

    def rule_out(self, why: NotATap) -> None:
        """Let it be no tap; the first reason stays."""
        self.why_not = self.why_not or why


class ContactJudge:
    """Follows all contacts of one window and says of each, when it is lifted, whether it was a tap.

    Lengths in mm, times in ms of any clock that does not go back.
    """

    def __init__(self, limits: TouchLimits) -> None:
        self.limits = limits
        self.contacts: dict[int, Contact] = {}
        self.scrolling_contact: int | None = None
        """The contact that moves what is under it."""
        self._deaf_until = self._palm_until = -1
        self._last_tap: tuple[int, float, float] | None = None

    def begin_page(self, now: int) -> None:
        """Another page is shown: contacts that are down and those of the next moment press nothing."""
        self._deaf_until = now + self.limits.new_page_ms
        for contact in self.contacts.values():
            contact.rule_out(NotATap.NEW_PAGE)

    def put_down(
        self, contact_id: int, x: float, y: float, now: int, *, width_mm: float = 0.0, stops_list: bool = False
    ) -> None:
        """A contact begins; `stops_list`: what is under it was still moving."""
        self.forget_contact(contact_id, now)  # its number was used before, and nothing told of its end
        made = Contact(x, y, now)
        if now < self._deaf_until:
            made.rule_out(NotATap.NEW_PAGE)
        if any(other.why_not is NotATap.PALM for other in self.contacts.values()):
            made.rule_out(NotATap.PALM)
        elif now < self._palm_until:
            made.rule_out(NotATap.AFTER_PALM)
        if stops_list:
            made.rule_out(NotATap.GLIDING)
        for other in self.contacts.values():
            if now - other.since >= self.limits.rest_ms and other.farthest < self.limits.drag_mm:
                other.rule_out(NotATap.RESTING)
            else:
                other.rule_out(NotATap.SECOND_FINGER)
                made.rule_out(NotATap.SECOND_FINGER)
        self.contacts[contact_id] = made
        if sum(other.why_not not in _LEANS for other in self.contacts.values()) >= self.limits.palm_contacts:
            for other in self.contacts.values():
                self._take_for_palm(other, now)
        self._judge_width(made, width_mm, now)
        leader = self.contacts.get(self.scrolling_contact) if self.scrolling_contact is not None else None
        if leader is None or leader.why_not in _LEANS:
            self.scrolling_contact = contact_id

    def move(
        self, contact_id: int, x: float, y: float, now: int, *, width_mm: float = 0.0, is_only_contact: bool = False
    ) -> None:
        """A contact moves; `is_only_contact`: the panel knows no second one."""
        contact = self.contacts.get(contact_id)
        if contact is None:
            return
        step = max(abs(x - contact.last[0]), abs(y - contact.last[1]))
        if is_only_contact and step > self.limits.leap_mm:
            contact.rule_out(NotATap.LEAPT)
        contact.last = (x, y)
        contact.farthest = max(contact.farthest, hypot(x - contact.first[0], y - contact.first[1]))
        if contact.farthest > self.limits.drag_mm:
            contact.rule_out(NotATap.DRAGGED)
        self._judge_width(contact, width_mm, now)

    def lift(
        self,
        contact_id: int,
        x: float,
        y: float,
        now: int,
        *,
        held_ms: int = 0,
        may_repeat: bool = False,
        may_be_short: bool = False,
    ) -> NotATap | None:
        """A contact ends: None for a tap at the place where it began, else why it is none.

        `held_ms`: how long it lasted by another clock, which may say anything; `may_repeat`: what is under it may be
        struck twice; `may_be_short`: it is a mouse's button.
        """
        self.move(contact_id, x, y, now)
        contact = self.contacts.pop(contact_id, None)
        if self.scrolling_contact == contact_id:
            self.scrolling_contact = None
        if contact is None:
            return NotATap.UNKNOWN
        if contact.why_not is NotATap.PALM:
            self._palm_until = max(self._palm_until, now + self.limits.after_palm_ms)
        held = now - contact.since
        if held < held_ms <= self.limits.most_ms:
            held = held_ms
        if held < self.limits.least_ms and not may_be_short:
            contact.rule_out(NotATap.TOO_SHORT)
        if held > self.limits.most_ms:
            contact.rule_out(NotATap.TOO_LONG)
        if contact.why_not in (None, NotATap.NEW_PAGE):  # impatience goes on from page to page
            if self._is_near_last_tap(contact, may_repeat=may_repeat):
                contact.rule_out(NotATap.TAPPED_AGAIN)
            self._last_tap = (now, *contact.first)
        return contact.why_not

    def moves_list(self, contact_id: int) -> bool:
        """Return whether this contact drags what is under it; nothing moves before the limit of a drag is passed."""
        contact = self.contacts.get(contact_id)
        dragged = (NotATap.DRAGGED, NotATap.GLIDING)
        return contact_id == self.scrolling_contact and contact is not None and contact.why_not in dragged

    def ends_scrolling(self, contact_id: int) -> bool:
        """Return whether this contact has turned out to be none that drags."""
        contact = self.contacts.get(contact_id)
        return contact is None or contact.why_not in _ENDS_SCROLLING

    def forget_contacts(self, now: int) -> None:
        """The window system took all contacts away."""
        for contact_id in tuple(self.contacts):
            self.forget_contact(contact_id, now)

    def forget_contact(self, contact_id: int, now: int) -> None:
        """A contact is gone, and nothing told of its end."""
        contact = self.contacts.pop(contact_id, None)
        if contact is not None and contact.why_not is NotATap.PALM:
            self._palm_until = max(self._palm_until, now + self.limits.after_palm_ms)
        if self.scrolling_contact == contact_id:
            self.scrolling_contact = None

    def _is_near_last_tap(self, contact: Contact, *, may_repeat: bool) -> bool:
        if self._last_tap is None:
            return False
        when, x, y = self._last_tap
        is_near = hypot(contact.first[0] - x, contact.first[1] - y) < self.limits.again_mm
        return is_near and contact.since - when < (self.limits.again_on_key_ms if may_repeat else self.limits.again_ms)

    def _judge_width(self, contact: Contact, width_mm: float, now: int) -> None:
        if width_mm > self.limits.palm_mm:
            self._take_for_palm(contact, now)

    def _take_for_palm(self, contact: Contact, now: int) -> None:
        contact.why_not = NotATap.PALM
        self._palm_until = max(self._palm_until, now + self.limits.after_palm_ms)
