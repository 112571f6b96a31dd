"""The paper of a key card: made from what was handed out once, kept nowhere."""

from __future__ import annotations

from sukui_desktop.documents.write.key_card import key_card_pdf
from sukui_desktop.domain.papers.key_card import KeyCardPaper
from sukui_desktop.services.opened_meeting import Room, read_meeting
from sukui_desktop.services.signing.signers import KeyCard
from sukui_desktop.wording.times import date_words, moment_words


def compose_key_card_paper(room: Room, name: str, card: KeyCard) -> KeyCardPaper:
    """Put the card of a person together, with the meeting it is of."""
    meeting = read_meeting(room)
    return KeyCardPaper(
        name=name,
        meeting_title=meeting.title,
        when=moment_words(meeting.starts_at_ms),
        valid_until=date_words(card.valid_until_ms),
        words=card.words,
        code=card.code,
        is_practice=meeting.is_practice,
    )


def make_key_card_pdf(paper: KeyCardPaper) -> bytes:
    """Return the PDF of a card, one page. For the making queue."""
    return key_card_pdf(paper)
