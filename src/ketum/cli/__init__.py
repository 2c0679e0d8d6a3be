"""The command line. The only place, with the server to come, that reads the clock."""

from __future__ import annotations

import gc
from functools import partial
from typing import NoReturn

from ketum.cli.output import leave_by

__all__ = ["main"]


def main() -> NoReturn:
    """Run the command line; every error ends in one sentence and its exit code."""
    # A command makes little that can be freed, and ends; looking for it costs a tenth of a review.
    gc.disable()
    # Loaded here: its modules are most of what the collector would look through.
    from ketum.cli.program import app  # noqa: PLC0415

    leave_by(partial(app, standalone_mode=False))
