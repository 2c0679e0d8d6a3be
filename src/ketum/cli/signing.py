"""`ketum plan sign` and `ketum plan replan`: a plan is signed, or becomes the next draft."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Annotated, Any

import typer

from ketum.cli.output import write
from ketum.cli.planned import Given
from ketum.cli.review import day_of
from ketum.errors import WrongUsage
from ketum.intake import Format, read
from ketum.plan import Plan, Signature, read_plan, replanned, sign
from ketum.plan.document import plan_object
from ketum.report.document import as_json

__all__ = ["replan", "sign_plan"]

File = Annotated[Path, typer.Argument(help="A case whose key `plan` holds the plan.")]
On = Annotated[str | None, typer.Option(help="The day of the case, ISO 8601.")]
To = Annotated[Path | None, typer.Option("--output", "-o", help="Write to this file instead.")]
Acknowledged = Annotated[
    list[str] | None,
    typer.Option("--acknowledge", help="CODE=the reason; one for each warning from major on."),
]


def sign_plan(  # noqa: PLR0913, PLR0917  # each option of the command is a parameter
    file: File,
    by: Annotated[str, typer.Option(help="The clinician who signs.")],
    role: Annotated[str, typer.Option(help="As what: physician, nurse ...")],
    reason: Annotated[str, typer.Option(help="Why this plan, for this person.")],
    acknowledge: Acknowledged = None,
    second_by: Annotated[
        str | None, typer.Option(help="Another clinician, where something is contraindicated.")
    ] = None,
    second_role: Annotated[str | None, typer.Option(help="As what the second one signs.")] = None,
    second_reason: Annotated[str | None, typer.Option(help="Why the second one signs.")] = None,
    on: On = None,
    output: To = None,
) -> None:
    """The same case with the plan signed. Names count as typed: keep who may sign apart."""
    given = Given.of(file, on)
    answer, decided = given.judged(file.parent, with_engine=True)
    reasons = dict(map(_reason, acknowledge or ()))
    now = datetime.now(UTC).replace(microsecond=0)
    second = None
    if second_by is not None:
        second = Signature(
            by=second_by, role=second_role or "", at=now, reason=second_reason or "",
            acknowledged=reasons,
        )  # fmt: skip
    first = Signature(by=by, role=role, at=now, reason=reason, acknowledged=reasons)
    signed = sign(decided, answer.findings, first, second)
    write(_with_signatures(given, signed), output)


def replan(
    file: File,
    day: Annotated[str, typer.Option(help="The first day of the new draft, ISO 8601.")],
    taken: Annotated[float, typer.Option(min=0, help="Taken a day now, in the plan's unit.")],
    strength: Annotated[
        float, typer.Option(help="Content of the new lot over that of the old one.")
    ] = 1.0,
    to: Annotated[float, typer.Option(min=0, help="What can be weighed or counted.")] = 0.0,
    on: On = None,
    output: To = None,
) -> None:
    """The next version from where the person is, as JSON: a draft that a clinician confirms."""
    given = Given.of(file, on)
    steepest = given.knowledge.parameters["plan.steepest_cut"].value
    made = replanned(
        given.plan(), day_of(day) or given.case.on, taken,
        strength=strength, weighed_to=to, steepest_cut=steepest,
    )  # fmt: skip
    write(as_json({"plan": plan_object(made)}), output)


def _reason(given: str) -> tuple[str, str]:
    code, equals, why = given.partition("=")
    if not (equals and code.strip() and why.strip()):
        raise WrongUsage('Write --acknowledge "CODE=the reason", once for each warning.')
    return code.strip(), why.strip()


def _with_signatures(given: Given, signed: Plan) -> str:
    """The file as it was, with the signatures behind it, read again to be sure that it holds."""
    signatures: list[Any] = plan_object(signed)["signatures"]  # type: ignore[assignment]
    text = given.content.decode("utf-8-sig")
    if given.written is Format.JSON:
        case = json.loads(text)
        case["plan"]["signatures"] = signatures
        text = json.dumps(case, ensure_ascii=False, indent=2) + "\n"
    else:
        text = "\n".join([text.rstrip(), *map(_as_toml, signatures), ""])
    again = read_plan(
        read(text.encode(), given.written, today=date.today(), on=given.case.on), given.knowledge
    )
    if again != signed:
        raise WrongUsage("The file has an empty list of signatures. Take it out, then sign.")
    return text


def _as_toml(signature: dict[str, Any]) -> str:
    acknowledged = signature.pop("acknowledged")
    lines = ["", "[[plan.signatures]]"]
    lines += [f"{key} = {_quoted(value)}" for key, value in signature.items()]
    reasons = ", ".join(f"{_quoted(code)} = {_quoted(why)}" for code, why in acknowledged.items())
    return "\n".join(
        [*lines, f"acknowledged = {{ {reasons} }}" if reasons else "acknowledged = {}"]
    )


def _quoted(text: str) -> str:
    """A basic string of TOML is one of JSON, once letters stand as they are."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")
