"""The plausible limits come from a complete file, or not at all."""

from __future__ import annotations

from importlib.resources import files

import pytest

from ketum.errors import EvidenceDamaged
from ketum.evidence.plausible import read_limits, shipped_limits

TEXT = files("ketum").joinpath("knowledge", "limits", "plausible.toml").read_text(encoding="utf-8")


def test_the_shipped_limits_are_complete_and_each_cites_a_judgement() -> None:
    assert read_limits(TEXT) == shipped_limits()
    assert TEXT.count("[[limit]]") == len(shipped_limits())
    assert all(span.unit for span in shipped_limits().values())


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('id = "weight"', 'id = "mass"'),
        ("low = 0.2", ""),
        ("low = 0.2", "low = 1000"),
        ("low = 0.2", 'low = "a"'),
        ('unit = "kilograms"', ""),
        ('source = "ketum2026-plausible-limits", at = "weight"', 'source = "a", at = "weight"'),
        ("[[source]]", "[[other]]"),
        ("[[limit]]", "[limit"),
    ],
)
def test_a_damaged_file_is_refused(old: str, new: str) -> None:
    assert old in TEXT
    with pytest.raises(EvidenceDamaged, match=r"limits/plausible\.toml: weight: missing"):
        read_limits(TEXT.replace(old, new))
