"""Every scale is complete or refused, with every fault at once."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path

import pytest

import ketum
from ketum.citation import Source
from ketum.evidence.instruments import Instrument, read_instruments
from ketum.evidence.sources import read_sources

PACKAGE = Path(ketum.__file__).parent
SHIPPED = PACKAGE / "knowledge" / "instruments"
PAGE = Path(__file__).parents[3] / "docs" / "reference" / "scales.md"


def sources() -> dict[str, Source]:
    return read_sources(PACKAGE / "knowledge" / "sources", [])


def read(folder: Path = SHIPPED) -> tuple[dict[str, Instrument], list[str]]:
    faults: list[str] = []
    return read_instruments(folder, sources(), faults), faults


@pytest.fixture(scope="module")
def scales() -> dict[str, Instrument]:
    return read()[0]


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    return Path(shutil.copytree(SHIPPED, tmp_path / "instruments"))


def change(folder: Path, file: str, before: str, after: str) -> None:
    path = folder / file
    text = path.read_text(encoding="utf-8")
    assert before in text, f"{file} no longer holds {before!r}"
    path.write_text(text.replace(before, after, 1), encoding="utf-8")


def test_the_shipped_scales_have_no_fault() -> None:
    scales, faults = read()
    assert faults == []
    assert len(scales) == 20


NOT_OR_MANY = (0, 1, 2, 3, 4)
RANGES = [
    ("cows", "sum", 0, 48, (4, 12, 24, 36, 48)), ("sows", "sum", 0, 64, (0, 10, 20, 64)),
    ("oows", "sum", 0, 13, ()), ("sows-gossop", "sum", 0, 30, ()),
    ("phq-9", "sum", 0, 27, (4, 9, 14, 19, 27)), ("gad-7", "sum", 0, 21, (4, 9, 14, 21)),
    ("phq-4", "sum", 0, 12, (2, 5, 8, 12)), ("dsm5-oud", "sum", 0, 11, (1, 3, 5, 11)),
    ("taps-1", "by item", 0, 0, ()), ("dast-10", "sum", 0, 10, (0, 2, 5, 8, 10)),
    ("assist-opioids", "sum", 0, 39, (3, 26, 39)), ("c-ssrs", "by item", 0, 0, ()),
    ("bam", "groups", 0, 0, ()), ("peg", "mean", 0, 10, ()), ("isi", "sum", 0, 28, (7, 14, 21, 28)),
    ("audit-c", "sum", 0, 12, ()), ("ort", "weighted by sex", 0, 26, (3, 7, 26)),
    ("ort-oud", "sum", 0, 9, (2, 9)),
]  # fmt: skip


@pytest.mark.parametrize(("scale", "total", "low", "high", "ends"), RANGES)
def test_each_scale_has_its_range_and_its_bands(
    scales: dict[str, Instrument], scale: str, total: str, low: float, high: float,
    ends: tuple[float, ...],
) -> None:  # fmt: skip
    found = scales[scale]
    assert (found.total, found.low, found.high) == (total, low, high)
    assert tuple(band.high for band in found.bands) == ends


@pytest.mark.parametrize(
    ("scale", "count", "points"),
    [
        ("sows", 16, NOT_OR_MANY), ("oows", 13, (0, 1)), ("sows-gossop", 10, (0, 1, 2, 3)),
        ("phq-9", 9, (0, 1, 2, 3)), ("gad-7", 7, (0, 1, 2, 3)), ("phq-4", 4, (0, 1, 2, 3)),
        ("dsm5-oud", 11, (0, 1)), ("taps-1", 4, NOT_OR_MANY), ("dast-10", 10, (0, 1)),
        ("c-ssrs", 7, (0, 1)), ("bam", 15, NOT_OR_MANY), ("peg", 3, tuple(range(11))),
        ("isi", 7, NOT_OR_MANY), ("audit-c", 3, NOT_OR_MANY), ("ort", 10, (0, 1)),
        ("ort-oud", 9, (0, 1)),
    ],
)  # fmt: skip
def test_each_even_scale_has_its_items_and_points(
    scales: dict[str, Instrument], scale: str, count: int, points: tuple[float, ...]
) -> None:
    scored = [item.points for item in scales[scale].items if item.scored]
    assert scored == [points] * count


def test_the_points_of_uneven_scales_are_those_of_the_form(scales: dict[str, Instrument]) -> None:
    assert {item.id: item.points for item in scales["cows"].items} == {
        "pulse": (0, 1, 2, 4), "sweating": (0, 1, 2, 3, 4), "restlessness": (0, 1, 3, 5),
        "pupils": (0, 1, 2, 5), "aches": (0, 1, 2, 4), "nose_eyes": (0, 1, 2, 4),
        "gi": (0, 1, 2, 3, 5), "tremor": (0, 1, 2, 4), "yawning": (0, 1, 2, 4),
        "anxiety": (0, 1, 2, 4), "gooseflesh": (0, 3, 5),
    }  # fmt: skip
    assert {item.id: item.points for item in scales["assist-opioids"].items} == {
        "q1": (0, 1), "q2": (0, 2, 3, 4, 6), "q3": (0, 3, 4, 5, 6), "q4": (0, 4, 5, 6, 7),
        "q5": (0, 5, 6, 7, 8), "q6": (0, 3, 6), "q7": (0, 3, 6), "q8": (),
    }  # fmt: skip


def test_the_words_of_an_item_name_each_of_its_points_in_order(
    scales: dict[str, Instrument],
) -> None:
    for scale in scales.values():
        for item in scale.items:
            if item.words:
                in_order = tuple(dict.fromkeys(item.words.values()))
                assert in_order == item.points, f"{scale.id} {item.id}"


def test_no_is_the_lowest_point_and_yes_the_highest_but_in_the_reversed_question(
    scales: dict[str, Instrument],
) -> None:
    for scale in scales.values():
        for item in scale.items:
            ends = {"no": 0, "absent": 0, "not met": 0, "yes": -1, "present": -1, "met": -1}
            for word in ends.keys() & item.words.keys():
                end = -1 - ends[word] if (scale.id, item.id) == ("dast-10", "item3") else ends[word]
                assert item.words[word] == item.points[end], f"{scale.id} {item.id} {word}"


def test_the_two_kratom_scales_are_slots_with_a_reason(scales: dict[str, Instrument]) -> None:
    disabled = {scale.id: scale.disabled for scale in scales.values() if scale.disabled}
    assert set(disabled) == {"kds", "kdq"}
    assert not any(scales[slot].items or scales[slot].bands for slot in disabled)


def test_each_scale_says_how_its_licence_stands_and_since_when(
    scales: dict[str, Instrument],
) -> None:
    assert {s.id for s in scales.values() if s.licence.settled} == {"phq-9", "taps-1"}
    for scale in scales.values():
        assert scale.reviewed == date(2026, 11, 22)
        assert all(cite.at for cite in (*scale.cites, *scale.licence.cites)), scale.id


def test_the_wording_of_the_drug_screen_is_not_shipped(scales: dict[str, Instrument]) -> None:
    assert all("wording not shipped" in item.label for item in scales["dast-10"].items)


def test_what_is_not_confirmed_is_marked(scales: dict[str, Instrument]) -> None:
    def open_cites(key: str) -> set[str]:
        return {
            scale.id
            for scale in scales.values()
            if (cites := getattr(scale, key)) and not any(cite.confirmed for cite in cites)
        }

    assert open_cites("item_cites") == {"oows"}
    assert open_cites("band_cites") == {"gad-7", "assist-opioids", "ort-oud"}
    levels = {level.label: level.cites[0].confirmed for level in scales["c-ssrs"].levels}
    assert levels == {"high": True, "moderate": False, "low": False, "none": False}


def test_a_pain_code_is_never_the_code_of_the_withdrawal_scale(
    scales: dict[str, Instrument],
) -> None:
    assert scales["cows"].codes == scales["sows"].codes == ()
    assert "72514-3" not in {code for scale in scales.values() for code, _ in scale.codes}
    assert dict(scales["phq-9"].codes) == {"44249-1": "panel", "44261-6": "total score"}
    assert scales["phq-9"].items[8].loinc == "44260-8"


def test_the_names_the_rules_ask_for_are_there(scales: dict[str, Instrument]) -> None:
    names = {scale.name for scale in scales.values()}
    names |= {flag.fact for scale in scales.values() for flag in scale.flags if flag.fact}
    assert {
        "COWS", "SOWS", "SOWS-Gossop", "PHQ-9", "AUDIT-C", "PHQ-9 item 9", "C-SSRS any",
        "C-SSRS high",
    } <= names  # fmt: skip


def test_the_page_of_the_scales_names_each_with_its_licence(
    scales: dict[str, Instrument],
) -> None:
    page = PAGE.read_text(encoding="utf-8")
    for scale in scales.values():
        assert f"| {scale.name} |" in page, scale.id
        assert scale.licence.standing in page, scale.id


DAMAGE: list[tuple[str, str, str, str]] = [
    ("cows.toml", "points = [0, 3, 5]", "points = [0, 5, 3]", "gooseflesh: `points` must hold"),
    ("cows.toml", "points = [0, 3, 5]", "points = [0]", "gooseflesh: `points` must hold"),
    ("cows.toml", "points = [0, 3, 5]", 'points = ["0"]', "`points` must be a list of numbers"),
    ("cows.toml", "points = [0, 3, 5]", "points = [0, 3, 4]",
     "total: the items give 0 to 47, not the stated range"),
    ("cows.toml", '"prominent" = 5', '"prominent" = 4', "gooseflesh: `words` give points"),
    ("cows.toml", '"prominent" = 5', '"4" = 5', "or one looks like a number"),
    ("cows.toml", '"prominent" = 5', '"Smooth" = 5', "two `words` are spelled alike"),
    ("cows.toml", "up_to = [80, 100, 120]", "up_to = [80, 120, 100]", "limits of `gauge` must"),
    ("cows.toml", "up_to = [80, 100, 120]", "up_to = [80, 100]", "limits of `gauge` must"),
    ("cows.toml", "high = 300", 'high = "300"', "`high` must be a number"),
    ("cows.toml", "low = 5, high = 12", "low = 4, high = 12", "the bands overlap"),
    ("cows.toml", "low = 5, high = 12", "low = 6, high = 12", "the bands overlap"),
    ("cows.toml", "low = 37, high = 48", "low = 37, high = 47", "do not fill the range"),
    ("cows.toml", "low = 0, high = 4, word", "low = 1, high = 4, word", "do not fill the range"),
    ("cows.toml", "low = 37, high = 48", "low = 37, high = 36", "a band runs backwards"),
    ("cows.toml", "{ low = 5, high = 12", "{ high = 12", "no `low`. Give a number"),
    ("cows.toml", "high = 48\ncites", "high = 55\ncites", "not the stated range"),
    ("cows.toml", "reviewed = 2026-11-22", "", "no date in `reviewed`"),
    ("cows.toml", 'source = "samhsa-tip40-cows"', 'source = "nobody"', "names a source that"),
    ("cows.toml", "item_cites =", "items_cites =", "unknown key `items_cites`"),
    ("cows.toml", "item_cites =", "items_cites =", "no `item_cites`"),
    ("cows.toml", 'label = "gooseflesh"', 'lable = "gooseflesh"', "unknown key `lable`"),
    ("cows.toml", 'label = "gooseflesh"', 'lable = "gooseflesh"', "no `label`"),
    ("cows.toml", 'id = "tremor"', 'id = "pupils"', "has the id of another"),
    ("cows.toml", 'names = ["gut"', 'names = ["item 1"', "answer to one name"),
    ("cows.toml", 'raters = ["clinician"]', 'raters = ["robot"]', "`raters` may hold self"),
    ("cows.toml", "raters =", "rater =", "no `raters`"),
    ("cows.toml", 'total = "sum"', 'total = "product"', "`total` must be one of sum"),
    ("cows.toml", "standing =", "stands =", "licence: no `standing`"),
    ("cows.toml", "band_cites =", "bands_cites =", "no `band_cites`"),
    ("cows.toml", 'id = "cows"', 'id = "cow"', "not named after the `id`"),
    ("cows.toml", "bands = [", "bands = [1, ", "must be a table"),
    ("sows.toml", 'names = ["SOWS",', 'names = ["COWS",', "a name is also one of cows"),
    ("oows.toml", "no_bands =", "bands_no =", "no `no_bands`"),
    ("oows.toml", "points = [0, 1]\n", "", "o01: `points` must hold"),
    ("peg.toml", "high = 10", "high = 30", "total: the items give 0 to 10"),
    ("phq-9.toml", "code_cites", "codes_cites", "no `code_cites`"),
    ("phq-9.toml", 'of = "p9"', 'of = "p10"', "a row asks `p10` of ``"),
    ("phq-9.toml", ", at_least = 1", "", "a criterion needs `at_least` or `at_most`"),
    ("phq-9.toml", 'fact_of = "p9"', 'fact_of = "p0"', "names an item that is not here"),
    ("phq-9.toml", "[[{ of", "[{ of", "not valid TOML"),
    ("phq-9.toml", 'holds = [[{ of = "p9", at_least = 1 }]]', "holds = 1", "a list of rows"),
    ("phq-9.toml", 'holds = [[{ of = "p9", at_least = 1 }]]', "holds = []", "has no row in `hol"),
    ("audit-c.toml", 'sex = "male"', 'sex = "man"', "a row asks `total` of `man`"),
    ("c-ssrs.toml", "holds = [], cites", 'holds = [[{ of = "c1", at_most = 0 }]], cites',
     "the last level, and only it"),
    ("c-ssrs.toml", 'asked_if = "c6"', 'asked_if = "c7"', "`asked_if` must name an item above"),
    ("c-ssrs.toml", "no_total =", "total_no =", "no `no_total`"),
    ("bam.toml", "high = 12, cites", "high = 90, cites", "Use: the items give 0 to 12"),
    ("bam.toml", '"b05", "b06"]', '"b05", "b66"]', "names an item that is not here"),
    ("bam.toml", 'id = "risk", label = "Risk"', 'id = "use", label = "Risk"', "the id of another"),
    ("bam.toml", 'id = "risk", label = "risk: act"', 'id = "use", label = "risk"', "of another"),
    ("ort.toml", "male = 0 }", "man = 0 }", "`weights` must name female and male"),
    ("ort.toml", 'total = "weighted by sex"', 'total = "sum"', "go together"),
    ("ort.toml", "female = 3, male = 0", "female = 3, male = 1", "total: the items give 0 to 27"),
    ("ort.toml", "words_only = true", 'words_only = "yes"', "must be true or false"),
    ("kds.toml", 'disabled = "Its', 'notes = "Its', "no `version`"),
    ("raters.toml", 'id = "self"', 'id = "me"', "`raters` may hold me"),
    ("raters.toml", "checked = 2026-11-22", "", "no date in `checked`"),
]  # fmt: skip


@pytest.mark.parametrize(("file", "before", "after", "sentence"), DAMAGE)
def test_damage_to_a_scale_is_named(
    copy: Path, file: str, before: str, after: str, sentence: str
) -> None:
    change(copy, file, before, after)
    found = [fault for fault in read(copy)[1] if sentence in fault]
    assert found, read(copy)[1]
    assert all(fault.startswith("instruments/") for fault in found)


def test_every_fault_of_every_scale_is_named_at_once(copy: Path) -> None:
    change(copy, "cows.toml", "points = [0, 3, 5]", "points = [0, 5, 3]")
    change(copy, "peg.toml", "reviewed = 2026-11-22", "")
    change(copy, "sows.toml", "high = 64\npoints", "high = 48\npoints")
    (copy / "gad-7.toml").write_text("not = toml = at all")
    text = "\n".join(read(copy)[1])
    for file in ("cows", "peg", "sows", "gad-7"):
        assert f"instruments/{file}.toml" in text


def test_a_group_of_scales_without_its_raters_is_refused(copy: Path) -> None:
    (copy / "raters.toml").unlink()
    assert any("the file is missing" in fault for fault in read(copy)[1])
