"""The case file, key by key, as the contract fixes it.

These models are only the door: `build.py` turns them into the frozen `Case` of the inside.
Every key may be absent or null, except the one that names an entry of a list.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field

from ketum.intake.fields import Choice, Moment, Number, Text, Written, YesNo
from ketum.intake.groups import Answer, FreeGroup, NameAlone, OneAlone

__all__ = ["LISTS", "PARTS", "STATUS", "CaseFile", "Part"]

STATUS = ("taking", "as_needed", "proposed", "stopped", "past", "unknown")
LISTS = (
    "conditions",
    "medicines",
    "substances",
    "allergies",
    "circumstances",
    "kratom",
    "symptoms",
    "observations",
    "scales",
)

_Yes = Annotated[bool | None, YesNo()]
_At = Annotated[date | datetime | None, Moment()]
_LastUse = Annotated[str | None, Written(noun="a time", example="3 hours ago", dated=True)]

_LIMIT = Number(noun="a limit", unit="as in `unit`", give="the limit", example=40)


def _words(example: str) -> Text:
    return Text(example=example)


def _count(noun: str, unit: str, example: float, limit: str = "") -> Number:
    return Number(noun=noun, unit=unit, example=example, limit=limit)


class Part(BaseModel):
    """A group of keys of the case file; unknown keys are refused."""

    model_config = ConfigDict(extra="forbid")


class PersonPart(Part):
    """Who the case is about."""

    age_years: Annotated[
        float | str | None,
        Number(noun="an age", unit="years", example=64, limit="age", words=True),
    ] = Field(None, description='Age in years, or words such as "30s" or "adult".')
    sex: Annotated[str | None, _words("female")] = Field(None, description="Sex, in words.")
    weight_kg: Annotated[float | None, _count("a weight", "kilograms", 70, "weight")] = Field(
        None, description="Body weight in kilograms."
    )
    height_cm: Annotated[float | None, _count("a height", "centimetres", 175, "height")] = Field(
        None, description="Height in centimetres."
    )
    pregnant: _Yes = Field(None, description="Whether the person is pregnant.")
    breastfeeding: _Yes = Field(None, description="Whether the person is breastfeeding.")
    location: Annotated[str | None, _words("US-TN")] = Field(
        None, description="Where the person is: an ISO 3166-2 code, or a place name."
    )
    drives: _Yes = Field(None, description="Whether the person drives or works with machines.")


class StatementPart(Part):
    """A condition, symptom, allergy or circumstance."""

    name: Annotated[str, Text(required="name", example="nausea")] = Field(
        description="The term, in free text."
    )
    icd10: Annotated[str | None, _words("F11.20")] = Field(None, description="ICD-10 code.")
    snomed: Annotated[str | None, _words("75544000")] = Field(
        None, description="SNOMED CT code, as text."
    )
    at: _At = Field(None, description="When it was so: ISO 8601 date, or date with time.")
    severity: Annotated[str | None, _words("mild")] = Field(
        None, description="How severe, in words."
    )
    present: _Yes = Field(None, description="false says that it was asked about and is absent.")


class AgentPart(Part):
    """A medicine or a substance."""

    name: Annotated[str, Text(required="name", example="sertraline")] = Field(
        description="Name, brand or class, in free text."
    )
    present: _Yes = Field(None, description="false says that it was asked about and is absent.")
    dose: Annotated[str | None, Written(noun="a dose", example="20 mg")] = Field(
        None, description="One dose with its unit, or a day's, as text or a number."
    )
    route: Annotated[str | None, _words("by mouth")] = Field(None, description="Route.")
    frequency: Annotated[str | None, Written(noun="a frequency", example="twice a day")] = Field(
        None, description="How often, as text or a number."
    )
    status: Annotated[
        str | None,
        Choice(words=STATUS),
    ] = Field(None, description="Whether it is in use.")
    last_use: _LastUse = Field(None, description="When it was last taken: text, number or date.")
    note: Annotated[str | None, _words("for sleep")] = Field(None, description="Anything else.")


class KratomPart(Part):
    """One kratom product in use."""

    form: Annotated[str | None, _words("capsules")] = Field(
        None, description="Leaf powder, tea, capsules, extract, 7-OH tablets, shot, none, ..."
    )
    amount: Annotated[str | None, Written(noun="an amount", example="2 spoons a day")] = Field(
        None, description="How much, in free text."
    )
    grams_per_dose: Annotated[
        float | None, _count("a dose", "grams of product", 3, "grams-per-dose")
    ] = Field(None, description="Grams of product in one dose.")
    doses_per_day: Annotated[
        float | None, _count("a number of doses", "doses a day", 4, "doses-per-day")
    ] = Field(None, description="Doses a day.")
    grams_per_day: Annotated[
        float | None, _count("a daily amount", "grams of product a day", 12, "grams-per-day")
    ] = Field(None, description="Grams of product a day.")
    mitragynine_mg_per_day: Annotated[
        float | None, _count("a daily amount", "milligrams a day", 150, "alkaloid-per-day")
    ] = Field(None, description="Milligrams of mitragynine a day.")
    seven_oh_mg_per_day: Annotated[
        float | None, _count("a daily amount", "milligrams a day", 30, "alkaloid-per-day")
    ] = Field(None, description="Milligrams of 7-hydroxymitragynine a day.")
    duration: Annotated[str | None, Written(noun="a duration", example="2 years")] = Field(
        None, description="For how long it has been used, as text or a number."
    )
    last_use: _LastUse = Field(None, description="When it was last taken: text, number or date.")
    changed_product: Annotated[
        bool | str | None, Text(example="another brand since May", or_flag=True)
    ] = Field(None, description="Whether the product changed of late: true, false or text.")
    reason: Annotated[str | None, _words("pain")] = Field(None, description="Why it is used.")


class ProductPart(Part):
    """The product in hand."""

    name: Annotated[str | None, _words("Green leaf powder")] = Field(
        None, description="Name on the package."
    )
    brand: Annotated[str | None, _words("a brand")] = Field(None, description="Brand.")
    lot: Annotated[str | None, _words("A-0417")] = Field(None, description="Lot, as text.")
    form: Annotated[str | None, _words("capsules")] = Field(None, description="Form.")
    label: Annotated[str | None, _words("2 capsules hold 1 g")] = Field(
        None, description="What the label says."
    )
    certificate: Annotated[
        str | dict[str, object] | None,
        FreeGroup(example='the path in quotes, such as "certificate.pdf"', or_text=True),
    ] = Field(None, description="Certificate of analysis: a path to its file, or its content.")


class OpioidPart(Part):
    """Opioid use apart from kratom."""

    name: Annotated[str | None, _words("oxycodone")] = Field(None, description="Which opioid.")
    daily_dose: Annotated[str | None, Written(noun="a dose", example="40 mg")] = Field(
        None, description="A day's dose with its unit, as text or a number."
    )
    morphine_mg_equivalent_per_day: Annotated[
        float | None,
        _count("a daily dose", "milligrams of morphine a day", 60, "morphine-equivalent-per-day"),
    ] = Field(None, description="A day's dose in milligrams of oral morphine.")
    last_use: _LastUse = Field(None, description="When it was last taken: text, number or date.")
    overdoses: Annotated[
        float | None,
        Number(
            noun="a number of overdoses",
            unit="overdoses",
            give="how many there were",
            example=1,
            limit="overdoses",
            whole=True,
        ),
    ] = Field(None, description="How many overdoses there were.")
    days_since_last_opioid: Annotated[
        float | None, _count("a number of days", "days", 10, "days-since-last-opioid")
    ] = Field(None, description="Days since the last opioid was taken.")


class ObservationPart(Part):
    """A measured value."""

    what: Annotated[str, Text(required="name of what was measured", example="ALT")] = Field(
        description="What was measured: a plain name, or a LOINC code."
    )
    value: Annotated[
        float | str,
        Number(
            noun="the value",
            unit="as in `unit`",
            give="the result",
            example=40,
            words=True,
            required=True,
        ),
    ] = Field(description='A number, "<0.3", ">500", "122/78", "positive" or words.')
    unit: Annotated[str | None, _words("U/L")] = Field(
        None, description="UCUM unit, or a common spelling."
    )
    at: _At = Field(None, description="When: ISO 8601 date, or date with time.")
    upper_limit: Annotated[float | None, _LIMIT] = Field(
        None, description="The laboratory's upper limit, in the unit of the value."
    )
    lower_limit: Annotated[float | None, _LIMIT] = Field(
        None, description="The laboratory's lower limit, in the unit of the value."
    )
    specimen: Annotated[str | None, _words("serum")] = Field(None, description="Specimen.")
    method: Annotated[str | None, _words("immunoassay")] = Field(None, description="Method.")


class ScalePart(Part):
    """A completed scale: its answers, or its total."""

    scale: Annotated[str, Text(required="name of the scale", example="COWS")] = Field(
        description="Name of the scale."
    )
    answers: dict[str, Annotated[float | str | bool | None, Answer()]] | None = Field(
        None, description="Each item and its answer: number, text, true, false or null."
    )
    total: Annotated[float | None, _count("a total", "points", 12, "scale-total")] = Field(
        None, description="The total, where the answers are not known."
    )
    at: _At = Field(None, description="When: ISO 8601 date, or date with time.")
    by: Annotated[str | None, _words("nurse")] = Field(None, description="Who filled it in.")


_Statements = list[Annotated[StatementPart, NameAlone()]] | None
_Agents = list[Annotated[AgentPart, NameAlone()]] | None


class CaseFile(Part):
    """A clinical case about one person who uses kratom."""

    on: Annotated[date | datetime | None, Moment(past=False)] = Field(
        None, description="Day of the review, ISO 8601; today when absent."
    )
    complete: (
        list[Annotated[str, Choice(words=LISTS, otherwise="take anything else out", required=True)]]
        | None
    ) = Field(
        None,
        description="Lists of this case that name everything there is.",
        examples=[["medicines"]],
    )
    person: PersonPart | None = Field(
        None, description="Who the case is about.", examples=[{"age_years": 64}]
    )
    conditions: _Statements = Field(
        None, description="Conditions and diagnoses.", examples=[["hypertension"]]
    )
    medicines: _Agents = Field(None, description="Medicines.", examples=[["sertraline"]])
    substances: _Agents = Field(
        None, description="Substances other than kratom.", examples=[["alcohol"]]
    )
    allergies: _Statements = Field(None, description="Allergies.", examples=[["penicillin"]])
    circumstances: _Statements = Field(
        None, description="Circumstances of life and care.", examples=[["lives alone"]]
    )
    kratom: Annotated[list[KratomPart] | None, OneAlone()] = Field(
        None,
        description="The kratom in use: one product, or a list of several.",
        examples=[{"form": "capsules"}],
    )
    product: ProductPart | None = Field(
        None, description="The product in hand.", examples=[{"lot": "A-0417"}]
    )
    opioid: OpioidPart | None = Field(
        None, description="Opioid use apart from kratom.", examples=[{"name": "oxycodone"}]
    )
    symptoms: _Statements = Field(None, description="Symptoms.", examples=[["nausea"]])
    observations: list[ObservationPart] | None = Field(
        None,
        description="Vital signs, laboratory values, ECG intervals, drug levels.",
        examples=[[{"what": "ALT", "value": 40, "unit": "U/L"}]],
    )
    scales: list[ScalePart] | None = Field(
        None, description="Completed scales.", examples=[[{"scale": "COWS", "total": 12}]]
    )
    plan: Annotated[dict[str, Any] | None, FreeGroup(example="its parts as keys with values")] = (
        Field(None, description="The plan a clinician proposes: doses, steps, taper, monitoring.")
    )


PARTS: Mapping[str, type[Part]] = {
    "person": PersonPart,
    "conditions": StatementPart,
    "medicines": AgentPart,
    "substances": AgentPart,
    "allergies": StatementPart,
    "circumstances": StatementPart,
    "kratom": KratomPart,
    "product": ProductPart,
    "opioid": OpioidPart,
    "symptoms": StatementPart,
    "observations": ObservationPart,
    "scales": ScalePart,
}
