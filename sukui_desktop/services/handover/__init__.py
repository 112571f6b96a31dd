"""보내기: documents, copies and the public result."""
