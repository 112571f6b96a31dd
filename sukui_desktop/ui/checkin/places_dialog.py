"""[다른 투표소 명단]: the poll that is held with other places, its lists to save and to take in."""

from __future__ import annotations

from pathlib import Path
from typing import ClassVar

from PySide6.QtCore import QDateTime, Slot
from PySide6.QtWidgets import QFrame, QWidget

from sukui_desktop.assets.messages import error_text, text
from sukui_desktop.domain.changed_tables import Changes
from sukui_desktop.domain.chosen_file import SourceFile
from sukui_desktop.domain.errors import SukuiError
from sukui_desktop.domain.file_names import dated_file_stem
from sukui_desktop.models.ids import PollId
from sukui_desktop.services.file_reading_and_saving import read_file, read_file_and_call_verb, save_file
from sukui_desktop.services.opened_meeting import Room
from sukui_desktop.services.vote.joint_votes import (
    BegunJointVote,
    JointVote,
    MadePlaceList,
    OtherSystemFile,
    PlaceListPreview,
    PlacesSnapshot,
    TakenPlaceList,
    begin_joint_vote,
    join_joint_vote,
    make_place_list,
    name_place,
    preview_place_list,
    read_file_of_other_system,
    read_places_snapshot,
    take_place_list,
    take_voters_of_other_system,
)
from sukui_desktop.ui.ask_dialog import Ask
from sukui_desktop.ui.checkin.doubles_dialog import DoublesDialog
from sukui_desktop.ui.dialog_base import HelpedDialog
from sukui_desktop.ui.service_queues import Operations
from sukui_desktop.ui.widgets.basic_widgets import button, heading, show_words_in_state, with_screen_reader_name
from sukui_desktop.ui.widgets.drop_down import DropDown
from sukui_desktop.ui.widgets.layouts import column_of, fill, grow, row_of
from sukui_desktop.ui.widgets.path_dialog import ask_for_file, ask_for_folder
from sukui_desktop.ui.widgets.rows_table import Column, RowsTable
from sukui_desktop.ui.widgets.wrapped_label import WrappedLabel
from sukui_desktop.wording.refusal_sentences import refusal_sentence
from sukui_desktop.wording.times import local_datetime, moment_words

_WIDTHS = (0, 200)


class PlacesDialog(HelpedDialog):
    """One poll at a time: begin or join; then save the list, take lists in, and look at the doubles."""

    help_key: ClassVar[str] = "places.help"

    def __init__(self, parent: QWidget, operations: Operations, room: Room, poll_id: PollId | None) -> None:
        """`poll_id` is the poll that is shown first, None for the first of the meeting."""
        super().__init__(parent, text("places.title"))
        self._operations, self._room, self._wanted = operations, room, poll_id
        self._snapshot = PlacesSnapshot(polls=(), votes=())
        self._content = b""
        """The list that was chosen last, while people look at what it says."""
        self._made: MadePlaceList | None = None
        self.poll_choice = with_screen_reader_name(DropDown(self), text("places.poll"))
        self.poll_choice.currentIndexChanged.connect(self._show_chosen_poll)
        self.state = WrappedLabel("", self, name="placeState")
        self.begin_button = button(text("places.begin"), "primary", on_click=self._ask_to_begin)
        self.join_button = button(text("places.join"), on_click=self._ask_for_list)
        self.rename_button = button(text("places.rename"), scale="small", on_click=self._ask_for_name)
        self.words_button = button(text("places.show_words"), scale="small", on_click=self._show_or_hide_words)
        self.key_words = WrappedLabel("", self, name="keyWords")
        self.table: RowsTable[tuple[str, int]] = RowsTable(
            (
                Column[tuple[str, int]]("places.column.place", _place_of_row),
                Column[tuple[str, int]]("places.column.people", _people_of_row),
            ),
            _searchable_texts_of_place,
            name=text("places.title"),
            empty=text("places.table_empty"),
            widths=_WIDTHS,
            unit=text("widgets.units.places"),
        )
        self.save_button = button(text("places.save"), "primary", on_click=self._ask_for_folder)
        self.take_button = button(text("places.take"), on_click=self._ask_for_list)
        self.online_button = button(text("places.online"), on_click=self._ask_for_table)
        self.doubles_button = button("", on_click=self._open_doubles)
        self.outcome = WrappedLabel("", self, name="placesOutcome")
        self.close_button = button(text("places.close"), on_click=self.reject)
        self.alone = QFrame(self)
        self.together = QFrame(self)
        row_of(self.begin_button, self.join_button, grow(), margins=0, into=self.alone)
        column_of(
            row_of(self.rename_button, self.words_button, grow()),
            self.key_words,
            grow(self.table),
            row_of(self.save_button, self.take_button, self.online_button, self.doubles_button, grow()),
            spacing=10,
            margins=0,
            into=self.together,
        )
        column_of(
            heading(self.windowTitle()),
            WrappedLabel(text("places.words"), self),
            self.poll_choice,
            self.state,
            self.alone,
            grow(self.together),
            self.outcome,
            row_of(grow(), self.close_button),
            spacing=12,
            margins=(28, 24, 28, 24),
            into=self,
        )
        self.resize(860, 560)
        for part in (self.alone, self.together, self.key_words):
            part.hide()
        self.load_snapshot()

    @property
    def poll_id(self) -> PollId | None:
        """The poll that is shown, None where the meeting has none."""
        place = self.poll_choice.currentIndex()
        return self._snapshot.polls[place][0] if 0 <= place < len(self._snapshot.polls) else None

    @property
    def vote(self) -> JointVote | None:
        """The shown poll as it is held at several places, None where it is not."""
        return next((vote for vote in self._snapshot.votes if vote.poll_id == self.poll_id), None)

    def load_snapshot(self) -> None:
        """Read everything again."""
        self._operations.run(self, read_places_snapshot, self._room, on_done=self._show_snapshot)

    def _show_snapshot(self, snapshot: PlacesSnapshot) -> None:
        wanted = self.poll_id or self._wanted
        self._snapshot = snapshot
        self.poll_choice.blockSignals(True)
        self.poll_choice.clear()
        self.poll_choice.addItems([title for _, title in snapshot.polls])
        place = next((at for at, (poll_id, _) in enumerate(snapshot.polls) if poll_id == wanted), 0)
        self.poll_choice.setCurrentIndex(place if snapshot.polls else -1)
        self.poll_choice.blockSignals(False)
        self.poll_choice.setVisible(bool(snapshot.polls))
        self._show_chosen_poll()

    @Slot()
    def _show_chosen_poll(self) -> None:
        vote = self.vote
        self.alone.setVisible(vote is None and self.poll_id is not None)
        self.together.setVisible(vote is not None)
        if vote is None:
            self.state.setText(text("places.alone" if self.poll_id is not None else "places.no_poll"))
            return
        self.state.setText(text("places.here", place=vote.place, count=vote.here))
        self.key_words.setText(text("places.key_words", words=" · ".join(vote.words)))
        self.table.show_rows(vote.elsewhere)
        key = "places.doubles" if vote.doubles else "places.no_doubles"
        self.doubles_button.setText(text(key, count=vote.doubles))

    @Slot()
    def _show_or_hide_words(self) -> None:
        is_shown = self.key_words.isHidden()
        self.key_words.setVisible(is_shown)
        self.words_button.setText(text("places.hide_words" if is_shown else "places.show_words"))

    @Slot()
    def _ask_to_begin(self) -> None:
        if self.poll_id is not None:
            dialog = PlaceNameDialog(
                self, self._operations, begin_joint_vote, self._room, self.poll_id, key="places.beginning"
            )
            dialog.service_done.connect(self._show_begun_vote)
            dialog.open()

    @Slot(object)
    def _show_begun_vote(self, begun: BegunJointVote) -> None:
        show_words_in_state(self.outcome, text("places.key_words", words=" · ".join(begun.words)), "success")
        self.load_snapshot()

    @Slot()
    def _ask_for_name(self) -> None:
        if self.vote is not None:
            dialog = PlaceNameDialog(
                self, self._operations, name_place, self._room, self.vote.poll_id, key="places.renaming"
            )
            dialog.place.setText(self.vote.place)
            dialog.service_done.connect(self._read_again_after)
            dialog.open()

    @Slot(object)
    def _read_again_after(self, changes: Changes) -> None:
        del changes
        self.load_snapshot()

    @Slot()
    def _ask_for_folder(self) -> None:
        vote = self.vote
        if vote is not None:
            self._operations.run(
                self, make_place_list, self._room, vote.poll_id, on_done=self._keep_list, on_refused=self.show_refusal
            )

    def _keep_list(self, made: MadePlaceList) -> None:
        self._made = made
        ask_for_folder(self, text("places.save_title"), None, self.save_list_in)

    @Slot(object)
    def save_list_in(self, folder: Path) -> None:
        """Save the list that was just made in a folder."""
        if self._made is not None:
            now = local_datetime(QDateTime.currentMSecsSinceEpoch())
            kind = text("places.file_kind", time=f"{now:%H%M}")
            name = f"{dated_file_stem(f'{now:%Y-%m-%d}', self._made.place, kind)}.sukui-list"
            self._operations.run(
                self,
                save_file,
                self._made.content,
                folder / name,
                queue="making",
                on_done=self._show_saved_list,
                on_refused=self.show_refusal,
            )

    def _show_saved_list(self, path: Path) -> None:
        people = 0 if self._made is None else self._made.people
        show_words_in_state(self.outcome, text("places.saved", name=path.name, count=people), "success")

    @Slot()
    def _ask_for_list(self) -> None:
        ask_for_file(self, text("places.taking.title"), text("places.file"), self.preview_list_of_place)

    @Slot(object)
    def preview_list_of_place(self, path: Path) -> None:
        """Read a list and show what it says, before anything is taken in."""
        self._operations.run(
            self, read_file, path, queue="making", on_done=self._preview_list, on_refused=self.show_refusal
        )

    def _preview_list(self, file: SourceFile) -> None:
        self._content = file.content
        self._operations.run(
            self,
            preview_place_list,
            self._room,
            self._content,
            on_done=self._show_preview,
            on_refused=self.show_refusal,
        )

    def _show_preview(self, preview: PlaceListPreview) -> None:
        self.outcome.setText("")
        if preview.poll_id is not None:
            dialog: Ask = TakeListDialog(self, self._operations, self._room, self._content, preview)
        elif self.poll_id is not None and self.vote is None:
            title = self.poll_choice.currentText()
            dialog = JoinDialog(self, self._operations, self._room, self.poll_id, self._content, preview, title)
        else:
            facts = {"place": preview.place, "title": preview.vote_title}
            show_words_in_state(self.outcome, error_text("list_of_another_vote", **facts), "danger")
            return
        dialog.service_done.connect(self._show_taken_list)
        dialog.open()

    @Slot(object)
    def _show_taken_list(self, taken: TakenPlaceList) -> None:
        key = "places.taken" if taken.added or taken.gone else "places.nothing_new"
        words = text(key, place=taken.place, added=taken.added, gone=taken.gone)
        show_words_in_state(self.outcome, words, "success")
        self.load_snapshot()

    @Slot()
    def _ask_for_table(self) -> None:
        ask_for_file(
            self, text("places.other_system.title"), text("places.table_file"), self.read_table_of_other_system
        )

    @Slot(object)
    def read_table_of_other_system(self, path: Path) -> None:
        """Read a table of people who voted in another system, and ask before it is taken in."""
        self._operations.run(
            self,
            read_file_and_call_verb,
            read_file_of_other_system,
            path,
            queue="making",
            on_done=self._ask_about_table,
            on_refused=self.show_refusal,
        )

    def _ask_about_table(self, file: OtherSystemFile) -> None:
        if self.vote is not None:
            dialog = OtherSystemDialog(self, self._operations, self._room, self.vote.poll_id, file)
            dialog.service_done.connect(self._show_taken_list)
            dialog.open()

    @Slot()
    def _open_doubles(self) -> None:
        if self.vote is not None:
            dialog = DoublesDialog(self, self._operations, self._room, self.vote.poll_id)
            dialog.finished.connect(self.load_snapshot)
            dialog.open()

    def show_refusal(self, error: SukuiError) -> None:
        """Show why something was not done."""
        show_words_in_state(self.outcome, refusal_sentence(error), "danger")


class PlaceNameDialog(Ask):
    """Asks what this place is called."""

    def __init__(self, parent: QWidget, operations: Operations, service: object, *args: object, key: str) -> None:
        assert callable(service)
        super().__init__(parent, operations, service, *args, key=key)
        self.place = self.add_line_edit(text(f"{key}.place"), hint=text("places.beginning.hint"))

    def answer(self) -> tuple[object, ...]:
        """Return the name."""
        return (self.place.text(),)


class JoinDialog(Ask):
    """Asks for the words of the vote and for the name of this place."""

    def __init__(
        self,
        parent: QWidget,
        operations: Operations,
        room: Room,
        poll_id: PollId,
        content: bytes,
        preview: PlaceListPreview,
        poll: str,
    ) -> None:
        super().__init__(
            parent,
            operations,
            join_joint_vote,
            room,
            poll_id,
            key="places.joining",
            place=preview.place,
            title=preview.vote_title,
            poll=poll,
        )
        self._content = content
        self.place = self.add_line_edit(text("places.joining.place"), hint=text("places.beginning.hint"))
        self.key_words = self.add_line_edit(text("places.joining.key_words"))

    def answer(self) -> tuple[object, ...]:
        """Return the name, the list and the words."""
        return self.place.text(), self._content, self.key_words.text()


class TakeListDialog(Ask):
    """Shows how many a list has, from where, how many are on the roster and who has two; then takes it in."""

    def __init__(
        self, parent: QWidget, operations: Operations, room: Room, content: bytes, preview: PlaceListPreview
    ) -> None:
        super().__init__(
            parent,
            operations,
            take_place_list,
            room,
            content,
            key="places.taking",
            place=preview.place,
            title=preview.vote_title,
            when=moment_words(preview.made_at_ms),
        )
        places = [text("places.taking.place_people", place=place, count=count) for place, count in preview.places]
        told = " · ".join(places) or text("places.taking.nobody")
        lines = [
            text("places.taking.contents", places=told),
            text("places.taking.news", added=preview.added, gone=preview.gone, roster=preview.on_roster),
        ]
        if preview.doubles:
            lines.append(text("places.taking.doubles", count=preview.doubles))
        self.said = WrappedLabel("\n".join(lines), self, name="listSaid")
        fill(self.body, self.said)
        self._first_field = self.accept_button


class OtherSystemDialog(Ask):
    """Asks what the other system is called, and takes its people in."""

    def __init__(
        self, parent: QWidget, operations: Operations, room: Room, poll_id: PollId, file: OtherSystemFile
    ) -> None:
        super().__init__(
            parent,
            operations,
            take_voters_of_other_system,
            room,
            poll_id,
            key="places.other_system",
            file=file.file_name,
            count=len(file.voters),
        )
        self._file = file
        self.place = self.add_line_edit(text("places.other_system.place"))
        self.place.setText(text("places.other_system.name"))

    def answer(self) -> tuple[object, ...]:
        """Return name, people and the hash of the file."""
        return self.place.text(), self._file.voters, self._file.sha256


def _place_of_row(row: tuple[str, int]) -> str:
    return row[0]


def _people_of_row(row: tuple[str, int]) -> str:
    return f"{row[1]:,}"


def _searchable_texts_of_place(row: tuple[str, int]) -> tuple[str, str]:
    return row[0], ""
