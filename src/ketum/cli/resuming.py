"""Going on with a batch: what its output was made from, and the reviews the output holds."""

from __future__ import annotations

import hashlib
import os
import stat
from dataclasses import asdict, dataclass, replace
from datetime import date
from pathlib import Path
from typing import BinaryIO, Literal

from pydantic import ConfigDict, TypeAdapter
from pydantic.dataclasses import dataclass as checked
from pydantic_core import from_json, to_json

from ketum import __version__
from ketum.errors import WrongUsage
from ketum.report import review_schema

__all__ = [
    "Kept",
    "MadeFrom",
    "begin",
    "kept_reviews",
    "made_from",
    "refuse",
    "settle",
]

NOTE = ".resume.json"
BLOCK = 1 << 20
BEGINS = b'{"disposition":'
# A case that was the last one has its whole line: what follows begins a new one.
ENDS_THERE = (b"", b"\n", b"\r\n")
GO_ON = "Nothing was changed: give what it was made from, or choose another output."
SAID = {
    "ketum": "the version of Ketum",
    "release": "the release of the knowledge",
    "on": "--on",
    "exposure": "--exposure",
    "numbered": "--numbered",
}


@checked(frozen=True, slots=True, kw_only=True, config=ConfigDict(extra="forbid"))
class MadeFrom:
    """What every line of an output rests on; of the cases their number of bytes and a digest."""

    format: Literal[1] = 1
    ketum: str = __version__
    release: str
    on: date | None
    today: date
    exposure: bool
    numbered: bool
    size: int
    sha256: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """The whole reviews an output holds: how many, where they end, the first and the last.

    `refused` are the lines that were refused: every one before the last review that is kept.
    """

    refused: frozenset[int] = frozenset()
    number: int = 0
    end: int = 0
    first: bytes = b""
    last: bytes = b""


def _note_of(output: Path) -> Path:
    return output.with_name(output.name + NOTE)


def begin(output: Path, made: MadeFrom | None, refused: frozenset[int] = frozenset()) -> None:
    """Write down what an output is made from; None: nothing that can be given a second time.

    Below it stand the numbers of the lines that were refused.
    """
    note = _note_of(output)
    if output.exists() and not output.is_file():
        return
    try:
        if made is None:
            note.unlink(missing_ok=True)
            return
        # A run that is killed here leaves the old note whole.
        new = note.with_name(f"{note.name}.new")
        numbers = "".join(f"{number}\n" for number in sorted(refused))
        new.write_bytes(to_json(asdict(made)) + b"\n" + numbers.encode())
        new.replace(note)
    except OSError as error:
        raise _not_noted(error) from None


def refuse(output: Path, kept: Kept, line: int) -> None:
    """Note that a line was refused, before any review that follows is written."""
    if line in kept.refused or not output.is_file():
        return
    try:
        with _note_of(output).open("ab") as note:
            note.write(f"{line}\n".encode())
    except OSError as error:
        raise _not_noted(error) from None


def _not_noted(error: OSError) -> WrongUsage:
    return WrongUsage(
        f"The note beside the output cannot be written ({error.strerror}). Choose another folder, "
        "or make room."
    )


def made_from(
    cases: BinaryIO, output: Path, now: MadeFrom, *, resume: bool
) -> tuple[MadeFrom | None, bool]:
    """What the output is made from, its cases digested, and whether it holds some already.

    None where the cases are no file: they cannot be given a second time.

    Raises:
        WrongUsage: the output was made from something else, or nobody knows from what.
    """
    goes_on = resume and output.is_file() and output.stat().st_size > 0
    if not stat.S_ISREG(os.fstat(cases.fileno()).st_mode):
        if goes_on:
            raise WrongUsage("--resume needs the same cases again: give a file to --batch.")
        return None, False
    old = _noted(output)[0] if goes_on else replace(now, size=0, sha256=_nothing())
    digest = hashlib.sha256()
    _add(digest, cases, old.size)
    are_same = digest.hexdigest() == old.sha256 and _ends_there(cases, old.size)
    cases.seek(old.size)
    _add(digest, cases, None)
    made = replace(now, size=cases.tell(), sha256=digest.hexdigest())
    cases.seek(0)
    if not goes_on:
        return made, False
    differs = [] if are_same else ["the cases"]
    differs += [said for key, said in SAID.items() if getattr(old, key) != getattr(now, key)]
    # Cases without a day are reviewed for the day the run began; cases that are new are not.
    if now.on is None and old.today != now.today and made.size != old.size:
        differs.append("the day, as cases were added")
    if differs:
        raise WrongUsage(f"What the output was made from differs: {', '.join(differs)}. {GO_ON}")
    return replace(made, today=old.today), True


def _nothing() -> str:
    return hashlib.sha256().hexdigest()


def _noted(output: Path) -> tuple[MadeFrom, frozenset[int]]:
    """What an output was made from, and the lines that were refused."""
    try:
        content = _note_of(output).read_bytes()
        head, *numbers = content.split(b"\n")
        # A last number without its line end was cut off: no review was written after it.
        return TypeAdapter(MadeFrom).validate_json(head), frozenset(map(int, numbers[:-1]))
    except (OSError, ValueError):
        raise WrongUsage(
            f"What the output was made from is not known: its note, the file beside it that ends "
            f"in {NOTE}, is missing or damaged. Nothing was changed: choose another output."
        ) from None


def _add(digest: hashlib._Hash, cases: BinaryIO, size: int | None) -> None:
    left = BLOCK if size is None else size
    while left and (block := cases.read(min(left, BLOCK))):
        digest.update(block)
        left -= 0 if size is None else len(block)


def _ends_there(cases: BinaryIO, size: int) -> bool:
    """Whether the last line of so many bytes was not made longer."""
    if size == 0:
        return True
    cases.seek(size - 1)
    last, after = cases.read(1), cases.read(2)
    return last == b"\n" or after in ENDS_THERE or after.startswith(b"\n")


def kept_reviews(output: Path, made: MadeFrom) -> Kept:
    """The whole reviews of an output, each looked at; a last piece of one is not among them.

    Raises:
        WrongUsage: a line is no review of this run.
    """
    wanted = _keys(made)
    number = end = line_before = 0
    first = last = b""
    with output.open("rb") as file:
        for content in file:
            if not content.endswith(b"\n"):
                if not (content.startswith(BEGINS) or BEGINS.startswith(content)):
                    raise _no_review(number + 1)
                break
            line = _line_of(content, wanted, made, number + 1)
            if line is None or line <= line_before:
                raise _no_review(number + 1)
            line_before, first, last = line, first or content, content
            number += 1
            end += len(content)
    _, refused = _noted(output)
    return Kept(refused=refused, number=number, end=end, first=first, last=last)


def _keys(made: MadeFrom) -> frozenset[str]:
    required = review_schema()["required"]
    names = frozenset(required) if isinstance(required, list) else frozenset[str]()
    return names | {"line"} if made.numbered else names


def _line_of(content: bytes, wanted: frozenset[str], made: MadeFrom, place: int) -> int | None:
    """The line of the case, its place where reviews have none; None: this is no review."""
    try:
        review = from_json(content)
    except ValueError:
        return None
    if not isinstance(review, dict) or review.keys() != wanted:
        return None
    evidence = review["evidence"]
    if not isinstance(evidence, dict) or evidence.get("release") != made.release:
        return None
    line = review.get("line", place)
    return line if isinstance(line, int) else None


def _no_review(place: int) -> WrongUsage:
    return WrongUsage(
        f"Line {place} of the output is not a review of this run. Nothing was changed: take out "
        "what was changed by hand, or choose another output."
    )


def settle(output: Path, made: MadeFrom, kept: Kept) -> None:
    """What is kept was found to be of these cases: cut a last piece off and note what is new."""
    begin(output, made, kept.refused)
    os.truncate(output, kept.end)
