"""Plans as text: the recommended treatments first, then what stands against what was written."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import cast

from ketum.report.lines import Ink, Line, Look, fold, items, mark

__all__ = ["change_lines", "decision_lines", "preview_lines", "switch_lines", "taper_lines"]

Object = Mapping[str, object]
LEAST_SHOWN = 0.01


def decision_lines(document: Object, look: Look) -> Iterator[Line]:
    """A referral with whom to call; else the options, the objections, and the steps."""
    if document["outcome"] == "referral":
        yield from _referral(document, look)
    else:
        yield from fold(str(document["lead"]), look, ink=Ink.STRONG)
    yield from _findings(document, look)
    yield from _review(document, look)
    for complaint in _list(document, "complaints"):
        said = f"{complaint['place']}: {complaint['problem']} {complaint['remedy']}"
        yield from fold(said, look, hang="  ", ink=Ink.MAJOR)
    yield from _steps(document, look)
    for at in _list(document, "lot"):
        fails = cast("Sequence[str]", at["fails"])
        title = f"The lot at {at['grams_per_day']:g} g a day: {len(fails)} not met"
        yield from fold(title, look, ink=Ink.MAJOR if fails else Ink.PLAIN)
        yield from items(fails, look)
    for said in cast("Sequence[str]", document.get("not_checked", ())):
        yield from fold(f"{mark('Not checked', Ink.UNKNOWN, look)}: {said}", look, hang="  ")
    yield Line("")
    yield Line("Options, the recommended first", Ink.STRONG)
    for option in _list(document, "options"):
        yield from _option(option, look)


def _referral(document: Object, look: Look) -> Iterator[Line]:
    yield from fold(
        f"{mark('Refer', Ink.CONTRAINDICATED, look)}: {document['call']}",
        look,
        hang="  ",
        ink=Ink.CONTRAINDICATED,
    )
    for line in cast("Sequence[str]", document.get("help", ())):
        yield from fold(line, look, indent="  ")
    for reason in _list(document, "reasons"):
        if reason["says"] != document["call"]:
            yield from fold(str(reason["says"]), look, indent="  ")
        because = _list(reason, "because")
        yield from items((f"{each['fact']}: {each['value']}" for each in because), look)


def _review(document: Object, look: Look) -> Iterator[Line]:
    """The loud findings of the review: whoever signs answers each of them."""
    loud = _list(document, "review")
    if loud:
        yield Line("The review of this case says", Ink.STRONG)
    for finding in loud:
        ink = Ink(finding["severity"])
        title = (
            f"{mark(str(finding['title']), ink, look)} ({finding['severity']}, {finding['code']})"
        )
        yield from fold(title, look, indent="  ", ink=ink)
        yield from fold(str(finding["action"]), look, indent="    ")


def _findings(document: Object, look: Look) -> Iterator[Line]:
    for finding in _list(document, "findings"):
        ink = Ink(finding["severity"])
        title = f"{mark(str(finding['title']), ink, look)} ({finding['severity']})"
        yield Line(title, ink)
        yield from fold(str(finding["action"]), look, indent="  ")


def _steps(document: Object, look: Look) -> Iterator[Line]:
    steps = _list(document, "steps")
    if steps:
        yield Line("")
        yield Line("Steps as they were written", Ink.STRONG)
    for step in steps:
        mg = step["mitragynine_mg"]
        amount = f"{step['day_total']:g} {step['unit']} a day" if step["intakes"] else "no intake"
        if step["intakes"] and isinstance(mg, Mapping):
            amount += f", {mg['median']:g} mg mitragynine ({mg['p05']:g} to {mg['p95']:g})"
        change = step["change"]
        if isinstance(change, float) and change:
            amount += f", {change:+.0%}"
        said = f"{step['number']}. {step['phase']}, {step['starts']}, {step['days']} d: {amount}"
        yield from fold(said, look, hang="   ")
        for each in cast("Sequence[str]", step["marks"]):
            yield from fold(each, look, indent="   ", ink=Ink.MUTED)


def _option(option: Object, look: Look) -> Iterator[Line]:
    said = str(option["title"])
    if not option["recommended"]:
        said += " (not a recommended treatment)"
    yield from fold(f"- {said}", look, hang="  ", ink=Ink.STRONG)
    yield from fold(str(option["says"]), look, indent="  ")
    for met in _list(option, "meets"):
        found = _list(met, "findings")
        if found:
            names = "; ".join(f"{each['title']} ({each['severity']})" for each in found)
            yield from fold(f"{met['medicine']} here: {names}.", look, indent="  ", hang="    ")
    for figure in _list(option, "figures"):
        said = f"{figure['label']}: {figure['says']}"
        yield from fold(said, look, indent="  ", hang="    ", ink=Ink.MUTED)


def preview_lines(document: Object, look: Look) -> Iterator[Line]:
    """Peak and trough on the last day of each step."""
    preview = cast("Object", document["preview"])
    if preview["reason"]:
        yield from fold(f"No preview: {preview['reason']}", look, ink=Ink.UNKNOWN)
        return
    yield Line("Mitragynine in blood on the last day of each step, ng/mL", Ink.STRONG)
    before = (
        "after the use that the case tells of"
        if preview["follows_use"]
        else "as if nothing had been taken before the plan"
    )
    yield from fold(
        f"Middle of people, and in brackets where nine in ten lie; {before}. A preview says "
        "nothing on effect or safety.",
        look,
    )
    for step in _list(preview, "steps"):
        peak, trough = (cast("Mapping[str, float]", step[key]) for key in ("peak", "trough"))
        said = f"{step['number']}. day {step['day']}: peak {_range(peak)}, trough {_range(trough)}"
        yield from fold(said, look, hang="   ")
    for each in cast("Sequence[str]", preview["beyond_studied"]):
        said = f"{mark('Beyond what was studied', Ink.UNKNOWN, look)}: {each}"
        yield from fold(said, look, hang="  ")
    for each in cast("Sequence[str]", preview["assumed"]):
        yield from fold(f"Assumed: {each}", look, hang="  ", ink=Ink.MUTED)


def _range(part: Mapping[str, float]) -> str:
    return f"{part['median']:g} ({part['p05']:g} to {part['p95']:g})"


def taper_lines(document: Object, look: Look) -> Iterator[Line]:
    """Every schedule, its steps in one line each."""
    unit = document["unit"]
    yield from fold(f"From {document['start']:g} {unit} a day, as the plan says.", look)
    yield from fold(str(document["note"]), look)
    for taper in _list(document, "tapers"):
        yield Line("")
        steps = _list(taper, "steps")
        said = f"{taper['method']}: {len(steps)} steps, {taper['days']} days"
        yield from fold(said, look, ink=Ink.STRONG)
        preview = cast("Object", taper.get("preview") or {})
        levels = {each["number"]: each for each in _list(preview, "steps")}
        for step in steps:
            intakes = " + ".join(f"{each:g}" for each in cast("Sequence[float]", step["intakes"]))
            said = f"day {step['day']}: {step['total']:g} {unit} ({intakes})"
            if step["low"] is not None:
                said += f", between {step['low']:g} and {step['high']:g} by the constants"
            if step["rest"]:
                said += ", rest"
            if step["number"] in levels:
                peak = cast("Mapping[str, float]", levels[step["number"]]["peak"])
                said += f"; peak {_range(peak)} ng/mL"
            yield from fold(said, look, indent="  ", hang="    ")
    yield Line("")
    yield Line("What sources say of the pace", Ink.STRONG)
    yield from items((f"{each['label']}: {each['says']}" for each in _list(document, "pace")), look)


def switch_lines(document: Object, look: Look) -> Iterator[Line]:
    """Each source's wait and score, what is left of the last peak by then, and the risks."""
    yield from fold(
        f"To {document['to']}: sources differ; none is chosen here.", look, ink=Ink.STRONG
    )
    if document.get("referral"):
        said = f"{mark('Refer', Ink.CONTRAINDICATED, look)}: {document['referral']}"
        yield from fold(said, look, hang="  ", ink=Ink.CONTRAINDICATED)
    here = _list(document, "here")
    if here:
        named = "; ".join(f"{each['title']} ({each['severity']})" for each in here)
        yield from fold(f"{document['to']} here: {named}.", look, hang="  ", ink=Ink.MAJOR)
    yield from _review(document, look)
    if document["reason"]:
        yield from fold(f"Nothing computed: {document['reason']}", look, ink=Ink.UNKNOWN)
    for row in _list(document, "rows"):
        yield from fold(f"- {row['label']}: {row['says']}", look, hang="  ")
        for left in cast("Sequence[Mapping[str, float]]", row["remaining"]):
            share = _share(left["share_of_peak"])
            said = (
                f"{left['hours']:g} h after the last dose: mitragynine {left['median']:g} ng/mL "
                f"({left['p05']:g} to {left['p95']:g}), {share} of the peak."
            )
            yield from fold(said, look, indent="  ", hang="    ", ink=Ink.MUTED)
    risks = _list(document, "risks")
    if risks:
        yield Line("Precipitated withdrawal", Ink.STRONG)
        yield from items((f"{each['label']}: {each['says']}" for each in risks), look)


def _share(share: float) -> str:
    """A share in whole percent; what is less than one of them is not called nothing."""
    return f"{share:.0%}" if share >= LEAST_SHOWN else f"under {LEAST_SHOWN:.0%}"


def change_lines(document: Object, look: Look) -> Iterator[Line]:
    """One line a place: what it was, what it is."""
    changes = _list(document, "changes")
    if not changes:
        yield Line("The two versions are the same.")
    for change in changes:
        before = change["before"] or "(nothing)"
        after = change["after"] or "(nothing)"
        yield from fold(f"{change['place']}: {before} -> {after}", look, hang="  ")


def _list(document: Object, key: str) -> Sequence[Mapping[str, object]]:
    return cast("Sequence[Mapping[str, object]]", document.get(key) or ())
