"""A map of the states in equal tiles, and tables of the states and of the world."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from ketum.law import LawAnswer, LawOfPlace
from ketum.report.page.markup import Markup, element, items
from ketum.report.page.shell import shell

__all__ = ["render_law_map_html", "render_law_map_svg"]

TILE = 56
GAP = 4
NAME_AT = 24
SIGN_AT = 42
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
    laws: Sequence[LawOfPlace], tiles: Mapping[str, tuple[int, int]], *, notice: str
) -> str:
    """The page: the map of one substance, what its signs mean, and every answer in tables."""
    substance, on = laws[0].answers[0].substance, laws[0].on.isoformat()
    title = f"The law on {substance}, {on}"
    states = [law for law in laws if law.place.code in tiles]
    world = [law for law in laws if law.place.code not in tiles]
    signs = [
        f"{sign}: {' or '.join(_words(s) for s, look in LOOKS.items() if look[2] == sign)}"
        for sign in dict.fromkeys(look[2] for look in LOOKS.values())
    ]
    main = element(
        "main",
        element("h1", title, tabindex="-1"),
        element("p", notice),
        element("figure", Markup(render_law_map_svg(laws, tiles)), class_="drawn"),
        element("h2", "What the signs mean"),
        items(signs),
        element("h2", "The United States"),
        _table(f"Each state and the District of Columbia on {on}", states),
        element("h2", "The world"),
        _table(f"Each country with a record on {on}", world),
        id="page",
    )
    return shell(main, title=title, screen="law", state="map")


def render_law_map_svg(laws: Sequence[LawOfPlace], tiles: Mapping[str, tuple[int, int]]) -> str:
    """The map alone. Each tile has a name that is read aloud; colour says nothing alone."""
    step = TILE + GAP
    width = step * (max(column for column, _ in tiles.values()) + 1)
    height = step * (max(row for _, row in tiles.values()) + 1)
    drawn = [
        _tile(law, law.answers[0], *tiles[law.place.code])
        for law in laws
        if law.place.code in tiles
    ]
    title = f"The law on {laws[0].answers[0].substance} by state, {laws[0].on.isoformat()}"
    return element(
        "svg",
        element("title", title),
        *drawn,
        xmlns="http://www.w3.org/2000/svg",
        viewBox=f"0 0 {width} {height}",
        role="group",
        aria_label=title,
        font_family="system-ui, sans-serif",
    )


def _tile(law: LawOfPlace, answer: LawAnswer, column: int, row: int) -> Markup:
    fill, ink, sign = LOOKS[answer.status.value]
    x, y = column * (TILE + GAP), row * (TILE + GAP)
    said = f"{law.place.name}: {_words(answer.status.value)}"
    centre = str(x + TILE / 2)
    return element(
        "g",
        element("title", said),
        element(
            "rect", x=str(x + 1), y=str(y + 1), width=str(TILE), height=str(TILE), fill=fill,
            stroke=INK, stroke_dasharray="4 3" if answer.status.value in DASHED else None,
        ),
        element("text", law.place.code.partition("-")[2], x=centre, y=str(y + NAME_AT), fill=ink,
                text_anchor="middle", font_size="18", font_weight="bold"),
        element("text", sign, x=centre, y=str(y + SIGN_AT), fill=ink, text_anchor="middle",
                font_size="13"),
        role="img",
        aria_label=said,
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
