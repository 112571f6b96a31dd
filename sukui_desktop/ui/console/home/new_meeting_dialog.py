"""A new meeting from a template: kind, name, time, place and passphrase."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import ClassVar

from msgspec.structs import replace
from PySide6.QtCore import QDateTime, Qt, Slot
from PySide6.QtWidgets import QLineEdit, QSizePolicy, QWidget

from sukui_desktop.assets.messages import text
from sukui_desktop.domain.errors import RuleBroken
from sukui_desktop.domain.meeting_kind_template import Template, iterate_template_items, planned_minutes
from sukui_desktop.services.opened_meeting import Context
from sukui_desktop.services.prepare.meeting_creation_and_details import PASSPHRASE_LEAST, MeetingDetails, create_meeting
from sukui_desktop.ui.ask_dialog import Ask
from sukui_desktop.ui.console.free_document_paths import free_dated_path
from sukui_desktop.ui.console.prepare.meeting_panel import QuorumField
from sukui_desktop.ui.service_queues import Operations
from sukui_desktop.ui.widgets.basic_widgets import hint, with_style_property
from sukui_desktop.ui.widgets.drop_down import DropDown
from sukui_desktop.ui.widgets.elided_label import ElidedLabel
from sukui_desktop.ui.widgets.form_fields import FieldGrid, MomentField
from sukui_desktop.ui.widgets.layouts import column_of, fill
from sukui_desktop.wording.refusal_sentences import refusal_sentence
from sukui_desktop.wording.times import local_datetime, moment_from_datetime

MINUTE_MS = 60_000


class NewMeetingDialog(Ask):
    """Makes the meeting file on the store queue."""

    help_key: ClassVar[str] = "home.new.help"

    def __init__(
        self,
        parent: QWidget,
        operations: Operations,
        context: Context,
        templates: tuple[Template, ...],
        folder: Path,
    ) -> None:
        super().__init__(parent, operations, create_meeting, key="home.new")
        self.setMinimumWidth(680)
        self._context = context
        self._templates = templates
        self._folder = folder
        self.template = DropDown(self)
        self.quorum = QuorumField()
        self.name = QLineEdit(self)
        self.body_name = QLineEdit(self)
        self.host = QLineEdit(self)
        self.place = QLineEdit(self)
        self.starts = MomentField()
        self.passphrase = _make_passphrase_field()
        self.again = _make_passphrase_field()
        self._fields += [self.passphrase, self.again]  # wiped when it closes
        self.agenda_hint = hint()
        self._lay_out()
        for template in templates:
            self.template.addItem(template.title)
        self.template.currentIndexChanged.connect(self._fill_in_from_template)
        self.starts.show_moment(_tomorrow_at_two_pm_ms())
        self._fill_in_from_template(0)
        self.refusal.reserve_height_of_lines(1)
        self._layout.setContentsMargins(28, 14, 28, 14)  # all of it fits into a window of 640 px
        self._layout.setSpacing(8)
        if self.contents is not None:
            self.contents.inner_layout.setSpacing(8)

    def problem(self) -> str:
        """Return what is missing before anything is asked of the service."""
        if not self.name.text().strip():
            return refusal_sentence(RuleBroken("title_missing"))
        if len(self.passphrase.text()) < PASSPHRASE_LEAST:
            return refusal_sentence(RuleBroken("passphrase_short", least=PASSPHRASE_LEAST))
        if self.passphrase.text() != self.again.text():
            self.again.setFocus()
            self.again.selectAll()
            return refusal_sentence(RuleBroken("passphrases_differ"))
        return ""

    def answer(self) -> tuple[object, ...]:
        """Return where the meeting is made, its passphrase and what it is."""
        template = self._templates[self.template.currentIndex()]
        starts_at_ms = self.starts.typed_moment_ms()
        details = MeetingDetails(
            title=self.name.text(),
            body_name=self.body_name.text(),
            host=self.host.text(),
            place=self.place.text(),
            starts_at_ms=starts_at_ms,
            ends_at_ms=starts_at_ms + planned_minutes(template) * MINUTE_MS,
            city=template.city,
            currency=template.currency,
        )
        path = free_dated_path(self._folder, self.name.text(), text("home.new.file_kind"), starts_at_ms, ".sukui")
        return path, self.passphrase.text(), details, replace(template, quorum=self.quorum.rule), self._context

    def _lay_out(self) -> None:
        grid = FieldGrid()
        grid.add_field(text("home.new.template"), self.template)
        grid.add_field(text("prepare.meeting.quorum.name"), self.quorum)
        fill(self.body, grid, self.agenda_hint)
        rest = FieldGrid()
        rest.add_field(text("prepare.meeting.title"), self.name, is_wide=True)
        rest.add_field(text("prepare.meeting.body_name"), self.body_name)
        rest.add_field(text("prepare.meeting.host"), self.host)
        rest.add_field(text("prepare.meeting.starts_at_ms"), self.starts)
        rest.add_field(text("prepare.meeting.place"), self.place)
        rest.add_field(text("home.new.passphrase"), self.passphrase)
        rest.add_field(text("home.new.again"), self.again)
        where = ElidedLabel(words=text("home.new.where", folder=self._folder), cut=Qt.TextElideMode.ElideMiddle)
        where.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)  # a long folder widens nothing
        rule = hint(text("home.new.rule", least=PASSPHRASE_LEAST))
        fill(self.body, rest, column_of(rule, with_style_property(where, "hint", "true"), spacing=2, margins=0))

    @Slot(int)
    def _fill_in_from_template(self, place: int) -> None:
        template = self._templates[place]
        items = len(list(iterate_template_items(template.items)))
        self.quorum.show_quorum_rule(template.quorum)
        self.agenda_hint.setText(text("home.new.agenda", items=items, minutes=planned_minutes(template)))
        if not self.name.isModified():
            year = local_datetime(QDateTime.currentMSecsSinceEpoch()).year
            self.name.setText(text("home.new.default_title", year=year, kind=template.title))
        # Another city's names must not pass for one's own: they are shown as an example and never taken.
        for field, example in ((self.body_name, template.body_name), (self.host, template.host)):
            field.setPlaceholderText(text("home.new.example", example=example))
        self.place.setPlaceholderText(text("home.new.example", example=template.place) if template.place else "")


def _make_passphrase_field() -> QLineEdit:
    return QLineEdit(echoMode=QLineEdit.EchoMode.Password)


def _tomorrow_at_two_pm_ms() -> int:
    tomorrow = local_datetime(QDateTime.currentMSecsSinceEpoch()) + timedelta(days=1)
    return moment_from_datetime(tomorrow.replace(hour=14, minute=0, second=0, microsecond=0))
