"""A certificate and its verdicts as text: what was read, what can be said, what to ask."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from typing import cast

from ketum.report.lines import Ink, Line, Look, fold, mark

__all__ = ["comparison_lines", "dose_lines", "product_lines", "reading_lines"]

Object = Mapping[str, object]

WORDS = {
    "pass": ("under or met", Ink.PLAIN),
    "fail": ("over or not met", Ink.MAJOR),
    "cannot_tell": ("cannot tell", Ink.UNKNOWN),
}
CENSORED = {
    "below_lod": "below the detection limit",
    "below_loq": "below the quantification limit",
    "not_detected": "not detected at a limit",
}
ORDER = ("fail", "cannot_tell", "pass")
BASES = {"not_said": " (of what, is not said)", "dry_weight": " of the dry weight"}
THE_GRAMS = "the grams a day"
CONFIRM = (
    "Nobody has held these values against the document yet. In a review they count only after a "
    "person has corrected and confirmed them (--correct, --confirm NAME)."
)


def product_lines(document: Object, look: Look, *, full: bool = False) -> Iterator[Line]:
    """The verdicts first, then what was read, then what a gram holds.

    Unless `full`, what is under a limit is named in a line an analyte, what waits for the grams
    a day in a line an analyte with the grams that reach each limit, and the parts of a test only
    with the test.
    """
    yield from _title(document, look)
    questions = cast("Sequence[str]", document["questions"])
    for question in questions:
        yield from fold(f"To answer: {question}", look, hang="  ", ink=Ink.UNKNOWN)
    verdicts = cast("Sequence[Mapping[str, str]]", document["verdicts"])
    for word in ORDER:
        chosen = [
            each
            for each in verdicts
            if each["verdict"] == word and (full or not _is_part(each, verdicts))
        ]
        if not chosen:
            continue
        said, ink = WORDS[word]
        yield Line(f"{mark(said.capitalize(), ink, look)} ({len(chosen)})", ink)
        if word == "pass" and not full:
            yield from _passed(chosen, look)
            continue
        daily = [] if full else [each for each in chosen if _waits_for_grams(each)]
        for each in chosen:
            if full or not _waits_for_grams(each):
                yield from _verdict(each, look)
        yield from _daily(daily, look)
    yield from reading_lines(document, look)
    yield from _content(document, look)


def _title(document: Object, look: Look) -> Iterator[Line]:
    header = cast("Mapping[str, Mapping[str, str]]", document["header"])
    names = [header[key]["value"] for key in ("product", "lot", "laboratory") if key in header]
    yield from fold(", ".join(names) or "A product without a name", look, ink=Ink.STRONG)
    about = cast("Mapping[str, object]", document["document"])
    if about["marked_synthetic"]:
        yield from fold("This document is marked synthetic: no real certificate.", look)
    if not about["confirmed"]:
        yield from fold(CONFIRM, look)


def _passed(chosen: Sequence[Mapping[str, str]], look: Look) -> Iterator[Line]:
    """One line an analyte: what it passed."""
    by_analyte: dict[str, list[str]] = {}
    for each in chosen:
        by_analyte.setdefault(each["analyte"] or "the document", []).append(each["question"])
    for analyte, questions in by_analyte.items():
        number = f"{len(questions)} questions" if len(questions) > 1 else questions[0]
        yield from fold(f"{analyte}: {number}", look, indent="  ", hang="    ")
    yield from fold("Each with its arithmetic and source: --full, or --format json.", look)


def _waits_for_grams(each: Object) -> bool:
    return str(each["arithmetic"]).startswith(f"missing: {THE_GRAMS};")


def _is_part(each: Mapping[str, str], verdicts: Sequence[Mapping[str, str]]) -> bool:
    """Whether the test that this is a part of is answered too, with the same arithmetic in it."""
    return each["topic"].startswith("two-part-") and any(
        other["topic"] == "two-part"
        and other["sample"] == each["sample"]
        and each["arithmetic"] in other["arithmetic"]
        and set(each["limit_id"].split()) <= set(other["limit_id"].split())
        for other in verdicts
    )


def _daily(chosen: Sequence[Mapping[str, str]], look: Look) -> Iterator[Line]:
    """What a day brings of each analyte: from how many grams on each limit is reached."""
    if not chosen:
        return
    said = f"Within the limits of a day? {len(chosen)} answers wait for --grams-per-day. Reached:"
    yield from fold(said, look, indent="  ", hang="    ")
    reached: dict[str, list[str]] = {}
    for each in chosen:
        sample = f" [{each['sample']}]" if each["sample"] else ""
        standard = each["limit_source"].partition(": ")[0]
        grams = each["arithmetic"].rpartition("reached at ")[2]
        at = f"{grams} ({standard})" if "reached at " in each["arithmetic"] else f"({standard})"
        reached.setdefault(f"{each['analyte']}{sample}", []).append(at)
    for analyte, limits in reached.items():
        listed = "; ".join(limits)
        yield from fold(f"{analyte}: {listed}", look, indent="    ", hang="      ", ink=Ink.MUTED)


def _verdict(each: Mapping[str, str], look: Look) -> Iterator[Line]:
    sample = f" [{each['sample']}]" if each["sample"] else ""
    yield from fold(f"{each['question']}{sample}", look, indent="  ", hang="    ")
    arithmetic = each["arithmetic"]
    if arithmetic:
        yield from fold(arithmetic, look, indent="    ", hang="    ", ink=Ink.MUTED)
    if each["limit_source"]:
        yield from fold(each["limit_source"], look, indent="    ", hang="    ", ink=Ink.MUTED)


def reading_lines(document: Object, look: Look) -> Iterator[Line]:
    """Every value with the place it was read at, and everything that was not read."""
    results = cast("Sequence[Mapping[str, object]]", document["results"])
    yield Line(f"Read ({len(results)})", Ink.STRONG)
    for page, group in groupby(results, key=lambda each: each["page"]):
        for each in group:
            yield from _result(each, page, look)
    missed = cast("Sequence[Mapping[str, object]]", document["not_read"])
    if missed:
        yield Line(f"Not read ({len(missed)})", Ink.UNKNOWN)
    for each in missed:
        said = f"page {each['page']}, line {each['line']}: {each['text']} ({each['why']})"
        yield from fold(said, look, indent="  ", hang="    ")


def _result(each: Mapping[str, object], page: object, look: Look) -> Iterator[Line]:
    sample = f" [{each['sample']}]" if each["sample"] else ""
    doubts = cast("Sequence[str]", each["doubts"])
    said = (
        f'{each["analyte"]}{sample}: {_said(each)}; printed "{each["as_read"]}", page {page}, '
        f"line {each['line']}, {each['confidence']} confidence"
    )
    corrected = "; corrected by hand" if each["corrected"] else ""
    claimed = "; claimed, not measured" if each["role"] == "claimed" else ""
    yield from fold(f"{said}{claimed}{corrected}", look, indent="  ", hang="    ")
    for doubt in doubts:
        yield from fold(doubt, look, indent="    ", hang="    ", ink=Ink.UNKNOWN)


def _said(each: Mapping[str, object]) -> str:
    unit = str(each["unit"])
    basis = BASES.get(str(each["basis"]), "")
    if each["present"] is not None:
        return f"{'present' if each['present'] else 'absent'} {unit}".strip()
    if each["censored"] is None:
        around = "" if each["uncertainty"] is None else f" ± {each['uncertainty']}"
        return f"{each['value']}{around} {unit}{basis}".strip()
    if each["censored"] == "above":
        return f"more than {each['limit']} {unit}{basis}, and not said how much"
    word = CENSORED[str(each["censored"])]
    if each["limit"] is None:
        return f"{word}, no limit given: it says nothing"
    return f"{word} of {each['limit']} {unit}; not zero"


def _content(document: Object, look: Look) -> Iterator[Line]:
    samples = cast("Mapping[str, Mapping[str, Object]]", document.get("contents", {}))
    for sample, held in (
        samples or {"": cast("Mapping[str, Object]", document["content"])}
    ).items():
        if held:
            yield Line(f"In a gram{f' [{sample}]' if sample else ''}", Ink.STRONG)
        for name, content in held.items():
            yield from fold(f"{name}: {_range(content, 'mg_per_g')} mg. {content['why']}", look,
                            indent="  ", hang="    ")  # fmt: skip
    strain = "A strain or a colour of vein says nothing about any of this: it is a name."
    yield from fold(strain, look, ink=Ink.MUTED)


def _range(part: Mapping[str, object], key: str) -> str:
    low, high = cast("float", part["low"]), cast("float | None", part["high"])
    most = "no known end" if high is None else f"{high:.3g}"
    if part[key] is None:
        return f"{low:.3g} to {most}"
    return f"{cast('float', part[key]):.4g} ({low:.3g} to {most})"


def dose_lines(
    amount: str, doses: Mapping[str, Mapping[str, object]], look: Look, *, sample: str = ""
) -> list[Line]:
    """Milligrams of each alkaloid in an amount of the product."""
    lines = [Line(f"In {amount}{f' [{sample}]' if sample else ''}", Ink.STRONG)]
    for name, dose in doses.items():
        said = f"{name}: {_range(dose, 'mg')} mg. {dose['arithmetic']}"
        lines += fold(said, look, indent="  ", hang="    ")
    lines += fold("This is arithmetic on a product and no dose to take.", look)
    return lines


def comparison_lines(compared: Object, look: Look) -> list[Line]:
    """Two lots side by side, and what follows for a dose."""
    lines = fold(f"{compared['first']} and {compared['second']}", look, ink=Ink.STRONG)
    rows = cast("Sequence[Mapping[str, object]]", compared["alkaloids"])
    for row in rows:
        ratio = row["ratio"]
        said = "only one of them, or a range alone: no ratio"
        if ratio is not None:
            low, high = cast("float", row["low"]), cast("float", row["high"])
            said = f"{cast('float', ratio):.3g} times ({low:.3g} to {high:.3g})"
        first, second = (_each(cast("Object | None", row[key])) for key in ("first", "second"))
        text = f"{row['analyte']}: {first} and {second} mg in a gram; {said}"
        lines += fold(text, look, indent="  ", hang="    ")
    lines += fold(str(compared["finding"]), look, ink=Ink.MODERATE)
    return lines


def _each(content: Object | None) -> str:
    return "not measured" if content is None else _range(content, "mg_per_g")
