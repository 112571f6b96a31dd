"""How an agenda item is called."""

from __future__ import annotations

from sukui_desktop.assets.messages import text
from sukui_desktop.domain.agenda_tree import ItemView


def agenda_title(view: ItemView) -> str:
    """Return the title after its number among the 안건: 제1호 지난 회의록; of procedure, the title alone."""
    if not view.agenda_number:
        return view.row.title
    return text("documents.agenda_title", number=view.agenda_number, title=view.row.title)
