"""Paths that hold no case."""

from __future__ import annotations

import os
import socket
from pathlib import Path

import pytest

from ketum.errors import Complaint, InputRefused
from ketum.intake import read_path
from tests.unit.intake.refusal import TODAY


def complaint(path: Path) -> Complaint:
    with pytest.raises(InputRefused) as refused:
        read_path(path, today=TODAY)
    (only,) = refused.value.complaints
    assert "Zebrafink" not in str(only)
    return only


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.json", '{"person": {"sex": "f"}}'),
        ("a.JSON", '{"person": {"sex": "f"}}'),
        ("a.toml", '[person]\nsex = "f"'),
        ("a.Toml", '[person]\nsex = "f"'),
        ("a", ' \n\t{"person": {"sex": "f"}}'),
        ("a.txt", '\ufeff {"person": {"sex": "f"}}'),
        ("a.case", '[person]\nsex = "f"'),
        ("a.case", '\ufeffperson = {sex = "f"}'),
    ],
)
def test_the_format_follows_from_the_name_or_the_first_sign(
    tmp_path: Path, name: str, content: str
) -> None:
    (tmp_path / name).write_text(content, encoding="utf-8")
    assert read_path(tmp_path / name, today=TODAY).person.sex == "f"


def test_the_name_decides_against_the_content(tmp_path: Path) -> None:
    (tmp_path / "a.toml").write_text("{}")
    assert "ends in .json" in complaint(tmp_path / "a.toml").remedy


def test_a_missing_file(tmp_path: Path) -> None:
    assert "no file at this path" in complaint(tmp_path / "Zebrafink.json").problem
    assert "no file at this path" in complaint(tmp_path / "Zebrafink" / "a.json").problem


def test_a_folder(tmp_path: Path) -> None:
    folder = tmp_path / "Zebrafink.json"
    folder.mkdir()
    assert "a folder" in complaint(folder).problem


def test_a_pipe_nobody_writes_to(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "Zebrafink.json")
    assert "a pipe or a device" in complaint(tmp_path / "Zebrafink.json").problem


@pytest.mark.parametrize("device", ["/dev/null", "/dev/zero"])
def test_a_device(device: str) -> None:
    assert "a pipe or a device" in complaint(Path(device)).problem


def test_a_socket(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)  # the name of a socket may not be long
    with socket.socket(socket.AF_UNIX) as server:
        server.bind("Zebrafink")
        assert "cannot be read" in complaint(Path("Zebrafink")).problem


def test_paths_the_system_refuses(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    (tmp_path / "loop").symlink_to(tmp_path / "loop")
    for path in (tmp_path / "file" / "a.json", tmp_path / "loop", tmp_path / ("Zebrafink" * 99),
                 Path("Zebrafink\0.json")):  # fmt: skip
        assert "cannot be read" in complaint(path).problem


def test_a_file_that_may_not_be_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(path: str, flags: int) -> int:
        raise PermissionError(13, "Zebrafink", path)

    monkeypatch.setattr(os, "open", refuse)
    assert "may not read" in complaint(tmp_path / "a.json").problem


def test_a_link_to_a_case_is_read(tmp_path: Path) -> None:
    (tmp_path / "case").write_text("{}")
    (tmp_path / "link.json").symlink_to(tmp_path / "case")
    assert read_path(tmp_path / "link.json", today=TODAY).on == TODAY


def test_only_the_start_of_a_large_file_is_read(tmp_path: Path) -> None:
    path = tmp_path / "large.json"
    with path.open("wb") as file:
        file.truncate(100_000_000)
    assert "larger than 5 MB" in complaint(path).problem
