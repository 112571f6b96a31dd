"""See worksheet."""
