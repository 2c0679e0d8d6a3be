"""What leaves the command: text, or one sentence and an exit code."""

from __future__ import annotations

import errno
import os
import re
import sys
import traceback
from collections.abc import Callable
from pathlib import Path
from typing import NoReturn

from ketum.cli.usage import WRONG_USAGE, is_wrong_usage, usage_said
from ketum.errors import EvidenceDamaged, InputRefused, KetumError, WrongUsage

__all__ = ["leave_by", "write"]

# A disk or a quota that is full, a file that is too long, a device that fails.
NO_ROOM = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EIO)


def write(content: str | bytes, output: Path | None) -> None:
    """To standard output, text as UTF-8, or to a file."""
    written = content.encode("utf-8") if isinstance(content, str) else content
    if output is None:
        sys.stdout.buffer.write(written)
        sys.stdout.buffer.flush()
        return
    try:
        output.write_bytes(written)
    except OSError as error:
        raise WrongUsage(
            f"The output file cannot be written ({error.strerror}). Choose another "
            "path, or make room."
        ) from None


def leave_by(command: Callable[[], object]) -> NoReturn:
    """Run the command and leave the program; every error ends in one sentence and its exit code.

    The command raises what was wrong with how it was called, and returns the code it ends with.
    """
    try:
        code = command()
    except KetumError as error:
        sys.stderr.write(f"{_explain(error, ''.join(sys.argv[1:2]))}\n")
        sys.exit(error.exit_code)
    except BrokenPipeError:
        sys.stderr.close()
        sys.exit(1)
    except Exception as error:  # noqa: BLE001  # the last line of defence: no value may leak
        if is_wrong_usage(error):
            sys.stderr.write(f"{usage_said(error)}\n")
            sys.exit(WRONG_USAGE)
        if isinstance(error, OSError) and error.errno in NO_ROOM:
            _forget_output()
            sys.stderr.write(
                f"The output cannot be written ({error.strerror}). Make room, or send it "
                "elsewhere.\n"
            )
            sys.exit(WRONG_USAGE)
        where = traceback.extract_tb(error.__traceback__)[-1]
        sys.stderr.write(
            f"Ketum met an error of its own and reviewed nothing: {type(error).__name__} in "
            f"{Path(where.filename).name}, line {where.lineno}. Please report this line; it "
            "holds nothing about the case.\n"
        )
        sys.exit(1)
    sys.exit(code if isinstance(code, int) else 0)


def _forget_output() -> None:
    """What is still held back would be written, and fail, once more on the way out."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


NOT_READ = {
    "certificate": "The certificate was not read",
    "events": "Some events were not read",
    "signature": "The plan was not signed",
    "second_signature": "The plan was not signed",
}
OTHER = "The case was not reviewed"
# Commands whose file need not be a case.
WITHOUT_CASE = ("simulate", "population", "fit", "model", "outcomes")


def _explain(error: KetumError, asked: str) -> str:
    if isinstance(error, InputRefused):
        number = len(error.complaints)
        things = f"{number} thing{'' if number == 1 else 's'} to mend."
        about = {re.split(r"[.\[]", each.place)[0] for each in error.complaints}
        other = "The file was not read" if asked in WITHOUT_CASE else OTHER
        heads = {NOT_READ.get(place, other) for place in about}
        what = heads.pop() if len(heads) == 1 else other
        head = f"{what}: {things}"
        return "\n".join([head, *(f"  {complaint}" for complaint in error.complaints)])
    if isinstance(error, EvidenceDamaged):
        head = "The knowledge base is damaged, so nothing was reviewed. Install it again."
        return "\n".join([head, *(f"  {fault}" for fault in error.faults)])
    return str(error)
