"""The handout as a page: large print, what to do first, numbers that can be tapped."""

from __future__ import annotations

from collections.abc import Iterable

from ketum.report.handout import Advice, Call, Handout, Tidings
from ketum.report.page.markup import Markup, element, items
from ketum.report.page.shell import shell
from ketum.report.page.signs import NOT_CHECKED, sign

__all__ = ["render_handout_html"]

NOW = "emergency"


def render_handout_html(said: Handout) -> str:
    """A page for the person; it tells nothing that the text of the handout does not."""
    label = said.labels
    now = [group for group in said.tidings if group.severity == NOW]
    later = [group for group in said.tidings if group not in now]
    medicines = items(said.medicines) if said.medicines else Markup("")
    main = element(
        "main",
        element("h1", said.heading, tabindex="-1"),
        element("p", element("strong", said.first), class_="first"),
        element("p", said.why),
        _danger(said),
        *(_tidings(group, label["about"]) for group in now),
        _section(label["treatment"], element("p", said.treatment)),
        *(_tidings(group, label["about"]) for group in later),
        element("p", said.later, class_="later") if said.later else "",
        _section(
            label["medicines"], element("p", element("strong", said.medicines_ask)), medicines
        ),
        _not_known(said),
        _section(label["lines"], element("p", said.lines_place), _calls(said.lines)),
        id="page",
    )
    foot = element("footer", element("p", said.made))
    return shell(main, foot, title=said.heading, screen="handout", state=said.disposition)


def _danger(said: Handout) -> Markup:
    heading = element("h2", sign(NOW), element("span", said.labels["danger"]))
    return element(
        "section",
        heading,
        _strong(said.danger_call),
        _dial(said.emergency),
        items(said.danger_signs),
        _strong(said.danger_aid),
        element("p", said.danger_same_day),
        class_="danger",
    )


def _dial(calls: Iterable[Call]) -> Markup:
    """The one thing to press: the emergency number, where there is one."""
    dialled = [call for call in calls if call.dial]
    links = (
        element("a", f"Call {call.number}", href=f"tel:{call.dial}", data_primary=not place)
        for place, call in enumerate(dialled)
    )
    return element("p", *links, class_="dial") if dialled else Markup("")


def _tidings(group: Tidings, about: str) -> Markup:
    tag = element(
        "span",
        sign(group.severity),
        element("span", group.word),
        class_=f"tag fill {group.severity}",
    )
    return element(
        "section",
        element("h2", tag),
        element("ul", *(_advice(advice, about) for advice in group.advice), class_="advice"),
    )


def _advice(advice: Advice, about: str) -> Markup:
    named = element("span", f" {about} {', '.join(advice.about)}.") if advice.about else ""
    return element("li", element("strong", advice.do), " ", " ".join(advice.why), named)


def _not_known(said: Handout) -> Markup:
    heading = element("h2", sign(NOT_CHECKED), element("span", said.labels["not_known"]))
    parts = [element("p", said.not_known)]
    if said.ask_about:
        parts += [element("p", said.labels["ask"]), items(said.ask_about)]
    if said.unread:
        parts.append(element("p", said.unread))
    return element("section", heading, *parts, class_="dashed")


def _calls(calls: Iterable[Call]) -> Markup:
    entries = []
    for call in calls:
        number = element("a", call.number, href=f"tel:{call.dial}") if call.dial else call.number
        hours = f" ({call.hours})" if call.hours else ""
        doubt = f" ({call.doubt})" if call.doubt else ""
        entries.append(element("li", f"{call.name}: ", element("strong", number), hours, doubt))
    return element("ul", *entries, class_="calls")


def _section(title: str, *parts: Markup) -> Markup:
    return element("section", element("h2", title), *parts)


def _strong(sentence: str) -> Markup:
    return element("p", element("strong", sentence))
