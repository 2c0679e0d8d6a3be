"""Lines that are no rows of a table: a name with its value, lists of them, and sentences."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from ketum.evidence.analytes import Analytes
from ketum.product.amounts import unit_of
from ketum.product.certificate import NotRead
from ketum.product.names import read_name

__all__ = [
    "NUMBER_AND_UNIT",
    "announces_results",
    "holds_number_beside_name",
    "is_value_of_unknown",
    "listed",
    "mentions",
    "name_and_value",
    "names_in",
    "says_share_of_alkaloids",
    "with_names",
]

PATTERNS = (
    re.compile(r"(.{2,60}?)\s*[:=]\s*(.+)"),
    re.compile(r"(.{2,60}?)\s+([<>≤]?\s?[\d.,]+(?:\s?\S.*)?|(?:ND|<\s?LO[DQ]|B[DQ]L|BLOQ)\b.*)"),
)
# "14.0 mg/g (LOQ 0.03)": of what was found, a limit in brackets changes nothing.
BEHIND_NUMBER = re.compile(
    r"^(\d[\d.,]* ?(?:%|[a-zµμ]+)[a-zµμ/ ]*?) ?\((?:lo[dq]|mdl|rl|spec|limit|nmt|max)\b[^()]*\)$",
    re.IGNORECASE,
)
IN_BRACKETS = re.compile(r"[(\[]([^()\[\]]*)[)\]]")
ITEMS = re.compile(r"[,;] +(?=[A-Za-z0-9])")
PLAIN = re.compile(r"[<>]? ?[\d.,]+")
NUMBER_AND_UNIT = re.compile(r"\d ?(?:%|ppm|ppb|mg|[uµμ]g|mcg|ng|cfu)", re.IGNORECASE)
LONGEST_VALUE = 40
MOST_WORDS = 4
VALUE_WORD = re.compile(r"[<>≤≥~±=]*\d+(?:[.,]\d+)?%?")
SHORTEST_NAME = 3
WORD = re.compile(r"[\w-]+")
VALUE_ALONE = re.compile(
    r"(?:.{2,40}[:=])? ?[<>]? ?\d[\d.,]* ?(?:%|pp[mb]|(?:[mnuµμ]c?g|cfu)/ ?\w{1,12})(?: \w/\w)?",
    re.IGNORECASE,
)
OF_ALKALOIDS = re.compile(
    r"(?:%|per ?cent(?:age)?s?|shares?|fractions?|relative) ?(?:is |are |given |expressed )?"
    r"(?:of|to|based on|as|in) (?:the )?(?:(?:total|sum of|all)\b.{0,20})?alkaloid",
    re.IGNORECASE,
)
# What stands before a number that a laboratory did not find in the product.
NO_RESULT = re.compile(
    r"\b(?:lod|loq|lloq|mdl|pql|rl|limits?|detection|quanti(?:ta|fica)tion|reporting|acceptance"
    r"|criteri(?:a|on)|spec(?:ification)?s?|tolerances?|requirements?|blanks?|spikes?|recover(?:y|ies)"
    r"|controls?|duplicates?|references?|typical|usual|normal|expected|target|prior|previous|earlier"
    r"|last|uncertaint(?:y|ies)|ranges?|max(?:imum)?|min(?:imum)?|allow(?:ed|able)|permitted"
    r"|thresholds?|action|guidelines?|guidance|nmt|nlt|prop(?:osition)? 65|usp|rsd|label|claims?"
    r"|claimed|declared|safe harbou?r|cut-?offs?|grenzwerte?|h.chstwerte?|nachweisgrenzen?"
    r"|bestimmungsgrenzen?|spezifikation|l.mites?|especificaci.n(?:es)?)\b",
    re.IGNORECASE,
)
RESULTS_FOLLOW = re.compile(
    r"(?:[\w-]+ ){0,3}(?:results?|found|measured|contents?|contains?|composition|analysis|values?"
    r"|assay|potency|profile|panel|ergebnisse?|resultados?)(?: ?\([^)]*\))?",
    re.IGNORECASE,
)


def announces_results(title: str, *, opens: bool) -> bool:
    """Whether results may follow these words; `opens` says that they name a part of a report."""
    words = IN_BRACKETS.sub(" ", title).strip()
    if NO_RESULT.search(words) is not None:
        return False
    return not words or opens or RESULTS_FOLLOW.fullmatch(words) is not None


def name_and_value(text: str, analytes: Analytes) -> tuple[str, str] | None:
    """The two of "Mitragynine: 1.42 %" or "Mitragynine 1.42 %", None where there are none."""
    for pattern in PATTERNS:
        found = pattern.fullmatch(text)
        if found is not None and read_name(found[1], analytes).analyte is not None:
            return found[1], BEHIND_NUMBER.sub(r"\1", found[2])
    return None


def listed(text: str, analytes: Analytes) -> tuple[tuple[str, str], ...]:
    """All of "Metals (ppm): Pb 0.2, Cd <0.01", nothing unless each item is a name and a value."""
    title, colon, rest = text.partition(":")
    named = IN_BRACKETS.search(title)
    unit = unit_of(named[1]) if named is not None else None
    items = [item.strip(" .,;") for item in ITEMS.split(rest if colon else text)]
    found = []
    for item in items:
        pair = name_and_value(item, analytes)
        if pair is None or len(pair[1]) > LONGEST_VALUE:
            return ()
        has_own = unit is None or PLAIN.fullmatch(pair[1]) is None
        found.append(pair if has_own else (pair[0], f"{pair[1]} {unit}"))
    return tuple(found) if len(found) > 1 else ()


def is_value_of_unknown(text: str) -> bool:
    """Whether a line is a value by itself, or that of something that is not known."""
    return VALUE_ALONE.fullmatch(text.strip()) is not None


def mentions(text: str, analytes: Analytes) -> bool:
    """Whether any word of a sentence names an analyte."""
    return any(analytes.named(word) is not None for word in re.findall(r"[\w-]+", text))


def holds_number_beside_name(text: str, analytes: Analytes) -> bool:
    """Whether a sentence names an analyte and a number that is no part of a name."""
    if not names_in(text, analytes) and not mentions(text, analytes):
        return False
    return any(
        analytes.named(word.strip("().,;:")) is None and VALUE_WORD.fullmatch(word.strip("().,;:"))
        for word in text.split()
    )


def names_in(text: str, analytes: Analytes) -> frozenset[str]:
    """Every analyte that a sentence names, the longest name first; no short name such as "As"."""
    words = WORD.findall(text)
    found, at = set(), 0
    while at < len(words):
        for length in range(min(MOST_WORDS, len(words) - at), 0, -1):
            name = " ".join(words[at : at + length])
            named = analytes.named(name) if len(name) >= SHORTEST_NAME else None
            if named is not None:
                found.add(named.id)
                at += length
                break
        else:
            at += 1
    return frozenset(found)


def says_share_of_alkaloids(text: str) -> bool:
    """Whether a text says that shares are of all alkaloids and not of the product."""
    return OF_ALKALOIDS.search(text) is not None


def with_names(not_read: Sequence[NotRead], analytes: Analytes) -> Iterator[NotRead]:
    """What was not read, with the analytes that it names."""
    for each in not_read:
        cells = {read_name(part, analytes).analyte for part in each.text.split("  ")} - {None}
        names = names_in(each.text, analytes) | {named.id for named in cells if named is not None}
        yield replace(each, names=tuple(sorted({*names, *each.names})))
