"""What no value of a case may be, wherever it stands: too long, too many, not a number.

Offending values are taken out of the tree, so that the models do not complain a second time.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator

from ketum.intake.fault import Fault, Path
from ketum.intake.places import place_of
from ketum.intake.raw import MAX_DEPTH, TOO_DEEP
from ketum.intake.syntax import Doubled

__all__ = ["MAX_ENTRIES", "MAX_TEXT", "sweep"]

MAX_TEXT = 2_000
MAX_ENTRIES = 1_000
MAX_NUMBER = 1e300

_UNSEEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff]")


def sweep(tree: dict[str, object]) -> list[Fault]:
    """Every such fault of a parsed file; the offending values become None."""
    if too_many := _fault((), tree):
        tree.clear()
        return [too_many]
    return list(_sweep_group((), tree))


def _sweep_group(path: Path, group: dict[str, object]) -> Iterator[Fault]:
    if isinstance(group, Doubled):
        for key in sorted(group.twice):
            known = place_of((*path, key)) != place_of(path)
            yield Fault(
                path=(*path, key),
                problem=f"{'this key' if known else 'a key here'} is written twice.",
                remedy="Keep one of them.",
            )
    for key in [key for key in group if len(key) > MAX_TEXT or _UNSEEN.search(key)]:
        yield Fault(
            path=(*path, key),
            problem="a key here is too long, or holds a sign that cannot be shown.",
            remedy="Type the key again.",
        )
        del group[key]
    for key, value in group.items():
        fault = _fault((*path, key), value)
        if fault:
            group[key] = None
            yield fault
        else:
            yield from _sweep_inside((*path, key), value)


def _sweep_inside(path: Path, value: object) -> Iterator[Fault]:
    if isinstance(value, dict):
        yield from _sweep_group(path, value)
    elif isinstance(value, list):
        for index, entry in enumerate(value):
            fault = _fault((*path, index), entry)
            if fault:
                value[index] = None
                yield fault
            elif isinstance(entry, dict | list):
                yield from _sweep_inside((*path, index), entry)


def _fault(path: Path, value: object) -> Fault | None:
    """The fault of one value, apart from what it holds."""
    if isinstance(value, str):
        if len(value) > MAX_TEXT:
            return Fault(
                path=path,
                problem=f"this text is longer than {MAX_TEXT:,} characters.",
                remedy="Shorten it to what matters for the review.",
            )
        if _UNSEEN.search(value):
            return Fault(
                path=path,
                problem="this text holds a sign that cannot be shown.",
                remedy="Type the text again.",
            )
    elif isinstance(value, dict | list) and len(path) >= MAX_DEPTH:
        return Fault(path=path, problem=TOO_DEEP, remedy="Take out the needless levels.")
    elif isinstance(value, dict | list) and len(value) > MAX_ENTRIES:
        return Fault(
            path=path,
            problem=f"there are more than {MAX_ENTRIES:,} entries here.",
            remedy="Keep those that matter for the review.",
        )
    elif isinstance(value, int | float) and not abs(value) <= MAX_NUMBER:
        odd = isinstance(value, float) and math.isnan(value)
        return Fault(
            path=path,
            problem="this is not a number." if odd else "this number is too large to be right.",
            remedy="Check it, or leave the key out if it was not measured.",
        )
    return None
