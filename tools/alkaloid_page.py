"""Write docs/reference/alkaloids.md: every alkaloid of the catalogue in one table.

PYTHONPATH=. python tools/alkaloid_page.py
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from ketum.catalogue import Described, describe
from ketum.evidence import load
from ketum.evidence.catalogue import read_catalogue
from ketum.report.alkaloid_text import NOT_A_RANKING, range_words

PAGE = Path(__file__).parents[1] / "docs" / "reference" / "alkaloids.md"
HEAD = f"""# Alkaloids of kratom

Made by `make docs` from `knowledge/catalogue/`. `ketum alkaloid NAME` shows one with every value,
its assay and its source; `ketum alkaloid --html FILE` shows all of them with their drawings. A
structure is drawn where it is certain, its stereochemistry only where that is, too. {NOT_A_RANKING}

| alkaloid | also | class | found in | formula | g/mol | structure | model | targets |
|---|---|---|---|---|---|---|---|---|
"""
SHOWN = 2


def page() -> str:
    """The whole page."""
    catalogue, knowledge = read_catalogue(), load()
    found = (describe(name, catalogue, knowledge) for name in catalogue.alkaloids)
    return HEAD + "\n".join(_row(each) for each in found if isinstance(each, Described)) + "\n"


def _row(found: Described) -> str:
    alkaloid = found.alkaloid
    drawn = "drawn" if alkaloid.shows_stereo else "drawn flat"
    cells = (
        alkaloid.name,
        ", ".join(alkaloid.synonyms),
        f"{alkaloid.family}, {alkaloid.subclass}",
        alkaloid.origin,
        alkaloid.formula,
        "" if alkaloid.weight is None else f"{alkaloid.weight:g}",
        drawn if alkaloid.drawing else "not certain",
        ", ".join(found.models),
        "; ".join(_targets(found)),
    )
    return f"| {' | '.join(cells)} |"


def _targets(found: Described) -> Iterator[str]:
    """The first few with a number; the command shows all."""
    numbers = [group for group in found.targets if group.low is not None]
    for group in numbers[:SHOWN]:
        yield range_words(
            {"target": group.target, "parameter": group.parameter, "unit": group.unit,
             "low": group.low, "high": group.high, "fold": None}
        )  # fmt: skip
    if len(found.targets) > SHOWN:
        yield f"{len(found.targets)} in all"


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
    print(f"{PAGE}: written")
