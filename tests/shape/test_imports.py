"""Who may import whom. The layers themselves stand in pyproject.toml; `make lint` prints them."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Collection, Iterator
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import grimp
import pytest

from tests.shape.tree import PACKAGE, ROOT, files, nodes, none_found, place

# The command line may load a heavy room late: (file, imported module).
LATE_IMPORTS: frozenset[tuple[str, str]] = frozenset(
    {
        ("__init__.py", "ketum.cli.program"),
        ("review.py", "ketum.cli.batch"),
        ("engine.py", "ketum.cli.compiling"),
        ("late.py", "ketum.cli.exposing"),
        ("law.py", "ketum.cli.capped"),
        ("late.py", "ketum.levels"),
        ("late.py", "ketum.lots"),
        ("planned.py", "ketum.previews"),
        ("population.py", "ketum.cli.peopled"),
        ("simulate.py", "ketum.cli.exposing"),
        ("watch.py", "ketum.trajectories"),
        ("simulate.py", "ketum.cli.event_file"),
        ("model.py", "ketum.cli.event_file"),
        ("fit.py", "ketum.cli.fitting"),
    }
)


def cycle(package: str) -> list[str]:
    """One circle of modules, or nothing."""
    graph = grimp.build_graph(package, cache_dir=None)
    imported = {module: graph.find_modules_directly_imported_by(module) for module in graph.modules}
    try:
        TopologicalSorter(imported).prepare()
    except CycleError as error:
        return [" <- ".join(error.args[1])]
    return []


def hidden_imports(
    package: Path, allowed: Collection[tuple[str, str]] = LATE_IMPORTS
) -> Iterator[str]:
    """Imports of our own inside a function."""
    for path in files(package):
        for function in nodes(path):
            if isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef):
                for node in ast.walk(function):
                    for module in _own_modules(node, package.name):
                        if (path.name, module) not in allowed:
                            yield f"{place(path, function)} {function.name} imports {module}."


def _own_modules(node: ast.AST, package: str) -> list[str]:
    match node:
        case ast.Import(names=names):
            modules = [alias.name for alias in names]
        case ast.ImportFrom(module=str(module), level=0):
            modules = [module]
        case ast.ImportFrom(module=module, names=names):
            modules = [f"{package}.{module or names[0].name}"]
        case _:
            modules = []
    return [module for module in modules if module.split(".")[0] == package]


def test_no_module_imports_itself_in_a_circle() -> None:
    none_found(cycle("ketum"), "move what both need into a module below them.")


def test_no_function_hides_an_import_of_ours() -> None:
    none_found(
        hidden_imports(PACKAGE),
        "import at the top; if that makes a circle, a type stands in the wrong room. "
        "The command line may list a heavy room in LATE_IMPORTS.",
    )


def test_every_late_import_that_is_allowed_is_still_there() -> None:
    unused = set(LATE_IMPORTS) - {
        (path.name, module)
        for path in files(PACKAGE)
        for node in nodes(path)
        for module in _own_modules(node, "ketum")
    }
    none_found(map(str, unused), "take it off LATE_IMPORTS.")


def test_every_contract_of_pyproject_is_kept() -> None:
    lint = Path(sys.executable).with_name("lint-imports")
    run = subprocess.run([lint, "--no-logo"], cwd=ROOT, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stdout + run.stderr


def test_the_circle_check_finds_a_circle(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    room = tmp_path / "shape_sample"
    room.mkdir()
    (room / "__init__.py").touch()
    (room / "a.py").write_text("from shape_sample import b\n")
    (room / "b.py").write_text("import shape_sample.a\n")
    monkeypatch.syspath_prepend(tmp_path)

    (found,) = cycle("shape_sample")
    assert {"shape_sample.a", "shape_sample.b"} <= set(found.split(" <- "))


def test_the_late_import_check_finds_every_way_of_writing_one(tmp_path: Path) -> None:
    package = tmp_path / "ketum"
    package.mkdir()
    (package / "rooms.py").write_text(
        "import ketum.case\n"
        "def f():\n    import ketum.report\n    import json\n"
        "async def g():\n    from ketum.facts import establish\n"
        "def h():\n    from . import law\n"
    )
    assert [offence.split(" ", 1)[1] for offence in hidden_imports(package)] == [
        "f imports ketum.report.",
        "g imports ketum.facts.",
        "h imports ketum.law.",
    ]
    allowed = {("rooms.py", "ketum.report"), ("rooms.py", "ketum.facts")}
    assert list(hidden_imports(package, allowed)) == ["rooms.py:7 h imports ketum.law."]
