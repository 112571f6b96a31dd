"""Where the console stood when it was last closed: a file of the station folder, never the system's registry."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QByteArray
from PySide6.QtWidgets import QMainWindow

_KEY = "console/geometry"
_LEAST = (1024, 640)
_FIRST = (1366, 768)


def restore_place(window: QMainWindow, settings_path: Path | None) -> None:
    """Put the window where it was, or give it its first size."""
    window.setMinimumSize(*_LEAST)
    window.resize(*_FIRST)
    if settings_path is not None and settings_path.exists():
        from PySide6.QtCore import QSettings

        geometry = QSettings(str(settings_path), QSettings.Format.IniFormat).value(_KEY)
        if isinstance(geometry, QByteArray):
            window.restoreGeometry(geometry)


def keep_place(window: QMainWindow, settings_path: Path | None) -> None:
    """Note where the window stands."""
    if settings_path is not None:
        from PySide6.QtCore import QSettings

        QSettings(str(settings_path), QSettings.Format.IniFormat).setValue(_KEY, window.saveGeometry())
