"""Keeps Qt for Python from reading the source of every module: without it each import after Qt's costs a file more.

Workaround for PySide6 6.11: after each import it reads the module's source to look for the word PySide6, so as to know
where its optional spelling (`snake_case`, `true_property`) might be switched on. We never switch it on. It may go when
PySide6 no longer does so; where the function is not found nothing is changed.
"""

from __future__ import annotations

import sys
from types import ModuleType

import shiboken6  # noqa: F401 - importing it loads what is asked below

_FEATURE = "shibokensupport.feature"
_QUESTION = "_mod_uses_pyside"


def spare_reading_sources() -> None:
    """Answer PySide6's question by a module's name from now on: only ours may call Qt."""
    feature = sys.modules.get(_FEATURE)
    if hasattr(feature, _QUESTION):
        setattr(feature, _QUESTION, _may_use_qt)


def _may_use_qt(module: ModuleType) -> bool:
    return module.__name__.startswith(__name__.partition(".")[0])


spare_reading_sources()
