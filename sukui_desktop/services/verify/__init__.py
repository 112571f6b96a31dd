"""확인: the strict check of a meeting's record."""
