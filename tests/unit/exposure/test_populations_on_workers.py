"""A population on a real Dask cluster of processes: the same bits, whatever befalls a worker."""

from __future__ import annotations

import logging
import os
import signal
from collections.abc import Iterator
from contextlib import suppress
from typing import Any

import numpy as np
import pytest
from distributed import Client, LocalCluster

from ketum.errors import WrongUsage
from ketum.evidence import KnowledgeBase
from ketum.exposure import Cohort, PopulationAnswer, cohort_of, population
from tests.unit.exposure.test_populations import tree

PEOPLE = 40_000
AT_ONCE = 1_000
PATIENCE = "60s"
KILLED_AFTER = (3, 9)


@pytest.fixture(scope="module")
def client() -> Iterator[Any]:
    cluster = LocalCluster(  # type: ignore[no-untyped-call]
        n_workers=1, threads_per_worker=1, processes=True, dashboard_address=":0",
        silence_logs=logging.CRITICAL,
    )  # fmt: skip
    with Client(cluster) as client:  # type: ignore[no-untyped-call]
        yield client
    # What Dask stumbles over when it closes a cluster that has lost a worker.
    with suppress(KeyError):
        cluster.close()


@pytest.fixture(scope="module")
def cohort() -> Cohort:
    medicine = [{"name": "ketoconazole", "share": 0.1}]
    given = tree(people=PEOPLE, co_medication=medicine)
    return cohort_of(given, lambda _: "Nobody measured it.")


@pytest.fixture(scope="module")
def here(knowledge: KnowledgeBase, cohort: Cohort) -> PopulationAnswer:
    return population(cohort, knowledge)


def assert_same_bits(found: PopulationAnswer, here: PopulationAnswer) -> None:
    assert (found.done, found.not_computed) == (here.done, here.not_computed)
    assert found.with_medicine == here.with_medicine
    for one, other in zip(found.groups, here.groups, strict=True):
        assert np.array_equal(one.summary.counts, other.summary.counts)
        assert one.above == other.above


@pytest.mark.parametrize("workers", [1, 2, 4])
def test_workers_give_the_bits_of_this_machine(
    client: Any, knowledge: KnowledgeBase, cohort: Cohort, here: PopulationAnswer, workers: int
) -> None:
    client.cluster.scale(workers)
    client.wait_for_workers(workers, timeout=PATIENCE)
    assert len(client.scheduler_info()["workers"]) == workers
    found = population(cohort, knowledge, executor=client, at_once=AT_ONCE)
    assert_same_bits(found, here)


def test_a_worker_that_is_killed_in_mid_run_changes_nothing(
    client: Any, knowledge: KnowledgeBase, cohort: Cohort, here: PopulationAnswer
) -> None:
    client.cluster.scale(2)
    client.wait_for_workers(2, timeout=PATIENCE)
    told: list[int] = []
    killed: list[int] = []

    def progress(people: int) -> None:
        told.append(people)
        if len(killed) < len(KILLED_AFTER) and len(told) >= KILLED_AFTER[len(killed)]:
            # A worker that was just killed answers nothing; then the next piece is the moment.
            living = client.run(os.getpid, on_error="ignore").values()
            for victim in sorted(living)[:1]:
                os.kill(victim, signal.SIGKILL)
                killed.append(victim)

    found = population(cohort, knowledge, executor=client, at_once=AT_ONCE, progress=progress)
    assert len(set(killed)) == len(KILLED_AFTER)
    assert sum(told) == PEOPLE
    assert_same_bits(found, here)
    client.wait_for_workers(2, timeout=PATIENCE)
    assert not set(killed) & set(client.run(os.getpid).values())


def test_a_run_on_workers_can_be_stopped(
    client: Any, knowledge: KnowledgeBase, cohort: Cohort
) -> None:
    told: list[int] = []
    answer = population(
        cohort, knowledge, executor=client, at_once=AT_ONCE, progress=told.append,
        stop=lambda: len(told) == 5,
    )  # fmt: skip
    assert answer.is_partial
    assert answer.done == sum(told) == 5 * AT_ONCE
    assert answer.groups[0].people == answer.done - answer.not_computed


def test_a_piece_that_always_fails_is_not_tried_for_ever(
    client: Any, knowledge: KnowledgeBase, cohort: Cohort
) -> None:
    broken = Cohort(
        people=10, seed=1, weights=(), forms=cohort.forms, products=(), regimens=cohort.regimens
    )
    with pytest.raises(IndexError, match="out of bounds"):
        population(broken, knowledge, executor=client)


def test_a_cluster_without_workers_is_refused(knowledge: KnowledgeBase, cohort: Cohort) -> None:
    with (
        LocalCluster(  # type: ignore[no-untyped-call]
            n_workers=0, processes=False, dashboard_address=":0", silence_logs=logging.CRITICAL
        ) as cluster,
        Client(cluster) as client,  # type: ignore[no-untyped-call]
        pytest.raises(WrongUsage, match="no workers"),
    ):
        population(cohort, knowledge, executor=client)
