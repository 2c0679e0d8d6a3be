"""Rewrite the vocabulary tables from a reference folder.

    python tools/import_vocabulary.py REFERENCE_FOLDER

A maintainer runs this when the reference tables change; nothing at run time or in the tests
reads the reference folder. Words the tables lack, neutral labels and the sources stand in
`vocabulary_additions.toml` beside this file. The output depends on the input alone.
"""

from __future__ import annotations

import csv
import json
import re
import sys
import tomllib
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from itertools import product
from pathlib import Path
from typing import Any

from member_rules import Refused, Row, members_of, split
from phrase_rows import amount_rows, denied_rows, qualifier_rows

HERE = Path(__file__).resolve().parent
KNOWLEDGE = HERE.parent / "src" / "ketum" / "knowledge"
CHECKED = "2026-11-22"

SCORES = {
    "cns_depressant": "cns_depressant_0_3",
    "serotonergic": "serotonergic_0_2",
    "seizure_threshold": "seizure_threshold_0_2",
    "hepatotoxic": "hepatotoxic_0_2",
    "anticholinergic": "anticholinergic_0_2",
    "sympathomimetic": "sympathomimetic_0_2",
    "hypotension": "hypotension_bradycardia_0_2",
    "mao_inhibitor": "mao_inhibitor_0_2",
}
# The QT column descends from a list whose licence does not let it ship; so do its rules.
NOT_SHIPPED = "qt_grade"


@dataclass(kw_only=True)
class Import:
    """The reference tables, the additions, and the sources cited so far."""

    folder: Path
    additions: Mapping[str, Any]
    cited: set[str] = field(default_factory=set)

    def table(self, name: str) -> list[Row]:
        with (self.folder / f"{name}.csv").open(encoding="utf-8", newline="") as file:
            return list(csv.DictReader(file))

    def cite(self, ids: Iterable[str]) -> str:
        unique = list(dict.fromkeys(ids))
        self.cited.update(unique)
        return " ".join(unique)

    def sources_in(self, cell: str) -> list[str]:
        """The ids of the sources a reference cell names; refuses one it cannot place."""
        found = []
        for text in filter(None, (part.strip() for part in cell.split(" ; "))):
            if any(skip in text for skip in self.additions["not_carried"]):
                continue
            ids = [s["id"] for s in self.additions["source"] if any(m in text for m in s["match"])]
            if not ids:
                raise Refused(f"no source in the additions matches: {text}")
            found += ids
        return found


def slug(text: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", text.lower()).strip("-")


def key(text: str) -> str:
    plain = unicodedata.normalize("NFKD", text.lower())
    return re.sub(r"[^a-z0-9+<>°]+", "", "".join(c for c in plain if not unicodedata.combining(c)))


def parts_of(label: str) -> list[str]:
    """What "a/b (c)" is also called: "a/b", "a", "b"."""
    base = re.sub(r"\s*\(.*\)", "", label)
    return [base, *(part.strip() for part in base.split("/"))]


def distinct(names: Iterable[str], *, without: Iterable[str] = ()) -> list[str]:
    """The names in order, one per spelling, leaving out those that belong elsewhere."""
    seen = set(without)
    kept = []
    for name in names:
        if key(name) and key(name) not in seen:
            seen.add(key(name))
            kept.append(name)
    return kept


@dataclass(kw_only=True)
class Names:
    """Who owns a name: a label first, then a combination, a drug, a class, an ambiguous name."""

    labels: dict[str, str]
    classes: dict[str, str]
    multi: dict[str, Row]
    words: dict[str, Row]
    drugs: dict[str, set[str]]

    def several(self, name: str) -> bool:
        word = self.words.get(name)
        return name in self.multi or (word is not None and ";" in word["drugs"])

    def of_class(self, name: str) -> bool:
        """A class keeps a name no drug has, and an ordinary word one drug has as slang."""
        owners = self.drugs.get(name, set())
        return len(owners) != 1 or name in self.words


def read_names(
    run: Import, drugs: list[Row], classes: list[Row], members: dict[str, set[str]]
) -> Names:
    owners: dict[str, set[str]] = {}
    for drug in drugs:
        for name in (drug["generic_name"], *split(drug["brand_names"]), *split(drug["synonyms"])):
            owners.setdefault(key(name), set()).add(drug["generic_name"])
    labels = {key(drug["generic_name"]): drug["generic_name"] for drug in drugs}
    names = Names(labels=labels, classes={}, multi={}, words={}, drugs=owners)
    for row in run.table("ambiguous_words"):
        names.words[key(row["word"])] = row
    for row in classes:
        if len(members[row["class_id"]]) > 1:
            for name in split(row["class_names"]):
                if key(name) not in labels and names.of_class(key(name)):
                    names.classes[key(name)] = row["class_id"]
    for row in run.table("drug_names_multi"):
        if key(row["name"]) not in labels and key(row["name"]) not in names.classes:
            names.multi[key(row["name"])] = row
    return names


def drug_rows(
    run: Import,
    drugs: list[Row],
    members: dict[str, set[str]],
    names: Names,
    extra: dict[str, list[str]],
) -> list[Row]:
    rows = []
    for drug in drugs:
        label = drug["generic_name"]
        added = run.additions["drug_names"].get(slug(label), [])
        own = [*split(drug["brand_names"]), *split(drug["synonyms"]), *extra.get(label, []), *added]
        own += parts_of(label)
        kept = [
            name
            for name in distinct(own, without=names.labels)
            if not names.several(key(name)) and key(name) not in names.classes
        ]
        verified = drug["rxcui_status"] == "verified"
        cites = run.sources_in(drug["source"])
        if verified:
            cites += run.sources_in(drug["rxcui_source"])
        cites += run.sources_in(drug["names_source"])
        if drug["atc_status"] == "verified":
            cites.append("who-atc-2026")
        if drug["cyp_class_status"].startswith("verified"):
            cites += run.sources_in(drug["cyp_class_source"])
        row = {
            "id": slug(label),
            "label": label,
            "drug_class": drug["drug_class"],
            "classes": "|".join(sorted(c for c, who in members.items() if label in who)),
            "opioid_role": drug["opioid_role"],
        }
        row |= {name: drug[column] for name, column in SCORES.items()}
        row |= {name: str(n) for name, n in run.additions["scores"].get(row["id"], {}).items()}
        row["rxcui"] = drug["rxcui"] if verified else ""
        row["names"] = "|".join(kept)
        rows.append(row | footer(run, [*cites, "ketum2026-ordinal-scores"], verified))
    return rows


def class_rows(run: Import, classes: list[Row], names: Names) -> list[Row]:
    labels = run.additions["class_labels"]
    rows = []
    for row in classes:
        own = [n for n in split(row["class_names"]) if names.classes.get(key(n)) == row["class_id"]]
        added = run.additions["class_names"].get(row["class_id"], [])
        rows.append(
            {
                "id": row["class_id"],
                "label": labels.get(row["class_id"], row["class_id"].replace("_", " ")),
                "names": "|".join(distinct([*own, *added])),
            }
            | footer(run, ["ketum2026-drug-classes"], False)
        )
    return rows


def multi_rows(run: Import, names: Names) -> list[Row]:
    rows = []
    for row in names.multi.values():
        members = [slug(member) for member in split(row["members"])]
        poorly_absorbed = "poorly absorbed" in row["note"]
        absent = [m for m in members if poorly_absorbed and m in run.additions["absent_orally"]]
        rows.append(
            {
                "name": row["name"],
                "kind": row["kind"],
                "members": "|".join(members),
                "absent_members": "|".join(absent),
                "not_in_table": "|".join(split(row["not_in_table"])),
            }
            | footer(run, ["ketum2026-drug-names"], False)
        )
    for added in run.additions["multi"]:
        rows += [
            {
                "name": name,
                "kind": added.get("kind", "combination"),
                "members": "|".join(map(slug, added["members"])),
                "absent_members": "|".join(map(slug, added["absent"])),
                "not_in_table": "",
            }
            | footer(run, ["ketum2026-drug-names"], False)
            for name in added["names"]
        ]
    return rows


def word_rows(run: Import, names: Names) -> list[Row]:
    """The words of the reference, then the further names the additions call ordinary."""
    rows = {
        spelled: (row["word"], split(row["drugs"]), row["kind"])
        for spelled, row in names.words.items()
    }
    for word in run.additions["ordinary"]["words"]:
        multi = names.multi.get(key(word))
        drugs = split(multi["members"]) if multi else sorted(names.drugs.get(key(word), ()))
        if drugs:
            rows.setdefault(key(word), (word, drugs, "word"))
    return [
        {"word": word, "drugs": "|".join(slug(drug) for drug in drugs), "kind": kind}
        | footer(run, ["ketum2026-drug-names"], False)
        for word, drugs, kind in rows.values()
    ]


def term_rows(run: Import) -> list[Row]:
    labels, wider = run.additions["term_labels"], run.additions["term_names"]
    yields = {key(name): owner for name, owner in run.additions["read_first"].items()}
    whole = set(map(key, run.additions["whole_entry"]["words"]))
    made = made_names(run.additions["phrases"])
    rows = []
    for term in run.table("terms"):
        name = slug(term["term"])
        label = labels.get(name, term["term"])
        parts = ("synonyms", "abbreviations", "plain_words", "misspellings")
        own = [term["term"], *(n for c in parts for n in split(term[c])), *wider.get(name, [])]
        own += made.get(name, [])
        second = [n for n in distinct(own) if yields.get(key(n), name) != name]
        coded = {c: term[c] for c in ("icd10cm", "loinc") if term[STATUS[c]] == "verified"}
        cites = [source for c, source in CODES.items() if coded.get(c)]
        rows.append(
            {
                "id": name,
                "label": label,
                "kind": term["kind"],
                "role": term["role"],
                "groups": "|".join(split(term["concepts"])),
                **spelled(label, distinct(own, without=[key(label), *map(key, second)]), whole),
                "second_names": "|".join(second),
                "icd10": coded.get("icd10cm", ""),
                "loinc": coded.get("loinc", ""),
            }
            | footer(run, [*cites, "ketum2026-terms"], bool(cites))
        )
    for term in run.additions["term"]:
        name = slug(term["label"])
        own = [*term["names"], *wider.get(name, []), *made.get(name, [])]
        rows.append(
            {
                "id": name,
                "label": term["label"],
                "kind": term["kind"],
                "role": term["role"],
                "groups": "|".join(term["groups"]),
                **spelled(term["label"], distinct(own, without=[key(term["label"])]), whole),
                "second_names": "",
                "icd10": "",
                "loinc": "",
            }
            | footer(run, ["ketum2026-terms"], False)
        )
    return rows


def made_names(phrases: list[dict[str, Any]]) -> dict[str, list[str]]:
    """The names put together from parts ("baby" "is" "sleepy"), by the id of their term."""
    found: dict[str, list[str]] = {}
    for row in phrases:
        names = (" ".join(filter(None, words)) for words in product(*row["parts"]))
        found.setdefault(row["id"], []).extend(names)
    return found


def spelled(label: str, names: list[str], whole: set[str]) -> Row:
    return {
        "names": "|".join(name for name in names if key(name) not in whole),
        "whole_names": "|".join(name for name in [label, *names] if key(name) in whole),
    }


STATUS = {"icd10cm": "icd10_status", "loinc": "loinc_status"}
CODES = {"icd10cm": "icd10cm-2026", "loinc": "loinc"}


def footer(run: Import, cites: list[str], confirmed: bool) -> Row:
    return {
        "cites": run.cite(cites),
        "confirmed": "yes" if confirmed else "no",
        "checked": CHECKED,
    }


def write_table(name: str, rows: list[Row]) -> None:
    path = KNOWLEDGE / "terms" / f"{name}.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, fieldnames=list(rows[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
    print(f"{path.name}: {len(rows)} rows")


def write_sources(run: Import) -> None:
    keys = ("id", "kind", "title", "authors", "year", "locator", "read", "confirmed")
    entries = []
    for source in run.additions["source"]:
        if source["id"] in run.cited:
            lines = [f"{k} = {json.dumps(source[k], ensure_ascii=False)}" for k in keys]
            entries.append("\n".join(["[[source]]", *lines, f"checked = {CHECKED}"]))
    path = KNOWLEDGE / "sources" / "vocabulary.toml"
    path.write_text("\n\n".join(entries) + "\n", encoding="utf-8")
    print(f"{path.name}: {len(entries)} sources")


def main(folder: Path) -> None:
    additions = tomllib.loads((HERE / "vocabulary_additions.toml").read_text(encoding="utf-8"))
    run = Import(folder=folder, additions=additions)
    drugs = run.table("drugs")
    named = [*run.table("drug_classes"), *additions["class"]]
    every_class = {row["class_id"]: row for row in named}
    classes = [row for row in every_class.values() if NOT_SHIPPED not in row["member_rule"]]
    members = {}
    for row in classes:
        members[row["class_id"]] = members_of(row["member_rule"], drugs, every_class)
        expected = int(row.get("members_now", len(members[row["class_id"]])))
        if len(members[row["class_id"]]) != expected:
            print(f"look at {row['class_id']}: {len(members[row['class_id']])} members now")
    names = read_names(run, drugs, classes, members)
    # A class of one drug has no "which one?": what people write for it names the drug.
    extra: dict[str, list[str]] = {}
    for row in classes:
        if len(members[row["class_id"]]) == 1:
            extra.setdefault(next(iter(members[row["class_id"]])), []).extend(
                split(row["class_names"])
            )
    write_table("drugs", drug_rows(run, drugs, members, names, extra))
    write_table("drug_classes", class_rows(run, classes, names))
    write_table("drug_names_multi", multi_rows(run, names))
    write_table("ambiguous_words", word_rows(run, names))
    write_table("terms", term_rows(run))
    phrases = footer(run, ["ketum2026-qualifiers"], False)
    write_table("qualifiers", qualifier_rows(additions, phrases))
    write_table("denied_names", denied_rows(additions, phrases))
    amounts = footer(run, ["ketum2026-amount-words"], False)
    write_table("amount_words", amount_rows(additions, amounts))
    write_sources(run)


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    main(Path(sys.argv[1]))
