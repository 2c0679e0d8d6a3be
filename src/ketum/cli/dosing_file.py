"""What `ketum simulate` reads: a case, or doses as they are."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from ketum.dosing import Dose, Dosing, Form, NotComputable, dosing_of
from ketum.errors import Complaint, InputRefused
from ketum.evidence import KnowledgeBase
from ketum.facts import establish
from ketum.intake import Format, content_of, read, sound_text

__all__ = ["Asked", "asked_in", "complaint_of", "complaints_of", "listed_in", "tree_of"]

OWN_KEYS = ("doses", "model", "times_h", "n", "seed", "typical")
PROBLEMS = {
    "missing": ("It is missing.", "Give it."),
    "extra_forbidden": ("A key here is not known.", "Take it out."),
    "greater_than": ("It is not above 0.", "Give a number above 0."),
    "greater_than_equal": ("It is below 0.", "Give 0 or more."),
    "less_than_equal": ("It is too large.", "Check the unit."),
    "enum": ("There is no such form.", f"Forms are {', '.join(form.value for form in Form)}."),
    "finite_number": ("It is not a finite number.", "Give a number."),
    "too_short": ("It is empty.", "Give one or more."),
    "too_long": ("There are too many.", "Give fewer."),
}
NOT_OF_TYPE = ("It is of the wrong type.", "Give a number, a list or a text as the contract says.")
MOST_DOSES = 10_000
MOST_TIMES = 10_000
MOST_HOURS = 24.0 * 365
MOST_MG = 100_000.0


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True, allow_inf_nan=False)


class _Dose(_Strict):
    time_h: float = Field(default=0.0, ge=0, le=MOST_HOURS)
    amount_mg: float = Field(gt=0, le=MOST_MG)
    analyte: str = "mitragynine"
    addl: int = Field(default=0, ge=0, le=MOST_DOSES)
    ii_h: float = Field(default=0.0, ge=0, le=MOST_HOURS)


class _File(_Strict):
    model: str = "M1"
    doses: list[_Dose] = Field(min_length=1, max_length=MOST_DOSES)
    times_h: list[float] | None = Field(default=None, min_length=1, max_length=MOST_TIMES)
    n: int = Field(default=1000, ge=0)
    seed: int = Field(default=1, ge=0)
    typical: bool = False
    form: Form = Field(default=Form.CAPSULES, strict=False)
    weight_kg: float | None = Field(default=None, gt=0, le=1000)


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What to simulate, as far as the file says."""

    dosing: Dosing
    model: str | None = None
    times_h: tuple[float, ...] | None = None
    count: int | None = None
    seed: int | None = None
    typical: bool = False


def asked_in(path: Path, knowledge: KnowledgeBase, on: date | None) -> Asked:
    """The doses a file lists, or those its case describes.

    Raises:
        InputRefused: the file cannot be read, or nothing can be computed from it, and why.
    """
    content = content_of(path)
    is_json = content.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{")
    notation = Format.JSON if is_json else Format.TOML
    tree = tree_of(content, notation)
    if isinstance(tree, dict) and any(key in tree for key in OWN_KEYS):
        return listed_in(tree)
    case = read(content, notation, today=date.today(), on=on)
    dosing = dosing_of(case, establish(case, knowledge), knowledge)
    if isinstance(dosing, NotComputable):
        raise InputRefused([complaint_of(dosing)])
    return Asked(dosing=dosing)


def complaint_of(reason: NotComputable) -> Complaint:
    problem, _, remedy = reason.why.partition(". ")
    return Complaint(place=reason.place, problem=f"{problem}.", remedy=remedy)


def tree_of(content: bytes, notation: Format) -> object:
    """What stands in the file; what cannot be parsed is refused by the reader of cases."""
    text = sound_text(content, notation)
    try:
        return json.loads(text) if notation is Format.JSON else tomllib.loads(text)
    except (ValueError, RecursionError):
        return None


def listed_in(tree: dict[str, object]) -> Asked:
    """The doses that a file lists itself.

    Raises:
        InputRefused: with everything that is wrong with them.
    """
    try:
        file = _File.model_validate(tree)
    except ValidationError as error:
        known = {*_File.model_fields, *_Dose.model_fields}
        raise InputRefused(dict.fromkeys(complaints_of(error, known))) from None
    spread = [_repeats(dose, number) for number, dose in enumerate(file.doses)]
    if complaints := [c for c in spread if isinstance(c, Complaint)]:
        raise InputRefused(complaints)
    total = sum(dose.addl + 1 for dose in file.doses)
    if total > MOST_DOSES:
        raise InputRefused([Complaint(place="doses", problem=PROBLEMS["too_long"][0],
                                      remedy=f"Give at most {MOST_DOSES:,} doses.")])  # fmt: skip
    return Asked(
        dosing=Dosing(
            doses=tuple(dose for dose in spread if isinstance(dose, Dose)),
            form=file.form,
            weight_kg=file.weight_kg,
        ),
        model=file.model,
        times_h=None if file.times_h is None else tuple(file.times_h),
        count=file.n,
        seed=file.seed,
        typical=file.typical,
    )


def _repeats(given: _Dose, number: int) -> Dose | Complaint:
    if given.addl and not given.ii_h:
        return Complaint(
            place=f"doses[{number}].ii_h", problem="Repeated doses need a time between them.",
            remedy="Give ii_h in hours.",
        )  # fmt: skip
    return Dose(**given.model_dump())


def complaints_of(error: ValidationError, known: Collection[str]) -> list[Complaint]:
    """What is wrong with a file, at places made of known keys only."""
    complaints = []
    for fault in error.errors(include_input=False, include_url=False):
        problem, remedy = PROBLEMS.get(fault["type"], NOT_OF_TYPE)
        place = ""
        for step in fault["loc"]:
            if isinstance(step, int):
                place += f"[{step}]"
            elif step in known:
                place += f".{step}"
        complaints.append(
            Complaint(place=place.lstrip(".") or "the file", problem=problem, remedy=remedy)
        )
    return complaints
