"""The catalogue as a page that stands alone: every alkaloid with its drawing and its values."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import cast

from ketum.evidence.catalogue import Structure
from ketum.report.alkaloid_text import NOT_A_RANKING, content_words, range_words, value_words
from ketum.report.page.markup import Markup, element, items
from ketum.report.page.shell import shell

__all__ = ["render_alkaloids_html"]

Object = Mapping[str, object]


def render_alkaloids_html(
    documents: Sequence[Object], drawings: Mapping[str, Structure | None], release: str
) -> str:
    """`documents` are those of `ketum alkaloid NAME`, `drawings` by name."""
    main = element(
        "main",
        element("h1", "Alkaloids of kratom", tabindex="-1"),
        element(
            "p",
            f"{len(documents)} alkaloids of the plant, its products and its metabolites. "
            f"{NOT_A_RANKING}",
        ),
        element("nav", _contents(documents), aria_label="Alkaloids"),
        *(_entry(each, drawings.get(str(each["name"]))) for each in documents),
        id="page",
    )
    foot = element("footer", element("p", f"Knowledge {release}."))
    return shell(main, foot, title="Alkaloids of kratom", screen="alkaloids", state="all")


def _contents(documents: Sequence[Object]) -> Markup:
    links = (
        element("a", str(each["name"]), href=f"#{_anchor(str(each['name']))}") for each in documents
    )
    return items(links)


def _entry(document: Object, drawing: Structure | None) -> Markup:
    name = str(document["name"])
    return element(
        "article",
        element("h2", name, id=_anchor(name)),
        element("div", *_drawn(document, drawing), _facts(document), class_="head"),
        *_details("Targets, by assay", list(_targets(document))),
        *_details("What products hold", [content_words(c) for c in _objects(document, "contents")]),
    )


def _drawn(document: Object, drawing: Structure | None) -> Iterator[Markup]:
    name = str(document["name"])
    if drawing is None:
        yield element("p", "Not drawn: the structure is not certain.", class_="none")
        return
    flat = "" if document["stereochemistry_certain"] else ", stereochemistry not shown"
    yield element(
        "figure",
        element(
            "svg",
            element("title", f"Structure of {name}{flat}"),
            element("path", d=drawing.lines, class_="line"),
            element("path", d=drawing.thin, class_="thin"),
            element("path", d=drawing.filled, class_="filled"),
            viewBox=f"0 0 {drawing.width} {drawing.height}",
            role="img",
        ),
        *([element("figcaption", "Isomers have the same drawing.")] if flat else []),
    )


def _facts(document: Object) -> Markup:
    known = [
        ("Also", ", ".join(cast("Sequence[str]", document["synonyms"]))),
        ("Class", f"{document['class']}, {document['subclass']}"),
        ("Found", document["origin"]),
        ("Formula", document["formula"] or "not entered"),
        ("Weight", f"{document['weight']} g/mol" if document["weight"] else ""),
        ("CAS", document["cas"]),
        ("Exposure", ", ".join(cast("Sequence[str]", document["models"])) or "no model in people"),
        ("Remark", document["remark"]),
        ("Not certain", "; ".join(cast("Sequence[str]", document["not_certain"]))),
    ]
    parts = [
        part
        for term, said in known
        if said
        for part in (element("dt", term), element("dd", str(said)))
    ]
    return element("dl", *parts)


def _targets(document: Object) -> Iterator[Markup]:
    for group in _objects(document, "targets"):
        values = [value_words(value, group) for value in _objects(group, "values")]
        yield Markup(f"{element('strong', range_words(group))}{items(values)}")


def _details(title: str, entries: Sequence[str]) -> list[Markup]:
    if not entries:
        return [element("p", f"{title}: nothing was found.", class_="none")]
    return [element("details", element("summary", f"{title} ({len(entries)})"), items(entries))]


def _anchor(name: str) -> str:
    return f"a-{re.sub(r'[^a-z0-9]+', '-', name.casefold()).strip('-')}"


def _objects(document: Object, key: str) -> Sequence[Object]:
    return cast("Sequence[Object]", document[key])
