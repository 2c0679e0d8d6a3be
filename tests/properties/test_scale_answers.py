"""Every answer of every scale: which words and points an item takes, and what each counts."""

from __future__ import annotations

import pytest

from ketum.facts.scales import score
from ketum.truth import Truth
from tests.properties import test_scales as scales

PHQ = "not at all=0, several days=1, more than half the days=2, nearly every day=3"
OFTEN = "never=0, less than monthly=1, monthly=2, weekly=3, daily or almost daily=4"
LAST = "never=0, once or twice={}, monthly={}, weekly={}, daily or almost daily={}"
PAST = "never=0, not in the past 3 months=3, in the past 3 months=6"

# Scale, its items, and the points of each word, from the published forms.
WORDS = [
    ("phq-9", "p1 p2 p3 p4 p5 p6 p7 p8 p9", PHQ),
    ("gad-7", "g1 g2 g3 g4 g5 g6 g7", PHQ),
    ("phq-4", "q1 q2 q3 q4", PHQ),
    ("taps-1", "t1 t2 t3 t4", OFTEN),
    (
        "audit-c",
        "a1",
        (
            "never=0, monthly or less=1, 2 to 4 times a month=2, 2 to 3 times a week=3, "
            "4 or more times a week=4"
        ),
    ),
    ("audit-c", "a2", "0 to 2=0, 1 or 2=0, 3 or 4=1, 5 or 6=2, 7 to 9=3, 10 or more=4"),
    ("audit-c", "a3", OFTEN),
    ("assist-opioids", "q2", LAST.format(2, 3, 4, 6)),
    ("assist-opioids", "q3", LAST.format(3, 4, 5, 6)),
    ("assist-opioids", "q4", LAST.format(4, 5, 6, 7)),
    ("assist-opioids", "q5", LAST.format(5, 6, 7, 8)),
    ("assist-opioids", "q6 q7", PAST),
    ("c-ssrs", "c1 c2 c3 c4 c5 c6 c6b", "no=0, yes=1"),
    ("cows", "pulse", "80 or less=0, 81 to 100=1, 101 to 120=2, more than 120=4"),
    (
        "cows",
        "sweating",
        (
            "none reported=0, says chilled or flushed=1, face flushed or moist=2, "
            "beads of sweat=3, sweat running off the face=4"
        ),
    ),
    (
        "cows",
        "restlessness",
        "sits still=0, finds it hard but sits=1, often shifting=3, sits for seconds only=5",
    ),
    (
        "cows",
        "pupils",
        "small or normal=0, perhaps wide=1, moderately wide=2, only a rim of iris=5",
    ),
    (
        "cows",
        "aches",
        "none=0, mild and diffuse=1, severe by report=2, rubbing; cannot stay still=4",
    ),
    ("cows", "nose_eyes", "none=0, stuffy or moist=1, running=2, constantly running=4"),
    (
        "cows",
        "gi",
        "none=0, cramps=1, nausea or loose stool=2, vomiting or diarrhoea=3, several times=5",
    ),
    ("cows", "tremor", "none=0, felt; not seen=1, slight=2, gross or twitching=4"),
    ("cows", "yawning", "none=0, once or twice=1, three times or more=2, several a minute=4"),
    ("cows", "anxiety", "none=0, reports it=1, obvious=2, hard to take part=4"),
    ("cows", "gooseflesh", "smooth=0, felt; or hairs raised=3, prominent=5"),
    ("dast-10", "item1 item2 item4 item5 item6 item7 item8 item9 item10", "no=0, yes=1"),
    ("dast-10", "item3", "yes=0, no=1"),
    (
        "dsm5-oud",
        "d01 d02 d03 d04 d05 d06 d07 d08 d09 d10 d11",
        "not met=0, met=1, no=0, yes=1",
    ),
    (
        "oows",
        "o01 o02 o03 o04 o05 o06 o07 o08 o09 o10 o11 o12 o13",
        "absent=0, present=1, no=0, yes=1",
    ),
    ("ort-oud", "r1 r2 r3 r4 r5 r6 r7 r9 r10", "no=0, yes=1"),
    (
        "sows-gossop",
        "g01 g02 g03 g04 g05 g06 g07 g08 g09 g10",
        "none=0, mild=1, moderate=2, severe=3",
    ),
    (
        "sows",
        "s01 s02 s03 s04 s05 s06 s07 s08 s09 s10 s11 s12 s13 s14 s15 s16",
        "not at all=0, a little=1, moderately=2, quite a bit=3, extremely=4",
    ),
]
# Scales that are answered with numbers, and the highest one.
NUMBERS = [
    ("bam", "b01 b02 b03 b04 b05 b06 b08 b09 b10 b11 b12 b13 b14 b15 b16", 4),
    ("isi", "i1 i2 i3 i4 i5 i6 i7", 4),
    ("peg", "e1 e2 e3", 10),
]


def points_of(words: str) -> dict[str, float]:
    """Words and points as written above; a ";" stands for a comma inside a word."""
    pairs = (pair.rpartition("=") for pair in words.split(", "))
    return {word.replace(";", ","): float(points) for word, _, points in pairs}


EACH = [(scale, item, words) for scale, items, words in WORDS for item in items.split()]


@pytest.mark.parametrize(("scale", "item", "words"), EACH)
def test_each_word_counts_its_points(scale: str, item: str, words: str) -> None:
    for word, points in points_of(words).items():
        found = score(scales.SHIPPED[scale], {item: word}, None, sex="female")
        assert found.complaints == ()
        assert found.parts[item] == scales.exactly(points)


@pytest.mark.parametrize(("scale", "item", "words"), EACH)
def test_the_points_themselves_are_taken_and_no_others(scale: str, item: str, words: str) -> None:
    allowed = set(points_of(words).values())
    for points in range(10):
        found = scales.of(scale, {item: points})
        assert (found.complaints == ()) == (points in allowed and item != "item3")


@pytest.mark.parametrize(
    ("scale", "item", "highest"),
    [(scale, item, highest) for scale, items, highest in NUMBERS for item in items.split()],
)
def test_numbers_up_to_the_highest_are_taken(scale: str, item: str, highest: int) -> None:
    for points in range(highest + 2):
        assert (scales.of(scale, {item: points}).complaints == ()) == (points <= highest)


@pytest.mark.parametrize(
    ("total", "sex", "flags"),
    [
        (2, "female", "NNN"), (3, "female", "YNN"), (3, "male", "NNN"), (4, "male", "YNN"),
        (4, "female", "YNN"), (5, "male", "YYN"), (7, "female", "YYN"), (8, "male", "YYY"),
    ],
)  # fmt: skip
def test_the_alcohol_screen_has_its_limits_by_sex(total: int, sex: str, flags: str) -> None:
    found = score(scales.SHIPPED["audit-c"], {}, total, sex=sex).flags
    named = {"Y": Truth.YES, "N": Truth.NO}
    expected = dict(zip(("positive", "va", "high"), (named[flag] for flag in flags), strict=True))
    assert {key: found[key] for key in expected} == expected


@pytest.mark.parametrize(
    ("answers", "flag"),
    [("100", "Y"), ("300", "Y"), ("000", "N"), ("110", "N"), ("101", "N"), ("200", "Y")],
)
def test_frequency_alone_is_said_of_the_alcohol_screen(answers: str, flag: str) -> None:
    wanted = Truth.YES if flag == "Y" else Truth.NO
    assert scales.of("audit-c", answers).flags["frequency_only"] is wanted


@pytest.mark.parametrize(
    ("scale", "answers", "group", "total"),
    [
        ("phq-4", "3000", "anxiety", 3), ("phq-4", "0300", "anxiety", 3),
        ("phq-4", "0033", "anxiety", 0), ("phq-4", "0030", "depression", 3),
        ("phq-4", "0003", "depression", 3), ("phq-4", "3300", "depression", 0),
    ],
)  # fmt: skip
def test_each_half_of_the_four_questions_is_a_sum_of_its_own(
    scale: str, answers: str, group: str, total: float
) -> None:
    assert scales.of(scale, answers).parts[group] == scales.exactly(total)


@pytest.mark.parametrize(
    ("total", "band"),
    [
        (0, "low"), (2, "low"), (3, "high"), (9, "high"),
    ],
)  # fmt: skip
def test_the_revised_opioid_risk_tool_has_two_bands(total: int, band: str) -> None:
    assert scales.of("ort-oud", total=total).bands == (band,)


@pytest.mark.parametrize(
    ("scale", "low", "high"),
    [
        ("cows", 0, 48), ("sows", 0, 64), ("sows-gossop", 0, 30), ("oows", 0, 13),
        ("phq-9", 0, 27), ("gad-7", 0, 21), ("phq-4", 0, 12), ("isi", 0, 28), ("audit-c", 0, 12),
        ("dast-10", 0, 10), ("dsm5-oud", 0, 11), ("ort", 0, 26), ("ort-oud", 0, 9),
        ("assist-opioids", 0, 39),
    ],
)  # fmt: skip
def test_a_total_at_either_end_has_one_band_at_most(scale: str, low: int, high: int) -> None:
    bands = {band.word for band in scales.SHIPPED[scale].bands}
    for total in (low, high):
        found = scales.of(scale, total=total)
        assert found.total == scales.exactly(total)
        assert len(found.bands) == bool(bands)


@pytest.mark.parametrize(("total", "half"), [(12, 6), (0, 0)])
def test_a_total_at_an_end_of_the_four_questions_says_what_each_half_is(
    total: int, half: int
) -> None:
    parts = scales.of("phq-4", total=total).parts
    assert (parts["anxiety"], parts["depression"]) == (scales.exactly(half), scales.exactly(half))
