"""A JSON certificate brought to lines of cells: a list of rows, or values under names."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from ketum.product.layout import Cell, Document, Line, Page

__all__ = ["json_document"]

WIDTH = 10.0
MOST_LINES = 5_000
DEEPEST = 8
NAMES = ("analyte", "name", "compound", "parameter", "test", "substance", "component", "alkaloid")
# Keys of a row in the words of a heading.
HEADINGS = {
    "value": "result", "amount": "result", "concentration": "result", "uom": "unit",
    "limit_of_detection": "lod", "limit_of_quantitation": "loq",
    "limit_of_quantification": "loq", "spec": "specification", "max": "specification",
}  # fmt: skip


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


def _walk(part: object, name: str, lines: _Lines, depth: int) -> None:
    if depth > DEEPEST:
        return
    if isinstance(part, Mapping):
        _group(part, name, lines, depth)
    elif isinstance(part, list | tuple):
        _list(part, name, lines, depth)
    elif part is not None and name:
        lines.add([f"{_spoken(name)}: {_said(part)}"])


def _group(part: Mapping[object, object], name: str, lines: _Lines, depth: int) -> None:
    simple = {str(k): v for k, v in part.items() if not isinstance(v, Mapping | list)}
    nested = {str(k): v for k, v in part.items() if isinstance(v, Mapping | list)}
    rows = {k: v for k, v in nested.items() if _is_measurement(v)}
    for key, value in simple.items():
        _walk(value, key, lines, depth + 1)
    if rows:
        if name:
            lines.add([_spoken(name)])
        _table([{"analyte": k, **_as_row(v)} for k, v in rows.items()], lines)
    for key, value in nested.items():
        if key not in rows:
            _walk(value, key, lines, depth + 1)


def _list(part: Sequence[object], name: str, lines: _Lines, depth: int) -> None:
    rows = [each for each in part if isinstance(each, Mapping)]
    if rows and all(_names_analyte(row) for row in rows):
        if name:
            lines.add([_spoken(name)])
        _table([{str(k): v for k, v in row.items()} for row in rows], lines)
        return
    for each in part:
        _walk(each, name, lines, depth + 1)


def _names_analyte(row: Mapping[object, object]) -> bool:
    return any(str(key).lower() in NAMES for key in row)


def _is_measurement(part: object) -> bool:
    return isinstance(part, Mapping) and any(
        str(key).lower() in ("value", "result", "amount", "concentration") for key in part
    )


def _as_row(part: object) -> dict[str, object]:
    return {str(k): v for k, v in part.items()} if isinstance(part, Mapping) else {}


def _table(rows: Sequence[Mapping[str, object]], lines: _Lines) -> None:
    """Each row under a heading of its own keys, repeated only where the keys change."""
    heading: list[str] = []
    for row in rows:
        keys = [k for k in row if not isinstance(row[k], Mapping | list)]
        first = next((k for k in keys if k.lower() in NAMES), keys[0])
        ordered = [first, *(k for k in keys if k != first)]
        if ordered != heading:
            heading = ordered
            named = ["analyte", *(_spoken(HEADINGS.get(k.lower(), k)) for k in ordered[1:])]
            lines.add(named)
        lines.add([_said(row[k]) if row[k] is not None else "" for k in ordered])


def _spoken(key: str) -> str:
    return key.replace("_", " ").strip()


def _said(value: object) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return str(value).strip()
