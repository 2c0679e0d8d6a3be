"""A simulation as a page that stands alone: sentence, drawings, tables, what it rests on."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import cast

from ketum.report.chart import charts
from ketum.report.levels import CAUTION, SPOKEN, Levels, levels_of, short
from ketum.report.page.markup import Markup, element, items
from ketum.report.page.shell import shell

__all__ = ["drawn", "render_simulation_html"]

Object = Mapping[str, object]
HEADS = ("Substance", "Peak, ng/mL", "After a dose", "Before the next, ng/mL", "Total, ng h/mL",
         "Last half-life", "Near steady after")  # fmt: skip


def render_simulation_html(document: Object) -> str:
    """The page; its script only reads its own tables aloud, and nothing is loaded."""
    levels = levels_of(document)
    state = "beyond" if levels.beyond else "studied"
    beyond = (
        element(
            "section",
            element("h2", "Beyond what was studied in people"),
            items(levels.beyond),
            element("p", f"Studied: {levels.domain}."),
            class_="box dashed",
        ),
    )
    main = element(
        "main",
        element("h1", "Expected concentrations", tabindex="-1"),
        element("p", levels.model),
        element("p", CAUTION),
        *(beyond if levels.beyond else ()),
        _summary(levels),
        *drawn(document),
        *_rest(levels),
        id="page",
    )
    foot = element("footer", element("p", f"Knowledge {document['release']}."))
    return shell(
        main, foot, title="Expected concentrations", screen="simulation", state=state,
        script="simulation",
    )  # fmt: skip


def _summary(levels: Levels) -> Markup:
    cells = ((r.name, r.peak, r.after, r.trough, r.auc, r.half_life, r.steady) for r in levels.rows)
    return _table("Middle, and range of 9 in 10 people", HEADS, cells)


def drawn(document: Object) -> Iterator[Markup]:
    """Each drawing of levels over time, with the same numbers as a table."""
    analytes = cast("Mapping[str, Mapping[str, Sequence[float]]]", document["analytes"])
    times = cast("Sequence[float]", document["times_h"])
    for number, (names, drawing) in enumerate(charts(document)):
        spoken = [SPOKEN.get(name, name) for name in names]
        rows = [
            (f"{short(hour)} h", *(_cell(analytes[name], place) for name in names))
            for place, hour in enumerate(times)
        ]
        table = _table("ng/mL: middle (range of 9 in 10 people)", ("Time", *spoken), rows)
        yield element(
            "section",
            element("h2", f"{' and '.join(spoken)} over time"),
            element(
                "figure",
                drawing,
                element(
                    "p", "Focus the drawing; Left and Right read it point by point.", class_="hint"
                ),
                element("p", role="status", class_="read", id=f"read-{number}"),
                class_="drawn",
                tabindex="0",
                role="group",
                aria_label=f"{' and '.join(spoken)}: arrow keys read the points",
            ),
            element("details", element("summary", "The same numbers as a table"), table),
            class_="chart",
        )


def _cell(found: Mapping[str, Sequence[float]], place: int) -> str:
    low, middle, high = (short(found[key][place]) for key in ("p05", "median", "p95"))
    return middle if low == high else f"{middle} ({low} to {high})"


def _table(caption: str, heads: Sequence[str], rows: object) -> Markup:
    listed = cast("Sequence[Sequence[str]]", rows)
    body = (
        element(
            "tr",
            element("th", first, scope="row"),
            *(element("td", cell) for cell in rest),
        )
        for first, *rest in listed
    )
    head = element("tr", *(element("th", name, scope="col") for name in heads))
    table = element(
        "table", element("caption", caption), element("thead", head), element("tbody", *body)
    )
    return element("div", table, class_="wide", tabindex="0", role="region", aria_label=caption)


def _rest(levels: Levels) -> Iterator[Markup]:
    for title, entries in (
        ("Where the range of the peak comes from", levels.shares),
        (
            "Other models of the same data, against this one: how sure the structure is",
            levels.others,
        ),
        ("Assumed", levels.assumed),
        ("Not computed", levels.left_out),
    ):
        if entries:
            yield element("section", element("h2", title), items(entries))
