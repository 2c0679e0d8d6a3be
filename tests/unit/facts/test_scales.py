"""Scales are scored exactly, and what is missing is never taken for zero."""

from __future__ import annotations

from importlib.resources import files

import pytest

from ketum.case import ScaleResult
from ketum.evidence.instruments import read_instruments
from ketum.evidence.sources import read_sources
from ketum.facts.interval import Interval
from ketum.facts.model import ScaleFact
from ketum.facts.scales import (
    ScaleScore,
    find_instrument,
    read_scale,
    render_score,
    scale_facts,
    score,
)
from ketum.truth import Truth

Y, N, U = Truth.YES, Truth.NO, Truth.UNKNOWN
KNOWLEDGE = files("ketum").joinpath("knowledge")
SHIPPED = read_instruments(
    KNOWLEDGE.joinpath("instruments"), read_sources(KNOWLEDGE.joinpath("sources"), []), []
)


def digits(points: str) -> dict[str, float | str | bool | None]:
    """Answers by number: "0123" is 0 to the first item, 1 to the second; "." is no answer."""
    return {str(number): int(c) for number, c in enumerate(points, start=1) if c != "."}


def of(
    scale: str, answers: object = None, total: float | None = None, sex: str | None = None
) -> ScaleScore:
    given = digits(answers) if isinstance(answers, str) else answers
    assert given is None or isinstance(given, dict)
    return score(SHIPPED[scale], given, total, sex=sex)


def exactly(number: float) -> Interval:
    return Interval(number, number)


@pytest.mark.parametrize(
    ("item", "points", "allowed"),
    [
        ("gooseflesh", 2, "0, 3, 5"), ("restlessness", 2, "0, 1, 3, 5"),
        ("restlessness", 4, "0, 1, 3, 5"), ("pulse", 3, "0, 1, 2, 4"), ("pupils", 3, "0, 1, 2, 5"),
        ("pupils", 4, "0, 1, 2, 5"), ("gi", 4, "0, 1, 2, 3, 5"), ("sweating", 5, "0, 1, 2, 3, 4"),
    ],
)  # fmt: skip
def test_points_that_the_item_does_not_have_are_refused(
    item: str, points: float, allowed: str
) -> None:
    found = of("cows", {item: points})
    assert [str(complaint) for complaint in found.complaints] == [
        f"answers.{item}: this answer is not one of the item. Allowed are {allowed}."
    ]
    assert item in found.missing
    assert found.total == Interval(0, 48)


def test_a_point_above_the_answers_of_the_scale_is_refused() -> None:
    found = of("sows", "5000000000000000")
    assert [complaint.place for complaint in found.complaints] == ["answers.s01"]
    assert found.total == Interval(0, 4)


@pytest.mark.parametrize(
    ("beats", "points"),
    [(20, 0), (80, 0), (81, 1), (100, 1), (101, 2), (120, 2), (121, 4), (300, 4)],
)
def test_a_counted_pulse_gives_its_points(beats: float, points: float) -> None:
    assert of("cows", {"pulse_bpm": beats}).parts["pulse"] == exactly(points)


@pytest.mark.parametrize("beats", [2, 19, 301, "fast", True])
def test_a_pulse_that_cannot_be_one_is_refused(beats: float | str | bool) -> None:
    found = of("cows", {"pulse_bpm": beats})
    assert [complaint.remedy for complaint in found.complaints] == ["Give one of 20 to 300 /min."]
    assert "pulse" in found.missing


def test_a_missing_item_gives_a_range_and_every_band_in_it() -> None:
    found = of("cows", "2211211002.")
    assert found.total == Interval(12, 17)
    assert found.bands == ("mild", "moderate")
    assert found.missing == ("gooseflesh",)
    assert of("cows", "44554454445").total == exactly(48)
    assert of("cows").total == Interval(0, 48)
    assert len(of("cows").bands) == 5


def test_null_is_not_answered_and_not_zero() -> None:
    assert of("peg", {"pain": 5, "enjoyment": 5, "activity": None}).total == Interval(
        10 / 3, 20 / 3
    )


def test_answers_are_found_by_id_number_label_and_name() -> None:
    for key in ("pulse", "PULSE", "1", "item 1", "Q1", "question 1"):
        assert of("cows", {key: 4}).parts["pulse"] == exactly(4), key
    assert of("cows", {"nose-eyes": 2}).parts["nose_eyes"] == exactly(2)
    assert of("c-ssrs", {"6b": True}).parts["c6b"] == exactly(1)
    assert of("isi", {"1c": 3}).parts["i3"] == exactly(3)


def test_answers_may_be_words_of_the_item_or_numbers_as_text() -> None:
    assert of("phq-9", {"p9": "More than half the days"}).parts["p9"] == exactly(2)
    assert of("cows", {"tremor": " 4 "}).parts["tremor"] == exactly(4)
    assert of("audit-c", {"a2": "10 or more"}).parts["a2"] == exactly(4)
    assert of("audit-c", {"a2": "1 or 2"}).parts["a2"] == exactly(0)
    assert of("oows", {"o01": True, "o02": "absent"}).parts["o01"] == exactly(1)
    for answer in ("often", True, 1.5, -1, "3-4", "1e0", "34"):
        assert of("phq-9", {"p9": answer}).parts["p9"] == Interval(0, 3), answer
        assert of("audit-c", {"a2": answer}).complaints, answer


def test_an_unknown_item_is_a_complaint_that_does_not_quote_it() -> None:
    found = of("peg", {"Zebrafink": 3, "Stieglitz": 4, "e1": 3})
    (complaint,) = found.complaints
    assert str(complaint) == "answers: a key names no item of PEG. The items are e1, e2, e3."


def test_two_answers_to_one_item_leave_it_open_unless_they_agree() -> None:
    differing = of("peg", {"e1": 3, "1": 4})
    assert differing.parts["e1"] == Interval(0, 10)
    assert [str(c) for c in differing.complaints] == [
        "answers.e1: answered twice, and not alike. Give one answer."
    ]
    assert of("peg", {"e1": 3, "pain": 3}).parts["e1"] == exactly(3)


@pytest.mark.parametrize(
    ("scale", "total"), [("cows", 49), ("cows", -1), ("cows", 12.5), ("peg", 10.5), ("sows", 65)]
)
def test_a_total_outside_the_range_is_a_complaint_and_leaves_the_range(
    scale: str, total: float
) -> None:
    found = of(scale, total=total)
    kind = "a number" if scale == "peg" else "a whole number"
    low, high = SHIPPED[scale].low, SHIPPED[scale].high
    wanted = f"total: not a total of {SHIPPED[scale].name}. Give {kind} from {low:g} to {high:g}."
    assert [str(complaint) for complaint in found.complaints] == [wanted]
    assert found.total == Interval(low, high)


def test_a_total_narrows_the_items_that_are_missing() -> None:
    assert of("phq-9", total=0).flags["item9"] is N
    assert of("phq-9", total=24).flags["item9"] is U
    assert of("phq-9", total=25).flags["item9"] is Y
    assert of("phq-9", "33333333.", total=26).parts["p9"] == exactly(2)
    assert of("phq-4", total=12).flags == {"anxiety": Y, "depression": Y}


def test_a_total_that_the_answers_do_not_come_to_leaves_everything_between_possible() -> None:
    found = of("cows", "22112110020", total=25)
    assert found.total == Interval(12, 25)
    (complaint,) = found.complaints
    assert (complaint.place, complaint.problem) == ("total", "not what the answers come to.")
    assert of("cows", "22112110020", total=12).complaints == ()
    assert of("cows", "2211211002.", total=14).complaints  # gooseflesh has no 2
    assert of("cows", "2211211002.", total=15).total == exactly(15)


@pytest.mark.parametrize(("mean", "agrees"), [(4.3, True), (4.33, True), (4, True), (4.4, False)])
def test_a_mean_agrees_when_it_was_rounded(mean: float, agrees: bool) -> None:
    found = of("peg", "544", total=mean)
    assert (not found.complaints) is agrees
    assert found.total == (exactly(13 / 3) if agrees else Interval(13 / 3, 4.4))
    assert of("peg", "54.", total=mean).total == exactly(mean)


@pytest.mark.parametrize(
    ("sex", "yes", "total", "bands"),
    [
        ("female", ("r1", "r7", "r10"), (3, 3), ("low",)),
        ("male", ("r1", "r7"), (4, 4), ("moderate",)),
        ("female", ("r6", "r8"), (8, 8), ("high",)),
        ("male", ("r6", "r8"), (5, 5), ("moderate",)),
        (None, ("r6", "r8"), (5, 8), ("moderate", "high")),
        (None, ("r1", "r2", "r7"), (4, 7), ("moderate",)),
        (None, ("r3", "r4", "r5", "r6", "r7", "r9", "r10"), (20, 20), ("high",)),
    ],
)
def test_the_opioid_risk_tool_weighs_by_sex(
    sex: str | None, yes: tuple[str, ...], total: tuple[float, float], bands: tuple[str, ...]
) -> None:
    found = of("ort", {item.id: item.id in yes for item in SHIPPED["ort"].items}, sex=sex)
    assert (found.total, found.bands) == (Interval(*total), bands)


def test_a_total_tells_which_sex_the_weights_were_for() -> None:
    answers = {item.id: item.id in ("r6", "r8") for item in SHIPPED["ort"].items}
    assert of("ort", answers, total=8).total == exactly(8)
    assert of("ort", answers, total=6).complaints


@pytest.mark.parametrize(
    ("answers", "men", "women", "unknown"),
    [("310", Y, Y, Y), ("210", N, Y, U), ("200", N, N, N), ("444", Y, Y, Y), ("300", N, Y, U)],
)
def test_the_alcohol_screen_has_a_cut_off_for_each_sex(
    answers: str, men: Truth, women: Truth, unknown: Truth
) -> None:
    for sex, truth in (("male", men), ("female", women), (None, unknown)):
        assert of("audit-c", answers, sex=sex).flags["positive"] is truth


def test_the_other_cut_offs_of_the_alcohol_screen() -> None:
    assert [of("audit-c", total=t).flags["va"] for t in (4, 5)] == [N, Y]
    assert [of("audit-c", total=t).flags["high"] for t in (7, 8)] == [N, Y]
    only = [of("audit-c", a).flags["frequency_only"] for a in ("100", "110", "101", "000", "4..")]
    assert only == [Y, N, N, N, U]


@pytest.mark.parametrize(
    ("yes", "third", "total", "bands"),
    [
        ((), "yes", 0, ("no problems reported",)), ((), "no", 1, ("low",)),
        ((1, 2, 4, 5, 6), "no", 6, ("substantial",)), ((1, 2, 4, 5, 6), "yes", 5, ("moderate",)),
    ],
)  # fmt: skip
def test_the_third_question_of_the_drug_screen_is_reversed(
    yes: tuple[int, ...], third: str, total: float, bands: tuple[str, ...]
) -> None:
    answers = {f"item {number}": number in yes for number in range(1, 11)} | {"item 3": third}
    found = of("dast-10", answers)
    assert (found.total, found.bands) == (exactly(total), bands)
    assert of("dast-10", {"3": 1}).complaints[0].remedy == "Answer no or yes."
    assert of("dast-10", {"4": 1}).parts["item4"] == exactly(1)


@pytest.mark.parametrize(
    ("answers", "levels", "anything"),
    [
        ({"c1": 0, "c2": 0, "c6": 0}, ("none",), N),
        ({"c1": 1, "c2": 0, "c6": 0}, ("low",), Y),
        ({"c1": 0, "c2": 1, "c3": 0, "c4": 0, "c5": 0, "c6": 0}, ("low",), Y),
        ({"c1": 1, "c2": 1, "c3": 1, "c4": 0, "c5": 0, "c6": 0}, ("moderate",), Y),
        ({"c1": 0, "c2": 0, "c6": 1, "c6b": 0}, ("moderate",), Y),
        ({"c1": 1, "c2": 1, "c3": 0, "c4": 1, "c5": 0, "c6": 0}, ("high",), Y),
        ({"c1": 1, "c2": 1, "c3": 0, "c4": 0, "c5": 1, "c6": 0}, ("high",), Y),
        ({"c1": 0, "c2": 0, "c6": 1, "c6b": 1}, ("high",), Y),
        ({"c4": True}, ("high",), Y),
        ({"c1": 0, "c2": 0, "c6": 1}, ("moderate", "high"), Y),
        ({"c1": 1, "c2": 1, "c4": 0, "c5": 0, "c6": 0}, ("low", "moderate"), Y),
        ({"c1": 0, "c2": 0}, ("none", "moderate", "high"), U),
        ({}, ("none", "low", "moderate", "high"), U),
    ],
)
def test_suicide_risk_is_triaged_by_item(
    answers: dict[str, object], levels: tuple[str, ...], anything: Truth
) -> None:
    found = of("c-ssrs", answers)
    assert (found.bands, found.total) == (levels, None)
    assert found.flags["any"] is anything
    assert found.flags["high"] is (Y if levels == ("high",) else U if "high" in levels else N)


def test_suicide_risk_is_never_a_sum() -> None:
    found = of("c-ssrs", total=2)
    assert (found.total, found.flags) == (None, {"high": U, "any": U})
    assert "Triage goes by item" in found.complaints[0].problem


def test_an_answer_that_the_form_skips_counts_and_is_questioned() -> None:
    found = of("c-ssrs", {"c1": 0, "c2": 0, "c3": 1, "c6": 0})
    assert found.bands == ("moderate", "high")
    assert found.missing == ("c4", "c5")
    assert [complaint.place for complaint in found.complaints] == ["answers.c3"]
    assert of("c-ssrs", {"c6": 0, "c6b": 1}).flags["high"] is Y


def test_questions_that_were_skipped_count_nothing() -> None:
    never = of("assist-opioids", {"q1": "no"})
    assert (never.total, never.missing) == (exactly(0), ())
    not_lately = of("assist-opioids", {"q1": "yes", "q2": "never", "q6": 3, "q7": 0})
    assert (not_lately.total, not_lately.missing) == (exactly(3), ())


@pytest.mark.parametrize("scale", ["kds", "kdq"])
def test_a_kratom_scale_without_content_is_refused_with_its_reason(scale: str) -> None:
    found = of(scale, {"1": 3}, total=20)
    assert found.refused == SHIPPED[scale].disabled
    assert (found.total, found.bands, scale_facts(found, "scales[0]")) == (None, (), ())
    assert f"Not scored: {found.refused}" in render_score(found)


def fact(name: str, low: float, high: float) -> ScaleFact:
    return ScaleFact(scale=name, total=Interval(low, high), place="scales[0]")


@pytest.mark.parametrize(
    ("given", "facts"),
    [
        (ScaleResult(scale="cows", place="scales[0]", total=25), [fact("COWS", 25, 25)]),
        (ScaleResult(scale="Sows", place="scales[0]"), [fact("SOWS", 0, 64)]),
        (ScaleResult(scale="PHQ 9", place="scales[0]", answers={"p9": 1}),
         [fact("PHQ-9", 1, 25), fact("PHQ-9 item 9", 1, 1)]),
        (ScaleResult(scale="phq-9 Item 9", place="scales[0]", total=2),
         [fact("PHQ-9", 2, 26), fact("PHQ-9 item 9", 2, 2)]),
        (ScaleResult(scale="C-SSRS", place="scales[0]", answers={"c4": True}),
         [fact("C-SSRS high", 1, 1), fact("C-SSRS any", 1, 1)]),
        (ScaleResult(scale="C-SSRS", place="scales[0]", answers={"c1": 0, "c2": 0, "c6": 0}),
         [fact("C-SSRS high", 0, 0), fact("C-SSRS any", 0, 0)]),
        (ScaleResult(scale="C-SSRS", place="scales[0]", total=3),
         [fact("C-SSRS high", 0, 1), fact("C-SSRS any", 0, 1)]),
        (ScaleResult(scale="AUDIT-C", place="scales[0]", total=8), [fact("AUDIT-C", 8, 8)]),
        (ScaleResult(scale="KDS", place="scales[0]", total=8), []),
    ],
)  # fmt: skip
def test_rules_find_totals_and_flags_by_the_names_they_ask_for(
    given: ScaleResult, facts: list[ScaleFact]
) -> None:
    found = read_scale(given, SHIPPED, sex=None)
    assert found is not None
    assert list(scale_facts(found, given.place)) == facts


@pytest.mark.parametrize(
    ("text", "scale"),
    [
        ("COWS", "cows"), ("Clinical Opiate Withdrawal Scale", "cows"), ("c.o.w.s", "cows"),
        ("SOWS", "sows"), ("SOWS-16", "sows"), ("SOWS (Gossop)", "sows-gossop"),
        ("Short Opiate Withdrawal Scale", "sows-gossop"), ("phq9", "phq-9"), ("PHQ 4", "phq-4"),
        ("Generalised Anxiety Disorder scale", "gad-7"), ("AUDIT-C", "audit-c"),
        ("C-SSRS", "c-ssrs"), ("DAST-10", "dast-10"), ("KUD", "dsm5-oud"), ("ORT-OUD", "ort-oud"),
    ],
)  # fmt: skip
def test_names_are_compared_without_case_hyphens_and_spaces(text: str, scale: str) -> None:
    found = find_instrument(text, SHIPPED)
    assert found is not None
    assert found.instrument.id == scale


@pytest.mark.parametrize(
    "text", ["", "AUDIT", "DAST", "PHQ", "ASSIST", "TAPS", "COW", "PHQ-15", "CIWA-Ar", "pain"]
)
def test_a_name_that_could_be_another_scale_is_not_found(text: str) -> None:
    assert find_instrument(text, SHIPPED) is None
    assert read_scale(ScaleResult(scale=text, place="scales[0]"), SHIPPED, sex=None) is None


def test_a_name_that_two_scales_share_says_how_it_was_read() -> None:
    found = read_scale(ScaleResult(scale="SOWS", place="scales[0]", total=3), SHIPPED, sex=None)
    assert found is not None
    assert found.notes[0].startswith("Two scales are called SOWS; this was read as the one of 16")
    named = ScaleResult(scale="Subjective Opiate Withdrawal Scale", place="scales[0]", total=3)
    plain = read_scale(named, SHIPPED, sex=None)
    assert plain is not None
    assert plain.notes == ()


@pytest.mark.parametrize(
    ("scale", "by", "note"),
    [
        ("cows", "nurse", None), ("cows", None, None), ("cows", "(nurse)", None),
        ("cows", "patient (diary app)", "COWS is not a self-report"),
        ("cows", "counsellor", "COWS is not a self-report"),
        ("cows", "nurse with the patient", None),
        ("cows", "Zebrafink", "Who filled it in was not recognised. COWS is filled in by: clin"),
        ("sows", "self", None), ("sows", "nurse", "SOWS is a self-report"),
        ("ort", "researcher", "ORT is filled in by: self, clinician."),
    ],
)  # fmt: skip
def test_who_filled_it_in_is_compared_with_whom_it_is_for(
    scale: str, by: str | None, note: str | None
) -> None:
    notes = score(SHIPPED[scale], None, 3, sex=None, by=by).notes
    assert [n[: len(note or "")] for n in notes] == ([] if note is None else [note])


def test_a_score_is_a_few_plain_lines() -> None:
    lines = render_score(of("cows", "2211211002.")).splitlines()
    assert lines[:3] == [
        "COWS: Clinical Opiate Withdrawal Scale",
        "Total 12 to 17 of 0 to 48: mild or moderate",
        "Not answered, and not counted as 0: gooseflesh",
    ]
    assert lines[3].startswith("Licence: free for clinical use (not settled). ")
    assert lines[4].startswith("Source: Wesson DR, Ling W, 2003: ")
    shown = render_score(of("c-ssrs", {"c6": True, "zebra": 1}))
    assert "Level: moderate or high. Triage goes by item" in shown
    assert "Source: Blueprint Health, 2020s: questions 3 and 6 (not confirmed)" in shown
    assert "Not used as it stands: answers: a key names no item of C-SSRS." in shown
    assert "Total 4.33 of 0 to 10: No bands" in render_score(of("peg", "544"))
    monitor = render_score(of("bam", {"b04": 1, "b05": 2})).splitlines()
    assert monitor[1:3] == ["There are three subscales and no total.", "Use: 3 to 7 of 0 to 12"]
    assert "No item was answered." in render_score(of("cows", total=3))
    whole = render_score(of("taps-1", "0000")).splitlines()
    assert whole[2] == "positive screen: TAPS-2 follows: no"
    assert whole[3].startswith("Licence: freely available, no permission required; ")
    assert "(not settled)" not in whole[3]
    assert whole[4].endswith(": the first component")
    assert "item 9, thoughts of death or self-harm: cannot tell" in render_score(of("phq-9"))
