"""Two different values of one thing in one sample: a person has to say which one counts."""

from __future__ import annotations

from collections.abc import Iterable

from ketum.product.certificate import Result

__all__ = ["in_conflict"]

WATER = "moisture"


def in_conflict(results: Iterable[Result]) -> frozenset[tuple[str, str]]:
    """Each sample and analyte with two values in one unit, on two lines, that are not the same.

    Two columns of one line ("as received", "dry") have headings that tell them apart.
    """
    lines: dict[tuple[str, str, str, str, str], dict[tuple[int, int], set[object]]] = {}
    known = tuple(results)
    # A row that names no method may be of any; but drying drives off more than water.
    of_any = {(r.sample, r.analyte) for r in known if not r.method and r.analyte != WATER}
    for each in known:
        if each.value is not None or each.limit is not None:
            method = "" if (each.sample, each.analyte) in of_any else each.method
            key = (each.sample, each.analyte, each.unit, each.role.value, method)
            place = (each.page, each.line)
            lines.setdefault(key, {}).setdefault(place, set()).add((each.value, each.limit))
    return frozenset(
        key[:2]
        for key, places in lines.items()
        if len({frozenset(values) for values in places.values()}) > 1
    )
