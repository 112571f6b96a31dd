"""Applying an entry never refuses: any fact on any state gives rows or a conflict, the same every time."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from sukui_desktop.domain.facts.base import Entry, Fact, Unknown
from sukui_desktop.domain.facts.kinds import KINDS, SUBJECT_OF
from sukui_desktop.domain.facts.meeting import StreamBegan, WordsRewritten
from sukui_desktop.domain.rows_from_facts.effect_of_entry import effect_of_entry
from sukui_desktop.domain.rows_from_facts.rows_put_and_removed import State
from sukui_desktop.models.meeting import ConflictRow
from sukui_desktop.models.row import key_of_row
from sukui_desktop.models.row_registry import ROW_TYPES, row_types_of_subject
from sukui_desktop.record.entry_body import SEAL_KEY_SIZE, decode_and_unseal_body, seal_and_encode_body
from sukui_desktop.storage.projection import fold_entries_into_effect

KEY = bytes(range(SEAL_KEY_SIZE))
FACTS: dict[str, st.SearchStrategy[Fact]] = {kind: st.from_type(fact) for kind, fact in KINDS.items()}
IDS = st.sampled_from(("a", "b"))
SUBJECTS = set(SUBJECT_OF.values())


@st.composite
def entries(draw: st.DrawFn, subjects: tuple[str, ...] = tuple(SUBJECT_OF.values())) -> Entry:
    kind = draw(st.sampled_from([k for k in sorted(KINDS) if SUBJECT_OF[k] in subjects]))
    return Entry(
        stream="ab" * 32,
        seq=draw(st.integers(0, 99)),
        subject=f"{SUBJECT_OF[kind]}/{draw(IDS)}",
        at_ms=draw(st.integers(0, 2**40)),
        fact=draw(FACTS[kind]),
    )


@given(st.lists(entries(), max_size=12))
def test_any_fact_applies_on_any_state(told: list[Entry]) -> None:
    states: dict[str, State] = {}
    for entry in told:
        state = states.setdefault(entry.subject, State())
        effect = effect_of_entry(state, entry)
        name, _, subject_id = entry.subject.partition("/")
        touched = [(type(row), key_of_row(row)) for row in effect.put] + list(effect.remove)
        assert touched or isinstance(entry.fact, StreamBegan | WordsRewritten), "who writes is the record's own matter"
        for kind, key in touched:
            assert kind is ConflictRow or (kind in row_types_of_subject(name) and key[0] == subject_id)
        state.apply_effect(effect)


@given(st.lists(entries(("person", "poll")), max_size=14))
def test_folding_at_once_is_folding_one_by_one(told: list[Entry]) -> None:
    at_once: dict[str, State] = {}
    fold_entries_into_effect(at_once, told)
    one_by_one: dict[str, State] = {}
    for entry in told:
        fold_entries_into_effect(one_by_one, [entry])
    for subject, state in at_once.items():
        for kind in ROW_TYPES:
            assert state.rows(kind) == one_by_one[subject].rows(kind)


@given(entries())
def test_a_fact_comes_back_from_its_bytes(entry: Entry) -> None:
    body = seal_and_encode_body(entry.subject, entry.fact, KEY, bytes)
    assert decode_and_unseal_body(entry.fact.KIND, entry.fact.VERSION, body, lambda _: KEY) == (
        entry.subject,
        entry.fact,
    )


def test_every_row_type_has_its_key_and_every_subject_its_rows() -> None:
    for kind in ROW_TYPES:
        assert kind.TABLE
        assert kind.UNKNOWN
        assert kind.KEY
        assert set(kind.KEY) <= set(kind.__struct_fields__)
    assert len({kind.TABLE for kind in ROW_TYPES}) == len(ROW_TYPES)
    assert {kind.SUBJECT for kind in ROW_TYPES} - {""} == SUBJECTS - {"stream", "words"}  # these two have no row
    assert [kind for kind in ROW_TYPES if not kind.SUBJECT] == [ConflictRow]


def test_a_kind_has_one_name_and_one_struct() -> None:
    """Fails when two structs have one KIND (the later would hide the earlier) or a known fact has none."""
    known, waiting = set(), [Fact]
    while waiting:
        waiting += (below := waiting.pop().__subclasses__())
        known |= {kind for kind in below if kind.__module__.startswith("sukui_desktop.")}
    assert set(KINDS.values()) == known - {Unknown}
    assert all(KINDS)
    assert all(set(fact.UPCASTS) == set(range(1, fact.VERSION)) for fact in KINDS.values())
