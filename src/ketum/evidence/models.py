"""Reading `models/`: what a dose becomes in the blood, each parameter with its source."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from importlib.resources.abc import Traversable

from ketum.citation import Citation, Source
from ketum.evidence.entries import Entry, read_entries, read_toml

__all__ = ["ExposureModel", "ModelParameter", "read_models"]

PERCENT = 0.01


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelParameter:
    """One parameter: its typical value, and how much it differs between people.

    `cv` is the coefficient of variation between people as a fraction, 0 where nothing is known.
    """

    id: str
    value: float
    unit: str
    cv: float
    basis: str
    population: str
    cites: tuple[Citation, ...]
    checked: date


@dataclass(frozen=True, slots=True, kw_only=True)
class ExposureModel:
    """A model of one alkaloid, and of the metabolite it forms, where there is one.

    `parameters` by symbol, without the model's name, with those of the model it `extends`;
    `domain` says what was studied.
    """

    id: str
    extends: str
    label: str
    analyte: str
    metabolite: str
    structure: str
    standing: str
    domain: str
    parameters: Mapping[str, ModelParameter]
    cites: tuple[Citation, ...]
    checked: date


def read_models(
    folder: Traversable, sources: Mapping[str, Source], faults: list[str]
) -> dict[str, ExposureModel]:
    """Every model of every file of `models/`, by id."""
    models: dict[str, ExposureModel] = {}
    for file in sorted(folder.iterdir(), key=lambda f: f.name):
        name = f"models/{file.name}"
        content = read_toml(file, name, faults)
        of_model: dict[str, dict[str, ModelParameter]] = {}
        listed = {"parameter": content.pop("parameter", [])}
        for entry in read_entries(listed, "parameter", name, sources, faults):
            parameter = _parameter(entry)
            model, _, symbol = parameter.id.partition(".")
            of_model.setdefault(model, {})[symbol] = parameter
        for entry in read_entries(content, "model", name, sources, faults):
            model_id = entry.text("id")
            if model_id in models:
                entry.fault("another file already has a model with this id. Rename one.")
            models[model_id] = ExposureModel(
                id=model_id,
                extends=entry.text("extends", ""),
                label=entry.text("label"),
                analyte=entry.text("analyte"),
                metabolite=entry.text("metabolite", ""),
                structure=entry.text("structure"),
                standing=entry.text("standing"),
                domain=entry.text("domain"),
                parameters=of_model.pop(model_id, {}),
                cites=entry.cites(),
                checked=entry.day("checked"),
            )
        for orphan in of_model:
            faults.append(f"{name}: parameters of {orphan}, which is no model here. Rename them.")
    for found in tuple(models.values()):
        if found.extends:
            models[found.id] = _extended(found, models, faults)
    return models


def _extended(
    model: ExposureModel, models: Mapping[str, ExposureModel], faults: list[str]
) -> ExposureModel:
    base = models.get(model.extends)
    if base is None or base.extends:
        faults.append(f"models: {model.id} extends no model that stands alone. Correct `extends`.")
        return model
    return replace(model, parameters={**base.parameters, **model.parameters})


def _parameter(entry: Entry) -> ModelParameter:
    value = entry.number("value")
    if value is None or value < 0.0:
        entry.fault("no `value` of 0 or more. Give a number.")
    cv = entry.number("cv_percent", 0.0)
    return ModelParameter(
        id=entry.text("id"),
        value=value or 0.0,
        unit=entry.text("unit"),
        cv=(cv or 0.0) * PERCENT,
        basis=entry.text("basis"),
        population=entry.text("population"),
        cites=entry.cites(),
        checked=entry.day("checked"),
    )
