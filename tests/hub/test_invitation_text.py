"""What a station is told to find its hub: by code and by letters, as people type them."""

from __future__ import annotations

import ipaddress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sukui_desktop.domain.errors import BadInput
from sukui_desktop.hub.invitation_text import (
    CODE_BITS,
    TYPED_FINGERPRINT_BITS,
    Invitation,
    invitation_as_letters,
    invitation_as_qr_text,
    invitation_of_letters,
    invitation_of_qr_text,
)

INVITATIONS = st.builds(
    Invitation,
    addresses=st.lists(st.ip_addresses().map(str), min_size=1, max_size=4).map(tuple),
    port=st.integers(1, 65535),
    fingerprint=st.integers(0, 2**256 - 1),
    fingerprint_bits=st.just(256),
    code=st.integers(0, 2**CODE_BITS - 1),
)


@given(INVITATIONS)
def test_a_scan_gives_the_whole_invitation_back(invitation: Invitation) -> None:
    text = invitation_as_qr_text(invitation)
    assert invitation_of_qr_text(f" {text.lower()}\n") == invitation


@given(INVITATIONS, st.sampled_from(["", " ", "-", "–", "."]))
def test_letters_are_read_however_they_are_parted_and_typed(invitation: Invitation, between: str) -> None:
    letters = invitation_as_letters(invitation).replace("-", between).lower().replace("0", "o").replace("1", "l")
    address = ipaddress.ip_address(invitation.addresses[0])
    typed = f"[{address}]:{invitation.port}" if address.version == 6 else f"{address}:{invitation.port}"
    read = invitation_of_letters(typed, letters)
    assert (read.code, read.port, read.addresses) == (invitation.code, invitation.port, (str(address),))
    assert read.is_from_hub_with_key(invitation.fingerprint.to_bytes(32, "big"))
    assert not read.is_from_hub_with_key(
        (invitation.fingerprint ^ 1 << 256 - TYPED_FINGERPRINT_BITS).to_bytes(32, "big")
    )


@pytest.mark.parametrize("letters", ["", "AAAA", "A" * 19, "A" * 21, "A" * 19 + "U", "가" * 20])
def test_letters_that_are_none_are_refused(letters: str) -> None:
    with pytest.raises(BadInput) as refused:
        invitation_of_letters("127.0.0.1", letters)
    assert refused.value.code == "invitation_letters"


@pytest.mark.parametrize("address", ["", "hub", "1.2.3", "1.2.3.4:0", "1.2.3.4:70000", "[::1", "http://1.2.3.4"])
def test_an_address_that_is_none_is_refused(address: str) -> None:
    with pytest.raises(BadInput) as refused:
        invitation_of_letters(address, "A" * 20)
    assert refused.value.code == "hub_address_unreadable"


@given(st.one_of(st.text(), st.text(alphabet="ABCDEFGHIJKLMNOPQRSTUVWXYZ234567").map("SUKUI1:{}".format)))
def test_no_scan_of_anything_else_crashes(scanned: str) -> None:
    try:
        invitation_of_qr_text(scanned)
    except BadInput as refused:
        assert refused.code == "invitation_unreadable"  # noqa: PT017
