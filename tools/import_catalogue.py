"""Rewrite the catalogue of alkaloids from a reference folder.

    python tools/import_catalogue.py REFERENCE_FOLDER

Three tables: the alkaloids, what they do to targets by assay, what products hold. A value stands
as it was published; its ends are read from it where it is a number. Rows on mixtures, and on
substances that are no alkaloid of the list, are left out. The output depends on the input alone.
"""

from __future__ import annotations

import csv
import hashlib
import json
import re
import sys
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

HERE = Path(__file__).resolve().parent
KNOWLEDGE = HERE.parent / "src" / "ketum" / "knowledge"
CHECKED = "2026-11-23"
Row = dict[str, str]
SAID = tomllib.loads((HERE / "catalogue_additions.toml").read_text(encoding="utf-8"))["remark"]

RECALLED = re.compile(r"\s*\((?:doi )?recalled\)")
DOI = re.compile(r"10\.\d{4,}/\S+")
NUMBER = r"\d+(?:\.\d+)?"
NAMES = {
    "corynoxine": ("corynoxine (A)",),
    "mitragynine and extracts": ("mitragynine",),
    "7-OH": ("7-hydroxymitragynine",),
}
KINDS = (
    (r"MOR|KOR|DOR|opioid", "opioid receptor"),
    (r"alpha-|5-HT", "other receptor"),
    (r"CYP|UGT|P-gp", "enzyme or transporter"),
    (r"hERG", "ion channel"),
    (r"respiration", "breathing of an animal"),
)
TARGET = re.compile(r"(CYP\w+|UGT\w+(?:, UGT\w+)*|P-gp|hERG)\s*(.*)")


def names_in(text: str, known: Iterable[str]) -> tuple[str, ...]:
    """The alkaloids of the list that a cell names, or none."""
    bare = re.sub(r"\s*\((?!A\)).*\)$", "", text)
    if bare in NAMES:
        return NAMES[bare]
    parts = tuple(NAMES.get(part.strip(), (part.strip(),))[0] for part in bare.split(", "))
    return parts if all(part in set(known) for part in parts) else ()


def ends_of(value: str) -> tuple[str, str]:
    """The ends of a published value; empty where it has none, as of words or of "more than"."""
    text = value.lstrip("~")
    if re.fullmatch(NUMBER, text):
        return text, text
    if found := re.fullmatch(rf"({NUMBER})-({NUMBER})", text):
        return found[1], found[2]
    if text.startswith(">") and re.fullmatch(NUMBER, text[1:]):
        return text[1:], ""
    if text.startswith("<") and re.fullmatch(NUMBER, text[1:]):
        return "", text[1:]
    return "", ""


class Sources:
    """Each source once: one that the knowledge has already by its DOI, else a new entry."""

    def __init__(self) -> None:
        self._known: dict[str, str] = {}
        for path in sorted((KNOWLEDGE / "sources").glob("*.toml")):
            if path.name != "catalogue.toml":
                for entry in tomllib.loads(path.read_text(encoding="utf-8"))["source"]:
                    for doi in DOI.findall(entry["locator"]):
                        self._known.setdefault(doi.lower(), entry["id"])
        self.made: dict[str, dict[str, object]] = {}

    def of(self, source: str, locator: str, *, read: str, is_read: bool) -> str:
        doi = DOI.search(locator)
        if doi and (known := self._known.get(doi[0].rstrip(")").lower())):
            return known
        words = re.findall(r"[a-z]+|\d{4}", source.casefold())[:2]
        digest = hashlib.sha256(source.encode()).hexdigest()[:6]
        identity = f"catalogue-{'-'.join(words)}-{digest}"
        at = RECALLED.sub("", locator).strip()
        entry = self.made.setdefault(
            identity,
            {
                "id": identity,
                "kind": "judgement" if "general natural-product" in source else "publication",
                "title": source,
                "authors": source.split(" ", maxsplit=1)[0],
                "year": (re.findall(r"\b(?:19|20)\d\d\b", source) or ["undated"])[0],
                "locator": at if at not in ("", "-", "no doi", "not seen") else "not seen",
                "read": read or "checked by whoever made the reference table",
                "confirmed": False,
            },
        )
        entry["confirmed"] = bool(entry["confirmed"] or is_read) and entry["kind"] != "judgement"
        return identity

    def write(self) -> None:
        entries = []
        for _, says in sorted(self.made.items()):
            lines = [f"{key} = {json.dumps(v, ensure_ascii=False)}" for key, v in says.items()]
            entries.append("\n".join(["[[source]]", *lines, f"checked = {CHECKED}"]))
        path = KNOWLEDGE / "sources" / "catalogue.toml"
        path.write_text("\n\n".join(entries) + "\n", encoding="utf-8")
        print(f"{path.name}: {len(entries)} sources")


def footer(row: Mapping[str, str], sources: Sources) -> Row:
    """Confirmed is what was read in the publication itself, under an address that was seen."""
    seen, doi = row.get("seen_in", ""), row.get("doi", "")
    status = row.get("status") or row.get("verification", "")
    is_read = status == "verified" and "recalled" not in doi and "secondary" not in seen
    source = row.get("source") or f"{row['study']} {row['year']} ({row['source_org']})"
    cites = sources.of(source, doi or row.get("source_url", ""), read=seen, is_read=is_read)
    return {"cites": cites, "confirmed": "yes" if is_read else "no", "checked": CHECKED}


def remark(source: str, value: str) -> str:
    """What is said beside this value, in words of our own."""
    for each in SAID:
        if source.startswith(each["of"]) and value in each["values"]:
            return str(each["says"])
    return ""


def alkaloids(rows: Iterable[Row], sources: Sources) -> Iterator[Row]:
    for row in rows:
        stereo = {"isomeric, CIP-checked": "certain"}.get(row["smiles_kind"], "not told")
        sure = row["status"] == "verified"
        yield {
            "id": row["alkaloid"],
            "class": row["class"],
            "subclass": row["subclass"],
            "origin": row["origin"],
            "formula": row["formula"],
            "weight": row["mw"],
            "smiles": row["smiles"],
            "stereochemistry": stereo if row["smiles"] else "",
            "structure": "certain" if row["smiles"] and sure else "not certain",
            "pubchem": row["pubchem_cid"],
            "cas": RECALLED.sub("", row["cas"]),
            "cas_confirmed": "" if not row["cas"] else "no" if "recalled" in row["cas"] else "yes",
            "synonyms": "|".join(part.strip() for part in row["synonyms"].split(", ") if part)
            if not row["synonyms"].startswith("18,19") else row["synonyms"],
            "remark": "",
            **footer(row, sources),
        }  # fmt: skip


def targets(folder: Path, known: Iterable[str], sources: Sources) -> Iterator[Row]:
    for row in table(folder, "receptor"):
        for name in names_in(row["compound"], known):
            yield target(row, name, row["target"], row["parameter"], row["assay"], sources)
    for row in table(folder, "invitro"):
        found = TARGET.fullmatch(row["property"])
        if found is None or "static" in row["property"] or row["status"] == "missing":
            continue
        for name in names_in(row["compound"], known):
            read = {**row, "efficacy_class": ""}
            yield target(read, name, found[1], found[2] or "effect", row["system"], sources)


def target(row: Row, name: str, of: str, parameter: str, assay: str, sources: Sources) -> Row:
    low, high = ends_of(row["value"])
    return {
        "substance": name,
        "target": of,
        "kind": next(kind for pattern, kind in KINDS if re.search(pattern, of)),
        "parameter": parameter,
        "value": row["value"],
        "low": low,
        "high": high,
        "unit": row["unit"],
        "spread": row["spread"],
        "assay": assay,
        "system": row["population"],
        "says": RECALLED.sub("", row["efficacy_class"]),
        "remark": remark(row["source"], row["value"]),
        **footer(row, sources),
    }


def contents(folder: Path, known: Iterable[str], sources: Sources) -> Iterator[Row]:
    for row in table(folder, "product_alkaloids"):
        for name in names_in(row["analyte_or_measure"], known):
            low, high = ends_of(row["value"])
            yield {
                "substance": name,
                "product": row["product_class"],
                "country": row["country"],
                "value": row["value"],
                "low": low,
                "high": high,
                "unit": row["unit"],
                "statistic": row["statistic"],
                "n": row["n"],
                "remark": remark(row["source"], row["value"]),
                **footer(row, sources),
            }
    for row in table(folder, "product_measurements"):
        for name in names_in(row["analyte"], known):
            both = f"{row['low']}-{row['high']}" if row["low"] and row["high"] else ""
            value = row["central"] or both or row["low"] or row["high"]
            if value:
                yield {
                    "substance": name,
                    "product": row["product"],
                    "country": "",
                    "value": f"{row['central']} ({both})" if row["central"] and both else value,
                    "low": row["low"] or row["central"],
                    "high": row["high"] or row["central"],
                    "unit": row["unit"],
                    "statistic": "label claim" if row["study"] == "Label claim" else "",
                    "n": row["n"],
                    "remark": remark(row["study"], value),
                    **footer(row, sources),
                }


def table(folder: Path, name: str) -> list[Row]:
    with (folder / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def write(name: str, rows: list[Row]) -> None:
    numbered = name != "alkaloids"
    with (KNOWLEDGE / "catalogue" / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
        head = ["id", *rows[0]] if numbered else list(rows[0])
        writer = csv.DictWriter(file, fieldnames=head, lineterminator="\n")
        writer.writeheader()
        for number, row in enumerate(rows, start=1):
            writer.writerow({"id": f"{name}-{number:03}", **row} if numbered else row)
    print(f"{name}.csv: {len(rows)} rows")


def main(folder: Path) -> None:
    sources = Sources()
    listed = list(alkaloids(table(folder, "alkaloids"), sources))
    known = [row["id"] for row in listed]
    write("alkaloids", listed)
    write("targets", list(targets(folder, known, sources)))
    write("contents", list(contents(folder, known, sources)))
    sources.write()


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    main(Path(sys.argv[1]))
