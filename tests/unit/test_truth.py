"""Strong Kleene logic, by its truth tables."""

import itertools

import pytest

from ketum.truth import Truth, all_of, any_of, none_of

Y, N, U = Truth.YES, Truth.NO, Truth.UNKNOWN


@pytest.mark.parametrize(
    ("left", "right", "both", "either"),
    [
        (Y, Y, Y, Y), (Y, U, U, Y), (Y, N, N, Y),
        (U, Y, U, Y), (U, U, U, U), (U, N, N, U),
        (N, Y, N, Y), (N, U, N, U), (N, N, N, N),
    ],
)  # fmt: skip
def test_and_and_or_follow_the_tables_of_kleene(
    left: Truth, right: Truth, both: Truth, either: Truth
) -> None:
    assert all_of([left, right]) is both
    assert any_of([left, right]) is either
    assert none_of([left, right]) is ~either


@pytest.mark.parametrize(("given", "negated"), [(Y, N), (N, Y), (U, U)])
def test_not_unknown_is_still_unknown(given: Truth, negated: Truth) -> None:
    assert ~given is negated


def test_nothing_to_ask_is_all_of_it_and_none_of_it() -> None:
    assert all_of([]) is Y
    assert any_of([]) is N
    assert none_of([]) is Y


def test_a_truth_is_never_used_as_a_yes_or_no() -> None:
    with pytest.raises(TypeError, match="three values"):
        bool(U)


def test_an_absent_answer_is_unknown() -> None:
    assert [Truth.of(value) for value in (True, False, None)] == [Y, N, U]


def test_a_known_answer_never_changes_when_an_unknown_one_is_settled() -> None:
    for parts in itertools.product([Y, N, U], repeat=3):
        settled = [
            [
                yes_or_no if part is U else part
                for part, yes_or_no in zip(parts, choice, strict=True)
            ]
            for choice in itertools.product([Y, N], repeat=3)
        ]
        for connective in (all_of, any_of, none_of):
            if connective(parts) is not U:
                assert {connective(choice) for choice in settled} == {connective(parts)}
