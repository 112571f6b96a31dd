"""Baseline of `cast`: bare sqlcipher3, the same pragmas, the same two statements.

`cast.py FILE CASTS LENGTH` prints JSON: the pragmas read back, casts a second, CPU milliseconds a cast.
"""

import json
import os
import random
import sys
import time

import sqlcipher3.dbapi2 as db

PRAGMAS = {"locking_mode": "EXCLUSIVE", "journal_mode": "DELETE", "synchronous": "EXTRA", "secure_delete": "ON"}
path, count, length = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
connection = db.connect(path, isolation_level=None, timeout=0)
connection.execute(f"PRAGMA key = \"x'{os.urandom(32).hex()}'\"")
for name, value in PRAGMAS.items():
    connection.execute(f"PRAGMA {name} = {value}")
connection.execute("CREATE TABLE slip (tag BLOB PRIMARY KEY NOT NULL, spent INTEGER NOT NULL) WITHOUT ROWID")
connection.execute("CREATE TABLE slot (place INTEGER PRIMARY KEY, filled INTEGER NOT NULL, sealed BLOB NOT NULL)")
tags, free = [os.urandom(32) for _ in range(count)], list(range(count))
connection.execute("BEGIN IMMEDIATE")
connection.executemany("INSERT INTO slip VALUES (?, 0)", [(tag,) for tag in sorted(tags)])
connection.executemany("INSERT INTO slot VALUES (?, 0, ?)", [(place, os.urandom(length)) for place in free])
connection.execute("COMMIT")
random.shuffle(free)
ballots = [os.urandom(length) for _ in range(count)]
began, began_cpu = time.perf_counter(), time.process_time()
for tag, ballot, place in zip(tags, ballots, free, strict=True):
    connection.execute("BEGIN IMMEDIATE")
    connection.execute("UPDATE slip SET spent = 1 WHERE tag = ? AND spent = 0", (tag,))
    connection.execute("UPDATE slot SET sealed = ?, filled = 1 WHERE place = ? AND filled = 0", (ballot, place))
    connection.execute("COMMIT")
took, took_cpu = time.perf_counter() - began, time.process_time() - began_cpu
names = (*PRAGMAS, "page_size", "cache_size", "temp_store", "cipher_version")
pragmas = {name: connection.execute(f"PRAGMA {name}").fetchone()[0] for name in names}
json.dump({"pragmas": pragmas, "per_s": count / took, "cpu_ms": took_cpu * 1000 / count}, sys.stdout)
