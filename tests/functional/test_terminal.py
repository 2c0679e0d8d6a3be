"""The command in a terminal, from outside: colour, width, letters, and the long answers."""

from __future__ import annotations

import fcntl
import json
import os
import pty
import re
import struct
import subprocess
import sys
import termios
from pathlib import Path

import pytest

KETUM = Path(sys.executable).with_name("ketum")
EXAMPLE = Path(__file__).parents[2] / "examples" / "review_case.toml"
ESCAPE = re.compile(r"\x1b\[[0-9;]*m")


def environment(**more: str) -> dict[str, str]:
    kept = {
        name: value
        for name, value in os.environ.items()
        if name not in ("NO_COLOR", "FORCE_COLOR", "COLUMNS", "TERM", "COLORTERM")
    }
    return {**kept, "TERM": "xterm-256color", **more}


def in_terminal(*arguments: str | Path, columns: int = 80, **more: str) -> str:
    """What the command writes to a pseudo-terminal of this width."""
    master, slave = pty.openpty()
    fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", 50, columns, 0, 0))
    with subprocess.Popen(
        [KETUM, *map(str, arguments)],
        stdin=slave, stdout=slave, stderr=slave, env=environment(**more),
    ) as running:  # fmt: skip
        os.close(slave)
        parts = []
        while True:
            try:
                part = os.read(master, 65536)
            except OSError:
                break
            if not part:
                break
            parts.append(part)
        os.close(master)
        assert running.wait(timeout=60) == 0
    return b"".join(parts).decode().replace("\r\n", "\n")


def piped(*arguments: str | Path, stdin: str = "", **more: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [KETUM, *map(str, arguments)],
        input=stdin, capture_output=True, text=True, timeout=60, check=False,
        env=environment(**more),
    )  # fmt: skip


def test_a_terminal_gets_colour_and_the_words_say_the_same_without() -> None:
    coloured = in_terminal("review", EXAMPLE)
    assert "\x1b[" in coloured
    assert ESCAPE.sub("", coloured) == piped("review", EXAMPLE).stdout
    heading = next(line for line in coloured.splitlines() if "Serious" in line)
    assert re.fullmatch(r"\x1b\[[0-9;]+mSerious ▲ \(3\)\x1b\[0m", heading)


def test_no_colour_where_it_is_not_wanted() -> None:
    assert "\x1b" not in in_terminal("review", EXAMPLE, NO_COLOR="1")
    assert "\x1b" not in in_terminal("review", EXAMPLE, TERM="dumb")


def test_a_pipe_gets_colour_only_when_it_is_forced() -> None:
    assert "\x1b" not in piped("review", EXAMPLE).stdout
    assert "\x1b[" in piped("review", EXAMPLE, FORCE_COLOR="1").stdout
    assert "\x1b" not in piped("review", EXAMPLE, FORCE_COLOR="1", NO_COLOR="1").stdout


@pytest.mark.parametrize("columns", [60, 80, 132, 200])
def test_the_text_is_as_wide_as_the_terminal(columns: int) -> None:
    lines = in_terminal("review", EXAMPLE, columns=columns, NO_COLOR="1").splitlines()
    assert max(map(len, lines)) <= columns
    assert max(map(len, lines)) > columns * 3 / 4
    assert " ".join(lines).split() == piped("review", EXAMPLE).stdout.split()


def test_ids_of_rows_and_places_stand_only_where_all_is_told() -> None:
    case = json.dumps({"substances": ["Zebrafink"], "symptoms": ["seizure"]})
    screen, whole = (piped("review", "-", *more, stdin=case).stdout for more in ([], ["--full"]))
    assert "D01" not in screen
    assert "substances[0]" not in screen
    assert "Row D01 of the decision table." in whole
    assert '"Zebrafink" (substances[0])' in whole


@pytest.mark.parametrize(("columns", "lines"), [(80, 50), (100, 40)])
def test_one_screen_is_enough_for_the_example(columns: int, lines: int) -> None:
    shown = in_terminal("review", EXAMPLE, columns=columns, NO_COLOR="1").splitlines()
    assert len(shown) <= lines


def test_a_terminal_without_the_signs_gets_letters() -> None:
    answer = piped("review", EXAMPLE, PYTHONIOENCODING="ascii")
    assert answer.stdout.isascii()
    assert "Serious ! (3)" in answer.stdout
    assert "Caution <>" in answer.stdout
    latin = piped("review", EXAMPLE, "--full", PYTHONIOENCODING="iso-8859-1")
    assert "Serious ! (3)" in latin.stdout
    case = json.dumps({"substances": ["Źebrafink"]})
    unread = piped("review", "-", stdin=case, PYTHONIOENCODING="ascii")
    assert '"Zebrafink" (substances), so not checked' in unread.stdout


def test_plain_is_words_only_one_line_a_sentence() -> None:
    plain = in_terminal("review", EXAMPLE, "--plain")
    assert "\x1b" not in plain
    assert not set("‼⊘▲◆■ⓘ") & set(plain)
    assert "Serious (3)\n" in plain
    (action,) = (line for line in plain.splitlines() if line.startswith("    Do: Naloxone at hand"))
    assert "breathing can slow" in action
    assert action.endswith("a prescribed sedative is not stopped suddenly.")


def test_full_holds_the_sources_and_the_evidence() -> None:
    text = piped("review", EXAMPLE, "--full").stdout
    for part in ("[1] Ketum clinical safety officer", "Against (low certainty)", "Poison Control"):
        assert part in text
    assert len(text.splitlines()) > 100


def test_explain_takes_a_code_in_any_case_and_reads_input() -> None:
    case = EXAMPLE.read_text(encoding="utf-8")
    answer = piped("review", "-", "--explain", "pd-cns-resp-depression", stdin=case)
    assert answer.returncode == 0
    assert "Facts that made it hold" in answer.stdout
    assert "alprazolam (in the case at medicines[0])" in answer.stdout


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["--explain", "PD_CNS"], "Near it: PD_CNS_RESP_DEPRESSION."),
        (["--explain", "QQQQ"], "No finding has this code."),
        (["--explain", "PD_QT", "--format", "json"], "go with one case and --format text"),
        (["--full", "--format", "html"], "go with one case and --format text"),
    ],
)
def test_an_unknown_code_and_a_wrong_pair_are_wrong_usage(arguments: list[str], says: str) -> None:
    answer = piped("review", EXAMPLE, *arguments)
    assert (answer.returncode, answer.stdout) == (2, "")
    assert says in answer.stderr


def test_an_output_file_holds_signs_and_no_colour(tmp_path: Path) -> None:
    path = tmp_path / "review.txt"
    piped("review", EXAMPLE, "-o", path, FORCE_COLOR="1", PYTHONIOENCODING="ascii")
    assert path.read_text(encoding="utf-8") == piped("review", EXAMPLE).stdout


def test_check_is_coloured_in_a_terminal_too() -> None:
    assert "\x1b[" in in_terminal("check", "alprazolam")
