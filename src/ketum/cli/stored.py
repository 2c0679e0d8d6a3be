"""Reading a review that was written earlier as JSON; no value of it is quoted in a complaint."""

from __future__ import annotations

import json
from typing import Annotated, Literal

from pydantic import (
    BaseModel,
    ConfigDict,
    Field,
    FiniteFloat,
    StringConstraints,
    ValidationError,
)

from ketum.errors import Complaint, InputRefused
from ketum.intake import Format, sound_text

__all__ = ["stored_review"]

KEYS = {"disposition", "findings", "evidence"}
MOST_COMPLAINTS = 20
REMEDY = "Write it again with `ketum review CASE --format json`."
# A review is printed again: nothing in it may steer the terminal.
Shown = Annotated[str, StringConstraints(pattern=r"^[^\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e]*$")]


class _Model(BaseModel):
    model_config = ConfigDict(extra="ignore", strict=True, hide_input_in_errors=True)


class _Because(_Model):
    fact: Shown
    value: Shown
    where: Shown = ""


class _Finding(_Model):
    code: str = Field(pattern=r"^[A-Z0-9]+(_[A-Z0-9]+)+$")
    severity: Literal["info", "minor", "moderate", "major", "contraindicated", "emergency"]
    title: Shown
    action: Shown
    because: list[_Because]


class _Row(_Model):
    row: Shown
    why: Shown


class _Unanswered(_Model):
    fact: Shown
    why: Shown


class _Unread(_Model):
    text: Shown
    where: Shown = ""


class _Evidence(_Model):
    release: Shown
    on: Shown


class _Peak(_Model):
    median: FiniteFloat
    p05: FiniteFloat
    p95: FiniteFloat


class _Analyte(_Model):
    cmax: _Peak


class _Levels(_Model):
    analytes: dict[Shown, _Analyte] = {}


class _Exposure(_Model):
    answer: _Levels | None = None


class _Review(_Model):
    disposition: Literal[
        "monitor", "supervised_only", "stop_and_refer", "urgent_specialist", "emergency"
    ]
    disposition_because: list[_Row] = Field(min_length=1)
    findings: list[_Finding]
    unanswered: list[_Unanswered]
    not_recognised: list[_Unread]
    evidence: _Evidence
    exposure: _Exposure = _Exposure()


def stored_review(content: bytes) -> dict[str, object] | None:
    """What of a stored review can be compared; None where this is not the JSON of a review.

    Raises:
        InputRefused: it is a review, and not as `ketum schema review` describes one.
    """
    if not content.removeprefix(b"\xef\xbb\xbf").lstrip().startswith(b"{"):
        return None
    try:
        value = json.loads(sound_text(content, Format.JSON))
    except ValueError:
        return None
    if not isinstance(value, dict) or not value.keys() >= KEYS:
        return None
    try:
        review = _Review.model_validate(value)
    except ValidationError as error:
        faults = error.errors(include_input=False, include_url=False, include_context=False)
        places = dict.fromkeys(_place(fault["loc"]) for fault in faults)
        raise InputRefused(
            Complaint(place=place, problem="this is not as a review has it.", remedy=REMEDY)
            for place in list(places)[:MOST_COMPLAINTS]
        ) from None
    return review.model_dump()


def _place(location: tuple[int | str, ...]) -> str:
    """A path such as "findings[2].severity"; only keys of the model ever stand in it."""
    parts = [f"[{part}]" if isinstance(part, int) else f".{part}" for part in location]
    return "".join(parts).removeprefix(".") or "the file"
