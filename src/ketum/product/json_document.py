"""A JSON certificate brought to lines of cells: a list of rows, or values under names."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from ketum.product.amounts import unit_of
from ketum.product.columns import heads_results, unit_apart
from ketum.product.layout import Cell, Document, Line, Page

__all__ = ["json_document"]

WIDTH = 10.0
MOST_LINES = 5_000
DEEPEST = 12
NAMES = (
    "analyte", "analyte_name", "name", "compound", "compound_name", "parameter", "test",
    "test_name", "substance", "component", "alkaloid", "element", "metal", "organism", "microbe",
    "pesticide", "solvent", "mycotoxin", "toxin", "contaminant", "item", "species",
)  # fmt: skip
VALUES = ("value", "result", "results", "amount", "concentration", "found", "measured")
UNITS = ("unit", "units", "uom")
TITLES = ("panel", "section", "category", "title", "test", "test_name", "group", "name")
# Groups whose `name` is a field of the header.
OWNERS = ("lab", "laboratory", "client", "customer", "product", "brand", "sample")
# Keys of a row in the words of a heading.
HEADINGS = {
    "value": "result", "amount": "result", "concentration": "result", "uom": "unit",
    "limit_of_detection": "lod", "limit_of_quantitation": "loq",
    "limit_of_quantification": "loq", "spec": "specification", "max": "specification",
}  # fmt: skip
CENSORED = {"below_lod": "<LOD", "below_loq": "<LOQ", "not_detected": "ND"}
PLAIN = re.compile(r"[<>]? ?[\d.,]+|ND|n\.d\.|not detected|<LO[DQ]|BLQ", re.IGNORECASE)
UNNAMED = "analyte"


class _Lines:
    """Collects lines; each row of a table stands under the heading written before it."""

    def __init__(self) -> None:
        self.lines: list[Line] = []

    def add(self, texts: Sequence[str]) -> None:
        if len(self.lines) >= MOST_LINES:
            return
        cells = tuple(
            Cell(text, WIDTH * at, WIDTH * at + WIDTH / 2) for at, text in enumerate(texts) if text
        )
        if cells:
            self.lines.append(Line(len(self.lines) + 1, cells, table=1))


def json_document(content: Mapping[str, object] | Sequence[object]) -> Document:
    """The document of a parsed JSON certificate; what fits no shape is a line of its own."""
    lines = _Lines()
    _walk(content, "", lines, 0)
    return Document(kind="json", pages=(Page(1, tuple(lines.lines)),))


def _walk(part: object, name: str, lines: _Lines, depth: int, unit: str = "") -> None:
    if depth > DEEPEST:
        return
    if isinstance(part, Mapping):
        _group(part, name, lines, depth)
    elif isinstance(part, list | tuple):
        _list(part, name, lines, depth, unit)
    elif part is not None and name:
        lines.add([_pair(name, _said(part), unit)])


def _pair(key: str, said: str, unit: str) -> str:
    """A key and its value; the unit of a key ("lead_ppm") or of its group goes to the value."""
    own, words = unit_apart(key)
    if PLAIN.fullmatch(said) and words and (own or unit):
        return f"{words}: {said} {own or unit}"
    return f"{_spoken(key)}: {said}"


def _group(part: Mapping[object, object], name: str, lines: _Lines, depth: int) -> None:
    simple = {str(k): v for k, v in part.items() if not isinstance(v, Mapping | list | tuple)}
    nested = {str(k): v for k, v in part.items() if isinstance(v, Mapping | list | tuple)}
    rows = {k: v for k, v in nested.items() if _is_measurement(v)}
    unit = next((_said(v) for k, v in simple.items() if k.lower() in UNITS and v), "")
    holds_rows = rows or any(isinstance(v, list) for v in nested.values())
    for key, value in simple.items():
        if key.lower() in UNITS and unit_of(unit) is not None:
            continue
        if holds_rows and key.lower() in TITLES and isinstance(value, str):
            lines.add([value.strip()])
            continue
        is_owner = key.lower() == "name" and name.lower() in OWNERS
        _walk(value, name if is_owner else key, lines, depth + 1, unit)
    if rows:
        if name and not _has_title(simple):
            lines.add([_spoken(name)])
        _table([{UNNAMED: k, **_as_row(v)} for k, v in rows.items()], lines, unit)
    for key, value in nested.items():
        if key not in rows:
            _walk(value, key, lines, depth + 1, unit)


def _has_title(simple: Mapping[str, object]) -> bool:
    return any(key.lower() in TITLES for key in simple)


def _list(part: Sequence[object], name: str, lines: _Lines, depth: int, unit: str) -> None:
    rows = [each for each in part if isinstance(each, Mapping)]
    if rows and all(_names_analyte(row) for row in rows):
        if name and name.lower() not in VALUES:
            lines.add([_spoken(name)])
        _table([_as_row(row) for row in rows], lines, unit)
        return
    for each in part:
        _walk(each, name, lines, depth + 1, unit)


def _names_analyte(row: Mapping[object, object]) -> bool:
    """Whether a row names what it is of, and holds no table of its own."""
    return any(str(key).lower() in NAMES for key in row) and not any(
        isinstance(value, list | tuple) for value in row.values()
    )


def _is_measurement(part: object) -> bool:
    return isinstance(part, Mapping) and any(
        _is_of_value(str(key)) and not isinstance(value, list | tuple)
        for key, value in part.items()
    )


def _is_of_value(key: str) -> bool:
    return key.lower() in VALUES or heads_results(key)


def _as_row(part: object) -> dict[str, object]:
    """The simple values of a row; a value with a unit of its own is one text."""
    if not isinstance(part, Mapping):
        return {}
    row: dict[str, object] = {}
    for key, value in part.items():
        if not isinstance(value, Mapping):
            row[str(key)] = value
            continue
        inner = {str(k).lower(): v for k, v in value.items()}
        amount = next((inner[k] for k in VALUES if k in inner), None)
        unit = next((inner[k] for k in UNITS if k in inner), None)
        if amount is not None:
            row[str(key)] = f"{_said(amount)} {'' if unit is None else _said(unit)}".strip()
    return row


def _table(rows: Sequence[Mapping[str, object]], lines: _Lines, unit: str) -> None:
    """Each row under a heading of its own keys, repeated only where the keys change."""
    heading: list[str] = []
    for each in rows:
        row = _uncensored(each)
        if unit and not any(key.lower() in UNITS for key in row):
            row["unit"] = unit
        keys = [key for key in row if not isinstance(row[key], list | tuple)]
        first = next((k for k in keys if k.lower() in NAMES), keys[0] if keys else "")
        ordered = [first, *(k for k in keys if k != first)]
        if not any(_is_of_value(key) for key in ordered):
            lines.add(["; ".join(f"{_spoken(k)} {_said(row[k])}" for k in ordered if k in row)])
            continue
        if ordered != heading:
            heading = ordered
            lines.add([UNNAMED, *(HEADINGS.get(k.lower(), k) for k in ordered[1:])])
        lines.add([_said(row[k]) if row[k] is not None else "" for k in ordered])


def _uncensored(row: Mapping[str, object]) -> dict[str, object]:
    """A row that says why it has no value: its limit is that of the method, no specification."""
    found = dict(row)
    if "censored" not in row:
        return found
    said = CENSORED.get(str(found.pop("censored")))
    limit = found.pop("limit", None)
    value = next((k for k in VALUES if k in found), "value")
    if said is not None and found.get(value) is None:
        found[value] = said if limit is None else f"{said} ({_said(limit)})"
    return found


def _spoken(key: str) -> str:
    return key.replace("_", " ").strip()


def _said(value: object) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return str(value).strip()
