"""진행: the sitting, its items, the notes and the decisions."""
