"""What one line of an event file says: a dose, a reset, a level, or an hour that is asked about."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from ketum.errors import Complaint
from ketum.evidence import KnowledgeBase
from ketum.exchange.histories import EVERYTHING, Observation, Taken
from ketum.exposure.regimen import LONGEST_H, MOST_DOSES, MOST_MG, Event, Evid

MISSING = ("", ".")
NUMBER = re.compile(r"[+-]?([0-9]+\.?[0-9]*|\.[0-9]+)([eE][+-]?[0-9]+)?")
# The compartments that a number in CMT may mean: those of the exported model of mitragynine.
SWALLOWED, IN_BLOOD, FORMED = "1", "2", "4"
PARENT, METABOLITE = "mitragynine", "7-hydroxymitragynine"
BLOOD = {IN_BLOOD: PARENT, FORMED: METABOLITE}
MOST_NG_PER_ML = 1e9
MOST_KG = 1000.0
OBSERVED, OTHER = 0, 2
OF_DOSES = ("AMT", "II", "ADDL", "SS", "RATE")
OF_LEVELS = ("DV", "BLQ", "LLOQ", "CENS")
OBSERVATION_LINE = "Give a line with EVID 0 of its own."


@dataclass(frozen=True, slots=True, kw_only=True)
class Analytes:
    """What may be swallowed, and what may be measured; names in any spelling that is known."""

    knowledge: KnowledgeBase

    @property
    def swallowed(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(m.analyte for m in self.knowledge.models.values()))

    @property
    def formed(self) -> tuple[str, ...]:
        models = self.knowledge.models.values()
        return tuple(dict.fromkeys(m.metabolite for m in models if m.metabolite))

    def named(self, text: str) -> str:
        found = self.knowledge.analytes.named(text)
        return text if found is None else found.id

    def of_number(self, text: str, *, is_dose: bool) -> str:
        """The analyte of a compartment of the model of mitragynine, or "" where there is none."""
        if is_dose:
            return PARENT if text in {SWALLOWED, IN_BLOOD} else ""
        return BLOOD.get(text, "")


class Line:
    """One line being read; what is wrong with it is gathered with its column."""

    def __init__(self, number: int, cells: Mapping[str, str], complaints: list[Complaint]) -> None:
        self.number = number
        self._cells = cells
        self._complaints = complaints

    def complain(self, column: str, problem: str, remedy: str) -> None:
        made = Complaint(place=column, problem=problem, remedy=remedy, line=self.number)
        self._complaints.append(made)

    def text(self, column: str) -> str:
        return self._cells.get(column, "").strip()

    def has(self, column: str) -> bool:
        return self.text(column) not in MISSING

    def value(
        self, column: str, *, least: float = 0.0, most: float, whole: bool = False
    ) -> float | None:
        """The number of a column, None where it is missing or was complained of."""
        if not self.has(column):
            return None
        text = self.text(column)
        if not NUMBER.fullmatch(text):
            self.complain(column, "It is no number.", 'Write digits with a point, or "." for none.')
            return None
        number = float(text)
        if not least <= number <= most:
            self.complain(column, "It is out of range.", f"Give {least:g} to {most:g}.")
            return None
        if whole and number != int(number):
            self.complain(column, "It is no whole number.", "Give a whole number.")
            return None
        return number

    def flag(self, column: str) -> bool:
        return self.value(column, most=1.0, whole=True) == 1.0


def said_on(line: Line, columns: Collection[str], analytes: Analytes) -> Taken | Observation | None:
    """What the line says, or None after a complaint."""
    time = line.value("TIME", least=-LONGEST_H, most=LONGEST_H)
    if not line.has("TIME"):
        line.complain("TIME", "It is missing.", "Give hours.")
    kind = line.value("EVID", most=float(Evid.RESET_AND_DOSE), whole=True)
    if line.has("EVID") and kind is None:
        return None
    if kind is None:
        kind = float(Evid.DOSE if line.text("AMT").strip("0.") else OBSERVED)
    at = 0.0 if time is None else time
    if kind in {OBSERVED, OTHER}:
        said: Taken | Observation | None = _observation(
            line, at, columns, analytes, is_other=kind == OTHER
        )
    else:
        said = _taken(line, at, Evid(int(kind)), columns, analytes)
    return None if time is None else said


def _taken(
    line: Line, time: float, evid: Evid, columns: Collection[str], analytes: Analytes
) -> Taken | None:
    for column in OF_LEVELS:
        if line.text(column).strip("0."):
            line.complain(column, "A dose or reset holds no level.", OBSERVATION_LINE)
    if line.has("MDV") and not line.flag("MDV"):
        line.complain("MDV", "A dose or reset is no measurement.", "Give MDV 1.")
    if evid is Evid.RESET:
        for column in OF_DOSES:
            if line.text(column).strip("0."):
                line.complain(column, "A reset holds no dose.", "Use EVID 4 for both.")
        return Taken(event=Event(time=time, evid=evid))
    amt = line.value("AMT", most=MOST_MG)
    ii = line.value("II", most=LONGEST_H) or 0.0
    addl = line.value("ADDL", most=MOST_DOSES, whole=True) or 0.0
    rate = _rate(line)
    is_steady = _is_steady(line)
    if amt == 0.0 or not line.has("AMT"):
        line.complain("AMT", "A dose of nothing.", "Give AMT in mg, more than 0.")
    if (addl or is_steady) and not ii:
        line.complain("II", "Repeated doses need a time between them.", "Give II in h.")
    elif is_steady and rate and (amt or 0.0) / rate > ii:
        line.complain("II", "An input lasts longer than II.", "Give a longer II.")
    analyte = _swallowed(line, rate, columns, analytes)
    event = Event(
        time=time, amt=amt or 0.0, ii=ii, addl=int(addl), ss=is_steady, rate=rate, evid=evid
    )
    return Taken(event=event, analyte=analyte)


def _rate(line: Line) -> float:
    if line.text("RATE").startswith("-") and line.text("RATE").strip("-0."):
        problem = "A negative RATE leaves rate or duration to a model."
        line.complain("RATE", problem, "Give mg/h, or 0 for a swallowed dose.")
        return 0.0
    return line.value("RATE", most=MOST_MG) or 0.0


def _is_steady(line: Line) -> bool:
    if line.text("SS") in {"2", "3"}:
        problem = "SS 2 and 3 are not understood."
        line.complain("SS", problem, "Use SS 1, or write the doses out.")
        return False
    return line.flag("SS")


def _swallowed(line: Line, rate: float, columns: Collection[str], analytes: Analytes) -> str:
    text = line.text("CMT")
    known = f"Give {', '.join(analytes.swallowed)}."
    if not line.has("CMT"):
        if "CMT" in columns:
            line.complain("CMT", "It does not say what was taken.", known)
        return PARENT
    if text.isdecimal():
        if (text == IN_BLOOD) != (rate > 0.0):
            problem = "Compartment 1 is swallowed, 2 takes an input with RATE."
            line.complain("CMT", problem, "Correct CMT or RATE, or name the analyte.")
        analyte = analytes.of_number(text, is_dose=True)
    else:
        analyte = analytes.named(text)
    if analyte in analytes.formed:
        problem, _, remedy = analytes.knowledge.texts["dosing.seven_oh"].text.partition(". ")
        line.complain("CMT", f"{problem}.", remedy)
    elif analyte not in analytes.swallowed:
        line.complain("CMT", "No model of it exists.", known)
    return analyte


def _observation(
    line: Line, time: float, columns: Collection[str], analytes: Analytes, *, is_other: bool
) -> Observation:
    for column in OF_DOSES:
        if line.text(column).strip("0."):
            line.complain(column, "An observation holds no dose.", "Use EVID 1.")
    below, lloq = _limit(line)
    value = line.value("DV", most=MOST_NG_PER_ML)
    unread = line.has("DV") and value is None
    is_told_missing = line.has("MDV") and line.flag("MDV")
    if is_other or is_told_missing:
        if value or below or unread:
            problem = "A level stands on a line that says there is none."
            line.complain("DV", problem, 'Give EVID 0 with MDV 0, or "." as DV.')
        value, lloq, below = None, None, False
    elif below:
        if value and lloq is not None and value != lloq:
            line.complain("DV", "It is below the limit, and another value.", "Give DV as LLOQ.")
        value = None
    elif value == 0.0:
        problem = "A level of 0 was never measured: below a limit is not zero."
        line.complain("DV", problem, 'Give BLQ 1 with LLOQ, or MDV 1 with ".".')
    elif value is not None and lloq is not None and value < lloq:
        line.complain("DV", "It is below LLOQ, and BLQ is not 1.", "Give BLQ 1, or correct LLOQ.")
    elif value is None and not unread and line.has("MDV"):
        line.complain("DV", "MDV 0 says there is a level.", "Give it, or MDV 1.")
    if lloq is not None and value is None and not below:
        lloq = None
    analyte = _measured(line, columns, analytes, is_level=value is not None or below)
    return Observation(time_h=time, analyte=analyte, value=value, lloq=lloq, is_below=below)


def _limit(line: Line) -> tuple[bool, float | None]:
    """Whether the level is below its limit, and the limit."""
    lloq = line.value("LLOQ", most=MOST_NG_PER_ML)
    if line.text("CENS").startswith("-"):
        line.complain("CENS", "A level above a limit is not understood.", "Leave the line out.")
        return False, lloq
    is_below, is_censored = line.flag("BLQ"), line.flag("CENS")
    if is_censored and lloq is None:
        # As Monolix has it: the limit stands in DV.
        lloq = line.value("DV", most=MOST_NG_PER_ML)
    if (is_below or is_censored) and not lloq:
        line.complain("LLOQ", "It is below a limit that is not given.", "Give LLOQ in ng/mL.")
    return is_below or is_censored, lloq or None


def _measured(
    line: Line, columns: Collection[str], analytes: Analytes, *, is_level: bool
) -> str:  # fmt: skip
    text = line.text("CMT")
    measurable = (*analytes.swallowed, *analytes.formed)
    known = f"Give {', '.join(measurable)}."
    if not line.has("CMT"):
        if is_level and "CMT" in columns:
            line.complain("CMT", "It does not say what was measured.", known)
        return PARENT if is_level else EVERYTHING
    is_number = text.isdecimal()
    analyte = analytes.of_number(text, is_dose=False) if is_number else analytes.named(text)
    if analyte not in measurable:
        line.complain("CMT", "It is no analyte in the blood that has a model.", known)
    return analyte
