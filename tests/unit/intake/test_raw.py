"""What is asked of the bytes before they are parsed."""

from __future__ import annotations

import pytest

from ketum.errors import InputRefused
from ketum.intake.format import Format
from ketum.intake.raw import MAX_BYTES, MAX_DEPTH, MAX_DIGITS, MAX_VALUES, sound_text
from tests.unit.intake.refusal import complaints

JSON, TOML = Format.JSON, Format.TOML


def test_five_megabytes_are_read_and_one_byte_more_is_not() -> None:
    assert sound_text(b"{}".ljust(MAX_BYTES), JSON).strip() == "{}"
    assert "larger than 5 MB" in complaints(b"{}".ljust(MAX_BYTES + 1))[0].problem


def test_depth_is_counted_outside_of_text_and_comments() -> None:
    brackets = "[" * (MAX_DEPTH + 1)
    sound_text(f'{{"a": "{brackets}", "b\\"{brackets}": 1}}'.encode(), JSON)
    sound_text(f"# {brackets}\na = \"{brackets}\"\nb = '{brackets}'\n".encode(), TOML)
    sound_text(f"a = '''\n'{brackets}''{brackets}\n'''\n".encode(), TOML)
    sound_text(f'a = """\n"{brackets}\\"""{brackets}\n"""""\n'.encode(), TOML)


@pytest.mark.parametrize(
    "before",
    ["", '"\\\\" ', '"""a""""" ', "'''a''''' ", "'\\' ", '"\\"" ', '"" ', "'' ", "# '\n", '# "\n'],
)
def test_no_text_hides_the_depth_behind_it(before: str) -> None:
    text = f"a = [{before}{'[' * MAX_DEPTH}{']' * MAX_DEPTH}]"
    with pytest.raises(InputRefused, match="nested more than 32 deep"):
        sound_text(text.encode(), TOML)


def test_thirty_two_levels_are_allowed_in_both_formats() -> None:
    deep = "[" * (MAX_DEPTH - 1) + "]" * (MAX_DEPTH - 1)
    sound_text(f'{{"plan": {deep}}}'.encode(), JSON)
    sound_text(f"a = {deep}".encode(), TOML)
    sound_text((".".join(["a"] * MAX_DEPTH) + " = 1").encode(), TOML)


@pytest.mark.parametrize("dot", [".", " . ", "\t.\t"])
@pytest.mark.parametrize("key", ["a", '"a.b"', "'a'", "a-b_1"])
def test_a_dotted_key_is_as_deep_as_it_has_parts(dot: str, key: str) -> None:
    name = dot.join([key] * (MAX_DEPTH + 1))
    for text in (f"{name} = 1", f"[{name}]", f"[[{name}]]", f"a = {{ {name} = 1 }}"):
        with pytest.raises(InputRefused, match="nested more than 32 deep"):
            sound_text(text.encode(), TOML)


def test_too_many_values_are_refused() -> None:
    for text, notation in (
        ('{"a": [' + "1," * MAX_VALUES + "1]}", JSON),
        ("a = [" + "1," * MAX_VALUES + "1]", TOML),
        ("a = 1\n" * (MAX_VALUES + 1), TOML),
        ("[[a]]\n" * MAX_VALUES, TOML),
    ):
        with pytest.raises(InputRefused, match="more than 100,000 values"):
            sound_text(text.encode(), notation)


def test_the_line_of_a_long_number_is_named() -> None:
    (complaint,) = complaints(f"a = 1\nb = {'7' * (MAX_DIGITS + 1)}\n", TOML)
    assert complaint.line == 2
    (complaint,) = complaints(f"a = 1_{'7' * MAX_DIGITS}\n", TOML)
    assert complaint.line == 1


def test_a_text_that_does_not_end_is_refused_where_it_begins() -> None:
    for quote in ('"', "'", '"""', "'''"):
        (complaint,) = complaints(f"a = 1\nb = {quote}{'b' * 200_000}\n", TOML)
        assert (complaint.line, complaint.problem) == (
            2,
            "a text begins here that is far too long.",
        )


def test_the_byte_and_the_line_of_what_is_not_utf_8_are_named() -> None:
    (complaint,) = complaints(b'{\n"a": "\xff"}')
    assert (complaint.line, complaint.remedy) == (2, "Save the file as UTF-8.")
    assert "byte 9 " in complaint.problem
    (complaint,) = complaints(b'\xef\xbb\xbf{"a": "\xff"}')
    assert "byte 11 " in complaint.problem


def test_control_characters_name_each_line_once() -> None:
    found = complaints(b'{"a": "\x01\x02",\n"b": 1,\n"c": "\x7f\xc2\x80"}')
    assert [complaint.line for complaint in found] == [1, 3]


def test_no_more_than_a_hundred_lines_are_named() -> None:
    assert len(complaints(b"\x01\n" * 1000 + b"{}")) == 100


@pytest.mark.parametrize("content", [b"", b" \n\t", b"\xef\xbb\xbf"])
def test_an_empty_file_is_no_case(content: bytes) -> None:
    for notation in Format:
        assert "is empty" in complaints(content, notation)[0].problem


@pytest.mark.parametrize("content", [b"\0\x01", b"\0\0", b'\0{"symptoms": []}', b'{"a": "\0"}'])
def test_a_zero_byte_that_is_not_beside_letters_is_a_control_character(content: bytes) -> None:
    (complaint,) = complaints(content)
    assert "control character" in complaint.problem
