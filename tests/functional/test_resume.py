"""A batch that stopped goes on, and only with what its output was made from."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.functional.batch import CASES, DAY, ketum, lines_of


def test_a_run_that_was_cut_off_goes_on_where_it_ended(tmp_path: Path) -> None:
    cases = [json.dumps(case).encode() for case in CASES * 30]
    cases.insert(7, b"{broken")
    # Only the review itself finds that this cannot be.
    impossible = {"observations": [{"what": "body temperature", "value": 900, "unit": "Cel"}]}
    cases.insert(9, json.dumps(impossible).encode())
    file, whole, part = (tmp_path / name for name in ("cases.ndjson", "whole", "part"))
    file.write_bytes(b"\n".join(cases))
    assert ketum("review", "--batch", str(file), "--on", DAY, "-o", str(whole)).returncode == 3
    finished = whole.read_bytes()
    note = (tmp_path / "whole.resume.json").read_bytes()
    for kept in (0, 1, len(finished) // 3, len(finished) - 1, len(finished)):
        part.write_bytes(finished[:kept])
        (tmp_path / "part.resume.json").write_bytes(note)
        run = ketum("review", "--batch", str(file), "--on", DAY, "-o", str(part), "--resume")
        assert run.returncode == 3
        assert part.read_bytes() == finished


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ("other cases", "differs: the cases."),
        ("another case inside", "differs: the cases."),
        ("fewer cases", "differs: the cases."),
        ("a longer last line", "differs: the cases."),
        ("another day", "differs: --on."),
        ("levels and numbers", "differs: --exposure, --numbered."),
        ("another release", "differs: the release of the knowledge."),
        ("another version", "differs: the version of Ketum."),
        ("no note", "What the output was made from is not known"),
        ("a note of words", "What the output was made from is not known"),
        ("a damaged note", "What the output was made from is not known"),
        ("no review", "Line 2 of the output is not a review"),
        ("a review of another release", "Line 2 of the output is not a review"),
        ("a piece of text", "Line 4 of the output is not a review"),
        ("another output in its place", "holds reviews of other cases"),
        ("cases from input", "give a file to --batch"),
    ],
)
def test_a_run_goes_on_only_with_what_it_was_made_from(
    tmp_path: Path, change: str, says: str
) -> None:
    file, output = tmp_path / "cases.ndjson", tmp_path / "reviews.ndjson"
    note = tmp_path / "reviews.ndjson.resume.json"
    file.write_bytes(lines_of(CASES[:3])[:-1])
    assert ketum("review", "--batch", str(file), "--on", DAY, "-o", str(output)).returncode == 0
    content = file.read_bytes()
    file.write_bytes(content + b"\n" + lines_of(CASES[3:]))
    change_file(file, change, content)
    change_note(note, change)
    change_output(output, change)
    asked = {
        "another day": ["--batch", str(file), "--on", "2026-11-21"],
        "levels and numbers": ["--batch", str(file), "--on", DAY, "--exposure", "--numbered"],
        "cases from input": ["--batch", "-", "--on", DAY],
    }.get(change, ["--batch", str(file), "--on", DAY])
    kept, noted = output.read_bytes(), note.exists() and note.read_bytes()
    run = ketum("review", *asked, "-o", str(output), "--resume")
    assert run.returncode == 2
    assert says in run.stderr.decode()
    assert output.read_bytes() == kept
    assert (note.exists() and note.read_bytes()) == noted


def change_file(file: Path, change: str, content: bytes) -> None:
    changed = {
        "other cases": lines_of(CASES[::-1]),
        "another case inside": content.replace(b"Xanax", b"Valiu"),
        "fewer cases": lines_of(CASES[:2]),
        "a longer last line": content + b" \n",
    }
    file.write_bytes(changed.get(change, file.read_bytes()))


def change_note(note: Path, change: str) -> None:
    content = note.read_bytes()
    changed = {
        "another release": content.replace(b'"release":"2', b'"release":"1'),
        "another version": content.replace(b'"ketum":"', b'"ketum":"1'),
        "a damaged note": content[:-9] + b"\n",
        "a note of words": content + b"hello\n",
    }
    note.write_bytes(changed.get(change, content))
    if change == "no note":
        note.unlink()


def change_output(output: Path, change: str) -> None:
    content = output.read_bytes()
    first, second, third = content.splitlines(keepends=True)
    older = second.replace(b'"evidence":{"release":"2', b'"evidence":{"release":"1')
    changed = {
        "no review": first + b"hello\n" + third,
        "a review of another release": first + older + third,
        "a piece of text": content + b"notes of mine",
        "another output in its place": second + first,
    }
    output.write_bytes(changed.get(change, content))


def test_cases_without_a_day_stay_on_the_day_their_run_began(tmp_path: Path) -> None:
    file, output = tmp_path / "cases.ndjson", tmp_path / "reviews.ndjson"
    note = tmp_path / "reviews.ndjson.resume.json"
    file.write_bytes(lines_of(CASES[:3]))
    assert ketum("review", "--batch", str(file), "-o", str(output)).returncode == 0
    today = json.loads(note.read_bytes())["today"]
    began = output.read_bytes().replace(today.encode(), DAY.encode())
    note.write_bytes(note.read_bytes().replace(today.encode(), DAY.encode()))
    output.write_bytes(b"".join(began.splitlines(keepends=True)[:2]))
    resume = ("review", "--batch", str(file), "-o", str(output), "--resume")
    assert ketum(*resume).returncode == 0
    assert output.read_bytes() == began
    if today == DAY:  # then nothing below would differ
        return
    file.write_bytes(lines_of(CASES))
    run = ketum(*resume)
    assert run.returncode == 2
    assert b"differs: the day, as cases were added." in run.stderr
    assert output.read_bytes() == began


def test_an_output_of_input_has_no_note(tmp_path: Path) -> None:
    output = tmp_path / "reviews.ndjson"
    note = tmp_path / "reviews.ndjson.resume.json"
    note.write_bytes(b"of a run whose output is gone")
    run = ketum("review", "--batch", "-", "-o", str(output), given=lines_of(CASES[:1]))
    assert run.returncode == 0
    assert output.read_bytes().count(b"\n") == 1
    assert not note.exists()


def test_cases_that_were_added_are_reviewed_after_those_that_were(tmp_path: Path) -> None:
    file, output, whole = (tmp_path / name for name in ("cases", "reviews", "whole"))
    file.write_bytes(lines_of(CASES[:2]))
    assert ketum("review", "--batch", str(file), "--on", DAY, "-o", str(output)).returncode == 0
    file.write_bytes(lines_of(CASES))
    run = ketum("review", "--batch", str(file), "--on", DAY, "-o", str(output), "--resume")
    assert run.returncode == 0
    assert ketum("review", "--batch", str(file), "--on", DAY, "-o", str(whole)).returncode == 0
    assert output.read_bytes() == whole.read_bytes()
