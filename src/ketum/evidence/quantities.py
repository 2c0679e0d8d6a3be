"""Reading measurements (units, limits) and parameters, each with its source."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from importlib.resources.abc import Traversable
from itertools import pairwise
from math import inf

from ketum.citation import Citation, Source
from ketum.evidence.entries import Entry, read_entries, read_toml

__all__ = [
    "KratomForm",
    "Measurement",
    "Parameter",
    "read_forms",
    "read_measurements",
    "read_parameters",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Measurement:
    """A quantity that can be measured in a person.

    `factors` turns a spelling of a unit into `unit` by multiplication, after `offsets` has
    been added (Fahrenheit); the empty spelling stands for no unit. `steps` is the last digit
    in which laboratories print a unit that has limits of its own. `ambiguous` says that
    a value without a unit could be in more than one of them. Limits are default ones, used
    where the laboratory gave none, in `unit`; on the sides of `adult_limits` ("low", "high") the
    limits the rules set are for adults only. `doubted_by` are word lists: what they say of how it
    was measured keeps a value from raising an alarm. `sizes` gives for a unit the lowest and
    highest number that can be in that unit only. `in_blood` says that the limits hold for blood
    alone, and `varies` that a range was seen at both its ends. What is not within `possible`, both
    ends allowed, is no value of a person. `loinc` are the codes for it.
    """

    id: str
    label: str
    unit: str
    factors: Mapping[str, float]
    offsets: Mapping[str, float]
    steps: Mapping[str, float]
    ambiguous: bool
    upper_limit: float | None
    lower_limit: float | None
    adult_limits: tuple[str, ...]
    doubted_by: tuple[str, ...]
    sizes: Mapping[str, tuple[float, float]]
    in_blood: bool
    varies: bool
    possible: tuple[float, float]
    loinc: tuple[str, ...]
    cites: tuple[Citation, ...]
    checked: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Parameter:
    """A number the program needs, with its spread and where it holds."""

    id: str
    value: float
    low: float
    high: float
    unit: str
    population: str
    domain: str
    cites: tuple[Citation, ...]
    checked: date


@dataclass(frozen=True, slots=True, kw_only=True)
class KratomForm:
    """A form of kratom product, its family, and the names people write for it."""

    id: str
    label: str
    family: str
    names: tuple[str, ...]
    cites: tuple[Citation, ...]
    checked: date


def read_measurements(
    folder: Traversable, sources: Mapping[str, Source], faults: list[str]
) -> dict[str, Measurement]:
    """`limits/measurements.toml`, by term id."""
    name = "limits/measurements.toml"
    content = read_toml(folder.joinpath("measurements.toml"), name, faults)
    found = {}
    for entry in read_entries(content, "measurement", name, sources, faults):
        identity = entry.text("id")
        found[identity] = Measurement(
            id=identity,
            label=entry.text("label"),
            unit=entry.text("unit"),
            factors=entry.numbers("factors"),
            offsets=entry.numbers("offsets"),
            steps=entry.numbers("steps"),
            ambiguous=entry.flag("ambiguous"),
            upper_limit=entry.number("upper_limit"),
            lower_limit=entry.number("lower_limit"),
            adult_limits=entry.words("adult_limits"),
            doubted_by=entry.words("doubted_by"),
            sizes=_sizes(entry),
            in_blood=entry.flag("in_blood"),
            varies=entry.flag("varies"),
            possible=_possible(entry),
            loinc=entry.words("loinc"),
            cites=entry.cites(),
            checked=entry.day("checked"),
        )
        if set(found[identity].adult_limits) - {"low", "high"}:
            entry.fault("`adult_limits` lists `low`, `high` or both.")
        if found[identity].factors.get(found[identity].unit) != 1:
            entry.fault("`factors` must hold the unit itself with the factor 1.")
        if not set(found[identity].steps) <= set(found[identity].factors):
            entry.fault("`steps` names a unit that `factors` lacks. Correct one of them.")
        if not set(found[identity].sizes) <= set(found[identity].factors):
            entry.fault("`sizes_from` names a unit that `factors` lacks. Correct one of them.")
    _each_code_once(found, faults)
    return found


def _possible(entry: Entry) -> tuple[float, float]:
    low, high = entry.number("possible_from"), entry.number("possible_to")
    if low is not None and high is not None and low >= high:
        entry.fault("`possible_from` must be below `possible_to`.")
    return (0.0 if low is None else low, inf if high is None else high)


def _sizes(entry: Entry) -> dict[str, tuple[float, float]]:
    """The two tables of one entry, unit by unit; no number may be in two units."""
    low, high = entry.numbers("sizes_from"), entry.numbers("sizes_to")
    if low.keys() != high.keys():
        entry.fault("`sizes_from` and `sizes_to` must name the same units.")
        return {}
    sizes = {unit: (low[unit], high[unit]) for unit in low}
    ordered = sorted(sizes.values())
    if any(first[1] >= second[0] for first, second in pairwise(ordered)):
        entry.fault("a number lies in the sizes of two units. Narrow one of them.")
    return sizes


def _each_code_once(found: Mapping[str, Measurement], faults: list[str]) -> None:
    codes = [code for measurement in found.values() for code in measurement.loinc]
    for code in sorted({code for code in codes if codes.count(code) > 1}):
        faults.append(f"limits/measurements.toml: {code}: stands for two quantities. Remove one.")


def read_parameters(
    folder: Traversable, sources: Mapping[str, Source], faults: list[str]
) -> dict[str, Parameter]:
    """Every file of `parameters/`, by id."""
    found = {}
    for file in sorted(folder.iterdir(), key=lambda f: f.name):
        name = f"parameters/{file.name}"
        content = read_toml(file, name, faults)
        for entry in read_entries(content, "parameter", name, sources, faults):
            value = entry.number("value")
            if value is None:
                entry.fault("no `value`. Give a number.")
            value = value or 0.0
            low, high = entry.number("low", value), entry.number("high", value)
            parameter = Parameter(
                id=entry.text("id"),
                value=value,
                low=value if low is None else low,
                high=value if high is None else high,
                unit=entry.text("unit"),
                population=entry.text("population"),
                domain=entry.text("domain"),
                cites=entry.cites(),
                checked=entry.day("checked"),
            )
            if not parameter.low <= parameter.value <= parameter.high:
                entry.fault("`low`, `value` and `high` are not in rising order.")
            found[parameter.id] = parameter
    return found


def read_forms(
    folder: Traversable, sources: Mapping[str, Source], faults: list[str]
) -> tuple[KratomForm, ...]:
    """`terms/kratom_forms.toml`."""
    name = "terms/kratom_forms.toml"
    content = read_toml(folder.joinpath("kratom_forms.toml"), name, faults)
    return tuple(
        KratomForm(
            id=entry.text("id"),
            label=entry.text("label"),
            family=entry.text("family"),
            names=entry.words("names"),
            cites=entry.cites(),
            checked=entry.day("checked"),
        )
        for entry in read_entries(content, "form", name, sources, faults)
    )
