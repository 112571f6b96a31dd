"""Baseline of `startup`: window, SQLAlchemy imported, key derived, the same file opened, one query.

`interactive.py STARTED_NS FILE` (passphrase in SUKUI_PASSPHRASE) prints JSON: milliseconds, memory in kB, people read.
"""

import json
import os
import re
import sys
import time
from pathlib import Path

import sqlalchemy  # noqa: F401
import sqlcipher3.dbapi2 as db
from cryptography.hazmat.primitives.kdf.argon2 import Argon2id
from PySide6.QtWidgets import QApplication, QLabel, QMainWindow

PRAGMAS = {"locking_mode": "EXCLUSIVE", "journal_mode": "WAL", "synchronous": "FULL", "secure_delete": "ON"}
app = QApplication(sys.argv[:1])
window = QMainWindow()
window.setCentralWidget(label := QLabel("bare"))
window.resize(1366, 768)
window.show()
app.processEvents()
with Path(sys.argv[2]).open("rb") as stream:
    first = stream.read(16)
argon = Argon2id(salt=first[:7] + b"\0" + first[8:], length=32, iterations=3, lanes=4, memory_cost=64 * 1024)
key = argon.derive(os.environ["SUKUI_PASSPHRASE"].encode())
connection = db.connect(sys.argv[2], isolation_level=None, timeout=0)
connection.execute(f"PRAGMA key = \"x'{(key + first).hex()}'\"")
for name, value in PRAGMAS.items():
    connection.execute(f"PRAGMA {name} = {value}")
rows = connection.execute("SELECT * FROM person").fetchall()
label.setText(str(rows[0]))
app.processEvents()
took, cpu = (time.monotonic_ns() - int(sys.argv[1])) / 1e6, time.process_time() * 1000
(rss,) = re.findall(r"VmRSS:\s+(\d+)", Path("/proc/self/status").read_text())
pragmas = {name: connection.execute(f"PRAGMA {name}").fetchone()[0] for name in PRAGMAS}
found = {"interactive_ms": took, "interactive_cpu_ms": cpu, "rss_kb": int(rss), "people": len(rows)}
json.dump(found | {"pragmas": pragmas}, sys.stdout)
