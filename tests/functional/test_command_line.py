"""The installed command, from outside: what it prints, where, and how it ends."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import jsonschema
import pytest

KETUM = Path(sys.executable).with_name("ketum")
EXAMPLE = Path(__file__).parents[2] / "examples" / "review_case.toml"


def ketum(*arguments: str | Path, stdin: str = "") -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [str(KETUM), *map(str, arguments)],
        input=stdin, capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip


def reviewed(case: object, *arguments: str) -> dict[str, object]:
    answer = ketum("review", "-", "--format", "json", *arguments, stdin=json.dumps(case))
    assert answer.returncode == 0, answer.stderr
    review: dict[str, object] = json.loads(answer.stdout)
    return review


def test_a_review_ends_with_zero_whatever_the_disposition() -> None:
    assert reviewed({"symptoms": ["seizure"]})["disposition"] == "emergency"
    assert reviewed({})["disposition"] == "monitor"


def test_a_review_fits_its_schema_and_a_case_fits_its_own() -> None:
    schema = json.loads(ketum("schema", "review").stdout)
    jsonschema.Draft202012Validator.check_schema(schema)
    jsonschema.validate(json.loads(ketum("review", EXAMPLE, "--format", "json").stdout), schema)
    case_schema = json.loads(ketum("schema", "case").stdout)
    jsonschema.Draft202012Validator.check_schema(case_schema)
    jsonschema.validate({"symptoms": [], "person": {"age_years": "30s"}}, case_schema)
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate({"person": {"pregnant": "maybe"}}, case_schema)


def test_the_same_case_gives_the_same_bytes_twice() -> None:
    first, second = (ketum("review", EXAMPLE, "--format", "json") for _ in range(2))
    assert first.stdout == second.stdout


def test_on_wins_over_the_day_in_the_file() -> None:
    case = {"on": "2026-11-22", "symptoms": [{"name": "seizure", "at": "2026-11-21"}]}
    assert reviewed(case)["disposition"] == "emergency"
    later = reviewed(case, "--on", "2026-12-24")
    assert later["disposition"] != "emergency"
    assert later["evidence"] == {**_table(later["evidence"]), "on": "2026-12-24"}


def _table(value: object) -> dict[str, object]:
    assert isinstance(value, dict)
    return value


def test_output_goes_to_the_file_that_was_named(tmp_path: Path) -> None:
    answer = ketum("review", EXAMPLE, "--format", "html", "-o", tmp_path / "review.html")
    assert (answer.returncode, answer.stdout) == (0, "")
    page = (tmp_path / "review.html").read_text(encoding="utf-8")
    assert page.startswith("<!doctype html>")
    assert "<script" not in page
    assert "Not checked" in page


def test_a_handout_is_for_the_person_as_text_and_as_page() -> None:
    text = ketum("review", EXAMPLE, "--for", "patient").stdout
    page = ketum("review", EXAMPLE, "--for", "patient", "--format", "html").stdout
    assert page.startswith("<!doctype html>")
    for said in (text, page):
        assert "Do not stop any of these on your own." in said
        assert "Xanax" in said
        assert "0.5 mg" not in said
    assert ketum("review", EXAMPLE).stdout == ketum("review", EXAMPLE, "--for", "clinician").stdout


def test_an_output_that_cannot_be_written_is_wrong_usage(tmp_path: Path) -> None:
    answer = ketum("review", EXAMPLE, "-o", tmp_path / "no such folder" / "review.txt")
    assert answer.returncode == 2
    assert "cannot be written" in answer.stderr


@pytest.mark.parametrize(
    "arguments",
    [
        ["review"],
        ["review", str(EXAMPLE), "--on", "tomorrow"],
        ["review", str(EXAMPLE), "--format", "pdf"],
        ["review", str(EXAMPLE), "--for", "patient", "--format", "json"],
        ["review", str(EXAMPLE), "--for", "nobody"],
        ["schema", "everything"],
        ["evidence", "show", "nothing-of-that-name"],
        ["perform"],
    ],
)
def test_wrong_usage_ends_with_two_and_says_what_to_do(arguments: list[str]) -> None:
    answer = ketum(*arguments)
    assert answer.returncode == 2
    assert answer.stderr.strip()
    assert "Traceback" not in answer.stderr


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["review", "John", "Zebrafink.toml"], "There are too many arguments."),
        (["review", "a.toml", "--for", "Zebrafink"], "one of 'clinician', 'patient'."),
        (["review", "a.toml", "--Zebrafink"], "There is no such option."),
        (["review", "a.toml", "--full=Zebrafink"], "Option '--full' does not take a value."),
        (["schema", "Zebrafink"], "Invalid value for 'of'. It takes one of 'case', 'review'."),
        (["law", "US-TX", "--age", "Zebrafink"], "'--age'. It should be a valid number."),
        (["review", "a.toml", "--on"], "Option '--on' requires an argument."),
        (["review", "a.toml", "--formt", "json"], "Near it: --for, --format."),
        (["Zebrafink"], "There is no such command. There are review, schema,"),
        (["plan", "Zebrafink"], "There is no such command. There are sign,"),
        (["score"], "Missing argument 'scale'."),
        (["review", str(EXAMPLE), "--explain", ""], "No finding has this code. A review"),
    ],
)
def test_wrong_usage_is_named_and_what_was_typed_is_not(arguments: list[str], says: str) -> None:
    answer = ketum(*arguments)
    assert (answer.returncode, answer.stdout) == (2, "")
    assert says in answer.stderr
    assert "Zebrafink" not in answer.stderr
    assert "Traceback" not in answer.stderr


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no /dev/full here")
@pytest.mark.parametrize(
    "arguments",
    [
        ["review", str(EXAMPLE), "--no-exposure"],
        ["review", str(EXAMPLE), "--no-exposure", "--format", "json"],
        ["schema", "case"],
        ["term", "seizure"],
        ["--help"],
    ],
)
def test_an_output_without_room_is_said_and_is_no_error_of_ours(arguments: list[str]) -> None:
    with Path("/dev/full").open("wb") as full:
        answer = subprocess.run(
            [str(KETUM), *arguments], stdout=full, stderr=subprocess.PIPE, timeout=60, check=False
        )
    assert answer.returncode == 2
    assert answer.stderr.startswith(b"The output cannot be written (")
    assert answer.stderr.count(b"\n") == 1


def test_a_refused_case_ends_with_three_and_names_every_complaint() -> None:
    case = {"person": {"weight_kg": -1, "age_years": 900}, "symptoms": "seizure"}
    answer = ketum("review", "-", stdin=json.dumps(case))
    assert answer.returncode == 3
    assert answer.stdout == ""
    for place in ("person.weight_kg", "person.age_years", "symptoms"):
        assert place in answer.stderr


def test_damaged_knowledge_ends_with_four_and_names_every_fault(tmp_path: Path) -> None:
    package = tmp_path / "ketum"
    original = Path(__file__).parents[2] / "src" / "ketum"
    subprocess.run(["cp", "-r", str(original), str(package)], check=True)
    rules = package / "knowledge" / "rules" / "screening" / "dose.toml"
    text = rules.read_text(encoding="utf-8")
    rules.write_text(text.replace('source = "weiss2021"', 'source = "nobody1900"'))
    (package / "knowledge" / "release.toml").write_text('id = "x"\nscope = "y"\n')
    answer = subprocess.run(
        [sys.executable, "-c", "from ketum.cli import main; main()", "review", str(EXAMPLE)],
        capture_output=True, text=True, timeout=60, check=False,
        env={**os.environ, "PYTHONPATH": str(tmp_path)},
    )  # fmt: skip
    assert answer.returncode == 4
    assert answer.stdout == ""
    assert "screening.dose-high" in answer.stderr
    assert "release.toml: no date in `on`" in answer.stderr
    assert "Traceback" not in answer.stderr


def test_an_error_of_our_own_ends_with_one_and_leaks_nothing(tmp_path: Path) -> None:
    code = (
        "import ketum.cli.review as command\n"
        "from ketum.cli import main\n"
        "def broken(*_, **__): raise ValueError('Zebrafink')\n"
        "command.review_case = broken\n"
        "main()\n"
    )
    answer = subprocess.run(
        [sys.executable, "-c", code, "review", str(EXAMPLE)],
        capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip
    assert answer.returncode == 1
    assert "ValueError" in answer.stderr
    assert "Zebrafink" not in answer.stderr
    assert "Traceback" not in answer.stderr


def test_evidence_can_be_checked_and_shown() -> None:
    checked = ketum("evidence", "check")
    assert checked.returncode == 0
    assert "every entry has a source and a date" in checked.stdout
    shown = ketum("evidence", "show", "screening.dose-high")
    assert shown.returncode == 0
    for words in ("rule: screening.dose-high", "source: weiss2021", "last checked: 2026-"):
        assert words in shown.stdout
    by_code = ketum("evidence", "show", "MGMT_NALOXONE").stdout
    assert {"M01", "M02", "M03"} <= set(by_code.split())


def test_every_reason_names_its_place_and_every_finding_its_source() -> None:
    review = reviewed({"substances": ["oxycodone"], "kratom": {"form": "tea"}})
    findings = review["findings"]
    assert isinstance(findings, list)
    opioid = next(f for f in findings if f["code"] == "PD_OPIOID_ADDITIVE")
    assert {"fact": "medicine or substance", "value": "oxycodone", "where": "substances[0]"} in (
        opioid["because"]
    )
    assert all(finding["cites"] for finding in findings)


def test_a_term_shows_what_was_read_and_why() -> None:
    shown = ketum("term", "no seizures").stdout
    assert "symptoms: seizures" in shown
    assert "denied" in shown
    assert "neither there nor denied" in ketum("term", "risk of stroke").stdout
    assert "not recognised, so not checked" in ketum("term", "Zebrafinkamycin").stdout


def test_a_scale_with_missing_items_is_a_range_and_a_wrong_point_is_not_used() -> None:
    shown = ketum("score", "COWS", "pulse=2", "sweating=3").stdout
    assert "Total 5 to 45" in shown
    assert "not counted as 0" in shown
    assert "Not used as it stands" in ketum("score", "COWS", "pulse=3").stdout
    assert ketum("score", "No Such Scale", "a=1").returncode == 2
    assert ketum("score", "COWS", "pulse").returncode == 2


def test_drugs_can_be_checked_without_a_case_and_an_unknown_name_is_a_warning() -> None:
    shown = ketum("check", "Xanax", "Zebrafinkamycin").stdout
    assert "Sedatives and kratom together slow breathing" in shown
    assert '"Zebrafinkamycin" (substances), so not checked' in shown


def test_a_check_names_what_the_evidence_names_instead_and_nothing_where_it_names_none() -> None:
    shown = ketum("check", "naltrexone", "digoxin").stdout
    assert "Instead: Against opioid or kratom use disorder: buprenorphine or methadone" in shown
    assert shown.count("Instead:") == 1


def test_a_check_can_be_read_by_a_program() -> None:
    answer = json.loads(
        ketum("check", "acetaminophen", "benzos", "Zebrafinkamycin", "--format", "json").stdout
    )
    assert set(answer) == {"findings", "unanswered", "not_recognised", "evidence"}
    by_code = {finding["code"]: finding for finding in answer["findings"]}
    assert by_code["PD_CNS_RESP_DEPRESSION"]["severity"] == "contraindicated"
    assert by_code["PD_CNS_RESP_DEPRESSION"]["alternatives"] == []
    assert "which one is not known" in by_code["PD_CNS_RESP_DEPRESSION"]["because"][-1]["value"]
    (instead,) = by_code["PD_HEPATOTOXIC"]["alternatives"]
    assert "ibuprofen" in instead["text"]
    assert instead["cites"][0]["source"] == "va-withdrawal2018"
    texts = [entry["text"] for entry in answer["not_recognised"]]
    assert texts == ["benzos", "Zebrafinkamycin"]
    assert not any(code.startswith(("MGMT_", "COND_")) for code in by_code)
