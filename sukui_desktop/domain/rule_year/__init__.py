"""A year's rule as a file: its parts, its checks, what it leaves open."""
