"""Sizes. A budget is raised only by a one-page note in docs/decisions."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.shape.tree import CODE, PACKAGE, files, name, nodes, none_found, place

LINES_PER_FILE = 400
LINES_PER_FUNCTION = 60
NAMES_PER_ROOM = 25


def long_files(*folders: Path) -> Iterator[str]:
    for path in files(*folders):
        lines = len(path.read_text(encoding="utf-8").splitlines())
        if lines > LINES_PER_FILE:
            yield f"{name(path)} has {lines} lines, over {LINES_PER_FILE}."


def long_functions(*folders: Path) -> Iterator[str]:
    for path in files(*folders):
        for node in nodes(path):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                lines = (node.end_lineno or node.lineno) - node.lineno + 1
                if lines > LINES_PER_FUNCTION:
                    yield (
                        f"{place(path, node)} {node.name} has {lines} lines, "
                        f"over {LINES_PER_FUNCTION}."
                    )


def crowded_doors(package: Path) -> Iterator[str]:
    for path in files(package):
        exported = public_names(path)
        if len(exported) > NAMES_PER_ROOM:
            yield f"{name(path)} exports {len(exported)} names, over {NAMES_PER_ROOM}."
        if path.name == "__init__.py" and path.parent != package and not exported:
            yield f"{name(path)} is the door of a room and has no `__all__`."


def public_names(path: Path) -> list[str]:
    for node in nodes(path):
        match node:
            case ast.Assign(targets=[ast.Name(id="__all__")], value=ast.List() as listed):
                return [str(ast.literal_eval(entry)) for entry in listed.elts]
    return []


def test_no_file_is_longer_than_its_budget() -> None:
    none_found(long_files(*CODE), "split the file by subject.")


def test_no_function_is_longer_than_its_budget() -> None:
    none_found(long_functions(*CODE), "name its steps, one function each.")


def test_every_room_has_a_small_door() -> None:
    none_found(
        crowded_doors(PACKAGE),
        "export one verb and the nouns it speaks of, in `__all__`.",
    )


def test_the_size_checks_find_what_is_too_big(tmp_path: Path) -> None:
    (tmp_path / "room").mkdir()
    door = tmp_path / "room" / "__init__.py"
    door.write_text("def f():\n" + "    x = 1\n" * LINES_PER_FILE)
    (tmp_path / "crowd.py").write_text(f"__all__ = {[f'n{i}' for i in range(26)]}\n")

    assert list(long_files(tmp_path)) == ["__init__.py has 401 lines, over 400."]
    assert list(long_functions(tmp_path)) == ["__init__.py:1 f has 401 lines, over 60."]
    assert list(crowded_doors(tmp_path)) == [
        "crowd.py exports 26 names, over 25.",
        "__init__.py is the door of a room and has no `__all__`.",
    ]


@pytest.mark.parametrize(("lines", "found"), [(LINES_PER_FILE, 0), (LINES_PER_FILE + 1, 1)])
def test_the_budget_itself_is_still_allowed(tmp_path: Path, lines: int, found: int) -> None:
    (tmp_path / "long.py").write_text("pass\n" * lines)
    assert len(list(long_files(tmp_path))) == found
