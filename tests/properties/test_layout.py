"""Text at every width: the same words, no number cut from its unit, no line too long."""

from __future__ import annotations

import re
from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from ketum.evidence import load
from ketum.report import Look, Signs, build, full_lines, screen_lines, written
from ketum.report.lines import Line, fold
from tests.vignettes.vignette import Vignette, vignettes

DAY = date(2026, 11, 22)
KNOWLEDGE = load()
SAMPLE = list(vignettes())[::7]
UNIT = re.compile(r"\d (?:g|mg|ms|h|%|mm Hg|U/L|weeks?|days?|minutes?|years?)\b")
widths = st.integers(min_value=80, max_value=200)
narrow = st.integers(min_value=40, max_value=79)


def words(lines: list[Line]) -> list[str]:
    """The words alone: what is a list without a width may run on in a line with one."""
    return [word for each in written(lines).split() if (word := each.strip(".:-"))]


@given(st.sampled_from(SAMPLE), widths, st.sampled_from(Signs), st.booleans())
def test_every_width_holds_the_same_words_in_the_same_order(
    vignette: Vignette, width: int, signs: Signs, whole: bool
) -> None:
    report = build(vignette.review(KNOWLEDGE), KNOWLEDGE, "US-TX")
    layout = full_lines if whole else screen_lines
    at_80 = layout(report, Look(signs=signs))
    wide = layout(report, Look(width=width, signs=signs))
    unfolded = layout(report, Look(width=None, signs=signs))
    assert words(at_80) == words(wide) == words(unfolded)
    assert len(wide) <= len(at_80)


@given(st.sampled_from(SAMPLE), st.one_of(narrow, widths))
def test_no_line_is_wider_than_the_terminal_but_for_one_long_word(
    vignette: Vignette, width: int
) -> None:
    report = build(vignette.review(KNOWLEDGE), KNOWLEDGE, "US-TX")
    for line in screen_lines(report, Look(width=width)):
        assert len(line.text) <= width or len(line.text.split()) <= 2, line.text


@given(st.sampled_from(SAMPLE), st.one_of(narrow, widths))
def test_a_number_stays_with_its_unit(vignette: Vignette, width: int) -> None:
    report = build(vignette.review(KNOWLEDGE), KNOWLEDGE, "US-TX")
    unfolded = UNIT.findall(written(full_lines(report, Look(width=None))))
    assert UNIT.findall(written(full_lines(report, Look(width=width)))) == unfolded


@given(
    st.lists(
        st.sampled_from(["12 g", "0.5 mg", "1 to 3 days", "of", "kratom", "> 500 ms", "a", "day"]),
        min_size=1, max_size=40,
    ),
    st.integers(min_value=15, max_value=60),
)  # fmt: skip
def test_folding_never_cuts_a_dose_and_loses_no_word(parts: list[str], width: int) -> None:
    lines = fold(" ".join(parts), Look(width=width), indent="  ", hang="    ")
    assert written(lines).split() == " ".join(parts).split()
    for line in lines:
        assert not re.search(r"(?:\d|\bto|>)$", line.text), line.text
        assert len(line.text) <= width
