"""Fuzz the reader of case files, guided by the branches an input reaches.

    python tools/fuzz_intake.py [--seconds 60] [--seed 0] [--keep build/fuzz]

Starts from the files of tests/malformed and tests/unit/intake, mutates them, and keeps each
input that reaches a new branch of ketum.intake. An input fails when the reader answers with
anything but a Case or complaints, quotes the canary, or takes longer than two seconds.
"""

from __future__ import annotations

import argparse
import hashlib
import random
import sys
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path
from types import FrameType

from ketum.errors import InputRefused
from ketum.intake import Format, read

ROOT = Path(__file__).resolve().parents[1]
ROOM = str(ROOT / "src" / "ketum" / "intake")
TODAY = date(2026, 11, 22)
CANARY = "zebrafink"
SLOW_SECONDS = 2.0
LARGEST = 20_000
PIECES = [
    b"{", b"}", b"[", b"]", b'"', b"'", b'"""', b"'''", b"\\", b"\\u0000", b"\\ud800", b"#", b"=",
    b".", b",", b":", b"\n", b"\r", b"\0", b"\xff", b"\xef\xbb\xbf", b"null", b"true", b"NaN",
    b"1e999", b"-1", b"9" * 500, b"2026-02-30", b"2099-01-01", b"[" * 40, b"a." * 40, b"[[a]]\n",
    b"Zebrafink", b'"kratom": {}', b'"complete": ["medicines"]', b"on = 2026-11-22\n",
]  # fmt: skip

Edge = tuple[str, int, int]


def mutate(content: bytes, others: list[bytes], chance: random.Random) -> bytes:
    """The content with a few pieces exchanged, doubled, taken out or taken from another."""
    for _ in range(chance.randint(1, 6)):
        start = chance.randint(0, len(content))
        end = min(len(content), start + chance.choice((0, 1, 1, 4, 30)))
        other = chance.choice(others)
        cut = chance.randint(0, len(other))
        piece = chance.choice(
            (
                b"",
                chance.choice(PIECES),
                bytes([chance.randrange(256)]),
                content[start:end] * 2,
                other[cut : cut + chance.randint(1, 60)],
            )
        )
        content = content[:start] + piece + content[end:]
    return content[:LARGEST]


def edges_of(run: Callable[[], None]) -> set[Edge]:
    """The pairs of lines of the room that follow each other while `run` runs."""
    edges: set[Edge] = set()

    def in_room(frame: FrameType, _event: str, _: object) -> object:
        name = frame.f_code.co_filename
        if not name.startswith(ROOM):
            return None
        last = frame.f_lineno

        def line(frame: FrameType, _event: str, _: object) -> object:
            nonlocal last
            edges.add((name, last, frame.f_lineno))
            last = frame.f_lineno
            return line

        return line

    sys.settrace(in_room)  # type: ignore[arg-type]  # its stub asks for its own recursive type
    try:
        run()
    finally:
        sys.settrace(None)
    return edges


def fault_of(content: bytes, notation: Format) -> str | None:
    """What is wrong with the answer to this input, if anything."""
    before = time.process_time()
    try:
        read(content, notation, today=TODAY)
    except InputRefused as refused:
        if not refused.complaints:
            return "refused without a complaint"
        if CANARY in str(refused).lower():
            return "quotes the file"
    except Exception as error:  # noqa: BLE001  # finding these is the purpose
        return f"raised {type(error).__name__}"
    if time.process_time() - before > SLOW_SECONDS:
        return "took too long"
    return None


def seeds() -> list[bytes]:
    folders = (ROOT / "tests" / "malformed", ROOT / "tests" / "unit" / "intake")
    files = (p for folder in folders for p in sorted(folder.rglob("*")) if p.is_file())
    return [p.read_bytes()[:LARGEST] for p in files if p.suffix in (".json", ".toml")]


def fuzz(seconds: float, chance: random.Random, keep: Path) -> int:
    """Run until the time is up; the number of inputs that failed."""
    corpus, seen, tried, failed = seeds(), set[Edge](), 0, 0
    queue, until = list(corpus), time.monotonic() + seconds
    while time.monotonic() < until:
        content = queue.pop() if queue else mutate(chance.choice(corpus), corpus, chance)
        notation = chance.choice(list(Format))
        faults: list[str | None] = []
        found = edges_of(lambda: faults.append(fault_of(content, notation)))  # noqa: B023
        tried += 1
        is_new = not found <= seen
        seen |= found
        name = hashlib.sha256(content).hexdigest()[:12] + f".{notation.value.lower()}"
        if faults[0]:
            failed += 1
            print(f"{name}: {faults[0]}")
            (keep / f"failed-{name}").write_bytes(content)
        elif is_new:
            corpus.append(content)
            (keep / name).write_bytes(content)
    print(f"{tried} inputs, {len(seen)} edges, {len(corpus)} kept, {failed} failed")
    return failed


def main() -> int:
    parser = argparse.ArgumentParser(description="Fuzz the reader of case files.")
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--keep", type=Path, default=ROOT / "build" / "fuzz")
    given = parser.parse_args()
    given.keep.mkdir(parents=True, exist_ok=True)
    chance = random.Random(given.seed)  # noqa: S311  # nothing secret depends on it
    return 1 if fuzz(given.seconds, chance, given.keep) else 0


if __name__ == "__main__":
    sys.exit(main())
