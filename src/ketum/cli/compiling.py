"""What is shown while the engine is compiled, once after installing."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from numba.core import event
from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn

__all__ = ["shown"]

COMPILED = "numba:compile"
# So many functions a first simulation compiles, counted; the bar waits at its end for more.
PARTS = 130


class _Counter(event.Listener):
    """Moves a bar on with each function that was compiled."""

    def __init__(self, bar: Progress) -> None:
        self._bar = bar
        self._task = bar.add_task("", total=PARTS)
        self._done = 0

    def on_start(self, event: Any) -> None:
        """A function begins: nothing to show yet."""

    def on_end(self, event: Any) -> None:  # noqa: ARG002 - the base class names it
        """One more is there."""
        self._done = min(self._done + 1, PARTS - 1)
        self._bar.update(self._task, completed=self._done)


@contextmanager
def shown() -> Iterator[None]:
    """A sentence, and on a terminal a bar with the time left, until the block is done."""
    sys.stderr.write("Preparing the engine, once after installing: about half a minute ...\n")
    sys.stderr.flush()
    console = Console(stderr=True)
    columns = TextColumn("compiling"), BarColumn(), TimeRemainingColumn()
    hidden = not console.is_terminal
    with Progress(*columns, console=console, transient=True, disable=hidden) as bar:
        counter = _Counter(bar)
        event.register(COMPILED, counter)  # type: ignore[no-untyped-call]
        try:
            yield
        finally:
            event.unregister(COMPILED, counter)  # type: ignore[no-untyped-call]
