"""Texts made to do harm, or by mistake: refused in a word, or read without a wrong number."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from ketum.errors import InputRefused
from ketum.evidence import KnowledgeBase
from ketum.product import read_certificate

WORD = "Zwiebelfisch"
REFUSED: dict[str, Callable[[], bytes]] = {
    "nothing": lambda: b" \n\t",
    "eleven megabytes": lambda: b"Lead: 0.5 ppm\n" * 800_000,
    "a byte that no text has": f"Lead: 0.5 ppm {WORD}\0".encode,
    "ten thousand lines": lambda: f"{WORD}\n".encode() * 10_000,
    "a line of a million": lambda: b"1," * 500_000,
    "a hundred thousand cells": lambda: b"1  2  3  4  5  6  7  8  9\n" * 4_900 * 2,
    "brackets without an end": lambda: b"[" * 500_000,
    "objects without an end": lambda: b'{"a":' * 100_000,
    "half an object": f'{{"{WORD}": 1'.encode,
}  # fmt: skip
WITHOUT_RESULT = {
    "exponents beyond all": b"Lead: 1e999999999 ppm\nLead: 1E99 ppm\nCadmium: 10^99 ppm\n",
    "numbers that JSON does not know": b'{"unit": "ppm", "lead": {"value": NaN}, '
    b'"cadmium": {"value": -Infinity}, "mercury": {"value": 1e999999}}',
    "a negative result": b'{"lead": {"value": -1, "unit": "ppm"}}',
    "five thousand digits": b"Lead: " + b"9" * 5_000 + b" ppm",
    "more than the whole": b"Mitragynine: 142 %\nPaynantheine: 1420 mg/g\n",
    "words alone": b'{"a": {"b": [null, 1, "x", [[[]]]]}}',
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_no_certificate_is_refused_without_a_word_of_it(
    name: str, tmp_path: Path, knowledge: KnowledgeBase
) -> None:
    path = tmp_path / "certificate.txt"
    path.write_bytes(REFUSED[name]())
    with pytest.raises(InputRefused) as refused:
        read_certificate(path, knowledge)
    assert WORD not in str(refused.value)


@pytest.mark.parametrize("name", WITHOUT_RESULT)
def test_a_number_that_cannot_be_gives_no_result(
    name: str, tmp_path: Path, knowledge: KnowledgeBase
) -> None:
    path = tmp_path / "certificate.txt"
    path.write_bytes(WITHOUT_RESULT[name])
    assert not read_certificate(path, knowledge).results


def test_a_folder_is_refused(tmp_path: Path, knowledge: KnowledgeBase) -> None:
    with pytest.raises(InputRefused):
        read_certificate(tmp_path, knowledge)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_a_text_is_read_in_the_encoding_it_is_in(
    encoding: str, tmp_path: Path, knowledge: KnowledgeBase
) -> None:
    path = tmp_path / "certificate.txt"
    path.write_bytes("Blei: 0,50 µg/g\n".encode(encoding))
    (result,) = read_certificate(path, knowledge).results
    assert (result.analyte, str(result.value), result.unit) == ("lead", "0.50", "ug/g")
