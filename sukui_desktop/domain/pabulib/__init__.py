"""Elections of other cities of Pabulib files."""
