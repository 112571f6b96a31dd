"""A result in Korean words: what a project was ranked by, what became of it and why, the motion, the whole list.

Papers and screens call the same functions, so that a hall never reads another sentence than the minutes.
"""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction

from msgspec import UnsetType

from sukui_desktop.assets.messages import text
from sukui_desktop.domain.methods.registry import ballot_kind_of
from sukui_desktop.domain.papers.publishable_opinions import LEAST_PUBLISHED, PublicOpinions
from sukui_desktop.domain.question.definition import Definition
from sukui_desktop.domain.question.exact_fractions import percent_words
from sukui_desktop.domain.question.motion import MotionResult
from sukui_desktop.domain.question.selection_steps import TieWay
from sukui_desktop.domain.selection.decision_inputs import OutcomeKind
from sukui_desktop.domain.selection.eligibility import is_minimum_in_votes, least_votes, requires_a_vote
from sukui_desktop.domain.selection.project_list import Outcome, Ranked
from sukui_desktop.wording.distinct_project_titles import distinct_option_titles, distinct_titles
from sukui_desktop.wording.money import money_words, money_words_and_figures, share_words

_MOST_IN_DECISION = 10
"""A decision for more projects than these does not name them."""


def voting_method_word(definition: Definition) -> str:
    """Return how people voted, such as 전자 비밀투표 · 복수선택."""
    is_motion = not isinstance(definition.motion, UnsetType)
    return text(f"ballot_kinds.on_paper.{'motion' if is_motion else definition.question.method}")


def ranks_by_points(definition: Definition) -> bool:
    """Return whether projects are ranked by points, with the number of ballots that name them in a column beside."""
    return ballot_kind_of(definition.question).ranks_by_points


def has_channels(definition: Definition) -> bool:
    """Return whether projects are ranked by a share combined of several channels."""
    return not isinstance(definition.channels, UnsetType)


def ranking_score_of_project(ranked: Ranked) -> Fraction:
    """Return what a project was ranked by: votes, points or the combined share."""
    return Fraction(ranked.votes if isinstance(ranked.score, UnsetType) else ranked.score)


def combined_score_words(score: Fraction) -> str:
    """Return a score combined of several channels: a share as 55.75%, a mean of points to a ballot as 3.50점."""
    if score > 1:
        return text("vote.bar.points", points=percent_words(score / 100)[:-1])
    return percent_words(score)


def score_column_words(ranked: Ranked, definition: Definition) -> str:
    """Return what a project was ranked by as its column shows it: 812 points, or 55.75% of a combined share."""
    if has_channels(definition):
        return combined_score_words(ranking_score_of_project(ranked))
    return f"{int(ranking_score_of_project(ranked)):,}"


def score_and_votes_words(ranked: Ranked, definition: Definition) -> str:
    """Return what a project was ranked by with its unit, and the votes beside it where they are something else."""
    votes = f"{ranked.votes:,}"
    if has_channels(definition):
        return text("documents.standing_share", share=score_column_words(ranked, definition), votes=votes)
    if ranks_by_points(definition):
        return text("documents.standing_points", points=score_column_words(ranked, definition), votes=votes)
    return text("documents.standing_votes", votes=votes)


def score_with_unit_words(ranked: Ranked, definition: Definition) -> str:
    """Return in one figure what a project was ranked by: 231표, 812점, or with channels 37.25% (3.50점 to a ballot)."""
    if has_channels(definition) and not isinstance(ranked.score, UnsetType):
        return combined_score_words(ranking_score_of_project(ranked))
    key = "points" if ranks_by_points(definition) else "votes"
    marks = int(ranking_score_of_project(ranked)) if ranks_by_points(definition) else ranked.votes
    return text(f"vote.bar.{key}", points=f"{marks:,}", votes=f"{marks:,}")


def project_outcome_word(ranked: Ranked, definition: Definition) -> str:
    """Return what became of a project, such as 선정 or 한도 초과; of one below a minimum which minimum it was."""
    if ranked.outcome != OutcomeKind.BELOW_MINIMUM:
        return text(f"documents.outcome_{ranked.outcome}")
    if _is_out_for_no_vote(ranked, definition):
        return text("documents.outcome_unvoted")
    if marks_short_of_minimum(ranked, definition) <= 0:
        return text("documents.outcome_below_share")
    return text(f"documents.outcome_below_{'votes' if is_minimum_in_votes(definition) else 'points'}")


def why_not_chosen_and_tie_note(ranked: Ranked, definition: Definition) -> str:
    """Return in a few words why this project is not in and what decided its place; '' when nothing needs saying."""
    return " · ".join(note for note in (why_not_chosen_note(ranked, definition), tie_note(ranked)) if note)


def tie_note(ranked: Ranked) -> str:
    """Return in a few words what put a project before or after its equals; '' where it has none."""
    if ranked.tie == TieWay.NOTHING:
        return ""
    return text("result.note.chair" if ranked.tie == TieWay.CHAIR else f"vote.tie.{ranked.tie}")


def why_not_chosen_note(ranked: Ranked, definition: Definition) -> str:
    """Return in a few words why a project was not selected; '' for one that was and for what a motion offers."""
    if ranked.outcome in (OutcomeKind.CHOSEN, OutcomeKind.COUNTED):
        return ""
    if ranked.outcome == OutcomeKind.BELOW_MINIMUM:
        return _below_minimum_note(ranked, definition)
    if ranked.outcome == OutcomeKind.AFTER_STOP:
        return text("vote.note.after_stop")
    currency = definition.currency
    left = money_words(ranked.left_before, currency)
    missing = money_words(max(0, ranked.cost - ranked.left_before), currency)
    if ranked.outcome == OutcomeKind.UNAFFORDABLE:
        return text("vote.note.unaffordable", left=left, missing=missing)
    return text(f"result.note.{ranked.outcome}", left=left, missing=missing, share=definition.rule.steps.eliminate)


def _below_minimum_note(ranked: Ranked, definition: Definition) -> str:
    least, lacks = least_votes(definition), marks_short_of_minimum(ranked, definition)
    if _is_out_for_no_vote(ranked, definition):
        return text("result.note.unvoted")
    if lacks <= 0:
        return text("result.note.below_share", share=definition.rule.steps.min_share)
    key = "vote.note.below_minimum" if is_minimum_in_votes(definition) else "result.note.below_points"
    return text(key, least=f"{least:,}", missing=f"{lacks:,}")


def marks_short_of_minimum(ranked: Ranked, definition: Definition) -> int:
    """Return by how many votes (points, where the least is in points) a project misses the least votes."""
    is_votes = is_minimum_in_votes(definition) or isinstance(ranked.score, UnsetType)
    marks = ranked.votes if is_votes else int(Fraction(str(ranked.score)))
    return least_votes(definition) - marks


def _is_out_for_no_vote(ranked: Ranked, definition: Definition) -> bool:
    """Return whether a project is out for want of any vote, where the rule sets no other minimum."""
    return not definition.rule.min_votes and requires_a_vote(definition) and not ranked.votes


def last_chosen_sentence(ranking: Iterable[Ranked], definition: Definition) -> str:
    """Return one sentence on the project that was chosen last, or that none was; `ranking` in order of rank."""
    chosen = [ranked for ranked in ranking if ranked.outcome == OutcomeKind.CHOSEN]
    if not chosen:
        return text("result.last_in.none")
    last, currency = chosen[-1], definition.currency
    left = last.left_before - last.cost
    return text(
        "result.last_in.within" if left >= 0 else "result.last_in.over",
        place=last.place,
        title=distinct_option_titles(definition)[last.code],
        standing=score_and_votes_words(last, definition),
        cost=money_words(last.cost, currency),
        before=money_words(last.left_before, currency),
        left=money_words(abs(left), currency),
    )


def first_not_chosen_sentence(ranking: Iterable[Ranked], definition: Definition) -> str:
    """Return one sentence on the highest project that was not chosen and why, or that all were."""
    for ranked in ranking:
        if ranked.outcome != OutcomeKind.CHOSEN:
            return _first_not_chosen_reason_sentence(ranked, definition)
    return text("result.first_out.none")


def _first_not_chosen_reason_sentence(ranked: Ranked, definition: Definition) -> str:
    currency, rule = definition.currency, definition.rule
    reason: str = ranked.outcome
    measure = Fraction(ranked.votes) if is_minimum_in_votes(definition) else ranking_score_of_project(ranked)
    if reason == OutcomeKind.BELOW_MINIMUM and _is_out_for_no_vote(ranked, definition):
        reason = "unvoted"
    elif reason == OutcomeKind.BELOW_MINIMUM and measure >= rule.min_votes:
        reason = "below_share"
    elif reason == OutcomeKind.BELOW_MINIMUM and not is_minimum_in_votes(definition):
        reason = "below_points"
    elif reason == OutcomeKind.UNAFFORDABLE and rule.when_unaffordable == "stop":
        reason = "unaffordable_stop"
    return text(
        f"result.first_out.{reason}",
        place=ranked.place,
        title=distinct_option_titles(definition)[ranked.code],
        standing=score_and_votes_words(ranked, definition),
        cost=money_words(ranked.cost, currency),
        left=money_words(ranked.left_before, currency),
        short=money_words(max(0, ranked.cost - ranked.left_before), currency),
        needed=f"{rule.min_votes:,}",
        missing=f"{int(rule.min_votes - measure):,}",
        share=share_words(rule.steps.min_share or "0"),
    )


def selection_summary_line(outcome: Outcome, definition: Definition) -> str:
    """Return ceiling, number and cost of the chosen projects and what is left, as one line of figures."""
    currency = definition.currency
    rest = outcome.ceiling - outcome.total_cost
    key = "result.summary.shortlist" if definition.rule.steps.shortlist else "vote.result.summary"
    return text(
        key if rest >= 0 else "result.summary.over",
        ceiling=money_words(outcome.ceiling, currency),
        count=f"{len(outcome.selected):,}",
        total=money_words(outcome.total_cost, currency),
        rest=money_words(max(0, rest), currency),
        over=money_words(max(0, -rest), currency),
    )


def selection_summary_sentence(definition: Definition, outcome: Outcome) -> str:
    """Return ceiling, cost and what is left of a list as a sentence, and that it is a short list where it is one."""
    left, currency = outcome.ceiling - outcome.total_cost, definition.currency
    key = "summary_over" if left < 0 else "summary" if outcome.selected else "summary_none"
    sentence = text(
        f"documents.poll.{key}",
        ceiling=money_words_and_figures(outcome.ceiling, currency),
        count=f"{len(outcome.selected):,}",
        total=money_words_and_figures(outcome.total_cost, currency),
        left=money_words_and_figures(abs(left), currency),
    )
    share = definition.rule.steps.shortlist
    return text("documents.poll.shortlist", sentence=sentence, share=share_words(share)) if share else sentence


def motion_verdict_sentence(definition: Definition, motion_result: MotionResult) -> str:
    """Return in one sentence whether a motion passed and by which numbers."""
    result = text("documents.motion.verdict_passed" if motion_result.is_passed else "documents.motion.verdict_failed")
    return text(
        "documents.motion.verdict", result=result, sentence=motion_needed_and_got_sentence(definition, motion_result)
    )


def result_sentence(definition: Definition, outcome: Outcome) -> str:
    """Return what a certified poll decided in one sentence, as a decision takes it over; '' of opinions."""
    if not isinstance(outcome.motion_result, UnsetType):
        return motion_verdict_sentence(definition, outcome.motion_result)
    return selection_summary_sentence(definition, outcome) if ballot_kind_of(definition.question).makes_list else ""


def motion_needed_and_got_sentence(definition: Definition, result: MotionResult) -> str:
    """Return what a motion needed and what it got; where too few people took part, that alone."""
    on_people = result.base in ("enrolled", "present")
    base_count = text(f"documents.motion.{'people' if on_people else 'slips'}", count=f"{result.base_count:,}")
    is_few = result.code == "too_few_took_part"
    needed, got = (result.needed_to_take_part, result.took_part) if is_few else (result.needed, result.in_favour)
    return text(
        f"documents.motion.{result.code}",
        word=definition.question.options[0].title,
        base=text(f"documents.motion.{result.base}"),
        base_count=base_count,
        needed=f"{needed:,}",
        got=f"{got:,}",
        missing=f"{max(0, needed - got):,}",
    )


def unlisted_opinions_words(public: PublicOpinions) -> str:
    """Return what the opinions that are counted and not told are called, beside others or alone."""
    key = "others" if public.listed else "only_rare"
    return text(f"documents.opinion.{key}", kinds=f"{public.other_kinds:,}", least=LEAST_PUBLISHED)


def is_title_a_question(title: str) -> bool:
    """Return whether a title is a question in words, which cannot be carried or lost as a motion's name can."""
    return title.rstrip(" .’”)").endswith(("?", "？", "까"))


def decision_sentence_for_minutes(definition: Definition, outcome: Outcome, answered: int, item_title: str = "") -> str:
    """Return what a certified vote decided as one sentence for the minutes; `answered` is the number of valid ballots.

    A motion has the title that was voted on. Where that is a question, which cannot be carried, it has the name of its
    agenda item and the question follows; `item_title` is '' where the item has several votes, or there is none.
    A short list names its projects in the order of selection.
    """
    title, kind = definition.title, ballot_kind_of(definition.question)
    if not isinstance(outcome.motion_result, UnsetType):
        key = "passed" if outcome.motion_result.is_passed else "failed"
        if is_question := is_title_a_question(title):
            key += "_item_asked" if item_title and not is_title_a_question(item_title) else "_question"
        return text(
            f"wording.decision.{key}",
            title=title,
            **({"item": item_title} if is_question else {}),
            why=motion_needed_and_got_sentence(definition, outcome.motion_result),
        )
    if not kind.makes_list:
        return text("wording.decision.noted", title=title, count=f"{answered:,}")
    titles = {ranked.code: ranked.title for ranked in outcome.ranking}
    is_long = len(outcome.selected) > _MOST_IN_DECISION
    key = "none" if not outcome.selected else "list_long" if is_long else "list"
    return text(
        f"wording.decision.{key}",
        title=title,
        count=f"{len(outcome.selected):,}",
        projects=", ".join(titles[code] for code in outcome.selected),
        summary=selection_summary_sentence(definition, outcome),
    )


def tie_order_source_key_and_facts(outcome: Outcome, definition: Definition) -> tuple[str, dict[str, str]]:
    """Return who put tied projects in order, as the end of a sentence's key and its facts: the chair, the program,
    people by hand; `lot` alone where the record does not say."""
    if definition.rule.steps.ties[-1] == TieWay.CHAIR:
        return "lot_chair", {}
    if isinstance(outcome.draw, UnsetType):
        return "lot", {}
    return f"lot_{outcome.draw.way}", {"drawn_by": outcome.draw.drawn_by, "attested_by": outcome.draw.attested_by}


def tie_order_sentence(outcome: Outcome, definition: Definition, most: int = 0) -> str:
    """Return who put tied projects in which order, by their titles; a lot of more than `most` > 0 by its codes."""
    key, facts = tie_order_source_key_and_facts(outcome, definition)
    titles = {} if most and len(outcome.lot) > most else distinct_option_titles(definition)
    order = " → ".join(titles.get(code, code) for code in outcome.lot)
    return text(f"documents.poll.{key}", codes=order, **facts)


def lot_order_words(outcome: Outcome, most: int = 0) -> str:
    """Return the drawn order of a lot as titles, or '' when no lot was drawn; `most` > 0 counts those beyond it."""
    titles = distinct_titles((ranked.code, ranked.title) for ranked in outcome.ranking)
    named = outcome.lot[:most] if most else outcome.lot
    words = " → ".join(titles[code] for code in named)
    more = len(outcome.lot) - len(named)
    return text("vote.result.lot_more", titles=words, more=f"{more:,}") if more else words
