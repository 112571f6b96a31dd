"""Money as whole numbers of the smallest unit: reading exactly what people and files write.

An amount is an `int` of the currency's smallest unit, with the currency beside it. Nothing here is a float.
"""

from __future__ import annotations

import re
import unicodedata
from fractions import Fraction

from sukui_desktop.domain.errors import BadInput

NO_CURRENCY = "XXX"
"""The currency of a file that names none. Source: ISO 4217."""

LARGEST_AMOUNT = 10**18
"""Amounts stay below this so that a sum of a few fits a 64-bit column; the national budget is 7 × 10^14 won."""

GROUP_UNITS = {"조": 10**12, "억": 10**8, "만": 10**4, "": 1}
SMALL_UNITS = {"천": 1000, "백": 100, "십": 10, "": 1}
"""Korean numerals, the largest first; '' where none is written. A group holds the small ones: 2천만."""

_WHOLE_CURRENCIES = frozenset({"KRW", "JPY"})
_NBSP = "\u00a0"
_SIGNS = {"KRW": ("₩", "\\", "KRW"), "USD": ("$", "US$"), "CAD": ("$", "C$"), "EUR": ("€",), "JPY": ("¥",)}
_WORDS = {"KRW": ("원정", "원", "KRW"), "PLN": ("zł",), "EUR": ("€",), "HUF": ("Ft",), "JPY": ("엔", "円")}
_NUMBER = r"(?:[0-9]{1,3}(?:,[0-9]{3})+|[0-9]+)(?:\.[0-9]+)?"
_PLAIN = re.compile(rf"{_NUMBER}\Z")
_DECIMAL = re.compile(r"[0-9]+(?:\.[0-9]+)?\Z")
_GROUP = re.compile(rf"((?:(?:{_NUMBER})?[천백십]|{_NUMBER})*+)([조억만]|\Z)")
"""What is taken is never given back (`*+`): 1234 is also 12 and 34, and sixty figures would be tried for ever."""
_TERM = re.compile(rf"({_NUMBER})?([천백십]|\Z|)")
_NEGATIVE = re.compile(r"[-−‐–△▲]|\(.*\)\Z")
_TWO_NUMBERS = re.compile(r"[0-9][,.]?[ \t]*[\r\n\v\f]\s*[0-9]|[0-9],\s+[0-9]|[0-9] +(?![0-9]{3}(?![0-9]))[0-9]")
"""Two numbers in one cell; blanks within one number part its thousands and nothing else."""
NOTE_DIGIT = re.compile(r"[²³¹⁰⁴-⁹₀-₉①-⓿❶-➓]")
"""Digits that mark a footnote and would become figures of the amount: 850000¹."""
_POINT_FOR_COMMA = re.compile(r"[₩\\]?[0-9]{1,3}\.[0-9]{2}0(?:원정?)?")
"""850.000, which may be 850,000: no program writes the last zero of a part."""
_LONGEST = 60


def decimal_places_of_currency(currency: str) -> int:
    """Return how many decimal places an amount of `currency` has: 0 for KRW and JPY, else 2."""
    return 0 if currency in _WHOLE_CURRENCIES else 2


def parse_money(text: str, currency: str, unit: int = 1) -> int:
    """Read an amount as people write it: 1,234,567원 · ₩1,000 · 3억 2천만원 · 462.8억 · 12.50 zł.

    `unit` is what a bare number counts in (1000 for a column headed 천원); a value that names its own unit ignores it.
    Raises BadInput: money_empty, money_unreadable, money_negative, money_fraction, money_too_large (facts: value,
    currency).
    """
    value = _tidy_amount(text)
    if not value.strip("-–—―"):
        raise BadInput("money_empty", value=text, currency=currency)
    if len(value) > _LONGEST:
        raise BadInput("money_unreadable", value=text[:_LONGEST], currency=currency)
    if currency == "KRW" and _POINT_FOR_COMMA.fullmatch(value):
        raise BadInput("money_unreadable", value=text, currency=currency)
    if NOTE_DIGIT.search(text):
        raise BadInput("money_unreadable", value=text, currency=currency)
    if _NEGATIVE.match(value):
        raise BadInput("money_negative", value=text, currency=currency)
    if _TWO_NUMBERS.search(unicodedata.normalize("NFKC", text).strip()):
        raise BadInput("money_unreadable", value=text, currency=currency)
    if (said := _parse_sum_in_korean_numerals(text)) is not None and said != parse_money(value, currency, unit):
        raise BadInput("money_unreadable", value=text, currency=currency)
    bare, says_won = _strip_currency_sign(value, currency)
    if _PLAIN.match(bare):
        return _convert_to_smallest_unit(_parse_digits(bare) * (1 if says_won else unit), text, currency)
    amount = _parse_amount_in_korean_units(bare, says_won)
    if amount is None:
        raise BadInput("money_unreadable", value=text, currency=currency)
    return _convert_to_smallest_unit(amount, text, currency)


def amount_names_its_unit(text: str, currency: str = "KRW") -> bool:
    """Return whether an amount names its own unit, as 850천원 and 3억 do, so that no unit of its column counts."""
    bare, says_won = _strip_currency_sign(_tidy_amount(text), currency)
    return says_won or _PLAIN.match(bare) is None


def _tidy_amount(text: str) -> str:
    """Return an amount without blanks, without the 금 before it and the same sum in words or brackets behind it.

    금300,000,000원(금삼억원) is how an official paper writes it; 850(천원) names its unit in brackets.
    """
    value = re.sub(r"\s", "", unicodedata.normalize("NFKC", text))
    value = re.sub(r"\A(?:일금|一金|금|金)(?=[0-9₩\\])", "", value)
    value = re.sub(r"(?<=[0-9원정])[(\[](?:일금|一金|금|金)[가-힣一-鿿0-9,]*[)\]]\Z", "", value)
    return re.sub(r"(?<=[0-9])[(\[]([십백천만억조]*원?)[)\]]\Z", r"\1", value)


def _parse_sum_in_korean_numerals(text: str) -> Fraction | None:
    """Return the sum that an official paper repeats in Korean numerals, (금삼억원); None without one."""
    found = re.search(r"\(\s*(?:일금|금)\s*([일이삼사오육칠팔구십백천만억조\s]+)원?정?\s*\)", text)
    if found is None:
        return None
    digits = re.sub(r"\s", "", found.group(1)).translate(str.maketrans("일이삼사오육칠팔구", "123456789"))
    return _parse_amount_in_korean_units(digits, says_won=True)


def parse_decimal_money(text: str, currency: str) -> int:
    """Read an amount as files write it, digits and at most one point: 2228141.75, 400000.0.

    Raises BadInput like `parse_money`.
    """
    value = text.strip()
    if not value:
        raise BadInput("money_empty", value=text, currency=currency)
    if _NEGATIVE.match(value):
        raise BadInput("money_negative", value=text[:_LONGEST], currency=currency)
    if len(value) > _LONGEST or not _DECIMAL.match(value):
        raise BadInput("money_unreadable", value=text[:_LONGEST], currency=currency)
    return _convert_to_smallest_unit(Fraction(value), text, currency)


def money_as_decimal_text(amount: int, currency: str) -> str:
    """Return an amount as files write it: 2228141.75, 400000. `parse_decimal_money` reads it back; 0 or more."""
    digits = decimal_places_of_currency(currency)
    whole, part = divmod(amount, 10**digits)
    return f"{whole}.{part:0{digits}d}".rstrip("0") if part else str(whole)


def format_money(amount: int, currency: str) -> str:
    """Return an amount for people: 1,234,567원, 1,234.50 PLN."""
    sign, size = ("-", -amount) if amount < 0 else ("", amount)
    if currency == "KRW":
        return f"{sign}{size:,}원"
    digits = decimal_places_of_currency(currency)
    whole, rest = divmod(size, 10**digits)
    return f"{sign}{whole:,}" + (f".{rest:0{digits}d}" if digits else "") + f" {currency}"


def words_of_won(amount: int) -> str:
    """Return won with Korean units, no-break spaces between them: 320,000,000 gives 3억 2천만원.

    `parse_money` reads it back to the same amount. `amount` is 0 or more.
    """
    parts: list[str] = []
    for word, size in GROUP_UNITS.items():
        count, amount = divmod(amount, size)
        if count:
            parts.append(_words_below_ten_thousand(count, word))
    return (_NBSP.join(parts) or "0") + "원"


def _words_below_ten_thousand(count: int, word: str) -> str:
    """Return 2천만 for even thousands of a group, 2,500만 otherwise; below 만 always digits."""
    if word and count < 10_000 and count % 1000 == 0:
        return f"{count // 1000}천{word}"
    return f"{count:,}{word}"


def _strip_currency_sign(value: str, currency: str) -> tuple[str, bool]:
    """Return the value without its currency sign or word, and whether it had a word behind it."""
    for sign in (*_SIGNS.get(currency, ()), currency):
        if value.startswith(sign):
            value = value.removeprefix(sign)
            break
    for word in (*_WORDS.get(currency, ()), currency):
        if value.endswith(word):
            return value.removesuffix(word), True
    return value, False


def _parse_digits(digits: str) -> Fraction:
    return Fraction(digits.replace(",", ""))


def _parse_amount_in_korean_units(value: str, says_won: bool) -> Fraction | None:
    """Return the amount of 1조2,000억3천5백만400원, or None when it is not written so.

    Units must fall from left to right and each part stay below the unit before it. Refused because people mean
    different things by them: a decimal point beside other numbers (1.5억 9천만), loose digits at the end (1억5).
    """
    if not value or ("." in value and len(re.findall(_NUMBER, value)) > 1):
        return None
    total, place, below = Fraction(0), 0, 10**_LONGEST
    while place < len(value):
        found = _GROUP.match(value, place)
        if found is None or not found.group():
            return None
        word, size = found.group(2), GROUP_UNITS[found.group(2)]
        part = _parse_number_below_ten_thousand(found.group(1), word)
        if part is None or part * size >= below:
            return None
        if place and not word and not says_won and not _do_digits_fill_all_places(found.group(1), below):
            return None
        total, place, below = total + part * size, found.end(), size
    return total


def _parse_number_below_ten_thousand(value: str, group: str) -> Fraction | None:
    """Return the number of one group, 2천5백 or 2,500; an empty one counts 1 before 만 only (만원)."""
    if not value:
        return Fraction(1) if group == "만" else None
    total, place, below = Fraction(0), 0, 0
    while place < len(value):
        found = _TERM.match(value, place)
        if found is None or not found.group():
            return None
        digits, size = found.group(1), SMALL_UNITS[found.group(2)]
        part = (_parse_digits(digits) if digits else Fraction(1)) * size
        if below and (part >= below or (size == 1 and not _do_digits_fill_all_places(digits, below))):
            return None
        total, place, below = total + part, found.end(), size
    return total


def _do_digits_fill_all_places(digits: str, unit: int) -> bool:
    """Return whether loose digits fill all places below the unit before them: 3만5000 yes, 3만5 no."""
    return "1" + "0" * len(digits.replace(",", "")) == str(unit)


def _convert_to_smallest_unit(amount: Fraction, text: str, currency: str) -> int:
    """Return the amount in the smallest unit, refusing a part of it."""
    smallest = amount * 10 ** decimal_places_of_currency(currency)
    if smallest.denominator != 1:
        raise BadInput("money_fraction", value=text, currency=currency)
    if smallest >= LARGEST_AMOUNT:
        raise BadInput("money_too_large", value=text, currency=currency)
    return int(smallest)
