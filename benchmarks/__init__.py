"""Benchmarks: our speed beside bare programs of the same run, so that figures of two machines compare.

`python -m benchmarks startup|cast|tally|city|shares` prints one JSON document: the rounds of both sides, their medians
and the ratio; `hall` and `row` print what real programs of a room did over loopback. Not part of the installed program.
"""
