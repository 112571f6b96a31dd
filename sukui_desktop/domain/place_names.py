"""The city, district and neighbourhood that an office's or a meeting's name says."""

from __future__ import annotations

import re

_PLACE = re.compile(r"(?:\S{2,}(?:특별자치시|특별자치도|특별시|광역시|시|도|군|읍|면|동)|\S+구)")
_NO_PLACES = re.compile(
    r"연구|요구|지구|기구|가구|도구|친구|청구|복구|자동|공동|행동|활동|운동|이동|노동|아동|협동|.*제도|속도|한도|정도|.*연도|년도|다시|도시|임시|동시|즉시"
)


def place_words_of_names(*names: str) -> str:
    """Return the place that the first of these names says, the larger part first: 햇살구 햇살동 of 햇살구 햇살동
    주민센터; '' where none says one.

    Words count from the first that names a place, as far as they go on naming one.
    """
    for name in names:
        found: list[str] = []
        for word in re.split(r"[\s,·()]+", name):
            is_place = _PLACE.fullmatch(word) is not None and _NO_PLACES.fullmatch(word) is None
            if is_place:
                found.append(word)
            elif found:
                break
        if found:
            return " ".join(found)
    return ""
