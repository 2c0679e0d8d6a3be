"""Every malformed or hostile file is refused: all complaints, no traceback, nothing quoted.

`tests/malformed/expected.toml` says what each file must be told. The same files go through
`intake` and through the installed command.
"""

from __future__ import annotations

import os
import resource
import subprocess
import sys
import tempfile
import time
import tomllib
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest

from ketum.errors import InputRefused
from ketum.intake import read_path

CORPUS = Path(__file__).resolve().parents[1] / "malformed"
KETUM = Path(sys.executable).with_name("ketum")
TODAY = date(2026, 11, 22)
# A file that is read to its end takes minutes; a slow machine takes a few times its second.
SECONDS = 10.0
REFUSED = 3
NOBODY = 65534

# The command starts as it does for a user: with its compiled files kept.
ENVIRONMENT = {key: os.environ[key] for key in os.environ if key != "PYTHONDONTWRITEBYTECODE"} | {
    "PYTHONPYCACHEPREFIX": str(Path(tempfile.gettempdir()) / "ketum-test-pycache")
}

# No text of a file and no unknown key holds anything but these; large numbers hold the second.
CANARIES = ("zebra", "fink", "73731", "7373", "7777")


@dataclass(frozen=True, kw_only=True)
class Expected:
    place: str
    says: str
    line: int | None = None


LISTED: dict[str, list[Expected]] = {
    entry["name"]: [Expected(**complaint) for complaint in entry["complaints"]]
    for entry in tomllib.loads((CORPUS / "expected.toml").read_text(encoding="utf-8"))["file"]
}

MEGABYTE = 1_000_000
# Too large to keep in the repository: name, the start, what is repeated to 4.9 MB, the end.
REPEATED = {
    "nested_lists.json": ('{"plan": ', "[", ""),
    "nested_groups.json": ("", '{"Zebrafink":', ""),
    "closed_lists.json": ("", "[]", ""),
    "numbers.json": ('{"conditions": [', "73731,", "1]}"),
    "empty_texts.json": ('{"conditions": [', '"",', '""]}'),
    "unknown_keys.json": ("{", '"Zebrafink": 73731,', '"a": 1}'),
    "quotes.json": ("", '"', ""),
    "backslashes.json": ('{"conditions": ["', "\\\\", '"]}'),
    "open_escapes.json": ('{"conditions": ["', "\\u", ""),
    "digits.json": ('{"person": {"weight_kg": ', "7", "}}"),
    "exponent.json": ('{"person": {"weight_kg": 1e', "7", "}}"),
    "spaces.json": ('{"Zebrafink": ', " ", "}"),
    "long_text.json": ('{"person": {"sex": "', "Zebrafink", '"}}'),
    "long_key.json": ('{"', "Zebrafink", '": 1}'),
    "numbers.toml": ("conditions = [", "73731,", "1]"),
    "nested_lists.toml": ("conditions = ", "[", ""),
    "nested_groups.toml": ("", "a={", ""),
    "sections.toml": ("", "[[conditions]]\n", ""),
    "nested_sections.toml": ("", "[[a.b.c.d.e.f.g.h]]\n", ""),
    "dotted_key.toml": ("", "a.", "b = 1"),
    "dotted_keys.toml": ("", "a." * 30 + "b = 1\n", ""),
    "spaced_key.toml": ("", "a\t.\t", "b = 1"),
    "long_key.toml": ("", "Zebrafink", " = 1"),
    "long_text.toml": ("[person]\nsex = '''", "Zebrafink\n", "'''"),
    "quotes.toml": ("", "'", ""),
    "open_text.toml": ('a = """', '\\"', ""),
    "digits.toml": ("[person]\nweight_kg = ", "7", ""),
    "underscores.toml": ("[person]\nweight_kg = ", "7_", "7"),
    "hexadecimal.toml": ("[person]\nweight_kg = 0x", "7", ""),
    "parts_of_a_second.toml": ("on = 2026-11-22T10:00:00.", "7", ""),
    "comments.toml": ("Zebrafink = 1\n", "# Zebrafink\n", ""),
}


@pytest.fixture
def large(tmp_path: Path, request: pytest.FixtureRequest) -> Path:
    name = str(request.param)
    start, repeated, end = REPEATED[name]
    path = tmp_path / name
    times = (4_900_000 - len(start) - len(end)) // len(repeated)
    path.write_text(start + repeated * times + end, encoding="utf-8")
    return path


@pytest.fixture(params=["100 MB", "folder", "pipe", "device", "missing", "below a file", "loop"])
def odd_path(tmp_path: Path, request: pytest.FixtureRequest) -> Path:
    path = tmp_path / "Zebrafink.json"
    match request.param:
        case "100 MB":
            with path.open("wb") as file:
                file.truncate(100 * MEGABYTE)
        case "folder":
            path.mkdir()
        case "pipe":
            os.mkfifo(path)
        case "device":
            path = Path("/dev/zero")
        case "below a file":
            path.touch()
            path /= "Zebrafink.json"
        case "loop":
            path.symlink_to(path)
    return path


@pytest.fixture
def forbidden() -> Iterator[Path]:
    """A file that may not be read. Root may read everything, and becomes nobody for a while."""
    user = os.geteuid()
    with tempfile.TemporaryDirectory() as folder:
        Path(folder).chmod(0o755)
        path = Path(folder) / "Zebrafink.json"
        path.write_text("{}")
        path.chmod(0)
        if user == 0:
            os.seteuid(NOBODY)
        yield path
        os.seteuid(user)


@pytest.fixture(scope="session")
def ketum() -> Path:
    """The installed command, compiled once: what is timed is reading."""
    subprocess.run([KETUM, "--help"], env=ENVIRONMENT, stdout=subprocess.DEVNULL, check=True)
    return KETUM


def refusal(path: Path) -> InputRefused:
    before = time.process_time()
    with pytest.raises(InputRefused) as refused:
        read_path(path, today=TODAY)
    assert time.process_time() - before < SECONDS
    return refused.value


def command(ketum: Path, path: Path) -> str:
    """What the installed command says of a file it must refuse."""
    before = _seconds_of_children()
    done = subprocess.run(
        [ketum, "review", path],
        capture_output=True,
        text=True,
        timeout=60,
        stdin=subprocess.DEVNULL,
        env=ENVIRONMENT,
        check=False,
    )
    assert _seconds_of_children() - before < SECONDS
    assert done.returncode == REFUSED, done.stderr
    assert done.stdout == ""
    assert "Traceback" not in done.stderr
    return done.stderr


def _seconds_of_children() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def assert_nothing_quoted(text: str) -> None:
    assert [canary for canary in CANARIES if canary in text.lower()] == []


def test_the_corpus_is_whole() -> None:
    files = {
        str(path.relative_to(CORPUS))
        for path in CORPUS.rglob("*")
        if path.parent != CORPUS
        if path.is_file()
    }
    assert files == set(LISTED)
    assert len(files) >= 60
    kinds = Counter(name.split("/")[0] for name in files)
    assert len(kinds) >= 14
    for name, complaints in LISTED.items():
        assert complaints, f"{name} expects nothing"


@pytest.mark.parametrize("name", LISTED)
def test_the_reader_makes_exactly_the_expected_complaints(name: str) -> None:
    refused = refusal(CORPUS / name)
    left = list(refused.complaints)
    for expected in LISTED[name]:
        matching = [
            complaint
            for complaint in left
            if (complaint.place, complaint.line) == (expected.place, expected.line)
            and expected.says in f"{complaint.problem} {complaint.remedy}"
        ]
        assert matching, f"{expected} is not among\n{refused}"
        left.remove(matching[0])
    assert left == []
    assert_nothing_quoted(str(refused))


@pytest.mark.parametrize("name", LISTED)
def test_complaints_are_whole_sentences_in_the_order_of_the_file(name: str) -> None:
    complaints = refusal(CORPUS / name).complaints
    lines = [complaint.line or 0 for complaint in complaints]
    assert lines == sorted(lines)
    for complaint in complaints:
        assert complaint.problem.endswith(".")
        assert complaint.remedy.endswith((".", "?"))
        assert len(str(complaint)) < 300


@pytest.mark.parametrize("name", LISTED)
def test_the_command_refuses(name: str, ketum: Path) -> None:
    said = command(ketum, CORPUS / name)
    for expected in LISTED[name]:
        at = f"line {expected.line}, {expected.place}" if expected.line else expected.place
        assert f"{at}: " in said
        assert expected.says in said
    assert_nothing_quoted(said)


@pytest.mark.parametrize("large", REPEATED, indirect=True)
def test_the_reader_refuses_large_files_at_once(large: Path) -> None:
    assert_nothing_quoted(str(refusal(large)))


@pytest.mark.parametrize(
    "large", ["nested_groups.json", "numbers.json", "dotted_keys.toml"], indirect=True
)
def test_the_command_refuses_large_files_at_once(large: Path, ketum: Path) -> None:
    assert_nothing_quoted(command(ketum, large))


def test_odd_paths_are_refused(odd_path: Path, ketum: Path) -> None:
    assert_nothing_quoted(str(refusal(odd_path)))
    assert_nothing_quoted(command(ketum, odd_path))


def test_a_file_of_somebody_else_is_refused(forbidden: Path) -> None:
    said = str(refusal(forbidden))
    assert said == "the file: you may not read it. Ask its owner for permission, or for a copy."
