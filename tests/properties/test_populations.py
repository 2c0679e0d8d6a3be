"""Populations, for every input: read or refused; the same people in every split."""

from __future__ import annotations

from typing import Any

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from ketum.errors import InputRefused
from ketum.evidence import KnowledgeBase
from ketum.exposure import Cohort, cohort_of, population
from ketum.exposure.populations.reader import KEYS
from tests.unit.exposure.test_populations import tree

KNOWN = (
    *KEYS, "name", "share", "shape", "middle_kg", "cv", "least_kg", "most_kg", "capsules", "tea",
    "mg_per_unit", "units", "interval_h", "analyte", "measure", "level", "clearance_factor",
)  # fmt: skip
leaves = (
    st.none() | st.booleans() | st.integers() | st.floats()
    | st.sampled_from(["fixed", "normal", "tea", "mitragynine", "cmax", "", "a\nb", 10**400])
)  # fmt: skip
junk = st.recursive(
    leaves,
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(KNOWN) | st.text(max_size=3), inner, max_size=6)
    ),
    max_leaves=25,
)


@given(st.data())
def test_any_document_is_a_population_or_is_refused(data: st.DataObject) -> None:
    given_tree: Any = data.draw(junk)
    if data.draw(st.booleans()):
        # Sound but for one place: this comes further than pure junk.
        given_tree = tree(**{data.draw(st.sampled_from(KEYS)): given_tree})
    try:
        cohort = cohort_of(given_tree, lambda _: None if data.draw(st.booleans()) else "")
    except InputRefused:
        return
    assert isinstance(cohort, Cohort)
    assert cohort.people >= 1


@st.composite
def cohorts(draw: st.DrawFn) -> Cohort:
    share = draw(st.floats(0.01, 0.99))
    spread = st.floats(0.01, 0.5)
    shapes = st.sampled_from(["normal", "log-normal"])

    def positive(low: float, high: float) -> float:
        return draw(st.floats(low, high))

    middle = positive(40, 120)
    return cohort_of(
        tree(
            people=draw(st.integers(1, 300)),
            seed=draw(st.integers(0, 2**63 - 1)),
            weight=[
                {"name": "spread", "share": share, "shape": draw(shapes),
                 "middle_kg": middle, "cv": draw(spread), "least_kg": middle * positive(0.3, 0.9),
                 "most_kg": middle * positive(1.1, 2)},
                {"name": "fixed", "share": 1 - share, "shape": "fixed", "middle_kg": middle},
            ],
            form={"capsules": share, "tea": 1 - share},
            product={"mg_per_unit": positive(0.1, 100), "cv": draw(spread)},
            regimen=[
                {"name": "a", "share": share, "units": positive(0.1, 10),
                 "interval_h": positive(0.5, 100)},
                {"name": "b", "share": 1 - share, "units": 1, "interval_h": 24},
            ],
            co_medication=[{"name": "m", "share": share}],
        )
    )  # fmt: skip


@settings(max_examples=25)
@given(cohort=cohorts(), at_once=st.integers(1, 300))
def test_any_population_is_the_same_in_every_split(
    knowledge: KnowledgeBase, cohort: Cohort, at_once: int
) -> None:
    whole, split = population(cohort, knowledge), population(cohort, knowledge, at_once=at_once)
    assert whole.groups[0].people == cohort.people
    for one, other in zip(whole.groups, split.groups, strict=True):
        assert np.array_equal(one.summary.counts, other.summary.counts)
        assert one.above == other.above
    for analyte in ("mitragynine", "7-hydroxymitragynine"):
        lowest, peak = (whole.groups[0].quantile(analyte, m, 0.5) for m in ("cmin", "cmax"))
        assert lowest is not None
        assert peak is not None
        assert 0 < lowest <= peak
