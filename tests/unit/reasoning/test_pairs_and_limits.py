"""Two values together, and limits that fit only some people or some ways of measuring."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from ketum.evidence import KnowledgeBase
from ketum.evidence.conditions import Fell, Measured, Ratio, ScaleRose
from ketum.facts import Interval, MeasureFact, ScaleDone, ScaleFact
from ketum.facts.printed import Printed
from ketum.finding import Because
from ketum.reasoning import Judgement, View, evaluate
from ketum.truth import Truth
from tests.unit.reasoning.made import exactly, measure, view

Y, N, U = Truth.YES, Truth.NO, Truth.UNKNOWN
MONDAY, TUESDAY = date(2026, 11, 16), date(2026, 11, 17)
FAST = Measured(what=("heart-rate",), unit="/min", over=120)


def aged(knowledge: KnowledgeBase, years: float | None, *values: MeasureFact) -> View:
    base = view(knowledge, person={"age_years": years})
    return replace(base, facts=replace(base.facts, measures=values))


def lacking(judged: Judgement) -> list[tuple[str, str]]:
    assert judged.truth is U
    return list(judged.missing.items())


def test_a_limit_for_adults_cannot_tell_about_a_minor(knowledge: KnowledgeBase) -> None:
    for beats in (80, 140):
        judged = evaluate(FAST, aged(knowledge, 12, measure("heart-rate", exactly(beats))))
        assert lacking(judged) == [
            (
                "observations: heart-rate",
                "heart-rate: the limits are for adults; no sourced one is held for this age.",
            )
        ]


def test_where_the_age_is_not_known_a_value_beyond_a_limit_counts_and_one_within_is_open(
    knowledge: KnowledgeBase,
) -> None:
    beyond = aged(knowledge, None, measure("heart-rate", exactly(140)))
    assert evaluate(FAST, beyond).truth is Y
    within = aged(knowledge, None, measure("heart-rate", exactly(80)))
    assert lacking(evaluate(FAST, within)) == [
        ("person.age_years", "heart-rate: the limits are for adults, and the age is not known.")
    ]
    adult = aged(knowledge, 40, measure("heart-rate", exactly(80)))
    assert evaluate(FAST, adult) == Judgement(N)


def test_each_reason_why_a_value_is_open_is_named_once(knowledge: KnowledgeBase) -> None:
    within = (measure("heart-rate", exactly(80)), measure("heart-rate", exactly(90)))
    judged = evaluate(FAST, aged(knowledge, None, *within, measure("heart-rate")))
    assert [fact for fact, _ in lacking(judged)] == [
        "person.age_years", "observations: heart-rate",
    ]  # fmt: skip


def test_a_limit_for_everybody_or_of_the_laboratory_s_own_fits_a_minor(
    knowledge: KnowledgeBase,
) -> None:
    potassium = Measured(what=("potassium",), unit="mmol/L", under=3.0)
    low = aged(knowledge, 12, measure("potassium", exactly(2.5)))
    assert evaluate(potassium, low).truth is Y
    raised = Measured(what=("alkaline-phosphatase",), over=2.0, of_upper_limit=True)
    for default_limit, truth in ((False, Y), (True, U)):
        value = measure("alkaline-phosphatase", times_upper=exactly(3), default_limit=default_limit)
        assert evaluate(raised, aged(knowledge, 12, value)).truth is truth
    absolute = Measured(what=("alkaline-phosphatase",), unit="U/L", over=100)
    own = measure("alkaline-phosphatase", exactly(300), times_upper=exactly(3))
    assert evaluate(absolute, aged(knowledge, 12, own)).truth is U


def test_a_value_that_may_mislead_raises_no_alarm_and_asks_for_another(
    knowledge: KnowledgeBase,
) -> None:
    low = Measured(what=("oxygen-saturation",), unit="%", under=90)
    cold = aged(knowledge, 40, measure("oxygen-saturation", exactly(85), doubtful=True))
    assert lacking(evaluate(low, cold)) == [
        (
            "observations: oxygen-saturation",
            (
                "oxygen-saturation was taken in a way that may mislead: "
                "measure again, warm and at rest."
            ),
        )
    ]
    fine = aged(knowledge, 40, measure("oxygen-saturation", exactly(95), doubtful=True))
    assert evaluate(low, fine) == Judgement(N)


@pytest.mark.parametrize(
    ("own_target", "with_target", "without"), [(None, Y, Y), (True, N, N), (False, N, Y)]
)
def test_the_usual_limit_and_a_target_of_one_s_own_are_asked_for_apart(
    knowledge: KnowledgeBase, own_target: bool | None, with_target: Truth, without: Truth
) -> None:
    low = Measured(what=("oxygen-saturation",), unit="%", under=90, own_target=own_target)
    if own_target:
        low = replace(low, under=0)
    plain = measure("oxygen-saturation", exactly(89))
    aimed = replace(plain, from_target=exactly(1))
    assert evaluate(low, aged(knowledge, 40, aimed)).truth is with_target
    assert evaluate(low, aged(knowledge, 40, plain)).truth is without


def test_a_target_of_one_s_own_fits_at_any_age(knowledge: KnowledgeBase) -> None:
    what = "systolic-blood-pressure"
    below = Measured(what=(what,), unit="mm[Hg]", under=0, own_target=True)
    aimed = measure(what, exactly(86), from_target=exactly(-2))
    assert evaluate(below, aged(knowledge, 12, aimed)).truth is Y


@pytest.mark.parametrize(
    ("bounds", "fits"),
    [
        ({"under": 150}, Y), ({"at_most": 150}, Y), ({"over": 130}, U), ({"at_least": 130}, U),
        ({"over": 130, "under": 150}, U),
    ],
)  # fmt: skip
def test_a_limit_may_be_for_adults_on_one_side_only(
    knowledge: KnowledgeBase, bounds: dict[str, float], fits: Truth
) -> None:
    condition = Measured(what=("heart-rate",), unit="/min", **bounds)  # type: ignore[arg-type]
    child = aged(knowledge, 12, measure("heart-rate", exactly(140)))
    assert evaluate(condition, child).truth is fits


def printed(value: float, upper_limit: float | None = None) -> Printed:
    """In a unit of which ten make one of the measurement's own, printed in whole numbers."""
    return Printed(value=exactly(value), factor=0.1, offset=0.0, step=1.0, upper_limit=upper_limit)


def test_a_value_meets_a_limit_in_the_unit_it_was_printed_in(knowledge: KnowledgeBase) -> None:
    below = Measured(what=("glucose",), unit="mmol/L", under=3.04)
    for number, truth in ((29, Y), (30, N)):
        value = measure("glucose", exactly(number / 10), printed=printed(number))
        assert evaluate(below, aged(knowledge, 40, value)).truth is truth
    plain = measure("glucose", exactly(3.0))
    assert evaluate(below, aged(knowledge, 40, plain)).truth is Y


def test_multiples_of_the_limit_are_met_there_too_where_a_limit_is_known(
    knowledge: KnowledgeBase,
) -> None:
    twice = Measured(what=("glucose",), at_least=2.0, of_upper_limit=True)
    for upper_limit, truth in ((6.0, Y), (None, N)):
        value = measure(
            "glucose", exactly(12), times_upper=exactly(1.9), printed=printed(120, upper_limit)
        )
        assert evaluate(twice, aged(knowledge, 40, value)).truth is truth


def test_a_target_of_one_s_own_is_met_in_the_measurement_s_unit(
    knowledge: KnowledgeBase,
) -> None:
    below = Measured(what=("glucose",), unit="mmol/L", under=0, own_target=True)
    value = measure("glucose", exactly(3), from_target=exactly(-1), printed=printed(30))
    assert evaluate(below, aged(knowledge, 40, value)).truth is Y


PATTERN = Ratio(of="alanine-aminotransferase", to="alkaline-phosphatase", at_least=5.0)


def alt(
    times: Interval | None,
    at: date | None = None,
    *,
    current: bool = True,
    default_limit: bool = False,
) -> MeasureFact:
    return measure(
        "alanine-aminotransferase", None, "observations[0]", times, at=at, current=current,
        default_limit=default_limit,
    )  # fmt: skip


def alp(
    times: Interval | None,
    at: date | None = None,
    *,
    current: bool = True,
    default_limit: bool = False,
) -> MeasureFact:
    return measure(
        "alkaline-phosphatase", None, "observations[1]", times, at=at, current=current,
        default_limit=default_limit,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("over", "under", "shown"),
    [
        (exactly(10), exactly(2), "5"), (exactly(7), exactly(0.9), "7.78"),
        (Interval(10, 12), Interval(1, 2), "5 to 12"), (Interval(20, 21), Interval(3, 4), "5 to 7"),
    ],
)  # fmt: skip
def test_a_ratio_is_that_of_two_multiples_of_their_limits(
    knowledge: KnowledgeBase, over: Interval, under: Interval, shown: str
) -> None:
    assert evaluate(PATTERN, aged(knowledge, 40, alp(under), alt(over))) == Judgement(
        Y,
        (
            Because(
                fact="alanine-aminotransferase over alkaline-phosphatase, in upper limits",
                value=shown,
                where="observations[0], observations[1]",
            ),
        ),
    )


@pytest.mark.parametrize(
    ("over", "under", "truth"),
    [
        (alt(exactly(9.9)), alp(exactly(2)), N), (alt(Interval(9, 11)), alp(exactly(2)), U),
        (alt(exactly(10)), alp(Interval(0, 2)), U), (alt(None), alp(exactly(2)), U),
        (alt(exactly(10)), alp(None), U), (alt(Interval.at_least(10)), alp(exactly(2)), U),
        (alt(exactly(10), MONDAY), alp(exactly(2), MONDAY), Y),
        (alt(exactly(10), MONDAY), alp(exactly(2), TUESDAY), U),
        (alt(exactly(10), MONDAY), alp(exactly(2)), Y),
        (alt(exactly(10)), alp(exactly(2), MONDAY), Y),
        (alt(exactly(10), current=False), alp(exactly(2)), U),
        (alt(exactly(10)), alp(exactly(2), current=False), U),
    ],
)  # fmt: skip
def test_a_ratio_needs_two_values_of_one_sample(
    knowledge: KnowledgeBase, over: MeasureFact, under: MeasureFact, truth: Truth
) -> None:
    assert evaluate(PATTERN, aged(knowledge, 40, over, under)).truth is truth


def test_a_ratio_that_cannot_be_made_names_what_is_not_there(knowledge: KnowledgeBase) -> None:
    labels = [knowledge.measurements[what].label for what in (PATTERN.of, PATTERN.to)]
    why = f"{labels[0]} and {labels[1]} of one sample are needed."
    for values, absent in (
        ((), labels),
        ((alt(exactly(10)),), labels[1:]),
        ((alp(exactly(2)),), labels[:1]),
    ):
        judged = evaluate(PATTERN, aged(knowledge, 40, *values))
        assert lacking(judged) == [(f"observations: {label}", why) for label in absent]


def test_a_ratio_is_not_made_with_a_limit_that_is_known_not_to_fit(
    knowledge: KnowledgeBase,
) -> None:
    values = (alt(exactly(10), default_limit=True), alp(exactly(2), default_limit=True))
    for years, truth in ((12, U), (None, Y), (40, Y)):
        assert evaluate(PATTERN, aged(knowledge, years, *values)).truth is truth
    own = (values[0], alp(exactly(2)))
    assert evaluate(PATTERN, aged(knowledge, 12, *own)).truth is Y


DROP = Fell(what="systolic-blood-pressure", unit="mm[Hg]", by=20)


def pressure(
    value: Interval | None, position: str, at: date | None = None, place: str = "observations[0]"
) -> MeasureFact:
    return measure("systolic-blood-pressure", value, place, at=at, position=position)


@pytest.mark.parametrize(
    ("lying", "standing", "truth"),
    [
        (exactly(120), exactly(100), Y), (exactly(120), exactly(101), N),
        (exactly(100), exactly(120), N), (Interval(120, 140), Interval(90, 100), Y),
        (Interval(119, 140), Interval(90, 100), N), (None, exactly(90), U), (exactly(120), None, U),
    ],
)  # fmt: skip
def test_a_fall_on_standing_is_surely_that_large(
    knowledge: KnowledgeBase, lying: Interval | None, standing: Interval | None, truth: Truth
) -> None:
    values = (pressure(standing, "standing"), pressure(lying, "lying"))
    assert evaluate(DROP, aged(knowledge, 40, *values)).truth is truth


def test_a_fall_names_both_values_and_the_place_of_the_one_standing(
    knowledge: KnowledgeBase,
) -> None:
    values = (
        pressure(None, "lying"), pressure(exactly(120), "lying"),
        pressure(exactly(90), "standing", place="observations[2]"),
    )  # fmt: skip
    assert evaluate(DROP, aged(knowledge, 40, *values)) == Judgement(
        Y,
        (
            Because(
                fact="systolic-blood-pressure, lying then standing",
                value="120 shown, then 90 shown",
                where="observations[2]",
            ),
        ),
    )


def test_a_fall_needs_one_value_lying_and_one_standing_on_one_day(
    knowledge: KnowledgeBase,
) -> None:
    label = knowledge.measurements[DROP.what].label
    missing = (
        f"observations: {label} lying and standing",
        f"{label} lying and standing is not known.",
    )
    high, low = exactly(120), exactly(90)
    for values in (
        (),
        (pressure(high, "lying"),),
        (pressure(high, "lying"), pressure(low, "")),
        (pressure(high, "standing"), pressure(low, "standing")),
        (pressure(high, "lying", MONDAY), pressure(low, "standing", TUESDAY)),
        (replace(pressure(high, "lying"), current=False), pressure(low, "standing")),
    ):
        assert lacking(evaluate(DROP, aged(knowledge, 40, *values))) == [missing]


WORSE = ScaleRose(scale="COWS", by=5, within_hours=4)


def done(
    low: float, at: date, high: float | None = None, *, current: bool = True, scale: str = "COWS"
) -> ScaleDone:
    total = Interval(low, low if high is None else high)
    fact = ScaleFact(scale=scale, total=total, place=f"scales at {low:g}")
    return ScaleDone(fact=fact, at=at, current=current)


def hour(number: int, minute: int = 0) -> datetime:
    return datetime(2026, 11, 22, number, minute)


def scored(knowledge: KnowledgeBase, *results: ScaleDone) -> View:
    base = view(knowledge)
    return replace(base, facts=replace(base.facts, scales_done=results))


@pytest.mark.parametrize(
    ("earlier", "later", "truth"),
    [
        (done(6, hour(8)), done(11, hour(12)), Y), (done(6, hour(8)), done(10, hour(12)), N),
        (done(6, hour(8)), done(11, hour(12, 1)), N), (done(6, hour(8)), done(11, hour(8)), N),
        (done(6, hour(8)), done(11, hour(8, 1)), Y),
        (done(6, hour(8)), done(11, hour(12), current=False), N),
        (done(6, hour(8), current=False), done(11, hour(12)), Y),
        (done(5, hour(8), 8), done(11, hour(12)), U), (done(5, hour(8), 6), done(11, hour(12)), Y),
        (done(6, hour(8)), done(9, hour(12), 12), U), (done(6, hour(8)), done(9, hour(12), 10), N),
        (done(6, MONDAY), done(11, TUESDAY), U), (done(6, MONDAY), done(11, MONDAY), U),
        (done(6, MONDAY), done(11, date(2026, 11, 18)), N),
        (done(6, hour(8)), done(11, date(2026, 11, 22)), U),
        (done(6, hour(8)), done(11, hour(12).replace(tzinfo=UTC)), U),
        (done(6, hour(8).replace(tzinfo=UTC)), done(11, hour(12).replace(tzinfo=UTC)), Y),
    ],
)  # fmt: skip
def test_a_score_rises_by_points_within_hours(
    knowledge: KnowledgeBase, earlier: ScaleDone, later: ScaleDone, truth: Truth
) -> None:
    for order in ((earlier, later), (later, earlier)):
        assert evaluate(WORSE, scored(knowledge, *order)).truth is truth


def test_a_rise_without_a_limit_of_hours_may_take_any_time(knowledge: KnowledgeBase) -> None:
    slow = replace(WORSE, within_hours=None)
    months = scored(knowledge, done(6, date(2026, 1, 1)), done(11, date(2026, 11, 22)))
    assert evaluate(slow, months) == Judgement(
        Y, (Because(fact="COWS", value="total 6, then 11", where="scales at 11"),)
    )
    assert evaluate(slow, scored(knowledge, done(6, MONDAY), done(11, TUESDAY))).truth is U


def test_one_result_or_those_of_another_scale_cannot_tell_a_rise(
    knowledge: KnowledgeBase,
) -> None:
    missing = {"scales: COWS before": "Two results of COWS with their times are needed."}
    for results in ((), (done(6, hour(8)),), (done(6, hour(8)), done(11, hour(9), scale="SOWS"))):
        assert evaluate(WORSE, scored(knowledge, *results)) == Judgement(U, (), missing)


def test_a_result_without_a_total_cannot_tell(knowledge: KnowledgeBase) -> None:
    for at_none in (0, 1):
        results = [done(6, hour(8)), done(11, hour(9))]
        empty = results[at_none]
        results[at_none] = replace(empty, fact=replace(empty.fact, total=None))
        assert evaluate(WORSE, scored(knowledge, *results)).truth is U
