"""Certificates with layouts that nobody chose: the data of one for each seed, for `make`."""

from __future__ import annotations

from random import Random
from typing import Any

__all__ = ["certificate_data"]

NAMES: dict[str, dict[str, tuple[str, ...]]] = {
    "alkaloids": {
        "mitragynine": ("Mitragynine", "MITRAGYNINE", "Mitragynine (MIT)"),
        "7-hydroxymitragynine": (
            "7-Hydroxymitragynine", "7-OH-Mitragynine", "7-Hydroxymitragynine (7-OH)", "7-OH",
        ),
        "paynantheine": ("Paynantheine", "PAYNANTHEINE"),
        "speciogynine": ("Speciogynine", "Speciogynine*"),
        "speciociliatine": ("Speciociliatine",),
        "mitraphylline": ("Mitraphylline",),
        "corynantheidine": ("Corynantheidine",),
    },
    "metals": {
        "lead": ("Lead", "Lead (Pb)", "Pb"), "arsenic": ("Arsenic", "Arsenic (As)", "As"),
        "cadmium": ("Cadmium", "Cadmium (Cd)", "Cd"), "mercury": ("Mercury", "Mercury (Hg)", "Hg"),
        "nickel": ("Nickel", "Nickel (Ni)", "Ni"), "chromium": ("Chromium", "Chromium (Cr)", "Cr"),
    },
    "microbes": {
        "total aerobic microbial count": ("Total Aerobic Microbial Count", "Total Plate Count"),
        "total combined yeasts and moulds": ("Total Yeast & Mold", "Yeast and Mold"),
        "coliforms": ("Total Coliforms", "Coliforms"),
        "enterobacteriaceae": ("Enterobacteriaceae",),
    },
    "solvents": {
        "ethanol": ("Ethanol",), "methanol": ("Methanol",), "acetone": ("Acetone",),
        "n-hexane": ("n-Hexane",), "toluene": ("Toluene",), "ethyl acetate": ("Ethyl acetate",),
    },
}  # fmt: skip
UNITS = {
    "alkaloids": ("%", "mg/g", "mg/unit"), "metals": ("ppm", "ppb", "ug/g", "mg/kg"),
    "microbes": ("CFU/g",), "solvents": ("ppm", "ug/g"),
}  # fmt: skip
SHOWN_UNITS = {
    "%": ("%", "% w/w", "%(w/w)"), "mg/g": ("mg/g",), "mg/unit": ("mg/capsule", "mg/tablet"),
    "ppm": ("ppm",), "ppb": ("ppb",), "ug/g": ("µg/g", "mcg/g"), "mg/kg": ("mg/kg",),
    "CFU/g": ("CFU/g", "cfu/g"),
}  # fmt: skip
TITLES = {
    "alkaloids": ("Alkaloid Profile", "Potency", "Kratom Alkaloids"),
    "metals": ("Heavy Metals", "Elemental Impurities", "HEAVY METALS (ICP-MS)"),
    "microbes": ("Microbiology", "Microbial Contaminants"),
    "solvents": ("Residual Solvents", "RESIDUAL SOLVENTS (GC)"),
}
HEADINGS = {
    "name": ("Analyte", "Compound", "Parameter", "Test", "Component"),
    "value": ("Result", "Results", "Concentration", "Amount", "Test Result"),
    "unit": ("Unit", "Units", "UOM"),
    "lod": ("LOD", "Detection Limit", "MDL"),
    "loq": ("LOQ", "Reporting Limit", "Limit of Quantitation"),
    "limit": ("Limit", "Specification", "Action Level", "Acceptance Criteria"),
    "status": ("Status", "Pass/Fail", "Conclusion"),
    "method": ("Method", "Test Method"),
}
MOST_ON_A4 = 5
STYLES = ("ruled", "bare", "booktabs", "zebra", "columns", "open")


def certificate_data(seed: int) -> dict[str, Any]:
    """Data for `make`, the same for the same seed."""
    chance = Random(seed)  # noqa: S311  # nothing secret depends on it
    comma = chance.random() < 0.2
    kinds = chance.sample(list(NAMES), chance.randint(2, 4))
    panels = [_panel(kind, chance, comma) for kind in kinds]
    if len(panels) > 2 and chance.random() < 0.3:
        for panel, place in zip(panels[:2], ("first", "last"), strict=True):
            panel["beside"] = place
            keep = [c for c in panel["columns"] if c in {"name", "value", "unit"}]
            heads = dict(zip(panel["columns"], panel["headings"], strict=True))
            panel["columns"], panel["headings"] = keep, [heads[c] for c in keep]
            panel["right"], panel["no_limits"] = [], True
    size, points = chance.choice((("letter", 9), ("A4", 9), ("A4", 7.5), ("letter", 8), ("A3", 11)))
    if max(len(panel["columns"]) for panel in panels) > MOST_ON_A4:
        size, points = "A3", 7.5
    page = {
        "size": size,
        "points": points,
        "font": chance.choice(("Helvetica", "Times-Roman", "Courier", "Helvetica-Oblique")),
        "turned": chance.choice((0, 0, 0, 0, 90, 180, 270)),
    }
    lot = f"{chance.choice('ABCDXZ')}{chance.randint(100, 99999)}"
    header = {chance.choice(("Lot", "Lot number", "Batch")): lot, "Product": "Kratom powder"}
    sample = {
        "header": {"Laboratory": f"Laboratory {seed} (synthetic)", **header},
        "header_style": chance.choice(("table", "lines")),
        "panel": panels,
    }
    return {"page": page, "expect_header": {"lot": lot}, "sample": [sample]}


def _panel(kind: str, chance: Random, comma: bool) -> dict[str, Any]:
    unit = chance.choice(UNITS[kind])
    shown = chance.choice(SHOWN_UNITS[unit])
    placed = chance.choice(("heading", "column", "cell"))
    others = [c for c in ("lod", "loq", "limit", "status", "method") if chance.random() < 0.5]
    chance.shuffle(others)
    columns = ["name", *others]
    columns.insert(chance.randint(1, len(columns)), "value")
    if placed == "column":
        columns.insert(columns.index("value") + 1, "unit")
    heads = {column: chance.choice(HEADINGS[column]) for column in columns}
    if placed == "heading":
        heads["value"] += chance.choice((f" ({shown})", f", {shown}", f" [{shown}]"))
    for column in {"lod", "loq", "limit"} & set(columns):
        heads[column] += f" ({shown})"
    nothing = chance.choice(("ND", "Not Detected", "n.d.", "<LOD"))
    panel: dict[str, Any] = {
        "title": chance.choice(TITLES[kind]),
        "style": chance.choice(STYLES),
        "padding": chance.choice((1, 2, 3, 4)),
        "columns": columns,
        "headings": [heads[column] for column in columns],
        "comma": comma,
        "unit_in_cell": placed == "cell",
        "unit_names": {unit: shown},
        "words": {"ND": nothing, "<LOQ": chance.choice(("<LOQ", "BLQ", "< LOQ"))},
        "constant": {"status": "Pass", "method": chance.choice(("HPLC-UV", "USP <2232>", "AOAC"))},
        "fields": ["analyte", "name", "value", "unit", "lod", "loq", "limit"],
        "right": [at for at, c in enumerate(columns) if c == "value" and chance.random() < 0.3],
    }
    chosen = chance.sample(sorted(NAMES[kind]), chance.randint(2, len(NAMES[kind])))
    panel["rows"] = [_row(kind, analyte, unit, chance) for analyte in chosen]
    return panel


def _row(kind: str, analyte: str, unit: str, chance: Random) -> list[str]:
    name = chance.choice(NAMES[kind][analyte])
    if kind == "microbes":
        value = chance.choice((str(chance.randint(11, 999)), f"{chance.randint(1, 9)}00", "<10"))
        return [analyte, name, value, unit, "10", "10", str(chance.choice((500, 900)))]
    digits = chance.randint(1, 4)
    number = f"{chance.uniform(0.05, 9.9):.{digits}f}"
    if float(number) == 0:
        number = "0.1"
    if unit == "ppb":
        number = str(chance.randint(12, 980))
    value = chance.choice((number, number, number, number, "ND", "<LOQ"))
    return [analyte, name, value, unit, "0.003", "0.010", chance.choice(("0.5", "2", "10"))]
