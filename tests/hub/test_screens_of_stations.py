"""Which screen a station covers: asked with numbers on the screens, never one that another role covers, remembered."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

from tests.ui.kiosk.test_kiosk_screen_dialog import SCREENS

PROGRAM = """
import os, sys
from pathlib import Path
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
app = QApplication([])
from sukui_desktop.models.station import StationRole
from sukui_desktop.programs.screens_in_use import CONSOLE, CoveredScreen, ScreensInUse
from sukui_desktop.ui.station.screen_choice_window import ScreenChoiceWindow, ScreenNumber
home = Path(sys.argv[1])
laptop, projector = app.screens()
kiosk = CoveredScreen(ScreensInUse(home), "kiosk", home / "kiosk")
assert kiosk.find() is None, "two free screens: people are asked"
window = ScreenChoiceWindow(StationRole.KIOSK, kiosk.taken_by)
window.show()
chosen = []
window.screen_chosen.connect(chosen.append)
numbers = [one for one in app.topLevelWidgets() if isinstance(one, ScreenNumber) and one.isVisible()]
assert sorted(one.number for one in numbers) == [1, 2]
assert all(app.screens()[one.number - 1].geometry().contains(one.geometry()) for one in numbers)
assert not window.open_button.isEnabled(), "none is chosen beforehand"
# Meanwhile another program covers the projector for the hall.
hall = CoveredScreen(ScreensInUse(home), "hall", home / "hall", told=2)
assert hall.find() is projector
window.choices.button(1).setChecked(True)
window.open_button.click()
assert not chosen, "taken since: the hall would see the ballots"
assert not window.choices.button(1).isEnabled()
window.choices.button(0).setChecked(True)
QTest.keyClick(window.open_button, Qt.Key.Key_Return)
assert chosen == [laptop]
kiosk.take(laptop)
app.processEvents()
assert not [one for one in app.topLevelWidgets() if isinstance(one, ScreenNumber) and one.isVisible()]
# Another station finds none; one whose number was told but is taken is not given it.
other = CoveredScreen(ScreensInUse(home), "kiosk", home / "other", told=2)
assert other.find() is None
assert other.taken_by(projector) == "hall"
full = ScreenChoiceWindow(StationRole.KIOSK, other.taken_by)
assert not any(choice.isEnabled() for choice in full.choices.buttons())
full.close()
# After a start the same screen is found again, though both are free.
kiosk.release()
hall.release()
again = CoveredScreen(ScreensInUse(home), "kiosk", home / "kiosk")
assert again.find() is laptop
# The console's own screen is left alone where there is another.
again.release()
console = ScreensInUse(home)
assert console.claim(laptop, CONSOLE)
assert again.taken_by(laptop) == CONSOLE
assert again.find() is projector, "the only one that is free"
# Two programs look in the same moment: who comes second covers nothing.
again.release()
console.release()
first, second = (CoveredScreen(ScreensInUse(home), "kiosk", home / name, told=2) for name in ("first", "second"))
second.taken_by = lambda screen: ""
assert first.find() is projector
assert second.find() is None
assert not second.take(projector)
# A disk that takes nothing: the screen is covered all the same.
first.release()
(home / "file").write_text("")
full = CoveredScreen(ScreensInUse(home), "kiosk", home / "file", told=2)
assert full.find() is projector
print("all right")
sys.stdout.flush()
os._exit(0)
"""


def test_a_screen_is_asked_for_with_numbers_refused_where_taken_and_remembered(tmp_path: Path) -> None:
    config = tmp_path / "screens.json"
    config.write_text(json.dumps(SCREENS), encoding="utf-8")
    root = Path(__file__).parents[2]
    environment = {**os.environ, "QT_QPA_PLATFORM": f"offscreen:configfile={config}", "SUKUI_HOME": str(tmp_path)}
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM, str(tmp_path)],
        env={**environment, "PYTHONPATH": str(root)},
        cwd=root,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert "all right" in done.stdout, done.stderr
