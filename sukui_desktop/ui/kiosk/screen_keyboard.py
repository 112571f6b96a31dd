"""Keys on the screen: a grid of letters or figures, and a Korean keyboard that composes syllables from strokes."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QGridLayout, QPushButton, QSizePolicy, QWidget

from sukui_desktop.assets.messages import text
from sukui_desktop.ui.kiosk.page_base import KioskButton
from sukui_desktop.ui.kiosk.tap_guard import STRUCK_TWICE
from sukui_desktop.ui.widgets.basic_widgets import EnterButton, with_screen_reader_name, with_style_property
from sukui_desktop.ui.widgets.layouts import column_of, grow, row_of
from sukui_desktop.ui.widgets.screen_scale import with_spacing_in_ems

CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""The letters of a slip's number. Source: Crockford base32, which leaves out I, L, O and U."""

DIGITS = "1234567890"
LEADS = "ㄱㄴㄷㄹㅁㅂㅅㅇㅈㅊㅋㅌㅍㅎ"
"""The 14 plain 초성: enough to find a title."""
_LEADS = "ㄱㄲㄴㄷㄸㄹㅁㅂㅃㅅㅆㅇㅈㅉㅊㅋㅌㅍㅎ"
_VOWELS = "ㅏㅐㅑㅒㅓㅔㅕㅖㅗㅘㅙㅚㅛㅜㅝㅞㅟㅠㅡㅢㅣ"
_TAILS = "ㄱㄲㄳㄴㄵㄶㄷㄹㄺㄻㄼㄽㄾㄿㅀㅁㅂㅄㅅㅆㅇㅈㅊㅋㅌㅍㅎ"
_JOINED = {
    **dict(zip(("ㅗㅏ", "ㅗㅐ", "ㅗㅣ", "ㅜㅓ", "ㅜㅔ", "ㅜㅣ", "ㅡㅣ"), "ㅘㅙㅚㅝㅞㅟㅢ", strict=True)),
    **dict(zip(("ㄱㅅ", "ㄴㅈ", "ㄴㅎ", "ㄹㄱ", "ㄹㅁ", "ㄹㅂ"), "ㄳㄵㄶㄺㄻㄼ", strict=True)),
    **dict(zip(("ㄹㅅ", "ㄹㅌ", "ㄹㅍ", "ㄹㅎ", "ㅂㅅ"), "ㄽㄾㄿㅀㅄ", strict=True)),
}
"""Two strokes that make one vowel or one final sound."""
_FIRST_SYLLABLE = 0xAC00
SHIFTED = dict(zip("ㅂㅈㄷㄱㅅㅐㅔ", "ㅃㅉㄸㄲㅆㅒㅖ", strict=True))
"""What a key writes after 쌍자음. Source: KS X 5002."""
_ROWS = "ㅂㅈㄷㄱㅅㅛㅕㅑㅐㅔ123" + "ㅁㄴㅇㄹㅎㅗㅓㅏㅣ?456" + "ㅋㅌㅊㅍㅠㅜㅡ.,0789"
"""The two-set layout with a block of figures at its right. Source: KS X 5002."""
_COLUMNS = 13


class KeyPad(QWidget):
    """A grid of letters, walked with Tab or the arrows."""

    letter_pressed = Signal(str)

    def __init__(self, letters: str, columns: int, name_key: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.keys: list[QPushButton] = []
        # Set apart far enough for a focus ring.
        grid = with_spacing_in_ems(QGridLayout(self), 0.45, (0.35, 0.35, 0.35, 0.35))
        for place, letter in enumerate(letters):
            key = with_style_property(
                with_screen_reader_name(EnterButton(letter, self), text(name_key, letter=letter)), "kind", "key"
            )
            key.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
            key.setProperty(STRUCK_TWICE, True)
            key.clicked.connect(self._announce_letter_of_clicked_key)
            grid.addWidget(key, place // columns, place % columns)
            self.keys.append(key)

    @Slot()
    def _announce_letter_of_clicked_key(self) -> None:
        key = self.sender()
        if isinstance(key, QPushButton):
            self.letter_pressed.emit(key.text())


def compose_hangul(strokes: str) -> str:
    """Return what these strokes (ㄱㅏㄴㅏ, figures, signs) write: 가나.

    A consonant closes a syllable unless a vowel follows, as on every Korean keyboard.
    """
    written: list[str] = []
    place = 0
    while place < len(strokes):
        if strokes[place] in _LEADS and _is_vowel_stroke_at(strokes, place + 1):
            syllable, place = _compose_syllable_at(strokes, place)
            written.append(syllable)
        elif _is_vowel_stroke_at(strokes, place):
            vowel, place = _join_vowels(strokes, place)
            written.append(vowel)
        else:
            written.append(strokes[place])
            place += 1
    return "".join(written)


def _is_vowel_stroke_at(strokes: str, place: int) -> bool:
    return place < len(strokes) and strokes[place] in _VOWELS


def _compose_syllable_at(strokes: str, place: int) -> tuple[str, int]:
    lead = _LEADS.index(strokes[place])
    vowel, place = _join_vowels(strokes, place + 1)
    tail = ""
    while place < len(strokes) and not _is_vowel_stroke_at(strokes, place + 1):
        longer = _JOINED.get(tail + strokes[place], "") if tail else strokes[place]
        if not longer or longer not in _TAILS:
            break
        tail, place = longer, place + 1
    number = (lead * len(_VOWELS) + _VOWELS.index(vowel)) * (len(_TAILS) + 1)
    return chr(_FIRST_SYLLABLE + number + (_TAILS.index(tail) + 1 if tail else 0)), place


def _join_vowels(strokes: str, place: int) -> tuple[str, int]:
    joined = _JOINED.get(strokes[place : place + 2], "")
    return (joined, place + 2) if joined else (strokes[place], place + 1)


class WritingKeys(QWidget):
    """Sends strokes; 쌍자음 holds for one letter."""

    stroke_pressed = Signal(str)
    erased = Signal()
    cleared = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.letters = KeyPad(_ROWS, _COLUMNS, "ballot_kinds.opinion.key", self)
        self.shift = KioskButton("ballot_kinds.opinion.shift", self)
        self.blank = KioskButton(
            "ballot_kinds.opinion.space", self, is_struck_twice=True, on_click=self._announce_space
        )
        self.erase = KioskButton("ballot_kinds.opinion.erase", self, is_struck_twice=True, on_click=self.erased)
        self.clear = KioskButton("ballot_kinds.opinion.clear", self, on_click=self.cleared)
        self.shift.setCheckable(True)
        row = row_of(grow(self.shift), grow(self.blank, 2), grow(self.erase), grow(self.clear))
        with_spacing_in_ems(
            column_of(self.letters, with_spacing_in_ems(row, 0.5, (0.35, 0.1, 0.35, 0.35)), into=self), 0
        )
        for key in self.keys_in_tab_order():
            # A finger on a key leaves the cursor in the field.
            key.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.letters.letter_pressed.connect(self._announce_stroke_and_release_shift)
        self.shift.toggled.connect(self._show_letters_of_shift)

    def keys_in_tab_order(self) -> tuple[QPushButton, ...]:
        """Return every key in the order of Tab."""
        return (*self.letters.keys, self.shift, self.blank, self.erase, self.clear)

    @Slot(str)
    def _announce_stroke_and_release_shift(self, letter: str) -> None:
        self.stroke_pressed.emit(letter)
        self.shift.setChecked(False)

    @Slot(bool)
    def _show_letters_of_shift(self, is_on: bool) -> None:
        for place, key in enumerate(self.letters.keys):
            plain = _ROWS[place]
            key.setText(SHIFTED.get(plain, plain) if is_on else plain)

    @Slot()
    def _announce_space(self) -> None:
        self.stroke_pressed.emit(" ")
