"""Running a population: block after block here, or as futures on the workers of a cluster."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from queue import Empty, SimpleQueue
from typing import Protocol

import numpy as np

from ketum.errors import WrongUsage
from ketum.evidence.models import ExposureModel
from ketum.exposure.parameters import Parameters
from ketum.exposure.populations.cohort import Cohort
from ketum.exposure.populations.drawing import draw
from ketum.exposure.populations.tally import Counted, Tally
from ketum.exposure.steady import steady_state
from ketum.exposure.summaries import BLOCK

# People of one future: more would wait long to be counted, fewer would cost more to send.
CHUNK = 4 * BLOCK
FUTURES_A_WORKER = 3
# How often a piece that failed is tried again: each time a worker may have been lost.
MOST_TRIES = 5
LISTEN_S = 0.1
HOURS_OF_A_DAY = 24.0

Progress = Callable[[int], None]
Stop = Callable[[], bool]


class Future(Protocol):
    """What is asked of a Dask future."""

    def add_done_callback(self, fn: Callable[[Future], None]) -> None: ...
    def result(self) -> Counted: ...
    def cancel(self) -> object: ...


class Executor(Protocol):
    """What is asked of a Dask `Client`."""

    def submit(self, fn: Callable[..., Counted], *args: object, **keys: object) -> Future: ...
    def scheduler_info(self) -> dict[str, object]: ...


def run_here(
    cohort: Cohort, model: ExposureModel, progress: Progress, stop: Stop, at_once: int
) -> Tally:
    """Every block of people on this machine, unless `stop` says so before."""
    tally = Tally(cohort)
    for first, count in _pieces(cohort.people, at_once):
        if stop():
            break
        count_block(cohort, model, first, count, tally)
        progress(count)
    return tally


def run_there(
    cohort: Cohort,
    model: ExposureModel,
    progress: Progress,
    stop: Stop,
    executor: Executor,
    at_once: int,
) -> Tally:
    """Chunks of people as futures. What a lost worker had is computed again, and counted once.

    Raises:
        WrongUsage: the cluster has no workers.
    """
    workers = len(executor.scheduler_info()["workers"])  # type: ignore[arg-type]
    if not workers:
        raise WrongUsage("The cluster has no workers. Start one or more.")
    tally = Tally(cohort)
    pieces = _pieces(cohort.people, at_once)
    done: SimpleQueue[int] = SimpleQueue()
    waiting: dict[int, tuple[Future, int, int]] = {}

    def send(first: int, count: int, tries: int) -> None:
        future = executor.submit(counted, cohort, model, first, count, pure=False)
        waiting[first] = future, count, tries
        future.add_done_callback(lambda _: done.put(first))

    try:
        for first, count in pieces:
            send(first, count, 1)
            if len(waiting) >= workers * FUTURES_A_WORKER:
                break
        while waiting and not stop():
            try:
                first = done.get(timeout=LISTEN_S)
            except Empty:
                continue
            future, count, tries = waiting.pop(first)
            try:
                found = future.result()
            except Exception:  # whatever befell a worker, its people are drawn again
                if tries >= MOST_TRIES:
                    raise
                send(first, count, tries + 1)
                continue
            tally.take_in(found)
            progress(found.people)
            for following in pieces:
                send(*following, 1)
                break
    finally:
        for future, *_ in waiting.values():
            future.cancel()
    return tally


def counted(cohort: Cohort, model: ExposureModel, first: int, count: int) -> Counted:
    """The counts of some people; what a worker does."""
    tally = Tally(cohort)
    for begin, number in _pieces(count, BLOCK):
        count_block(cohort, model, first + begin, number, tally)
    return tally.counted()


def count_block(cohort: Cohort, model: ExposureModel, first: int, count: int, tally: Tally) -> None:
    """Draw people, find the steady state of each, count them, forget them."""
    drawn = draw(cohort, model, first, count)
    computed = np.ones(count, dtype=np.bool_)
    for at, medicine in enumerate(cohort.medicines):
        tally.with_medicine[at] += int(drawn.medicines[at].sum())
        if medicine.not_computed:
            computed &= ~drawn.medicines[at]
    member = np.stack([drawn.is_in(group) for group in cohort.groups()])
    ratio = model.parameters["molar_ratio"].value
    for at, regimen in enumerate(cohort.regimens):
        chosen = np.flatnonzero(computed & (drawn.regimen == at))
        if not len(chosen):
            continue
        values = {name: array[chosen] for name, array in drawn.values.items()}
        found = steady_state(Parameters.of(values, ratio=ratio), regimen.units, regimen.interval_h)
        a_day = found.auc * (HOURS_OF_A_DAY / regimen.interval_h)
        measured = np.stack([found.cmax, found.cmin, a_day])
        tally.add(measured, member[:, chosen], cohort)
    tally.people += count
    tally.not_computed += count - int(computed.sum())


def _pieces(people: int, size: int) -> Iterator[tuple[int, int]]:
    """The first number and the count of each piece."""
    return ((first, min(size, people - first)) for first in range(0, people, size))
