"""Elections of other cities as Pabulib files: read, counted, listed, and our own polls exported."""
