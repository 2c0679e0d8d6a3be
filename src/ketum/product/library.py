"""A small library of lots: one file a lot, never overwritten; a damaged one is named."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from ketum.errors import EvidenceDamaged, InputRefused, WrongUsage
from ketum.evidence import KnowledgeBase
from ketum.product.certificate import Certificate
from ketum.product.content import Content, contents, lognormal_range, together
from ketum.product.document import certificate_object, certificate_of, is_own_document
from ketum.product.judged_document import content_object

__all__ = [
    "ComparedAlkaloid",
    "Lot",
    "add_lot",
    "compare_lots",
    "comparison_object",
    "find_lot",
    "lots_in",
]

NAME = re.compile(r"[a-z0-9][a-z0-9._-]{0,63}")
SUFFIX = ".lot.json"
MAX_BYTES = 5_000_000
MAIN = "mitragynine"


@dataclass(frozen=True, slots=True, kw_only=True)
class Lot:
    """A lot of the library, or, where `certificate` is None, a file that could not be read."""

    name: str
    certificate: Certificate | None
    complaint: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ComparedAlkaloid:
    """One alkaloid in two lots; `ratio` is second to first with its 5-95 % range, if both have it.

    `low` and `high` are None where one of the two is known as a range only.
    """

    analyte: str
    first: Content | None
    second: Content | None
    ratio: float | None
    low: float | None
    high: float | None


def add_lot(folder: Path, certificate: Certificate, name: str | None = None) -> str:
    """Keep a certificate under a name, by default made of its product and lot; the name.

    Raises:
        WrongUsage: the name is taken or is none, or the folder cannot be written.
    """
    chosen = _slug(name) if name is not None else _slug(_named(certificate))
    if not chosen:
        raise WrongUsage("The document names no product and no lot: give --name.")
    target = folder / f"{chosen}{SUFFIX}"
    content = json.dumps(certificate_object(certificate), indent=1, ensure_ascii=False)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        written = folder / f".{chosen}.{os.getpid()}.part"
        written.write_text(content, encoding="utf-8")
        try:
            # A link fails where the name is taken: nothing is ever overwritten.
            os.link(written, target)
        finally:
            written.unlink(missing_ok=True)
    except FileExistsError:
        raise WrongUsage("A lot of this name is in the library: give another --name.") from None
    except OSError as error:
        raise WrongUsage(
            f"The library cannot be written ({error.strerror}). Choose another folder with "
            "--library, or make room."
        ) from None
    return chosen


def lots_in(folder: Path) -> Iterator[Lot]:
    """Every lot by name; a file that cannot be read comes with its complaint."""
    if not folder.is_dir():
        return
    for path in sorted(folder.glob(f"*{SUFFIX}")):
        yield _read(path)


def find_lot(folder: Path, name: str) -> Lot:
    """The lot of this name.

    Raises:
        WrongUsage: there is none.
    """
    path = folder / f"{_slug(name)}{SUFFIX}"
    if not path.is_file():
        raise WrongUsage("No lot of this name is in the library: see ketum product list.")
    return _read(path)


def compare_lots(
    first: Mapping[str, Content], second: Mapping[str, Content]
) -> tuple[ComparedAlkaloid, ...]:
    """Each alkaloid that either lot was measured for, side by side."""
    names = [n for n in dict.fromkeys((*first, *second)) if _is_measured(n, first, second)]
    return tuple(_compared(name, first.get(name), second.get(name)) for name in names)


def _is_measured(name: str, *lots: Mapping[str, Content]) -> bool:
    return any(name in lot and lot[name].measured for lot in lots)


def _compared(name: str, first: Content | None, second: Content | None) -> ComparedAlkaloid:
    ratio = low = high = None
    if first is not None and second is not None and first.mg_per_g and second.mg_per_g:
        ratio = second.mg_per_g / first.mg_per_g
        if first.cv is not None and second.cv is not None:
            from_low, from_high = lognormal_range(1.0, together(first.cv, second.cv))
            low, high = ratio * from_low, ratio * from_high
    return ComparedAlkaloid(
        analyte=name, first=first, second=second, ratio=ratio, low=low, high=high
    )


def _named(certificate: Certificate) -> str:
    parts = (certificate.header.get(key) for key in ("product", "lot"))
    return "-".join(part.value for part in parts if part is not None)


def _slug(name: str) -> str:
    words = re.findall(r"[a-z0-9._]+", name.lower())
    found = NAME.match("-".join(words))
    return found[0] if found else ""


def _read(path: Path) -> Lot:
    name = path.name.removesuffix(SUFFIX)
    try:
        if path.stat().st_size > MAX_BYTES:
            return Lot(name=name, certificate=None, complaint="the file is too large.")
        content = json.loads(path.read_text(encoding="utf-8"))
        if not is_own_document(content):
            return Lot(name=name, certificate=None, complaint="the file is no certificate.")
        return Lot(name=name, certificate=certificate_of(content))
    except InputRefused as refused:
        return Lot(name=name, certificate=None, complaint=str(refused.complaints[0]))
    except (OSError, ValueError, RecursionError):
        return Lot(name=name, certificate=None, complaint="the file cannot be read.")


def comparison_object(first: Lot, second: Lot, knowledge: KnowledgeBase) -> dict[str, object]:
    """Two lots side by side as an object; `finding` says that a dose does not carry over.

    Raises:
        EvidenceDamaged: one of them could not be read.
    """
    held = []
    for lot in (first, second):
        if lot.certificate is None:
            raise EvidenceDamaged([f"The lot {lot.name} cannot be read: {lot.complaint}"])
        held.append(contents(lot.certificate, None, knowledge))
    rows = compare_lots(held[0], held[1])
    main = next((row for row in rows if row.analyte == MAIN and row.ratio is not None), None)
    if main is None or main.ratio is None or main.low is None or main.high is None:
        said = knowledge.texts["lots.no_ratio"].text
    else:
        said = knowledge.texts["lots.ratio"].text.format(
            ratio=f"{main.ratio:.2g}", low=f"{main.low:.2g}", high=f"{main.high:.2g}"
        )
    return {
        "first": first.name,
        "second": second.name,
        "code": "PROD_BRAND_SWITCH",
        "finding": said,
        "alkaloids": [
            {
                "analyte": row.analyte,
                "first": None if row.first is None else content_object({"": row.first})[""],
                "second": None if row.second is None else content_object({"": row.second})[""],
                "ratio": row.ratio,
                "low": row.low,
                "high": row.high,
            }
            for row in rows
        ],
    }
