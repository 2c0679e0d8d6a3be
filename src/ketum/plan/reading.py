"""Reading the plan that a case holds: every complaint at once, and no value quoted."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from datetime import date, datetime, time, timedelta
from enum import Enum
from typing import TypeVar
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from ketum.case import Case
from ketum.errors import Complaint, InputRefused
from ketum.evidence import KnowledgeBase
from ketum.plan.course import Contact, Intake, Phase, Plan, Signature, Step, Substance, Track

__all__ = ["read_plan"]

KEYS = frozenset({
    "id", "version", "start", "time_zone", "track", "goal", "substance", "form", "lot",
    "supervisor", "reason", "steps", "check_ins", "stop_rules", "contacts", "signatures",
})  # fmt: skip
STEP_KEYS = frozenset({
    "phase", "starts", "days", "intakes", "advance", "hold", "go_back", "stop"
})  # fmt: skip
INTAKE_KEYS = frozenset({"at", "amount", "unit"})
SIGNATURE_KEYS = frozenset({"by", "role", "at", "reason", "acknowledged", "of"})
CONTACT_KEYS = frozenset({"name", "role", "phone"})
UNITS = ("g", "mg")
LARGEST = 1e6
NO_ZONE = "Etc/UTC"
NO_TIME = time.max  # stands for a time that was complained about
E = TypeVar("E", bound=Enum)


def read_plan(case: Case, knowledge: KnowledgeBase) -> Plan:
    """The plan of a case. A start that is not given is the day of the case.

    Raises:
        InputRefused: there is none, or it contradicts itself; with everything that is wrong.
    """
    if case.plan is None:
        remedy = "Write the plan of the clinician under `plan`."
        raise InputRefused([Complaint(place="plan", problem="There is none.", remedy=remedy)])
    reader = _Reader(case.plan, case, knowledge)
    plan = reader.plan()
    if reader.complaints:
        raise InputRefused(reader.complaints)
    return plan


class _Reader:
    """One reading of one plan; what is wrong is gathered, and read on as if it were not there."""

    def __init__(self, given: Mapping[str, object], case: Case, knowledge: KnowledgeBase) -> None:
        self.given, self.case, self.knowledge = given, case, knowledge
        self.complaints: list[Complaint] = []

    def complain(self, place: str, problem: str, remedy: str) -> None:
        self.complaints.append(Complaint(place=place, problem=problem, remedy=remedy))

    def plan(self) -> Plan:
        given = self.given
        self._only(given, KEYS, "plan")
        steps = self._steps(given.get("steps"), self._day(given, "start", "plan") or self.case.on)
        substance = self._word(given, "substance", Substance, "plan") or Substance.LEAF
        version = self._number(given, "version", "plan", least=1.0)
        return Plan(
            id=self._text(given, "id", "plan") or "plan",
            version=1 if version is None else int(version),
            start=steps[0].starts if steps else self._day(given, "start", "") or self.case.on,
            time_zone=self._zone(),
            track=self._word(given, "track", Track, "plan") or _track(substance, steps),
            goal=self._text(given, "goal", "plan") or "",
            substance=substance,
            form=self._text(given, "form", "plan"),
            lot=self._text(given, "lot", "plan"),
            supervisor=self._text(given, "supervisor", "plan"),
            reason=self._text(given, "reason", "plan"),
            steps=steps,
            check_ins=self._texts(given, "check_ins", "plan"),
            stop_rules=self._texts(given, "stop_rules", "plan"),
            contacts=tuple(
                Contact(
                    name=self._text(entry, "name", place, needed=True) or "",
                    role=self._text(entry, "role", place) or "",
                    phone=self._text(entry, "phone", place, needed=True) or "",
                )
                for place, entry in self._tables(given, "contacts", "plan", CONTACT_KEYS)
            ),
            signatures=tuple(
                self._signature(place, entry)
                for place, entry in self._tables(given, "signatures", "plan", SIGNATURE_KEYS)
            ),
        )

    def _steps(self, given: object, start: date) -> tuple[Step, ...]:
        steps: list[Step] = []
        starts = start
        longest = self.knowledge.parameters["plan.longest_days"].value
        for number, (place, entry) in enumerate(
            self._tables({"steps": given}, "steps", "plan", STEP_KEYS), start=1
        ):
            said = self._day(entry, "starts", place)
            if said is not None and said != starts:
                self.complain(
                    f"{place}.starts",
                    "This is not the day after the step before.",
                    "Leave it out, or correct the days of the steps.",
                )
            days = self._number(entry, "days", place, least=1.0, needed=True) or 1.0
            if days != int(days):
                self.complain(f"{place}.days", "These are no whole days.", "Give whole days.")
            if (starts - start).days + days > longest:
                self.complain(
                    f"{place}.days",
                    f"The plan is longer than {longest:g} days.",
                    "Plan a shorter time, and a new version after it.",
                )
                days = 1.0
            step = Step(
                number=number,
                phase=self._word(entry, "phase", Phase, place, needed=True) or Phase.HOLD,
                starts=starts,
                days=int(days),
                intakes=self._intakes(entry, place),
                advance=self._texts(entry, "advance", place),
                hold=self._texts(entry, "hold", place),
                go_back=self._texts(entry, "go_back", place),
                stop=self._texts(entry, "stop", place),
            )
            steps.append(step)
            starts = step.ends
        if len({intake.unit for step in steps for intake in step.intakes}) > 1:
            self.complain(
                "plan.steps",
                "Some amounts are in g and some in mg.",
                "Give every amount in the same unit.",
            )
        return tuple(steps)

    def _intakes(self, entry: Mapping[str, object], place: str) -> tuple[Intake, ...]:
        most = self.knowledge.parameters["plan.most_intakes"].value
        intakes: list[Intake] = []
        for where, given in self._tables(entry, "intakes", place, INTAKE_KEYS):
            amount = self._number(given, "amount", where, needed=True)
            if amount is not None and amount == 0.0:
                self.complain(f"{where}.amount", "This is nothing.", "Leave the intake out.")
            unit = self._text(given, "unit", where)
            if unit not in UNITS:
                self.complain(
                    f"{where}.unit", "This is no unit of an amount.", "Give g of product or mg."
                )
            at = _clock(given.get("at"))
            if at is None:
                self.complain(f"{where}.at", "This is no time of day.", "Give it as 08:00.")
            intakes.append(Intake(at=at or NO_TIME, amount=amount or 0.0, unit=str(unit)))
        if len(intakes) > most:
            self.complain(
                f"{place}.intakes", f"There are more than {most:g} a day.", "Correct the list."
            )
        times = [intake.at for intake in intakes if intake.at != NO_TIME]
        if len(set(times)) < len(times):
            self.complain(
                f"{place}.intakes", "Two intakes are at the same time.", "Join or move them."
            )
        return tuple(sorted(intakes, key=lambda intake: intake.at))

    def _signature(self, place: str, entry: Mapping[str, object]) -> Signature:
        at = _moment(entry.get("at"))
        if at is None:
            self.complain(
                f"{place}.at", "This is no moment with its zone.", "Write 2026-11-22T14:05+01:00."
            )
        given = entry.get("acknowledged")
        named = given if isinstance(given, Mapping) else {}
        if given is not None and not isinstance(given, Mapping):
            self.complain(
                f"{place}.acknowledged", "This is no table.", 'Write {"CODE": "the reason"}.'
            )
        if not all(isinstance(why, str) and why.strip() for why in named.values()):
            self.complain(f"{place}.acknowledged", "A reason is missing.", "Give one for each.")
        return Signature(
            by=self._text(entry, "by", place, needed=True) or "",
            role=self._text(entry, "role", place, needed=True) or "",
            at=at or datetime.fromisoformat("2000-01-01T00:00+00:00"),
            reason=self._text(entry, "reason", place, needed=True) or "",
            acknowledged={str(code): str(why) for code, why in named.items()},
            of=self._text(entry, "of", place) or "",
        )

    def _zone(self) -> str:
        name = self._text(self.given, "time_zone", "plan") or NO_ZONE
        try:
            ZoneInfo(name)
        except (ZoneInfoNotFoundError, ValueError, OSError):
            self.complain("plan.time_zone", "This zone is not known.", "Give one as Europe/Prague.")
            return NO_ZONE
        return name

    def _only(self, given: Mapping[str, object], known: Iterable[str], place: str) -> None:
        unknown = len(set(map(str, given)) - set(known))
        if unknown:
            noun = "key is" if unknown == 1 else "keys are"
            self.complain(
                place, f"{unknown} {noun} not known here.", f"Use {', '.join(sorted(known))}."
            )

    def _tables(
        self, given: Mapping[str, object], key: str, place: str, known: frozenset[str]
    ) -> list[tuple[str, Mapping[str, object]]]:
        value = given.get(key)
        if value is None:
            return []
        if not isinstance(value, list):
            self.complain(f"{place}.{key}", "This is no list.", "Give a list of entries.")
            return []
        found = []
        for index, entry in enumerate(value):
            where = f"{place}.{key}[{index}]"
            if isinstance(entry, Mapping):
                self._only(entry, known, where)
                found.append((where, entry))
            else:
                self.complain(where, "This entry has no keys.", f"Use {', '.join(sorted(known))}.")
        return found

    def _text(
        self, given: Mapping[str, object], key: str, place: str, *, needed: bool = False
    ) -> str | None:
        value = given.get(key)
        if isinstance(value, str) and value.strip():
            return value.strip()
        if value is not None or needed:
            self.complain(f"{place}.{key}", "This is missing or no text.", "Give it as text.")
        return None

    def _texts(self, given: Mapping[str, object], key: str, place: str) -> tuple[str, ...]:
        value = given.get(key)
        if value is None:
            return ()
        if isinstance(value, list) and all(isinstance(v, str) and v.strip() for v in value):
            return tuple(v.strip() for v in value)
        self.complain(f"{place}.{key}", "This is no list of texts.", "Give a list of texts.")
        return ()

    def _number(
        self,
        given: Mapping[str, object],
        key: str,
        place: str,
        *,
        least: float = 0.0,
        needed: bool = False,
    ) -> float | None:
        value = given.get(key)
        if value is None and not needed:
            return None
        if isinstance(value, bool) or not isinstance(value, int | float):
            self.complain(f"{place}.{key}", "This is missing or no number.", "Give a number.")
            return None
        if not (math.isfinite(value) and least <= value <= LARGEST):
            self.complain(
                f"{place}.{key}", "This number is out of range.", f"Give {least:g} or more."
            )
            return None
        return float(value)

    def _day(self, given: Mapping[str, object], key: str, place: str) -> date | None:
        value = given.get(key)
        if value is None:
            return None
        try:
            day = date.fromisoformat(str(value))
        except ValueError:
            if place:
                self.complain(f"{place}.{key}", "This is no day.", "Write it as 2026-11-22.")
            return None
        if place and abs(day - self.case.on) > timedelta(
            days=self.knowledge.parameters["plan.longest_days"].value
        ):
            self.complain(
                f"{place}.{key}", "This day is years from the day of the case.", "Correct it."
            )
            return None
        return day

    def _word(
        self,
        given: Mapping[str, object],
        key: str,
        kind: type[E],
        place: str,
        *,
        needed: bool = False,
    ) -> E | None:
        value = given.get(key)
        if value is None and not needed:
            return None
        found = next((word for word in kind if word.value == value), None)
        if found is None:
            words = ", ".join(str(word.value) for word in kind)
            self.complain(f"{place}.{key}", "This word is not known here.", f"Use {words}.")
        return found


def _track(substance: Substance, steps: tuple[Step, ...]) -> Track:
    if substance in (Substance.SEVEN_OH, Substance.EXTRACT):
        return Track.D
    tapers = any(step.phase in (Phase.TAPER, Phase.SWITCH) for step in steps)
    return Track.A if tapers or substance is Substance.NONE else Track.C


def _clock(value: object) -> time | None:
    try:
        found = time.fromisoformat(str(value))
    except ValueError:
        return None
    return found if found.tzinfo is None else None


def _moment(value: object) -> datetime | None:
    try:
        found = datetime.fromisoformat(str(value))
    except ValueError:
        return None
    return found if found.tzinfo is not None else None
