"""The tests of the scales in tests/properties, run on one changed scale."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from itertools import chain
from typing import Any

from ketum.evidence.instruments import Instrument
from tests.properties import test_scale_answers, test_scales

Call = Callable[[], object]


class _Watched(dict[str, Instrument]):
    """The shipped scales, noting which of them a test asks for."""

    asked: set[str]

    def __getitem__(self, key: str) -> Instrument:
        self.asked.add(key)
        return super().__getitem__(key)


class ScaleVectors:
    """Every example of the scale tests, by the scales it reads."""

    def __init__(self) -> None:
        self._shipped = test_scales.SHIPPED
        watched = _Watched(self._shipped)
        self._calls: list[tuple[set[str], Call]] = []
        test_scales.SHIPPED = watched
        try:
            for call in _calls():
                watched.asked = set()
                call()
                self._calls.append((watched.asked, call))
        finally:
            test_scales.SHIPPED = self._shipped

    def notice(self, changed: Instrument) -> bool:
        """Whether an example fails with the changed scale."""
        test_scales.SHIPPED = {**self._shipped, changed.id: changed}
        try:
            return any(_fails(call) for asked, call in self._calls if changed.id in asked)
        finally:
            test_scales.SHIPPED = self._shipped


def _fails(call: Call) -> bool:
    try:
        call()
    except Exception:  # noqa: BLE001 (a change may break a test in any way)
        return True
    return False


def _calls() -> Iterator[Call]:
    """The examples written out; what Hypothesis invents is left to the tests themselves."""
    every = chain(vars(test_scales).items(), vars(test_scale_answers).items())
    for name, test in every:
        if name.startswith("test_") and not hasattr(test, "hypothesis"):
            for arguments in _arguments(test):
                yield partial(test, **arguments)


def _arguments(test: Any) -> Iterator[dict[str, object]]:
    marks = [mark for mark in getattr(test, "pytestmark", ()) if mark.name == "parametrize"]
    if not marks:
        yield {}
        return
    names, rows = marks[0].args
    keys = [name.strip() for name in names.split(",")] if isinstance(names, str) else names
    for row in rows:
        yield dict(zip(keys, row if len(keys) > 1 else (row,), strict=True))
