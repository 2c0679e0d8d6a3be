"""Every rule ships its boundary pair: a case where it fires, and one where it stays quiet."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from pathlib import Path

from ketum.finding import Disposition, Severity, Urgency
from tests.shape.tree import KNOWLEDGE, VIGNETTES, files, name, none_found

RULES = (KNOWLEDGE / "rules", KNOWLEDGE / "law")
SIDES = ("fires", "quiet")
KEYS = {"name", "rule", "side", "because", "case", "expect"}
TABLE_KEYS = {"name", "rule", "because", "case", "of", "gives"}


def rule_ids(*folders: Path) -> set[str]:
    return {str(entry["id"]) for folder in folders for _, entry in _tables(folder, "rule")}


def row_ids(rules: Path) -> set[str]:
    """Rows and conflicts of the decision table: a vignette may stand at their edge too."""
    return {str(entry["id"]) for kind in ("row", "conflict") for _, entry in _tables(rules, kind)}


def words_of_a_table(knowledge: Path) -> dict[str, set[str]]:
    """What a table may be of, and the words it may then give: a misspelt code is never absent."""
    severities = {"absent", *(severity.word for severity in Severity)}
    codes = [str(entry["id"]) for _, entry in _tables(knowledge, "code")]
    due = {f"{code}.urgency": {when.value for when in Urgency} for code in codes}
    placed = {place.word for place in Disposition}
    return {**dict.fromkeys(codes, severities), **due, "disposition": placed}


def malformed_tables(vignettes: Path, rules: set[str], words: dict[str, set[str]]) -> Iterator[str]:
    for path, table in _tables(vignettes, "table"):
        where = f"{name(path)} {table.get('name', 'without a name')!r}"
        if wrong := TABLE_KEYS ^ set(table):
            yield f"{where}: missing or unknown {', '.join(sorted(wrong))}."
        if table.get("rule") not in rules:
            yield f"{where}: there is no rule {table.get('rule')!r}."
        code, _, told = str(table.get("of")).partition(".")
        if told in {"says", "instead"} and code in words:
            continue
        gives = table.get("gives", {})
        for word in sorted(set(gives if isinstance(gives, dict) else ())):
            if word not in words.get(str(table.get("of")), ()):
                yield f"{where}: {table.get('of')!r} is never {word!r}."


def malformed(vignettes: Path, rules: set[str]) -> Iterator[str]:
    for path, vignette in _tables(vignettes, "vignette"):
        where = f"{name(path)} {vignette.get('name', 'without a name')!r}"
        if wrong := KEYS ^ set(vignette):
            yield f"{where}: missing or unknown {', '.join(sorted(wrong))}."
        if vignette.get("rule") not in rules:
            yield f"{where}: there is no rule {vignette.get('rule')!r}."
        if vignette.get("side") not in SIDES:
            yield f"{where}: side must be one of {', '.join(SIDES)}."


def unpaired(vignettes: Path, rules: set[str]) -> Iterator[str]:
    shown = {(entry.get("rule"), entry.get("side")) for _, entry in _tables(vignettes, "vignette")}
    for rule in sorted(rules):
        for side in SIDES:
            if (rule, side) not in shown:
                yield f'{rule} has no vignette with side = "{side}".'


def on_one_case_only(vignettes: Path, ids: set[str]) -> Iterator[str]:
    """Rules and rows that would stand without a case if any one case were deleted."""
    cases: dict[object, set[str]] = {identity: set() for identity in ids}
    for _, vignette in _tables(vignettes, "vignette"):
        cases.setdefault(vignette.get("rule"), set()).add(repr(vignette.get("case")))
    for identity in sorted(ids):
        if len(cases[identity]) < len(SIDES):
            yield f"{identity} is named by {len(cases[identity])} different cases."


def _tables(folder: Path, kind: str) -> Iterator[tuple[Path, dict[str, object]]]:
    for path in files(folder, kind="*.toml"):
        for entry in tomllib.loads(path.read_text(encoding="utf-8")).get(kind, []):
            yield path, entry


def test_every_rule_has_its_boundary_pair() -> None:
    none_found(
        unpaired(VIGNETTES, rule_ids(*RULES)),
        "write the first case that fires and the last that does not, in tests/vignettes/<room>/.",
    )


def test_no_rule_depends_on_a_single_case() -> None:
    none_found(
        on_one_case_only(VIGNETTES, rule_ids(*RULES)),
        "write another case: with any one case deleted, no rule may stand without one.",
    )


def test_every_vignette_is_well_formed() -> None:
    none_found(
        malformed(VIGNETTES, rule_ids(*RULES) | row_ids(KNOWLEDGE / "rules")),
        "a vignette has name, rule, side, because, case and expect; see CONTRIBUTING.md.",
    )


def test_every_table_of_vignettes_is_well_formed() -> None:
    rules = KNOWLEDGE / "rules"
    none_found(
        malformed_tables(VIGNETTES, rule_ids(*RULES) | row_ids(rules), words_of_a_table(rules)),
        "a table has name, rule, because, case, of and gives; see CONTRIBUTING.md.",
    )


def test_the_check_finds_a_wrong_table(tmp_path: Path) -> None:
    (tmp_path / "v.toml").write_text(
        '[[table]]\nname = "good"\nrule = "liver"\nbecause = "b"\ncase = {}\nof = "LIVER"\n'
        'gives = { major = [1] }\n[[table]]\nname = "bad"\nrule = "lung"\nof = "LIVR"\n'
        "gives = { absent = [1] }\n"
    )
    assert list(malformed_tables(tmp_path, {"liver"}, {"LIVER": {"major", "absent"}})) == [
        "v.toml 'bad': missing or unknown because, case.",
        "v.toml 'bad': there is no rule 'lung'.",
        "v.toml 'bad': 'LIVR' is never 'absent'.",
    ]


def test_the_checks_find_a_missing_side_and_a_wrong_vignette(tmp_path: Path) -> None:
    (tmp_path / "rules.toml").write_text('[[rule]]\nid = "dose.high"\n[[rule]]\nid = "liver"\n')
    whole = 'name = "n"\nbecause = "b"\ncase = {}\nexpect = {}\n'
    (tmp_path / "v.toml").write_text(
        f'[[vignette]]\n{whole}rule = "dose.high"\nside = "fires"\n'
        f'[[vignette]]\n{whole}rule = "dose.high"\nside = "quiet"\n'
        f'[[vignette]]\n{whole}rule = "liver"\nside = "fires"\n'
        '[[vignette]]\nname = "bad"\nrule = "dose.low"\nside = "both"\n'
    )
    rules = rule_ids(tmp_path)
    assert list(on_one_case_only(tmp_path, rules)) == [
        "dose.high is named by 1 different cases.",
        "liver is named by 1 different cases.",
    ]

    assert rules == {"dose.high", "liver"}
    assert list(unpaired(tmp_path, rules)) == ['liver has no vignette with side = "quiet".']
    assert list(malformed(tmp_path, rules)) == [
        "v.toml 'bad': missing or unknown because, case, expect.",
        "v.toml 'bad': there is no rule 'dose.low'.",
        "v.toml 'bad': side must be one of fires, quiet.",
    ]
