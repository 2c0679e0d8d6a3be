"""Numbers and words of amounts, in order, and what one part of a text counts."""

from __future__ import annotations

from math import inf

import pytest

from ketum.facts.counting import Counted, count, product, quotient, tokens_of
from ketum.facts.interval import Interval
from tests.unit.terminology.shipped import shipped


def texts(text: str) -> list[str]:
    return [token.text for token in tokens_of(text, shipped().amounts)]


def numbers(text: str) -> list[Interval]:
    tokens = tokens_of(text, shipped().amounts)
    return [token.number for token in tokens if token.number is not None]


def counted(text: str) -> Counted:
    return count(tokens_of(text, shipped().amounts))


def exactly(number: float) -> Interval:
    return Interval.exactly(number)


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("2", 2), ("2.5", 2.5), ("2,5", 2.5), ("1,000", 1000), ("1,000,000", 1e6), ("½", 0.5),
        ("¼", 0.25), ("three", 3), ("1,00", 1), ("1,0000", 1),
    ],
)  # fmt: skip
def test_a_number_may_have_a_point_a_comma_thousands_or_be_a_word(text: str, number: float) -> None:
    assert numbers(f"{text} g") == [exactly(number)]


@pytest.mark.parametrize("text", ["1.2.3 g", "2026.11.22", "1,0,0"])
def test_a_piece_with_several_points_is_no_number(text: str) -> None:
    assert numbers(text) == []


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("2-3", 2, 3), ("2 – 3", 2, 3), ("2—3", 2, 3), ("2 to 3", 2, 3), ("between 2 and 3", 2, 3),
        ("2-2", 2, 2), ("few to ten", 2, 10), ("up to 5-6", 0, 6), ("at most 5", 0, 5),
        ("at least 5", 5, inf), ("5+", 5, inf), ("over 5", 5, inf), ("2-3+", 2, inf),
    ],
)  # fmt: skip
def test_two_numbers_that_are_joined_are_one_range(text: str, low: float, high: float) -> None:
    assert numbers(f"{text} g") == [Interval(low, high)]


def test_a_bound_below_ends_just_under_its_number() -> None:
    (below,) = numbers("less than 5 g")
    assert below.low == 0
    assert 4.999 < below.high < 5


@pytest.mark.parametrize("text", ["2 and 3 g", "2, 3 g", "2 g 3"])
def test_two_numbers_that_nothing_joins_stay_two(text: str) -> None:
    assert numbers(text) == [exactly(2), exactly(3)]


def test_a_range_that_falls_is_none() -> None:
    assert numbers("10-5 g") == [exactly(10), exactly(5)]


@pytest.mark.parametrize("dash", ["-", "–", "—"])
def test_dashes_inside_a_phrase_do_not_matter_and_at_its_ends_they_stay(dash: str) -> None:
    assert counted(f"5 g once{dash}daily").frequency == exactly(1)
    assert texts(f"daily {dash}") == ["daily", dash]
    assert texts(f"{dash} daily") == [dash, "daily"]
    assert texts(f"2 {dash} 3 g") == [f"2 {dash} 3", "g"]


def test_the_longest_phrase_is_read() -> None:
    assert texts("5 g in the morning and at night") == [
        "5", "g", "in the morning", "and", "at night",
    ]  # fmt: skip


def test_over_with_a_period_is_a_period_and_else_a_bound() -> None:
    assert counted("30 g over 3 days") == Counted(masses=[exactly(30)], period=exactly(3))
    assert counted("over 30 g").masses == [Interval(30, inf)]
    assert counted("over 30 g a day").masses == [Interval(30, inf)]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("a teaspoon", Counted(masses=[], spoons=exactly(1))),
        ("an ounce", Counted(masses=[exactly(28.35)])),
        ("a capsule", Counted(masses=[], units=exactly(1))),
        ("a cup", Counted(masses=[], servings=exactly(1))),
        ("a day", Counted(masses=[], period=exactly(1))),
        ("a tea", Counted(masses=[])),
        ("kratom capsules", Counted(masses=[])),
        ("2 a day", Counted(masses=[], bare=exactly(2), period=exactly(1))),
        ("half a day", Counted(masses=[])),
        ("half a teaspoon", Counted(masses=[], spoons=exactly(0.5))),
        ("one a week", Counted(masses=[], bare=exactly(1), period=exactly(7))),
    ],
)
def test_an_article_is_one_of_what_can_be_counted(text: str, wanted: Counted) -> None:
    assert counted(text) == wanted


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("5 g in 3 days prn", Counted(masses=[exactly(5)], period=exactly(3), as_needed=True)),
        ("20 g a day prn", Counted(masses=[exactly(20)], period=exactly(1), as_needed=True)),
        ("5 g/week", Counted(masses=[exactly(5)], period=exactly(7))),
        ("10 g/3 times a day",
         Counted(masses=[exactly(10)], servings=exactly(3), period=exactly(1))),
        ("4 caps / 3 times a day",
         Counted(masses=[], units=exactly(4), servings=exactly(3), period=exactly(1))),
        ("10 g once", Counted(masses=[exactly(10)], single=True)),
        ("5 g twice daily", Counted(masses=[exactly(5)], servings=exactly(2), period=exactly(1))),
        ("5 g in the morning and at bedtime", Counted(masses=[exactly(5)], frequency=exactly(2))),
    ],
)  # fmt: skip
def test_how_often_is_kept_beside_how_much(text: str, wanted: Counted) -> None:
    assert counted(text) == wanted


def test_the_second_strength_of_a_tablet_is_set_aside() -> None:
    assert counted("8 g/2 g daily") == Counted(masses=[exactly(8)], period=exactly(1))
    assert counted("8/2 g daily") == Counted(masses=[exactly(8)], period=exactly(1))
    assert counted("8/2 g tablets") == Counted(masses=[], each=exactly(8))


@pytest.mark.parametrize("text", ["330 ml of tea", "for 2 years"])
def test_a_volume_or_a_time_is_no_count(text: str) -> None:
    assert counted(text) == Counted(masses=[])


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("2 g each", Counted(masses=[], each=exactly(2))),
        ("2 g each day", Counted(masses=[exactly(2)], period=exactly(1))),
        ("2 x 3 g", Counted(masses=[], bare=exactly(2), each=exactly(3))),
        ("2 capsules of 3 g", Counted(masses=[], units=exactly(2), each=exactly(3))),
        ("2 cups of 3 g", Counted(masses=[], servings=exactly(2), each=exactly(3))),
        ("2 tsp of 3 g", Counted(masses=[], spoons=exactly(2), each=exactly(3))),
        ("3 g capsules", Counted(masses=[], each=exactly(3))),
        ("total of 3 g", Counted(masses=[exactly(3)])),
        ("2 capsules 3 g", Counted(masses=[exactly(3)], units=exactly(2))),
    ],
)
def test_a_mass_is_of_each_thing_only_where_the_words_say_so(text: str, wanted: Counted) -> None:
    assert counted(text) == wanted


def test_the_first_bare_number_counts() -> None:
    assert counted("2 or 3").bare == exactly(2)


@pytest.mark.parametrize(
    ("text", "rate"),
    [
        ("twice daily", exactly(2)), ("3 times in 2 days", exactly(1.5)), ("bid", exactly(2)),
        ("2-4 times in 2 days", Interval(1, 2)), ("every 2 days", exactly(0.5)), ("twice", None),
    ],
)  # fmt: skip
def test_the_rate_is_times_a_day(text: str, rate: Interval | None) -> None:
    assert counted(text).rate == rate


def test_products_and_quotients_hold_every_value_of_both_ranges() -> None:
    assert product(Interval(2, 3), Interval(4, 5)) == Interval(8, 15)
    assert product(Interval(0, 0), Interval(1, inf)) == Interval(0, inf)
    assert product(Interval(1, inf), Interval(0, 0)) == Interval(0, inf)
    assert quotient(Interval(2, 6), Interval(1, 4)) == Interval(0.5, 6)
