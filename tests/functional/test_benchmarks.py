"""The runner of the measurements; no test looks at a time."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]


def bench(*subjects: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "benchmarks", *subjects],
        cwd=ROOT, capture_output=True, text=True, timeout=120, check=False,
    )  # fmt: skip


def test_one_subject_can_be_measured_alone() -> None:
    run = bench("alarms")
    assert run.returncode == 0, run.stderr
    assert run.stdout.startswith("review.alarms_per_quiet_profile")


def test_an_unknown_subject_is_named_with_those_there_are() -> None:
    run = bench("nothing")
    assert run.returncode != 0
    assert "one_review" in run.stderr
