"""Names that say nothing about what is inside."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

from tests.shape.tree import CODE, files, name, nodes, none_found, place

EMPTY_MODULE_NAMES = {"utils", "util", "helpers", "common", "misc"}
EMPTY_CLASS_ENDINGS = ("Manager", "Handler", "Processor")


def empty_names(*folders: Path) -> Iterator[str]:
    for path in files(*folders):
        if EMPTY_MODULE_NAMES & {path.stem, path.parent.name}:
            yield f"{name(path)} could hold anything."
        for node in nodes(path):
            if isinstance(node, ast.ClassDef) and node.name.endswith(EMPTY_CLASS_ENDINGS):
                yield f"{place(path, node)} class {node.name} could do anything."


def test_modules_and_classes_are_named_after_what_they_are() -> None:
    none_found(empty_names(*CODE), "name it after its subject: a noun of the field.")


def test_the_check_finds_names_that_say_nothing(tmp_path: Path) -> None:
    (tmp_path / "helpers").mkdir()
    (tmp_path / "helpers" / "dose.py").touch()
    (tmp_path / "misc.py").write_text("class DoseManager:\n    pass\n")
    (tmp_path / "dose.py").write_text("class Dose:\n    pass\n")

    assert list(empty_names(tmp_path)) == [
        "dose.py could hold anything.",
        "misc.py could hold anything.",
        "misc.py:1 class DoseManager could do anything.",
    ]
