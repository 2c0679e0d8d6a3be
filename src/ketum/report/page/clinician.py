"""The review as one page for the clinician: what to do, why, and what is not known."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from ketum.report.build import Card, Report, Tier
from ketum.report.guidance import Sentence
from ketum.report.levels import CAUTION, Row
from ketum.report.page.markup import Markup, element, items, join
from ketum.report.page.shell import shell
from ketum.report.page.signs import NOT_CHECKED, sign
from ketum.report.page.why import (
    day,
    link,
    why_card,
    why_decision,
    why_law,
    why_level,
    why_sentence,
)

__all__ = ["render_html"]

ALWAYS_COUNTED = {"emergency": "Emergency", "contraindicated": "Do not use", "major": "Serious"}
NOTHING_FOUND = "monitor"
LAW = "Law: "
# With more cards than these the print is smaller, so that two sheets still hold it.
MANY_CARDS = 11
MOST_CARDS = 17
# Beyond these print gives only the titles of what is neither an emergency nor serious.
TITLES_FROM = 20
DENSE = ((TITLES_FROM, "titles"), (MOST_CARDS, "most"), (MANY_CARDS, "more"))
ON_PAPER = (
    "On paper these are titles only; the page says what to do, and names each source in full."
)
ROW_HEADS = ("Computed, ng/mL", "Peak", "After a dose", "Before the next")
# The drawing beside the disposition; its words say where the person goes.
SIGNS = {
    "emergency": "emergency",
    "urgent_specialist": "contraindicated",
    "stop_and_refer": "contraindicated",
    "supervised_only": "major",
    NOTHING_FOUND: NOT_CHECKED,
}


def render_html(report: Report) -> str:
    """A page that can be read, printed and mailed on its own; it needs no script."""
    disposition = str(report.document["disposition"])
    open_tiers = [tier for tier in report.tiers if tier.severity in ALWAYS_COUNTED]
    folded = [tier for tier in report.tiers if tier.severity not in ALWAYS_COUNTED]
    nothing = "Nothing serious" if folded else "Nothing"
    cards = sum(len(tier.cards) for tier in report.tiers)
    found = element(
        "section",
        *(_tier(tier, report) for tier in open_tiers),
        *(() if open_tiers else (element("p", f"{nothing} found in what was checked."),)),
        class_="found",
        id="findings",
        aria_label="Findings to act on",
    )
    level = element(
        "div",
        found,
        element("div", *_unknowns(report), class_="unknown"),
        element(
            "div",
            *(_folded(t, report, unfold=not open_tiers) for t in folded),
            element("p", ON_PAPER, class_="on-paper") if cards > TITLES_FROM else "",
            class_="rest",
        ),
        class_="level",
    )
    beside = element("div", *_beside(report), class_="beside")
    main = element(
        "main",
        *(_head(report, disposition), level, *_exposure(report), beside, _sources(report)),
        id="page",
        data_dense=next((word for most, word in DENSE if cards > most), None),
    )
    foot = element(
        "footer",
        element("p", f"{report.release}. {_unconfirmed(report)}"),
        element("p", "Decision support for a clinician. It orders no medicine and no kratom."),
    )
    title = f"{report.heading.capitalize()}: kratom review, {day(report.on)}"
    return shell(main, foot, title=title, screen="review", state=disposition)


def _head(report: Report, disposition: str) -> Markup:
    shown = SIGNS[disposition]
    call = report.said.help[0].text
    heading = element("span", report.heading)
    when = (element("strong", f"When: {report.clock}. "), report.decided_by)
    step, target = ("Show what was not checked", "#not-checked")
    if disposition != NOTHING_FOUND:
        step, target = ("Show steps", "#findings")
    return element(
        "header",
        element("p", f"Kratom review, {day(report.on)}", class_="kind"),
        element("h1", sign(shown), heading, class_=f"fill {shown}", tabindex="-1"),
        element("div", element("p", *when, class_="clock"), why_decision(report), class_="asked"),
        element("p", element("strong", call), class_="call") if disposition == "emergency" else "",
        element("p", report.summary, class_="summary"),
        element("a", step, href=target, data_primary=True, class_="primary"),
        _counts(report),
        class_="head",
    )


def _counts(report: Report) -> Markup:
    numbers = {tier.severity: len(tier.cards) for tier in report.tiers}
    words = ALWAYS_COUNTED | {tier.severity: tier.word for tier in report.tiers}
    counted = []
    for severity, word in words.items():
        number = numbers.get(severity, 0)
        tag = _tag(severity, f"{number} {word}", none=not number)
        counted.append(element("a", tag, href=f"#{severity}") if number else tag)
    unknown = len(_listed(report, "unanswered"))
    counted.append(element("a", _tag(NOT_CHECKED, f"{unknown} Not checked"), href="#not-checked"))
    return items(counted, class_="counts", aria_label="How many of each")


def _tag(severity: str, words: str, *, none: bool = False) -> Markup:
    kind = f"tag fill {severity} none" if none else f"tag fill {severity}"
    return element("span", sign(severity), element("span", words), class_=kind)


def _tier(tier: Tier, report: Report) -> Markup:
    heading = element("h2", _tag(tier.severity, f"{tier.word} ({len(tier.cards)})"))
    return element("section", heading, _cards(tier, report), id=tier.severity, class_="tier")


def _folded(tier: Tier, report: Report, *, unfold: bool) -> Markup:
    """Caution and below are folded on a screen beside what is serious; print unfolds them."""
    name = element("h2", _tag(tier.severity, f"{tier.word} ({len(tier.cards)})"))
    opener = element("summary", name)
    return element(
        "details", opener, _cards(tier, report), id=tier.severity, class_="tier", open=unfold
    )


def _cards(tier: Tier, report: Report) -> Markup:
    cards = (element("li", _card(card, tier.severity, report)) for card in tier.cards)
    return element("ul", *cards, class_="cards")


def _card(card: Card, severity: str, report: Report) -> Markup:
    count = len(card.sources)
    confirmed = sum(cite.confirmed for cite in card.finding.cites)
    noted = f"{count} source{'' if count == 1 else 's'}, {confirmed or 'none'} confirmed: "
    because = "; ".join(card.because)
    return element(
        "article",
        element("h3", card.title),
        why_card(card, report),
        element("p", element("strong", "Do: "), card.action, class_="do"),
        element("p", element("strong", "Because: "), because, class_="because") if because else "",
        *(
            element("p", element("strong", "Instead: "), named, class_="instead")
            for named in card.alternatives
        ),
        element("p", noted, _numbers(card.sources), class_="sources"),
        class_=f"card {severity}",
    )


def _numbers(numbers: Iterable[int]) -> Markup:
    return join(
        (element("a", f"[{number}]", href=f"#source-{number}") for number in numbers), between=" "
    )


def _unknowns(report: Report) -> Iterator[Markup]:
    nothing = ("Nothing that a rule of this release asks for.",)
    heading = element("h2", _tag(NOT_CHECKED, "Not checked"), id="not-checked")
    lines = [items(report.not_checked or nothing)]
    if report.not_checked_rest:
        opener = element("summary", f"{len(report.not_checked_rest)} more not checked")
        lines.append(element("details", opener, items(report.not_checked_rest)))
    if report.not_covered:
        lines.append(element("p", f"This release has no rule for: {report.not_covered}."))
    lines.append(element("h3", "What the other parts say"))
    lines.append(items(_rooms(report)))
    yield element("section", heading, *lines, class_="box dashed")
    if report.not_recognised_short:
        heading = element("h2", _tag(NOT_CHECKED, "Not recognised"))
        yield element("section", heading, items(report.not_recognised_short), class_="box dashed")


def _rooms(report: Report) -> Iterator[Markup | str]:
    """What each room says; what the law says can be asked where it comes from."""
    for said in report.rooms:
        is_law = said.startswith(LAW) and "law" not in report.rooms_silent
        yield join((said, " ", why_law(report))) if is_law else said


def _beside(report: Report) -> Iterator[Markup]:
    said = report.said
    if said.treatment:
        sentences = _sentences("treatment", said.treatment, report)
        yield element("section", element("h2", "Recommended treatment first"), sentences)
    yield element(
        "section",
        element("h2", "Kratom and opioid withdrawal: the evidence"),
        _sentences("evidence", said.evidence, report),
        element("p", f"As of {day(said.evidence_read_on)}."),
    )
    yield element(
        "section",
        element("h2", "Help for the person"),
        _sentences("help", (said.place, *said.help), report),
        class_="help",
    )


def _exposure(report: Report) -> Iterator[Markup]:
    """Levels of the case, each with its range; nothing here is a finding."""
    levels = report.levels
    if levels is None:
        return
    parts = [element("p", CAUTION)]
    of_model = [("Model", levels.model), ("Who was studied", levels.domain)]
    of_model = [(name, told) for name, told in of_model if told]
    if levels.beyond:
        parts.append(element("p", element("strong", "Beyond what was studied in people.")))
        parts.append(
            items(
                [
                    join((said, " ", why_level(f"beyond-{at}", said, of_model, cites, report)))
                    for at, (said, cites) in enumerate(
                        zip(levels.beyond, report.level_cites.beyond, strict=True), start=1
                    )
                ]
            )
        )
    if levels.rows:
        head = element("tr", *(element("th", name, scope="col") for name in ROW_HEADS))
        rows = (
            element(
                "tr",
                element("th", row.name, " ", _why_row(row, of_model, report), scope="row"),
                *(element("td", cell) for cell in (row.peak, row.after, row.trough)),
            )
            for row in levels.rows
        )
        caption = element("caption", f"{levels.model} Middle, and range of 9 in 10 people.")
        parts.append(element("table", caption, element("thead", head), element("tbody", *rows)))
    if levels.ratios:
        parts.append(element("h3", "Levels with kratom as multiples of those without, expected"))
        parts.append(
            items(
                [
                    join((said, " ", why_level(f"ratio-{at}", _before(said), (), cites, report)))
                    for at, (said, cites) in enumerate(
                        zip(levels.ratios, report.level_cites.ratios, strict=True), start=1
                    )
                ]
            )
        )
    heading = element("h2", "Exposure", id="exposure")
    yield element("section", heading, *parts, class_="box levels")


def _why_row(row: Row, of_model: Iterable[tuple[str, str]], report: Report) -> Markup:
    told = [("Peak", f"{row.peak} ng/mL"), ("Spread", "range of 9 in 10 people"), *of_model]
    identity = re.sub(r"[^a-z0-9]+", "-", row.name.lower()).strip("-")
    return why_level(f"level-{identity}", row.name, told, report.level_cites.rows, report)


def _before(said: str) -> str:
    """Which medicine a sentence such as "midazolam: total 2.1 times" is about."""
    return said.partition(":")[0]


def _sentences(kind: str, sentences: Iterable[Sentence], report: Report) -> Markup:
    numbers = {source.id: number for number, source in report.cited.items()}
    listed = []
    for place, sentence in enumerate(sentences, start=1):
        cited = dict.fromkeys(numbers[cite.source.id] for cite in sentence.cites)
        listed.append(
            element(
                "li",
                element(
                    "p", sentence.text, " ", element("span", _numbers(cited), class_="sources")
                ),
                why_sentence(f"{kind}-{place}", f"{kind}, sentence {place}", sentence, report),
            )
        )
    return element("ul", *listed, class_="said")


def _sources(report: Report) -> Markup:
    entries = []
    for number, source in report.cited.items():
        doubt = "" if source.confirmed else " Not confirmed."
        entries.append(
            element(
                "li",
                f"{source.authors}. ",
                element("span", f"{source.title}. ", class_="title"),
                f"{source.year}. ",
                link(source),
                doubt,
                id=f"source-{number}",
            )
        )
    heading = element("h2", f"Sources ({len(entries)})")
    return element("section", heading, element("ol", *entries), class_="sources-list")


def _unconfirmed(report: Report) -> str:
    number = sum(1 for source in report.cited.values() if not source.confirmed)
    return f"{number} of {len(report.cited)} sources are not confirmed."


def _listed(report: Report, key: str) -> list[object]:
    listed = report.document[key]
    return listed if isinstance(listed, list) else []
