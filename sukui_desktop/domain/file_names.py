"""Names of files made of titles: cut by bytes, without what Windows forbids, never the name of a device."""

from __future__ import annotations

import re
import unicodedata

from sukui_desktop.domain.text_cleaning_and_search import clean_text

MOST_NAME_BYTES = 255
"""Of a name with its ending, on the disks of Linux and of USB sticks."""
MOST_STEM_BYTES = 150
"""Of a name before its ending, so that a number, the name of a box (`-<poll>.box`) and a database's own endings fit
behind it; encrypted home folders leave less than 255."""
_MOST_KIND_BYTES = 90
_FORBIDDEN = re.compile(r'[\\/:*?"<>|\x00-\x1f]+')
_UNCLOSED = re.compile(r"\s*[(\[{〔【「『《〈‘“][^)\]}〕】」』》〉’”]*\Z")
"""Of words that were cut: an opening bracket whose other half is gone, and what is behind it."""
_DAY = re.compile(r"\A\d{4}-\d{2}-\d{2}(?= )")
_DEVICE = re.compile(r"(?:con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])\Z", re.IGNORECASE)


def cut_to_bytes(text: str, most: int) -> str:
    """Return the beginning of a text that takes at most so many bytes of UTF-8, not cut within a letter."""
    if len(text.encode("utf-8")) <= most:
        return text
    cut = text.encode("utf-8")[:most].decode("utf-8", "ignore")
    while cut and unicodedata.combining(text[len(cut)]):  # a mark of its own letter would be left behind
        cut = cut[:-1]
    return cut.rstrip(" .\u200d")


def file_name_as_recorded(name: str) -> str:
    """Return the name of a file that somebody chose as the record notes it: one tidy line no longer than a disk has."""
    return cut_to_bytes(clean_text(name), MOST_NAME_BYTES)


def _cut_at_words(text: str, most: int) -> str:
    """Return as many whole words as take at most so many bytes; within a word only where it is very long."""
    cut = cut_to_bytes(text, most)
    if cut == text or text[len(cut)].isspace():
        return cut if cut == text else _UNCLOSED.sub("", cut).rstrip(" .·-–,") or cut
    words = _UNCLOSED.sub("", cut.rpartition(" ")[0]).rstrip(" .·-–,")
    return words if len(words.encode()) * 2 > most else cut


def dated_file_stem(day: str, title: str, kind: str, *, about: str = "") -> str:
    """Return 2026-08-29 <title> <about> <kind>; letters that Windows forbids become spaces, a long title is cut.

    `day` may be ''. All are cut between words and not within brackets; a kind of up to 90 bytes stays whole, and of
    what the file is `about` (a poll of the meeting) so much that a long title takes no more than half of its room.
    The kind is not said twice: 제3차 회의 is a 회의 already.
    """
    of_kind = _cut_at_words(_strip_forbidden_characters(kind), _MOST_KIND_BYTES)
    title, about = _strip_forbidden_characters(title), _strip_forbidden_characters(about)
    if about:
        room = MOST_STEM_BYTES - len(f"{day} {of_kind}   ".encode())
        about = _cut_at_words(about, max(room // 2, room - len(title.encode())))
        title = _cut_at_words(title, room - len(about.encode()))
        about = " ".join(filter(None, (title, about)))
    else:
        about = title
    is_said = about.endswith(of_kind)
    tail = "" if is_said and len(about.encode()) <= MOST_STEM_BYTES - len(day.encode()) - 1 else of_kind
    room = MOST_STEM_BYTES - len(f"{day} {tail} ".encode())
    stem = " ".join(part for part in (day, _cut_at_words(about, room), tail) if part).strip(" .")
    return f"_{stem}" if _DEVICE.match(stem.partition(".")[0].strip()) else stem


def stem_of_planned_day(stem: str, day: str) -> str:
    """Return the name of a meeting file with the day on which the meeting is planned now (2026-08-29); one that begins
    with no day stays, and so does every name where `day` is ''."""
    return _DAY.sub(day, stem) if day else stem


def _strip_forbidden_characters(words: str) -> str:
    return " ".join(_FORBIDDEN.sub(" ", clean_text(words)).split())
