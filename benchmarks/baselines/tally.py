"""Baseline of `tally`: a bare loop over the bits of ballots in a file.

`tally.py FILE LENGTH OPTIONS MOST` prints JSON: votes of each option, ballots a second. The file is ballots end to end.
"""

import json
import sys
import time
from pathlib import Path

raw, length = Path(sys.argv[1]).read_bytes(), int(sys.argv[2])
options, most = int(sys.argv[3]), int(sys.argv[4])
ballots = [raw[at : at + length] for at in range(0, len(raw), length)]
votes = [0] * options
last = length * 8 - 1
began = time.perf_counter()
for ballot in ballots:
    bits = int.from_bytes(ballot, "big")
    if bits.bit_count() > most:
        continue
    while bits:
        top = bits.bit_length() - 1
        votes[last - top] += 1
        bits ^= 1 << top
took = time.perf_counter() - began
json.dump({"votes": votes, "per_s": len(ballots) / took}, sys.stdout)
