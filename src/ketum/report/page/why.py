"""The "Why?" beside what is said: the values, the rule, the sources, who confirmed and when.

The panel is a popover of the browser's own: no script, Escape closes it, focus goes back.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from urllib.parse import urlsplit

from ketum.citation import Citation, Source, SourceKind
from ketum.report.build import Card, Report
from ketum.report.figures import Figure
from ketum.report.guidance import Sentence
from ketum.report.page.markup import Markup, element, join

__all__ = ["day", "link", "why_card", "why_decision", "why_law", "why_level", "why_sentence"]

DOI = "doi:"


def why_card(card: Card, report: Report) -> Markup:
    """Why a finding is there: what was said, the rule, its numbers, its sources."""
    rule = [("Rule", card.finding.rule), ("Certainty", card.certainty)]
    if card.reviewed is not None:
        rule.append(("Rule last checked", day(card.reviewed)))
    said = [(r.fact, f"{r.value} (in the case: {r.where})") for r in card.finding.because]
    return _why(
        card.code.lower().replace("_", "-"),
        card.title,
        _pairs(said),
        _figures(card.figures),
        _pairs([*rule, ("Knowledge release", report.release)]),
        _sources(card.finding.cites, report),
    )


def why_sentence(identity: str, name: str, sentence: Sentence, report: Report) -> Markup:
    """Why a sentence beside the findings is said."""
    return _why(
        identity,
        name,
        _pairs([("Certainty", sentence.certainty.value), ("Knowledge release", report.release)]),
        _sources(sentence.cites, report),
    )


def why_level(
    identity: str,
    name: str,
    told: Iterable[tuple[str, str]],
    cites: Iterable[Citation],
    report: Report,
) -> Markup:
    """Why a number that was computed is what it is: the model, who was studied, its sources."""
    pairs = [*told, ("Knowledge release", report.release)]
    return _why(identity, name, _pairs(pairs), _sources(cites, report))


def why_decision(report: Report) -> Markup:
    """Why the person goes there, and by when: the row of the table that decided."""
    row = report.decision
    told = [("Row", row.id), ("Clock", report.clock), ("Reason", row.why)]
    told += [("Row last checked", day(row.reviewed)), ("Knowledge release", report.release)]
    return _why("decision", "where the person goes", _pairs(told), _sources(row.cites, report))


def why_law(report: Report) -> Markup:
    """Why the law is said to stand so: each instrument, its source, who read it and when."""
    answer = _object(_object(report.document["law"]).get("answer"))
    parts = [_pairs(_of_law(each)) for each in _objects(answer.get("answers"))]
    release = _pairs([("Knowledge release", report.release)])
    return _why("law", "what the law says", *dict.fromkeys(parts), release)


def _of_law(answer: Mapping[str, object]) -> Iterator[tuple[str, str]]:
    form = "" if answer["form"] == "any" else f", {answer['form']}"
    yield "Of", f"{answer['substance']}{form}"
    yield "Status", str(answer["status"]).replace("_", " ")
    if answer["why"]:
        yield "Reason", str(answer["why"])
    yield "Instrument", str(answer["instrument"] or "none was found")
    if answer["source"]:
        yield "Source", str(answer["source"])
    checked = answer["last_checked"]
    yield "Last checked", day(date.fromisoformat(str(checked))) if checked else "not known"
    standing = "confirmed" if answer["confirmed"] else "not confirmed"
    yield "Confidence", f"{answer['confidence']}; {standing}"


def _object(value: object) -> Mapping[str, object]:
    return value if isinstance(value, Mapping) else {}


def _objects(value: object) -> Iterator[Mapping[str, object]]:
    yield from map(_object, value if isinstance(value, list) else ())


def day(moment: date) -> str:
    """A day as staff write it: 22-Nov-2026."""
    return f"{moment.day:02d}-{moment:%b}-{moment.year}"


def link(source: Source) -> Markup:
    """Where a source is found; a reader may follow it, the page itself fetches nothing.

    Print shows only whose site a long address leads to: a DOI is short enough.
    """
    where = source.locator
    address = f"https://doi.org/{where.removeprefix(DOI)}" if where.startswith(DOI) else where
    if not re.fullmatch(r"https?://\S+", address):
        return join([where])
    host = None if where.startswith(DOI) else urlsplit(address).hostname
    return element("a", where, href=address, rel="noreferrer noopener", data_host=host)


def _why(identity: str, name: str, *parts: Markup) -> Markup:
    target = f"why-{identity}"
    more = element("span", f" {name}", class_="unseen")
    opener = element("button", "Why?", more, type="button", popovertarget=target, data_cite=True)
    heading = element("p", f"Why: {name}", class_="panel-name", id=f"{target}-name")
    close = element(
        "button",
        "Close",
        type="button",
        popovertarget=target,
        popovertargetaction="hide",
    )
    panel = element(
        "div",
        heading,
        *parts,
        close,
        id=target,
        popover="auto",
        role="dialog",
        aria_labelledby=f"{target}-name",
        class_="panel",
    )
    return join([opener, panel])


def _pairs(pairs: Iterable[tuple[str, str]]) -> Markup:
    rows = [element("div", element("dt", name), element("dd", value)) for name, value in pairs]
    return element("dl", *rows) if rows else Markup("")


def _figures(figures: Iterable[Figure]) -> Markup:
    return join(_pairs(_figure(figure)) for figure in figures)


def _figure(figure: Figure) -> Iterator[tuple[str, str]]:
    yield figure.name, figure.value
    yield "Spread", figure.spread or "not known"
    yield "Who was studied", figure.studied or "not known"
    for cite in figure.cites:
        yield "Source", f"{cite.source.title}, {cite.at} ({_standing(cite)})"
    yield "Last checked", day(figure.checked)


def _sources(cites: Iterable[Citation], report: Report) -> Markup:
    numbers = {source.id: number for number, source in report.cited.items()}
    entries = []
    for cite in cites:
        source = cite.source
        place = numbers.get(source.id)
        number = element("a", f"[{place}]", href=f"#source-{place}") if place else ""
        said = f" {source.authors}. {source.title}. {source.year}. At: {cite.at}. "
        standing = (
            f"{_standing(cite).capitalize()}; read: {source.read}; "
            f"last checked {day(source.checked)}."
        )
        entries.append(element("li", number, said, element("strong", standing)))
    return join([element("p", "Sources", class_="panel-part"), element("ul", *entries)])


def _standing(cite: Citation) -> str:
    if cite.source.kind is SourceKind.JUDGEMENT:
        return "a judgement of this project, not confirmed"
    return "confirmed" if cite.confirmed else "not confirmed"
