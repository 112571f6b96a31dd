"""Tables and sentences that papers share: facts, and of a poll its accounting, tally, ranking, channels and motion."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from fractions import Fraction

from msgspec import UnsetType
from msgspec.structs import replace

from sukui_desktop.assets.messages import text
from sukui_desktop.domain.ballot_accounting import BallotAccounting
from sukui_desktop.domain.counting.tally_figures import Tally
from sukui_desktop.domain.papers.document_blocks import (
    CENTRE,
    LEFT,
    RIGHT,
    Block,
    Paragraph,
    Table,
    TableColumn,
    TableRow,
    Title,
)
from sukui_desktop.domain.papers.minutes_content import ChallengeRecord, PollRecord
from sukui_desktop.domain.papers.name_erasures import NameErasure
from sukui_desktop.domain.papers.publishable_opinions import LEAST_PUBLISHED, publishable_opinions
from sukui_desktop.domain.papers.result_sheet import ResultSheet, Study
from sukui_desktop.domain.question.channels import Ledger, LedgerLine
from sukui_desktop.domain.question.definition import Definition
from sukui_desktop.domain.question.exact_fractions import percent_words
from sukui_desktop.domain.question.motion import MotionResult
from sukui_desktop.domain.question.selection_steps import Leftover
from sukui_desktop.domain.selection.budget_limits import LimitKind, allocation_name_of_option, budget_limits
from sukui_desktop.domain.selection.decision_inputs import OutcomeKind
from sukui_desktop.domain.selection.project_list import Outcome, Ranked
from sukui_desktop.wording.distinct_project_titles import distinct_option_titles
from sukui_desktop.wording.money import MoneyColumn, money_words, share_words
from sukui_desktop.wording.name_erasures import name_erasure_lines
from sukui_desktop.wording.quorum import vote_base_at_closing_words
from sukui_desktop.wording.result import (
    first_not_chosen_sentence,
    has_channels,
    last_chosen_sentence,
    motion_verdict_sentence,
    project_outcome_word,
    ranking_score_of_project,
    ranks_by_points,
    score_column_words,
    tie_order_sentence,
    unlisted_opinions_words,
)
from sukui_desktop.wording.times import moment_words, moment_words_near_today

_RANKING_COLUMNS = {
    "place": (6, CENTRE),
    "code": (9, CENTRE),
    "title": (34, LEFT),
    "votes": (8, RIGHT),
    "rate": (9, RIGHT),
    "points": (9, RIGHT),
    "share": (10, RIGHT),
    "cost": (12, RIGHT),
    "sum": (12, RIGHT),
    "outcome": (11, CENTRE),
}
_NO_NOTES: Mapping[str, str] = {}
_MOST_IN_LOT = 20
"""Of a longer lot the order is told by the codes of the projects: their titles stand in the ranking."""
_MOST_TOGETHER = 8
"""So few choices stay on one page with the numbers that the motion was decided by."""
MOST_RANKED = 40
"""A ranking of more projects than these is a 붙임 of the minutes, and has no sentence under each project."""


def attachment_title(place: int, title: str) -> Title:
    """Return the head of the `place`-th 붙임, on a page of its own."""
    return Title(text=text("documents.attachment.title", place=place, title=title), is_on_new_page=True)


def name_erasure_paragraphs(erasures: Iterable[NameErasure]) -> Iterator[Paragraph]:
    """Yield that names were erased before the paper was made, when and why; nothing where none was."""
    for line in name_erasure_lines(erasures):
        yield Paragraph(text=line)


def attachment_list_and_end(titles: Iterable[str]) -> Iterator[Paragraph]:
    """Yield the list of what is attached, and 끝. after its last line as official papers have it."""
    lines = [text("documents.attachment.line", place=place, title=title) for place, title in enumerate(titles, start=1)]
    label = text("documents.attachment.label") if lines else ""
    yield Paragraph(label=label, text=text("documents.attachment.end", line="\n".join(lines)).strip())


def titled_columns(prefix: str, *columns: tuple[str, int, str]) -> tuple[TableColumn, ...]:
    """Return columns from (name, part of the width, align); the title of each is the text `prefix` + its name."""
    return tuple(TableColumn(title=text(prefix + name), share=share, align=align) for name, share, align in columns)


def facts_table(facts: Iterable[tuple[str, str]]) -> Table:
    """Return a table of names at the left and values at the right; empty values are left out."""
    rows = tuple(TableRow(cells=fact) for fact in facts if fact[1])
    return Table(columns=(TableColumn(title="", share=2), TableColumn(title="", share=9)), rows=rows, has_head=False)


def accounting_table(accounting: BallotAccounting) -> Table:
    """Return the ballot accounting as one row of figures, with the signs of the sum in the titles."""
    return _sum_table(accounting, ("issued", "cast", "spoiled", "returned", "not_returned"))


def turnout_table(accounting: BallotAccounting, base: PollRecord | ResultSheet) -> Table:
    """Return 재적 and 출석 at the closing where they are known, who counted in them, and how many of those who could
    have voted."""
    present = base.base_present
    key, count = ("present", present) if present else ("issued", accounting.issued)
    rate = text(
        f"documents.poll.turnout_{key}",
        cast=f"{accounting.cast:,}",
        count=f"{count:,}",
        percent=_percent_of(accounting.cast, count),
    )
    people = vote_base_at_closing_words(
        enrolled=base.base_enrolled,
        present=present,
        voted_and_left=base.base_voted_and_left,
        others_present=base.base_others_present,
    )
    return facts_table(
        ((text("documents.poll.people_title"), people), (text("documents.poll.turnout"), rate if count else ""))
    )


def challenge_table(challenges: Iterable[ChallengeRecord]) -> Table:
    """Return one row for each challenge: when, by whom, what, and what was answered when."""
    columns = titled_columns(
        "documents.challenge.column_",
        ("at", 17, LEFT),
        ("by", 14, LEFT),
        ("words", 34, LEFT),
        ("answer", 34, LEFT),
    )
    return Table(columns=columns, rows=tuple(map(_challenge_row, challenges)))


def _challenge_row(challenge: ChallengeRecord) -> TableRow:
    key = "answered" if challenge.answered_at_ms else "answer" if challenge.answer else "unanswered"
    answer = text(
        f"documents.challenge.{key}",
        answer=challenge.answer,
        at=moment_words_near_today(challenge.answered_at_ms, challenge.at_ms),
    )
    return TableRow(cells=(moment_words(challenge.at_ms), challenge.by, challenge.words, answer))


def ballot_counts_table(tally: Tally) -> Table:
    """Return how many ballots were counted and what they were; of the valid ones how many count in part only.

    That last column is there where a part of a ballot may be invalid.
    """
    table = _sum_table(tally, ("ballots_cast", "ballots_valid", "ballots_blank", "ballots_invalid"))
    if isinstance(tally.ballots_partial, UnsetType):
        return table
    column = TableColumn(title=text("documents.poll.ballots_partial"), share=1, align=CENTRE)
    cells = (*table.rows[0].cells, f"{tally.ballots_partial:,}")
    return replace(table, columns=(*table.columns, column), rows=(TableRow(cells=cells),))


def _sum_table(figures: BallotAccounting | Tally, names: tuple[str, ...]) -> Table:
    """Return figures of which the first is the sum of the others."""
    signs = ("", "= ", *("+ " for _ in names[2:]))
    table = _one_row_table(
        (sign + text(f"documents.poll.{name}"), f"{getattr(figures, name):,}")
        for sign, name in zip(signs, names, strict=True)
    )
    return replace(table, unit=text("documents.unit_slips"))


def ranking_table(
    outcome: Outcome, definition: Definition, tally: Tally, *, notes: Mapping[str, str] = _NO_NOTES
) -> Table:
    """Return every project in order of rank with the waterline under the last one chosen, and the totals.

    Beside the votes is their share of the valid ballots, or points or combined shares where projects are ranked by
    them. `notes` (code → sentence) are printed under their rows.
    """
    names = ("place", "code", "title", "votes", *_score_column_names(definition), "cost", "sum", "outcome")
    table = _project_table(outcome.ranking, names, definition, tally)
    projects = zip(table.rows[:-1], outcome.ranking, strict=True)
    rows = [replace(row, note=notes.get(ranked.code, "")) for row, ranked in projects]
    last = max((row for row, ranked in enumerate(outcome.ranking) if ranked.outcome == OutcomeKind.CHOSEN), default=-1)
    rows.insert(last + 1, waterline_row(outcome, definition.currency))
    return replace(table, rows=(*rows, table.rows[-1]))


def selected_table(outcome: Outcome, definition: Definition, tally: Tally) -> Table:
    """Return the chosen projects alone in order of rank, and what they cost together."""
    names = ("place", "code", "title", "votes", *_score_column_names(definition), "cost")
    chosen = [ranked for ranked in outcome.ranking if ranked.outcome == OutcomeKind.CHOSEN]
    table = _project_table(chosen, names, definition, tally)
    return replace(table, rows=tuple(replace(row, is_bold=row is table.rows[-1]) for row in table.rows))


def _score_column_names(definition: Definition) -> tuple[str, ...]:
    return ("share",) if has_channels(definition) else ("points",) if ranks_by_points(definition) else ("rate",)


def money_column_of_poll(definition: Definition) -> MoneyColumn:
    """Return how every table about a poll writes its amounts: one paper has one unit in all of its tables.

    In 백만원 only where every cost, allocation and ceiling of the poll is a whole number of it.
    """
    limits = budget_limits(definition).limits
    amounts = (*(option.cost for option in definition.question.options), *(limit.amount for limit in limits))
    return MoneyColumn(amounts, definition.currency)


def _project_table(ranking: Sequence[Ranked], names: Sequence[str], definition: Definition, tally: Tally) -> Table:
    """Return a row for each project, in their order, and a last one with the totals."""
    money = money_column_of_poll(definition)
    spent, rows = 0, []
    for ranked in ranking:
        is_chosen = ranked.outcome == OutcomeKind.CHOSEN
        spent += ranked.cost if is_chosen else 0
        cells = {
            "place": str(ranked.place),
            "code": ranked.code,
            "title": ranked.title,
            "votes": f"{ranked.votes:,}",
            "rate": _percent_of(ranked.votes, tally.ballots_valid),
            "points": score_column_words(ranked, definition),
            "share": score_column_words(ranked, definition),
            "cost": money.amount_words(ranked.cost),
            "sum": money.amount_words(spent) if is_chosen else "",
            "outcome": outcome_cell(ranked, definition),
        }
        rows.append(TableRow(cells=tuple(cells[name] for name in names), is_bold=is_chosen))
    count = sum(ranked.outcome == OutcomeKind.CHOSEN for ranked in ranking)
    totals = {
        "place": text("documents.poll.total"),
        "title": text("documents.poll.total_projects", count=f"{len(ranking):,}"),
        "votes": f"{sum(ranked.votes for ranked in ranking):,}",
        "cost": money.amount_words(sum(ranked.cost for ranked in ranking)),
        "sum": money.amount_words(spent),
        "outcome": text("documents.poll.total_chosen", count=f"{count:,}"),
    }
    rows.append(TableRow(cells=tuple(totals.get(name, "") for name in names), is_bold=True))
    columns = titled_columns("documents.poll.column_", *((name, *_RANKING_COLUMNS[name]) for name in names))
    return Table(columns=columns, rows=tuple(rows), unit=money.unit_words)


def outcome_cell(ranked: Ranked, definition: Definition) -> str:
    """Return what became of a project, and of one with equals what put it in its place among them."""
    word = project_outcome_word(ranked, definition)
    return f"{word}({text(f'documents.tie_{ranked.tie}')})" if ranked.tie else word


def waterline_row(outcome: Outcome, currency: str) -> TableRow:
    """Return the banner that says what the list costs and what is left."""
    left = outcome.ceiling - outcome.total_cost
    key = "waterline_none" if not outcome.selected else "waterline" if left >= 0 else "waterline_over"
    words = text(
        f"documents.result.{key}",
        ceiling=money_words(outcome.ceiling, currency),
        count=f"{len(outcome.selected):,}",
        total=money_words(outcome.total_cost, currency),
        left=money_words(abs(left), currency),
    )
    return TableRow(cells=(words,), is_banner=True)


def choice_blocks(definition: Definition, tally: Tally, outcome: Outcome) -> Iterable[Block]:
    """Yield whether a motion passed, what each choice got, and every number the motion was decided by."""
    if not isinstance(outcome.motion_result, UnsetType):
        yield Paragraph(text=motion_verdict_sentence(definition, outcome.motion_result), is_bold=True)
    table = choice_table(definition, tally, outcome)
    if isinstance(outcome.motion_result, UnsetType):
        yield table
        return
    yield replace(table, introduces=len(table.rows) <= _MOST_TOGETHER)
    yield replace(motion_table(definition, outcome.motion_result), introduces=True)
    yield motion_people_table(outcome.motion_result)


def motion_people_table(motion_result: MotionResult) -> Table:
    """Return everybody a base may speak of, and how many had to take part where the rule says so."""
    turnout, unknown = motion_result.turnout, text("documents.motion.unknown")
    figures = [("enrolled", turnout.enrolled), ("present", turnout.present), ("cast", turnout.cast)]
    figures.append(("valid", turnout.valid))
    if motion_result.needed_to_take_part:
        figures += [("needed_part", motion_result.needed_to_take_part), ("took_part", motion_result.took_part)]
    may_be_unknown = {"enrolled", "present"}
    return _one_row_table(
        (text(f"documents.motion.{name}"), f"{number:,}" if number or name not in may_be_unknown else unknown)
        for name, number in figures
    )


def motion_table(definition: Definition, motion_result: MotionResult) -> Table:
    """Return the base, what was needed of it, what was given, and what that makes."""
    in_favour, against = (option.title for option in definition.question.options[:2])
    base = text("documents.motion.base_of", base=text(f"documents.motion.{motion_result.base}"))
    return _one_row_table(
        (
            (base, f"{motion_result.base_count:,}"),
            (text("documents.motion.needed", word=in_favour), f"{motion_result.needed:,}"),
            (in_favour, f"{motion_result.in_favour:,}"),
            (against, f"{motion_result.against:,}"),
            (text("documents.motion.result"), text(f"documents.motion.result_{motion_result.code}")),
        )
    )


def _one_row_table(figures: Iterable[tuple[str, str]]) -> Table:
    titles, cells = zip(*figures, strict=True)
    columns = tuple(TableColumn(title=title, share=1, align=CENTRE) for title in titles)
    return Table(columns=columns, rows=(TableRow(cells=cells),))


def choice_table(definition: Definition, tally: Tally, outcome: Outcome) -> Table:
    """Return the choices in the order of the ballot with their votes, share of the valid ballots and a bar."""
    ranked = {each.code: each for each in outcome.ranking}
    most = max((ranking_score_of_project(each) for each in outcome.ranking), default=0)
    is_combined = has_channels(definition)
    rows = []
    for option in definition.question.options:
        each = ranked[option.code]
        share = score_column_words(each, definition) if is_combined else _percent_of(each.votes, tally.ballots_valid)
        bar = int(ranking_score_of_project(each) * 1000 / most) if most else -1
        rows.append(TableRow(cells=(option.title, f"{each.votes:,}", share, ""), bar=bar))
    whole = sum(ranked[option.code].votes for option in definition.question.options)
    share = "" if is_combined else _percent_of(whole, tally.ballots_valid)
    rows.append(TableRow(cells=(text("documents.poll.total"), f"{whole:,}", share, ""), is_bold=True))
    last = "poll.column_share" if is_combined else "motion.column_share"
    columns = titled_columns(
        "documents.",
        ("motion.column_choice", 34, LEFT),
        ("poll.column_votes", 14, RIGHT),
        (last, 16, RIGHT),
        ("poll.column_bar", 31, CENTRE),
    )
    return Table(columns=columns, rows=tuple(rows), bar_column=3)


def opinion_blocks(tally: Tally) -> Iterable[Block]:
    """Yield the opinions that many hold, most frequent first; the others as a number alone, and why."""
    public = publishable_opinions(tally)
    if public is None:
        return
    most = public.listed[0].count if public.listed else 0
    rows = [
        TableRow(
            cells=(each.text, f"{each.count:,}", _percent_of(each.count, tally.ballots_valid), ""),
            bar=each.count * 1000 // most,
        )
        for each in public.listed
    ]
    if public.others:
        words = unlisted_opinions_words(public)
        rows.append(TableRow(cells=(words, f"{public.others:,}", _percent_of(public.others, tally.ballots_valid), "")))
    if rows:
        if len(rows) > 1:
            whole = public.others + sum(each.count for each in public.listed)
            cells = text("documents.poll.total"), f"{whole:,}", _percent_of(whole, tally.ballots_valid), ""
            rows.append(TableRow(cells=cells, is_bold=True))
        columns = titled_columns(
            "documents.",
            ("opinion.column_text", 54, LEFT),
            ("opinion.column_votes", 10, RIGHT),
            ("opinion.column_share", 13, RIGHT),
            ("poll.column_bar", 18, CENTRE),
        )
        yield Table(columns=columns, rows=tuple(rows), bar_column=3)
    if public.others or not public.listed:
        key = "note" if public.listed else "none" if public.others else "none_given"
        yield Paragraph(text=text(f"documents.opinion.{key}", least=LEAST_PUBLISHED), is_small=bool(rows))


def _percent_of(part: int, whole: int) -> str:
    return percent_words(Fraction(part, whole)) if whole else ""


def channel_blocks(definition: Definition, outcome: Outcome) -> Iterable[Block]:
    """Yield how the channels were added up, one table of the channels and one of the projects; nothing without them.

    The table of a long list of projects is a 붙임 instead (`long_channel_share_tables`).
    """
    ledger = outcome.ledger
    if isinstance(ledger, UnsetType):
        return
    yield Paragraph(text=text(f"documents.channel.{ledger.basis}"))
    yield channels_table(ledger)
    if any(not line.divisor for line in ledger.lines):
        yield Paragraph(text=text(f"documents.channel.empty_{ledger.empty}"))
    if len(outcome.ranking) <= MOST_RANKED:
        yield Paragraph(text=text("documents.channel.shares"), is_bold=True)
        yield channel_shares_table(definition, outcome, ledger)


def long_channel_share_tables(definition: Definition, outcome: Outcome) -> Iterator[Table]:
    """Yield the table of what every channel gave each project, where it is too long for the body of a paper."""
    if len(outcome.ranking) > MOST_RANKED and not isinstance(outcome.ledger, UnsetType):
        yield channel_shares_table(definition, outcome, outcome.ledger)


def channels_table(ledger: Ledger) -> Table:
    """Return every channel with its weight as the rule says it and as it was applied, and what it was divided by."""
    figures = (("weight", 15), ("applied", 20), ("ballots", 15), ("divisor", 15))
    columns = titled_columns(
        "documents.channel.column_", ("name", 35, LEFT), *((name, share, RIGHT) for name, share in figures)
    )
    rows = tuple(
        TableRow(
            cells=(
                line.name,
                share_words(line.weight),
                _fraction_and_percent(line.applied),
                f"{line.ballots_valid:,}",
                f"{line.divisor:,}" if line.divisor else "",
            )
        )
        for line in ledger.lines
    )
    return Table(columns=columns, rows=rows)


def channel_shares_table(definition: Definition, outcome: Outcome, ledger: Ledger) -> Table:
    """Return for each project, in order of rank, what every channel gave it and the sum: exact fraction and percent."""
    index = {option.code: place for place, option in enumerate(definition.question.options)}
    width = 68 // (len(ledger.lines) + 1)
    titles = distinct_option_titles(definition)
    columns = (
        *titled_columns("documents.poll.column_", ("place", 5, CENTRE), ("title", 26, LEFT)),
        *(TableColumn(title=line.name, share=width, align=RIGHT) for line in ledger.lines),
        *titled_columns("documents.channel.column_", ("sum", width, RIGHT)),
    )
    rows = tuple(
        TableRow(
            cells=(
                str(ranked.place),
                titles[ranked.code],
                *(_channel_share_cell(line, index[ranked.code]) for line in ledger.lines),
                _fraction_and_percent(ledger.scores[index[ranked.code]]),
            )
        )
        for ranked in outcome.ranking
    )
    return Table(columns=columns, rows=rows)


def _channel_share_cell(line: LedgerLine, index: int) -> str:
    """Return marks ÷ divisor and under it the share that this makes of the whole."""
    if not line.divisor:
        return "0"
    taken = text("documents.channel.count", count=f"{line.marks[index]:,}", divisor=f"{line.divisor:,}")
    return f"{taken}\n{_fraction_and_percent(line.shares[index])}"


def _fraction_and_percent(share: str) -> str:
    """Return an exact fraction with its percentage under it."""
    exact = Fraction(share)
    return f"{exact.numerator}/{exact.denominator}\n{percent_words(exact)}"


def table_of_results_without_channel(
    ledger: Ledger, selected: Sequence[str], without: Mapping[str, tuple[str, ...]], titles: Mapping[str, str]
) -> Table:
    """Return what the list had been without each channel: how many, what comes in, what goes out."""
    names = {line.key: line.name for line in ledger.lines}
    parts = ("without", 24, LEFT), ("selected", 8, RIGHT), ("in", 34, LEFT), ("out", 34, LEFT)
    rows = tuple(_row_of_result_without_channel(names[key], selected, codes, titles) for key, codes in without.items())
    return Table(columns=titled_columns("documents.channel.column_", *parts), rows=rows)


def _row_of_result_without_channel(
    name: str, selected: Sequence[str], codes: Sequence[str], titles: Mapping[str, str]
) -> TableRow:
    comes_in = "\n".join(titles[code] for code in codes if code not in set(selected))
    goes_out = "\n".join(titles[code] for code in selected if code not in set(codes))
    none = text("documents.channel.none")
    count = text("documents.channel.selected", count=f"{len(codes):,}")
    return TableRow(cells=(name, count, comes_in or none, goes_out or none))


def last_in_first_out_blocks(definition: Definition, outcome: Outcome) -> Iterable[Block]:
    """Yield who was last in, who was first out, the drawn order of ties and what each allocation paid for."""
    yield Paragraph(text=text("documents.last_in", sentence=last_chosen_sentence(outcome.ranking, definition)))
    yield Paragraph(text=text("documents.first_out", sentence=first_not_chosen_sentence(outcome.ranking, definition)))
    if outcome.lot:
        yield Paragraph(text=tie_order_sentence(outcome, definition, _MOST_IN_LOT))
    if definition.rule.steps.allocations:
        yield Paragraph(text=text("documents.allocation.title"), is_bold=True)
        yield allocation_table(definition, outcome)
        if definition.rule.steps.leftover == Leftover.POOL:
            yield Paragraph(text=text("documents.allocation.pool"), is_small=True)


def allocation_table(definition: Definition, outcome: Outcome) -> Table:
    """Return for each field (district, group) its allocation, what was chosen there and what that leaves."""
    steps, chosen = definition.rule.steps, set(outcome.selected)
    used = {allocation_name_of_option(option, steps.allocate_by) for option in definition.question.options}
    limits = [
        limit
        for limit in budget_limits(definition).limits
        if limit.kind == LimitKind.ALLOCATION and (limit.amount or limit.name in used)
    ]
    costs: dict[str, list[int]] = {limit.name: [] for limit in limits}
    for option in definition.question.options:
        name = allocation_name_of_option(option, steps.allocate_by)
        if option.code in chosen and name in costs:
            costs[name].append(option.cost)
    money = money_column_of_poll(definition)
    rows = tuple(
        TableRow(
            cells=(
                limit.name,
                money.amount_words(limit.amount),
                f"{len(costs[limit.name]):,}",
                money.amount_words(sum(costs[limit.name])),
                money.amount_words(max(0, limit.amount - sum(costs[limit.name]))),
            )
        )
        for limit in limits
    )
    sums = [sum(column) for column in zip(*((limit.amount, sum(costs[limit.name])) for limit in limits), strict=True)]
    if len(rows) > 1:
        left = sum(max(0, limit.amount - sum(costs[limit.name])) for limit in limits)
        count = sum(len(each) for each in costs.values())
        total = (
            text("documents.poll.total"),
            money.amount_words(sums[0]),
            f"{count:,}",
            money.amount_words(sums[1]),
            money.amount_words(left),
        )
        rows = (*rows, TableRow(cells=total, is_bold=True))
    columns = titled_columns(
        "documents.allocation.column_",
        (f"name_{steps.allocate_by}", 35, LEFT),
        ("amount", 20, RIGHT),
        ("count", 10, CENTRE),
        ("spent", 20, RIGHT),
        ("left", 20, RIGHT),
    )
    return Table(columns=columns, rows=rows, unit=money.unit_words)


def study_blocks(study: Study, outcome: Outcome, definition: Definition) -> Iterable[Block]:
    """Yield how close it was, the list without each channel, the agreement of rules and each project's reason.

    Only what there is of them.
    """
    titles = distinct_option_titles(definition)
    if study.closeness:
        yield Paragraph(text=text("documents.study.closeness"), is_bold=True)
        yield Paragraph(text=study.closeness)
    if study.without and not isinstance(outcome.ledger, UnsetType):
        yield Paragraph(text=text("documents.channel.without"), is_bold=True)
        yield table_of_results_without_channel(outcome.ledger, outcome.selected, study.without, titles)
    if study.agreement:
        yield Paragraph(text=text("documents.study.agreement"), is_bold=True)
        yield Paragraph(text=text("documents.study.advice"), is_small=True, introduces=True)
        yield other_rules_table(study, definition)
    if study.explanations:
        yield Paragraph(text=text("documents.study.explanations"), is_bold=True)
        rows = tuple(
            TableRow(cells=(str(ranked.place), titles[ranked.code], study.explanations.get(ranked.code, "")))
            for ranked in outcome.ranking
        )
        columns = titled_columns(
            "documents.poll.column_", ("place", 6, CENTRE), ("title", 30, LEFT), ("explanation", 64, LEFT)
        )
        yield Table(columns=columns, rows=rows)


def other_rules_table(study: Study, definition: Definition) -> Table:
    """Return for each advisory rule how many projects it shares with the list and which ones differ."""
    money, titles = money_column_of_poll(definition), distinct_option_titles(definition)
    none = text("documents.study.all_same")
    rows = tuple(
        TableRow(
            cells=(
                text(f"study.rule.{each.rule}"),
                text("documents.study.count", count=f"{len(each.in_common):,}"),
                "\n".join(titles[code] for code in each.only_here) or none,
                "\n".join(titles[code] for code in each.only_there) or none,
                money.amount_words(each.cost),
            )
        )
        for each in study.agreement
    )
    columns = titled_columns(
        "documents.study.column_",
        ("rule", 28, LEFT),
        ("same", 9, RIGHT),
        ("only_here", 25, LEFT),
        ("only_there", 25, LEFT),
        ("cost", 13, RIGHT),
    )
    return Table(columns=columns, rows=rows, unit=money.unit_words)
