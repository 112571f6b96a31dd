"""What staff at the console must see at once of the stations: calls for help, machines on the internet, copies."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QApplication, QFrame, QWidget

from sukui_desktop.assets.messages import text
from sukui_desktop.models.ids import StationId
from sukui_desktop.models.station import CONSOLE
from sukui_desktop.services.stations.station_reports import StationReport
from sukui_desktop.ui.theme import color
from sukui_desktop.ui.widgets.basic_widgets import button, icon, with_style_property
from sukui_desktop.ui.widgets.labels_without_markup import PlainLabel
from sukui_desktop.ui.widgets.layouts import grow, row_of

_SIGN_PX = 20


class HelpCallBar(QFrame):
    """Who calls for staff, until it is acknowledged or the caller takes it back; a new call beeps."""

    acknowledged = Signal(str)
    """The station whose call staff saw."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("helpCallBar")
        self.setStyleSheet(f"#helpCallBar {{ background: {color('danger-tint').name()}; }}")
        self.label = with_style_property(PlainLabel(self), "heading", "3")
        self.label.setWordWrap(True)
        self.seen_button = button(text("stations.call.seen"), "primary", on_click=self._acknowledge_all_calls)
        row_of(
            _make_warning_sign(self), grow(self.label), self.seen_button, spacing=12, margins=(24, 8, 16, 8), into=self
        )
        self._callers: tuple[StationId, ...] = ()
        self.hide()

    def show_calls(self, reports: Sequence[StationReport], *, is_own_kiosk_calling: bool = False) -> None:
        """Show the stations that call just now, and the kiosk of this computer, whose call is acknowledged as that of
        `CONSOLE`; a station that is lost keeps its call until it is heard again."""
        stations = [report.row for report in reports if report.needs_help and not report.row.revoked_at_ms]
        calling = [(row.station_id, row.name) for row in stations]
        if is_own_kiosk_calling:
            calling.insert(0, (CONSOLE, text("stations.call.own")))
        callers = tuple(caller for caller, _ in calling)
        is_new = any(caller not in self._callers for caller in callers)
        self._callers = callers
        names = ", ".join(name for _, name in calling)
        self.label.setText(text("stations.call.words", names=names) if calling else "")
        self.setAccessibleName(self.label.text())
        self.setVisible(bool(calling))
        if is_new:
            QApplication.beep()
            QApplication.alert(self.window())

    @Slot()
    def _acknowledge_all_calls(self) -> None:
        for caller in self._callers:
            self.acknowledged.emit(caller)
        self.hide()


class _WarningBar(QFrame):
    """A sentence for as long as it is true; it cannot be put away."""

    def __init__(self, parent: QWidget, name: str) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.setStyleSheet(f"#{name} {{ background: {color('warning-tint').name()}; }}")
        self.label = PlainLabel(self)
        self.label.setWordWrap(True)
        row_of(_make_warning_sign(self), grow(self.label), spacing=12, margins=(24, 8, 16, 8), into=self)
        self.hide()

    def show_names(self, key: str, names: Sequence[str]) -> None:
        """Show a sentence with these names, nothing where there are none."""
        self.label.setText(text(key, names=", ".join(names)) if names else "")
        self.setAccessibleName(self.label.text())
        self.setVisible(bool(names))


class InternetBar(_WarningBar):
    """Which machines reach the internet, for as long as they do; only the cable can be put away."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent, "internetBar")

    def show_machines_on_internet(self, reports: Sequence[StationReport], *, is_own_online: bool) -> None:
        """Show the stations that said so and were heard just now, and this computer."""
        own = [text("stations.internet.own")] if is_own_online else []
        online = [report for report in reports if report.is_online and not report.is_quiet]
        names = [*own, *(report.row.name for report in online if not report.row.revoked_at_ms)]
        self.show_names("stations.internet.words", names)


class DoubleStationBar(_WarningBar):
    """Stations with whose certificate two programs work, for as long as they do."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent, "doubleStationBar")

    def show_doubles(self, reports: Sequence[StationReport]) -> None:
        """Show the stations that came twice just now."""
        names = [report.row.name for report in reports if report.is_double and not report.row.revoked_at_ms]
        self.show_names("stations.double.words", names)


def _make_warning_sign(parent: QWidget) -> PlainLabel:
    sign = PlainLabel(parent)
    sign.setPixmap(icon("warning", "danger-text").pixmap(_SIGN_PX, _SIGN_PX))
    return sign
