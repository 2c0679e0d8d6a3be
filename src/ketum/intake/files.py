"""Reading a case from a path, without waiting on anything that is not an ordinary file."""

from __future__ import annotations

import os
import stat
from datetime import date
from pathlib import Path

from ketum.case import Case
from ketum.evidence.plausible import Limits
from ketum.intake.fault import refused_file
from ketum.intake.format import Format
from ketum.intake.raw import MAX_BYTES
from ketum.intake.reading import read

__all__ = ["content_of", "read_path"]

_BY_SUFFIX = {".json": Format.JSON, ".toml": Format.TOML}


def read_path(
    path: Path, *, today: date, on: date | None = None, limits: Limits | None = None
) -> Case:
    """The case in a file; its format follows from .json or .toml, else from its first sign.

    Raises:
        InputRefused: the path cannot be read, or what it holds is not a valid case.
    """
    content = content_of(path)
    notation = _BY_SUFFIX.get(path.suffix.lower()) or _sniff(content)
    return read(content, notation, today=today, on=on, limits=limits)


def _sniff(content: bytes) -> Format:
    start = content.removeprefix(b"\xef\xbb\xbf").lstrip()
    return Format.JSON if start.startswith(b"{") else Format.TOML


def content_of(path: Path) -> bytes:
    """What stands in an ordinary file, and at most one byte more than a case may have.

    Raises:
        InputRefused: the path cannot be read.
    """
    try:
        with open(path, "rb", opener=_open_at_once) as file:
            if not stat.S_ISREG(os.fstat(file.fileno()).st_mode):
                raise refused_file(
                    "this is a pipe or a device, not a file.",
                    "Save the case to a file, or give - to read standard input.",
                )
            # One byte more than allowed is enough to know that there is too much.
            return file.read(MAX_BYTES + 1)
    except (OSError, ValueError) as error:
        raise refused_file(*_in_words(error)) from None


def _open_at_once(path: str, flags: int) -> int:
    # Without this flag, opening a pipe that nobody writes to never returns.
    return os.open(path, flags | getattr(os, "O_NONBLOCK", 0))


def _in_words(error: Exception) -> tuple[str, str]:
    match error:
        case FileNotFoundError():
            return "there is no file at this path.", "Check the name and the folder."
        case IsADirectoryError():
            return "this is a folder, not a file.", "Name one case file in it."
        case PermissionError():
            return "you may not read it.", "Ask its owner for permission, or for a copy."
        case _:
            return "it cannot be read.", "Check the path, or copy the file and try again."
