"""How long one review takes: from a shell, and inside a running program."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from datetime import date
from functools import partial
from resource import RUSAGE_CHILDREN, getrusage

from benchmarks.figure import EXAMPLE, KETUM, MACHINE, Figure, times_ms
from ketum.cli.late import CaseRooms
from ketum.evidence import load
from ketum.intake import read_path
from ketum.review import review

DAY = date(2026, 11, 22)
COLD_RUNS = 9
WARM_RUNS = 200
EXPOSURE_RUNS = 40


def figures() -> Iterator[Figure]:
    for name, option, told in (
        ("review.cold", "--no-exposure", "without levels"),
        ("review.exposure_cold", "--exposure", "with levels, the compiled engine in its cache"),
    ):
        command = [KETUM, "review", str(EXAMPLE), "--format", "json", option]
        before = _processor_ms()
        cold, least = times_ms(partial(_run, command), COLD_RUNS)
        spent = (_processor_ms() - before) / (COLD_RUNS + 1)
        yield Figure(
            name=name, value=cold, unit="ms", n=COLD_RUNS,
            note=f"median whole process, the example to JSON {told}; least {least} ms; "
            f"{spent:.0f} ms of the processor each; {MACHINE}",
        )  # fmt: skip
    knowledge = load()
    case = read_path(EXAMPLE, today=DAY)
    warm, least = times_ms(lambda: review(case, knowledge), WARM_RUNS)
    yield Figure(
        name="review.warm", value=warm, unit="ms", n=WARM_RUNS,
        note=f"median review() alone, knowledge and case already read; least {least} ms; {MACHINE}",
    )  # fmt: skip
    expose = CaseRooms(EXAMPLE.parent).expose
    shown, least = times_ms(lambda: review(case, knowledge, expose=expose), EXPOSURE_RUNS)
    yield Figure(
        name="review.exposure_warm", value=shown, unit="ms", n=EXPOSURE_RUNS,
        note="median review() with levels: 1,000 people, a week of three doses a day, "
        f"six alkaloids and a metabolite; least {least} ms; {MACHINE}",
    )  # fmt: skip


def _processor_ms() -> float:
    """What the processes that ended have taken of the processor, whoever else was running."""
    used = getrusage(RUSAGE_CHILDREN)
    return (used.ru_utime + used.ru_stime) * 1000


def _run(command: list[str]) -> None:
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
