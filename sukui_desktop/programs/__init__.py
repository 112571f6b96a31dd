"""The composition roots: the only places where the parts of the program are put together."""
