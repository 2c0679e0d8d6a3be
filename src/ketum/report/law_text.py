"""The answers of the law as text: one place in full, several as a table, changes over time."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from ketum.law import Change, LawAnswer, LawLayer, LawOfPlace, is_old_enough
from ketum.report.lines import Ink, Line, Look, fold

__all__ = ["change_lines", "law_lines", "law_table_lines"]

INKS = {
    "prohibited": Ink.MAJOR,
    "prescription_only": Ink.MODERATE,
    "not_permitted_in_food": Ink.MODERATE,
    "regulated": Ink.MODERATE,
    "age_limited": Ink.MODERATE,
    "uncertain": Ink.UNKNOWN,
    "unknown": Ink.UNKNOWN,
}


ABOVE_LIMIT = "prohibited_above_threshold"
REGULATED = "regulated"


def law_lines(law: LawOfPlace, look: Look, *, notice: str, age: float | None) -> tuple[Line, ...]:
    """Every answer for one place, with its instrument, source, check and confidence."""
    place = law.place
    name = f"{place.name} ({place.code})" if place.code else f'"{place.said}"'
    lines = [Line(f"{name} on {law.on.isoformat()}", Ink.STRONG)]
    lines += _folded(notice, look)
    if place.unlisted:
        lines += _folded(
            f"{place.unlisted} has no record of its own: its own rules were not looked up.", look
        )
    if not place.code:
        return (*lines, *_folded(law.answers[0].why, look))
    for answer in law.answers:
        lines += _answer(answer, look, age)
    lines += _beside(law.answers, look)
    return tuple(lines)


def law_table_lines(laws: Sequence[LawOfPlace], look: Look, *, notice: str) -> tuple[Line, ...]:
    """A row a place and substance: the route of a journey in one table."""
    rows = [("place", "substance", "status", "changes", "checked", "confidence")]
    for law in laws:
        for answer in law.answers:
            form = f" {answer.form}" if answer.form else ""
            rows.append(
                (
                    law.place.code or law.place.said,
                    f"{answer.substance}{form}",
                    _headline(answer),
                    _change(answer),
                    answer.last_checked.isoformat() if answer.last_checked else "",
                    answer.confidence,
                )
            )
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    head, *body = (
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()
        for row in rows
    )
    lines = [Line(f"On {laws[0].on.isoformat()}", Ink.STRONG), *_folded(notice, look)]
    below = [line for law in laws for line in _founded(law, look)]
    return (*lines, Line(head, Ink.STRONG), *map(Line, body), *below)


def _founded(law: LawOfPlace, look: Look) -> Iterator[Line]:
    """What the answers for a place rest on: why, limits, instruments, sources, last checked."""
    yield Line(law.place.name or law.place.said, Ink.STRONG)
    for answer in law.answers:
        named = f"{answer.substance}{f' {answer.form}' if answer.form else ''}"
        if answer.sides:
            sides = " or ".join(map(_words, answer.sides))
            yield from _folded(f"  {named}: it may be {sides}. {answer.why}", look)
        elif answer.why:
            yield from _folded(f"  {named}: {answer.why}", look)
        for cap in answer.limits:
            yield from _folded(f"  {named}: limit {cap.analyte} {cap.value} {cap.unit}", look)
    events = dict.fromkeys(event for answer in law.answers for event in answer.events)
    for event in events:
        source = event.cites[0].source
        yield from _folded(
            f"  {event.place}: {event.instrument}. {source.authors}, {source.locator}; last "
            f"checked {event.checked.isoformat()}; confidence {event.confidence}",
            look,
        )


def change_lines(changes: Iterable[Change], look: Look, *, notice: str) -> tuple[Line, ...]:
    """One line a change, the undated ones last."""
    lines = [*_folded(notice, look)]
    for change in changes:
        lines += _folded(f"{change.said}  {change.place}: {change.what}.", look)
        if change.event is not None and change.event.instrument:
            lines += _folded(f"    {change.event.instrument}", look)
    return tuple(lines)


def _answer(answer: LawAnswer, look: Look, age: float | None) -> Iterator[Line]:
    form = f" as {answer.form}" if answer.form else ""
    ink = INKS.get(answer.status.value, Ink.PLAIN)
    yield Line(f"{answer.substance}{form}: {_headline(answer)}", ink)
    if answer.sides:
        yield from _folded("  It may be: " + " or ".join(map(_words, answer.sides)), look)
    if answer.why:
        yield from _folded(f"  {answer.why}", look)
    if is_old_enough(answer, age) is False:
        yield from _folded("  Below the age that is required.", look)
    for cap in answer.limits:
        yield from _folded(f"  Limit: {cap.analyte} {cap.value} {cap.unit}", look)
    if answer.changes_on:
        yield from _folded(f"  {_change(answer).capitalize()}", look)
    for event in answer.events:
        dates = f"from {event.starts.said}" if event.starts else "no date of effect"
        ends = f" to {event.ends.said}" if event.ends else ""
        yield from _folded(f"  {event.place}: {event.instrument} ({dates}{ends})", look)
        if event.remark:
            yield from _folded(f"    {event.remark}", look)
        source = event.cites[0].source
        standing = "read there" if event.confirmed else "not confirmed"
        yield from _folded(
            f"    Source: {source.authors}, {source.locator}; last checked "
            f"{event.checked.isoformat()}; {standing}; confidence {event.confidence}",
            look,
        )


def _beside(answers: Sequence[LawAnswer], look: Look) -> Iterator[Line]:
    """What is not law that day, or decides nothing: said once, whatever the substance."""
    deciding = {event.id for answer in answers for event in answer.events}
    layers: dict[str, LawLayer] = {
        layer.event.id: layer for answer in answers for layer in answer.layers
    }
    rest = [layer for key, layer in layers.items() if key not in deciding]
    if rest:
        yield Line("Also recorded:", Ink.STRONG)
    for layer in rest:
        event = layer.event
        dates = f", from {event.starts.said}" if event.starts else ""
        to = f" for {event.binds.value}" if event.binds.value == "service members" else ""
        yield from _folded(
            f"  {event.place}: {', '.join(event.substances)} "
            f"{' or '.join(map(_words, event.statuses))}{to}, {layer.state.value}{dates}: "
            f"{event.instrument}",
            look,
        )


def _headline(answer: LawAnswer) -> str:
    age = f", from {answer.minimum_age} years" if answer.minimum_age is not None else ""
    return f"{_status(answer)}{age}"


def _status(answer: LawAnswer) -> str:
    """The status; a schedule with an exception is no mere regulation of a sale."""
    scheduled = any(event.status_said == ABOVE_LIMIT for event in answer.events)
    if scheduled and answer.status.value == REGULATED:
        return "prohibited above a limit, else regulated"
    return _words(answer.status)


def _change(answer: LawAnswer) -> str:
    if answer.changes_on is None or answer.changes_to is None:
        return ""
    return f"changes on {answer.changes_on.isoformat()} to {_words(answer.changes_to)}"


def _words(status: object) -> str:
    return str(getattr(status, "value", status)).replace("_", " ")


def _folded(text: str, look: Look) -> Iterator[Line]:
    indent = len(text) - len(text.lstrip())
    yield from fold(text.strip(), look, indent=" " * indent, hang=" " * (indent + 2))
