"""The JSON Schema of a case."""

from __future__ import annotations

from typing import Any

from ketum.evidence.plausible import Limits, shipped_limits
from ketum.intake.model import CaseFile

__all__ = ["case_schema"]


def case_schema(limits: Limits | None = None) -> dict[str, object]:
    """JSON Schema 2020-12 of a case, each key with its description and unit."""
    plain = _tidy(CaseFile.model_json_schema(), limits or shipped_limits())
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "A case of Ketum",
        **plain,
    }


def _tidy(node: Any, limits: Limits) -> Any:
    """Without the titles and null defaults of the models; with the plausible limits."""
    if isinstance(node, list):
        return [_tidy(part, limits) for part in node]
    if not isinstance(node, dict):
        return node
    plain = {
        key: _tidy(part, limits)
        for key, part in node.items()
        if key not in ("title", "default") or isinstance(part, dict)
    }
    limit = plain.pop("x-limit", None)
    if limit is not None:
        plain |= {"minimum": limits[limit].low, "maximum": limits[limit].high}
    return plain
