"""The vectors of every scale, published and computed, and what holds for all answers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from importlib.resources import files
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ketum.evidence.instruments import Instrument, read_instruments
from ketum.evidence.sources import read_sources
from ketum.facts.interval import Interval
from ketum.facts.scales import ScaleScore, score
from ketum.truth import Truth

Y, N, U = Truth.YES, Truth.NO, Truth.UNKNOWN
KNOWLEDGE = files("ketum").joinpath("knowledge")
SHIPPED = read_instruments(
    KNOWLEDGE.joinpath("instruments"), read_sources(KNOWLEDGE.joinpath("sources"), []), []
)
Answers = dict[str, float | str | bool | None]


def digits(points: str) -> Answers:
    """Answers by number: "0123" is 0 to the first item, 1 to the second; "." is no answer."""
    return {str(number): int(c) for number, c in enumerate(points, start=1) if c != "."}


def of(
    scale: str, answers: str | Mapping[str, float] | None = None, total: float | None = None
) -> ScaleScore:
    given = digits(answers) if isinstance(answers, str) else dict(answers or {})
    return score(SHIPPED[scale], given, total, sex=None)


def exactly(number: float) -> Interval:
    return Interval(number, number)


SUMS = [
    ("cows", "00000000000", 0, "no active withdrawal"),
    ("cows", "10001100010", 4, "no active withdrawal"), ("cows", "10001100110", 5, "mild"),
    ("cows", "22112110020", 12, "mild"), ("cows", "22112210020", 13, "moderate"),
    ("cows", "23322222240", 24, "moderate"), ("cows", "23322232240", 25, "moderately severe"),
    ("cows", "44552450043", 36, "moderately severe"), ("cows", "44552450143", 37, "severe"),
    ("cows", "44554454445", 48, "severe"),
    ("sows", "0000000000000000", 0, "none"), ("sows", "1111111111000000", 10, "mild"),
    ("sows", "1111111111100000", 11, "moderate"), ("sows", "2222222222000000", 20, "moderate"),
    ("sows", "2222222222100000", 21, "severe"), ("sows", "4444444444444444", 64, "severe"),
    ("sows", "0000000000000001", 1, "mild"),
    ("phq-9", "000000000", 0, "minimal"), ("phq-9", "111100000", 4, "minimal"),
    ("phq-9", "111110000", 5, "mild"), ("phq-9", "222210000", 9, "mild"),
    ("phq-9", "222220000", 10, "moderate"), ("phq-9", "222222200", 14, "moderate"),
    ("phq-9", "222222210", 15, "moderately severe"),
    ("phq-9", "333333100", 19, "moderately severe"), ("phq-9", "333333200", 20, "severe"),
    ("phq-9", "333333333", 27, "severe"), ("phq-9", "000000001", 1, "minimal"),
    ("gad-7", "0000000", 0, "minimal"), ("gad-7", "1111000", 4, "minimal"),
    ("gad-7", "1111100", 5, "mild"), ("gad-7", "2222100", 9, "mild"),
    ("gad-7", "2222200", 10, "moderate"), ("gad-7", "2222222", 14, "moderate"),
    ("gad-7", "3333300", 15, "severe"), ("gad-7", "3333333", 21, "severe"),
    ("phq-4", "0000", 0, "normal"), ("phq-4", "2000", 2, "normal"), ("phq-4", "2100", 3, "mild"),
    ("phq-4", "2111", 5, "mild"), ("phq-4", "1122", 6, "moderate"),
    ("phq-4", "2222", 8, "moderate"), ("phq-4", "3222", 9, "severe"),
    ("phq-4", "3333", 12, "severe"),
    ("isi", "1111111", 7, "no clinically significant insomnia"),
    ("isi", "2111111", 8, "subthreshold"), ("isi", "2222222", 14, "subthreshold"),
    ("isi", "3222222", 15, "moderate clinical insomnia"),
    ("isi", "3333333", 21, "moderate clinical insomnia"),
    ("isi", "4333333", 22, "severe clinical insomnia"),
    ("isi", "4444444", 28, "severe clinical insomnia"),
    ("ort-oud", "110000000", 2, "low"), ("ort-oud", "111000000", 3, "high"),
    ("assist-opioids", "10000000", 0, "low"), ("assist-opioids", "12000000", 2, "low"),
    ("assist-opioids", "16678660", 39, "high"), ("assist-opioids", "16600660", 24, "moderate"),
]  # fmt: skip


@pytest.mark.parametrize(("scale", "answers", "total", "band"), SUMS)
def test_answers_add_up_to_the_total_and_its_band(
    scale: str, answers: str, total: float, band: str
) -> None:
    found = of(scale, answers)
    assert (found.total, found.bands) == (exactly(total), (band,))
    assert (found.missing, found.complaints) == ((), ())


@pytest.mark.parametrize(
    ("scale", "total", "band"),
    [
        ("cows", 4, "no active withdrawal"), ("cows", 5, "mild"), ("cows", 12, "mild"),
        ("cows", 13, "moderate"), ("cows", 24, "moderate"), ("cows", 25, "moderately severe"),
        ("cows", 36, "moderately severe"), ("cows", 37, "severe"),
        ("dsm5-oud", 1, "no disorder"), ("dsm5-oud", 2, "mild"), ("dsm5-oud", 3, "mild"),
        ("dsm5-oud", 4, "moderate"), ("dsm5-oud", 5, "moderate"), ("dsm5-oud", 6, "severe"),
        ("dsm5-oud", 11, "severe"),
        ("assist-opioids", 3, "low"), ("assist-opioids", 4, "moderate"),
        ("assist-opioids", 26, "moderate"), ("assist-opioids", 27, "high"),
        ("dast-10", 0, "no problems reported"), ("dast-10", 1, "low"), ("dast-10", 2, "low"),
        ("dast-10", 3, "moderate"), ("dast-10", 5, "moderate"), ("dast-10", 6, "substantial"),
        ("dast-10", 8, "substantial"), ("dast-10", 9, "severe"),
        ("ort", 3, "low"), ("ort", 4, "moderate"), ("ort", 7, "moderate"), ("ort", 8, "high"),
    ],
)  # fmt: skip
def test_a_total_that_is_given_finds_its_band(scale: str, total: float, band: str) -> None:
    found = of(scale, total=total)
    assert (found.total, found.bands) == (exactly(total), (band,))


@pytest.mark.parametrize(
    ("scale", "answers", "total"),
    [
        ("oows", "1111111111111", 13), ("oows", "0000000000000", 0),
        ("sows-gossop", "3333333333", 30), ("sows-gossop", "1201023113", 14),
    ],
)  # fmt: skip
def test_scales_without_published_bands_give_a_total_and_no_band(
    scale: str, answers: str, total: float
) -> None:
    found = of(scale, answers)
    assert (found.total, found.bands) == (exactly(total), ())


@pytest.mark.parametrize(
    ("answers", "mean"), [("768", 7), ("000", 0), ("544", 4.33), ("545", 4.67)]
)
def test_the_pain_scale_is_a_mean(answers: str, mean: float) -> None:
    total = of("peg", answers).total
    assert total is not None
    assert round(total.low, 2) == round(total.high, 2) == mean


@pytest.mark.parametrize(
    ("item", "female", "male"),
    [
        ("r1", 1, 3), ("r2", 2, 3), ("r3", 4, 4), ("r4", 3, 3), ("r5", 4, 4), ("r6", 5, 5),
        ("r7", 1, 1), ("r8", 3, 0), ("r9", 2, 2), ("r10", 1, 1),
    ],
)  # fmt: skip
def test_each_box_of_the_opioid_risk_tool_has_its_two_weights(
    item: str, female: float, male: float
) -> None:
    for sex, points in (("female", female), ("male", male)):
        assert score(SHIPPED["ort"], {item: "yes"}, None, sex=sex).parts[item] == exactly(points)
    assert of("ort", {item: 1}).complaints[0].remedy == "Answer no or yes."


BAM = {
    "b04": 1, "b05": 0, "b06": 2, "b01": 2, "b02": 3, "b03": 3, "b08": 2, "b11": 1, "b15": 1,
    "b09": 3, "b10": 1, "b12": 2, "b13": 2, "b14": 4, "b16": 3,
}  # fmt: skip


def test_the_addiction_monitor_has_three_sums_and_no_total() -> None:
    found = of("bam", BAM)
    assert found.total is None
    groups = {group.id: found.parts[group.id] for group in SHIPPED["bam"].groups}
    assert groups == {"use": exactly(3), "risk": exactly(12), "protective": exactly(15)}
    assert found.flags == {"use": Y, "risk": Y, "protective": N}
    assert found.missing == ()
    assert of("bam", BAM | {"b15": 0}).flags["risk"] is N
    assert of("bam", BAM | {"b14": 1}).flags["protective"] is Y
    assert of("bam", BAM | {"b14": 2}).flags["protective"] is N
    assert of("bam", BAM | {"b04": 0, "b06": 0}).flags["use"] is N
    assert of("bam", BAM | {"b04": 0, "b06": 1}).flags["use"] is Y
    assert of("bam", BAM | {"7a": 30, "b17": 9}).complaints == ()
    assert of("bam", total=20).complaints[0].problem == "There are three subscales and no total."


@pytest.mark.parametrize(
    ("scale", "answers", "flags"),
    [
        ("taps-1", "0000", {"positive": N}), ("taps-1", "0010", {"positive": Y}),
        ("taps-1", "1000", {"positive": Y}), ("taps-1", "0100", {"positive": Y}),
        ("taps-1", "0001", {"positive": Y}), ("taps-1", "000.", {"positive": U}),
        ("phq-4", "0000", {"anxiety": N, "depression": N}),
        ("phq-4", "2100", {"anxiety": Y, "depression": N}),
        ("phq-4", "1122", {"anxiety": N, "depression": Y}),
        ("phq-4", "1121", {"anxiety": N, "depression": Y}),
        ("phq-4", "0311", {"anxiety": Y, "depression": N}),
        ("phq-9", "000000001", {"item9": Y}), ("phq-9", "333333330", {"item9": N}),
        ("phq-9", "00000000.", {"item9": U}),
        ("gad-7", "3330000", {"assess": N}), ("gad-7", "3331000", {"assess": Y}),
    ],
)  # fmt: skip
def test_flags_say_yes_no_or_cannot_tell(scale: str, answers: str, flags: dict[str, Truth]) -> None:
    assert of(scale, answers).flags == flags


def all_answers(instrument: Instrument, *, missing: bool = False) -> Iterator[Answers]:
    """Every way to fill the form in, by points; with `missing` also every way to leave gaps."""
    gap: tuple[float | None, ...] = (None,) if missing else ()
    for chosen in product(*((*item.points, *gap) for item in instrument.items)):
        yield {
            item.id: points
            for item, points in zip(instrument.items, chosen, strict=True)
            if points is not None
        }


SMALL = ["phq-4", "peg", "audit-c", "dsm5-oud", "ort-oud"]


@pytest.mark.parametrize("scale", SMALL)
def test_every_way_to_fill_in_a_small_scale_adds_up_to_one_band(scale: str) -> None:
    instrument = SHIPPED[scale]
    seen = set()
    for answers in all_answers(instrument):
        found = score(instrument, answers, None, sex="female")
        total = sum(float(points or 0) for points in answers.values())
        if instrument.total == "mean":
            total /= len(answers)
        assert found.total == exactly(total)
        words = [band.word for band in instrument.bands if band.low <= total <= band.high]
        assert list(found.bands) == words
        assert len(words) == bool(instrument.bands)
        assert (found.complaints, found.missing) == ((), ())
        seen.add(total)
    assert (min(seen), max(seen)) == (instrument.low, instrument.high)


@pytest.mark.parametrize("sex", ["female", "male"])
def test_every_way_to_fill_in_the_opioid_risk_tool_is_the_sum_of_its_weights(sex: str) -> None:
    instrument = SHIPPED["ort"]
    for answers in all_answers(instrument):
        words: Answers = {item: "yes" if points else "no" for item, points in answers.items()}
        total = sum(i.weights[sex] for i in instrument.items if answers[i.id])
        assert score(instrument, words, None, sex=sex).total == exactly(total)


def test_every_way_to_answer_the_drug_screen_counts_the_third_question_backwards() -> None:
    for yes in product((True, False), repeat=10):
        answers: Answers = {str(number): said for number, said in enumerate(yes, start=1)}
        total = sum(yes) - yes[2] + (not yes[2])
        assert score(SHIPPED["dast-10"], answers, None, sex=None).total == exactly(total)


def test_any_use_is_positive_in_every_way_to_answer_the_substance_screen() -> None:
    for answers in all_answers(SHIPPED["taps-1"], missing=True):
        used = any(answers.values())
        expected = Y if used else N if len(answers) == 4 else U
        assert of_points("taps-1", answers).flags["positive"] is expected


def of_points(scale: str, answers: Answers) -> ScaleScore:
    return score(SHIPPED[scale], answers, None, sex=None)


def risk(answers: Mapping[str, float | str | bool | None]) -> str:
    """The triage of a form without gaps, written out."""
    if answers["c4"] or answers["c5"] or answers["c6b"]:
        return "high"
    if answers["c3"] or answers["c6"]:
        return "moderate"
    return "low" if answers["c1"] or answers["c2"] else "none"


def completions(answers: Answers) -> Iterator[Answers]:
    """Every form that the answers may have come from, with what it skips counted as no."""
    asked = {"c3": "c2", "c4": "c2", "c5": "c2", "c6b": "c6"}
    gaps = [item.id for item in SHIPPED["c-ssrs"].items if item.id not in answers]
    for filled in product((0, 1), repeat=len(gaps)):
        whole: Answers = {**answers, **dict(zip(gaps, filled, strict=True))}
        odd = {gate for item, gate in asked.items() if answers.get(item) and not whole[gate]}
        if not any(
            whole[item] and not whole[gate]
            for item, gate in asked.items()
            if item in gaps and gate not in odd
        ):
            yield whole


def test_every_way_to_answer_the_suicide_screener_keeps_every_level_that_is_possible() -> None:
    for answers in all_answers(SHIPPED["c-ssrs"], missing=True):
        found = of_points("c-ssrs", answers)
        levels = {risk(whole) for whole in completions(answers)}
        assert levels <= set(found.bands), answers
        assert found.total is None
        high, anything = found.flags["high"], found.flags["any"]
        assert high is (Y if levels == {"high"} else U if "high" in levels else N), answers
        assert anything is (N if levels == {"none"} else U if "none" in levels else Y), answers
        if len(answers) == 7:
            assert found.bands == tuple(levels)


SUMMED = sorted(i.id for i in SHIPPED.values() if i.total == "sum" and i.id != "dast-10")


@st.composite
def partly_answered(draw: st.DrawFn) -> tuple[Instrument, Answers]:
    instrument = SHIPPED[draw(st.sampled_from([*SUMMED, "peg", "bam"]))]
    answers: Answers = {}
    for item in instrument.items:
        if item.points and not item.asked_if and draw(st.integers(0, 3)):
            answers[item.id] = draw(st.sampled_from(item.points))
    return instrument, answers


@given(partly_answered(), st.randoms(use_true_random=False))
def test_a_range_holds_every_total_that_the_missing_items_could_give(
    form: tuple[Instrument, Answers], chance: object
) -> None:
    instrument, answers = form
    found = score(instrument, answers, None, sex="male")
    open_items = [i for i in instrument.items if i.id in found.missing]
    least: Answers = answers | {i.id: i.points[0] for i in open_items}
    most: Answers = answers | {i.id: i.points[-1] for i in open_items}
    for ends, whole in ((0, least), (1, most)):
        ended = score(instrument, whole, None, sex="male")
        for part, interval in found.parts.items():
            if part in [group.id for group in instrument.groups]:
                assert ended.parts[part] == exactly((interval.low, interval.high)[ends])
        if found.total is not None:
            assert ended.total == exactly((found.total.low, found.total.high)[ends])
            assert set(ended.bands) <= set(found.bands)
        for flag, truth in found.flags.items():
            assert truth is U or ended.flags[flag] is truth


@given(partly_answered())
def test_one_more_answer_never_widens_a_range(form: tuple[Instrument, Answers]) -> None:
    instrument, answers = form
    before = score(instrument, answers, None, sex=None)
    for item in instrument.items:
        if item.id in before.missing:
            after = score(instrument, answers | {item.id: item.points[0]}, None, sex=None)
            for part, interval in before.parts.items():
                assert interval.low <= after.parts[part].low
                assert after.parts[part].high <= interval.high
            assert set(after.bands) <= set(before.bands)
            assert len(after.missing) < len(before.missing)


@given(partly_answered())
def test_neither_order_nor_the_way_items_are_named_matters(
    form: tuple[Instrument, Answers],
) -> None:
    instrument, answers = form
    numbers = {item.id: str(number) for number, item in enumerate(instrument.items, start=1)}
    same: Answers = {numbers[item]: points for item, points in reversed(answers.items())}
    assert score(instrument, answers, None, sex=None) == score(instrument, same, None, sex=None)
    words: Answers = {}
    for item in instrument.items:
        if item.id in answers:
            named = [word for word, points in item.words.items() if points == answers[item.id]]
            words[item.id] = named[-1] if named else f"{answers[item.id]:g}"
    assert score(instrument, answers, None, sex=None) == score(instrument, words, None, sex=None)


@given(partly_answered(), st.integers(0, 64))
def test_a_total_beside_the_answers_never_hides_a_complaint_or_leaves_the_range(
    form: tuple[Instrument, Answers], total: int
) -> None:
    instrument, answers = form
    alone = score(instrument, answers, None, sex=None)
    both = score(instrument, answers, total, sex=None)
    if both.complaints or both.total is None or alone.total is None:
        assert both.complaints
        return
    assert alone.total.low - 0.5 <= both.total.low == both.total.high <= alone.total.high + 0.5
    for part, interval in both.parts.items():
        assert alone.parts[part].low <= interval.low <= interval.high <= alone.parts[part].high


def test_no_scale_is_left_without_a_test_above() -> None:
    scored = {row[0] for row in SUMS} | {"oows", "sows-gossop", "bam", "dast-10", "c-ssrs"}
    scored |= {*SMALL, "ort", "taps-1"}
    assert {i.id for i in SHIPPED.values() if not i.disabled} == scored
