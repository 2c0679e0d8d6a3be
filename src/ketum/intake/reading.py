"""The way of a case file: sound text, strict parsing, the models, the frozen Case."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from pydantic import ValidationError

from ketum.case import Case
from ketum.errors import Complaint, InputRefused
from ketum.evidence.plausible import Limits, shipped_limits
from ketum.intake.build import build
from ketum.intake.complaints import MAX_COMPLAINTS, complaints_of
from ketum.intake.contradictions import contradictions
from ketum.intake.dates import day_of, parse_moment
from ketum.intake.fault import THE_CASE
from ketum.intake.fields import Setting
from ketum.intake.format import Format
from ketum.intake.model import CaseFile
from ketum.intake.raw import sound_text
from ketum.intake.sweep import sweep
from ketum.intake.syntax import parse
from ketum.intake.wording import faults_of

__all__ = ["read"]


def read(
    content: bytes,
    format: Format,  # noqa: A002  # the door names it so
    *,
    today: date,
    on: date | None = None,
    limits: Limits | None = None,
) -> Case:
    """The case a file holds; its day is `on`, else the file's own, else `today`.

    Raises:
        InputRefused: the content is not a valid case; carries every complaint at once.
    """
    text = sound_text(content, format)
    tree = parse(text, format)
    if "resourceType" in tree:
        _refuse_fhir()
    faults = sweep(tree)
    day = on or _day_in(tree, today)
    setting = Setting(limits=shipped_limits() if limits is None else limits, on=day)
    file = None
    try:
        file = CaseFile.model_validate(tree, context=setting)
    except ValidationError as error:
        spoiled = {fault.path for fault in faults}
        faults += [
            fault
            for fault in faults_of(error, tree, format, MAX_COMPLAINTS + 1)
            if fault.path not in spoiled
        ]
    faults += contradictions(tree)
    if faults or file is None or day is None:
        raise InputRefused(complaints_of(faults, text, format))
    return build(file, day, one_kratom=isinstance(tree.get("kratom"), dict))


def _day_in(tree: Mapping[str, object], today: date) -> date | None:
    """The day the file gives, today if it gives none, None if it cannot be read."""
    written = tree.get("on")
    if written is None:
        return today
    moment = parse_moment(written.strip()) if isinstance(written, str) else written
    return day_of(moment) if isinstance(moment, date) else None


def _refuse_fhir() -> None:
    raise InputRefused(
        [
            Complaint(
                place=THE_CASE,
                problem="this is a FHIR resource, which this release cannot read yet.",
                remedy="Write the case as JSON or TOML; `ketum schema case` shows its keys.",
            )
        ]
    )
