"""The knowledge as it was read once, kept beside its files for the next process.

Reading and checking every entry is a large part of a short review. What was read whole and found
sound is kept where Python keeps compiled code, under a name made of every byte it was read from.
A file that changes, or a program that reads otherwise, finds nothing and reads anew. Whoever can
write there can change the program itself: no trust is added (docs/decisions/0007-kept.md).
"""

from __future__ import annotations

import hashlib
import os
import pickle
import sys
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import TypeVar, cast

__all__ = ["FOLDER", "SUFFIX", "kept"]

Kept = TypeVar("Kept")

FOLDER = "__pycache__"
SUFFIX = ".knowledge"
READERS = Path(__file__).parent
NOUNS = (READERS.parent / "citation.py", READERS.parent / "finding.py", READERS.parent / "truth.py")


def kept(root: Path, read: Callable[[], Kept]) -> Kept:
    """What `read` makes of the files under `root`: as it was kept, else read, and then kept.

    Raises:
        EvidenceDamaged: as `read` does; what is damaged is never kept.
    """
    name = _name(root)
    file = root / FOLDER / f"{name}{SUFFIX}"
    with suppress(OSError, ValueError):
        return cast("Kept", _sound(file.read_bytes()))
    knowledge = read()
    with suppress(OSError):
        _keep(knowledge, file)
    return knowledge


def _name(root: Path) -> str:
    """The digest of every byte the knowledge is made of, and of what reads it."""
    digest = hashlib.sha256(sys.version.encode())
    for path in _files(root):
        content = path.read_bytes()
        digest.update(f"{path.parent.name}/{path.name} {len(content)} ".encode())
        digest.update(content)
    return digest.hexdigest()


def _files(root: Path) -> Iterator[Path]:
    for folder, folders, names in os.walk(root):
        folders[:] = sorted(each for each in folders if each != FOLDER)
        yield from (Path(folder, name) for name in sorted(names))
    yield from sorted(READERS.glob("*.py"))
    yield from NOUNS


def _sound(content: bytes) -> object:
    """What was kept, if not a byte of it has changed since."""
    digest, body = content[:32], content[32:]
    if hashlib.sha256(body).digest() != digest:
        raise ValueError
    return pickle.loads(body)  # noqa: S301 - written by this program, here


def _keep(knowledge: object, file: Path) -> None:
    body = pickle.dumps(knowledge, protocol=pickle.HIGHEST_PROTOCOL)
    file.parent.mkdir(exist_ok=True)
    for old in file.parent.glob(f"*{SUFFIX}"):
        old.unlink(missing_ok=True)
    part = file.with_suffix(f".{os.getpid()}")
    part.write_bytes(hashlib.sha256(body).digest() + body)
    part.replace(file)
