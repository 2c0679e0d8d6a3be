"""What is shown while the engine is compiled, once after installing."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from numba.core import event

if TYPE_CHECKING:
    from rich.progress import Progress, TaskID

__all__ = ["shown"]

COMPILED = "numba:compile"
# So many functions a first simulation compiles, counted; the bar waits at its end for more.
PARTS = 130


class _Told(event.Listener):
    """With the first function that is compiled a sentence; on a terminal a bar, too."""

    def __init__(self) -> None:
        self._bar: tuple[Progress, TaskID] | None = None
        self._is_told = False
        self._done = 0

    def on_start(self, event: Any) -> None:  # noqa: ARG002 - the base class names it
        if self._is_told:
            return
        self._is_told = True
        sys.stderr.write("Preparing the engine, once after installing: a minute at most ...\n")
        sys.stderr.flush()
        if sys.stderr.isatty():
            # What draws a bar costs time that no run but the first should pay.
            from rich.console import Console  # noqa: PLC0415
            from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn  # noqa: PLC0415

            columns = TextColumn("compiling"), BarColumn(), TimeRemainingColumn()
            bar = Progress(*columns, console=Console(stderr=True), transient=True)
            self._bar = bar, bar.add_task("", total=PARTS)
            bar.start()

    def on_end(self, event: Any) -> None:  # noqa: ARG002 - the base class names it
        self._done = min(self._done + 1, PARTS - 1)
        if self._bar is not None:
            bar, task = self._bar
            bar.update(task, completed=self._done)

    def stop(self) -> None:
        if self._bar is not None:
            self._bar[0].stop()


@contextmanager
def shown() -> Iterator[None]:
    """Whatever is compiled inside is told of, with the time left on a terminal."""
    told = _Told()
    event.register(COMPILED, told)  # type: ignore[no-untyped-call]
    try:
        yield
    finally:
        event.unregister(COMPILED, told)  # type: ignore[no-untyped-call]
        told.stop()
