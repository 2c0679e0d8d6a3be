"""What `ketum fit` reads: a case with measured levels, or doses and levels as they are."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from ketum.case import Case, Observation
from ketum.cli.dosing_file import complaint_of, complaints_of, listed_in, tree_of
from ketum.dosing import Dose, Dosing, NotComputable, dosing_of
from ketum.errors import Complaint, InputRefused
from ketum.evidence import KnowledgeBase
from ketum.facts import establish
from ketum.facts.quantity import find_quantity, other_fluid
from ketum.intake import Format, content_of, read

__all__ = ["FitAsked", "ReportedLevel", "fit_asked_in"]

LEVELS = "levels"
OWN_KEYS = ("draws", "seed", "content_cv")
# Keys of a simulation that say nothing here.
SIMULATED = ("times_h", "n", "typical")
MOST_LEVELS, MOST_CV = 200, 3.0
MOST_HOURS = 24.0 * 365
BELOW = re.compile(r"\s*<\s*(\d+(?:[.,]\d+)?(?:[eE][+-]?\d+)?)\s*")
NUMBER = re.compile(r"\s*(\d+(?:[.,]\d+)?(?:[eE][+-]?\d+)?)\s*")
# What a case calls a level, and the analyte it is one of.
MEASURED = {
    "serum-mitragynine": "mitragynine",
    "serum-7-hydroxymitragynine": "7-hydroxymitragynine",
}
SECONDS_OF_AN_HOUR = 3600.0


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True, allow_inf_nan=False)


class _Level(_Strict):
    analyte: str = "mitragynine"
    time_h: float = Field(ge=-MOST_HOURS, le=MOST_HOURS)
    value: float | str
    unit: str = "ng/mL"
    lloq: float | None = Field(default=None, gt=0)
    cv: float | None = Field(default=None, ge=0, le=MOST_CV)


class _Hours(_Strict):
    time_sd_h: float = Field(default=0.0, ge=0, le=MOST_HOURS)


class _Own(_Strict):
    levels: list[_Level] = Field(min_length=1, max_length=MOST_LEVELS)
    draws: int = Field(default=1000, ge=0)
    seed: int = Field(default=1, ge=0)
    content_cv: float = Field(default=0.0, ge=0, le=MOST_CV)
    hours: list[_Hours]


# Keys that a complaint may name.
KNOWN_KEYS = {*_Level.model_fields, *_Hours.model_fields, *_Own.model_fields}


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportedLevel:
    """One level as it stands in the file."""

    analyte: str
    time_h: float
    value: float
    is_below: bool
    unit: str
    cv: float | None
    place: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FitAsked:
    """What to fit, as far as the file says."""

    dosing: Dosing
    levels: tuple[ReportedLevel, ...]
    model: str | None = None
    draws: int | None = None
    seed: int | None = None


def fit_asked_in(path: Path, knowledge: KnowledgeBase, on: date | None) -> FitAsked:
    """Doses and levels that a file lists, or those its case describes.

    Raises:
        InputRefused: the file cannot be read, or nothing can be fitted from it, and why.
    """
    content = content_of(path)
    is_json = content.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{")
    notation = Format.JSON if is_json else Format.TOML
    tree = tree_of(content, notation)
    if isinstance(tree, dict) and (LEVELS in tree or "doses" in tree):
        return _listed(tree)
    case = read(content, notation, today=date.today(), on=on)
    return _of_case(case, knowledge)


def _listed(tree: dict[str, object]) -> FitAsked:
    own = {key: tree[key] for key in (LEVELS, *OWN_KEYS) if key in tree}
    rest = {key: value for key, value in tree.items() if key not in own}
    own["hours"], doses = _hours_taken_out(rest.get("doses"))
    if doses is not None:
        rest["doses"] = doses
    remedy = "Take it out: a fit has none."
    complaints = [
        Complaint(place=key, problem="It belongs to a simulation.", remedy=remedy)
        for key in SIMULATED
        if key in tree
    ]
    file, asked = _Own.model_construct(), None
    try:
        file = _Own.model_validate(own)
    except ValidationError as error:
        complaints += complaints_of(error, KNOWN_KEYS)
    try:
        asked = listed_in(rest)
    except InputRefused as refused:
        complaints += refused.complaints
    if complaints or asked is None:
        raise InputRefused(dict.fromkeys(complaints))
    read_levels = [_level(level, f"levels[{i}]") for i, level in enumerate(file.levels)]
    if faults := [x for x in read_levels if isinstance(x, Complaint)]:
        raise InputRefused(faults)
    given = [
        replace(dose, time_sd_h=uncertain.time_sd_h)
        for dose, uncertain in zip(asked.dosing.doses, file.hours, strict=True)
    ]
    return FitAsked(
        dosing=replace(asked.dosing, doses=tuple(given), content_cv=file.content_cv),
        levels=tuple(x for x in read_levels if isinstance(x, ReportedLevel)),
        model=asked.model,
        draws=file.draws,
        seed=file.seed,
    )


def _hours_taken_out(doses: object) -> tuple[list[dict[str, object]], list[object] | None]:
    """The uncertainty of the hour of each dose, and the doses without it."""
    if not isinstance(doses, list):
        return [], None
    key = "time_sd_h"
    hours = [{key: d[key]} if isinstance(d, dict) and key in d else {} for d in doses]
    left = [
        {k: v for k, v in dose.items() if k != key} if isinstance(dose, dict) else dose
        for dose in doses
    ]
    return hours, left


def _level(level: _Level, place: str) -> ReportedLevel | Complaint:
    value = _value(level.value)
    if value is None:
        return _no_value(place)
    number, is_below = value
    if level.lloq is not None and not is_below and number < level.lloq:
        return Complaint(
            place=f"{place}.value", problem="It is below its own limit of quantification.",
            remedy='Give "<" and the limit.',
        )  # fmt: skip
    return ReportedLevel(
        analyte=level.analyte, time_h=level.time_h, value=number, is_below=is_below,
        unit=level.unit, cv=level.cv, place=place,
    )  # fmt: skip


def _no_value(place: str) -> Complaint:
    return Complaint(
        place=f"{place}.value", problem="It is no level.",
        remedy='Give a number above 0, or "<" and the limit: what was not found is not 0.',
    )  # fmt: skip


def _value(written: float | str) -> tuple[float, bool] | None:
    """The number, and whether it is a limit the level lay below."""
    if isinstance(written, str):
        below, number = BELOW.fullmatch(written), NUMBER.fullmatch(written)
        found = below or number
        if found is None:
            return None
        value = float(found.group(1).replace(",", "."))
        return (value, below is not None) if 0.0 < value < math.inf else None
    return (written, False) if 0.0 < written < math.inf else None


def _of_case(case: Case, knowledge: KnowledgeBase) -> FitAsked:
    dosing = dosing_of(case, establish(case, knowledge), knowledge)
    if isinstance(dosing, NotComputable):
        raise InputRefused([complaint_of(dosing)])
    last = _moment(case.kratom.entries[0].last_use)
    found = list(_levels_of_case(case, knowledge, dosing, last))
    if not found:
        remedy = "Add one under observations, such as mitragynine in ng/mL with its time."
        found.append(Complaint(place="observations", problem="There is no level.", remedy=remedy))
    if faults := [x for x in found if isinstance(x, Complaint)]:
        raise InputRefused(faults)
    return FitAsked(
        dosing=replace(
            dosing,
            doses=tuple(_with_doubt(dosing, knowledge)),
            assumed=(*dosing.assumed, knowledge.texts["fit.case_hours"].text),
        ),
        levels=tuple(x for x in found if isinstance(x, ReportedLevel)),
    )


def _levels_of_case(
    case: Case, knowledge: KnowledgeBase, dosing: Dosing, last: datetime | None
) -> Iterator[ReportedLevel | Complaint]:
    last_h = max(dose.last_h for dose in dosing.doses)
    for seen in case.observations.entries:
        concept = find_quantity(seen.what, knowledge) or find_quantity(
            f"{seen.what} level", knowledge
        )
        if concept is None or concept.id not in MEASURED or other_fluid(seen, knowledge):
            continue
        yield from _level_of_case(seen, MEASURED[concept.id], last_h, last)


def _level_of_case(
    seen: Observation, analyte: str, last_h: float, last: datetime | None
) -> Iterator[ReportedLevel | Complaint]:
    if last is None:
        yield Complaint(
            place="kratom.last_use", problem="The hour of the last dose is not known.",
            remedy="Give date and time, such as 2026-11-22T08:00.",
        )  # fmt: skip
    value = _value(seen.value)
    if value is None:
        yield _no_value(seen.place)
    if seen.unit is None:
        yield Complaint(
            place=f"{seen.place}.unit", problem="It is missing.", remedy="Give it, such as ng/mL."
        )
    if not isinstance(seen.at, datetime):
        yield Complaint(
            place=f"{seen.place}.at", problem="The hour of the blood sample is not known.",
            remedy="Give date and time, such as 2026-11-22T14:00.",
        )  # fmt: skip
        return
    if last is not None and (last.tzinfo is None) != (seen.at.tzinfo is None):
        yield Complaint(
            place=f"{seen.place}.at", problem="Of this and last_use only one has a time zone.",
            remedy="Give both with one, or both without.",
        )  # fmt: skip
        return
    if last is not None and value is not None and seen.unit is not None:
        after = (seen.at - last).total_seconds() / SECONDS_OF_AN_HOUR
        yield ReportedLevel(
            analyte=analyte, time_h=last_h + after, value=value[0], is_below=value[1],
            unit=seen.unit, cv=None, place=seen.place,
        )  # fmt: skip


def _moment(text: str | None) -> datetime | None:
    """Date and time of day; a date alone has no hour."""
    try:
        found = datetime.fromisoformat((text or "").strip())
    except ValueError:
        return None
    return found if len((text or "").strip()) > len("2026-11-22") else None


def _with_doubt(dosing: Dosing, knowledge: KnowledgeBase) -> Iterator[Dose]:
    """The last dose at its hour, those before it about where they were if evenly spread."""
    sd = knowledge.parameters["fit_case_time_sd"].value
    for dose in dosing.doses:
        if dose.addl:
            yield replace(dose, addl=dose.addl - 1, time_sd_h=sd)
        yield replace(dose, time_h=dose.last_h, addl=0, ii_h=0.0)
