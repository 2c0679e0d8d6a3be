"""Rewrite the limits for products from a reference folder.

    python tools/import_limits.py REFERENCE_FOLDER

Rows of the reference table that the law tables hold, that are no limits, or that are one seller's
own are left out. Names, standings and what is added stand in `limit_additions.toml` beside this
file. The output depends on the input alone.
"""

from __future__ import annotations

import csv
import hashlib
import json
import re
import sys
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

HERE = Path(__file__).resolve().parent
KNOWLEDGE = HERE.parent / "src" / "ketum" / "knowledge"
Row = dict[str, str]

COMPARATORS = {"<=": "at most", "<": "below", ">=": "at least", "absent": "absent"}
LAST = ("cites", "confirmed", "checked")


def mark(address: str) -> str:
    site = re.sub(r"[^a-z0-9]+", "-", urlsplit(address).netloc.removeprefix("www."))
    return f"{site}-{hashlib.sha256(address.encode()).hexdigest()[:6]}"


def law_sources() -> set[str]:
    content = tomllib.loads((KNOWLEDGE / "sources" / "law_events.toml").read_text(encoding="utf-8"))
    return {source["id"] for source in content["source"]}


def source_of(row: Row, standard: Mapping[str, Any], law: set[str]) -> str:
    """The source of the address, which the law may have already; else that of the standard."""
    if not row["source_url"]:
        return str(standard["not_read"])
    known = f"law-{mark(row['source_url'])}"
    return known if known in law else f"product-{mark(row['source_url'])}"


def slug(text: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", text.casefold()).strip("-")


def limit_row(row: Row, additions: Mapping[str, Any], law: set[str]) -> Row | None:
    """The limit of a row of the reference, or None where it is left out."""
    if row["standard"] in additions["left_out"] or row["analyte"] in additions["not_a_content"]:
        return None
    standard = next((s for s in additions["standard"] if s["of"] == row["standard"]), None)
    if standard is None:
        raise SystemExit(f"no [[standard]] of {row['standard']!r}: add or leave out")
    if row["analyte"] not in standard.get("only", [row["analyte"]]):
        return None
    analyte = additions["analytes"][row["analyte"]]
    note: Row = next(
        (
            note
            for note in additions["note"]
            if (note["of"], note["analyte"]) == (row["standard"], row["analyte"])
            and note.get("value", row["value"]) == row["value"]
        ),
        {},
    )
    is_test = "test" in standard
    matrix = row["basis"].replace("product", "any product") if is_test else row["matrix"]
    return {
        "id": slug(f"{standard['id']} {note.get('suffix', analyte)} {matrix if is_test else ''}"),
        "standard": standard["says"],
        "place": standard.get("place", ""),
        "kind": standard["kind"],
        "test": standard.get("test", ""),
        "analyte": analyte,
        "comparator": COMPARATORS[row["comparator"]],
        "value": "" if row["comparator"] == "absent" and row["value"] == "0" else row["value"],
        "unit": row["unit"],
        "matrix": matrix,
        "from": standard.get("from", ""),
        "to": standard.get("to", ""),
        "superseded_by": note.get("superseded_by", ""),
        "remark": note.get("remark", standard.get("remark", "")),
        "cites": source_of(row, standard, law),
        "confirmed": "yes" if row["verification"] == "verified" else "no",
        "checked": additions["checked"],
    }


def added_rows(additions: Mapping[str, Any]) -> Iterator[Row]:
    """Substances that a product must not hold, which the reports name one by one."""
    for group in additions["absent"]:
        for analyte in group["analytes"]:
            yield {
                "id": slug(f"{group['id']} {analyte}"),
                "standard": group["says"],
                "place": group.get("place", ""),
                "kind": group["kind"],
                "test": "",
                "analyte": analyte,
                "comparator": "absent",
                "value": "",
                "unit": "any amount",
                "matrix": "any product",
                "from": group.get("from", ""),
                "to": group.get("to", ""),
                "superseded_by": "",
                "remark": group.get("remark", ""),
                "cites": group["cites"],
                "confirmed": group["confirmed"],
                "checked": additions["checked"],
            }


def write_table(rows: Sequence[Row]) -> None:
    seen = [row["id"] for row in rows]
    if twice := sorted({identity for identity in seen if seen.count(identity) > 1}):
        raise SystemExit(f"twice: {', '.join(twice)}")
    with (KNOWLEDGE / "limits" / "product.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, fieldnames=list(rows[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
    print(f"product.csv: {len(rows)} rows")


def write_sources(reference: Sequence[Row], used: set[str], additions: Mapping[str, Any]) -> None:
    """One source an address; it is confirmed where a row says that it was read there."""
    groups: dict[str, list[Row]] = {}
    for row in reference:
        if row["source_url"] and (identity := f"product-{mark(row['source_url'])}") in used:
            groups.setdefault(identity, []).append(row)
    entries = []
    for identity, rows in sorted(groups.items()):
        is_read = any(row["verification"] == "verified" for row in rows)
        is_statute = re.search(r"Code|Laws", rows[0]["source_org"]) is not None
        says: dict[str, object] = {
            "id": identity,
            "kind": "statute" if is_statute else "web",
            "title": additions["titles"].get(rows[0]["source_org"], rows[0]["standard"]),
            "authors": rows[0]["source_org"],
            "year": max(row["source_date"] for row in rows)[:4],
            "locator": rows[0]["source_url"],
            "read": "full text or copy" if is_read else "secondary summary",
            "confirmed": is_read,
        }
        lines = [f"{key} = {json.dumps(value, ensure_ascii=False)}" for key, value in says.items()]
        entries.append("\n".join(["[[source]]", *lines, f"checked = {additions['checked']}"]))
    path = KNOWLEDGE / "sources" / "product_limits.toml"
    path.write_text("\n\n".join(entries) + "\n", encoding="utf-8")
    print(f"{path.name}: {len(entries)} sources")


def main(folder: Path) -> None:
    additions = tomllib.loads((HERE / "limit_additions.toml").read_text(encoding="utf-8"))
    with (folder / "product_limits.csv").open(encoding="utf-8", newline="") as file:
        reference = list(csv.DictReader(file))
    law = law_sources()
    taken = (limit_row(row, additions, law) for row in reference)
    rows = [*filter(None, taken), *added_rows(additions)]
    write_table(rows)
    write_sources(reference, {row["cites"] for row in rows}, additions)


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    main(Path(sys.argv[1]))
