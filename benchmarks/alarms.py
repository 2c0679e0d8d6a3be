"""How many alarms a quiet person raises: findings at major or above that are no management."""

from __future__ import annotations

from collections.abc import Iterator

from benchmarks.figure import Figure
from ketum.evidence import load
from ketum.finding import Severity
from tests.vignettes.vignette import vignettes


def figures() -> Iterator[Figure]:
    knowledge = load()
    quiet = [vignette for vignette in vignettes() if vignette.file.startswith("quiet/")]
    alarms = sum(
        finding.is_clinical and finding.severity >= Severity.MAJOR
        for vignette in quiet
        for finding in vignette.review(knowledge).findings
    )
    yield Figure(
        name="review.alarms_per_quiet_profile", value=round(alarms / len(quiet), 3), unit="alarms",
        n=len(quiet), note="mean over the people of tests/vignettes/quiet",
    )  # fmt: skip
