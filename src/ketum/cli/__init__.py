"""The command line. The only place, with the server to come, that reads the clock."""

from ketum.cli.program import main

__all__ = ["main"]
