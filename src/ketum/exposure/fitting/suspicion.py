"""Levels that the doses do not explain: which single mistake would explain them.

Each mistake is tried by asking the same question as if it had been made. It is named only where the
levels are then no surprise. Naming it proves nothing: it says what to ask about.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np

from ketum.evidence.models import ExposureModel
from ketum.exposure.fitting.estimating import estimate
from ketum.exposure.fitting.measured import UNITS, Measured, factor_to_ng_ml
from ketum.exposure.fitting.people import PRODUCT, without_last
from ketum.exposure.fitting.question import LARGEST_OMEGA, Analyte, Level, Question
from ketum.exposure.fitting.score import ANALYTE, AT, VALUE, concentrations_of
from ketum.exposure.fitting.surprise import how_likely

MOST_MISSED = 12
# Of the ratio of two units; below the least concentration nothing is told apart (ng/mL).
DIGITS, LEAST = 9, 1e-9


@dataclass(frozen=True, slots=True, kw_only=True)
class Suspicion:
    """A mistake that would explain the levels: `kind` for machines, `text` for people.

    `share` is that of people who would have levels at least as unusual if it had been made.
    """

    kind: str
    text: str
    share: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Suspect:
    """What is asked about: the question, the levels as reported, and what counts as no surprise."""

    question: Question
    measured: Sequence[Measured]
    model: ExposureModel
    plausible: float
    time_doubt_h: float


def suspicions(suspect: Suspect) -> tuple[Suspicion, ...]:
    """Every mistake that would explain the levels, the likeliest of each kind."""
    found = [
        *_units(suspect),
        *_not_taken(suspect),
        *_hour(suspect),
        *_metabolite(suspect),
        *_amount(suspect),
        *_one_level(suspect),
    ]
    return tuple(found)


def _units(suspect: Suspect) -> Iterator[Suspicion]:
    """All levels, those of one analyte, or one level, in another unit than the one reported."""
    measured = suspect.measured
    groups = {tuple(range(len(measured))): "every level"}
    for analyte in dict.fromkeys(one.analyte for one in measured):
        members = tuple(i for i, one in enumerate(measured) if one.analyte == analyte)
        groups.setdefault(members, f"every level of {analyte}")
    for i, one in enumerate(measured):
        groups.setdefault((i,), one.place)
    for members, name in groups.items():
        fitting = [
            (how_likely(replace(suspect.question, levels=levels)), unit)
            for unit, levels in _in_other_units(suspect, members)
        ]
        share, unit = max(fitting, default=(0.0, ""))
        if share >= suspect.plausible:
            text = f"A unit error: {name} would fit if the number was meant in {unit}."
            yield Suspicion(kind="unit", text=text, share=share)
            if len(members) == len(measured):
                return


def _in_other_units(
    suspect: Suspect, members: Sequence[int]
) -> Iterator[tuple[str, tuple[Level, ...]]]:
    """The levels with some of them in each other unit that stands for another amount.

    A number that would sink into the constant error says nothing, and neither does a limit.
    """
    levels = suspect.question.levels
    if all(levels[i].is_below for i in members):
        return
    tried = {1.0}
    for unit in UNITS:
        changed = list(levels)
        scale = 1.0
        for i in members:
            one = suspect.measured[i]
            own = factor_to_ng_ml(one.unit, one.analyte, suspect.model) or 1.0
            scale = round((factor_to_ng_ml(unit, one.analyte, suspect.model) or 1.0) / own, DIGITS)
            changed[i] = replace(levels[i], value=levels[i].value * scale)
        is_seen = all(changed[i].is_below or changed[i].value > levels[i].constant for i in members)
        if scale > 0.0 and scale not in tried and is_seen:
            yield unit, tuple(changed)
        tried.add(scale)


def _not_taken(suspect: Suspect) -> Iterator[Suspicion]:
    """The last doses before the first level were left out."""
    question = suspect.question
    first = min(level.time_h for level in question.levels)
    for number, lines in enumerate(without_last(question.doses, first), 1):
        if number > MOST_MISSED:
            return
        share = how_likely(replace(question, doses=lines))
        if share >= suspect.plausible:
            doses = "dose" if number == 1 else f"{number} doses"
            text = f"Not taken as said: the levels would fit without the last {doses} before them."
            yield Suspicion(kind="not_taken", text=text, share=share)
            return


def _hour(suspect: Suspect) -> Iterator[Suspicion]:
    """The last dose was taken at another hour."""
    question = suspect.question
    lines = sorted(question.doses, key=lambda line: line.time_h + (line.count - 1) * line.ii_h)
    last = lines[-1]
    if last.time_sd_h > 0.0:
        return
    if last.count > 1:
        lines[-1] = replace(last, count=last.count - 1)
        lines.append(replace(last, time_h=last.time_h + (last.count - 1) * last.ii_h, count=1))
    lines[-1] = replace(lines[-1], time_sd_h=suspect.time_doubt_h)
    moved = replace(question, doses=tuple(lines))
    share = how_likely(moved)
    if share >= suspect.plausible:
        hours = float(estimate(moved).z[-1]) * suspect.time_doubt_h
        way = "later" if hours > 0.0 else "earlier"
        text = (
            f"A wrong hour: the levels would fit if the last dose was taken about "
            f"{abs(hours):.2g} h {way}."
        )
        yield Suspicion(kind="hour", text=text, share=share)


def _metabolite(suspect: Suspect) -> Iterator[Suspicion]:
    """What is formed is far from what the swallowed substance lets expect."""
    question, model = suspect.question, suspect.model
    parents = tuple(x for x in question.levels if x.analyte is Analyte.PARENT)
    formed = tuple(x for x in question.levels if x.analyte is Analyte.METABOLITE)
    if not parents or not formed:
        return
    alone = replace(question, levels=parents)
    share = how_likely(alone)
    if share < suspect.plausible:
        return
    ratio = _mean_ratio(alone, formed)
    if ratio > 1.0:
        text = (
            f"Another product: the levels of {model.analyte} fit alone, but that of "
            f"{model.metabolite} is {ratio:.2g} times what is formed from it. It may have been "
            "taken itself, or added to the product."
        )
        yield Suspicion(kind="other_product", text=text, share=share)
    else:
        text = (
            f"Lost before it was measured: the levels of {model.analyte} fit alone, but that of "
            f"{model.metabolite} is {ratio:.2g} times what is formed from it. It decays in "
            "stored blood."
        )
        yield Suspicion(kind="decayed", text=text, share=share)


def _mean_ratio(question: Question, levels: Sequence[Level]) -> float:
    """The geometric mean of the levels over what the question's best person would have."""
    wanted = replace(question, levels=tuple(levels))
    rows = wanted.level_array
    out = np.empty((len(rows), 2))
    concentrations_of(estimate(question).z, *question.arrays[:3], rows[:, AT], out)
    logs = [
        math.log(row[VALUE] / max(both[int(row[ANALYTE])], LEAST))
        for row, both in zip(rows, out, strict=True)
    ]
    return math.exp(sum(logs) / len(logs))


def _amount(suspect: Suspect) -> Iterator[Suspicion]:
    """More or less was taken, or it was another product."""
    question = suspect.question
    free = {**question.prior.omega, PRODUCT: LARGEST_OMEGA}
    wide = replace(question, prior=replace(question.prior, omega=free))
    share = how_likely(wide)
    if share >= suspect.plausible:
        place = wide.prior.varying.index(PRODUCT)
        times = math.exp(LARGEST_OMEGA * float(estimate(wide).z[place]))
        text = (
            f"Another amount or product: the levels would fit if {times:.2g} times as much had "
            "reached the blood."
        )
        yield Suspicion(kind="amount", text=text, share=share)


def _one_level(suspect: Suspect) -> Iterator[Suspicion]:
    """One level stands against all others."""
    levels = suspect.question.levels
    if len(levels) < 3:
        return
    for number, one in enumerate(suspect.measured):
        others = (*levels[:number], *levels[number + 1 :])
        share = how_likely(replace(suspect.question, levels=others))
        if share >= suspect.plausible:
            text = f"One level against the others: all but {one.place} would fit."
            yield Suspicion(kind="one_level", text=text, share=share)
