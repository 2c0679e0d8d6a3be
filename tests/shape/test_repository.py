"""Locks, machine paths and the verbs of the Makefile."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Iterator
from pathlib import Path

from packaging.requirements import Requirement

from tests.shape.tree import ROOT, name, none_found

LOCKS = ("requirements.lock", "requirements-test.lock", "tools/installer.lock")
VERBS = {
    "help",
    "setup",
    "review",
    "picture",
    "docs",
    "test",
    "lint",
    "check",
    "bench",
    "drill",
    "lock",
    "outlines",
    "structures",
}
DOTTED = {".ci", ".gitignore"}
BUILT = {"__pycache__", "build", "dist"}
SHARED_FOLDERS = {Path(path) for path in ("/", "/tmp", "/home", "/opt", "/srv")}  # noqa: S108


def kept_files() -> list[Path]:
    """Every file that belongs to the project, found without asking git."""
    return sorted(path for path in _walk(ROOT) if path.name != "uv.lock")


def _walk(folder: Path) -> Iterator[Path]:
    for path in folder.iterdir():
        if path.name in BUILT or (path.name.startswith(".") and path.name not in DOTTED):
            continue
        if path.is_dir():
            yield from _walk(path)
        else:
            yield path


def lines_with(paths: Iterable[Path], pattern: str) -> Iterator[str]:
    for path in paths:
        lines = path.read_text(encoding="utf-8", errors="replace").splitlines()
        for number, line in enumerate(lines, start=1):
            if re.search(pattern, line):
                yield f"{name(path)}:{number} {line.strip()[:80]}"


def pins(lock: Path) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for package, version in re.findall(r"^([\w.-]+)==([^\s;]+)", lock.read_text(), re.MULTILINE):
        found.setdefault(package, set()).add(version)
    return found


def unhashed(lock: Path) -> list[str]:
    """Packages of a lock that are not followed by a hash."""
    entries = re.split(r"^(?=[\w.-]+==)", lock.read_text(encoding="utf-8"), flags=re.MULTILINE)
    return [entry.split()[0] for entry in entries if entry.strip() and "--hash=" not in entry]


def not_locked(requirements: Iterable[str], lock: Path) -> Iterator[str]:
    """Requirements that no pin of the lock meets."""
    locked = pins(lock)
    for requirement in map(Requirement, requirements):
        versions = locked.get(requirement.name, set())
        if not versions or not all(map(requirement.specifier.contains, versions)):
            yield f"{name(lock)} does not meet {requirement}."


def test_no_lock_names_an_address() -> None:
    locks = [ROOT / lock for lock in LOCKS]
    none_found(lines_with(locks, r"https?://|--index-url|--find-links"), "`make lock` leaves none.")


def test_every_locked_package_has_its_hash() -> None:
    none_found(
        (f"{lock}: {entry}" for lock in LOCKS for entry in unhashed(ROOT / lock)),
        "make it again with `make lock`.",
    )


def test_every_dependency_is_locked() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    run = project["project"]["dependencies"] + project["dependency-groups"]["build"]
    extras = project["project"]["optional-dependencies"]
    # The test extra takes in the others by the name of the project itself.
    own = project["project"]["name"]
    test = run + [each for of in extras.values() for each in of if Requirement(each).name != own]
    none_found(
        [
            *not_locked(run, ROOT / "requirements.lock"),
            *not_locked(test, ROOT / "requirements-test.lock"),
        ],
        "run `make lock` after changing the dependencies.",
    )


def test_both_locks_pin_the_same_versions() -> None:
    run, test = (pins(ROOT / f"requirements{kind}.lock") for kind in ("", "-test"))
    none_found((p for p in run if run[p] != test.get(p)), "run `make lock`: it makes both.")


def test_the_lock_that_lists_addresses_is_ignored() -> None:
    assert "uv.lock" in (ROOT / ".gitignore").read_text(encoding="utf-8").splitlines()


def test_no_file_names_a_path_of_this_machine() -> None:
    homes = {ROOT, ROOT.parent} - SHARED_FOLDERS
    pattern = "|".join(re.escape(f"{home}/") for home in homes)
    none_found(lines_with(kept_files(), pattern), "write the path from the top of the tree.")


def test_every_verb_of_the_makefile_has_a_line_of_help() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    assert set(re.findall(r"^([a-z]+):.*## \S", makefile, re.MULTILINE)) == VERBS


def test_the_lock_checks_find_what_is_wrong(tmp_path: Path) -> None:
    lock = tmp_path / "bad.lock"
    lock.write_text(
        "--index-url https://somewhere/simple\n"
        "pytest==8.0 \\\n    --hash=sha256:00\n"
        "ruff==0.1 ; python_version < '3.12'\n"
    )
    assert list(lines_with([lock], "https?://")) == [
        "bad.lock:1 --index-url https://somewhere/simple"
    ]
    assert unhashed(lock) == ["--index-url", "ruff==0.1"]
    assert list(not_locked(["pytest>=8.4", "ruff>=0.1", "mypy"], lock)) == [
        "bad.lock does not meet pytest>=8.4.",
        "bad.lock does not meet mypy.",
    ]


def test_the_tree_that_is_searched_holds_the_tree() -> None:
    kept = {name(path) for path in kept_files()}
    assert {".ci/run", "Makefile", "src/ketum/__init__.py"} <= kept
    assert not any(path.startswith((".git/", ".venv/", "build/")) for path in kept)
