"""The verbs that faces call: arguments and results are plain structs that can cross a wire."""

from __future__ import annotations

import ast
import importlib
import inspect
from collections.abc import Callable, Iterator
from typing import Any, get_type_hints

import msgspec
import pytest
from msgspec import inspect as shapes

from sukui_desktop.services.opened_meeting import Room
from tests.contracts.source_tree import PACKAGE, product_files, short, tree_of

FACES = ("ui", "hub", "cli", "programs")
"""The folders whose imports make a public function of services/ a verb."""
LOCAL_ONLY = frozenset(
    {
        "file_reading_and_saving.read_file",
        "file_reading_and_saving.read_file_and_call_verb",
        "file_reading_and_saving.save_file",
        "file_reading_and_saving.make_and_save_document",
        "handover.meeting_file_copies.copy_at_stage",
        "handover.meeting_file_copies.read_stage_copy_folder",
        "handover.meeting_file_copies.copy_meeting",
        "handover.meeting_file_copies.set_stage_copy_folder_and_copy",
        "handover.meeting_file_copies.read_document_folder",
        "handover.meeting_file_copies.set_document_folder",
        "handover.made_files.list_made_files",
        "handover.made_files.remember_path_of_made_file",
        "handover.meeting_outline.rebuild_and_hash_tables",
        "handover.meeting_outline.read_meeting_outline",
        "verify.verification.verify_meeting",
        "prepare.meeting_creation_and_details.create_meeting",
        "meeting_opening.list_known_meetings",
        "meeting_opening.open_meeting",
        "meeting_opening.open_with_key",
        "meeting_opening.open_with_recovery_code",
        "practice_meeting.open_practice",
        "practice_meeting.practice_path",
        "practice_meeting.renew_practice",
        "last_open_meeting.find_last_open_meeting",
        "last_open_meeting.forget_last_open_meeting",
        "opened_meeting.close_meeting_and_boxes",
        "opened_meeting.meeting_path",
        "opened_meeting.now_ms",
        "remote_room.as_room",
        "remote_room.call_verb",
        "stations.hub_parts.read_hub_parts",
    }
)
"""Verbs of this machine alone: they open, close, copy or save files, or read its clock."""
_SET_IN_INIT = ("context", "boxes", "file", "path", "reading")
ROOM_PARTS = {*_SET_IN_INIT, *(name for name in vars(Room) if not name.startswith("__"))}


def face_files() -> Iterator[Any]:
    for path in product_files():
        if path.relative_to(PACKAGE).parts[0] in FACES:
            yield path


def verbs() -> dict[str, Callable[..., object]]:
    """Every function of services/ that a face imports, by `module.name`."""
    found: dict[str, Callable[..., object]] = {}
    for path in face_files():
        for node in ast.walk(tree_of(path)):
            if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("sukui_desktop.services."):
                module = importlib.import_module(node.module or "")
                for alias in node.names:
                    named = getattr(module, alias.name)
                    if inspect.isfunction(named) and named.__module__ == node.module:
                        found[f"{named.__module__.removeprefix('sukui_desktop.services.')}.{named.__name__}"] = named
    return found


VERBS = verbs()


def wire_types(verb: Callable[..., object]) -> dict[str, Any]:
    """The types of a verb's arguments and result, without the room that comes first."""
    hints = get_type_hints(verb)
    first = next(iter(inspect.signature(verb).parameters), "")
    if hints.get(first) is Room:
        del hints[first]
    return hints


def sample(shape: shapes.Type, which: int, depth: int = 0) -> Any:
    """A value of a type; `which` chooses among alternatives. Raises TypeError for what no wire carries."""
    deep = depth > 12
    match shape:
        case shapes.NoneType():
            return None
        case shapes.BoolType():
            return which % 2 == 0
        case shapes.IntType():
            return which
        case shapes.StrType():
            return f"가{which}"
        case shapes.BytesType():
            return bytes([which])
        case shapes.EnumType(cls=cls):
            return list(cls)[which % len(list(cls))]
        case shapes.LiteralType(values=values):
            return values[which % len(values)]
        case shapes.VarTupleType(item_type=item):
            return () if deep else (sample(item, which, depth + 1),)
        case shapes.ListType(item_type=item):
            return [] if deep else [sample(item, which, depth + 1)]
        case shapes.FrozenSetType(item_type=item):
            return frozenset({sample(item, which, depth + 1)})
        case shapes.TupleType(item_types=items):
            return tuple(sample(item, which, depth + 1) for item in items)
        case shapes.DictType(key_type=key, value_type=value):
            return {} if deep else {sample(key, which, depth + 1): sample(value, which, depth + 1)}
        case shapes.UnionType(types=types):
            real = [kind for kind in types if not isinstance(kind, shapes.NoneType)] if not deep else list(types)
            return sample(real[which % len(real)], which, depth + 1)
        case shapes.StructType(cls=cls, fields=fields):
            return cls(**{field.name: sample(field.type, which, depth + 1) for field in fields})
        case _:
            raise TypeError(f"no wire carries {shape}")


def test_a_face_imports_a_name_where_it_is_defined() -> None:
    passed_on = [
        f"{short(path)} {node.module} {alias.name}"
        for path in face_files()
        for node in ast.walk(tree_of(path))
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("sukui_desktop.services.")
        for alias in node.names
        if getattr(getattr(importlib.import_module(node.module or ""), alias.name), "__module__", node.module)
        not in {node.module, "typing"}
    ]
    assert not passed_on


def test_verbs_are_found() -> None:
    assert {"vote.poll_box.read_ballot_paper", "checkin.attendance.admit_person"} <= set(VERBS)
    assert set(VERBS) >= LOCAL_ONLY


@pytest.mark.parametrize("name", sorted(set(VERBS) - LOCAL_ONLY))
def test_a_verb_can_be_called_over_a_wire(name: str) -> None:
    for part, hint in wire_types(VERBS[name]).items():
        for which in range(3):
            value = sample(shapes.type_info(hint), which)
            assert msgspec.msgpack.decode(msgspec.msgpack.encode(value), type=hint) == value, part


def test_a_face_holds_the_room_as_a_handle() -> None:
    """Whoever reads an attribute of a room in a face ties the face to a file on this machine."""
    reached = [
        f"{short(path)}:{node.lineno} {ast.unparse(node)}"
        for path in face_files()
        for node in ast.walk(tree_of(path))
        if isinstance(node, ast.Attribute) and node.attr in ROOM_PARTS
        if ast.unparse(node.value) in {"room", "self.room", "self._room"}
    ]
    assert not reached
