"""See excel."""
