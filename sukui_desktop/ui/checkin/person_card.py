"""The person card: whom the desk serves, in large letters, with the buttons for admission and slips."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSignalBlocker, Qt, Slot
from PySide6.QtWidgets import QFrame, QGridLayout, QWidget

from sukui_desktop.assets.messages import text
from sukui_desktop.models.ids import PollId
from sukui_desktop.models.people import SlipState
from sukui_desktop.models.poll import PollState
from sukui_desktop.services.checkin.desk_snapshot import find_slip_of_poll, holds_slip_of_poll
from sukui_desktop.services.checkin.people_search import PersonView
from sukui_desktop.services.checkin.slips import PollVoters
from sukui_desktop.services.vote.poll_heads import PollHead
from sukui_desktop.ui.checkin.people_table import LEFT, PRESENT, WAITING, presence_state_of
from sukui_desktop.ui.theme import font
from sukui_desktop.ui.widgets.basic_widgets import (
    badge,
    button,
    enable_until_closing,
    set_style_property,
    show_words_or_hide,
    with_screen_reader_name,
    with_style_property,
)
from sukui_desktop.ui.widgets.drop_down import DropDown
from sukui_desktop.ui.widgets.elided_label import ElidedBadge
from sukui_desktop.ui.widgets.layouts import column_of, gap, grow, row_of
from sukui_desktop.ui.widgets.wrapped_label import WrappedLabel
from sukui_desktop.wording.quorum import role_list_words

BADGE_OF = {WAITING: "grey", PRESENT: "green", LEFT: "amber"}


class PersonCard(QFrame):
    """Shows one person and every act the desk may do for them; `person` is None while nobody is chosen."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("panel", "subtle")
        self.person: PersonView | None = None
        self._polls: tuple[PollHead, ...] = ()
        self.is_closed = False
        """The meeting was closed: nobody comes in any more."""
        self._voters: dict[PollId, PollVoters] = {}
        self.name_label = WrappedLabel("", self, name="personName")
        self.name_label.setFont(font(36, is_bold=True))
        self.about_label = WrappedLabel("", self, name="personAbout")
        self.about_label.setFont(font(17))
        self.known_label = with_style_property(WrappedLabel("", self, name="personKnown"), "hint", "true")
        self.state_badge = badge()
        self.channel_badge = ElidedBadge("blue")
        self.needs_badge = ElidedBadge("amber")
        self.slip_label = WrappedLabel("", self)
        self.poll_choice = with_screen_reader_name(DropDown(self), text("checkin.card.poll"))
        self.poll_choice.currentIndexChanged.connect(self._show_person_for_chosen_poll)
        self.main_button = button("", "primary", scale="large")
        self.turn_button = button("", "primary")
        self.has_screen = True
        """Whether people can vote at the screen of this desk."""
        self.plain_button = button(text("checkin.card.admit_only"))
        self.walk_in_button = button(text("checkin.card.walk_in"))
        self.paper_button = button(text("checkin.card.paper"))
        self.leave_button = button(text("checkin.card.leave"))
        self.undo_button = button(text("checkin.card.undo"))
        self.return_button = button(text("checkin.card.return"))
        self.spoil_button = button(text("checkin.card.spoil"))
        self.refusal = with_style_property(WrappedLabel("", self), "state", "danger")
        self.refusal.hide()
        self.other_person_button = button(text("checkin.card.other_person"), scale="small")
        self.other_person_button.hide()
        self.latest_label = with_style_property(WrappedLabel("", self), "hint", "true")
        self.latest_button = button(text("checkin.card.take_back"), scale="small")
        self.latest_button.hide()
        self._lay_out()
        self.show_person(None)

    @property
    def chosen_poll_id(self) -> PollId | None:
        """The poll for which the desk gives slips now, or None."""
        index = self.poll_choice.currentIndex()
        return self._polls[index].poll_id if 0 <= index < len(self._polls) else None

    def voters_of(self, poll_id: PollId | None) -> PollVoters | None:
        """Return who may vote in a poll that gives slips."""
        return self._voters.get(poll_id) if poll_id is not None else None

    @property
    def may_vote_here(self) -> bool:
        """Whether the person on the card is somebody whose turn at this screen could begin, admitted first or not."""
        return self._can_begin_turns and self.gives_slip_on_admission

    @property
    def _can_begin_turns(self) -> bool:
        index = self.poll_choice.currentIndex()
        is_open = 0 <= index < len(self._polls) and self._polls[index].state == PollState.OPEN
        return self.has_screen and is_open

    @property
    def gives_slip_on_admission(self) -> bool:
        """True when the big button admits and gives a slip."""
        poll_id, view = self.chosen_poll_id, self.person
        if poll_id is None or view is None or holds_slip_of_poll(view, poll_id):
            return False
        return not self._has_no_vote_in_poll(view, poll_id)

    def _has_no_vote_in_poll(self, view: PersonView, poll_id: PollId) -> bool:
        """Return whether the person's role has no vote in this poll."""
        return poll_id in self._voters and view.person.person_id not in self._voters[poll_id].people

    def offer_polls(self, polls: tuple[PollHead, ...], voters: Sequence[PollVoters] = ()) -> None:
        """Offer these polls to those who may vote in them; the one chosen before stays chosen."""
        self._voters = {each.poll_id: each for each in voters}
        before = self.chosen_poll_id
        self._polls = polls
        with QSignalBlocker(self.poll_choice):
            self.poll_choice.clear()
            self.poll_choice.addItems([poll.title for poll in polls])
            again = next((place for place, poll in enumerate(polls) if poll.poll_id == before), 0)
            self.poll_choice.setCurrentIndex(again if polls else -1)
        self.poll_choice.setVisible(len(polls) > 1)
        self.show_person(self.person)

    def set_meeting_closed(self, *, is_closed: bool) -> None:
        """Offer no act that a closed meeting takes no more: nobody comes in, goes or is registered after 폐회."""
        self.is_closed = is_closed
        enable_until_closing(self.walk_in_button, self.paper_button, self.leave_button, is_closed=is_closed)
        self.show_person(self.person)

    def show_person(self, view: PersonView | None) -> None:
        """Show this person, or what to do when nobody is chosen."""
        self.person = view
        self._show_turn_button(view)
        badges = (self.state_badge, self.channel_badge, self.needs_badge)
        for part in (*badges, self.known_label, self.main_button, self.slip_label):
            part.setVisible(view is not None)
        for act in (self.plain_button, self.leave_button, self.undo_button, self.return_button, self.spoil_button):
            act.setVisible(view is not None)
        if view is None:
            self.name_label.setText(text("checkin.card.nobody"))
            self.about_label.setText(text("checkin.card.nobody_hint"))
            return
        person = view.person
        state = presence_state_of(view)
        self.name_label.setText(view.name_in_table or person.name)
        whence = " ".join(filter(None, (person.affiliation, person.position)))
        parts = (person.role, whence, person.subcommittee, person.district, person.age_band, person.number)
        self.about_label.setText(" · ".join(filter(None, parts)))
        known = {"phone": person.phone_last4, "birth": person.birth, "remark": person.remark}
        lines = [text(f"checkin.card.{key}", value=value) for key, value in known.items() if value]
        self.known_label.setText(" · ".join(lines))
        self.known_label.setVisible(bool(lines))
        channel = person.channel or text("checkin.card.no_channel")
        self.channel_badge.set_words(text("checkin.card.channel", channel=channel))
        self.needs_badge.set_words(person.needs)
        self.needs_badge.setVisible(bool(person.needs))
        self.state_badge.setText(text(f"checkin.state.{state}"))
        set_style_property(self.state_badge, "badge", BADGE_OF[state])
        self._set_button_words_and_states(view, state)

    def _show_turn_button(self, view: PersonView | None) -> None:
        """Name whose turn at this screen would begin: the person on the card, or else who is next."""
        self.turn_button.setVisible(self._can_begin_turns)
        here = "here" if view is not None and view.attendance.is_present else "admit_here"
        self.turn_button.setText(text(f"checkin.turn.{here if self.may_vote_here else 'button'}"))
        self.turn_button.setToolTip(text("checkin.turn.hint"))

    def show_message(self, message: str) -> None:
        """Show under the buttons why something was not done; '' shows nothing."""
        show_words_or_hide(self.refusal, message)
        self.other_person_button.hide()

    def show_last_act(self, words: str, *, may_take_back: bool) -> None:
        """Show what was done last, with the way back."""
        self.latest_label.setText(words)
        self.latest_button.setVisible(may_take_back)

    def _set_button_words_and_states(self, view: PersonView, state: str) -> None:
        poll_id = self.chosen_poll_id
        is_in = state == PRESENT
        has_one = poll_id is not None and holds_slip_of_poll(view, poll_id)
        self.slip_label.setText(self._slip_state_words(view, poll_id))
        given = "slip_given" if has_one else "admitted"
        keys = ("slip", "admit_and_slip") if self.gives_slip_on_admission else (given, "admit")
        self.main_button.setText(text(f"checkin.card.{keys[0] if is_in else keys[1]}"))
        self.main_button.setEnabled((self.gives_slip_on_admission or not is_in) and not self.is_closed)
        self.plain_button.setVisible(self.gives_slip_on_admission and not is_in)
        self.leave_button.setVisible(is_in)
        self.undo_button.setVisible(view.attendance.was_present)
        self.return_button.setVisible(has_one)
        self.spoil_button.setVisible(has_one)

    def _slip_state_words(self, view: PersonView, poll_id: PollId | None) -> str:
        if poll_id is None:
            return text(f"checkin.slip_state.{'closed' if self.is_closed else 'no_poll'}")
        slip = find_slip_of_poll(view, poll_id)
        if self._has_no_vote_in_poll(view, poll_id) and not holds_slip_of_poll(view, poll_id):
            return text("checkin.slip_state.not_entitled", voters=role_list_words(self._voters[poll_id].roles))
        if slip is None:
            return text("checkin.slip_state.none")
        if slip.state == SlipState.ISSUED and slip.issued > 1:
            return text("checkin.slip_state.replaced", count=slip.issued)
        return text(f"checkin.slip_state.{slip.state}")

    def _lay_out(self) -> None:
        """Every act has a place of its own, whoever is shown: what is clicked twice is never another act."""
        acts = QGridLayout()
        acts.setSpacing(8)
        pairs = (
            (self.turn_button, self.plain_button),
            (self.leave_button, self.undo_button),
            (self.return_button, self.spoil_button),
        )
        for row, pair in enumerate(pairs):
            for column, act in enumerate(pair):
                acts.addWidget(act, row, column)
        for act in (act for pair in pairs for act in pair):
            policy = act.sizePolicy()
            policy.setRetainSizeWhenHidden(True)
            act.setSizePolicy(policy)
        always = row_of(grow(self.walk_in_button), grow(self.paper_button), spacing=8)
        latest = row_of(grow(self.latest_label))
        latest.addWidget(self.latest_button, 0, Qt.AlignmentFlag.AlignTop)
        column_of(
            self.name_label,
            self.about_label,
            self.known_label,
            row_of(self.state_badge, self.channel_badge, self.needs_badge, grow()),
            gap(6),
            self.poll_choice,
            self.slip_label,
            self.main_button,
            acts,
            self.refusal,  # under the acts, which stay under the mouse when it comes
            self.other_person_button,
            grow(),
            latest,
            always,
            spacing=8,  # acts that are hidden keep their rows: the card still fits into a window of 640 px
            margins=(26, 18, 26, 16),
            into=self,
        )

    @Slot(int)
    def _show_person_for_chosen_poll(self, index: int) -> None:
        self.show_person(self.person)
