"""Admission: what the buttons of the person card do to attendance."""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import Signal, Slot

from sukui_desktop.domain.changed_tables import Changes
from sukui_desktop.domain.errors import SukuiError
from sukui_desktop.models.ids import PersonId
from sukui_desktop.services.checkin.attendance import AddedWalkIn, AdmittedPeople, admit_person, record_departure
from sukui_desktop.services.checkin.people_search import PersonView
from sukui_desktop.ui.checkin.desk_actions_base import DeskActions
from sukui_desktop.ui.checkin.person_card import PersonCard
from sukui_desktop.ui.service_queues import OnRefused, Operations


class AdmissionActions(DeskActions):
    """Who is in the room. One act at a time, so that Enter twice admits nobody twice; an act for the next person that
    is asked for meanwhile waits its turn."""

    slip_due = Signal(str)
    """Somebody was admitted who is to get a slip."""
    turn_due = Signal(str)
    """Somebody who is in is to vote at this screen."""

    def __init__(self, operations: Operations, card: PersonCard) -> None:
        super().__init__(operations, card)
        self._acting_on: PersonView | None = None
        self._waiting: deque[tuple[PersonView, Callable[[], None]]] = deque()
        """Acts that were asked for while another was being written, the first to be done first."""
        self.admitted: tuple[PersonId, ...] = ()
        """Whom the last act admitted, one or the people of a paper list: they can be taken back at once."""
        self._is_slip_due = False
        for button, on_clicked in (
            (card.main_button, self._admit_or_give_slip),
            (card.plain_button, self._admit_without_slip),
            (card.leave_button, self._mark_person_left),
            (card.undo_button, self._ask_to_undo_admission),
            (card.latest_button, self._ask_to_undo_latest_admissions),
            (card.walk_in_button, self._open_walk_in_dialog),
            (card.paper_button, self._open_paper_list_dialog),
        ):
            button.clicked.connect(on_clicked)

    @Slot()
    def _admit_or_give_slip(self) -> None:
        view = self.card.person
        if view is not None and view.attendance.is_present and not self._has_act_under_way(view):
            self.slip_due.emit(view.person.person_id)
        else:
            self._admit_person(is_slip_due=self.card.gives_slip_on_admission)

    @Slot()
    def _admit_without_slip(self) -> None:
        self._admit_person(is_slip_due=False)

    @Slot()
    def begin_turn_of_person(self) -> None:
        """Let the person on the card vote at this screen; whoever is not in is admitted first."""
        view = self.card.person
        if view is not None and view.attendance.is_present and not self._has_act_under_way(view):
            self.turn_due.emit(view.person.person_id)
        else:
            self._run_or_queue_service_for_person(admit_person, self._finish_admission_before_turn)

    def _finish_admission_before_turn(self, changes: Changes) -> None:
        assert self._acting_on is not None
        self.admitted = (self._acting_on.person.person_id,)
        self.turn_due.emit(self._announce_act_done("admitted"))
        self._run_next_waiting_act()

    def _admit_person(self, *, is_slip_due: bool) -> None:
        self._run_or_queue_service_for_person(admit_person, self._finish_admission, is_slip_due=is_slip_due)

    @Slot()
    def _mark_person_left(self) -> None:
        self._run_or_queue_service_for_person(record_departure, self._finish_leaving, self._ask_for_slip_of_leaver)

    def _run_or_queue_service_for_person(
        self,
        service: Callable[..., Changes],
        on_done: Callable[[Changes], None],
        on_refused: OnRefused | None = None,
        *,
        is_slip_due: bool = False,
    ) -> None:
        """Ask a service about the person on the card, at once or when the act under way is written; a second act for
        the same person meanwhile is none."""
        view = self.card.person
        if view is None or self._has_act_under_way(view):
            return
        self.card.show_message("")
        begin = partial(
            self._run_act_service, view, service, on_done, on_refused or self._show_act_refusal_and_go_on, is_slip_due
        )
        if self._acting_on is None:
            begin()
        else:
            self._waiting.append((view, begin))

    def _has_act_under_way(self, view: PersonView) -> bool:
        """Return whether an act for this person is being written or waits for its turn."""
        acted = [waiting for waiting, _ in self._waiting]
        acted += [self._acting_on] if self._acting_on is not None else []
        return view.person.person_id in {each.person.person_id for each in acted}

    def _run_act_service(
        self,
        view: PersonView,
        service: Callable[..., Changes],
        on_done: Callable[[Changes], None],
        on_refused: OnRefused,
        is_slip_due: bool,
    ) -> None:
        self._acting_on, self._is_slip_due = view, is_slip_due
        self.operations.run(self, service, self.room, view.person.person_id, on_done=on_done, on_refused=on_refused)

    def _run_next_waiting_act(self) -> None:
        """Begin the act that waits longest, unless another began meanwhile."""
        if self._waiting and self._acting_on is None:
            self._waiting.popleft()[1]()

    def _finish_admission(self, changes: Changes) -> None:
        assert self._acting_on is not None
        self.admitted = (self._acting_on.person.person_id,)
        person_id = self._announce_act_done("admitted")
        if self._is_slip_due:
            self.slip_due.emit(person_id)
        self._run_next_waiting_act()

    def _finish_leaving(self, changes: Changes) -> None:
        self._announce_act_done("left")
        self._run_next_waiting_act()

    def _announce_act_done(self, key: str) -> str:
        assert self._acting_on is not None
        person_id, self._acting_on = self._acting_on.person.person_id, None
        self.act_done.emit(person_id, key)
        return person_id

    def _show_act_refusal_and_go_on(self, error: SukuiError) -> None:
        view, self._acting_on = self._acting_on, None
        self.show_refusal_on_card(error, view)
        self._run_next_waiting_act()

    def _ask_for_slip_of_leaver(self, error: SukuiError) -> None:
        """Ask for the slip that would leave the room."""
        view, self._acting_on = self._acting_on, None
        polls = error.facts.get("polls", ())
        if error.code != "slip_with_leaver" or view is None or self.room is None or not isinstance(polls, tuple):
            self.show_refusal_on_card(error, view)
        else:
            from sukui_desktop.ui.checkin.desk_dialogs import LeaveDialog

            self.open_desk_dialog(LeaveDialog(self.card, self.operations, self.room, view, polls))
        self._run_next_waiting_act()

    @Slot()
    def _ask_to_undo_admission(self) -> None:
        self._open_undo_admission_dialog([self.card.person] if self.card.person is not None else [])

    @Slot()
    def _ask_to_undo_latest_admissions(self) -> None:
        views = (self.find_person(person_id) for person_id in self.admitted)
        self._open_undo_admission_dialog([view for view in views if view is not None])

    def _open_undo_admission_dialog(self, views: Sequence[PersonView]) -> None:
        if self.room is not None and views:
            from sukui_desktop.ui.checkin.desk_dialogs import UndoDialog

            self.open_desk_dialog(UndoDialog(self.card, self.operations, self.room, views))

    @Slot()
    def _open_walk_in_dialog(self) -> None:
        if self.room is not None and self.snapshot is not None:
            from sukui_desktop.ui.checkin.desk_dialogs import WalkInDialog

            known = Counter(view.person.channel for view in self.snapshot.people if view.person.channel)
            channels = [channel for channel, _ in known.most_common()] or self.snapshot.meeting.channels
            dialog = WalkInDialog(self.card, self.operations, self.room, channels)
            dialog.service_done.connect(self._remember_walk_in)
            self.open_desk_dialog(dialog)

    @Slot(object)
    def _remember_walk_in(self, added: AddedWalkIn) -> None:
        self.admitted = (added.person_id,)

    @Slot()
    def _open_paper_list_dialog(self) -> None:
        if self.room is not None and self.snapshot is not None:
            from sukui_desktop.ui.checkin.desk_dialogs import PaperDialog

            dialog = PaperDialog(self.card, self.operations, self.room, self.snapshot.people)
            dialog.service_done.connect(self._remember_people_of_paper_list)
            self.open_desk_dialog(dialog)

    @Slot(object)
    def _remember_people_of_paper_list(self, admitted: AdmittedPeople) -> None:
        self.admitted = admitted.people
