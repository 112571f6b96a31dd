"""One voter's marks: a class for each kind of ballot, chosen in `kinds.py`."""
