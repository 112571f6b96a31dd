"""See core."""
