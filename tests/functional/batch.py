"""Cases for a batch, and the command that reviews them."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

KETUM = str(Path(sys.executable).with_name("ketum"))
DAY = "2026-11-22"
CASES: list[dict[str, object]] = [
    {"kratom": {"form": "leaf powder", "grams_per_day": grams}, "medicines": [drug]}
    for grams, drug in ((2, "ibuprofen"), (9, "Xanax"), (30, "methadone"), (1, "nobody knows it"))
]


def ketum(*arguments: str, given: bytes = b"") -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        [KETUM, *arguments], input=given, capture_output=True, check=False, timeout=300
    )


def lines_of(cases: list[dict[str, object]]) -> bytes:
    return b"".join(json.dumps(case).encode() + b"\n" for case in cases)
