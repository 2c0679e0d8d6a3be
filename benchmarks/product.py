"""How long a certificate of three pages takes to be read and judged."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from datetime import date
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.figure import KETUM, MACHINE, ROOT, Figure, times_ms
from ketum.evidence import load
from ketum.product import assess, read_certificate

CERTIFICATE = "03_many_pages"
DAY = date(2026, 11, 22)
COLD_RUNS = 9
WARM_RUNS = 20


def figures() -> Iterator[Figure]:
    with TemporaryDirectory() as folder:
        tool = ROOT / "tools" / "make_certificates.py"
        subprocess.run([sys.executable, tool, folder], check=True, stdout=subprocess.DEVNULL)
        yield _cold(Path(folder) / f"{CERTIFICATE}.pdf")


def _cold(certificate: Path) -> Figure:
    command = [KETUM, "product", "check", str(certificate), "--format", "json"]
    run = partial(subprocess.run, command, check=True, stdout=subprocess.DEVNULL)
    cold, least = times_ms(run, COLD_RUNS)
    knowledge = load()

    def read_and_judge() -> None:
        assess(read_certificate(certificate, knowledge), knowledge, on=DAY)

    warm, least_warm = times_ms(read_and_judge, WARM_RUNS)
    return Figure(
        name="product.cold", value=cold, unit="ms", n=COLD_RUNS,
        note="median whole process, a PDF of three pages and 71 values to JSON; "
        f"least {least} ms; inside a running program {warm} ms, least {least_warm} ms; {MACHINE}",
    )  # fmt: skip
