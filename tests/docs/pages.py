"""The pages of the documentation, cut into the blocks that can be run."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
FENCE = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
LINK = re.compile(r"\]\(([^)#\s]+)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """One fenced block: its language, its text, and the line its text starts on."""

    language: str
    text: str
    line: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Command:
    """One command of a console block and what the page says it prints."""

    command: str
    shown: str


def pages() -> list[Path]:
    return [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]


def links(page: Path) -> list[str]:
    """Where the links of a page lead inside the tree, without the part after `#`."""
    targets = LINK.findall(page.read_text(encoding="utf-8"))
    return [target for target in targets if not target.startswith(("http", "mailto", "#"))]


def blocks(page: Path, language: str) -> list[Block]:
    text = page.read_text(encoding="utf-8")
    return [
        Block(language=language, text=match[2], line=text.count("\n", 0, match.start(2)) + 1)
        for match in FENCE.finditer(text)
        if match[1] == language
    ]


def commands(block: Block) -> Iterator[Command]:
    """Each `$ ...` of a block; a command goes on over a line that ends in a backslash."""
    text = block.text.replace("\\\n", "")
    for part in re.split(r"^\$ ", text, flags=re.MULTILINE)[1:]:
        command, _, shown = part.partition("\n")
        yield Command(command=command, shown=shown)
