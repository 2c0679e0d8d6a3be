"""What may stand for a group of keys: a bare name, one group for a list, a free group."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, time
from typing import Any

from pydantic import GetCoreSchemaHandler, GetJsonSchemaHandler
from pydantic_core import CoreSchema, core_schema

from ketum.intake.fault import refused
from ketum.intake.fields import Setting, Slot, told

__all__ = ["Answer", "FreeGroup", "NameAlone", "OneAlone"]


@dataclass(frozen=True, slots=True)
class NameAlone:
    """An entry may be its name alone."""

    def __get_pydantic_core_schema__(
        self, source: object, handler: GetCoreSchemaHandler
    ) -> CoreSchema:
        return core_schema.no_info_before_validator_function(
            lambda given: {"name": given} if isinstance(given, str) else given, handler(source)
        )

    def __get_pydantic_json_schema__(
        self, schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> dict[str, Any]:
        return {"anyOf": [{"type": "string", "minLength": 1}, handler(schema)]}


@dataclass(frozen=True, slots=True)
class OneAlone:
    """A list of one may be written as its only entry."""

    def __get_pydantic_core_schema__(
        self, source: object, handler: GetCoreSchemaHandler
    ) -> CoreSchema:
        return core_schema.no_info_before_validator_function(
            lambda given: [given] if isinstance(given, dict) else given, handler(source)
        )

    def __get_pydantic_json_schema__(
        self, schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> dict[str, Any]:
        several = handler(schema)
        return {"anyOf": [several["anyOf"][0]["items"], *several["anyOf"]]}


@dataclass(frozen=True, slots=True, kw_only=True)
class FreeGroup(Slot):
    """A group of keys of any names, kept as it is; dates become text as JSON would write them.

    With `or_text`, text is taken as well.
    """

    example: str
    or_text: bool = False

    def read(self, given: Any, _: Setting, /) -> object:
        if self.or_text and isinstance(given, str):
            return given.strip() or None
        if not isinstance(given, dict):
            kind = "text or a group of keys" if self.or_text else "a group of keys"
            raise refused(f"this must be {kind}, not {told(given)}.", f"Write {self.example}.")
        return _plain(given)

    def schema(self) -> dict[str, Any]:
        return {"type": ["string", "object"] if self.or_text else "object"}


@dataclass(frozen=True, slots=True)
class Answer(Slot):
    """The answer to one item of a scale."""

    def read(self, given: Any, _: Setting, /) -> float | str | bool:
        if isinstance(given, bool | str):
            return given
        if not isinstance(given, int | float):
            raise refused(
                f"the answer to an item cannot be {told(given)}.",
                "Give a number, text, true, false, or null if it was not answered.",
            )
        return float(given)

    def schema(self) -> dict[str, Any]:
        return {"type": ["number", "string", "boolean"]}


def _plain(given: object) -> object:
    if isinstance(given, dict):
        return {key: _plain(value) for key, value in given.items()}
    if isinstance(given, list):
        return [_plain(value) for value in given]
    return given.isoformat() if isinstance(given, date | time) else given
