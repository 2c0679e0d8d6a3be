"""Whatever stands where a plan should stand: read, or complained about, and never a crash."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from ketum.case import Case, Kratom, Listing
from ketum.errors import InputRefused
from ketum.evidence import KnowledgeBase, load
from ketum.plan import read_plan
from ketum.plan.document import plan_object
from ketum.plan.reading import INTAKE_KEYS, KEYS, STEP_KEYS
from ketum.review import review

KNOWLEDGE = load()
TAKEN = Kratom(place="kratom[0]", form="capsules", grams_per_day=6.0, doses_per_day=3.0)
CASE = Case(on=date(2026, 11, 23), kratom=Listing(asked=True, entries=(TAKEN,)))

scalars: st.SearchStrategy[Any] = st.one_of(
    st.none(), st.booleans(), st.integers(-(10**20), 10**20), st.floats(), st.text(max_size=12),
    st.sampled_from(["leaf", "7-OH", "taper", "hold", "07:00", "25:00", "g", "mg", "2026-11-24"]),
)  # fmt: skip
anything = st.recursive(
    scalars,
    lambda inner: st.one_of(
        st.lists(inner, max_size=3), st.dictionaries(st.text(max_size=6), inner, max_size=3)
    ),
    max_leaves=8,
)
intakes = st.fixed_dictionaries(
    {}, optional={key: st.one_of(scalars, anything) for key in INTAKE_KEYS}
)
steps = st.fixed_dictionaries(
    {},
    optional={
        **{key: st.one_of(scalars, anything) for key in STEP_KEYS - {"intakes"}},
        "days": st.one_of(st.integers(-5, 800), anything),
        "intakes": st.one_of(st.lists(intakes, max_size=3), anything),
    },
)
plans = st.fixed_dictionaries(
    {},
    optional={
        **dict.fromkeys(KEYS - {"steps"}, anything),
        "steps": st.one_of(st.lists(steps, max_size=4), anything),
        "unknown": anything,
    },
)


@given(plans)
def test_a_plan_is_read_or_refused_and_the_review_goes_on(plan: dict[str, Any]) -> None:
    case = replace(CASE, plan=plan)
    answer = review(case, KNOWLEDGE)
    assert answer.plan.answer is not None
    try:
        read = read_plan(case, KNOWLEDGE)
    except InputRefused as refused:
        complaints = refused.complaints
    else:
        complaints = ()
        assert read_plan(replace(case, plan=plan_object(read)), KNOWLEDGE) == read
    if complaints:
        assert "PLAN_NOT_JUSTIFIED" in {finding.code for finding in answer.findings}


@given(st.lists(st.tuples(st.integers(1, 20), st.floats(0.1, 20), st.integers(1, 4)), max_size=5))
def test_a_slower_plan_never_has_more_against_it(rows: list[tuple[int, float, int]]) -> None:
    def against(days: int) -> set[str]:
        written = [
            {
                "phase": "taper", "days": length + days,
                "intakes": [
                    {"at": f"{8 + 3 * n:02}:00", "amount": amount, "unit": "g"}
                    for n in range(often)
                ],
            }
            for length, amount, often in rows
        ]  # fmt: skip
        answer = review(replace(CASE, plan={"steps": written}), KNOWLEDGE)
        return {f.action for f in answer.findings if f.code == "PLAN_STEP_TOO_FAST"}

    assert len(against(30)) <= len(against(0))


def test_the_knowledge_is_that_of_the_suite(knowledge: KnowledgeBase) -> None:
    assert knowledge.release == KNOWLEDGE.release
