"""Values, rises and scale totals against the bounds that a rule gives."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime

import pytest

from ketum.evidence import KnowledgeBase
from ketum.evidence.conditions import Measured, Rose, ScaleIs
from ketum.facts import Interval, MeasureFact, ScaleFact
from ketum.finding import Because
from ketum.reasoning import Judgement, View, evaluate
from ketum.truth import Truth
from tests.unit.reasoning.made import exactly, measure, view

Y, N, U = Truth.YES, Truth.NO, Truth.UNKNOWN
LOW = Measured(what=("potassium",), unit="mmol/L", under=3.0)


@pytest.fixture
def adult(knowledge: KnowledgeBase) -> View:
    return view(knowledge, person={"age_years": 40, "sex": "female"})


def with_values(base: View, *values: MeasureFact) -> View:
    return replace(base, facts=replace(base.facts, measures=values))


def with_totals(base: View, *totals: ScaleFact) -> View:
    return replace(base, facts=replace(base.facts, scales=totals))


@pytest.mark.parametrize(
    ("value", "truth"),
    [
        (exactly(2.9), Y), (exactly(3.0), N), (Interval(2, 2.9), Y), (Interval(2.9, 3.1), U),
        (None, U),
    ],
)  # fmt: skip
def test_a_value_is_compared_as_a_range(adult: View, value: Interval | None, truth: Truth) -> None:
    assert evaluate(LOW, with_values(adult, measure(value=value))).truth is truth


def test_every_value_in_the_bounds_is_a_reason(adult: View) -> None:
    values = with_values(
        adult,
        measure(value=exactly(2.5), place="observations[0]"),
        measure(value=exactly(4.0), place="observations[1]"),
        measure(value=exactly(2.8), place="observations[2]"),
        measure("sodium", exactly(2.0), "observations[3]"),
    )
    assert evaluate(LOW, values) == Judgement(
        Y,
        (
            Because(fact="potassium", value="2.5 shown", where="observations[0]"),
            Because(fact="potassium", value="2.8 shown", where="observations[2]"),
        ),
    )


def test_an_old_value_is_no_current_one(adult: View) -> None:
    label = adult.knowledge.measurements["potassium"].label
    missing = {f"observations: {label}": f"{label} has no current value."}
    old = with_values(adult, measure(value=exactly(2.5), current=False))
    assert evaluate(LOW, old) == Judgement(U, (), missing)
    assert evaluate(LOW, adult) == Judgement(U, (), missing)


def test_a_value_that_cannot_be_compared_is_not_within_its_limit(adult: View) -> None:
    of_upper = replace(LOW, under=None, at_least=2.0, of_upper_limit=True)
    judged = evaluate(of_upper, with_values(adult, measure(value=exactly(500))))
    assert judged.truth is U
    assert [why.partition(" could")[2] for why in judged.missing.values()] == [
        " not be compared with a limit."
    ]
    both = with_values(
        adult, measure(value=exactly(2.0)), measure(value=exactly(1), times_upper=exactly(1.9))
    )
    assert evaluate(of_upper, both).truth is U


@pytest.mark.parametrize(("times", "truth"), [(1.9, N), (2.0, Y)])
def test_multiples_of_the_upper_limit_are_compared_as_such(
    adult: View, times: float, truth: Truth
) -> None:
    of_upper = replace(LOW, under=None, at_least=2.0, of_upper_limit=True)
    value = measure(value=exactly(1.0), times_upper=exactly(times))
    assert evaluate(of_upper, with_values(adult, value)).truth is truth


def test_values_in_words_are_compared_as_words(adult: View) -> None:
    positive = Measured(what=("pregnancy-test",), words=("positive", "detected"))
    for words, truth in ((("positive",), Y), (("negative",), N), ((), N)):
        found = with_values(adult, measure("pregnancy-test", words=words))
        assert evaluate(positive, found).truth is truth


def test_one_of_several_quantities_is_enough_and_each_without_a_value_is_missing(
    adult: View,
) -> None:
    either = replace(LOW, what=("potassium", "sodium", "magnesium"))
    found = evaluate(either, with_values(adult, measure("sodium", exactly(1))))
    assert [because.fact for because in found.because] == ["sodium"]
    labels = [adult.knowledge.measurements[what].label for what in ("potassium", "magnesium")]
    open_ = evaluate(either, with_values(adult, measure("sodium", exactly(140))))
    assert list(open_.missing) == [f"observations: {label}" for label in labels]
    every = [measure(what, exactly(140)) for what in either.what]
    assert evaluate(either, with_values(adult, *every)) == Judgement(N)


RISE = Rose(what="creatinine", unit="mmol/L", by=0.3, within_days=2)
FIRST, SECOND, THIRD, FOURTH = (date(2026, 11, day) for day in (1, 2, 3, 4))
LATE_FIRST, LATE_THIRD = datetime(2026, 11, 1, 23), datetime(2026, 11, 3, 23, 30)


def creatinine(
    low: float, high: float, at: date | datetime | None, place: str = "observations[0]"
) -> MeasureFact:
    return measure("creatinine", Interval(low, high), place, at=at, current=False)


@pytest.mark.parametrize(
    ("earlier", "later", "truth"),
    [
        (creatinine(1, 1, FIRST), creatinine(1.3, 1.3, THIRD), Y),
        (creatinine(1.1, 1.1, FIRST), creatinine(1.4, 1.4, THIRD), Y),
        (creatinine(0.3, 0.3, FIRST), creatinine(0.6, 0.6, THIRD), Y),
        (creatinine(1, 1, FIRST), creatinine(1.25, 1.25, THIRD), N),
        (creatinine(1, 1, FIRST), creatinine(2, 2, FOURTH), N),
        (creatinine(1, 1, FIRST), creatinine(2, 2, FIRST), Y),
        (creatinine(2, 2, FIRST), creatinine(1, 1, SECOND), N),
        (creatinine(0.5, 1, FIRST), creatinine(1.25, 3, SECOND), N),
        (creatinine(0.5, 1, FIRST), creatinine(1.5, 3, SECOND), Y),
        (creatinine(1, 1, LATE_FIRST), creatinine(2, 2, SECOND), Y),
        (creatinine(1, 1, LATE_FIRST), creatinine(2, 2, LATE_THIRD), Y),
    ],
)  # fmt: skip
def test_a_rise_by_an_amount_needs_two_values_within_the_days(
    adult: View, earlier: MeasureFact, later: MeasureFact, truth: Truth
) -> None:
    for order in ((earlier, later), (later, earlier)):
        assert evaluate(RISE, with_values(adult, *order)).truth is truth


def test_a_rise_names_both_values_and_the_place_of_the_later(adult: View) -> None:
    values = (
        creatinine(1, 1, FIRST), creatinine(2, 2, SECOND, "observations[1]"),
        measure("sodium", exactly(1), at=FIRST),
    )  # fmt: skip
    assert evaluate(RISE, with_values(adult, *values)) == Judgement(
        Y,
        (Because(fact="creatinine", value="1 shown, then 2 shown", where="observations[1]"),),
    )


def test_a_rise_to_a_multiple_compares_the_least_later_with_the_most_earlier(
    adult: View,
) -> None:
    doubled = Rose(what="creatinine", times=2)
    for low, high, truth in ((1.9, 5, N), (2, 2, Y)):
        values = (creatinine(0.5, 1, FIRST), creatinine(low, high, date(2027, 3, 1)))
        assert evaluate(doubled, with_values(adult, *values)).truth is truth
    either = replace(doubled, by=0.3)
    small = (creatinine(0.1, 0.1, FIRST), creatinine(0.2, 0.2, SECOND))
    assert evaluate(either, with_values(adult, *small)).truth is Y


def test_fewer_than_two_dated_values_cannot_tell_whether_it_rose(adult: View) -> None:
    label = adult.knowledge.measurements["creatinine"].label
    missing = {f"observations: earlier {label}": f"An earlier {label} is not known."}
    undated = (creatinine(1, 1, None), creatinine(2, 2, SECOND))
    in_words = (measure("creatinine", at=FIRST), creatinine(2, 2, SECOND))
    other = (measure("sodium", exactly(1), at=FIRST), creatinine(2, 2, SECOND))
    for values in ((), undated, in_words, other):
        assert evaluate(RISE, with_values(adult, *values)) == Judgement(U, (), missing)


SEVERE = ScaleIs(scale="COWS", at_least=25)


def total(low: float, high: float, scale: str = "COWS") -> ScaleFact:
    return ScaleFact(scale=scale, total=Interval(low, high), place="scales[0]")


def test_a_total_in_the_bounds_is_a_reason(adult: View) -> None:
    found = with_totals(adult, total(24, 24), total(25, 48), total(30, 30, "SOWS"))
    assert evaluate(SEVERE, found) == Judgement(
        Y, (Because(fact="COWS", value="total 25 to 48", where="scales[0]"),)
    )


def test_a_scale_that_was_not_done_or_spans_the_limit_cannot_tell(adult: View) -> None:
    open_ = Judgement(U, (), {"scales: COWS": "COWS was not done."})
    assert evaluate(SEVERE, adult) == open_
    assert evaluate(SEVERE, with_totals(adult, total(30, 30, "SOWS"))) == open_
    assert evaluate(SEVERE, with_totals(adult, total(20, 30), total(0, 1))) == open_
    assert evaluate(SEVERE, with_totals(adult, total(0, 24))) == Judgement(N)
