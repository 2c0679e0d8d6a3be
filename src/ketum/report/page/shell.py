"""The document around a page: no outside request, and a policy that allows none."""

from __future__ import annotations

from base64 import b64encode
from functools import cache
from hashlib import sha256
from importlib.resources import files

from ketum.report.page.markup import Markup, element
from ketum.report.page.signs import drawings

__all__ = ["shell"]


def shell(*parts: str, title: str, screen: str, state: str, script: str = "") -> str:
    """A whole document. What it needs is inline and named by its hash; nothing else may load."""
    style = _style("tokens") + _style(screen)
    code = _file(f"{script}.js") if script else ""
    allowed = f"script-src 'sha256-{_hash(code)}'; " if code else ""
    policy = (
        f"default-src 'none'; style-src 'sha256-{_hash(style)}'; {allowed}"
        "base-uri 'none'; form-action 'none'"
    )
    head = element(
        "head",
        element("meta", charset="utf-8"),
        element("meta", http_equiv="Content-Security-Policy", content=policy),
        element("meta", name="viewport", content="width=device-width, initial-scale=1"),
        element("meta", name="referrer", content="no-referrer"),
        element("meta", name="robots", content="noindex"),
        element("meta", name="color-scheme", content="light dark"),
        element("title", title),
        element("style", Markup(style)),
    )
    skip = element("a", "Skip to the page", class_="skip", href="#page")
    body = element(
        "body",
        skip,
        drawings(),
        *parts,
        *([element("script", Markup(code))] if code else []),
        data_screen=screen,
        data_state=state,
    )
    return f"<!doctype html>\n{element('html', head, body, lang='en')}\n"


@cache
def _style(name: str) -> str:
    return _file(f"{name}.css")


def _file(name: str) -> str:
    return files("ketum.report.page").joinpath(name).read_text(encoding="utf-8")


def _hash(style: str) -> str:
    return b64encode(sha256(style.encode()).digest()).decode("ascii")
