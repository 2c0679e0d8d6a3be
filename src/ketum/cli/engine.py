"""Around everything of the command line that loads the engine, and so Numba."""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import ketum

__all__ = ["engine"]

KEPT_IN = "NUMBA_CACHE_DIR"


@contextmanager
def engine() -> Iterator[None]:
    """Inside, the engine may be imported and used; its first compile shows how far it is."""
    _keep_compiled_code()
    # Numba costs most of a second that no other command should pay.
    from ketum.cli.compiling import shown  # noqa: PLC0415

    with shown():
        yield


def _keep_compiled_code() -> None:
    """Numba refuses to start where it finds no folder for compiled code; then it gets one."""
    if os.environ.get(KEPT_IN) or any(map(_is_writable, _folders())):
        return
    os.environ[KEPT_IN] = tempfile.mkdtemp(prefix="ketum-")
    sys.stderr.write(
        "There is no folder to keep the compiled engine in: it is compiled anew each time. Name "
        f"one in {KEPT_IN}.\n"
    )


def _folders() -> Iterator[Path]:
    """Where Numba keeps compiled code: beside the source, else in the person's cache."""
    yield Path(ketum.__file__).parent / "exposure" / "__pycache__"
    cache = os.environ.get("XDG_CACHE_HOME")
    yield (Path(cache) if cache else Path.home() / ".cache") / "numba"


def _is_writable(folder: Path) -> bool:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError:
        return False
    return os.access(folder, os.W_OK)
