"""The paper itself: whose lot, how old, by whom, what was tested, and whether it agrees."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import pairwise, product

from ketum.citation import Citation
from ketum.evidence.product_limits import Panel
from ketum.evidence.quantities import Parameter
from ketum.product.alkaloid_share import TOTAL
from ketum.product.certificate import Certificate, Confidence
from ketum.product.sample import Numbered, Sample, text_of
from ketum.product.span import ZERO, Span, in_digits
from ketum.product.verdicts import Judged, Standing, Verdict

__all__ = ["judge_document", "judge_lot", "judge_panels", "judge_total", "samples_of_lot"]

TOPIC = "paperwork"
CONFIRMATION = "confirmation"
STANDARD_NUMBER = re.compile(r"(?:iso|iec|[/\s-])*17025(?:\s*[:-]\s*(?:19|20)\d\d)?", re.IGNORECASE)
DIGITS = re.compile(r"\d{2}")
DATES = ("received", "tested", "reported")
CUT = re.compile(r"[\s#._:/-]+")
LOT_WORDS = re.compile(r"^(?:lot|batch|no|number)+", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _Said:
    """The parts of a verdict on the paper that differ."""

    about: str
    question: str
    verdict: Judged
    arithmetic: str


def _verdict(
    said: _Said, *, sample: str = "", cites: tuple[Citation, ...] = (), limit: str = ""
) -> Verdict:
    return Verdict(
        topic=CONFIRMATION if said.about == CONFIRMATION else TOPIC,
        limit_id=said.about,
        question=said.question,
        verdict=said.verdict,
        arithmetic=said.arithmetic,
        standing=Standing.JUDGEMENT,
        sample=sample,
        limit=limit,
        cites=cites,
    )


def judge_document(
    certificate: Certificate, sample: Sample, oldest: Parameter, on: date
) -> Iterator[Verdict]:
    """Age, dates, accreditation and confirmation, from the header of one sample."""
    yield _real(certificate)
    yield _confirmed(certificate)
    yield _age(sample, oldest, on)
    yield _dates(sample, on)
    yield _accredited(sample)


def _real(certificate: Certificate) -> Verdict:
    is_made_up = certificate.marked_synthetic
    return _verdict(
        _Said(
            "paperwork-synthetic",
            "Is it about a real product?",
            Judged.FAIL if is_made_up else Judged.PASS,
            "marked synthetic: made for a test" if is_made_up else "not marked synthetic",
        )
    )


def _confirmed(certificate: Certificate) -> Verdict:
    question = "Did a person hold the values against the document, with nothing left to ask?"
    if certificate.questions:
        said = f"to be answered first: {' '.join(certificate.questions)}"
    elif not certificate.is_confirmed:
        said = "read by the program alone"
    else:
        said = f"done {certificate.confirmed_on}".rstrip()
    is_done = certificate.is_confirmed and not certificate.questions
    verdict = Judged.PASS if is_done else Judged.CANNOT_TELL
    return _verdict(_Said(CONFIRMATION, question, verdict, said))


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _days(sample: Sample, name: str) -> tuple[date, ...]:
    """The day of a field, or both days it can be where the month may stand first or second."""
    day = _day(sample.text(name))
    if day is None:
        return ()
    if sample.header[name].confidence is not Confidence.LOW:
        return (day,)
    other = _day(f"{day.year:04}-{day.day:02}-{day.month:02}")
    return (day,) if other is None else tuple(sorted({day, other}))


def _said_days(days: Iterable[date]) -> str:
    return " or ".join(day.isoformat() for day in days)


def _agreed(judged: Iterable[bool]) -> Judged:
    """What every reading of the dates says; cannot tell where they differ."""
    found = set(judged)
    if len(found) > 1:
        return Judged.CANNOT_TELL
    return Judged.PASS if found == {True} else Judged.FAIL


def _age(sample: Sample, oldest: Parameter, on: date) -> Verdict:
    found = {name: _days(sample, name) for name in ("tested", "reported", "received")}
    name = next((name for name, days in found.items() if days), "")
    tested, most = found.get(name, ()), int(oldest.value)
    if not tested:
        verdict, said = Judged.CANNOT_TELL, "no day of testing or report was read"
    else:
        ages = [(on - day).days for day in tested]
        past = " or ".join(str(days) for days in ages)
        said = f"{name} {_said_days(tested)}, {past} days before {on.isoformat()}; at most {most}"
        verdict = _agreed(0 <= days <= most for days in ages)
    expires = _days(sample, "expires")
    if expires and min(expires) < on:
        over = max(expires) < on
        said = f"{said}; {'expired' if over else 'expires'} {_said_days(expires)}"
        verdict = Judged.FAIL if over or verdict is Judged.FAIL else Judged.CANNOT_TELL
    return _verdict(
        _Said("paperwork-age", "Is the certificate recent enough?", verdict, said),
        cites=oldest.cites,
        limit=f"at most {most} days ({Standing.JUDGEMENT.value})",
    )


def _dates(sample: Sample, on: date) -> Verdict:
    """Received, then tested, then reported, and none of them yet to come."""
    known = [(name, days) for name in DATES if (days := _days(sample, name))]
    readings = [
        _wrong_dates([(name, day) for (name, _), day in zip(known, days, strict=True)], on)
        for days in product(*(days for _, days in known))
    ]
    if known:
        verdict = _agreed(not wrong for wrong in readings)
        listed = ", ".join(f"{name} {_said_days(days)}" for name, days in known)
        said = "; ".join(readings[0]) if verdict is Judged.FAIL else listed
    else:
        verdict, said = Judged.CANNOT_TELL, "no date was read"
    return _verdict(_Said("paperwork-dates", "Do the dates agree?", verdict, said))


def _wrong_dates(known: list[tuple[str, date]], on: date) -> list[str]:
    after = [
        f"{first} {one.isoformat()} is after {second} {other.isoformat()}"
        for (first, one), (second, other) in pairwise(known)
        if one > other
    ]
    return after + [f"{name} {day.isoformat()} is yet to come" for name, day in known if day > on]


def _accredited(sample: Sample) -> Verdict:
    """A number beside the name of the standard; whether it is valid only the accreditor says."""
    printed = sample.text("accreditation")
    rest, named = STANDARD_NUMBER.subn(" ", printed)
    if named and DIGITS.search(rest):
        verdict, said = Judged.PASS, f"printed: {printed}; not checked with the accreditor"
    elif named:
        verdict, said = Judged.CANNOT_TELL, f"printed: {printed}; without a number"
    else:
        verdict, said = Judged.CANNOT_TELL, "no accreditation to ISO/IEC 17025 was read"
    question = "Does the laboratory print its accreditation to ISO/IEC 17025 with a number?"
    return _verdict(_Said("paperwork-accreditation", question, verdict, said))


def lot_key(text: str) -> str:
    """A lot without case, gaps and the word for it; nothing else is taken off."""
    return LOT_WORDS.sub("", CUT.sub("", text)).casefold()


def samples_of_lot(samples: Iterable[Sample], wanted: str | None) -> tuple[Sample, ...]:
    """The samples whose lot is the wanted one, as a whole."""
    if not wanted or not lot_key(wanted):
        return ()
    return tuple(sample for sample in samples if lot_key(wanted) in map(lot_key, sample.lots))


def judge_lot(samples: Iterable[Sample], wanted: str | None) -> Verdict:
    """Whether the certificate speaks of the lot in hand."""
    listed = tuple(samples)
    printed = sorted({sample.lots[0] for sample in listed if sample.lots})
    question = "Is it about the lot in hand?"
    shown = ", ".join(printed) or "none"
    if not wanted:
        verdict, said = Judged.CANNOT_TELL, f"the lot in hand was not given; printed: {shown}"
    elif samples_of_lot(listed, wanted):
        verdict, said = Judged.PASS, f"lot {wanted}; printed: {shown}"
    elif printed:
        verdict, said = Judged.FAIL, f"lot {wanted}; printed: {shown}"
    else:
        verdict, said = Judged.CANNOT_TELL, f"lot {wanted}; no lot was read"
    return _verdict(_Said("paperwork-lot", question, verdict, said))


def judge_panels(
    sample: Sample, panels: Mapping[str, Panel], groups: Mapping[str, str], *, is_extract: bool
) -> Iterator[Verdict]:
    """Whether each panel was tested; `groups` gives the group of an analyte."""
    tested = {each.result.analyte for each in sample.measured}
    for panel in panels.values():
        if panel.asked_of == "any" or (panel.asked_of == "extract" and is_extract):
            missing = [name for name in panel.analytes if name not in tested]
            if panel.any_of and panel.any_of in {groups.get(name) for name in tested}:
                missing = [n for n in sorted(sample.unread) if groups.get(n) == panel.any_of]
            said = _said_missing(missing, sample.unread)
            if panel.any_of and not missing:
                said = f"{said}; no limit is held here for them, so what was found is not compared"
            yield _verdict(
                _Said(
                    "paperwork-panel",
                    f"Were the {panel.label} tested?",
                    Judged.CANNOT_TELL if missing else Judged.PASS,
                    said,
                ),
                sample=sample.name,
                cites=panel.cites,
            )


def _said_missing(missing: list[str], unread: frozenset[str]) -> str:
    printed = [name for name in missing if name in unread]
    untested = [name for name in missing if name not in unread]
    said = [
        f"{words}: {', '.join(names)}"
        for words, names in (("not tested", untested), ("printed, but not read", printed))
        if names
    ]
    return "; ".join(said) or "tested"


def judge_total(sample: Sample, groups: Mapping[str, str]) -> Iterator[Verdict]:
    """A total below the sum of its parts is wrong, beyond what rounding explains."""
    for total in sample.of(TOTAL):
        parts = [
            each
            for each in sample.measured
            if groups.get(each.result.analyte) == "alkaloid"
            and each.result.value
            and each.result.unit == total.result.unit
            and each.result.basis is total.result.basis
        ]
        if total.result.value is None or not parts:
            continue
        summed = _sum_of_least(parts)
        wrong = summed > total.result.value + _half_a_digit(total.result.value)
        unit = total.result.unit
        least = Span(summed, summed).said(unit)
        said = f"total {in_digits(total.result.value)} {unit}, parts together at least {least}"
        yield Verdict(
            topic=TOPIC,
            limit_id="paperwork-total",
            question="Is the total at least its parts together?",
            verdict=Judged.FAIL if wrong else Judged.PASS,
            arithmetic=said,
            standing=Standing.JUDGEMENT,
            analyte=TOTAL,
            sample=sample.name,
            results=(total.at, *(each.at for each in parts)),
            as_read=text_of((total, *parts)),
        )


def _sum_of_least(parts: Iterable[Numbered]) -> Decimal:
    """Each analyte once, at the least that is rounded to what is printed."""
    least: dict[str, Decimal] = {}
    for each in parts:
        value = each.result.value or ZERO
        known = least.get(each.result.analyte, ZERO)
        least[each.result.analyte] = max(known, value - _half_a_digit(value))
    return sum(least.values(), ZERO)


def _half_a_digit(value: Decimal) -> Decimal:
    """How far a printed number may stand from the one that was rounded to it."""
    exponent = value.as_tuple().exponent
    return Decimal(1).scaleb(exponent) / 2 if isinstance(exponent, int) else ZERO
