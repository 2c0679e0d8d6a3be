"""Each key of the contract arrives in the Case, from JSON and from TOML alike."""

from __future__ import annotations

import json
from datetime import date, datetime, timedelta, timezone
from pathlib import Path

import pytest

from ketum.case import (
    Agent,
    Case,
    Kratom,
    Listing,
    Observation,
    Opioid,
    Person,
    Product,
    ScaleResult,
    Statement,
)
from ketum.intake import Format, read, read_path
from ketum.intake.model import PARTS, CaseFile

HERE = Path(__file__).parent
TODAY = date(2026, 11, 22)

FULL = Case(
    on=date(2026, 11, 20),
    person=Person(
        age_years=64.0,
        sex="male",
        weight_kg=81.5,
        height_cm=178.0,
        pregnant=False,
        breastfeeding=False,
        location="US-TN",
        drives=True,
    ),
    conditions=Listing(
        asked=True,
        entries=(
            Statement(name="chronic pain", place="conditions[0]"),
            Statement(
                name="epilepsy",
                place="conditions[1]",
                icd10="G40.9",
                snomed="84757009",
                at=date(2019, 5, 1),
                severity="moderate",
                present=False,
            ),
        ),
    ),
    medicines=Listing(
        asked=True,
        complete=True,
        entries=(
            Agent(name="amitriptyline", place="medicines[0]"),
            Agent(
                name="oxycodone",
                place="medicines[1]",
                dose="10 mg",
                route="by mouth",
                frequency="4",
                status="as_needed",
                last_use="2026-11-19",
                note="from a friend",
            ),
        ),
    ),
    substances=Listing(
        asked=True,
        entries=(
            Agent(
                name="alcohol",
                place="substances[0]",
                dose="2.5",
                status="past",
                last_use="3 days ago",
            ),
        ),
    ),
    allergies=Listing(asked=True, entries=(Statement(name="penicillin", place="allergies[0]"),)),
    circumstances=Listing(
        asked=True, entries=(Statement(name="lives alone", place="circumstances[0]"),)
    ),
    kratom=Listing(
        asked=True,
        complete=True,
        entries=(
            Kratom(
                place="kratom[0]",
                form="tea",
                amount="3 spoons",
                grams_per_dose=4.5,
                doses_per_day=3.0,
                grams_per_day=13.5,
                mitragynine_mg_per_day=200.0,
                seven_oh_mg_per_day=0.0,
                duration="2 years",
                last_use="6",
                changed_product="another brand",
                reason="pain",
            ),
            Kratom(place="kratom[1]", form="capsules", changed_product=True),
        ),
    ),
    product=Product(
        name="Green leaf",
        brand="A brand",
        lot="A-0417",
        form="powder",
        label="100 g",
        certificate={"lab": "A laboratory", "results": [{"analyte": "lead", "value": 0.2}]},
    ),
    opioid=Opioid(
        name="oxycodone",
        daily_dose="40",
        morphine_mg_equivalent_per_day=60.0,
        last_use="yesterday",
        overdoses=1.0,
        days_since_last_opioid=1.5,
    ),
    symptoms=Listing(
        asked=True,
        entries=(
            Statement(
                name="nausea",
                place="symptoms[0]",
                at=datetime(2026, 11, 20, 8, 30),
                severity="mild",
            ),
        ),
    ),
    observations=Listing(
        asked=True,
        entries=(
            Observation(
                what="ALT",
                place="observations[0]",
                value=120.0,
                unit="U/L",
                at=datetime(2026, 11, 20, 8, 30, tzinfo=timezone(timedelta(hours=1))),
                upper_limit=40.0,
                lower_limit=7.0,
                specimen="serum",
                method="enzymatic",
            ),
            Observation(what="urine drug screen", place="observations[1]", value="positive"),
        ),
    ),
    scales=Listing(
        asked=True,
        entries=(
            ScaleResult(
                scale="COWS", place="scales[0]", total=12.0, at=date(2026, 11, 20), by="nurse"
            ),
            ScaleResult(
                scale="SOWS",
                place="scales[1]",
                answers={"yawning": 2.0, "words": "often", "asked": True},
            ),
        ),
    ),
    plan={"taper": {"start": "2026-11-21", "steps": [10, 8, 6]}, "monitoring": ["COWS"]},
)


@pytest.mark.parametrize("name", ["full_case.json", "full_case.toml"])
def test_every_key_arrives(name: str) -> None:
    assert read_path(HERE / name, today=TODAY) == FULL


def test_the_full_case_has_every_key_there_is() -> None:
    written = json.loads((HERE / "full_case.json").read_text(encoding="utf-8"))
    missing = {key for key in CaseFile.model_fields if key not in written}
    for key, part in PARTS.items():
        if key in ("substances", "allergies", "circumstances", "symptoms"):
            continue  # read by the models of medicines and conditions
        groups = written[key] if isinstance(written[key], list) else [written[key]]
        given = {name for group in groups if isinstance(group, dict) for name in group}
        missing |= {f"{key}.{name}" for name in part.model_fields if name not in given}
    assert not missing


def test_the_case_has_a_place_for_every_key() -> None:
    assert set(CaseFile.model_fields) - {"complete"} == set(Case.__dataclass_fields__)


def test_a_file_that_says_nothing_is_a_case_in_which_nothing_was_asked() -> None:
    assert read(b"{}", Format.JSON, today=TODAY) == Case(on=TODAY)
    assert read(b"# nothing yet\n", Format.TOML, today=TODAY) == Case(on=TODAY)
