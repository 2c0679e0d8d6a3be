"""Fuzz the reader of certificates with damaged PDFs, texts, CSV and JSON files.

    python tools/fuzz_certificates.py [--seconds 60] [--seed 0] [--keep build/fuzz-certificates]

Starts from the certificates that tools/make_certificates.py makes and from those of random
layouts, as PDF and as the text, CSV and JSON that say the same, and changes pieces of them. An
input fails when the reader answers with anything but a certificate or a refusal, quotes the
canary in a refusal, takes longer than 20 seconds, or more than 512 MiB with its process for PDFs.
"""

from __future__ import annotations

import argparse
import json
import random
import resource
import signal
import sys
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType

from certificate_layouts import certificate_data
from make_certificates import Made, certificates, make

from ketum.errors import InputRefused
from ketum.evidence import KnowledgeBase, load
from ketum.product import Certificate, read_certificate

ROOT = Path(__file__).resolve().parents[1]
CANARY = "zebrafink"
SLOWEST_S = 20
MOST_MIB = 512
LARGEST = 400_000
LAYOUTS = 12
KINDS = ("pdf", "txt", "csv", "json")
PIECES = {
    "pdf": (
        b"obj", b"endobj", b"stream", b"endstream", b"<<", b">>", b"[", b"]", b"(", b")", b"/Kids",
        b"/Prev 9", b"/Length 99999999", b"/Filter /FlateDecode", b"/Rotate 45", b" 1e99 ", b"-1 ",
        b" 0 0 0 0 0 0 cm ", b" Tj ", b" 9999999 Tf ", b"BT ", b"ET ", b" q " * 99,
        b"/MediaBox [0]", b"\0", b"\xff\xfe", b"/JS (Zebrafink)", b"Do ", b" re S ",
        b"/Contents 3 0 R", b"%%EOF",
    ),
    "txt": (
        b"\t", b"|", b"  ", b"\n", b"\r", b"\0", b"\xff", b"1e999999", b"9" * 400, b"< ", b"ND",
        b"10^99", b",", b".", b"%", b"ppm", b"\xc2\xb1", b"(" * 60, b"Zebrafink", b"Lead", b"Lot:",
        b"-" * 200, b"\xe2\x94\x82", b"\xc2\xa0" * 300, b"1,234.567,8", b"7-OH", b"LOQ",
    ),
    "csv": (b",", b";", b'"', b'""', b"\n", b"\r\n", b"\t" * 500, b"Lead", b"1,5", b"Zebrafink"),
    "json": (
        b"{", b"}", b"[", b"]", b"[" * 5000, b'"', b":", b",", b"1e99999", b"NaN", b"null",
        b"true", b'"value"', b'"analyte"', b'"unit"', b"\\ud800", b"9" * 5000, b"Zebrafink",
        b"-0.0",
    ),
}  # fmt: skip


@dataclass(slots=True)
class Figures:
    """What a run came to."""

    tried: Counter[str] = field(default_factory=Counter)
    answers: Counter[str] = field(default_factory=Counter)
    failed: int = 0
    slowest_s: float = 0.0


class TooSlow(Exception):
    """The clock ran out while one input was read."""


def seeds(kind: str) -> Iterator[bytes]:
    """Certificates as files of a kind, PDFs without compression, so that changes reach the page."""
    made = list(certificates())
    for number in range(LAYOUTS):
        data = certificate_data(number)
        data["page"]["compressed"] = 0
        made.append(make(str(number), data))
    for each in made:
        yield each.pdf if kind == "pdf" else _written(each, kind)


def _written(made: Made, kind: str) -> bytes:
    if kind == "json":
        rows = [{"cells": row} for row in made.rows]
        results = [
            {"analyte": each.analyte, "result": each.value, "unit": each.unit, "lod": each.limit}
            for each in made.reported
        ]
        return json.dumps({"lot": "A1", "rows": rows, "results": results}).encode()
    separator = {"txt": "   ", "csv": ";"}[kind]
    return "\n".join(separator.join(row) for row in made.rows).encode()


def changed(content: bytes, kind: str, others: list[bytes], chance: random.Random) -> bytes:
    """The content with pieces exchanged, doubled, taken out or taken from another."""
    for _ in range(chance.choice((1, 1, 2, 3, 8))):
        start = chance.randint(0, len(content))
        end = min(len(content), start + chance.choice((0, 1, 1, 2, 8, 60)))
        other = chance.choice(others)
        cut = chance.randint(0, len(other))
        piece = chance.choice(
            (
                b"",
                chance.choice(PIECES[kind]),
                bytes([chance.randrange(256)]),
                content[start:end] * chance.choice((2, 2, 300)),
                other[cut : cut + chance.choice((4, 40, 400))],
                str(chance.randint(-5, 99999)).encode(),
            )
        )
        content = content[:start] + piece + content[end:]
    if chance.random() < 0.02:
        content = content[: chance.randint(0, len(content))]
    return content[:LARGEST]


def fault_of(content: bytes, path: Path, knowledge: KnowledgeBase, figures: Figures) -> str | None:
    """What is wrong with the answer to this input, if anything."""
    path.write_bytes(content)
    begun = time.monotonic()
    signal.alarm(SLOWEST_S + 1)
    try:
        answer = read_certificate(path, knowledge)
    except InputRefused as refused:
        figures.answers["refused"] += 1
        if not refused.complaints:
            return "refused without a complaint"
        if CANARY in str(refused).lower():
            return "quotes the file"
    except TooSlow:
        return "took too long"
    except Exception as error:  # noqa: BLE001  # finding these is the purpose
        return f"raised {type(error).__name__}"
    else:
        figures.answers["with results" if answer.results else "without a result"] += 1
        if not isinstance(answer, Certificate):
            return "answered with something else"
    finally:
        signal.alarm(0)
        figures.slowest_s = max(figures.slowest_s, time.monotonic() - begun)
    return "took too much memory" if memory_mib() > MOST_MIB else None


def memory_mib() -> float:
    """The most that this process and, at the same time, one of its own ever held, in MiB."""
    ours = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    theirs = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
    return (ours + theirs) / 1024


def fuzz(seconds: float, chance: random.Random, keep: Path) -> Figures:
    """Run until the time is up; inputs that fail are kept."""
    knowledge = load()
    pools = {kind: list(seeds(kind)) for kind in KINDS}
    figures, until = Figures(), time.monotonic() + seconds
    while time.monotonic() < until:
        kind = chance.choice(KINDS)
        content = changed(chance.choice(pools[kind]), kind, pools[kind], chance)
        figures.tried[kind] += 1
        path = keep / f"tried.{kind}"
        fault = fault_of(content, path, knowledge, figures)
        if fault:
            figures.failed += 1
            kept = path.rename(keep / f"failed-{sum(figures.tried.values())}.{kind}")
            print(f"{kept.name}: {fault}", flush=True)
    return figures


def main() -> int:
    parser = argparse.ArgumentParser(description="Fuzz the reader of certificates.")
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--keep", type=Path, default=ROOT / "build" / "fuzz-certificates")
    given = parser.parse_args()
    given.keep.mkdir(parents=True, exist_ok=True)

    def ring(_number: int, _frame: FrameType | None) -> None:
        raise TooSlow

    signal.signal(signal.SIGALRM, ring)
    figures = fuzz(given.seconds, random.Random(given.seed), given.keep)  # noqa: S311  # no secret
    tried = ", ".join(f"{count} {kind}" for kind, count in sorted(figures.tried.items()))
    answers = ", ".join(f"{count} {answer}" for answer, count in sorted(figures.answers.items()))
    print(f"{figures.tried.total()} inputs ({tried}): {answers}, {figures.failed} failed")
    print(f"slowest {figures.slowest_s:.2f} s, at most {memory_mib():.0f} MiB")
    return 1 if figures.failed else 0


if __name__ == "__main__":
    sys.exit(main())
