"""A map of the states, and tables of the states and of the world."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import accumulate

from ketum.evidence.outlines import Outline
from ketum.law import LawOfPlace
from ketum.report.page.markup import Markup, element, items
from ketum.report.page.shell import shell

__all__ = ["render_law_map_html", "render_law_map_svg"]

WIDE = 1075
HIGH = 660
# A state smaller than this on the map stands as a tile beside it.
FITS = (50, 44)
TILE = (74, 44)
GAP = 8
BESIDE = 985
FIRST_TILE = 110
LINE = 15
INK = "#16212B"
PAPER = "#FFFFFF"
# Fill, ink, the letters that say the same without colour.
LOOKS = {
    "prohibited": ("#C02A1B", PAPER, "ban"),
    "prescription_only": ("#E8860A", INK, "Rx"),
    "regulated": ("#E8860A", INK, "rules"),
    "age_limited": ("#F4C542", INK, "age"),
    "not_permitted_in_food": ("#C9E2F8", INK, "no food"),
    "no_specific_law": (PAPER, INK, "no law"),
    "uncertain": (PAPER, INK, "?"),
    "unknown": (PAPER, INK, "?"),
}
DASHED = ("uncertain", "unknown")
HEADS = ("Place", "Status", "Age", "Changes", "Last checked", "Instrument")


def render_law_map_html(
    laws: Sequence[LawOfPlace], outlines: Mapping[str, Outline], *, notice: str
) -> str:
    """The page: the map of one substance, what its signs mean, and every answer in tables."""
    substance, on = laws[0].answers[0].substance, laws[0].on.isoformat()
    title = f"The law on {substance}, {on}"
    states = [law for law in laws if law.place.code in outlines]
    world = [law for law in laws if law.place.code not in outlines]
    signs = [
        f"{sign}: {' or '.join(_words(s) for s, look in LOOKS.items() if look[2] == sign)}"
        for sign in dict.fromkeys(look[2] for look in LOOKS.values())
    ]
    main = element(
        "main",
        element("h1", title, tabindex="-1"),
        element("p", notice),
        element("figure", Markup(render_law_map_svg(laws, outlines)), class_="drawn"),
        element("h2", "What the signs mean"),
        items(signs),
        element("h2", "The United States"),
        _table(f"Each state and the District of Columbia on {on}", states),
        element("h2", "The world"),
        _table(f"Each country with a record on {on}", world),
        id="page",
    )
    return shell(main, title=title, screen="law", state="map")


def render_law_map_svg(laws: Sequence[LawOfPlace], outlines: Mapping[str, Outline]) -> str:
    """The map alone. Each state has a name that is read aloud; colour says nothing alone."""
    states = sorted((law for law in laws if law.place.code in outlines), key=_name)
    small = [law for law in states if not _fits(outlines[law.place.code])]
    title = f"The law on {laws[0].answers[0].substance} by state, {laws[0].on.isoformat()}"
    return element(
        "svg",
        element("title", title),
        # The shapes first: a neighbour must not cover the words of a state.
        *(_shape(law, outlines[law.place.code]) for law in states),
        *(_label(law, outlines[law.place.code]) for law in states if law not in small),
        *(_tile(law, number) for number, law in enumerate(small)),
        xmlns="http://www.w3.org/2000/svg",
        viewBox=f"0 0 {WIDE} {HIGH}",
        role="group",
        aria_label=title,
        font_family="system-ui, sans-serif",
    )


def _fits(outline: Outline) -> bool:
    """Whether the largest part of a state holds two short lines."""
    first = outline.path.partition("z")[0]
    x, y = map(int, first[1 : first.index("l")].split())
    steps = list(map(int, first[first.index("l") + 1 :].split()))
    xs, ys = list(accumulate(steps[::2], initial=x)), list(accumulate(steps[1::2], initial=y))
    return max(xs) - min(xs) >= FITS[0] and max(ys) - min(ys) >= FITS[1]


def _name(law: LawOfPlace) -> str:
    return law.place.name


def _shape(law: LawOfPlace, outline: Outline) -> Markup:
    fill, _, _, dashes = _look(law)
    return element(
        "path", d=outline.path, fill=fill, stroke=INK, stroke_dasharray=dashes, aria_hidden="true"
    )


def _label(law: LawOfPlace, outline: Outline) -> Markup:
    """What is read of a state whose shape holds its words."""
    _, ink, sign, _ = _look(law)
    return element(
        "g",
        element("title", _said(law)),
        *_words_at(law, sign, ink, outline.x, outline.y),
        role="img",
        aria_label=_said(law),
    )


def _tile(law: LawOfPlace, number: int) -> Markup:
    fill, ink, sign, dashes = _look(law)
    wide, high = TILE
    y = FIRST_TILE + number * (high + GAP)
    return element(
        "g",
        element("title", _said(law)),
        element(
            "rect", x=str(BESIDE), y=str(y), width=str(wide), height=str(high), fill=fill,
            stroke=INK, stroke_dasharray=dashes,
        ),
        *_words_at(law, sign, ink, BESIDE + wide // 2, y + high // 2),
        role="img",
        aria_label=_said(law),
    )  # fmt: skip


def _look(law: LawOfPlace) -> tuple[str, str, str, str | None]:
    status = law.answers[0].status.value
    return (*LOOKS[status], "4 3" if status in DASHED else None)


def _said(law: LawOfPlace) -> str:
    return f"{law.place.name}: {_words(law.answers[0].status.value)}"


def _words_at(law: LawOfPlace, sign: str, ink: str, x: int, y: int) -> tuple[Markup, Markup]:
    """The letters of the state and, below them, of its status."""
    name = law.place.code.partition("-")[2]
    return (
        element("text", name, x=str(x), y=str(y - 1), fill=ink, text_anchor="middle",
                font_size="15", font_weight="bold"),
        element("text", sign, x=str(x), y=str(y - 1 + LINE), fill=ink, text_anchor="middle",
                font_size="13"),
    )  # fmt: skip


def _table(caption: str, laws: Iterable[LawOfPlace]) -> Markup:
    rows = []
    for law in sorted(laws, key=lambda each: each.place.name):
        answer = law.answers[0]
        cells = (
            _words(answer.status.value),
            str(answer.minimum_age or ""),
            f"{answer.changes_on.isoformat()}: {_words(answer.changes_to.value)}"
            if answer.changes_on and answer.changes_to
            else "",
            answer.last_checked.isoformat() if answer.last_checked else "",
            answer.events[0].instrument if answer.events else answer.why,
        )
        name = element("th", law.place.name, scope="row")
        rows.append(element("tr", name, *(element("td", cell) for cell in cells)))
    head = element("tr", *(element("th", word, scope="col") for word in HEADS))
    table = element(
        "table", element("caption", caption), element("thead", head), element("tbody", *rows)
    )
    return element("div", table, class_="wide", tabindex="0", role="region", aria_label=caption)


def _words(status: str) -> str:
    return status.replace("_", " ")
