"""진행: the sitting, its items, what was said and decided."""
