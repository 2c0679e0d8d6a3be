"""The handout as plain text."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Iterator

from ketum.report.handout import Call, Handout, Tidings

__all__ = ["render_handout_text"]

# Short lines are read more easily than long ones.
WIDTH = 66
NOW = "emergency"


def render_handout_text(said: Handout) -> str:
    """The handout in short lines: what to do first, then why."""
    label = said.labels
    lines = [said.heading.upper(), "", *_fold(said.first), *_fold(said.why)]
    lines += ["", label["danger"].upper(), *_fold(said.danger_call)]
    lines += [*_items(said.danger_signs), *_fold(said.danger_aid), *_fold(said.danger_same_day)]
    now = [group for group in said.tidings if group.severity == NOW]
    lines += _tidings(now, label["about"])
    lines += ["", label["treatment"].upper(), *_fold(said.treatment)]
    lines += _tidings((group for group in said.tidings if group not in now), label["about"])
    if said.later:
        lines += ["", *_fold(said.later)]
    lines += ["", label["medicines"].upper(), *_fold(said.medicines_ask), *_items(said.medicines)]
    lines += ["", f"? {label['not_known'].upper()}", *_fold(said.not_known)]
    if said.ask_about:
        lines += [*_fold(label["ask"]), *_items(said.ask_about)]
    lines += _fold(said.unread)
    lines += ["", label["lines"].upper(), *_fold(said.lines_place), *_items(_calls(said.lines))]
    lines += ["", *_fold(said.made)]
    return "\n".join(lines) + "\n"


def _tidings(groups: Iterable[Tidings], about: str) -> Iterator[str]:
    for group in groups:
        yield from ("", group.word.upper())
        for advice in group.advice:
            yield from (*_items([advice.do]), *_fold(" ".join(advice.why), "  "))
            if advice.about:
                yield from _fold(f"{about} {', '.join(advice.about)}.", "  ")


def _calls(calls: Iterable[Call]) -> Iterator[str]:
    for call in calls:
        hours = f" ({call.hours})" if call.hours else ""
        doubt = f" ({call.doubt})" if call.doubt else ""
        yield f"{call.name}: {call.number}{hours}{doubt}"


def _items(items: Iterable[str]) -> list[str]:
    return [line for item in items for line in _fold(f"- {item}", "", "  ")]


def _fold(text: str, indent: str = "", further: str | None = None) -> list[str]:
    return textwrap.wrap(
        text,
        width=WIDTH,
        initial_indent=indent,
        subsequent_indent=indent if further is None else further,
        break_long_words=False,
        break_on_hyphens=False,
    )
