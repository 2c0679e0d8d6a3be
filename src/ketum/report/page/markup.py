"""Building HTML so that text cannot become markup: whatever is not `Markup` is escaped."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape

__all__ = ["Markup", "element", "items", "join"]

VOID = frozenset({"meta", "use"})


class Markup(str):
    """HTML that is ready; only `element` and `join` make it from other text."""

    __slots__ = ()


def element(tag: str, *children: str, **attributes: str | bool | None) -> Markup:
    """One element. `data_cite` is written `data-cite`, `class_` is `class`; None is left out."""
    written = "".join(_attribute(name, value) for name, value in attributes.items())
    if tag in VOID:
        return Markup(f"<{tag}{written}>" if tag == "meta" else f"<{tag}{written}/>")
    return Markup(f"<{tag}{written}>{join(children)}</{tag}>")


def join(parts: Iterable[str], between: str = "") -> Markup:
    """Parts one after the other, each escaped unless it is `Markup`."""
    return Markup(between.join(p if isinstance(p, Markup) else escape(p) for p in parts))


def items(entries: Iterable[str], **attributes: str | None) -> Markup:
    """An unordered list."""
    return element("ul", *(element("li", entry) for entry in entries), **attributes)


def _attribute(name: str, value: str | bool | None) -> str:
    name = name.rstrip("_").replace("_", "-")
    if value is None or value is False:
        return ""
    return f" {name}" if value is True else f' {name}="{escape(str(value))}"'
