"""The knowledge as it was read once, kept beside its files for the next process.

Reading and checking every entry takes a third of a short review. What was read whole and found sound
is kept where Python keeps compiled code, under a name made of every byte it was read from: a file
that changes, or a program that reads otherwise, finds nothing and reads anew. Whoever can write
there can change the program itself, so that no trust is added (docs/decisions/0007).
"""

from __future__ import annotations

import hashlib
import os
import pickle
import sys
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ketum.evidence.knowledge_base import KnowledgeBase

__all__ = ["kept"]

FOLDER = "__pycache__"
SUFFIX = ".knowledge"
READERS = Path(__file__).parent
NOUNS = (READERS.parent / "citation.py", READERS.parent / "finding.py", READERS.parent / "truth.py")


def kept(root: Path, read: Callable[[], KnowledgeBase]) -> KnowledgeBase:
    """The knowledge under `root`: as it was kept, else as `read` gives it, which is then kept.

    Raises:
        EvidenceDamaged: as `read` does; what is damaged is never kept.
    """
    name = _name(root)
    file = root / FOLDER / f"{name}{SUFFIX}"
    with suppress(OSError, ValueError):
        return _sound(file.read_bytes())
    knowledge = read()
    with suppress(OSError):
        _keep(knowledge, file)
    return knowledge


def _name(root: Path) -> str:
    """The digest of every byte the knowledge is made of, and of what reads it."""
    digest = hashlib.sha256(sys.version.encode())
    for path in _files(root):
        content = path.read_bytes()
        digest.update(f"{path.relative_to(READERS.parent)} {len(content)} ".encode())
        digest.update(content)
    return digest.hexdigest()


def _files(root: Path) -> Iterator[Path]:
    for folder, folders, names in os.walk(root):
        folders[:] = sorted(each for each in folders if each != FOLDER)
        yield from (Path(folder, name) for name in sorted(names))
    yield from sorted(READERS.glob("*.py"))
    yield from NOUNS


def _sound(content: bytes) -> KnowledgeBase:
    """What was kept, if not a byte of it has changed since."""
    digest, body = content[:32], content[32:]
    if hashlib.sha256(body).digest() != digest:
        raise ValueError
    knowledge: KnowledgeBase = pickle.loads(body)  # noqa: S301 - written by this program, here
    return knowledge


def _keep(knowledge: KnowledgeBase, file: Path) -> None:
    body = pickle.dumps(knowledge, protocol=pickle.HIGHEST_PROTOCOL)
    file.parent.mkdir(exist_ok=True)
    for old in file.parent.glob(f"*{SUFFIX}"):
        old.unlink(missing_ok=True)
    part = file.with_suffix(f".{os.getpid()}")
    part.write_bytes(hashlib.sha256(body).digest() + body)
    part.replace(file)
