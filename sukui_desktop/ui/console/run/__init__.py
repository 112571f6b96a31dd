"""진행: opening the sitting, turning to items, notes and decisions."""
