"""What a verification says: only what people can compare, and commands as they are typed."""

from __future__ import annotations

from sukui_desktop.assets.program_command import program_command
from sukui_desktop.assets.resources import resource_path
from sukui_desktop.domain.verification_findings import Unchecked, Verification
from sukui_desktop.wording.verification import unchecked_lines


def found(*signers: tuple[str, str]) -> Verification:
    return Verification(
        file="회의.sukui",
        meeting="m1",
        entries=1,
        streams=(),
        tables={},
        polls=(),
        receipts=0,
        unchecked=(Unchecked("box_matches", "우선사업"),),
        signers=signers,
    )


def test_a_fingerprint_is_told_of_a_card_alone() -> None:
    """Fails where somebody with a passphrase is to compare a 지문 that no paper or screen ever showed them (F42)."""
    said = "\n".join(unchecked_lines(found(("김영희", ""), ("최지우", "ba87-0000"))))
    assert "김영희, 최지우" in said
    assert said.count("ba87-0000") == 1
    assert "김영희 ba87" not in said
    assert "종이의 열쇠 지문" not in said
    assert "지문" not in "\n".join(unchecked_lines(found(("김영희", ""))))


def test_a_command_is_said_as_it_is_typed_here() -> None:
    """Fails where people are told to type the installed name in a folder that has ./run (F42)."""
    assert program_command() == "./run"
    said = "\n".join(unchecked_lines(found()))
    assert "./run verify 회의파일 --open" in said
    texts = [path.read_text(encoding="utf-8") for path in resource_path("i18n/ko").rglob("*.toml")]
    lines = [line for words in texts for line in words.splitlines() if not line.startswith("#")]
    assert not [line for line in lines if "sukui verify" in line or "sukui export" in line]
