"""What a single value of a case may be: its reading, its complaints, its JSON Schema.

Each class is put into an annotation of `model.py`. Pydantic calls it with the value as it was
written; null always means that nothing was asked. No complaint quotes what was written.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from pydantic import GetCoreSchemaHandler, GetJsonSchemaHandler, ValidationInfo
from pydantic_core import CoreSchema, core_schema

from ketum.evidence.plausible import Limits
from ketum.intake.dates import day_of, looks_like_a_date, parse_moment
from ketum.intake.fault import refused

__all__ = [
    "Choice",
    "Moment",
    "Number",
    "Setting",
    "Slot",
    "Text",
    "Written",
    "YesNo",
    "told",
]

_ABSENT = "leave the key out if it was not asked"
WRITE_A_DATE = "Write year-month-day, for example 2026-03-14."


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """What the fields must know: the plausible limits and the day of the review, if readable."""

    limits: Limits
    on: date | None


def told(given: object) -> str:
    """The kind of a value in plain words, never the value itself."""
    for kind, words in (
        (bool, "true or false"),
        (str, "text"),
        ((int, float), "a number"),
        (list, "a list"),
        (dict, "a group of keys"),
        ((date, time), "a date or time"),
    ):
        if isinstance(given, kind):
            return words
    return "null"


def is_negative(text: str) -> bool:
    """Whether a text begins with a number below zero."""
    sign, _, rest = text.strip().replace("\N{MINUS SIGN}", "-").partition("-")
    return not sign and rest[:1].isdigit()


class Slot:
    """Base of the kinds of field. A required one may not be null or blank."""

    required: bool | str = False

    def read(self, given: Any, setting: Setting, /) -> object:
        """The value Ketum goes on with; raises inside a validator. None comes only if required."""
        raise NotImplementedError

    def schema(self) -> dict[str, Any]:
        """JSON Schema of the value, without null."""
        raise NotImplementedError

    def check(self, given: object, info: ValidationInfo[Setting]) -> object:
        if given is None and not self.required:
            return None
        return self.read(given, info.context)

    def __get_pydantic_core_schema__(
        self, source: object, handler: GetCoreSchemaHandler
    ) -> CoreSchema:
        return core_schema.with_info_plain_validator_function(self.check)

    def __get_pydantic_json_schema__(
        self, schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> dict[str, Any]:
        plain = self.schema()
        if not self.required:
            kinds = plain.pop("type")
            plain["type"] = [*([kinds] if isinstance(kinds, str) else kinds), "null"]
        return plain


@dataclass(frozen=True, slots=True, kw_only=True)
class Number(Slot):
    """A number of a unit; `limit` names its plausible span. With `words`, text is kept as text.

    A `required` one may not be null or blank. `give` says what to give where the unit does not.
    A `whole` one is counted.
    """

    noun: str
    unit: str
    example: float
    limit: str = ""
    words: bool = False
    required: bool = False
    give: str = ""
    whole: bool = False

    def check(self, given: object, info: ValidationInfo[Setting]) -> object:
        if self.required and (given is None or (isinstance(given, str) and not given.strip())):
            raise refused(
                f"{self.noun} is missing.", "Add it, or take the entry out if there is none."
            )
        return Slot.check(self, given, info)

    def read(self, given: Any, setting: Setting, /) -> float | str | None:
        if self.words and isinstance(given, str):
            if self.limit:
                self._check_number_in(given.strip(), setting.limits)
            return given.strip() or None
        if isinstance(given, bool) or not isinstance(given, int | float):
            kind = "a number or text" if self.words else "a number"
            quotes = ", without quotes" if isinstance(given, str) else ""
            raise refused(f"this must be {kind}, not {told(given)}.", self._give(quotes))
        number = float(given)
        if self.limit:
            self.check_span(number, setting.limits)
        if self.whole and not number.is_integer():
            raise refused(f"{self.noun} must be whole.", self._give())
        return number

    def _check_number_in(self, text: str, limits: Limits) -> None:
        """A number that stands in quotes keeps the span too."""
        if is_negative(text):
            raise refused(f"{self.noun} cannot be negative.", self._give())
        if text.replace(".", "", 1).isdecimal():
            self.check_span(float(text), limits)

    def check_span(self, number: float, limits: Limits) -> None:
        span = limits[self.limit]
        if number <= 0 < span.low:
            raise refused(f"{self.noun} cannot be zero or less.", self._give())
        if number < 0:
            raise refused(f"{self.noun} cannot be negative.", self._give())
        if not span.low <= number <= span.high:
            size = "small" if number < span.low else "large"
            raise refused(
                f"{self.noun} this {size} is not plausible.",
                f"Check the number and its unit. {self._give()}",
            )

    def _give(self, quotes: str = "") -> str:
        return f"Give {self.give or self.unit}{quotes}, for example {self.example:g}."

    def schema(self) -> dict[str, Any]:
        described: dict[str, Any] = {"type": ["number", "string"] if self.words else "number"}
        if self.limit:
            described["x-limit"] = self.limit
        return described | {"x-unit": self.unit, "examples": [self.example]}


@dataclass(frozen=True, slots=True, kw_only=True)
class Text(Slot):
    """Text. `required` text may not be blank; other blank text answers nothing.

    With `or_flag`, true and false are taken as they are.
    """

    example: str
    required: str = ""
    or_flag: bool = False

    def check(self, given: object, info: ValidationInfo[Setting]) -> object:
        if self.required and (given is None or (isinstance(given, str) and not given.strip())):
            raise refused(
                f"the {self.required} is empty.",
                f"Give the {self.required}, or take the entry out.",
            )
        return Slot.check(self, given, info)

    def read(self, given: Any, _: Setting, /) -> str | bool | None:
        if self.or_flag and isinstance(given, bool):
            return given
        if not isinstance(given, str):
            kind = "true, false or text" if self.or_flag else "text"
            raise refused(
                f"this must be {kind}, not {told(given)}.",
                f'Put it in quotes, for example "{self.example}".',
            )
        return given.strip() or None

    def schema(self) -> dict[str, Any]:
        described: dict[str, Any] = {"type": ["boolean", "string"] if self.or_flag else "string"}
        if self.required:
            described["minLength"] = 1
        return described | {"examples": [self.example]}


@dataclass(frozen=True, slots=True, kw_only=True)
class Written(Slot):
    """Text or a number, kept as text: "2 mg", 5 (kept as "5"). With `dated`, also a date."""

    noun: str
    example: str
    dated: bool = False

    def read(self, given: Any, setting: Setting, /) -> str | None:
        if self.dated and isinstance(given, date):
            return read_moment(given, setting).isoformat()
        if self.dated and isinstance(given, str) and looks_like_a_date(given.strip()):
            read_moment(given, setting)
        if isinstance(given, bool) or not isinstance(given, int | float | str):
            raise refused(
                f"this must be text or a number, not {told(given)}.",
                f'Put it in quotes, for example "{self.example}".',
            )
        if self._is_negative(given):
            raise refused(f"{self.noun} cannot be negative.", f'Give it as in "{self.example}".')
        if isinstance(given, str):
            return given.strip() or None
        return repr(given).removesuffix(".0")

    def _is_negative(self, given: float | str) -> bool:
        if not isinstance(given, str):
            return given < 0
        return not self.dated and is_negative(given)

    def schema(self) -> dict[str, Any]:
        return {"type": ["string", "number"], "examples": [self.example]}


@dataclass(frozen=True, slots=True)
class YesNo(Slot):
    """True or false."""

    def read(self, given: Any, _: Setting, /) -> bool:
        if not isinstance(given, bool):
            raise refused(
                f"this must be true or false, not {told(given)}.",
                f"Write true or false without quotes, or {_ABSENT}.",
            )
        return given

    def schema(self) -> dict[str, Any]:
        return {"type": "boolean"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice(Slot):
    """One word of a closed list."""

    words: tuple[str, ...]
    otherwise: str = _ABSENT
    required: bool = False

    def read(self, given: Any, _: Setting, /) -> str:
        if not isinstance(given, str) or given not in self.words:
            raise refused(
                "this is not one of the words that can stand here.",
                f"Use {', '.join(self.words[:-1])} or {self.words[-1]}; {self.otherwise}.",
            )
        return given

    def schema(self) -> dict[str, Any]:
        # "type" with null and an enumeration without it would refuse null.
        return {"type": "string", "enum": [*self.words, *(() if self.required else (None,))]}


@dataclass(frozen=True, slots=True, kw_only=True)
class Moment(Slot):
    """A day or a moment. `past`: not after the day of the review."""

    past: bool = True

    def read(self, given: Any, setting: Setting, /) -> date | datetime:
        return read_moment(given, setting, past=self.past)

    def schema(self) -> dict[str, Any]:
        return {
            "type": "string",
            "pattern": r"^\d{4}-?(\d{2}-?\d{2}|W\d{2}-?\d)([Tt ].+)?$",
            "examples": ["2026-03-14", "2026-03-14T09:30"],
        }


def read_moment(given: object, setting: Setting, *, past: bool = True) -> date | datetime:
    """A day or moment as ISO 8601 or TOML writes it; refuses inside a validator."""
    if isinstance(given, date):
        moment: date | datetime | None = given
    elif isinstance(given, str):
        moment = parse_moment(given.strip())
        if moment is None and looks_like_a_date(given.strip()):
            raise refused("there is no such day or time.", f"Check it. {WRITE_A_DATE}")
    else:
        kind = "a time without a day" if isinstance(given, time) else told(given)
        raise refused(f"this must be a date, not {kind}.", WRITE_A_DATE)
    if moment is None:
        raise refused(
            "this is not a date that can be read.",
            "Write year-month-day, for example 2026-03-14, with the time if it matters: "
            "2026-03-14T09:30.",
        )
    span = setting.limits["year-of-a-date"]
    if not span.low <= moment.year <= span.high:
        raise refused("the year of this date is not plausible.", f"Check it. {WRITE_A_DATE}")
    # One day of grace: a moment may be written in a time zone that is already in tomorrow.
    if past and setting.on is not None and (day_of(moment) - setting.on).days > 1:
        raise refused(
            "this date is after the day of the review.",
            "Check this date, and the day of the review (`on`).",
        )
    return moment
