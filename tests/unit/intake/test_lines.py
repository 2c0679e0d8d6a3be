"""The line on which a path stands, in both formats."""

from __future__ import annotations

import pytest

from ketum.intake.fault import Path
from ketum.intake.format import Format
from ketum.intake.lines import MAX_BYTES_FOR_LINES, lines_of

JSON = """{
  "a": [
    1, {"b": 2,
        "c.d": 3}
  ],
  "\\u0065": {"f": [
    [4, 5],
    "ümlaut \U0001f9ad", {"g": 6}]},
  "e2": 7, "a2": 1,
  "a2": 2
}
"""
TOML = """# first
a = 1
b.c = 2
"d.e" = { f = 3, "g" = [4,
  5, # five
  { h = 6 }] }

[s]
t = '''
[[no]]
u = 1
'''

[s.v.w]
x = 7
[[l]]
y = 8
[[l]]  # second
y = "ümlaut \U0001f9ad"
[l.m]
n = 9
[[l.o]]
p = 10
[[l]]
[[l.o]]
p = 11
[["q r".'s']]
t = 12
"""


@pytest.mark.parametrize(
    ("path", "line"),
    [
        (("a",), 2),
        (("a", 0), 3),
        (("a", 1), 3),
        (("a", 1, "b"), 3),
        (("a", 1, "c.d"), 4),
        (("e",), 6),
        (("e", "f", 0, 1), 7),
        (("e", "f", 2, "g"), 8),
        (("e2",), 9),
        (("a2",), 10),
        (("a", 1, "absent"), 3),
        (("a", 9), 2),
    ],
)
def test_lines_of_json(path: Path, line: int) -> None:
    assert lines_of(JSON, Format.JSON, [path]) == {path: line}


@pytest.mark.parametrize(
    ("path", "line"),
    [
        (("a",), 2),
        (("b",), 3),
        (("b", "c"), 3),
        (("d.e", "f"), 4),
        (("d.e", "g", 0), 4),
        (("d.e", "g", 1), 5),
        (("d.e", "g", 2, "h"), 6),
        (("s",), 8),
        (("s", "t"), 9),
        (("s", "v", "w", "x"), 15),
        (("l",), 16),
        (("l", 0), 16),
        (("l", 0, "y"), 17),
        (("l", 1), 18),
        (("l", 1, "y"), 19),
        (("l", 1, "m"), 20),
        (("l", 1, "m", "n"), 21),
        (("l", 1, "o", 0, "p"), 23),
        (("l", 2), 24),
        (("l", 2, "o", 0, "p"), 26),
        (("q r", "s", 0, "t"), 28),
        (("l", 2, "absent"), 24),
    ],
)
def test_lines_of_toml(path: Path, line: int) -> None:
    assert lines_of(TOML, Format.TOML, [path]) == {path: line}


def test_what_is_nowhere_has_no_line() -> None:
    assert lines_of("{}", Format.JSON, [("absent",), ()]) == {}


def test_very_large_files_are_not_parsed_a_second_time() -> None:
    text = '{"a": 1}'.ljust(MAX_BYTES_FOR_LINES)
    assert lines_of(text, Format.JSON, [("a",)]) == {("a",): 1}
    assert lines_of(text + " ", Format.JSON, [("a",)]) == {}
