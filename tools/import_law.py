"""Rewrite the tables of the law from a reference folder.

    python tools/import_law.py REFERENCE_FOLDER

Every row of the reference table of legal events is taken over. How a scope is read, rows that
say two things, disputes and caps as numbers stand in `law_additions.toml` beside this file. The
output depends on the input alone.
"""

from __future__ import annotations

import csv
import hashlib
import json
import re
import sys
import tomllib
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

HERE = Path(__file__).resolve().parent
KNOWLEDGE = HERE.parent / "src" / "ketum" / "knowledge"
Row = dict[str, str]

STATUS = {
    "regulated_kcpa": "regulated",
    "regulated_export": "regulated",
    "prohibited_above_threshold": "regulated",
}
SUBSTANCES = {
    "leaf": "leaf",
    "mitragynine": "mitragynine",
    "7-OH": "7-OH",
    "synthetic": "semi-synthetic",
    "mitragynine pseudoindoxyl": "semi-synthetic",
    "MGM-15": "semi-synthetic",
    "MGM-16": "semi-synthetic",
}
ORDER = ("leaf", "mitragynine", "7-OH", "semi-synthetic", "other")
READ = {"verified": "at the place", "secondary": "secondary summary", "recalled": "not read"}
NOT_READ = "ketum2026-law-not-read"


def substances_of(scope: str) -> list[str]:
    """The substances a scope names; words in brackets say more about one of them."""
    bare = re.sub(r"\(.*?\)", "", scope)
    named = (part.strip() for part in re.split(r"[;:]", bare))
    found = {SUBSTANCES[part] for part in named if part in SUBSTANCES}
    return [s for s in ORDER if s in found]


def source_of(row: Row) -> str:
    """The id of the source of a row: where it was read and a mark of the address."""
    if not row["source_url"]:
        return NOT_READ
    site = re.sub(r"[^a-z0-9]+", "-", urlsplit(row["source_url"]).netloc.removeprefix("www."))
    return f"law-{site}-{hashlib.sha256(row['source_url'].encode()).hexdigest()[:6]}"


def event_row(row: Row, additions: Mapping[str, Any]) -> Row:
    read: Mapping[str, Any] = next((r for r in additions["read"] if r["id"] == row["event_id"]), {})
    named = read.get("substances") or [
        *substances_of(row["substance_scope"]),
        *read.get("also", []),
    ]
    if not named:
        raise SystemExit(f"{row['event_id']}: no substance is read in {row['substance_scope']!r}")
    status = row["status_class"]
    return {
        "id": row["event_id"],
        "place": row["jurisdiction_code"],
        "place_name": row["jurisdiction_name"],
        "level": row["level"],
        "substances": "|".join(s for s in ORDER if s in named),
        "forms": "|".join(read.get("forms", [])),
        "scope": row["substance_scope"],
        "kind": row["event_type"],
        "status": STATUS.get(status, status),
        "status_said": status,
        "binds": read.get("binds", "all"),
        "minimum_age": read.get("minimum_age", row["minimum_age"]),
        "cap": row["seven_oh_cap"],
        "from": row["effective_from"],
        "to": row["effective_to"],
        "dated_by": read.get("dated_by", "effect"),
        "instrument": row["instrument"],
        "as_of": row["source_date"],
        "standing": row["verification"],
        "confidence": row["confidence"],
        "remark": read.get("remark", ""),
        "cites": source_of(row),
        "confirmed": "yes" if row["verification"] == "verified" else "no",
        "checked": row["date_seen"],
    }


def further_rows(rows: Mapping[str, Row], additions: Mapping[str, Any]) -> list[Row]:
    """The second thing a row says, and what may have happened since it was read."""
    found = []
    for second in additions["second"]:
        of = rows[second["of"]]
        found.append(
            of
            | {
                "id": f"{of['id']}b",
                "substances": "|".join(second["substances"]),
                "status": second["status"],
                "status_said": second["status"],
                "minimum_age": second.get("minimum_age", ""),
                "remark": second.get("remark", ""),
            }
        )
    for still_open in additions["open"]:
        of = rows[still_open["of"]]
        found.append(
            of
            | {
                "id": still_open["id"],
                "substances": "|".join(still_open["substances"]),
                "kind": "open",
                "status": "|".join(still_open["sides"]),
                "status_said": "",
                "cap": "",
                "from": still_open["from"],
                "instrument": still_open["instrument"],
                "remark": still_open["remark"],
                "confirmed": "no",
            }
        )
    return found


def dispute_rows(rows: Mapping[str, Row], additions: Mapping[str, Any]) -> list[Row]:
    found = []
    for dispute in additions["dispute"]:
        of = [rows[event] for event in dispute["events"]]
        found.append(
            {
                "id": dispute["id"],
                "place": dispute["place"],
                "substances": "|".join(dispute["substances"]),
                "sides": "|".join(dispute["sides"]),
                "from": dispute["from"],
                "to": dispute.get("to", ""),
                "why": dispute["why"],
                "events": "|".join(dispute["events"]),
                "cites": " ".join(dict.fromkeys(row["cites"] for row in of)),
                "confirmed": "no",
                "checked": min(row["checked"] for row in of),
            }
        )
    return found


def limit_rows(rows: Mapping[str, Row], additions: Mapping[str, Any]) -> list[Row]:
    return [
        {"event": event, "analyte": analyte, "value": value, "unit": unit}
        | {key: rows[event][key] for key in ("cites", "confirmed", "checked")}
        for caps in additions["caps"]
        for event in caps["events"]
        for analyte, value, unit in caps["limits"]
    ]


def write_table(name: str, rows: Sequence[Row]) -> None:
    with (KNOWLEDGE / "law" / name).open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, fieldnames=list(rows[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
    print(f"{name}: {len(rows)} rows")


def write_sources(reference: Sequence[Row]) -> None:
    """One source an address; it is confirmed where a row says that it was read there."""
    groups: dict[str, list[Row]] = {}
    for row in reference:
        groups.setdefault(source_of(row), []).append(row)
    entries = []
    for identity, rows in sorted(groups.items()):
        if identity == NOT_READ:
            continue
        is_read = any(row["verification"] == "verified" for row in rows)
        statute = is_read and bool(re.search(r"\d-\d|Code|KRS|O\.S\.", rows[0]["source_org"]))
        says: dict[str, object] = {
            "id": identity,
            "kind": "statute" if statute else "web",
            "title": f"{rows[0]['instrument'] or rows[0]['jurisdiction_name']}"
            + (f", and {len(rows) - 1} more" if len(rows) > 1 else ""),
            "authors": rows[0]["source_org"],
            "year": (max(row["source_date"] for row in rows) or "undated")[:4],
            "locator": rows[0]["source_url"],
            "read": "full text or copy" if is_read else READ["secondary"],
            "confirmed": is_read,
        }
        lines = [f"{key} = {json.dumps(value, ensure_ascii=False)}" for key, value in says.items()]
        checked = max(row["date_seen"] for row in rows)
        entries.append("\n".join(["[[source]]", *lines, f"checked = {checked}"]))
    path = KNOWLEDGE / "sources" / "law_events.toml"
    path.write_text("\n\n".join(entries) + "\n", encoding="utf-8")
    print(f"{path.name}: {len(entries)} sources")


def main(folder: Path) -> None:
    additions = tomllib.loads((HERE / "law_additions.toml").read_text(encoding="utf-8"))
    with (folder / "legal_events.csv").open(encoding="utf-8", newline="") as file:
        reference = list(csv.DictReader(file))
    rows = {row["event_id"]: event_row(row, additions) for row in reference}
    write_table("events.csv", [*rows.values(), *further_rows(rows, additions)])
    write_table("disputes.csv", dispute_rows(rows, additions))
    write_table("limits.csv", limit_rows(rows, additions))
    write_sources(reference)


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    main(Path(sys.argv[1]))
