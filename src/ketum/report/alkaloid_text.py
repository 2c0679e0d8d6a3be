"""Entries of the catalogue as lines: what is certain, what was measured, where values disagree."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import cast

from ketum.report.lines import Ink, Line, Look, fold

__all__ = ["NOT_A_RANKING", "alkaloid_lines", "alkaloid_list", "content_words", "range_words",
           "value_words"]  # fmt: skip

Object = Mapping[str, object]
NOT_A_RANKING = (
    "Values of different assays are not on one scale: they rank nothing, say nothing on effect or "
    "safety in people, and no dose follows from them."
)
WIDE = 2.0


def alkaloid_list(document: Object, look: Look) -> Iterator[Line]:
    """One line for each alkaloid."""
    listed = _objects(document, "alkaloids")
    yield Line(f"{len(listed)} alkaloids of kratom, its products and its metabolites", Ink.STRONG)
    for each in listed:
        known = [str(each["class"])]
        known += (
            [f"{each['formula']}, {each['weight']} g/mol"] if each["weight"] else ["no formula"]
        )
        known += ["drawn" if each["drawn"] else "structure not certain"]
        yield from fold(f"{each['name']}: {', '.join(known)}", look, hang="  ")
    yield from fold("One of them: ketum alkaloid NAME. All of them as a page: --html FILE.", look)


def alkaloid_lines(document: Object, look: Look) -> Iterator[Line]:
    """Everything that is known of one alkaloid."""
    names = cast("Sequence[str]", document["synonyms"])
    yield Line(str(document["name"]), Ink.STRONG)
    if names:
        yield from fold(f"also {', '.join(names)}", look)
    kind = f"{document['class']} alkaloid, {document['subclass']}; {document['origin']}"
    yield from fold(kind, look)
    if document["formula"]:
        yield from fold(f"{document['formula']}, {document['weight']} g/mol", look)
    if document["smiles"]:
        yield from fold(f"SMILES {document['smiles']}", look)
    for key, label in (("cas", "CAS"), ("pubchem", "PubChem CID")):
        if document[key]:
            yield Line(f"{label} {document[key]}")
    models = cast("Sequence[str]", document["models"])
    said = f"computed by {', '.join(models)}" if models else "no model of it in people"
    yield from fold(f"Exposure: {said}", look)
    if document["remark"]:
        yield from fold(str(document["remark"]), look)
    for words in cast("Sequence[str]", document["not_certain"]):
        yield from fold(f"Not certain: {words}", look, ink=Ink.UNKNOWN)
    yield from _targets(document, look)
    yield from _contents(document, look)


def _targets(document: Object, look: Look) -> Iterator[Line]:
    groups = _objects(document, "targets")
    yield Line("")
    yield Line("Targets, by assay", Ink.STRONG)
    if not groups:
        yield from fold("Nothing was found. Not measured is not inactive.", look)
        return
    yield from fold(NOT_A_RANKING, look, ink=Ink.UNKNOWN)
    for group in groups:
        yield from fold(range_words(group), look, indent="  ", hang="    ")
        for value in _objects(group, "values"):
            yield from fold(f"- {value_words(value, group)}", look, indent="    ", hang="      ")


def _contents(document: Object, look: Look) -> Iterator[Line]:
    contents = _objects(document, "contents")
    yield Line("")
    yield Line("What products hold", Ink.STRONG)
    if not contents:
        yield from fold("Nothing was found. Not measured is not none.", look)
    for content in contents:
        yield from fold(f"- {content_words(content)}", look, indent="  ", hang="    ")


def range_words(group: Object) -> str:
    """A target with the ends of its numbers, and how far they lie apart."""
    head = f"{group['target']} {group['parameter']}"
    low, high = group["low"], group["high"]
    if low is None or high is None:
        return head
    unit = f" {group['unit']}" if group["unit"] else ""
    ends = f"{low:g}{unit}" if low == high else f"{low:g} to {high:g}{unit}"
    fold_apart = cast("float | None", group["fold"])
    if fold_apart is not None and fold_apart >= WIDE:
        return f"{head}: {ends}; published values differ {fold_apart:g}-fold"
    return f"{head}: {ends}"


def value_words(value: Object, group: Object) -> str:
    """One value with its assay, its system, its source and whether that was read."""
    unit = f" {group['unit']}" if group["unit"] else ""
    parts = [f"{value['value']}{unit}"]
    parts += [f"spread {value['spread']}"] if value["spread"] else []
    parts += [str(value[key]) for key in ("assay", "system", "says", "remark") if value[key]]
    return f"{'; '.join(parts)}. {_sources(value)}"


def content_words(content: Object) -> str:
    """What one study found in one kind of product."""
    parts = [f"{content['value']} {content['unit']}", str(content["product"])]
    parts += [str(content[key]) for key in ("country", "statistic", "remark") if content[key]]
    parts += [f"n = {content['n']}"] if content["n"] else []
    return f"{'; '.join(parts)}. {_sources(content)}"


def _sources(entry: Object) -> str:
    cites = _objects(entry, "cites")
    return "; ".join(
        f"{cite['source']}{'' if cite['confirmed'] else ' (not confirmed)'}" for cite in cites
    )


def _objects(document: Object, key: str) -> Sequence[Object]:
    return cast("Sequence[Object]", document[key])
