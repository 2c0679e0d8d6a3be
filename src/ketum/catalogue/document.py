"""Entries of the catalogue as plain values."""

from __future__ import annotations

from collections.abc import Iterable

from ketum.catalogue.describe import Described
from ketum.catalogue.groups import TargetGroup
from ketum.citation import Citation
from ketum.evidence.catalogue import Alkaloid, Catalogue, Content

__all__ = ["catalogue_object", "described_object"]

DIGITS = 3


def catalogue_object(catalogue: Catalogue) -> dict[str, object]:
    """Every alkaloid in short."""
    return {"alkaloids": [_short(each) for each in catalogue.alkaloids.values()]}


def described_object(found: Described) -> dict[str, object]:
    """One alkaloid with everything that is known of it; weights in g/mol."""
    alkaloid = found.alkaloid
    return {
        **_short(alkaloid),
        "subclass": alkaloid.subclass,
        "smiles": alkaloid.smiles or None,
        "pubchem": alkaloid.pubchem or None,
        "cas": alkaloid.cas or None,
        "cas_confirmed": alkaloid.cas_confirmed,
        "remark": alkaloid.remark or None,
        "targets": [_group(group) for group in found.targets],
        "contents": [_content(content) for content in found.contents],
        "models": list(found.models),
        "not_certain": list(found.not_certain),
        "cites": _cites(alkaloid.cites),
        "checked": alkaloid.checked.isoformat(),
    }


def _short(alkaloid: Alkaloid) -> dict[str, object]:
    return {
        "name": alkaloid.name,
        "synonyms": list(alkaloid.synonyms),
        "class": alkaloid.family,
        "origin": alkaloid.origin,
        "formula": alkaloid.formula or None,
        "weight": alkaloid.weight,
        "drawn": alkaloid.drawing is not None,
        "stereochemistry_certain": alkaloid.drawing is not None and alkaloid.shows_stereo,
    }


def _group(group: TargetGroup) -> dict[str, object]:
    return {
        "target": group.target,
        "kind": group.kind,
        "parameter": group.parameter,
        "unit": group.unit or None,
        "low": group.low,
        "high": group.high,
        "fold": None if group.fold is None else float(f"{group.fold:.{DIGITS}g}"),
        "values": [
            {
                "value": effect.value,
                "spread": effect.spread or None,
                "assay": effect.assay,
                "system": effect.system,
                "says": effect.says or None,
                "remark": effect.remark or None,
                "cites": _cites(effect.cites),
            }
            for effect in group.effects
        ],
    }


def _content(content: Content) -> dict[str, object]:
    return {
        "product": content.product,
        "country": content.country or None,
        "value": content.value,
        "unit": content.unit,
        "statistic": content.statistic or None,
        "n": content.n or None,
        "remark": content.remark or None,
        "cites": _cites(content.cites),
    }


def _cites(cites: Iterable[Citation]) -> list[dict[str, object]]:
    return [{"source": c.source.id, "at": c.at, "confirmed": c.confirmed} for c in cites]
