"""A certificate as the object of the contract, and back again without loss."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal, InvalidOperation
from enum import Enum
from typing import TypeVar

from ketum.errors import Complaint, InputRefused
from ketum.product.certificate import (
    Basis,
    Censored,
    Certificate,
    Confidence,
    HeaderField,
    NotRead,
    Result,
    Role,
)

__all__ = ["KIND", "certificate_object", "certificate_of", "is_own_document"]

KIND = "ketum certificate 1"
MOST = 5_000
LONGEST = 2_000
PLACE = "certificate"

Member = TypeVar("Member", bound=Enum)


def certificate_object(certificate: Certificate) -> dict[str, object]:
    """Everything that was read, with the place it was read at; numbers as they were printed."""
    return {
        "format": KIND,
        "kind": certificate.kind,
        "pages": certificate.pages,
        "confirmed_by": certificate.confirmed_by or None,
        "confirmed_on": certificate.confirmed_on or None,
        "marked_synthetic": certificate.marked_synthetic,
        "header": _header_object(certificate.header),
        "samples": {name: _header_object(own) for name, own in certificate.samples.items()},
        "results": [_result_object(result) for result in certificate.results],
        "not_read": [
            {
                "text": each.text,
                "why": each.why,
                "page": each.page,
                "line": each.line,
                "names": list(each.names),
            }
            for each in certificate.not_read
        ],
        "questions": list(certificate.questions),
    }


def _header_object(header: Mapping[str, HeaderField]) -> dict[str, object]:
    return {
        name: {
            "value": field.value,
            "as_read": field.as_read,
            "page": field.page,
            "line": field.line,
            "confidence": field.confidence.value,
        }
        for name, field in header.items()
    }


def _result_object(result: Result) -> dict[str, object]:
    return {
        "analyte": result.analyte,
        "value": _number(result.value),
        "unit": result.unit,
        "present": result.present,
        "censored": result.censored.value if result.censored else None,
        "limit": _number(result.limit),
        "lod": _number(result.lod),
        "loq": _number(result.loq),
        "uncertainty": _number(result.uncertainty),
        "basis": result.basis.value,
        "role": result.role.value,
        "specification": result.specification,
        "method": result.method,
        "sample": result.sample,
        "as_read": result.as_read,
        "page": result.page,
        "line": result.line,
        "confidence": result.confidence.value,
        "doubts": list(result.doubts),
        "corrected": result.corrected,
    }


def _number(value: Decimal | None) -> float | int | None:
    """A JSON number; its shortest spelling gives back the digits that were printed."""
    if value is None:
        return None
    return int(value) if value == value.to_integral_value() else float(value)


def is_own_document(content: object) -> bool:
    """Whether an object was written by `certificate_object`."""
    return isinstance(content, Mapping) and content.get("format") == KIND


def certificate_of(content: Mapping[str, object]) -> Certificate:
    """The certificate of an object written by `certificate_object`.

    Raises:
        InputRefused: the object was changed into something that is none; every fault at once.
    """
    reading = _Reading()
    certificate = Certificate(
        kind=reading.word(content, "kind", PLACE),
        pages=reading.count(content, "pages", PLACE),
        header=reading.header(content.get("header"), f"{PLACE}.header"),
        samples={
            name: reading.header(own, f"{PLACE}.samples")
            for name, own in reading.group(content.get("samples"), f"{PLACE}.samples").items()
        },
        results=tuple(
            reading.result(each, f"{PLACE}.results[{number}]")
            for number, each in enumerate(reading.items(content, "results"))
        ),
        not_read=tuple(
            NotRead(
                text=reading.word(each, "text", f"{PLACE}.not_read"),
                why=reading.word(each, "why", f"{PLACE}.not_read"),
                page=reading.count(each, "page", f"{PLACE}.not_read"),
                line=reading.count(each, "line", f"{PLACE}.not_read"),
                names=reading.words(each, "names", f"{PLACE}.not_read"),
            )
            for each in reading.items(content, "not_read")
        ),
        questions=reading.words(content, "questions", PLACE),
        marked_synthetic=content.get("marked_synthetic") is True,
        confirmed_by=reading.word(content, "confirmed_by", PLACE),
        confirmed_on=reading.word(content, "confirmed_on", PLACE),
    )
    if reading.complaints:
        raise InputRefused(reading.complaints)
    return certificate


class _Reading:
    """Reads parts of an object and keeps every complaint; no value is quoted."""

    def __init__(self) -> None:
        self.complaints: list[Complaint] = []

    def refuse(self, place: str, problem: str, remedy: str) -> None:
        self.complaints.append(Complaint(place=place, problem=problem, remedy=remedy))

    def group(self, part: object, place: str) -> dict[str, object]:
        if part is None:
            return {}
        if isinstance(part, Mapping) and len(part) <= MOST:
            return {str(key)[:LONGEST]: value for key, value in part.items()}
        self.refuse(place, "must be a group of named values.", "Write the certificate again.")
        return {}

    def items(self, part: Mapping[str, object], key: str) -> list[dict[str, object]]:
        found = part.get(key)
        if found is None:
            return []
        if not isinstance(found, list) or len(found) > MOST:
            self.refuse(f"{PLACE}.{key}", "must be a list.", "Write the certificate again.")
            return []
        return [self.group(each, f"{PLACE}.{key}") for each in found]

    def word(self, part: Mapping[str, object], key: str, place: str) -> str:
        found = part.get(key)
        if found is None:
            return ""
        if isinstance(found, str) and len(found) <= LONGEST:
            return found
        self.refuse(f"{place}.{key}", "must be a text of moderate length.", "Correct it.")
        return ""

    def words(self, part: Mapping[str, object], key: str, place: str) -> tuple[str, ...]:
        found = part.get(key)
        if found is None:
            return ()
        if isinstance(found, list) and all(isinstance(each, str) for each in found):
            return tuple(found)
        self.refuse(f"{place}.{key}", "must be a list of texts.", "Correct it.")
        return ()

    def count(self, part: Mapping[str, object], key: str, place: str) -> int:
        found = part.get(key, 0)
        if (
            isinstance(found, int | Decimal)
            and not isinstance(found, bool)
            and 0 <= found <= MOST
            and found == int(found)
        ):
            return int(found)
        self.refuse(f"{place}.{key}", "must be a whole number from 0 on.", "Correct it.")
        return 0

    def number(self, part: Mapping[str, object], key: str, place: str) -> Decimal | None:
        found = part.get(key)
        if found is None:
            return None
        if isinstance(found, int | float | str | Decimal) and not isinstance(found, bool):
            try:
                number = Decimal(str(found))
            except InvalidOperation:
                number = Decimal("NaN")
            if number.is_finite() and number >= 0:
                return number
        self.refuse(f"{place}.{key}", "must be a number from 0 on.", "Correct it.")
        return None

    def member(self, part: Mapping[str, object], key: str, place: str, usual: Member) -> Member:
        found = part.get(key, usual.value)
        for member in type(usual):
            if member.value == found:
                return member
        known = ", ".join(str(member.value) for member in type(usual))
        self.refuse(f"{place}.{key}", f"must be one of {known}.", "Correct it.")
        return usual

    def header(self, part: object, place: str) -> dict[str, HeaderField]:
        found = {}
        for name, own in self.group(part, place).items():
            given = self.group(own, f"{place}.{name}")
            found[name] = HeaderField(
                value=self.word(given, "value", place),
                as_read=self.word(given, "as_read", place),
                page=self.count(given, "page", place),
                line=self.count(given, "line", place),
                confidence=self.member(given, "confidence", place, Confidence.HIGH),
            )
        return found

    def result(self, part: Mapping[str, object], place: str) -> Result:
        censored = None
        if part.get("censored") is not None:
            censored = self.member(part, "censored", place, Censored.NOT_DETECTED)
        present = part.get("present")
        if present is not None and not isinstance(present, bool):
            self.refuse(f"{place}.present", "must be true or false.", "Correct it.")
            present = None
        return Result(
            analyte=self.word(part, "analyte", place),
            unit=self.word(part, "unit", place),
            present=present,
            censored=censored,
            basis=self.member(part, "basis", place, Basis.PRODUCT),
            role=self.member(part, "role", place, Role.MEASURED),
            page=self.count(part, "page", place),
            line=self.count(part, "line", place),
            confidence=self.member(part, "confidence", place, Confidence.HIGH),
            doubts=self.words(part, "doubts", place),
            corrected=part.get("corrected") is True,
            value=self.number(part, "value", place),
            limit=self.number(part, "limit", place),
            lod=self.number(part, "lod", place),
            loq=self.number(part, "loq", place),
            uncertainty=self.number(part, "uncertainty", place),
            specification=self.word(part, "specification", place),
            method=self.word(part, "method", place),
            sample=self.word(part, "sample", place),
            as_read=self.word(part, "as_read", place),
        )
