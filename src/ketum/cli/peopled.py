"""Running a population for the command line: its cluster and its progress."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from time import monotonic
from typing import Any

from rich.console import Console
from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeRemainingColumn

from ketum.errors import KetumError, WrongUsage
from ketum.evidence import KnowledgeBase
from ketum.exposure import Cohort, cohort_of, population
from ketum.exposure.populations import population_document
from ketum.exposure.populations import population_rows as rows

__all__ = ["rows", "run"]

# Who waits less than this need not be told how long.
PATIENCE_S = 2.0
# Ctrl-C reaches every process of a terminal; it is for the one that shows what is known.
DEAF = "import signal; signal.signal(signal.SIGINT, signal.SIG_IGN)"
NO_EXTRA = (
    "Workers need Dask, which is not installed. Install the extra: pip install 'ketum[scale]', or "
    "leave --workers out; the answer is the same."
)

NO_CLUSTER = (
    "The workers could not be started: one ended, or the system gave none. Try again, or leave "
    "--workers out; the answer is the same."
)


def run(
    tree: object,
    knowledge: KnowledgeBase,
    known: Callable[[str], str | None],
    workers: int | None,
    stop: Callable[[], bool],
) -> dict[str, object]:
    """The answer as a document, of the people done when `stop` says so.

    Raises:
        InputRefused: with everything that is wrong with the document.
        WrongUsage: workers are asked for, and Dask is not installed.
    """
    cohort = cohort_of(tree, known)
    with _cluster(workers) as executor, _progress(cohort) as advance:
        found = population(cohort, knowledge, executor=executor, progress=advance, stop=stop)
    return population_document(found, knowledge.release.id)


@contextmanager
def _progress(cohort: Cohort) -> Iterator[Callable[[int], None]]:
    """A bar with the time left on standard error, after a while, where somebody looks at it."""
    console = Console(stderr=True)
    if not console.is_terminal:
        yield lambda _: None
        return
    columns = (
        TextColumn("People"), BarColumn(), TaskProgressColumn(), TimeRemainingColumn(),
        TextColumn("left; Ctrl-C stops and shows what is known"),
    )  # fmt: skip
    bar = Progress(*columns, console=console, transient=True)
    task = bar.add_task("", total=cohort.people)
    begun = monotonic()

    def advance(people: int) -> None:
        bar.advance(task, people)
        if not bar.live.is_started and monotonic() - begun > PATIENCE_S:
            bar.start()

    try:
        yield advance
    finally:
        bar.stop()


@contextmanager
def _cluster(workers: int | None) -> Iterator[Any]:
    """A Dask client of a cluster on this machine, or None."""
    if workers is None:
        yield None
        return
    try:
        from distributed import Client, LocalCluster  # noqa: PLC0415 - an extra
    except ImportError:
        raise WrongUsage(NO_EXTRA) from None
    try:
        cluster = LocalCluster(  # type: ignore[no-untyped-call]
            n_workers=workers, threads_per_worker=1, processes=True, dashboard_address=":0",
            silence_logs=logging.CRITICAL, preload=[DEAF],
        )  # fmt: skip
        client = Client(cluster)  # type: ignore[no-untyped-call]
    except (OSError, RuntimeError, TimeoutError):
        raise KetumError(NO_CLUSTER) from None
    try:
        yield client
    finally:
        # A cluster that lost a worker may stumble over it when it closes; the answer is whole.
        with suppress(Exception):
            client.close()  # type: ignore[no-untyped-call]
        with suppress(Exception):
            cluster.close()
