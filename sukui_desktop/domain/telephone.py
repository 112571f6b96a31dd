"""Telephone numbers as rosters write them: the last four digits, or why they cannot be known."""

from __future__ import annotations

import re
import unicodedata
from enum import StrEnum

import msgspec


class PhoneFault(StrEnum):
    """Why the last four digits of a telephone cannot be known; its sentence is `reading.reason.<code>`."""

    MASKED = "phone_masked"
    EXPONENT = "phone_exponent"
    SEVERAL = "phone_several"
    EXTENSION = "phone_extension"
    NONE = "phone_none"
    UNREADABLE = "phone_unreadable"


class Phone(msgspec.Struct, frozen=True):
    """What a cell says: `last4` is '' where nothing is written or `fault` says why it cannot be read."""

    last4: str = ""
    digits: str = ""
    """All digits with the leading zero, '' where only the last four are known."""
    fault: PhoneFault | None = None


_NOTHING = re.compile(r"[\s\-–—―ㅡ_./·~:]*\Z")
_REFUSED = re.compile(
    r"(?:전화(?:번호)?|연락처|휴대(?:폰|전화)|핸드폰)?(?:없음|없슴|없다|무|미기재|미기입|미제출|미보유|미상|비공개|거부|"
    r"미동의|해당(?:사항)?없음|모름|불명|추후|미정|none|n/?a|null|x+|#n/a|#value!|#ref!)\Z",
    re.IGNORECASE,
)
_EXPONENT = re.compile(r"\+?(\d)(?:[.,](\d+))?e\+?(\d{1,3})\Z", re.IGNORECASE)
_DECIMAL = re.compile(r"(\d{4,12})\.0+\Z")
_EXTENSION = re.compile(
    r"[\s(\[{,/]*(?:내선(?:번호)?|구내(?:번호)?|교환|ext(?:ension)?\.?|#|(?<=[\d\s)])x(?=\s*\d))\s*[:.]?\s*\d{1,5}(?:번)?[\s)\]}]*",
    re.IGNORECASE,
)
_COUNTRY = re.compile(r"(?:\+|00)\s*82[\s\-.)]*(?:\(?0\)?[\s\-.]*)?|\(\+?82\)[\s\-.]*(?:\(?0\)?[\s\-.]*)?")
_RUN = re.compile(r"(?<![A-Za-z])[\d*●○•◯xX＊※?_#][\d*●○•◯xX＊※?_#\s\-–—−‐.()·ㆍ~∼/]*")
_MASK = "*●○•◯xX＊※?_#"
_AREA = r"0(?:2|3[1-3]|4[1-4]|5[1-5]|6[1-4])"
_KOREAN = re.compile(
    rf"(?:{_AREA}\d{{7,8}}|010\d{{8}}|01[16789]\d{{7,8}}|0(?:60|70|80)\d{{7,8}}|050\d{{8,9}}|1[5689]\d{{6}})\Z"
)
"""Fixed lines by area, mobile, internet, free and relayed numbers, 1588 and the like.
Source: 전기통신번호관리세칙 (docs/sources.md, "Telephone numbers")."""


def parse_phone(written: str) -> Phone:
    """Return the last four digits of the one number that is written, or why they cannot be known.

    Taken are Korean numbers with or without their first zero (a spreadsheet drops it), with country code, with their
    middle masked, a local number of seven or eight digits, four digits alone. An extension is no part of a number.
    """
    tidy = unicodedata.normalize("NFKC", written).strip().lstrip("'").strip()
    if _NOTHING.match(tidy):
        return Phone()
    if _REFUSED.match(re.sub(r"[\s()\[\]]", "", tidy)):
        return Phone(fault=PhoneFault.NONE)
    exponent = _EXPONENT.match(tidy)
    if exponent:
        return _phone_written_with_exponent(exponent)
    decimal = _DECIMAL.match(tidy)
    if decimal:
        tidy = decimal.group(1)
    plain = _EXTENSION.sub(" ", tidy)
    has_extension = plain != tidy
    found = _phone_numbers_in(plain)
    if len({phone.digits or phone.last4 for phone in found}) > 1:
        return Phone(fault=PhoneFault.SEVERAL)
    if found:
        return found[0]
    return Phone(fault=PhoneFault.EXTENSION if has_extension else PhoneFault.UNREADABLE)


def _phone_written_with_exponent(found: re.Match[str]) -> Phone:
    """Return a number that a spreadsheet wrote as 1.01E+09: whole only when no digit was rounded away."""
    lead, part, power = found.group(1), found.group(2) or "", int(found.group(3))
    if len(part) < power <= 12 or power > 12:
        return Phone(fault=PhoneFault.EXPONENT)
    return (
        _last_four_of_one_number(lead + part[:power])
        if not part[power:].strip("0")
        else Phone(fault=PhoneFault.EXPONENT)
    )


def _phone_numbers_in(text: str) -> list[Phone]:
    """Return every number in a text; [] when some run of digits is no number."""
    text = _COUNTRY.sub("0", text)
    runs = [run.strip(" -–—−‐.()·ㆍ~∼/") for run in _RUN.findall(text) if re.search(r"\d", run)]
    longer = [run for run in runs if len(run) > 2]
    runs = longer or runs  # (오후 2시 이후) is no second number
    found: list[Phone] = []
    for run in runs:
        whole = _last_four_of_one_number(re.sub(r"[^\d" + re.escape(_MASK) + "]", "", run))
        if whole.fault is None or whole.fault is PhoneFault.MASKED:
            found.append(whole)
            continue
        parts = [part for part in re.split(r"\s*[/,;~∼]\s*|\s+", run) if part]
        read = [_last_four_of_one_number(re.sub(r"[^\d" + re.escape(_MASK) + "]", "", part)) for part in parts]
        good = [phone for phone in read if phone.fault is None and phone.digits]
        if len(good) > 1:
            found += good
        else:
            return [Phone(fault=PhoneFault.SEVERAL if good else PhoneFault.UNREADABLE)]
    masked = next((phone for phone in found if phone.fault is not None), None)
    return [masked] if masked is not None else found


def _last_four_of_one_number(signs: str) -> Phone:
    """Return what one run of digits and masking signs says."""
    if any(sign in _MASK for sign in signs):
        return _phone_with_masked_digits(signs)
    if len(signs) == 4:
        return Phone(last4=signs)
    for digits in (signs, f"0{signs}", f"0{signs.removeprefix('82')}"):
        if _KOREAN.match(digits):
            return Phone(last4=digits[-4:], digits=digits)
    if len(signs) in (7, 8) and not signs.startswith("0"):
        return Phone(last4=signs[-4:], digits=signs)
    return Phone(fault=PhoneFault.UNREADABLE)


def _phone_with_masked_digits(signs: str) -> Phone:
    """Return the last four digits of a number that hides others."""
    tail = signs[-4:]
    if not tail.isdigit() or not 8 <= len(signs) <= 12:
        return Phone(fault=PhoneFault.MASKED)
    return Phone(last4=tail)
