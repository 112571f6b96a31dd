"""One voter's marks: what a tap does to them, a class for each kind of ballot, chosen in `by_method.py`."""
