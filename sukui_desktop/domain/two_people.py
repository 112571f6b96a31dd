"""Two people: how many decide something together, and when two typed names are of two people.

They give proofs of keys of their own (`services/person_keys.py` `open_keys_of_two_people`). Typed names are left where
there is no key to ask for: a poll without a lock (made ready before 0.5.0, or not yet ready) that is withdrawn or void,
and a lot that was drawn by hand, which the names bear witness to.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence

from sukui_desktop.domain.errors import RuleBroken

PEOPLE_WHO_DECIDE = 2


def require_two_different_names(names: Sequence[str]) -> tuple[str, str]:
    """Return the two names, tidied.

    Raises RuleBroken two_people_needed unless there are exactly two non-empty names, two_people_alike where they
    differ only in blanks, in capitals or in how their letters are put together: that is one person.
    """
    tidy = tuple(" ".join(name.split()) for name in names)
    if len(tidy) != PEOPLE_WHO_DECIDE or not all(map(_letters_of_name, tidy)):
        raise RuleBroken("two_people_needed")
    if _letters_of_name(tidy[0]) == _letters_of_name(tidy[1]):
        raise RuleBroken("two_people_alike", first=tidy[0], second=tidy[1])
    return tidy[0], tidy[1]


def _letters_of_name(name: str) -> str:
    """Return the letters and figures of a name, however it is spaced, dotted or composed."""
    return "".join(letter for letter in unicodedata.normalize("NFKC", name).casefold() if letter.isalnum())
