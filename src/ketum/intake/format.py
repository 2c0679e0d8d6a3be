"""The two ways a case file may be written."""

from __future__ import annotations

from enum import Enum

__all__ = ["Format"]


class Format(Enum):
    """How a case file is written; the value is what a person calls it."""

    JSON = "JSON"
    TOML = "TOML"
