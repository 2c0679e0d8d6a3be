"""The tree the shape tests look at, and how they say what they found."""

from __future__ import annotations

import ast
from collections.abc import Iterable
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "src" / "ketum"
KNOWLEDGE = PACKAGE / "knowledge"
VIGNETTES = ROOT / "tests" / "vignettes"
CODE = (PACKAGE, ROOT / "tests", ROOT / "benchmarks", ROOT / "tools")


def files(*folders: Path, kind: str = "*.py") -> list[Path]:
    """Every file of a kind below the folders; a folder may also be a single file."""
    found = {
        path
        for folder in folders
        for path in ([folder] if folder.is_file() else folder.rglob(kind))
    }
    return sorted(found)


def name(path: Path) -> str:
    """The path as a reader of the tree writes it."""
    return str(path.relative_to(ROOT)) if path.is_relative_to(ROOT) else path.name


def place(path: Path, node: ast.stmt | ast.expr) -> str:
    return f"{name(path)}:{node.lineno}"


def nodes(path: Path) -> list[ast.stmt | ast.expr]:
    """Every statement and expression of a file, from top to bottom."""
    tree = ast.parse(path.read_text(encoding="utf-8"), filename=str(path))
    found = [node for node in ast.walk(tree) if isinstance(node, ast.stmt | ast.expr)]
    return sorted(found, key=lambda node: (node.lineno, node.col_offset))


def none_found(offences: Iterable[str], remedy: str) -> None:
    """Fail with every offence and what to do about it."""
    if found := list(offences):
        pytest.fail("\n".join([*found, f"Remedy: {remedy}"]), pytrace=False)
