"""What the lines above and below a table state of its whole: a sum of money, a number of lines."""

from __future__ import annotations

import re
import unicodedata
from decimal import Decimal

import msgspec

from sukui_desktop.documents.read.text_sheet import SheetRow
from sukui_desktop.domain.errors import BadInput
from sukui_desktop.domain.money import amount_names_its_unit, parse_money
from sukui_desktop.domain.text_cleaning_and_search import clean_text
from sukui_desktop.domain.written_money_units import UnitKind, parse_unit_in_line

_LONGEST = 300
"""A longer line is prose and states no sum of the table."""
_WHOLE = (
    r"(?:총\s*(?:사업\s*비|사업\s*예산|소요\s*사업비|소요\s*(?:예산|액)|예산\s*액?|금\s*액|액|계)|"
    r"(?:사업비|소요\s*예산|예산\s*액?|금액)\s*(?:합\s*계|총\s*계|총\s*액|계|총)|합\s*계(?:\s*금\s*액|액)?|(?<![가-힣])계|(?<![가-힣])총|(?<![a-z])total(?![a-z]))"
)
_ONE_SUM = r"(?:사업비|소요\s*예산|소요\s*액|예산\s*액)(?:\s*[:=]|(?P<loose>(?=\s)))"
"""Words before a sum that state a total only with a colon behind them or a number of projects in their line."""
_COUNT = r"(?:총\s*)?([0-9][0-9,]*)\s*(?:건|개\s*사업|개\s*소|개(?![가-힣])|개\s*제안|사업(?![가-힣]))"
_BETWEEN = rf"[\s:：=()\[\]/,·ㆍ\-]*(?:은|는|이|가)?[\s:：=]*(?:{_COUNT}[\s:：=()\[\]/,·ㆍ\-]*)?(?:총|약|금|일금)?\s*"
_AMOUNT = (
    r"(?<![0-9.,])(?P<amount>[₩\\]?\s?[0-9][0-9,]*(?:\.[0-9]+)?(?:\s?[십백천]*[만억조](?:\s?[0-9][0-9,]*(?:\.[0-9]+)?\s?[십백천]*[만억조]?)*"
    r"|\s?[십백천]+)?\s?원?)(?![0-9.])"
)
_MONEY = re.compile(
    rf"(?:{_WHOLE}|{_ONE_SUM}){_BETWEEN}{_AMOUNT}(?!\s*(?:건|개|명|인|년|월|일|호|차|%|％|퍼센트|사업|제안|회|표))",
    re.IGNORECASE,
)
_MONEY_BEHIND_COUNT = re.compile(rf"(?<![0-9.,]){_COUNT}[\s:：=()\[\]/,·ㆍ\-]*(?:총|약|금)?\s*{_AMOUNT}")
_PLAIN = re.compile(r"[0-9][0-9,]*(?:\.[0-9]+)?")
_LIMIT_BEHIND = re.compile(r"\s*[)\]]?\s*(?:이내|이하|이상|미만|초과|한도|까지|규모|범위|가운데|중(?![가-힣]))")
_LIMIT_BEFORE = re.compile(
    r"(?:당|별|평균|최대|최소|상한|하한|한도|가용|목표|배정|편성|전년도?|작년|시|구)\s*[:：]?\s*(?:총\s*)?\Z"
)
_PROJECTS = re.compile(
    rf"(?:총|(?<![가-힣])계|합계|사업\s*(?:건\s*)?수|건\s*수|선정|대상|(?:중|가운데))\s*[:：(]?\s*{_COUNT}|[(\[]\s*{_COUNT}\s*[)\]]"
)
_PEOPLE = re.compile(
    r"(?:총(?:원|\s*인원)?|(?<![가-힣])계|합계|현원|인원(?:\s*수)?|위원\s*수|명단|명부)\s*[:：(]?\s*(?:총\s*)?([0-9][0-9,]*)\s*(?:명|인(?![가-힣]))"
    r"|[(\[]\s*(?:총\s*)?([0-9][0-9,]*)\s*명\s*[)\]]"
)


class StatedSum(msgspec.Struct, frozen=True):
    """A sum of money that a line states, in won."""

    row: int
    amount: int
    exact_to: int = 1
    """What its last figure counts: 980백만원 is exact to a million, so a sum that rounds to it is the same."""

    def matches_total(self, total: int) -> bool:
        """Return whether the lines of the table come to this sum."""
        return abs(total - self.amount) < self.exact_to


def read_stated_money_sums(row: SheetRow, unit: int, *, is_remark: bool = False) -> list[StatedSum]:
    """Return the sums that a line states of the whole table: 총사업비: 980백만원 · 합계 | 980 · 총 2건, 9.8억원.

    `unit` is what a bare number counts in, 0 where nobody knows. Of a remark below the table only one that begins with
    such words counts. Limits (5억원 이내) and averages state nothing of the table.
    """
    cells = [tidy for cell in row.cells if (tidy := clean_text(unicodedata.normalize("NFKC", cell)))]
    line, own = _strip_bracketed_units(" ".join(cells))
    if len(cells) > 2 and re.fullmatch(_WHOLE, cells[0], re.IGNORECASE):
        numbers = [cell for cell in cells[1:] if _PLAIN.fullmatch(cell)]
        if len(numbers) > 1:  # 계 | 12 | 980 | 400: one of them may be the sum, and the others counts and parts
            return [
                found for cell in numbers if own or unit for found in _stated_sums_of_amount(row, cell, own or unit)
            ]
    has_count = re.search(_COUNT, line) is not None
    found: list[StatedSum] = []
    for pattern in (_MONEY, _MONEY_BEHIND_COUNT) if len(line) <= _LONGEST else ():
        for match in pattern.finditer(line):
            written, before = match.group("amount").strip(), line[: match.start()]
            is_bare = not amount_names_its_unit(written) and written[0] not in "₩\\"
            is_loose = match.groupdict().get("loose") is not None
            is_list_of_numbers = (
                is_bare and pattern is _MONEY_BEHIND_COUNT and ("," not in written or match.end() < len(line))
            )
            if _LIMIT_BEHIND.match(line, match.end()) or _LIMIT_BEFORE.search(before) or is_list_of_numbers:
                continue
            if (is_remark and re.search(r"[가-힣0-9]", before)) or (is_loose and not has_count):
                continue
            one = 1 if not is_bare else own or unit
            if one:
                found += _stated_sums_of_amount(row, written, one)
    return found


def _stated_sums_of_amount(row: SheetRow, written: str, unit: int) -> list[StatedSum]:
    try:
        return [StatedSum(row.number, parse_money(written, "KRW", unit), _won_of_last_figure(written, unit))]
    except BadInput:
        return []


def _strip_bracketed_units(line: str) -> tuple[str, int]:
    """Return a line without its units in brackets, and what one of them is: 합계(천원): 980."""
    units: set[int] = set()

    def take(found: re.Match[str]) -> str:
        said = parse_unit_in_line(found.group())
        if said.kind != UnitKind.KNOWN:
            return found.group()
        units.add(said.won)
        return " "

    line = re.sub(r"[(\[<〔【][^()\[\]<>〔〕【】]*[)\]>〕】]", take, line)
    return line, units.pop() if len(units) == 1 else 0


def read_stated_line_counts(row: SheetRow, *, is_people: bool) -> frozenset[int]:
    """Return the numbers of projects, or of people, that a line states of the whole: 총 25건 · 위원 명단(25명)."""
    line = _row_as_one_line(row)
    if len(line) > _LONGEST:
        return frozenset()
    pattern = _PEOPLE if is_people else _PROJECTS
    return frozenset(int(number.replace(",", "")) for each in pattern.findall(line) for number in each if number)


def _row_as_one_line(row: SheetRow) -> str:
    return " ".join(tidy for cell in row.cells if (tidy := clean_text(unicodedata.normalize("NFKC", cell))))


def _won_of_last_figure(written: str, unit: int) -> int:
    """Return what the last figure of an amount counts in won: 9.8억원 gives 10,000,000."""
    plain = re.sub(r"[\s,원]", "", written)
    last = re.search(r"([0-9]+)(?:\.([0-9]+))?([^0-9]*)\Z", plain)
    if last is None:
        return 1
    try:
        one = (
            parse_money(f"1{last.group(3)}원", "KRW")
            if last.group(3)
            else unit
            if amount_names_its_unit(written) is False
            else 1
        )
    except BadInput:
        return 1
    return max(1, int(Decimal(one).scaleb(-len(last.group(2) or ""))))
