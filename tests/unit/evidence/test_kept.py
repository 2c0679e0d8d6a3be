"""What was read is kept, and found again only while nothing has changed."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from importlib.resources import files
from pathlib import Path

import pytest

from ketum.errors import EvidenceDamaged
from ketum.evidence import KnowledgeBase, load
from ketum.evidence.kept import FOLDER, SUFFIX, kept


@pytest.fixture
def root(tmp_path: Path) -> Path:
    target = tmp_path / "knowledge"
    shutil.copytree(
        str(files("ketum").joinpath("knowledge")), target, ignore=shutil.ignore_patterns(FOLDER)
    )
    return target


def counting(root: Path) -> tuple[list[int], Callable[[], KnowledgeBase]]:
    """What reads the folder, and how often it was asked to."""
    calls: list[int] = []

    def read() -> KnowledgeBase:
        calls.append(1)
        return load(root)

    return calls, read


def files_kept(root: Path) -> list[Path]:
    return list((root / FOLDER).glob(f"*{SUFFIX}"))


def test_a_second_time_nothing_is_read_and_everything_is_there(root: Path) -> None:
    calls, read = counting(root)
    first = kept(root, read)
    second = kept(root, read)
    assert len(calls) == 1
    assert [rule.id for rule in second.rulebook.rules] == [rule.id for rule in first.rulebook.rules]
    assert second.sources == first.sources
    assert second.measurements == first.measurements
    assert len(files_kept(root)) == 1


def test_a_changed_byte_is_read_anew_and_the_old_file_goes(root: Path) -> None:
    calls, read = counting(root)
    kept(root, read)
    release = root / "release.toml"
    release.write_bytes(release.read_bytes() + b"# one word more\n")
    kept(root, read)
    assert len(calls) == 2
    assert len(files_kept(root)) == 1


def test_damage_that_comes_later_is_refused_and_never_kept(root: Path) -> None:
    _, read = counting(root)
    kept(root, read)
    (root / "release.toml").write_text("nothing = 1\n", encoding="utf-8")
    for _ in range(2):
        with pytest.raises(EvidenceDamaged):
            kept(root, read)


@pytest.mark.parametrize("damage", [b"", b"x", b"\x00" * 64])
def test_a_damaged_file_is_not_loaded(root: Path, damage: bytes) -> None:
    calls, read = counting(root)
    kept(root, read)
    (file,) = files_kept(root)
    file.write_bytes(damage)
    kept(root, read)
    assert len(calls) == 2
    assert kept(root, read).release == load(root).release


def test_a_folder_that_cannot_be_written_costs_only_time(root: Path) -> None:
    (root / FOLDER).write_text("a file where the folder would be", encoding="utf-8")
    calls, read = counting(root)
    kept(root, read)
    kept(root, read)
    assert len(calls) == 2
