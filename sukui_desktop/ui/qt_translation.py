"""Qt's own dialogs, menus and calendars in Korean: its translation, and the words that it lacks."""

from __future__ import annotations

import json

from PySide6.QtCore import QLibraryInfo, QLocale, QTranslator
from PySide6.QtWidgets import QApplication

from sukui_desktop.assets.resources import read_resource


class MissingWords(QTranslator):
    """The words of Qt's dialogs that its own Korean translation leaves in English."""

    def __init__(self, app: QApplication) -> None:
        super().__init__(app)
        self._words: dict[str, str] = json.loads(read_resource("i18n/qt_ko.json"))

    def isEmpty(self) -> bool:
        """Return that there are words: Qt asks an empty translator for nothing."""
        return False

    def translate(self, context: str, source: str, disambiguation: str | None = None, count: int = -1) -> str | None:
        """Return the Korean word for what Qt says in English; None where its own translation is asked next."""
        return self._words.get(source)


def translate_qt(app: QApplication) -> None:
    """Make Qt speak Korean: the names of days and months, its dialogs and its menus."""
    QLocale.setDefault(QLocale(QLocale.Language.Korean, QLocale.Country.SouthKorea))
    translator = QTranslator(app)
    if translator.load("qtbase_ko", QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)):
        app.installTranslator(translator)
    app.installTranslator(MissingWords(app))
