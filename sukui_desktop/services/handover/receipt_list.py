"""The list of receipts (확인번호 목록): put together, and made a paper for the notice board."""

from __future__ import annotations

from sukui_desktop.documents.write.receipt_list import receipt_list_pdf
from sukui_desktop.domain.papers.receipt_list import ReceiptList
from sukui_desktop.models.ids import PollId
from sukui_desktop.models.poll import PollRow
from sukui_desktop.services.opened_meeting import Room, read_meeting
from sukui_desktop.services.vote.poll_box import list_receipts


def compose_receipt_list(room: Room, poll_id: PollId) -> ReceiptList:
    """Put the receipts of a closed poll together. Raises as `list_receipts`."""
    receipts, meeting = list_receipts(room, poll_id), read_meeting(room)
    with room.reading() as tx:
        title = tx.require_row(PollRow, poll_id).title
    return ReceiptList(
        meeting_title=meeting.title, poll_title=title, receipts=receipts, is_practice=meeting.is_practice
    )


def make_receipt_list_pdf(content: ReceiptList) -> bytes:
    """Return the list of receipts as PDF. For the making queue."""
    return receipt_list_pdf(content)
