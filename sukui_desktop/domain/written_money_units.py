"""Units of money as headings, lines and cells of a sheet write them: (단위: 천원), 百萬원, KRW 1,000.

A sheet of 850 means 850 million won when its unit is 백만원, so a unit that is not understood is never taken for 1 won:
`UnitKind.UNKNOWN` says that a person has to be asked.
"""

from __future__ import annotations

import re
import unicodedata
from enum import StrEnum
from functools import lru_cache

import msgspec

from sukui_desktop.domain.money import GROUP_UNITS, SMALL_UNITS

_WORD_SCALES = {
    "thousand": 1000,
    "thousands": 1000,
    "tenthousand": 10**4,
    "hundredthousand": 10**5,
    "million": 10**6,
    "millions": 10**6,
    "mil.": 10**6,
    "mil": 10**6,
    "mn": 10**6,
    "tenmillion": 10**7,
    "hundredmillion": 10**8,
    "billion": 10**9,
    "billions": 10**9,
    "bil": 10**9,
    "bn": 10**9,
    "trillion": 10**12,
}
_ONLY_WITH_WON = {"k": 1000, "m": 10**6, "b": 10**9}
_HANJA = str.maketrans("千仟百佰十拾萬万億亿兆圓單単位金", "천천백백십십만만억억조원단단위금")
_OPENING_BRACKETS, _CLOSING_BRACKETS = "([{<〈《「『【〔〖⟨❨❲⦅", ")]}>〉》」』】〕〗⟩❩❳⦆"
_NUMBER = r"[0-9]{1,3}(?:,[0-9]{3})+|[0-9]+"
_WON = r"원정?|원화|₩|\\|krw|won"
_WON_LAST = re.compile(rf"({_NUMBER})?([십백천]?)([만억조]?)({_WON})?")
_WON_FIRST = re.compile(rf"(?:{_WON}|한화)({_NUMBER})?([십백천]?)([만억조]?)")
_ENGLISH = re.compile(rf"(?:in)?({_WON})?({_NUMBER})?([a-z.]*?)(?:s?of)?({_WON}|koreanwon)?")
_SAYS_UNIT = re.compile(r"단위|units?(?![a-z])")
_UNIT_PREFIX = re.compile(r".*?(?:단위|units?)(?:는|은)?[:=;.~→\-]*")
_UNIT_SUFFIX = re.compile(r"(?:단위|기준|임|입니다|이다|표시|환산)+\Z")
_ALONE = re.compile(r"(?:금액|화폐|통화)?(?:단위|unit)[:=;]?")
_NO_SCALE = re.compile(
    r"(?!.*(?:[십백천만억]|조원|(?<![지정재자의])원|달러|불|유로|엔|won|krw|usd|eur|jpy|[₩$€¥]))"
    r"(?!.*단위(?:[:=;.~→(]|\Z)).*단위"
)
"""단위 as a word of a title that speaks of no money: 동 단위 계획형 사업, 단위사업별 현황."""
_LOOSE_UNIT = re.compile(
    r"(?<![0-9.,가-힣])[십백천만억]+\s?원(?=\s|으로|임|입니다|이[며고]|단위|기준|[),.]|\Z)|(?:krw|won|₩)\s?['’]?000|thousand"
)
_TIMES = re.compile(r"[x×✕✖*]?\s*1,?000(?:,?000)?\s*(?:배)?|[x×✕✖]\s*[0-9][0-9,]*\s*원?")
"""A factor without 원 behind it or 단위 before it, or one that nobody uses: perhaps a unit, perhaps something else."""
_TIMES_BEFORE = re.compile(r"(?:원|krw|won|₩)?[x×✕✖╳*∗]")
"""The sign by which ×1,000원, x 천원 and 원×1,000 say what an amount is multiplied by."""
_LEAST_FACTOR = 1000
"""Nobody multiplies by ten."""
_POWER = re.compile(r"(?<![0-9])10(?:(?:\^|\*\*)([3468])(?![0-9])|([³⁴⁶⁸]))")
"""A unit as a power of ten: 10^3, 10³."""
_ROUNDED = re.compile(r"미만|절사|반올림|이상|이하|초과|이내")
_MARKS = re.compile(
    r"[(\[]\s*(?:주|註|각주)?\s*[0-9]{1,2}\s*[)\]]|(\([^()]*\)|\[[^\[\]]*\])"
    r"|\^?(?:(?:주|註|각주)\s*)?[0-9]{1,2}\s*\)"
)
_SIGNS = re.compile(r"[¹²³⁰⁴-⁹]+[⁾)]?|[⁽⁾†‡§¶※*①-⑳⑴-⒇❶-❿➀-➓]")
_PARTS = re.compile(r"(?<![0-9]),|,(?![0-9]{3})|[/;·ㆍ&|]|\b및\b|\band\b")
_FOREIGN = re.compile(r"달러|불\Z|딸라|유로|위안|엔\Z|usd|eur|jpy|cny|\$|€|¥|£|파운드|元|円")
_COUNTED = frozenset("건명인개년월일회식대호점표위평톤권곳동팀차매부분%㎡㎞m") | {
    *("개소", "개월", "세대", "가구", "순위", "시간", "퍼센트", "비율", "km", "m2"),
}
_YEAR = re.compile(r"'?(?:20)?[0-9]{2}(?:년도?|회계연도)?(?:예산|도)?|[1-4]?/?4?분기|상반기|하반기")
_MOST_UNIT = 10**12


class UnitKind(StrEnum):
    """What a text says of a unit."""

    NONE = "none"
    """Nothing at all."""
    KNOWN = "known"
    OTHER = "other"
    """Something in brackets that is no unit, such as (국비 포함): a unit nearby counts, but 1 won is never guessed."""
    UNKNOWN = "unknown"
    """A unit is stated and not understood, or two are."""


class UnitStatement(msgspec.Struct, frozen=True):
    """What one heading, line or cell says of the unit of money."""

    kind: UnitKind
    won: int = 0
    """How many won one of the unit is; 0 unless the kind is KNOWN."""
    words: str = ""
    """What was found, as written."""


NO_UNIT = UnitStatement(UnitKind.NONE)


@lru_cache(maxsize=4096)
def parse_money_unit(words: str) -> int | None:
    """Return how many won one unit is: 천원 1000, 百萬 1000000, KRW 1,000 1000; None for what is no unit of won.

    `words` is the unit alone; blanks, full-width letters and capitals do not matter.
    """
    plain = _UNIT_SUFFIX.sub("", _comparable_words(words))
    if not plain:
        return None
    if times := _TIMES_BEFORE.match(_comparable_words(words, with_stars=True)):
        return _unit_after_multiply_sign(_UNIT_SUFFIX.sub("", _comparable_words(words, with_stars=True)[times.end() :]))
    for pattern in (_WON_LAST, _WON_FIRST):
        found = pattern.fullmatch(plain)
        if found is not None:
            number, small, group = found.group(1), found.group(2), found.group(3)
            if not (small or group or pattern is _WON_FIRST or found.group(4)):
                return None  # a bare number
            return _unit_if_power_of_ten(
                int((number or "1").replace(",", "")) * SMALL_UNITS[small] * GROUP_UNITS[group]
            )
    return _parse_english_unit(plain)


def _unit_after_multiply_sign(plain: str) -> int | None:
    """Return the unit behind a sign of multiplying: 1,000 and 1,000원 of ×1,000원; None for another number."""
    number = re.fullmatch(_NUMBER, plain)
    won = int(number.group().replace(",", "")) if number is not None else parse_money_unit(plain)
    return _unit_if_power_of_ten(won) if won and won >= _LEAST_FACTOR else None


def _parse_english_unit(plain: str) -> int | None:
    found = _ENGLISH.fullmatch(plain)
    if found is None:
        return None
    has_won = bool(found.group(1) or found.group(4))
    scales = _WORD_SCALES | (_ONLY_WITH_WON if has_won else {})
    word, number = found.group(3), int((found.group(2) or "1").replace(",", ""))
    if word in scales:
        return _unit_if_power_of_ten(number * scales[word])
    return _unit_if_power_of_ten(number) if has_won and not word else None


def _unit_if_power_of_ten(won: int) -> int | None:
    """Return a unit that people count in; 500원 is an amount and no unit."""
    return won if won <= _MOST_UNIT and str(won).strip("0") == "1" else None


def _comparable_words(words: str, *, with_stars: bool = False) -> str:
    signs = r"[\s_※'‘’\"“”]" if with_stars else r"[\s_*※'‘’\"“”]"
    return re.sub(signs, "", unicodedata.normalize("NFKC", _write_powers_out(words))).translate(_HANJA).lower()


def _write_powers_out(words: str) -> str:
    """Return words with 10^3 and 10³ as 1000: a raised figure is no mark of a footnote there."""
    return _POWER.sub(lambda found: "1" + "0" * int(unicodedata.digit(found.group(1) or found.group(2))), words)


@lru_cache(maxsize=4096)
def strip_footnote_marks(heading: str) -> str:
    """Return a heading without the marks of its footnotes: 사업비1), 사업비(주1), 사업비②, 사업비¹⁾."""
    bare = _SIGNS.sub("", _write_powers_out(heading))
    return _MARKS.sub(lambda found: found.group(1) or "", bare).strip()


@lru_cache(maxsize=4096)
def split_brackets(words: str) -> tuple[str, tuple[str, ...]]:
    """Return what is outside of brackets and what is inside of each, of any kind, nested or never closed."""
    outside, inside, open_ones = "", [], [""]
    for letter in unicodedata.normalize("NFKC", _write_powers_out(words)):
        if letter in _OPENING_BRACKETS:
            open_ones.append("")
        elif letter in _CLOSING_BRACKETS:
            if len(open_ones) > 1:
                inside.append(open_ones.pop())
            elif parse_money_unit(open_ones[0].split()[-1] if open_ones[0].split() else ""):
                words_before, _, last = open_ones[0].rstrip().rpartition(" ")  # 사업비 천원) without its beginning
                inside.append(last)
                open_ones[0] = words_before
        else:
            open_ones[-1] += letter
    inside += reversed(open_ones[1:])
    outside = open_ones[0]
    return outside.strip(), tuple(tidy for one in inside if (tidy := one.strip()))


def parse_unit_in_heading(heading: str) -> UnitStatement:
    """Return what a heading says of its unit: in one of its brackets, or behind a word such as 단위.

    A unit behind the bare word (사업비 천원) is found too, because a heading without brackets may end with one.
    """
    outside, brackets = split_brackets(strip_footnote_marks(heading))
    said = [_unit_in_statement(one) for one in brackets]
    said += [_unit_at_end_of_words(outside)]
    kinds = {one.kind for one in said}
    units = {one.won for one in said if one.kind == UnitKind.KNOWN}
    if UnitKind.UNKNOWN in kinds or len(units) > 1:
        return UnitStatement(UnitKind.UNKNOWN, words=heading)
    if units:
        return next(one for one in said if one.kind == UnitKind.KNOWN)
    return next((one for one in said if one.kind == UnitKind.OTHER), NO_UNIT)


def parse_unit_in_line(words: str) -> UnitStatement:
    """Return what a line above or below a table says of the unit: (단위: 천원), 단위 백만원, (천원), 천원.

    Anything else that stands there, a title or a sum, says nothing.
    """
    outside, brackets = split_brackets(words)
    said = []
    for one in (*brackets, outside):
        plain = _comparable_words(one)
        if one is outside and (_NO_SCALE.match(plain) or (brackets and _ALONE.fullmatch(plain))):
            said += [_unit_in_statement(bracket) for bracket in brackets if _ALONE.fullmatch(plain)]
        elif _SAYS_UNIT.search(plain):
            said.append(_unit_in_statement(one))
        elif re.search(r"[0-9][십백천만억조]", plain):
            continue  # an amount: 총 100억원
        elif _TIMES.fullmatch(tidy := unicodedata.normalize("NFKC", _write_powers_out(one)).strip().lower()) and (
            parse_money_unit(one) is None or not tidy.endswith("원")
        ):
            said.append(UnitStatement(UnitKind.UNKNOWN, words=one.strip()))
        elif (unit := parse_money_unit(one)) is not None:
            said.append(UnitStatement(UnitKind.KNOWN, unit, one.strip()))
        elif one is not outside and any(parse_money_unit(part) for part in _statement_parts(one)):
            said.append(_unit_in_statement(one))
        elif one is outside and (found := _unit_after_colon(one)):
            said.append(found)
    units = {one.won for one in said if one.kind == UnitKind.KNOWN}
    if len(units) > 1 or any(one.kind == UnitKind.UNKNOWN for one in said):
        return UnitStatement(UnitKind.UNKNOWN, words=words.strip())
    return next((one for one in said if one.kind == UnitKind.KNOWN), next(iter(said), NO_UNIT))


def _unit_after_colon(words: str) -> UnitStatement | None:
    """Return the unit of a line such as 사업비: 천원; one that stands among other words, 금액 천원, is not clear."""
    _, colon, last = unicodedata.normalize("NFKC", words).rpartition(":")
    unit = parse_money_unit(last)
    if colon and unit is not None:
        return UnitStatement(UnitKind.KNOWN, unit, words.strip())
    tidy = unicodedata.normalize("NFKC", words).translate(_HANJA).lower()
    is_scaled = _LOOSE_UNIT.search(tidy) is not None and _ROUNDED.search(tidy) is None
    return UnitStatement(UnitKind.UNKNOWN, words=words.strip()) if is_scaled else None


def _unit_at_end_of_words(outside: str) -> UnitStatement:
    """Return the unit that ends the words outside of brackets, behind 단위 or a blank."""
    if _SAYS_UNIT.search(_comparable_words(outside)):
        return _unit_in_statement(outside)
    pieces = [piece for piece in re.split(r"[\s_:,/\-]+", outside) if piece]
    for count in (3, 2, 1):
        for words in (" ".join(pieces[-count:]), " ".join(pieces[:count])):
            if len(pieces) > count and (unit := parse_money_unit(words)) is not None:
                return UnitStatement(UnitKind.KNOWN, unit, words)
    return NO_UNIT


def _unit_in_statement(words: str) -> UnitStatement:
    """Return what the inside of a bracket, or a phrase with 단위 in it, says."""
    tidy, plain = words.strip(), _comparable_words(words)
    parts = _statement_parts(words)
    says_unit = _SAYS_UNIT.search(plain) is not None
    units = {unit for part in parts if (unit := parse_money_unit(part)) is not None}
    if len(units) > 1 or any(_FOREIGN.search(_comparable_words(part)) for part in parts):
        return UnitStatement(UnitKind.UNKNOWN, words=tidy)
    if units:
        return UnitStatement(UnitKind.KNOWN, units.pop(), tidy)
    rest = [part for part in (_comparable_words(part) for part in parts) if part]
    if _YEAR.fullmatch(plain):
        return NO_UNIT
    is_counted = bool(rest) and all(part in _COUNTED for part in rest)
    is_money = any(re.search(r"원\Z|₩|krw|won", part) and not re.search(r"지원|재원|정원", part) for part in rest)
    if (says_unit and not is_counted) or is_money:
        return UnitStatement(UnitKind.UNKNOWN, words=tidy)
    return UnitStatement(UnitKind.OTHER, words=tidy)


def _statement_parts(words: str) -> list[str]:
    """Return the parts of a statement between its commas and slashes, without 단위 before or behind them."""
    tidy = unicodedata.normalize("NFKC", words).translate(_HANJA).lower()
    compact = re.sub(r"\s+", "", tidy)
    found = _UNIT_PREFIX.match(compact)
    if found is not None and compact[found.end() :]:
        compact = compact[found.end() :]
        return [part for part in _PARTS.split(compact) if part]
    parts = [part for part in _PARTS.split(compact) if part]
    if len(parts) == 1 and parse_money_unit(parts[0]) is None:
        return parts + [piece for piece in tidy.split() if parse_money_unit(piece) is not None]
    return parts


def split_heading_and_unit(plain: str, known: frozenset[str]) -> tuple[str, int] | None:
    """Return the known heading in a compact one and the unit written together with it: 사업비천원, 백만원사업비.

    `plain` and `known` are compact and in lower case, without brackets. None where there is no such unit.
    """
    for place in range(1, len(plain)):
        head, tail = plain[:place], plain[place:]
        for heading, unit_words in ((head, tail), (tail, head)):
            unit = parse_money_unit(unit_words.strip("-_:,/="))
            is_clear = re.search(r"원|krw|won|₩|\A[x×]", unit_words) is not None
            if heading.strip("-_:,/=") in known and unit is not None and is_clear:
                return heading.strip("-_:,/="), unit
    return None
