"""Counts outside a meeting: an election file or a year's rule over files of channels, both counters at once."""
