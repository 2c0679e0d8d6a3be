"""The nouns of a certificate of analysis: what it says, where it says so, and how surely."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from enum import Enum

__all__ = [
    "FAIL_DOUBT",
    "Basis",
    "Censored",
    "Certificate",
    "Confidence",
    "HeaderField",
    "NotRead",
    "Result",
    "Role",
    "Unreadable",
]


class Censored(Enum):
    """Why there is no number: it lies below a limit of the method, and is not zero, or above."""

    BELOW_LOD = "below_lod"
    BELOW_LOQ = "below_loq"
    NOT_DETECTED = "not_detected"
    ABOVE = "above"


# A doubt of a result that a column of the table calls failed.
FAIL_DOUBT = "the laboratory itself says that it fails"


class Basis(Enum):
    """What a share is a share of."""

    PRODUCT = "product"
    DRY = "dry_weight"
    ALKALOIDS = "alkaloids"
    NOT_SAID = "not_said"


class Role(Enum):
    """What the number is: measured by the laboratory, claimed on a label, or a limit."""

    MEASURED = "measured"
    CLAIMED = "claimed"
    LIMIT = "limit"


class Confidence(Enum):
    """How surely a value was read: how it is laid out, not how good the laboratory is."""

    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"


@dataclass(frozen=True, slots=True, kw_only=True)
class HeaderField:
    """One field of the header as printed, with its page and line (both from 1)."""

    value: str
    as_read: str
    page: int
    line: int
    confidence: Confidence = Confidence.HIGH


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """One analyte of one sample.

    `value` is None where the result is censored or only says present or absent. `limit` is
    the detection or quantification limit that censors it, in `unit`; without one a censored
    result says nothing. `lod` and `loq` are those printed beside it, in `unit`. `unit` is one of
    the spellings of `product.amounts`; "in 25 g" stands with `present` for a test of absence.
    `sample` names the sample or lot where a document holds several. `corrected` says that a
    person put another value in the place of the one that was read.
    """

    analyte: str
    unit: str
    value: Decimal | None = None
    present: bool | None = None
    censored: Censored | None = None
    limit: Decimal | None = None
    lod: Decimal | None = None
    loq: Decimal | None = None
    uncertainty: Decimal | None = None
    basis: Basis = Basis.PRODUCT
    role: Role = Role.MEASURED
    specification: str = ""
    method: str = ""
    sample: str = ""
    as_read: str
    page: int
    line: int
    confidence: Confidence = Confidence.HIGH
    doubts: tuple[str, ...] = ()
    corrected: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class NotRead:
    """Something that looks like a result and was not taken for one, and why.

    `names` are the analytes that it names: they were printed, and not left untested.
    """

    text: str
    why: str
    page: int
    line: int
    names: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Certificate:
    """A document about a product, as read.

    `header` has the keys `laboratory`, `accreditation`, `client`, `product`, `brand`, `lot`,
    `form`, `sample`, `received`, `tested`, `reported`, `expires`, `method`, `serving`,
    `unit_mass`, `units_per_serving`, `units_per_container`, `density`, `signed_by`, each where it
    was found; dates are ISO 8601. `samples` are those of several in one document, in order, each
    with the header fields of its own. `questions` are what a person has to answer before a value
    counts, such as what a percentage is a share of. `kind` is `pdf`, `text`, `csv`, `json` or
    `typed`. `confirmed_by` is who held it against the document, and `confirmed_on` when (ISO 8601);
    until then nothing of it reassures.
    """

    kind: str
    pages: int
    header: Mapping[str, HeaderField] = field(default_factory=dict)
    samples: Mapping[str, Mapping[str, HeaderField]] = field(default_factory=dict)
    results: tuple[Result, ...] = ()
    not_read: tuple[NotRead, ...] = ()
    questions: tuple[str, ...] = ()
    marked_synthetic: bool = False
    confirmed_by: str = ""
    confirmed_on: str = ""

    @property
    def is_confirmed(self) -> bool:
        return bool(self.confirmed_by)


@dataclass(frozen=True, slots=True)
class Unreadable:
    """A certificate that a case names and that could not be read, and why."""

    why: str
