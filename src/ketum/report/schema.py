"""The JSON Schema (2020-12) of a review, written out so that it can be frozen."""

from __future__ import annotations

from ketum.finding import Certainty, Disposition, Severity, Urgency

__all__ = ["review_schema"]

Schema = dict[str, object]
TEXT: Schema = {"type": "string"}
WORDS: Schema = {"type": "array", "items": TEXT}


def review_schema() -> Schema:
    """What `ketum review --format json` prints."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Ketum review",
        **_object(
            {
                "disposition": _one_of([d.word for d in reversed(Disposition)]),
                "disposition_because": {
                    "type": "array",
                    "minItems": 1,
                    "description": "The rows of the decision table that held; the first decided.",
                    "items": _object(
                        {
                            "row": TEXT,
                            "disposition": _one_of([d.word for d in Disposition]),
                            "why": TEXT,
                            "because": _because(),
                            "decided": {"type": "boolean"},
                        }
                    ),
                },
                "summary": TEXT,
                "findings": {
                    "type": "array",
                    "description": "Most severe first; one finding per mechanism.",
                    "items": _finding(),
                },
                "unanswered": {
                    "type": "array",
                    "description": "Facts nobody gave; those that could change the disposition "
                    "come first.",
                    "items": _object({"fact": TEXT, "needed_by": WORDS, "why": TEXT}),
                },
                "not_recognised": {
                    "type": "array",
                    "items": _object({"text": TEXT, "where": TEXT, "read_as": _or_null(TEXT)}),
                },
                "product": _answer(),
                "exposure": _answer(),
                "law": _answer(),
                "plan": _answer(),
                "evidence": _object({"release": TEXT, "on": _day(), "unconfirmed": WORDS}),
            }
        ),
    }


def _finding() -> Schema:
    return _object(
        {
            "code": {"type": "string", "pattern": "^[A-Z0-9]+(_[A-Z0-9]+)+$"},
            "severity": _one_of([s.word for s in reversed(Severity)]),
            "urgency": _one_of([u.value for u in Urgency]),
            "title": TEXT,
            "action": TEXT,
            "because": _because(),
            "cites": {
                "type": "array",
                "minItems": 1,
                "items": _object({"source": TEXT, "at": TEXT, "confirmed": {"type": "boolean"}}),
            },
            "certainty": _one_of([c.value for c in Certainty]),
        }
    )


def _object(properties: dict[str, Schema]) -> Schema:
    return {
        "type": "object",
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
    }


def _because() -> Schema:
    return {"type": "array", "items": _object({"fact": TEXT, "value": TEXT, "where": TEXT})}


def _answer() -> Schema:
    return _object({"answer": _or_null({"type": "object"}), "reason": _or_null(TEXT)})


def _one_of(words: list[str]) -> Schema:
    return {"type": "string", "enum": words}


def _or_null(schema: Schema) -> Schema:
    return {"anyOf": [schema, {"type": "null"}]}


def _day() -> Schema:
    return {"type": "string", "format": "date"}
