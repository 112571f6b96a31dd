"""Which verbs a station of each role may have called at the hub: what its program needs, and nothing else."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from sukui_desktop.hub.messages import wire_name_of_verb
from sukui_desktop.models.station import StationRole
from sukui_desktop.services.agenda.agenda_items import decide_item
from sukui_desktop.services.agenda.decisions_by_vote import words_decided_by_votes
from sukui_desktop.services.agenda.run_snapshot import read_run_snapshot
from sukui_desktop.services.agenda.speech_notes import edit_note, record_note, remove_note, restore_note
from sukui_desktop.services.checkin.attendance import (
    add_walk_in,
    admit_paper_list,
    admit_person,
    record_departure,
    undo_admissions,
)
from sukui_desktop.services.checkin.desk_snapshot import read_checkin_snapshot
from sukui_desktop.services.checkin.people_search import list_people
from sukui_desktop.services.checkin.slips import give_slip, return_slip, spoil_slip
from sukui_desktop.services.hall_snapshot import read_hall_snapshot
from sukui_desktop.services.promotion.kiosk_copies import read_copy_setup, settle_kiosk_copy
from sukui_desktop.services.promotion.promotion import hand_over_kiosk_copy
from sukui_desktop.services.saved_unfinished_words import list_unfinished_words, save_unfinished_words
from sukui_desktop.services.vote.ballot_audits import audit_ballot, dispute_audit
from sukui_desktop.services.vote.joint_votes import (
    decide_double,
    list_doubles,
    list_joint_votes,
    list_slips_elsewhere,
    make_place_list,
    preview_place_list,
    read_places_snapshot,
    take_place_list,
)
from sukui_desktop.services.vote.poll_box import cast_ballot, check_token, read_ballot_paper
from sukui_desktop.services.vote.polls import read_poll_head
from sukui_desktop.services.vote.staff_number_guesses import record_staff_number_guesses

_KIOSK = (
    read_poll_head,
    read_ballot_paper,
    check_token,
    cast_ballot,
    audit_ballot,
    dispute_audit,
    read_copy_setup,
    settle_kiosk_copy,
    hand_over_kiosk_copy,
)
_KIOSK_ALARMS = (record_staff_number_guesses,)
_HALL = (read_hall_snapshot,)
# Repeatable is what is asked twice and does no more than once: what only reads, and acts that know themselves again.
_DESK_REPEATABLE = (
    read_checkin_snapshot,
    read_places_snapshot,
    list_joint_votes,
    list_doubles,
    list_slips_elsewhere,
    make_place_list,
    preview_place_list,
    take_place_list,
)
_RECORDER_REPEATABLE = (
    read_run_snapshot,
    words_decided_by_votes,
    list_people,
    list_unfinished_words,
    save_unfinished_words,
)
_RECORDER_ONCE = (record_note, edit_note, remove_note, restore_note, decide_item)
_DESK_ONCE = (
    admit_person,
    add_walk_in,
    admit_paper_list,
    record_departure,
    undo_admissions,
    give_slip,
    return_slip,
    spoil_slip,
    decide_double,
)
_VERBS: dict[StationRole, tuple[Callable[..., Any], ...]] = {
    StationRole.KIOSK: (*_KIOSK, *_KIOSK_ALARMS),
    StationRole.DESK: (*_DESK_REPEATABLE, *_DESK_ONCE),
    StationRole.RECORDER: (*_RECORDER_REPEATABLE, *_RECORDER_ONCE),
    StationRole.HALL: _HALL,
}
REPEATABLE = frozenset(wire_name_of_verb(verb) for verb in (*_KIOSK, *_DESK_REPEATABLE, *_RECORDER_REPEATABLE, *_HALL))
"""Verbs that may be asked again of a hub that was restarted: asked twice they do no more than once."""

ALLOWED: Mapping[StationRole, Mapping[str, Callable[..., Any]]] = {
    role: {wire_name_of_verb(verb): verb for verb in verbs} for role, verbs in _VERBS.items()
}
"""Role → name on the line → verb."""
