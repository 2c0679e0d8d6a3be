"""The page of a fit: levels, curves, and the person beside all people."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import cast

from ketum.report.fit_text import LEVELS, levels_said, method_said, parameters_said, title_of
from ketum.report.levels import SPOKEN
from ketum.report.page.markup import Markup, element, items
from ketum.report.page.shell import shell
from ketum.report.page.simulation import drawn
from ketum.report.prior_posterior import prior_posterior

__all__ = ["render_fit_html"]

Object = Mapping[str, object]


def render_fit_html(document: Object) -> str:
    """The page; its script only reads its own tables aloud, and nothing is loaded."""
    title = title_of(document)
    main = element(
        "main",
        element("h1", title, tabindex="-1"),
        element("p", str(document["standing"])),
        *_said(document),
        *_section(LEVELS, levels_said(document)),
        element("p", _whose(document)),
        *drawn(document),
        *_person(document),
        element("section", element("h2", "How it was computed"),
                element("p", method_said(document))),
        *_section("Beyond what was studied in people", _texts(document, "beyond_studied")),
        *_section("Assumed", cast("Sequence[str]", document["assumed"])),
        id="page",
    )  # fmt: skip
    foot = element("footer", element("p", f"Knowledge {document['release']}."))
    state = "beyond" if document["beyond_studied"] else "studied"
    return shell(main, foot, title=title, screen="simulation", state=state, script="simulation")


def _whose(document: Object) -> str:
    names = cast("Mapping[str, Object]", document["analytes"])
    spoken = " and ".join(SPOKEN.get(name, name) for name in names)
    who = "this person" if document["status"] == "fitted" else "all people with these doses"
    return f"{spoken} of {who}; rings are what was measured, marks that point down are limits."


def _said(document: Object) -> Iterator[Markup]:
    if document["says"]:
        yield element(
            "section",
            element("h2", "Not fitted" if document["method"] is None else "Unusual"),
            element("p", str(document["says"])),
            *([items(texts)] if (texts := _texts(document, "suspicions")) else ()),
            class_="box dashed",
        )


def _person(document: Object) -> Iterator[Markup]:
    said = parameters_said(document)
    if said:
        yield element(
            "section",
            element("h2", "The person beside all people"),
            element("figure", prior_posterior(document), class_="drawn"),
            element("details", element("summary", "The same numbers as text"), items(said)),
        )


def _section(title: str, entries: Sequence[str]) -> Iterator[Markup]:
    if entries:
        yield element("section", element("h2", title), items(entries))


def _texts(document: Object, key: str) -> list[str]:
    return [str(entry["text"]) for entry in cast("Sequence[Object]", document[key])]
