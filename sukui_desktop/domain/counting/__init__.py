"""Ballots as bytes, their judgement and the two counters."""
